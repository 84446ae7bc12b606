//! YAML, TOML and JSON files → [`Written`], every value with its place.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use toml::de::{DeTable, DeValue};

use crate::{
    data::{
        json,
        syntax::{SyntaxError, toml_error, yaml_error},
        tree::{Name, Tree, Written},
    },
    source::{FileId, Source, Span},
};

/// Reads a file by its ending: TOML, JSON, everything else is YAML.
///
/// # Errors
/// When it is not written as its ending says.
pub fn read(source: &Source) -> Result<Written, SyntaxError> {
    let ending = source.path.rsplit('.').next().unwrap_or_default();
    let mut written = match ending.to_lowercase().as_str() {
        "toml" => toml(source)?,
        "json" => json::read(source)?,
        _ => yaml(source)?,
    };
    written.settle(source);
    Ok(written)
}

fn toml(source: &Source) -> Result<Written, SyntaxError> {
    let table = DeTable::parse(&source.text).map_err(|error| toml_error(&source.text, &error))?;
    let span = source.span(table.span());
    Ok(Written { value: toml_table(table.into_inner(), source), span })
}

fn toml_table(table: DeTable<'_>, source: &Source) -> Tree {
    let entries = table.into_iter().map(|(name, value)| {
        let name = Name { span: source.span(name.span()), text: name.into_inner().into_owned() };
        (name, toml_value(value, source))
    });
    Tree::Table(entries.collect())
}

fn toml_value(value: toml::Spanned<DeValue<'_>>, source: &Source) -> Written {
    let span = source.span(value.span());
    let value = match value.into_inner() {
        DeValue::String(text) => Tree::Text(text.into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Tree::Text(number.as_str().to_owned()), Tree::Integer),
        DeValue::Float(number) => {
            let read = number.as_str().parse();
            read.map_or_else(|_| Tree::Text(number.as_str().to_owned()), Tree::Float)
        }
        DeValue::Boolean(yes) => Tree::Bool(yes),
        DeValue::Datetime(day) => Tree::Text(day.to_string()),
        DeValue::Array(list) => {
            Tree::List(list.into_iter().map(|it| toml_value(it, source)).collect())
        }
        DeValue::Table(table) => toml_table(table, source),
    };
    Written { value, span }
}

fn yaml(source: &Source) -> Result<Written, SyntaxError> {
    let text = source.text.as_str();
    if text.trim().is_empty() {
        return Ok(Written { value: Tree::Table(Vec::new()), span: source.span(0..0) });
    }
    let read = serde_saphyr::from_str::<Written>(text);
    let mut written = read.map_err(|error| yaml_error(text, &error))?;
    match written.value {
        Tree::Nothing => written.value = Tree::Table(Vec::new()),
        Tree::List(_) | Tree::Table(_) => {}
        Tree::Bool(_) | Tree::Integer(_) | Tree::Float(_) | Tree::Text(_) => {
            return Err(SyntaxError {
                range: written.span.range(),
                why: "expected `key: value` lines".to_owned(),
                duplicate: None,
            });
        }
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
        Ok(Tree::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Tree, E> {
        Ok(Tree::Integer(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Tree, E> {
        Ok(i64::try_from(it).map_or_else(|_| Tree::Text(it.to_string()), Tree::Integer))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Tree, E> {
        Ok(Tree::Float(it))
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
                Tree::Integer(number) => number.to_string(),
                Tree::Bool(yes) => yes.to_string(),
                Tree::Nothing | Tree::Float(_) | Tree::List(_) | Tree::Table(_) => {
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
            Tree::Nothing | Tree::Bool(_) | Tree::Integer(_) | Tree::Float(_) | Tree::Text(_) => {
                here.to_owned()
            }
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
