//! `pufa law list`, `show` and `diff`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan as _, civil::Date};
use serde_json::{Value, json};

use crate::{
    cli::{Context, Exit, law::Laws},
    diag::{
        Sink, Text,
        messages::{
            command::law::{self as told, Changes},
            nearest,
        },
        print::Format,
    },
    law::{
        citation::{Place, scan::Scanner},
        compare,
        diff::{self, Piece, Row},
        library::{Law, Version},
        numeral::to_chinese,
        standing::{Standing, State},
        statute::{
            Article, Statute,
            write::{article_name, place_name},
        },
    },
};

/// Lists laws with a text, and laws that pages cite.
pub fn list(context: &Context, laws: &Laws) -> Exit {
    let cited = cited(laws);
    let is_listed = |law: &&Law| {
        cited.contains_key(&law.key) || law.versions.iter().any(|it| it.text.is_some())
    };
    let listed: Vec<&Law> = laws.library().laws().filter(is_listed).collect();
    if listed.is_empty() && context.format == Format::Human {
        context.console.say(&told::nothing_listed());
    }
    for law in listed {
        let pages = cited.get(&law.key).copied().unwrap_or(0);
        if context.format != Format::Human {
            context.console.line(&as_json(laws, law, pages).to_string());
            continue;
        }
        let state = state(law.standing(laws.config().now));
        context.console.say(&told::listed(&law.key, &state, pages));
        versions(context, laws, law);
    }
    Exit::Success
}

/// What is known about a law, for programs.
fn as_json(laws: &Laws, law: &Law, pages: usize) -> Value {
    let standing = law.standing(laws.config().now);
    let state = match standing.state(None) {
        State::InForce => "in-force",
        State::Future => "future",
        State::Old => "old",
        State::Sample => "sample",
        State::Repealed => "repealed",
        State::Unknown => "unknown",
    };
    let versions = law.versions.iter().map(|it| {
        let text = it.text.map(|id| laws.library().text(id));
        json!({
            "promulgated": day(it.promulgated), "effective": day(it.effective), "articles": it.articles,
            "text": text.map(|it| &it.path), "checked": day(text.and_then(|it| it.statute.facts.checked)),
        })
    });
    let repealed = day(standing.repealed.map(|it| it.date));
    json!({ "law": law.key, "state": state, "repealed": repealed, "cited_by": pages, "versions": versions.collect::<Vec<_>>() })
}

/// The same with what `law show` tells besides.
fn described(laws: &Laws, law: &Law, pages: usize) -> Value {
    let mut out = as_json(laws, law, pages);
    out["title"] = law.title.as_str().into();
    out["aliases"] = json!(law.aliases);
    out["history"] = json!(law.history);
    out["from"] = json!(law.from);
    out["repealed_by"] = json!(law.repealed.as_ref().map(|it| &it.basis));
    out["successor"] = json!(law.repealed.as_ref().map(|it| &it.successor));
    out
}

fn day(day: Option<Date>) -> Value {
    day.map_or(Value::Null, |it| it.to_string().into())
}

fn versions(context: &Context, laws: &Laws, law: &Law) {
    for version in &law.versions {
        context.console.say(&told::version(&told::Version {
            promulgated: version.promulgated,
            effective: version.effective,
            is_doubtful: version.basis == "general",
            articles: version.articles,
            text: text_of(laws, version),
        }));
    }
}

/// Says where the text of a version is, and whether somebody should compare it with its source again.
fn text_of(laws: &Laws, version: &Version) -> Text {
    let Some(text) = version.text.map(|id| laws.library().text(id)) else {
        return told::no_text();
    };
    let checked = text.statute.facts.checked;
    let term = i64::from(laws.config().review_months).months();
    let due = checked.and_then(|it| it.checked_add(term).ok());
    match due.is_some_and(|it| it < laws.config().now) {
        true => told::text_due(&text.path, checked),
        false => told::text_checked(&text.path, checked),
    }
}

/// Says how a law as a whole stands.
fn state(standing: Standing<'_>) -> Text {
    match (standing.state(None), standing.repealed) {
        (State::Repealed, Some(repeal)) => told::repealed(repeal.date),
        (State::InForce | State::Repealed, _) => told::in_force(),
        (State::Future, _) => told::not_yet(),
        (State::Old, _) => told::old(),
        (State::Sample, _) => told::sample(),
        (State::Unknown, _) => told::unknown_state(),
    }
}

/// Counts the published pages that cite each law, themselves or in a snippet that they take in.
fn cited(laws: &Laws) -> BTreeMap<String, usize> {
    let read = laws.basis.clone().site(&laws.sources, &mut Sink::default());
    let pages = read.site.pages.iter().map(|it| it.document);
    let sections = read.site.sections.iter().filter_map(|it| it.document);
    let mut counts = BTreeMap::new();
    for document in pages.chain(sections) {
        let documents = read.targets.includes.with(document).map(|id| read.documents.get(id));
        let citations = documents.flat_map(|it| &it.references).filter_map(|it| it.kind.citation());
        let keys: BTreeSet<&str> = citations.map(|it| it.law.key.as_str()).collect();
        for key in keys {
            *counts.entry(key.to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

/// Shows what is known about a law, or one article of it.
pub fn show(context: &Context, laws: &Laws, name: &str, article: Option<&str>) -> Exit {
    let Some(law) = find(context, laws, name) else {
        return Exit::Usage;
    };
    let is_json = context.format == Format::Json;
    let Some(written) = article else {
        if is_json {
            let pages = cited(laws).get(&law.key).copied().unwrap_or(0);
            context.console.line(&described(laws, law, pages).to_string());
            return Exit::Success;
        }
        about(context, laws, law);
        versions(context, laws, law);
        return Exit::Success;
    };
    let Some(place) = place(laws, law, written) else {
        context.console.note(&told::not_an_article(written));
        return Exit::Usage;
    };
    let version = law.standing(laws.config().now).shown;
    let text = version.and_then(|it| Some((it, laws.library().statute(it)?)));
    let Some((version, statute)) = text else {
        context.console.note(&told::text_missing(&law.key));
        return Exit::Content;
    };
    let Some(found) = statute.article(place.article, place.suffix) else {
        let last = statute.articles.last().map_or(0, |it| it.number);
        context.console.note(&told::article_missing(&law.key, &place_name(place), last));
        return Exit::Content;
    };
    if is_json {
        let text = match place.paragraph.is_some() || place.item.is_some() {
            true => compare::text_at(found, place),
            false => found.text(),
        };
        let shown = json!({
            "law": law.key, "article": place_name(place), "effective": day(version.effective), "text": text,
        });
        context.console.line(&shown.to_string());
        return Exit::Success;
    }
    context.console.say(&told::article(&law.key, &place_name(place), version.effective));
    words(context, found, place);
    Exit::Success
}

/// Prints the words at a place; of a whole article with the number of each 款.
fn words(context: &Context, article: &Article, place: Place) {
    if place.paragraph.is_some() || place.item.is_some() {
        context.console.line(&compare::text_at(article, place));
        return;
    }
    for (number, paragraph) in (1..).zip(&article.paragraphs) {
        let mark = if article.paragraphs.len() > 1 {
            format!("第{}款　", to_chinese(number))
        } else {
            String::new()
        };
        let lines = paragraph.lines().join("\n");
        context.console.line(&format!("{mark}{lines}"));
    }
}

/// Says what is known about a law as a whole, and where that comes from.
fn about(context: &Context, laws: &Laws, law: &Law) {
    let console = &context.console;
    console.say(&told::heading(&law.title, &state(law.standing(laws.config().now))));
    if let Some(repeal) = &law.repealed {
        if !repeal.basis.is_empty() {
            console.say(&told::repealed_by(&repeal.basis));
        }
        if !repeal.successor.is_empty() {
            console.say(&told::now_see(&repeal.successor, &repeal.part));
        }
    }
    let mut names = vec![law.key.clone()];
    names.extend(law.aliases.iter().cloned());
    names.retain(|it| *it != law.title);
    for (facts, tell) in [
        (&names, told::also_called as fn(&[String]) -> Text),
        (&law.history, told::history),
        (&law.from, told::facts_from),
    ] {
        if !facts.is_empty() {
            console.say(&tell(facts));
        }
    }
}

fn find<'a>(context: &Context, laws: &'a Laws, name: &str) -> Option<&'a Law> {
    let law = laws.library().find(name);
    if law.is_none() {
        let near = nearest(name, laws.library().laws().map(|it| it.key.as_str()));
        context.console.note(&told::unknown(name, near));
    }
    law
}

/// Reads 1079, 133-1, 第一千零七十九条第三款 as a place of a law.
fn place(laws: &Laws, law: &Law, written: &str) -> Option<Place> {
    let number = written.replace('-', "条之");
    let number = if number.contains("条之") { number } else { format!("{number}条") };
    let text = if written.starts_with('第') { written.to_owned() } else { format!("第{number}") };
    let found = Scanner::new(laws.library().names()).block(&format!("《{}》{text}", law.key));
    found.first()?.citation.place
}

/// Prints what changed between two versions.
pub(crate) fn diff(
    context: &Context,
    laws: &Laws,
    name: &str,
    from: Option<Date>,
    to: Option<Date>,
) -> Exit {
    let Some(law) = find(context, laws, name) else {
        return Exit::Usage;
    };
    let with_text: Vec<&Version> = law.versions.iter().filter(|it| it.text.is_some()).collect();
    let by_day = |day: Option<Date>, otherwise: usize| match day {
        Some(day) => with_text.iter().find(|it| it.promulgated == Some(day)).copied(),
        None => with_text.get(otherwise).copied(),
    };
    let statute = |it: &Version| laws.library().statute(it);
    let pair = by_day(from, 1).zip(by_day(to, 0));
    let Some((old, new)) = pair.and_then(|(old, new)| statute(old).zip(statute(new))) else {
        context.console.note(&told::nothing_to_compare(&law.key));
        return Exit::Content;
    };
    let rows = diff::versions(old, new);
    if context.format == Format::Json {
        for change in rows.iter().filter_map(|it| change(it, old, new)) {
            context.console.line(&change.to_string());
        }
    } else {
        for text in rows.iter().filter_map(|it| shown(it, old, new)) {
            context.console.line(&text);
        }
    }
    let (from, to) = (old.facts.promulgated, new.facts.promulgated);
    context.sum_up(&told::compared(from, to, changes(&rows)));
    Exit::Success
}

fn changes(rows: &[Row]) -> Changes {
    let mut changes = Changes::default();
    for row in rows {
        match row {
            Row::Same(..) => changes.same += 1,
            Row::Changed(..) => changes.changed += 1,
            Row::Removed(_) => changes.removed += 1,
            Row::Added(_) => changes.added += 1,
        }
    }
    changes
}

/// What changed in one article, for programs.
fn change(row: &Row, old: &Statute, new: &Statute) -> Option<Value> {
    let name = |it: &Article| article_name(it.number, it.suffix);
    let (what, before, after) = match *row {
        Row::Same(..) => return None,
        Row::Removed(index) => ("removed", Some(&old.articles[index]), None),
        Row::Added(index) => ("added", None, Some(&new.articles[index])),
        Row::Changed(before, after) => {
            ("changed", Some(&old.articles[before]), Some(&new.articles[after]))
        }
    };
    Some(json!({
        "change": what,
        "before": before.map(|it| json!({ "article": name(it), "text": it.text() })),
        "after": after.map(|it| json!({ "article": name(it), "text": it.text() })),
    }))
}

fn shown(row: &Row, old: &Statute, new: &Statute) -> Option<String> {
    let name = |statute: &Statute, index: usize| {
        let article = &statute.articles[index];
        article_name(article.number, article.suffix)
    };
    Some(match *row {
        Row::Same(..) => return None,
        Row::Removed(index) => format!("- {}　{}", name(old, index), old.articles[index].text()),
        Row::Added(index) => format!("+ {}　{}", name(new, index), new.articles[index].text()),
        Row::Changed(before, after) => {
            let pieces = diff::words(&old.articles[before].text(), &new.articles[after].text());
            let words: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Same(text) => text.clone(),
                    Piece::Old(text) => format!("[-{text}-]"),
                    Piece::New(text) => format!("{{+{text}+}}"),
                })
                .collect();
            format!("~ {} → {}　{words}", name(old, before), name(new, after))
        }
    })
}
