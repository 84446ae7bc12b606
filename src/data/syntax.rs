//! What is wrong with a text in YAML or TOML, in our terms; and JSON → [`Value`].

use std::{fmt, ops::Range};

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

use crate::document::Value;

/// Why a block of metadata cannot be read.
pub struct SyntaxError {
    /// Where in the block, in bytes.
    pub range: Range<usize>,
    /// The parser's own words.
    pub why: String,
    /// The key that stands twice, if that is what is wrong.
    pub duplicate: Option<String>,
}

/// Says in our terms why a text is no YAML.
pub(crate) fn yaml_error(text: &str, error: &serde_saphyr::Error) -> SyntaxError {
    let at = error.location().map_or(0, |it| {
        offset(
            text,
            usize::try_from(it.line()).unwrap_or(1),
            usize::try_from(it.column()).unwrap_or(1),
        )
    });
    let why = error.without_snippet().to_string();
    let why = why.lines().next().unwrap_or_default().to_owned();
    let duplicate = why.contains("duplicate").then(|| word_at(text, at));
    SyntaxError { range: at..line_end(text, at), why, duplicate }
}

/// Says in our terms why a text is no TOML.
pub(crate) fn toml_error(text: &str, error: &toml::de::Error) -> SyntaxError {
    let range = error.span().unwrap_or(0..0);
    let why = error.message().to_owned();
    let duplicate = why.contains("duplicate").then(|| word_at(text, range.start));
    SyntaxError { range, why, duplicate }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

fn word_at(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    rest.split([':', '=', '\n']).next().unwrap_or_default().trim().to_owned()
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(Value::Integer(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(i64::try_from(it).map_or_else(|_| Value::String(it.to_string()), Value::Integer))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(Value::Float(it))
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(Value::String(it.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut table = IndexMap::new();
        while let Some((key, value)) = map.next_entry::<Value, Value>()? {
            let key = match key {
                Value::String(text) => text,
                Value::Integer(number) => number.to_string(),
                Value::Bool(yes) => yes.to_string(),
                Value::Null | Value::Float(_) | Value::List(_) | Value::Table(_) => {
                    return Err(de::Error::custom("a key must be a word"));
                }
            };
            if table.insert(key.clone(), value).is_some() {
                return Err(de::Error::custom(format!("duplicate key `{key}`")));
            }
        }
        Ok(Value::Table(table))
    }
}
