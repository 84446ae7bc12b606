//! Files beside pages that look like articles, and are none.

use std::collections::BTreeSet;

use crate::{
    diag::Sink,
    resolve::target::{Target, Targets},
    site::Site,
    source::{Span, copy},
};

/// Endings of texts that are written as pages are. A Word file beside a page is a draft of it, or for the office.
const TEXTS: [&str; 7] = ["txt", "text", "mdx", "mdown", "mkd", "rst", "adoc"];

/// Tells of texts that no page offers: an article must be a `.md` file.
pub fn check(site: &Site, targets: &Targets, sink: &mut Sink) {
    let is_text = |path: &str| {
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        path.starts_with("content/") && TEXTS.contains(&ending.as_str())
    };
    let texts: Vec<_> = site.assets.values().filter(|it| is_text(&it.path)).collect();
    if texts.is_empty() {
        return;
    }
    let all = targets.documents.iter().flat_map(|it| it.iter());
    let used: BTreeSet<&str> = all
        .filter_map(|it| match it {
            Target::Asset(path) => Some(path.as_str()),
            _ => None,
        })
        .collect();
    for text in texts {
        if !used.contains(text.path.as_str()) {
            sink.source_no_page(Span::file(text.id), &text.path);
        }
    }
}

/// Tells of pages whose names say that they are copies.
pub fn copies(site: &Site, sink: &mut Sink) {
    for path in &site.paths {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |it| it.0);
        if let Some(original) = copy::original(stem) {
            sink.source_copy(path, original);
        }
    }
}
