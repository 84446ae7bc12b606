//! What the text of a document points at.

use crate::{law::citation::Citation, source::Span};

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
