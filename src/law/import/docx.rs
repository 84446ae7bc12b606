//! A .docx file → its paragraphs as plain text.
//!
//! Reads `word/document.xml` and, for numbers that Word makes, `word/numbering.xml`. Styles say nothing in these files, so they
//! are not looked at. The only module that names `zip` and `quick_xml`.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use crate::law::{import::ImportError, numeral::to_chinese};

/// Largest unpacked part that is read, in bytes. 民法典 takes 7 MB.
const MAX_PART: u64 = 96 << 20;

/// What was read, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs {
    /// The text, one paragraph a line.
    pub text: String,
    /// How many text boxes were left out.
    pub boxes: usize,
}

/// Reads the paragraphs of a document.
///
/// # Errors
///
/// When the file is no .docx, is damaged, or is larger than any statute.
pub fn paragraphs(bytes: &[u8]) -> Result<Paragraphs, ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| ImportError::Damaged(error.to_string()))?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(ImportError::NotWord)?;
    let numbering = part(&mut archive, "word/numbering.xml")?
        .map(|xml| numbering(&xml))
        .transpose()?
        .unwrap_or_default();
    let mut walk = Walk {
        numbering,
        ..Walk::default()
    };
    walk.document(&document)?;
    Ok(Paragraphs {
        text: walk.text,
        boxes: walk.boxes,
    })
}

fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<Option<String>, ImportError> {
    let Ok(file) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    file.take(MAX_PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ImportError::Damaged(error.to_string()))?;
    if bytes.len() as u64 > MAX_PART {
        return Err(ImportError::TooLarge);
    }
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|error| ImportError::Damaged(error.to_string()))
}

/// How one list level is numbered: 第%1节.
#[derive(Clone, Debug, Default)]
struct ListLevel {
    pattern: String,
    chinese: bool,
    start: u16,
}

/// List levels by number and depth, and the counters so far.
#[derive(Clone, Debug, Default)]
struct Numbering {
    levels: BTreeMap<(String, String), ListLevel>,
    counters: BTreeMap<(String, String), u16>,
}

#[derive(Default)]
struct Walk {
    text: String,
    boxes: usize,
    numbering: Numbering,
    paragraph: String,
    list: (Option<String>, Option<String>),
    /// How deep inside an element that is left out.
    skipped: usize,
    in_text: bool,
    /// Paragraphs inside paragraphs, when a text box is not left out.
    depth: usize,
}

impl Walk {
    fn document(&mut self, xml: &str) -> Result<(), ImportError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader
                .read_event()
                .map_err(|error| ImportError::Damaged(error.to_string()))?
            {
                Event::Start(element) => self.open(&element),
                Event::Empty(element) => self.empty(&element),
                Event::End(element) => self.close(element.local_name().as_ref()),
                Event::Text(text) if self.in_text && self.skipped == 0 => {
                    self.paragraph.push_str(&text.xml10_content());
                }
                Event::CData(text) if self.in_text && self.skipped == 0 => {
                    self.paragraph.push_str(&text);
                }
                Event::GeneralRef(name) if self.in_text && self.skipped == 0 => {
                    let char = name.resolve_char_ref().ok().flatten();
                    self.paragraph.extend(char.or_else(|| entity(&name)));
                }
                Event::Eof => return Ok(()),
                Event::Text(_)
                | Event::CData(_)
                | Event::GeneralRef(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            _ if self.skipped > 0 => self.skipped += 1,
            "txbxContent" => {
                self.boxes += 1;
                self.skipped = 1;
            }
            // The fallback repeats what the choice before it says.
            "Fallback" | "del" | "moveFrom" => self.skipped = 1,
            "p" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.paragraph.clear();
                    self.list = (None, None);
                }
            }
            "t" => self.in_text = true,
            _ => self.empty(element),
        }
    }

    fn empty(&mut self, element: &BytesStart<'_>) {
        if self.skipped > 0 {
            return;
        }
        match element.local_name().as_ref() {
            "br" | "cr" => self.paragraph.push('\n'),
            "tab" => self.paragraph.push(' '),
            "ilvl" => self.list.1 = value(element),
            "numId" => self.list.0 = value(element),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.finish();
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self) {
        let text = self.paragraph.trim();
        if !text.is_empty()
            && let (Some(id), Some(level)) = (self.list.0.take(), self.list.1.take())
        {
            self.text.push_str(&self.numbering.next(id, level));
        }
        self.text.push_str(text);
        self.text.push('\n');
    }
}

impl Numbering {
    /// Counts one paragraph of a list on and returns the number that Word shows before it.
    fn next(&mut self, id: String, level: String) -> String {
        let key = (id, level);
        let Some(rule) = self.levels.get(&key) else {
            return String::new();
        };
        let own = format!("%{}", key.1.parse::<u8>().unwrap_or(0) + 1);
        if !rule.pattern.contains(&own) {
            return rule.pattern.clone();
        }
        let (pattern, chinese) = (rule.pattern.clone(), rule.chinese);
        let before_first = rule.start.saturating_sub(1);
        let count = self.counters.entry(key).or_insert(before_first);
        *count = count.saturating_add(1);
        let number = if chinese {
            to_chinese(*count)
        } else {
            count.to_string()
        };
        let shown = pattern.replace(&own, &number);
        if shown.ends_with(['编', '章', '节', '条']) {
            format!("{shown}　")
        } else {
            shown
        }
    }
}

fn numbering(xml: &str) -> Result<Numbering, ImportError> {
    let mut reader = Reader::from_str(xml);
    let mut abstracts: BTreeMap<(String, String), ListLevel> = BTreeMap::new();
    let mut result = Numbering::default();
    let (mut list, mut level, mut number) = (String::new(), String::new(), String::new());
    loop {
        match reader
            .read_event()
            .map_err(|error| ImportError::Damaged(error.to_string()))?
        {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "abstractNum" => list = attribute(&element, "abstractNumId").unwrap_or_default(),
                "lvl" | "lvlOverride" => level = attribute(&element, "ilvl").unwrap_or_default(),
                "num" => number = attribute(&element, "numId").unwrap_or_default(),
                "numFmt" => {
                    let format = value(&element).unwrap_or_default();
                    let chinese = format.contains("hinese")
                        || format.contains("japanese")
                        || format.contains("taiwanese");
                    abstracts
                        .entry((list.clone(), level.clone()))
                        .or_default()
                        .chinese = chinese;
                }
                "start" => {
                    let start = value(&element).and_then(|it| it.parse().ok());
                    abstracts
                        .entry((list.clone(), level.clone()))
                        .or_default()
                        .start = start.unwrap_or(1);
                }
                "startOverride" => {
                    let rule = result.levels.get_mut(&(number.clone(), level.clone()));
                    let start = value(&element).and_then(|it| it.parse().ok());
                    rule.into_iter()
                        .zip(start)
                        .for_each(|(rule, start)| rule.start = start);
                }
                "lvlText" => {
                    abstracts
                        .entry((list.clone(), level.clone()))
                        .or_default()
                        .pattern = value(&element).unwrap_or_default();
                }
                "abstractNumId" => {
                    let list = value(&element).unwrap_or_default();
                    let of_list = abstracts.iter().filter(|((it, _), _)| *it == list);
                    result.levels.extend(
                        of_list.map(|((_, level), rule)| {
                            ((number.clone(), level.clone()), rule.clone())
                        }),
                    );
                }
                _ => {}
            },
            Event::Eof => return Ok(result),
            Event::End(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

fn value(element: &BytesStart<'_>) -> Option<String> {
    attribute(element, "val")
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|it| it.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
