//! The order of pages in a list.

use std::cmp::Reverse;

use crate::{document::FrontMatter, pinyin::Pinyin, site::Page};

/// How a section sorts its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Newest first; weights, where given, come before everything.
    Date,
    /// Smallest weight first, then by title.
    Weight,
    /// By pinyin.
    Title,
}

/// Reads `sort`.
pub fn parse(word: &str) -> Option<Sort> {
    match word {
        "date" | "日期" => Some(Sort::Date),
        "weight" | "权重" => Some(Sort::Weight),
        "title" | "标题" | "拼音" => Some(Sort::Title),
        _ => None,
    }
}

/// Sorts entries of a list; `facts` tells of an entry what it is sorted by.
pub fn sort<'a, T: Copy>(
    list: &mut [T],
    sort: Sort,
    pinyin: &Pinyin,
    facts: impl Fn(T) -> (&'a Page, &'a FrontMatter),
) {
    match sort {
        Sort::Date => list.sort_by_cached_key(|it| {
            let (page, front_matter) = facts(*it);
            (front_matter.weight.unwrap_or(i64::MAX), Reverse(page.date), page.permalink.clone())
        }),
        Sort::Weight => list.sort_by_cached_key(|it| {
            let (page, front_matter) = facts(*it);
            (front_matter.weight.unwrap_or(i64::MAX), pinyin.sort_key(&page.title))
        }),
        Sort::Title => list.sort_by_cached_key(|it| pinyin.sort_key(&facts(*it).0.title)),
    }
}
