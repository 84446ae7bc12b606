//! What `list` says: the heading of each kind of page.

use crate::diag::Text;

/// Pages marked 草稿.
pub fn drafts(count: usize) -> Text {
    heading("草稿", "drafts", count)
}

/// Pages that are not published yet.
pub(crate) fn scheduled(count: usize) -> Text {
    heading("定时发布，还没到日子", "scheduled, not published yet", count)
}

/// Pages that are not published any more.
pub(crate) fn expired(count: usize) -> Text {
    heading("已到期，不再发布", "expired, not published any more", count)
}

/// Pages whose law has not been checked for long.
pub(crate) fn due(count: usize) -> Text {
    heading(
        "该核对法律了（上次核对或发布的日子）",
        "the law is due for review (day of the last)",
        count,
    )
}

/// Pages whose law is to be checked within a month.
pub(crate) fn soon(count: usize) -> Text {
    heading(
        "一个月内要核对法律（到这一天为止）",
        "the law is due for review within a month (last day)",
        count,
    )
}

/// All that is published.
pub fn published(count: usize) -> Text {
    heading("已发布", "published", count)
}

/// Nothing to list.
pub fn nothing() -> Text {
    Text::new(
        "没有草稿，没有定时或到期的网页，也没有该核对的",
        "no drafts, nothing scheduled, expired or due for review",
    )
}

/// Nothing to check.
pub fn nothing_due() -> Text {
    Text::new(
        "从现在到下个月，没有要核对的网页",
        "no page is due for review from now until a month from now",
    )
}

fn heading(zh: &str, en: &str, count: usize) -> Text {
    Text::new(format!("{zh}：{count} 篇"), format!("{en}: {count}"))
}
