//! CSV text → lines of cells with their places.
//!
//! What Excel and WPS save, and what people type: any separator, quotes around a cell that holds one, line breaks inside quotes,
//! blanks around cells. Libraries for CSV know the place of a line, not of a cell, so this is our own.

use std::ops::Range;

use crate::{
    data::tree::{Tree, Written},
    source::{Source, Span},
};

/// What may part the cells of a line; the first that stands in the header counts.
///
/// Office programs write `;` or tabs in some settings; the full-width ones are slips.
const SEPARATORS: [char; 5] = [',', '\t', ';', '，', '；'];

/// Cells of one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// As many as were written.
    pub cells: Vec<Written>,
    /// From its first byte to the end of its first line.
    pub span: Span,
    /// The quotation mark that is never closed, if any.
    pub unclosed: Option<Span>,
}

/// Reads lines one by one.
pub struct Lines<'a> {
    source: &'a Source,
    separators: &'a [char],
    at: usize,
    has_remarks: bool,
}

impl<'a> Lines<'a> {
    /// Reads a source from the byte `at` on, with cells parted by any of `separators`.
    pub fn new(source: &'a Source, separators: &'a [char], at: usize) -> Self {
        Self { source, separators, at, has_remarks: false }
    }

    /// Leaves out lines that start with `#`.
    pub(crate) fn with_remarks(self) -> Self {
        Self { has_remarks: true, ..self }
    }

    /// Steps over blank lines, and over remarks where there are any.
    fn skip_lines(&mut self) {
        loop {
            let rest = self.rest();
            let inner = rest.trim_start_matches('\n');
            self.at += rest.len() - inner.len();
            if !(self.has_remarks && inner.trim_start().starts_with('#')) {
                return;
            }
            self.at += inner.find('\n').unwrap_or(inner.len());
        }
    }

    fn rest(&self) -> &'a str {
        &self.source.text[self.at..]
    }

    fn is_separator(&self, it: char) -> bool {
        self.separators.contains(&it)
    }

    /// Reads the cell here and stops at the mark behind it.
    fn cell(&mut self) -> (Written, Option<Span>) {
        let is_blank = |it: char| it != '\n' && it.is_whitespace() && !self.is_separator(it);
        self.at += self.rest().len() - self.rest().trim_start_matches(is_blank).len();
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let range = self.until_end();
        let text = self.source.text[range.clone()].trim_end();
        let range = range.start..range.start + text.len();
        (self.written(text.to_owned(), range), None)
    }

    /// Steps to the end of the cell.
    fn until_end(&mut self) -> Range<usize> {
        let start = self.at;
        let is_end = |it: char| it == '\n' || self.is_separator(it);
        self.at += self.rest().find(is_end).unwrap_or(self.rest().len());
        start..self.at
    }

    fn quoted(&mut self) -> (Written, Option<Span>) {
        let open = self.at;
        self.at += 1;
        let (mut text, start) = (String::new(), self.at);
        loop {
            let Some(length) = self.rest().find('"') else {
                text.push_str(self.rest());
                self.at = self.source.text.len();
                let cell = self.written(text.trim().to_owned(), start..self.at);
                return (cell, Some(self.source.span(open..open + 1)));
            };
            text.push_str(&self.rest()[..length]);
            self.at += length + 1;
            if !self.rest().starts_with('"') {
                break;
            }
            text.push('"');
            self.at += 1;
        }
        let end = self.at - 1;
        // Letters behind the closing mark belong to the cell too: `"甲"乙`.
        let behind = self.until_end();
        let behind = self.source.text[behind].trim_end();
        let end = if behind.is_empty() {
            end
        } else {
            text.push_str(behind);
            end + 1 + behind.len()
        };
        (self.written(text.trim().to_owned(), start..end), None)
    }

    fn written(&self, text: String, range: Range<usize>) -> Written {
        Written { value: Tree::Text(text), span: self.source.span(range) }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    /// Returns the next line that is not blank.
    fn next(&mut self) -> Option<Line> {
        self.skip_lines();
        if self.rest().is_empty() {
            return None;
        }
        let first = self.rest().lines().next().unwrap_or_default().trim_end();
        let mut line = Line {
            cells: Vec::new(),
            span: self.source.span(self.at..self.at + first.len()),
            unclosed: None,
        };
        loop {
            let (cell, unclosed) = self.cell();
            line.cells.push(cell);
            line.unclosed = line.unclosed.or(unclosed);
            let Some(mark) = self.rest().chars().next() else {
                return Some(line);
            };
            self.at += mark.len_utf8();
            if mark == '\n' {
                return Some(line);
            }
        }
    }
}

/// Returns the lines of a cell that are not blank.
pub(crate) fn lines(cell: &str) -> impl Iterator<Item = &str> {
    cell.lines().map(str::trim).filter(|it| !it.is_empty())
}

/// Returns the separator of a table, and where its header starts.
pub(crate) fn detect(text: &str) -> (char, usize) {
    let first = text.lines().next().unwrap_or_default();
    // Excel reads this line and hides it.
    let said = first.trim_start().trim_end_matches(' ').trim_matches('"').to_ascii_lowercase();
    if let Some(said) = said.strip_prefix("sep=").and_then(|it| it.chars().next()) {
        return (said, (first.len() + 1).min(text.len()));
    }
    let header = text.trim_start().lines().next().unwrap_or_default();
    let outside = header.split('"').step_by(2).collect::<String>();
    let found = SEPARATORS.iter().find(|it| outside.contains(**it));
    (found.copied().unwrap_or(SEPARATORS[0]), 0)
}

#[cfg(test)]
mod tests {
    use super::{Lines, detect};
    use crate::source::Source;

    /// Reads a text as a table; each cell with the source text of its place when that is another.
    fn of(text: &str) -> Vec<Vec<String>> {
        let source = Source::new("a.csv", text.as_bytes());
        let (separator, at) = detect(&source.text);
        let separators = [separator];
        let lines = Lines::new(&source, &separators, at);
        let cell = |it: &super::Written| {
            let place = &source.text[it.span.range()];
            if place == it.text() { it.text().to_owned() } else { format!("{}@{place}", it.text()) }
        };
        lines.map(|it| it.cells.iter().map(cell).collect()).collect()
    }

    #[test]
    fn tables_are_read_as_office_programs_write_them() {
        let expected = [vec!["项目", "说明"], vec!["身份证", "原件"]];
        for text in [
            "项目,说明\n身份证,原件\n",
            "\u{feff}项目;说明\r\n身份证;原件\r\n",
            "项目\t说明\n身份证\t原件",
            "sep=;\n项目;说明\n身份证;原件",
            "sep=\t\n项目\t说明\n身份证\t原件\n",
            "\"sep=\t\"\n项目\t说明\n\n\n身份证\t原件\n",
            "\n 项目 , 说明　\n  身份证,原件",
            "项目，说明\n身份证，原件",
            "项目,\"说明\"\n\"身份证\", \"原件\" \n",
        ] {
            assert_eq!(of(text), expected, "{text:?}");
        }
    }

    #[test]
    fn quotes_keep_what_is_inside() {
        assert_eq!(
            of("a,b\n\"一,\n二\",\"他说\"\"好\"\"\"\n5\"3,\"甲\"乙,\n"),
            [
                vec!["a", "b"],
                vec!["一,\n二", "他说\"好\"@他说\"\"好\"\""],
                vec!["5\"3", "甲乙@甲\"乙", ""]
            ]
        );
        assert_eq!(of("\"a;b\",c\n1,2"), [vec!["a;b", "c"], vec!["1", "2"]]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_known() {
        let source = Source::new("a.csv", "a,b\n1,\"2\n3,4\n".as_bytes());
        let lines: Vec<_> = Lines::new(&source, &[','], 0).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1].unclosed, Some(source.span(6..7)));
        assert_eq!(lines[1].cells[1].text(), "2\n3,4");
    }

    #[test]
    fn nothing_is_no_line() {
        assert!(of("").is_empty() && of("\n\n").is_empty());
        assert_eq!(of(","), [vec!["", ""]]);
        assert_eq!(of("sep="), [vec!["sep="]]);
        assert_eq!(of("sep=,"), Vec::<Vec<String>>::new());
    }
}
