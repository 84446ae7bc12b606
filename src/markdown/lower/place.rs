//! comrak's lines and columns → bytes of the source.

use std::ops::Range;

use comrak::nodes::{LineColumn, Sourcepos};

use crate::source::{Source, Span};

/// Finds places of one body in its source.
pub(crate) struct Places<'a> {
    source: &'a Source,
    body_start: usize,
    lines: &'a [usize],
}

impl<'a> Places<'a> {
    /// `lines` holds the byte of the body where each line that comrak saw comes from.
    pub fn new(source: &'a Source, body_start: usize, lines: &'a [usize]) -> Self {
        // The lines borrow from the fences, which outlive the pass.
        Self { source, body_start, lines }
    }

    /// Returns the bytes of the source that a node covers. comrak counts bytes from 1 and includes the end.
    pub fn range(&self, at: Sourcepos) -> Range<usize> {
        let start = self.offset(at.start);
        let end =
            self.offset(LineColumn { line: at.end.line, column: at.end.column + 1 }).max(start);
        start..end
    }

    /// Returns the span of a node.
    pub fn span(&self, at: Sourcepos) -> Span {
        self.source.span(self.range(at))
    }

    /// Returns the line of the source on which a node starts, without its end.
    pub(crate) fn first_line(&self, at: Sourcepos) -> (usize, &'a str) {
        let start = self.offset(LineColumn { line: at.start.line, column: 1 });
        let line = self.source.text[start..].split('\n').next().unwrap_or_default();
        (start, line)
    }

    /// Returns what stands on a line of comrak's from a column on.
    pub(crate) fn line(&self, line: usize, column: usize) -> &'a str {
        self.source.text[self.start(line, column)..].split('\n').next().unwrap_or_default()
    }

    /// Returns the byte of the source where a column of a line of comrak's is.
    pub(crate) fn start(&self, line: usize, column: usize) -> usize {
        self.offset(LineColumn { line, column })
    }

    fn offset(&self, at: LineColumn) -> usize {
        let line = self
            .lines
            .get(at.line.saturating_sub(1))
            .or_else(|| self.lines.last())
            .copied()
            .unwrap_or(0);
        let next = self.lines.get(at.line).copied().unwrap_or(usize::MAX);
        let byte = (line + at.column.saturating_sub(1)).min(next);
        let text = &self.source.text;
        text.floor_char_boundary((self.body_start + byte).min(text.len()))
    }
}
