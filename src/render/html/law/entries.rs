//! The box 本文引用的法条: each law that a page cites, with the articles from which a script takes its cards.

use indexmap::IndexMap;
use minijinja::{Value, context};
use serde::Serialize;

use crate::{
    law::{citation, library::StatuteId, statute::write::article_name},
    render::html::{
        law::{anchor, cite::version_of, context::value, text},
        place::Place as Page,
    },
    resolve::LawTarget,
    site::generated::laws,
};

/// What a page cites of one law in one version, for the box 本文引用的法条.
#[derive(Debug, Serialize)]
struct LawEntry {
    /// 《民法典》.
    name: String,
    url: Option<String>,
    state: &'static str,
    effective: Option<String>,
    checked: Option<String>,
    /// Names of the articles whose text is not on the site.
    bare: Vec<String>,
}

/// An article with its text, from which cards are taken.
struct ArticleEntry {
    id: String,
    html: String,
}

/// Returns the box's entries: each law once, with the articles that the page cites of it, each once.
pub fn entries(page: &Page, targets: &[&LawTarget]) -> Vec<Value> {
    let mut groups: IndexMap<(&str, Option<StatuteId>), Vec<&LawTarget>> = IndexMap::new();
    for target in targets {
        let group = groups.entry((&target.law, target.text)).or_default();
        if !group.iter().any(|it| is_same(it, target)) {
            group.push(target);
        }
    }
    for group in groups.values_mut() {
        group.sort_by_key(|it| it.place.map(|it| (it.article, it.suffix)));
    }
    let groups = groups.values();
    groups.filter_map(|group| entry(page, group)).collect()
}

/// Tells whether two citations mean the same article or articles.
fn is_same(one: &LawTarget, other: &LawTarget) -> bool {
    let article = |it: Option<citation::Place>| it.map(|it| (it.article, it.suffix));
    (article(one.place), article(one.end)) == (article(other.place), article(other.end))
}

/// Describes what is cited of one law.
fn entry(page: &Page, targets: &[&LawTarget]) -> Option<Value> {
    let library = &page.site().library;
    let first = targets.first()?;
    let law = library.law(&first.law)?;
    let (now, version) = (page.config().now, version_of(law, first));
    let statute = version.and_then(|it| library.statute(it));
    let url = version.map(|it| anchor::link(page, &laws::version(law, it, now), ""));
    let (mut bare, mut articles) = (Vec::new(), Vec::new());
    for target in targets {
        let Some(place) = target.place else { continue };
        let article = statute.and_then(|it| it.article(place.article, place.suffix));
        match article.filter(|_| target.end.is_none()).zip(url.as_ref()) {
            Some((article, url)) => articles.push(ArticleEntry {
                id: anchor::card_id(law, target),
                html: text::boxed(article, url),
            }),
            None => bare.push(articles_name(place, target.end)),
        }
    }
    let standing = law.standing(now);
    let stands_for = version.or(standing.known);
    let facts = statute.map(|it| &it.facts);
    let entry = LawEntry {
        name: format!("《{}》", law.key),
        url,
        state: standing.state(stands_for).name(),
        effective: stands_for.and_then(|it| it.effective).map(|it| it.to_string()),
        checked: facts.and_then(|it| it.checked).map(|it| it.to_string()),
        bare,
    };
    let articles: Vec<Value> = articles
        .into_iter()
        .map(|it| context! { id => it.id, text => Value::from_safe_string(it.html) })
        .collect();
    Some(context! { articles, ..value(&entry) })
}

/// Names one article, or the first and last of several.
fn articles_name(place: citation::Place, end: Option<citation::Place>) -> String {
    let first = article_name(place.article, place.suffix);
    match end {
        Some(end) => format!("{first}至{}", article_name(end.article, end.suffix)),
        None => first,
    }
}
