//! comrak's nodes → our tree. The only folder that names comrak.
//!
//! comrak's nodes live in an arena and are dropped before [`body`] returns.

mod accident;
mod block;
mod directive;
mod html;
mod indent;
mod inline;
mod lines;
mod notes;
mod place;
mod sequence;
mod table;

use std::collections::BTreeSet;

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeValue},
};

use crate::{
    diag::Sink,
    document::{Block, Document, Reference, ReferenceId, ReferenceKind},
    law::citation::scan::Scanner,
    markdown::{
        Dialect,
        fence::{self, FenceProblem},
        lower::{notes::Notes, place::Places},
        slug::Anchors,
    },
    source::{Source, Span},
};

/// Blocks and inline marks may stand this deep inside each other.
const MAX_DEPTH: usize = 48;

/// Most mentions and definitions of footnotes; each costs a kilobyte and more while a page is parsed.
const MAX_NOTES: usize = 50_000;

/// Parses the body of a source into `document`, whose front matter is already there.
pub fn body(
    source: &Source,
    body_start: usize,
    document: Document,
    dialect: &Dialect<'_>,
    sink: &mut Sink,
) -> Document {
    let shallow = fence::shallow(&source.text[body_start..]);
    let nested = fence::nest(&shallow);
    for problem in &nested.problems {
        let span = |range: &std::ops::Range<usize>| {
            source.span(body_start + range.start..body_start + range.end)
        };
        match problem {
            FenceProblem::Unclosed(range) => sink.directive_unclosed(span(range)),
            FenceProblem::Stray(range) => sink.directive_stray(span(range)),
            FenceProblem::TooDeep(range) => sink.markdown_too_deep(span(range)),
        }
    }
    let mut options = options();
    if let Some((at, _)) = nested.text.match_indices("[^").nth(MAX_NOTES) {
        let line = nested.text[..at].matches('\n').count();
        let start = body_start + nested.lines[line];
        let line = source.text[start..].lines().next().unwrap_or_default();
        sink.footnotes_too_many(source.span(start..start + line.len()), MAX_NOTES);
        options.extension.footnotes = false;
    }
    let arena = Arena::new();
    let text = notes::with_colons(&nested.text);
    let mut root = comrak::parse_document(&arena, &text, &options);
    if let Some(text) = indent::without_indents(root, &text) {
        root = comrak::parse_document(&arena, &text, &options);
    }
    let places = Places::new(source, body_start, &nested.lines);
    let mut lower = Lower {
        source,
        places,
        dialect,
        sink,
        document,
        scanner: Scanner::new(dialect.names),
        introduced: None,
        anchors: Anchors::default(),
        notes: Notes::new(options.extension.footnotes),
        breaks: BTreeSet::new(),
        depth: 0,
        too_deep: false,
    };
    lower.run(root);
    let mut document = lower.document;
    let mut anchors: Vec<String> = document.headings.iter().map(|it| it.id.clone()).collect();
    anchors.sort();
    document.anchors = anchors.into();
    document
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    // Tells one tilde from two; nothing is lowered (inline.rs).
    extension.subscript = true;
    extension.table = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.description_lists = true;
    extension.cjk_friendly_emphasis = true;
    extension.block_directive = true;
    extension.alerts = true;
    // comrak's own autolinks swallow the Chinese text behind an address; ours stop there (inline.rs).
    extension.autolink = false;
    // Which definition counts is told here (notes.rs); for comrak it is the last.
    options.parse.leave_footnote_definitions = true;
    options
}

/// The state of one pass over a document.
struct Lower<'a> {
    source: &'a Source,
    places: Places<'a>,
    dialect: &'a Dialect<'a>,
    sink: &'a mut Sink,
    document: Document,
    scanner: Scanner<'a>,
    /// The citation that the paragraph before a block quote introduced: 第N条规定：.
    introduced: Option<ReferenceId>,
    anchors: Anchors,
    notes: Notes<'a>,
    /// Lines of comrak behind which a line begins on the page too.
    breaks: BTreeSet<usize>,
    depth: usize,
    too_deep: bool,
}

impl<'a> Lower<'a> {
    fn run(&mut self, root: &'a AstNode<'a>) {
        self.gather(root);
        let blocks = self.top_blocks(root);
        self.document.blocks = blocks;
        self.footnotes();
    }

    /// Lowers the top level, where `<!-- more -->` may stand.
    fn top_blocks(&mut self, root: &'a AstNode<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in root.children() {
            if let NodeValue::HtmlBlock(html) = &child.data().value
                && is_more(&html.literal)
            {
                self.document.more.get_or_insert(blocks.len());
                continue;
            }
            self.block(child, &mut blocks);
        }
        blocks
    }

    fn blocks(&mut self, parent: &'a AstNode<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in parent.children() {
            self.block(child, &mut blocks);
        }
        blocks
    }

    fn span(&self, node: &AstNode<'_>) -> Span {
        self.places.span(node.data().sourcepos)
    }

    fn reference(
        &mut self,
        kind: ReferenceKind,
        written: impl Into<String>,
        span: Span,
    ) -> ReferenceId {
        self.document.references.push(Reference { kind, written: written.into(), span });
        ReferenceId::new(self.document.references.len() - 1)
    }
}

/// Tells whether an HTML comment marks the end of the summary.
fn is_more(html: &str) -> bool {
    let inner = html.trim().strip_prefix("<!--").and_then(|it| it.strip_suffix("-->"));
    inner.is_some_and(|it| matches!(it.trim(), "more" | "更多"))
}
