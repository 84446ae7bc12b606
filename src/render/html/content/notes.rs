//! Footnotes of a page and of the snippets in it: one list, numbered as they are met.

use std::collections::BTreeMap;

use crate::{escape, render::html::content::Writer, site::DocumentId};

/// A footnote by its document and its place in it.
type Note = (DocumentId, usize);

/// The footnotes met so far.
#[derive(Default)]
pub struct Notes {
    numbers: BTreeMap<Note, usize>,
    /// In the order of their numbers, each with the count of its mentions.
    list: Vec<(Note, usize)>,
}

impl Notes {
    /// Counts a mention; returns the number of the note and that of the mention.
    fn mention(&mut self, note: Note) -> (usize, usize) {
        let next = self.list.len() + 1;
        let number = *self.numbers.entry(note).or_insert(next);
        if number == next {
            self.list.push((note, 0));
        }
        let count = &mut self.list[number - 1].1;
        *count += 1;
        (number, *count)
    }
}

impl Writer<'_> {
    /// Appends the mark of a footnote of the document that is being written.
    pub fn footnote_mark(&mut self, index: usize) {
        let note = (self.id, index);
        let Some((number, mention)) = self.notes.as_mut().map(|it| it.mention(note)) else {
            return;
        };
        let label = escape::text(self.word("footnote"));
        let anchor = anchor(number, mention);
        self.html(&format!(
            "<sup class=\"footnote-mark\"><a id=\"{anchor}\" href=\"#fn-{number}\" role=\"doc-noteref\" aria-label=\"{label} {number}\">{number}</a></sup>"
        ));
    }

    /// Appends the list of the footnotes that were mentioned.
    pub fn footnotes(&mut self) {
        let texts = self.footnote_texts();
        let notes = self.notes.take().unwrap_or_default();
        if texts.is_empty() {
            return;
        }
        self.html(
            "<section class=\"footnotes\" aria-labelledby=\"footnotes\"><h2 id=\"footnotes\">",
        );
        self.text(self.word("footnotes"));
        self.html("</h2><ol>");
        for (number, (text, (_, mentions))) in (1..).zip(texts.iter().zip(notes.list)) {
            self.html(&format!("<li id=\"fn-{number}\">{text}"));
            for mention in 1..=mentions {
                let back = escape::text(self.word("footnote_back"));
                let anchor = anchor(number, mention);
                let label = if mention == 1 { back } else { format!("{back} {mention}") };
                self.html(&format!(
                    " <a class=\"footnote-back\" href=\"#{anchor}\" role=\"doc-backlink\">{label}</a>"
                ));
            }
            self.html("</li>");
        }
        self.html("</ol></section>");
    }

    /// Writes the texts of all notes; one may mention another, which is met then.
    fn footnote_texts(&mut self) -> Vec<String> {
        let mut texts = Vec::new();
        let out = std::mem::take(&mut self.out);
        while let Some(((id, index), _)) =
            self.notes.as_ref().and_then(|it| it.list.get(texts.len()).copied())
        {
            let outer = std::mem::replace(&mut self.id, id);
            for block in &self.document().footnotes[index].blocks {
                self.block(block);
            }
            self.id = outer;
            texts.push(std::mem::take(&mut self.out));
        }
        self.out = out;
        texts
    }

    /// Returns the anchor of a heading: the page's own keeps its name, one of a snippet gives way.
    pub(crate) fn heading_id(&mut self, id: &str) -> Option<String> {
        let is_own = self.id == self.page;
        let taken = self.ids.as_mut()?;
        if is_own {
            return Some(id.to_owned());
        }
        let numbered = (2..).map(|it| format!("{id}-{it}"));
        let free = std::iter::once(id.to_owned()).chain(numbered).find(|it| !taken.contains(it))?;
        taken.insert(free.clone());
        Some(free)
    }
}

/// Returns the anchor of a footnote's mention; the first has no number of its own.
fn anchor(number: usize, mention: usize) -> String {
    if mention <= 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{mention}") }
}
