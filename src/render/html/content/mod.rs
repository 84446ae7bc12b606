//! A document's tree → HTML.

mod block;
mod inline;
mod notes;
mod phone;
mod table;

use std::collections::BTreeSet;

use crate::{
    document::{Block, Document, PinyinMode, ReferenceId},
    escape,
    render::html::{content::notes::Notes, place::Place},
    resolve::Target,
    site::DocumentId,
};

/// The HTML of a document, with what the page around it has to know.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The body.
    pub html: String,
    /// The list of footnotes, or nothing.
    pub footnotes: String,
    /// Explanations of the terms mentioned, or nothing.
    pub glossary: String,
    /// Facts gathered on the way.
    pub facts: Facts,
}

/// What a body holds.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// There is a video.
    pub has_video: bool,
    /// How many videos there are.
    pub videos: usize,
    /// Hosts of players that the page may open in a frame.
    pub frames: BTreeSet<String>,
}

/// Renders the body of a document.
pub fn render(place: &Place, id: DocumentId) -> Content {
    let document = place.document(id);
    let mut writer = Writer::new(place, id);
    for block in &document.blocks {
        writer.block(block);
    }
    let html = std::mem::take(&mut writer.out);
    writer.footnotes();
    let footnotes = std::mem::take(&mut writer.out);
    writer.glossary_box();
    Content { html, footnotes, glossary: std::mem::take(&mut writer.out), facts: writer.facts }
}

/// Renders a few blocks of a document, without glossary: a summary, a transcript.
pub fn blocks(place: &Place, id: DocumentId, blocks: &[Block]) -> String {
    let mut writer = Writer::new(place, id);
    writer.explains = false;
    // They stand on another page, whose notes and anchors are not theirs.
    (writer.notes, writer.ids) = (None, None);
    for block in blocks {
        writer.block(block);
    }
    writer.out
}

/// Returns words about a page, its title for example, with their reading as in its text.
pub(crate) fn words(place: &Place, id: DocumentId, text: &str) -> String {
    let mode = place.document(id).front_matter.pinyin.unwrap_or(PinyinMode::Rare);
    let mut out = String::with_capacity(text.len());
    inline::read(&mut out, &place.site().records.pinyin, mode, text);
    out
}

/// Writes the HTML of one page.
pub struct Writer<'a> {
    /// The page.
    pub place: &'a Place,
    /// The document being written; another one inside a snippet.
    pub id: DocumentId,
    /// What is written so far.
    pub out: String,
    /// Facts gathered on the way.
    pub facts: Facts,
    /// Terms of the glossary in the order of their first mention.
    mentioned: Vec<usize>,
    /// Whether terms are marked where the text stands now.
    explains: bool,
    /// Whether numbers can be called where the text stands now: not inside a link, a heading or a summary.
    calls: bool,
    /// The last words of the block before the text that is written now.
    tail: String,
    /// Which characters get their reading above them.
    pinyin: PinyinMode,
    /// Boxes that scroll by themselves, so far.
    boxes: usize,
    /// The document that the page is made of.
    page: DocumentId,
    /// Footnotes met so far; `None` where none are shown.
    notes: Option<Notes>,
    /// Anchors of headings that are taken; `None` where headings have none.
    ids: Option<BTreeSet<String>>,
}

impl<'a> Writer<'a> {
    fn new(place: &'a Place, id: DocumentId) -> Self {
        let glossary = &place.site().glossary;
        Self {
            place,
            id,
            out: String::with_capacity(4096),
            facts: Facts::default(),
            mentioned: Vec::new(),
            explains: glossary.document != Some(id) && !glossary.terms.is_empty(),
            calls: true,
            tail: String::new(),
            pinyin: place.document(id).front_matter.pinyin.unwrap_or(PinyinMode::Rare),
            boxes: 0,
            page: id,
            notes: Some(Notes::default()),
            ids: Some(place.document(id).anchors.iter().cloned().collect()),
        }
    }

    /// Returns the document being written.
    pub fn document(&self) -> &'a Document {
        self.place.document(self.id)
    }

    /// Returns what a reference of the document points at.
    pub fn target(&self, reference: ReferenceId) -> &'a Target {
        self.place.shared.targets.get(self.id, reference)
    }

    /// Appends text, escaped.
    pub fn text(&mut self, text: &str) {
        escape::push(&mut self.out, text);
    }

    /// Appends HTML.
    pub fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Returns a word of the theme.
    pub fn word(&self, key: &'a str) -> &'a str {
        self.place.shared.theme.words.get(key).map_or(key, String::as_str)
    }

    /// Names a box that scrolls by itself; as a landmark it needs a name of its own on the page.
    pub(crate) fn box_label(&mut self, key: &'a str) -> String {
        self.boxes += 1;
        let name = escape::text(self.word(key));
        if self.boxes == 1 { name } else { format!("{name} {}", self.boxes) }
    }

    fn glossary_box(&mut self) {
        let glossary = &self.place.site().glossary;
        let (Some(id), false) = (glossary.document, self.mentioned.is_empty()) else {
            return;
        };
        let title = self.word("glossary_box");
        self.out.push_str("<section class=\"glossary-box\" aria-labelledby=\"glossary-box\"><h2 id=\"glossary-box\">");
        self.text(title);
        self.out.push_str("</h2><dl class=\"terms\">");
        self.explains = false;
        let page = std::mem::replace(&mut self.id, id);
        let mut mentioned = std::mem::take(&mut self.mentioned);
        mentioned.sort_unstable();
        for term in mentioned {
            let term = &glossary.terms[term];
            let anchor = escape::text(&term.anchor);
            self.out.push_str(&format!("<div id=\"{anchor}\"><dt>"));
            self.text(&term.name);
            let close = escape::text(self.word("close"));
            self.out.push_str(&format!(
                "<a class=\"term-close\" href=\"#in-{anchor}\">{close}</a></dt>"
            ));
            let document = self.place.document(id);
            if let Block::DescriptionList(list) = &document.blocks[term.place.0] {
                for details in &list[term.place.1].details {
                    self.out.push_str("<dd>");
                    self.tight(details);
                    self.out.push_str("</dd>");
                }
            }
            self.out.push_str("</div>");
        }
        self.id = page;
        self.out.push_str("</dl></section>");
    }
}
