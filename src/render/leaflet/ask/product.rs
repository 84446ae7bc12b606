//! What is made of the site's texts for paper.

use crate::render::leaflet::ask::format::{Format, Named};

/// Words for a handbook: the key first, then the name that readers see, then others.
const HANDBOOK: [&str; 4] = ["handbook", "手册", "小册子", "booklet"];
/// Words for a pack, the key first. A command of its own asks for packs.
const PACK: [&str; 2] = ["pack", "传单一套"];

/// A kind of printed thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// The leaflet of one page.
    Leaflet(Format),
    /// A5 booklet of many articles.
    Handbook,
    /// Everything that a station gets, behind a cover sheet.
    Pack,
}

impl Product {
    /// Returns the one that a word after `--format` or in a station's list means.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        if HANDBOOK.iter().any(|it| it.eq_ignore_ascii_case(word)) {
            return Some(Self::Handbook);
        }
        Format::parse(word).map(Self::Leaflet)
    }

    /// Returns the words that [`Product::parse`] knows, one for each product.
    pub fn keys() -> Vec<&'static str> {
        let mut keys = Format::keys();
        keys.push(Self::Handbook.key());
        keys
    }

    /// Returns its name in addresses, options, templates and reports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Leaflet(format) => format.key(),
            Self::Handbook => HANDBOOK[0],
            Self::Pack => PACK[0],
        }
    }

    /// Returns its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leaflet(format) => format.name(),
            Self::Handbook => HANDBOOK[1],
            Self::Pack => PACK[1],
        }
    }

    /// Returns the template that lays it out.
    pub fn template(self) -> &'static str {
        match self {
            Self::Leaflet(format) => format.template(),
            Self::Handbook => "handbook.typ",
            Self::Pack => "pack.typ",
        }
    }

    /// Returns the name of the file that holds the product of a page, a handbook or a station, without its ending.
    pub fn stem(self, name: &str) -> String {
        match self {
            Self::Leaflet(format) => format!("{name}-{}", format.key()),
            Self::Handbook | Self::Pack => format!("{}-{name}", self.key()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Product;
    use crate::render::leaflet::ask::format::{Format, Named};

    #[test]
    fn a_handbook_is_no_format() {
        assert_eq!(Product::parse("小册子"), Some(Product::Handbook));
        assert_eq!(Product::parse(" Handbook"), Some(Product::Handbook));
        assert_eq!(Product::parse("三折"), Some(Product::Leaflet(Format::Trifold)));
        assert_eq!(Format::parse("手册"), None);
        assert_eq!(Product::parse("信封"), None);
    }
}
