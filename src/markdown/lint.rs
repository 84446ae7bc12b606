//! Content rules that one page alone can break: headings, link texts, alternative texts, long sentences.

use crate::{
    diag::Sink,
    document::{Document, Inline, plain_text},
    source::Span,
};

/// Sentences above this many characters get a notice.
const LONG_SENTENCE: usize = 110;

/// Words that say nothing about where a link leads.
const EMPTY_LINK_WORDS: [&str; 16] = [
    "点击这里",
    "点这里",
    "这里",
    "此处",
    "点此",
    "点击",
    "点击查看",
    "更多",
    "查看更多",
    "详情",
    "查看详情",
    "链接",
    "here",
    "click here",
    "more",
    "link",
];

/// Checks what only the whole page shows.
pub fn check(document: &Document, sink: &mut Sink) {
    let mut above = 1;
    for heading in &document.headings {
        if heading.level == 1 && heading.in_contents {
            let title = document.front_matter.title.as_deref().map(str::trim);
            match title == Some(plain_text(&heading.inlines).trim()) {
                true => sink.heading_repeats_title(heading.span),
                false => sink.heading_first_level(heading.span),
            }
        } else if heading.level > above + 1 {
            sink.heading_skipped(heading.span, above, heading.level);
        }
        if heading.inlines.is_empty() {
            sink.heading_empty(heading.span);
        }
        above = heading.level.max(2);
    }
}

/// Checks a paragraph: is it a heading in disguise, are its sentences too long.
pub fn paragraph(inlines: &[Inline], span: Span, sink: &mut Sink) {
    let text = plain_text(inlines);
    let length = text.chars().count();
    let is_bold = matches!(inlines, [Inline::Strong(_)]);
    let ends_open = !text
        .trim_end()
        .ends_with(['。', '！', '？', '；', '：', '…', '”', '）', '.', '!', '?', ':']);
    if length <= 30 && ends_open && (is_bold || is_numbered(&text)) && !text.contains('\n') {
        sink.heading_in_disguise(span);
    }
    let longest = text
        .split(['。', '！', '？', '；', '\n', '!', '?'])
        .map(|it| it.chars().count())
        .max()
        .unwrap_or(0);
    if longest > LONG_SENTENCE {
        sink.sentence_long(span, longest);
    }
}

fn is_numbered(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|it| "一二三四五六七八九十".contains(it))
        && chars.next().is_some_and(|it| it == '、' || it == '．')
}

/// Checks the words of a link.
pub fn link(words: &str, url: &str, span: Span, sink: &mut Sink) {
    let trimmed = words.trim().trim_end_matches(['>', '»', '→', '。']).trim();
    if trimmed.is_empty() {
        sink.link_empty(span);
    } else if EMPTY_LINK_WORDS.contains(&trimmed.to_lowercase().as_str()) {
        sink.link_says_nothing(span, trimmed);
    } else if trimmed == url && url.contains("://") {
        sink.link_bare(span, url);
    }
}

/// Checks a picture's alternative text.
pub fn alt(alt: &str, url: &str, span: Span, sink: &mut Sink) {
    let file = url.rsplit('/').next().unwrap_or(url);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if alt.is_empty() {
        sink.alt_missing(span, url);
    } else if alt == file || alt == stem || matches!(alt, "图片" | "image" | "图" | "截图" | "照片")
    {
        sink.alt_is_no_text(span, alt);
    }
}
