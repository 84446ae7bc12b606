//! Diagnostics → text: for people, for programs (JSON lines), for GitHub's annotations.

use std::{fmt::Write, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use crate::{
    diag::{Diagnostic, Lang, Severity, Text, messages},
    source::{Sources, Span},
};

/// Above this many messages the human format only counts the rest.
const MOST_SHOWN: usize = 200;

/// Above this many bytes the lines of a message are not shown: a file without line ends would fill the screen.
const LONGEST_EXCERPT: usize = 4_000;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With excerpts, for people.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// A place as people count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Path from the site's root.
    pub path: String,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 when the whole file is meant.
    pub column: usize,
}

/// Sorts messages by file and place, errors of the run as a whole first, and drops repeated ones.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by_cached_key(|it| {
        let path = it.span.and_then(|span| sources.path(span.file)).unwrap_or_default().to_owned();
        (path, it.span.map(|span| (span.start, span.end)), it.severity, it.code, it.message.clone())
    });
    diagnostics.dedup();
}

/// Writes all messages in the given format, sorted as they come.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    lang: Lang,
    color: Color,
) -> String {
    match format {
        Format::Human => human(diagnostics, sources, lang, color),
        Format::Json => diagnostics.iter().map(|it| json_line(it, sources)).collect(),
        Format::Github => diagnostics.iter().map(|it| github_line(it, sources, lang)).collect(),
    }
}

/// Returns the messages that are not only counted.
pub fn shown(diagnostics: &[Diagnostic], format: Format) -> &[Diagnostic] {
    match format {
        Format::Human => &diagnostics[..diagnostics.len().min(MOST_SHOWN)],
        Format::Json | Format::Github => diagnostics,
    }
}

/// Whether escape codes for colours are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Plain text.
    Never,
    /// For a terminal.
    Ansi,
}

/// Returns where a span starts, as people count.
pub fn position(span: Span, sources: &Sources) -> Position {
    let path = sources.path(span.file).unwrap_or("?").to_owned();
    let text =
        sources.text(span.file).filter(|_| !span.is_file()).map(|source| source.text.as_str());
    let Some(text) = text else {
        return Position { path, line: 0, column: 0 };
    };
    let before = &text[..floor(text, span.start as usize)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        path,
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Returns the word for a severity.
pub fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Notice, Lang::Zh) => "提醒",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Notice, Lang::En) => "notice",
    }
}

fn human(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, color: Color) -> String {
    let renderer = match color {
        Color::Never => Renderer::plain(),
        Color::Ansi => Renderer::styled(),
    };
    let mut out = String::new();
    for diagnostic in shown(diagnostics, Format::Human) {
        out.push_str(&renderer.render(&groups(diagnostic, sources, lang)));
        out.push_str("\n\n");
    }
    let more: usize = diagnostics.iter().skip(MOST_SHOWN).map(|it| 1 + it.more).sum();
    if more > 0 {
        out.push_str(&match lang {
            Lang::Zh => format!("……还有 {more} 条没有显示\n\n"),
            Lang::En => format!("… and {more} more\n\n"),
        });
    }
    out
}

fn groups<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, lang: Lang) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE,
    };
    let level = level.with_name(severity_name(diagnostic.severity, lang));
    let title = level.primary_title(diagnostic.message.get(lang)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(span) = diagnostic.span {
        group = excerpt(group, span, diagnostic.label.as_ref().map(|it| it.get(lang)), sources);
    }
    if let Some(more) = more(diagnostic) {
        let name = severity_name(Severity::Notice, lang);
        let text = more.get(lang).to_owned();
        group = group.element(Level::NOTE.with_name(name).message(text));
    }
    let hint_name = match lang {
        Lang::Zh => "提示",
        Lang::En => "help",
    };
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name(hint_name).message(hint.get(lang)));
    }
    let mut groups = vec![group];
    for (span, text) in &diagnostic.related {
        let title = Level::NOTE
            .with_name(severity_name(Severity::Notice, lang))
            .secondary_title(text.get(lang));
        groups.push(excerpt(Group::with_title(title), *span, None, sources));
    }
    groups
}

/// Returns the sentence about messages like this one that were only counted.
fn more(diagnostic: &Diagnostic) -> Option<Text> {
    (diagnostic.more > 0).then(|| messages::more_of_the_kind(diagnostic.more))
}

fn excerpt<'a>(
    group: Group<'a>,
    span: Span,
    label: Option<&'a str>,
    sources: &'a Sources,
) -> Group<'a> {
    let path = sources.path(span.file).unwrap_or("?");
    let source = sources.text(span.file).filter(|_| !span.is_file());
    let Some(source) = source else {
        return group.element(Origin::path(path));
    };
    let (window, first_line, inside) = window(&source.text, span);
    if window.len() > LONGEST_EXCERPT {
        let column = window[..inside.start].chars().count() + 1;
        return group.element(Origin::path(path).line(first_line).char_column(column));
    }
    group.element(
        Snippet::source(window)
            .path(path)
            .line_start(first_line)
            .annotation(AnnotationKind::Primary.span(inside).label(label)),
    )
}

/// Returns the lines that a span touches, the number of the first, and the span inside them.
///
/// Only these lines are handed to the printer, so that many messages about one long page stay cheap.
fn window(text: &str, span: Span) -> (&str, usize, Range<usize>) {
    let start = floor(text, span.start as usize);
    let end = floor(text, (span.end as usize).max(start));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let line = text[..line_start].matches('\n').count() + 1;
    (&text[line_start..line_end], line, start - line_start..end - line_start)
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// Returns one message as JSON, for programs and for the page shown by `serve`.
pub fn to_json(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    let place = diagnostic.span.map(|span| position(span, sources));
    let excerpt = diagnostic.span.filter(|span| !span.is_file()).and_then(|span| {
        let (window, ..) = window(&sources.text(span.file)?.text, span);
        Some(window.chars().take(400).collect::<String>())
    });
    let hints = diagnostic.hints.iter().cloned().chain(more(diagnostic));
    json!({
        "severity": severity_name(diagnostic.severity, Lang::En),
        "code": diagnostic.code,
        "file": place.as_ref().map(|it| &it.path),
        "line": place.as_ref().map(|it| it.line),
        "column": place.as_ref().map(|it| it.column),
        "excerpt": excerpt,
        "message": { "zh": diagnostic.message.zh, "en": diagnostic.message.en },
        "label": diagnostic.label.as_ref().map(|it| json!({ "zh": it.zh, "en": it.en })),
        "hints": hints.map(|it| json!({ "zh": it.zh, "en": it.en })).collect::<Vec<_>>(),
        "more": diagnostic.more,
    })
}

fn json_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut line = to_json(diagnostic, sources).to_string();
    line.push('\n');
    line
}

fn github_line(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let mut line = format!("::{} ", severity_name(diagnostic.severity, Lang::En));
    if let Some(span) = diagnostic.span {
        let place = position(span, sources);
        let _ = write!(line, "file={},", property(&place.path));
        if place.line > 0 {
            let _ = write!(line, "line={},col={},", place.line, place.column);
        }
    }
    let mut message = diagnostic.message.get(lang).to_owned();
    for hint in diagnostic.hints.iter().chain(&more(diagnostic)) {
        message.push('\n');
        message.push_str(hint.get(lang));
    }
    let _ = writeln!(line, "title={}::{}", property(diagnostic.code), escape(&message));
    line
}
