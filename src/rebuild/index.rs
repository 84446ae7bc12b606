//! The index and the targets of an earlier build, taken over where only the bodies of a few pages changed.
//!
//! The index reads outlines only, so equal outlines give an equal index; then only what the changed pages point at is
//! looked up.

use std::sync::Arc;

use crate::{
    diag::{Diagnostic, Sink},
    document::{Document, DocumentId, Documents},
    resolve::{self, Resolved, Targets},
    site::{self, Inputs, Site},
};

/// Up to this many changed pages are looked at one by one.
const MOST_CHANGED: usize = 50;

/// What the last build found out.
#[derive(Debug, Default)]
pub(crate) struct Indexed(Option<Last>);

#[derive(Debug)]
struct Last {
    key: [u8; 32],
    site: Arc<Site>,
    documents: Documents,
    targets: Arc<Targets>,
    /// What was said while the site was indexed.
    indexed: Vec<Diagnostic>,
    /// What was said about the references of each document.
    resolved: Vec<Vec<Diagnostic>>,
    /// What was said about references as a whole.
    gathered: Vec<Diagnostic>,
}

impl Indexed {
    /// Returns the index of the site, and what every reference points at.
    ///
    /// `key` is a hash of all inputs but the configuration and the text of pages.
    pub fn site(
        &mut self,
        key: [u8; 32],
        inputs: Inputs<'_>,
        documents: &Documents,
        sink: &mut Sink,
    ) -> (Arc<Site>, Arc<Targets>) {
        let last = self.0.take().filter(|it| it.key == key && it.site.config == inputs.config);
        let followed = last.and_then(|it| it.follow(&inputs, documents));
        let last = followed.unwrap_or_else(|| Last::whole(key, inputs, documents));
        let resolved = last.resolved.iter().flatten();
        sink.extend(last.indexed.iter().chain(resolved).chain(&last.gathered).cloned());
        let found = (Arc::clone(&last.site), Arc::clone(&last.targets));
        self.0 = Some(last);
        found
    }
}

impl Last {
    fn whole(key: [u8; 32], inputs: Inputs<'_>, documents: &Documents) -> Self {
        let mut sink = Sink::default();
        let site = Arc::new(site::index(inputs, &mut sink));
        let indexed = sink.take();
        let ids: Vec<DocumentId> = documents.ids().collect();
        let found = sink.par_map(&ids, |id, _| resolved(&site, documents, *id));
        let (found, mut resolved): (_, Vec<_>) = found.into_iter().unzip();
        let mut targets = resolve::gather(&site, documents, found, &mut sink);
        let gathered = sink.take();
        for (id, said) in ids.into_iter().zip(&mut resolved) {
            targets.settle(&site, documents, id, &mut sink);
            said.extend(sink.take());
        }
        Self {
            key,
            site,
            documents: documents.clone(),
            targets: Arc::new(targets),
            indexed,
            resolved,
            gathered,
        }
    }

    /// Returns the state with other documents; none when more than a few bodies changed.
    fn follow(mut self, inputs: &Inputs<'_>, documents: &Documents) -> Option<Self> {
        if self.site.outlines != inputs.outlines {
            return None;
        }
        let both = self.documents.iter().zip(documents.iter());
        let is_other = |(old, new): &(&Arc<Document>, &Arc<Document>)| !Arc::ptr_eq(old, new);
        let changed = both.enumerate().filter(|(_, it)| is_other(it));
        let changed: Vec<DocumentId> = changed.map(|(at, _)| DocumentId::new(at)).collect();
        let is_page = |id: &DocumentId| self.site.owner(self.site.outline(*id).source).is_some();
        // The text of a transcript is part of its video.
        if changed.len() > MOST_CHANGED || !changed.iter().all(is_page) {
            return None;
        }
        let mut targets = Targets::clone(&self.targets);
        for id in changed {
            let (mut found, mut said) = resolved(&self.site, documents, id);
            let mut sink = Sink::default();
            found.settle(&self.site, &targets.generated, documents.get(id), &mut sink);
            said.extend(sink.take());
            if !targets.replace(id, found) {
                return None;
            }
            self.resolved[id.index()] = said;
        }
        Some(Self { documents: documents.clone(), targets: Arc::new(targets), ..self })
    }
}

/// Looks up what one document points at, and what is to be said about it.
fn resolved(site: &Site, documents: &Documents, id: DocumentId) -> (Resolved, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let found = resolve::document(site, documents, id, &mut sink);
    (found, sink.take())
}
