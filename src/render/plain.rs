//! The words of a document without any mark, for the search and for machines that read pages.
//!
//! Knows nothing of references: text that stands elsewhere (snippets, statutes, tables of `data/`) is given by the caller.

use crate::document::{Block, Document, Inline, ReferenceId, plain_text, walk::Piece};

/// Gives the words of what a reference inserts into the page; empty for nothing.
pub(crate) type Inserted<'a> = &'a dyn Fn(ReferenceId) -> String;

/// Appends the words of blocks to `out`, each block on a line of its own. Headings are left to `heading`.
pub(crate) fn push_blocks(
    blocks: &[Block],
    inserted: Inserted<'_>,
    heading: &mut dyn FnMut(usize, &mut String),
    out: &mut String,
) {
    for block in blocks {
        match block {
            Block::Heading(index) => heading(*index, out),
            Block::Rule | Block::Html(_) | Block::Leaflet(_) => {}
            Block::Include(reference) | Block::Statute(reference) => {
                words(&inserted(*reference), out);
            }
            Block::Data { reference, caption } => {
                line(caption, out);
                words(&inserted(*reference), out);
            }
            Block::Video(video) => {
                words(&video.title, out);
                words(&video.transcript.map(inserted).unwrap_or_default(), out);
            }
            Block::Paragraph(_)
            | Block::Callout { .. }
            | Block::List(_)
            | Block::DescriptionList(_)
            | Block::Quote(_)
            | Block::Code { .. }
            | Block::Table(_)
            | Block::Figure { .. }
            | Block::Steps { .. }
            | Block::Faq(_)
            | Block::Details { .. }
            | Block::Help { .. } => block.pieces(&mut |piece| match piece {
                Piece::Line(inlines) => line(inlines, out),
                Piece::Text(text) => words(text, out),
                Piece::Blocks(blocks) => push_blocks(blocks, inserted, heading, out),
            }),
        }
    }
}

/// Returns the words of blocks, lines joined; for places that have no room for lines.
pub fn blocks(document: &Document, blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut heading = |index: usize, out: &mut String| line(&document.headings[index].inlines, out);
    push_blocks(blocks, &|_| String::new(), &mut heading, &mut out);
    out.trim_end().to_owned()
}

fn line(inlines: &[Inline], out: &mut String) {
    words(&plain_text(inlines), out);
}

fn words(text: &str, out: &mut String) {
    if !text.is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}
