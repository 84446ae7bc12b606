//! Lists of pages cut into parts: `…/page/2/`.

use std::sync::Arc;

use minijinja::{Value, context};

use crate::{
    render::html::{context::Card, place::Place},
    site::{PageId, Permalink, Site},
};

/// One part of a list.
pub struct Part<'a> {
    /// Its address.
    pub permalink: Permalink,
    /// Counted from 1.
    pub number: usize,
    /// How many parts there are.
    pub count: usize,
    /// Its pages.
    pub pages: &'a [PageId],
}

/// Returns into how many parts of `size` a list is cut. There is always a first part, even an empty one.
pub fn count(pages: &[PageId], size: usize) -> usize {
    pages.len().div_ceil(size).max(1)
}

/// Returns part `number`, counted from 1, of a list whose first part is at `first`.
pub fn part<'a>(first: &Permalink, pages: &'a [PageId], size: usize, number: usize) -> Part<'a> {
    let start = (number - 1) * size;
    Part {
        permalink: address(first, number),
        number,
        count: count(pages, size),
        pages: &pages[start.min(pages.len())..(start + size).min(pages.len())],
    }
}

/// Returns the address of part `number` of a list.
pub fn address(first: &Permalink, number: usize) -> Permalink {
    if number == 1 { first.clone() } else { first.join(&format!("page/{number}")) }
}

/// Returns the cards of a part.
pub(crate) fn cards(place: &Arc<Place>, pages: &[PageId]) -> Value {
    Value::from(pages.iter().map(|id| Card::value(place, *id)).collect::<Vec<_>>())
}

/// Returns `paginator` of the templates; none for a list in one part.
pub(crate) fn paginator(place: &Place, first: &Permalink, part: &Part<'_>) -> Value {
    if part.count < 2 {
        return Value::from(());
    }
    let url = |number: usize| place.url(address(first, number).as_str());
    let near =
        |number: &usize| *number == 1 || *number == part.count || number.abs_diff(part.number) <= 2;
    let pages: Vec<Value> = (1..=part.count)
        .filter(near)
        .map(|number| context! { number, url => url(number), current => number == part.number })
        .collect();
    context! {
        number => part.number, count => part.count, first_url => url(1), last_url => url(part.count),
        previous_url => (part.number > 1).then(|| url(part.number - 1)),
        next_url => (part.number < part.count).then(|| url(part.number + 1)),
        pages,
    }
}

/// Returns the pages that are web pages.
pub fn shown(site: &Site, pages: &[PageId]) -> Vec<PageId> {
    let shown = pages.iter().copied();
    shown.filter(|id| site.page(*id).has_html).collect()
}
