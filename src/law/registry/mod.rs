//! Facts about statutes: titles, names, dates, numbers of articles; never their texts.
//!
//! The list ships inside the program ([`built_in`]); a site corrects and extends it in `content/laws/registry.toml`.

mod built_in;

use jiff::civil::Date;

use crate::{
    address,
    diag::{Sink, messages::registry::Contradiction},
    law::citation::{names::NamedLaw, title},
    settings::{Keys, Settings},
    source::{Source, Spanned},
};

/// The kinds of law that the national database and the courts know.
const KINDS: [&str; 19] = [
    "宪法",
    "法律",
    "法律解释",
    "有关法律问题和重大问题的决定",
    "修正案",
    "决定",
    "行政法规",
    "监察法规",
    "地方性法规",
    "自治条例",
    "单行条例",
    "经济特区法规",
    "司法解释",
    "部门规章",
    "地方政府规章",
    "规章",
    "规范性文件",
    "国际条约",
    "党内法规",
];

/// Facts about many laws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    /// Laws known by name only.
    pub names: Vec<String>,
    /// Laws with facts.
    pub law: Vec<LawFacts>,
}

/// Facts about one law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LawFacts {
    /// Full title.
    pub title: String,
    /// Short name, the key.
    pub short: String,
    /// Folder of its pages in the address; empty to leave it to the imported file.
    pub slug: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// 法律, 行政法规, 司法解释 …
    pub kind: String,
    /// Key of the law that it interprets.
    pub interprets: Option<String>,
    /// Where these facts come from.
    pub from: Vec<String>,
    /// When it was adopted and amended: `2018-10-26 修正`.
    pub history: Vec<String>,
    /// Set once it is no longer law.
    pub repealed: Option<Repeal>,
    /// Its versions, newest first.
    pub versions: Vec<VersionFacts>,
    /// Whether the short name is ours: nobody writes it, so it is not looked for in running text.
    pub is_label: bool,
    /// The keys of other laws in these facts, where they are written.
    pub others: Vec<Spanned<String>>,
}

/// The end of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeal {
    /// First day on which it was no longer law.
    pub date: Date,
    /// By what.
    pub by: String,
    /// The article that says so.
    pub basis: String,
    /// Key of the law in its place.
    pub successor: String,
    /// The part of the successor in its place: 第五编 婚姻家庭（第1040—1118条）.
    pub part: String,
}

/// Facts about one version of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionFacts {
    /// The day it was made public.
    pub promulgated: Date,
    /// The day it came into force.
    pub effective: Option<Date>,
    /// Where the effective date comes from.
    pub basis: String,
    /// Number of the last article, 0 if unknown.
    pub articles: u16,
    /// Inserted articles: `133-1`.
    pub inserted: Vec<String>,
    /// What made this version.
    pub note: String,
}

impl Registry {
    /// Reads the list that ships with the program.
    pub fn built_in() -> Self {
        built_in::read()
    }

    /// Reads a list; what is wrong in it becomes a diagnostic, and costs one entry of one law.
    pub fn read(source: &Source, sink: &mut Sink) -> Self {
        let settings = Settings::parse(source, sink);
        let mut keys = settings.keys();
        let registry =
            Self { names: keys.list("names", sink), law: LawFacts::read_all(&mut keys, sink) };
        keys.finish(sink);
        registry
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
        self.law.iter().map(LawFacts::named).chain(self.names.iter().map(only)).collect()
    }
}

impl LawFacts {
    /// Reads every `[[law]]`; one without a short name is left out.
    pub(crate) fn read_all(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let mut laws: Vec<Self> = Vec::new();
        for law in keys.tables("law", sink) {
            let Some((short, law)) = Self::read(law, sink) else { continue };
            match laws.iter().any(|it| it.short == law.short) {
                true => sink.law_facts(short.span, Contradiction::LawTwice(&law.short)),
                false => laws.push(law),
            }
        }
        laws
    }

    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Option<(Spanned<String>, Self)> {
        let short = keys.needed("short", sink);
        let mut facts = Self {
            title: keys.words("title", sink),
            short: String::new(),
            slug: slug(keys.text("slug", sink), sink),
            aliases: keys.list("aliases", sink),
            kind: kind(keys.text("kind", sink), sink),
            interprets: None,
            from: keys.list("from", sink),
            history: keys.list("history", sink),
            repealed: None,
            versions: VersionFacts::read_all(&mut keys, sink),
            is_label: false,
            others: Vec::new(),
        };
        let interprets = keys.text("interprets", sink);
        facts.interprets = interprets.as_ref().map(|it| it.value.clone());
        let repealed = keys.table("repealed", sink);
        let first = facts.versions.iter().map(|it| it.promulgated).min();
        let (repealed, successor) = Repeal::read(repealed, first, sink).unzip();
        facts.repealed = repealed;
        facts.others = interprets.into_iter().chain(successor.flatten()).collect();
        keys.finish(sink);
        facts.short.clone_from(&short.as_ref()?.value);
        Some((short?, facts))
    }

    fn correct(&mut self, own: Self) {
        for (known, own) in
            [(&mut self.title, own.title), (&mut self.kind, own.kind), (&mut self.slug, own.slug)]
        {
            if !own.is_empty() {
                *known = own;
            }
        }
        self.others.extend(own.others);
        self.aliases.extend(own.aliases);
        self.history.extend(own.history);
        self.from.push("site".to_owned());
        self.interprets = own.interprets.or(self.interprets.take());
        self.repealed = own.repealed.or(self.repealed.take());
        for version in own.versions {
            self.versions.retain(|it| it.promulgated != version.promulgated);
            self.versions.push(version);
        }
        self.versions.sort_by_key(|it| std::cmp::Reverse(it.promulgated));
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
            is_label: self.is_label,
            last_article,
        }
    }
}

/// Returns the folder that was written, none if it cannot be one.
fn slug(written: Option<Spanned<String>>, sink: &mut Sink) -> String {
    let Some(written) = written.filter(|it| !it.value.is_empty()) else {
        return String::new();
    };
    if address::is_slug(&written.value) {
        return written.value;
    }
    sink.law_facts(written.span, Contradiction::Slug(&written.value));
    String::new()
}

fn kind(written: Option<Spanned<String>>, sink: &mut Sink) -> String {
    let Some(written) = written else { return String::new() };
    if !written.value.is_empty() && !KINDS.contains(&written.value.as_str()) {
        sink.law_kind(written.span, &written.value, &KINDS);
    }
    written.value
}

impl Repeal {
    /// Reads `[law.repealed]`, with the key of the law in its place; `first` is the day on which the law was first made public.
    fn read(
        mut keys: Keys<'_>,
        first: Option<Date>,
        sink: &mut Sink,
    ) -> Option<(Self, Option<Spanned<String>>)> {
        if !keys.is_written() {
            return None;
        }
        let span = keys.span;
        let date = keys.needed_day("date", sink);
        let successor = keys.text("successor", sink).filter(|it| !it.value.is_empty());
        let repeal = Self {
            date: Date::default(),
            by: keys.words("by", sink),
            basis: keys.words("basis", sink),
            successor: successor.as_ref().map(|it| it.value.clone()).unwrap_or_default(),
            part: keys.words("part", sink),
        };
        keys.finish(sink);
        let date = date?;
        if let Some(first) = first.filter(|first| date < *first) {
            sink.law_facts(span, Contradiction::RepealedBefore { repealed: date, first });
        }
        Some((Self { date, ..repeal }, successor))
    }
}

impl VersionFacts {
    fn read_all(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let mut versions: Vec<Self> = Vec::new();
        for written in keys.tables("versions", sink) {
            let span = written.span;
            let Some(version) = Self::read(written, sink) else { continue };
            match versions.iter().any(|it| it.promulgated == version.promulgated) {
                true => sink.law_facts(span, Contradiction::VersionTwice(version.promulgated)),
                false => versions.push(version),
            }
        }
        versions
    }

    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Option<Self> {
        let promulgated = keys.needed_day("promulgated", sink);
        let effective = keys.day("effective", sink);
        let articles = keys.number("articles", 0..=u32::from(u16::MAX), sink);
        let inserted = keys.texts("inserted", sink);
        for it in inserted.iter().filter(|it| inserted_article(&it.value).is_none()) {
            sink.law_facts(it.span, Contradiction::Inserted(&it.value));
        }
        let version = Self {
            promulgated: Date::default(),
            effective: effective.as_ref().map(|it| it.value),
            basis: keys.words("basis", sink),
            articles: articles.and_then(|it| u16::try_from(it).ok()).unwrap_or(0),
            inserted: inserted.into_iter().map(|it| it.value).collect(),
            note: keys.words("note", sink),
        };
        keys.finish(sink);
        let promulgated = promulgated?;
        if let Some(effective) = effective.filter(|it| it.value < promulgated) {
            let contradiction =
                Contradiction::InForceBefore { effective: effective.value, promulgated };
            sink.law_facts(effective.span, contradiction);
        }
        Some(Self { promulgated, ..version })
    }
}

/// Reads `133-1`, 第一百三十三条之一.
pub(super) fn inserted_article(text: &str) -> Option<(u16, u8)> {
    let (article, suffix) = text.split_once('-')?;
    Some((article.parse().ok()?, suffix.parse().ok()?))
}
