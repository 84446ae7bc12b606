//! What the templates of statutes can see.

use jiff::civil::Date;
use minijinja::Value;
use serde::Serialize;

use crate::{
    escape,
    law::library::{Law, Library, Version},
    render::html::{
        law::{anchor, mentions::Mentions, shown_current, state, text},
        place::Place as Page,
    },
    site::Owner,
};

/// Where official texts are found.
const OFFICIAL: &str = "https://flk.npc.gov.cn/";

/// A page of one version, or of the facts about a law without a text.
#[derive(Debug, Serialize)]
pub struct LawContext {
    title: String,
    short: String,
    kind: String,
    authority: String,
    aliases: Vec<String>,
    /// `in-force`, `old`, `repealed`, `future`, `sample`.
    state: &'static str,
    promulgated: Option<String>,
    effective: Option<String>,
    /// The day the next version took its place.
    until: Option<String>,
    basis: String,
    checked: Option<String>,
    source: String,
    official_url: Option<&'static str>,
    history: Vec<String>,
    repealed: Option<RepealContext>,
    current_url: Option<String>,
    newer_missing: Option<String>,
    versions: Vec<VersionContext>,
    comparisons: Vec<ComparisonContext>,
    interprets: Option<LinkContext>,
    pages: Vec<LinkContext>,
    /// HTML.
    pub contents: String,
    /// HTML.
    pub text: String,
    articles: usize,
}

#[derive(Debug, Serialize)]
struct RepealContext {
    date: String,
    by: String,
    basis: String,
    successor: Option<LinkContext>,
    part: String,
}

#[derive(Debug, Serialize)]
struct VersionContext {
    url: Option<String>,
    promulgated: Option<String>,
    effective: Option<String>,
    this: bool,
    current: bool,
}

#[derive(Debug, Serialize)]
struct ComparisonContext {
    url: String,
    from: String,
    to: String,
}

/// A title with its address.
#[derive(Clone, Debug, Serialize)]
pub struct LinkContext {
    /// Address from this page; empty without one.
    pub url: String,
    /// Words.
    pub title: String,
}

/// A law in the list of laws.
#[derive(Debug, Serialize)]
pub struct ListedContext {
    short: String,
    title: String,
    kind: String,
    url: String,
    state: &'static str,
    effective: Option<String>,
    has_text: bool,
    pages: usize,
}

/// Describes one version with its text, or the law alone.
pub fn law(page: &Page, mentions: &Mentions, law: &Law, version: Option<&Version>) -> LawContext {
    let site = page.site();
    let library = &site.library;
    let facts = version
        .and_then(|it| library.statute(it))
        .map(|it| &it.facts);
    let current = shown_current(law, library, page.config().now);
    let shown = version
        .or(law.on(page.config().now))
        .or(law.versions.first());
    let index = shown.and_then(|shown| law.versions.iter().position(|it| it == shown));
    let newer = index
        .and_then(|it| it.checked_sub(1))
        .map(|it| &law.versions[it]);
    let until = newer
        .and_then(Version::begins)
        .filter(|it| *it <= page.config().now);
    let link = |owner: Owner| LinkContext {
        url: anchor::link(page, site.permalink(owner), ""),
        title: site.title(owner).to_owned(),
    };
    let seen = |article: &crate::law::statute::Article| {
        let id = version.and_then(|it| it.text);
        let owners: Vec<Owner> = id
            .map(|id| {
                mentions
                    .of_article(id, (article.number, article.suffix))
                    .collect()
            })
            .unwrap_or_default();
        seen_by(&owners.into_iter().map(link).collect::<Vec<_>>())
    };
    let statute = version.and_then(|it| library.statute(it));
    LawContext {
        title: law.title.clone(),
        short: law.key.clone(),
        kind: law.kind.clone(),
        authority: facts.map_or(String::new(), |it| it.authority.clone()),
        aliases: law.aliases.clone(),
        state: state(law, version, facts, page.config().now),
        promulgated: date(shown.and_then(|it| it.promulgated)),
        effective: date(shown.and_then(|it| it.effective)),
        until: date(until),
        basis: shown.map_or(String::new(), |it| it.basis.clone()),
        checked: date(facts.and_then(|it| it.checked)),
        source: facts.map_or(String::new(), |it| it.source.clone()),
        official_url: (facts.is_none_or(|it| it.status != "样例")).then_some(OFFICIAL),
        history: law.history.clone(),
        repealed: law.repealed_on(page.config().now).map(|it| RepealContext {
            date: it.date.to_string(),
            by: it.by.clone(),
            basis: it.basis.clone(),
            successor: library
                .law(&it.successor)
                .map(|other| law_link(other, library, page)),
            part: it.part.clone(),
        }),
        current_url: current
            .filter(|it| version.is_some_and(|version| version != *it))
            .map(|_| anchor::link(page, &anchor::law(law), "")),
        newer_missing: date(
            law.on(page.config().now)
                .filter(|it| it.text.is_none() && version.is_some_and(|version| version != *it))
                .and_then(Version::begins),
        ),
        versions: versions(law, version, current, page),
        comparisons: comparisons(law, version, page),
        interprets: law
            .interprets
            .as_deref()
            .and_then(|it| library.law(it))
            .map(|it| law_link(it, library, page)),
        pages: mentions.of_law(&law.key).map(link).collect(),
        contents: statute.map_or(String::new(), text::contents),
        text: version
            .and_then(|it| it.text)
            .map_or(String::new(), |id| text::whole(page, law, id, &seen)),
        articles: statute.map_or_else(
            || shown.map_or(0, |it| usize::from(it.articles)),
            |it| it.articles.len(),
        ),
    }
}

fn seen_by(pages: &[LinkContext]) -> String {
    if pages.is_empty() {
        return String::new();
    }
    let links: Vec<String> = pages
        .iter()
        .map(|it| {
            format!(
                "<a href=\"{}\">{}</a>",
                escape::text(&it.url),
                escape::text(&it.title)
            )
        })
        .collect();
    format!(
        "<p class=\"seen-by\"><span>本站讲到这一条：</span>{}</p>\n",
        links.join("、")
    )
}

fn versions(
    law: &Law,
    shown: Option<&Version>,
    current: Option<&Version>,
    page: &Page,
) -> Vec<VersionContext> {
    let context = |it: &Version| VersionContext {
        url: it
            .text
            .map(|_| anchor::link(page, &anchor::version(law, it, current), "")),
        promulgated: date(it.promulgated),
        effective: date(it.effective),
        this: shown == Some(it),
        current: law.on(page.config().now) == Some(it)
            && law.repealed_on(page.config().now).is_none(),
    };
    law.versions.iter().map(context).collect()
}

fn comparisons(law: &Law, shown: Option<&Version>, page: &Page) -> Vec<ComparisonContext> {
    let pairs = compared(law)
        .into_iter()
        .filter(|(old, new)| shown.is_some_and(|it| it == *old || it == *new));
    let day = |it: &Version| it.promulgated.map(|it| it.to_string()).unwrap_or_default();
    let context = |(old, new): (&Version, &Version)| ComparisonContext {
        url: anchor::link(page, &anchor::comparison(law, old, new), ""),
        from: day(old),
        to: day(new),
    };
    pairs.map(context).collect()
}

/// Returns the pairs of versions that follow each other and both have a text, old before new.
pub fn compared(law: &Law) -> Vec<(&Version, &Version)> {
    let with_text: Vec<&Version> = law.versions.iter().filter(|it| it.text.is_some()).collect();
    with_text.windows(2).map(|it| (it[1], it[0])).collect()
}

fn law_link(law: &Law, library: &Library, page: &Page) -> LinkContext {
    let has_page = shown_current(law, library, page.config().now).is_some();
    let url = if has_page {
        anchor::link(page, &anchor::law(law), "")
    } else {
        String::new()
    };
    LinkContext {
        url,
        title: law.key.clone(),
    }
}

/// Describes a law for the list of all laws.
pub fn listed(page: &Page, mentions: &Mentions, law: &Law) -> ListedContext {
    let version = shown_current(law, &page.site().library, page.config().now);
    let facts = version
        .and_then(|it| page.site().library.statute(it))
        .map(|it| &it.facts);
    ListedContext {
        short: law.key.clone(),
        title: law.title.clone(),
        kind: law.kind.clone(),
        url: anchor::link(page, &anchor::law(law), ""),
        state: state(
            law,
            version.or(law.on(page.config().now)),
            facts,
            page.config().now,
        ),
        effective: date(
            version
                .or(law.on(page.config().now))
                .and_then(|it| it.effective),
        ),
        has_text: version.is_some(),
        pages: mentions.of_law(&law.key).count(),
    }
}

/// Describes a statute for search engines, as schema.org's Legislation.
pub fn json_ld(
    law: &Law,
    version: Option<&Version>,
    state: &str,
    url: Option<&str>,
) -> serde_json::Value {
    let force = match state {
        "in-force" => "https://schema.org/InForce",
        _ => "https://schema.org/NotInForce",
    };
    let mut value = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": law.title,
        "alternateName": law.key,
        "legislationType": law.kind,
        "legislationJurisdiction": "CN",
        "inLanguage": "zh-CN",
        "legislationLegalForce": force,
    });
    let facts = [
        (
            "legislationDate",
            version
                .and_then(|it| it.promulgated)
                .map(|it| it.to_string()),
        ),
        (
            "legislationDateOfApplicability",
            version.and_then(|it| it.effective).map(|it| it.to_string()),
        ),
        ("url", url.map(str::to_owned)),
    ];
    for (key, fact) in facts {
        if let Some(fact) = fact {
            value[key] = fact.into();
        }
    }
    value
}

fn date(date: Option<Date>) -> Option<String> {
    date.map(|it| it.to_string())
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
