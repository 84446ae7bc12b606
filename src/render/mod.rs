//! Site, targets and theme → artifacts, the files of the published site, still in memory.

#[cfg(feature = "leaflet")]
pub mod leaflet;

pub mod search;
pub mod feed;
pub mod sitemap;
pub mod redirect;
pub mod json_ld;
pub mod picture;
pub mod video;
mod plain;
mod xml;

pub mod html;

use std::{collections::BTreeMap, sync::Arc};

use crate::source::Asset;

pub use crate::path::{OutputPath, OutputPathError};

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Text, UTF-8.
    Text(String),
    /// Bytes; shared, because a cache may hold them too.
    Bytes(Arc<[u8]>),
    /// A copy of an input file.
    Copy(Arc<Asset>),
}

impl Body {
    /// Returns the hash that decides whether the file has to be written.
    pub fn digest(&self) -> [u8; 32] {
        match self {
            Self::Text(text) => *blake3::hash(text.as_bytes()).as_bytes(),
            Self::Bytes(bytes) => *blake3::hash(bytes).as_bytes(),
            Self::Copy(asset) => asset.digest,
        }
    }

    /// Returns the size in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Copy(asset) => asset.len,
        }
    }

    /// Tells whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The published site: output paths with their content, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifacts {
    files: BTreeMap<OutputPath, Body>,
    /// Case-folded NFC form → path as first taken; finds paths that would overwrite each other on Windows or macOS.
    taken: BTreeMap<String, OutputPath>,
}

impl Artifacts {
    /// Adds a file, or returns the path it collides with.
    ///
    /// # Errors
    /// When the same path, or one that differs only in case or Unicode form, is taken.
    pub fn insert(&mut self, path: OutputPath, body: Body) -> Result<(), OutputPath> {
        if let Some(other) = self.taken.get(&path.folded()) {
            return Err(other.clone());
        }
        self.taken.insert(path.folded(), path.clone());
        self.files.insert(path, body);
        Ok(())
    }

    /// Returns the content at `path`.
    pub fn get(&self, path: &str) -> Option<&Body> {
        self.files.get(path)
    }

    /// Returns all files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Body)> {
        self.files.iter()
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Tells whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
