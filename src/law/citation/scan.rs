//! Second pass: places, and which law each belongs to.

use std::{collections::BTreeMap, ops::Range};

use crate::law::citation::{
    Citation, Doubt, Found, LawName, Naming, Place, VersionHint,
    antecedent::{self, Said},
    between, collect,
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
        Self { names, host: None, aliases: Vec::new(), last: BTreeMap::new() }
    }

    /// Starts on the text of a statute; `host` says where in it the next block stands.
    pub fn inside(names: &'a Names, host: Host<'a>) -> Self {
        Self { host: Some(host), ..Self::new(names) }
    }

    /// Finds the citations in the plain text of one block, left to right.
    pub fn block(&mut self, text: &str) -> Vec<Found> {
        if !text.contains(['第', '《', '法', '前', '本', '条']) {
            return Vec::new();
        }
        let mut mentions = collect::mentions(text, self.names, &self.aliases);
        // 《中华人民共和国食品安全法》（以下简称《食品安全法》）: the short name counts in this block already.
        if text.contains("称") {
            let known = self.aliases.len();
            self.aliases.extend(mention::definitions(text, &mentions));
            self.aliases.truncate(MAX_ALIASES);
            if self.aliases.len() > known {
                mentions = collect::mentions(text, self.names, &self.aliases);
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
        let defined = between::bracket(self.text, mention.range.end)
            .filter(|end| self.text[mention.range.end..*end].contains("称"));
        let Some((key, doubt)) = self.key(mention) else {
            // 劳动合同第五条, 民法典草案第一百条: the places behind it are read over, and belong to no law.
            self.current = None;
            let place = between::skip(self.text, mention.range.end);
            return place::sequence(self.text, place, Place::default())
                .and_then(|marks| marks.last().map(|it| it.range.end))
                .unwrap_or(mention.range.end);
        };
        self.current = Some((key.clone(), mention.version.clone()));
        if !self.laws.contains(&key) {
            self.laws.push(key.clone());
        }
        self.scanner.last.insert(title::kind(&key), key.clone());
        let name = LawName { key, how: mention.how };
        let place = between::skip(self.text, mention.range.end);
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
                // 《民法典》第一千零六十二条：“……但是本法第一千零六十三条第三项规定的除外” speaks of 民法典.
                None if self.quote.depth > 0 && self.quote.law.is_some() => {
                    self.quote.law.clone().map(|law| (law, None))
                }
                None => {
                    let doubt = antecedent::nothing_before(self.text, mention.range.clone());
                    Some((format!("本{kind}"), Some(doubt)))
                }
            },
        }
    }

    fn last_of(&self, kind: &str, mention: &Mention) -> (String, Option<Doubt>) {
        // By kind, not simply the last instrument: between an interpretation and 该解释第四条 laws are named.
        let of_kind = self.scanner.last.get(kind);
        let law = of_kind.or(self.current.as_ref().map(|(law, _)| law));
        law.map_or_else(
            || {
                let range = mention.range.clone();
                let doubt = antecedent::nothing_before(self.text, range.clone());
                (self.text[range].to_owned(), Some(doubt))
            },
            |law| (law.clone(), None),
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
        let last = marks.last().expect("a sequence holds at least its first place");
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
        let Some((key, base, how)) = antecedent::of(self.said(), unit, at) else {
            let marks = place::sequence(self.text, at, Place::default());
            return marks.and_then(|it| it.last().map(|it| it.range.end)).unwrap_or(past);
        };
        let Some(marks) = place::sequence(self.text, at, base) else {
            return past;
        };
        let end = marks.last().map_or(past, |it| it.range.end);
        // In a statute every 第N条 is a citation; on a page 第二条路 and 合同第五条 are none.
        if self.scanner.host.is_none() && !self.is_bare_citation(unit, at, end) {
            return end;
        }
        let version = self
            .current
            .as_ref()
            .filter(|(law, _)| *law == key)
            .and_then(|(_, version)| version.clone());
        // Where two laws are named, a bare 第N条 is a guess that the writer has to confirm.
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

    fn said(&self) -> Said<'_> {
        Said {
            text: self.text,
            host: self.scanner.host,
            current: self.current.as_ref(),
            cited: self.cited.as_ref(),
            found: &self.found,
        }
    }

    fn relative(&mut self, relative: Relative, start: usize, end: usize) -> Option<usize> {
        let (law, base, last) = match relative {
            Relative::That(unit) => {
                let (law, place, _) = self.cited.clone()?;
                (law, place.above(unit.below()), None)
            }
            Relative::This(unit) => {
                let host = self.scanner.host?;
                (host.law.to_owned(), host.place.above(unit.below()), None)
            }
            Relative::Before(unit, count) => {
                let host = self.scanner.host?;
                let (first, last) = host::before(host, unit, count)?;
                (host.law.to_owned(), first, (count > 1).then_some(last))
            }
        };
        let name = LawName { key: law, how: Naming::Anaphora };
        // 前款第一项, 本条第一款、第二款 go deeper from there; behind a range, 前两款, nothing can.
        let next = words::skip_space(self.text, end);
        let deeper =
            place::unit_at(self.text, next).filter(|it| *it > Unit::Article && last.is_none());
        let marks = deeper.and_then(|_| place::sequence(self.text, next, base));
        let marks = marks.unwrap_or_else(|| {
            vec![Mark { range: start..end, place: base, end: last, doubt: None }]
        });
        Some(self.push(&marks, start, None, (name, None, None)))
    }
}
