//! Text as editors have it → lines of a statute: marks of Markdown, contents lists and stray characters taken away.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::law::statute::{
    build::{Fault, FaultKind},
    line::{self, Line, is_blank, squash},
};

/// Splits a text into trimmed lines; `base` is where it starts in its source.
pub fn lines(text: &str, base: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut comment) = (base, false);
    for raw in text.split('\n') {
        let range = at..at + raw.len();
        at += raw.len() + 1;
        let mut plain = raw.trim_matches(is_blank);
        // LawRefBook closes its own head with <!-- INFO END -->.
        if comment || plain.starts_with("<!--") {
            comment = !plain.contains("-->");
            continue;
        }
        plain = plain.trim_start_matches(['>', ' ']);
        let heading = plain.starts_with('#');
        let words = tidy(plain.trim_start_matches('#').trim_matches(is_blank));
        if !words.is_empty() {
            lines.push(Line { text: words, range, heading });
        }
    }
    lines
}

/// Brings one paragraph to NFC without invisible characters and marks for bold.
pub fn tidy(text: &str) -> String {
    let visible =
        |it: &char| !matches!(it, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' | '\u{ad}');
    // Nearly every paragraph is as it should be, and looking is much cheaper than composing.
    let plain = is_nfc_quick(text.chars()) == IsNormalized::Yes
        && text.chars().all(|it| visible(&it))
        && !text.contains("**");
    if plain {
        return text.trim_matches(is_blank).to_owned();
    }
    let text: String = text.replace("**", "").chars().filter(visible).nfc().collect();
    text.trim_matches(is_blank).to_owned()
}

/// Cuts the contents list out of `lines` and reports chapters of it that the text lacks.
pub(crate) fn take_contents(lines: &mut Vec<Line>) -> Vec<Fault> {
    // Behind title, note and an announcement; a 目录 in the text itself stands further down.
    let Some(start) = lines.iter().take(60).position(|it| squash(&it.text) == "目录") else {
        return Vec::new();
    };
    let Some(first) = lines.get(start + 1).map(|it| squash(&it.text)) else {
        return Vec::new();
    };
    // The list ends where its first line comes again as a heading: 总　则 of one is 总则 of the other.
    let again =
        lines[start + 2..].iter().position(|it| squash(&it.text) == first).map(|at| start + 2 + at);
    let end = again.unwrap_or_else(|| {
        let article = lines[start..].iter().position(|it| line::article(&it.text).is_some());
        start + article.unwrap_or(1)
    });
    let listed: Vec<Line> = lines.drain(start..end).skip(1).collect();
    let present: Vec<String> = lines[start..].iter().map(|it| squash(&it.text)).collect();
    let missing = listed.iter().filter(|it| {
        line::heading(it).is_some()
            && !present.iter().any(|line| line.starts_with(&squash(&it.text)))
    });
    missing
        .map(|it| Fault { range: it.range.clone(), kind: FaultKind::MissingPart(it.text.clone()) })
        .collect()
}
