//! Words that find each other: `data/synonyms.csv`, or the same in TOML, YAML or JSON.
//!
//! In CSV a line is a group, `家暴,家庭暴力,jiabao`; an arrow makes it one-way, `老赖→失信被执行人`. In TOML the groups stand in
//! `groups` and the one-way words, quoted, in `[one_way]`. Pinyin is just one more word of a group.

use crate::{
    data::{
        csv::{self, Lines},
        files::{Holds, holds},
        formats,
        tree::{Name, Written},
        value,
    },
    diag::Sink,
    source::{Source, Span},
};

/// What is looked up beside a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// From written word to the words that are sought as well.
    pub pairs: Vec<(String, String)>,
}

/// Marks that part the words of a line; there is no header to choose one.
const SEPARATORS: [char; 6] = [',', '，', '、', ';', '；', '\t'];

const ARROWS: [&str; 3] = ["→", "=>", "->"];

/// What a file that is no CSV may hold, in English and Chinese.
const GROUPS: [&str; 2] = ["groups", "同义词"];
const ONE_WAY: [&str; 2] = ["one_way", "单向"];

impl Synonyms {
    /// Reads the files; what is wrong becomes a diagnostic.
    pub fn read(sources: &[&Source], sink: &mut Sink) -> Self {
        let mut synonyms = Self::default();
        for source in sources {
            for repair in &source.repairs {
                sink.repaired_file(source, *repair);
            }
            if source.path.to_lowercase().ends_with(".csv") {
                synonyms.lines(source, sink);
                continue;
            }
            match formats::read(source) {
                Ok(tree) => synonyms.tree(&tree, sink),
                Err(error) => sink.data_syntax(source.span(error.range), &error.why),
            }
        }
        synonyms
    }

    fn lines(&mut self, source: &Source, sink: &mut Sink) {
        let (_, start) = csv::detect(&source.text);
        for line in Lines::new(source, &SEPARATORS, start).with_remarks() {
            if let Some(mark) = line.unclosed {
                sink.data_unclosed(mark);
            }
            let mut sides = [Vec::new(), Vec::new()];
            let mut side = 0;
            for cell in &line.cells {
                let arrow = ARROWS.iter().find_map(|it| cell.text().split_once(it));
                if let (Some((from, to)), 0) = (arrow, side) {
                    sides[0].extend(words(from));
                    sides[1].extend(words(to));
                    side = 1;
                } else {
                    sides[side].extend(words(cell.text()));
                }
            }
            let [from, to] = sides;
            let is_good = match side {
                0 => from.is_empty() || self.group(&from),
                _ => self.one_way(&from, &to),
            };
            if !is_good {
                sink.synonym_alone(line.span, &source.text[line.span.range()]);
            }
        }
    }

    fn tree(&mut self, tree: &Written, sink: &mut Sink) {
        for (name, value) in tree.table().unwrap_or_default() {
            match (value.list(), value.table()) {
                (Some(groups), _) if GROUPS.contains(&name.text.as_str()) => {
                    self.groups(groups, sink);
                }
                (_, Some(pairs)) if ONE_WAY.contains(&name.text.as_str()) => {
                    self.pairs(pairs, sink);
                }
                _ => {
                    let known = GROUPS.into_iter().chain(ONE_WAY);
                    sink.record_column(
                        name.span,
                        ["同义词表", "table of synonyms"],
                        &name.text,
                        known,
                    );
                }
            }
        }
    }

    fn groups(&mut self, groups: &[Written], sink: &mut Sink) {
        for group in groups {
            let words = strings(group);
            if !self.group(&words) {
                sink.synonym_alone(group.span, &words.join(","));
            }
        }
    }

    fn pairs(&mut self, pairs: &[(Name, Written)], sink: &mut Sink) {
        for (from, to) in pairs {
            if !self.one_way(&words(&from.text), &strings(to)) {
                sink.synonym_alone(from.span, &from.text);
            }
        }
    }

    fn group(&mut self, words: &[String]) -> bool {
        for word in words {
            let others = words.iter().filter(|it| *it != word);
            self.pairs.extend(others.map(|it| (word.clone(), it.clone())));
        }
        words.len() > 1
    }

    fn one_way(&mut self, from: &[String], to: &[String]) -> bool {
        self.pairs.extend(
            from.iter().flat_map(|from| to.iter().map(move |to| (from.clone(), to.clone()))),
        );
        !from.is_empty() && !to.is_empty()
    }
}

/// Returns the files of synonyms: that which the configuration names, or those of the usual name.
pub fn find<'a>(
    sources: &'a [Source],
    named: Option<(&str, Span)>,
    sink: &mut Sink,
) -> Vec<&'a Source> {
    let Some((name, span)) = named else {
        let is_usual = |it: &&Source| holds(&it.path) == Some(Holds::Synonyms);
        return sources.iter().filter(is_usual).collect();
    };
    let is_named = |it: &&Source| it.path.strip_prefix("data/") == Some(name);
    let found: Vec<&Source> = sources.iter().filter(is_named).collect();
    if found.is_empty() {
        sink.synonyms_missing(span, name);
    }
    found
}

fn words(text: &str) -> Vec<String> {
    let words = value::list(text).into_iter();
    words
        .map(|(word, _)| word.trim_matches('"').trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}

fn strings(value: &Written) -> Vec<String> {
    match value.list() {
        Some(list) => {
            list.iter().map(|it| it.text().trim().to_owned()).filter(|it| !it.is_empty()).collect()
        }
        None => words(value.text()),
    }
}
