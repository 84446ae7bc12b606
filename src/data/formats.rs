//! YAML, TOML and JSON files → [`Written`], every value with its place.

use std::{collections::HashSet, fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use toml::de::{DeTable, DeValue};

use crate::{
    data::{
        json,
        syntax::{SyntaxError, toml_error, yaml_error},
        tree::{Name, Plain, Tree, Written},
    },
    document::Value,
    source::{FileId, Source, Span},
};

/// Reads a file by its ending: TOML, JSON, everything else is YAML.
///
/// # Errors
/// When it is not written as its ending says.
pub fn read(source: &Source) -> Result<Written, SyntaxError> {
    let ending = source.path.rsplit('.').next().unwrap_or_default();
    let mut written = match ending.to_lowercase().as_str() {
        "toml" => toml(&source.text)?,
        "json" => json::read(source)?,
        _ => yaml(&source.text)?,
    };
    written.settle(source, 0);
    Ok(written)
}

/// Reads a block of TOML that begins at byte `from` of a source.
///
/// # Errors
/// When it is no TOML; places in the block are meant.
pub fn toml_block(source: &Source, block: &str, from: usize) -> Result<Written, SyntaxError> {
    settled(toml(block)?, source, from)
}

/// Reads a block of YAML that begins at byte `from` of a source. Aliases are counted against a budget, so that a few lines
/// cannot become gigabytes.
///
/// # Errors
/// When it is no YAML; places in the block are meant.
pub fn yaml_block(source: &Source, block: &str, from: usize) -> Result<Written, SyntaxError> {
    settled(yaml(block)?, source, from)
}

/// Returns an example in TOML in the language of the file at `path`.
pub(crate) fn example(path: &str, toml: &str) -> String {
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let Ok(table) = toml.parse::<toml::Table>() else { return toml.to_owned() };
    // What stands in `[[name]]` is a list of entries anywhere else.
    let only = table.values().next().filter(|_| table.len() == 1);
    let is_entry = |it: &toml::Value| it.is_table();
    let entries = only.filter(|it| it.as_array().is_some_and(|it| it.iter().all(is_entry)));
    let value = entries.cloned().unwrap_or(toml::Value::Table(table));
    match ending.as_str() {
        "json" => serde_json::to_string(&value).unwrap_or_default(),
        "yaml" | "yml" => {
            let lines = serde_saphyr::to_string(&value).unwrap_or_default();
            lines.trim_end().to_owned()
        }
        _ => toml.to_owned(),
    }
}

fn settled(mut written: Written, source: &Source, from: usize) -> Result<Written, SyntaxError> {
    if written.table().is_none() {
        return Err(no_table(&written));
    }
    written.settle(source, from);
    Ok(written)
}

fn no_table(written: &Written) -> SyntaxError {
    let why = "expected `key: value` lines".to_owned();
    SyntaxError { range: written.span.range(), why, duplicate: None }
}

/// Returns a place in a text of which the file is not known yet.
fn here(range: Range<usize>) -> Span {
    Span::new(FileId::default(), range)
}

fn toml(text: &str) -> Result<Written, SyntaxError> {
    let table = DeTable::parse(text).map_err(|error| toml_error(text, &error))?;
    let span = here(table.span());
    Ok(Written { value: toml_table(table.into_inner()), span })
}

fn toml_table(table: DeTable<'_>) -> Tree {
    let entries = table.into_iter().map(|(name, value)| {
        let name = Name { span: here(name.span()), text: name.into_inner().into_owned() };
        (name, toml_value(value))
    });
    Tree::Table(entries.collect())
}

fn toml_value(value: toml::Spanned<DeValue<'_>>) -> Written {
    let span = here(value.span());
    let plain = |it: Value| Tree::Plain(it.into());
    let value = match value.into_inner() {
        DeValue::String(text) => Tree::Text(text.into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(
                |_| Tree::Text(number.as_str().to_owned()),
                |it| plain(Value::Integer(it)),
            ),
        DeValue::Float(number) => {
            let read = number.as_str().parse();
            read.map_or_else(
                |_| Tree::Text(number.as_str().to_owned()),
                |it| plain(Value::Float(it)),
            )
        }
        DeValue::Boolean(yes) => plain(Value::Bool(yes)),
        DeValue::Datetime(day) => Tree::Text(day.to_string()),
        DeValue::Array(list) => Tree::List(list.into_iter().map(toml_value).collect()),
        DeValue::Table(table) => toml_table(table),
    };
    Written { value, span }
}

fn yaml(text: &str) -> Result<Written, SyntaxError> {
    if text.trim().is_empty() {
        return Ok(Written { value: Tree::Table(Vec::new()), span: here(0..0) });
    }
    let read = serde_saphyr::from_str::<Written>(text);
    let mut written = read.map_err(|error| yaml_error(text, &error))?;
    match written.value {
        Tree::Nothing => written.value = Tree::Table(Vec::new()),
        Tree::List(_) | Tree::Table(_) => {}
        Tree::Plain(_) | Tree::Text(_) => return Err(no_table(&written)),
    }
    Ok(written)
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_saphyr::Spanned::<Tree>::deserialize(deserializer)?;
        let place = spanned.referenced.span();
        let [start, len] = [place.byte_offset(), place.byte_len()]
            .map(|it| usize::try_from(it.unwrap_or(0)).unwrap_or(0));
        Ok(Self { value: spanned.value, span: Span::new(FileId::default(), start..start + len) })
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Tree, E> {
        Ok(Tree::Plain(Value::Bool(it).into()))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Tree, E> {
        Ok(Tree::Plain(Value::Integer(it).into()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Tree, E> {
        let number = i64::try_from(it).map(|it| Tree::Plain(Value::Integer(it).into()));
        Ok(number.unwrap_or_else(|_| Tree::Text(it.to_string())))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Tree, E> {
        Ok(Tree::Plain(Value::Float(it).into()))
    }

    fn visit_str<E>(self, it: &str) -> Result<Tree, E> {
        Ok(Tree::Text(it.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Nothing)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut table: Vec<(Name, Written)> = Vec::new();
        let mut names = HashSet::new();
        while let Some(key) = map.next_key::<Written>()? {
            let text = match key.value {
                Tree::Text(text) => text,
                Tree::Plain(Plain { value: Value::Integer(number), .. }) => number.to_string(),
                Tree::Plain(Plain { value: Value::Bool(yes), .. }) => yes.to_string(),
                Tree::Nothing | Tree::Plain(_) | Tree::List(_) | Tree::Table(_) => {
                    return Err(de::Error::custom("a key must be a word"));
                }
            };
            if !names.insert(text.clone()) {
                return Err(de::Error::custom(format!("duplicate key `{text}`")));
            }
            let name = Name { text, span: key.span };
            table.push((name, map.next_value()?));
        }
        Ok(Tree::Table(table))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_example_is_in_the_language_of_the_file() {
        let toml = "[[day]]\nmonth = 3\nname = \"a\"";
        let of = |path: &str| super::example(path, toml);
        assert_eq!(of("data/a.toml"), toml);
        assert_eq!(of("data/a.json"), "[{\"month\":3,\"name\":\"a\"}]");
        assert_eq!(of("data/a.yaml"), "- month: 3\n  name: a");
        assert_eq!(super::example("data/a.yml", "\"驿站\" = \"yì zhàn\""), "驿站: yì zhàn");
    }

    use super::read;
    use crate::{
        data::tree::{Name, Tree, Written},
        source::Source,
    };

    /// Writes a value with the source text of each part, to see that places are right.
    fn shown(written: &Written, source: &Source) -> String {
        let here = &source.text[written.span.range()];
        match &written.value {
            Tree::List(list) => {
                let list: Vec<String> = list.iter().map(|it| shown(it, source)).collect();
                format!("[{}]", list.join(" "))
            }
            Tree::Table(table) => {
                let entry = |(name, value): &(Name, Written)| {
                    format!("{}={}", &source.text[name.span.range()], shown(value, source))
                };
                let table: Vec<String> = table.iter().map(entry).collect();
                format!("{{{}}}", table.join(" "))
            }
            Tree::Nothing | Tree::Plain(_) | Tree::Text(_) => here.to_owned(),
        }
    }

    fn of(path: &str, text: &str) -> String {
        let source = Source::new(path, text.as_bytes());
        read(&source).map_or_else(|error| error.why, |it| shown(&it, &source))
    }

    #[test]
    fn every_value_knows_its_place() {
        assert_eq!(
            of(
                "a.toml",
                "[[\"站\"]]\nname = \"桃溪\"\n\"数\" = 1_000\n[[\"站\"]]\nl = [\"一\", '二']\n"
            ),
            "{站=[{name=桃溪 数=1_000} {l=[一 二]}]}"
        );
        assert_eq!(
            of(
                "a.json",
                " {\"站\": [ {\"a\\\"b\" : \"桃\\\\\", \"n\":1.5 }, null,true ] , \"空\":{}}"
            ),
            "{站=[{a\\\"b=桃\\\\ n=1.5} null true] 空={}}"
        );
        assert_eq!(
            of("a.yaml", "站:\n  - 名: 桃溪\n    数: 80\n  - {名: \"柳湾\", 传: [一, 二]}\n"),
            "{站=[{名=桃溪 数=80} {名=柳湾 传=[一 二]}]}"
        );
        assert_eq!(of("a.yaml", "- 一\n- 二\n"), "[一 二]");
        assert_eq!(of("a.yml", "[1, 是]"), "[1 是]");
    }

    #[test]
    fn a_name_stands_once() {
        assert!(of("a.json", "{\"a\":1,\"a\":2}").contains("duplicate"));
        assert!(of("a.yaml", "a: 1\na: 2\n").contains("duplicate"));
        assert!(of("a.toml", "a = 1\na = 2\n").contains("duplicate"));
    }
}
