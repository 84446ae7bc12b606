//! `[leaflet]` of `site.toml` → how leaflets are printed, and which handbooks there are.

use std::collections::BTreeMap;

use crate::{
    config::{self, Colour, Config},
    diag::Sink,
    render::leaflet::ask::format::{Family, Ink, Named, Role},
    source::{Span, Spanned},
};

/// `[leaflet]`, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Look of leaflets that do not ask for another.
    pub family: Family,
    /// Inks each leaflet is made in.
    pub inks: Vec<Ink>,
    /// Up to four characters for the seal; empty for none.
    pub seal: String,
    /// One line for foot and cover.
    pub slogan: String,
    /// Beginning of the print number: `QC-2026`.
    pub number: String,
    /// Small print on every leaflet.
    pub disclaimer: String,
    /// Help lines by number, in order; empty for the page's own or the first four of the site.
    pub help: Vec<String>,
    /// Colours that replace the theme's, by name.
    pub colors: BTreeMap<String, String>,
    /// Font families by role.
    pub fonts: BTreeMap<Role, String>,
    /// Booklets of many articles.
    pub handbooks: Vec<Handbook>,
}

/// A booklet of the articles of a column or with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handbook {
    /// Where it is written.
    pub span: Span,
    /// Last part of its file name.
    pub name: String,
    /// On the cover.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// Folder of the articles.
    pub column: Option<Spanned<String>>,
    /// Tag of the articles.
    pub tag: Option<Spanned<String>>,
    /// Look.
    pub family: Family,
    /// Inks, each a file of its own.
    pub inks: Vec<Ink>,
}

/// Colours that `[leaflet.colors]` may set.
pub(crate) const COLORS: [&str; 12] = [
    "flood", "on-flood", "on-soft", "deep", "accent", "law", "ink", "soft", "rule", "tint",
    "tint2", "warn",
];

/// Characters that the seal has room for.
const SEAL_LENGTH: usize = 4;

const DISCLAIMER: &str = "法条以国家法律法规数据库的现行文本为准。本资料供学法参考，具体案件以办案机关和律师的意见为准。";

/// Reads the words of `[leaflet]`; what is wrong becomes a diagnostic and the default.
pub fn parse(config: &Config, sink: &mut Sink) -> Settings {
    let written = &config.leaflet;
    let inks = inks(&written.inks, sink);
    let books = written.handbooks.iter();
    let books = books.filter_map(|it| handbook(it, &inks, sink));
    let mut handbooks: Vec<Handbook> = Vec::new();
    for book in books.collect::<Vec<_>>() {
        match handbooks.iter().any(|it| it.name == book.name) {
            true => sink.config_twice(book.span, &book.name),
            false => handbooks.push(book),
        }
    }
    Settings {
        handbooks,
        family: family(written.family.as_ref(), Family::Blue, sink),
        inks,
        seal: seal(written.seal.as_ref(), sink),
        slogan: written.slogan.clone(),
        number: written.number.clone(),
        disclaimer: if written.disclaimer.is_empty() {
            DISCLAIMER.to_owned()
        } else {
            written.disclaimer.clone()
        },
        help: help(config, sink),
        colors: colors(&written.colors, sink),
        fonts: fonts(&written.fonts, sink),
    }
}

/// Returns the characters of the seal; reports those that it has no room for.
fn seal(written: Option<&Spanned<String>>, sink: &mut Sink) -> String {
    let Some(written) = written else {
        return String::new();
    };
    if written.value.chars().count() > SEAL_LENGTH {
        sink.leaflet_seal(written.span, SEAL_LENGTH);
    }
    written.value.chars().take(SEAL_LENGTH).collect()
}

/// Returns the numbers of help lines; reports those that the site does not have.
fn help(config: &Config, sink: &mut Sink) -> Vec<String> {
    let known: Vec<&str> = config.help_lines.iter().map(|it| it.number.as_str()).collect();
    for number in &config.leaflet.help {
        if !known.contains(&number.value.as_str()) {
            sink.leaflet_help(number.span, &number.value, &known);
        }
    }
    config.leaflet.help.iter().map(|it| it.value.clone()).collect()
}

/// Reads a look; no word means `default`.
pub fn family(word: Option<&Spanned<String>>, default: Family, sink: &mut Sink) -> Family {
    let Some(word) = word.filter(|it| !it.value.is_empty()) else {
        return default;
    };
    Family::parse(&word.value).unwrap_or_else(|| {
        sink.leaflet_choice(word.span, "family", &word.value, &Family::keys());
        default
    })
}

fn colors(written: &[Colour], sink: &mut Sink) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for Colour { name, value } in written {
        let hex = value
            .value
            .strip_prefix('#')
            .is_some_and(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit()));
        if COLORS.contains(&name.value.as_str()) && hex {
            out.insert(name.value.clone(), value.value.clone());
        } else {
            let span = if hex { name.span } else { value.span };
            sink.leaflet_color(span, &name.value, &value.value, &COLORS);
        }
    }
    out
}

fn fonts(
    written: &[(Spanned<String>, Spanned<String>)],
    sink: &mut Sink,
) -> BTreeMap<Role, String> {
    let mut out = BTreeMap::new();
    for (name, family) in written {
        match Role::ALL.into_iter().find(|it| it.key() == name.value) {
            Some(role) => drop(out.insert(role, family.value.clone())),
            None => {
                sink.leaflet_choice(name.span, "fonts", &name.value, &Role::ALL.map(Role::key));
            }
        }
    }
    out
}

fn handbook(book: &config::Handbook, usual: &[Ink], sink: &mut Sink) -> Option<Handbook> {
    let text = |it: &Option<Spanned<String>>| it.as_ref().map(|it| it.value.clone());
    let good = |it: &String| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
    };
    let name = text(&book.name).filter(good);
    let choice = [&book.column, &book.tag].into_iter().flatten();
    if let Some(empty) = choice.into_iter().find(|it| it.value.trim().is_empty()) {
        sink.leaflet_handbook(empty.span);
        return None;
    }
    let Some(name) = name.filter(|_| book.column.is_some() != book.tag.is_some()) else {
        sink.leaflet_handbook(book.span);
        return None;
    };
    Some(Handbook {
        span: book.span,
        name,
        title: book.title.clone().unwrap_or_else(|| "普法手册".to_owned()),
        subtitle: book.subtitle.clone(),
        column: book.column.clone(),
        tag: book.tag.clone(),
        family: family(book.family.as_ref(), Family::Blue, sink),
        inks: if book.inks.is_empty() { usual.to_vec() } else { inks(&book.inks, sink) },
    })
}

/// Reads inks; none means colour.
pub fn inks(words: &[Spanned<String>], sink: &mut Sink) -> Vec<Ink> {
    let mut out = Vec::new();
    for word in words {
        match Ink::parse(&word.value) {
            Some(ink) => out.push(ink),
            None => sink.leaflet_choice(word.span, "ink", &word.value, &Ink::keys()),
        }
    }
    if out.is_empty() { vec![Ink::Color] } else { out }
}
