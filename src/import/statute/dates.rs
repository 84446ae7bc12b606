//! When a version was made public and when it comes into force, as far as its own text says.

use jiff::civil::Date;

use crate::law::{
    numeral,
    statute::{Statute, parse::parse_date},
};

/// The last event that the note under the title names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 通过, 公布: a new text.
    Adopted,
    /// 修订: the whole text anew.
    Revised,
    /// 修正: single articles; the last article keeps its old date.
    Amended,
    /// Nothing said.
    Unknown,
}

/// Returns what the note says happened last.
pub(crate) fn last_event(statute: &Statute) -> Event {
    let note = statute.note.join("　");
    let last = |word: &str| note.rfind(word).map_or(0, |at| at + 1);
    let (adopted, revised, amended) =
        (last("通过").max(last("公布")), last("修订"), last("修正").max(last("修改后")));
    match adopted.max(revised).max(amended) {
        0 => Event::Unknown,
        at if at == amended => Event::Amended,
        at if at == revised => Event::Revised,
        _ => Event::Adopted,
    }
}

/// Returns the last date that the note names as a day of adoption or publication.
pub(crate) fn noted(statute: &Statute) -> Option<Date> {
    let note = statute.note.join("　");
    // 2020年5月28日通过　自2021年1月1日起施行: what stands behind 自 is the day of effect.
    let note = note.split("自").next().unwrap_or_default();
    dates(note).last().copied()
}

/// Returns the day on which this version came into force, if the text can know.
///
/// After a 修正 the last article still shows the day of the first version, so it is not asked.
pub fn effective(statute: &Statute, announcement: &str, promulgated: Option<Date>) -> Option<Date> {
    // A law cannot apply before it is made public: such a date belongs to an earlier version.
    effective_as_written(statute, announcement, promulgated)
        .filter(|date| promulgated.is_none_or(|it| it <= *date))
}

fn effective_as_written(
    statute: &Statute,
    announcement: &str,
    promulgated: Option<Date>,
) -> Option<Date> {
    let note = statute.note.join("　");
    let stated = statute
        .note
        .iter()
        .rev()
        .find(|it| it.ends_with("施行") && !it.contains('自'))
        .and_then(|it| dates(it).last().copied());
    let from_note = stated
        .or_else(|| from_sentence(&note, promulgated))
        .or_else(|| from_sentence(announcement, promulgated));
    if from_note.is_some() || last_event(statute) == Event::Amended {
        return from_note;
    }
    // The last article, or the one before it where the last repeals an older law.
    let last =
        statute.articles.iter().rev().take(2).find_map(|it| from_sentence(&it.text(), promulgated));
    last.or_else(|| statute.annex.iter().rev().find_map(|it| from_sentence(it, promulgated)))
}

/// 自2021年1月1日起施行, 自公布之日起施行.
fn from_sentence(text: &str, promulgated: Option<Date>) -> Option<Date> {
    let end = ["起施行", "起实施", "起执行", "起生效", "起试行"]
        .iter()
        .filter_map(|it| text.rfind(it))
        .max()?;
    let start = text[..end].rfind('自')?;
    let when = &text[start..end];
    let at_once = when.contains("公布之日")
        || when.contains("发布之日")
        || when.contains("通过之日")
        || when.contains("颁布之日");
    dates(when).last().copied().or(promulgated.filter(|_| at_once))
}

/// Finds dates in Arabic, full-width or Chinese digits: 2021年1月1日, 一九八五年四月十日.
fn dates(text: &str) -> Vec<Date> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let year: String = text[..at]
            .chars()
            .rev()
            .map_while(digit)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let rest = &text[at + "年".len()..];
        let Some((month, rest)) = rest.split_once('月') else {
            continue;
        };
        let Some((day, _)) = rest.split_once('日') else {
            continue;
        };
        if month.chars().count() > 3 || day.chars().count() > 3 || year.len() != 4 {
            continue;
        }
        let small = |it: &str| numeral::at_start(it).and_then(|(reading, _)| reading.value());
        if let (Some(month), Some(day)) = (small(month), small(day)) {
            found.extend(parse_date(&format!("{year}-{month}-{day}")));
        }
    }
    found
}

fn digit(it: char) -> Option<char> {
    const CHINESE: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match it {
        '0'..='9' => Some(it),
        '０'..='９' => char::from_digit(u32::from(it) - u32::from('０'), 10),
        '零' | 'Ｏ' | 'O' | '○' => Some('0'),
        it => CHINESE
            .iter()
            .position(|known| *known == it)
            .and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::dates;

    #[test]
    fn dates_are_read_in_every_kind_of_digits() {
        let all = dates("（１９８０年９月１０日…通过，一九八五年四月十日，自2021年1月1日起施行）");
        assert_eq!(all, [date(1980, 9, 10), date(1985, 4, 10), date(2021, 1, 1)]);
        assert!(dates("三年以上，5月1日").is_empty());
    }
}
