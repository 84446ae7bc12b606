//! Blanks and lines that mean more to Markdown than to an editor: four blanks before a paragraph, `---` below one.

use std::collections::BTreeMap;

use comrak::nodes::{AstNode, NodeCodeBlock, NodeValue};

use crate::markdown::{
    lower::{Lower, inline::alt_text},
    typed,
};

/// Marks with which a sentence ends or pauses.
const PAUSES: [char; 6] = ['。', '；', '，', '、', '…', '”'];

/// A longer line is no title.
const LONGEST_TITLE: usize = 30;

/// Turns the blanks before indented paragraphs into such as mean nothing, byte for byte; `None` when there are no such paragraphs.
pub fn without_indents<'a>(root: &'a AstNode<'a>, text: &str) -> Option<String> {
    let mut wide = BTreeMap::new();
    for node in root.descendants() {
        let data = node.data();
        let NodeValue::CodeBlock(code) = &data.value else { continue };
        if code.fenced {
            continue;
        }
        // Paragraphs with an empty line between them are one piece of code.
        let lines: Vec<&str> = code.literal.lines().collect();
        let mut number = data.sourcepos.start.line;
        for paragraph in lines.split(|it| it.trim().is_empty()) {
            if is_prose(paragraph) {
                wide.extend((number..).zip(paragraph.iter().map(|it| (*it).to_owned())));
            }
            number += paragraph.len() + 1;
        }
    }
    if wide.is_empty() {
        return None;
    }
    let lines = (1..).zip(text.split_inclusive('\n'));
    Some(lines.map(|(number, line)| widened(line, wide.get(&number).map(String::as_str))).collect())
}

fn widened(line: &str, code: Option<&str>) -> String {
    let Some(code) = code.filter(|it| !it.trim().is_empty()) else { return line.to_owned() };
    let Some(at) = line.find(code.trim()) else { return line.to_owned() };
    let extra = code.len() - code.trim_start().len();
    let (mut blanks, mut wide) = (&line[..at], String::new());
    for _ in 0..=extra / 4 {
        if let Some(rest) = blanks.strip_suffix("    ") {
            (blanks, wide) = (rest, "\u{3000} ".to_owned() + &wide);
        } else if let Some(rest) = blanks.strip_suffix('\t') {
            (blanks, wide) = (rest, " ".to_owned() + &wide);
        }
    }
    [blanks, &wide, &line[at..]].concat()
}

/// Tells whether indented lines are Chinese sentences and not code.
fn is_prose(lines: &[&str]) -> bool {
    let starts = |it: &str| {
        let first = it.chars().next();
        first.is_some_and(|it| is_han(it) || "“‘《（【「『—".contains(it))
            || typed::number(it).is_some()
    };
    lines.iter().all(|it| starts(it.trim()) && !it.contains(['{', '}', ';', '=', '<', '>']))
}

fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

impl<'a> Lower<'a> {
    /// Tells Chinese text that became code by the blanks before it.
    pub(super) fn check_indented(&mut self, node: &AstNode<'_>, code: &NodeCodeBlock) {
        if code.fenced || !code.literal.contains(is_han) {
            return;
        }
        let at = node.data().sourcepos;
        let extra = code.literal.len() - code.literal.trim_start_matches(' ').len();
        let lines: Vec<&str> =
            (at.start.line..=at.end.line).map(|it| self.places.line(it, 1)).collect();
        let right: Vec<String> = lines.iter().map(|it| dedented(it, 4 + extra)).collect();
        let start = self.places.start(at.start.line, 1);
        let length = lines.join("\n").len();
        self.sink.indented_text(self.source.span(start..start + length), &right.join("\n"));
    }

    /// Tells whether `---` below text is a line across, not the mark of a heading.
    pub(super) fn is_underlined_text(&mut self, node: &'a AstNode<'a>) -> bool {
        let at = node.data().sourcepos;
        let text = alt_text(node);
        let is_long = at.end.line > at.start.line + 1 || text.chars().count() > LONGEST_TITLE;
        if is_long || text.contains(PAUSES) {
            return true;
        }
        if text.contains(['：', ':', '？', '！', '?', '!']) || typed::number(&text).is_some() {
            let span = self.span(node);
            self.sink.underlined(span, &text);
        }
        false
    }
}

/// Takes up to `count` columns of blanks from before the words of a line.
fn dedented(line: &str, mut count: usize) -> String {
    let words = line.trim_start_matches([' ', '\t', '>']);
    let mut blanks = &line[..line.len() - words.len()];
    while count > 0 {
        match blanks.strip_suffix([' ', '\t']) {
            Some(rest) => {
                count = count.saturating_sub(if blanks.ends_with('\t') { 4 } else { 1 });
                blanks = rest;
            }
            None => break,
        }
    }
    [blanks, words].concat()
}
