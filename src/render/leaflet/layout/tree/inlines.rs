//! Inlines → the leaves of the tree: words, links, codes, numbers, readings.

use serde_json::{Value, json};

use crate::{
    document::{Document, Footnote, Inline, PinyinMode},
    pinyin::Segment,
    render::{
        elsewhere::PortableTarget,
        leaflet::layout::{
            tree::{TreeBuilder, alt_text},
            words,
        },
    },
};

impl<'a> TreeBuilder<'a> {
    /// Returns the trees of a paragraph.
    pub(super) fn line(&mut self, inlines: &'a [Inline]) -> Vec<Value> {
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
            Inline::Link { reference, inlines } => {
                match self.targets.get(self.document, *reference) {
                    PortableTarget::Address(href) => {
                        json!({"t": "a", "href": href, "c": self.inlines(inlines)})
                    }
                    PortableTarget::Words
                    | PortableTarget::Picture(..)
                    | PortableTarget::Statute(..)
                    | PortableTarget::Snippet(_)
                    | PortableTarget::Table(..)
                    | PortableTarget::Video(..) => json!({"t": "span", "c": self.inlines(inlines)}),
                }
            }
            Inline::Image { reference, alt } => match self.picture(*reference) {
                Some(name) => json!({"t": "img", "src": name, "alt": alt_text(alt)}),
                None => return,
            },
            Inline::Cite { inlines, .. } => json!({"t": "law", "c": self.inlines(inlines)}),
            Inline::Footnote(index) => match self.note(*index) {
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
            let segments =
                if mode == PinyinMode::All { pinyin.all(words) } else { pinyin.rare(words) };
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
        let is_same = |(known, _): &(&Footnote, &Document)| std::ptr::eq(*known, note);
        if let Some(at) = self.notes.iter().position(is_same) {
            return Some(at + 1);
        }
        self.notes.push((note, self.document));
        Some(self.notes.len())
    }
}

fn ruby(segment: &Segment<'_>) -> Value {
    match &segment.pinyin {
        Some(reading) => json!({"t": "ruby", "v": segment.text, "rt": reading}),
        None => json!({"t": "s", "v": segment.text}),
    }
}
