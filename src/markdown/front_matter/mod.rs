//! The metadata block on top of a source → [`FrontMatter`].
//!
//! Keys may be English or Chinese, values are read with tolerance; what cannot be understood becomes a diagnostic and the default.

mod reader;
mod split;

use std::ops::Range;

use crate::{
    data::formats,
    diag::{Sink, messages::front_matter::Slip},
    document::{FrontMatter, Reference},
    markdown::{
        Dialect, colon,
        front_matter::{reader::Reader, split::Format},
        hash,
    },
    source::Source,
};

pub use crate::markdown::front_matter::split::{Parts, split};

/// Most bytes of metadata; a page has a few hundred.
const MAX_BYTES: usize = 64 << 10;

/// Reads the metadata. Files it names are added to `references`.
pub fn parse(
    source: &Source,
    parts: &Parts<'_>,
    dialect: &Dialect<'_>,
    references: &mut Vec<Reference>,
    sink: &mut Sink,
) -> FrontMatter {
    let unread = |is_unread: bool| FrontMatter { is_unread, ..FrontMatter::default() };
    if parts.block.len() > MAX_BYTES {
        let fence = source.span(0..parts.block_start.saturating_sub(1));
        sink.front_matter_too_large(fence, parts.block.len(), MAX_BYTES);
        return unread(true);
    }
    if check_hashes(source, parts, sink) {
        return unread(true);
    }
    let parsed = match parts.format {
        Format::None => return unread(parts.is_lost),
        Format::Yaml => formats::yaml_block(source, parts.block, parts.block_start),
        Format::Toml => formats::toml_block(source, parts.block, parts.block_start),
    };
    let span = |range: Range<usize>| {
        source.span(parts.block_start + range.start..parts.block_start + range.end)
    };
    let table = match parsed {
        Ok(table) => table,
        Err(error) => {
            let colons = match parts.format {
                Format::Yaml => colon::slips(parts.block),
                Format::None | Format::Toml => Vec::new(),
            };
            let repaired = colon::repaired(parts.block, &colons);
            // All are mended at once, by the first.
            let mut repair = Some((span(0..parts.block.len()), repaired.as_str()));
            for it in &colons {
                sink.front_matter_colon(span(it.range.clone()), it.key, repair.take());
            }
            match (colons.first(), error.duplicate) {
                (Some(_), _) => {}
                (None, Some(key)) => sink.front_matter_duplicate(span(error.range), &key),
                (None, None) => {
                    let slip = slip(parts.format, &error.why);
                    sink.front_matter_syntax(span(error.range), &error.why, slip);
                }
            }
            return unread(true);
        }
    };
    let out = FrontMatter::default();
    let mut reader = Reader { parts, source, references, sink, dialect, out };
    for (key, value) in table.table().unwrap_or_default() {
        reader.read(&key.text, value);
    }
    let Reader { out, sink, .. } = reader;
    check_end(&out, sink);
    out
}

/// Tells of a page that ends before it begins.
fn check_end(facts: &FrontMatter, sink: &mut Sink) {
    let end = facts.expires.zip(facts.spans.get("expires"));
    if let (Some((expires, span)), Some(from)) = (end, facts.publish.or(facts.date))
        && expires <= from
    {
        sink.front_matter_never_shown(span, &expires.to_string(), &from.to_string());
    }
}

/// Tells values that YAML would cut at a `#`; all are mended at once, by the first.
fn check_hashes(source: &Source, parts: &Parts<'_>, sink: &mut Sink) -> bool {
    if parts.format != Format::Yaml {
        return false;
    }
    let slips = hash::slips(parts.block);
    let span = |range: Range<usize>| {
        source.span(parts.block_start + range.start..parts.block_start + range.end)
    };
    let right = hash::repaired(parts.block, &slips);
    let mut repair = Some((span(0..parts.block.len()), right.as_str()));
    for it in &slips {
        sink.front_matter_hash(span(it.range.clone()), &it.right, repair.take());
    }
    !slips.is_empty()
}

fn slip(format: Format, why: &str) -> Slip {
    match format {
        Format::Toml => Slip::Toml,
        Format::None | Format::Yaml if why.contains("budget") || why.contains("recursive") => {
            Slip::Bomb
        }
        Format::None | Format::Yaml => Slip::Yaml,
    }
}
