//! The place in a statute from which its own words point: 前款, 第一项 of an article named before.

use crate::law::{
    citation::{Place, place::Unit},
    statute::Statute,
};

/// The article inside a statute in which a text stands.
#[derive(Clone, Copy, Debug)]
pub struct Host<'a> {
    /// Key of the statute.
    pub law: &'a str,
    /// Its text, as far as it is known.
    pub statute: Option<&'a Statute>,
    /// Where the text stands; the paragraph counts from 1.
    pub place: Place,
    /// Key of the law that the statute interprets.
    pub interprets: Option<&'a str>,
}

/// 前款, 前两条: the first and the last of the units before.
pub(super) fn before(host: Host<'_>, unit: Unit, count: u8) -> Option<(Place, Place)> {
    let place = host.place;
    match unit {
        Unit::Article => {
            // In the order of the text: before 第一百三十四条 may stand 第一百三十三条之二.
            let articles = host.statute.map(|it| (it, it.index_of(place.article, place.suffix)));
            let at = |back: u8| match articles {
                Some((statute, Some(index))) => index.checked_sub(usize::from(back)).map(|it| {
                    Place::article(statute.articles[it].number, statute.articles[it].suffix)
                }),
                _ => place
                    .article
                    .checked_sub(u16::from(back))
                    .filter(|it| *it > 0)
                    .map(|it| Place::article(it, 0)),
            };
            at(count).zip(at(1))
        }
        Unit::Paragraph => {
            let paragraph = place.paragraph.unwrap_or(1);
            let at = |back: u8| paragraph.checked_sub(back).filter(|it| *it > 0);
            let make = |paragraph: u8| Place {
                paragraph: Some(paragraph),
                item: None,
                subitem: None,
                ..place
            };
            at(count).map(make).zip(at(1).map(make))
        }
        Unit::Item | Unit::Subitem => {
            let item = place.item?;
            let at = |back: u8| item.checked_sub(back).filter(|it| *it > 0);
            let make = |item: u8| Place { item: Some(item), subitem: None, ..place };
            at(count).map(make).zip(at(1).map(make))
        }
    }
}

/// Tells whether a statute has this place.
pub(super) fn exists(statute: &Statute, place: Place) -> bool {
    statute.article(place.article, place.suffix).is_some_and(|article| {
        let paragraph =
            place.paragraph.is_none_or(|it| usize::from(it) <= article.paragraphs.len());
        let items = || article.paragraphs.iter().map(|it| it.items.len()).max().unwrap_or(0);
        paragraph && place.item.is_none_or(|it| usize::from(it) <= items())
    })
}

/// Tells whether a cited place of the statute itself has items: 第二十六条第一款规定的职权，但是第一项…… means those.
pub(super) fn holds_items(host: Host<'_>, law: &str, place: Place) -> bool {
    let statute = host.statute.filter(|_| law == host.law);
    let article = statute.and_then(|it| it.article(place.article, place.suffix));
    article.is_some_and(|it| match place.paragraph {
        Some(number) => it
            .paragraphs
            .get(usize::from(number).wrapping_sub(1))
            .is_some_and(|it| !it.items.is_empty()),
        None => it.paragraph_with_items().is_some(),
    })
}
