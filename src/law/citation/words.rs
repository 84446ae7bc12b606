//! Words around laws and places that change what they mean.

use std::ops::Range;

/// Words before 第N条 that make it an article of something else than a law: 劳动合同第五条.
const OTHER_TEXTS: [&str; 24] = [
    "合同",
    "协议",
    "协议书",
    "章程",
    "规约",
    "公约",
    "民约",
    "判决",
    "判决书",
    "裁定",
    "裁定书",
    "主文",
    "调解书",
    "决定书",
    "条款",
    "约定",
    "守则",
    "制度",
    "保单",
    "遗嘱",
    "说明",
    "须知",
    "方案",
    "手册",
];

/// What follows a law's name when it is part of another word: 刑法学, 民法典学院, 妇女权益保障法实施办法.
const OTHER_WORDS: [&str; 14] = [
    "学",
    "院",
    "官",
    "界",
    "律",
    "典",
    "实施办法",
    "实施条例",
    "实施细则",
    "实施意见",
    "修正案",
    "草案",
    "司法解释",
    "解释",
];

/// Words behind a bare name that show that it is quoted as law.
const CITED_BEHIND: [&str; 12] = [
    "规定",
    "明确",
    "要求",
    "也规定",
    "中规定",
    "中的规定",
    "的规定",
    "的有关规定",
    "的相关规定",
    "相关规定",
    "有关规定",
    "禁止",
];

/// Words before a bare name that show that it is quoted as law.
const CITED_BEFORE: [&str; 14] = [
    "根据", "依照", "依据", "按照", "按", "依", "照", "违反", "适用", "符合", "遵照", "参照",
    "触犯", "引用",
];

/// What may follow a bare 第N款 or 第N项 that means the article cited before.
const PLACE_BEHIND: [&str; 12] = [
    "规定",
    "的规定",
    "所",
    "明确",
    "中规定",
    "情形",
    "之规定",
    "也规定",
    "还规定",
    "则规定",
    "的情形",
    "、",
];

/// Nouns counted with 条 or 项 in ordinary speech: 第二条路.
const COUNTED: [char; 21] = [
    '路', '道', '线', '街', '船', '鱼', '河', '腿', '裤', '信', '消', '理', '建', '经', '意', '工',
    '任', '任', '措', '原', '活',
];

/// Tells whether the text before `at` ends in the name of a contract, judgment or the like.
pub(crate) fn follows_other_text(text: &str, at: usize) -> bool {
    let before = tail(&text[..at], 60)
        .trim_end_matches(['》', '”', '」', '的', '中', '里', ' ', '\u{3000}']);
    OTHER_TEXTS.iter().any(|it| before.ends_with(it))
}

/// Tells whether the text from `at` makes the name before it part of another word.
pub(crate) fn is_other_word(text: &str, at: usize) -> bool {
    // 《民法典（草案）》 and 《妇女权益保障法》实施办法 have a mark between the name and the word.
    let rest = head(&text[at..], 60).trim_start_matches(['（', '(', '》', '〉', ' ']);
    OTHER_WORDS.iter().any(|it| rest.starts_with(it)) || rest.starts_with("修订草案")
}

/// Tells whether the text from `at` says that a draft is meant.
pub(crate) fn is_draft(text: &str, at: usize) -> bool {
    let rest = head(&text[at..], 60).trim_start_matches(['（', '(', ' ', '的']);
    ["草案", "修订草案", "征求意见稿", "修正草案"].iter().any(|it| rest.starts_with(it))
}

/// Tells whether a bare name is quoted as law, by the words around it.
pub(crate) fn is_cited(text: &str, start: usize, end: usize) -> bool {
    // 违反了我国《…》, 适用的是新的……: small words stand between.
    let before =
        tail(&text[..start], 60).trim_end_matches(['了', '着', '我', '国', '新', '的', '原', '旧']);
    CITED_BEHIND.iter().any(|it| text[end..].starts_with(it))
        || CITED_BEFORE.iter().any(|it| before.ends_with(it))
}

/// Tells whether the words behind a bare 款 or 项 make it a citation.
pub(crate) fn is_cited_place(text: &str, end: usize) -> bool {
    PLACE_BEHIND.iter().any(|it| text[end..].starts_with(it))
        || text[end..].starts_with(['：', ':', '，', '。', '；', '）'])
}

/// Tells whether 条 or 项 counts a noun: 第二条路, 第一项工作.
pub(crate) fn counts_a_noun(text: &str, end: usize) -> bool {
    text[end..].starts_with(COUNTED)
}

/// Tells whether the sentence around a name says that the law is gone: 《婚姻法》同时废止.
pub(crate) fn says_repealed(text: &str, end: usize) -> bool {
    let clause = head(&text[end..], 120).split(['。', '\n', '！', '？']).next().unwrap_or_default();
    ["废止", "失效", "不再适用", "不再施行", "退出历史", "被《民法典》", "被民法典"]
        .iter()
        .any(|it| clause.contains(it))
}

/// Tells whether the text before a name says that an old version is meant on purpose: 原《婚姻法》.
pub(crate) fn says_former(text: &str, start: usize) -> bool {
    let before = tail(&text[..start], 60).trim_end_matches([' ', '\u{3000}']);
    const FORMER: [&str; 16] = [
        "原",
        "原来的",
        "旧",
        "旧的",
        "老",
        "过去的",
        "以前的",
        "当时的",
        "已废止的",
        "已经废止的",
        "已失效的",
        "废止前的",
        "修正前的",
        "修订前的",
        "修改前的",
        "修正前",
    ];
    // 草原《…》 and 高原 end in 原 too.
    FORMER.iter().any(|it| before.ends_with(it))
        && !["草原", "高原", "平原", "中原", "还原", "复原"].iter().any(|it| before.ends_with(it))
}

/// Returns the year in the words before a name: 2018年修正的, 1997年.
pub(crate) fn year_before(text: &str, start: usize) -> Option<u16> {
    let before = tail(&text[..start], 60).trim_end_matches([' ', '的', '版', '了', '我', '国']);
    let before = ["修正", "修订", "修改", "制定", "颁布", "公布", "通过"]
        .iter()
        .find_map(|it| before.strip_suffix(it))
        .unwrap_or(before);
    let before = before.strip_suffix('年')?;
    let digits = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
    year(&before[digits..])
}

/// Returns the year that a bracket behind a name opens with: （2018年修正）, （2022修订）, （2020）.
pub(crate) fn year_in_bracket(inner: &str) -> Option<u16> {
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let rest = inner[digits..].trim_start_matches('年');
    let plain = rest.is_empty() || ["修", "版", "）", ")"].iter().any(|it| rest.starts_with(it));
    year(&inner[..digits]).filter(|_| plain)
}

/// Returns the words between the marks of punctuation around a range, at most a line of them.
pub fn clause(text: &str, range: Range<usize>) -> &str {
    const MARKS: [char; 14] =
        ['，', '。', '；', '：', '！', '？', '“', '”', '\n', ',', ';', ':', '‘', '’'];
    let before = tail(&text[..range.start], 120);
    let start = range.start - before.len()
        + before
            .rfind(MARKS)
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let behind = head(&text[range.end..], 120);
    let end = range.end + behind.find(MARKS).unwrap_or(behind.len());
    text[start..end].trim()
}

fn year(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|it| (1949..2100).contains(it) && digits.len() == 4)
}

/// Returns at most `bytes` bytes of `text`, cut at a character.
pub fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Returns the last `bytes` bytes of `text` at most, cut at a character.
pub fn tail(text: &str, bytes: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(bytes))..]
}

/// Returns the place behind up to two blanks.
pub(crate) fn skip_space(text: &str, at: usize) -> usize {
    let blank = |it: &char| matches!(it, ' ' | '\u{3000}' | '\u{a0}');
    at + text[at..].chars().take(2).take_while(blank).map(char::len_utf8).sum::<usize>()
}
