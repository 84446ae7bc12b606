//! 核对: whether the law on a page was checked, by whom, and when that is due again.

use jiff::{Span as Term, ToSpan};

use crate::{
    config::Config,
    diag::{Sink, messages::review::Lack},
    document::{Date, FrontMatter, Outline},
    source::Span,
};

/// Returns the last day of the term after which the law on a page is to be checked again.
pub fn review_until(front_matter: &FrontMatter, column: &str, config: &Config) -> Option<Date> {
    let months =
        config.column(column).and_then(|it| it.review_months).unwrap_or(config.review_months);
    let day = front_matter.reviewed.or(front_matter.updated).or(front_matter.date)?;
    let term: Term = i64::from(months).months();
    day.checked_add(term).ok()
}

/// Checks what a page says about its own check.
pub(crate) fn check(config: &Config, column: &str, page: &Outline, sink: &mut Sink) {
    let front = &page.front_matter;
    let span = |key| front.spans.get(key).unwrap_or(Span::file(page.source));
    // A day to come would hide that the law has changed since.
    if let Some(day) = front.reviewed.filter(|it| *it > config.now) {
        sink.review_to_come(span("reviewed"), day, config.now);
    }
    let rules = config.column(column).filter(|_| !front.is_unread && !front.draft);
    let lack = rules.filter(|it| it.two_people).and_then(|_| lack(front));
    if let Some(lack) = lack {
        let key = if matches!(lack, Lack::Other) { "reviewers" } else { "" };
        sink.review_lacks(span(key), column, lack);
    }
}

/// Returns what is missing where somebody else than the author has to check.
fn lack(front: &FrontMatter) -> Option<Lack> {
    let is_author = |name: &String| front.authors.iter().any(|it| bare(it) == bare(name));
    if front.reviewers.is_empty() {
        Some(Lack::Reviewer)
    } else if front.authors.is_empty() {
        Some(Lack::Author)
    } else if front.reviewers.iter().all(is_author) {
        Some(Lack::Other)
    } else if front.reviewed.is_none() {
        Some(Lack::Day)
    } else {
        None
    }
}

/// A name without the blanks that some set into names of two characters: 张　敏.
fn bare(name: &str) -> String {
    name.chars().filter(|it| !it.is_whitespace()).collect()
}
