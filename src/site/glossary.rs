//! Terms and their explanations, from the description lists of one page.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use indexmap::IndexMap;

use crate::{
    diag::Sink,
    document::{DefinedTerm, DocumentId},
    markdown::slug,
};

/// A term of more characters is none: nobody would write it twice, and looking for it costs time on every page.
const MOST_CHARACTERS: usize = 100;

/// Every term of the site.
#[derive(Debug, Default)]
pub struct Glossary {
    /// The page with the lists.
    pub document: Option<DocumentId>,
    /// In the order of the page.
    pub terms: Vec<GlossaryTerm>,
    matcher: Option<AhoCorasick>,
    /// The term of each word, in the order of the matcher's patterns.
    words: IndexMap<String, usize>,
    anchors: BTreeSet<String>,
}

/// A term with its explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct GlossaryTerm {
    /// As shown.
    pub name: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Its anchor on the glossary page: `term-…`.
    pub anchor: String,
    /// Where in the document: block, entry.
    pub place: (usize, usize),
}

impl Glossary {
    /// Collects the terms of the glossary page.
    pub fn new(id: DocumentId, defined: &[DefinedTerm], sink: &mut Sink) -> Self {
        let mut terms: Vec<GlossaryTerm> = Vec::new();
        let mut words: IndexMap<String, usize> = IndexMap::new();
        for term in defined {
            let names = term.text.split(['/', '／', '｜']).map(str::trim);
            let mut names = names.filter(|it| !it.is_empty()).map(str::to_owned);
            let Some(name) = names.next() else { continue };
            let aliases: Vec<String> = names.collect();
            let longest = aliases.iter().chain([&name]).map(|it| it.chars().count()).max();
            if let Some(found) = longest.filter(|it| *it > MOST_CHARACTERS) {
                sink.glossary_long(term.span, (found, MOST_CHARACTERS));
                continue;
            }
            if words.contains_key(&name) {
                sink.glossary_twice(term.span, &name);
                continue;
            }
            for word in std::iter::once(&name).chain(&aliases) {
                words.entry(word.clone()).or_insert(terms.len());
            }
            terms.push(GlossaryTerm {
                anchor: format!("term-{}", slug(&name)),
                name,
                aliases,
                place: term.place,
            });
        }
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.keys())
            .ok()
            .filter(|_| !words.is_empty());
        Self {
            document: Some(id),
            anchors: terms.iter().map(|it| it.anchor.clone()).collect(),
            terms,
            matcher,
            words,
        }
    }

    /// Returns the term with this name, as it stands on the page.
    pub fn term(&self, name: &str) -> Option<&GlossaryTerm> {
        let index = self.words.get(name)?;
        Some(&self.terms[*index]).filter(|it| it.name == name)
    }

    /// Tells whether a term has this anchor.
    pub(crate) fn has_anchor(&self, anchor: &str) -> bool {
        self.anchors.contains(anchor)
    }

    /// Finds terms in a text: the range in bytes with the index of the term.
    pub fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, usize)> + 'a {
        let matches = self.matcher.iter().flat_map(move |matcher| matcher.find_iter(text));
        matches.map(|it| (it.range(), self.words[it.pattern().as_usize()]))
    }
}
