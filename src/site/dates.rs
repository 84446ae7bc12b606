//! Whether a page is shown on the day of the build.

use crate::{
    document::{Date, FrontMatter},
    site::Fate,
    source::{FileId, Span},
};

/// Where a page stands between draft and expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Shown.
    Published,
    /// 草稿.
    Draft,
    /// Not before this day.
    Scheduled(Date),
    /// Not since this day.
    Expired(Date),
}

impl Status {
    /// Returns what becomes of such a page outside a preview; nothing for one that is shown.
    pub(crate) fn fate(self) -> Option<Fate> {
        match self {
            Self::Published => None,
            Self::Draft => Some(Fate::Draft),
            Self::Scheduled(day) => Some(Fate::Scheduled(day)),
            Self::Expired(day) => Some(Fate::Expired(day)),
        }
    }
}

/// Returns where the key is written by which a text has this status; its file when none is.
pub(crate) fn written(status: Status, front_matter: &FrontMatter, file: FileId) -> Span {
    let keys: &[&str] = match status {
        Status::Published => &[],
        Status::Draft => &["draft"],
        Status::Scheduled(_) => &["publish", "date"],
        Status::Expired(_) => &["expires"],
    };
    let written = keys.iter().find_map(|key| front_matter.spans.get(key));
    written.unwrap_or(Span::file(file))
}

/// Judges a page on the day of the build.
pub fn status(front_matter: &FrontMatter, now: Date) -> Status {
    if front_matter.draft {
        return Status::Draft;
    }
    if let Some(day) = front_matter.expires.filter(|day| *day <= now) {
        return Status::Expired(day);
    }
    let starts = front_matter.publish.or(front_matter.date);
    match starts.filter(|day| *day > now) {
        Some(day) => Status::Scheduled(day),
        None => Status::Published,
    }
}
