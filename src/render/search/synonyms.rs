//! Words that find each other, from an editor's file: `data/synonyms.csv` or `data/synonyms.toml`.
//!
//! In CSV a line is a group, `家暴,家庭暴力,jiabao`; an arrow makes it one-way, `老赖→失信被执行人`. In TOML the groups stand in
//! `groups` and the one-way words, quoted, in `[one_way]`. Pinyin is just one more word of a group.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::{
    config::Config,
    diag::Sink,
    render::search::fold::Folder,
    source::{Source, Span},
};

/// What is looked up beside a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// From written word to the words that are sought as well.
    pairs: Vec<(String, String)>,
}

impl Synonyms {
    /// Reads the file that the configuration names, or the one of the usual name.
    pub fn read(config: &Config, data: &[Source], sink: &mut Sink) -> Self {
        let find = |name: &str| {
            data.iter()
                .find(|it| it.path.strip_prefix("data/") == Some(name))
        };
        let named = config.synonyms.as_ref();
        let Some(source) = named.map_or_else(
            || find("synonyms.csv").or_else(|| find("synonyms.toml")),
            |it| find(&it.value),
        ) else {
            if let Some(name) = named {
                sink.synonyms_missing(name.span, &name.value);
            }
            return Self::default();
        };
        if source.path.ends_with(".toml") {
            Self::from_toml(source, sink)
        } else {
            Self::from_csv(source, sink)
        }
    }

    fn from_csv(source: &Source, sink: &mut Sink) -> Self {
        let mut synonyms = Self::default();
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let span = source.span(start..start + line.trim_end().len());
            start += line.len();
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let sides = ["→", "=>", "->"]
                .iter()
                .find_map(|arrow| line.split_once(arrow));
            let good = match sides {
                Some((from, to)) => synonyms.one_way(&words(from), &words(to)),
                None => synonyms.group(&words(line)),
            };
            if !good {
                sink.synonym_alone(span, line);
            }
        }
        synonyms
    }

    fn from_toml(source: &Source, sink: &mut Sink) -> Self {
        let mut synonyms = Self::default();
        let table: Table = match toml::from_str(&source.text) {
            Ok(table) => table,
            Err(error) => {
                sink.synonyms_syntax(source.span(error.span().unwrap_or(0..0)), error.message());
                return synonyms;
            }
        };
        for group in table
            .get("groups")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if !synonyms.group(&strings(group)) {
                sink.synonym_alone(Span::file(source.id), &group.to_string());
            }
        }
        for (from, to) in table
            .get("one_way")
            .and_then(Value::as_table)
            .into_iter()
            .flatten()
        {
            if !synonyms.one_way(std::slice::from_ref(from), &strings(to)) {
                sink.synonym_alone(Span::file(source.id), from);
            }
        }
        synonyms
    }

    fn group(&mut self, words: &[String]) -> bool {
        for word in words {
            let others = words.iter().filter(|it| *it != word);
            self.pairs
                .extend(others.map(|it| (word.clone(), it.clone())));
        }
        words.len() > 1
    }

    fn one_way(&mut self, from: &[String], to: &[String]) -> bool {
        self.pairs.extend(
            from.iter()
                .flat_map(|from| to.iter().map(move |to| (from.clone(), to.clone()))),
        );
        !from.is_empty() && !to.is_empty()
    }

    /// Returns rows of a folded word and what is sought beside it, sorted.
    pub(super) fn folded(&self, folder: &Folder) -> Vec<Vec<String>> {
        let fold = |word: &str| {
            let mut out = Vec::new();
            folder.push(word, &mut out);
            out.into_iter().collect::<String>()
        };
        let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in self.pairs.iter().map(|(from, to)| (fold(from), fold(to))) {
            if !from.is_empty() && !to.is_empty() && from != to {
                // A word typed with blanks, as pinyin often is, meets its key without them.
                rows.entry(from.replace(' ', "")).or_default().insert(to);
            }
        }
        rows.into_iter()
            .map(|(from, to)| std::iter::once(from).chain(to).collect())
            .collect()
    }
}

fn words(line: &str) -> Vec<String> {
    let cells = line
        .split([',', '，', '、', ';', '；', '\t'])
        .map(|it| it.trim().trim_matches('"').trim());
    cells
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(word) => vec![word.clone()],
        Value::Array(words) => words
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Table(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Synonyms;
    use crate::{
        config::{self, Config, Flags},
        diag::Sink,
        document::Date,
        render::search::fold::Folder,
        source::Source,
    };

    fn rows(path: &str, text: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut sink = Sink::default();
        let config = config::parse(None, &Flags::at(Date::default()), &mut sink);
        let config = Config {
            synonyms: None,
            ..config
        };
        let synonyms = Synonyms::read(&config, &[Source::new(path, text.as_bytes())], &mut sink);
        let rows = synonyms
            .folded(&Folder::new())
            .into_iter()
            .map(|it| it.join(" "))
            .collect();
        (rows, sink.diagnostics().iter().map(|it| it.code).collect())
    }

    #[test]
    fn a_line_is_a_group_and_an_arrow_is_one_way() {
        let (found, codes) = rows(
            "data/synonyms.csv",
            "# 写法\n家暴，家庭暴力,jia bao\n\n老赖→失信被执行人\n孤单\n",
        );
        assert_eq!(
            found,
            [
                "jiabao 家庭暴力 家暴",
                "家庭暴力 jia bao 家暴",
                "家暴 jia bao 家庭暴力",
                "老赖 失信被执行人"
            ]
        );
        assert_eq!(codes, ["search/synonym-alone"]);
    }

    #[test]
    fn toml_says_the_same() {
        let text = "groups = [[\"家暴\", \"家庭暴力\"]]\n[one_way]\n\"老赖\" = \"失信被执行人\"\n__proto__ = [\"甲\"]\n";
        let (found, codes) = rows("data/synonyms.toml", text);
        assert_eq!(
            found,
            [
                "proto 甲",
                "家庭暴力 家暴",
                "家暴 家庭暴力",
                "老赖 失信被执行人"
            ]
        );
        assert!(codes.is_empty());
        assert_eq!(
            rows("data/synonyms.toml", "groups = [").1,
            ["search/synonyms-syntax"]
        );
    }
}
