//! One key with its value, in the type that is asked for.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use toml::de::{DeString, DeValue};

use crate::{
    diag::{
        Sink,
        messages::settings::{Shape, bare_or_quoted},
    },
    settings::{Keys, Settings, is_inside},
    source::{Span, Spanned},
};

/// A key and what is written under it.
#[derive(Clone)]
pub struct Entry<'a> {
    settings: &'a Settings<'a>,
    /// Path of the table: `leaflet.colors`.
    table: String,
    /// As written.
    pub key: &'a str,
    /// Where the key stands.
    pub key_span: Span,
    value: &'a toml::Spanned<DeValue<'a>>,
}

impl<'a> Settings<'a> {
    /// Makes the entry of a table.
    pub(super) fn entry(
        &'a self,
        table: &str,
        key: &'a toml::Spanned<DeString<'a>>,
        value: &'a toml::Spanned<DeValue<'a>>,
    ) -> Entry<'a> {
        Entry {
            settings: self,
            table: table.to_owned(),
            key: key.get_ref(),
            key_span: self.source.span(key.span()),
            value,
        }
    }
}

impl<'a> Entry<'a> {
    /// Returns where the value stands.
    pub fn span(&self) -> Span {
        self.span_of(self.value)
    }

    /// Returns the key with its place.
    pub fn name(&self) -> Spanned<String> {
        Spanned { value: self.key.to_owned(), span: self.key_span }
    }

    /// Tells whether the line of the key is no TOML, so that what was read of it need not be what was meant.
    pub(crate) fn is_broken(&self) -> bool {
        let mut at = [self.key_span.start, self.span().start].into_iter();
        at.any(|it| is_inside(&self.settings.broken, it as usize))
    }

    /// Returns the value as text.
    pub fn text(&self, sink: &mut Sink) -> Option<Spanned<String>> {
        self.text_of(self.value, sink)
    }

    /// Returns the value as texts; a single text is a list of one.
    pub fn texts(&self, sink: &mut Sink) -> Vec<Spanned<String>> {
        match self.value.get_ref() {
            DeValue::Array(items) => {
                let texts = items.iter();
                texts.filter_map(|it| self.text_of(it, sink)).collect()
            }
            DeValue::String(_) => self.text(sink).into_iter().collect(),
            other => {
                self.wrong::<()>(self.value, Shape::List, shape(other), sink);
                Vec::new()
            }
        }
    }

    /// Returns whether the value is `true` or `false`.
    pub fn flag(&self, sink: &mut Sink) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            other => self.wrong(self.value, Shape::Flag, shape(other), sink),
        }
    }

    /// Returns the value as a whole number, if it is one of `range`.
    pub fn number(&self, range: RangeInclusive<u32>, sink: &mut Sink) -> Option<u32> {
        self.number_of(self.value, &range, sink)
    }

    /// Returns the value as whole numbers, those that are of `range`.
    pub fn numbers(&self, range: &RangeInclusive<u32>, sink: &mut Sink) -> Vec<u32> {
        match self.value.get_ref() {
            DeValue::Array(items) => {
                let numbers = items.iter();
                numbers.filter_map(|it| self.number_of(it, range, sink)).collect()
            }
            _ => self.number(range.clone(), sink).into_iter().collect(),
        }
    }

    /// Returns the value as a day, in quotes or not.
    pub fn day(&self, sink: &mut Sink) -> Option<Spanned<Date>> {
        let day = match self.value.get_ref() {
            DeValue::String(text) => text.parse().ok(),
            DeValue::Datetime(it) => it.date.and_then(|it| {
                let (month, day) = (i8::try_from(it.month).ok()?, i8::try_from(it.day).ok()?);
                Date::new(i16::try_from(it.year).ok()?, month, day).ok()
            }),
            other => return self.wrong(self.value, Shape::Day, shape(other), sink),
        };
        let span = self.span();
        if day.is_none() {
            sink.settings_day(span, self.key, self.raw(self.value));
        }
        Some(Spanned { value: day?, span })
    }

    /// Returns the keys of the value.
    pub fn table(&self, sink: &mut Sink) -> Option<Keys<'a>> {
        match self.value.get_ref() {
            DeValue::Table(_) => self.keys_of(self.value, Brackets::Single),
            other => self.wrong(self.value, Shape::Table, shape(other), sink),
        }
    }

    /// Returns the keys of each table in the list.
    pub fn tables(&self, sink: &mut Sink) -> Vec<Keys<'a>> {
        match self.value.get_ref() {
            DeValue::Array(items) => {
                let tables = items.iter().filter_map(|it| match it.get_ref() {
                    DeValue::Table(_) => self.keys_of(it, Brackets::Double),
                    other => self.wrong(it, Shape::Tables, shape(other), sink),
                });
                tables.collect()
            }
            other => {
                // What stands in single brackets is told, and read all the same.
                self.wrong::<()>(self.value, Shape::Tables, shape(other), sink);
                let one = self.keys_of(self.value, Brackets::Double);
                one.into_iter().collect()
            }
        }
    }

    /// Returns the value as it is, for templates.
    pub fn value(&self, sink: &mut Sink) -> toml::Value {
        self.plain(self.value, sink)
    }

    fn plain(&self, value: &toml::Spanned<DeValue<'a>>, sink: &mut Sink) -> toml::Value {
        match value.get_ref() {
            DeValue::String(text) => toml::Value::String(text.as_ref().to_owned()),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(number.as_str(), number.radix());
                if read.is_err() {
                    sink.settings_too_large(self.span_of(value), self.key, self.raw(value));
                }
                toml::Value::Integer(read.unwrap_or_default())
            }
            DeValue::Float(number) => {
                toml::Value::Float(number.as_str().parse().unwrap_or_default())
            }
            DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
            DeValue::Datetime(it) => toml::Value::Datetime(*it),
            DeValue::Array(items) => {
                toml::Value::Array(items.iter().map(|it| self.plain(it, sink)).collect())
            }
            DeValue::Table(entries) => {
                let entries = entries.iter();
                let owned =
                    entries.map(|(key, it)| (key.get_ref().to_string(), self.plain(it, sink)));
                toml::Value::Table(owned.collect())
            }
        }
    }

    fn keys_of(
        &self,
        value: &'a toml::Spanned<DeValue<'a>>,
        brackets: Brackets,
    ) -> Option<Keys<'a>> {
        Some(Keys {
            settings: Some(self.settings),
            entries: Some(value.get_ref().as_table()?),
            brackets,
            table: self.path(),
            span: self.span_of(value),
            known: Vec::new(),
        })
    }

    fn text_of(
        &self,
        value: &toml::Spanned<DeValue<'a>>,
        sink: &mut Sink,
    ) -> Option<Spanned<String>> {
        match value.get_ref() {
            DeValue::String(text) => {
                Some(Spanned { value: text.as_ref().to_owned(), span: self.span_of(value) })
            }
            other => self.wrong(value, Shape::Text, shape(other), sink),
        }
    }

    fn number_of(
        &self,
        value: &toml::Spanned<DeValue<'a>>,
        range: &RangeInclusive<u32>,
        sink: &mut Sink,
    ) -> Option<u32> {
        let DeValue::Integer(number) = value.get_ref() else {
            return self.wrong(value, Shape::Number, shape(value.get_ref()), sink);
        };
        let read = u32::from_str_radix(number.as_str(), number.radix());
        let good = read.ok().filter(|it| range.contains(it));
        if good.is_none() {
            sink.settings_range(self.span_of(value), self.key, self.raw(value), range);
        }
        good
    }

    /// Reports a value of another shape than the wanted one.
    fn wrong<T>(
        &self,
        value: &toml::Spanned<DeValue<'a>>,
        wanted: Shape,
        found: Shape,
        sink: &mut Sink,
    ) -> Option<T> {
        if !self.is_broken() {
            let written = self.raw(value);
            let path = self.path();
            sink.settings_shape(self.span_of(value), (self.key, &path), (wanted, found), written);
        }
        None
    }

    /// Returns the key with the tables that it stands in, as the head of a table is written: `leaflet.colors`.
    fn path(&self) -> String {
        let dot = if self.table.is_empty() { "" } else { "." };
        format!("{}{dot}{}", self.table, bare_or_quoted(self.key))
    }

    /// Returns the value as it stands in the file.
    pub(crate) fn written(&self) -> &'a str {
        self.raw(self.value)
    }

    /// Tells whether the value is a text.
    pub(crate) fn is_text(&self) -> bool {
        self.value.get_ref().as_str().is_some()
    }

    fn span_of(&self, value: &toml::Spanned<DeValue<'a>>) -> Span {
        self.settings.source.span(value.span())
    }

    /// Returns a value as it stands in the file.
    fn raw(&self, value: &toml::Spanned<DeValue<'a>>) -> &'a str {
        let text = &self.settings.source.text;
        text.get(value.span()).unwrap_or_default()
    }
}

/// How the head of a table is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Brackets {
    /// `[table]`
    Single,
    /// `[[table]]`, one of several.
    Double,
}

fn shape(value: &DeValue<'_>) -> Shape {
    match value {
        DeValue::String(_) => Shape::Text,
        DeValue::Integer(_) => Shape::Number,
        DeValue::Float(_) => Shape::Fraction,
        DeValue::Boolean(_) => Shape::Flag,
        DeValue::Datetime(_) => Shape::Day,
        DeValue::Array(_) => Shape::List,
        DeValue::Table(_) => Shape::Table,
    }
}
