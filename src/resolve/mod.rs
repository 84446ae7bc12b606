//! What each reference points at.
//!
//! In: the [`Site`]. Out: [`Targets`], for each document a list as long as its references. The tree is not touched.

mod again;
mod citation;
mod link;
mod picture;
mod quotation;
pub mod video;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diag::Sink,
    document::{Document, Reference, ReferenceId, ReferenceKind},
    media::picture::PictureInfo,
    resolve::citation::Days,
    resolve::video::VideoTarget,
    site::{DocumentId, Owner, Site},
};

pub use crate::resolve::{again::Again, citation::LawTarget};

/// What a reference points at.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A page or section of the site.
    Page {
        /// Which.
        owner: Owner,
        /// A place in it.
        anchor: Option<String>,
    },
    /// An address on the same page.
    Anchor(String),
    /// A page that pufa makes itself, or a file of `static/`, by address from the site's root.
    Made(String),
    /// A file beside the pages, by path from the site's root.
    Asset(String),
    /// A picture beside the pages; its facts stand in [`Targets::pictures`].
    Picture(String),
    /// A text beside the pages, by path from the site's root.
    Text(String),
    /// Another site, a mail address, a telephone number.
    External(String),
    /// A snippet.
    Snippet(DocumentId),
    /// A table, by path from the site's root.
    Data(String),
    /// A law, or a place in it.
    Law(LawTarget),
    /// Nothing to link to, and nothing wrong with that.
    Plain,
    /// Nothing found; a diagnostic says so.
    Broken,
}

/// The targets of all references of a site.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// For each document, one target for each of its references.
    pub documents: Vec<Arc<[Target]>>,
    /// Facts of every picture that is referred to and readable, by path from the site's root.
    pub pictures: BTreeMap<String, PictureInfo>,
    /// Every video that can be shown.
    pub videos: BTreeMap<(DocumentId, ReferenceId), VideoTarget>,
}

impl Targets {
    /// Returns the target of a reference.
    pub fn get(&self, document: DocumentId, reference: ReferenceId) -> &Target {
        &self.documents[document.index()][reference.index()]
    }
}

/// Resolves every reference of the site.
pub fn references(site: &Site, sink: &mut Sink) -> Targets {
    let ids: Vec<DocumentId> = (0..site.documents.len()).map(DocumentId::new).collect();
    let documents: Vec<Arc<[Target]>> =
        sink.par_map(&ids, |id, sink| document(site, *id, sink).into());
    let videos = video::all(site, sink);
    let posters = videos.values().filter_map(|it| it.poster.as_deref());
    let pictures = picture::probe(site, &documents, posters, sink);
    include_loops(site, &documents, sink);
    Targets {
        documents,
        pictures,
        videos,
    }
}

fn document(site: &Site, id: DocumentId, sink: &mut Sink) -> Vec<Target> {
    let document = site.document(id);
    let references = &document.references;
    let targets: Vec<Target> = references
        .iter()
        .map(|reference| target(site, id, document, reference, sink))
        .collect();
    for reference in references {
        if let ReferenceKind::Quotation { text, citation } = &reference.kind {
            quotation::check(
                &site.library,
                text,
                &targets[citation.index()],
                reference,
                sink,
            );
        }
    }
    targets
}

fn target(
    site: &Site,
    id: DocumentId,
    document: &Document,
    reference: &Reference,
    sink: &mut Sink,
) -> Target {
    match &reference.kind {
        ReferenceKind::Link => link::resolve(site, id, document, reference, sink),
        ReferenceKind::Image => picture::resolve(site, id, reference, sink),
        ReferenceKind::File => link::file(site, id, reference, sink),
        ReferenceKind::Snippet => match site.snippets.get(reference.written.as_str()) {
            Some(snippet) => Target::Snippet(*snippet),
            None => {
                sink.snippet_missing(
                    reference.span,
                    &reference.written,
                    site.snippets.keys().map(String::as_str),
                );
                Target::Broken
            }
        },
        ReferenceKind::Data => link::data(site, id, reference, sink),
        ReferenceKind::Citation(citation) => citation::resolve(
            &site.library,
            Days::of(document, site.config.now),
            citation,
            reference,
            sink,
        ),
        ReferenceKind::Statute(citation) => citation::insert(
            &site.library,
            Days::of(document, site.config.now),
            citation,
            reference,
            sink,
        ),
        ReferenceKind::Video | ReferenceKind::Quotation { .. } => Target::Plain,
    }
}

/// Reports snippets that include themselves, directly or through others.
fn include_loops(site: &Site, targets: &[Arc<[Target]>], sink: &mut Sink) {
    for snippet in site.snippets.values() {
        let mut stack = vec![*snippet];
        let mut seen = Vec::new();
        while let Some(id) = stack.pop() {
            for (reference, target) in site
                .document(id)
                .references
                .iter()
                .zip(targets[id.index()].iter())
            {
                let Target::Snippet(inner) = target else {
                    continue;
                };
                if inner == snippet {
                    sink.snippet_loop(reference.span, &reference.written);
                } else if !seen.contains(inner) {
                    seen.push(*inner);
                    stack.push(*inner);
                }
            }
        }
    }
}
