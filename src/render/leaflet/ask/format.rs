//! The closed sets a leaflet is chosen from: formats, families of look, inks, panels, roles of fonts.

use serde::{Deserialize, Serialize};

/// A closed set of words that an editor chooses from.
pub trait Named: Copy + 'static {
    /// All of them, in the order they are offered.
    const ALL: &'static [Self];

    /// Every word for it: the key first, then the name that readers see, then others.
    fn words(self) -> &'static [&'static str];

    /// Returns the one that an editor's word means.
    fn parse(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace('_', "-");
        let means = |it: &&Self| it.words().iter().any(|known| known.to_lowercase() == word);
        Self::ALL.iter().find(means).copied()
    }

    /// Returns its name in addresses, options, templates and reports.
    fn key(self) -> &'static str {
        self.words()[0]
    }

    /// Returns its name for people.
    fn name(self) -> &'static str {
        self.words()[1]
    }

    /// Returns the keys of all, to say what may be written.
    fn keys() -> Vec<&'static str> {
        Self::ALL.iter().map(|it| it.key()).collect()
    }
}

/// In which form the leaflet of a page is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A4, one or two sides.
    FlyerA4,
    /// A5, one or two sides.
    FlyerA5,
    /// 三折页 on A4.
    Trifold,
    /// A3, one side.
    Poster,
    /// 大字版, A4.
    LargePrint,
    /// A6.
    Card,
}

impl Named for Format {
    const ALL: &'static [Self] =
        &[Self::Trifold, Self::FlyerA4, Self::FlyerA5, Self::LargePrint, Self::Poster, Self::Card];

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::FlyerA4 => &["flyer-a4", "A4 单页", "a4", "a4单页", "a4传单", "单页", "flyer"],
            Self::FlyerA5 => &["flyer-a5", "A5 单页", "a5", "a5单页", "a5传单"],
            Self::Trifold => &["trifold", "三折页", "三折", "折页", "tri-fold"],
            Self::Poster => &["poster", "A3 海报", "海报", "a3", "a3海报"],
            Self::LargePrint => &["large-print", "大字版", "大字", "长辈版"],
            Self::Card => &["card", "A6 卡片", "卡片", "小卡片", "a6"],
        }
    }
}

impl Format {
    /// Returns the template that lays it out.
    pub fn template(self) -> &'static str {
        match self {
            Self::FlyerA4 | Self::FlyerA5 | Self::Poster => "flyer.typ",
            Self::Trifold => "trifold.typ",
            Self::LargePrint => "large-print.typ",
            Self::Card => "card.typ",
        }
    }

    /// Returns paper and printer settings, for the people at the printer.
    pub fn paper(self, pages: usize) -> String {
        let sides = if pages > 1 { "双面" } else { "单面" };
        match self {
            Self::FlyerA4 => format!("A4，{sides}{}", if pages > 1 { "，长边翻转" } else { "" }),
            Self::FlyerA5 => format!("A5，{sides}{}", if pages > 1 { "，长边翻转" } else { "" }),
            Self::Trifold => "A4 横向，双面，短边翻转，按虚线折成三折".to_owned(),
            Self::Poster => "A3，单面".to_owned(),
            Self::LargePrint => "A4，双面，长边翻转，左上角装订".to_owned(),
            Self::Card => "A6 厚纸，双面，短边翻转".to_owned(),
        }
    }
}

/// A family of look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Calm blue.
    #[default]
    Blue,
    /// Warm red, for campaigns.
    Warm,
    /// For children.
    Kids,
}

impl Named for Family {
    const ALL: &'static [Self] = &[Self::Blue, Self::Warm, Self::Kids];

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Blue => &["blue", "蓝", "蓝色", "calm"],
            Self::Warm => &["warm", "红", "暖", "红色", "暖红"],
            Self::Kids => &["kids", "儿童", "童", "children"],
        }
    }
}

/// What it is printed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// Screen and colour printer.
    #[default]
    Color,
    /// Cheap black-and-white copying: no dark floods.
    Gray,
    /// Four-colour printing.
    Cmyk,
}

impl Named for Ink {
    const ALL: &'static [Self] = &[Self::Color, Self::Gray, Self::Cmyk];

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Color => &["color", "彩色", "colour", "彩"],
            Self::Gray => &["gray", "黑白", "grey", "灰"],
            Self::Cmyk => &["cmyk", "四色"],
        }
    }
}

impl Ink {
    /// Returns what a file printed with it is for.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Color | Self::Gray => Purpose::Office,
            Self::Cmyk => Purpose::Press,
        }
    }

    /// Returns the end of the names of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Color => "",
            Self::Gray => "-gray",
            Self::Cmyk => "-press",
        }
    }

    /// Returns what a reader should know of its files.
    pub fn note(self) -> &'static str {
        match self {
            Self::Color => "",
            Self::Gray => "黑白复印用",
            Self::Cmyk => "印刷厂用",
        }
    }
}

/// What a file is printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Screen and office printer: PDF/UA-1 and PDF/A-2a.
    Office,
    /// The print shop: bleed, marks and boxes, PDF/UA-1 without PDF/A, which knows no plain CMYK.
    Press,
    /// Pages of a finished booklet on sheets, for the printer only: not tagged.
    Imposed,
}

/// A face of a tri-fold, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Face {
    /// 封面.
    Cover,
    /// 折翼, seen first when the leaflet is opened.
    Flap,
    /// 内页一.
    In1,
    /// 内页二.
    In2,
    /// 内页三.
    In3,
    /// 封底.
    Back,
}

impl Named for Face {
    const ALL: &'static [Self] =
        &[Self::Cover, Self::Flap, Self::In1, Self::In2, Self::In3, Self::Back];

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Cover => &["cover", "封面"],
            Self::Flap => &["flap", "折翼", "折页"],
            Self::In1 => &["in1", "内页一", "内一", "内页1"],
            Self::In2 => &["in2", "内页二", "内二", "内页2"],
            Self::In3 => &["in3", "内页三", "内三", "内页3"],
            Self::Back => &["back", "封底"],
        }
    }
}

/// What a font is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 黑体: the text.
    Sans,
    /// 宋体: titles.
    Serif,
    /// 楷体: stories and statutes.
    Kai,
}

impl Role {
    /// All roles, the indispensable one first.
    pub const ALL: [Self; 3] = [Self::Sans, Self::Serif, Self::Kai];

    /// Returns its name in `site.toml` and in the templates.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sans => "sans",
            Self::Serif => "serif",
            Self::Kai => "kai",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Face, Family, Format, Ink, Named};

    #[test]
    fn words_in_both_languages_mean_the_same() {
        assert_eq!(Format::parse("三折页"), Some(Format::Trifold));
        assert_eq!(Format::parse("A4 单页"), Some(Format::FlyerA4));
        assert_eq!(Format::parse("large_print"), Some(Format::LargePrint));
        assert_eq!(Format::parse("信封"), None);
        assert_eq!(Family::parse("儿童"), Some(Family::Kids));
        assert_eq!(Ink::parse("黑白"), Some(Ink::Gray));
        assert_eq!(Face::parse("内页二"), Some(Face::In2));
    }
}
