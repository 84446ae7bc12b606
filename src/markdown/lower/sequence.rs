//! What directives put in order: steps, and questions with their answers, whether written as Markdown has it or line by line.

use comrak::nodes::AstNode;

use crate::{
    document::{Block, Inline, Question, plain_text},
    markdown::{
        lower::{
            Lower,
            directive::{Head, words},
        },
        typed,
    },
};

/// What opens a question and an answer, before the colon.
const QUESTION: [&str; 3] = ["问题", "问", "Q"];
const ANSWER: [&str; 3] = ["回答", "答", "A"];

impl<'a> Lower<'a> {
    /// 步骤.
    pub(super) fn steps(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Option<Block> {
        let blocks = split(self.blocks(node), |it| numbered(it).is_some());
        let mut steps = Vec::new();
        let mut is_list = false;
        for mut block in blocks {
            if let Block::List(list) = block {
                is_list = true;
                steps.extend(list.items.into_iter().map(|item| item.blocks));
            } else if strip_number(&mut block) {
                is_list = true;
                steps.push(vec![block]);
            } else if let Some(last) = steps.last_mut() {
                last.push(block);
            } else {
                steps.push(vec![block]);
            }
        }
        if !is_list {
            let span = self.at(head, &head.opening.name_range);
            self.sink.directive_without_list(span, head.opening.name);
        }
        let title = words(head.opening.title);
        (!steps.is_empty()).then_some(Block::Steps { title, steps })
    }

    /// 问答.
    pub(super) fn faq(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Option<Block> {
        let mut questions: Vec<Question> = Vec::new();
        for block in self.faq_blocks(node) {
            if let Some(question) = self.question(&block) {
                questions.push(Question { question, answer: Vec::new() });
                continue;
            }
            let Some(last) = questions.last_mut() else {
                let span = self.at(head, &head.opening.name_range);
                self.sink.directive_without_question(span, head.opening.name);
                questions.push(Question { question: Vec::new(), answer: vec![block] });
                continue;
            };
            last.answer.push(strip_answer(block));
        }
        questions.retain(|it| !it.question.is_empty());
        (!questions.is_empty()).then_some(Block::Faq(questions))
    }

    /// Returns the blocks of questions and answers, cut where a typed line begins one. What is asked ends with its line.
    fn faq_blocks(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        let is_mark = |it: &[Inline]| mark(it, &QUESTION).or(mark(it, &ANSWER)).is_some();
        let blocks = split(self.blocks(node), is_mark);
        let mut out = Vec::new();
        for block in blocks {
            let end = match &block {
                Block::Paragraph(inlines) if mark(inlines, &QUESTION).is_some() => {
                    inlines.iter().position(|it| matches!(it, Inline::Break))
                }
                _ => None,
            };
            match (block, end) {
                (Block::Paragraph(inlines), Some(at)) => {
                    out.push(Block::Paragraph(inlines[..at].to_vec()));
                    out.push(Block::Paragraph(inlines[at + 1..].to_vec()));
                }
                (block, _) => out.push(block),
            }
        }
        out
    }

    fn question(&mut self, block: &Block) -> Option<Vec<Inline>> {
        match block {
            Block::Heading(index) => {
                self.document.headings[*index].in_contents = false;
                Some(self.document.headings[*index].inlines.clone())
            }
            Block::Paragraph(inlines) => {
                let mut question = inlines.clone();
                strip_mark(&mut question, &QUESTION).then_some(question)
            }
            Block::Callout { .. }
            | Block::List(_)
            | Block::DescriptionList(_)
            | Block::Quote(_)
            | Block::Code { .. }
            | Block::Table(_)
            | Block::Figure { .. }
            | Block::Rule
            | Block::Html(_)
            | Block::Steps { .. }
            | Block::Faq(_)
            | Block::Details { .. }
            | Block::Help { .. }
            | Block::Include(_)
            | Block::Data { .. }
            | Block::Statute(_)
            | Block::Video(_)
            | Block::Leaflet(_) => None,
        }
    }
}

/// Cuts paragraphs where a line begins that `opens` something of its own: 答：, `2、`.
fn split(blocks: Vec<Block>, opens: fn(&[Inline]) -> bool) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        let Block::Paragraph(inlines) = block else {
            out.push(block);
            continue;
        };
        let mut from = 0;
        for at in 1..inlines.len() {
            if matches!(inlines[at - 1], Inline::Break) && opens(&inlines[at..]) {
                out.push(Block::Paragraph(inlines[from..at - 1].to_vec()));
                from = at;
            }
        }
        out.push(Block::Paragraph(inlines[from..].to_vec()));
    }
    out
}

fn strip_answer(mut block: Block) -> Block {
    if let Block::Paragraph(inlines) = &mut block {
        strip_mark(inlines, &ANSWER);
    }
    block
}

/// Takes the number from the front of a step that is no item of a list.
fn strip_number(block: &mut Block) -> bool {
    let Block::Paragraph(inlines) = block else { return false };
    match numbered(inlines) {
        Some(length) => {
            strip_front(inlines, length);
            true
        }
        None => false,
    }
}

/// Returns the length of the number with which a line begins.
fn numbered(inlines: &[Inline]) -> Option<usize> {
    typed::number(&first_line(inlines))
}

/// Takes 问： or 答： from the front, bold or not.
fn strip_mark(inlines: &mut Vec<Inline>, words: &[&str]) -> bool {
    let Some(length) = mark(inlines, words) else { return false };
    strip_front(inlines, length);
    true
}

/// Returns the length of the mark with which a line begins: 问：, 问 1：.
fn mark(inlines: &[Inline], words: &[&str]) -> Option<usize> {
    let text = first_line(inlines);
    let word = words.iter().find(|it| text.starts_with(**it))?;
    let rest = text[word.len()..].trim_start_matches(|it: char| {
        it.is_ascii_digit() || it == ' ' || "一二三四五六七八九十".contains(it)
    });
    let colon = rest.chars().next().filter(|it| matches!(it, '：' | ':'))?;
    Some(text.len() - rest.len() + colon.len_utf8())
}

/// Returns the words up to the first break.
fn first_line(inlines: &[Inline]) -> String {
    let end = inlines.iter().position(|it| matches!(it, Inline::Break)).unwrap_or(inlines.len());
    plain_text(&inlines[..end])
}

fn strip_front(inlines: &mut Vec<Inline>, mut bytes: usize) {
    while bytes > 0 && !inlines.is_empty() {
        match &mut inlines[0] {
            Inline::Text(text) if text.len() > bytes => {
                text.replace_range(..bytes, "");
                let kept = text.trim_start().to_owned();
                *text = kept;
                return;
            }
            Inline::Text(text) => {
                bytes -= text.len();
                inlines.remove(0);
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => {
                let length = plain_text(inner).len();
                if length > bytes {
                    return strip_front(inner, bytes);
                }
                bytes -= length;
                inlines.remove(0);
            }
            Inline::Strikethrough(_)
            | Inline::Code(_)
            | Inline::Break
            | Inline::Link { .. }
            | Inline::Image { .. }
            | Inline::Cite { .. }
            | Inline::Footnote(_)
            | Inline::Html(_) => return,
        }
    }
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        let kept = text.trim_start().to_owned();
        *text = kept;
    }
}
