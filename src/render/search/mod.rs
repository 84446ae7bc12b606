//! The search index: scripts that a browser loads one by one, also from `file://`.
//!
//! In: the words of every page. Out: `search/index.js` (what there is), `search/s/*.js` and `search/c/*.js` (which pages hold
//! a pair of characters or a word, by first character), `search/t/*.js` (the texts, a few pages a file, loaded for the best
//! hits alone). Pairs of Han characters rather than words: no dictionary decides what can be found, and a phrase is
//! verified in the text, so an answer is exact. `static/js/search.js` reads what is written here.

mod dense;
mod fold;
mod gather;
mod index;
mod merge;
mod page;
mod script;
mod shard;
mod synonyms;
mod texts;
mod traditional;
mod words;

pub use crate::render::search::{
    index::index,
    page::{SearchPage, SearchPart},
    script::is_file,
    words::{artifacts, url},
};
