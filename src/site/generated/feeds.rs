//! Which feeds there are. One needs absolute addresses, so there is none without `base_url`; and none where no page has a date.

use crate::{
    document::Date,
    site::{PageId, Permalink, SectionId, Site, Status},
};

/// The name of a feed's file, beside the page that it is about.
pub(crate) const FILE: &str = "feed.xml";

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedScope {
    /// All pages.
    Site,
    /// The pages of a section and of those in it.
    Section(SectionId),
    /// The pages of a term: taxonomy and term, by their places.
    Term(usize, usize),
}

impl FeedScope {
    /// Returns the page that it stands beside.
    pub fn page(self, site: &Site) -> &Permalink {
        match self {
            Self::Site => &site.home().permalink,
            Self::Section(id) => &site.section(id).permalink,
            Self::Term(taxonomy, term) => &site.taxonomies[taxonomy].terms[term].permalink,
        }
    }

    /// Returns its address.
    pub fn permalink(self, site: &Site) -> Permalink {
        Permalink::file(&format!("{}{FILE}", self.page(site).as_str()))
    }

    /// Returns the pages that it is about, in the order of the site.
    pub fn pages(self, site: &Site) -> Vec<PageId> {
        match self {
            Self::Site => site.page_ids().collect(),
            Self::Section(id) => {
                let section = site.section(id);
                let nested = section.sections.iter();
                let nested = nested.flat_map(|id| Self::Section(*id).pages(site));
                section.pages.iter().copied().chain(nested).collect()
            }
            Self::Term(taxonomy, term) => site.taxonomies[taxonomy].terms[term].pages.clone(),
        }
    }
}

/// Returns every feed that has an entry.
pub fn all(site: &Site) -> Vec<FeedScope> {
    if site.config.base_url.is_none() {
        return Vec::new();
    }
    let sections = site.section_ids().skip(1).map(FeedScope::Section);
    let taxonomies = site.taxonomies.iter().enumerate();
    let terms = taxonomies.filter(|(_, it)| it.feed).flat_map(|(at, it)| {
        let terms = 0..it.terms.len();
        terms.map(move |term| FeedScope::Term(at, term))
    });
    let scopes = std::iter::once(FeedScope::Site).chain(sections).chain(terms);
    scopes.filter(|it| has_entries(site, *it)).collect()
}

fn has_entries(site: &Site, scope: FeedScope) -> bool {
    let any = |pages: &[PageId]| pages.iter().any(|id| entry_date(site, *id).is_some());
    match scope {
        FeedScope::Site => site.page_ids().any(|id| entry_date(site, id).is_some()),
        FeedScope::Section(id) => {
            let section = site.section(id);
            let mut nested = section.sections.iter();
            any(&section.pages) || nested.any(|id| has_entries(site, FeedScope::Section(*id)))
        }
        FeedScope::Term(taxonomy, term) => any(&site.taxonomies[taxonomy].terms[term].pages),
    }
}

/// Returns the day a page is sorted by, if it may stand in a feed.
pub(crate) fn entry_date(site: &Site, id: PageId) -> Option<Date> {
    let page = site.page(id);
    let is_shown = page.has_html && page.status == Status::Published;
    page.date.filter(|_| is_shown)
}
