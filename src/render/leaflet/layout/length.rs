//! How long a text is, for the size it is set in and for what an editor would have to cut.

use crate::document::{Block, Document, Inline, plain_text, walk::Piece};

/// Counts the characters a reader sees in `blocks`, roughly.
pub fn length(document: &Document, blocks: &[Block]) -> usize {
    blocks.iter().map(|it| of_block(document, it)).sum()
}

fn of_block(document: &Document, block: &Block) -> usize {
    match block {
        Block::Heading(index) => document.headings.get(*index).map_or(0, |it| line(&it.inlines)),
        // Its title and its numbers stand on every leaflet.
        Block::Help { blocks, .. } => length(document, blocks),
        Block::Figure { caption, .. } => line(caption),
        Block::Rule
        | Block::Html(_)
        | Block::Include(_)
        | Block::Data { .. }
        | Block::Statute(_)
        | Block::Video(_)
        | Block::Leaflet(_) => 0,
        Block::Paragraph(_)
        | Block::Callout { .. }
        | Block::List(_)
        | Block::DescriptionList(_)
        | Block::Quote(_)
        | Block::Code { .. }
        | Block::Table(_)
        | Block::Steps { .. }
        | Block::Faq(_)
        | Block::Details { .. } => {
            let mut sum = 0;
            block.pieces(&mut |piece| {
                sum += match piece {
                    Piece::Line(inlines) => line(inlines),
                    Piece::Text(text) => text.chars().count(),
                    Piece::Blocks(blocks) => length(document, blocks),
                }
            });
            sum
        }
    }
}

fn line(inlines: &[Inline]) -> usize {
    plain_text(inlines).chars().count()
}
