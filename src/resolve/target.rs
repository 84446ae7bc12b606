//! What references point at, as the later stages read it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    document::ReferenceId,
    law::{citation::Place, library::StatuteId},
    media::{picture::PictureInfo, platform::PlatformVideo, video::VideoInfo},
    resolve::includes::Includes,
    site::{DocumentId, Owner, generated::Generated},
};

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
    /// A page that pufa makes itself, or a file of `static/`.
    Made {
        /// Its address from the site's root.
        path: String,
        /// A place in it.
        anchor: Option<String>,
    },
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

impl Target {
    /// Returns the place on another page that it points at, if it names one.
    pub fn anchor(&self) -> Option<&str> {
        let (Self::Page { anchor, .. } | Self::Made { anchor, .. }) = self else {
            return None;
        };
        anchor.as_deref()
    }

    /// Returns the path of the picture, if it is one.
    pub fn picture(&self) -> Option<&str> {
        let Self::Picture(path) = self else {
            return None;
        };
        Some(path)
    }

    /// Returns the law that it points at, if it is one.
    pub fn law(&self) -> Option<&LawTarget> {
        let Self::Law(target) = self else {
            return None;
        };
        Some(target)
    }

    /// Returns the snippet, if it is one.
    pub fn snippet(&self) -> Option<DocumentId> {
        let Self::Snippet(id) = self else {
            return None;
        };
        Some(*id)
    }
}

/// The targets of all references of a site.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// For each document, one target for each of its references.
    pub documents: Vec<Arc<[Target]>>,
    /// Which snippets each document takes in.
    pub includes: Includes,
    /// Every page that is made from no source of its own.
    pub generated: Generated,
    /// Files of generated pages whose place is taken, folded; told already.
    pub collisions: BTreeSet<String>,
    /// What the entries of the menu lead to.
    pub menu: Vec<Target>,
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

/// A law, or a place in it, that a citation means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawTarget {
    /// Key of the law in the library.
    pub law: String,
    /// The text that it points into, if imported.
    pub text: Option<StatuteId>,
    /// The place; `None` for the law as a whole.
    pub place: Option<Place>,
    /// The last place of a range.
    pub end: Option<Place>,
    /// Whether an old version is meant on purpose.
    pub former: bool,
}

/// A video, found.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoTarget {
    /// Where it plays.
    pub kind: VideoKind,
    /// Poster, by path from the site's root.
    pub poster: Option<String>,
    /// Captions, by path from the site's root; the text stands in `texts` of the site.
    pub captions: Option<String>,
    /// Transcript.
    pub transcript: Option<DocumentId>,
    /// Chapters, by path from the site's root; the text stands in `texts` of the site. [`crate::resolve::video::chapters`] reads it.
    pub chapters: Option<String>,
    /// Length in seconds.
    pub duration_s: Option<u32>,
}

/// Where a video plays.
#[derive(Clone, Debug, PartialEq)]
pub enum VideoKind {
    /// On the page itself.
    File {
        /// By path from the site's root.
        path: String,
        /// What the file holds.
        info: VideoInfo,
    },
    /// On a platform, after a click.
    Platform(PlatformVideo),
}
