//! Where the metadata of a source ends and its body begins.

use crate::{diag::Sink, source::Source};

/// A source cut in two.
pub struct Parts<'a> {
    /// The metadata without its fences, with its place; empty when there is none.
    pub block: &'a str,
    /// Where the metadata starts.
    pub block_start: usize,
    /// What it is written in.
    pub format: Format,
    /// Where the body starts.
    pub body_start: usize,
    /// Whether there is metadata that could not be told from the body.
    pub is_lost: bool,
}

/// What metadata is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// There is none.
    None,
    /// Between `---`.
    Yaml,
    /// Between `+++`.
    Toml,
}

/// Cuts the metadata block from the body. A fence that is never closed is reported; then all is body.
pub fn split<'a>(source: &'a Source, sink: &mut Sink) -> Parts<'a> {
    let text = source.text.as_str();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let format = match first {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        _ => Format::None,
    };
    let without = |is_lost: bool| Parts {
        block: "",
        block_start: 0,
        format: Format::None,
        body_start: 0,
        is_lost,
    };
    if format == Format::None {
        let is_wide = matches!(first, "－－－" | "———" | "－－" | "＋＋＋");
        if is_wide {
            sink.front_matter_fence(source.span(0..first.len()), first);
        }
        return without(is_wide);
    }
    let block_start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = block_start;
    for line in text[block_start..].split_inclusive('\n') {
        let fence = line.trim_end();
        if fence == first || (format == Format::Yaml && fence == "...") {
            return Parts {
                block: &text[block_start..at],
                block_start,
                format,
                body_start: at + line.len(),
                is_lost: false,
            };
        }
        at += line.len();
    }
    // A lone `---` is a line across; metadata is only meant when a key follows.
    let next = text[block_start..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_meant = next.contains([':', '=', '：']) && !next.starts_with(['#', '-', '*', '>']);
    if is_meant {
        sink.front_matter_unclosed(source.span(0..first.len()), first);
    }
    without(is_meant)
}
