//! What may stand between a law and its first place: （2018年修正）, 的, 第五编, 婚姻家庭编.

use crate::law::{
    citation::{place::unit_at, words::skip_space},
    numeral,
};

/// The books of 民法典 as writers name them, without 第N编.
pub(crate) const BOOKS: [&str; 7] =
    ["总则", "物权", "合同", "人格权", "婚姻家庭", "继承", "侵权责任"];

/// 民法典第五编婚姻家庭编第三章第一节 names four.
const MAX_PARTS: usize = 5;

/// Returns the place behind what may stand between a law and its first place.
pub fn skip(text: &str, end: usize) -> usize {
    let mut at = skip_space(text, end);
    if let Some(close) = bracket(text, at) {
        // 民法典（第1079条）: the bracket holds the place itself; else it tells the version or the book.
        if let Some(inside) = inside_bracket(text, at) {
            return inside;
        }
        at = skip_space(text, close);
    }
    at += ["之中的", "里的", "中的", "中", "的", "之", "里"]
        .iter()
        .find(|it| text[at..].starts_with(**it))
        .map_or(0, |it| it.len());
    at = skip_parts(text, skip_space(text, at));
    // 民法典侵权责任编（第1164-1258条）.
    inside_bracket(text, at).unwrap_or(at)
}

/// Returns the start of the place that a bracket at `at` begins with.
fn inside_bracket(text: &str, at: usize) -> Option<usize> {
    let open = text[at..].chars().next()?;
    let inside = skip_space(text, at + open.len_utf8());
    (matches!(open, '（' | '(') && unit_at(text, inside).is_some()).then_some(inside)
}

/// ·第五编, 婚姻家庭编, 分则, 第二章第一节.
fn skip_parts(text: &str, start: usize) -> usize {
    let mut at = start;
    for _ in 0..MAX_PARTS {
        let rest = text[at..].trim_start_matches(['·', '•']);
        let dots = text.len() - at - rest.len();
        let Some(len) = numbered(rest).or_else(|| book(rest)).or_else(|| half(rest)) else {
            break;
        };
        at += dots + len;
        at += usize::from(text[at..].starts_with('的')) * "的".len();
    }
    at
}

/// 第五编, 第二章.
fn numbered(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('第')?;
    let (_, len) = numeral::at_start(rest)?;
    let mut units = ["分编", "编", "章", "节"].iter();
    let unit = units.find(|it| rest[len..].starts_with(**it))?;
    Some("第".len() + len + unit.len())
}

/// 婚姻家庭编, 婚姻家庭.
fn book(text: &str) -> Option<usize> {
    let book = BOOKS.iter().find(|it| text.starts_with(**it))?;
    let named = text[book.len()..].starts_with('编');
    Some(book.len() + usize::from(named) * "编".len())
}

/// The halves of 刑法, and what closes every law.
fn half(text: &str) -> Option<usize> {
    let mut halves = ["分则", "总则", "附则"].iter();
    halves.find(|it| text.starts_with(**it)).map(|it| it.len())
}

/// Returns the end of the round bracket at `at`, at most sixty characters long, with one level inside.
///
/// Longer ones are sentences of their own: 《民法典》（关于……的讨论见下文，第三条也……）.
pub(crate) fn bracket(text: &str, at: usize) -> Option<usize> {
    text[at..].starts_with(['（', '(']).then_some(())?;
    let mut depth = 0_u32;
    for (count, (offset, it)) in text[at..].char_indices().enumerate() {
        match it {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 || count > 60 || depth > 2 {
            return (depth == 0 && count > 0).then_some(at + offset + it.len_utf8());
        }
    }
    None
}
