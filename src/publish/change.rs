//! What a run changes: files that are written, and stale ones that leave.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{
    diag::Sink,
    publish::{failure::Failure, folder::Folder, manifest::Entry, retry},
    render::OutputPath,
};

/// One file to write; its new content stands ready under `number` in the stage.
pub struct Change<'a> {
    /// Where.
    pub path: &'a OutputPath,
    /// Its name in the stage.
    pub number: usize,
    /// What.
    pub entry: Entry,
}

impl Change<'_> {
    /// Returns when a file is renamed to its place: what pages need, pages, what leads to pages.
    pub(crate) fn phase(&self) -> u8 {
        let path = self.path.as_str();
        let is_list =
            path.ends_with(".xml") || path.ends_with(".txt") || path.starts_with("search/");
        let is_entrance =
            path == "index.html" || path.ends_with("/_redirects") || path == "_redirects";
        if is_list || is_entrance { 2 } else { u8::from(path.ends_with(".html")) }
    }
}

/// A file of ours that the site no longer holds.
#[derive(Debug)]
pub(crate) struct Stale {
    /// With forward slashes.
    pub path: String,
    /// What we may have written there.
    pub entries: Vec<Entry>,
}

impl Stale {
    /// Tells whether the file at `full` still is what we wrote; `None` when it is gone.
    pub(crate) fn is_untouched(&self, full: &Path) -> Option<bool> {
        let metadata = fs::symlink_metadata(full).ok().filter(|it| !it.is_dir())?;
        Some(metadata.is_file() && self.entries.iter().any(|entry| entry.has_content(full)))
    }
}

/// Removes stale files and folders left empty by that; files changed by somebody else stay, with a warning.
pub fn remove(stale: &[Stale], folder: &Folder, sink: &mut Sink) -> Result<usize, Failure> {
    let mut removed = 0;
    for file in stale {
        let full = folder.file(&file.path);
        // Behind a link stands what is not ours, whatever its content.
        let is_untouched = file.is_untouched(&full).map(|it| it && folder.is_inside(&file.path));
        match is_untouched {
            // An empty folder that somebody made stays too: only a removal empties one of ours.
            None => {}
            Some(true) => {
                retry::while_held(|| fs::remove_file(&full))
                    .map_err(|error| folder.system(&file.path, error))?;
                removed += 1;
                folder.remove_empty_parents(&file.path);
            }
            Some(false) => sink.publish_kept(&folder.shown(&file.path)),
        }
    }
    Ok(removed)
}

/// Removes stale files that stand where a folder has to be.
pub(crate) fn clear_files(
    changes: &[Change<'_>],
    stale: &[Stale],
    folder: &Folder,
) -> Result<(), Vec<Failure>> {
    let paths = changes.iter().map(|change| change.path.as_str());
    let folders: BTreeSet<&str> =
        paths.flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    let mut failures = Vec::new();
    for stale in stale.iter().filter(|it| folders.contains(it.path.as_str())) {
        let full = folder.file(&stale.path);
        match stale.is_untouched(&full) {
            None => {}
            Some(true) => failures.extend(
                fs::remove_file(&full).err().map(|error| folder.system(&stale.path, error)),
            ),
            Some(false) => failures.push(Failure::ForeignFile { path: folder.shown(&stale.path) }),
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

/// Removes stale files inside a folder that stands where a file has to be, and the folder when that empties it.
pub(crate) fn clear_folder(path: &str, stale: &[Stale], folder: &Folder) {
    let inside = format!("{path}/");
    for stale in stale.iter().filter(|it| it.path.starts_with(&inside)) {
        let full = folder.file(&stale.path);
        if stale.is_untouched(&full) == Some(true) && fs::remove_file(&full).is_ok() {
            folder.remove_empty_parents(&stale.path);
        }
    }
}
