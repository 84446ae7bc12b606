//! One parsed source: the tree that every output renders.
//!
//! Made by [`crate::markdown`], never changed afterwards. What a reference points at is not known here; the tree holds
//! [`ReferenceId`]s, and [`crate::resolve`] answers with one target for each entry of [`Document::references`].

use std::sync::Arc;

use crate::source::{FileId, Span};

pub mod keys;

pub mod walk;

mod block;
mod inline;
mod reference;

mod compact;
mod front_matter;
mod outline;

pub use crate::document::front_matter::{
    Attachment, Date, FrontMatter, KeySpans, LeafletRequest, PinyinMode, Render, Term, Value,
};
pub use crate::document::{
    block::{
        Alignment, Block, CalloutKind, Description, Leaflet, List, ListItem, Panel, Question,
        Table, Video,
    },
    inline::Inline,
    outline::{DefinedTerm, Outline},
    reference::{Reference, ReferenceId, ReferenceKind},
};

pub(crate) use crate::document::inline::plain_text;

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
}
