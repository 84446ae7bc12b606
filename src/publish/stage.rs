//! Writes new content beside its place, then renames it there.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::{
    publish::{
        Event, Options, TEMPORARY,
        failure::Failure,
        folder::Folder,
        manifest,
        plan::{Change, Plan},
        retry,
    },
    render::Body,
    source::AssetData,
};

/// Whether written bytes are forced onto the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flush {
    /// Before the call returns.
    Now,
    /// When the system likes.
    Later,
}

/// A file written under a temporary name; removed when dropped before its rename.
pub struct Staged {
    temporary: PathBuf,
    time: Option<u64>,
    renamed: bool,
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.renamed {
            // The next run removes it should this fail.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Returns a name for an unfinished file; `mark` is unique in this run.
pub fn temporary_name(mark: &str) -> String {
    format!(".{}-{mark}{TEMPORARY}", process::id())
}

/// Writes the new content of all changes under temporary names; on a failure none of them stays.
pub fn write(plan: &Plan, folder: &Folder, options: &Options) -> Result<Vec<Staged>, Vec<Failure>> {
    let paths = || plan.changes.iter().map(|change| change.path.as_str());
    clear_files(plan, folder)?;
    folder
        .make_parents(paths())
        .map_err(|failure| vec![failure])?;
    let flush = plan.flush();
    let done = AtomicUsize::new(0);
    let stage = |(index, change): (usize, &Change)| {
        let staged = write_one(change, index, folder, flush);
        (options.on_event)(Event::Staged(
            done.fetch_add(1, Ordering::Relaxed) + 1,
            plan.changes.len(),
        ));
        staged
    };
    // Stops at the first failure: a full disk would say the same of every other file.
    plan.changes
        .par_iter()
        .enumerate()
        .map(stage)
        .collect::<Result<_, _>>()
        .map_err(|failure| vec![failure])
}

/// Removes stale files that stand where a folder has to be.
fn clear_files(plan: &Plan, folder: &Folder) -> Result<(), Vec<Failure>> {
    let paths = plan.changes.iter().map(|change| change.path.as_str());
    let folders: BTreeSet<&str> = paths
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
        .collect();
    let mut failures = Vec::new();
    for stale in plan
        .stale
        .iter()
        .filter(|it| folders.contains(it.path.as_str()))
    {
        let full = folder.file(&stale.path);
        match stale.is_untouched(&full) {
            None => {}
            Some(true) => failures.extend(
                fs::remove_file(&full)
                    .err()
                    .map(|error| folder.system(&stale.path, error)),
            ),
            Some(false) => failures.push(Failure::ForeignFile {
                path: folder.shown(&stale.path),
            }),
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures)
    }
}

fn write_one(
    change: &Change,
    index: usize,
    folder: &Folder,
    flush: Flush,
) -> Result<Staged, Failure> {
    let path = change.path.as_str();
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let temporary = folder.file(parent).join(temporary_name(&index.to_string()));
    let mut staged = Staged {
        temporary,
        time: None,
        renamed: false,
    };
    let wrap = |error| folder.system(path, error);
    let time = match change.body {
        Body::Text(text) => write_bytes(&staged.temporary, text.as_bytes(), flush).map_err(wrap)?,
        Body::Bytes(bytes) => write_bytes(&staged.temporary, bytes, flush).map_err(wrap)?,
        Body::Copy(asset) => match &asset.data {
            AssetData::Memory(bytes) => {
                write_bytes(&staged.temporary, bytes, flush).map_err(wrap)?
            }
            AssetData::Disk(source) => {
                let changed = || Failure::SourceChanged {
                    path: asset.path.clone(),
                };
                let mut source = File::open(source).map_err(|_| changed())?;
                copy(&mut source, &staged.temporary, flush, asset.digest)
                    .map_err(wrap)?
                    .ok_or_else(changed)?
            }
        },
    };
    staged.time = time;
    Ok(staged)
}

/// Writes a new file. Returns its time of last change.
pub fn write_bytes(path: &Path, bytes: &[u8], flush: Flush) -> io::Result<Option<u64>> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    finish(&file, flush)
}

/// Copies a large file in pieces; `None` when it is not what was read when the build began.
fn copy(
    source: &mut File,
    path: &Path,
    flush: Flush,
    digest: [u8; 32],
) -> io::Result<Option<Option<u64>>> {
    let mut file = File::create(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    // A drive that is pulled out while it is read means the same to the editor as a file that changed.
    while let Ok(count) = source.read(&mut buffer) {
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
        file.write_all(&buffer[..count])?;
    }
    let same = *hasher.finalize().as_bytes() == digest;
    Ok(if same {
        Some(finish(&file, flush)?)
    } else {
        None
    })
}

fn finish(file: &File, flush: Flush) -> io::Result<Option<u64>> {
    if flush == Flush::Now {
        file.sync_all()?;
    }
    Ok(manifest::time(&file.metadata()?))
}

/// Renames all files to their places, in the plan's order. Returns their times.
///
/// What cannot be replaced is skipped and told; the rest is new.
pub fn rename(
    staged: Vec<Staged>,
    plan: &Plan,
    folder: &Folder,
) -> Result<Vec<Option<u64>>, Vec<Failure>> {
    let mut times = Vec::with_capacity(staged.len());
    let mut failures = Vec::new();
    for (mut staged, change) in staged.into_iter().zip(&plan.changes) {
        let path = change.path.as_str();
        let full = folder.file(path);
        let mut renamed = fs::rename(&staged.temporary, &full);
        if renamed.is_err() {
            clear_folder(path, plan, folder);
            renamed = retry::while_held(|| fs::rename(&staged.temporary, &full));
        }
        match renamed {
            Ok(()) => staged.renamed = true,
            Err(error) if retry::is_held(&error) => failures.push(Failure::InUse {
                path: folder.shown(path),
            }),
            Err(_) if full.is_dir() => failures.push(Failure::ForeignFile {
                path: folder.shown(path),
            }),
            Err(error) => failures.push(folder.system(path, error)),
        }
        times.push(staged.time);
    }
    if failures.is_empty() {
        Ok(times)
    } else {
        Err(failures)
    }
}

/// Removes stale files inside a folder that stands where a file has to be, and the folder when that empties it.
fn clear_folder(path: &str, plan: &Plan, folder: &Folder) {
    let inside = format!("{path}/");
    for stale in plan.stale.iter().filter(|it| it.path.starts_with(&inside)) {
        let full = folder.file(&stale.path);
        if stale.is_untouched(&full) == Some(true) && fs::remove_file(&full).is_ok() {
            folder.remove_empty_parents(&stale.path);
        }
    }
}
