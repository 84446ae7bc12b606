//! Site, targets and theme → artifacts, the files of the published site, still in memory.
//!
//! One output, one file or folder; [`artifacts`] brings them together.

mod assets;
pub mod feed;
pub mod html;
pub mod json_ld;
#[cfg(feature = "leaflet")]
pub mod leaflet;
pub mod picture;
mod plain;
pub mod redirect;
pub mod search;
pub mod sitemap;
pub mod statute;
pub mod video;
mod xml;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    cache::Cache,
    diag::Sink,
    render::{
        html::place::{Extras, Shared},
        picture::Pictures,
    },
    resolve::Targets,
    site::Site,
    source::{Asset, Sources},
    theme::Theme,
};

pub use crate::path::{OutputPath, OutputPathError};

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Text, UTF-8.
    Text(String),
    /// Bytes; shared, because a cache may hold them too.
    Bytes(Arc<[u8]>),
    /// A copy of an input file.
    Copy(Arc<Asset>),
}

impl Body {
    /// Returns the hash that decides whether the file has to be written.
    pub fn digest(&self) -> [u8; 32] {
        match self {
            Self::Text(text) => *blake3::hash(text.as_bytes()).as_bytes(),
            Self::Bytes(bytes) => *blake3::hash(bytes).as_bytes(),
            Self::Copy(asset) => asset.digest,
        }
    }

    /// Returns the size in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Copy(asset) => asset.len,
        }
    }

    /// Tells whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The published site: output paths with their content, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifacts {
    files: BTreeMap<OutputPath, Body>,
    /// Case-folded NFC form → path as first taken; finds paths that would overwrite each other on Windows or macOS.
    taken: BTreeMap<String, OutputPath>,
}

impl Artifacts {
    /// Adds a file, or returns the path it collides with.
    ///
    /// # Errors
    /// When the same path, or one that differs only in case or Unicode form, is taken.
    pub fn insert(&mut self, path: OutputPath, body: Body) -> Result<(), OutputPath> {
        if let Some(other) = self.taken.get(&path.folded()) {
            return Err(other.clone());
        }
        self.taken.insert(path.folded(), path.clone());
        self.files.insert(path, body);
        Ok(())
    }

    /// Returns the content at `path`.
    pub fn get(&self, path: &str) -> Option<&Body> {
        self.files.get(path)
    }

    /// Returns all files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Body)> {
        self.files.iter()
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Tells whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// What the outputs are made from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// All inputs.
    pub sources: &'a Sources,
    /// What exists.
    pub site: &'a Arc<Site>,
    /// What references point at.
    pub targets: &'a Arc<Targets>,
    /// The look.
    pub theme: &'a Arc<Theme>,
    /// Results of earlier builds.
    pub cache: &'a Cache,
}

/// Makes every file of the published site.
pub fn artifacts(context: &Context<'_>, sink: &mut Sink) -> Artifacts {
    let site = context.site;
    let mut out = Collector {
        artifacts: Artifacts::default(),
    };
    let extras = leaflets(context, &mut out, sink);
    let pictures = pictures(context, &mut out, sink);
    let shared = Arc::new(Shared {
        site: Arc::clone(site),
        targets: Arc::clone(context.targets),
        theme: Arc::clone(context.theme),
        pictures,
        extras,
    });
    let renderer = html::Renderer::new(Arc::clone(&shared));
    for page in html::pages(&shared, sink)
        .into_iter()
        .chain(statute::pages(&renderer, sink))
    {
        out.text(&page.output, page.html, page.source, sink);
    }
    assets::publish(context, &mut out, sink);
    out.all(feed::artifacts(site, &context.targets.videos), sink);
    let mut others = html::addresses(&shared);
    others.extend(statute::addresses(&shared));
    out.all(sitemap::artifacts(site, &others), sink);
    out.all([sitemap::robots(site)], sink);
    out.all(redirect::rules(site), sink);
    if site.config.search {
        let synonyms = search::Synonyms::read(&site.config, &context.sources.data, sink);
        let laws = statute::search_pages(&shared, site.home().sections.len());
        let name = shared.theme.words.get("laws").map_or("", String::as_str);
        out.all(search::artifacts(site, &laws, name, &synonyms), sink);
    }
    out.artifacts
}

/// Adds the files of all pictures that are shown.
fn pictures(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) -> Pictures {
    let (pictures, files) = picture::files(
        context.site,
        context.targets,
        &assets::used(context),
        context.cache,
        sink,
    );
    for (path, body) in files {
        out.add(&path, body, None, sink);
    }
    pictures
}

#[cfg(feature = "leaflet")]
fn leaflets(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) -> Extras {
    let inputs = leaflet::plan::Inputs {
        site: context.site,
        targets: context.targets,
        sources: context.sources,
        cache: context.cache,
    };
    let mut made = leaflet::plan::leaflets(inputs, sink);
    out.all(std::mem::take(&mut made.files), sink);
    Extras::with_leaflets(&made, context.site)
}

#[cfg(not(feature = "leaflet"))]
fn leaflets(_context: &Context<'_>, _out: &mut Collector, _sink: &mut Sink) -> Extras {
    Extras::default()
}

/// Gathers files and reports those whose place is taken or impossible.
pub struct Collector {
    artifacts: Artifacts,
}

impl Collector {
    /// Adds a page.
    fn text(
        &mut self,
        path: &str,
        text: String,
        source: Option<crate::source::FileId>,
        sink: &mut Sink,
    ) {
        self.add(path, Body::Text(text), source, sink);
    }

    /// Adds files that cannot fail to have a good path.
    fn all(&mut self, files: impl IntoIterator<Item = (OutputPath, Body)>, sink: &mut Sink) {
        for (path, body) in files {
            self.insert(path, body, None, sink);
        }
    }

    /// Adds a file at a path that an editor chose.
    fn add(
        &mut self,
        path: &str,
        body: Body,
        source: Option<crate::source::FileId>,
        sink: &mut Sink,
    ) {
        match OutputPath::new(path) {
            Ok(path) => self.insert(path, body, source, sink),
            Err(why) => {
                let span = crate::source::Span::file(
                    source.unwrap_or_else(|| crate::source::FileId::of(path)),
                );
                sink.slug_impossible(span, path, why);
            }
        }
    }

    fn insert(
        &mut self,
        path: OutputPath,
        body: Body,
        source: Option<crate::source::FileId>,
        sink: &mut Sink,
    ) {
        if let Err(other) = self.artifacts.insert(path.clone(), body) {
            sink.output_twice(source, path.as_str(), other.as_str());
        }
    }
}
