//! Instruments that are named after another law: 民法典婚姻家庭编解释（一）, 《道路交通安全法》实施条例.

use std::ops::Range;

use crate::law::citation::{
    Naming,
    between::BOOKS,
    mention::{Mention, Named},
    names::Names,
    words::{head, skip_space, tail},
};

const ISSUERS: [&str; 6] =
    ["最高人民法院、最高人民检察院", "最高人民法院", "最高人民检察院", "最高法", "最高检", "两高"];

/// What makes another instrument of the law that stands before it, longer words first.
const MADE_OF_A_LAW: [&str; 6] = ["司法解释", "解释", "实施条例", "实施细则", "实施办法", "修正案"];

/// The last word of what the courts issue.
const ISSUED: [&str; 6] = ["解释", "规定", "批复", "意见", "决定", "答复"];

/// Reads 婚姻法司法解释（一）, 《民法典》婚姻家庭编的解释（二）, 《道路交通安全法》实施条例 from the law at `range` on.
///
/// Nobody writes the official title of an interpretation, which is a line long; all of these mean it, and a link to the
/// law itself would lead to an article of the same number that says something else.
pub(crate) fn named_after(
    text: &str,
    range: Range<usize>,
    inner: &str,
    names: &Names,
) -> Option<(Range<usize>, Named)> {
    let mut at = range.end;
    let book = BOOKS.iter().find(|it| text[at..].starts_with(**it));
    at += book.map_or(0, |it| it.len());
    at += usize::from(book.is_some() && text[at..].starts_with('编')) * "编".len();
    let book_end = at;
    at += usize::from(text[at..].starts_with('的')) * "的".len();
    let mut words = MADE_OF_A_LAW.iter();
    let word = words.find(|it| text[at..].starts_with(**it))?;
    at += word.len();
    let end = number_behind(text, at);
    let number = &text[at..end];
    let title = format!("{inner}{}{word}{number}", &text[range.end..book_end]);
    let law = names.find(&text[range.start..end]).or_else(|| names.find(&title));
    let law = law.map(|it| Named::Known(it.key.clone()));
    Some((range.start..end, law.unwrap_or(Named::Unknown(title))))
}

/// Returns the place behind a number of an interpretation: （一）, (1), 一.
fn number_behind(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let first = |text: &str, kind: fn(char) -> bool| {
        let it = text.chars().next().filter(|it| kind(*it));
        it.map_or(0, char::len_utf8)
    };
    let mut end = first(rest, |it| matches!(it, '（' | '('));
    let is_bracketed = end > 0;
    match first(&rest[end..], |it| "一二三四五六七八九十12345".contains(it)) {
        0 => return at,
        len => end += len,
    }
    let more = rest[end..].chars();
    let more = more.take_while(|it| "一二三四五六七八九十".contains(*it));
    end += more.map(char::len_utf8).sum::<usize>();
    let close = first(&rest[end..], |it| matches!(it, '）' | ')'));
    // 解释（一 without an end, and 解释一） at the end of a bracket around the whole, have no number of their own.
    match is_bracketed == (close > 0) {
        true => at + end + close,
        false => at,
    }
}

/// Finds 最高人民法院关于适用〈民法典〉婚姻家庭编的解释（一）, without 《》 around the whole.
pub(crate) fn interpretations(text: &str, names: &Names, out: &mut Vec<Mention>) {
    for (about, _) in text.match_indices("关于") {
        let before = tail(&text[..about], 60);
        let issuer = ISSUERS.iter().find(|it| before.ends_with(**it));
        let start = about - issuer.map_or(0, |it| it.len());
        let known = known_end(text, start, about, names);
        // 关于……的规定第三条 without an issuer is ordinary speech, unless a title is known that way.
        let seen = known.or_else(|| unknown_end(text, start, about).filter(|_| issuer.is_some()));
        if let Some((end, law)) = seen {
            out.push(Mention::new(start..end, law, Naming::Bare));
        }
    }
}

/// Returns where the first known title ends that begins at `start`.
fn known_end(text: &str, start: usize, about: usize, names: &Names) -> Option<(usize, Named)> {
    ends(text, about).find_map(|end| {
        let law = names.find(&text[start..end])?;
        Some((end, Named::Known(law.key.clone())))
    })
}

/// Returns where a title ends that nobody knows: before 第N条, not inside the title of the law that it is about.
fn unknown_end(text: &str, start: usize, about: usize) -> Option<(usize, Named)> {
    let count = |end: usize, marks: [char; 2]| text[about..end].matches(marks).count();
    let end = ends(text, about).find(|end| {
        let open = count(*end, ['《', '〈']) > count(*end, ['》', '〉']);
        !open && text[skip_space(text, *end)..].starts_with('第')
    })?;
    let title = text[start..end].split_whitespace().collect();
    Some((end, Named::Unknown(title)))
}

/// The places where a title that begins with 关于 can end, in the same sentence.
fn ends(text: &str, about: usize) -> impl Iterator<Item = usize> + '_ {
    let rest = head(&text[about..], 300);
    let stop = rest.find(['。', '；', '！', '？', '\n', '“', '”', '：', '\u{fffc}']);
    let rest = &rest[..stop.unwrap_or(rest.len())];
    rest.char_indices().filter_map(move |(offset, _)| {
        let word = ISSUED.iter().find(|it| rest[offset..].starts_with(**it))?;
        Some(number_behind(text, about + offset + word.len()))
    })
}
