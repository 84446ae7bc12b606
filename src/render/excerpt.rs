//! Words of a statute to put where they are cited, on paper or in another medium.

use crate::{
    document::Date,
    law::{
        Library,
        citation::{Citation, Place},
        statute::{Article, write},
    },
};

/// Returns title and paragraphs of a cited article in the version that is law on `day`, if its text is imported.
pub fn excerpt(library: &Library, citation: &Citation, day: Date) -> Option<(String, Vec<String>)> {
    let place = citation.place?;
    let law = library.law(&citation.law.key)?;
    let version = match &citation.version {
        Some(hint) => law.hinted(hint, day)?,
        None => law.on(day)?,
    };
    let article = library.statute(version)?.article(place.article, place.suffix)?;
    let title = format!("《{}》{}", short(&law.title), place_name(place));
    Some((title, paragraphs(article, place.paragraph)))
}

/// Returns the title of a law as people say it: 民法典.
pub fn short(title: &str) -> &str {
    title.strip_prefix("中华人民共和国").unwrap_or(title)
}

/// Returns the name of a place down to its 款, which is the least that is put in: 第一千零七十九条之一第三款.
pub(crate) fn place_name(place: Place) -> String {
    write::place_name(Place { item: None, subitem: None, ..place })
}

/// Returns the paragraphs of an article, or the one that is counted `only`, from 1; an item is a paragraph of its own.
pub fn paragraphs(article: &Article, only: Option<u8>) -> Vec<String> {
    let wanted = |index: usize| only.is_none_or(|it| usize::from(it) == index + 1);
    let chosen = article.paragraphs.iter().enumerate().filter(|(index, _)| wanted(*index));
    chosen.flat_map(|(_, paragraph)| paragraph.lines()).collect()
}
