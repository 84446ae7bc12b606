//! Gives back the room that growing lists and texts took in advance: a large site holds a million of them.

use std::sync::Arc;

use crate::document::{Block, Document, Inline};

impl Document {
    /// Makes every list and text as large as what it holds.
    pub(crate) fn compact(&mut self) {
        blocks(&mut self.blocks);
        for heading in &mut self.headings {
            inlines(&mut heading.inlines);
        }
        self.headings.shrink_to_fit();
        for footnote in &mut self.footnotes {
            blocks(&mut footnote.blocks);
        }
        self.footnotes.shrink_to_fit();
        self.references.shrink_to_fit();
        Arc::make_mut(&mut self.front_matter).spans.shrink_to_fit();
    }
}

fn lists(lists: &mut Vec<Vec<Block>>) {
    lists.iter_mut().for_each(blocks);
    lists.shrink_to_fit();
}

fn blocks(list: &mut Vec<Block>) {
    list.iter_mut().for_each(block);
    list.shrink_to_fit();
}

fn block(block: &mut Block) {
    match block {
        Block::Paragraph(words) => inlines(words),
        Block::Callout { title, blocks: inner, .. }
        | Block::Details { summary: title, blocks: inner, .. }
        | Block::Help { title, blocks: inner, .. } => {
            inlines(title);
            blocks(inner);
        }
        Block::Quote(inner) => blocks(inner),
        Block::List(list) => {
            list.items.iter_mut().for_each(|it| blocks(&mut it.blocks));
            list.items.shrink_to_fit();
        }
        Block::DescriptionList(descriptions) => {
            for description in descriptions {
                inlines(&mut description.term);
                lists(&mut description.details);
            }
        }
        Block::Table(table) => {
            table.header.iter_mut().for_each(inlines);
            table.rows.iter_mut().flatten().for_each(inlines);
            table.rows.shrink_to_fit();
        }
        Block::Steps { title, steps } => {
            inlines(title);
            lists(steps);
        }
        Block::Faq(questions) => {
            for question in questions {
                inlines(&mut question.question);
                blocks(&mut question.answer);
            }
        }
        Block::Leaflet(leaflet) => {
            let panels = leaflet.panels.iter_mut();
            panels.for_each(|it| blocks(&mut it.blocks));
        }
        Block::Figure { caption, .. } | Block::Data { caption, .. } => inlines(caption),
        Block::Code { text, .. } | Block::Html(text) => text.shrink_to_fit(),
        Block::Heading(_)
        | Block::Rule
        | Block::Include(_)
        | Block::Statute(_)
        | Block::Video(_) => {}
    }
}

fn inlines(list: &mut Vec<Inline>) {
    for inline in list.iter_mut() {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Html(text) => text.shrink_to_fit(),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Link { inlines: inner, .. }
            | Inline::Cite { inlines: inner, .. } => inlines(inner),
            Inline::Break | Inline::Image { .. } | Inline::Footnote(_) => {}
        }
    }
    list.shrink_to_fit();
}
