//! Which page or handbook somebody means: a station's list, a handbook's column, a path on the command line.

use std::collections::BTreeSet;

use crate::{
    diag::Sink,
    document::LeafletRequest,
    render::leaflet::ask::{format::Format, product::Product, settings::Handbook},
    site::{DocumentId, Fate, PageId, Site},
};

/// What a station's list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// The leaflet of a page; without a format, its first.
    Leaflet(PageId, Option<Format>),
    /// A handbook.
    Handbook(&'a Handbook),
}

/// Finds what `rights/a:trifold`, `rights/a` or `rights:handbook` means; `None` when nothing goes by that name.
pub fn wanted<'a>(site: &Site, handbooks: &'a [Handbook], written: &str) -> Option<Wanted<'a>> {
    let (name, word) = match written.rsplit_once(':') {
        Some((name, word)) => (name, Some(word)),
        None => (written, None),
    };
    let name = name.trim().trim_start_matches("@/").trim_matches('/');
    let page = || find_page(site, name);
    let handbook = || {
        let found = handbooks.iter().find(|it| it.name == name);
        found.map(Wanted::Handbook)
    };
    match word.map(Product::parse) {
        Some(Some(Product::Leaflet(format))) => page().map(|id| Wanted::Leaflet(id, Some(format))),
        Some(Some(Product::Handbook)) => handbook(),
        Some(Some(Product::Pack) | None) => None,
        None => {
            let asks = |id: &PageId| !requests(site, *id).is_empty();
            let leaflet = page().filter(asks).map(|id| Wanted::Leaflet(id, None));
            leaflet.or_else(handbook)
        }
    }
}

/// Returns a page, for commands that name one by the path of its source or by its address.
pub(crate) fn find_page(site: &Site, written: &str) -> Option<PageId> {
    let written = written.trim_start_matches("./").trim_end_matches('/');
    site.page_ids().find(|id| means(site, *id, written))
}

/// Returns the text of the page with this name if it is held back: a draft, too early, too late.
pub(crate) fn find_waiting(site: &Site, written: &str) -> Option<DocumentId> {
    let wanted = bare(written.trim_start_matches("./").trim_end_matches('/'));
    let mut held = site.paths.iter().zip(0..);
    let is_it =
        |path: &str| bare(path) == wanted && site.fates.get(path).is_some_and(Fate::is_held);
    held.find(|(path, _)| is_it(path)).map(|(_, at)| DocumentId::new(at))
}

/// Returns the leaflets that the front matter of a page asks for.
pub(crate) fn requests(site: &Site, id: PageId) -> &[LeafletRequest] {
    &site.front_matter(site.page(id)).leaflets
}

/// Returns the name of a page as it is written in lists: `rights/a`.
pub(crate) fn page_name(site: &Site, id: PageId) -> &str {
    bare(site.path(site.page(id).document))
}

/// Tells whether `written` is the path of a page's source or its address.
fn means(site: &Site, id: PageId, written: &str) -> bool {
    page_name(site, id) == bare(written)
        || site.page(id).permalink.as_str().trim_end_matches('/') == written
}

fn bare(path: &str) -> &str {
    let path = path.trim_start_matches("content/").trim_end_matches(".md");
    path.trim_end_matches("/index")
}

/// Tells of a handbook's column or tag that nothing has, at its key; returns whether it is one of those.
pub fn names_nothing(site: &Site, book: &Handbook, sink: &mut Sink) -> bool {
    let is_held =
        |it: &str| site.fates.get(&format!("content/{it}/_index.md")).is_some_and(Fate::is_held);
    if let Some(column) = &book.column {
        let folders = site.sections.iter().map(|it| it.path.as_str());
        let folders: Vec<&str> = folders.filter(|it| !it.is_empty()).collect();
        let is_known = folders.contains(&column.value.as_str()) || is_held(&column.value);
        if !is_known {
            sink.leaflet_choice(column.span, "column", &column.value, &folders);
        }
        return !is_known;
    }
    let Some(tag) = &book.tag else { return false };
    let pages = site.page_ids().map(|it| site.front_matter(site.page(it)));
    let terms = pages.flat_map(|it| it.taxonomies.values().flatten());
    let terms: BTreeSet<&str> = terms.map(|it| it.name.as_str()).collect();
    let is_known = terms.contains(tag.value.as_str());
    if !is_known {
        let terms: Vec<&str> = terms.into_iter().collect();
        sink.leaflet_choice(tag.span, "tag", &tag.value, &terms);
    }
    !is_known
}

/// Returns the pages of a handbook, in the order of their section.
pub fn chapters(site: &Site, book: &Handbook) -> Vec<PageId> {
    if let Some(column) = &book.column {
        let section = site.sections.iter().find(|it| it.path == column.value);
        return section.map(|it| it.pages.clone()).unwrap_or_default();
    }
    let tagged = |id: &PageId| {
        let matter = site.front_matter(site.page(*id));
        let mut terms = matter.taxonomies.values().flatten();
        terms.any(|it| book.tag.as_ref().is_some_and(|tag| it.name == tag.value))
    };
    site.page_ids().filter(tagged).collect()
}
