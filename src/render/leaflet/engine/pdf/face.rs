//! Files of fonts → faces that Typst sets text in.

use std::{fs, path::PathBuf};

use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};

/// Faces in memory.
#[derive(Debug, Default)]
pub(crate) struct Faces {
    /// What Typst chooses from.
    pub book: LazyHash<FontBook>,
    /// By index in the book.
    pub list: Vec<Font>,
}

/// A family of which a file holds a face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// Whether the face has Chinese characters.
    pub has_han: bool,
}

impl Faces {
    /// Reads files of fonts; one that cannot be read is left out.
    pub fn read(files: &[PathBuf]) -> Self {
        let bytes = files.iter().filter_map(|file| fs::read(file).ok());
        let list: Vec<Font> = bytes.flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&list)), list }
    }

    /// Tells whether some face can show `character`.
    pub fn cover(&self, character: char) -> bool {
        let shows = |face: &Font| face.info().coverage.contains(u32::from(character));
        self.list.iter().any(shows)
    }
}

/// Returns the families of a file, one for each face in it.
pub fn families(bytes: &[u8]) -> Vec<Family> {
    let family = |info: FontInfo| Family {
        has_han: info.coverage.contains(u32::from('法')),
        name: info.family,
    };
    FontInfo::iter(bytes).map(family).collect()
}
