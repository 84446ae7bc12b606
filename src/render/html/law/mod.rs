//! Laws on the site: citations inside a page, the box 本文引用的法条, the pages of statutes themselves.
//!
//! [`pages`] plans one page a version, comparisons and the list of all laws; [`cite`] and [`entries`] write into the pages
//! of others; [`anchor`] knows the addresses of all.

pub mod anchor;
pub mod cite;
mod compare;
mod context;
pub mod entries;
pub mod mentions;
pub mod pages;
mod text;

use jiff::civil::Date;

use crate::law::{
    library::{Law, Library, Version},
    statute::Facts,
};

/// Says how things stand with a version on the day of the build.
pub fn state(
    law: &Law,
    version: Option<&Version>,
    facts: Option<&Facts>,
    now: Date,
) -> &'static str {
    if facts.is_some_and(|it| it.status == "样例") {
        return "sample";
    }
    if law.repealed_on(now).is_some() {
        return "repealed";
    }
    match (law.on(now), version) {
        (Some(current), Some(version)) if current == version => "in-force",
        (_, Some(version)) if version.begins().is_some_and(|it| it > now) => "future",
        (Some(_), Some(_)) => "old",
        (Some(_), None) => "in-force",
        (None, _) => "future",
    }
}

/// Returns the version whose text is shown at the law's own address: the one in force, else the newest text.
pub fn shown_current<'a>(law: &'a Law, library: &Library, now: Date) -> Option<&'a Version> {
    let in_force = law.on(now).filter(|it| library.statute(it).is_some());
    in_force.or_else(|| law.versions.iter().find(|it| it.text.is_some()))
}
