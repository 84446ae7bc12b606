//! A file of an editor → the words of a statute, one paragraph a line.

use crate::{
    import::{
        docx::{
            self,
            word::{Block, Content, Paragraph, Word},
        },
        statute::ImportError,
    },
    source::{Repair, Source},
};

/// What was read, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The text, one paragraph a line.
    pub text: String,
    /// How many text boxes were left out.
    pub boxes: usize,
    /// How many notes were left out.
    pub notes: usize,
}

/// Reads a .docx, .txt or .md by its name.
pub fn read(name: &str, bytes: &[u8]) -> Result<Words, ImportError> {
    let ending = name.rsplit('.').next().unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "docx" => docx::read(bytes).map(|it| of_word(&it)).map_err(ImportError::Word),
        "txt" | "md" | "markdown" => of_text(name, bytes),
        _ => Err(ImportError::UnknownFormat),
    }
}

fn of_text(name: &str, bytes: &[u8]) -> Result<Words, ImportError> {
    let source = Source::new(name, bytes);
    let is_broken = |it: &Repair| matches!(it, Repair::Undecodable(_) | Repair::Nul(_));
    if source.repairs.iter().any(is_broken) {
        return Err(ImportError::Encoding);
    }
    Ok(Words { text: source.text, ..Words::default() })
}

/// Official files mark nothing by styles, so only their words and the numbers of Word's lists are taken.
fn of_word(word: &Word) -> Words {
    let mut words = Words { boxes: word.left_out.boxes, ..Words::default() };
    words.add(&word.blocks);
    words
}

impl Words {
    fn add(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.line(paragraph),
                Block::Table(table) => {
                    let cells = table.rows.iter().flatten();
                    cells.for_each(|cell| self.add(&cell.blocks));
                }
            }
        }
    }

    fn line(&mut self, paragraph: &Paragraph) {
        let is_note = |it: &Content| matches!(it, Content::Note(_));
        let notes = paragraph.runs.iter().filter(|it| is_note(&it.content));
        self.notes += notes.count();
        let text = paragraph.text().replace('\t', " ");
        let text = text.trim();
        if let Some(number) = paragraph.number.as_ref().filter(|_| !text.is_empty()) {
            self.text.push_str(&number.shown);
            // 第一章 stands apart from its words, （一） and 1. do not.
            if number.shown.ends_with(['编', '章', '节', '条']) {
                self.text.push('　');
            }
        }
        self.text.push_str(text);
        self.text.push('\n');
    }
}
