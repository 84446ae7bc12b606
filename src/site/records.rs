//! Whether the pages are there that records name.

use crate::{
    diag::Sink,
    site::{Owner, Site},
};

/// Reports records that name a page which nobody wrote. A page that is only held back is none of their business.
pub fn check(site: &Site, sink: &mut Sink) {
    for campaign in &site.records.campaigns {
        let page = campaign.page.as_str();
        let is_held = || site.fates.contains_key(&format!("content/{}.md", inner(page)));
        if !page.is_empty() && find(site, page).is_none() && !is_held() {
            let pages = site.page_ids().map(|id| site.path(site.page(id).document));
            sink.record_page(campaign.span, page, pages.map(inner));
        }
    }
}

/// Finds the page or section that a record names.
pub fn find(site: &Site, written: &str) -> Option<Owner> {
    let inner = inner(written);
    let paths = ["", ".md", "/index.md", "/_index.md"].map(|ending| format!("{inner}{ending}"));
    paths.iter().find_map(|it| site.find(it))
}

/// Returns a path from `content/`, without ending, however it is written.
fn inner(written: &str) -> &str {
    let inner = written.trim_start_matches("@/");
    let inner = inner.trim_start_matches("content/").trim_matches('/');
    inner.trim_end_matches(".md")
}
