//! Sources that stand where pufa makes a page itself: `content/search.md`, `static/404.html`.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diag::{Sink, messages::site::Made},
    path::OutputPath,
    site::{
        Owner, Permalink, Site,
        generated::{Generated, GeneratedKind},
    },
    source::{FileId, Span},
};

/// Tells which sources have the address of a generated page, and which taxonomy has that of another. Returns the files, so
/// that nobody tells it again.
pub(super) fn check(site: &Site, generated: &Generated, sink: &mut Sink) -> BTreeSet<String> {
    let owned = owned(site);
    let (mut made, mut told) = (BTreeSet::new(), BTreeSet::new());
    for page in generated.pages() {
        let Some(path) = folded(&page.permalink) else { continue };
        let span = match owned.get(&path) {
            Some(Some(file)) => Some(Span::file(*file)),
            Some(None) => taxonomy(site, &page.kind),
            None => taxonomy(site, &page.kind).filter(|_| made.contains(&path)),
        };
        if let Some(span) = span {
            sink.address_made(span, page.permalink.as_str(), made_of(&page.kind));
            told.insert(path.clone());
        }
        made.insert(path);
    }
    told
}

/// Returns the file behind each address that an editor's own files and folders have; a folder may be without one.
fn owned(site: &Site) -> BTreeMap<String, Option<FileId>> {
    let pages = site.page_ids().filter(|id| site.page(*id).has_html).map(Owner::Page);
    let sections = site.section_ids().map(Owner::Section);
    let texts = pages.chain(sections).filter_map(|owner| {
        let document = match owner {
            Owner::Page(id) => Some(site.page(id).document),
            Owner::Section(id) => site.section(id).document,
        };
        let file = document.map(|it| site.outline(it).source);
        Some((folded(site.permalink(owner))?, file))
    });
    let files = site.assets.iter().filter_map(|(path, asset)| {
        let path = OutputPath::new(path.strip_prefix("static/")?).ok()?;
        Some((path.folded(), Some(asset.id)))
    });
    files.chain(texts).collect()
}

fn folded(permalink: &Permalink) -> Option<String> {
    Some(OutputPath::new(&permalink.output()).ok()?.folded())
}

/// Returns where the taxonomy is asked for whose pages these are.
fn taxonomy(site: &Site, kind: &GeneratedKind) -> Option<Span> {
    let (GeneratedKind::Taxonomy(index) | GeneratedKind::Term(index, _)) = kind else {
        return None;
    };
    let key = &site.taxonomies.get(*index)?.key;
    Some(site.config.taxonomies.get(key)?.span)
}

fn made_of(kind: &GeneratedKind) -> Made {
    match kind {
        GeneratedKind::Missing => Made::Missing,
        GeneratedKind::Search => Made::Search,
        GeneratedKind::Exit => Made::Exit,
        GeneratedKind::Downloads => Made::Downloads,
        GeneratedKind::Stations | GeneratedKind::Station(_) => Made::Stations,
        GeneratedKind::Videos => Made::Videos,
        GeneratedKind::Archive | GeneratedKind::Year(_) => Made::Archive,
        GeneratedKind::Taxonomy(_) | GeneratedKind::Term(..) => Made::Terms,
        GeneratedKind::Laws | GeneratedKind::Law(..) | GeneratedKind::Comparison(..) => Made::Laws,
        GeneratedKind::Feed(_) => Made::Feed,
        GeneratedKind::Sitemap => Made::Sitemap,
    }
}
