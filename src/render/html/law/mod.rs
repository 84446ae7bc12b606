//! Citations and statute text inside a page: links, the box 本文引用的法条, the cards that a script takes from it.

pub mod anchor;
pub mod text;

use indexmap::IndexMap;
use jiff::civil::Date;
use minijinja::{Value, context};
use serde::Serialize;

use crate::{
    document::{Inline, ReferenceId},
    escape,
    law::{
        citation,
        library::{Law, Library, StatuteId, Version},
        statute::{
            Facts,
            write::{article_name, place_name},
        },
    },
    render::html::{content::Writer, context::in_words, place::Place as Page},
    resolve::{LawTarget, Target, Targets},
    site::DocumentId,
};

/// Appends a citation: a link where the text is on the site, else its words with what is known about the law.
pub fn cite(writer: &mut Writer<'_>, reference: ReferenceId, inlines: &[Inline]) {
    let page = writer.place;
    let open = match writer.target(reference) {
        Target::Law(target) => opening(page, target),
        _ => None,
    };
    let link = open.as_ref().is_some_and(|it| it.starts_with("<a"));
    writer.html(open.as_deref().unwrap_or("<span class=\"cite\">"));
    writer.quiet(inlines);
    writer.html(if link { "</a>" } else { "</span>" });
}

fn opening(page: &Page, target: &LawTarget) -> Option<String> {
    let library = &page.site().library;
    let law = library.law(&target.law)?;
    let title = escape::text(&about(page, law, target));
    let Some((version, id)) = version_of(law, target).zip(target.text) else {
        return Some(format!("<span class=\"cite\" title=\"{title}\">"));
    };
    let anchor = target
        .place
        .map(|it| anchor::id_in(library, id, it))
        .unwrap_or_default();
    let url = anchor::link(
        page,
        &anchor::version(law, version, shown_current(law, library, page.config().now)),
        &anchor,
    );
    let card = target.place.filter(|_| target.end.is_none());
    let card = card.map_or(String::new(), |_| {
        format!(" data-card=\"{}\"", card_id(law, target))
    });
    Some(format!(
        "<a class=\"cite\" href=\"{}\"{card}>",
        escape::text(&url)
    ))
}

fn version_of<'a>(law: &'a Law, target: &LawTarget) -> Option<&'a Version> {
    law.versions
        .iter()
        .find(|it| it.text.is_some() && it.text == target.text)
}

/// Full title, how things stand, since when: what a reader learns where the text is not on the site.
fn about(page: &Page, law: &Law, target: &LawTarget) -> String {
    let words = &page.shared.theme.words;
    let now = page.config().now;
    let version = version_of(law, target)
        .or_else(|| law.on(now))
        .or(law.versions.first());
    let state = words
        .get(&format!("law_state_{}", state(law, version, None, now)))
        .cloned()
        .unwrap_or_default();
    let since = version
        .and_then(|it| it.effective)
        .and_then(|date| Some(words.get("law_since")?.replace("{date}", &in_words(date))));
    [Some(law.title.clone()), Some(state), since]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("，")
}

/// Appends the text of a statute that the page inserts, with its version.
pub fn statute(writer: &mut Writer<'_>, reference: ReferenceId) {
    let page = writer.place;
    let Target::Law(target) = writer.target(reference) else {
        return;
    };
    let library = &page.site().library;
    let (Some(law), Some(id), Some(place)) = (library.law(&target.law), target.text, target.place)
    else {
        return;
    };
    let statute = &library.text(id).statute;
    let url = version_of(law, target).map(|it| {
        anchor::link(
            page,
            &anchor::version(law, it, shown_current(law, library, page.config().now)),
            &anchor::id_in(library, id, place),
        )
    });
    let name = escape::text(&format!("《{}》{}", law.key, place_name(place)));
    let words = &page.shared.theme.words;
    let date = |key: &str, date: Option<Date>| {
        date.and_then(|it| {
            Some(format!(
                "，{}",
                words.get(key)?.replace("{date}", &in_words(it))
            ))
        })
    };
    let facts = [
        date("law_since", statute.facts.effective),
        date("law_checked", statute.facts.checked),
    ];
    let facts: String = facts.into_iter().flatten().collect();
    writer.html(&format!(
        "<figure class=\"law-quote\"><blockquote>\n{}</blockquote><figcaption><a href=\"{}\">{name}</a>{}</figcaption></figure>\n",
        text::excerpt(statute, place),
        escape::text(&url.unwrap_or_default()),
        escape::text(&facts),
    ));
}

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
    let current = shown_current(law, library, now);
    let url = version.map(|it| anchor::link(page, &anchor::version(law, it, current), ""));
    let (mut bare, mut articles) = (Vec::new(), Vec::new());
    for target in targets {
        let Some(place) = target.place else { continue };
        let article = statute.and_then(|it| it.article(place.article, place.suffix));
        match article.filter(|_| target.end.is_none()).zip(url.as_ref()) {
            Some((article, url)) => articles.push(ArticleEntry {
                id: card_id(law, target),
                html: text::boxed(article, url),
            }),
            None => bare.push(articles_name(place, target.end)),
        }
    }
    let stands_for = version.or_else(|| law.on(now)).or(law.versions.first());
    let facts = statute.map(|it| &it.facts);
    let entry = LawEntry {
        name: format!("《{}》", law.key),
        url,
        state: state(law, stands_for, facts, now),
        effective: stands_for
            .and_then(|it| it.effective)
            .map(|it| it.to_string()),
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

/// Returns the id of the box entry that a citation's card is taken from.
fn card_id(law: &Law, target: &LawTarget) -> String {
    let version = target
        .text
        .filter(|_| target.former)
        .map_or(String::new(), |it| format!("-v{}", it.0));
    let article = |it: citation::Place| anchor::id(citation::Place::article(it.article, it.suffix));
    let place = target
        .place
        .map(|it| format!("-{}", article(it)))
        .unwrap_or_default();
    let end = target
        .end
        .map(|it| format!("-{}", article(it)))
        .unwrap_or_default();
    format!("law-{}{version}{place}{end}", law.slug)
}

/// Says how things stand with a version on the day of the build.
pub fn state(
    law: &Law,
    version: Option<&Version>,
    facts: Option<&Facts>,
    now: Date,
) -> &'static str {
    if facts.is_some_and(|it| it.status == "样例") {
        return "sample";
    }
    if law.repealed_on(now).is_some() {
        return "repealed";
    }
    match (law.on(now), version) {
        (Some(current), Some(version)) if current == version => "in-force",
        (_, Some(version)) if version.begins().is_some_and(|it| it > now) => "future",
        (Some(_), Some(_)) => "old",
        (Some(_), None) => "in-force",
        (None, _) => "future",
    }
}

/// Returns the version whose text is shown at the law's own address: the one in force, else the newest text.
pub fn shown_current<'a>(law: &'a Law, library: &Library, now: Date) -> Option<&'a Version> {
    let in_force = law.on(now).filter(|it| library.statute(it).is_some());
    in_force.or_else(|| law.versions.iter().find(|it| it.text.is_some()))
}

/// Returns the laws and places that a document and its snippets cite, in order, each once.
pub fn cited(targets: &Targets, id: DocumentId) -> Vec<&LawTarget> {
    let (mut open, mut seen, mut found) = (vec![id], std::collections::BTreeSet::new(), Vec::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for target in targets.documents[id.index()].iter() {
            match target {
                Target::Law(law) if !found.contains(&law) => found.push(law),
                Target::Snippet(snippet) => open.push(*snippet),
                _ => {}
            }
        }
    }
    found
}

/// Turns facts into a value for templates.
pub fn value(facts: &impl Serialize) -> Value {
    serde_json::to_value(facts).map_or_else(|_| Value::from(()), |it| of_json(&it))
}

fn of_json(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(yes) => Value::from(*yes),
        serde_json::Value::Number(number) => number
            .as_i64()
            .map_or_else(|| Value::from(number.as_f64()), Value::from),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(list) => Value::from(list.iter().map(of_json).collect::<Vec<_>>()),
        serde_json::Value::Object(table) => {
            Value::from_pairs(table.iter().map(|(key, it)| (key.clone(), of_json(it))))
        }
    }
}
