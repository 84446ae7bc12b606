//! Citations and statute text inside a page: links, the box 本文引用的法条, the cards that a script takes from it.

pub mod anchor;
pub mod text;

use jiff::civil::Date;
use minijinja::{Value, context};
use serde::Serialize;

use crate::{
    document::{Inline, ReferenceId},
    escape,
    law::{
        citation,
        library::{Law, Library, Version},
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
    let card = target.place.map_or(String::new(), |_| {
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

/// One entry of the box 本文引用的法条.
#[derive(Debug, Serialize)]
struct EntryContext {
    id: String,
    name: String,
    url: Option<String>,
    text: String,
    state: &'static str,
    effective: Option<String>,
    checked: Option<String>,
    former: bool,
}

/// Returns the entries of the box for the laws and places that a page cites, each article once.
pub fn entries(page: &Page, targets: &[&LawTarget]) -> Vec<Value> {
    let mut seen = std::collections::BTreeSet::new();
    let mut out = Vec::new();
    for target in targets {
        let Some(entry) = entry(page, target) else {
            continue;
        };
        if seen.insert(entry.id.clone()) {
            let text = Value::from_safe_string(entry.text.clone());
            out.push(context! { text, ..value(&entry) });
        }
    }
    out
}

/// Describes a cited place for the box at the end of a page.
fn entry(page: &Page, target: &LawTarget) -> Option<EntryContext> {
    let library = &page.site().library;
    let law = library.law(&target.law)?;
    let version = target
        .text
        .and_then(|id| law.versions.iter().find(|it| it.text == Some(id)));
    let statute = version.and_then(|it| library.statute(it));
    let current = shown_current(law, library, page.config().now);
    let place = target
        .place
        .map(|it| citation::Place::article(it.article, it.suffix));
    let name = match (place, target.end) {
        (Some(place), Some(end)) => format!(
            "《{}》{}至{}",
            law.key,
            article_name(place.article, place.suffix),
            article_name(end.article, end.suffix)
        ),
        (Some(place), None) => format!(
            "《{}》{}",
            law.key,
            article_name(place.article, place.suffix)
        ),
        (None, _) => format!("《{}》", law.key),
    };
    let url = version.map(|it| {
        let id = place.map(anchor::id).unwrap_or_default();
        anchor::link(page, &anchor::version(law, it, current), &id)
    });
    let stands_for = version
        .or_else(|| law.on(page.config().now))
        .or(law.versions.first());
    Some(EntryContext {
        id: card_id(law, target),
        name,
        url,
        text: statute
            .zip(place)
            .filter(|_| target.end.is_none())
            .map(|(statute, place)| text::excerpt(statute, place))
            .unwrap_or_default(),
        state: state(
            law,
            stands_for,
            statute.map(|it| &it.facts),
            page.config().now,
        ),
        effective: stands_for
            .and_then(|it| it.effective)
            .map(|it| it.to_string()),
        checked: statute
            .and_then(|it| it.facts.checked)
            .map(|it| it.to_string()),
        former: target.former,
    })
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
        for target in &targets.documents[id.index()] {
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
