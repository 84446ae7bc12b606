//! A Word document as its reader leaves it: what stands on the page, in reading order.

use std::collections::BTreeMap;

/// A Word document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The body, in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes.
    pub notes: BTreeMap<NoteId, Vec<Block>>,
    /// What was not taken over.
    pub left_out: LeftOut,
}

/// How much of a document was not taken over, so that it can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Text boxes.
    pub boxes: usize,
    /// Places that somebody struck out while changes were tracked.
    pub deletions: usize,
    /// Comments.
    pub comments: usize,
    /// Characters that only one font has.
    pub symbols: usize,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, headings and items of lists included.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// One paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Name of its style: `heading 1`, `toc 2`, also where the program speaks Chinese.
    pub style: Option<String>,
    /// Its level in the outline, 0 for the highest; said by itself or by its style.
    pub outline: Option<u8>,
    /// `center`, `right`, `both` …, as far as it or its style says.
    pub align: Option<String>,
    /// The number that Word counts in front of it.
    pub number: Option<Number>,
    /// Its words.
    pub runs: Vec<Run>,
}

/// A number that Word makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// The list that it counts in.
    pub list: String,
    /// How deep in the list, 0 for the outermost.
    pub level: u8,
    /// What is shown: `（一）`, `第三条`, a bullet.
    pub shown: String,
}

/// Words of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What stands there.
    pub content: Content,
    /// How it looks.
    pub look: Look,
    /// Where it leads.
    pub link: Option<String>,
}

/// What a run holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Words; a line break is `\n`, a tabulator `\t`.
    Text(String),
    /// Words with their reading above them.
    Ruby(String, String),
    /// The mark of a note.
    Note(NoteId),
    /// A picture: its path inside the file, empty if it is not in the file.
    Picture(String),
}

/// Which note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteId {
    /// A footnote, by its number in the file.
    Foot(String),
    /// An endnote.
    End(String),
}

/// How words look; `None` where neither they nor their style say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Heavy.
    pub bold: Option<bool>,
    /// Slanted.
    pub italic: Option<bool>,
    /// With a dot under each character, 着重号.
    pub dotted: Option<bool>,
    /// Small and raised.
    pub raised: Option<bool>,
    /// Not shown.
    pub hidden: Option<bool>,
    /// Name of the font for Chinese.
    pub font: Option<String>,
    /// Size in half points.
    pub half_points: Option<u32>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How many columns it takes.
    pub columns: usize,
    /// Whether it continues the cell above.
    pub continues: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Paragraph {
    /// Returns the words that a reader sees, without number, readings and notes.
    pub fn text(&self) -> String {
        let shown = self.runs.iter().filter(|it| it.look.hidden != Some(true));
        shown.map(|it| it.content.text()).collect()
    }
}

impl Content {
    /// Returns its words.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Ruby(text, _) => text,
            Self::Note(_) | Self::Picture(_) => "",
        }
    }
}

impl Look {
    /// Returns this look where it says something, else what lies under it.
    #[must_use]
    pub fn over(self, under: &Self) -> Self {
        Self {
            bold: self.bold.or(under.bold),
            italic: self.italic.or(under.italic),
            dotted: self.dotted.or(under.dotted),
            raised: self.raised.or(under.raised),
            hidden: self.hidden.or(under.hidden),
            font: self.font.or_else(|| under.font.clone()),
            half_points: self.half_points.or(under.half_points),
        }
    }
}
