//! Text that flows → what stands in front, the body, and what to do next.

use serde_json::{Value, json};

use crate::{
    document::{Block, CalloutKind, plain_text},
    render::leaflet::layout::tree::TreeBuilder,
};

/// A first paragraph of at most so many characters is a sentence that sums up, and stands in front.
const LEAD_LENGTH: usize = 60;

/// Splits text into what stands in front, what flows, and what to do next.
pub(crate) fn flow<'a>(blocks: &'a [Block], tree: &mut TreeBuilder<'a>, data: &mut Value) {
    let first =
        blocks.iter().position(|it| !matches!(it, Block::Leaflet(_))).unwrap_or(blocks.len());
    let (lead, rest) = blocks[first..].split_at(lead_count(&blocks[first..]));
    let (body, end) = rest.split_at(rest.len() - end_count(rest));
    data["lead"] = json!(tree.blocks(lead));
    data["body"] = json!(tree.blocks(body));
    data["end"] = json!(tree.blocks(end));
}

/// How many blocks stand in front: the 大白话 box, or one short paragraph above the first heading.
fn lead_count(blocks: &[Block]) -> usize {
    match blocks {
        [Block::Callout { kind: CalloutKind::Plain, .. }, ..] => 1,
        [Block::Paragraph(inlines), Block::Heading(_), ..] => {
            usize::from(plain_text(inlines).chars().count() <= LEAD_LENGTH)
        }
        _ => 0,
    }
}

/// How many blocks at the end say what to do next.
///
/// `rights/protection-order.md` ends in 下一步, a shared snippet about hotlines and the help box: they belong together.
/// `classroom/anti-fraud.md` ends in the help box alone, and without a call to action there is nothing to set apart.
fn end_count(blocks: &[Block]) -> usize {
    let is_next = |block: &Block| matches!(block, Block::Callout { kind: CalloutKind::Next, .. });
    let is_beside =
        |block: &Block| matches!(block, Block::Help { .. } | Block::Include(_) | Block::Leaflet(_));
    let closing = blocks.iter().rev();
    let closing = closing.take_while(|it| is_next(it) || is_beside(it));
    let count = closing.clone().count();
    if closing.clone().any(is_next) { count } else { 0 }
}
