//! Tables of `site.toml` → values that templates see.

use minijinja::Value;

/// Turns a table into a value for templates.
pub fn table(table: &toml::Table) -> Value {
    let entries = table.iter();
    Value::from_pairs(entries.map(|(key, value)| (key.clone(), one(value))))
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
