//! Directives `:::name title {key=value}`: a closed set with Chinese and English names.

use std::ops::Range;

use crate::document::CalloutKind;

/// What a directive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 大白话, 提示, 警示, 案例, 下一步.
    Callout(CalloutKind),
    /// 步骤.
    Steps,
    /// 问答.
    Faq,
    /// 折叠.
    Details,
    /// 求助.
    Help,
    /// 引用.
    Include,
    /// 表格.
    Data,
    /// 法条.
    Statute,
    /// 视频.
    Video,
    /// 传单.
    Leaflet,
    /// 版面.
    Panel,
}

/// Names, the Chinese one first, with what they mean.
pub(crate) const NAMES: [(&str, &str, Kind); 15] = [
    ("大白话", "plain", Kind::Callout(CalloutKind::Plain)),
    ("提示", "note", Kind::Callout(CalloutKind::Note)),
    ("警示", "warning", Kind::Callout(CalloutKind::Warning)),
    ("案例", "case", Kind::Callout(CalloutKind::Case)),
    ("下一步", "next", Kind::Callout(CalloutKind::Next)),
    ("步骤", "steps", Kind::Steps),
    ("问答", "faq", Kind::Faq),
    ("折叠", "details", Kind::Details),
    ("求助", "help", Kind::Help),
    ("引用", "include", Kind::Include),
    ("表格", "csv", Kind::Data),
    ("法条", "law", Kind::Statute),
    ("视频", "video", Kind::Video),
    ("传单", "leaflet", Kind::Leaflet),
    ("版面", "panel", Kind::Panel),
];

/// Names that other generators have, or that editors think of, with the Chinese name of ours.
const NAMES_ELSEWHERE: [(&str, &str); 12] = [
    ("tip hint info success check remark", "提示"),
    ("小贴士 贴士 小提示 温馨提示 说明 备注 须知 注 信息 知识点", "提示"),
    ("danger caution important error failure bug attention alert critical warn", "警示"),
    ("警告 注意 危险 重要 提醒 当心 小心 风险 风险提示", "警示"),
    ("example 例子 示例 实例 举例 典型案例 以案说法 案例分析", "案例"),
    ("abstract summary tldr 摘要 总结 小结 要点 一句话 简单说", "大白话"),
    ("step 流程 办理流程 办事流程 操作步骤", "步骤"),
    ("question qa q&a questions 常见问题 问题 一问一答 问答题", "问答"),
    ("detail collapse collapsible spoiler hidden expand fold toggle 展开 详情 折叠块 收起", "折叠"),
    ("hotline contact 电话 热线 求助电话 帮助 联系方式", "求助"),
    ("next-steps todo 接下来 下一步怎么办 怎么办", "下一步"),
    ("snippet import 片段 包含 插入", "引用"),
];

/// Returns the Chinese name by which a word from elsewhere, or our English one, goes here.
pub(crate) fn elsewhere(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let is_it = |words: &str| words.split(' ').any(|it| it == lower);
    let known = NAMES.iter().map(|(zh, en, _)| (*en, *zh)).chain(NAMES_ELSEWHERE);
    known.into_iter().find(|(words, _)| is_it(words)).map(|it| it.1)
}

/// Attributes of each kind, the Chinese name first.
fn attribute_names(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Details => &[("展开", "open")],
        Kind::Help => &[("电话", "lines")],
        Kind::Video => &[
            ("标题", "title"),
            ("封面", "poster"),
            ("字幕", "captions"),
            ("文字稿", "transcript"),
            ("章节", "chapters"),
            ("时长", "duration"),
            ("手语", "sign"),
        ],
        Kind::Callout(_)
        | Kind::Steps
        | Kind::Faq
        | Kind::Include
        | Kind::Data
        | Kind::Statute
        | Kind::Leaflet
        | Kind::Panel => &[],
    }
}

/// The opening line of a directive, taken apart. Ranges count bytes from the line's start.
pub(crate) struct Opening<'a> {
    /// As written.
    pub name: &'a str,
    /// Where the name stands.
    pub name_range: Range<usize>,
    /// Words after the name.
    pub title: &'a str,
    /// Where they stand.
    pub title_range: Range<usize>,
    /// Attributes as written.
    pub attributes: Vec<Attribute<'a>>,
}

/// One `key=value`.
pub(crate) struct Attribute<'a> {
    /// As written.
    pub key: &'a str,
    /// Without quotation marks.
    pub value: &'a str,
    /// Where key and value stand.
    pub range: Range<usize>,
    /// Where the value stands.
    pub value_range: Range<usize>,
}

/// Returns what a name means.
pub fn find(name: &str) -> Option<Kind> {
    let lower = name.to_ascii_lowercase();
    NAMES.iter().find(|(zh, en, _)| *zh == name || *en == lower).map(|(_, _, kind)| *kind)
}

/// Returns every name, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().flat_map(|(zh, en, _)| [*zh, *en])
}

/// Returns the English name of an attribute, if this kind of directive has it.
pub fn attribute(kind: Kind, key: &str) -> Option<&'static str> {
    attribute_names(kind).iter().find(|(zh, en)| *zh == key || *en == key).map(|(_, en)| *en)
}

/// Returns all attributes of a kind, for suggestions.
pub fn attributes(kind: Kind) -> impl Iterator<Item = &'static str> {
    attribute_names(kind).iter().flat_map(|(zh, en)| [*zh, *en])
}

/// Tells whether the directive that starts with `info` (the text after the colons) never has a body.
pub(crate) fn has_no_body(info: &str) -> bool {
    let name = info.split([' ', '\t', '\u{3000}', '{', '｛']).next().unwrap_or_default();
    matches!(find(name), Some(Kind::Include | Kind::Data | Kind::Statute | Kind::Video))
}

/// Takes the opening line apart.
pub(crate) fn opening(line: &str) -> Opening<'_> {
    let start = line.find(':').unwrap_or(0);
    let name_start =
        start + (line[start..].len() - line[start..].trim_start_matches(':').trim_start().len());
    let rest = &line[name_start..];
    let name_len = rest.find([' ', '\t', '\u{3000}', '{', '｛']).unwrap_or(rest.trim_end().len());
    let after = name_start + name_len;
    let (title_end, attributes) = match line[after..].find(['{', '｛']) {
        Some(at) => (after + at, self::parse_attributes(line, after + at)),
        None => (line.len(), Vec::new()),
    };
    let raw = &line[after..title_end];
    let title = raw.trim();
    let title_start = after + (raw.len() - raw.trim_start().len());
    Opening {
        name: &line[name_start..after],
        name_range: name_start..after,
        title,
        title_range: title_start..title_start + title.len(),
        attributes,
    }
}

fn parse_attributes(line: &str, start: usize) -> Vec<Attribute<'_>> {
    let mut attributes = Vec::new();
    let mut at = start;
    let skip = |at: usize| {
        line[at..].len()
            - line[at..].trim_start_matches([' ', '\t', '\u{3000}', '{', '｛', ',', '，']).len()
    };
    loop {
        at += skip(at);
        let rest = &line[at..];
        if rest.is_empty() || rest.starts_with(['}', '｝']) {
            return attributes;
        }
        let key_len = rest.find(['=', '＝', ' ', '}', '｝']).unwrap_or(rest.len());
        let key = &rest[..key_len];
        let mut value_start = at + key_len;
        let mut value = "";
        let mut end = value_start;
        if let Some(mark) = line[value_start..].chars().next().filter(|it| matches!(it, '=' | '＝'))
        {
            value_start += mark.len_utf8();
            let tail = &line[value_start..];
            let quote = tail.chars().next().filter(|it| matches!(it, '"' | '“' | '\''));
            let (open, close) = match quote {
                Some('“') => ('“'.len_utf8(), '”'),
                Some(mark) => (1, mark),
                None => (0, ' '),
            };
            value_start += open;
            let tail = &line[value_start..];
            let length = match quote {
                Some(_) => tail.find(close).unwrap_or(tail.trim_end_matches(['}', '｝']).len()),
                None => tail.find([' ', '\t', '}', '｝']).unwrap_or(tail.len()),
            };
            value = &tail[..length];
            end = value_start + length + if quote.is_some() { close.len_utf8() } else { 0 };
        }
        end = end.min(line.len()).max(at + 1);
        while !line.is_char_boundary(end) {
            end += 1;
        }
        attributes.push(Attribute {
            key,
            value,
            range: at..end,
            value_range: value_start..value_start + value.len(),
        });
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, NAMES_ELSEWHERE, elsewhere, find, opening};

    #[test]
    fn an_opening_line_is_taken_apart() {
        let line = "  :::视频 short.mp4 {封面=x.jpg 标题=\"一 二\" 手语=是}";
        let it = opening(line);
        assert_eq!((it.name, it.title), ("视频", "short.mp4"));
        let attributes: Vec<_> = it.attributes.iter().map(|it| (it.key, it.value)).collect();
        assert_eq!(attributes, [("封面", "x.jpg"), ("标题", "一 二"), ("手语", "是")]);
        assert_eq!(&line[it.title_range], "short.mp4");
        assert_eq!(&line[it.attributes[1].range.clone()], "标题=\"一 二\"");
    }

    #[test]
    fn odd_attributes_do_not_hang() {
        for line in [
            ":::a {",
            ":::a {b",
            ":::a {b=",
            ":::a {=x}",
            ":::a {b=\"c}",
            ":::a {b c=d",
            ":::a {“”}",
            ":::",
            ":::a {b=“c",
        ] {
            let _ = opening(line);
        }
    }

    #[test]
    fn names_are_known_in_both_languages() {
        assert_eq!(find("折叠"), Some(Kind::Details));
        assert_eq!(find("Details"), Some(Kind::Details));
        assert_eq!(find("细节"), None);
    }

    #[test]
    fn names_from_elsewhere_are_not_ours_and_lead_to_one_of_ours() {
        for (words, ours) in NAMES_ELSEWHERE {
            assert!(find(ours).is_some(), "{ours}");
            assert!(words.split(' ').all(|it| find(it).is_none()), "{words}");
        }
        assert_eq!(elsewhere("Tip"), Some("提示"));
    }
}
