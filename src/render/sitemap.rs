//! `sitemap.xml` (sitemaps.org) and `robots.txt`.

use std::collections::BTreeMap;

use crate::{
    document::Date,
    path::OutputPath,
    render::{artifact::Body, xml},
    site::{
        Page, Permalink, Site, Status, Term,
        generated::{Generated, GeneratedKind},
    },
};

/// Most addresses that one file may hold by the protocol.
const MAX_ADDRESSES: usize = 50_000;

/// Makes the sitemap, in several files when the site is large. There is none without `base_url`.
pub fn artifacts(site: &Site, generated: &Generated) -> Vec<(OutputPath, Body)> {
    let Some(base) = &site.config.base_url else {
        return Vec::new();
    };
    let addresses: Vec<_> = addresses(site, generated).into_iter().collect();
    if addresses.len() <= MAX_ADDRESSES {
        return vec![file("sitemap.xml", urls(base, &addresses))];
    }
    let parts = addresses.chunks(MAX_ADDRESSES).zip(1..);
    let mut files: Vec<_> = parts
        .map(|(part, number)| file(&format!("sitemap-{number}.xml"), urls(base, part)))
        .collect();
    let mut index = head("sitemapindex");
    for (path, _) in &files {
        index +=
            &format!("<sitemap><loc>{}</loc></sitemap>\n", xml::escape(&format!("{base}{path}")));
    }
    files.push(file("sitemap.xml", index + "</sitemapindex>\n"));
    files
}

/// Makes `robots.txt`. Pages that are not to be found say so themselves: a crawler that is kept out would not read it.
pub fn robots(site: &Site) -> (OutputPath, Body) {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = &site.config.base_url {
        text += &format!("\nSitemap: {base}sitemap.xml\n");
    }
    file("robots.txt", text)
}

fn file(path: &str, text: String) -> (OutputPath, Body) {
    (OutputPath::new(path).expect("names are letters, digits and dots"), Body::Text(text))
}

fn addresses<'a>(
    site: &'a Site,
    generated: &'a Generated,
) -> BTreeMap<&'a Permalink, Option<Date>> {
    let made = generated.pages().iter();
    let made = made.filter(|it| is_listed(site, &it.kind));
    let sections = site.sections.iter();
    let sections = sections.filter(|it| !(it.sensitive && site.config.safety.noindex));
    let undated = made.map(|it| &it.permalink);
    let undated = undated.chain(sections.map(|it| &it.permalink));
    let mut addresses: BTreeMap<_, _> = undated.map(|it| (it, None)).collect();
    for page in site.pages.iter().filter(|it| is_found(site, it)) {
        let front_matter = site.front_matter(page);
        let changed =
            front_matter.updated.into_iter().chain(front_matter.reviewed).chain(page.date).max();
        addresses.insert(&page.permalink, changed);
    }
    addresses
}

/// Tells whether search engines may show a generated page: it is worth a visit, and leads to a page that they may show too.
fn is_listed(site: &Site, kind: &GeneratedKind) -> bool {
    let shows = |term: &Term| term.pages.iter().any(|id| is_found(site, site.page(*id)));
    match kind {
        GeneratedKind::Downloads
        | GeneratedKind::Stations
        | GeneratedKind::Station(_)
        | GeneratedKind::Videos
        | GeneratedKind::Archive
        | GeneratedKind::Year(_)
        | GeneratedKind::Law(..) => true,
        GeneratedKind::Taxonomy(at) => site.taxonomies[*at].terms.iter().any(shows),
        GeneratedKind::Term(at, term) => shows(&site.taxonomies[*at].terms[*term]),
        GeneratedKind::Missing
        | GeneratedKind::Search
        | GeneratedKind::Exit
        | GeneratedKind::Laws
        | GeneratedKind::Comparison(..)
        | GeneratedKind::Feed(_)
        | GeneratedKind::Sitemap => false,
    }
}

/// Tells whether search engines may show a page.
fn is_found(site: &Site, page: &Page) -> bool {
    let is_hidden = page.sensitive && site.config.safety.noindex;
    page.has_html && page.status == Status::Published && !is_hidden
}

fn head(root: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    )
}

fn urls(base: &str, addresses: &[(&Permalink, Option<Date>)]) -> String {
    let mut out = head("urlset");
    for (permalink, changed) in addresses {
        let changed = changed.map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
        let address = permalink.absolute(base);
        out += &format!("<url><loc>{}</loc>{changed}</url>\n", xml::escape(&address));
    }
    out + "</urlset>\n"
}
