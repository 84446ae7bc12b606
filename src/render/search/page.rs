//! What the index reads of a page.

use crate::document::Date;

/// The words of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// From the site's root, without a leading slash, as links are written.
    pub url: String,
    /// As shown.
    pub title: String,
    /// Index into the list of sections.
    pub section: usize,
    /// Shown beside the title.
    pub date: Option<Date>,
    /// The text, cut at headings.
    pub parts: Vec<SearchPart>,
}

/// The text from one heading to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPart {
    /// Id of the heading; empty before the first.
    pub anchor: String,
    /// Words of the heading.
    pub heading: String,
    /// Plain text; blocks are parted by `\n`.
    pub text: String,
}
