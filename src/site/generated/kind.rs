//! What a generated page shows.

use crate::site::{generated::feeds::FeedScope, permalink::Permalink};

/// A page, or another file with an address, that is made from no source of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedPage {
    /// What it shows.
    pub kind: GeneratedKind,
    /// Its address; of a list in parts, that of the first.
    pub permalink: Permalink,
}

/// What a generated page shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GeneratedKind {
    /// What a server shows where there is no page.
    Missing,
    /// The search.
    Search,
    /// The neutral page behind 安全退出.
    Exit,
    /// Every leaflet.
    Downloads,
    /// Every station.
    Stations,
    /// One station, by its place in the records.
    Station(usize),
    /// Every video.
    Videos,
    /// Every year with its pages.
    Archive,
    /// The pages of one year.
    Year(i16),
    /// The terms of a taxonomy, by its place.
    Taxonomy(usize),
    /// The pages of a term: taxonomy and term, by their places.
    Term(usize, usize),
    /// Every law.
    Laws,
    /// A law by its key: one of its versions, by its place, or without a text what is known of it.
    Law(String, Option<usize>),
    /// A law by its key: two of its versions compared, by the place of the pair in [`laws::compared`].
    Comparison(String, usize),
    /// A feed.
    Feed(FeedScope),
    /// The sitemap.
    Sitemap,
}

impl GeneratedKind {
    /// Returns the key of its name among the theme's words; none for one that is called after what it shows.
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Self::Missing => Some("missing"),
            Self::Search => Some("search"),
            Self::Exit => Some("exit"),
            Self::Downloads => Some("downloads"),
            Self::Stations => Some("stations"),
            Self::Videos => Some("videos"),
            Self::Archive | Self::Year(_) => Some("archive"),
            Self::Laws => Some("laws"),
            Self::Station(_)
            | Self::Taxonomy(_)
            | Self::Term(..)
            | Self::Law(..)
            | Self::Comparison(..)
            | Self::Feed(_)
            | Self::Sitemap => None,
        }
    }

    /// Returns what a feed is about, if it is one.
    pub fn feed(&self) -> Option<FeedScope> {
        let Self::Feed(scope) = self else {
            return None;
        };
        Some(*scope)
    }

    /// Returns the key of the law that it shows, if it shows one.
    pub fn law(&self) -> Option<&str> {
        let Self::Law(key, _) = self else {
            return None;
        };
        Some(key)
    }
}
