//! Every sentence we say to an editor, Chinese and English, one file an area.
//!
//! What is a diagnostic is a method of [`crate::diag::Sink`], so that `rg 'sink\.'` finds every place that reports something;
//! what commands say besides, a function of [`command`].

pub mod alias;
mod captions;
mod cli;
pub(crate) mod command;
mod config;
mod data;
mod directive;
mod font;
pub mod foreign;
pub mod front_matter;
pub mod front_matter_key;
pub mod grammar;
mod law;
pub mod leaflet;
pub mod link;
mod markdown;
mod media;
mod publish;
pub mod record;
pub mod registry;
pub mod review;
mod search;
pub mod settings;
pub mod site;
mod source;
mod statute;
pub mod theme;
mod video;

use std::borrow::Cow;

use crate::{
    diag::{Diagnostic, Text},
    source::Span,
};

/// Starts an error from its sentence in both languages.
fn error(
    code: &'static str,
    span: impl Into<Option<Span>>,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(code, span, Text::new(zh, en))
}

/// Starts a warning.
fn warning(
    code: &'static str,
    span: impl Into<Option<Span>>,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Diagnostic {
    Diagnostic::warning(code, span, Text::new(zh, en))
}

/// Starts a notice.
fn notice(
    code: &'static str,
    span: impl Into<Option<Span>>,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Diagnostic {
    Diagnostic::notice(code, span, Text::new(zh, en))
}

/// Longest value that a message repeats, in characters.
const LONGEST_VALUE: usize = 80;

/// Returns what was written, or its beginning: some values fill a screen.
pub fn cut(written: &str) -> Cow<'_, str> {
    match written.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &written[..end]).into(),
        None => written.into(),
    }
}

/// Returns the words for messages of the same kind that were only counted.
pub fn more_of_the_kind(count: usize) -> Text {
    Text::new(
        format!("这个文件里同样的问题还有 {count} 处，没有一一列出"),
        format!("{count} more of this kind in the file are not listed"),
    )
}

/// Returns the candidate that a mistyped `word` most likely means, if one is near enough.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let limit = (word.len() / 3).max(1) + 1;
    let scored = candidates
        .into_iter()
        .filter(|it| it.chars().count().abs_diff(word.len()) <= limit.min(12))
        .map(|it| (distance(&word, it), it));
    scored
        .filter(|(far, it)| *far <= limit && *far < it.chars().count().max(2))
        .min_by_key(|(far, _)| *far)
        .map(|(_, it)| it)
}

/// Returns the candidate that differs from a mistyped `word` in a letter, or two of a long word.
pub(crate) fn near<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    let limit = if letters.len() >= 6 { 2 } else { 1 };
    nearest(word, candidates).filter(|it| distance(&letters, it) <= limit)
}

/// Counts the insertions, deletions, changes and swaps of neighbours between two words.
fn distance(word: &[char], other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    if word.len() > 200 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = vec![0; other.len() + 1];
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=word.len() {
        let mut row = vec![i; other.len() + 1];
        for j in 1..=other.len() {
            let change = usize::from(word[i - 1] != other[j - 1]);
            row[j] = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + change);
            if i > 1 && j > 1 && word[i - 1] == other[j - 2] && word[i - 2] == other[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word() {
        let known = ["title", "date", "标题", "日期", "人身安全保护令"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("标提", known), Some("标题"));
        assert_eq!(nearest("人生安全保护令", known), Some("人身安全保护令"));
        assert_eq!(nearest("colour", known), None);
    }
}
