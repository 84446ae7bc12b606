//! The form in which texts and queries are compared.
//!
//! `static/js/search.js` folds queries and excerpts by the same rules; `tests/search.rs` holds the two together. Full width
//! becomes half width, traditional simplified, capitals small, 第三十九条 becomes 第39条. Quotation marks, title brackets
//! and blanks vanish, all other punctuation becomes one blank, which no phrase crosses.

use unicode_normalization::UnicodeNormalization;

use crate::render::search::traditional::PAIRS;

/// The blank that stands for punctuation in folded text.
pub(crate) const BREAK: char = ' ';

/// Longer rows of numerals are no article's number; the limit keeps sums small and the work linear.
const MAX_NUMERALS: usize = 8;

const HAN_START: u32 = 0x3400;
const HAN_END: u32 = 0xA000;

/// What a folded character is to the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A unit of its own.
    Han,
    /// Part of a word: Latin, digits, other alphabets.
    Word,
    /// Neither; ends a phrase.
    Break,
    /// As if it were not there.
    Nothing,
}

/// Folds text; made once, because it holds the table of traditional characters spread out.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The folded form of each character from U+3400 to U+9FFF, 0 for itself.
    han: Vec<u16>,
}

/// What lies between the last character and the next one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Soft,
    Hard,
}

impl Folder {
    /// Spreads out the table.
    pub fn new() -> Self {
        let mut han = vec![0; (HAN_END - HAN_START) as usize];
        let mut chars = PAIRS.chars();
        while let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
            han[(u32::from(traditional) - HAN_START) as usize] =
                u16::try_from(u32::from(simplified))
                    .expect("the table holds characters of the basic plane");
        }
        Self { han }
    }

    /// Appends the folded form of `text` to `out`, parted by a [`BREAK`] from what is there.
    pub fn push(&self, text: &str, out: &mut Vec<char>) {
        let mut gap = Gap::Hard;
        for written in text.chars() {
            let narrow = narrow(written);
            if let Some(folded) = self.han(narrow) {
                put(folded, Class::Han, gap, out);
                gap = Gap::None;
            } else if narrow.is_ascii() || "、。".contains(narrow) {
                gap = step(narrow.to_ascii_lowercase(), gap, out);
            } else {
                for folded in std::iter::once(narrow).nfkc().flat_map(char::to_lowercase) {
                    gap = step(self.han(folded).unwrap_or(folded), gap, out);
                }
            }
        }
    }

    fn han(&self, c: char) -> Option<char> {
        let at = u32::from(c).checked_sub(HAN_START)?;
        let folded = *self.han.get(at as usize)?;
        if class(c) != Class::Han {
            return None;
        }
        if folded == 0 { Some(c) } else { char::from_u32(u32::from(folded)) }
    }
}

/// Takes the commonest part of NFKC, full-width ASCII, out of the slow path.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn step(c: char, gap: Gap, out: &mut Vec<char>) -> Gap {
    match class(c) {
        found @ (Class::Han | Class::Word) => {
            put(c, found, gap, out);
            Gap::None
        }
        Class::Nothing => gap.max(Gap::Soft),
        Class::Break => Gap::Hard,
    }
}

/// Writes a character after the break that the gap before it leaves: a soft one only between two words.
fn put(c: char, found: Class, gap: Gap, out: &mut Vec<char>) {
    if let Some(last) = out.last().filter(|_| gap != Gap::None) {
        let words = found == Class::Word && class(*last) == Class::Word;
        if gap == Gap::Hard && *last != BREAK || gap == Gap::Soft && words {
            out.push(BREAK);
        }
    }
    if "条款项章节编".contains(c) {
        number_article(out);
    }
    out.push(c);
}

/// Returns what a character is, by ranges and not by the Unicode tables, which differ between this program and browsers.
pub fn class(c: char) -> Class {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' => Class::Word,
        ' '
        | '"'
        | '\''
        | '\t'
        | '\u{ad}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2018}'..='\u{201f}'
        | '\u{feff}' => Class::Nothing,
        '\u{3008}'..='\u{300f}' | '\u{fe00}'..='\u{fe0f}' => Class::Nothing,
        '\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{20000}'..='\u{323af}' => Class::Han,
        '\u{c0}'..='\u{1fff}' if c != '×' && c != '÷' => Class::Word,
        '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{312f}'
        | '\u{a000}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' => Class::Word,
        _ => Class::Break,
    }
}

/// Turns the numerals at the end into digits when 第 stands before them.
fn number_article(out: &mut Vec<char>) {
    let numerals =
        out.iter().rev().take(MAX_NUMERALS + 1).take_while(|it| numeral(**it).is_some()).count();
    let start = out.len() - numerals;
    if (1..=MAX_NUMERALS).contains(&numerals) && start > 0 && out[start - 1] == '第' {
        let number = value(&out[start..]).to_string();
        out.truncate(start);
        out.extend(number.chars());
    }
}

/// Returns the digit of a numeral, or the power of ten it multiplies by.
fn numeral(c: char) -> Option<u64> {
    let digit = "〇一二三四五六七八九".chars().position(|it| it == c);
    match c {
        '零' => Some(0),
        '两' => Some(2),
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => digit.map(|it| it as u64),
    }
}

fn value(numerals: &[char]) -> u64 {
    let (mut sum, mut digits) = (0, 0);
    for number in numerals.iter().filter_map(|it| numeral(*it)) {
        if number < 10 {
            digits = digits * 10 + number;
        } else {
            sum += digits.max(1) * number;
            digits = 0;
        }
    }
    sum + digits
}

#[cfg(test)]
mod tests {
    use super::Folder;

    fn fold(text: &str) -> String {
        let mut out = Vec::new();
        Folder::new().push(text, &mut out);
        out.into_iter().collect()
    }

    #[test]
    fn different_ways_of_writing_meet() {
        for (written, folded) in [
            ("《民法典》第一千零七十九条第三款", "民法典第1079条第3款"),
            ("民法典 第1079条", "民法典第1079条"),
            ("第１０７９條", "第1079条"),
            ("第一〇七九条", "第1079条"),
            ("第十条、第二百条", "第10条 第200条"),
            ("第一次，第一百二十条之一", "第一次 第120条之一"),
            ("婦女權益保障法", "妇女权益保障法"),
            ("ＡＢＣ abc", "abc abc"),
            ("拨打 12338 热线", "拨打12338热线"),
            ("抚养　权", "抚养权"),
            ("“书面”同意", "书面同意"),
            ("甲，乙。", "甲 乙"),
            ("a<b>c", "a b c"),
            ("__proto__", "proto"),
            ("第", "第"),
            ("第一", "第一"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn texts_pushed_one_after_the_other_stay_apart() {
        let mut out = Vec::new();
        let folder = Folder::new();
        folder.push("第三条", &mut out);
        folder.push("款", &mut out);
        assert_eq!(out.into_iter().collect::<String>(), "第3条 款");
    }
}
