//! The fields that every page of the theme may use, for pages that have little to say themselves.

use std::sync::Arc;

use minijinja::{Value, context};

use crate::{
    render::html::{context::link, place::Place},
    site::{Owner, SectionId},
};

/// What the fields are filled from.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a> {
    /// What kind of page it is: `home`, `videos`.
    pub kind: &'a str,
    /// Its title.
    pub title: &'a str,
    /// One or two sentences, may be empty.
    pub summary: &'a str,
    /// Whether it has the quick exit.
    pub sensitive: bool,
    /// What stands above it, from the home page down; empty where the page says so itself.
    pub above: Vec<SectionId>,
}

impl<'a> Fields<'a> {
    /// Starts with what every page has.
    pub fn new(kind: &'a str, title: &'a str) -> Self {
        Self { kind, title, ..Self::default() }
    }

    /// The same for a page right below the home page.
    pub(crate) fn below_home(kind: &'a str, title: &'a str) -> Self {
        Self { above: vec![SectionId::new(0)], ..Self::new(kind, title) }
    }

    /// Returns them as templates see them.
    pub fn value(&self, place: &Arc<Place>) -> Value {
        let &Self { kind, title, summary, sensitive, ref above } = self;
        let nothing = || Value::from(Vec::<Value>::new());
        let ancestors = above.iter().map(|id| link(place, Owner::Section(*id)));
        context! {
            kind, title, summary, sensitive,
            url => place.url(place.permalink.as_str()),
            permalink => place.absolute(place.permalink.as_str()),
            content => Value::from_safe_string(String::new()),
            ancestors => ancestors.collect::<Vec<_>>(),
            toc => nothing(), pages => nothing(), sections => nothing(), videos => nothing(), years => nothing(),
            terms => nothing(), leaflets => nothing(), attachments => nothing(), related => nothing(), authors => nothing(), reviewers => nothing(),
            paginator => (), previous => (), next => (), qr => (), date => (), updated => (), reviewed => (),
            audio => (), cover => (), section => (),
            review_due => false, draft => false, scheduled => false, expired => false, has_video => false,
            reading_minutes => 0, pinyin => "rare",
            footnotes => "", glossary_box => "",
            extra => empty(),
        }
    }
}

/// Returns a table without entries.
pub fn empty() -> Value {
    Value::from_pairs(Vec::<(String, Value)>::new())
}
