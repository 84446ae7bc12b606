//! Marks of other programs (Hexo, Hugo, Jekyll, `VitePress`, Obsidian, `MkDocs`), which would show as they are typed.
//!
//! Works on lines, before parsing. Where ours does the same, the message carries the repair.

use std::ops::Range;

use crate::{
    diag::{
        Sink,
        messages::foreign::{Foreign, Mark},
    },
    markdown::directive,
    source::Source,
};

/// Kinds of notes that the parser understands by itself.
const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Reports the marks of a body.
pub fn check(source: &Source, body_start: usize, sink: &mut Sink) {
    let mut at = body_start;
    let mut code: Option<&str> = None;
    for line in source.text[body_start..].split_inclusive('\n') {
        let inner = line.trim();
        let fence = ["```", "~~~"].into_iter().find(|it| inner.starts_with(it));
        match (fence, code) {
            (Some(fence), None) => code = Some(fence),
            (Some(fence), Some(open)) if fence == open => code = None,
            (Some(_), Some(_)) => {}
            (None, None) if !line.starts_with("    ") && !line.starts_with('\t') => {
                for (range, mark) in marks(line.trim_end_matches('\n')) {
                    let span = source.span(at + range.start..at + range.end);
                    sink.foreign_mark(span, &source.text[span.range()], &mark);
                }
            }
            (None, _) => {}
        }
        at += line.len();
    }
}

type Found = (Range<usize>, Mark);

fn marks(line: &str) -> Vec<Found> {
    if let Some(found) = whole(line) {
        return vec![found];
    }
    let masked = without_code(line);
    let mut found = Vec::new();
    found.extend(embedded(&masked));
    found.extend(between(&masked, "{{<", ">}}", Foreign::Shortcode));
    found.extend(between(&masked, "{{%", "%}}", Foreign::Shortcode));
    found.extend(between(&masked, "{%", "%}", Foreign::Shortcode));
    found.extend(between(&masked, "^[", "]", Foreign::Note));
    // 5%% is a slip for 5%.
    let is_percent = |it: &Found| line[..it.0.start].ends_with(|it: char| it.is_numeric());
    let remarks = between(&masked, "%%", "%%", Foreign::Remark).into_iter();
    found.extend(remarks.filter(|it| !is_percent(it)).map(remark(line)));
    found.extend(attributes(&masked));
    found.extend(highlights(&masked));
    found.extend(stars(&masked));
    found.extend(bars(&masked));
    found.sort_by_key(|it| it.0.start);
    // A mark inside another goes with it.
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_free = range.start >= end;
        end = if is_free { range.end } else { end };
        is_free
    });
    found
}

/// Finds a mark that takes a whole line.
fn whole(line: &str) -> Option<Found> {
    let start = line.len() - line.trim_start().len();
    let inner = line.trim();
    let range = start..start + inner.len();
    let lower = inner.to_ascii_lowercase();
    let tocs =
        ["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "{:toc}", "{{toc}}", "[[_toc_]]", "* toc"];
    if tocs.contains(&lower.as_str()) {
        return Some((range, Mark::with_fix(Foreign::Contents, "")));
    }
    let admonition = ["!!! ", "??? ", "???+ ", "!!!"].iter().find_map(|it| inner.strip_prefix(it));
    if let Some(rest) = admonition.filter(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))
    {
        let kind = rest.split([' ', '"']).next().unwrap_or_default();
        return Some((range, Mark::of(Foreign::Admonition(directive::elsewhere(kind)))));
    }
    let callout = inner.trim_start_matches(['>', ' ']).strip_prefix("[!")?;
    let (kind, rest) = callout.split_once(']')?;
    let is_known =
        ALERTS.contains(&kind.to_ascii_lowercase().as_str()) && !rest.starts_with(['-', '+']);
    (inner.starts_with('>') && !is_known)
        .then(|| (range, Mark::of(Foreign::Admonition(directive::elsewhere(kind)))))
}

/// Blanks out what stands between backticks, byte by byte.
fn without_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (at, part) in line.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        match at % 2 {
            1 => out.extend(std::iter::repeat_n(' ', part.len())),
            _ => out.push_str(part),
        }
    }
    out
}

/// Finds `![[图.png]]` and `[[页面|名字]]`.
fn embedded(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (open, close) in pairs(line, "[[", "]]") {
        let inner = &line[open + 2..close];
        let is_picture = line[..open].ends_with('!');
        let start = if is_picture { open - 1 } else { open };
        // `[[1]](a.md)` is a link with brackets in its name.
        if line[close + 2..].starts_with('(') || inner.trim().is_empty() {
            continue;
        }
        let mark = match is_picture {
            true => picture(inner),
            false => Mark::of(Foreign::WikiLink),
        };
        found.push((start..close + 2, mark));
    }
    found
}

fn picture(inner: &str) -> Mark {
    let path = inner.split(['|', '#']).next().unwrap_or_default().trim();
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let endings = ["png", "jpg", "jpeg", "gif", "webp", "svg", "mp4"];
    if !endings.contains(&ending.to_ascii_lowercase().as_str()) {
        return Mark::of(Foreign::Embedded);
    }
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let target = if path.contains(' ') { format!("<{path}>") } else { path.to_owned() };
    Mark::with_fix(Foreign::Embedded, &format!("![{name}]({target})"))
}

fn between(line: &str, open: &str, close: &str, foreign: Foreign) -> Vec<Found> {
    let found = pairs(line, open, close).into_iter();
    let found = found.filter(|(start, end)| !line[start + open.len()..*end].trim().is_empty());
    found.map(|(start, end)| (start..end + close.len(), Mark::of(foreign))).collect()
}

/// A remark stays one.
fn remark(line: &str) -> impl Fn(Found) -> Found + '_ {
    |(range, mark)| {
        let inner = line[range.start + 2..range.end - 2].trim();
        let right = format!("<!-- {inner} -->");
        (range, if inner.contains("--") { mark } else { Mark::with_fix(Foreign::Remark, &right) })
    }
}

fn pairs(line: &str, open: &str, close: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find(open).map(|it| at + it) {
        let inner = start + open.len();
        let Some(end) = line[inner..].find(close).map(|it| inner + it) else {
            break;
        };
        found.push((start, end));
        at = end + close.len();
    }
    found
}

/// Finds `{: .class}`, and `{.class}` behind a link or a picture.
fn attributes(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, end) in pairs(line, "{", "}") {
        let inner = &line[start + 1..end];
        let is_kramdown = inner.starts_with(':') && !inner.starts_with(":::");
        let is_behind = line[..start].ends_with([')', ']'])
            && (inner.starts_with(['.', '#']) || inner.contains('='));
        if is_kramdown || is_behind {
            found.push((start..end + 1, Mark::with_fix(Foreign::Attributes, "")));
        }
    }
    found
}

/// Finds `==标亮==`.
fn highlights(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, end) in pairs(line, "==", "==") {
        let inner = &line[start + 2..end];
        let is_good = !inner.is_empty()
            && inner.trim() == inner
            && !inner.contains('=')
            && !line[end + 2..].starts_with('=')
            && inner.chars().any(char::is_alphabetic);
        if is_good {
            let right = format!("**{inner}**");
            found.push((start..end + 2, Mark::with_fix(Foreign::Highlight, &right)));
        }
    }
    found
}

/// Finds `** 注意 **`: with blanks inside, stars are no marks.
fn stars(line: &str) -> Vec<Found> {
    let all: Vec<usize> = line.match_indices("**").map(|it| it.0).collect();
    let is_long = |at: usize| line[at..].starts_with("***") || line[..at].ends_with('*');
    if all.len() % 2 == 1 || all.iter().any(|at| is_long(*at)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for pair in all.chunks_exact(2) {
        let (start, end) = (pair[0], pair[1]);
        let inner = &line[start + 2..end];
        let words = inner.trim();
        let is_blank = |it: &char| matches!(it, ' ' | '\u{3000}' | '\u{a0}');
        let has_blank = inner.chars().next().filter(is_blank).is_some()
            || inner.chars().next_back().filter(is_blank).is_some();
        if has_blank && words.contains(char::is_alphanumeric) {
            let right = format!("**{words}**");
            found.push((start..end + 2, Mark::with_fix(Foreign::Loose, &right)));
        }
    }
    found
}

/// Finds `__注意__一下`: beside letters, bars are no marks.
fn bars(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, end) in pairs(line, "__", "__") {
        let inner = &line[start + 2..end];
        let beside = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let is_beside =
            beside(line[..start].chars().next_back()) || beside(line[end + 2..].chars().next());
        let is_good = !inner.contains('_')
            && !inner.is_ascii()
            && inner.trim() == inner
            && !inner.starts_with('《')
            && !inner.ends_with('》');
        if is_beside && is_good {
            found.push((start..end + 2, Mark::with_fix(Foreign::Loose, &format!("**{inner}**"))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::marks;

    fn fixed(line: &str) -> (usize, String) {
        let (found, mut text) = (marks(line), line.to_owned());
        for (range, mark) in found.iter().rev() {
            if let Some(right) = &mark.right {
                text.replace_range(range.clone(), right);
            }
        }
        (found.len(), text)
    }

    #[test]
    fn marks_of_other_programs_are_found() {
        for (wrong, right) in [
            ("[TOC]", ""),
            ("==标亮==的字", "**标亮**的字"),
            ("** 注意 **转账前", "**注意**转账前"),
            ("- **甲**和** 乙**", "- **甲**和**乙**"),
            ("__注意__一下", "**注意**一下"),
            ("![[图.png|300]]", "![图](图.png)"),
            ("![[图 片.png]]", "![图 片](<图 片.png>)"),
            ("见%%只给编辑看%%", "见<!-- 只给编辑看 -->"),
            ("[网](a.md){:target=\"_blank\"}", "[网](a.md)"),
            ("![图](a.png){width=50%}", "![图](a.png)"),
            ("见[[离婚|怎么离婚]]", "见[[离婚|怎么离婚]]"),
            ("年^[虚岁不算]才", "年^[虚岁不算]才"),
            ("!!! note \"说明\"", "!!! note \"说明\""),
            ("> [!faq]- 问", "> [!faq]- 问"),
            ("{{< video src=\"a.mp4\" >}}", "{{< video src=\"a.mp4\" >}}"),
            ("{% note info %}", "{% note info %}"),
        ] {
            assert_eq!(fixed(wrong), (1, right.to_owned()), "{wrong}");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for line in [
            "**甲** 和 **乙**",
            "1 == 1，2 == 2",
            "用 `==` 和 `{{<` 的人",
            "[[1]](a.md)",
            "> [!NOTE]",
            "增长 5%% 到 6%%",
            "***又粗又斜***",
            "**单个",
            "a__b__c",
            "__《民法典》__的规定",
            "========",
            "{某某}和{乙}",
            "## 小结 {#jie}",
            "脚注[^1]和[甲]",
            "!!!太好了",
            "| ** | ** |",
        ] {
            assert_eq!(marks(line).len(), 0, "{line}");
        }
    }
}
