//! Days as editors write them.

use std::ops::{Range, RangeInclusive};

use jiff::{
    civil::{Date, Time},
    tz::{Offset, TimeZone},
};

use crate::law::numeral;

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDay {
    /// The calendar has no such day: 30 February.
    Impossible(i64, i64, i64),
    /// Not written as days are, though only this one can be meant: 2026年11月8号.
    Meant(Date),
    /// Anything else.
    Unknown,
}

/// A day, with the time of day that stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day, in the zone that was asked for when the text names another.
    pub day: Date,
    /// The time, in the same zone.
    pub time: Option<Time>,
}

/// Reads `2026-03-08`, `2026/3/8`, `2026.3.8`, `2026年3月8日`, full-width digits, and any of them with a time behind.
pub fn parse(text: &str) -> Option<Date> {
    read(text, &TimeZone::UTC).ok().map(|it| it.day)
}

/// Reads a day and the time behind it; a time with a zone of its own is that of `zone`.
///
/// # Errors
/// When there is no such day, or the text is none.
pub fn read(text: &str, zone: &TimeZone) -> Result<Moment, NoDay> {
    let folded: String = text.trim().chars().map(fold).collect();
    let Some(([year, month, day], rest)) = numbers(&folded) else {
        return Err(meant(&folded).map_or(NoDay::Unknown, NoDay::Meant));
    };
    let found = date(year, month, day).ok_or(NoDay::Impossible(year, month, day))?;
    if rest.starts_with('号') || folded.bytes().all(|it| it.is_ascii_digit()) {
        return Err(NoDay::Meant(found));
    }
    let rest = rest.strip_prefix('日').unwrap_or(rest).trim_start_matches([' ', 'T', 't']);
    if rest.is_empty() {
        return Ok(Moment { day: found, time: None });
    }
    let (time, offset) = clock(rest).ok_or(NoDay::Unknown)?;
    let Some(offset) = offset else {
        return Ok(Moment { day: found, time: Some(time) });
    };
    let instant = offset.to_timestamp(found.to_datetime(time)).map_err(|_| NoDay::Unknown)?;
    let here = zone.to_datetime(instant);
    Ok(Moment { day: here.date(), time: Some(here.time()) })
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Reads year, month and day from the start of a text; returns what stands behind them.
fn numbers(text: &str) -> Option<([i64; 3], &str)> {
    if text.len() == 8 && text.bytes().all(|it| it.is_ascii_digit()) {
        let number = |range: Range<usize>| text.get(range)?.parse().ok();
        return Some(([number(0..4)?, number(4..6)?, number(6..8)?], ""));
    }
    let (year, rest) = digits(text, 4..=4)?;
    let (month, rest) = digits(part(rest, '年')?, 1..=2)?;
    let (day, rest) = digits(part(rest, '月')?, 1..=2)?;
    let goes_on = rest.starts_with(|it: char| it.is_ascii_digit() || "-/.".contains(it));
    (!goes_on).then_some(([year, month, day], rest.trim_start()))
}

/// Steps over the mark between two numbers of a day.
fn part(rest: &str, word: char) -> Option<&str> {
    let rest = rest.trim_start();
    Some(rest.strip_prefix(['-', '/', '.', word])?.trim_start())
}

fn digits(text: &str, length: RangeInclusive<usize>) -> Option<(i64, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    length.contains(&end).then(|| number.parse().ok())?.map(|it| (it, rest))
}

/// Reads a time of day, and the zone behind it: `20:00`, `9:05:30Z`, `20:00 +0800`, 晚上8点半, 20时30分.
fn clock(text: &str) -> Option<(Time, Option<Offset>)> {
    const AFTER_NOON: [&str; 4] = ["下午", "晚上", "傍晚", "晚"];
    const BEFORE_NOON: [&str; 5] = ["上午", "早上", "凌晨", "早", "中午"];
    let word = AFTER_NOON.iter().chain(&BEFORE_NOON).find(|it| text.starts_with(**it));
    let is_late = word.is_some_and(|it| AFTER_NOON.contains(it));
    let text = word.map_or(text, |it| &text[it.len()..]).trim_start();
    let (hour, rest) = digits(text, 1..=2)?;
    let hour = if is_late && hour < 12 { hour + 12 } else { hour };
    let rest = rest.strip_prefix([':', '时', '点'])?;
    let (minute, rest) = match rest.strip_prefix('半') {
        Some(rest) => (30, rest),
        None => digits(rest, 2..=2).unwrap_or((0, rest)),
    };
    let rest = rest.strip_prefix('分').unwrap_or(rest);
    let second = rest.strip_prefix(':').and_then(|it| digits(it, 2..=2));
    let (second, rest) = second.unwrap_or((0, rest));
    let rest = rest.strip_prefix('秒').unwrap_or(rest);
    let rest = rest.strip_prefix('.').and_then(|it| digits(it, 1..=9)).map_or(rest, |it| it.1);
    let time = Time::new(
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        second.min(59).try_into().ok()?,
        0,
    );
    Some((time.ok()?, offset(rest.trim())?))
}

/// Reads a zone: `Z`, `+08:00`, `+0800`, `+8`; the outer `None` stands for what is none.
fn offset(text: &str) -> Option<Option<Offset>> {
    let text = text
        .strip_prefix("UTC")
        .or_else(|| text.strip_prefix("GMT"))
        .unwrap_or(if text.is_empty() { "none" } else { text });
    let sign = match text {
        "none" => return Some(None),
        "" | "Z" | "z" => return Some(Some(Offset::UTC)),
        _ if text.starts_with('+') => 1,
        _ if text.starts_with('-') => -1,
        _ => return None,
    };
    let number: String = text[1..].chars().filter(|it| *it != ':').collect();
    let (number, rest) = digits(&number, 1..=4)?;
    let (hours, minutes) = if number > 99 { (number / 100, number % 100) } else { (number, 0) };
    let seconds = i32::try_from(sign * (hours * 3600 + minutes * 60)).ok()?;
    rest.is_empty().then(|| Offset::from_seconds(seconds).ok())?.map(Some)
}

/// Returns the day that a text in Chinese numerals means: 二〇二六年三月八日.
fn meant(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.trim_end_matches(['日', '号']);
    let digit = |it: char| "〇一二三四五六七八九".chars().position(|own| own == it);
    let figures: Option<Vec<usize>> = year
        .trim()
        .chars()
        .map(|it| digit(if it == '零' || it == '○' { '〇' } else { it }))
        .collect();
    let figures = figures.filter(|it| it.len() == 4)?;
    let year = figures.iter().try_fold(0, |sum, it| Some(sum * 10 + i64::try_from(*it).ok()?))?;
    let number = |it: &str| numeral::from_chinese(it.trim())?.value().map(i64::from);
    date(year, number(month)?, number(day)?)
}

fn fold(char: char) -> char {
    match char {
        '０'..='９' => {
            char::from_u32(u32::from(char) - u32::from('０') + u32::from('0')).unwrap_or(char)
        }
        '－' | '–' | '—' => '-',
        '／' => '/',
        '：' => ':',
        '．' => '.',
        '\u{3000}' => ' ',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use jiff::{
        civil::{Time, date},
        tz::{Offset, TimeZone},
    };

    use super::{Moment, NoDay, parse, read};

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2026-03-08",
            "2026/3/8",
            "2026.3.8",
            "2026年3月8日",
            "２０２６-３-８",
            "2026-03-08T10:00:00+08:00",
            "2026-3-8 9:00",
            "2026 年 3 月 8 日",
            "2026年3月8日20:00",
            "2026年3月8日晚上8点半",
            "2026-03-08 14:41:34.123",
        ] {
            assert_eq!(parse(text), Some(date(2026, 3, 8)), "{text}");
        }
        for text in [
            "22/8/26",
            "2026-13-01",
            "2026-02-30",
            "3月8日",
            "",
            "2026-03",
            "tomorrow",
            "2026-1-1-1",
            "2026-03-08 abc",
            "2026年3月8号",
            "20260308",
            "2026-03-08 25:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_with_a_zone_is_that_of_the_site() {
        let china = TimeZone::fixed(Offset::constant(8));
        for (text, day, hour) in [
            ("2026-02-18T20:00:00Z", date(2026, 2, 19), 4),
            ("2026-02-18 20:00:00 +0000", date(2026, 2, 19), 4),
            ("2026-02-18T20:00:00+08:00", date(2026, 2, 18), 20),
            ("2026-02-18 20:00 UTC", date(2026, 2, 19), 4),
            ("2026-02-18 23:00 -05:00", date(2026, 2, 19), 12),
            ("2026-02-19 01:00 +9", date(2026, 2, 19), 0),
            ("2026-02-18 20:00", date(2026, 2, 18), 20),
        ] {
            let time = Some(Time::constant(hour, 0, 0, 0));
            assert_eq!(read(text, &china), Ok(Moment { day, time }), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        let of = |text| read(text, &TimeZone::UTC);
        assert_eq!(of("2026年11月8号"), Err(NoDay::Meant(date(2026, 11, 8))));
        assert_eq!(of("20261108"), Err(NoDay::Meant(date(2026, 11, 8))));
        assert_eq!(of("二〇二六年十一月八日"), Err(NoDay::Meant(date(2026, 11, 8))));
        assert_eq!(of("2026-11-31"), Err(NoDay::Impossible(2026, 11, 31)));
        assert_eq!(of("2026年13月1号"), Err(NoDay::Impossible(2026, 13, 1)));
        assert_eq!(of("8/11/2026"), Err(NoDay::Unknown));
    }
}
