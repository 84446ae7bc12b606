//! The one way through a tree: what stands in a block, and every block of a document.
//!
//! For whoever only looks. A renderer, which says of each kind of block what becomes of it, matches on its own.

use std::slice;

use crate::document::{Block, Document, Inline, Question, Video};

/// Something that stands directly in a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'a> {
    /// A line of running text: a paragraph, a title, a term, a cell.
    Line(&'a [Inline]),
    /// Words without marks: code, the alternative text of a picture, the number of a help line.
    Text(&'a str),
    /// Blocks: of a box, an item, an answer.
    Blocks(&'a [Block]),
}

impl Block {
    /// Gives what stands directly in the block to `each`, in reading order. The words of a heading stand in
    /// [`Document::headings`]; what a reference inserts is known elsewhere.
    pub fn pieces<'a>(&'a self, each: &mut dyn FnMut(Piece<'a>)) {
        match self {
            Self::Paragraph(line) => each(Piece::Line(line)),
            Self::Callout { title, blocks, .. } | Self::Details { summary: title, blocks, .. } => {
                each(Piece::Line(title));
                each(Piece::Blocks(blocks));
            }
            Self::Help { title, lines, blocks } => {
                each(Piece::Line(title));
                lines.iter().for_each(|it| each(Piece::Text(it)));
                each(Piece::Blocks(blocks));
            }
            Self::Quote(blocks) => each(Piece::Blocks(blocks)),
            Self::List(list) => {
                let items = list.items.iter();
                items.for_each(|it| each(Piece::Blocks(&it.blocks)));
            }
            Self::DescriptionList(entries) => entries.iter().for_each(|it| {
                each(Piece::Line(&it.term));
                it.details.iter().for_each(|it| each(Piece::Blocks(it)));
            }),
            Self::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                cells.for_each(|it| each(Piece::Line(it)));
            }
            Self::Figure { alt, caption, .. } => {
                each(Piece::Text(alt));
                each(Piece::Line(caption));
            }
            Self::Steps { title, steps } => {
                each(Piece::Line(title));
                steps.iter().for_each(|it| each(Piece::Blocks(it)));
            }
            Self::Faq(questions) => questions.iter().for_each(|it| {
                each(Piece::Line(&it.question));
                each(Piece::Blocks(&it.answer));
            }),
            Self::Leaflet(leaflet) => {
                let panels = leaflet.panels.iter();
                panels.for_each(|it| each(Piece::Blocks(&it.blocks)));
            }
            Self::Code { text, .. } => each(Piece::Text(text)),
            Self::Data { caption, .. } => each(Piece::Line(caption)),
            Self::Video(video) => each(Piece::Text(&video.title)),
            Self::Heading(_) | Self::Rule | Self::Html(_) | Self::Include(_) | Self::Statute(_) => {
            }
        }
    }

    /// Returns the lists of blocks that stand directly in the block, in reading order; nothing for most.
    pub(crate) fn children(&self) -> Vec<&[Block]> {
        let mut children = Vec::new();
        self.pieces(&mut |piece| match piece {
            Piece::Blocks(blocks) => children.push(blocks),
            Piece::Line(_) | Piece::Text(_) => {}
        });
        children
    }

    /// Returns the video, if the block is one.
    pub fn video(&self) -> Option<&Video> {
        let Self::Video(video) = self else {
            return None;
        };
        Some(video)
    }

    /// Returns the questions, if the block holds some.
    pub(crate) fn questions(&self) -> Option<&[Question]> {
        let Self::Faq(questions) = self else {
            return None;
        };
        Some(questions)
    }
}

impl Document {
    /// Returns every block that a page shows, in reading order: the body with all that stands inside of others, then the
    /// footnotes. What a leaflet alone shows and what stands in snippets is left out.
    pub fn walk(&self) -> impl Iterator<Item = &Block> {
        let notes = self.footnotes.iter().flat_map(|it| walk(&it.blocks));
        walk(&self.blocks).chain(notes)
    }

    /// Returns the videos that a page shows, in reading order.
    pub(crate) fn videos(&self) -> impl Iterator<Item = &Video> {
        self.walk().filter_map(Block::video)
    }
}

/// Returns the blocks with all that stands inside of them, each before what it holds.
pub fn walk(blocks: &[Block]) -> Walk<'_> {
    Walk { open: vec![blocks.iter()] }
}

/// The way through some blocks; made by [`walk`].
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    /// What is still to come, the innermost list last.
    open: Vec<slice::Iter<'a, Block>>,
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Block;

    fn next(&mut self) -> Option<&'a Block> {
        loop {
            let Some(block) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            if !matches!(block, Block::Leaflet(_)) {
                let children = block.children().into_iter().rev();
                self.open.extend(children.map(<[Block]>::iter));
            }
            return Some(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, walk};
    use crate::document::{Leaflet, Panel, Question};
    use crate::source::{FileId, Span};

    fn word(text: &str) -> Block {
        Block::Html(text.to_owned())
    }

    fn words(blocks: &[Block]) -> String {
        let mut words = String::new();
        for block in walk(blocks) {
            if let Block::Html(text) = block {
                words.push_str(text);
            }
        }
        words
    }

    #[test]
    fn blocks_come_in_reading_order() {
        let answer =
            |text| Question { question: Vec::new(), answer: vec![Block::Quote(vec![word(text)])] };
        let blocks = [word("1"), Block::Faq(vec![answer("2"), answer("3")]), word("4")];
        assert_eq!(words(&blocks), "1234");
    }

    #[test]
    fn what_leaflets_alone_show_is_left_out() {
        let span = Span::file(FileId::of("a.md"));
        let panel = Panel { name: String::new(), blocks: vec![word("2")], span };
        let leaflet = Leaflet { formats: Vec::new(), panels: vec![panel], span };
        let blocks = [word("1"), Block::Leaflet(Box::new(leaflet)), word("3")];
        assert_eq!(words(&blocks), "13");
    }
}
