//! Slips in what opens a line: marks of headings, lists, tables, quotations and directives.

use crate::markdown::repair::{Above, Slip};

/// Blanks that are no indentation for Markdown.
const WIDE_BLANKS: [char; 2] = ['\u{3000}', '\u{a0}'];

/// Marks that open a block and need nothing behind them.
const OPENING: [&str; 5] = ["> ", "|", ":::", "```", "~~~"];

/// Finds the slip at the start of a line, with the wide blanks before it.
pub fn slip(line: &str, above: Above) -> Option<Slip> {
    let start = line.len() - line.trim_start_matches([' ', '\u{3000}', '\u{a0}']).len();
    let rest = &line[start..];
    let found = opening(rest, above);
    let blanks = &line[..start];
    if !blanks.contains(WIDE_BLANKS) {
        return found.map(|(length, right)| Slip { start, end: start + length, right });
    }
    let (length, mark) = match found {
        Some(found) => found,
        None => mark(rest).map(|length| (length, rest[..length].to_owned()))?,
    };
    let indent = match above {
        Above::List if is_item(&mark) => {
            let wide = blanks.chars().filter(|it| WIDE_BLANKS.contains(it)).count();
            "    ".repeat(wide.div_ceil(2))
        }
        Above::List | Above::Blank | Above::Text => String::new(),
    };
    Some(Slip { start: 0, end: start + length, right: indent + &mark })
}

/// Returns the length of a rightly written mark that opens a block.
fn mark(rest: &str) -> Option<usize> {
    if let Some(mark) = OPENING.iter().find(|it| rest.starts_with(**it)) {
        return Some(mark.len());
    }
    let hashes = rest.bytes().take_while(|it| *it == b'#').count();
    if (1..=6).contains(&hashes) && rest[hashes..].starts_with(' ') {
        return Some(hashes + 1);
    }
    item(rest)
}

/// Tells whether a line opens an item of a list.
pub fn is_item(rest: &str) -> bool {
    item(rest).is_some()
}

/// Returns the length of the mark that opens an item.
fn item(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let length = match rest.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=3).contains(&digits) => digits + 1,
        _ => return None,
    };
    rest[length..].starts_with([' ', '\t']).then_some(length + 1)
}

/// Tells whether a line opens with topics as other platforms mark them: `#全民反诈#`, or `#反诈 #彩礼`.
fn is_topic(rest: &str) -> bool {
    let Some(inner) = rest.strip_prefix(['#', '＃']) else { return false };
    let word = inner.split(char::is_whitespace).next().unwrap_or_default();
    let is_closed = word.find(['#', '＃']).is_some_and(|it| it > 0);
    let mut words = rest.split_whitespace();
    let are_all = words.clone().count() > 1
        && words.all(|it| it.starts_with(['#', '＃']) && it.chars().count() > 1);
    is_closed || are_all && !rest.starts_with("##")
}

/// Finds a slip in the mark that opens a line: its length in bytes and what was meant.
fn opening(rest: &str, above: Above) -> Option<(usize, String)> {
    if is_topic(rest) {
        return None;
    }
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
    for mark in ["-", "*", "+"] {
        if rest.strip_prefix(mark).is_some_and(|after| after.starts_with(WIDE_BLANKS)) {
            let blank = rest[1..].chars().next()?.len_utf8();
            return Some((1 + blank, format!("{mark} ")));
        }
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
    let joined =
        mark == '.' && matches!(next, '\u{3400}'..='\u{9fff}' | '“' | '《' | '\u{3000}' | '\u{a0}');
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
