//! One parsed source: the tree that every output renders.
//!
//! Made by [`crate::markdown`], never changed afterwards. What a reference points at is not known here; the tree holds
//! [`ReferenceId`]s, and [`crate::resolve`] answers with one target for each entry of [`Document::references`].

use std::sync::Arc;

use crate::{
    law::citation::Citation,
    source::{FileId, Span},
};

pub mod keys;

pub mod walk;

mod compact;
mod front_matter;
mod outline;

pub use crate::document::front_matter::{
    Attachment, Date, FrontMatter, KeySpans, LeafletRequest, PinyinMode, Render, Term, Value,
};
pub use crate::document::outline::{DefinedTerm, Outline};

/// One Markdown file, parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The file it was parsed from.
    pub source: FileId,
    /// The block on top of the file.
    pub front_matter: Arc<FrontMatter>,
    /// The body.
    pub blocks: Vec<Block>,
    /// How many of `blocks` stand before `<!-- more -->`; `None` without the mark.
    pub more: Option<usize>,
    /// Every heading in order, those inside directives too.
    pub headings: Vec<Heading>,
    /// Their ids, sorted.
    pub anchors: Arc<[String]>,
    /// Footnotes in the order of their first mention.
    pub footnotes: Vec<Footnote>,
    /// Everything the text points at, in order of appearance.
    pub references: Vec<Reference>,
    /// How much there is to read.
    pub length: Length,
    /// Whether the source holds a character that not everybody knows.
    pub has_rare: bool,
}

impl Document {
    /// Returns the reference with this id.
    pub fn reference(&self, id: ReferenceId) -> &Reference {
        &self.references[id.index()]
    }
}

/// How much there is to read in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Han characters.
    pub han: u32,
    /// Words in other scripts, numbers included.
    pub words: u32,
}

/// Index into the [`Documents`] of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(u32);

impl DocumentId {
    /// Makes the id of the document at `index`.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a site has fewer than four thousand million documents"))
    }

    /// Returns the position in [`Documents`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every parsed source of a site, sorted by path: pages, section pages, snippets. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Documents(Arc<[Arc<Document>]>);

impl Documents {
    /// Makes the list of documents that stand in the order of their sources.
    pub fn new(documents: Vec<Arc<Document>>) -> Self {
        Self(documents.into())
    }

    /// Returns the document with this id.
    pub fn get(&self, id: DocumentId) -> &Document {
        &self.0[id.index()]
    }

    /// Returns the documents in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Document>> {
        self.0.iter()
    }

    /// Returns the ids of all documents.
    pub fn ids(&self) -> impl Iterator<Item = DocumentId> + use<> {
        (0..self.0.len()).map(DocumentId::new)
    }
}

/// Index into [`Document::references`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceId(u32);

impl ReferenceId {
    /// Makes the id of the reference at `index`.
    pub fn new(index: usize) -> Self {
        Self(
            u32::try_from(index).expect("a page holds fewer than four thousand million references"),
        )
    }

    /// Returns the position in [`Document::references`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something the text points at: what was written, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What kind of thing.
    pub kind: ReferenceKind,
    /// As written in the source: a URL, a file name, the words of a citation.
    pub written: String,
    /// Where it is written.
    pub span: Span,
}

/// What a [`Reference`] is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A link to a page, file or address.
    Link,
    /// A picture.
    Image,
    /// A video: a platform's address or a file.
    Video,
    /// A statute, or a place in it.
    Citation(Box<Citation>),
    /// Words in “ ” or a block quote said to stand in the cited place.
    Quotation {
        /// The words.
        text: String,
        /// The citation they are tied to.
        citation: ReferenceId,
    },
    /// A statute's own text, to be inserted here.
    Statute(Box<Citation>),
    /// A snippet to be inserted here.
    Snippet,
    /// A table of `data/` or beside the page.
    Data,
    /// A file offered for download in the front matter, the sound file, the cover.
    File,
}

impl ReferenceKind {
    /// Returns the law or the place in it that is cited, or whose text is to be inserted.
    pub fn citation(&self) -> Option<&Citation> {
        match self {
            Self::Citation(citation) | Self::Statute(citation) => Some(citation),
            Self::Link
            | Self::Image
            | Self::Video
            | Self::Quotation { .. }
            | Self::Snippet
            | Self::Data
            | Self::File => None,
        }
    }
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Anchor, unique in the document.
    pub id: String,
    /// Its words.
    pub inlines: Vec<Inline>,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands at the top level, so that a table of contents lists it.
    pub in_contents: bool,
}

/// A footnote with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// Name in the source: `1`, `来源`.
    pub name: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// How often the body mentions it.
    pub mentions: u32,
}

/// A block of text. What is large and rare stands in a box: a large site holds a million blocks.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading; its words stand in [`Document::headings`] at this index.
    Heading(usize),
    /// 大白话, 提示, 警示, 案例, 下一步: text set apart.
    Callout {
        /// Which.
        kind: CalloutKind,
        /// Its own title, empty for the kind's name.
        title: Vec<Inline>,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A list.
    List(List),
    /// Terms with explanations.
    DescriptionList(Vec<Description>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Code.
    Code {
        /// Language after the fence, may be empty.
        language: String,
        /// The code itself.
        text: String,
    },
    /// A table.
    Table(Box<Table>),
    /// A picture alone in its paragraph.
    Figure {
        /// The picture.
        reference: ReferenceId,
        /// Alternative text.
        alt: String,
        /// Caption, may be empty.
        caption: Vec<Inline>,
    },
    /// A line across.
    Rule,
    /// Raw HTML that the configuration permits, already cleaned.
    Html(String),
    /// 步骤: what to do, in order.
    Steps {
        /// Its own title, may be empty.
        title: Vec<Inline>,
        /// One entry a step.
        steps: Vec<Vec<Block>>,
    },
    /// 问答.
    Faq(Vec<Question>),
    /// 折叠: text that opens on demand.
    Details {
        /// The line that is always shown.
        summary: Vec<Inline>,
        /// Whether it starts open.
        open: bool,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// 求助: the help-line box.
    Help {
        /// Its own title, may be empty.
        title: Vec<Inline>,
        /// Numbers chosen; empty for all of the configuration.
        lines: Box<[String]>,
        /// Its own words.
        blocks: Vec<Block>,
    },
    /// 引用: a shared snippet.
    Include(ReferenceId),
    /// 表格: a CSV file.
    Data {
        /// The file.
        reference: ReferenceId,
        /// Caption, may be empty.
        caption: Vec<Inline>,
    },
    /// 法条: text of a statute.
    Statute(ReferenceId),
    /// 视频.
    Video(Box<Video>),
    /// 传单: explicit content of leaflets, not shown on the page.
    Leaflet(Box<Leaflet>),
}

/// The kinds of [`Block::Callout`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    /// 大白话: what it means in simple words.
    Plain,
    /// 提示.
    Note,
    /// 警示.
    Warning,
    /// 案例.
    Case,
    /// 下一步.
    Next,
}

/// A list, numbered or not.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// First number of a numbered list.
    pub start: Option<u32>,
    /// No blank lines between the items.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a [`List`].
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Ticked or not, in a task list.
    pub task: Option<bool>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A term with its explanations.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The term.
    pub term: Vec<Inline>,
    /// Its explanations.
    pub details: Vec<Vec<Block>>,
    /// Where the term stands.
    pub span: Span,
}

/// A table written in Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One a column.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub header: Vec<Vec<Inline>>,
    /// The other rows, each as long as the header.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// Alignment of a table's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Not said.
    None,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question, without 问：.
    pub question: Vec<Inline>,
    /// The answer, without 答：.
    pub answer: Vec<Block>,
}

/// A video as written; files and platform are looked up in [`crate::resolve`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Video {
    /// The video itself.
    pub reference: ReferenceId,
    /// Its title, may be empty.
    pub title: String,
    /// Poster picture, when named.
    pub poster: Option<ReferenceId>,
    /// Captions (WebVTT), when named.
    pub captions: Option<ReferenceId>,
    /// Transcript (Markdown or text), when named.
    pub transcript: Option<ReferenceId>,
    /// Chapters (WebVTT), when named.
    pub chapters: Option<ReferenceId>,
    /// Length in seconds, when named.
    pub duration_s: Option<u32>,
    /// Whether it shows sign language.
    pub sign_language: bool,
}

/// Explicit content of leaflets.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaflet {
    /// Formats it is for; empty for all of the front matter.
    pub formats: Vec<String>,
    /// Panels in the order written; content outside a panel has no name.
    pub panels: Vec<Panel>,
    /// Where the directive stands.
    pub span: Span,
}

/// One panel of a [`Leaflet`].
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// As written: `封面`, `in1`; empty outside `:::版面`.
    pub name: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Stress.
    Emphasis(Vec<Inline>),
    /// Strong stress.
    Strong(Vec<Inline>),
    /// Struck out.
    Strikethrough(Vec<Inline>),
    /// Code.
    Code(String),
    /// A line break the editor asked for.
    Break,
    /// A link.
    Link {
        /// Where to.
        reference: ReferenceId,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A picture inside a line.
    Image {
        /// The picture.
        reference: ReferenceId,
        /// Alternative text.
        alt: String,
    },
    /// A citation, or one of its pieces when it crosses other marks: `**《民法典》**第三条`.
    Cite {
        /// The citation.
        reference: ReferenceId,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A mention of the footnote at this index.
    Footnote {
        /// Index into [`Document::footnotes`].
        index: usize,
        /// Counts the mentions of this footnote from 1.
        mention: u32,
    },
    /// Raw HTML that the configuration permits, already cleaned.
    Html(String),
}

/// Returns the words of inline content, without marks, pictures and footnotes.
pub(crate) fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inlines)
            | Inline::Strong(inlines)
            | Inline::Strikethrough(inlines)
            | Inline::Link { inlines, .. }
            | Inline::Cite { inlines, .. } => push_plain_text(inlines, out),
            Inline::Break => out.push('\n'),
            Inline::Image { .. } | Inline::Footnote { .. } | Inline::Html(_) => {}
        }
    }
}
