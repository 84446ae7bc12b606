//! Files that editors download → statutes in the normal form.
//!
//! In: a file's name and bytes (.docx, .txt, .md). Out: a [`Statute`] with its facts, and everything that is odd about it.
//! Nothing is guessed: what the file cannot know stays empty and is named in [`Imported::open`].

mod dates;
mod title;
mod words;

use jiff::civil::Date;

use crate::{
    import::{docx::xml::Unreadable, statute::words::Words},
    law::{
        registry::Registry,
        statute::{
            Facts, Level, Statute,
            build::{self, Fault},
            clean, line,
            parse::short_name,
        },
    },
};

/// A file read as a statute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The statute.
    pub statute: Statute,
    /// The file as plain text, for excerpts in messages.
    pub text: String,
    /// What is wrong with its numbering; places count in `text`.
    pub faults: Vec<Fault>,
    /// What the file did not say and how it was settled.
    pub open: Vec<Open>,
}

/// Something that a file cannot know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// The effective date was taken from the list of laws; with its basis there.
    EffectiveFromRegistry(Date, String),
    /// The effective date is not known at all.
    NoEffective,
    /// The day it was made public is not known.
    NoPromulgated,
    /// So many text boxes were not read.
    TextBoxes(usize),
    /// So many footnotes and endnotes were not taken over.
    Notes(usize),
    /// Articles are there, but in other numbers than the list of laws knows for this version.
    OtherCount(u16),
}

/// Why a file could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// Not a .docx, .txt or .md.
    UnknownFormat,
    /// A .docx that is none, is damaged, or is too large.
    Word(Unreadable),
    /// Neither UTF-8 nor GB18030.
    Encoding,
    /// No text in it.
    Empty,
    /// No title could be found.
    NoTitle,
}

/// Reads a file. `effective` is the editor's answer for the effective date.
///
/// # Errors
///
/// When the file cannot be read as a statute at all.
pub fn read(
    name: &str,
    bytes: &[u8],
    registry: &Registry,
    effective: Option<Date>,
) -> Result<Imported, ImportError> {
    let Words { text, boxes, notes } = words::read(name, bytes)?;
    let file = title::file_name(name);
    let mut lines = clean::lines(&text, 0);
    if lines.is_empty() {
        return Err(ImportError::Empty);
    }
    // The foot of an official print, 最高人民检察院办公厅　2019年12月30日印发, is none of its text.
    lines.retain(|it| {
        !(it.text.ends_with("印发") && it.text.contains('日') && it.text.chars().count() < 60)
    });
    let (title, announcement) = title::take(&mut lines, &file.title);
    let title = title.filter(|it| !it.is_empty()).ok_or(ImportError::NoTitle)?;
    let contents = clean::take_contents(&mut lines);
    let (mut statute, mut faults) = build::body(&lines);
    faults.extend(contents);
    let mut open = Vec::new();
    open.extend((boxes > 0).then_some(Open::TextBoxes(boxes)));
    open.extend((notes > 0).then_some(Open::Notes(notes)));
    statute.facts = facts(&statute, title, &file, registry);
    let promulgated = statute.facts.promulgated;
    if promulgated.is_none() {
        open.push(Open::NoPromulgated);
    }
    statute.facts.effective =
        effective.or_else(|| dates::effective(&statute, &announcement, promulgated));
    if statute.facts.effective.is_none() {
        open.push(effective_from_registry(&mut statute, registry));
    }
    open.extend(other_count(&statute, registry));
    Ok(Imported { statute, text, faults, open })
}

fn facts(statute: &Statute, title: String, file: &title::FileName, registry: &Registry) -> Facts {
    let known = registry.find(&title).or_else(|| registry.find(&file.title));
    let title = known.filter(|it| !it.title.is_empty()).map_or(title, |it| it.title.clone());
    let promulgated = file.promulgated.or_else(|| dates::noted(statute));
    Facts {
        short: known.map_or_else(|| short_name(&title), |it| it.short.clone()),
        kind: known.map_or_else(|| kind(&title, statute), |it| it.kind.clone()),
        authority: authority(statute, &title),
        interprets: known.and_then(|it| it.interprets.clone()),
        promulgated,
        title,
        ..Facts::default()
    }
}

fn kind(title: &str, statute: &Statute) -> String {
    let note = statute.note.join("");
    let word = if title.starts_with("最高人民") || title.contains("最高人民法院") {
        "司法解释"
    } else if note.contains("国务院令") || note.contains("国务院第") {
        "行政法规"
    } else if title.starts_with("中华人民共和国") {
        "法律"
    } else if note.contains("人民代表大会") {
        "地方性法规"
    } else {
        ""
    };
    word.to_owned()
}

/// Reads who adopted it out of the note; the last body named there.
fn authority(statute: &Statute, title: &str) -> String {
    let note = statute.note.join("　");
    let bodies = [
        ("全国人民代表大会常务委员会", "全国人民代表大会常务委员会"),
        ("全国人民代表大会", "全国人民代表大会"),
        ("国务院", "国务院"),
        ("最高人民法院审判委员会", "最高人民法院"),
        ("最高人民检察院", "最高人民检察院"),
    ];
    if title.starts_with("最高人民法院、最高人民检察院") {
        return "最高人民法院、最高人民检察院".to_owned();
    }
    // A note tells the whole history; the last body named is the one that made this version.
    let last = bodies
        .iter()
        .filter_map(|(word, name)| note.rfind(word).map(|at| (at, word.len(), *name)))
        .max();
    last.map_or("", |(_, _, name)| name).to_owned()
}

fn effective_from_registry(statute: &mut Statute, registry: &Registry) -> Open {
    let version = registry.law(&statute.facts.short).and_then(|law| {
        law.versions.iter().find(|it| Some(it.promulgated) == statute.facts.promulgated)
    });
    match version.and_then(|it| it.effective.map(|date| (date, it.basis.clone()))) {
        Some((date, basis)) => {
            statute.facts.effective = Some(date);
            Open::EffectiveFromRegistry(date, basis)
        }
        None => Open::NoEffective,
    }
}

fn other_count(statute: &Statute, registry: &Registry) -> Option<Open> {
    let law = registry.law(&statute.facts.short)?;
    let version =
        law.versions.iter().find(|it| Some(it.promulgated) == statute.facts.promulgated)?;
    let last = statute.articles.last().map_or(0, |it| it.number);
    (version.articles > 0 && version.articles != last).then_some(Open::OtherCount(version.articles))
}

/// Returns the headings and articles in short, for the importer's report: `7 编 · 1260 条`.
pub fn summary(statute: &Statute) -> Vec<(&'static str, usize)> {
    let count = |level: Level| statute.parts.iter().filter(|it| it.level == level).count();
    let all = [
        ("编", count(Level::Book)),
        ("分编", count(Level::Subbook)),
        ("章", count(Level::Chapter)),
        ("节", count(Level::Section)),
    ];
    let mut shown: Vec<_> = all.into_iter().filter(|(_, count)| *count > 0).collect();
    shown.push(("条", statute.articles.len()));
    if !statute.annex.is_empty() {
        shown.push((
            "附件段落",
            statute.annex.iter().filter(|it| !line::squash(it).is_empty()).count(),
        ));
    }
    shown
}
