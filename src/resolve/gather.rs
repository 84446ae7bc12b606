//! What was found for each document, put together; and what only the site as a whole can tell.

use crate::{
    diag::Sink,
    document::{Documents, ReferenceId},
    resolve::{
        includes::{self, Cut, Edge},
        picture,
        target::{Target, Targets, VideoTarget},
    },
    site::{DocumentId, Site},
};

/// What the references of one document point at.
pub struct Resolved {
    /// One for each reference.
    pub targets: Vec<Target>,
    /// The videos that can be shown.
    pub videos: Vec<(ReferenceId, VideoTarget)>,
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
    cut(documents, &mut targets, sink);
    targets
}

/// Takes out the references to snippets that are not to be followed, and tells why.
fn cut(documents: &Documents, targets: &mut Targets, sink: &mut Sink) {
    let edges = documents.ids().map(|id| (id, targets.edges(id)));
    let edges = edges.filter(|(_, edges)| !edges.is_empty());
    let (includes, cut) = includes::plan(edges.collect());
    for ((id, at), why) in cut {
        let reference = documents.get(id).reference(at);
        let (span, name) = (reference.span, reference.written.as_str());
        match why {
            Cut::Loop => sink.snippet_loop(span, name),
            Cut::Excess => {
                let (deep, many) = (includes::MAX_DEPTH, includes::MAX_SNIPPETS);
                sink.snippet_too_deep(span, name, deep, many);
            }
        }
        let mut left = targets.documents[id.index()].to_vec();
        left[at.index()] = Target::Broken;
        targets.documents[id.index()] = left.into();
    }
    targets.includes = includes;
}

impl Targets {
    /// Returns the references of a document to snippets.
    fn edges(&self, id: DocumentId) -> Vec<Edge> {
        let targets = self.documents[id.index()].iter().enumerate();
        let edge = |(at, it): (usize, &Target)| Some((ReferenceId::new(at), it.snippet()?));
        targets.filter_map(edge).collect()
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
