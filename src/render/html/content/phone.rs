//! Numbers that can be called, in running text.
//!
//! A number is only taken for one where nothing speaks against it: amounts, articles, years and parts of addresses stay
//! text. Short numbers need a word beside them that says what they are, but for those the site names as help lines.

use std::ops::Range;

/// A number in a text: where it stands, and what is dialled.
pub(super) type Found = (Range<usize>, String);

/// Emergency numbers of three digits: as often amounts.
const SHORT: [&str; 4] = ["110", "119", "120", "122"];

/// Stand before a number that is called.
const BEFORE: [&str; 11] =
    ["打", "拨", "号码", "电话", "热线", "致电", "求助", "记住", "报警", "找", "问"];

/// Stand behind a number that is called.
const BEHIND: [&str; 13] = [
    "报警",
    "急救",
    "火警",
    "热线",
    "电话",
    "求助",
    "平台",
    "反诈",
    "妇女",
    "妇联",
    "政务",
    "公共法律",
    "法律援助",
];

/// Make an amount, an article, a day or a line of the number before them.
const UNITS: &str =
    "元万亿块天日年月个条款项人岁号分小时页篇字%％米公斤克亩次份名户种℃张多余倍期起件下";

/// Longer runs of digits, blanks and hyphens are no number, in bytes.
const LONGEST: usize = 24;

/// How many characters may stand between two numbers of a list.
const BESIDE: usize = 4;

/// How many characters before a number may say that it is called.
const NEAR: usize = 12;

/// Returns the end of `text`, in which a word may say that the next number is called: `打 **110**`.
pub(super) fn tail(text: &str) -> String {
    let start = text.char_indices().rev().nth(NEAR - 1).map_or(0, |it| it.0);
    text[start..].to_owned()
}

/// Finds the numbers in `text`, which stands behind `tail`; `known` are those of the site.
pub(super) fn find(tail: &str, text: &str, known: &[&str]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|it: char| it.is_ascii_digit()).map(|it| at + it) {
        let rest = &text[start..];
        let length = rest.bytes().take(LONGEST).take_while(|it| is_part(char::from(*it))).count();
        let written = rest[..length].trim_end_matches(['-', ' ']);
        let range = start..start + written.len();
        at = start + length;
        // `110 12338` are two numbers, `0571 1234567` is one.
        let (range, number) = match dialled(written) {
            Some(number) => (range, number),
            None => {
                let first = written.split(' ').next().unwrap_or_default();
                at = start + first.len().max(1);
                (start..at, first.to_owned())
            }
        };
        // `打 12338、12348 或者 110`: what is said of one number is said of those beside it.
        let beside = found.last().map(|it| &text[it.0.end..range.start]);
        let is_told = beside.is_some_and(|it| it.chars().nth(BESIDE).is_none());
        if is_called((tail, text), &range, &number, (known, is_told)) {
            found.push((range, number));
        }
    }
    found
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '-' | ' ')
}

/// Returns what is dialled, of a number that is long enough to be a telephone's and nothing else.
fn dialled(written: &str) -> Option<String> {
    let groups: Vec<&str> = written.split(['-', ' ']).collect();
    let digits = groups.concat();
    let lengths: Vec<usize> = groups.iter().map(|it| it.len()).collect();
    let is_mobile = digits.len() == 11
        && digits.starts_with('1')
        && matches!(digits.as_bytes()[1], b'3'..=b'9')
        && matches!(lengths[..], [11] | [3, 4, 4]);
    let is_free = (digits.starts_with("400") || digits.starts_with("800"))
        && digits.len() == 10
        && matches!(lengths[..], [10] | [3, 7] | [3, 3, 4] | [3, 4, 3]);
    let is_landline = digits.starts_with('0')
        && !digits.starts_with("00")
        && matches!(lengths[..], [3 | 4, 7 | 8] | [10..=12] | [3 | 4, 3 | 4, 4]);
    (is_mobile || is_free || is_landline).then_some(digits)
}

fn is_called(
    (ahead, text): (&str, &str),
    range: &Range<usize>,
    number: &str,
    (known, is_told): (&[&str], bool),
) -> bool {
    let (before, behind) = (tail(&text[..range.start]), &text[range.end..]);
    let before = format!("{ahead}{before}");
    if !stands_alone(&before, behind) {
        return false;
    }
    if number.len() >= 10 {
        return dialled(number).is_some();
    }
    let behind = behind.trim_start();
    if behind.starts_with(|it| UNITS.contains(it))
        || before.trim_end().ends_with(['第', '约', '共'])
    {
        return false;
    }
    let near = tail(&before);
    let is_told = is_told
        || BEFORE.iter().any(|it| near.contains(it))
        || BEHIND.iter().any(|it| behind.starts_with(it));
    let is_known = known.contains(&number);
    let is_national = SHORT.contains(&number)
        || (number.len() == 5 && (number.starts_with("12") || number.starts_with("96")));
    match number.len() {
        0..=3 => is_told && (is_known || is_national),
        _ => is_known || (is_told && is_national),
    }
}

/// Tells whether a number is no part of an address, a date, a decimal or a longer sign.
fn stands_alone(before: &str, behind: &str) -> bool {
    let joins = |it: char| it.is_ascii_alphanumeric() || "./-_@:#=&%$￥¥,".contains(it);
    let mut back = before.chars().rev();
    let is_start = match back.next() {
        // `电话:12345`
        Some(':') => back.next().is_none_or(|it| !it.is_ascii()),
        Some(',') => back.next().is_none_or(|it| !it.is_ascii_digit()),
        Some(letter) => !joins(letter),
        None => true,
    };
    let mut ahead = behind.chars();
    is_start
        && match ahead.next() {
            Some(letter) if joins(letter) => {
                ".,:".contains(letter) && ahead.next().is_none_or(|it| !it.is_ascii_alphanumeric())
            }
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn numbers(text: &str) -> Vec<String> {
        find("", text, &["12338", "110"]).into_iter().map(|it| it.1).collect()
    }

    #[test]
    fn numbers_that_are_called_are_found() {
        for (text, wanted) in [
            ("有危险，打 110。有人受伤，打 120。", vec!["110", "120"]),
            ("拨打12338、12348，或者 110", vec!["12338", "12348", "110"]),
            ("110 报警", vec!["110"]),
            ("12338 妇女维权公益服务热线", vec!["12338"]),
            ("电话:0571-12345678 转 8", vec!["057112345678"]),
            ("手机 13800138000，或 400-123-4567。", vec!["13800138000", "4001234567"]),
            ("打 110 12338 都行", vec!["110", "12338"]),
            ("96110 反诈专线", vec!["96110"]),
        ] {
            assert_eq!(numbers(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_word_before_the_text_says_it_too() {
        let found = |tail: &str| find(tail, "110", &[]).len();
        assert_eq!((found("有危险打 "), found("每人 "), found("打 5")), (1, 0, 0));
    }

    #[test]
    fn amounts_articles_years_and_addresses_are_not() {
        for text in [
            "赔 110 元，一共打了 120 天",
            "第 110 条，共 12338 份",
            "打了 110 下以后 2026 年",
            "身份证 330102199001011234",
            "www.12348.gov.cn 和 https://www.12338.org/12338",
            "2026-11-28，1-12338，12338.5，112338",
            "一户 120，一人 110",
            "编号 12366",
        ] {
            assert_eq!(numbers(text), Vec::<String>::new(), "{text}");
        }
    }
}
