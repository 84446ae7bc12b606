//! An article as far as paper is concerned.

use crate::{document::Document, source::Source};

/// An article as far as paper is concerned.
#[derive(Clone, Debug)]
pub struct Article<'a> {
    /// Its text.
    pub document: &'a Document,
    /// The file it was written in, to find the place of a character.
    pub source: Option<&'a Source>,
    /// Neutral and stable part of file names: `rights-protection-order`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// One or two sentences about it.
    pub summary: String,
    /// Name of its column.
    pub series: String,
    /// Where it stands on the web, absolute; `None` without `base_url`.
    pub address: Option<String>,
    /// Tags.
    pub keywords: Vec<String>,
}
