//! What was found for each document, put together; and what only the site as a whole can tell.

use std::collections::BTreeSet;

use crate::{
    config::Link,
    diag::{Sink, messages::nearest},
    document::{Document, Documents, ReferenceId},
    resolve::{
        collision,
        includes::{self, Cut, Edge},
        left, link, picture, settings,
        target::{Target, Targets, VideoTarget},
    },
    site::{
        DocumentId, Fate, Site, alias,
        generated::{Found, Generated, generated},
    },
};

/// What the references of one document point at.
pub struct Resolved {
    /// One for each reference.
    pub targets: Vec<Target>,
    /// The videos that can be shown.
    pub videos: Vec<(ReferenceId, VideoTarget)>,
}

impl Resolved {
    /// Asks whether the pages are there that its links may mean and that pufa makes itself.
    pub(crate) fn settle(
        &mut self,
        site: &Site,
        generated: &Generated,
        document: &Document,
        sink: &mut Sink,
    ) {
        link::settle(site, generated, document, &mut self.targets, sink);
    }

    /// Returns what is looked up for the site as a whole: pictures, snippets, which may go round in circles, and what decides
    /// which pages pufa makes itself.
    fn shared(&self) -> impl Iterator<Item = Shared<'_>> {
        shared(&self.targets, self.videos.iter().map(|(_, it)| it))
    }
}

/// What more than one document may point at, and is looked at once.
#[derive(PartialEq)]
enum Shared<'a> {
    Picture(&'a str),
    Snippet(DocumentId),
    /// Of which there is no text, so that its page depends on who cites it.
    Law(&'a str),
    Video,
}

fn shared<'a>(
    targets: &'a [Target],
    videos: impl Iterator<Item = &'a VideoTarget>,
) -> impl Iterator<Item = Shared<'a>> {
    let of_text = targets.iter().filter_map(|target| match target {
        Target::Picture(path) => Some(Shared::Picture(path)),
        Target::Snippet(id) => Some(Shared::Snippet(*id)),
        Target::Law(it) => it.text.is_none().then_some(Shared::Law(&it.law)),
        Target::Page { .. }
        | Target::Anchor(_)
        | Target::Made { .. }
        | Target::Asset(_)
        | Target::Text(_)
        | Target::External(_)
        | Target::Data(_)
        | Target::Plain
        | Target::Broken => None,
    });
    let of_video = |it: &'a VideoTarget| {
        let poster = it.poster.as_deref().map(Shared::Picture);
        std::iter::once(Shared::Video).chain(poster)
    };
    of_text.chain(videos.flat_map(of_video))
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
        targets.videos.extend(videos.map(|(it, video)| ((id, it), video)));
        targets.documents.push(found.targets.into());
    }
    let posters = targets.videos.values().filter_map(|it| it.poster.as_deref());
    targets.pictures = picture::probe(site, &targets.documents, posters, sink);
    cut(site, documents, &mut targets, sink);
    let generated = generated(site, &found_on_pages(site, &targets));
    let entry = |it: &Link| link::entry(site, &generated, it, sink);
    targets.menu = site.config.menu.iter().map(entry).collect();
    alias::check(site, &generated, sink);
    targets.collisions = collision::check(site, &generated, sink);
    left::check(site, &targets, sink);
    left::copies(site, sink);
    targets.generated = generated;
    settings::check(site, sink);
    check_laws(site, sink);
    targets
}

/// Tells of laws that pages say to explain and nobody knows.
fn check_laws(site: &Site, sink: &mut Sink) {
    for facts in site.outlines.iter().map(|it| &it.front_matter) {
        let Some(span) = facts.spans.get("laws") else { continue };
        let name = |it: &str| it.trim_matches(['《', '》']).to_owned();
        let unknown = facts.laws.iter().map(|it| name(it));
        for law in unknown.filter(|it| site.library.find(it).is_none()) {
            let near = nearest(&law, site.library.laws().map(|it| it.key.as_str()));
            sink.front_matter_law_unknown(span, &law, near);
        }
    }
}

/// Gathers what pages cite and show, on which it depends what pufa makes itself.
fn found_on_pages<'a>(site: &Site, targets: &'a Targets) -> Found<'a> {
    let pages = site.pages.iter().map(|it| it.document);
    let sections = site.sections.iter().filter_map(|it| it.document);
    let shown = pages.chain(sections);
    let shown = shown.flat_map(|id| targets.includes.with(id).collect::<Vec<_>>());
    let shown = shown.flat_map(|id| targets.documents[id.index()].iter());
    let cited = shown.filter_map(|it| Some(it.law()?.law.as_str()));
    let with_video: BTreeSet<DocumentId> = targets.videos.keys().map(|it| it.0).collect();
    let mut listed = site.pages.iter().filter(|it| it.has_html);
    let has_videos = !with_video.is_empty()
        && listed.any(|it| targets.includes.with(it.document).any(|id| with_video.contains(&id)));
    Found { cited: cited.collect(), has_videos }
}

/// Tells whether readers meet a text by itself: a page, a section's text, a transcript.
fn is_met(site: &Site, id: DocumentId) -> bool {
    match site.fates.get(site.path(id)) {
        Some(Fate::Page(_) | Fate::Section(_) | Fate::Companion) => true,
        Some(
            Fate::Snippet(_)
            | Fate::Draft
            | Fate::Scheduled(_)
            | Fate::Expired(_)
            | Fate::Below(_)
            | Fate::Never
            | Fate::Hidden
            | Fate::Collides(_)
            | Fate::Impossible,
        )
        | None => false,
    }
}

/// Takes out the references to snippets that are not to be followed, and tells why.
fn cut(site: &Site, documents: &Documents, targets: &mut Targets, sink: &mut Sink) {
    let edges = documents.ids().map(|id| (id, targets.edges(id)));
    let edges = edges.filter(|(_, edges)| !edges.is_empty());
    let roots: Vec<_> = documents.ids().filter(|it| is_met(site, *it)).collect();
    let (includes, cut) = includes::plan(edges.collect(), &roots);
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
    /// Asks whether the pages are there that the links of a document may mean and that pufa makes itself.
    pub(crate) fn settle(
        &mut self,
        site: &Site,
        documents: &Documents,
        id: DocumentId,
        sink: &mut Sink,
    ) {
        let is_open = |it: &Target| matches!(it, Target::Made { .. });
        let own = &mut self.documents[id.index()];
        if own.iter().any(is_open) {
            let mut left = own.to_vec();
            link::settle(site, &self.generated, documents.get(id), &mut left, sink);
            *own = left.into();
        }
    }

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
        self.videos.extend(videos.map(|(it, video)| ((id, it), video)));
        self.documents[id.index()] = found.targets.into();
        true
    }
}
