//! Lines that an editor typed as lines stay lines: which of a paragraph's soft breaks are kept.

use comrak::nodes::{AstNode, NodeValue};

use crate::{
    document::Inline,
    markdown::{lower::Lower, typed},
};

impl<'a> Lower<'a> {
    /// Lowers a paragraph; one that is indented by full-width blanks on a further line is two.
    pub(crate) fn typed_paragraphs(&mut self, node: &'a AstNode<'a>) -> Vec<Vec<Inline>> {
        let indented = self.note_lines(node);
        let inlines = self.inlines(node);
        // The paragraphs of a tight list stand without a gap, so there the break stays.
        let is_item = node.parent().is_some_and(|it| {
            matches!(it.data().value, NodeValue::Item(_) | NodeValue::TaskItem(_))
        });
        if is_item || !indented.contains(&true) {
            return vec![inlines];
        }
        let mut paragraphs = vec![Vec::new()];
        let mut indented = indented.into_iter();
        for inline in inlines {
            let starts = matches!(inline, Inline::Break) && indented.next() == Some(true);
            match paragraphs.last_mut() {
                Some(last) if !starts => last.push(inline),
                Some(_) | None => paragraphs.push(Vec::new()),
            }
        }
        paragraphs
    }

    /// Returns the lines of a paragraph without what stands before them.
    fn lines(&self, node: &AstNode<'_>) -> Vec<&'a str> {
        let at = node.data().sourcepos;
        // One that is indented by blanks is so in every line (indent.rs).
        let is_indented =
            at.start.column <= 4 && self.places.line(at.start.line, 1).starts_with("    ");
        let line = |line: usize| {
            let column = if line == at.start.line { at.start.column } else { 1 };
            let raw = self.places.line(line, column);
            match is_indented && raw.starts_with("    ") {
                true => "\u{3000}\u{3000}",
                false => raw.trim_start_matches([' ', '\t', '>']),
            }
        };
        (at.start.line..=at.end.line).map(line).collect()
    }

    /// Notes the typed lines of a paragraph; tells for each line that begins on the page whether it is indented.
    fn note_lines(&mut self, node: &'a AstNode<'a>) -> Vec<bool> {
        let at = node.data().sourcepos;
        if at.start.line == at.end.line {
            return Vec::new();
        }
        let lines = self.lines(node);
        let mut is_broken = typed::breaks(&lines);
        if let Some(rows) = self.check_lines(at.start.line, &lines) {
            is_broken[rows.start + 1..rows.end].fill(true);
        }
        let behind = (at.start.line..).zip(is_broken.iter().skip(1)).filter(|it| *it.1);
        self.breaks.extend(behind.map(|it| it.0));
        let kept = node.children().filter_map(|child| {
            let data = child.data();
            match data.value {
                NodeValue::LineBreak => Some(false),
                NodeValue::SoftBreak if self.breaks.contains(&data.sourcepos.start.line) => {
                    let next = lines.get(data.sourcepos.start.line + 1 - at.start.line);
                    Some(next.is_some_and(|it| typed::is_indented(it)))
                }
                _ => None,
            }
        });
        kept.collect()
    }
}
