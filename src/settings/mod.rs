//! A TOML file of settings → values with their places, key by key.
//!
//! Whoever reads a file asks for the keys that it knows, each in the type that it needs. What is written otherwise is told at its
//! place, with a way out, and counts as not written; keys that nobody asked for are told at the end. So one mistake costs
//! one setting, not the file.

mod entry;

use std::{
    collections::BTreeMap,
    ops::{Range, RangeInclusive},
};

use jiff::civil::Date;
use toml::de::DeTable;

use crate::{
    diag::Sink,
    settings::entry::Brackets,
    source::{Source, Span, Spanned},
};

pub use crate::settings::entry::Entry;

/// A TOML file, read as far as it can be.
pub struct Settings<'a> {
    source: &'a Source,
    table: toml::Spanned<DeTable<'a>>,
    /// Where it is no TOML, in whole lines: first byte → one past the last.
    broken: BTreeMap<usize, usize>,
}

impl<'a> Settings<'a> {
    /// Reads a file; what is no TOML is told, line by line.
    pub fn parse(source: &'a Source, sink: &mut Sink) -> Self {
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        let (mut broken, mut again) = (BTreeMap::new(), 0..0);
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            // What follows on a line that has a mistake mostly comes from it.
            if is_inside(&broken, range.start) {
                continue;
            }
            let lines = lines(&source.text, range.clone());
            match error.message() {
                // Keys of a table that stands twice mostly do so too; it is told as a whole.
                "duplicate key" if again.contains(&range.start) => {}
                "duplicate key" => {
                    let line = source.text.get(lines.clone()).unwrap_or_default().trim();
                    if line.starts_with('[') {
                        again = lines.start..table_end(&source.text, lines.end);
                        let head = line.split('#').next().unwrap_or_default().trim();
                        sink.settings_table_twice(source.span(range), head);
                    } else {
                        let key = source.text.get(range.clone()).unwrap_or_default();
                        sink.settings_key_twice(source.span(range), key);
                    }
                }
                why => sink.settings_syntax(source.span(range), source.file_name(), why),
            }
            broken.insert(lines.start, lines.end);
        }
        Self { source, table, broken }
    }

    /// Returns the keys of the file itself.
    pub fn keys(&self) -> Keys<'_> {
        Keys {
            settings: Some(self),
            table: String::new(),
            brackets: Brackets::Single,
            entries: Some(self.table.get_ref()),
            span: Span::file(self.source.id),
            known: Vec::new(),
        }
    }
}

/// Returns where the table ends that a byte stands in: before the next head.
fn table_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with('[') {
        return at;
    }
    rest.find("\n[").map_or(text.len(), |it| at + it)
}

/// Tells whether one of these ranges holds a byte.
fn is_inside(ranges: &BTreeMap<usize, usize>, at: usize) -> bool {
    let before = ranges.range(..=at).next_back();
    before.is_some_and(|(_, end)| at < *end)
}

/// Returns the lines that a range touches, their ends included.
fn lines(text: &str, range: Range<usize>) -> Range<usize> {
    let (start, end) = (range.start.min(text.len()), range.end.min(text.len()));
    let bytes = text.as_bytes();
    let before = bytes[..start].iter().rposition(|it| *it == b'\n');
    let after = bytes[end..].iter().position(|it| *it == b'\n');
    before.map_or(0, |at| at + 1)..after.map_or(text.len(), |at| end + at) + 1
}

/// The keys of one table of a file, or of one that is not written. Remembers which were asked for.
pub struct Keys<'a> {
    settings: Option<&'a Settings<'a>>,
    /// Its path: `leaflet.colors`; empty for the file itself.
    table: String,
    brackets: Brackets,
    entries: Option<&'a DeTable<'a>>,
    /// Where the table begins.
    pub span: Span,
    known: Vec<&'static str>,
}

impl<'a> Keys<'a> {
    /// A table that is not written; `span` is the file that it could stand in.
    pub fn none(span: Span) -> Self {
        Self {
            settings: None,
            table: String::new(),
            brackets: Brackets::Single,
            entries: None,
            span,
            known: Vec::new(),
        }
    }

    /// Returns what is written under `key`, if anything.
    pub fn entry(&mut self, key: &'static str) -> Option<Entry<'a>> {
        self.known.push(key);
        let (settings, entries) = (self.settings?, self.entries?);
        let (written, value) = entries.get_key_value(key)?;
        Some(settings.entry(&self.table, written, value))
    }

    /// Returns everything that is written, for tables whose keys are the editor's own.
    pub fn entries(&self) -> Vec<Entry<'a>> {
        let Some(settings) = self.settings else {
            return Vec::new();
        };
        let all = self.entries.into_iter().flatten();
        all.map(|(key, value)| settings.entry(&self.table, key, value)).collect()
    }

    /// Returns what is written under keys that nobody asked for.
    pub(crate) fn others(&self) -> Vec<Entry<'a>> {
        let is_other = |it: &Entry<'_>| !self.known.contains(&it.key);
        self.entries().into_iter().filter(is_other).collect()
    }

    /// Returns the text under `key`.
    pub fn text(&mut self, key: &'static str, sink: &mut Sink) -> Option<Spanned<String>> {
        self.entry(key)?.text(sink)
    }

    /// Returns the text under `key`, empty without one.
    pub fn words(&mut self, key: &'static str, sink: &mut Sink) -> String {
        self.text(key, sink).map(|it| it.value).unwrap_or_default()
    }

    /// Returns the text under a key that must be there, with something in it.
    pub fn needed(&mut self, key: &'static str, sink: &mut Sink) -> Option<Spanned<String>> {
        let text = self.needed_entry(key, sink)?.text(sink)?;
        self.is_filled(key, &text, sink).then_some(text)
    }

    /// Tells whether something stands in a text; reports an empty one.
    pub(crate) fn is_filled(&self, key: &str, text: &Spanned<String>, sink: &mut Sink) -> bool {
        let is_filled = !text.value.trim().is_empty();
        if !is_filled {
            sink.settings_empty(text.span, &self.place(), key);
        }
        is_filled
    }

    fn needed_entry(&mut self, key: &'static str, sink: &mut Sink) -> Option<Entry<'a>> {
        let entry = self.entry(key);
        if entry.is_none() && !self.is_broken() {
            sink.settings_missing(self.span, &self.place(), key);
        }
        entry
    }

    /// Returns the day under a key that must be there.
    pub(crate) fn needed_day(&mut self, key: &'static str, sink: &mut Sink) -> Option<Date> {
        let entry = self.needed_entry(key, sink)?;
        entry.day(sink).map(|it| it.value)
    }

    /// Returns the texts under `key`; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str, sink: &mut Sink) -> Vec<Spanned<String>> {
        self.entry(key).map(|it| it.texts(sink)).unwrap_or_default()
    }

    /// Returns the texts under `key` without their places.
    pub fn list(&mut self, key: &'static str, sink: &mut Sink) -> Vec<String> {
        let texts = self.texts(key, sink);
        texts.into_iter().map(|it| it.value).collect()
    }

    /// Returns whether `key` is `true` or `false`.
    pub fn flag(&mut self, key: &'static str, sink: &mut Sink) -> Option<bool> {
        self.entry(key)?.flag(sink)
    }

    /// Returns the whole number under `key`, if it is one of `range`.
    pub fn number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        sink: &mut Sink,
    ) -> Option<u32> {
        self.entry(key)?.number(range, sink)
    }

    /// Returns the day under `key`.
    pub fn day(&mut self, key: &'static str, sink: &mut Sink) -> Option<Spanned<Date>> {
        self.entry(key)?.day(sink)
    }

    /// Returns the keys of the table `[key]`, none when it is not written.
    pub fn table(&mut self, key: &'static str, sink: &mut Sink) -> Keys<'a> {
        let written = self.entry(key).and_then(|it| it.table(sink));
        written.unwrap_or_else(|| Keys::none(Span::file(self.span.file)))
    }

    /// Returns the keys of each table `[[key]]`.
    pub fn tables(&mut self, key: &'static str, sink: &mut Sink) -> Vec<Keys<'a>> {
        self.entry(key).map(|it| it.tables(sink)).unwrap_or_default()
    }

    /// Tells whether the table is written.
    pub(crate) fn is_written(&self) -> bool {
        self.entries.is_some()
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, sink: &mut Sink) {
        for entry in self.entries() {
            if !self.known.contains(&entry.key) && !entry.is_broken() {
                sink.settings_unknown(entry.key_span, &self.place(), entry.key, &self.known);
            }
        }
    }

    /// Returns the table's head as it is written, or the name of the file.
    fn place(&self) -> String {
        match (self.table.as_str(), self.brackets) {
            ("", _) => {
                let file = self.settings.map(|it| it.source.file_name());
                file.unwrap_or_default().to_owned()
            }
            (table, Brackets::Single) => format!("[{table}]"),
            (table, Brackets::Double) => format!("[[{table}]]"),
        }
    }

    /// Tells whether something in the table is no TOML, so that nobody knows what was meant to be there.
    fn is_broken(&self) -> bool {
        self.settings.is_some_and(|it| !it.broken.is_empty())
    }
}
