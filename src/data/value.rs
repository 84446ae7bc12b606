//! What a cell can hold besides text: numbers, yes and no, lists, days of the year, hours, telephone numbers.
//!
//! Read as people write them; how far a reading went is said, so that the editor can be told. Days stand in [`crate::data::date`].

use std::ops::Range;

use crate::law::numeral;

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: u64,
    /// How it was written.
    pub way: Way,
}

/// How a number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In digits alone.
    Plain,
    /// So that there is one reading only: `1,200`, `３０`, `30份`, 两百, `1.2万`.
    Loose,
    /// As a guess: 约200, 200多, 近千.
    About,
}

/// Words before or behind a number that make it a guess.
const ABOUT: [&str; 12] =
    ["大约", "大概", "约", "近", "将近", "左右", "上下", "以上", "多", "余", "+", "~"];

/// What people count, as it may stand behind a number.
const UNITS: [&str; 31] = [
    "人次", "份", "张", "本", "人", "名", "位", "次", "场", "个", "套", "册", "条", "户", "家",
    "村", "页", "件", "篇", "部", "期", "节", "组", "元", "天", "日", "号", "年", "月", "小时",
    "分钟",
];

/// Reads a whole number from 0 up.
///
/// Understands commas between thousands, digits of both widths, Chinese numerals, 万 and 亿, a word that is counted, and a guess.
pub fn number(text: &str) -> Option<Number> {
    let folded: String = text.chars().filter(|it| !it.is_whitespace()).map(fold).collect();
    if !folded.is_empty() && folded == text && folded.bytes().all(|it| it.is_ascii_digit()) {
        let way = Way::Plain;
        return folded.parse().ok().map(|value| Number { value, way });
    }
    let (rest, is_guess) = without_guess(&folded);
    let way = if is_guess { Way::About } else { Way::Loose };
    amount(rest).map(|value| Number { value, way })
}

/// Takes the words of a guess and of what is counted from both ends.
fn without_guess(text: &str) -> (&str, bool) {
    let (mut rest, mut is_guess) = (text, false);
    loop {
        let guess =
            ABOUT.iter().find_map(|it| rest.strip_prefix(it).or_else(|| rest.strip_suffix(it)));
        let unit = || UNITS.iter().find_map(|it| rest.strip_suffix(it));
        match guess {
            Some(shorter) => (rest, is_guess) = (shorter, true),
            None => match unit() {
                Some(shorter) => rest = shorter,
                None => return (rest, is_guess),
            },
        }
    }
}

/// Reads digits or a Chinese numeral, with 万 or 亿 behind a part of it.
fn amount(text: &str) -> Option<u64> {
    for (word, unit) in [('亿', 100_000_000), ('万', 10_000)] {
        let Some((many, rest)) = text.split_once(word) else {
            continue;
        };
        let many = times(many, unit)?;
        let rest = if rest.is_empty() { 0 } else { amount(rest)? };
        // 一万二 is 12,000 or 10,002: nobody can say.
        return (rest == 0 || rest * 10 >= unit).then_some(many + rest);
    }
    for (word, unit) in [('千', 1_000), ('百', 100)] {
        if let Some(many) =
            text.strip_suffix(word).filter(|it| it.ends_with(|it: char| it.is_ascii_digit()))
        {
            return times(many, unit);
        }
    }
    digits(text).or_else(|| numeral::from_chinese(text)?.value().map(u64::from))
}

/// Reads `many`, which may be a decimal fraction, in units of `unit`.
fn times(many: &str, unit: u64) -> Option<u64> {
    let Some((whole, part)) = many.split_once('.') else {
        return amount(many)?.checked_mul(unit);
    };
    let scale = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let part = digits(part)?.checked_mul(unit)?;
    let whole = digits(whole)?.checked_mul(unit)?;
    (part % scale == 0).then_some(whole + part / scale)
}

/// Reads ASCII digits, thousands parted by commas or not.
fn digits(text: &str) -> Option<u64> {
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let mut groups = text.split(',');
    let first = groups.next()?;
    let is_good = is_digits(first)
        && (first.len() <= 3 || !text.contains(','))
        && groups.all(|it| it.len() == 3 && is_digits(it));
    is_good.then(|| text.replace(',', "").parse().ok())?
}

/// Reads yes or no.
pub(crate) fn yes_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "是" | "对" | "有" | "yes" | "true" | "on" | "y" | "√" | "✓" => Some(true),
        "否" | "不" | "无" | "no" | "false" | "off" | "n" | "×" => Some(false),
        _ => None,
    }
}

/// Cuts what stands in one cell into its entries, with their places in it.
pub fn list(text: &str) -> Vec<(&str, Range<usize>)> {
    let is_mark = |it: char| matches!(it, ',' | '，' | '、' | ';' | '；' | '\n');
    let mut entries = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(is_mark) {
        let entry = part.trim_end_matches(is_mark).trim();
        if !entry.is_empty() {
            let start = at + part.find(entry).unwrap_or(0);
            entries.push((entry, start..start + entry.len()));
        }
        at += part.len();
    }
    entries
}

/// Reads a day of the year, month first: 3月8日, `3-8`, `03/08`, `3.8`.
pub(crate) fn month_day(text: &str) -> Option<(i8, i8)> {
    let folded: String = text.trim().chars().map(fold).collect();
    let mut parts = folded.trim_end_matches(['日', '号']).split(['月', '-', '/', '.']);
    let mut part = || parts.next()?.trim().parse().ok();
    let (month, day) = (part()?, part()?);
    (parts.next().is_none() && is_day_of_year(month, day)).then_some((month, day))
}

/// Tells whether a year can have this day; 29 February is one.
pub(crate) fn is_day_of_year(month: i8, day: i8) -> bool {
    jiff::civil::Date::new(2024, month, day).is_ok()
}

/// Returns the first time of day in a text that there is none of: `8:75`, `25:00`.
pub(crate) fn impossible_time(text: &str) -> Option<String> {
    let folded: String = text.chars().map(fold).collect();
    let digits = |it: &str, from_end: bool| -> String {
        let is_digit = |it: &char| it.is_ascii_digit();
        if from_end {
            let back: String = it.chars().rev().take_while(is_digit).collect();
            back.chars().rev().collect()
        } else {
            it.chars().take_while(is_digit).collect()
        }
    };
    folded.match_indices(':').find_map(|(at, _)| {
        let (hour, minute) = (digits(&folded[..at], true), digits(&folded[at + 1..], false));
        let is_time = (1..=2).contains(&hour.len()) && minute.len() == 2;
        let is_possible =
            hour.parse().is_ok_and(|it: u8| it <= 24) && minute.parse().is_ok_and(|it: u8| it < 60);
        (is_time && !is_possible).then(|| format!("{hour}:{minute}"))
    })
}

/// Reads a telephone number: digits, parted as people do. Returned with ASCII digits, one blank or hyphen between groups.
pub(crate) fn phone(text: &str) -> Option<String> {
    let folded: String = text.trim().chars().map(fold).collect();
    let is_good = |it: char| it.is_ascii_digit() || " -()+".contains(it);
    let count = folded.bytes().filter(u8::is_ascii_digit).count();
    let is_number = folded.chars().all(is_good) && (3..=15).contains(&count);
    let plus = folded.rfind('+').is_none_or(|it| it == 0);
    (is_number && plus).then(|| folded.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns the half-width form of the signs that numbers are written with.
fn fold(it: char) -> char {
    match it {
        '０'..='９' => {
            char::from_u32(u32::from(it) - u32::from('０') + u32::from('0')).unwrap_or(it)
        }
        '，' => ',',
        '．' => '.',
        '：' => ':',
        '／' => '/',
        '＋' => '+',
        '～' => '~',
        '－' | '–' | '—' => '-',
        '（' => '(',
        '）' => ')',
        '\u{3000}' => ' ',
        _ => it,
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Way, impossible_time, list, month_day, number, phone, yes_no};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value, way) in [
            ("80", 80, Way::Plain),
            ("0", 0, Way::Plain),
            ("1,200", 1_200, Way::Loose),
            ("1，200", 1_200, Way::Loose),
            ("３０", 30, Way::Loose),
            ("30份", 30, Way::Loose),
            ("30 份", 30, Way::Loose),
            (" 30 ", 30, Way::Loose),
            ("两百", 200, Way::Loose),
            ("一千零五", 1_005, Way::Loose),
            ("2百", 200, Way::Loose),
            ("1.2万", 12_000, Way::Loose),
            ("23万次", 230_000, Way::Loose),
            ("两万三千人", 23_000, Way::Loose),
            ("1亿2000万", 120_000_000, Way::Loose),
            ("约200", 200, Way::About),
            ("约 200 人", 200, Way::About),
            ("200多人", 200, Way::About),
            ("200余", 200, Way::About),
            ("近千", 0, Way::About),
            ("500人左右", 500, Way::About),
            ("3000+", 3_000, Way::About),
        ] {
            let read = number(text);
            if value == 0 && way == Way::About {
                assert_eq!(read, None, "{text}");
            } else {
                assert_eq!(read, Some(Number { value, way }), "{text}");
            }
        }
        for text in [
            "",
            "很多",
            "-3",
            "1.5",
            "1,20",
            "12,34",
            "200-300",
            "1200,000",
            "一百六",
            "一万二",
            "份",
            "约",
            "3/4",
            "99999999999999999999",
            "99999999999万亿",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn lists_keep_the_places_of_their_entries() {
        let text = "甲, 乙；丙、\n 丁";
        let found = list(text);
        let words: Vec<_> = found.iter().map(|it| it.0).collect();
        assert_eq!(words, ["甲", "乙", "丙", "丁"]);
        assert!(found.iter().all(|(word, range)| &text[range.clone()] == *word));
    }

    #[test]
    fn days_hours_and_telephones_are_read() {
        for text in ["3月8日", "3-8", "03/08", "3.8", "３月８号", "3月8"] {
            assert_eq!(month_day(text), Some((3, 8)), "{text}");
        }
        assert_eq!(month_day("2月29日"), Some((2, 29)));
        for text in ["2月30日", "13-1", "3月", "2026-3-8", "三月八日", ""] {
            assert_eq!(month_day(text), None, "{text}");
        }
        assert_eq!(impossible_time("周一至周五 8:30 至 17:30，9：00"), None);
        assert_eq!(impossible_time("8:30 至 17：75"), Some("17:75".into()));
        assert_eq!(impossible_time("25:00"), Some("25:00".into()));
        assert_eq!(impossible_time("比例 1:100，全天"), None);
        assert_eq!(phone("０571-8888 8888").as_deref(), Some("0571-8888 8888"));
        assert_eq!(phone("12338").as_deref(), Some("12338"));
        for text in ["打电话", "12", "138 0013 8000 找李", "1+2345"] {
            assert_eq!(phone(text), None, "{text}");
        }
        assert_eq!((yes_no("是"), yes_no("NO"), yes_no("也许")), (Some(true), Some(false), None));
    }
}
