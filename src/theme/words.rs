//! `i18n/zh-CN.toml` → what templates say, by key.
//!
//! A site writes only those words it wants otherwise, and words of its own for its own templates. A key that is neither is a
//! slip, and so is a place in braces that nobody fills.

use std::{collections::BTreeMap, ops::Range};

use toml::de::{DeTable, DeValue};

use crate::{
    diag::{Sink, messages::settings::Shape},
    source::{FileId, Span},
    theme::built_in,
};

/// Where words stand inside a theme.
pub(super) const PATH: &str = "i18n/zh-CN.toml";

/// What is said, by key.
type Words = BTreeMap<String, String>;

/// A key as it was written, with its value.
struct Entry {
    key: String,
    key_range: Range<usize>,
    value: Result<String, Shape>,
    value_range: Range<usize>,
}

/// Returns the words of the program.
pub(crate) fn own() -> Words {
    let text = built_in(PATH).unwrap_or_default();
    let table = DeTable::parse(text).expect("the program's own words are tested");
    let entries = entries(table.get_ref());
    entries.into_iter().filter_map(|it| Some((it.key, it.value.ok()?))).collect()
}

/// Lays the words that `text` has over those of the program. `templates` are those of the site, who may want words of their own.
pub(super) fn laid_over(text: &str, path: &str, templates: &[&str], sink: &mut Sink) -> Words {
    let mut words = own();
    let file = FileId::of(path);
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let span = error.span().map_or(Span::file(file), |range| Span::new(file, range));
            sink.theme_words(span, error.message());
            return words;
        }
    };
    let mut found = Words::new();
    for entry in entries(table.get_ref()) {
        let key_span = Span::new(file, entry.key_range.clone());
        if !is_asked(&entry.key, &words, templates) {
            sink.word_unknown(key_span, &entry.key, words.keys().map(String::as_str));
        }
        match entry.value {
            Ok(word) => {
                let span = Span::new(file, entry.value_range);
                told_places(&entry.key, &word, &words, span, sink);
                found.insert(entry.key, word);
            }
            Err(shape) => {
                let written = text.get(entry.value_range.clone()).unwrap_or_default();
                let span = Span::new(file, entry.value_range);
                let key = entry.key.as_str();
                sink.settings_shape(span, (key, key), (Shape::Text, shape), written);
            }
        }
    }
    words.extend(found);
    words
}

/// Tells of a word the places in braces that the program does not fill; a word of the site's own may have any.
fn told_places(key: &str, word: &str, words: &Words, span: Span, sink: &mut Sink) {
    let Some(own) = words.get(key) else { return };
    let known: Vec<&str> = places(own).collect();
    if let Some(place) = places(word).find(|it| !known.contains(it)) {
        sink.word_place(span, key, place, &known);
    }
}

/// Returns the names in braces.
fn places(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.split('{').skip(1);
    starts.filter_map(|it| it.split_once('}')).map(|it| it.0)
}

/// Tells whether anybody asks for a word: the program, or a template of the site, which may put the key together.
fn is_asked(key: &str, words: &Words, templates: &[&str]) -> bool {
    let is_title = key.strip_suffix("_title").is_some_and(|it| words.contains_key(it));
    let starts = key.match_indices(['_', '.']).map(|(at, _)| &key[..=at]);
    let mut quoted = starts.flat_map(|it| [format!("\"{it}\""), format!("'{it}'")]);
    words.contains_key(key)
        || is_title
        || templates.iter().any(|it| it.contains(key))
        || quoted.any(|start| templates.iter().any(|it| it.contains(&start)))
}

/// Words of a group `[search]` have keys such as `search.submit`.
fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    gather("", table, &mut entries);
    entries
}

fn gather(prefix: &str, table: &DeTable<'_>, entries: &mut Vec<Entry>) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        let text = match value.get_ref() {
            DeValue::Table(inner) => {
                gather(&format!("{name}."), inner, entries);
                continue;
            }
            DeValue::String(text) => Ok(text.to_string()),
            DeValue::Integer(_) => Err(Shape::Number),
            DeValue::Float(_) => Err(Shape::Fraction),
            DeValue::Boolean(_) => Err(Shape::Flag),
            DeValue::Datetime(_) => Err(Shape::Day),
            DeValue::Array(_) => Err(Shape::List),
        };
        let (key_range, value_range) = (key.span(), value.span());
        entries.push(Entry { key: name, key_range, value: text, value_range });
    }
}
