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
                if there { Existence::There } else { Existence::NoArticle(version.articles) }
            }
        }
    }
}

fn in_text(statute: &Statute, place: Place) -> Existence {
    let Some(article) = statute.article(place.article, place.suffix) else {
        let last = statute.articles.last().map_or(0, |it| it.number);
        return Existence::NoArticle(last);
    };
    let paragraphs = &article.paragraphs;
    let most_items = paragraphs.iter().map(|it| it.items.len()).max().unwrap_or(0);
    let paragraph = match place.paragraph {
        None => None,
        Some(number) => match paragraphs.get(usize::from(number).wrapping_sub(1)) {
            Some(paragraph) => Some(paragraph),
            None => {
                // 民法典第一千零九十一条第（三）款 means 第三项.
                let as_item = usize::from(number) <= most_items && place.item.is_none();
                return Existence::NoParagraph(paragraphs.len(), as_item);
            }
        },
    };
    match place.item {
        None => Existence::There,
        Some(item) => item_in(paragraphs, paragraph, item, most_items),
    }
}

/// Looks for an item in the paragraph that is named, else in the only one that has items.
///
/// 第七条第二项 names no 款 on purpose: where the article is not divided into 款 with items of their own, nobody writes one.
fn item_in(
    paragraphs: &[Paragraph],
    named: Option<&Paragraph>,
    item: u8,
    most_items: usize,
) -> Existence {
    let items = named.map_or(most_items, |it| it.items.len());
    if item == 0 || usize::from(item) > items {
        let as_paragraph = named.is_none() && usize::from(item) <= paragraphs.len();
        return Existence::NoItem(items, as_paragraph);
    }
    let with_items: Vec<u8> = (1..)
        .zip(paragraphs)
        .filter(|(_, it)| !it.items.is_empty())
        .map(|(number, _)| number)
        .collect();
    if named.is_none() && with_items.len() > 1 {
        return Existence::ItemAmbiguous(with_items);
    }
    Existence::There
}
