//! The order of pages in a list.

use std::cmp::{Ordering, Reverse};

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use crate::{document::FrontMatter, site::Page};

/// How a section sorts its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
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

/// Compares Chinese text by pinyin, Latin by letters.
pub struct Pinyin(Option<CollatorBorrowed<'static>>);

impl Pinyin {
    /// Loads the order of pinyin (CLDR).
    pub fn new() -> Self {
        Self(Collator::try_new(locale!("zh-u-co-pinyin").into(), CollatorOptions::default()).ok())
    }

    /// Compares two titles.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        match &self.0 {
            Some(collator) => collator.compare(a, b),
            None => a.cmp(b),
        }
    }
}

/// Sorts entries of a list; `page` and `front_matter` tell of an entry what it is sorted by.
pub fn sort<'a, T: Copy>(
    list: &mut [T],
    sort: Sort,
    facts: impl Fn(T) -> (&'a Page, &'a FrontMatter),
) {
    match sort {
        Sort::Date => list.sort_by_cached_key(|it| {
            let (page, front_matter) = facts(*it);
            (
                front_matter.weight.unwrap_or(i64::MAX),
                Reverse(page.date),
                page.permalink.clone(),
            )
        }),
        Sort::Weight => {
            let pinyin = Pinyin::new();
            list.sort_by(|a, b| {
                let ((a, a_front), (b, b_front)) = (facts(*a), facts(*b));
                let weight = |it: &FrontMatter| it.weight.unwrap_or(i64::MAX);
                weight(a_front)
                    .cmp(&weight(b_front))
                    .then_with(|| pinyin.compare(&a.title, &b.title))
            });
        }
        Sort::Title => {
            let pinyin = Pinyin::new();
            list.sort_by(|a, b| pinyin.compare(&facts(*a).0.title, &facts(*b).0.title));
        }
    }
}
