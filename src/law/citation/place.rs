//! Places as written: 第十条第一款、第三款和第十一条, 第1040-1045条, 第（一）至（三）项.

use std::ops::Range;

use crate::law::{
    citation::{Doubt, Place, words::skip_space},
    numeral::{self, Reading},
};

/// Longest list inside one 第…条, as in 第三、五、七条.
const MAX_NUMBERS: usize = 24;

const RANGE_WORDS: [&str; 9] = ["至", "到", "——", "—", "－", "–", "-", "～", "~"];
const LIST_WORDS: [&str; 12] =
    ["以及", "或者", "、", "和", "及", "与", "或", "，", ",", "；", ";", "暨"];

/// The levels of a statute below its chapters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// 条.
    Article,
    /// 款.
    Paragraph,
    /// 项.
    Item,
    /// 目.
    Subitem,
}

impl Unit {
    /// Returns the level below it.
    pub fn below(self) -> Self {
        match self {
            Self::Article => Self::Paragraph,
            Self::Paragraph => Self::Item,
            Self::Item | Self::Subitem => Self::Subitem,
        }
    }
}

impl Place {
    /// Keeps the levels above `unit`.
    #[must_use]
    pub fn above(self, unit: Unit) -> Self {
        Self {
            paragraph: self.paragraph.filter(|_| unit > Unit::Paragraph),
            item: self.item.filter(|_| unit > Unit::Item),
            subitem: None,
            ..self
        }
    }
}

/// One place of a list, or one range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Where it is written.
    pub range: Range<usize>,
    /// The place, or the first of the range.
    pub place: Place,
    /// The last of the range.
    pub end: Option<Place>,
    /// What is odd about its numeral.
    pub doubt: Option<Doubt>,
}

struct Group {
    range: Range<usize>,
    unit: Unit,
    suffix: u8,
    numbers: Vec<Number>,
}

struct Number {
    range: Range<usize>,
    first: Reading,
    last: Option<Reading>,
}

/// Returns the level of the group at `at`, if one stands there.
pub(crate) fn unit_at(text: &str, at: usize) -> Option<Unit> {
    group(text, at).map(|it| it.unit)
}

/// Reads all places written from `at` on; a first 款 or 项 lies in `base`.
pub(crate) fn sequence(text: &str, at: usize, base: Place) -> Option<Vec<Mark>> {
    let first = group(text, at)?;
    let mut unit = first.unit;
    let mut marks = expand(&first, base);
    let mut in_end = false;
    loop {
        let last = marks.last_mut()?;
        let end = last.range.end;
        let next = skip_space(text, end);
        // In this order: 第1040条-1045条 ends a range, 第十条至第十二条 too, 、第三款 begins a place that keeps the higher
        // levels of the one before, and a group without any word between, 第十条第一款, goes deeper.
        if let Some((place, unit_end)) = tail(text, next, last.place) {
            (last.end, last.range.end) = (Some(place), unit_end);
            in_end = true;
        } else if let Some(group) = ranged(text, next) {
            let target = with(last.place, &group, group.numbers[0].first);
            (last.end, last.range.end, unit) = (Some(target), group.range.end, group.unit);
            in_end = true;
        } else if let Some(group) = listed(text, next, unit) {
            let base = last.end.unwrap_or(last.place);
            (unit, in_end) = (group.unit, false);
            marks.extend(expand(&group, base));
        } else if let Some(group) = group(text, next).filter(|it| it.unit > unit) {
            unit = group.unit;
            narrow(&mut marks, &group, in_end);
        } else {
            return Some(marks);
        }
    }
}

/// Tells whether a word before 第 joins it to the place before.
fn after_word(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    words.iter().find(|it| text[at..].starts_with(**it)).map(|it| skip_space(text, at + it.len()))
}

fn ranged(text: &str, at: usize) -> Option<Group> {
    let group = group(text, after_word(text, at, &RANGE_WORDS)?)?;
    (group.numbers.len() == 1 && group.numbers[0].last.is_none()).then_some(group)
}

/// 第1040条-1045条: the second number without 第.
fn tail(text: &str, at: usize, base: Place) -> Option<(Place, usize)> {
    let number_at = after_word(text, at, &RANGE_WORDS)?;
    let (reading, len) = number(text, number_at)?;
    let (unit, end) = unit(text, skip_space(text, number_at + len))?;
    let group = Group { range: at..end, unit, suffix: 0, numbers: Vec::new() };
    Some((with(base, &group, reading), end))
}

fn listed(text: &str, at: usize, last: Unit) -> Option<Group> {
    // 第十条，第一项工作是…… goes on with something else; 第二条，《民法典》… and 第一款，第三款 are lists.
    let loose = text[at..].starts_with(['，', ',', '；', ';']);
    let group = group(text, after_word(text, at, &LIST_WORDS)?)?;
    (!loose || group.unit == Unit::Article || group.unit == last).then_some(group)
}

/// 第…条 with one number, several, or a range; 之一 behind it; 前三款.
fn group(text: &str, at: usize) -> Option<Group> {
    if let Some(rest) = text[at..].strip_prefix('前') {
        return first_few(rest, at);
    }
    text[at..].strip_prefix('第')?;
    let mut numbers = Vec::new();
    let mut next = skip_space(text, at + "第".len());
    loop {
        let (first, len) = number(text, next)?;
        let start = if numbers.is_empty() { at } else { next };
        numbers.push(Number { range: start..next + len, first, last: None });
        next = skip_space(text, next + len);
        if let Some((last, end)) = inner_range(text, next) {
            let number = numbers.last_mut()?;
            (number.last, number.range.end) = (Some(last), end);
            next = skip_space(text, end);
        }
        let more = text[next..].strip_prefix('、').map(|_| skip_space(text, next + "、".len()));
        match more.filter(|it| numbers.len() < MAX_NUMBERS && number(text, *it).is_some()) {
            Some(more) => next = more,
            None => break,
        }
    }
    let (unit, mut end) = unit(text, next)?;
    let mut suffix = 0;
    if let Some((value, len)) = inserted(text, end).filter(|_| unit == Unit::Article) {
        (suffix, end) = (value, end + len);
    }
    numbers.last_mut()?.range.end = end;
    Some(Group { range: at..end, unit, suffix, numbers })
}

/// 前三款, 前两项: the first few.
fn first_few(rest: &str, at: usize) -> Option<Group> {
    let (last, len) = numeral::at_start(rest)
        .filter(|(it, _)| it.value().is_some_and(|it| (2..30).contains(&it)))?;
    let (unit, _) = unit(rest, len)?;
    let end = at + "前".len() + len + "款".len();
    let first = Reading::Strict(1);
    let last = last.value().map(Reading::Strict);
    (unit != Unit::Article).then(|| Group {
        range: at..end,
        unit,
        suffix: 0,
        numbers: vec![Number { range: at..end, first, last }],
    })
}

/// The `-1045` of 第1040-1045条, the 至（三） of 第（一）至（三）项.
fn inner_range(text: &str, at: usize) -> Option<(Reading, usize)> {
    let next = after_word(text, at, &RANGE_WORDS)?;
    let next =
        text[next..].strip_prefix('第').map_or(next, |_| skip_space(text, next + "第".len()));
    number(text, next).map(|(last, len)| (last, next + len))
}

fn number(text: &str, at: usize) -> Option<(Reading, usize)> {
    let open = text[at..].chars().next()?;
    let close = match open {
        '（' => '）',
        '(' => ')',
        _ => return numeral::at_start(&text[at..]),
    };
    // （一) with one bracket of each width is common where a text went through a database.
    let start = skip_space(text, at + open.len_utf8());
    let (reading, len) = numeral::at_start(&text[start..])?;
    let end = skip_space(text, start + len);
    text[end..].starts_with([close, '）', ')']).then(|| {
        let close = text[end..].chars().next().map_or(0, char::len_utf8);
        (reading, end + close - at)
    })
}

fn unit(text: &str, at: usize) -> Option<(Unit, usize)> {
    let unit = match text[at..].chars().next()? {
        '条' => Unit::Article,
        '款' => Unit::Paragraph,
        '项' => Unit::Item,
        '目' => Unit::Subitem,
        _ => return None,
    };
    Some((unit, at + "条".len()))
}

/// 之一.
fn inserted(text: &str, at: usize) -> Option<(u8, usize)> {
    let rest = text[at..].strip_prefix('之')?;
    let (reading, len) = numeral::at_start(rest)?;
    // 第三条之规定 has no number; what only looks like one must not become 第三条之N.
    let Reading::Strict(value) = reading else {
        return None;
    };
    u8::try_from(value).ok().filter(|it| *it < 100).map(|it| (it, "之".len() + len))
}

fn expand(group: &Group, base: Place) -> Vec<Mark> {
    let mark = |number: &Number| Mark {
        range: number.range.clone(),
        place: with(base, group, number.first),
        end: number.last.map(|last| with(base, group, last)),
        doubt: doubt(number.first).or_else(|| number.last.and_then(doubt)),
    };
    group.numbers.iter().map(mark).collect()
}

/// Applies a deeper group to the last place, or to the end of the last range.
fn narrow(marks: &mut Vec<Mark>, group: &Group, in_end: bool) {
    let Some(mut last) = marks.pop() else { return };
    if in_end {
        last.end = last.end.map(|end| with(end, group, group.numbers[0].first));
        last.range.end = group.range.end;
        return marks.push(last);
    }
    let mut deeper = expand(group, last.place);
    deeper[0].range.start = last.range.start;
    deeper[0].doubt = last.doubt.or(deeper[0].doubt.take());
    marks.extend(deeper);
}

fn with(base: Place, group: &Group, reading: Reading) -> Place {
    // An ambiguous numeral, 第一百六条, is reported by its doubt; its place is none.
    let value = reading.value().unwrap_or(0);
    let small = u8::try_from(value).ok();
    match group.unit {
        Unit::Article => Place::article(value, group.suffix),
        Unit::Paragraph => Place { paragraph: small, item: None, subitem: None, ..base },
        Unit::Item => Place { item: small, subitem: None, ..base },
        Unit::Subitem => Place { subitem: small, ..base },
    }
}

fn doubt(reading: Reading) -> Option<Doubt> {
    match reading {
        Reading::Strict(_) => None,
        Reading::Repaired(_) => Some(Doubt::RepairedNumeral),
        Reading::Ambiguous => Some(Doubt::AmbiguousNumeral),
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, sequence};

    /// `10.1.2` for 第十条第一款第二项, `-` for none, a range with `..`.
    fn read(text: &str) -> String {
        let level = |it: Option<u8>| it.map_or("-".to_owned(), |it| it.to_string());
        let show = |it: Place| {
            let suffix = if it.suffix > 0 { format!("_{}", it.suffix) } else { String::new() };
            format!("{}{suffix}.{}.{}", it.article, level(it.paragraph), level(it.item))
                .replace(".-.-", "")
                .trim_end_matches(".-")
                .to_owned()
        };
        let marks = sequence(text, 0, Place::article(7, 0)).unwrap_or_default();
        let shown = marks.iter().map(|it| {
            show(it.place) + &it.end.map_or(String::new(), |end| format!("..{}", show(end)))
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_keep_the_higher_levels_of_the_place_before() {
        assert_eq!(read("第十条第一款、第三款和第十一条"), "10.1 10.3 11");
        assert_eq!(read("第七十六条第一款第（一）项、第（二）项及第二款"), "76.1.1 76.1.2 76.2");
        assert_eq!(read("第三、五条"), "3 5");
        assert_eq!(read("第一款、第二款"), "7.1 7.2");
        assert_eq!(read("第十条，第一项工作"), "10");
    }

    #[test]
    fn ranges_cross_levels() {
        assert_eq!(read("第1040-1045条"), "1040..1045");
        assert_eq!(read("第1040条-1045条"), "1040..1045");
        assert_eq!(read("第 1040 条至第 1045 条"), "1040..1045");
        assert_eq!(read("第十条第二款至第十二条第一款"), "10.2..12.1");
        assert_eq!(read("第二百一十三条至第二百一十九条之一"), "213..219_1");
        assert_eq!(read("第（一）至（三）项"), "7.-.1..7.-.3");
        assert_eq!(read("第三百零七条之一前三款"), "307_1.1..307_1.3");
    }

    #[test]
    fn inserted_articles_carry_their_number() {
        assert_eq!(read("第一百三十三条之一第一款"), "133_1.1");
        assert_eq!(read("第三条之规定"), "3");
    }
}
