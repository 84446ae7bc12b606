//! Handbooks that were laid out before, for a preview: each takes seconds, and every edit of an article would ask for it again.
//!
//! What pages say of one (how many pages, how large, its picture) stays as it was when the preview began; the file itself is
//! made of the newest text when somebody opens it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    diag::{Diagnostic, Sink},
    path::OutputPath,
    render::{
        artifact::Body,
        leaflet::{
            ask::settings::Handbook,
            products::offer::{Leaflets, Offer},
        },
    },
};

/// Handbooks of earlier builds by what was asked for; empty where a build is the only one.
#[derive(Clone, Debug, Default)]
pub struct RememberedHandbooks(Arc<Mutex<BTreeMap<String, Known>>>);

/// What is known of a handbook without laying it out.
#[derive(Clone, Debug)]
struct Known {
    offers: Vec<Offer>,
    pictures: Vec<(OutputPath, Body)>,
    said: Vec<Diagnostic>,
}

impl RememberedHandbooks {
    /// Adds what is known of a handbook, and the wish to make its files when they are asked for; nothing when it is new.
    pub fn take(&self, book: &Handbook, out: &mut Leaflets, sink: &mut Sink) -> bool {
        let remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Known { offers, pictures, said }) = remembered.get(&key(book)).cloned() else {
            return false;
        };
        let paths = offers.iter().map(|it| it.path.clone()).collect();
        out.later.push((book.clone(), paths));
        out.offers.extend(offers);
        out.files.extend(pictures);
        sink.extend(said);
        true
    }

    /// Keeps what there is to know of a handbook that was just made. One that failed is tried again.
    pub fn keep(&self, book: &Handbook, made: &Leaflets, said: &[Diagnostic]) {
        if made.offers.is_empty() {
            return;
        }
        let is_picture = |(path, _): &&(OutputPath, Body)| path.as_str().ends_with(".png");
        let known = Known {
            offers: made.offers.clone(),
            pictures: made.files.iter().filter(is_picture).cloned().collect(),
            said: said.to_vec(),
        };
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.insert(key(book), known);
    }
}

/// Changes with everything that is asked for.
fn key(book: &Handbook) -> String {
    format!("{book:?}")
}
