//! The index and the targets of an earlier build, taken over where only the bodies of a few pages changed.
//!
//! Stands around [`site::index`] and [`references`], pure functions: with or without it the result is the same. What the
//! rest of a site depends on is compared by [`site::is_alike`]; then only what the changed pages point at is looked up.

use std::{collections::HashSet, sync::Arc};

use crate::{
    diag::{Diagnostic, Sink},
    document::Document,
    resolve::{Target, Targets, document, references},
    site::{self, DocumentId, Inputs, Owner, Site},
    source::FileId,
};

/// Up to this many changed pages are looked at one by one.
const MOST_CHANGED: usize = 50;

/// What the last build found out.
#[derive(Debug, Default)]
pub struct Again(Option<Last>);

#[derive(Debug)]
struct Last {
    key: [u8; 32],
    site: Arc<Site>,
    targets: Arc<Targets>,
    /// What was said while the site was indexed.
    indexed: Vec<Diagnostic>,
    /// What was said about references.
    resolved: Vec<Diagnostic>,
}

impl Again {
    /// Returns the index of the site, and what every reference points at.
    ///
    /// `key` is a hash of all inputs but the configuration and the text of pages.
    pub fn site(
        &mut self,
        key: [u8; 32],
        inputs: Inputs<'_>,
        sink: &mut Sink,
    ) -> (Arc<Site>, Arc<Targets>) {
        let last = self
            .0
            .take()
            .filter(|it| it.key == key && it.site.config == inputs.config);
        let followed = last.and_then(|it| it.follow(&inputs.documents));
        let last = followed.unwrap_or_else(|| Last::whole(key, inputs));
        sink.extend(last.indexed.iter().chain(&last.resolved).cloned());
        let found = (Arc::clone(&last.site), Arc::clone(&last.targets));
        self.0 = Some(last);
        found
    }
}

impl Last {
    fn whole(key: [u8; 32], inputs: Inputs<'_>) -> Self {
        let mut sink = Sink::default();
        let site = Arc::new(site::index(inputs, &mut sink));
        let indexed = sink.take();
        let targets = Arc::new(references(&site, &mut sink));
        Self {
            key,
            site,
            targets,
            indexed,
            resolved: sink.take(),
        }
    }

    /// Returns the state with other documents; none when more than a few bodies changed.
    fn follow(mut self, documents: &[Arc<Document>]) -> Option<Self> {
        let changed = changed(&self.site, documents)?;
        let site = self.site.with_documents(documents.to_vec());
        let mut targets = Targets::clone(&self.targets);
        let mut sink = Sink::default();
        for id in &changed {
            let found = document(&site, *id, &mut sink);
            let before = &mut targets.documents[id.index()];
            // Another picture would have to be looked at.
            if !pictures(before).eq(pictures(&found)) {
                return None;
            }
            *before = found.into();
        }
        let files: HashSet<FileId> = changed.iter().map(|id| site.document(*id).source).collect();
        let is_elsewhere = |it: &Diagnostic| it.span.is_none_or(|span| !files.contains(&span.file));
        self.resolved.retain(is_elsewhere);
        self.resolved.extend(sink.take());
        Some(Self {
            site: Arc::new(site),
            targets: Arc::new(targets),
            ..self
        })
    }
}

/// Returns the pages that changed; none when anything else did, or when the index would be another.
fn changed(site: &Site, documents: &[Arc<Document>]) -> Option<Vec<DocumentId>> {
    if site.documents.len() != documents.len() {
        return None;
    }
    let both = site.documents.iter().zip(documents).enumerate();
    let mut changed = Vec::new();
    for (index, (old, new)) in both.filter(|(_, (old, new))| !Arc::ptr_eq(old, new)) {
        let is_page = matches!(site.owner(new.source), Some(Owner::Page(_)));
        let is_glossary = site.glossary.document == Some(DocumentId::new(index));
        let is_body = old.source == new.source && is_page && !is_glossary;
        if !is_body || changed.len() == MOST_CHANGED || !site::is_alike(old, new) {
            return None;
        }
        changed.push(DocumentId::new(index));
    }
    Some(changed)
}

fn pictures(targets: &[Target]) -> impl Iterator<Item = &Target> {
    let is_picture = |it: &&Target| matches!(it, Target::Picture(_));
    targets.iter().filter(is_picture)
}
