//! Pages on the same matters.

use std::collections::BTreeMap;

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
        .map(|index| of_page(PageId::new(index), pages, taxonomies))
        .collect()
}

fn of_page(id: PageId, pages: &[Page], taxonomies: &[Taxonomy]) -> Vec<PageId> {
    let page = &pages[id.index()];
    let mut scores: BTreeMap<PageId, u32> = BTreeMap::new();
    for (taxonomy, terms) in taxonomies.iter().zip(&page.terms) {
        for term in terms {
            let others = &taxonomy.terms[*term].pages;
            // A term that few pages share says more; whole numbers keep the order the same on every machine.
            let worth = 10_000 / u32::try_from(others.len() + 3).unwrap_or(u32::MAX);
            for other in others.iter().take(CANDIDATES).filter(|other| **other != id) {
                *scores.entry(*other).or_default() += worth;
            }
        }
    }
    let mut ranked: Vec<_> = scores.into_iter().collect();
    ranked.sort_by_key(|(other, score)| {
        let same = pages[other.index()].section == page.section;
        (
            std::cmp::Reverse((*score, same, pages[other.index()].date)),
            *other,
        )
    });
    ranked.truncate(COUNT);
    ranked.into_iter().map(|(other, _)| other).collect()
}
