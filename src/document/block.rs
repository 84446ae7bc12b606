//! Blocks: the body of a document, as every output renders it.

use crate::{
    document::{inline::Inline, reference::ReferenceId},
    source::Span,
};

/// A block of text. What is large and rare stands in a box: a large site holds a million blocks.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading; its words stand in [`Document::headings`](crate::document::Document) at this index.
    Heading(usize),
    /// 大白话, 提示, 警示, 案例, 下一步: text set apart.
    Callout {
        /// Which.
        kind: CalloutKind,
        /// Its own title, empty for the kind's name.
        title: Vec<Inline>,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A list.
    List(List),
    /// Terms with explanations.
    DescriptionList(Vec<Description>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Code.
    Code {
        /// Language after the fence, may be empty.
        language: String,
        /// The code itself.
        text: String,
    },
    /// A table.
    Table(Box<Table>),
    /// A picture alone in its paragraph.
    Figure {
        /// The picture.
        reference: ReferenceId,
        /// Alternative text.
        alt: String,
        /// Caption, may be empty.
        caption: Vec<Inline>,
    },
    /// A line across.
    Rule,
    /// Raw HTML that the configuration permits, already cleaned.
    Html(String),
    /// 步骤: what to do, in order.
    Steps {
        /// Its own title, may be empty.
        title: Vec<Inline>,
        /// One entry a step.
        steps: Vec<Vec<Block>>,
    },
    /// 问答.
    Faq(Vec<Question>),
    /// 折叠: text that opens on demand.
    Details {
        /// The line that is always shown.
        summary: Vec<Inline>,
        /// Whether it starts open.
        open: bool,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// 求助: the help-line box.
    Help {
        /// Its own title, may be empty.
        title: Vec<Inline>,
        /// Numbers chosen; empty for all of the configuration.
        lines: Box<[String]>,
        /// Its own words.
        blocks: Vec<Block>,
    },
    /// 引用: a shared snippet.
    Include(ReferenceId),
    /// 表格: a CSV file.
    Data {
        /// The file.
        reference: ReferenceId,
        /// Caption, may be empty.
        caption: Vec<Inline>,
    },
    /// 法条: text of a statute.
    Statute(ReferenceId),
    /// 视频.
    Video(Box<Video>),
    /// 传单: explicit content of leaflets, not shown on the page.
    Leaflet(Box<Leaflet>),
}

/// The kinds of [`Block::Callout`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    /// 大白话: what it means in simple words.
    Plain,
    /// 提示.
    Note,
    /// 警示.
    Warning,
    /// 案例.
    Case,
    /// 下一步.
    Next,
}

/// A list, numbered or not.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// First number of a numbered list.
    pub start: Option<u32>,
    /// No blank lines between the items.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a [`List`].
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Ticked or not, in a task list.
    pub task: Option<bool>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A term with its explanations.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The term.
    pub term: Vec<Inline>,
    /// Its explanations.
    pub details: Vec<Vec<Block>>,
    /// Where the term stands.
    pub span: Span,
}

/// A table written in Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One a column.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub header: Vec<Vec<Inline>>,
    /// The other rows, each as long as the header.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// Alignment of a table's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Not said.
    None,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question, without 问：.
    pub question: Vec<Inline>,
    /// The answer, without 答：.
    pub answer: Vec<Block>,
}

/// A video as written; files and platform are looked up in [`crate::resolve`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Video {
    /// The video itself.
    pub reference: ReferenceId,
    /// Its title, may be empty.
    pub title: String,
    /// Poster picture, when named.
    pub poster: Option<ReferenceId>,
    /// Captions (WebVTT), when named.
    pub captions: Option<ReferenceId>,
    /// Transcript (Markdown or text), when named.
    pub transcript: Option<ReferenceId>,
    /// Chapters (WebVTT), when named.
    pub chapters: Option<ReferenceId>,
    /// Length in seconds, when named.
    pub duration_s: Option<u32>,
    /// Whether it shows sign language.
    pub sign_language: bool,
}

/// Explicit content of leaflets.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaflet {
    /// Formats it is for; empty for all of the front matter.
    pub formats: Vec<String>,
    /// Panels in the order written; content outside a panel has no name.
    pub panels: Vec<Panel>,
    /// Where the directive stands.
    pub span: Span,
}

/// One panel of a [`Leaflet`].
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// As written: `封面`, `in1`; empty outside `:::版面`.
    pub name: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}
