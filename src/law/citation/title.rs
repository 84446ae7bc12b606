//! Titles of statutes, brought to one spelling so that they can be compared.

/// Longest text between 《 and 》 that is read as a title, in bytes.
const MAX_TITLE: usize = 360;

/// Returns the range of the title that starts with the 《 or 〈 at `start`, brackets included; inner brackets are counted.
pub fn at(text: &str, start: usize) -> Option<std::ops::Range<usize>> {
    let mut depth = 0_u32;
    for (offset, it) in text[start..].char_indices() {
        if offset > MAX_TITLE {
            return None;
        }
        match it {
            '《' | '〈' => depth += 1,
            '》' | '〉' => depth = depth.checked_sub(1)?,
            // 《没有完: what is never closed is no title, and must not be looked for up to the end of the text.
            '\n' | '。' | '；' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(start..start + offset + it.len_utf8());
        }
    }
    None
}

/// Brings a title to the spelling that names are compared by: no spaces, angle brackets, quotes or 中华人民共和国, half-width
/// round brackets, no trailing year, an interpretation as `民法典婚姻家庭编解释(一)`.
pub fn normal(title: &str) -> String {
    let plain: String = title.chars().filter_map(plain_char).collect();
    let plain = plain.replace("中华人民共和国", "");
    let plain = strip_version(&plain);
    let plain =
        ["最高人民法院、最高人民检察院", "最高人民法院", "最高人民检察院", "最高法", "两高"]
            .iter()
            .find_map(|issuer| plain.strip_prefix(issuer).filter(|rest| rest.starts_with("关于")))
            .unwrap_or(plain);
    let plain = plain.strip_prefix("关于适用").unwrap_or(plain);
    // 最高人民法院关于适用《民法典》时间效力的若干规定 is called 民法典时间效力规定 by all who cite it.
    let plain =
        plain.replace("若干问题的", "").replace("司法解释", "解释").replace("的若干规定", "规定");
    let plain = plain.replace("的解释", "解释").replace("的规定", "规定");
    number_of_interpretation(&plain)
}

/// 法 for 《…法》 and 《…法典》, 解释, 条例 …: what 该法 and 该条例 can stand for.
pub fn kind(title: &str) -> &'static str {
    let plain: String = title.chars().filter_map(plain_char).collect();
    let bare =
        plain.rfind('(').filter(|_| plain.ends_with(')')).map_or(plain.as_str(), |at| &plain[..at]);
    let bare = bare.trim_end_matches(['一', '二', '三', '四', '五']);
    let ends = |it: &str| bare.ends_with(it);
    KINDS.iter().copied().find(|it| ends(it)).map_or("", |it| match it {
        "法典" | "通则" | "总则" => "法",
        other => other,
    })
}

/// Endings of titles that make a statute, longer ones first.
pub(crate) const KINDS: [&str; 19] = [
    "法典", "条例", "规定", "办法", "解释", "细则", "规则", "决定", "意见", "通则", "总则", "批复",
    "答复", "纪要", "通知", "规范", "公约", "民约", "法",
];

fn plain_char(it: char) -> Option<char> {
    Some(match it {
        // ﹤ and ﹥ stand for 〈 and 〉 in the files of the national database.
        '《' | '》' | '〈' | '〉' | '＜' | '＞' | '<' | '>' | '﹤' | '﹥' | '“' | '”' | '"'
        | '·' | '•' | '*' => return None,
        '（' | '〔' | '[' => '(',
        '）' | '〕' | ']' => ')',
        '０'..='９' => char::from_digit(u32::from(it) - u32::from('０'), 10)?,
        it if it.is_whitespace() || it == '\u{200b}' || it == '\u{feff}' => return None,
        it => it,
    })
}

/// Cuts （2018年修正）, （2022修订）, （2020） at the end.
fn strip_version(title: &str) -> &str {
    let Some(open) = title.rfind('(').filter(|_| title.ends_with(')')) else {
        return title;
    };
    let inner = &title[open + 1..title.len() - 1];
    let is_version = inner.starts_with(|it: char| it.is_ascii_digit())
        && inner.chars().filter(char::is_ascii_digit).count() >= 4
        || ["修正", "修订", "试行", "修正文本", "最新"].iter().any(|end| inner.ends_with(end));
    if is_version { &title[..open] } else { title }
}

/// 解释一, 解释1, 解释(1) → 解释(一).
fn number_of_interpretation(title: &str) -> String {
    let Some(at) = title.rfind("解释") else {
        return title.to_owned();
    };
    let tail = title[at + "解释".len()..].trim_matches(['(', ')']);
    let number = match tail {
        "1" | "一" => "一",
        "2" | "二" => "二",
        "3" | "三" => "三",
        "4" | "四" => "四",
        "5" | "五" => "五",
        _ => return title.to_owned(),
    };
    format!("{}解释({number})", &title[..at])
}

#[cfg(test)]
mod tests {
    use super::{at, kind, normal};

    #[test]
    fn spellings_of_one_interpretation_are_one() {
        let full = normal("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）");
        assert_eq!(full, "民法典婚姻家庭编解释(一)");
        for other in [
            "民法典婚姻家庭编解释（一）",
            "《民法典》婚姻家庭编司法解释一",
            "民法典婚姻家庭编解释(1)",
            "关于适用〈民法典〉婚姻家庭编的解释（一）",
        ] {
            assert_eq!(normal(other), full, "{other}");
        }
        assert_eq!(normal("中华人民共和国妇女权益保障法（2018年修正）"), "妇女权益保障法");
        assert_eq!(
            normal("最高人民法院关于适用《中华人民共和国民法典》时间效力的若干规定"),
            normal("民法典时间效力规定")
        );
    }

    #[test]
    fn titles_may_hold_titles() {
        let text = "见《关于适用《民法典》的解释》第一条";
        assert_eq!(&text[at(text, "见".len()).unwrap()], "《关于适用《民法典》的解释》");
        assert_eq!(at("《没有完", 0), None);
    }

    #[test]
    fn kinds_come_from_the_end_of_a_title() {
        assert_eq!(kind("民法典"), "法");
        assert_eq!(kind("婚姻法解释（一）"), "解释");
        assert_eq!(kind("婚姻登记条例"), "条例");
        assert_eq!(kind("红楼梦"), "");
    }
}
