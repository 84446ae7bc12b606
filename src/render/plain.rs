//! The words of a document without any mark, for the search and for machines that read pages.
//!
//! Knows nothing of references: text that stands elsewhere (snippets, statutes, tables of `data/`) is given by the caller.

use crate::document::{Block, Document, Inline, ReferenceId, plain_text};

/// Gives the words of what a reference inserts into the page; empty for nothing.
pub type Inserted<'a> = &'a dyn Fn(ReferenceId) -> String;

/// Appends the words of blocks to `out`, each block on a line of its own. Headings are left to `heading`.
pub fn push_blocks(
    blocks: &[Block],
    inserted: Inserted<'_>,
    heading: &mut dyn FnMut(usize, &mut String),
    out: &mut String,
) {
    for block in blocks {
        let mut nested = |blocks: &[Block], out: &mut String| {
            push_blocks(blocks, inserted, heading, out);
        };
        match block {
            Block::Paragraph(inlines) => line(inlines, out),
            Block::Heading(index) => heading(*index, out),
            Block::Callout { title, blocks, .. } => {
                line(title, out);
                nested(blocks, out);
            }
            Block::List(list) => list.items.iter().for_each(|it| nested(&it.blocks, out)),
            Block::DescriptionList(entries) => entries.iter().for_each(|it| {
                line(&it.term, out);
                it.details.iter().for_each(|it| nested(it, out));
            }),
            Block::Quote(blocks) => nested(blocks, out),
            Block::Code { text, .. } => words(text, out),
            Block::Table(table) => {
                let rows = std::iter::once(&table.header).chain(&table.rows);
                rows.flatten().for_each(|cell| line(cell, out));
            }
            Block::Figure { alt, caption, .. } => {
                words(alt, out);
                line(caption, out);
            }
            Block::Rule | Block::Html(_) | Block::Leaflet(_) => {}
            Block::Steps { title, steps } => {
                line(title, out);
                steps.iter().for_each(|it| nested(it, out));
            }
            Block::Faq(questions) => questions.iter().for_each(|it| {
                line(&it.question, out);
                nested(&it.answer, out);
            }),
            Block::Details {
                summary, blocks, ..
            } => {
                line(summary, out);
                nested(blocks, out);
            }
            Block::Help {
                title,
                lines,
                blocks,
            } => {
                line(title, out);
                lines.iter().for_each(|it| words(it, out));
                nested(blocks, out);
            }
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
