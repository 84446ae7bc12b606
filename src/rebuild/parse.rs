//! Documents of an earlier build, taken over where the source and what its reading depends on are the same.
//!
//! Stands around [`crate::markdown::parse`], a pure function: with or without it the result is the same.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    diag::{Diagnostic, Sink},
    document::Document,
    markdown::{Dialect, parse},
    source::{FileId, Repair, Source},
};

/// What was parsed last time. Holds as many documents as the site has sources, no more.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    dialect: [u8; 32],
    known: HashMap<FileId, Known>,
    fresh: Vec<FileId>,
}

#[derive(Debug)]
struct Known {
    digest: [u8; 32],
    repairs: Vec<Repair>,
    document: Arc<Document>,
    diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Returns the document of each source, parsing those that are new or changed.
    ///
    /// `key` is a hash of all that `dialect` was made from; another one forgets everything.
    pub fn parse(
        &mut self,
        sources: &[Source],
        dialect: &Dialect<'_>,
        key: [u8; 32],
        sink: &mut Sink,
    ) -> Vec<Arc<Document>> {
        if self.dialect != key {
            self.dialect = key;
            self.known.clear();
        }
        let is_known = |it: &Source| {
            let parsed = self.known.get(&it.id);
            parsed.is_some_and(|parsed| parsed.digest == it.digest && parsed.repairs == it.repairs)
        };
        let fresh: Vec<&Source> = sources.iter().filter(|it| !is_known(it)).collect();
        let parsed = Sink::default().par_map(&fresh, |source, _| {
            let mut own = Sink::default();
            let document = Arc::new(parse(source, dialect, &mut own));
            let diagnostics = own.take();
            let digest = source.digest;
            let repairs = source.repairs.clone();
            Known { digest, repairs, document, diagnostics }
        });
        self.fresh = fresh.iter().map(|it| it.id).collect();
        self.known.extend(self.fresh.iter().copied().zip(parsed));
        if self.known.len() > sources.len() {
            let all: HashSet<FileId> = sources.iter().map(|it| it.id).collect();
            self.known.retain(|id, _| all.contains(id));
        }
        let document = |source: &Source| {
            let parsed = &self.known[&source.id];
            sink.extend(parsed.diagnostics.iter().cloned());
            Arc::clone(&parsed.document)
        };
        sources.iter().map(document).collect()
    }

    /// Returns the sources that were parsed the last time, and not taken over.
    pub fn fresh(&self) -> &[FileId] {
        &self.fresh
    }
}
