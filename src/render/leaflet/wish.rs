//! Which leaflet or page somebody means: a station's wish, a handbook's column, a path on the command line.

use crate::{
    diag::Sink,
    render::leaflet::{
        format::{Format, Named},
        plan::{Leaflets, Offer, Task},
        settings,
    },
    site::{PageId, Site},
};

/// Pages of a handbook, in the order of their section.
pub fn chapters(site: &Site, book: &settings::Handbook) -> Vec<PageId> {
    if let Some(column) = &book.column {
        let section = site.sections.iter().find(|it| it.path == *column);
        return section.map(|it| it.pages.clone()).unwrap_or_default();
    }
    let tagged = |id: &PageId| {
        let terms = site
            .front_matter(site.page(*id))
            .taxonomies
            .values()
            .flatten();
        terms
            .into_iter()
            .any(|it| Some(&it.name) == book.tag.as_ref())
    };
    site.page_ids().filter(tagged).collect()
}

/// Finds the offer that a station's wish means.
pub fn wished<'o>(offers: &'o [Offer], site: &Site, written: &str) -> Option<&'o Offer> {
    let (page, format) = parts(written);
    offers.iter().find(|offer| match offer.page {
        Some(id) => means(site, id, page) && format.is_none_or(|it| it == offer.format),
        None => offer.path == format!("leaflets/handbook-{page}.pdf"),
    })
}

/// Splits `rights/a:trifold` into the page as written and the format.
fn parts(written: &str) -> (&str, Option<Format>) {
    let (page, format) = written.rsplit_once(':').unwrap_or((written, ""));
    let page = page.trim().trim_start_matches("@/");
    (page.trim_matches('/'), Format::parse(format))
}

/// Tells whether `written` is the path of a page's source or its address.
fn means(site: &Site, id: PageId, written: &str) -> bool {
    let bare = |path: &str| -> String {
        let path = path.trim_start_matches("content/").trim_end_matches(".md");
        path.trim_end_matches("/index").to_owned()
    };
    let page = site.page(id);
    bare(site.path(page.document)) == bare(written)
        || page.permalink.as_str().trim_end_matches('/') == written
}

/// Reports wishes of stations that no page asks to be made. What is asked for and fails is told where it fails.
pub fn check(leaflets: &Leaflets, tasks: &[Task<'_>], site: &Site, sink: &mut Sink) {
    let known: Vec<String> = tasks
        .iter()
        .map(|task| {
            let here = site.path(site.page(task.page).document);
            let here = here.trim_start_matches("content/").trim_end_matches(".md");
            let here = here.trim_end_matches("/index");
            format!("{here}:{}", task.order.format.key())
        })
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let is_asked = |written: &str| {
        let (page, format) = parts(written);
        let is_meant = |it: &Task<'_>| {
            means(site, it.page, page) && format.is_none_or(|format| format == it.order.format)
        };
        tasks.iter().any(is_meant) || wished(&leaflets.offers, site, written).is_some()
    };
    for station in &site.records.stations {
        for wish in station.leaflets.iter().filter(|it| !is_asked(&it.written)) {
            sink.leaflet_station_leaflet(wish.span, &station.name, &wish.written, &known);
        }
    }
}

/// Returns a page, for commands that name one by the path of its source or by its address.
pub fn find_page(site: &Site, written: &str) -> Option<PageId> {
    let written = written.trim_start_matches("./").trim_end_matches('/');
    site.page_ids().find(|id| means(site, *id, written))
}
