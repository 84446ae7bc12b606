//! What each source is: a page, a section's own text, a snippet, a companion of a video.

use std::collections::BTreeSet;

use crate::source::{Asset, Source};

/// Files that a video may have beside it under the same name; a `.md` among them is its transcript.
const VIDEO_ENDINGS: [&str; 4] = ["mp4", "m4v", "webm", "mov"];

/// What kind of source a path is.
pub enum Role {
    /// A page: its folder and the last part of its address.
    Page {
        /// From `content/`.
        section: String,
        /// From the file's or folder's name.
        slug: String,
    },
    /// `_index.md` of this folder.
    Section {
        /// From `content/`.
        path: String,
    },
    /// A snippet.
    Snippet {
        /// As `:::引用` writes it.
        name: String,
    },
    /// A text that belongs to a page bundle or a video.
    Companion,
    /// In a folder whose name starts with `_`.
    Hidden,
}

/// Folders that are one page with its files: those with an `index.md`.
pub(crate) fn bundles(pages: &[Source]) -> BTreeSet<String> {
    pages.iter().filter_map(|it| it.path.strip_suffix("/index.md")).map(str::to_owned).collect()
}

/// Videos by their path without ending: a `.md` of the same name is a transcript.
pub(crate) fn videos(assets: &[Asset]) -> BTreeSet<String> {
    let videos = assets.iter().filter(|it| VIDEO_ENDINGS.contains(&it.extension().as_str()));
    videos.filter_map(|it| it.path.rsplit_once('.')).map(|(stem, _)| stem.to_owned()).collect()
}

/// Tells what a source is by its path.
pub fn role(path: &str, bundles: &BTreeSet<String>, videos: &BTreeSet<String>) -> Role {
    let inner = path.strip_prefix("content/").unwrap_or(path);
    let (folder, file) = inner.rsplit_once('/').unwrap_or(("", inner));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_beside_video = videos.contains(path.rsplit_once('.').map_or(path, |(stem, _)| stem));
    if let Some(rest) = inner.strip_prefix("_snippets/") {
        if is_beside_video {
            return Role::Companion;
        }
        return Role::Snippet {
            name: rest.rsplit_once('.').map_or(rest, |(name, _)| name).to_owned(),
        };
    }
    if folder.split('/').any(|part| part.starts_with('_')) {
        return Role::Hidden;
    }
    if file == "_index.md" {
        return Role::Section { path: folder.to_owned() };
    }
    if is_beside_video {
        return Role::Companion;
    }
    let full_folder =
        if folder.is_empty() { "content".to_owned() } else { format!("content/{folder}") };
    if bundles.contains(&full_folder) {
        if file != "index.md" {
            return Role::Companion;
        }
        let (section, slug) = folder.rsplit_once('/').unwrap_or(("", folder));
        return Role::Page { section: section.to_owned(), slug: slug.to_owned() };
    }
    if file.starts_with('_') {
        return Role::Hidden;
    }
    Role::Page { section: folder.to_owned(), slug: stem.to_owned() }
}
