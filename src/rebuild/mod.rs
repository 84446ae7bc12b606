//! What is remembered between builds of the same site: a preview reads again only what changed.
//!
//! Wraps the pure functions of [`crate::read`]: with or without memory the result is the same, which `tests/again.rs` tries.

mod index;
mod parse;

use std::sync::Arc;

use crate::{
    Built,
    cache::Cache,
    config::Flags,
    diag::Sink,
    document::Documents,
    read::{Basis, Read},
    render::{Kept, leaflet::products::remembered::RememberedHandbooks},
    source::{FileId, Sources},
};

/// What a build leaves behind for the next one of the same site.
#[derive(Debug, Default)]
pub struct Before {
    documents: parse::Parsed,
    index: index::Indexed,
    kept: Kept,
}

impl Before {
    /// Begins with handbooks that are laid out once, and then when somebody opens them.
    pub fn of_preview() -> Self {
        let kept = Kept { remembered: Some(RememberedHandbooks::default()), ..Kept::default() };
        Self { kept, ..Self::default() }
    }

    /// Builds a site as [`crate::build`] does, taking over what an earlier build found out.
    pub fn build(
        &mut self,
        sources: &Sources,
        flags: &Flags,
        cache: &Cache,
        sink: &mut Sink,
    ) -> Built {
        let read = self.read(sources, flags, sink);
        crate::finish(read, self.kept.clone(), sources, cache, sink)
    }

    /// Reads a site as [`crate::read::site`] does.
    fn read(&mut self, sources: &Sources, flags: &Flags, sink: &mut Sink) -> Read {
        let basis = Basis::read(sources, flags, sink);
        let key = dialect_key(sources);
        let documents = self.documents.parse(&sources.pages, &basis.dialect(), key, sink);
        let documents = Documents::new(documents);
        let theme = Arc::clone(&basis.theme);
        let inputs = basis.inputs(sources, &documents, sink);
        let (site, targets) = self.index.site(index_key(sources), inputs, &documents, sink);
        Read { site, documents, targets, theme }
    }

    /// Returns the sources that were parsed the last time, and not taken over.
    pub fn fresh(&self) -> &[FileId] {
        self.documents.fresh()
    }
}

/// Returns a hash of all that the reading of pages depends on besides their own text.
fn dialect_key(sources: &Sources) -> [u8; 32] {
    let texts = sources.config.iter().chain(&sources.statutes);
    let mut hasher = blake3::Hasher::new();
    for source in texts.chain(&sources.data) {
        hasher.update(&source.digest);
    }
    *hasher.finalize().as_bytes()
}

/// Returns a hash of all that the index of the site depends on besides the configuration and the text of pages.
fn index_key(sources: &Sources) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&dialect_key(sources));
    for page in &sources.pages {
        hasher.update(page.path.as_bytes()).update(&[0]);
    }
    for asset in &sources.assets {
        hasher.update(asset.path.as_bytes()).update(&asset.digest);
    }
    *hasher.finalize().as_bytes()
}
