//! What the texts cite → the appendix of a handbook, and what a printed copy depends on.

use std::collections::BTreeMap;

use crate::{
    document::{Date, Document, ReferenceKind},
    law::{
        Library,
        citation::{Citation, Place},
        library::Version,
        statute::{Article, Statute},
    },
    render::excerpt::{paragraphs, place_name, short},
};

/// Statutes for the appendix: title, articles with their paragraphs.
pub(crate) type Appendix = Vec<(String, Vec<(String, Vec<String>)>)>;

/// Most articles in an appendix; a booklet is no statute book.
const MAX_ARTICLES: usize = 120;

/// Returns every article that the documents cite and whose text is imported, by law and number.
pub(crate) fn appendix(library: &Library, documents: &[&Document], day: Date) -> Appendix {
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
            cited.entry(law).or_default().insert((place.article, place.suffix), article);
        }
    }
    let entry = |(title, articles): (&str, BTreeMap<(u16, u8), &Article>)| {
        let articles = articles.into_iter().map(|((number, suffix), article)| {
            (place_name(Place::article(number, suffix)), paragraphs(article, None))
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
