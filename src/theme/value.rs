//! Tables of `site.toml` → values that templates see.

use minijinja::Value;

use crate::config::{Colour, Style};

/// Turns a table into a value for templates.
pub fn table(table: &toml::Table) -> Value {
    let entries = table.iter();
    Value::from_pairs(entries.map(|(key, value)| (key.clone(), one(value))))
}

/// Turns colours into a value for templates: those of the day, and under `night` those of the night.
pub fn style(style: &Style) -> Value {
    let pair = |it: &Colour| (it.name.value.clone(), Value::from(it.value.value.as_str()));
    let night = (!style.night.is_empty()).then(|| {
        let colours = Value::from_pairs(style.night.iter().map(pair));
        ("night".to_owned(), colours)
    });
    Value::from_pairs(style.day.iter().map(pair).chain(night))
}

fn one(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(yes) => Value::from(*yes),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(list) => Value::from(list.iter().map(one).collect::<Vec<_>>()),
        toml::Value::Table(inner) => table(inner),
    }
}
