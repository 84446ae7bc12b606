//! Where the metadata of a source ends and its body begins.

use std::ops::Range;

use crate::{diag::Sink, document::keys, source::Source};

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

impl Parts<'_> {
    const fn without(is_lost: bool) -> Self {
        let format = Format::None;
        Self { block: "", block_start: 0, format, body_start: 0, is_lost }
    }
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

/// What a line that holds nothing but the marks of a fence is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fence {
    /// `---` or `+++`.
    Right(Format),
    /// Something like it: `———`, `－－－`, `- - -`, `----`, `＋＋＋`.
    Like(Format),
    /// No fence.
    None,
}

impl Fence {
    fn of(line: &str) -> Self {
        let marks: String = line.chars().filter(|it| !it.is_whitespace()).collect();
        let all =
            |own: &[char]| marks.chars().count() >= 2 && marks.chars().all(|it| own.contains(&it));
        match line.trim() {
            "---" => Self::Right(Format::Yaml),
            "+++" => Self::Right(Format::Toml),
            _ if all(&['-', '－', '—', '–', '─', '﹣', '−', '一'])
                && marks.contains(|it| it != '一') =>
            {
                Self::Like(Format::Yaml)
            }
            _ if all(&['+', '＋']) => Self::Like(Format::Toml),
            _ => Self::None,
        }
    }
}

/// Cuts the metadata block from the body. Blank lines and a comment may stand before it. A fence that is missing, never
/// closed or typed in other characters is reported; then all is body.
pub fn split<'a>(source: &'a Source, sink: &mut Sink) -> Parts<'a> {
    let text = source.text.as_str();
    let start = first_line(text);
    let line = text[start..].split('\n').next().unwrap_or_default();
    let block_start = (start + line.len() + 1).min(text.len());
    let is_meant = starts_with_key(&text[block_start..]);
    let place = |line: &str, at: usize| {
        let inner = at + (line.len() - line.trim_start().len());
        source.span(inner..inner + line.trim().len())
    };
    match Fence::of(line) {
        // Further down a `---` is a line across, unless keys follow.
        Fence::Right(format) if start == 0 || is_meant => {
            match close(text, block_start, line, format) {
                Ok((end, body_start)) => Parts {
                    block: &text[block_start..end],
                    block_start,
                    format,
                    body_start,
                    is_lost: false,
                },
                Err(like) if is_meant => {
                    match like {
                        Some(range) => sink.front_matter_fence(
                            source.span(range.clone()),
                            &text[range],
                            line.trim(),
                        ),
                        None => sink.front_matter_unclosed(place(line, start), line.trim()),
                    }
                    Parts::without(true)
                }
                // A lone `---` is a line across.
                Err(_) => Parts::without(false),
            }
        }
        Fence::Like(format) if is_meant => {
            let right = if format == Format::Toml { "+++" } else { "---" };
            sink.front_matter_fence(place(line, start), line.trim(), right);
            // Both are mended at once.
            if let Err(Some(range)) = close(text, block_start, right, format) {
                sink.front_matter_fence(source.span(range.clone()), &text[range], right);
            }
            Parts::without(true)
        }
        Fence::Right(_) | Fence::Like(_) => Parts::without(false),
        Fence::None => unfenced(source, start, sink),
    }
}

/// Returns where the first line starts that is neither blank nor part of a comment.
fn first_line(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let bare = rest.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
        let start = at + (rest.len() - bare.len());
        let end = bare.strip_prefix("<!--").and_then(|it| it.find("-->"));
        match end {
            Some(end) => at = start + "<!--".len() + end + "-->".len(),
            // Blanks at the start of the line belong to it.
            None => return text[..start].rfind('\n').map_or(0, |it| it + 1).max(at),
        }
    }
}

/// Tells whether the first line that is not blank is a key with its value.
fn starts_with_key(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.next().is_some_and(|line| {
        line.contains([':', '=', '：']) && !line.starts_with(['-', '*', '>', '!', '[', '|'])
    })
}

/// Finds the fence that ends the block: where the block ends and where the body starts; else a line that is like one.
fn close(
    text: &str,
    block_start: usize,
    open: &str,
    format: Format,
) -> Result<(usize, usize), Option<Range<usize>>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut like = None;
    let mut at = block_start;
    for line in text[block_start..].split_inclusive('\n') {
        let fence = line.trim_end();
        let is_end = Fence::of(fence) == Fence::Right(format) && indent(fence) <= indent(open);
        if is_end || (format == Format::Yaml && fence == "...") {
            return Ok((at, at + line.len()));
        }
        if Fence::of(fence) == Fence::Like(format) && like.is_none() {
            like = Some(at + indent(fence)..at + fence.len());
        }
        at += line.len();
    }
    Err(like)
}

/// Tells of metadata without its first fence, or without any.
fn unfenced<'a>(source: &'a Source, start: usize, sink: &mut Sink) -> Parts<'a> {
    let text = &source.text[start..];
    let is_key = |line: &str| {
        let name = line.split([':', '：', '=']).next().unwrap_or_default();
        name.len() < line.len() && keys::is_any(name.trim())
    };
    let is_json = text.starts_with('{') && text[1..].trim_start().starts_with('"');
    let lines = text.lines().take_while(|line| {
        is_key(line) || (line.starts_with([' ', '-', '#']) && Fence::of(line) == Fence::None)
    });
    let block: Vec<&str> = lines.collect();
    let keys = block.iter().filter(|it| is_key(it)).count();
    let length: usize = block.iter().map(|it| it.len() + 1).sum();
    let end = (start + length).min(source.text.len());
    let next = source.text[end..].lines().next().unwrap_or_default();
    let is_closed = Fence::of(next) == Fence::Right(Format::Yaml);
    let first = block.first().filter(|it| is_key(it));
    let is_title = first.is_some_and(|it| it.starts_with("title") || it.starts_with("标题"));
    if is_json {
        sink.front_matter_json(source.span(start..start + 1));
        return Parts::without(true);
    }
    let (Some(first), true) = (first, keys > 1 || is_title || is_closed) else {
        return Parts::without(false);
    };
    let whole = &source.text[start..end];
    let mended = match is_closed {
        true => format!("---\n{whole}"),
        false => format!("---\n{}\n---\n", whole.trim_end()),
    };
    sink.front_matter_unfenced(
        source.span(start..start + first.len()),
        is_closed,
        (source.span(start..end), &mended),
    );
    Parts::without(true)
}
