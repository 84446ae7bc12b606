//! Citations: is the law known, in force, and does the place exist?

use jiff::civil::Date;

use crate::{
    diag::{Sink, messages::nearest},
    document::{Document, Reference},
    law::{
        citation::{Citation, Doubt, Place, VersionHint},
        existence::Existence,
        library::{Law, Library, Version},
        standing::Standing,
        statute::write::place_name,
    },
    resolve::target::{LawTarget, Target},
    source::Span,
};

/// What a page says about when it was written, and the day of the build.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    /// The day of the build.
    pub now: Date,
    /// When somebody last checked the law on the page; else when it was last changed.
    pub page: Option<Date>,
}

impl Days {
    /// Reads the days of a document.
    pub fn of(document: &Document, now: Date) -> Self {
        let facts = &document.front_matter;
        Self { now, page: facts.reviewed.or(facts.updated).or(facts.date) }
    }
}

/// Resolves a citation and reports what is wrong with it.
pub fn resolve(
    library: &Library,
    days: Days,
    citation: &Citation,
    reference: &Reference,
    sink: &mut Sink,
) -> Target {
    let span = reference.span;
    let key = match settle_doubt(library, citation, reference, sink) {
        Some(key) => key,
        None => return Target::Plain,
    };
    let Some(law) = library.law(&key) else {
        if citation.place.is_some() {
            let names = library.laws().map(|it| it.key.as_str());
            sink.law_unknown(span, &key, nearest(&key, names));
        }
        return Target::Plain;
    };
    let check = Check { library, law, standing: law.standing(days.now), days, span };
    let (version, former) = match check.version(citation, sink) {
        Chosen::Version(version, former) => (version, former),
        Chosen::Unknown => return Target::Law(former_target(law, None, citation)),
        Chosen::Reported(version) => return Target::Law(former_target(law, version, citation)),
    };
    let meant = LawTarget { former, ..target(law, Some(version), citation) };
    let places = citation.place.into_iter().chain(citation.range_end);
    for place in places {
        if !check.place(version, place, sink) {
            let whole = citation.place.filter(|it| {
                library.existence(version, Place::article(it.article, it.suffix))
                    == Existence::There
            });
            let whole = whole.map(|it| Place::article(it.article, it.suffix));
            return whole.map_or(Target::Broken, |place| {
                Target::Law(LawTarget { place: Some(place), end: None, ..meant })
            });
        }
    }
    if !former {
        check.amended(version, citation.place, sink);
    }
    Target::Law(meant)
}

/// Resolves a request to insert a statute's text.
pub fn insert(
    library: &Library,
    days: Days,
    citation: &Citation,
    reference: &Reference,
    sink: &mut Sink,
) -> Target {
    if citation.place.is_none() {
        sink.law_insert_syntax(reference.span, &reference.written);
        return Target::Broken;
    }
    let target = resolve(library, days, citation, reference, sink);
    let without_text = match target.law() {
        Some(it) => it.text.is_none().then_some(&it.law),
        None => (target == Target::Plain).then_some(&citation.law.key),
    };
    let Some(law) = without_text else {
        return target;
    };
    sink.law_text_missing(reference.span, law);
    Target::Broken
}

fn target(law: &Law, version: Option<&Version>, citation: &Citation) -> LawTarget {
    LawTarget {
        law: law.key.clone(),
        text: version.and_then(|it| it.text),
        place: citation.place,
        end: citation.range_end,
        former: false,
    }
}

/// An old version, or one of which nothing is known.
fn former_target(law: &Law, version: Option<&Version>, citation: &Citation) -> LawTarget {
    LawTarget { former: true, ..target(law, version, citation) }
}

/// Reports what is doubtful and returns the key of the law that is taken; `None` when nothing can be checked.
fn settle_doubt(
    library: &Library,
    citation: &Citation,
    reference: &Reference,
    sink: &mut Sink,
) -> Option<String> {
    let key = citation.law.key.clone();
    match &citation.doubt {
        None => {}
        Some(Doubt::AmbiguousNumeral) => {
            sink.law_numeral(reference.span, None);
            return None;
        }
        Some(Doubt::RepairedNumeral) => {
            let right = citation.place.map(place_name);
            sink.law_numeral(reference.span, right.as_deref());
        }
        Some(Doubt::NoAntecedent(clause)) => {
            let by_words = library.law_with_words(clause);
            if by_words.is_none() {
                sink.law_ambiguous(reference.span, None, None);
            }
            return by_words.map(str::to_owned);
        }
        Some(Doubt::OtherLaw(other)) => {
            let exists = |key: &str| {
                let version = library.law(key).and_then(|law| law.versions.first());
                version.zip(citation.place).is_some_and(|(version, place)| {
                    library.existence(version, place) == Existence::There
                })
            };
            if exists(other) {
                sink.law_ambiguous(reference.span, Some(&key), Some(other));
            }
        }
    }
    Some(key)
}

/// The version against which a citation is checked.
enum Chosen<'a> {
    /// This one; whether it is an old one meant on purpose.
    Version(&'a Version, bool),
    /// One of which nothing is known.
    Unknown,
    /// A repealed law, already reported.
    Reported(Option<&'a Version>),
}

struct Check<'a> {
    library: &'a Library,
    law: &'a Law,
    standing: Standing<'a>,
    days: Days,
    span: Span,
}

impl<'a> Check<'a> {
    fn version(&self, citation: &Citation, sink: &mut Sink) -> Chosen<'a> {
        if let Some(hint) = &citation.version {
            return self.hinted(hint, sink);
        }
        if let Some(repeal) = self.standing.repealed {
            let version = self.law.versions.first();
            let instead = self.instead(version, citation.place, &repeal.successor, &repeal.part);
            let by = if repeal.basis.is_empty() { &repeal.by } else { &repeal.basis };
            sink.law_repealed(
                self.span,
                &self.law.key,
                &repeal.date.to_string(),
                by,
                instead.as_deref(),
            );
            return Chosen::Reported(version);
        }
        if let Some(version) = self.standing.version {
            return Chosen::Version(version, false);
        }
        let Some(newest) = self.law.versions.first() else {
            return Chosen::Unknown;
        };
        if let Some(begins) = newest.begins() {
            sink.law_not_yet_in_force(self.span, &self.law.key, &begins.to_string());
        }
        Chosen::Version(newest, false)
    }

    fn hinted(&self, hint: &VersionHint, sink: &mut Sink) -> Chosen<'a> {
        let current = self.standing.in_force();
        match (self.law.hinted(hint, self.days.now), hint) {
            (Some(version), _) => Chosen::Version(version, current != Some(version)),
            (None, VersionHint::Year(year)) => {
                if !self.law.changed_in(*year) && self.standing.repealed.is_none() {
                    sink.law_version_unknown(self.span, &self.law.key, *year);
                }
                Chosen::Unknown
            }
            (None, VersionHint::Former) => Chosen::Unknown,
        }
    }

    /// What stands in the place of a repealed article: the corresponding one, else the part of the successor.
    fn instead(
        &self,
        version: Option<&Version>,
        place: Option<Place>,
        successor: &str,
        part: &str,
    ) -> Option<String> {
        let date = version.and_then(|it| it.promulgated);
        let counterpart = place
            .zip(date)
            .and_then(|(place, date)| self.library.counterpart(&self.law.key, date, place, ""));
        if let Some((law, place)) = counterpart {
            return Some(format!("《{law}》{}（大致对应）", place_name(place)));
        }
        (!successor.is_empty()).then(|| format!("《{successor}》{part}"))
    }

    /// Checks one place; says whether it can be linked.
    fn place(&self, version: &Version, place: Place, sink: &mut Sink) -> bool {
        let article = Place::article(place.article, place.suffix);
        match self.library.existence(version, place) {
            Existence::There | Existence::Unknown => return true,
            Existence::NoArticle(last) => {
                sink.law_article_missing(self.span, &self.law.key, &place_name(article), last);
            }
            Existence::NoParagraph(count, as_item) => {
                let item = Place { item: place.paragraph, ..article };
                let item = as_item.then(|| place_name(item));
                sink.law_paragraph_missing(
                    self.span,
                    &place_name(Place { item: None, subitem: None, ..place }),
                    count,
                    item.as_deref(),
                );
            }
            Existence::NoItem(count, as_paragraph) => {
                let other = Place { paragraph: place.item, ..article };
                let other = as_paragraph.then(|| place_name(other));
                sink.law_item_missing(self.span, &place_name(place), count, other.as_deref());
            }
            Existence::ItemAmbiguous(paragraphs) => {
                let names: Vec<String> = paragraphs
                    .iter()
                    .map(|it| format!("第{}款", crate::law::numeral::to_chinese(u16::from(*it))))
                    .collect();
                sink.law_item_ambiguous(self.span, &place_name(place), &names.join("、"));
                return true;
            }
        }
        false
    }

    /// Warns when the law changed after the page was last checked.
    fn amended(&self, version: &Version, place: Option<Place>, sink: &mut Sink) {
        let (Some(begins), Some(page)) = (version.begins(), self.days.page) else {
            return;
        };
        let index = self.law.versions.iter().position(|it| it == version);
        let before = index.and_then(|it| self.law.versions.get(it + 1));
        if begins <= page || (before.is_none() && self.law.history.len() < 2) {
            return;
        }
        let date = before.and_then(|it| it.promulgated);
        let until = version.promulgated.map(|it| it.to_string()).unwrap_or_default();
        let now = place
            .zip(date)
            .and_then(|(place, date)| self.library.counterpart(&self.law.key, date, place, &until));
        let now = now.map(|(_, place)| place_name(place));
        sink.law_amended_since(
            self.span,
            &self.law.key,
            &begins.to_string(),
            &page.to_string(),
            now.as_deref(),
        );
    }
}
