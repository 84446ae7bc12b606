//! Second pass: places, and which law each belongs to.

use std::{collections::BTreeMap, ops::Range};

use crate::law::citation::{
    Citation, Doubt, LawName, Naming, Place, VersionHint,
    host::{self, Host},
    mention::{self, Alias, Mention, Named},
    names::Names,
    place::{self, Mark, Unit},
    quotation::{self, Quoted},
    relative::{self, Relative},
    title, words,
};

/// How many local short names one document may define.
const MAX_ALIASES: usize = 16;

/// A citation with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words to be linked, in bytes.
    pub range: Range<usize>,
    /// The name of the law among them; `None` for further places of a list and for carried ones.
    pub name: Option<Range<usize>>,
    /// What is cited.
    pub citation: Citation,
}

/// Finds citations, block after block of one document.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    names: &'a Names,
    host: Option<Host<'a>>,
    aliases: Vec<Alias>,
    last: BTreeMap<&'static str, String>,
}

impl<'a> Scanner<'a> {
    /// Starts a document.
    pub fn new(names: &'a Names) -> Self {
        Self {
            names,
            host: None,
            aliases: Vec::new(),
            last: BTreeMap::new(),
        }
    }

    /// Starts on the text of a statute; `host` says where in it the next block stands.
    pub fn inside(names: &'a Names, host: Host<'a>) -> Self {
        Self {
            host: Some(host),
            ..Self::new(names)
        }
    }

    /// Finds the citations in the plain text of one block, left to right.
    pub fn block(&mut self, text: &str) -> Vec<Found> {
        if !text.contains(['第', '《', '法', '前', '本', '条']) {
            return Vec::new();
        }
        let mut mentions = mention::collect(text, self.names, &self.aliases);
        if text.contains("称") {
            let known = self.aliases.len();
            self.aliases.extend(mention::definitions(text, &mentions));
            self.aliases.truncate(MAX_ALIASES);
            if self.aliases.len() > known {
                mentions = mention::collect(text, self.names, &self.aliases);
            }
        }
        let mut walk = Walk {
            scanner: self,
            text,
            found: Vec::new(),
            laws: Vec::new(),
            current: None,
            cited: None,
            quote: Quote::default(),
        };
        walk.run(&mentions);
        walk.found
    }

    /// Returns the quotations that are tied to one of the citations found in the same block.
    pub fn quotations(&self, text: &str, found: &[Found]) -> Vec<Quoted> {
        quotation::tied(text, found)
    }

    /// Returns the citation that introduces a block quote behind this block, whose last words are 第N条规定：.
    pub fn introduces(&self, text: &str, found: &[Found]) -> Option<usize> {
        quotation::before_block(text, found)
    }
}

/// One block being read.
struct Walk<'s, 'a, 't> {
    scanner: &'s mut Scanner<'a>,
    text: &'t str,
    found: Vec<Found>,
    /// Every law named so far in this block.
    laws: Vec<String>,
    /// The law that a bare 第N条 belongs to; `None` behind a contract.
    current: Option<(String, Option<VersionHint>)>,
    /// The last place cited, with its law and the end of its words.
    cited: Option<(String, Place, usize)>,
    quote: Quote,
}

/// The quotation marks passed so far.
#[derive(Default)]
struct Quote {
    at: usize,
    depth: u32,
    law: Option<String>,
}

impl Walk<'_, '_, '_> {
    fn run(&mut self, mentions: &[Mention]) {
        let (mut at, mut next) = (0, 0);
        let mut unit = self.text.find(['第', '本', '前', '该']);
        loop {
            while mentions.get(next).is_some_and(|it| it.range.start < at) {
                next += 1;
            }
            // Looked for again only when it is passed, or long texts without places would take quadratic time.
            if unit.is_some_and(|it| it < at) {
                let found = self.text[at..].find(['第', '本', '前', '该']);
                unit = found.map(|it| it + at);
            }
            match (mentions.get(next), unit) {
                (Some(mention), unit) if unit.is_none_or(|unit| mention.range.start <= unit) => {
                    self.pass_quotes(mention.range.start);
                    at = self.mention(mention);
                    next += 1;
                }
                (_, Some(unit)) => {
                    self.pass_quotes(unit);
                    at = self.unit(unit);
                }
                _ => return,
            }
        }
    }

    /// Notes which law a quotation that is open at `to` was introduced with.
    fn pass_quotes(&mut self, to: usize) {
        while let Some(offset) = self.text[self.quote.at..to.max(self.quote.at)].find(['“', '”'])
        {
            let at = self.quote.at + offset;
            if self.text[at..].starts_with('“') {
                if self.quote.depth == 0 {
                    self.quote.law = self.current.as_ref().map(|(law, _)| law.clone());
                }
                self.quote.depth += 1;
            } else {
                self.quote.depth = self.quote.depth.saturating_sub(1);
            }
            self.quote.at = at + '“'.len_utf8();
        }
        self.quote.at = self.quote.at.max(to);
    }

    fn mention(&mut self, mention: &Mention) -> usize {
        let defined = mention::bracket(self.text, mention.range.end)
            .filter(|end| self.text[mention.range.end..*end].contains("称"));
        let Some((key, doubt)) = self.key(mention) else {
            self.current = None;
            let place = mention::skip_between(self.text, mention.range.end);
            return place::sequence(self.text, place, Place::default())
                .and_then(|marks| marks.last().map(|it| it.range.end))
                .unwrap_or(mention.range.end);
        };
        self.current = Some((key.clone(), mention.version.clone()));
        if !self.laws.contains(&key) {
            self.laws.push(key.clone());
        }
        self.scanner.last.insert(title::kind(&key), key.clone());
        let name = LawName {
            key,
            how: mention.how,
        };
        let place = mention::skip_between(self.text, mention.range.end);
        let marks = match place::unit_at(self.text, place) {
            Some(Unit::Article) => place::sequence(self.text, place, Place::default()),
            Some(_) | None => None,
        };
        if let Some(marks) = marks {
            return self.push(
                &marks,
                mention.range.start,
                Some(mention.range.clone()),
                (name, mention.version.clone(), doubt),
            );
        }
        if self.names_whole_law(mention) {
            let citation = Citation {
                law: name,
                place: None,
                range_end: None,
                version: mention.version.clone(),
                doubt,
            };
            self.found.push(Found {
                range: mention.range.clone(),
                name: Some(mention.range.clone()),
                citation,
            });
        }
        defined.unwrap_or(mention.range.end)
    }

    /// Returns the law that a mention stands for; `None` for no law at all.
    fn key(&self, mention: &Mention) -> Option<(String, Option<Doubt>)> {
        match &mention.law {
            Named::Known(key) | Named::Unknown(key) => Some((key.clone(), None)),
            Named::NoLaw => None,
            Named::Last(kind) => Some(self.last_of(kind, mention)),
            Named::Own(kind) => match self.scanner.host {
                Some(host) => Some((host.law.to_owned(), None)),
                None if self.quote.depth > 0 && self.quote.law.is_some() => {
                    self.quote.law.clone().map(|law| (law, None))
                }
                None => {
                    let clause = words::clause(self.text, mention.range.clone());
                    let doubt = Doubt::NoAntecedent(clause.to_owned());
                    Some((format!("本{kind}"), Some(doubt)))
                }
            },
        }
    }

    fn last_of(&self, kind: &str, mention: &Mention) -> (String, Option<Doubt>) {
        let of_kind = self
            .scanner
            .last
            .get(kind)
            .cloned()
            .or_else(|| self.current.as_ref().map(|(law, _)| law.clone()));
        of_kind.map_or_else(
            || {
                let clause = words::clause(self.text, mention.range.clone());
                (
                    self.text[mention.range.clone()].to_owned(),
                    Some(Doubt::NoAntecedent(clause.to_owned())),
                )
            },
            |law| (law, None),
        )
    }

    /// Tells whether a mention without a place is worth a link: always in 《》, bare only where it is quoted as law.
    fn names_whole_law(&self, mention: &Mention) -> bool {
        let known = match &mention.law {
            Named::Known(key) => self.scanner.host.is_none_or(|host| host.law != key),
            Named::Unknown(_) | Named::NoLaw | Named::Own(_) | Named::Last(_) => false,
        };
        let bare = mention.how == Naming::Bare;
        known
            && (!bare || words::is_cited(self.text, mention.range.start, mention.range.end))
            && !words::is_other_word(self.text, mention.range.end)
    }

    /// Adds the places of one list; the first begins with the law's name.
    fn push(
        &mut self,
        marks: &[Mark],
        start: usize,
        name: Option<Range<usize>>,
        law: (LawName, Option<VersionHint>, Option<Doubt>),
    ) -> usize {
        let (law, version, doubt) = law;
        for (index, mark) in marks.iter().enumerate() {
            let citation = Citation {
                law: law.clone(),
                place: Some(mark.place),
                range_end: mark.end,
                version: version.clone(),
                doubt: mark.doubt.clone().or_else(|| doubt.clone()),
            };
            let start = if index == 0 { start } else { mark.range.start };
            self.found.push(Found {
                range: start..mark.range.end,
                name: name.clone().filter(|_| index == 0),
                citation,
            });
        }
        let last = marks
            .last()
            .expect("a sequence holds at least its first place");
        self.cited = Some((law.key, last.end.unwrap_or(last.place), last.range.end));
        last.range.end
    }

    /// Reads the unit at `at`, which no law stands before; returns where to go on.
    fn unit(&mut self, at: usize) -> usize {
        let past = at + self.text[at..].chars().next().map_or(1, char::len_utf8);
        if let Some((relative, end)) = relative::at(self.text, at) {
            return self.relative(relative, at, end).unwrap_or(end);
        }
        let Some(unit) =
            place::unit_at(self.text, at).filter(|_| self.text[at..].starts_with('第'))
        else {
            return past;
        };
        let Some((key, base, how)) = self.antecedent(unit, at) else {
            let marks = place::sequence(self.text, at, Place::default());
            return marks
                .and_then(|it| it.last().map(|it| it.range.end))
                .unwrap_or(past);
        };
        let Some(marks) = place::sequence(self.text, at, base) else {
            return past;
        };
        let end = marks.last().map_or(past, |it| it.range.end);
        if self.scanner.host.is_none() && !self.is_bare_citation(unit, at, end) {
            return end;
        }
        let version = self
            .current
            .as_ref()
            .filter(|(law, _)| *law == key)
            .and_then(|(_, version)| version.clone());
        let rival = self.laws.iter().find(|it| **it != key).filter(|_| {
            how == Naming::Carried && self.scanner.host.is_none() && unit == Unit::Article
        });
        let doubt = rival.map(|it| Doubt::OtherLaw(it.clone()));
        self.push(&marks, at, None, (LawName { key, how }, version, doubt))
    }

    fn is_bare_citation(&self, unit: Unit, at: usize, end: usize) -> bool {
        if words::follows_other_text(self.text, at) || words::counts_a_noun(self.text, end) {
            return false;
        }
        unit == Unit::Article || words::is_cited_place(self.text, end)
    }

    /// Decides what a bare place belongs to: law, enclosing place, and how sure that is.
    fn antecedent(&self, unit: Unit, at: usize) -> Option<(String, Place, Naming)> {
        let Some(host) = self.scanner.host else {
            let cited = self.cited.as_ref().filter(|_| unit > Unit::Article);
            return match cited {
                Some((law, place, _)) => Some((law.clone(), up_to(*place, unit), Naming::Carried)),
                None => self
                    .current
                    .as_ref()
                    .filter(|_| unit == Unit::Article)
                    .map(|(law, _)| (law.clone(), Place::default(), Naming::Carried)),
            };
        };
        if unit == Unit::Article {
            return Some((
                self.law_in_host(host, at),
                Place::default(),
                Naming::Carried,
            ));
        }
        let own = (host.law.to_owned(), host.place, Naming::Carried);
        if unit == Unit::Paragraph {
            return Some((
                own.0,
                Place {
                    paragraph: None,
                    item: None,
                    subitem: None,
                    ..host.place
                },
                own.2,
            ));
        }
        let place = self
            .items_in_host(host, at)
            .map_or(own.clone(), |(law, place)| (law, place, Naming::Carried));
        Some((place.0, up_to(place.1, unit), place.2))
    }

    /// A bare 第N条 inside a statute: its own, except that an interpretation may mean the law it interprets.
    fn law_in_host(&self, host: Host<'_>, at: usize) -> String {
        let own = host.law.to_owned();
        if !matches!(title::kind(host.law), "解释" | "规定" | "批复" | "意见") {
            return own;
        }
        let sentence = words::tail(&self.text[..at], 600)
            .rfind('。')
            .map_or(0, |it| at - words::tail(&self.text[..at], 600).len() + it);
        let named = self
            .current
            .as_ref()
            .map(|(law, _)| law)
            .filter(|law| **law != own && self.names_law_since(sentence, law));
        if let Some(law) = named {
            return law.clone();
        }
        let place = place::sequence(self.text, at, Place::default()).map(|it| it[0].place);
        let missing = place
            .zip(host.statute)
            .is_some_and(|(place, statute)| !host::exists(statute, place));
        host.interprets
            .filter(|_| missing)
            .map_or(own, str::to_owned)
    }

    fn names_law_since(&self, sentence: usize, law: &str) -> bool {
        let last = self
            .found
            .iter()
            .rev()
            .find(|it| it.citation.law.key == law);
        last.is_some_and(|it| it.range.start >= sentence) || self.text[sentence..].contains(law)
    }

    /// Bare items: the host's paragraph if it has items, else an article cited in the sentence, else the nearest paragraph before.
    fn items_in_host(&self, host: Host<'_>, at: usize) -> Option<(String, Place)> {
        let own = |paragraph: Option<u8>| {
            (
                host.law.to_owned(),
                Place {
                    paragraph,
                    item: None,
                    subitem: None,
                    ..host.place
                },
            )
        };
        let article = host
            .statute
            .and_then(|it| it.article(host.place.article, host.place.suffix));
        let paragraph = host.place.paragraph.unwrap_or(1);
        let has_items = |paragraph: u8| {
            article
                .and_then(|it| it.paragraphs.get(usize::from(paragraph).checked_sub(1)?))
                .is_some_and(|it| !it.items.is_empty())
        };
        if host.place.item.is_some() || has_items(paragraph) {
            return Some(own(host.place.paragraph));
        }
        let near = self.cited.as_ref().filter(|(law, place, end)| {
            (place.item.is_some() || host::holds_items(host, law, *place))
                && !self.text[*end..at].contains(['。', '；'])
        });
        if let Some((law, place, _)) = near {
            return Some((law.clone(), *place));
        }
        let before = (1..paragraph).rev().find(|it| has_items(*it));
        Some(own(before
            .or((paragraph > 1).then(|| paragraph - 1))
            .or(host.place.paragraph)))
    }

    fn relative(&mut self, relative: Relative, start: usize, end: usize) -> Option<usize> {
        let (law, base, last) = match relative {
            Relative::That(unit) => {
                let (law, place, _) = self.cited.clone()?;
                (law, up_to(place, next_unit(unit)), None)
            }
            Relative::This(unit) => {
                let host = self.scanner.host?;
                (
                    host.law.to_owned(),
                    up_to(host.place, next_unit(unit)),
                    None,
                )
            }
            Relative::Before(unit, count) => {
                let host = self.scanner.host?;
                let (first, last) = host::before(host, unit, count)?;
                (host.law.to_owned(), first, (count > 1).then_some(last))
            }
        };
        let name = LawName {
            key: law,
            how: Naming::Anaphora,
        };
        let next = words::skip_space(self.text, end);
        let deeper =
            place::unit_at(self.text, next).filter(|it| *it > Unit::Article && last.is_none());
        let marks = deeper.and_then(|_| place::sequence(self.text, next, base));
        let marks = marks.unwrap_or_else(|| {
            vec![Mark {
                range: start..end,
                place: base,
                end: last,
                doubt: None,
            }]
        });
        Some(self.push(&marks, start, None, (name, None, None)))
    }
}

/// Keeps the levels of a place above `unit`.
fn up_to(place: Place, unit: Unit) -> Place {
    let mut place = Place {
        subitem: None,
        ..place
    };
    if unit <= Unit::Item {
        place.item = None;
    }
    if unit <= Unit::Paragraph {
        place.paragraph = None;
    }
    place
}

fn next_unit(unit: Unit) -> Unit {
    match unit {
        Unit::Article => Unit::Paragraph,
        Unit::Paragraph => Unit::Item,
        Unit::Item | Unit::Subitem => Unit::Subitem,
    }
}
