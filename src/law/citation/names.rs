//! Every name a law goes by, ready to be found in running text.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use crate::law::citation::title;

/// What stands before the short name in the title of nearly every law.
const PREFIX: &str = "中华人民共和国";

/// A law with its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedLaw {
    /// Its short name, the key of registry and library.
    pub key: String,
    /// Full title, official and colloquial names; `key` need not be repeated.
    pub names: Vec<String>,
    /// Key of the law that it interprets.
    pub interprets: Option<String>,
    /// Whether the key is a label of ours, which nobody writes without 《》.
    pub is_label: bool,
    /// Number of its last article in its newest version, 0 if unknown.
    pub last_article: u16,
}

/// The names of all laws that registry, library and configuration know.
#[derive(Clone, Debug)]
pub struct Names {
    laws: Vec<NamedLaw>,
    by_title: HashMap<String, usize>,
    by_key: HashMap<String, usize>,
    bare: AhoCorasick,
    patterns: Vec<usize>,
}

impl Names {
    /// Indexes laws; where two share a name, the first keeps it.
    pub fn new(laws: Vec<NamedLaw>) -> Self {
        let by_key = laws.iter().map(|it| it.key.clone()).zip(0..).collect();
        let mut by_title = HashMap::new();
        let (mut words, mut patterns) = (Vec::new(), Vec::new());
        let mut seen = HashMap::new();
        for (index, law) in laws.iter().enumerate() {
            for name in std::iter::once(&law.key).chain(&law.names) {
                by_title.entry(title::normal(name)).or_insert(index);
                // Titles a line long are found by their 关于, 中华人民共和国 before a name by looking back: as words both would
                // make the automaton five times as large, and every command builds it.
                let is_full = name.strip_prefix(PREFIX) == Some(law.key.as_str());
                let is_written = !is_full && (!law.is_label || name.contains('〔'));
                if is_written
                    && name.chars().count() >= 2
                    && seen.insert(name.clone(), ()).is_none()
                {
                    words.push(name.clone());
                    patterns.push(index);
                }
            }
        }
        // The longest wins: 道路交通安全法实施条例 is not 道路交通安全法 with something behind it.
        let bare = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words);
        Self {
            laws,
            by_title,
            by_key,
            bare: bare.expect("a few thousand short names make a small automaton"),
            patterns,
        }
    }

    /// Returns the law with this title, short name or alias, however it is spaced and bracketed.
    pub fn find(&self, title: &str) -> Option<&NamedLaw> {
        self.find_normal(&title::normal(title))
    }

    /// Returns the law that is known by this short name.
    pub fn law(&self, key: &str) -> Option<&NamedLaw> {
        self.by_key.get(key).map(|index| &self.laws[*index])
    }

    pub(super) fn find_normal(&self, normal: &str) -> Option<&NamedLaw> {
        self.by_title.get(normal).map(|index| &self.laws[*index])
    }

    /// Returns where names stand in `text` as they are, longest first, left to right.
    pub(super) fn bare<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'a NamedLaw)> {
        let found = self.bare.find_iter(Input::new(text));
        found.map(|it| {
            let before = text[..it.start()].strip_suffix(PREFIX);
            let start = before.map_or(it.start(), str::len);
            (start..it.end(), &self.laws[self.patterns[it.pattern().as_usize()]])
        })
    }
}
