//! What has to change on disk, found out before anything is touched.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    publish::{
        FLUSHED_FILES,
        failure::Failure,
        folder::Folder,
        manifest::{Entry, Manifest, State},
        stage::Flush,
    },
    render::{Artifacts, Body, OutputPath},
};

/// One file to write.
pub struct Change<'a> {
    /// Where.
    pub path: &'a OutputPath,
    /// What.
    pub body: &'a Body,
    /// Hash of `body`.
    pub digest: [u8; 32],
}

impl Change<'_> {
    /// Returns when a file is renamed to its place: what pages need, pages, what leads to pages.
    pub fn phase(&self) -> u8 {
        let path = self.path.as_str();
        let is_list =
            path.ends_with(".xml") || path.ends_with(".txt") || path.starts_with("search/");
        let is_entrance =
            path == "index.html" || path.ends_with("/_redirects") || path == "_redirects";
        if is_list || is_entrance {
            2
        } else {
            u8::from(path.ends_with(".html"))
        }
    }
}

/// A file of ours that the site no longer holds.
#[derive(Debug)]
pub struct Stale {
    /// With forward slashes.
    pub path: String,
    entries: Vec<Entry>,
}

impl Stale {
    /// Tells whether the file at `full` still is what we wrote; `None` when it is gone.
    pub fn is_untouched(&self, full: &Path) -> Option<bool> {
        let metadata = fs::symlink_metadata(full).ok().filter(|it| !it.is_dir())?;
        Some(metadata.is_file() && self.entries.iter().any(|entry| entry.has_content(full)))
    }
}

/// Everything a run is going to do.
pub struct Plan<'a> {
    /// Files to write, in the order of [`Change::phase`], then path.
    pub changes: Vec<Change<'a>>,
    /// Files that are right already.
    pub kept: Vec<(&'a OutputPath, Entry)>,
    /// Files to remove.
    pub stale: Vec<Stale>,
}

/// What is to be done about one artifact.
enum Verdict<'a> {
    Write(Change<'a>),
    Keep(&'a OutputPath, Entry),
    Refuse(Failure),
}

impl<'a> Plan<'a> {
    /// Compares artifacts with the list and the disk.
    pub fn make(
        artifacts: &'a Artifacts,
        manifest: &Manifest,
        folder: &Folder,
    ) -> Result<Self, Vec<Failure>> {
        let folded: BTreeSet<String> = manifest.entries.keys().map(|path| fold(path)).collect();
        let files: Vec<_> = artifacts.iter().collect();
        let judge = |(path, body): &(&'a OutputPath, &'a Body)| {
            judge(path, body, manifest, &folded, folder)
        };
        let verdicts: Vec<_> = files.par_iter().map(judge).collect();
        let mut plan = Self {
            changes: Vec::new(),
            kept: Vec::new(),
            stale: stale(artifacts, manifest, folder),
        };
        let mut failures = Vec::new();
        for verdict in verdicts {
            match verdict {
                Verdict::Write(change) => plan.changes.push(change),
                Verdict::Keep(path, entry) => plan.kept.push((path, entry)),
                Verdict::Refuse(failure) => failures.push(failure),
            }
        }
        plan.changes.sort_by_key(Change::phase);
        if failures.is_empty() {
            Ok(plan)
        } else {
            Err(failures)
        }
    }

    /// Tells whether the files are flushed one by one.
    pub fn flush(&self) -> Flush {
        if self.changes.len() <= FLUSHED_FILES {
            Flush::Now
        } else {
            Flush::Later
        }
    }

    /// Returns the list to keep while the run is under way: whatever a file may be when the run stops is in it.
    pub fn journal(&self, before: &Manifest) -> Manifest {
        let mut entries = before.entries.clone();
        for (path, entry) in &self.kept {
            entries.insert(path.as_str().to_owned(), vec![*entry]);
        }
        for Change { path, body, digest } in &self.changes {
            let entry = Entry {
                digest: *digest,
                len: body.len(),
                time: None,
                flush: Flush::Later,
            };
            entries
                .entry(path.as_str().to_owned())
                .or_default()
                .push(entry);
        }
        Manifest {
            state: State::Running,
            entries,
        }
    }

    /// Returns the list to keep when all is done; `written` holds the time of each change.
    pub fn finished(&self, written: Vec<Option<u64>>) -> Manifest {
        let flush = self.flush();
        let mut entries: BTreeMap<_, _> = self
            .kept
            .iter()
            .map(|(path, entry)| (path.as_str().to_owned(), vec![*entry]))
            .collect();
        for (Change { path, body, digest }, time) in self.changes.iter().zip(written) {
            entries.insert(
                path.as_str().to_owned(),
                vec![Entry {
                    digest: *digest,
                    len: body.len(),
                    time,
                    flush,
                }],
            );
        }
        Manifest {
            state: State::Complete,
            entries,
        }
    }
}

fn judge<'a>(
    path: &'a OutputPath,
    body: &'a Body,
    manifest: &Manifest,
    folded: &BTreeSet<String>,
    folder: &Folder,
) -> Verdict<'a> {
    let digest = body.digest();
    let full = folder.file(path.as_str());
    let ours = manifest.entries.get(path.as_str());
    let known = ours
        .and_then(|entries| entries.iter().find(|it| it.digest == digest))
        .copied();
    let entry = known.unwrap_or(Entry {
        digest,
        len: body.len(),
        time: None,
        flush: Flush::Later,
    });
    let may_differ =
        ours.is_some() || manifest.state == State::Damaged || folded.contains(&path.folded());
    if entry.is_at(&full) {
        return Verdict::Keep(path, entry);
    }
    if !may_differ && fs::symlink_metadata(&full).is_ok_and(|it| !it.is_dir()) {
        return Verdict::Refuse(Failure::ForeignFile {
            path: folder.shown(path.as_str()),
        });
    }
    Verdict::Write(Change { path, body, digest })
}

/// Lists the files of ours that are not wanted any more.
fn stale(artifacts: &Artifacts, manifest: &Manifest, folder: &Folder) -> Vec<Stale> {
    let gone = manifest
        .entries
        .iter()
        .filter(|(path, _)| artifacts.get(path).is_none());
    let mut wanted: Option<BTreeMap<String, &OutputPath>> = None;
    let is_renamed_in_case = |path: &str, wanted: &BTreeMap<String, &OutputPath>| {
        let twin = wanted
            .get(&fold(path))
            .map(|it| folder.file(it.as_str()).canonicalize());
        matches!((twin, folder.file(path).canonicalize()), (Some(Ok(twin)), Ok(old)) if twin == old)
    };
    let mut stale = Vec::new();
    for (path, entries) in gone {
        let wanted = wanted.get_or_insert_with(|| {
            artifacts
                .iter()
                .map(|(path, _)| (path.folded(), path))
                .collect()
        });
        // On Windows and macOS `A.html` and `a.html` are one file: it is overwritten, not removed afterwards.
        if !is_renamed_in_case(path, wanted) {
            stale.push(Stale {
                path: path.clone(),
                entries: entries.clone(),
            });
        }
    }
    stale
}

fn fold(path: &str) -> String {
    OutputPath::new(path).map_or_else(|_| path.to_lowercase(), |path| path.folded())
}
