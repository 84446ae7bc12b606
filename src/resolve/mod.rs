//! What each reference points at.
//!
//! In: the [`Site`]. Out: [`Targets`], for each document a list as long as its references. The tree is not touched.

mod citation;
mod link;
mod picture;
mod quotation;
pub mod video;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diag::Sink,
    document::{Document, Documents, Reference, ReferenceId, ReferenceKind},
    media::picture::PictureInfo,
    resolve::citation::Days,
    resolve::video::VideoTarget,
    site::{DocumentId, Owner, Site},
};

pub use crate::resolve::citation::LawTarget;

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

/// What the references of one document point at.
pub struct Resolved {
    /// One for each reference.
    targets: Vec<Target>,
    /// The videos that can be shown.
    videos: Vec<(ReferenceId, VideoTarget)>,
}

impl Resolved {
    /// Returns what is looked up for the site as a whole: pictures, and snippets, which may go round in circles.
    fn shared(&self) -> impl Iterator<Item = Shared<'_>> {
        shared(&self.targets, self.videos.iter().map(|(_, it)| it))
    }
}

/// What more than one document may point at, and is looked at once.
#[derive(PartialEq)]
enum Shared<'a> {
    Picture(&'a str),
    Snippet(DocumentId),
}

fn shared<'a>(
    targets: &'a [Target],
    videos: impl Iterator<Item = &'a VideoTarget>,
) -> impl Iterator<Item = Shared<'a>> {
    let of_text = targets.iter().filter_map(|target| match target {
        Target::Picture(path) => Some(Shared::Picture(path)),
        Target::Snippet(id) => Some(Shared::Snippet(*id)),
        Target::Page { .. }
        | Target::Anchor(_)
        | Target::Made(_)
        | Target::Asset(_)
        | Target::Text(_)
        | Target::External(_)
        | Target::Data(_)
        | Target::Law(_)
        | Target::Plain
        | Target::Broken => None,
    });
    let posters = videos.filter_map(|it| it.poster.as_deref());
    of_text.chain(posters.map(Shared::Picture))
}

impl Targets {
    /// Returns the target of a reference.
    pub fn get(&self, document: DocumentId, reference: ReferenceId) -> &Target {
        &self.documents[document.index()][reference.index()]
    }

    /// Returns the snippets that a document names itself.
    pub fn snippets(&self, document: DocumentId) -> impl Iterator<Item = DocumentId> {
        let targets = self.documents[document.index()].iter();
        targets.filter_map(|it| match it {
            Target::Snippet(id) => Some(*id),
            _ => None,
        })
    }

    /// Replaces what one document points at; says no where what the site looks up as a whole would be something else.
    pub fn replace(&mut self, id: DocumentId, found: Resolved) -> bool {
        let first = (id, ReferenceId::new(0));
        let after = (DocumentId::new(id.index() + 1), ReferenceId::new(0));
        let own = || self.videos.range(first..after);
        let before = shared(&self.documents[id.index()], own().map(|(_, it)| it));
        if !before.eq(found.shared()) {
            return false;
        }
        let gone: Vec<_> = own().map(|(key, _)| *key).collect();
        for key in gone {
            self.videos.remove(&key);
        }
        let videos = found.videos.into_iter();
        self.videos
            .extend(videos.map(|(it, video)| ((id, it), video)));
        self.documents[id.index()] = found.targets.into();
        true
    }
}

/// Resolves every reference of the site.
pub fn references(site: &Site, documents: &Documents, sink: &mut Sink) -> Targets {
    let ids: Vec<DocumentId> = documents.ids().collect();
    let found = sink.par_map(&ids, |id, sink| document(site, documents, *id, sink));
    gather(site, documents, found, sink)
}

/// Puts together what was found for each document, and looks at what they share.
pub fn gather(
    site: &Site,
    documents: &Documents,
    found: Vec<Resolved>,
    sink: &mut Sink,
) -> Targets {
    let mut targets = Targets::default();
    for (id, found) in documents.ids().zip(found) {
        let videos = found.videos.into_iter();
        targets
            .videos
            .extend(videos.map(|(it, video)| ((id, it), video)));
        targets.documents.push(found.targets.into());
    }
    let posters = targets
        .videos
        .values()
        .filter_map(|it| it.poster.as_deref());
    targets.pictures = picture::probe(site, &targets.documents, posters, sink);
    include_loops(site, documents, &targets, sink);
    targets
}

/// Resolves the references of one document.
pub fn document(site: &Site, documents: &Documents, id: DocumentId, sink: &mut Sink) -> Resolved {
    let document = documents.get(id);
    let references = &document.references;
    let targets: Vec<Target> = references
        .iter()
        .map(|reference| target(site, id, document, reference, sink))
        .collect();
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
fn include_loops(site: &Site, documents: &Documents, targets: &Targets, sink: &mut Sink) {
    for snippet in site.snippets.values() {
        let mut stack = vec![*snippet];
        let mut seen = Vec::new();
        while let Some(id) = stack.pop() {
            let references = documents.get(id).references.iter();
            for (reference, target) in references.zip(targets.documents[id.index()].iter()) {
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
