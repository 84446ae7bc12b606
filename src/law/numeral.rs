//! Chinese numerals as statutes write them: 一千零七十九.
//!
//! Knows numbers from 1 to 9999 and nothing of what they count. A numeral is well formed exactly if writing its value again
//! gives the same characters.

/// What a run of characters says as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Well formed.
    Strict(u16),
    /// Written in another way, but with one reading only: 一千五十八 for 1058.
    Repaired(u16),
    /// Two readings: 一百六 is 106 or 160.
    Ambiguous,
}

impl Reading {
    /// Returns the number, if there is one.
    pub fn value(self) -> Option<u16> {
        match self {
            Self::Strict(value) | Self::Repaired(value) => Some(value),
            Self::Ambiguous => None,
        }
    }
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Longest numeral, in characters: 九千九百九十九 has seven, a badly written one may have a few more.
const MAX_CHARS: usize = 11;

/// Writes a number from 1 to 9999 as statutes do; other numbers in digits.
pub fn to_chinese(number: u16) -> String {
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = usize::from(number / unit % 10);
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push(DIGITS[digit]);
        }
        out.push_str(name);
    }
    out
}

/// Reads a numeral that fills `text`.
pub(crate) fn from_chinese(text: &str) -> Option<Reading> {
    let chars: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
    if chars.is_empty() || chars.len() > MAX_CHARS {
        return None;
    }
    let reading = if chars.len() > 1 && chars.iter().all(|it| digit(*it).is_some()) {
        by_place(&chars)
    } else {
        by_unit(&chars)
    }?;
    Some(match reading {
        Reading::Repaired(value) if to_chinese(value) == text => Reading::Strict(value),
        other => other,
    })
}

/// Reads the number at the start of `text`, Chinese or in ASCII or full-width digits, and tells how many bytes it takes.
pub(crate) fn at_start(text: &str) -> Option<(Reading, usize)> {
    let first = text.chars().next()?;
    if arabic(first).is_some() {
        let digits: Vec<(usize, u16)> = text
            .chars()
            .map_while(|it| arabic(it).map(|value| (it.len_utf8(), value)))
            .take(5)
            .collect();
        let value = digits.iter().fold(0_u32, |sum, (_, digit)| sum * 10 + u32::from(*digit));
        let value =
            u16::try_from(value).ok().filter(|it| (1..=9999).contains(it) && digits.len() <= 4)?;
        return Some((Reading::Strict(value), digits.iter().map(|(len, _)| len).sum()));
    }
    let len: usize =
        text.chars().take_while(|it| is_numeral(*it)).take(MAX_CHARS + 1).map(char::len_utf8).sum();
    from_chinese(&text[..len]).map(|reading| (reading, len))
}

/// Tells whether a character can be part of a Chinese numeral.
pub(crate) fn is_numeral(it: char) -> bool {
    digit(it).is_some() || unit(it).is_some()
}

fn digit(it: char) -> Option<u16> {
    match it {
        '〇' => Some(0),
        '两' => Some(2),
        it => (0..10).zip(DIGITS).find(|(_, name)| *name == it).map(|(value, _)| value),
    }
}

fn unit(it: char) -> Option<u16> {
    match it {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn arabic(it: char) -> Option<u16> {
    let digit = match it {
        '0'..='9' => u32::from(it) - u32::from('0'),
        '０'..='９' => u32::from(it) - u32::from('０'),
        _ => return None,
    };
    u16::try_from(digit).ok()
}

/// 一〇七九: digit after digit.
fn by_place(chars: &[char]) -> Option<Reading> {
    if chars.len() > 4 || chars.first().and_then(|it| digit(*it)) == Some(0) {
        return None;
    }
    Some(Reading::Repaired(
        chars.iter().filter_map(|it| digit(*it)).fold(0, |sum, digit| sum * 10 + digit),
    ))
}

fn by_unit(chars: &[char]) -> Option<Reading> {
    let (mut total, mut pending, mut last_unit, mut zero) = (0_u16, None::<u16>, 10_000_u16, false);
    for it in chars {
        if let Some(unit) = unit(*it) {
            let count = pending.take().or((unit == 10).then_some(1))?;
            if unit >= last_unit || count > 9 {
                return None;
            }
            (total, last_unit, zero) = (total + count * unit, unit, false);
            continue;
        }
        match (digit(*it)?, pending) {
            (0, None) => zero = true,
            (value, None) => pending = Some(value),
            // 一千零六二: the 十 is missing, and only there it can be.
            (value, Some(tens)) if zero && tens < 10 && value > 0 => {
                pending = Some(tens * 10 + value);
            }
            (_, Some(_)) => return None,
        }
    }
    match pending {
        Some(_) if (100..10_000).contains(&last_unit) && !zero => Some(Reading::Ambiguous),
        _ => Some(total + pending.unwrap_or(0)).filter(|it| *it > 0).map(Reading::Repaired),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, at_start, from_chinese, to_chinese};

    #[test]
    fn every_number_reads_back() {
        for number in 1..=9999 {
            assert_eq!(
                from_chinese(&to_chinese(number)),
                Some(Reading::Strict(number)),
                "{number}"
            );
        }
    }

    #[test]
    fn numbers_are_written_as_statutes_write_them() {
        let pairs = [
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (103, "一百零三"),
            (110, "一百一十"),
            (113, "一百一十三"),
        ];
        for (number, text) in pairs {
            assert_eq!(to_chinese(number), text);
        }
        assert_eq!(to_chinese(1010), "一千零一十");
        assert_eq!(to_chinese(1042), "一千零四十二");
        assert_eq!(to_chinese(1260), "一千二百六十");
    }

    #[test]
    fn slips_with_one_reading_are_repaired() {
        for (text, value) in [
            ("一千五十八", 1058),
            ("一千零六二", 1062),
            ("一百十二", 112),
            ("一〇七九", 1079),
            ("两百", 200),
        ] {
            assert_eq!(from_chinese(text), Some(Reading::Repaired(value)), "{text}");
        }
        for text in ["一百六", "二百四", "三千五"] {
            assert_eq!(from_chinese(text), Some(Reading::Ambiguous), "{text}");
        }
        for text in ["", "零", "十百", "一二三四五", "百", "一十百", "一二十"] {
            assert_eq!(from_chinese(text), None, "{text}");
        }
    }

    #[test]
    fn digits_of_both_widths_are_read() {
        assert_eq!(at_start("1079条"), Some((Reading::Strict(1079), 4)));
        assert_eq!(at_start("１０条"), Some((Reading::Strict(10), 6)));
        assert_eq!(at_start("10790条"), None);
        assert_eq!(at_start("三款"), Some((Reading::Strict(3), 3)));
    }
}
