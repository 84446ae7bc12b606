//! What nobody has written yet: the text of a new page as `pufa new` makes it, a summary that says nothing.

use crate::{
    diag::Sink,
    document::{Document, FrontMatter},
    source::Source,
};

/// The summary of a new page.
pub const SUMMARY: &str = "一两句话，说清这一页讲什么、谁用得上，四十到一百个字";

/// 大白话 of a new page.
pub const PLAIN: &str = "用最简单的话，三句说完：能不能、怎么办、找谁。";

/// The first heading of a new page.
pub const HEADING: &str = "第一个小标题";

/// The text below it.
pub const TEXT: &str = "从这里写起。";

/// 下一步 of a new page.
pub const NEXT: &str = "看完以后做什么。";

/// Summaries of fewer letters say nothing.
const LEAST_SUMMARY: usize = 3;

/// Words that only hold the place of a summary.
const PLACEHOLDERS: [&str; 9] =
    ["待补", "待补充", "待写", "待定", "暂无", "暂无摘要", "摘要", "todo", "xxx"];

/// Tells of text that is still that of a new page. A draft may hold it.
pub fn check(source: &Source, document: &Document, body_start: usize, sink: &mut Sink) {
    let front = &document.front_matter;
    if front.draft {
        return;
    }
    summary(source, front, sink);
    let body = &source.text[body_start..];
    for text in [PLAIN, HEADING, TEXT, NEXT] {
        let mut lines = body.split_inclusive('\n').scan(body_start, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start + (line.len() - line.trim_start().len()), line))
        });
        let is_it = |line: &str| line.trim().trim_start_matches(['#', ' ']) == text;
        if let Some((at, line)) = lines.find(|(_, line)| is_it(line)) {
            sink.content_scaffold(source.span(at..at + line.trim().len()), text);
        }
    }
}

fn summary(source: &Source, front: &FrontMatter, sink: &mut Sink) {
    let (Some(summary), Some(span)) = (&front.summary, front.spans.get("summary")) else {
        return;
    };
    if summary == SUMMARY {
        sink.content_scaffold(span, SUMMARY);
        return;
    }
    let letters = summary.chars().filter(|it| it.is_alphanumeric()).count();
    let bare = summary.trim_end_matches(['。', '.', '…', '!', '！']).to_lowercase();
    let is_title = front.title.as_ref() == Some(summary) && source.text.len() > span.range().end;
    if letters < LEAST_SUMMARY || PLACEHOLDERS.contains(&bare.as_str()) || is_title {
        sink.summary_says_nothing(span, summary);
    }
}
