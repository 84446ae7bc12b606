//! Footnotes: the first definition of a name counts; what is defined twice, mentioned without a definition or never
//! mentioned is told.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use comrak::nodes::{AstNode, NodeValue};

use crate::{
    document::Footnote,
    markdown::{
        cite, fence,
        lower::{
            Lower,
            inline::{Run, alt_text},
        },
        slug,
    },
    source::Span,
};

/// A longer text in `[^…]` is no name.
const LONGEST_NAME: usize = 40;

/// The footnotes of a document.
pub struct Notes<'a> {
    /// Whether footnotes are read at all.
    is_on: bool,
    defined: Vec<Note<'a>>,
    names: BTreeMap<String, usize>,
    /// Those that were mentioned, in the order of their first mention.
    order: Vec<usize>,
}

struct Note<'a> {
    name: String,
    node: &'a AstNode<'a>,
    index: Option<usize>,
}

impl<'a> Notes<'a> {
    /// Starts without any.
    pub fn new(is_on: bool) -> Self {
        Self { is_on, defined: Vec::new(), names: BTreeMap::new(), order: Vec::new() }
    }

    /// Notes a definition; returns the one before it that has the same name.
    fn define(&mut self, name: &str, node: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
        let next = self.defined.len();
        let first = *self.names.entry(folded(name)).or_insert(next);
        if first < next {
            return Some(self.defined[first].node);
        }
        self.defined.push(Note { name: name.to_owned(), node, index: None });
        None
    }

    /// Returns the index of a footnote that is mentioned.
    pub fn mention(&mut self, name: &str) -> Option<usize> {
        let note = *self.names.get(&folded(name))?;
        let next = self.order.len();
        let index = *self.defined[note].index.get_or_insert(next);
        if index == next {
            self.order.push(note);
        }
        Some(index)
    }
}

impl<'a> Lower<'a> {
    /// Gathers what a mention or a link may name wherever it stands: definitions of footnotes, chosen anchors.
    pub(crate) fn gather(&mut self, root: &'a AstNode<'a>) {
        for node in root.descendants() {
            let data = node.data();
            match &data.value {
                NodeValue::FootnoteDefinition(definition) => {
                    if let Some(first) = self.notes.define(&definition.name, node) {
                        let (span, first) = (self.first_line(node), self.first_line(first));
                        self.sink.footnote_twice(span, &definition.name, first);
                    }
                }
                NodeValue::Heading(_) => {
                    if let Some((_, id)) = slug::chosen(&alt_text(node)) {
                        self.anchors.choose(id);
                    }
                }
                _ => {}
            }
        }
    }

    /// Lowers the footnotes that were mentioned; one may mention another.
    pub(crate) fn footnotes(&mut self) {
        while let Some(note) = self.notes.order.get(self.document.footnotes.len()) {
            let note = &self.notes.defined[*note];
            let (name, node) = (note.name.clone(), note.node);
            let blocks = self.blocks(node);
            self.document.footnotes.push(Footnote { name, blocks });
        }
        let unused = self.notes.defined.iter().filter(|it| it.index.is_none());
        let unused: Vec<(Span, String)> =
            unused.map(|it| (self.first_line(it.node), it.name.clone())).collect();
        for (span, name) in unused {
            self.sink.footnote_unused(span, &name);
        }
    }

    /// Tells mentions that stayed text, as nothing defines them.
    pub(crate) fn check_mentions(&mut self, run: &Run) {
        if !self.notes.is_on {
            return;
        }
        for (start, _) in run.projection.match_indices("[^") {
            let Some(end) = run.projection[start..].find(']').map(|it| start + it + 1) else {
                return;
            };
            let name = &run.projection[start + 2..end - 1];
            if name.is_empty() || name.len() > LONGEST_NAME || name.contains(['[', '\n']) {
                continue;
            }
            let span = cite::span(&run.segments, start..end);
            if !self.is_escaped(&span.range()) {
                self.sink.footnote_missing(span, name);
            }
        }
    }

    fn is_escaped(&self, range: &Range<usize>) -> bool {
        let text = &self.source.text;
        text[..range.start].ends_with('\\')
            || text.get(range.clone()).is_none_or(|it| it.contains('\\'))
    }

    /// Returns where the first line of a block stands.
    fn first_line(&self, node: &AstNode<'_>) -> Span {
        let range = self.span(node).range();
        let line = self.source.text[range.clone()].lines().next().unwrap_or_default();
        self.source.span(range.start..range.start + line.len())
    }
}

/// Gives definitions a half-width colon, `[^1]：` being one too; every byte keeps its place.
pub fn with_colons(text: &str) -> Cow<'_, str> {
    if !text.contains("]：") {
        return Cow::Borrowed(text);
    }
    let mut code = None;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>']);
        code = fence::next_code_state(code, inner.trim_end());
        let colon = line.find("]：").filter(|_| code.is_none() && inner.starts_with("[^"));
        match colon {
            Some(at) if !line[..at].contains(']') => {
                let rest = at + "]：".len();
                out.extend([&line[..at], "]:  ", &line[rest..]]);
            }
            Some(_) | None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// Names are the same whatever their case and blanks.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
