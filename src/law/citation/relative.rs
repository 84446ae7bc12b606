//! Words that point from where they stand: 本条, 前款, 前两款, 该条.

use crate::law::{citation::place::Unit, numeral};

/// What such a word points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relative {
    /// 本条, 本款, 本项: the unit in which the word stands.
    This(Unit),
    /// 前条, 前款, 前两款: so many units before it.
    Before(Unit, u8),
    /// 该条, 该款: the one cited last.
    That(Unit),
}

/// Reads the word at `at` and returns the place behind it.
pub fn at(text: &str, at: usize) -> Option<(Relative, usize)> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let (count, len) = match first {
        '前' => count(&rest[first.len_utf8()..]),
        '本' | '该' => (1, 0),
        _ => return None,
    };
    let unit_at = first.len_utf8() + len;
    let unit = match rest[unit_at..].chars().next()? {
        '条' => Unit::Article,
        '款' => Unit::Paragraph,
        '项' => Unit::Item,
        _ => return None,
    };
    let end = at + unit_at + "条".len();
    // 本条例外 and 该条例 are a regulation, 前项目 and 本项目 a project.
    if unit == Unit::Article && text[end..].starts_with('例')
        || unit == Unit::Item && text[end..].starts_with(['目', '工'])
    {
        return None;
    }
    let relative = match first {
        '前' => Relative::Before(unit, count),
        '本' => Relative::This(unit),
        _ => Relative::That(unit),
    };
    Some((relative, end))
}

fn count(rest: &str) -> (u8, usize) {
    let read =
        numeral::at_start(rest).filter(|_| !rest.starts_with(|it: char| it.is_ascii_digit()));
    let small = read.and_then(|(it, len)| Some((u8::try_from(it.value()?).ok()?, len)));
    small.unwrap_or((1, 0))
}

#[cfg(test)]
mod tests {
    use super::{Relative, Unit, at};

    #[test]
    fn words_that_only_look_relative_are_left_alone() {
        assert_eq!(at("前两款", 0), Some((Relative::Before(Unit::Paragraph, 2), 9)));
        assert_eq!(at("本条规定", 0), Some((Relative::This(Unit::Article), 6)));
        assert_eq!(at("该条第二款", 0), Some((Relative::That(Unit::Article), 6)));
        for text in ["本条例", "前面", "本项目", "该条例第三条"] {
            assert_eq!(at(text, 0), None, "{text}");
        }
    }
}
