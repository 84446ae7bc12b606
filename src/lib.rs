//! pufa (普法): Markdown columns about the law in, an accessible static site and printable leaflets out.
//!
//! The program is a compiler for a website. Data goes one way, each arrow is one function with plain values in and out:
//!
//! ```text
//! disk ──read──▶ Sources ──parse──▶ Documents ─┐
//!                    └─────data────▶ Records ───┴index──▶ Site ──resolve──▶ Targets ──render──▶ Artifacts ──publish──▶ public/
//! ```
//!
//! [`build`] is the whole of it between the disk and the disk; [`read`] is its front half, where every command starts, and
//! [`rebuild`] remembers for the next build. Five invariants hold:
//!
//! 1. [`source::Sources::read`] is the only reader of disk, [`publish`] the only writer of outputs, [`source::save`] of sources
//!    ([`cache`] apart).
//! 2. A stage never changes an earlier stage's output.
//! 3. A [`document::Document`] depends on one file only.
//! 4. Bad content never panics and never stops the build early: it becomes a [`diag::Diagnostic`] and a placeholder.
//! 5. Nothing is silent, and what has an error or is not published reaches no reader by any road.
//!
//! A module imports lower ranks only (kept by `tests/tidy.rs`): 0 source, path, address, escape, cache, media · 1 diag, settings ·
//! 2 law, pinyin · 3 document · 4 config · 5 data · 6 markdown, theme · 7 site, import · 8 resolve · 9 read · 10 render ·
//! 11 publish, check · 12 this file · 13 rebuild · 14 serve · 15 cli.

// What comes in, and what we say about it.
pub mod source;

pub mod path;

pub mod cache;

pub mod escape;

pub mod address;

pub mod media;

pub mod diag;

mod settings;

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

pub mod read;

// What goes out.
pub mod render;

pub mod publish;

pub mod check;

// What is remembered between builds.
pub mod rebuild;

pub mod serve;

pub mod cli;

use crate::{
    cache::Cache,
    config::Flags,
    diag::Sink,
    read::Read,
    render::{Artifacts, Kept},
    source::Sources,
};

/// A built site, in memory.
#[derive(Debug)]
pub struct Built {
    /// What is published.
    pub artifacts: Artifacts,
    /// What exists and what points where, for the commands that tell about it.
    pub read: Read,
    /// What rendering keeps in memory for the next build.
    pub kept: Kept,
}

/// Builds a site from its sources. Nothing is read from disk (large files, fonts and the cache apart), nothing written.
pub fn build(sources: &Sources, flags: &Flags, cache: &Cache, sink: &mut Sink) -> Built {
    let read = read::site(sources, flags, sink);
    finish(read, Kept::default(), sources, cache, sink)
}

/// The back half: what was read becomes what is published.
fn finish(read: Read, kept: Kept, sources: &Sources, cache: &Cache, sink: &mut Sink) -> Built {
    let context = render::Context {
        sources,
        site: &read.site,
        documents: &read.documents,
        targets: &read.targets,
        theme: &read.theme,
        cache,
        kept: &kept,
    };
    let artifacts = render::artifacts(&context, sink);
    read.judge(sink);
    Built { artifacts, read, kept }
}
