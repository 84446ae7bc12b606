//! Pages about laws: where the list, each law, its versions and their comparisons stand.

use std::collections::BTreeSet;

use crate::{
    document::Date,
    law::library::{Law, Version},
    site::{Permalink, Site, generated::kind::GeneratedKind},
};

/// The folder of all laws.
const ROOT: &str = "laws";

/// Returns the address of all laws.
pub fn index() -> Permalink {
    Permalink::folder(ROOT)
}

/// Returns the address of a law: the page of the version in force, or of its facts.
pub fn law(law: &Law) -> Permalink {
    index().join(&law.slug)
}

/// Returns the address of one version on `day`: that of the law for the text that stands for it, a dated one for the others.
pub fn version(law: &Law, version: &Version, day: Date) -> Permalink {
    let date = version.promulgated.map(|it| it.to_string());
    match date.filter(|_| law.standing(day).shown != Some(version)) {
        Some(date) => self::law(law).join(&date),
        None => self::law(law),
    }
}

/// Returns the address of a comparison of two versions.
pub(crate) fn comparison(law: &Law, old: &Version, new: &Version) -> Permalink {
    let date = |it: &Version| it.promulgated.map_or_else(|| "0".to_owned(), |it| it.to_string());
    self::law(law).join(&format!("compare-{}-{}", date(old), date(new)))
}

/// Returns the pairs of versions that follow each other and both have a text, old before new.
pub fn compared(law: &Law) -> Vec<(&Version, &Version)> {
    let with_text: Vec<&Version> = law.versions.iter().filter(|it| it.text.is_some()).collect();
    with_text.windows(2).map(|it| (it[1], it[0])).collect()
}

/// Lists the pages about laws: of those with a text, and of those that pages cite.
pub fn pages(site: &Site, cited: &BTreeSet<&str>) -> Vec<(GeneratedKind, Permalink)> {
    let has_text = |law: &Law| law.versions.iter().any(|it| it.text.is_some());
    let laws = site.library.laws();
    let laws = laws.filter(|it| has_text(it) || cited.contains(it.key.as_str()));
    let mut pages: Vec<_> = laws.flat_map(|it| of_law(it, site.config.now)).collect();
    if !pages.is_empty() {
        pages.insert(0, (GeneratedKind::Laws, index()));
    }
    pages
}

fn of_law(law: &Law, day: Date) -> Vec<(GeneratedKind, Permalink)> {
    let kind = |it: Option<usize>| GeneratedKind::Law(law.key.clone(), it);
    let versions = law.versions.iter().enumerate();
    let with_text = versions.filter(|(_, it)| it.text.is_some());
    let mut pages: Vec<_> =
        with_text.map(|(at, it)| (kind(Some(at)), version(law, it, day))).collect();
    if pages.is_empty() {
        pages.push((kind(None), self::law(law)));
    }
    let pairs = compared(law).into_iter().enumerate();
    pages.extend(pairs.map(|(at, (old, new))| {
        let kind = GeneratedKind::Comparison(law.key.clone(), at);
        (kind, comparison(law, old, new))
    }));
    pages
}
