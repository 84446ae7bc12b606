//! Turns one Markdown source into a [`Document`].
//!
//! Knows nothing about other pages: links stay as written and are looked up in `resolve`.
//! Only [`lower`] names `comrak`; a new comrak release changes that folder and no other.

mod cite;
mod colon;
mod directive;
mod fence;
mod foreign;
mod front_matter;
mod hash;
mod lint;
mod lower;
mod rare;
mod repair;
mod slug;
mod typed;
pub mod unfinished;

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use crate::{
    config::Taxonomy,
    diag::Sink,
    document::Document,
    law::citation::names::Names,
    pinyin::{Pinyin, is_rare},
    source::{Repair, Source},
};

pub use crate::markdown::slug::slug;

/// Largest page, in bytes. Articles have a few thousand. Nothing but marks costs 300 bytes of memory a byte.
pub(crate) const MAX_PAGE_BYTES: usize = 768 << 10;

/// Most lines of a page. A mark on each of half a million lines would cost more time and memory than the whole site.
pub(crate) const MAX_PAGE_LINES: usize = 200_000;

/// What the reading of a page depends on besides its text.
#[derive(Clone, Copy)]
pub struct Dialect<'a> {
    /// Taxonomies whose keys front matter may use.
    pub taxonomies: &'a IndexMap<String, Taxonomy>,
    /// Whether raw HTML is cleaned and kept rather than refused.
    pub raw_html: bool,
    /// Names of laws that citations may use.
    pub names: &'a Names,
    /// The site's time zone.
    pub zone: &'a TimeZone,
    /// How words are read: rare characters that the editor's own table holds need no word.
    pub pinyin: &'a Pinyin,
}

/// Parses one page. Mistakes become diagnostics and placeholders, never a missing document.
pub fn parse(source: &Source, dialect: &Dialect<'_>, sink: &mut Sink) -> Document {
    guarded(source, sink, |sink| parse_page(source, dialect, sink))
}

/// A page on which parsing breaks down counts as unread, like one that is no text.
fn guarded(
    source: &Source,
    sink: &mut Sink,
    parse: impl FnOnce(&mut Sink) -> Document,
) -> Document {
    sink.guard(&source.path, parse).unwrap_or_else(|| {
        let mut document = Document { source: source.id, ..Document::default() };
        Arc::make_mut(&mut document.front_matter).is_unread = true;
        document
    })
}

fn parse_page(source: &Source, dialect: &Dialect<'_>, sink: &mut Sink) -> Document {
    let mut document = Document {
        source: source.id,
        has_rare: source.text.chars().any(is_rare),
        ..Document::default()
    };
    for repair in &source.repairs {
        sink.repaired_file(source, *repair);
        if let Repair::Undecodable(_) = repair {
            // Rubbish breaks every rule of good writing; one message is enough.
            Arc::make_mut(&mut document.front_matter).is_unread = true;
            return document;
        }
    }
    let lines = source.text.bytes().filter(|it| *it == b'\n').count();
    if source.text.len() > MAX_PAGE_BYTES || lines > MAX_PAGE_LINES {
        match lines > MAX_PAGE_LINES {
            true => sink.page_too_long(source, lines, MAX_PAGE_LINES),
            false => sink.page_too_large(source, MAX_PAGE_BYTES),
        }
        Arc::make_mut(&mut document.front_matter).is_unread = true;
        return document;
    }
    let parts = front_matter::split(source, sink);
    let front_matter = front_matter::parse(source, &parts, dialect, &mut document.references, sink);
    document.front_matter = Arc::new(front_matter);
    repair::check(source, parts.body_start, sink);
    foreign::check(source, parts.body_start, sink);
    unfinished::check(source, &document, parts.body_start, sink);
    let mut document = lower::body(source, parts.body_start, document, dialect, sink);
    title_from_heading(&mut document);
    lint::check(&document, sink);
    if document.has_rare {
        rare::check(source, dialect.pinyin, sink);
    }
    document.compact();
    document
}

/// Parses all pages, in parallel.
pub(crate) fn parse_all(
    sources: &[Source],
    dialect: &Dialect<'_>,
    sink: &mut Sink,
) -> Vec<Arc<Document>> {
    sink.par_map(sources, |source, sink| Arc::new(parse(source, dialect, sink)))
}

/// Takes the title from a first heading of level 1 when front matter has none.
fn title_from_heading(document: &mut Document) {
    use crate::document::{Block, plain_text};
    if document.front_matter.title.is_some() {
        return;
    }
    let Some(Block::Heading(0)) = document.blocks.first() else {
        return;
    };
    if document.headings[0].level != 1 {
        return;
    }
    let title = plain_text(&document.headings[0].inlines);
    Arc::make_mut(&mut document.front_matter).title = Some(title);
    document.headings[0].in_contents = false;
    document.blocks.remove(0);
    document.more = document.more.map(|at| at.saturating_sub(1));
}
