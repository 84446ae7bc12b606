//! Terms and their explanations, from the description lists of one page.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::{
    diag::Sink,
    document::{Block, Document, plain_text},
    markdown::slug,
    site::DocumentId,
};

/// Every term of the site.
#[derive(Debug, Default)]
pub struct Glossary {
    /// The page with the lists.
    pub document: Option<DocumentId>,
    /// In the order of the page.
    pub terms: Vec<GlossaryTerm>,
    matcher: Option<AhoCorasick>,
    /// For each pattern of the matcher, the term.
    patterns: Vec<usize>,
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
    pub fn new(id: DocumentId, document: &Document, sink: &mut Sink) -> Self {
        let mut terms: Vec<GlossaryTerm> = Vec::new();
        let mut words: Vec<(String, usize)> = Vec::new();
        for (block, content) in document.blocks.iter().enumerate() {
            let Block::DescriptionList(list) = content else {
                continue;
            };
            for (entry, description) in list.iter().enumerate() {
                let text = plain_text(&description.term);
                let mut names = text
                    .split(['/', '／', '｜'])
                    .map(str::trim)
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned);
                let Some(name) = names.next() else { continue };
                let aliases: Vec<String> = names.collect();
                if words.iter().any(|(word, _)| *word == name) {
                    sink.glossary_twice(description.span, &name);
                    continue;
                }
                words.extend(
                    std::iter::once(&name)
                        .chain(&aliases)
                        .map(|word| (word.clone(), terms.len())),
                );
                let anchor = format!("term-{}", slug(&name));
                terms.push(GlossaryTerm {
                    name,
                    aliases,
                    anchor,
                    place: (block, entry),
                });
            }
        }
        let patterns: Vec<usize> = words.iter().map(|(_, term)| *term).collect();
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.iter().map(|(word, _)| word))
            .ok()
            .filter(|_| !words.is_empty());
        Self {
            document: Some(id),
            terms,
            matcher,
            patterns,
        }
    }

    /// Finds terms in a text: the range in bytes with the index of the term.
    pub fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, usize)> + 'a {
        let matches = self
            .matcher
            .iter()
            .flat_map(move |matcher| matcher.find_iter(text));
        matches.map(|it| (it.range(), self.patterns[it.pattern().as_usize()]))
    }
}
