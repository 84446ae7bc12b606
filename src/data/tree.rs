//! A value of a data file with its places, whatever the file is written in.
//!
//! Knows nothing of what the values mean: that is said by [`crate::data::schema`].

use std::ops::Range;

use crate::{
    document::Value,
    source::{Source, Span},
};

/// A value as an editor wrote it, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What is written.
    pub value: Tree,
    /// Where, without the quotation marks around a text.
    pub span: Span,
}

/// What can be written in a data file.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Nothing.
    Nothing,
    /// A number, or yes or no.
    Plain(Plain),
    /// Text, days included.
    Text(String),
    /// A list.
    List(Vec<Written>),
    /// Names with their values, in the order written.
    Table(Vec<(Name, Written)>),
}

/// What a language reads as a number, or as yes or no, where an editor may have meant the word: `007`, `1_000`, `3.10`.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    /// As the language reads it.
    pub value: Value,
    /// As written.
    pub written: String,
}

/// A name in front of a value, or on top of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

impl From<Value> for Plain {
    fn from(value: Value) -> Self {
        Self { value, written: String::new() }
    }
}

impl Written {
    /// Returns a text; empty for everything else.
    pub fn text(&self) -> &str {
        match &self.value {
            Tree::Text(text) => text,
            Tree::Nothing | Tree::Plain(_) | Tree::List(_) | Tree::Table(_) => "",
        }
    }

    /// Returns the entries of a list.
    pub fn list(&self) -> Option<&[Self]> {
        match &self.value {
            Tree::List(list) => Some(list),
            Tree::Nothing | Tree::Plain(_) | Tree::Text(_) | Tree::Table(_) => None,
        }
    }

    /// Returns names with their values.
    pub fn table(&self) -> Option<&[(Name, Self)]> {
        match &self.value {
            Tree::Table(table) => Some(table),
            Tree::Nothing | Tree::Plain(_) | Tree::Text(_) | Tree::List(_) => None,
        }
    }

    /// Tells whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Tree::Nothing => true,
            Tree::Text(text) => text.trim().is_empty(),
            Tree::List(list) => list.is_empty(),
            Tree::Table(table) => table.is_empty(),
            Tree::Plain(_) => false,
        }
    }

    /// Returns a single value as the editor wrote it, whatever the language takes it for.
    pub fn word(&self) -> Option<&str> {
        match &self.value {
            Tree::Text(text) => Some(text.trim()),
            Tree::Plain(plain) => Some(&plain.written),
            Tree::Nothing | Tree::List(_) | Tree::Table(_) => None,
        }
    }

    /// Returns the value without its places.
    pub fn plain(&self) -> Value {
        match &self.value {
            Tree::Nothing => Value::Null,
            Tree::Plain(plain) => plain.value.clone(),
            Tree::Text(text) => Value::String(text.clone()),
            Tree::List(list) => Value::List(list.iter().map(Self::plain).collect()),
            Tree::Table(table) => {
                let entries = table.iter();
                Value::Table(entries.map(|(name, it)| (name.text.clone(), it.plain())).collect())
            }
        }
    }

    /// Says which file it is from, where what was read begins at byte `from`; takes quotation marks out of the places of
    /// texts, and notes how numbers are written.
    pub(crate) fn settle(&mut self, source: &Source, from: usize) {
        let moved = |span: Span| span.range().start + from..span.range().end + from;
        self.span = source.span(moved(self.span));
        match &mut self.value {
            Tree::Text(_) => self.span = inside(source, self.span.range()),
            Tree::List(list) => list.iter_mut().for_each(|it| it.settle(source, from)),
            Tree::Table(table) => {
                for (name, value) in table {
                    name.span = inside(source, moved(name.span));
                    value.settle(source, from);
                }
            }
            Tree::Plain(plain) => {
                let written = source.text.get(self.span.range()).map(str::trim);
                if let Some(written) = written.filter(|it| !it.is_empty()) {
                    written.clone_into(&mut plain.written);
                }
            }
            Tree::Nothing => {}
        }
    }
}

/// Returns the place of a text without the quotation marks around it.
fn inside(source: &Source, range: Range<usize>) -> Span {
    let written = source.text.get(range.clone()).unwrap_or_default();
    let marks = ["\"\"\"", "'''", "\"", "'"];
    let mark = marks.iter().find(|it| {
        written.len() >= 2 * it.len() && written.starts_with(**it) && written.ends_with(**it)
    });
    let length = mark.map_or(0, |it| it.len());
    source.span(range.start + length..range.end - length)
}
