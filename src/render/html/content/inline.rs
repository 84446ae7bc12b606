//! Running text → HTML.

use crate::{
    document::{Inline, PinyinMode, ReferenceId},
    escape,
    pinyin::Pinyin,
    render::html::{
        content::{Writer, phone},
        law, picture,
    },
    resolve::Target,
};

impl Writer<'_> {
    /// Appends inline content.
    pub fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.words(text),
            Inline::Emphasis(inlines) => self.element("em", inlines),
            Inline::Strong(inlines) => self.element("strong", inlines),
            Inline::Strikethrough(inlines) => self.element("del", inlines),
            Inline::Code(text) => {
                self.html("<code>");
                self.text(text);
                self.html("</code>");
            }
            Inline::Break => self.html("<br>\n"),
            Inline::Link { reference, inlines } => self.link(*reference, inlines),
            Inline::Image { reference, alt } => picture::write(self, *reference, alt),
            Inline::Cite { reference, inlines } => law::cite::cite(self, *reference, inlines),
            Inline::Footnote(index) => self.footnote_mark(*index),
            Inline::Html(html) => self.html(html),
        }
    }

    /// Appends inline content in which no term is explained: the words of a link.
    pub fn quiet(&mut self, inlines: &[Inline]) {
        let before = (self.explains, self.calls);
        (self.explains, self.calls) = (false, false);
        self.inlines(inlines);
        (self.explains, self.calls) = before;
    }

    /// Appends text; the first mention of a term leads to its explanation.
    fn words(&mut self, text: &str) {
        if !self.explains {
            return self.call(text);
        }
        let glossary = &self.place.site().glossary;
        let mut done = 0;
        for (range, term) in glossary.find(text) {
            if self.mentioned.contains(&term) {
                continue;
            }
            self.mentioned.push(term);
            self.call(&text[done..range.start]);
            let anchor = escape::text(&glossary.terms[term].anchor);
            // Closed again, the explanation leads back to the word: it needs a name.
            self.html(&format!("<a class=\"term\" id=\"in-{anchor}\" href=\"#{anchor}\">"));
            self.read(&text[range.clone()]);
            self.html("</a>");
            done = range.end;
        }
        self.call(&text[done..]);
    }

    /// Appends text; a number that is called is called by a touch.
    pub(super) fn call(&mut self, text: &str) {
        let before = std::mem::replace(&mut self.tail, phone::tail(text));
        if !self.calls || !text.contains(|it: char| it.is_ascii_digit()) {
            return self.read(text);
        }
        let config = self.place.config();
        let lines = config.help_lines.iter().map(|it| it.number.as_str());
        let known: Vec<&str> = lines.chain([config.organisation.phone.as_str()]).collect();
        let mut done = 0;
        for (range, number) in phone::find(&before, text, &known) {
            self.read(&text[done..range.start]);
            self.html(&format!("<a href=\"tel:{number}\">"));
            self.read(&text[range.clone()]);
            self.html("</a>");
            done = range.end;
        }
        self.read(&text[done..]);
    }

    /// Appends text, with its reading above the characters that need one.
    fn read(&mut self, text: &str) {
        match self.pinyin {
            PinyinMode::None => self.text(text),
            PinyinMode::Rare if !self.document().has_rare => self.text(text),
            mode => read(&mut self.out, &self.place.site().records.pinyin, mode, text),
        }
    }

    fn link(&mut self, reference: ReferenceId, inlines: &[Inline]) {
        let target = self.target(reference);
        let is_outside = match target {
            Target::External(url) => url.starts_with("http"),
            Target::Page { .. }
            | Target::Anchor(_)
            | Target::Made { .. }
            | Target::Asset(_)
            | Target::Picture(_)
            | Target::Text(_) => false,
            Target::Broken
            | Target::Plain
            | Target::Law(_)
            | Target::Snippet(_)
            | Target::Data(_) => return self.quiet(inlines),
        };
        let url = self.address(target);
        self.html("<a");
        if is_outside {
            self.html(" class=\"external\"");
        }
        self.html(" href=\"");
        self.text(&url);
        self.html("\"");
        if is_outside {
            self.html(" rel=\"noopener noreferrer external\"");
        }
        self.html(">");
        self.quiet(inlines);
        if is_outside {
            let note = escape::text(self.word("external"));
            self.html(&format!(
                "<span class=\"external-mark\"><span class=\"visually-hidden\">{note}</span></span>"
            ));
        }
        self.html("</a>");
    }

    /// Returns the address of a target relative to the page.
    pub fn address(&self, target: &Target) -> String {
        let place = self.place;
        match target {
            Target::Page { owner, anchor } => {
                let here = *place.site().permalink(*owner) == place.permalink;
                match anchor {
                    Some(anchor) if here => format!("#{}", crate::address::encode_path(anchor)),
                    Some(anchor) => {
                        format!("{}#{}", place.url_of(*owner), crate::address::encode_path(anchor))
                    }
                    None => place.url_of(*owner),
                }
            }
            Target::Anchor(anchor) => format!("#{}", crate::address::encode_path(anchor)),
            Target::Made { path, anchor: None } => place.url(path),
            Target::Made { path, anchor: Some(anchor) } => {
                format!("{}#{}", place.url(path), crate::address::encode_path(anchor))
            }
            Target::Asset(path) | Target::Picture(path) | Target::Text(path) => {
                place.url(path.strip_prefix("content/").unwrap_or(path))
            }
            Target::External(url) => url.clone(),
            Target::Law(_)
            | Target::Snippet(_)
            | Target::Data(_)
            | Target::Plain
            | Target::Broken => String::new(),
        }
    }
}

/// Appends text, with its reading above the characters that need one.
pub(super) fn read(out: &mut String, pinyin: &Pinyin, mode: PinyinMode, text: &str) {
    // Brackets for readers without ruby; between all characters they would only be in the way.
    let (segments, open, close) = match mode {
        PinyinMode::None => return escape::push(out, text),
        PinyinMode::Rare => (pinyin.rare(text), "<rp>（</rp>", "<rp>）</rp>"),
        PinyinMode::All => (pinyin.all(text), "", ""),
    };
    for segment in segments {
        match segment.pinyin {
            None => escape::push(out, segment.text),
            Some(reading) => {
                out.push_str("<ruby>");
                escape::push(out, segment.text);
                out.push_str(&format!("{open}<rt lang=\"zh-Latn\">{reading}</rt>{close}</ruby>"));
            }
        }
    }
}
