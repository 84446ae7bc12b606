//! What exists, where, in which order.
//!
//! In: configuration, the law's names, parsed documents, the other files. Out: [`Site`], which every later stage only reads.

pub mod generated;

pub mod alias;
mod column;
mod dates;
mod glossary;
mod index;
mod order;
mod permalink;
mod records;
mod related;
mod review;
mod role;
mod taxonomy;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    config::Config,
    data::Records,
    document::{Date, FrontMatter, Outline},
    law::Library,
    source::{Asset, FileId},
};

pub use crate::document::DocumentId;
pub use crate::site::{
    dates::Status,
    glossary::{Glossary, GlossaryTerm},
    index::{Inputs, index},
    permalink::Permalink,
    records::find as find_recorded,
    review::review_until,
    taxonomy::{Taxonomy, Term},
};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Makes the id of the entry at `index`.
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("a site has fewer than four thousand million entries"))
            }

            /// Returns the position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// Index into [`Site::pages`].
    PageId
}
id! {
    /// Index into [`Site::sections`]; 0 is the home page.
    SectionId
}

/// The whole site, indexed.
#[derive(Debug)]
pub struct Site {
    /// Settings.
    pub config: Config,
    /// Statutes and what is known about laws.
    pub library: Library,
    /// Paths of the documents, from the site's root.
    pub paths: Vec<String>,
    /// What each document says to others.
    pub outlines: Vec<Outline>,
    /// Published pages, sorted by path of their source.
    pub pages: Vec<Page>,
    /// Folders; the first is the home page.
    pub sections: Vec<Section>,
    /// In the order of the configuration.
    pub taxonomies: Vec<Taxonomy>,
    /// Snippets by the name that `:::引用` uses.
    pub snippets: BTreeMap<String, DocumentId>,
    /// Files that are not text, by path from the site's root.
    pub assets: BTreeMap<String, Arc<Asset>>,
    /// Text files beside pages that are no pages: captions, transcripts; by path from the site's root.
    pub texts: BTreeMap<String, Arc<str>>,
    /// What editors keep in tables.
    pub records: Records,
    /// Terms that are explained at their first mention.
    pub glossary: Glossary,
    /// Old addresses that lead elsewhere: output path → where to.
    pub redirects: BTreeMap<String, Permalink>,
    /// What became of each source, by path.
    pub fates: BTreeMap<String, Fate>,
    owners: HashMap<FileId, Owner>,
}

/// What a document is the text of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A page.
    Page(PageId),
    /// A section's own text.
    Section(SectionId),
}

/// A published page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its text.
    pub document: DocumentId,
    /// Its address.
    pub permalink: Permalink,
    /// The folder it belongs to.
    pub section: SectionId,
    /// Its title.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: Arc<str>,
    /// First published.
    pub date: Option<Date>,
    /// Published, or why it is only shown in a preview.
    pub status: Status,
    /// Whether it has the quick exit.
    pub sensitive: bool,
    /// The last day of the column's term after its 核对.
    pub review_until: Option<Date>,
    /// The page above it in its section's list.
    pub previous: Option<PageId>,
    /// The page below it in its section's list.
    pub next: Option<PageId>,
    /// For each taxonomy, its terms as indices into [`Taxonomy::terms`].
    pub terms: Vec<Vec<usize>>,
    /// Pages on the same matters, nearest first.
    pub related: Vec<PageId>,
    /// Whether it is a web page at all; a page may be leaflets only.
    pub has_html: bool,
}

impl Page {
    /// Tells whether its law has not been checked for longer than the column allows.
    pub fn review_due(&self, now: Date) -> bool {
        self.review_until.is_some_and(|it| it < now)
    }
}

/// A folder of pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// From `content/`, without slash at the end; empty for the home page.
    pub path: String,
    /// Its own text, if there is an `_index.md`.
    pub document: Option<DocumentId>,
    /// Its address.
    pub permalink: Permalink,
    /// Its title.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: Arc<str>,
    /// The folder it lies in; `None` for the home page.
    pub parent: Option<SectionId>,
    /// Folders in it, in the order shown.
    pub sections: Vec<SectionId>,
    /// Its pages, in the order shown.
    pub pages: Vec<PageId>,
    /// How many pages a list holds.
    pub paginate: usize,
    /// Whether its own page has the quick exit.
    pub sensitive: bool,
}

/// What became of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A page at this address.
    Page(Permalink),
    /// A section's page at this address.
    Section(Permalink),
    /// A snippet of this name.
    Snippet(String),
    /// A text that a video or page bundle uses.
    Companion,
    /// 草稿: not published.
    Draft,
    /// Not published before this day.
    Scheduled(Date),
    /// Not published since this day.
    Expired(Date),
    /// In a column whose own text, at this path, waits.
    Below(String),
    /// `render: never`.
    Never,
    /// In a folder whose name starts with `_`.
    Hidden,
    /// Its address is taken by this other source.
    Collides(String),
    /// Its address is not possible.
    Impossible,
}

impl Fate {
    /// Tells whether the source is a page that is only held back: a draft, too early, too late.
    pub(crate) fn is_held(&self) -> bool {
        match self {
            Self::Draft | Self::Scheduled(_) | Self::Expired(_) | Self::Below(_) | Self::Never => {
                true
            }
            Self::Page(_)
            | Self::Section(_)
            | Self::Snippet(_)
            | Self::Companion
            | Self::Hidden
            | Self::Collides(_)
            | Self::Impossible => false,
        }
    }
}

impl Site {
    /// Returns the page with this id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// Returns the section with this id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// Returns what the document with this id says to others.
    pub fn outline(&self, id: DocumentId) -> &Outline {
        &self.outlines[id.index()]
    }

    /// Returns the front matter of a page.
    pub fn front_matter(&self, page: &Page) -> &FrontMatter {
        &self.outline(page.document).front_matter
    }

    /// Returns the path of a document's source.
    pub fn path(&self, id: DocumentId) -> &str {
        &self.paths[id.index()]
    }

    /// Returns the home page.
    pub fn home(&self) -> &Section {
        &self.sections[0]
    }

    /// Returns what the source file is the text of.
    pub(crate) fn owner(&self, file: FileId) -> Option<Owner> {
        self.owners.get(&file).copied()
    }

    /// Returns the page or section whose source is at `path`, from `content/`.
    pub fn find(&self, path: &str) -> Option<Owner> {
        self.owner(FileId::of(&format!("content/{path}")))
    }

    /// Returns the address of a page or section.
    pub fn permalink(&self, owner: Owner) -> &Permalink {
        match owner {
            Owner::Page(id) => &self.page(id).permalink,
            Owner::Section(id) => &self.section(id).permalink,
        }
    }

    /// Returns the title of a page or section.
    pub fn title(&self, owner: Owner) -> &str {
        match owner {
            Owner::Page(id) => &self.page(id).title,
            Owner::Section(id) => &self.section(id).title,
        }
    }

    /// Returns the sections from the home page down to this one, both included.
    pub(crate) fn ancestors(&self, section: SectionId) -> Vec<SectionId> {
        let mut chain = vec![section];
        while let Some(parent) = chain.last().and_then(|id| self.section(*id).parent) {
            chain.push(parent);
        }
        chain.reverse();
        chain
    }

    /// Returns the files of pages that are held back: drafts, too early, too late.
    pub fn held(&self) -> BTreeSet<FileId> {
        let held = self.fates.iter().filter(|(_, fate)| fate.is_held());
        held.map(|(path, _)| FileId::of(path)).collect()
    }

    /// Returns the ids of all pages.
    pub fn page_ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len()).map(PageId::new)
    }

    /// Returns the ids of all sections.
    pub(crate) fn section_ids(&self) -> impl Iterator<Item = SectionId> + use<> {
        (0..self.sections.len()).map(SectionId::new)
    }
}
