//! Atom feeds (RFC 4287) of the site, of each section and of each term.
//!
//! A feed needs absolute addresses, so there is none without `base_url`; and none where no page has a date.

use std::sync::Arc;

use crate::{
    address,
    diag::Sink,
    document::Date,
    path::OutputPath,
    render::{
        artifact::{Body, Later},
        html::place::Shared,
        video::list,
        xml,
    },
    resolve::VideoKind,
    site::{Page, PageId, Permalink, SectionId, Site, Status, Term},
};

const FILE: &str = "feed.xml";

/// What a feed is about.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All pages.
    Site,
    /// The pages of a section and of those in it.
    Section(SectionId),
    /// The pages of a term.
    Term(&'a Term),
}

/// Names a [`Scope`] for as long as one likes.
#[derive(Clone, Copy)]
enum Key {
    Site,
    Section(SectionId),
    /// A taxonomy and a term of it, by their place.
    Term(usize, usize),
}

impl Key {
    fn scope(self, site: &Site) -> Scope<'_> {
        match self {
            Self::Site => Scope::Site,
            Self::Section(id) => Scope::Section(id),
            Self::Term(taxonomy, term) => Scope::Term(&site.taxonomies[taxonomy].terms[term]),
        }
    }
}

fn keys(site: &Site) -> impl Iterator<Item = Key> {
    let sections = site.section_ids().skip(1).map(Key::Section);
    let taxonomies = site.taxonomies.iter().enumerate();
    let terms = taxonomies
        .filter(|(_, it)| it.feed)
        .flat_map(|(at, it)| (0..it.terms.len()).map(move |term| Key::Term(at, term)));
    std::iter::once(Key::Site).chain(sections).chain(terms)
}

/// Makes every feed.
pub fn artifacts(shared: &Shared) -> Vec<(OutputPath, Body)> {
    let site = &shared.site;
    let made = |key: Key| {
        let scope = key.scope(site);
        Some((path(site, scope)?, Body::Text(text(shared, scope)?)))
    };
    keys(site).filter_map(made).collect()
}

/// Plans every feed, to be made when it is needed.
pub fn plan(shared: &Arc<Shared>) -> Vec<(OutputPath, Body)> {
    let site = &shared.site;
    let later = |key: Key| {
        let scope = key.scope(site);
        if site.config.base_url.is_none() || !has_entries(site, scope) {
            return None;
        }
        let path = path(site, scope)?;
        let shared = Arc::clone(shared);
        let make = move |_: &mut Sink| text(&shared, key.scope(&shared.site)).unwrap_or_default();
        Some((path, Body::Later(Later::new(make))))
    };
    keys(site).filter_map(later).collect()
}

fn path(site: &Site, scope: Scope<'_>) -> Option<OutputPath> {
    OutputPath::new(&format!("{}{FILE}", scope.permalink(site).as_str())).ok()
}

/// Returns a feed's name, as readers see it in a list of feeds, and its path from the site's root; nothing where there is
/// no feed.
pub fn link(site: &Site, scope: Scope<'_>) -> Option<(String, String)> {
    site.config.base_url.as_ref()?;
    let path = || format!("{}{FILE}", scope.permalink(site).as_str());
    has_entries(site, scope).then(|| (title(site, scope), path()))
}

fn title(site: &Site, scope: Scope<'_>) -> String {
    let name = match scope {
        Scope::Site => return site.config.title.clone(),
        Scope::Section(id) => &site.section(id).title,
        Scope::Term(term) => &term.name,
    };
    format!("{name} · {}", site.config.title)
}

impl<'a> Scope<'a> {
    fn permalink(self, site: &'a Site) -> &'a Permalink {
        match self {
            Scope::Site => &site.home().permalink,
            Scope::Section(id) => &site.section(id).permalink,
            Scope::Term(term) => &term.permalink,
        }
    }
}

fn has_entries(site: &Site, scope: Scope<'_>) -> bool {
    match scope {
        Scope::Site => site.page_ids().any(|id| entry_date(site, id).is_some()),
        Scope::Section(id) => any_in_section(site, id),
        Scope::Term(term) => term.pages.iter().any(|id| entry_date(site, *id).is_some()),
    }
}

fn any_in_section(site: &Site, id: SectionId) -> bool {
    let section = site.section(id);
    section
        .pages
        .iter()
        .any(|id| entry_date(site, *id).is_some())
        || section.sections.iter().any(|id| any_in_section(site, *id))
}

/// Returns the day a page is sorted by, if it may stand in a feed.
fn entry_date(site: &Site, id: PageId) -> Option<Date> {
    let page = site.page(id);
    let shown = page.has_html && page.status == Status::Published;
    page.date.filter(|_| shown)
}

fn text(shared: &Shared, scope: Scope<'_>) -> Option<String> {
    let site = &shared.site;
    let base = site.config.base_url.as_ref()?;
    let mut entries: Vec<(Date, PageId)> = pages(site, scope)
        .into_iter()
        .filter_map(|id| Some((entry_date(site, id)?, id)))
        .collect();
    // The newest first; of the same day in the order of their sources.
    entries.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    entries.truncate(site.config.feed_limit);
    let newest = entries
        .iter()
        .map(|(date, id)| updated(site, *id, *date))
        .max()?;

    let place = scope.permalink(site);
    let url = format!("{base}{}", place.encoded());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        xml::escape(&site.config.language)
    );
    xml::element("title", &title(site, scope), &mut out);
    xml::element("id", &url, &mut out);
    out += &format!(
        "<link href=\"{0}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{0}{FILE}\"/>\n",
        xml::escape(&url)
    );
    xml::element("updated", &midnight(newest), &mut out);
    let organisation = &site.config.organisation.name;
    author(
        if organisation.is_empty() {
            &site.config.title
        } else {
            organisation
        },
        &mut out,
    );
    for (date, id) in entries {
        entry(shared, id, (date, base), &mut out);
    }
    out += "</feed>\n";
    Some(out)
}

fn pages(site: &Site, scope: Scope<'_>) -> Vec<PageId> {
    match scope {
        Scope::Site => site.page_ids().collect(),
        Scope::Section(id) => {
            let section = site.section(id);
            let nested = section
                .sections
                .iter()
                .flat_map(|id| pages(site, Scope::Section(*id)));
            section.pages.iter().copied().chain(nested).collect()
        }
        Scope::Term(term) => term.pages.clone(),
    }
}

fn updated(site: &Site, id: PageId, date: Date) -> Date {
    let updated = site.front_matter(site.page(id)).updated;
    updated.unwrap_or(date).max(date)
}

fn entry(shared: &Shared, id: PageId, (date, base): (Date, &str), out: &mut String) {
    let site = &shared.site;
    let page: &Page = site.page(id);
    let front_matter = site.front_matter(page);
    let url = format!("{base}{}", page.permalink.encoded());
    *out += "<entry>\n";
    xml::element("title", &page.title, out);
    xml::element("id", &url, out);
    *out += &format!("<link href=\"{}\"/>\n", xml::escape(&url));
    xml::element("published", &midnight(date), out);
    xml::element("updated", &midnight(updated(site, id, date)), out);
    front_matter
        .authors
        .iter()
        .for_each(|name| author(name, out));
    for (taxonomy, terms) in site.taxonomies.iter().zip(&page.terms) {
        for term in terms.iter().map(|index| &taxonomy.terms[*index]) {
            *out += &format!("<category term=\"{}\"/>\n", xml::escape(&term.name));
        }
    }
    enclosures(shared, base, id, out);
    if !page.summary.is_empty() {
        xml::element("summary", &page.summary, out);
    }
    *out += "</entry>\n";
}

/// The page's own video files, which readers of feeds can fetch and keep; not of pages with the quick exit.
fn enclosures(shared: &Shared, base: &str, id: PageId, out: &mut String) {
    let site = &shared.site;
    if site.page(id).sensitive {
        return;
    }
    for listed in list::of_page(shared, id) {
        let VideoKind::File { path, info } = &listed.target.kind else {
            continue;
        };
        let path = path.strip_prefix("content/").unwrap_or(path);
        *out += &format!(
            "<link rel=\"enclosure\" type=\"video/mp4\" length=\"{}\" title=\"{}\" href=\"{}\"/>\n",
            info.len,
            xml::escape(&listed.title),
            xml::escape(&format!("{base}{}", address::encode_path(path)))
        );
    }
}

fn author(name: &str, out: &mut String) {
    *out += &format!("<author><name>{}</name></author>\n", xml::escape(name));
}

/// Days are those of China, which has had one time without summer time since 1991.
fn midnight(date: Date) -> String {
    format!("{date}T00:00:00+08:00")
}
