//! Tables, and lines that were meant to be one: pasted with tabs, without the rule below the header.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue, TableAlignment};

use crate::{
    document::{Alignment, Block, Table},
    markdown::{lower::Lower, repair::code_spans},
};

impl<'a> Lower<'a> {
    /// Lowers a table.
    pub(super) fn table(&mut self, node: &'a AstNode<'a>, alignments: &[TableAlignment]) -> Block {
        let alignments: Vec<_> = alignments
            .iter()
            .map(|it| match it {
                TableAlignment::None => Alignment::None,
                TableAlignment::Left => Alignment::Left,
                TableAlignment::Center => Alignment::Center,
                TableAlignment::Right => Alignment::Right,
            })
            .collect();
        let mut table = Table { alignments, header: Vec::new(), rows: Vec::new() };
        for row in node.children() {
            self.check_row(row, table.alignments.len());
            let cells = row.children().map(|cell| self.inlines(cell)).collect();
            match row.data().value {
                NodeValue::TableRow(true) => table.header = cells,
                _ => table.rows.push(cells),
            }
        }
        if table.header.iter().any(Vec::is_empty) {
            let span = self.span(node);
            self.sink.table_header_empty(span);
        }
        Block::Table(Box::new(table))
    }

    /// Tells a row with more cells than the header: comrak drops them.
    fn check_row(&mut self, row: &AstNode<'_>, expected: usize) {
        let at = row.data().sourcepos;
        let line = self.places.line(at.start.line, at.start.column).trim_end();
        let written = cells(line);
        let found = written.len();
        // Empty cells beyond the last column are nobody's loss.
        if written.iter().skip(expected).all(|it| it.is_empty()) {
            return;
        }
        let escaped = with_escaped_code(line);
        let right = Some(escaped.as_str()).filter(|it| cells(it).len() == expected);
        let start = self.places.start(at.start.line, at.start.column);
        let span = self.source.span(start..start + line.len());
        self.sink.table_row(span, found, expected, right);
    }

    /// Tells lines of a paragraph that were meant to be a table; returns which they are.
    pub(super) fn check_lines(&mut self, first: usize, lines: &[&str]) -> Option<Range<usize>> {
        let rows = rows(lines)?;
        let width = cells(lines[rows.start]).len();
        let rule = format!("{}|", "|---".repeat(width));
        // comrak's lines count from 1, and so do its columns.
        let start = |index: usize| self.places.start(first + index, 1);
        let content = |index: usize| {
            let raw = self.places.line(first + index, 1);
            let at = start(index) + raw.find(lines[index]).unwrap_or(0);
            at..at + lines[index].trim_end().len()
        };
        let prefix = |index: usize| {
            let raw = self.places.line(first + index, 1);
            raw[..raw.find(lines[index]).unwrap_or(0)].to_owned()
        };
        let all = content(rows.start).start..content(rows.end - 1).end;
        let second = rows.start + 1;
        let is_open = |index: usize| lines[index].starts_with(['|', '｜']);
        let (at, right) = if is_rule(lines[second]) && rows.clone().all(is_open) {
            (content(second), rule)
        } else if rows.clone().all(is_open) {
            (start(second)..start(second), format!("{}{rule}\n", prefix(second)))
        } else {
            let mut text = Vec::new();
            for index in rows.clone().filter(|it| !is_rule(lines[*it])) {
                let row = format!("| {} |", cells(lines[index]).join(" | "));
                let indent = if index == rows.start { String::new() } else { prefix(index) };
                text.push(indent + &row);
                if index == rows.start {
                    text.push(prefix(second) + &rule);
                }
            }
            (all.clone(), text.join("\n"))
        };
        let span = self.source.span(all);
        self.sink.table_unmarked(span, self.source.span(at), &right);
        Some(rows)
    }
}

/// Finds lines one below the other that have the same number of cells.
fn rows(lines: &[&str]) -> Option<Range<usize>> {
    let widths: Vec<usize> = lines.iter().map(|it| width(it)).collect();
    let start = (1..lines.len()).find(|at| {
        let (above, here) = (widths[at - 1], widths[*at]);
        // A full-width head above a good rule is told as such.
        let is_good = lines[*at].bytes().all(|it| b"|-: ".contains(&it)) && above == here;
        let is_row = is_rule(lines[*at]) || above == here;
        above > 1 && is_row && !(is_rule(lines[*at]) && is_good) && !is_rule(lines[at - 1])
    })? - 1;
    let more = (start + 2..lines.len())
        .take_while(|at| widths[*at] == widths[start] || is_rule(lines[*at]));
    Some(start..start + 2 + more.count())
}

/// Returns how many cells a line has that may be the row of a table; 0 for others.
fn width(line: &str) -> usize {
    let found = cells(line).len();
    if found > 1 { found } else { 0 }
}

/// Tells whether a line is the rule below a header, however typed.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains(['|', '｜'])
        && line.contains(['-', '－', '—', '–', '─'])
        && line.chars().all(|it| "|｜-－—–─:： ".contains(it))
}

/// Cuts a line at tabs, or else at bars.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    if line.contains('\t') && !line.contains(['|', '｜']) {
        return line.split('\t').map(str::trim).collect();
    }
    let inner = line.strip_prefix(['|', '｜']).unwrap_or(line);
    let is_escaped = inner.ends_with("\\|");
    let inner = match inner.strip_suffix(['|', '｜']) {
        Some(inner) if !is_escaped => inner,
        Some(_) | None => inner,
    };
    let (mut cells, mut from) = (Vec::new(), 0);
    for (at, mark) in inner.match_indices(['|', '｜']) {
        if !inner[..at].ends_with('\\') {
            cells.push(inner[from..at].trim());
            from = at + mark.len();
        }
    }
    cells.push(inner[from..].trim());
    cells
}

/// Escapes the bars in the code of a row: there, too, they part cells.
fn with_escaped_code(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 4);
    let mut at = 0;
    for code in code_spans(line) {
        text.push_str(&line[at..code.start]);
        text.push_str(&line[code.clone()].replace("\\|", "|").replace('|', "\\|"));
        at = code.end;
    }
    text + &line[at..]
}

#[cfg(test)]
mod tests {
    use super::{cells, rows, with_escaped_code};

    #[test]
    fn a_table_without_its_rule_is_found() {
        for (lines, found) in [
            (&["| 甲 | 乙 |", "| 一 | 二 |"][..], Some(0..2)),
            (&["如下：", "甲 | 乙", "一 | 二", "三 | 四", "完"], Some(1..4)),
            (&["甲\t乙", "一\t二"], Some(0..2)),
            (&["|甲|乙|丙|", "|--|--|"], Some(0..2)),
            (&["|甲|乙|", "|——|——|", "|一|二|"], Some(0..3)),
            (&["甲 | 乙", "说明"], None),
            (&["甲", "乙"], None),
            (&["|x|", "|y|"], None),
        ] {
            assert_eq!(rows(lines), found, "{lines:?}");
        }
    }

    #[test]
    fn bars_part_cells_unless_escaped() {
        assert_eq!(cells("| `是 | 否` | 二 |"), ["`是", "否`", "二"]);
        assert_eq!(cells(r"| a \| b | c"), [r"a \| b", "c"]);
        assert_eq!(with_escaped_code("| `是 | 否` | 二 |"), r"| `是 \| 否` | 二 |");
    }
}
