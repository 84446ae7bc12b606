//! A build from equal inputs into an output that nobody touched has nothing to do, and says what it said the last time.
//!
//! What counts as equal: every input, the flags, the day, the fonts and the program itself, by their content. What is
//! remembered stands in the site's cache; without it, or with a damaged one, the site is built as ever.

use std::{
    env,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::{
    cli::{Context, site::Site},
    config::Flags,
    publish, read,
    render::leaflet::products::context::fonts_digest,
    source::Sources,
};

const KIND: &str = "build-1";

/// How a build went that wrote the output as it is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    /// Hash of the output's list of files.
    manifest: String,
    /// All messages as printed.
    pub printed: String,
    /// HTML pages.
    pub pages: usize,
    /// Files.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

impl Record {
    /// Makes the record of a build into `output` that just ended; `None` when its list cannot be read.
    pub fn new(
        output: &Path,
        printed: String,
        (pages, files): (usize, usize),
        bytes: u64,
    ) -> Option<Self> {
        Some(Self {
            manifest: publish::list_digest(output)?.to_hex().to_string(),
            printed,
            pages,
            files,
            bytes,
        })
    }
}

/// Returns the hash of all that can influence a build and what it says; `None` when the program cannot read itself.
pub fn key(
    context: &Context,
    site: &Site,
    sources: &Sources,
    flags: &Flags,
) -> Option<blake3::Hash> {
    let config = read::config(sources, flags);
    let mut hasher = blake3::Hasher::new();
    hasher.update(program()?.as_bytes());
    hasher.update(sources.digest().as_bytes());
    // The day counts, not the moment.
    let Flags { base_url, drafts, medium, now: _ } = flags;
    let words = ((base_url, drafts, medium, config.now), context.format, context.console.lang);
    hasher.update(format!("{words:?}").as_bytes());
    if may_have_leaflets(sources) {
        hasher.update(fonts_digest(sources, &config, &site.cache).as_bytes());
    }
    Some(hasher.finalize())
}

/// Returns what is remembered under `key` if the output still is what was written then.
pub fn find(site: &Site, key: blake3::Hash, output: &Path) -> Option<Record> {
    let record: Record = serde_json::from_slice(&site.cache.get(KIND, key)?).ok()?;
    let same = publish::untouched(output)?.to_hex().as_str() == record.manifest;
    same.then_some(record)
}

/// Remembers a build.
pub fn keep(site: &Site, key: blake3::Hash, record: &Record) {
    if let Ok(bytes) = serde_json::to_vec(record) {
        site.cache.put(KIND, key, &bytes);
    }
}

/// Fonts are looked for only where they could matter.
fn may_have_leaflets(sources: &Sources) -> bool {
    let mut texts = sources.config.iter().chain(&sources.pages);
    texts.any(|it| it.text.contains("leaflet") || it.text.contains("传单"))
}

/// Returns the hash of the running program, parts of it at a time.
fn program() -> Option<blake3::Hash> {
    const PART: u64 = 8 << 20;
    let path = env::current_exe().ok()?;
    let len = path.metadata().ok()?.len();
    let part = |number: u64| -> io::Result<blake3::Hash> {
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(number * PART))?;
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut file.take(PART), &mut hasher)?;
        Ok(hasher.finalize())
    };
    let parts = (0..len.div_ceil(PART)).into_par_iter().map(part);
    let parts: Vec<_> = parts.collect::<io::Result<_>>().ok()?;
    let all: Vec<u8> = parts.iter().flat_map(|it| *it.as_bytes()).collect();
    Some(blake3::hash(&all))
}
