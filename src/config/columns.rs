//! Rules for the pages of a column, and the ways to sort pages by terms.

use indexmap::IndexMap;

use crate::{
    config::{MOST_LISTED, MOST_MONTHS},
    diag::Sink,
    document::keys::{self, KEYS},
    path::OutputPath,
    settings::{Entry, Keys},
    source::{Span, Spanned},
};

/// Rules for the pages of a top folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Where they begin.
    pub span: Span,
    /// Keys that each page must hold, by English name.
    pub required: Vec<String>,
    /// Allowed terms by taxonomy.
    pub values: IndexMap<String, Vec<String>>,
    /// Pages are sensitive unless they say otherwise.
    pub sensitive: bool,
    /// Each page must open with `:::大白话`.
    pub plain: bool,
    /// Somebody else than the author has to check each page.
    pub two_people: bool,
    /// Replaces the site's term for 核对.
    pub review_months: Option<u32>,
    /// Template of its pages.
    pub template: Option<Spanned<String>>,
}

/// A way to sort pages by terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    /// Where it is asked for; the whole file when nobody does.
    pub span: Span,
    /// As shown: 标签.
    pub name: String,
    /// First part of its addresses.
    pub slug: String,
    /// Whether only declared terms may be used.
    pub closed: bool,
    /// Whether each term has a feed.
    pub feed: bool,
    /// How many pages a term's list holds.
    pub paginate: usize,
    /// Declared terms.
    pub terms: Vec<TermRule>,
}

/// A declared term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermRule {
    /// As shown.
    pub name: String,
    /// Last part of its address.
    pub slug: Option<String>,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// One sentence about it.
    pub description: String,
}

type Taxonomies = IndexMap<String, Taxonomy>;

/// Reads `[taxonomies]`; without any there are tags.
pub fn taxonomies(keys: &mut Keys<'_>, sink: &mut Sink) -> Taxonomies {
    let written = keys.table("taxonomies", sink).entries();
    if written.is_empty() {
        let tags = Keys::none(keys.span);
        let tags = Taxonomy { name: "标签".to_owned(), ..Taxonomy::read("tags", tags, sink) };
        return IndexMap::from([("tags".to_owned(), tags)]);
    }
    let mut taxonomies = IndexMap::new();
    for entry in written {
        if let Some(own) = entry.table(sink) {
            let taxonomy = Taxonomy::read(entry.key, own, sink);
            let words = [entry.key, taxonomy.name.as_str()];
            if let Some(word) = words.into_iter().find(|it| keys::english(it).is_some()) {
                sink.config_taxonomy_key(entry.key_span, word);
                continue;
            }
            let mut others = taxonomies.iter();
            let is_named = |(key, it): (&String, &Taxonomy)| {
                it.name == taxonomy.name || *key == taxonomy.name || it.name == entry.key
            };
            if others.any(is_named) {
                sink.config_twice(entry.span(), &taxonomy.name);
                continue;
            }
            if taxonomies.values().any(|it: &Taxonomy| it.slug == taxonomy.slug) {
                sink.config_twice(entry.span(), &taxonomy.slug);
                continue;
            }
            taxonomies.insert(entry.key.to_owned(), taxonomy);
        }
    }
    taxonomies
}

impl Taxonomy {
    fn read(key: &str, mut keys: Keys<'_>, sink: &mut Sink) -> Self {
        let or_key = |text: Option<Spanned<String>>| text.map_or(key.to_owned(), |it| it.value);
        let name = keys.text("name", sink).filter(|it| !it.value.is_empty());
        let slug = keys.text("slug", sink).filter(|it| is_address(it, sink));
        let read = Self {
            span: keys.span,
            name: or_key(name),
            slug: or_key(slug),
            closed: keys.flag("closed", sink).unwrap_or(false),
            feed: keys.flag("feed", sink).unwrap_or(true),
            paginate: keys.number("paginate", 1..=MOST_LISTED, sink).unwrap_or(20) as usize,
            terms: TermRule::read_all(&mut keys, sink),
        };
        keys.finish(sink);
        read
    }
}

/// Tells whether pages can stand under this part of an address; reports one that cannot be one.
fn is_address(slug: &Spanned<String>, sink: &mut Sink) -> bool {
    let refused = OutputPath::new(&slug.value).err();
    if let Some(why) = refused {
        sink.slug_impossible(slug.span, &slug.value, why);
    }
    refused.is_none()
}

impl TermRule {
    /// Reads every term; of two with one name or one address the first counts, and a word means one term only.
    fn read_all(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let mut terms: Vec<Self> = Vec::new();
        let mut aliases = Vec::new();
        for written in keys.tables("terms", sink) {
            let span = written.span;
            let Some((term, words)) = Self::read(written, sink) else { continue };
            aliases.extend(words);
            let is_same =
                |it: &&Self| it.name == term.name || it.slug.is_some() && it.slug == term.slug;
            match terms.iter().find(is_same) {
                Some(first) if first.name == term.name => sink.config_twice(span, &term.name),
                Some(_) => sink.config_twice(span, term.slug.as_deref().unwrap_or_default()),
                None => terms.push(term),
            }
        }
        for (at, alias) in aliases.iter().enumerate() {
            let is_before = aliases[..at].iter().any(|it| it.value == alias.value);
            if is_before || terms.iter().any(|it| it.name == alias.value) {
                sink.config_twice(alias.span, &alias.value);
            }
        }
        terms
    }

    /// Reads a term, and its other words with their places.
    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Option<(Self, Vec<Spanned<String>>)> {
        let name = keys.needed("name", sink);
        let slug = keys.text("slug", sink).filter(|it| is_address(it, sink));
        let (words, description) = (keys.texts("aliases", sink), keys.words("description", sink));
        keys.finish(sink);
        let aliases = words.iter().map(|it| it.value.clone()).collect();
        let slug = slug.map(|it| it.value);
        Some((Self { name: name?.value, slug, aliases, description }, words))
    }
}

/// Reads `[columns]`.
pub fn columns(
    keys: &mut Keys<'_>,
    taxonomies: &Taxonomies,
    sink: &mut Sink,
) -> IndexMap<String, Column> {
    let mut columns = IndexMap::new();
    for entry in keys.table("columns", sink).entries() {
        if let Some(own) = entry.table(sink) {
            let column = Column::read(own, taxonomies, sink);
            columns.insert(entry.key.to_owned(), column);
        }
    }
    columns
}

impl Column {
    fn read(mut keys: Keys<'_>, taxonomies: &Taxonomies, sink: &mut Sink) -> Self {
        let required = keys.texts("required", sink).into_iter();
        let required = required.filter_map(|it| front_matter_key(&it, taxonomies, sink));
        let required = required.collect();
        let values = keys.table("values", sink).entries().into_iter();
        let values = values.filter_map(|it| allowed(&it, taxonomies, sink));
        let values = values.collect();
        let read = Self {
            span: keys.span,
            required,
            values,
            sensitive: keys.flag("sensitive", sink).unwrap_or(false),
            plain: keys.flag("plain", sink).unwrap_or(false),
            two_people: keys.flag("two_people", sink).unwrap_or(false),
            review_months: keys.number("review_months", 0..=MOST_MONTHS, sink),
            template: keys.text("template", sink).filter(|it| keys.is_filled("template", it, sink)),
        };
        keys.finish(sink);
        read
    }
}

/// Reads the words that a taxonomy may hold in this column.
fn allowed(
    entry: &Entry<'_>,
    taxonomies: &Taxonomies,
    sink: &mut Sink,
) -> Option<(String, Vec<String>)> {
    let words = entry.texts(sink).into_iter().map(|it| it.value).collect();
    let written = entry.name();
    match taxonomy(&written.value, taxonomies) {
        Some(key) => Some((key.to_owned(), words)),
        None => {
            let named = taxonomies.iter();
            let known = named.flat_map(|(key, it)| [key.as_str(), it.name.as_str()]);
            sink.config_values(written.span, &written.value, &known.collect::<Vec<_>>());
            None
        }
    }
}

fn taxonomy<'a>(written: &str, taxonomies: &'a Taxonomies) -> Option<&'a str> {
    let word = written.trim();
    let own = taxonomies.iter().find(|(key, it)| *key == word || it.name == word);
    own.map(|(key, _)| key.as_str())
}

/// Returns the key of front matter or the taxonomy that a word in either language means; reports one that means none.
fn front_matter_key(
    written: &Spanned<String>,
    taxonomies: &Taxonomies,
    sink: &mut Sink,
) -> Option<String> {
    let word = written.value.trim();
    let key = taxonomy(word, taxonomies).or_else(|| keys::english(word));
    if key.is_none() {
        let named = taxonomies.iter();
        let named = named.flat_map(|(key, it)| [key.as_str(), it.name.as_str()]);
        let known = KEYS.iter().flat_map(|(english, chinese)| [*english, *chinese]);
        let known: Vec<&str> = named.chain(known).collect();
        sink.config_key(written.span, word, &known);
    }
    key.map(str::to_owned)
}
