//! What the templates of statutes can see.

use jiff::civil::Date;
use minijinja::Value;
use serde::Serialize;

use crate::{
    escape,
    law::{
        library::{Law, Version},
        registry::Repeal,
        standing::{Standing, State},
        statute::Article,
    },
    render::html::{
        law::{anchor, mentions::Mentions, text},
        place::Place as Page,
    },
    site::{Owner, generated::laws},
};

/// Where official texts are found.
const OFFICIAL: &str = "https://flk.npc.gov.cn/";

/// A page of one version, or of the facts about a law without a text.
#[derive(Debug, Serialize)]
pub(crate) struct LawContext {
    title: String,
    short: String,
    kind: String,
    authority: String,
    aliases: Vec<String>,
    /// `in-force`, `old`, `repealed`, `future`, `sample`, `unknown`.
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
pub(crate) struct LinkContext {
    /// Address from this page; empty without one.
    pub url: String,
    /// Words.
    pub title: String,
}

/// A law in the list of laws.
#[derive(Debug, Serialize)]
pub(crate) struct ListedContext {
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
    let standing = law.standing(page.config().now);
    let statute = version.and_then(|it| page.site().library.statute(it));
    let facts = statute.map(|it| &it.facts);
    let told = version.or(standing.known);
    LawContext {
        title: law.title.clone(),
        short: law.key.clone(),
        kind: law.kind.clone(),
        authority: facts.map_or(String::new(), |it| it.authority.clone()),
        aliases: law.aliases.clone(),
        state: standing.state(version).name(),
        promulgated: date(told.and_then(|it| it.promulgated)),
        effective: date(told.and_then(|it| it.effective)),
        until: date(told.and_then(|it| until(law, it, standing.day))),
        basis: told.map_or(String::new(), |it| it.basis.clone()),
        checked: date(facts.and_then(|it| it.checked)),
        source: facts.map_or(String::new(), |it| it.source.clone()),
        official_url: (standing.state(version) != State::Sample).then_some(OFFICIAL),
        history: law.history.clone(),
        repealed: standing.repealed.map(|it| repealed(it, page)),
        current_url: current_url(page, law, version, standing),
        newer_missing: date(
            standing
                .missing()
                .filter(|it| version.is_some_and(|version| version != *it))
                .and_then(Version::begins),
        ),
        versions: versions(law, version, standing, page),
        comparisons: comparisons(law, version, page),
        interprets: law
            .interprets
            .as_deref()
            .and_then(|it| page.site().library.law(it))
            .map(|it| law_link(it, page)),
        pages: mentions.of_law(&law.key).map(|it| owner_link(page, it)).collect(),
        contents: statute.map_or(String::new(), text::contents),
        text: whole(page, mentions, law, version),
        articles: statute
            .map_or_else(|| told.map_or(0, |it| usize::from(it.articles)), |it| it.articles.len()),
    }
}

/// Returns the day on which the next version took the place of one.
fn until(law: &Law, version: &Version, day: Date) -> Option<Date> {
    let index = law.versions.iter().position(|it| it == version)?;
    let newer = &law.versions[index.checked_sub(1)?];
    newer.begins().filter(|it| *it <= day)
}

fn repealed(repeal: &Repeal, page: &Page) -> RepealContext {
    let successor = page.site().library.law(&repeal.successor);
    RepealContext {
        date: repeal.date.to_string(),
        by: repeal.by.clone(),
        basis: repeal.basis.clone(),
        successor: successor.map(|it| law_link(it, page)),
        part: repeal.part.clone(),
    }
}

/// Links the version that stands for the law, from any other.
fn current_url(
    page: &Page,
    law: &Law,
    version: Option<&Version>,
    standing: Standing<'_>,
) -> Option<String> {
    let current = standing.shown?;
    (version? != current).then(|| anchor::link(page, &laws::law(law), ""))
}

/// Writes the text of a version, with the pages that speak of each article.
fn whole(page: &Page, mentions: &Mentions, law: &Law, version: Option<&Version>) -> String {
    let Some(id) = version.and_then(|it| it.text) else {
        return String::new();
    };
    let seen = |article: &Article| {
        let owners = mentions.of_article(id, (article.number, article.suffix));
        seen_by(page, owners)
    };
    text::whole(page, law, id, &seen)
}

fn seen_by(page: &Page, owners: impl Iterator<Item = Owner>) -> String {
    let links: Vec<String> = owners
        .map(|owner| {
            let LinkContext { url, title } = owner_link(page, owner);
            format!("<a href=\"{}\">{}</a>", escape::text(&url), escape::text(&title))
        })
        .collect();
    if links.is_empty() {
        return String::new();
    }
    let name = page.shared.theme.words.get("law_seen_by");
    format!(
        "<p class=\"seen-by\"><span>{}</span>{}</p>\n",
        escape::text(name.map_or("", String::as_str)),
        links.join("、")
    )
}

fn owner_link(page: &Page, owner: Owner) -> LinkContext {
    let site = page.site();
    LinkContext {
        url: anchor::link(page, site.permalink(owner), ""),
        title: site.title(owner).to_owned(),
    }
}

fn versions(
    law: &Law,
    shown: Option<&Version>,
    standing: Standing<'_>,
    page: &Page,
) -> Vec<VersionContext> {
    let url = |it: &Version| anchor::link(page, &laws::version(law, it, standing.day), "");
    let context = |it: &Version| VersionContext {
        url: it.text.map(|_| url(it)),
        promulgated: date(it.promulgated),
        effective: date(it.effective),
        this: shown == Some(it),
        current: standing.in_force() == Some(it),
    };
    law.versions.iter().map(context).collect()
}

fn comparisons(law: &Law, shown: Option<&Version>, page: &Page) -> Vec<ComparisonContext> {
    let pairs = laws::compared(law)
        .into_iter()
        .filter(|(old, new)| shown.is_some_and(|it| it == *old || it == *new));
    let day = |it: &Version| it.promulgated.map(|it| it.to_string()).unwrap_or_default();
    let context = |(old, new): (&Version, &Version)| ComparisonContext {
        url: anchor::link(page, &laws::comparison(law, old, new), ""),
        from: day(old),
        to: day(new),
    };
    pairs.map(context).collect()
}

fn law_link(law: &Law, page: &Page) -> LinkContext {
    let has_page = law.standing(page.config().now).shown.is_some();
    let url = has_page.then(|| anchor::link(page, &laws::law(law), ""));
    LinkContext { url: url.unwrap_or_default(), title: law.key.clone() }
}

/// Describes a law for the list of all laws.
pub fn listed(page: &Page, mentions: &Mentions, law: &Law) -> ListedContext {
    let standing = law.standing(page.config().now);
    let version = standing.shown.or(standing.version);
    ListedContext {
        short: law.key.clone(),
        title: law.title.clone(),
        kind: law.kind.clone(),
        url: anchor::link(page, &laws::law(law), ""),
        state: standing.state(version).name(),
        effective: date(version.and_then(|it| it.effective)),
        has_text: standing.shown.is_some(),
        pages: mentions.of_law(&law.key).count(),
    }
}

/// Describes a statute for search engines, as schema.org's Legislation.
pub fn json_ld(
    law: &Law,
    version: Option<&Version>,
    state: State,
    url: Option<&str>,
) -> serde_json::Value {
    let force = match state {
        State::InForce => "https://schema.org/InForce",
        State::Old | State::Repealed | State::Future | State::Sample | State::Unknown => {
            "https://schema.org/NotInForce"
        }
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
        ("legislationDate", version.and_then(|it| it.promulgated).map(|it| it.to_string())),
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
        serde_json::Value::Number(number) => {
            number.as_i64().map_or_else(|| Value::from(number.as_f64()), Value::from)
        }
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(list) => Value::from(list.iter().map(of_json).collect::<Vec<_>>()),
        serde_json::Value::Object(table) => {
            Value::from_pairs(table.iter().map(|(key, it)| (key.clone(), of_json(it))))
        }
    }
}
