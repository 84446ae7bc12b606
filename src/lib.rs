//! pufa (普法): Markdown columns about the law in, an accessible static site and printable leaflets out.
//!
//! The program is a compiler for a website. Data goes one way, each arrow is one function with plain values in and out:
//!
//! ```text
//! disk ──read──▶ Sources ──parse──▶ Documents ──index──▶ Site ──resolve──▶ Targets ──render──▶ Artifacts ──publish──▶ public/
//! ```
//!
//! [`build`] is the whole of it between the disk and the disk. Four invariants hold:
//!
//! 1. [`source::Sources::read`] is the only reader of disk, [`publish`] the only writer ([`cache`] apart).
//! 2. A stage never changes an earlier stage's output.
//! 3. A [`document::Document`] depends on one file only.
//! 4. Bad content never panics and never stops the build early: it becomes a [`diag::Diagnostic`] and a placeholder.
//!
//! A module imports lower ranks only (kept by `tests/tidy.rs`): 0 source, path, address, escape, cache, media · 1 diag, settings ·
//! 2 law, pinyin · 3 document · 4 config · 5 data · 6 markdown, theme · 7 site, import · 8 resolve · 9 render ·
//! 10 publish, check · 11 this file · 12 serve · 13 cli.

// What comes in, and what we say about it.
pub mod source;

pub mod path;

pub mod cache;

pub mod escape;

pub mod address;

pub mod media;

pub mod diag;

pub mod settings;

// What the texts are made of.
pub mod law;

pub mod import;

pub mod pinyin;

pub mod document;

pub mod config;

pub mod data;

pub mod markdown;

pub mod theme;

// What exists, and what points where.
pub mod site;

pub mod resolve;

// What goes out.
pub mod render;

pub mod publish;

pub mod check;

pub mod serve;

pub mod cli;

use std::sync::Arc;

use crate::{
    cache::Cache,
    config::Flags,
    diag::Sink,
    render::Artifacts,
    resolve::Targets,
    site::{Inputs, Site},
    source::Sources,
};

/// A built site, in memory.
#[derive(Debug)]
pub struct Built {
    /// What is published.
    pub artifacts: Artifacts,
    /// What exists, for the commands that tell about it.
    pub site: Arc<Site>,
    /// What every reference points at.
    pub targets: Arc<Targets>,
    /// The fonts of leaflets, should any have been read.
    #[cfg(feature = "leaflet")]
    pub shelf: render::leaflet::font::Shelf,
}

/// What a build leaves behind for the next one of the same site.
#[derive(Debug, Default)]
pub struct Before {
    documents: markdown::Memo,
    index: resolve::Again,
    #[cfg(feature = "leaflet")]
    shelf: render::leaflet::font::Shelf,
}

impl Before {
    /// Returns the sources that were parsed the last time, and not taken over.
    pub fn fresh(&self) -> &[source::FileId] {
        self.documents.fresh()
    }
}

/// Builds a site from its sources.
pub fn build(sources: &Sources, flags: &Flags, cache: &Cache, sink: &mut Sink) -> Built {
    build_again(sources, flags, cache, None, sink)
}

/// The same, with what an earlier build left behind at hand. Nothing is read from disk (large files, fonts and the cache apart), nothing written.
pub fn build_again(
    sources: &Sources,
    flags: &Flags,
    cache: &Cache,
    before: Option<&mut Before>,
    sink: &mut Sink,
) -> Built {
    for problem in &sources.problems {
        sink.unreadable_file(problem);
    }
    let config = config::parse(sources.config.as_ref(), flags, sink);
    let rules = config.rules.clone();
    let theme = Arc::new(theme::compile(sources, &config, sink));
    theme::style::check(&config, &theme, sink);
    let library = law::library(&sources.statutes, &sources.data, &config.laws, sink);
    let dialect = markdown::Dialect {
        taxonomies: &config.taxonomies,
        raw_html: config.raw_html,
        names: library.names(),
    };
    #[cfg(feature = "leaflet")]
    let shelf = before
        .as_ref()
        .map(|it| it.shelf.clone())
        .unwrap_or_default();
    let pages = &sources.pages;
    let (documents, index) = match before {
        Some(Before {
            documents, index, ..
        }) => {
            let documents = documents.parse(pages, &dialect, dialect_key(sources), sink);
            (documents, Some(index))
        }
        None => (markdown::parse_all(pages, &dialect, sink), None),
    };

    let inputs = Inputs {
        config,
        library,
        pages,
        documents,
        assets: &sources.assets,
        data: &sources.data,
    };
    let (site, targets) = match index {
        Some(index) => index.site(index_key(sources), inputs, sink),
        None => {
            let site = Arc::new(site::index(inputs, sink));
            let targets = Arc::new(resolve::references(&site, sink));
            (site, targets)
        }
    };

    let artifacts = render::artifacts(
        &render::Context {
            sources,
            site: &site,
            targets: &targets,
            theme: &theme,
            cache,
            #[cfg(feature = "leaflet")]
            shelf: &shelf,
        },
        sink,
    );
    sink.adjust(&rules);
    sink.soften(&site.held());
    Built {
        artifacts,
        site,
        targets,
        #[cfg(feature = "leaflet")]
        shelf,
    }
}

/// Returns a hash of all that the reading of pages depends on besides their own text.
fn dialect_key(sources: &Sources) -> [u8; 32] {
    let texts = sources.config.iter().chain(&sources.statutes);
    let mut hasher = blake3::Hasher::new();
    for source in texts.chain(&sources.data) {
        hasher.update(&source.digest);
    }
    *hasher.finalize().as_bytes()
}

/// Returns a hash of all that the index of the site depends on besides the configuration and the text of pages.
fn index_key(sources: &Sources) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&dialect_key(sources));
    for page in &sources.pages {
        hasher.update(page.path.as_bytes()).update(&[0]);
    }
    for asset in &sources.assets {
        hasher.update(asset.path.as_bytes()).update(&asset.digest);
    }
    *hasher.finalize().as_bytes()
}
