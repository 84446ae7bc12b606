//! Words of statutes for paper: what `:::法条` inserts, and the appendix of a handbook.

use std::collections::BTreeMap;

use crate::{
    document::{Date, Document, ReferenceKind},
    law::{
        Library,
        citation::{Citation, Place},
        library::Version,
        numeral,
        statute::{Article, Statute},
    },
    render::leaflet::handbook::Appendix,
};

/// Most articles in an appendix; a booklet is no statute book.
const MAX_ARTICLES: usize = 120;

/// Returns title and paragraphs of a cited article in the version that is law on `day`, if its text is imported.
pub fn excerpt(library: &Library, citation: &Citation, day: Date) -> Option<(String, Vec<String>)> {
    let place = citation.place?;
    let law = library.law(&citation.law.key)?;
    let version = match &citation.version {
        Some(hint) => law.hinted(hint, day)?,
        None => law.on(day)?,
    };
    let article = library
        .statute(version)?
        .article(place.article, place.suffix)?;
    let title = format!("《{}》{}", short(&law.title), place_name(place));
    Some((title, paragraphs(article, place.paragraph)))
}

/// Returns every article that the documents cite and whose text is imported, by law and number.
pub fn appendix(library: &Library, documents: &[&Document], day: Date) -> Appendix {
    let mut cited: BTreeMap<&str, BTreeMap<(u16, u8), &Article>> = BTreeMap::new();
    let references = documents.iter().flat_map(|it| &it.references);
    let citations = references.filter_map(|it| it.kind.citation());
    for citation in citations.filter(|it| it.version.is_none()) {
        let Some((law, statute)) = in_force(library, citation, day) else {
            continue;
        };
        let Some(place) = citation.place else {
            continue;
        };
        if let Some(article) = statute.article(place.article, place.suffix) {
            cited
                .entry(law)
                .or_default()
                .insert((place.article, place.suffix), article);
        }
    }
    let entry = |(title, articles): (&str, BTreeMap<(u16, u8), &Article>)| {
        let articles = articles.into_iter().map(|((number, suffix), article)| {
            (
                place_name(Place::article(number, suffix)),
                paragraphs(article, None),
            )
        });
        (title.to_owned(), articles.collect::<Vec<_>>())
    };
    let mut room = MAX_ARTICLES;
    let all = cited.into_iter().map(entry);
    all.filter(|(_, articles)| {
        let fits = articles.len() <= room;
        room = room.saturating_sub(articles.len());
        fits
    })
    .collect()
}

/// Returns the laws a document cites, with the day of the version in force: what a printed copy depends on.
pub fn versions(library: &Library, document: &Document, day: Date) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for reference in &document.references {
        let ReferenceKind::Citation(citation) = &reference.kind else {
            continue;
        };
        let Some(law) = library.law(&citation.law.key) else {
            continue;
        };
        let standing = law.standing(day);
        let begins = standing.version.and_then(Version::begins);
        let version = begins.map(|it| it.to_string()).unwrap_or_default();
        let state = match standing.repealed {
            Some(_) => format!("{version} repealed"),
            None => version,
        };
        out.insert(short(&law.title).to_owned(), state);
    }
    out
}

fn in_force<'a>(
    library: &'a Library,
    citation: &Citation,
    day: Date,
) -> Option<(&'a str, &'a Statute)> {
    let law = library.law(&citation.law.key)?;
    let version = law.standing(day).in_force()?;
    Some((short(&law.title), library.statute(version)?))
}

fn short(title: &str) -> &str {
    title.strip_prefix("中华人民共和国").unwrap_or(title)
}

/// 第一千零七十九条之一第三款.
fn place_name(place: Place) -> String {
    let mut name = format!("第{}条", numeral::to_chinese(place.article));
    if place.suffix > 0 {
        name.push('之');
        name.push_str(&numeral::to_chinese(u16::from(place.suffix)));
    }
    if let Some(paragraph) = place.paragraph {
        name.push('第');
        name.push_str(&numeral::to_chinese(u16::from(paragraph)));
        name.push('款');
    }
    name
}

fn paragraphs(article: &Article, only: Option<u8>) -> Vec<String> {
    let wanted = |index: usize| only.is_none_or(|it| usize::from(it) == index + 1);
    let chosen = article
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(index, _)| wanted(*index));
    chosen
        .flat_map(|(_, paragraph)| paragraph.lines())
        .collect()
}
