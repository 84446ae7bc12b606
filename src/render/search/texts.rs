//! The pages' texts, a few pages a file, in which phrases are verified and from which excerpts are cut.

use serde_json::{Value, json};

use crate::render::search::{
    fold::{Class, class},
    page::{SearchPage, SearchPart},
    script::{MAX_FILE_BYTES, script_json},
};

/// A file is closed when it holds this much, in bytes.
const WANTED_BYTES: usize = 24_000;

/// A longer text is cut, in bytes; half of the limit, because escapes may double it.
const PIECE_BYTES: usize = MAX_FILE_BYTES / 2 - 2_000;

/// A file also ends before each page whose number this divides, so that an edit moves few pages to other files.
pub const PAGES: usize = 8;

/// One file of texts, not yet written.
#[derive(Debug)]
pub struct Part {
    /// Number of the first page in it; the same as the last file's when that one's page goes on here.
    pub first_page: u32,
    /// How many files before this one begin with the same page.
    nth: usize,
    /// Hash of its content.
    pub digest: blake3::Hash,
}

impl Part {
    /// Writes the file, from the words that `read` gives of each of `count` pages.
    pub fn write(&self, count: usize, read: &impl Fn(usize) -> SearchPage) -> String {
        let mut writer = Writer::new(self.first_page);
        // A file begins where nothing is left of the one before, so what follows is cut as it was the first time.
        for number in self.first_page.. {
            let page = usize::try_from(number).unwrap_or(usize::MAX);
            if page >= count || writer.files.len() > self.nth {
                break;
            }
            writer.push(number, &read(page));
        }
        let written = writer.finish().into_iter().nth(self.nth);
        written.map_or_else(|| "[]".to_owned(), |it| it.json)
    }
}

/// One file of texts.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    first_page: u32,
    nth: usize,
    /// `[[url, title, date, anchor, text, anchor, text …], …]`
    json: String,
}

impl Written {
    /// Returns what is kept of it until it is published.
    pub fn part(&self) -> Part {
        Part {
            first_page: self.first_page,
            nth: self.nth,
            digest: blake3::hash(self.json.as_bytes()),
        }
    }
}

/// Distributes texts over files.
#[derive(Debug)]
pub struct Writer {
    files: Vec<Written>,
    open: Vec<Value>,
    open_bytes: usize,
    open_page: u32,
}

impl Writer {
    /// Starts with the page numbered `first_page`.
    pub fn new(first_page: u32) -> Self {
        Self { files: Vec::new(), open: Vec::new(), open_bytes: 0, open_page: first_page }
    }

    /// Adds a page.
    pub fn push(&mut self, number: u32, page: &SearchPage) {
        let pieces = pieces(&page.parts);
        if number.is_multiple_of(PAGES as u32)
            || self.open_bytes >= WANTED_BYTES
            || pieces.len() > 1
        {
            self.close(number);
        }
        let date = page.date.map(|it| it.to_string()).unwrap_or_default();
        let count = pieces.len();
        for piece in pieces {
            let mut values = vec![json!(page.url), json!(page.title), json!(date)];
            self.open_bytes += piece.iter().map(|(_, text)| text.len()).sum::<usize>();
            values.extend(
                piece.into_iter().flat_map(|(anchor, text)| [json!(anchor), Value::String(text)]),
            );
            self.open.push(Value::Array(values));
            if count > 1 {
                self.close(number);
            }
        }
        if count > 1 {
            self.open_page = number + 1;
        }
    }

    /// Returns the files.
    pub fn finish(mut self) -> Vec<Written> {
        self.close(0);
        self.files
    }

    fn close(&mut self, next_page: u32) {
        if !self.open.is_empty() {
            let json = script_json(&Value::Array(std::mem::take(&mut self.open)));
            let before = self.files.last().filter(|it| it.first_page == self.open_page);
            self.files.push(Written {
                first_page: self.open_page,
                nth: before.map_or(0, |it| it.nth + 1),
                json,
            });
        }
        self.open_bytes = 0;
        self.open_page = next_page;
    }
}

/// Anchors with texts.
type Piece = Vec<(String, String)>;

/// Cuts a page's parts into pieces of bounded size; at least one, empty for an empty page.
fn pieces(parts: &[SearchPart]) -> Vec<Piece> {
    let mut pieces = vec![Piece::new()];
    let mut bytes = 0;
    for part in parts {
        let whole = if part.heading.is_empty() {
            part.text.clone()
        } else {
            format!("{}\n{}", part.heading, part.text)
        };
        for text in cut(&whole) {
            if bytes + text.len() > PIECE_BYTES {
                pieces.push(Piece::new());
                bytes = 0;
            }
            bytes += text.len();
            if let Some(piece) = pieces.last_mut() {
                piece.push((part.anchor.clone(), text.to_owned()));
            }
        }
    }
    pieces
}

/// Cuts a text that is too long where no phrase can cross the cut.
fn cut(mut text: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    while text.len() > PIECE_BYTES {
        let end = text.floor_char_boundary(PIECE_BYTES);
        let at =
            text[..end].rfind(|it| class(it) == Class::Break).filter(|it| *it > 0).unwrap_or(end);
        let (piece, rest) = text.split_at(at);
        cuts.push(piece);
        text = rest;
    }
    cuts.push(text);
    cuts
}
