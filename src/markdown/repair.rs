//! Markdown typed with a Chinese input method: full-width marks that silently become text.
//!
//! Works on lines, before parsing; each finding carries the correction that `pufa fix --write` makes.

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
        } else if code.is_none() && !line.starts_with("    ") {
            for slip in slips(line.trim_end_matches('\n'), above) {
                let span = source.span(at + slip.start..at + slip.end);
                let written = &source.text[span.range()];
                sink.full_width(span, written, &slip.right);
            }
        }
        above = if inner.is_empty() { Above::Blank } else { Above::Text };
        at += line.len();
    }
}

fn slips(line: &str, above: Above) -> Vec<Slip> {
    let start = line.len() - line.trim_start_matches([' ', '\u{3000}']).len();
    let rest = &line[start..];
    let mut slips = Vec::new();
    slips.extend(start_slip(rest, above).map(|(length, right)| Slip {
        start,
        end: start + length,
        right,
    }));
    slips.extend(link_slips(line));
    slips.extend(star_slips(line));
    slips
}

/// Finds a slip in the mark that opens a line: its length in bytes and what was meant.
fn start_slip(rest: &str, above: Above) -> Option<(usize, String)> {
    let count = |mark: char| rest.chars().take_while(|it| *it == mark).count();
    let wide = count('＃');
    if (1..=6).contains(&wide) {
        let length = wide * '＃'.len_utf8();
        let blank =
            rest[length..].len() - rest[length..].trim_start_matches([' ', '\u{3000}']).len();
        return Some((length + blank, format!("{} ", "#".repeat(wide))));
    }
    let narrow = count('#');
    if (1..=6).contains(&narrow) && rest[narrow..].chars().next().is_some_and(starts_heading) {
        let blank = if rest[narrow..].starts_with('\u{3000}') { '\u{3000}'.len_utf8() } else { 0 };
        return Some((narrow + blank, format!("{} ", "#".repeat(narrow))));
    }
    for (wrong, right) in [("：：：", ":::"), ("｀｀｀", "```"), ("·｀｀", "```")] {
        if rest.starts_with(wrong) {
            return Some((wrong.len(), right.to_owned()));
        }
    }
    if rest.starts_with('＞') || (rest.starts_with('》') && above == Above::Blank) {
        return Some(('＞'.len_utf8(), "> ".to_owned()));
    }
    if rest.starts_with('｜') && rest.matches('｜').count() >= 2 {
        return Some((rest.len(), rest.replace('｜', "|")));
    }
    list_slip(rest)
}

fn starts_heading(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{9fff}' | '（' | '“' | '《' | '\u{3000}')
}

fn list_slip(rest: &str) -> Option<(usize, String)> {
    for task in ["-[ ]", "-[x]", "- []", "*[ ]"] {
        if let Some(after) = rest.strip_prefix(task) {
            let mark = if task.contains('x') { "- [x] " } else { "- [ ] " };
            let blank = usize::from(after.starts_with(' '));
            return Some((task.len() + blank, mark.to_owned()));
        }
    }
    for task in ["- [ ]", "- [x]"] {
        if rest
            .strip_prefix(task)
            .is_some_and(|after| !after.is_empty() && !after.starts_with([' ', '(', '[']))
        {
            return Some((task.len(), format!("{task} ")));
        }
    }
    if rest.starts_with("－ ") || rest.starts_with("－\u{3000}") {
        return Some((
            '－'.len_utf8() + rest['－'.len_utf8()..].chars().next()?.len_utf8(),
            "- ".to_owned(),
        ));
    }
    let digits: String =
        rest.chars().take_while(|it| it.is_ascii_digit() || ('０'..='９').contains(it)).collect();
    if digits.is_empty() || digits.chars().count() > 3 {
        return None;
    }
    let after = &rest[digits.len()..];
    let mark = after.chars().next()?;
    let wide = mark == '．' || !digits.is_ascii();
    let next = after[mark.len_utf8()..].chars().next()?;
    let joined = mark == '.' && matches!(next, '\u{3400}'..='\u{9fff}' | '“' | '《');
    if !(matches!(mark, '.' | '．') && (wide || joined))
        || next.is_ascii_digit()
        || ('０'..='９').contains(&next)
    {
        return None;
    }
    let blank = if next == ' ' || next == '\u{3000}' { next.len_utf8() } else { 0 };
    Some((digits.len() + mark.len_utf8() + blank, format!("{}. ", narrow(&digits))))
}

fn narrow(digits: &str) -> String {
    let fold = |it: char| match it {
        '０'..='９' => {
            char::from_u32(u32::from(it) - u32::from('０') + u32::from('0')).unwrap_or(it)
        }
        _ => it,
    };
    digits.chars().map(fold).collect()
}

/// Finds links with full-width brackets, and pictures whose file name holds a blank.
fn link_slips(line: &str) -> Vec<Slip> {
    let mut slips = Vec::new();
    let width = |at: usize| line[at..].chars().next().map_or(1, char::len_utf8);
    let mut at = 0;
    while let Some(close) = line[at..].find([']', '］']).map(|it| at + it) {
        let before = &line[at..close];
        let open = before.rfind(['[', '［']).map(|it| at + it);
        let after = close + width(close);
        at = after;
        let bracket = line[after..].chars().next();
        let (Some(open), Some(bracket @ ('(' | '（'))) = (open, bracket) else {
            continue;
        };
        let inner = after + bracket.len_utf8();
        let Some(end) = line[inner..].find([')', '）']).map(|it| inner + it) else {
            break;
        };
        let stop = end + width(end);
        let url = &line[inner..end];
        let is_wide = line[open..stop].starts_with('［')
            || line[close..].starts_with('］')
            || bracket == '（'
            || line[end..].starts_with('）');
        let has_blank =
            url.contains(' ') && !url.contains(['"', '\'', '<']) && is_address(url.trim());
        if (is_wide && is_address(url)) || has_blank {
            let target = if url.trim().contains(' ') {
                format!("<{}>", url.trim())
            } else {
                url.trim().to_owned()
            };
            slips.push(Slip {
                start: open,
                end: stop,
                right: format!("[{}]({target})", &line[open + width(open)..close]),
            });
        }
        at = stop;
    }
    slips
}

/// Tells whether the text in brackets is an address rather than a remark.
fn is_address(text: &str) -> bool {
    let endings =
        [".md", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif", ".mp4", ".pdf", ".html"];
    let lower = text.trim().to_ascii_lowercase();
    lower.starts_with("http")
        || lower.starts_with("@/")
        || lower.starts_with('#')
        || endings.iter().any(|it| lower.ends_with(it))
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
            ("__《民法典》__", "**《民法典》**"),
        ] {
            assert_eq!(fixed(wrong), right);
        }
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
        ] {
            assert_eq!(fixed(line), line);
        }
    }
}
