//! `word/numbering.xml`: the numbers that Word counts in front of paragraphs.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    import::docx::{
        word::Number,
        xml::{Element, Unreadable, Xml},
    },
    law::numeral::to_chinese,
};

/// Word's lists are this deep.
const DEEPEST: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbering {
    /// What lists look like, by their own id.
    patterns: BTreeMap<String, [Level; DEEPEST]>,
    /// The lists that paragraphs name.
    lists: BTreeMap<String, List>,
    /// How far each pattern has counted: two lists of one pattern go on where the other stopped.
    counted: BTreeMap<String, [Option<u16>; DEEPEST]>,
    /// Lists and levels that began at a number of their own already.
    begun: BTreeSet<(String, usize)>,
}

/// A list that paragraphs name.
#[derive(Clone, Debug, Default)]
struct List {
    pattern: String,
    starts: [Option<u16>; DEEPEST],
    own: [Option<Level>; DEEPEST],
}

/// How one level is numbered: 第%1节.
#[derive(Clone, Debug)]
struct Level {
    pattern: String,
    format: Format,
    start: u16,
    /// Whether it begins again when a level above it counts on.
    restarts: bool,
    /// The style whose paragraphs stand on this level.
    style: Option<String>,
}

/// The digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Decimal,
    Chinese,
    /// ①.
    Circled,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            pattern: String::new(),
            format: Format::Decimal,
            start: 1,
            restarts: true,
            style: None,
        }
    }
}

impl Numbering {
    /// Reads the part.
    pub fn read(xml: &str) -> Result<Self, Unreadable> {
        let mut numbering = Self::default();
        let mut xml = Xml::new(xml);
        xml.children(|xml, _| {
            xml.children(|xml, element| match element.name() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    numbering.patterns.insert(id, pattern(xml)?);
                    Ok(())
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    numbering.lists.insert(id, list(xml)?);
                    Ok(())
                }
                _ => xml.skip(),
            })
        })?;
        Ok(numbering)
    }

    /// Counts one paragraph on, and returns what Word shows in front of it.
    pub fn next(&mut self, list: &str, level: Option<u8>, style: Option<&str>) -> Option<Number> {
        let named = self.lists.get(list)?;
        let levels = self.patterns.get(&named.pattern)?;
        let of_style =
            || levels.iter().position(|it| it.style.is_some() && it.style.as_deref() == style);
        let level = level.map(usize::from).or_else(of_style).unwrap_or(0).min(DEEPEST - 1);
        let rules: [&Level; DEEPEST] =
            std::array::from_fn(|at| named.own[at].as_ref().unwrap_or(&levels[at]));

        let counted = self.counted.entry(named.pattern.clone()).or_default();
        let start = named.starts[level].filter(|_| self.begun.insert((list.to_owned(), level)));
        counted[level] = Some(match (start, counted[level]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => rules[level].start,
        });
        for deeper in level + 1..DEEPEST {
            if rules[deeper].restarts {
                counted[deeper] = None;
            }
        }
        Some(Number {
            list: list.to_owned(),
            level: u8::try_from(level).unwrap_or(0),
            shown: shown(&rules, level, counted),
        })
    }
}

/// Writes each `%1` … `%9` of a pattern as the number of that level.
fn shown(rules: &[&Level; DEEPEST], level: usize, counted: &[Option<u16>; DEEPEST]) -> String {
    let mut shown = rules[level].pattern.clone();
    for (at, rule) in rules.iter().enumerate().rev() {
        let mark = format!("%{}", at + 1);
        if shown.contains(&mark) {
            let number = counted[at].unwrap_or(rule.start);
            shown = shown.replace(&mark, &rule.format.write(number));
        }
    }
    shown
}

impl Format {
    fn of(name: &str) -> Self {
        // chineseCounting, japaneseCounting, taiwaneseCountingThousand … all write 十一.
        let chinese = ["hinese", "japanese", "taiwanese"];
        match name {
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            _ if chinese.iter().any(|it| name.contains(it)) => Self::Chinese,
            _ => Self::Decimal,
        }
    }

    fn write(self, number: u16) -> String {
        let circled = u32::from(number)
            .checked_sub(1)
            .filter(|it| *it < 20)
            .and_then(|it| char::from_u32(u32::from('①') + it));
        match (self, circled) {
            (Self::Chinese, _) => to_chinese(number),
            (Self::Circled, Some(circled)) => circled.to_string(),
            (Self::Circled | Self::Decimal, _) => number.to_string(),
        }
    }
}

/// Reads an open `abstractNum`.
fn pattern(xml: &mut Xml<'_>) -> Result<[Level; DEEPEST], Unreadable> {
    let mut levels: [Level; DEEPEST] = Default::default();
    xml.children(|xml, element| match (element.name(), depth(element)) {
        ("lvl", Some(at)) => {
            levels[at] = self::level(xml)?;
            Ok(())
        }
        _ => xml.skip(),
    })?;
    Ok(levels)
}

/// Reads an open `num`.
fn list(xml: &mut Xml<'_>) -> Result<List, Unreadable> {
    let mut list = List::default();
    xml.children(|xml, element| match (element.name(), depth(element)) {
        ("abstractNumId", _) => {
            list.pattern = element.value().unwrap_or_default();
            xml.skip()
        }
        ("lvlOverride", Some(at)) => xml.children(|xml, element| match element.name() {
            "startOverride" => {
                list.starts[at] = element.number();
                xml.skip()
            }
            "lvl" => {
                list.own[at] = Some(level(xml)?);
                Ok(())
            }
            _ => xml.skip(),
        }),
        _ => xml.skip(),
    })?;
    Ok(list)
}

/// Reads an open `lvl`.
fn level(xml: &mut Xml<'_>) -> Result<Level, Unreadable> {
    let mut level = Level::default();
    xml.children(|xml, element| {
        match element.name() {
            "start" => level.start = element.number().unwrap_or(1),
            "numFmt" => level.format = Format::of(&element.value().unwrap_or_default()),
            "lvlText" => level.pattern = element.value().unwrap_or_default(),
            "lvlRestart" => level.restarts = element.number() != Some(0_u8),
            "pStyle" => level.style = element.value(),
            _ => {}
        }
        xml.skip()
    })?;
    Ok(level)
}

fn depth(element: &Element<'_>) -> Option<usize> {
    let depth: usize = element.attribute("ilvl")?.parse().ok()?;
    (depth < DEEPEST).then_some(depth)
}
