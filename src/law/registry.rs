//! Facts about statutes: titles, names, dates, numbers of articles; never their texts.
//!
//! The list ships inside the program (`registry.toml`); a site corrects and extends it in `content/laws/registry.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

use crate::law::citation::{names::NamedLaw, title};

/// The list that ships with the program.
const BUILT_IN: &str = include_str!("registry.toml");

/// Facts about many laws.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Laws known by name only.
    #[serde(default)]
    pub names: Vec<String>,
    /// Laws with facts.
    #[serde(default)]
    pub law: Vec<LawFacts>,
}

/// Facts about one law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawFacts {
    /// Full title.
    #[serde(default)]
    pub title: String,
    /// Short name, the key.
    pub short: String,
    /// Folder of its pages in the address; empty to leave it to the imported file.
    #[serde(default)]
    pub slug: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// 法律, 行政法规, 司法解释 …
    #[serde(default)]
    pub kind: String,
    /// Key of the law that it interprets.
    pub interprets: Option<String>,
    /// Where these facts come from.
    #[serde(default)]
    pub from: Vec<String>,
    /// When it was adopted and amended: `2018-10-26 修正`.
    #[serde(default)]
    pub history: Vec<String>,
    /// Set once it is no longer law.
    pub repealed: Option<Repeal>,
    /// Its versions, newest first.
    #[serde(default)]
    pub versions: Vec<VersionFacts>,
}

/// The end of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeal {
    /// First day on which it was no longer law.
    #[serde(deserialize_with = "date")]
    pub date: Date,
    /// By what.
    #[serde(default)]
    pub by: String,
    /// The article that says so.
    #[serde(default)]
    pub basis: String,
    /// Key of the law in its place.
    #[serde(default)]
    pub successor: String,
    /// The part of the successor in its place: 第五编 婚姻家庭（第1040—1118条）.
    #[serde(default)]
    pub part: String,
}

/// Facts about one version of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionFacts {
    /// The day it was made public.
    #[serde(deserialize_with = "date")]
    pub promulgated: Date,
    /// The day it came into force.
    #[serde(default, deserialize_with = "date_if_any")]
    pub effective: Option<Date>,
    /// Where the effective date comes from.
    #[serde(default)]
    pub basis: String,
    /// Number of the last article, 0 if unknown.
    #[serde(default)]
    pub articles: u16,
    /// Inserted articles: `133-1`.
    #[serde(default)]
    pub inserted: Vec<String>,
    /// What made this version.
    #[serde(default)]
    pub note: String,
}

impl Registry {
    /// Reads the list that ships with the program.
    pub fn built_in() -> Self {
        toml::from_str(BUILT_IN).expect("the list that ships with the program was read by a test")
    }

    /// Adds a site's own entries: they replace the versions and facts that they give and keep the rest.
    pub fn extend(&mut self, own: Self) {
        self.names.extend(own.names);
        for law in own.law {
            match self.law.iter_mut().find(|it| it.short == law.short) {
                Some(known) => known.correct(law),
                None => self.law.push(law),
            }
        }
    }

    /// Returns the facts about the law with this key.
    pub fn law(&self, key: &str) -> Option<&LawFacts> {
        self.law.iter().find(|law| law.short == key)
    }

    /// Returns the facts about the law with this title, short name or alias, however it is spaced and bracketed.
    pub fn find(&self, title: &str) -> Option<&LawFacts> {
        let wanted = title::normal(title);
        let same = |name: &String| title::normal(name) == wanted;
        self.law
            .iter()
            .find(|law| same(&law.short) || same(&law.title) || law.aliases.iter().any(same))
    }

    /// Returns the names of all laws, for [`crate::law::citation::names::Names`].
    pub fn named(&self) -> Vec<NamedLaw> {
        let only = |name: &String| NamedLaw {
            key: name.clone(),
            names: vec![format!("中华人民共和国{name}")],
            ..NamedLaw::default()
        };
        self.law
            .iter()
            .map(LawFacts::named)
            .chain(self.names.iter().map(only))
            .collect()
    }
}

impl LawFacts {
    fn correct(&mut self, own: Self) {
        for (known, own) in [
            (&mut self.title, own.title),
            (&mut self.kind, own.kind),
            (&mut self.slug, own.slug),
        ] {
            if !own.is_empty() {
                *known = own;
            }
        }
        self.aliases.extend(own.aliases);
        self.history.extend(own.history);
        self.from.push("site".to_owned());
        self.interprets = own.interprets.or(self.interprets.take());
        self.repealed = own.repealed.or(self.repealed.take());
        for version in own.versions {
            self.versions
                .retain(|it| it.promulgated != version.promulgated);
            self.versions.push(version);
        }
        self.versions
            .sort_by_key(|it| std::cmp::Reverse(it.promulgated));
    }

    fn named(&self) -> NamedLaw {
        let names = std::iter::once(&self.title)
            .chain(&self.aliases)
            .filter(|it| !it.is_empty())
            .cloned()
            .collect();
        let last_article = self.versions.first().map_or(0, |it| it.articles);
        NamedLaw {
            key: self.short.clone(),
            names,
            interprets: self.interprets.clone(),
            last_article,
        }
    }
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| D::Error::custom(format!("`{text}` is no date like 2026-01-31")))
}

fn date_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    date(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::Registry;

    #[test]
    fn the_built_in_list_is_complete_and_unambiguous() {
        let registry = Registry::built_in();
        assert!(registry.law.len() >= 60);
        let mut names: Vec<_> = registry
            .law
            .iter()
            .map(|it| it.short.as_str())
            .chain(registry.names.iter().map(String::as_str))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for law in &registry.law {
            assert!(
                !law.from.is_empty() && !law.versions.is_empty(),
                "{}",
                law.short
            );
            assert!(
                law.versions
                    .is_sorted_by(|a, b| a.promulgated > b.promulgated),
                "{}",
                law.short
            );
        }
    }
}
