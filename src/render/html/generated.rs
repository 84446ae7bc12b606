//! Every page of [`crate::site::generated`] → how it is made.

use std::sync::Arc;

use crate::{
    render::html::{
        Planned,
        archive::{self, Years},
        law,
        place::Shared,
        special, terms,
    },
    site::generated::{GeneratedKind, GeneratedPage},
};

/// Plans every generated page; of a list in parts, all parts.
pub fn pages(shared: &Shared) -> Vec<Planned> {
    let site = &shared.site;
    let years = Arc::new(archive::years(site, site.page_ids()));
    let pages = shared.generated.pages().iter();
    pages.flat_map(|it| plan(shared, it, &years)).collect()
}

fn plan(shared: &Shared, page: &GeneratedPage, years: &Arc<Years>) -> Vec<Planned> {
    let at = &page.permalink;
    let planned = match &page.kind {
        GeneratedKind::Missing => Planned::new(at.output(), None, special::missing),
        GeneratedKind::Search | GeneratedKind::Exit => {
            let kind = page.kind.clone();
            Planned::new(at.output(), None, move |renderer, sink| {
                special::simple(renderer, &kind, sink)
            })
        }
        GeneratedKind::Downloads => Planned::new(at.output(), None, special::downloads),
        GeneratedKind::Stations => Planned::new(at.output(), None, special::stations),
        GeneratedKind::Station(index) => {
            let index = *index;
            Planned::new(at.output(), None, move |renderer, sink| {
                special::station(renderer, index, sink)
            })
        }
        GeneratedKind::Videos => Planned::new(at.output(), None, special::videos),
        GeneratedKind::Archive => archive::plan(at, None, years),
        GeneratedKind::Year(year) => archive::plan(at, Some(*year), years),
        GeneratedKind::Taxonomy(index) => terms::plan(at, *index),
        GeneratedKind::Term(taxonomy, term) => {
            return terms::plan_term(&shared.site, *taxonomy, *term);
        }
        GeneratedKind::Laws => Planned::new(at.output(), None, law::pages::all),
        GeneratedKind::Law(key, version) => law::pages::plan(shared, at, key, *version),
        GeneratedKind::Comparison(key, pair) => law::pages::plan_comparison(at, key, *pair),
        // Made beside the pages.
        GeneratedKind::Feed(_) | GeneratedKind::Sitemap => return Vec::new(),
    };
    vec![planned]
}
