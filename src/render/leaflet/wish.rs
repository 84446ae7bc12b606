//! Which leaflet or page somebody means: a station's wish, a handbook's column, a path on the command line.

use crate::{
    diag::Sink,
    render::leaflet::{
        format::{Format, Named},
        plan::{Inputs, Leaflets, Offer},
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
            .document(site.page(*id).document)
            .front_matter
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
    let (page, format) = written.rsplit_once(':').unwrap_or((written, ""));
    let format = Format::parse(format);
    let page = page
        .trim()
        .trim_start_matches("@/")
        .trim_start_matches('/')
        .trim_end_matches('/');
    let page = page.trim_end_matches(".md").trim_end_matches("/index");
    offers.iter().find(|offer| {
        let Some(id) = offer.page else {
            return offer.path == format!("leaflets/handbook-{page}.pdf");
        };
        let here = site
            .path(site.page(id).document)
            .trim_start_matches("content/");
        let here = here.trim_end_matches(".md").trim_end_matches("/index");
        (here == page || site.page(id).permalink.as_str().trim_end_matches('/') == page)
            && format.is_none_or(|it| it == offer.format)
    })
}

/// Reports wishes of stations that no leaflet fulfils.
pub fn check(leaflets: &Leaflets, inputs: Inputs<'_>, sink: &mut Sink) {
    let site = inputs.site;
    let known: Vec<String> = leaflets
        .offers
        .iter()
        .filter_map(|offer| {
            let here = site
                .path(site.page(offer.page?).document)
                .trim_start_matches("content/");
            Some(format!(
                "{}:{}",
                here.trim_end_matches(".md").trim_end_matches("/index"),
                offer.format.key()
            ))
        })
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for station in &leaflets.stations {
        for wish in station
            .leaflets
            .iter()
            .filter(|it| wished(&leaflets.offers, site, &it.written).is_none())
        {
            sink.leaflet_station_leaflet(station.span, &station.name, &wish.written, &known);
        }
    }
}

/// Returns the source of a page, for commands that name one by its path.
pub fn find_page(site: &Site, written: &str) -> Option<PageId> {
    let written = written
        .trim_start_matches("./")
        .trim_start_matches("content/")
        .trim_end_matches(".md")
        .trim_end_matches('/');
    let written = written.trim_end_matches("/index");
    site.page_ids().find(|id| {
        let path = site
            .path(site.page(*id).document)
            .trim_start_matches("content/");
        path.trim_end_matches(".md").trim_end_matches("/index") == written
            || site.page(*id).permalink.as_str().trim_end_matches('/') == written
    })
}
