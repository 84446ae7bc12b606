//! Fences of directives: makes a bare `:::` close the innermost one, as Pandoc does.
//!
//! comrak wants the outer fence longer than the inner. So that an editor need not count colons, each fence gets the length
//! that its depth needs, and directives without a body get their closing line. Only fence lines change.

use std::{borrow::Cow, ops::Range};

use crate::markdown::directive;

/// Directives may stand this deep inside each other.
const MAX_DEPTH: usize = 8;

/// A body ready for comrak.
pub(crate) struct Nested<'a> {
    /// The text, with fences of the right length.
    pub text: Cow<'a, str>,
    /// For each line of `text`, the byte of the body where it comes from.
    pub lines: Vec<usize>,
    /// Mistakes.
    pub problems: Vec<FenceProblem>,
}

/// A mistake with fences, at this range of the body.
pub(crate) enum FenceProblem {
    /// A directive that is never closed.
    Unclosed(Range<usize>),
    /// A closing fence without a directive.
    Stray(Range<usize>),
    /// Too many directives inside each other.
    TooDeep(Range<usize>),
}

/// Marks of quotations and lists that a line may open with; what stands deeper is left out anyway.
const MAX_MARKS: usize = 200;

/// Takes marks of quotations and lists beyond all reason off the lines of a body: for comrak each costs as much time as there
/// are of them. Every byte keeps its place.
pub(crate) fn shallow(body: &str) -> Cow<'_, str> {
    let is_deep = |line: &str| line.len() > MAX_MARKS && excess(line).is_some();
    if !body.lines().any(is_deep) {
        return Cow::Borrowed(body);
    }
    let mut code = None;
    let mut text = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        code = next_code_state(code, inner.trim_end());
        match excess(line).filter(|_| code.is_none()) {
            Some(excess) => {
                text.push_str(&line[..excess.start]);
                text.extend(std::iter::repeat_n('.', excess.len()));
                text.push_str(&line[excess.end..]);
            }
            None => text.push_str(line),
        }
    }
    Cow::Owned(text)
}

/// Returns the marks that a line opens with from the [`MAX_MARKS`]th on, if there are so many.
fn excess(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let (mut at, mut count, mut start) = (0, 0, None);
    while let Some(length) = mark(&bytes[at..]) {
        if count == MAX_MARKS {
            start = Some(at);
        }
        count += usize::from(!matches!(bytes[at], b' ' | b'\t'));
        at += length;
    }
    // Nothing but one mark again and again is a line across the page.
    let is_break = line.trim_matches([' ', '\t', '\n', '-', '*', '+']).is_empty();
    Some(start?..at).filter(|_| !is_break)
}

/// Returns the length of a quotation's or list's mark, or of a blank between them.
fn mark(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take_while(|it| it.is_ascii_digit()).count();
    let length = match rest.get(digits)? {
        b' ' | b'\t' | b'>' if digits == 0 => return Some(1),
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if digits > 0 => digits + 1,
        _ => return None,
    };
    matches!(rest.get(length), Some(b' ' | b'\t')).then_some(length)
}

enum Change {
    Open {
        depth: usize,
    },
    Close {
        depth: usize,
    },
    /// A directive without a body and without a closing line.
    Whole {
        depth: usize,
    },
    /// A closing fence that closes nothing.
    Drop,
}

/// Prepares a body.
pub(crate) fn nest(body: &str) -> Nested<'_> {
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut offsets = Vec::with_capacity(lines.len() + 1);
    let mut at = 0;
    for line in &lines {
        offsets.push(at);
        at += line.len();
    }
    if !body.contains(":::") {
        offsets.push(at);
        return Nested { text: Cow::Borrowed(body), lines: offsets, problems: Vec::new() };
    }
    let (changes, problems) = scan(&lines, &offsets);
    let depths = changes.iter().flatten().map(Change::depth);
    let deepest = depths.max().unwrap_or(0);
    let mut text = String::with_capacity(body.len() + 64);
    let mut mapped = Vec::with_capacity(lines.len() + 1);
    for ((line, offset), change) in lines.iter().zip(&offsets).zip(&changes) {
        mapped.push(*offset);
        match change {
            None => text.push_str(line),
            Some(change) => change.write(line, deepest, &mut text),
        }
        if let Some(Change::Whole { .. }) = change {
            mapped.push(*offset);
        }
    }
    mapped.push(body.len());
    Nested { text: Cow::Owned(text), lines: mapped, problems }
}

impl Change {
    /// Writes what stands in the place of a fence line; the `deepest` directives have three colons.
    fn write(&self, line: &str, deepest: usize, out: &mut String) {
        let fence = ":".repeat(3 + deepest - self.depth());
        let colons = line.find(':').unwrap_or(0);
        let prefix = &line[..colons];
        match self {
            Self::Drop => out.push('\n'),
            Self::Close { .. } => out.extend([prefix, fence.as_str(), "\n"]),
            // comrak takes no line with a further colon for an opening; name and title are read from the source.
            Self::Open { .. } => out.extend([prefix, fence.as_str(), "x\n"]),
            Self::Whole { .. } => {
                out.extend([prefix, fence.as_str(), "x\n"]);
                // Inside a list the closing line must be indented as much, and the list's own mark must not be repeated.
                out.extend(prefix.chars().map(|it| if it == '>' { '>' } else { ' ' }));
                out.extend([fence.as_str(), "\n"]);
            }
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::Open { depth } | Self::Close { depth } | Self::Whole { depth } => *depth,
            Self::Drop => 0,
        }
    }
}

fn scan(lines: &[&str], offsets: &[usize]) -> (Vec<Option<Change>>, Vec<FenceProblem>) {
    let mut changes = Vec::with_capacity(lines.len());
    let mut problems = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // Fences beyond the limit are left out, and so is what closes them.
    let mut beyond = 0;
    let mut code: Option<(char, usize)> = None;
    for (index, line) in lines.iter().enumerate() {
        let inner = line.trim_start_matches([' ', '\t', '>']).trim_end();
        code = next_code_state(code, inner);
        let range = offsets[index]..offsets[index] + line.trim_end().len();
        if code.is_some() || !inner.starts_with(":::") {
            changes.push(None);
            continue;
        }
        let name = inner.trim_start_matches(':').trim();
        let depth = open.len();
        if name.is_empty() && beyond > 0 {
            beyond -= 1;
            changes.push(Some(Change::Drop));
        } else if name.is_empty() {
            changes.push(Some(match open.pop() {
                Some(_) => Change::Close { depth: depth - 1 },
                None => {
                    problems.push(FenceProblem::Stray(range));
                    Change::Drop
                }
            }));
        } else if directive::has_no_body(name) && !closes_next(lines, index) {
            changes.push(Some(Change::Whole { depth }));
        } else if depth >= MAX_DEPTH {
            problems.push(FenceProblem::TooDeep(range));
            changes.push(Some(Change::Drop));
            beyond += 1;
        } else {
            open.push(index);
            changes.push(Some(Change::Open { depth }));
        }
    }
    for index in open {
        problems.push(FenceProblem::Unclosed(
            offsets[index]..offsets[index] + lines[index].trim_end().len(),
        ));
    }
    (changes, problems)
}

/// Tells whether a bare fence follows in the same paragraph, which then belongs to the directive.
fn closes_next(lines: &[&str], index: usize) -> bool {
    for line in &lines[index + 1..] {
        let inner = line.trim_matches([' ', '\t', '>', '\n']);
        if inner.is_empty() {
            return false;
        }
        if inner.starts_with(":::") {
            return inner.bytes().all(|it| it == b':');
        }
    }
    false
}

/// Returns the fence of code that is open behind a line, with its length.
pub(crate) fn next_code_state(code: Option<(char, usize)>, inner: &str) -> Option<(char, usize)> {
    let Some(mark) = inner.chars().next().filter(|it| matches!(it, '`' | '~')) else {
        return code;
    };
    let length = inner.chars().take_while(|it| *it == mark).count();
    match code {
        None if length >= 3 && (mark == '~' || !inner[length..].contains('`')) => {
            Some((mark, length))
        }
        Some((open, least))
            if open == mark && length >= least && inner[length..].trim().is_empty() =>
        {
            None
        }
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::{nest, shallow};

    #[test]
    fn marks_beyond_all_reason_are_taken_off() {
        for mark in [">", "> ", "- ", "1. ", "- > 12) "] {
            let deep = format!("{}x\n", mark.repeat(100_000));
            let text = shallow(&deep);
            assert_eq!(text.len(), deep.len());
            let left = text.find("..").expect("some are left out");
            assert!(left < 10 * super::MAX_MARKS, "{mark}: {left}");
            let code = format!("```\n{deep}```\n");
            assert_eq!(shallow(&code), code);
        }
    }

    #[test]
    fn a_line_across_the_page_may_be_long() {
        for text in ["- ".repeat(500), "* ".repeat(500) + "*\n", "甲".repeat(500)] {
            assert_eq!(shallow(&text), text);
        }
    }

    #[test]
    fn a_bare_fence_closes_the_innermost() {
        let nested = nest(":::a\n:::b\nx\n:::\n:::\n");
        assert_eq!(nested.text, "::::x\n:::x\nx\n:::\n::::\n");
        assert!(nested.problems.is_empty());
    }

    #[test]
    fn a_directive_without_body_needs_no_closing_line() {
        let nested = nest(":::案例\n:::引用 x\n\ny\n:::\n");
        assert_eq!(nested.text, "::::x\n:::x\n:::\n\ny\n::::\n");
        assert_eq!(nested.lines, [0, 10, 10, 22, 23, 25, 29]);
        assert_eq!(nest(":::引用 x\n:::\n").text, ":::x\n:::\n");
    }

    #[test]
    fn fences_in_code_are_text() {
        let nested = nest("```\n:::x\n```\n");
        assert_eq!(nested.text, "```\n:::x\n```\n");
        assert!(nested.problems.is_empty());
    }

    #[test]
    fn a_fence_left_open_and_a_stray_one_are_reported() {
        assert_eq!(nest(":::a\nx\n").problems.len(), 1);
        assert_eq!(nest("x\n\n:::\n").problems.len(), 1);
    }
}
