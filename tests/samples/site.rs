//! A site from its texts, for what comes after the index.

use std::sync::Arc;

use pufa::{
    config::{self, Flags},
    diag::Sink,
    law,
    markdown::{self, Dialect},
    site::{self, Inputs, Site},
    source::Source,
};

/// Indexes pages, sorted by path, under `config`; messages are dropped.
pub fn site(config: &str, flags: &Flags, pages: &[Source]) -> Site {
    let mut sink = Sink::default();
    let source = Source::new("site.toml", config.as_bytes());
    let config = config::parse(Some(&source), flags, &mut sink);
    let library = law::library(&[], &[], &config.laws, &mut sink);
    let taxonomies = config.taxonomies.clone();
    let dialect = Dialect {
        taxonomies: &taxonomies,
        raw_html: false,
        names: library.names(),
    };
    let parse = |it: &Source| Arc::new(markdown::parse(it, &dialect, &mut Sink::default()));
    let documents = pages.iter().map(parse).collect();
    let inputs = Inputs {
        config,
        library,
        pages,
        documents,
        assets: &[],
        data: &[],
    };
    site::index(inputs, &mut sink)
}
