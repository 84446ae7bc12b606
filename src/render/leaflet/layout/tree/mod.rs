//! A [`Document`]'s blocks → the JSON tree that the templates walk.
//!
//! Leaves are strings that Typst shows and never parses. What a reference points at is asked from [`PortableTargets`].

mod inlines;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    config::HelpLine,
    data::csv,
    document::{
        Block, CalloutKind, Document, Footnote, Inline, List, PinyinMode, Question, ReferenceId,
        Table, Video, plain_text,
    },
    pinyin::Pinyin,
    render::{
        elsewhere::{PortableTarget, PortableTargets},
        leaflet::layout::{code::code, title, words},
    },
    source::{Asset, Span},
};

/// Pictures by the name that the tree uses, with the place that asks for them.
pub type Pictures<'a> = BTreeMap<String, (&'a Asset, Span)>;

/// Turns the blocks of one leaflet into a tree; remembers pictures and footnotes on the way.
pub struct TreeBuilder<'a> {
    targets: &'a PortableTargets<'a>,
    document: &'a Document,
    /// Pictures by the name the tree uses.
    pub pictures: Pictures<'a>,
    /// Footnotes in the order of their numbers, each with the document it stands in.
    notes: Vec<(&'a Footnote, &'a Document)>,
    /// Level of the last heading.
    level: u8,
    readings: Option<(&'a Pinyin, PinyinMode)>,
    /// Telephone numbers that stand out.
    numbers: Vec<&'a str>,
}

impl<'a> TreeBuilder<'a> {
    /// Starts a tree of `document`.
    pub fn new(document: &'a Document, targets: &'a PortableTargets<'a>) -> Self {
        Self {
            targets,
            document,
            pictures: Pictures::new(),
            notes: Vec::new(),
            level: 1,
            readings: None,
            numbers: Vec::new(),
        }
    }

    /// Makes the numbers of these lines stand out in running text.
    pub(crate) fn with_numbers(mut self, lines: &'a [HelpLine]) -> Self {
        self.numbers = lines.iter().map(|it| it.number.as_str()).collect();
        self
    }

    /// Writes pinyin above characters as the document asks for it.
    pub(crate) fn with_readings(mut self, pinyin: &'a Pinyin) -> Self {
        let mode = self.document.front_matter.pinyin.unwrap_or(PinyinMode::Rare);
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
    pub(crate) fn start_below_title(&mut self) {
        self.level = 2;
    }

    /// Returns the footnotes that the text so far mentions.
    pub fn notes(&mut self) -> Vec<Value> {
        let mut out = Vec::new();
        // A footnote's text may mention another one.
        while let Some((note, document)) = self.notes.get(out.len()).copied() {
            let outer = std::mem::replace(&mut self.document, document);
            let content = self.blocks(&note.blocks);
            self.document = outer;
            out.push(json!({"t": "note", "n": out.len() + 1, "c": content}));
        }
        out
    }

    fn block(&mut self, block: &'a Block, out: &mut Vec<Value>) {
        let tree = match block {
            Block::Paragraph(inlines) => json!({"t": "p", "c": self.line(inlines)}),
            Block::Heading(index) => self.heading(*index),
            Block::Callout { kind, title, blocks } => {
                json!({"t": "box", "k": callout(*kind), "title": self.inlines(title), "c": self.blocks(blocks)})
            }
            Block::List(list) => self.list(list),
            Block::DescriptionList(entries) => {
                let entries = entries.iter().map(|entry| {
                    let details: Vec<Value> =
                        entry.details.iter().map(|it| json!(self.blocks(it))).collect();
                    json!({"term": self.inlines(&entry.term), "c": details})
                });
                json!({"t": "dl", "c": entries.collect::<Vec<_>>()})
            }
            Block::Quote(blocks) => json!({"t": "quote", "c": self.blocks(blocks)}),
            Block::Code { text, .. } => json!({"t": "pre", "v": text}),
            Block::Table(table) => self.table(table),
            Block::Figure { reference, alt, caption } => {
                return self.figure(*reference, alt, caption, out);
            }
            Block::Rule => json!({"t": "hr"}),
            Block::Steps { title, steps } => {
                let steps: Vec<Value> = steps.iter().map(|step| json!(self.blocks(step))).collect();
                json!({"t": "steps", "title": self.inlines(title), "c": steps})
            }
            Block::Faq(questions) => {
                let pair = |it: &'a Question| json!({"q": self.inlines(&it.question), "a": self.blocks(&it.answer)});
                json!({"t": "faq", "c": questions.iter().map(pair).collect::<Vec<_>>()})
            }
            Block::Details { summary, blocks, .. } => {
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
        let is_plain = heading.inlines.iter().all(|it| matches!(it, Inline::Text(_)));
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
            cells.iter().map(|cell| json!(self.line(cell))).collect::<Vec<_>>()
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
        let PortableTarget::Picture(asset) = self.targets.get(self.document, reference) else {
            return None;
        };
        let digest = blake3::Hash::from_bytes(asset.digest).to_hex();
        let name = format!("picture-{}", &digest[..16]);
        let span = self.document.reference(reference).span;
        self.pictures.entry(name.clone()).or_insert((asset, span));
        Some(name)
    }

    fn include(&mut self, reference: ReferenceId, out: &mut Vec<Value>) {
        let PortableTarget::Snippet(snippet) = self.targets.get(self.document, reference) else {
            return;
        };
        let outer = std::mem::replace(&mut self.document, snippet);
        out.extend(self.blocks(&snippet.blocks));
        self.document = outer;
    }

    fn data(&mut self, reference: ReferenceId, caption: &'a [Inline], out: &mut Vec<Value>) {
        let PortableTarget::Table(head, rows) = self.targets.get(self.document, reference) else {
            return;
        };
        let cell = |cell: &String| {
            let mut pieces = Vec::new();
            for line in csv::lines(cell) {
                if !pieces.is_empty() {
                    pieces.push(json!({"t": "br"}));
                }
                pieces.extend(words::pieces(line, &self.numbers));
            }
            json!(pieces)
        };
        let cells = |row: &[String]| row.iter().map(cell).collect::<Vec<_>>();
        let rows: Vec<Value> = rows.iter().map(|row| json!(cells(row))).collect();
        out.push(json!({"t": "table", "head": cells(&head), "rows": rows, "caption": self.inlines(caption)}));
    }

    fn statute(&mut self, reference: ReferenceId, out: &mut Vec<Value>) {
        let PortableTarget::Statute(title, paragraphs) = self.targets.get(self.document, reference)
        else {
            return;
        };
        let paragraphs: Vec<Value> =
            paragraphs.iter().map(|it| json!({"t": "p", "c": words::paragraph(it)})).collect();
        let cite = [json!({"t": "law", "c": words::pieces(&title, &[])})];
        out.push(json!({"t": "box", "k": "law", "title": [], "c": paragraphs, "cite": cite}));
    }

    fn video(&mut self, video: &Video, out: &mut Vec<Value>) {
        let PortableTarget::Video(address) = self.targets.get(self.document, video.reference)
        else {
            return;
        };
        let title = if video.title.is_empty() { "小视频" } else { video.title.as_str() };
        let poster = video.poster.and_then(|it| self.picture(it));
        let code = address.as_deref().and_then(|it| code(it, &format!("二维码：{title}")));
        out.push(json!({"t": "video", "title": title, "poster": poster, "qr": code}));
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
