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
    site::{
        Page, PageId, Site,
        generated::{
            GeneratedKind,
            feeds::{FILE, FeedScope, entry_date},
        },
    },
};

/// Makes every feed.
pub fn artifacts(shared: &Shared) -> Vec<(OutputPath, Body)> {
    let made = |scope| Some((path(shared, scope)?, Body::Text(text(shared, scope)?)));
    scopes(shared).filter_map(made).collect()
}

/// Plans every feed, to be made when it is needed.
pub fn plan(shared: &Arc<Shared>) -> Vec<(OutputPath, Body)> {
    let later = |scope| {
        let path = path(shared, scope)?;
        let shared = Arc::clone(shared);
        let name = path.to_string();
        let make = move |sink: &mut Sink| {
            sink.guard(&name, |_| text(&shared, scope)).flatten().unwrap_or_default()
        };
        Some((path, Body::Later(Later::new(make))))
    };
    scopes(shared).filter_map(later).collect()
}

fn scopes(shared: &Shared) -> impl Iterator<Item = FeedScope> + '_ {
    let pages = shared.generated.pages().iter();
    pages.filter_map(|it| it.kind.feed())
}

fn path(shared: &Shared, scope: FeedScope) -> Option<OutputPath> {
    OutputPath::new(scope.permalink(&shared.site).as_str()).ok()
}

/// Returns a feed's name, as readers see it in a list of feeds, and its path from the site's root; nothing where there is
/// no feed.
pub fn link(shared: &Shared, scope: FeedScope) -> Option<(String, String)> {
    let path = shared.generated.permalink(&GeneratedKind::Feed(scope))?;
    Some((title(&shared.site, scope), path.to_string()))
}

fn title(site: &Site, scope: FeedScope) -> String {
    let name = match scope {
        FeedScope::Site => return site.config.title.clone(),
        FeedScope::Section(id) => &site.section(id).title,
        FeedScope::Term(taxonomy, term) => &site.taxonomies[taxonomy].terms[term].name,
    };
    format!("{name} · {}", site.config.title)
}

fn text(shared: &Shared, scope: FeedScope) -> Option<String> {
    let site = &shared.site;
    let base = site.config.base_url.as_ref()?;
    let mut entries: Vec<(Date, PageId)> =
        scope.pages(site).into_iter().filter_map(|id| Some((entry_date(site, id)?, id))).collect();
    // The newest first; of the same day in the order of their sources.
    entries.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    entries.truncate(site.config.feed_limit);
    let newest = entries.iter().map(|(date, id)| updated(site, *id, *date)).max()?;

    let place = scope.page(site);
    let url = place.absolute(base);
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
    author(if organisation.is_empty() { &site.config.title } else { organisation }, &mut out);
    for (date, id) in entries {
        entry(shared, id, (date, base), &mut out);
    }
    out += "</feed>\n";
    Some(out)
}

fn updated(site: &Site, id: PageId, date: Date) -> Date {
    let updated = site.front_matter(site.page(id)).updated;
    updated.unwrap_or(date).max(date)
}

fn entry(shared: &Shared, id: PageId, (date, base): (Date, &str), out: &mut String) {
    let site = &shared.site;
    let page: &Page = site.page(id);
    let front_matter = site.front_matter(page);
    let url = page.permalink.absolute(base);
    *out += "<entry>\n";
    xml::element("title", &page.title, out);
    xml::element("id", &url, out);
    *out += &format!("<link href=\"{}\"/>\n", xml::escape(&url));
    xml::element("published", &midnight(date), out);
    xml::element("updated", &midnight(updated(site, id, date)), out);
    front_matter.authors.iter().for_each(|name| author(name, out));
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
            xml::escape(&address::absolute(base, path))
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
