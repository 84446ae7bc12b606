//! What one line of a statute is, by its words alone: heading, article, item, or text.

use std::ops::Range;

use crate::law::{
    numeral::{self, Reading},
    statute::Level,
};

/// One paragraph of a source, blanks trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// Where it stands in the source.
    pub range: Range<usize>,
    /// Whether the source marks it as a heading.
    pub heading: bool,
}

/// A heading's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 编, 分编, 章, 节.
    pub level: Level,
    /// Its number; 0 without.
    pub number: u16,
    /// As written: 第一编; empty without number.
    pub mark: String,
    /// Its title.
    pub title: String,
}

/// Longest heading, in characters.
const MAX_HEADING: usize = 45;

/// Reads 第一编 总则, 附则, and with a mark of the source also 一、一般规定.
pub fn heading(line: &Line) -> Option<Heading> {
    let text = line.text.trim();
    if text.chars().count() >= MAX_HEADING || text.ends_with(['。', '；', '：']) {
        return None;
    }
    if let Some(rest) = text.strip_prefix('第') {
        let (reading, len) = numeral::at_start(rest)?;
        let units = [
            ("分编", Level::Subbook),
            ("编", Level::Book),
            ("章", Level::Chapter),
            ("节", Level::Section),
        ];
        let (unit, level) = units.into_iter().find(|(it, _)| rest[len..].starts_with(*it))?;
        // 第一章规定的…… is a sentence; a heading is set off, or ends there and has its title on the next line.
        let title = &rest[len + unit.len()..];
        if !(title.is_empty() || title.starts_with(is_blank)) {
            return None;
        }
        let mark = format!("第{}{unit}", &rest[..len]);
        return Some(Heading { level, number: reading.value()?, mark, title: squash(title) });
    }
    // 附　则 of older laws, 总纲 of 宪法.
    let plain = squash(text);
    if matches!(plain.as_str(), "附则" | "序言" | "总则" | "总纲") {
        return Some(Heading {
            level: Level::Chapter,
            number: 0,
            mark: String::new(),
            title: plain,
        });
    }
    if !line.heading {
        return None;
    }
    let (number, title) = listed(text).map_or((0, text), |(number, title)| (number, title));
    let mark =
        if number > 0 { format!("{}、", numeral::to_chinese(number)) } else { String::new() };
    Some(Heading { level: Level::Chapter, number, mark, title: squash(title) })
}

/// Reads 一、一般规定: the number and the words behind it.
pub fn listed(text: &str) -> Option<(u16, &str)> {
    let (reading, len) = numeral::at_start(text)?;
    let number = strict(reading).filter(|it| *it < 100)?;
    let title = text[len..].strip_prefix('、')?;
    // 1、 is a 目.
    (!text.starts_with(|it: char| it.is_ascii_digit())).then(|| (number, title.trim()))
}

/// An article's number at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ArticleMark {
    /// 条.
    pub number: u16,
    /// 之一; 0 for none.
    pub suffix: u8,
    /// Bytes up to the text.
    pub len: usize,
    /// Whether a blank, or nothing, follows the number.
    pub set_off: bool,
}

/// Reads 第一百三十三条之一 at the start of a line.
pub fn article(text: &str) -> Option<ArticleMark> {
    let rest = text.strip_prefix('第')?;
    let rest_of_number = rest.trim_start_matches(is_blank);
    let (reading, len) = numeral::at_start(rest_of_number)?;
    let behind = rest_of_number[len..].trim_start_matches(is_blank).strip_prefix('条')?;
    let (suffix, behind) = inserted(behind).unwrap_or((0, behind));
    let content = behind.trim_start_matches(is_blank);
    let set_off = content.is_empty() || content.len() < behind.len();
    Some(ArticleMark { number: reading.value()?, suffix, len: text.len() - content.len(), set_off })
}

/// Reads 之一 behind the number of an article.
fn inserted(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix('之')?;
    let (reading, len) = numeral::at_start(rest)?;
    let suffix = strict(reading).filter(|it| *it < 100)?;
    Some((u8::try_from(suffix).ok()?, &rest[len..]))
}

fn strict(reading: Reading) -> Option<u16> {
    match reading {
        Reading::Strict(number) => Some(number),
        Reading::Repaired(_) | Reading::Ambiguous => None,
    }
}

/// Reads （一） or (一) at the start of a line: number and bytes up to the text.
pub fn item(text: &str) -> Option<(u8, usize)> {
    let open = text.chars().next().filter(|it| matches!(it, '（' | '('))?;
    let (reading, len) = numeral::at_start(&text[open.len_utf8()..])
        .filter(|_| !text[open.len_utf8()..].starts_with(|it: char| it.is_ascii_digit()))?;
    let close = open.len_utf8() + len;
    let mark = text[close..].chars().next().filter(|it| matches!(it, '）' | ')'))?;
    Some((u8::try_from(reading.value()?).ok()?, close + mark.len_utf8()))
}

/// Reads `1.` or `1、` at the start of a line: number and bytes up to the text.
pub fn subitem(text: &str) -> Option<(u8, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok()?;
    let mark = text[digits..].chars().next().filter(|it| matches!(it, '.' | '．' | '、'))?;
    Some((number, digits + mark.len_utf8()))
}

/// Tells whether a line opens the annexes: 附件一, 附：.
pub(crate) fn opens_annex(text: &str) -> bool {
    let plain = squash(text);
    let Some(rest) = plain.strip_prefix('附') else {
        return false;
    };
    let rest = rest.strip_prefix(['件', '表', '录', '图']).unwrap_or(rest);
    let rest = rest.trim_start_matches(|it: char| it.is_ascii_digit() || numeral::is_numeral(it));
    rest.is_empty() || rest.starts_with(['：', ':'])
}

/// Tells whether a character is a blank as statutes are set with.
pub fn is_blank(it: char) -> bool {
    it.is_whitespace() || matches!(it, '\u{3000}' | '\u{a0}')
}

/// Takes out all blanks: 总　　则 → 总则.
pub(crate) fn squash(text: &str) -> String {
    text.chars().filter(|it| !is_blank(*it)).collect()
}
