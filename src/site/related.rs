//! Pages on the same matters.

use std::cmp::Reverse;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::site::{Page, PageId, Taxonomy};

/// How many related pages a page names.
const COUNT: usize = 4;

/// Of a term with many pages only the newest are considered, so that the work grows with the site and not with its square.
const CANDIDATES: usize = 120;

/// Finds, for each page, the pages that share most of its rarer terms.
pub fn find(pages: &[Page], taxonomies: &[Taxonomy]) -> Vec<Vec<PageId>> {
    (0..pages.len())
        .into_par_iter()
        .map_init(
            || vec![0; pages.len()],
            |scores, index| of_page(PageId::new(index), pages, taxonomies, scores),
        )
        .collect()
}

/// `scores` holds a number for each page, all 0 before and after.
fn of_page(id: PageId, pages: &[Page], taxonomies: &[Taxonomy], scores: &mut [u32]) -> Vec<PageId> {
    let page = &pages[id.index()];
    let mut found: Vec<PageId> = Vec::new();
    for (taxonomy, terms) in taxonomies.iter().zip(&page.terms) {
        for term in terms {
            let others = &taxonomy.terms[*term].pages;
            // A term that few pages share says more; whole numbers keep the order the same on every machine.
            let worth = 10_000 / u32::try_from(others.len() + 3).unwrap_or(u32::MAX);
            for other in others.iter().take(CANDIDATES).filter(|other| **other != id) {
                let score = &mut scores[other.index()];
                if *score == 0 {
                    found.push(*other);
                }
                *score += worth.max(1);
            }
        }
    }
    let best = best(&found, |other| {
        let it = &pages[other.index()];
        (scores[other.index()], it.section == page.section, it.date)
    });
    for other in found {
        scores[other.index()] = 0;
    }
    best
}

/// Returns the [`COUNT`] entries of greatest rank, the greatest first; of equal ones the first pages of the site.
fn best<R: Ord>(found: &[PageId], rank: impl Fn(PageId) -> R) -> Vec<PageId> {
    let mut best: Vec<(Reverse<R>, PageId)> = Vec::with_capacity(COUNT + 1);
    for other in found {
        let entry = (Reverse(rank(*other)), *other);
        if best.len() == COUNT && best.last().is_some_and(|last| entry > *last) {
            continue;
        }
        let at = best.partition_point(|it| *it < entry);
        best.insert(at, entry);
        best.truncate(COUNT);
    }
    best.into_iter().map(|(_, page)| page).collect()
}
