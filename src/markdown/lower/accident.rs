//! Marks of ordinary writing that Markdown would take for its own: `138****5678`, `3*5 米、4*6 米`, 张*与李*, 甲方（____）.
//!
//! What is judged here has a beginning and an end for comrak; the text around tells whether an editor meant it.

use std::ops::Range;

/// Marks with which emphasis cannot begin.
const CLOSING: &str = "，。、；：！？）】》」』”’,;:!?)";

/// What stands between two masked names: 张*与李*.
const BETWEEN: [&str; 12] =
    ["、", "，", "与", "和", "诉", "及", "跟", "同", "告", "对", "起诉", "状告"];

/// Tells whether what stands at `range` of `text`, opened and closed by `mark`, is no emphasis but writing.
pub fn is_accident(text: &str, range: Range<usize>, mark: &str) -> bool {
    let Some(sign) = mark.chars().next() else { return false };
    let Some(inner) = text
        .get(range.clone())
        .and_then(|it| it.strip_prefix(mark)?.strip_suffix(mark))
        .map(|it| it.trim_matches(sign))
    else {
        return false;
    };
    let around = Around {
        before: text[..range.start].trim_end_matches(sign).chars().next_back(),
        after: text[range.end..].trim_start_matches(sign).chars().next(),
        inner,
    };
    match sign {
        '_' => is_blank(&text[range.start..], inner),
        '~' => around.is_between_digits_twice(),
        _ => around.is_between_digits() || around.is_masked(mark.len()),
    }
}

/// Emphasis with its neighbours beyond all its marks.
struct Around<'a> {
    before: Option<char>,
    after: Option<char>,
    inner: &'a str,
}

impl Around<'_> {
    fn opens_in_number(&self) -> bool {
        self.before.is_some_and(is_digit) && self.inner.starts_with(is_digit)
    }

    fn closes_in_number(&self) -> bool {
        self.inner.ends_with(is_digit) && self.after.is_some_and(is_digit)
    }

    /// A product or a masked number.
    fn is_between_digits(&self) -> bool {
        self.opens_in_number() || self.closes_in_number()
    }

    /// Two ranges: `8~~12 点，14~~18 点`.
    fn is_between_digits_twice(&self) -> bool {
        self.opens_in_number() && self.closes_in_number()
    }

    /// Masked names, or stars behind words.
    fn is_masked(&self, marks: usize) -> bool {
        let is_name = |rest: &str| rest.chars().count() == 1;
        let joins = BETWEEN.iter().any(|it| self.inner.strip_prefix(it).is_some_and(is_name));
        let is_behind = self.before.is_some_and(char::is_alphanumeric);
        is_behind && (joins || (marks == 1 && self.inner.starts_with(|it| CLOSING.contains(it))))
    }
}

/// A line to write on, `____`; a shorter one when no word follows it.
fn is_blank(from: &str, inner: &str) -> bool {
    let length = from.chars().take_while(|it| *it == '_').count();
    length >= 3 || inner.starts_with(|it| CLOSING.contains(it))
}

fn is_digit(char: char) -> bool {
    char.is_ascii_digit() || ('０'..='９').contains(&char)
}

#[cfg(test)]
mod tests {
    use super::is_accident;

    fn judged(text: &str, mark: &str) -> bool {
        let start = text.find(mark).expect("there is a mark");
        let end = text.rfind(mark).expect("there is a mark") + mark.len();
        is_accident(text, start..end, mark)
    }

    #[test]
    fn ordinary_writing_is_no_emphasis() {
        for (text, mark) in [
            ("长3*5米，宽4*6米", "*"),
            ("138****5678，139****5678", "**"),
            ("王*与李*离婚案", "*"),
            ("张**、李**", "**"),
            ("姓名*、电话*为必填", "*"),
            ("甲方（____）与乙方（____）", "__"),
            ("（__），（__）", "__"),
            ("8~~12点，14~~18点", "~~"),
        ] {
            assert!(judged(text, mark), "{text}");
        }
    }

    #[test]
    fn emphasis_stays() {
        for (text, mark) in [
            ("这*很重要*，记住", "*"),
            ("满**18**周岁", "**"),
            ("原价~~30~~20元", "~~"),
            ("__重点__", "__"),
            ("要**，还要**写", "**"),
            ("**与父母**", "**"),
        ] {
            assert!(!judged(text, mark), "{text}");
        }
    }
}
