//! What each reference points at.
//!
//! In: the [`Site`]. Out: [`Targets`], for each document a list as long as its references. The tree is not touched.

pub mod includes;
pub mod target;

mod citation;
mod collision;
mod gather;
mod left;
mod link;
mod picture;
mod quotation;
mod settings;
pub mod video;

use crate::{
    diag::Sink,
    document::{Document, Documents, Reference, ReferenceKind},
    resolve::{citation::Days, link::Beside},
    site::{DocumentId, Site},
};

pub use crate::resolve::{
    gather::{Resolved, gather},
    target::{LawTarget, Target, Targets, VideoKind, VideoTarget},
};

/// Resolves every reference of the site.
pub fn references(site: &Site, documents: &Documents, sink: &mut Sink) -> Targets {
    let ids: Vec<DocumentId> = documents.ids().collect();
    let found = sink.par_map(&ids, |id, sink| document(site, documents, *id, sink));
    let mut targets = gather(site, documents, found, sink);
    for id in ids {
        targets.settle(site, documents, id, sink);
    }
    targets
}

/// Resolves the references of one document.
pub fn document(site: &Site, documents: &Documents, id: DocumentId, sink: &mut Sink) -> Resolved {
    let found = sink.guard(site.path(id), |sink| resolved(site, documents, id, sink));
    // Where it breaks down, nothing in the document leads anywhere.
    let broken = || documents.get(id).references.iter().map(|_| Target::Broken).collect();
    found.unwrap_or_else(|| Resolved { targets: broken(), videos: Vec::new() })
}

fn resolved(site: &Site, documents: &Documents, id: DocumentId, sink: &mut Sink) -> Resolved {
    let document = documents.get(id);
    let references = &document.references;
    let targets: Vec<Target> =
        references.iter().map(|reference| target(site, id, document, reference, sink)).collect();
    for reference in references {
        if let ReferenceKind::Quotation { text, citation } = &reference.kind {
            let cited = &targets[citation.index()];
            quotation::check(&site.library, text, cited, reference, sink);
        }
    }
    let videos = video::find(site, documents, id, sink);
    Resolved { targets, videos }
}

fn target(
    site: &Site,
    id: DocumentId,
    document: &Document,
    reference: &Reference,
    sink: &mut Sink,
) -> Target {
    match &reference.kind {
        ReferenceKind::Link => link::resolve(site, id, reference, sink),
        ReferenceKind::Image => picture::resolve(site, id, reference, sink),
        ReferenceKind::File => {
            let found = link::file(site, id, reference, sink);
            found.map_or(Target::Broken, Beside::target)
        }
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
