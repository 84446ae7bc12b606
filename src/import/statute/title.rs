//! Where a file's title ends, and what its first lines and its name tell besides the text.

use jiff::civil::Date;

use crate::law::statute::{
    line::{self, Line, squash},
    parse::parse_date,
};

/// What the name of a downloaded file says: `标题_20200528.docx`, `标题(2020-05-28).md`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileName {
    /// The title, as far as file names can hold it.
    pub title: String,
    /// The day it was made public.
    pub promulgated: Option<Date>,
}

/// Reads a file's name.
pub fn file_name(name: &str) -> FileName {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = name.rfind('.').map_or(name, |at| &name[..at]);
    for (at, mark) in
        stem.char_indices().rev().filter(|(_, it)| matches!(it, '_' | '(' | '（' | '-'))
    {
        let behind = &stem[at + mark.len_utf8()..];
        let end =
            behind.find(|it: char| !(it.is_ascii_digit() || it == '-')).unwrap_or(behind.len());
        if let Some(date) = parse_date(&behind[..end]) {
            return FileName { title: clean_title(&stem[..at]), promulgated: Some(date) };
        }
    }
    FileName { title: clean_title(stem), promulgated: None }
}

/// Takes the title off `lines`, with what stands before it, and returns it with an announcement's words.
pub fn take(lines: &mut Vec<Line>, expected: &str) -> (Option<String>, String) {
    let limit = lines
        .iter()
        .position(|it| line::article(&it.text).is_some_and(|it| it.number == 1))
        .unwrap_or(lines.len())
        .min(16);
    // 最高人民法院 / 关于适用《…》 / 婚姻家庭编的解释（一） are three paragraphs: what is like the file's name when joined is it.
    let wanted = comparable(expected);
    for start in 0..limit {
        for count in 1..=(limit - start).min(4) {
            let joined: String =
                lines[start..start + count].iter().map(|it| squash(&it.text)).collect();
            if comparable(&joined) == wanted && !wanted.is_empty() {
                return cut(lines, start, count, joined);
            }
        }
    }
    // Without a name that helps, the lines up to the note, the contents list or the first heading.
    let start = after_announcement(lines);
    let count = lines[start.min(lines.len())..]
        .iter()
        .take(4)
        .take_while(|it| !ends_title(&it.text))
        .count();
    let joined: String = lines[start..start + count].iter().map(|it| squash(&it.text)).collect();
    if joined.is_empty() || joined.chars().count() > 100 {
        return (None, String::new());
    }
    cut(lines, start, count, joined)
}

fn cut(
    lines: &mut Vec<Line>,
    start: usize,
    count: usize,
    title: String,
) -> (Option<String>, String) {
    let before: Vec<Line> = lines.drain(..start + count).collect();
    let announcement = before[..start].iter().map(|it| it.text.as_str()).collect();
    (Some(clean_title(&title)), announcement)
}

/// 中华人民共和国最高人民法院 / 公 告 / … / 2016年12月21日: the lines before the title of an interpretation.
fn after_announcement(lines: &[Line]) -> usize {
    let Some(word) = lines.iter().take(4).position(|it| squash(&it.text) == "公告") else {
        return 0;
    };
    let date = |it: &Line| {
        it.text.ends_with('日') && parse_date(&it.text).is_some() && it.text.chars().count() < 15
    };
    lines[word..].iter().take(8).position(date).map_or(0, |at| word + at + 1)
}

fn ends_title(text: &str) -> bool {
    let numbered = text.contains(['〔', '［']) && text.ends_with('号');
    let dated = text.starts_with(|it: char| it.is_ascii_digit() || ('０'..='９').contains(&it));
    let opens = text.starts_with(['（', '(']) && text.chars().count() > 8;
    numbered
        || dated
        || opens
        || squash(text) == "目录"
        || text.ends_with(['。', '：'])
        || line::article(text).is_some()
        || text.strip_prefix('第').is_some_and(|_| {
            line::heading(&Line { text: text.to_owned(), range: 0..0, heading: false }).is_some()
        })
}

/// The title without blanks and a local mark in front, with 〈〉 for ﹤﹥.
pub(crate) fn clean_title(text: &str) -> String {
    let plain = squash(text.trim_start_matches(['-', '\u{feff}', '#']));
    plain.replace(['﹤', '＜'], "〈").replace(['﹥', '＞'], "〉")
}

fn comparable(title: &str) -> String {
    // Names of files cannot hold all marks, and sites differ in what they put instead.
    let mark = |it: &char| {
        !matches!(
            it,
            '《' | '》'
                | '〈'
                | '〉'
                | '﹤'
                | '﹥'
                | '（'
                | '）'
                | '('
                | ')'
                | '<'
                | '>'
                | '/'
                | '、'
                | '+'
                | ' '
        )
    };
    title
        .chars()
        .filter(mark)
        .collect::<String>()
        .replace("中华人民共和国", "")
        .replace("2018年修正文本", "")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::file_name;

    #[test]
    fn names_of_downloads_hold_title_and_date() {
        let download = file_name("raw/中华人民共和国民法典_20200528.docx");
        assert_eq!(
            (download.title.as_str(), download.promulgated),
            ("中华人民共和国民法典", Some(date(2020, 5, 28)))
        );
        let book = file_name("民事诉讼法(2021-12-24).md");
        assert_eq!(
            (book.title.as_str(), book.promulgated),
            ("民事诉讼法", Some(date(2021, 12, 24)))
        );
        assert_eq!(file_name("村规民约.md").promulgated, None);
        assert_eq!(
            file_name("法(2023-10-16).ORIGINAL-damaged.md").promulgated,
            Some(date(2023, 10, 16))
        );
    }
}
