//! The facts that ship with the program: `registry.toml`, kept by hand, and `more.csv`, on all other laws in force.

use jiff::civil::Date;

use crate::{
    diag::Sink,
    law::registry::{LawFacts, Registry, Repeal, VersionFacts},
    source::Source,
};

/// Laws that our readers meet, with all that is known about them.
const OWN: &str = include_str!("registry.toml");

/// One row a version; the first of a law tells what holds for all of them. Several words of a cell stand between `|`.
const MORE: &str = include_str!("more.csv");

/// Columns of [`MORE`], in their order.
#[derive(serde::Deserialize)]
struct Row<'a> {
    title: &'a str,
    short: &'a str,
    slug: &'a str,
    kind: &'a str,
    aliases: &'a str,
    from: &'a str,
    history: &'a str,
    repealed: &'a str,
    by: &'a str,
    successor: &'a str,
    promulgated: &'a str,
    effective: &'a str,
    basis: &'a str,
    articles: Option<u16>,
    inserted: &'a str,
}

/// Reads what ships with the program.
pub(super) fn read() -> Registry {
    // A test reads it without a message.
    let own = Source::new("registry.toml", OWN.as_bytes());
    let mut registry = Registry::read(&own, &mut Sink::default());
    registry.law.extend(more());
    registry
}

fn more() -> Vec<LawFacts> {
    let mut laws: Vec<LawFacts> = Vec::new();
    let mut reader = csv::Reader::from_reader(MORE.as_bytes());
    let headers = reader.headers().ok().cloned();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).is_ok_and(|is_row| is_row) {
        let row: Result<Row<'_>, _> = record.deserialize(headers.as_ref());
        let row = row.expect("a test reads every row");
        if !row.title.is_empty() {
            laws.push(row.law());
        }
        let versions = laws.last_mut().map(|it| &mut it.versions);
        if let Some((versions, version)) = versions.zip(row.version()) {
            versions.push(version);
        }
    }
    laws
}

impl Row<'_> {
    fn law(&self) -> LawFacts {
        let repealed = day(self.repealed).map(|date| Repeal {
            date,
            by: self.by.to_owned(),
            successor: self.successor.to_owned(),
            ..Repeal::default()
        });
        LawFacts {
            title: self.title.to_owned(),
            short: self.short.to_owned(),
            slug: self.slug.to_owned(),
            aliases: words(self.aliases),
            kind: self.kind.to_owned(),
            from: words(self.from),
            history: words(self.history),
            repealed,
            is_label: self.kind == "司法解释",
            ..LawFacts::default()
        }
    }

    fn version(&self) -> Option<VersionFacts> {
        Some(VersionFacts {
            promulgated: day(self.promulgated)?,
            effective: day(self.effective),
            basis: self.basis.to_owned(),
            articles: self.articles.unwrap_or(0),
            inserted: words(self.inserted),
            note: String::new(),
        })
    }
}

fn day(cell: &str) -> Option<Date> {
    (!cell.is_empty()).then(|| cell.parse().expect("a test reads every day"))
}

fn words(cell: &str) -> Vec<String> {
    cell.split('|').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{OWN, read};
    use crate::{diag::Sink, law::registry::Registry, source::Source};

    #[test]
    fn the_list_kept_by_hand_is_without_a_mistake() {
        let mut sink = Sink::default();
        let own = Registry::read(&Source::new("x", OWN.as_bytes()), &mut sink);
        assert_eq!(sink.take(), []);
        for law in &own.law {
            assert!(!law.from.is_empty() && !law.versions.is_empty(), "{}", law.short);
        }
    }

    #[test]
    fn the_whole_list_is_complete_and_unambiguous() {
        let registry = read();
        assert!(registry.law.len() > 1_700, "{}", registry.law.len());
        let (mut names, mut slugs) = (HashSet::new(), HashSet::new());
        assert!(registry.names.iter().all(|it| names.insert(it.as_str())));
        for law in &registry.law {
            let own = [law.title.as_str(), law.short.as_str()].into_iter();
            let own: HashSet<&str> = own.chain(law.aliases.iter().map(String::as_str)).collect();
            assert!(own.iter().all(|it| names.insert(it)), "{own:?} twice");
            assert!(slugs.insert(law.slug.as_str()), "{} twice", law.slug);
        }
        for law in &registry.law {
            let is_sorted = law.versions.is_sorted_by(|a, b| a.promulgated > b.promulgated);
            assert!(is_sorted, "{}", law.short);
            let is_in_order = |it: &super::VersionFacts| it.effective >= Some(it.promulgated);
            let dated = law.versions.iter().filter(|it| it.effective.is_some());
            assert!(dated.into_iter().all(is_in_order), "{}", law.short);
            let successor = law.repealed.iter().map(|it| it.successor.as_str());
            let is_known = |it: &str| it.is_empty() || names.contains(it);
            assert!(successor.into_iter().all(is_known), "{}", law.short);
        }
    }
}
