//! What is known about laws: facts and imported texts together, version by version.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    diag::Sink,
    law::{
        citation::{
            Citation, Place,
            names::{NamedLaw, Names},
        },
        counterpart::Counterparts,
        registry::{LawFacts, Registry, Repeal, VersionFacts, inserted_article},
        statute::{Statute, parse},
    },
    source::{FileId, Source},
};

/// The path of a site's own facts about laws.
pub(crate) const REGISTRY_PATH: &str = "content/laws/registry.toml";

/// The status of a text that is none of a law.
pub const SAMPLE: &str = "样例";

/// Shorter clauses are not looked for in the texts, in characters.
const MIN_CLAUSE: usize = 8;

/// Index of an imported text in [`Library::statutes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatuteId(pub usize);

/// All laws that registry and imported texts name.
#[derive(Clone, Debug)]
pub struct Library {
    names: Names,
    laws: BTreeMap<String, Law>,
    texts: Vec<Text>,
    counterparts: Counterparts,
}

/// One imported text.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its file.
    pub file: FileId,
    /// Path of its file, from the site's root.
    pub path: String,
    /// The statute.
    pub statute: Statute,
}

/// One law with its versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Law {
    /// Short name, the key.
    pub key: String,
    /// Folder of its pages in the address.
    pub slug: String,
    /// Full title.
    pub title: String,
    /// 法律, 行政法规, 司法解释 …; may be empty.
    pub kind: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Key of the law that it interprets.
    pub interprets: Option<String>,
    /// Set once it is no longer law.
    pub repealed: Option<Repeal>,
    /// Where the facts come from.
    pub from: Vec<String>,
    /// When it was adopted and amended.
    pub history: Vec<String>,
    /// Whether the key is a label of ours, which nobody writes.
    pub is_label: bool,
    /// Newest first.
    pub versions: Vec<Version>,
}

/// One version of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// The day it was made public.
    pub promulgated: Option<Date>,
    /// The day it comes or came into force.
    pub effective: Option<Date>,
    /// Where the effective date comes from.
    pub basis: String,
    /// Number of the last article, 0 if unknown.
    pub articles: u16,
    /// Inserted articles.
    pub inserted: Vec<(u16, u8)>,
    /// What made this version.
    pub note: String,
    /// Its text, if imported.
    pub text: Option<StatuteId>,
    /// Whether that text says of itself that it only shows what a law looks like.
    pub is_sample: bool,
}

/// Builds the library: statutes of the site, its own registry, its `own` facts from the settings, the list inside the program.
pub fn library(statutes: &[Source], data: &[Source], own: &[LawFacts], sink: &mut Sink) -> Library {
    let mut registry = Registry::built_in();
    if let Some(source) = data.iter().find(|it| it.path == REGISTRY_PATH) {
        registry.extend(Registry::read(source, sink));
    }
    registry.extend(Registry { law: own.to_vec(), ..Registry::default() });
    let texts = sink.par_map(statutes, |source, sink| {
        let statute =
            sink.guard(&source.path, |sink| parse::normal_form(source, sink)).flatten()?;
        Some(Text { file: source.id, path: source.path.clone(), statute })
    });
    let texts: Vec<Text> = texts.into_iter().flatten().collect();
    let laws = laws(&registry, &texts, sink);
    let named = laws.values().map(Law::named);
    let only = registry.names.iter().map(|name| NamedLaw {
        key: name.clone(),
        names: vec![format!("中华人民共和国{name}")],
        ..NamedLaw::default()
    });
    let names = Names::new(named.chain(only).collect());
    tell_unknown_laws(&registry, &laws, sink);
    Library { names, laws, texts, counterparts: Counterparts::built_in() }
}

/// Tells which facts name a law that nobody knows.
fn tell_unknown_laws(registry: &Registry, laws: &BTreeMap<String, Law>, sink: &mut Sink) {
    for other in registry.law.iter().flat_map(|it| &it.others) {
        if !laws.contains_key(&other.value) && !registry.names.contains(&other.value) {
            let known = laws.keys().chain(&registry.names).map(String::as_str);
            sink.law_facts_unknown(other.span, &other.value, known);
        }
    }
}

fn laws(registry: &Registry, texts: &[Text], sink: &mut Sink) -> BTreeMap<String, Law> {
    let mut laws: BTreeMap<String, Law> =
        registry.law.iter().map(|it| (it.short.clone(), Law::from_facts(it))).collect();
    for (index, text) in texts.iter().enumerate() {
        let facts = &text.statute.facts;
        let law = laws.entry(facts.short.clone()).or_insert_with(|| Law {
            key: facts.short.clone(),
            from: vec!["text".to_owned()],
            ..Law::default()
        });
        // What the list knows stands: a download has no kind, and a title as its file's name could hold it.
        for (own, given) in [(&mut law.title, &facts.title), (&mut law.kind, &facts.kind)] {
            if own.is_empty() {
                own.clone_from(given);
            }
        }
        law.interprets = law.interprets.take().or_else(|| facts.interprets.clone());
        law.aliases.extend(
            facts
                .aliases
                .iter()
                .filter(|it| !law.aliases.contains(it))
                .cloned()
                .collect::<Vec<_>>(),
        );
        if let Some(slug) = &facts.slug {
            law.slug.clone_from(slug);
        }
        if let Some(other) = law.add(text, StatuteId(index)) {
            sink.statute_twice(
                crate::source::Span::file(text.file),
                &law.key,
                &texts[other.0].path,
            );
        }
    }
    for law in laws.values_mut().filter(|it| it.slug.is_empty()) {
        law.slug = slug_of(&law.key);
    }
    laws
}

/// An address for a law whose file does not name one: its Latin letters and digits, else a number made from its name.
fn slug_of(key: &str) -> String {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    let hash = blake3::hash(key.as_bytes()).to_hex();
    if plain.len() > 3 { plain.to_ascii_lowercase() } else { format!("law-{}", &hash[..8]) }
}

impl Law {
    fn from_facts(facts: &LawFacts) -> Self {
        Self {
            key: facts.short.clone(),
            slug: facts.slug.clone(),
            title: if facts.title.is_empty() { facts.short.clone() } else { facts.title.clone() },
            kind: facts.kind.clone(),
            aliases: facts.aliases.clone(),
            interprets: facts.interprets.clone(),
            repealed: facts.repealed.clone(),
            from: facts.from.clone(),
            history: facts.history.clone(),
            is_label: facts.is_label,
            versions: facts.versions.iter().map(Version::from_facts).collect(),
        }
    }

    fn named(&self) -> NamedLaw {
        let names = std::iter::once(&self.title)
            .chain(&self.aliases)
            .filter(|it| !it.is_empty())
            .cloned()
            .collect();
        let last_article = self.versions.first().map_or(0, |it| it.articles);
        let (key, interprets) = (self.key.clone(), self.interprets.clone());
        NamedLaw { key, names, interprets, is_label: self.is_label, last_article }
    }

    /// Adds a text to its version; returns the text that is there already, if there is one.
    fn add(&mut self, text: &Text, id: StatuteId) -> Option<StatuteId> {
        let statute = &text.statute;
        let facts = &statute.facts;
        let known = self.versions.iter_mut().find(|it| it.promulgated == facts.promulgated);
        let version = match known {
            Some(version) => version,
            None => {
                let at = self.versions.partition_point(|it| it.promulgated > facts.promulgated);
                self.versions
                    .insert(at, Version { promulgated: facts.promulgated, ..Version::default() });
                &mut self.versions[at]
            }
        };
        if version.text.is_some() {
            return version.text;
        }
        version.text = Some(id);
        version.is_sample = facts.status == SAMPLE;
        // Of the days the file's stand: somebody looked at it, and the list says general knowledge for some.
        if facts.effective.is_some() && version.effective != facts.effective {
            (version.effective, version.basis) = (facts.effective, "file".to_owned());
        }
        version.articles = statute.articles.last().map_or(0, |it| it.number);
        version.inserted = statute
            .articles
            .iter()
            .filter(|it| it.suffix > 0)
            .map(|it| (it.number, it.suffix))
            .collect();
        None
    }
}

impl Version {
    fn from_facts(facts: &VersionFacts) -> Self {
        let inserted = facts.inserted.iter().filter_map(|it| inserted_article(it));
        Self {
            promulgated: Some(facts.promulgated),
            effective: facts.effective,
            basis: facts.basis.clone(),
            articles: facts.articles,
            inserted: inserted.collect(),
            note: facts.note.clone(),
            text: None,
            is_sample: false,
        }
    }
}

impl Library {
    /// Returns the names of all laws, for citations.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Returns the law with this key.
    pub fn law(&self, key: &str) -> Option<&Law> {
        self.laws.get(key)
    }

    /// Returns the law with this title, short name or alias.
    pub fn find(&self, title: &str) -> Option<&Law> {
        self.names.find(title).and_then(|it| self.law(&it.key))
    }

    /// Returns all laws, sorted by key.
    pub fn laws(&self) -> impl Iterator<Item = &Law> {
        self.laws.values()
    }

    /// Returns all imported texts, sorted by path.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// Returns an imported text.
    pub fn text(&self, id: StatuteId) -> &Text {
        &self.texts[id.0]
    }

    /// Returns the statute of a version, if its text is imported.
    pub fn statute(&self, version: &Version) -> Option<&Statute> {
        version.text.map(|id| &self.texts[id.0].statute)
    }

    /// Returns the article that took the place of one of an older version, step by step up to `until`.
    ///
    /// Computed by the likeness of the words; to be shown as “about”.
    pub(crate) fn counterpart(
        &self,
        law: &str,
        from: Date,
        place: Place,
        until: &str,
    ) -> Option<(String, Place)> {
        self.counterparts.find(law, from, place, until)
    }

    /// Returns the only law whose imported texts hold this clause, for 本法 where a page quotes without naming its source.
    ///
    /// `None` too for a clause so short that it could be anybody's.
    pub fn law_with_words(&self, clause: &str) -> Option<&str> {
        if clause.chars().count() < MIN_CLAUSE {
            return None;
        }
        let holds = |text: &&Text| {
            let mut articles = text.statute.articles.iter();
            articles.any(|it| it.text().contains(clause))
        };
        let mut keys = self.texts.iter().filter(holds).map(|it| it.statute.facts.short.as_str());
        let first = keys.next()?;
        keys.all(|it| it == first).then_some(first)
    }

    /// Returns the version that a citation inside a statute's text means, and whether its text is at hand: for its own
    /// articles the statute's own version, for those of other laws the one that applied when the statute came into force.
    ///
    /// Laws are numbered anew: the article with the same number today may be about something else. `None` if nothing is
    /// known of the version of that day.
    pub fn meant_inside(&self, own: &Statute, citation: &Citation) -> Option<(&Law, &Version)> {
        let law = self.law(&citation.law.key)?;
        if law.key == own.facts.short {
            let same = |it: &&Version| it.promulgated == own.facts.promulgated;
            return Some((law, law.versions.iter().find(same)?));
        }
        let day = own.facts.effective.or(own.facts.promulgated)?;
        let version = match &citation.version {
            Some(hint) => law.hinted(hint, day)?,
            None => law.on(day)?,
        };
        (!law.changed_between(version, day)).then_some((law, version))
    }
}
