//! Lines that an editor typed as lines: `1、…`, （一）…, `•…`, 地址：…, a paragraph indented by hand.
//!
//! For Markdown they are one paragraph, and a broken line joins the next. Here the lines of one paragraph are judged: where
//! does the editor's line begin on the page too? A text that is only wrapped for width keeps running.

/// A longer line was wrapped for width, so what follows it may go on with the sentence.
const WRAPPED: usize = 36;

/// A longer word before a colon is a sentence.
const LONGEST_KEY: usize = 8;

/// Dots and arrows with which items are marked by hand.
const BULLETS: &str = "•·●○■□◆◇▪▫★☆➢➤►▶√※◎→—－";

/// What opens a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `1、`, `1）`, `（1）`, `①`.
    Number,
    /// `一、`, `（一）`.
    Han,
    /// `A. `, `B、`.
    Letter,
    /// `•`.
    Bullet,
    /// `-身份证`.
    Dash,
    /// `地址：`.
    Key,
    /// Two full-width blanks.
    Indent,
    /// Anything else.
    Text,
}

/// Tells for each line of a paragraph whether it begins a line on the page; for the first, which does anyway, no.
pub fn breaks(lines: &[&str]) -> Vec<bool> {
    let kinds: Vec<Kind> = lines.iter().map(|it| kind(it)).collect();
    let mut breaks = vec![false; lines.len()];
    for at in 1..lines.len() {
        let (above, here) = (kinds[at - 1], kinds[at]);
        let is_short = lines[at - 1].trim().chars().count() <= WRAPPED;
        breaks[at] = match here {
            Kind::Indent => true,
            Kind::Key => is_in_run(&kinds, at) && (above == Kind::Key || is_short),
            Kind::Text => match above {
                Kind::Key => is_short && (is_in_run(&kinds, at - 1) || is_question(lines[at - 1])),
                Kind::Text | Kind::Indent => false,
                _ => {
                    is_short
                        && is_done(lines[at - 1])
                        && (breaks[at - 1] || is_introduced(lines, at - 1))
                }
            },
            _ => {
                above == here
                    || is_introduced(lines, at)
                    || kinds.iter().filter(|it| **it == here).count() > 1
            }
        };
    }
    breaks
}

/// Tells whether the line above announces what follows, or is a sentence of its own.
fn is_introduced(lines: &[&str], at: usize) -> bool {
    let above = at.checked_sub(1).map(|it| lines[it].trim_end());
    above.is_none_or(|it| it.ends_with(['：', ':', '。', '；', ';', '！', '？', '”']))
}

/// Tells whether a sentence may end here.
fn is_done(line: &str) -> bool {
    !line.trim_end().ends_with(['，', ',', '、'])
}

/// Tells whether a line `地址：…` stands beside another one.
fn is_in_run(kinds: &[Kind], at: usize) -> bool {
    let is_key = |at: Option<usize>| at.and_then(|it| kinds.get(it)) == Some(&Kind::Key);
    is_key(at.checked_sub(1)) || is_key(at.checked_add(1))
}

fn is_question(line: &str) -> bool {
    line.trim_start_matches(['*', '_', ' ']).starts_with(['问', 'Q'])
        && line.trim_end_matches(['*', '_', ' ']).ends_with(['？', '?'])
}

/// Tells whether a line is indented like the first of a paragraph.
pub fn is_indented(line: &str) -> bool {
    line.starts_with("\u{3000}\u{3000}")
}

fn kind(line: &str) -> Kind {
    if is_indented(line) {
        return Kind::Indent;
    }
    let is_starred = line.starts_with('*') && line.matches('*').count() == 1;
    let rest = match is_starred {
        true => line,
        false => line.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}', '*', '_']),
    };
    if let Some((kind, _)) = marker(rest) {
        return kind;
    }
    if is_figure(rest) {
        return Kind::Key;
    }
    let key: String = rest.chars().take_while(|it| !matches!(it, '：' | ':')).collect();
    let word: String =
        key.chars().filter(|it| !matches!(it, '*' | '_' | ' ' | '\u{3000}')).collect();
    let is_address = rest[key.len()..].starts_with("://");
    let is_key = (1..=LONGEST_KEY).contains(&word.chars().count())
        && key.len() < rest.trim_end().len()
        && word.chars().all(char::is_alphanumeric)
        && !word.chars().all(char::is_numeric);
    if is_key && !is_address { Kind::Key } else { Kind::Text }
}

/// Tells whether a line begins with a time or a number: `14:00 报到`, `12338 妇女热线`.
fn is_figure(rest: &str) -> bool {
    let first = rest.split([' ', '\u{3000}', '\t']).next().unwrap_or_default();
    let is_time = first.split_once([':', '：']).is_some_and(|(hours, rest)| {
        let minutes = rest.get(..2).unwrap_or_default();
        [hours, minutes].iter().all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
    });
    let is_number = first.len() >= 3
        && first.len() < rest.trim_end().len()
        && first.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    is_time || is_number
}

/// Returns the length in bytes of the number with which an item is marked by hand.
pub fn number(line: &str) -> Option<usize> {
    let (kind, length) = marker(line)?;
    matches!(kind, Kind::Number | Kind::Han).then_some(length)
}

/// Returns what marks an item, with its length in bytes.
fn marker(rest: &str) -> Option<(Kind, usize)> {
    let first = rest.chars().next()?;
    if matches!(first, '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}') {
        return Some((Kind::Number, first.len_utf8()));
    }
    // ✓, ☎ and the pictures of phones stand before items like dots.
    let is_picture = matches!(first, '\u{2600}'..='\u{2775}' | '\u{1f300}'..='\u{1faff}');
    if BULLETS.contains(first) || is_picture {
        return Some((Kind::Bullet, first.len_utf8()));
    }
    if matches!(first, '-' | '*') {
        let next = rest[1..].chars().next()?;
        return (next.is_alphabetic() || next == '《').then_some((Kind::Dash, 1));
    }
    let open = if matches!(first, '(' | '（') { first.len_utf8() } else { 0 };
    let inner = &rest[open..];
    let (kind, length) = counted(inner)?;
    let length = inner.len() - inner[length..].trim_start_matches(' ').len();
    let mark = inner[length..].chars().next()?;
    let after = &inner[length + mark.len_utf8()..];
    let is_end = match (open > 0, mark) {
        (true, ')' | '）') | (false, '、' | ')' | '）' | '．') => true,
        // `1.5 倍` is no item.
        (false, '，' | '：') => inner.starts_with('第'),
        // 一是……；二是……
        (false, '是') => kind == Kind::Han,
        (false, '.') => kind != Kind::Han && !after.starts_with(|it: char| it.is_numeric()),
        _ => false,
    };
    let is_marked = is_end && !after.trim().is_empty();
    is_marked.then_some((kind, open + length + mark.len_utf8()))
}

/// Returns what counts, `12`, `十二` or `B`, with its length in bytes.
fn counted(text: &str) -> Option<(Kind, usize)> {
    let length = |is: fn(char) -> bool| text.find(|it| !is(it)).unwrap_or(text.len());
    let digits = length(|it| it.is_ascii_digit() || ('０'..='９').contains(&it));
    let han = length(|it| "第一二三四五六七八九十百ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".contains(it));
    match (digits, han) {
        (0, 0) => text.starts_with(|it: char| it.is_ascii_uppercase()).then_some((Kind::Letter, 1)),
        (0, length) => (length <= 12).then_some((Kind::Han, length)),
        (length, _) => (text[..length].chars().count() <= 3).then_some((Kind::Number, length)),
    }
}

#[cfg(test)]
mod tests {
    use super::{breaks, number};

    fn shown(text: &str) -> String {
        let lines: Vec<&str> = text.split('\n').collect();
        let is_broken = breaks(&lines);
        let parts = lines.iter().zip(is_broken);
        parts.map(|(line, is)| if is { format!("/{line}") } else { (*line).to_owned() }).collect()
    }

    #[test]
    fn typed_lines_stay_lines() {
        for text in [
            "要带：\n1、身份证\n2、户口本",
            "要带\n1、身份证\n2、户口本\n都要原件",
            "（一）先报警\n（二）再就医",
            "（1）甲\n（2）乙",
            "①甲\n②乙",
            "材料：\n•甲",
            "·甲\n·乙",
            "-身份证\n-户口本",
            "A. 是\nB. 否",
            "说明：\n2. 甲\n3. 乙",
            "地址：石桥街8号\n电话：12338\n时间：周一",
            "联系我们\n地址：石桥街8号\n电话：12338",
            "**地址**：石桥街\n**电话：**12338",
            "问：要钱吗？\n答：不要。",
            "问：要钱吗？\n不要。",
            "　　头一段。\n　　第二段。",
            "甲\n　　（1）乙\n　　（2）丙",
            "一、甲\n二、乙\n三、丙",
            "一是先报警；\n二是再就医。",
            "第一，先报警。\n第二，再就医。",
            "*身份证\n*户口本",
            "1 、甲\n2 、乙",
            "14:00 报到\n15:30 开会",
            "12338 妇女热线\n110 报警",
            "📞 12338\n📍 石桥街",
            "“不告不理。”\n——老话",
        ] {
            let expected = text.replace('\n', "/");
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn text_wrapped_for_width_runs_on() {
        for text in [
            "这一行还没有说完，\n下一行接着说。",
            "有三种情形，\n（一）是其中之一。",
            "他说：\n“不。”",
            "提示：先打电话，\n再出门。",
            "每月\n1.5倍工资",
            "网址\nhttps://example.org",
            "到\n12:30 为止",
            "夫妻一方\n一、二审都可以提。",
            "马上拨打\n12338 热线。",
            "第一次\n第二次都可以。",
        ] {
            assert_eq!(shown(text), text.replace('\n', ""), "{text}");
        }
    }

    #[test]
    fn a_number_typed_by_hand_is_known() {
        assert_eq!(number("1、甲"), Some("1、".len()));
        assert_eq!(number("（一）甲"), Some("（一）".len()));
        assert_eq!(number("①甲"), Some("①".len()));
        assert_eq!(number("2026 年"), None);
        assert_eq!(number("（甲）乙"), None);
    }
}
