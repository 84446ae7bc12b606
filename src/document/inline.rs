//! Pieces of running text.

use crate::document::reference::ReferenceId;

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
    /// A mention of the footnote at this index of [`Document::footnotes`](crate::document::Document).
    Footnote(usize),
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
            Inline::Image { .. } | Inline::Footnote(_) | Inline::Html(_) => {}
        }
    }
}
