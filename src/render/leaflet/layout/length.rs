//! How long a text is, for the size it is set in and for what an editor would have to cut.

use crate::document::{Block, Document, Inline, plain_text};

/// Counts the characters a reader sees in `blocks`, roughly.
pub fn length(document: &Document, blocks: &[Block]) -> usize {
    let inner = |blocks: &[Block]| length(document, blocks);
    let line = |inlines: &[Inline]| plain_text(inlines).chars().count();
    let one = |block: &Block| match block {
        Block::Paragraph(inlines) => line(inlines),
        Block::Heading(index) => document.headings.get(*index).map_or(0, |it| line(&it.inlines)),
        Block::Callout { title, blocks, .. } => line(title) + inner(blocks),
        Block::Details { summary, blocks, .. } => line(summary) + inner(blocks),
        Block::List(list) => list.items.iter().map(|it| inner(&it.blocks)).sum(),
        Block::DescriptionList(entries) => entries
            .iter()
            .map(|it| line(&it.term) + it.details.iter().map(|it| inner(it)).sum::<usize>())
            .sum(),
        Block::Quote(blocks) | Block::Help { blocks, .. } => inner(blocks),
        Block::Code { text, .. } => text.chars().count(),
        Block::Table(table) => {
            table.header.iter().chain(table.rows.iter().flatten()).map(|cell| line(cell)).sum()
        }
        Block::Steps { title, steps } => {
            line(title) + steps.iter().map(|it| inner(it)).sum::<usize>()
        }
        Block::Faq(questions) => {
            questions.iter().map(|it| line(&it.question) + inner(&it.answer)).sum()
        }
        Block::Figure { caption, .. } => line(caption),
        Block::Rule
        | Block::Html(_)
        | Block::Include(_)
        | Block::Data { .. }
        | Block::Statute(_)
        | Block::Video(_)
        | Block::Leaflet(_) => 0,
    };
    blocks.iter().map(one).sum()
}
