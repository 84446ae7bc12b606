//! Pages that are made from no source of their own, and feeds: one list of them all.
//!
//! Links, menu, sitemap, search, templates and rendering read it, so none of them can speak of a page that is not there.
//! What it depends on besides the index, what pages cite and show, is given by [`Found`].

pub mod feeds;
pub mod kind;
pub mod laws;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::EXIT_PAGE,
    document::Date,
    site::{Permalink, Site},
};

pub use crate::site::generated::kind::{GeneratedKind, GeneratedPage};

/// What the list depends on besides the index.
#[derive(Clone, Debug, Default)]
pub struct Found<'a> {
    /// Whether a page shows a video of its own.
    pub has_videos: bool,
    /// Keys of the laws that pages cite.
    pub cited: BTreeSet<&'a str>,
}

/// Every generated page of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    pages: Vec<GeneratedPage>,
    /// By address, without slash at the end.
    by_path: BTreeMap<String, usize>,
    by_kind: BTreeMap<GeneratedKind, usize>,
}

impl Generated {
    /// Makes a list of these pages.
    pub fn new(pages: Vec<GeneratedPage>) -> Self {
        let path = |it: &GeneratedPage| bare(it.permalink.as_str()).to_owned();
        // Where two would have one address, which is told, the first has it.
        let paths = pages.iter().map(path).zip(0..pages.len()).rev();
        let kinds = pages.iter().map(|it| it.kind.clone()).zip(0..);
        Self { by_path: paths.collect(), by_kind: kinds.collect(), pages }
    }

    /// Returns all pages.
    pub fn pages(&self) -> &[GeneratedPage] {
        &self.pages
    }

    /// Returns the address of a page, if there is such a page.
    pub fn permalink(&self, kind: &GeneratedKind) -> Option<&Permalink> {
        let at = self.by_kind.get(kind)?;
        Some(&self.pages[*at].permalink)
    }

    /// Finds the page at an address from the site's root, however its end is written: `laws`, `laws/`, `laws/index.html`.
    pub fn find(&self, path: &str) -> Option<&GeneratedPage> {
        let path = path.strip_suffix("/index.html").unwrap_or(path);
        let at = self.by_path.get(bare(path.trim_start_matches('/')))?;
        Some(&self.pages[*at])
    }

    /// Returns the list without one of its pages.
    #[must_use]
    pub fn without(&self, kind: &GeneratedKind) -> Self {
        let left = self.pages.iter().filter(|it| it.kind != *kind);
        Self::new(left.cloned().collect())
    }
}

fn bare(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// Returns the page of one station.
pub fn station(slug: &str) -> Permalink {
    Permalink::folder("stations").join(slug)
}

/// Returns the page of one year.
pub fn year(year: i16) -> Permalink {
    Permalink::folder("archive").join(&year.to_string())
}

/// Lists every generated page of a site. Leaflets count that are asked for: whether they can be printed is not known here.
pub fn generated(site: &Site, found: &Found<'_>) -> Generated {
    use GeneratedKind as Kind;
    let config = &site.config;
    let wants_leaflets = !config.leaflet.handbooks.is_empty() || asks_for_leaflets(site);
    let has_exit = !config.medium.has_network() || config.safety.exit_url.is_none();
    let stations = &site.records.stations;
    let years = years(site);
    let single = [
        (true, Kind::Missing, Permalink::file("404.html")),
        (config.search, Kind::Search, Permalink::folder("search")),
        (has_exit, Kind::Exit, Permalink::file(EXIT_PAGE)),
        (wants_leaflets, Kind::Downloads, Permalink::folder("downloads")),
        (!stations.is_empty(), Kind::Stations, Permalink::folder("stations")),
        (found.has_videos, Kind::Videos, Permalink::folder("videos")),
        (!years.is_empty(), Kind::Archive, Permalink::folder("archive")),
        (config.base_url.is_some(), Kind::Sitemap, Permalink::file("sitemap.xml")),
    ];
    let single = single.into_iter().filter(|(is_there, ..)| *is_there);
    let mut pages: Vec<(Kind, Permalink)> = single.map(|(_, kind, at)| (kind, at)).collect();
    let stations = stations.iter().enumerate();
    pages.extend(stations.map(|(at, it)| (Kind::Station(at), station(&it.slug))));
    pages.extend(years.into_iter().map(|it| (Kind::Year(it), year(it))));
    pages.extend(taxonomies(site));
    pages.extend(laws::pages(site, &found.cited));
    let feeds = feeds::all(site).into_iter();
    pages.extend(feeds.map(|it| (Kind::Feed(it), it.permalink(site))));
    let page = |(kind, permalink)| GeneratedPage { kind, permalink };
    Generated::new(pages.into_iter().map(page).collect())
}

fn asks_for_leaflets(site: &Site) -> bool {
    let mut pages = site.pages.iter();
    pages.any(|it| !site.front_matter(it).leaflets.is_empty())
}

/// Returns the years from which there are pages.
fn years(site: &Site) -> BTreeSet<i16> {
    let dated = site.pages.iter().filter(|it| it.has_html);
    dated.filter_map(|it| it.date.map(Date::year)).collect()
}

fn taxonomies(site: &Site) -> impl Iterator<Item = (GeneratedKind, Permalink)> + '_ {
    let used = site.taxonomies.iter().enumerate();
    let used = used.filter(|(_, taxonomy)| !taxonomy.terms.is_empty());
    used.flat_map(|(at, taxonomy)| {
        let list = (GeneratedKind::Taxonomy(at), taxonomy.permalink.clone());
        let terms = taxonomy.terms.iter().enumerate();
        let terms =
            terms.map(move |(term, it)| (GeneratedKind::Term(at, term), it.permalink.clone()));
        std::iter::once(list).chain(terms)
    })
}
