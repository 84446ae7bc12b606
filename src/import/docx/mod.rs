//! A Word file (Word, WPS) → its paragraphs and tables, with the numbers that Word shows in front of them.
//!
//! In: the bytes of a .docx. Out: a [`Word`], which says how things look, not what they mean: what is a heading or an
//! article is for those who import it. The only folder that names `zip`; it and `media/svg.rs` alone name `quick_xml`.

mod body;
mod numbering;
mod styles;
pub mod word;
pub mod xml;

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::{
    diag::messages::command::import::Damage,
    import::docx::{
        body::Parts,
        numbering::Numbering,
        styles::Styles,
        word::{NoteId, Word},
        xml::{Unreadable, Xml},
    },
};

/// Largest unpacked part that is read, in bytes. 民法典 takes 7 MB.
const MAX_PART: u64 = 96 << 20;

/// Reads a document.
///
/// # Errors
///
/// When the file is no .docx, is damaged, or is larger than any text.
pub fn read(bytes: &[u8]) -> Result<Word, Unreadable> {
    let file = ZipArchive::new(Cursor::new(bytes));
    let mut file = file.map_err(|_| Unreadable::Damaged(Damage::Zip))?;
    let document = part(&mut file, "document.xml")?.ok_or(Unreadable::NotWord)?;
    let parts = Parts {
        styles: optional(&mut file, "styles.xml", Styles::read)?,
        numbering: optional(&mut file, "numbering.xml", Numbering::read)?,
        links: optional(&mut file, "_rels/document.xml.rels", links)?,
    };
    let notes_of = |file: &mut Archive<'_>, name: &str, id: fn(String) -> NoteId| {
        let notes = optional(file, name, |xml| body::notes(xml, parts.clone()))?;
        Ok(notes.into_iter().map(move |(it, blocks)| (id(it), blocks)))
    };
    let mut notes = BTreeMap::new();
    notes.extend(notes_of(&mut file, "footnotes.xml", NoteId::Foot)?);
    notes.extend(notes_of(&mut file, "endnotes.xml", NoteId::End)?);
    let (blocks, left_out) = body::read(&document, parts)?;
    Ok(Word { blocks, notes, left_out })
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads a part that a file may do without.
fn optional<T: Default>(
    file: &mut Archive<'_>,
    name: &str,
    read: impl Fn(&str) -> Result<T, Unreadable>,
) -> Result<T, Unreadable> {
    let text = part(file, name)?;
    Ok(text.map(|it| read(&it)).transpose()?.unwrap_or_default())
}

fn part(file: &mut Archive<'_>, name: &str) -> Result<Option<String>, Unreadable> {
    let Ok(part) = file.by_name(&format!("word/{name}")) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    part.take(MAX_PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Unreadable::Damaged(Damage::Part))?;
    if bytes.len() as u64 > MAX_PART {
        return Err(Unreadable::TooLarge);
    }
    String::from_utf8(bytes).map(Some).map_err(|_| Unreadable::Damaged(Damage::Encoding))
}

/// Reads where links lead and pictures lie, by their id.
fn links(xml: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut links = BTreeMap::new();
    let mut xml = Xml::new(xml);
    xml.children(|xml, _| {
        xml.children(|xml, element| {
            let target = element.attribute("Target");
            links.extend(element.attribute("Id").zip(target));
            xml.skip()
        })
    })?;
    Ok(links)
}
