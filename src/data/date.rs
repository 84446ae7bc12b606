//! Days as editors write them.

use jiff::civil::Date;

/// Reads `2026-03-08`, `2026/3/8`, `2026.3.8`, `2026年3月8日`, full-width digits, and any of them with a time behind.
pub fn parse(text: &str) -> Option<Date> {
    let folded: String = text.trim().chars().map(fold).collect();
    let day = folded.split([' ', 'T', 't']).next()?;
    let mut numbers = day.split(['-', '/', '.', '年', '月', '日']).filter(|it| !it.is_empty());
    let year = numbers.next().filter(|it| it.len() == 4)?.parse().ok()?;
    let month = numbers.next()?.parse().ok()?;
    let day = numbers.next()?.parse().ok()?;
    if numbers.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok()
}

fn fold(char: char) -> char {
    match char {
        '０'..='９' => {
            char::from_u32(u32::from(char) - u32::from('０') + u32::from('0')).unwrap_or(char)
        }
        '－' | '–' | '—' => '-',
        '／' => '/',
        '\u{3000}' => ' ',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::parse;

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
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
