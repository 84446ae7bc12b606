//! Which pages speak of which article.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    law::{
        citation::Place,
        library::{Library, StatuteId},
    },
    resolve::{LawTarget, Target, Targets},
    site::{DocumentId, Owner, Site},
};

/// An article: number and 之.
pub(crate) type ArticleKey = (u16, u8);

/// What pages cite, by law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Pages that cite a law in any way.
    laws: BTreeMap<String, BTreeSet<Owner>>,
    /// Pages that cite an article of one text.
    articles: BTreeMap<StatuteId, BTreeMap<ArticleKey, BTreeSet<Owner>>>,
}

/// Collects what every page cites, snippets included.
pub fn collect(site: &Site, targets: &Targets) -> Mentions {
    let mut mentions = Mentions::default();
    let pages = site.page_ids().map(|id| (Owner::Page(id), Some(site.page(id).document)));
    let sections = site.section_ids().map(|id| (Owner::Section(id), site.section(id).document));
    for (owner, document) in pages.chain(sections) {
        for target in document.map(|it| cited(targets, it)).unwrap_or_default() {
            mentions.add(&site.library, owner, target);
        }
    }
    mentions
}

impl Mentions {
    fn add(&mut self, library: &Library, owner: Owner, target: &LawTarget) {
        self.laws.entry(target.law.clone()).or_default().insert(owner);
        let (Some(text), Some(place)) = (target.text, target.place) else {
            return;
        };
        for article in articles(library, text, place, target.end) {
            self.articles.entry(text).or_default().entry(article).or_default().insert(owner);
            self.add_counterpart(library, text, article, owner);
        }
    }

    /// A page that explains the old article explains the new one too, as far as its number is known.
    fn add_counterpart(
        &mut self,
        library: &Library,
        text: StatuteId,
        article: ArticleKey,
        owner: Owner,
    ) {
        let facts = &library.text(text).statute.facts;
        let Some(date) = facts.promulgated else {
            return;
        };
        let place = Place::article(article.0, article.1);
        let Some((law, place)) = library.counterpart(&facts.short, date, place, "") else {
            return;
        };
        let newest = library.law(&law).and_then(|it| it.versions.first()).and_then(|it| it.text);
        if let Some(newest) = newest.filter(|it| *it != text) {
            self.articles
                .entry(newest)
                .or_default()
                .entry((place.article, place.suffix))
                .or_default()
                .insert(owner);
        }
    }

    /// Returns the pages that cite a law.
    pub(crate) fn of_law(&self, key: &str) -> impl Iterator<Item = Owner> + '_ {
        self.laws.get(key).into_iter().flatten().copied()
    }

    /// Returns the pages that cite an article of a text.
    pub(crate) fn of_article(
        &self,
        text: StatuteId,
        article: ArticleKey,
    ) -> impl Iterator<Item = Owner> + '_ {
        self.articles.get(&text).and_then(|it| it.get(&article)).into_iter().flatten().copied()
    }

    /// Returns the laws that pages cite.
    pub fn laws(&self) -> impl Iterator<Item = &str> {
        self.laws.keys().map(String::as_str)
    }
}

/// Returns the laws and places that a document and its snippets cite, in order, each once.
pub fn cited(targets: &Targets, id: DocumentId) -> Vec<&LawTarget> {
    let mut found = Vec::new();
    for id in targets.includes.with(id) {
        for target in targets.documents[id.index()].iter() {
            if let Target::Law(law) = target
                && !found.contains(&law)
            {
                found.push(law);
            }
        }
    }
    found
}

/// The articles of a place or range, at most fifty.
pub fn articles(
    library: &Library,
    text: StatuteId,
    place: Place,
    end: Option<Place>,
) -> Vec<ArticleKey> {
    let statute = &library.text(text).statute;
    let first = statute.index_of(place.article, place.suffix);
    let last = end.and_then(|it| statute.index_of(it.article, it.suffix)).or(first);
    let Some((first, last)) = first.zip(last) else {
        return Vec::new();
    };
    statute.articles[first..(last + 1).max(first)]
        .iter()
        .take(50)
        .map(|it| (it.number, it.suffix))
        .collect()
}
