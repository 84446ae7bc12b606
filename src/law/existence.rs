//! Whether a cited place exists: in a text, or as far as the facts about a version tell.

use crate::law::{
    citation::Place,
    library::{Library, Version},
    statute::{Paragraph, Statute},
};

/// Whether a place exists in a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Existence {
    /// It does.
    There,
    /// Nothing is known about this version's articles.
    Unknown,
    /// The article does not exist; the number of the last one.
    NoArticle(u16),
    /// The paragraph does not exist; how many there are, and whether an item with that number does.
    NoParagraph(usize, bool),
    /// The item does not exist; how many there are, and whether a paragraph with that number does.
    NoItem(usize, bool),
    /// Several paragraphs have items and none is named; their numbers.
    ItemAmbiguous(Vec<u8>),
}

impl Library {
    /// Tells whether a place exists in a version.
    pub fn existence(&self, version: &Version, place: Place) -> Existence {
        match self.statute(version) {
            Some(statute) if !statute.articles.is_empty() => in_text(statute, place),
            Some(_) | None if version.articles == 0 => Existence::Unknown,
            Some(_) | None => {
                let there = if place.suffix > 0 {
                    version.inserted.contains(&(place.article, place.suffix))
                } else {
                    (1..=version.articles).contains(&place.article)
                };
                if there {
                    Existence::There
                } else {
                    Existence::NoArticle(version.articles)
                }
            }
        }
    }
}

fn in_text(statute: &Statute, place: Place) -> Existence {
    let last = statute.articles.last().map_or(0, |it| it.number);
    let Some(article) = statute.article(place.article, place.suffix) else {
        return Existence::NoArticle(last);
    };
    let items_somewhere = article
        .paragraphs
        .iter()
        .map(|it| it.items.len())
        .max()
        .unwrap_or(0);
    let count = article.paragraphs.len();
    let paragraph = match place.paragraph {
        Some(number) => match article.paragraphs.get(usize::from(number).wrapping_sub(1)) {
            Some(paragraph) => Some(paragraph),
            None => {
                return Existence::NoParagraph(
                    count,
                    usize::from(number) <= items_somewhere && place.item.is_none(),
                );
            }
        },
        None => None,
    };
    let Some(item) = place.item else {
        return Existence::There;
    };
    let with_items: Vec<u8> = (1..)
        .zip(&article.paragraphs)
        .filter(|(_, it)| !it.items.is_empty())
        .map(|(number, _)| number)
        .collect();
    let items = paragraph.map_or(items_somewhere, |it| it.items.len());
    if item == 0 || usize::from(item) > items {
        return Existence::NoItem(items, paragraph.is_none() && usize::from(item) <= count);
    }
    if paragraph.is_none() && with_items.len() > 1 {
        return Existence::ItemAmbiguous(with_items);
    }
    Existence::There
}
