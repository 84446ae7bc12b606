//! Files that are not text: pictures, videos, documents.

use std::{
    borrow::Cow,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::source::FileId;

/// Files up to this size are held in memory; larger ones are read when needed, in bytes.
pub(crate) const IN_MEMORY_BYTES: u64 = 1 << 20;

/// One file that is not text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Identity, derived from the path.
    pub id: FileId,
    /// From the site's root, with forward slashes.
    pub path: String,
    /// Size in bytes.
    pub len: u64,
    /// Hash of the content.
    pub digest: [u8; 32],
    /// Where the content is.
    pub data: AssetData,
}

/// The content of an [`Asset`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetData {
    /// Held in memory.
    Memory(Arc<[u8]>),
    /// Left on disk, at this real path: no part of it was a link when the file was listed.
    Disk(PathBuf),
}

impl Asset {
    /// Makes an asset from bytes in memory.
    pub fn new(path: &str, bytes: &[u8]) -> Self {
        Self {
            id: FileId::of(path),
            path: path.to_owned(),
            len: bytes.len() as u64,
            digest: *blake3::hash(bytes).as_bytes(),
            data: AssetData::Memory(bytes.into()),
        }
    }

    /// Describes a large file on disk, reading it once for its hash.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn on_disk(path: &str, file: &Path) -> io::Result<Self> {
        let file = file.canonicalize()?;
        let mut hasher = blake3::Hasher::new();
        let len = io::copy(&mut fs::File::open(&file)?, &mut hasher)?;
        let digest = *hasher.finalize().as_bytes();
        Ok(Self {
            id: FileId::of(path),
            path: path.to_owned(),
            len,
            digest,
            data: AssetData::Disk(file),
        })
    }

    /// Returns the content.
    ///
    /// # Errors
    /// When a file left on disk has gone or changed since it was listed.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.data {
            AssetData::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            AssetData::Disk(path) => {
                let bytes = fs::read(path)?;
                if blake3::hash(&bytes).as_bytes() != &self.digest {
                    return Err(io::Error::other("changed while the site was built"));
                }
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Returns the last part of the path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Returns the ending in lower case, without the dot; empty when there is none.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map(|(_, it)| it.to_lowercase()).unwrap_or_default()
    }
}
