//! A [`Document`]'s blocks → the JSON tree that the templates walk.
//!
//! Leaves are strings that Typst shows and never parses. What a reference points at is asked from [`Lookup`].

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    config::HelpLine,
    document::{
        Block, CalloutKind, Document, Footnote, Inline, List, PinyinMode, Question, ReferenceId,
        Table, Video, plain_text,
    },
    media::qr,
    pinyin::{Pinyin, Segment},
    render::leaflet::{title, words},
    source::{Asset, Span},
};

/// What a reference points at, as far as paper is concerned.
#[derive(Clone, Debug)]
pub enum Thing<'a> {
    /// An address on the web, absolute.
    Address(String),
    /// Nothing one could follow on paper: only the words stay.
    Words,
    /// A picture.
    Picture(&'a Asset),
    /// A statute's text: citation in full, paragraphs.
    Statute(String, Vec<String>),
    /// A shared snippet.
    Snippet(&'a Document),
    /// A table: header, rows.
    Data(Vec<String>, Vec<Vec<String>>),
    /// A video: the address to scan.
    Video(Option<String>),
}

/// Answers what a document's reference points at.
pub type Lookup<'a> = dyn Fn(&'a Document, ReferenceId) -> Thing<'a> + Sync + 'a;

/// Turns the blocks of one leaflet into a tree; remembers pictures and footnotes on the way.
pub struct Grower<'a> {
    lookup: &'a Lookup<'a>,
    document: &'a Document,
    /// Pictures by the name the tree uses.
    pub pictures: BTreeMap<String, (&'a Asset, Span)>,
    notes: Vec<&'a Footnote>,
    note_document: Vec<&'a Document>,
    level: u8,
    depth: usize,
    readings: Option<(&'a Pinyin, PinyinMode)>,
    numbers: Vec<&'a str>,
}

/// Snippets inside snippets stop here; a loop was reported when they were resolved.
const MAX_DEPTH: usize = 4;

impl<'a> Grower<'a> {
    /// Starts a tree of `document`.
    pub fn new(document: &'a Document, lookup: &'a Lookup<'a>) -> Self {
        Self {
            lookup,
            document,
            pictures: BTreeMap::new(),
            notes: Vec::new(),
            note_document: Vec::new(),
            level: 1,
            depth: 0,
            readings: None,
            numbers: Vec::new(),
        }
    }

    /// Makes the numbers of these lines stand out in running text.
    pub fn with_numbers(mut self, lines: &'a [HelpLine]) -> Self {
        self.numbers = lines.iter().map(|it| it.number.as_str()).collect();
        self
    }

    /// Writes pinyin above characters as the document asks for it.
    pub fn with_readings(mut self, pinyin: &'a Pinyin) -> Self {
        let mode = self
            .document
            .front_matter
            .pinyin
            .unwrap_or(PinyinMode::Rare);
        self.readings = (mode != PinyinMode::None).then_some((pinyin, mode));
        self
    }

    /// Returns the trees of `blocks`.
    pub fn blocks(&mut self, blocks: &'a [Block]) -> Vec<Value> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, &mut out);
        }
        out
    }

    /// Starts a panel that has a heading of the second level already.
    pub fn start_below_title(&mut self) {
        self.level = 2;
    }

    /// Returns the footnotes that the text so far mentions.
    pub fn notes(&mut self) -> Vec<Value> {
        let mut out = Vec::new();
        let mut index = 0;
        // A footnote's text may mention another one.
        while index < self.notes.len() {
            let (note, document) = (self.notes[index], self.note_document[index]);
            let outer = std::mem::replace(&mut self.document, document);
            let content = self.blocks(&note.blocks);
            self.document = outer;
            out.push(json!({"t": "note", "n": index + 1, "c": content}));
            index += 1;
        }
        out
    }

    fn block(&mut self, block: &'a Block, out: &mut Vec<Value>) {
        let tree = match block {
            Block::Paragraph(inlines) => json!({"t": "p", "c": self.line(inlines)}),
            Block::Heading(index) => self.heading(*index),
            Block::Callout {
                kind,
                title,
                blocks,
            } => {
                json!({"t": "box", "k": callout(*kind), "title": self.inlines(title), "c": self.blocks(blocks)})
            }
            Block::List(list) => self.list(list),
            Block::DescriptionList(entries) => {
                let entries = entries.iter().map(|entry| {
                    let details: Vec<Value> = entry
                        .details
                        .iter()
                        .map(|it| json!(self.blocks(it)))
                        .collect();
                    json!({"term": self.inlines(&entry.term), "c": details})
                });
                json!({"t": "dl", "c": entries.collect::<Vec<_>>()})
            }
            Block::Quote(blocks) => json!({"t": "quote", "c": self.blocks(blocks)}),
            Block::Code { text, .. } => json!({"t": "pre", "v": text}),
            Block::Table(table) => self.table(table),
            Block::Figure {
                reference,
                alt,
                caption,
            } => return self.figure(*reference, alt, caption, out),
            Block::Rule => json!({"t": "hr"}),
            Block::Steps { title, steps } => {
                let steps: Vec<Value> = steps.iter().map(|step| json!(self.blocks(step))).collect();
                json!({"t": "steps", "title": self.inlines(title), "c": steps})
            }
            Block::Faq(questions) => {
                let pair = |it: &'a Question| json!({"q": self.inlines(&it.question), "a": self.blocks(&it.answer)});
                json!({"t": "faq", "c": questions.iter().map(pair).collect::<Vec<_>>()})
            }
            Block::Details {
                summary, blocks, ..
            } => {
                json!({"t": "box", "k": "details", "title": self.inlines(summary), "c": self.blocks(blocks)})
            }
            // Help lines stand on every leaflet; only the box's own words are new.
            Block::Help { blocks, .. } => return out.extend(self.blocks(blocks)),
            Block::Include(reference) => return self.include(*reference, out),
            Block::Data { reference, caption } => return self.data(*reference, caption, out),
            Block::Statute(reference) => return self.statute(*reference, out),
            Block::Video(video) => return self.video(video, out),
            Block::Html(_) | Block::Leaflet(_) => return,
        };
        out.push(tree);
    }

    /// Levels never skip: PDF/UA refuses a document in which they do.
    fn heading(&mut self, index: usize) -> Value {
        let Some(heading) = self.document.headings.get(index) else {
            return json!({"t": "p", "c": []});
        };
        let level = heading.level.clamp(2, 6).min(self.level + 1);
        self.level = level;
        let words = plain_text(&heading.inlines);
        let is_plain = heading
            .inlines
            .iter()
            .all(|it| matches!(it, Inline::Text(_)));
        // Where a heading has to wrap, it does so where a reader pauses.
        let counts = if is_plain { 2..4 } else { 0..0 };
        let cuts: Vec<_> = counts.map(|count| title::cut(&words, count)).collect();
        json!({"t": "h", "l": level, "c": self.inlines(&heading.inlines), "cuts": cuts})
    }

    fn list(&mut self, list: &'a List) -> Value {
        let items = list
            .items
            .iter()
            .map(|item| json!({"task": item.task, "c": self.blocks(&item.blocks)}));
        let items: Vec<Value> = items.collect();
        match list.start {
            Some(start) => json!({"t": "ol", "start": start, "c": items}),
            None => json!({"t": "ul", "start": 1, "c": items}),
        }
    }

    fn table(&mut self, table: &'a Table) -> Value {
        let mut row = |cells: &'a [Vec<Inline>]| {
            cells
                .iter()
                .map(|cell| json!(self.line(cell)))
                .collect::<Vec<_>>()
        };
        let head = row(&table.header);
        let rows: Vec<Value> = table.rows.iter().map(|cells| json!(row(cells))).collect();
        json!({"t": "table", "head": head, "rows": rows, "caption": []})
    }

    fn figure(
        &mut self,
        reference: ReferenceId,
        alt: &str,
        caption: &'a [Inline],
        out: &mut Vec<Value>,
    ) {
        let Some(name) = self.picture(reference) else {
            return;
        };
        out.push(json!({"t": "fig", "src": name, "alt": alt_text(alt), "caption": self.inlines(caption)}));
    }

    /// Notes a picture and returns its name in the tree; it is read when the leaflet has to be made.
    fn picture(&mut self, reference: ReferenceId) -> Option<String> {
        let Thing::Picture(asset) = (self.lookup)(self.document, reference) else {
            return None;
        };
        Some(self.asset(asset, self.document.reference(reference).span))
    }

    fn asset(&mut self, asset: &'a Asset, span: Span) -> String {
        let name = format!(
            "picture-{}",
            &blake3::Hash::from_bytes(asset.digest).to_hex()[..16]
        );
        self.pictures.entry(name.clone()).or_insert((asset, span));
        name
    }

    fn include(&mut self, reference: ReferenceId, out: &mut Vec<Value>) {
        let Thing::Snippet(snippet) = (self.lookup)(self.document, reference) else {
            return;
        };
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.document, snippet);
        out.extend(self.blocks(&snippet.blocks));
        self.document = outer;
        self.depth -= 1;
    }

    fn data(&mut self, reference: ReferenceId, caption: &'a [Inline], out: &mut Vec<Value>) {
        let Thing::Data(head, rows) = (self.lookup)(self.document, reference) else {
            return;
        };
        let cells = |row: &[String]| {
            row.iter()
                .map(|cell| json!(words::pieces(cell, &self.numbers)))
                .collect::<Vec<_>>()
        };
        let rows: Vec<Value> = rows.iter().map(|row| json!(cells(row))).collect();
        out.push(json!({"t": "table", "head": cells(&head), "rows": rows, "caption": self.inlines(caption)}));
    }

    fn statute(&mut self, reference: ReferenceId, out: &mut Vec<Value>) {
        let Thing::Statute(title, paragraphs) = (self.lookup)(self.document, reference) else {
            return;
        };
        let paragraphs: Vec<Value> = paragraphs
            .iter()
            .map(|it| json!({"t": "p", "c": text(it)}))
            .collect();
        let cite = [json!({"t": "law", "c": words::pieces(&title, &[])})];
        out.push(json!({"t": "box", "k": "law", "title": [], "c": paragraphs, "cite": cite}));
    }

    fn video(&mut self, video: &Video, out: &mut Vec<Value>) {
        let Thing::Video(address) = (self.lookup)(self.document, video.reference) else {
            return;
        };
        let title = if video.title.is_empty() {
            "小视频"
        } else {
            video.title.as_str()
        };
        let poster = video.poster.and_then(|it| self.picture(it));
        let code = address
            .as_deref()
            .and_then(|it| code(it, &format!("二维码：{title}")));
        out.push(json!({"t": "video", "title": title, "poster": poster, "qr": code}));
    }

    /// Returns the trees of a paragraph.
    fn line(&mut self, inlines: &'a [Inline]) -> Vec<Value> {
        let mut out = self.inlines(inlines);
        words::tie_end(&mut out);
        out
    }

    /// Returns the trees of `inlines`.
    pub fn inlines(&mut self, inlines: &'a [Inline]) -> Vec<Value> {
        let mut out = Vec::new();
        for inline in inlines {
            self.inline(inline, &mut out);
        }
        out
    }

    fn inline(&mut self, inline: &'a Inline, out: &mut Vec<Value>) {
        let tree = match inline {
            Inline::Text(words) => return out.extend(self.words(words)),
            Inline::Emphasis(inlines) => json!({"t": "em", "c": self.inlines(inlines)}),
            Inline::Strong(inlines) => json!({"t": "b", "c": self.inlines(inlines)}),
            Inline::Strikethrough(inlines) => json!({"t": "del", "c": self.inlines(inlines)}),
            Inline::Code(words) => json!({"t": "code", "v": words}),
            Inline::Break => json!({"t": "br"}),
            Inline::Link { reference, inlines } => match (self.lookup)(self.document, *reference) {
                Thing::Address(href) => json!({"t": "a", "href": href, "c": self.inlines(inlines)}),
                Thing::Words
                | Thing::Picture(..)
                | Thing::Statute(..)
                | Thing::Snippet(_)
                | Thing::Data(..)
                | Thing::Video(..) => json!({"t": "span", "c": self.inlines(inlines)}),
            },
            Inline::Image { reference, alt } => match self.picture(*reference) {
                Some(name) => json!({"t": "img", "src": name, "alt": alt_text(alt)}),
                None => return,
            },
            Inline::Cite { inlines, .. } => json!({"t": "law", "c": self.inlines(inlines)}),
            Inline::Footnote { index, .. } => match self.note(*index) {
                Some(number) => json!({"t": "fn", "n": number}),
                None => return,
            },
            Inline::Html(_) => return,
        };
        out.push(tree);
    }

    /// Splits running text, with readings where they are wanted.
    fn words(&self, words: &str) -> Vec<Value> {
        let pieces = words::pieces(words, &self.numbers);
        let Some((pinyin, mode)) = self.readings else {
            return pieces;
        };
        let read = |words: &str| -> Vec<Value> {
            let segments = if mode == PinyinMode::All {
                pinyin.all(words)
            } else {
                pinyin.rare(words)
            };
            segments.iter().map(ruby).collect()
        };
        let mut out = Vec::new();
        for piece in pieces {
            let read = read(piece["v"].as_str().unwrap_or_default());
            match piece["t"].as_str() {
                Some("k") if read.len() > 1 => out.push(json!({"t": "keep", "c": read})),
                Some("k" | "tel") => out.push(piece),
                Some(_) | None => out.extend(read),
            }
        }
        out
    }

    /// Numbers footnotes by their first mention on this leaflet.
    fn note(&mut self, index: usize) -> Option<usize> {
        let note = self.document.footnotes.get(index)?;
        let known = self.notes.iter().position(|it| std::ptr::eq(*it, note));
        Some(known.map_or_else(
            || {
                self.notes.push(note);
                self.note_document.push(self.document);
                self.notes.len()
            },
            |at| at + 1,
        ))
    }
}

fn ruby(segment: &Segment<'_>) -> Value {
    match &segment.pinyin {
        Some(reading) => json!({"t": "ruby", "v": segment.text, "rt": reading}),
        None => json!({"t": "s", "v": segment.text}),
    }
}

fn callout(kind: CalloutKind) -> &'static str {
    match kind {
        CalloutKind::Plain => "plain",
        CalloutKind::Note => "note",
        CalloutKind::Warning => "warning",
        CalloutKind::Case => "case",
        CalloutKind::Next => "next",
    }
}

fn alt_text(alt: &str) -> &str {
    if alt.is_empty() { "插图" } else { alt }
}

/// Splits the words of a statute into one paragraph.
pub fn text(words: &str) -> Vec<Value> {
    let mut out = words::pieces(words, &[]);
    words::tie_end(&mut out);
    out
}

/// Returns the code of `address` for the templates: modules along a side, rows of dark runs.
pub fn code(address: &str, alt: &str) -> Option<Value> {
    let modules = qr::modules(address)?;
    let runs: Vec<[usize; 4]> = modules
        .runs()
        .iter()
        .map(|run| [run.y, run.x, run.width, run.height])
        .collect();
    Some(json!({"url": address, "n": modules.size, "runs": runs, "alt": alt}))
}

/// Counts the characters a reader sees in `blocks`, roughly: what an editor would have to cut.
pub fn length(document: &Document, blocks: &[Block]) -> usize {
    let inner = |blocks: &[Block]| length(document, blocks);
    let line = |inlines: &[Inline]| plain_text(inlines).chars().count();
    let one = |block: &Block| match block {
        Block::Paragraph(inlines) => line(inlines),
        Block::Heading(index) => document
            .headings
            .get(*index)
            .map_or(0, |it| line(&it.inlines)),
        Block::Callout { title, blocks, .. } => line(title) + inner(blocks),
        Block::Details {
            summary, blocks, ..
        } => line(summary) + inner(blocks),
        Block::List(list) => list.items.iter().map(|it| inner(&it.blocks)).sum(),
        Block::DescriptionList(entries) => entries
            .iter()
            .map(|it| line(&it.term) + it.details.iter().map(|it| inner(it)).sum::<usize>())
            .sum(),
        Block::Quote(blocks) | Block::Help { blocks, .. } => inner(blocks),
        Block::Code { text, .. } => text.chars().count(),
        Block::Table(table) => table
            .header
            .iter()
            .chain(table.rows.iter().flatten())
            .map(|cell| line(cell))
            .sum(),
        Block::Steps { title, steps } => {
            line(title) + steps.iter().map(|it| inner(it)).sum::<usize>()
        }
        Block::Faq(questions) => questions
            .iter()
            .map(|it| line(&it.question) + inner(&it.answer))
            .sum(),
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
