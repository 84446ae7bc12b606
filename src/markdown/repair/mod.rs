//! Markdown typed with a Chinese input method: full-width marks that silently become text.
//!
//! Works on lines, before parsing; each finding carries the correction that `pufa fix --write` makes.

mod link;
mod start;

use std::ops::Range;

use crate::{diag::Sink, source::Source};

/// A slip on one line: bytes from the line's start, and what should stand there.
struct Slip {
    start: usize,
    end: usize,
    right: String,
}

/// What stands above a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    /// Nothing: a paragraph starts here.
    Blank,
    /// Text that goes on here.
    Text,
    /// A list, whose items may go on here or hold what stands here.
    List,
}

/// Reports the slips of a body.
pub fn check(source: &Source, body_start: usize, sink: &mut Sink) {
    let mut at = body_start;
    let mut code: Option<&str> = None;
    let mut above = Above::Blank;
    for line in source.text[body_start..].split_inclusive('\n') {
        let inner = line.trim();
        if let Some(fence) = ["```", "~~~"].into_iter().find(|it| inner.starts_with(it)) {
            match code {
                Some(open) if open == fence => code = None,
                Some(_) => {}
                None => code = Some(fence),
            }
        } else if code.is_none() && (!line.starts_with("    ") || above != Above::Blank) {
            for slip in slips(line.trim_end_matches('\n'), above) {
                let span = source.span(at + slip.start..at + slip.end);
                let written = &source.text[span.range()];
                sink.full_width(span, written, &slip.right);
            }
        }
        above = above.below(line);
        at += line.len();
    }
}

impl Above {
    /// Returns what stands above the line after this one.
    fn below(self, line: &str) -> Self {
        let inner = line.trim();
        match self {
            _ if start::is_item(inner) => Self::List,
            // A list goes on behind an empty line where the next one is indented.
            Self::List if inner.is_empty() || line.starts_with([' ', '\t', '\u{3000}']) => self,
            _ if inner.is_empty() => Self::Blank,
            Self::List | Self::Blank | Self::Text => Self::Text,
        }
    }
}

fn slips(line: &str, above: Above) -> Vec<Slip> {
    let mut slips: Vec<Slip> = start::slip(line, above).into_iter().collect();
    let code = code_spans(line);
    let inside = link::slips(line).into_iter().chain(star_slips(line)).chain(note_slips(line));
    slips.extend(inside.filter(|it| !code.iter().any(|code| code.contains(&it.start))));
    slips
}

/// Returns where code stands in a line: nothing in it is a slip.
pub(super) fn code_spans(line: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(open) = line[at..].find('`').map(|it| at + it) {
        let length = line[open..].bytes().take_while(|it| *it == b'`').count();
        let mark = &line[open..open + length];
        let is_end =
            |it: &usize| !line[..*it].ends_with('`') && !line[it + length..].starts_with('`');
        let rest = open + length;
        let ends = line[rest..].match_indices(mark).map(|it| rest + it.0);
        at = match ends.into_iter().find(is_end) {
            Some(end) => {
                spans.push(open..end + length);
                end + length
            }
            None => rest,
        };
    }
    spans
}

/// Finds notes in full-width brackets.
fn note_slips(line: &str) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    while let Some(caret) = line[at..].find('^').map(|it| at + it) {
        at = caret + 1;
        let Some(open) = line[..caret].chars().next_back().filter(|it| "[［【".contains(*it))
        else {
            continue;
        };
        let Some(close) = line[caret..].find([']', '］', '】']).map(|it| caret + it) else {
            break;
        };
        let (start, name) = (caret - open.len_utf8(), &line[caret + 1..close]);
        let mark = line[close..].chars().next().map_or(1, char::len_utf8);
        let end = close + mark;
        let is_wide = open != '[' || mark > 1;
        let has_colon = line[..start].trim().is_empty() && line[end..].starts_with('：');
        let is_name = !name.is_empty() && !name.contains(['[', '［', '【', ' ', '\u{3000}']);
        if !is_name || !is_wide {
            continue;
        }
        let (end, colon) = if has_colon { (end + '：'.len_utf8(), ": ") } else { (end, "") };
        slips.push(Slip { start, end, right: format!("[^{name}]{colon}") });
        at = end;
    }
    slips
}

fn star_slips(line: &str) -> Vec<Slip> {
    let found = line.match_indices("＊＊").map(|(at, wrong)| Slip {
        start: at,
        end: at + wrong.len(),
        right: "**".to_owned(),
    });
    let bars = line.match_indices("__《").chain(line.match_indices("》__")).map(|(at, wrong)| {
        Slip { start: at, end: at + wrong.len(), right: wrong.replace("__", "**") }
    });
    found.chain(bars).collect()
}

#[cfg(test)]
mod tests {
    use super::{Above, slips};

    fn fixed(line: &str) -> String {
        let mut text = line.to_owned();
        for slip in slips(line, Above::Blank).into_iter().rev() {
            text.replace_range(slip.start..slip.end, &slip.right);
        }
        text
    }

    #[test]
    fn full_width_marks_are_corrected() {
        for (wrong, right) in [
            ("＃ 标题", "# 标题"),
            ("＃＃标题", "## 标题"),
            ("##标题", "## 标题"),
            ("1.第一", "1. 第一"),
            ("１．第一", "1. 第一"),
            ("１２．　第一", "12. 第一"),
            ("-[ ]项", "- [ ] 项"),
            ("｜表｜头｜", "|表|头|"),
            ("见［离婚］（bh.md）。", "见[离婚](bh.md)。"),
            ("![图](图 片.png)", "![图](<图 片.png>)"),
            ("》引用", "> 引用"),
            ("：：：提示", ":::提示"),
            ("＊＊重点＊＊", "**重点**"),
            ("见[表](申请 表.docx)。", "见[表](<申请 表.docx>)。"),
            ("[表](附件（1） 表.docx)", "[表](<附件（1） 表.docx>)"),
            ("![图](tu.png =300x200)", "![图](tu.png)"),
            ("![图](tu.png){width=50%}", "![图](tu.png)"),
            ("[说明] (b.md)", "[说明](b.md)"),
            ("[说明]　（b.md#甲）", "[说明](b.md#甲)"),
            ("[说明](b.md “题目”)", "[说明](b.md \"题目\")"),
            ("[![图](a b.png)](c.md)", "[![图](<a b.png>)](c.md)"),
            ("注［^1］和【^二】", "注[^1]和[^二]"),
            ("［^1］：注文", "[^1]: 注文"),
            ("-　身份证", "- 身份证"),
            ("1.　身份证", "1. 身份证"),
            ("　　- 身份证", "- 身份证"),
            ("　　1.身份证", "1. 身份证"),
            ("　　## 标题", "## 标题"),
            ("__《民法典》__", "**《民法典》**"),
        ] {
            assert_eq!(fixed(wrong), right);
        }
    }

    #[test]
    fn an_item_below_another_is_indented_with_blanks() {
        let fixed = |line: &str| slips(line, Above::List).pop().map(|it| it.right);
        assert_eq!(fixed("　　- 乙").as_deref(), Some("    - "));
        assert_eq!(fixed("　- 乙").as_deref(), Some("    - "));
        assert_eq!(fixed("　　　　1. 乙").as_deref(), Some("        1. "));
        assert_eq!(fixed("    - 乙"), None);
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for line in [
            "# 标题",
            "1. 第一",
            "1.5 倍",
            "#hashtag",
            "见（bh）",
            "[a](b.md \"题\")",
            "2026年",
            "3.14",
            "（一）",
            "[注](说明)",
            "第1.2节",
            "看[ 说明书 ]( b.md )",
            "`[表](申请 表.docx)` 这样写",
            "#全民反诈# 第一课",
            "#反诈 #彩礼",
            "＃全民反诈＃",
            "[表](<申请 表.docx>)",
            "[表](附件(1).docx)",
            "[1] (2020)",
            "文书编号[2023] (法.释)",
            "x^2",
            "一[^1]二",
            "[^1]: 注文",
            "[^1]：注文",
            "　　段首缩进。",
            "　　2026年",
            "见[附件]（请填好 附件一，再交）",
        ] {
            assert_eq!(fixed(line), line);
        }
    }
}
