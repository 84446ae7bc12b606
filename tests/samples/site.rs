//! A site from its texts, for what comes after the index.

use pufa::{
    config::Flags,
    diag::Sink,
    read::{self, Read},
    source::{Source, Sources},
};

/// Reads pages, sorted by path, under `config`; messages are dropped.
pub fn site(config: &str, flags: &Flags, pages: &[Source]) -> Read {
    let sources = Sources {
        config: Some(Source::new("site.toml", config.as_bytes())),
        pages: pages.to_vec(),
        ..Sources::default()
    };
    read::site(&sources, flags, &mut Sink::default())
}
