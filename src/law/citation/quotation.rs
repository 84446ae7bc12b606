//! Words in “ ” that are said to stand in a cited article.

use std::ops::Range;

use crate::law::citation::Found;

/// Shorter quotations are taken for terms, not for a statute's sentence, in characters.
const MIN_CHARS: usize = 6;

/// A quotation tied to a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The words between the marks.
    pub range: Range<usize>,
    /// Index of the citation in the list that it was found with.
    pub citation: usize,
}

/// Words between a citation and the quotation that it introduces.
const VERBS: [&str; 22] = [
    "的规定",
    "之规定",
    "规定",
    "明确规定",
    "明确",
    "指出",
    "写明",
    "载明",
    "要求",
    "提出",
    "条文",
    "原文",
    "内容",
    "全文",
    "如下",
    "写道",
    "还",
    "也",
    "就",
    "中",
    "为",
    "是",
];

/// Finds quotations directly behind a citation, or directly before one in brackets.
pub fn tied(text: &str, found: &[Found]) -> Vec<Quoted> {
    let mut quoted: Vec<Quoted> = Vec::new();
    for range in quotes(text) {
        let outer = range.start - mark_len(&text[..range.start], true)
            ..range.end + mark_len(&text[range.end..], false);
        let before = found.iter().rposition(|it| it.range.end <= outer.start);
        let introduced = before.filter(|index| {
            has_place(&found[*index]) && introduces(&text[found[*index].range.end..outer.start])
        });
        let behind = found.iter().position(|it| it.range.start >= outer.end);
        let followed = || {
            behind.filter(|index| {
                has_place(&found[*index]) && attributes(&text[outer.end..found[*index].range.start])
            })
        };
        if let Some(citation) =
            introduced.or_else(followed).filter(|_| is_sentence(&text[range.clone()]))
        {
            quoted.push(Quoted { range, citation });
        }
    }
    quoted
}

/// Returns the citation that introduces a block quote behind this block: its last words are 第N条规定：.
pub(crate) fn before_block(text: &str, found: &[Found]) -> Option<usize> {
    let last = found.iter().rposition(has_place)?;
    let rest = text[found[last].range.end..].trim_end();
    (rest.ends_with(['：', ':']) && introduces(rest)).then_some(last)
}

fn has_place(found: &Found) -> bool {
    found.citation.place.is_some()
}

/// Tells whether nothing but 规定： and the like stands between citation and quotation.
///
/// 第一千零七十七条就是“离婚冷静期”那一条, and a quotation a sentence later, are not said to stand in the article.
fn introduces(between: &str) -> bool {
    if between.len() > 60 {
        return false;
    }
    let mut rest = between.trim_start_matches([' ', '\u{3000}', '）', ')']);
    while !rest.is_empty() {
        let plain = rest.trim_start_matches(['：', ':', '，', ',', ' ', '\u{3000}', '\n']);
        let verb =
            VERBS.iter().filter(|it| plain.starts_with(**it)).map(|it| it.len()).max().unwrap_or(0);
        if plain.len() == rest.len() && verb == 0 {
            return false;
        }
        rest = &plain[verb..];
    }
    true
}

/// Tells whether a quotation is followed by its source: ”（《民法典》第一千零七十九条）, ” ——《…》第…条.
fn attributes(between: &str) -> bool {
    let between = between.trim_matches([' ', '\u{3000}', '。', '，']);
    matches!(
        between,
        "（" | "(" | "——" | "—" | "（见" | "(见" | "（依据" | "（出自" | "（根据" | "（摘自"
    )
}

fn is_sentence(quote: &str) -> bool {
    quote.chars().filter(|it| !it.is_whitespace() && !it.is_ascii_punctuation()).count()
        >= MIN_CHARS
}

/// The ranges between outermost “ ” and between straight quotes on one line.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut depth, mut open, mut straight) = (0_u32, 0, None::<usize>);
    for (at, it) in text.char_indices() {
        match it {
            '“' => {
                if depth == 0 {
                    open = at + it.len_utf8();
                }
                depth += 1;
            }
            // A quotation of several paragraphs closes in a block that did not open it.
            '”' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    ranges.push(open..at);
                }
            }
            // Straight quotes have no direction: they pair up in order, as they come from keyboards.
            '"' if depth == 0 => match straight.take() {
                Some(start) => ranges.push(start..at),
                None => straight = Some(at + it.len_utf8()),
            },
            _ => {}
        }
    }
    ranges.sort_by_key(|it| it.start);
    ranges
}

fn mark_len(text: &str, at_end: bool) -> usize {
    let mark = if at_end { text.chars().next_back() } else { text.chars().next() };
    mark.map_or(0, char::len_utf8)
}
