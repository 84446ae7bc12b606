//! What was printed the last time, and why copies of it are out of date.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    diag::{Text, messages::command::leaflet as told},
    document::{Date, Document},
    law::Library,
    render::leaflet::layout::statute,
};

/// What was printed the last time: by name and kind, `rights-a:card`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintHistory(pub BTreeMap<String, Edition>);

/// What a printed text depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Hash of its words.
    pub text: String,
    /// Laws it cites, with the version that was in force.
    pub laws: BTreeMap<String, String>,
}

/// Why a printed copy is out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A law that it cites was repealed.
    Repealed(String),
    /// A law that it cites has a new version, in force since a day.
    NewVersion(String, String),
    /// Its words are others.
    Words,
}

impl PrintHistory {
    /// Notes an edition; returns why copies of the one before are out of date.
    pub fn note(&mut self, before: &Self, key: String, edition: Edition) -> Vec<Change> {
        let changes = before.0.get(&key).map(|it| it.changes(&edition));
        self.0.insert(key, edition);
        changes.unwrap_or_default()
    }
}

impl Edition {
    /// Takes the parts of the data that are read, and the documents they were written in.
    pub fn new(
        data: &Value,
        parts: &[&str],
        documents: &[&Document],
        library: &Library,
        day: Date,
    ) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(data[*part].to_string().as_bytes()).update(&[0]);
        }
        let laws = documents.iter().flat_map(|it| statute::versions(library, it, day));
        Self { text: hasher.finalize().to_hex()[..16].to_owned(), laws: laws.collect() }
    }

    /// A law's change is told alone: the words that follow from it are known then.
    fn changes(&self, now: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (law, version) in &now.laws {
            if self.laws.get(law).is_some_and(|it| it != version) {
                changes.push(match version.strip_suffix(" repealed") {
                    Some(_) => Change::Repealed(law.clone()),
                    None => Change::NewVersion(law.clone(), version.clone()),
                });
            }
        }
        if changes.is_empty() && self.text != now.text {
            changes.push(Change::Words);
        }
        changes
    }
}

/// Says why a printed copy is out of date; empty when it is not.
pub fn words(changes: &[Change]) -> Text {
    let words = changes.iter().map(|it| match it {
        Change::Repealed(law) => told::law_repealed(law),
        Change::NewVersion(law, day) => told::law_renewed(law, day),
        Change::Words => told::words_changed(),
    });
    Text::list(&words.collect::<Vec<_>>(), "；", "; ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Edition, words};

    #[test]
    fn a_new_version_of_a_law_is_the_reason() {
        let edition = |text: &str, version: &str| Edition {
            text: text.into(),
            laws: BTreeMap::from([("民法典".into(), version.into())]),
        };
        let before = edition("a", "2021-01-01");
        let reason = |now: Edition| words(&before.changes(&now)).zh;
        assert_eq!(reason(before.clone()), "");
        assert_eq!(reason(edition("b", "2021-01-01")), "文字改过");
        assert_eq!(reason(edition("b", "2027-01-01")), "《民法典》有了新版本，2027-01-01 起施行");
        assert_eq!(reason(edition("a", "2021-01-01 repealed")), "《民法典》已经废止");
    }
}
