//! What a site's index takes from a document: its metadata, its summary, its anchors, the terms that it explains.
//!
//! Two states of a page with equal outlines give the same index, so that a changed body alone moves no other page.

use std::sync::Arc;

use crate::{
    document::{Block, CalloutKind, Document, FrontMatter, plain_text},
    source::{FileId, Span},
};

/// Longest summary cut from the text, in characters.
const LONGEST: usize = 100;

/// The part of a [`Document`] that other pages and lists depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// The file it was parsed from.
    pub source: FileId,
    /// The block on top of the file.
    pub front_matter: Arc<FrontMatter>,
    /// One or two sentences, plain text: front matter's summary, else cut from the text.
    pub summary: Arc<str>,
    /// Ids of its headings, sorted.
    pub anchors: Arc<[String]>,
    /// Whether it holds 大白话.
    pub opens_plainly: bool,
    /// Terms of its description lists, in order.
    pub terms: Vec<DefinedTerm>,
}

/// A term of a description list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinedTerm {
    /// As written, other words for it included: `人身安全保护令 / 保护令`.
    pub text: String,
    /// Where in the document: block, entry.
    pub place: (usize, usize),
    /// Where the term stands.
    pub span: Span,
}

impl Document {
    /// Returns what an index takes from this document.
    pub fn outline(&self) -> Outline {
        Outline {
            source: self.source,
            front_matter: Arc::clone(&self.front_matter),
            summary: summary(self).into(),
            anchors: Arc::clone(&self.anchors),
            opens_plainly: self.blocks.iter().any(is_plain),
            terms: terms(&self.blocks),
        }
    }
}

fn is_plain(block: &Block) -> bool {
    let plain = CalloutKind::Plain;
    matches!(block, Block::Callout { kind, .. } if *kind == plain)
}

fn terms(blocks: &[Block]) -> Vec<DefinedTerm> {
    let mut terms = Vec::new();
    for (block, content) in blocks.iter().enumerate() {
        let Block::DescriptionList(list) = content else {
            continue;
        };
        terms.extend(list.iter().enumerate().map(|(entry, it)| DefinedTerm {
            text: plain_text(&it.term),
            place: (block, entry),
            span: it.span,
        }));
    }
    terms
}

/// Returns front matter's summary, else the text before `<!-- more -->`, else the first sentences.
fn summary(document: &Document) -> String {
    if let Some(summary) = &document.front_matter.summary {
        return summary.clone();
    }
    let blocks = &document.blocks[..document.more.unwrap_or(document.blocks.len())];
    let mut text = String::new();
    gather(blocks, &mut text);
    if document.more.is_some() && text.chars().count() <= 2 * LONGEST { text } else { cut(&text) }
}

fn gather(blocks: &[Block], out: &mut String) {
    for block in blocks {
        if out.chars().count() > 4 * LONGEST {
            return;
        }
        match block {
            Block::Paragraph(inlines) => {
                for line in plain_text(inlines).lines() {
                    // Lines without a mark at their end would run together.
                    if out.ends_with(char::is_alphanumeric) {
                        out.push(' ');
                    }
                    out.push_str(line.trim());
                }
            }
            Block::Callout { blocks, .. } | Block::Quote(blocks) => gather(blocks, out),
            Block::Heading(_)
            | Block::List(_)
            | Block::DescriptionList(_)
            | Block::Code { .. }
            | Block::Table(_)
            | Block::Figure { .. }
            | Block::Rule
            | Block::Html(_)
            | Block::Steps { .. }
            | Block::Faq(_)
            | Block::Details { .. }
            | Block::Help { .. }
            | Block::Include(_)
            | Block::Data { .. }
            | Block::Statute(_)
            | Block::Video(_)
            | Block::Leaflet(_) => {}
        }
    }
}

/// Cuts at the end of the last sentence that fits; a first sentence that is too long ends in ……
fn cut(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(LONGEST) else {
        return text.to_owned();
    };
    let head = &text[..limit];
    match head.rfind(['。', '！', '？', '；']) {
        Some(at) => {
            let end = at + head[at..].chars().next().map_or(0, char::len_utf8);
            let closing = text[end..].chars().next().filter(|it| matches!(it, '”' | '）' | '」'));
            text[..end + closing.map_or(0, char::len_utf8)].to_owned()
        }
        None => format!("{}……", head.trim_end_matches(['，', '、', '：', ' '])),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_summary_ends_with_a_sentence() {
        let sentence = "这是一句十个字的话。";
        assert_eq!(cut(&sentence.repeat(15)), sentence.repeat(10));
        assert_eq!(cut(sentence), sentence);
        assert!(cut(&"长".repeat(200)).ends_with("长……"));
    }
}
