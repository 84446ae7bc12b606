//! New content is written into a folder of its own inside the output, and renamed from there to its place.
//!
//! The folder goes with whoever drops it; what a killed run left in it, the next run removes.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    publish::{STAGE, TEMPORARY, failure::Failure, folder::Folder, manifest, plan::Plan, retry},
    render::artifact::Content,
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

/// The folder of unfinished files; removed with all that is still in it when dropped.
pub struct Stage<'a> {
    folder: &'a Folder,
    path: PathBuf,
    made: OnceLock<bool>,
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if self.made.get().is_some() {
            // The next run removes it should this fail.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

impl<'a> Stage<'a> {
    /// Opens the stage, empty. The folder is made with its first file.
    pub fn open(folder: &'a Folder) -> Result<Self, Failure> {
        let path = folder.file(STAGE);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(folder.system(STAGE, error));
            }
            Ok(()) | Err(_) => {}
        }
        Ok(Self {
            folder,
            path,
            made: OnceLock::new(),
        })
    }

    fn file(&self, number: usize) -> PathBuf {
        self.path.join(format!("{number}{TEMPORARY}"))
    }

    /// Writes the new content of the file at `path` under `number`. Returns its time of last change.
    pub fn write(
        &self,
        number: usize,
        path: &str,
        content: &Content<'_>,
    ) -> Result<Option<u64>, Failure> {
        let wrap = |error| self.folder.system(path, error);
        // A folder that cannot be made shows when the file is written into it.
        self.made.get_or_init(|| fs::create_dir(&self.path).is_ok());
        let staged = self.file(number);
        let written = match content {
            Content::Text(text) => write_bytes(&staged, text.as_bytes(), Flush::Later),
            Content::Bytes(bytes) => write_bytes(&staged, bytes, Flush::Later),
            Content::Copy(asset) => match &asset.data {
                AssetData::Memory(bytes) => write_bytes(&staged, bytes, Flush::Later),
                AssetData::Disk(source) => {
                    let changed = || Failure::SourceChanged {
                        path: asset.path.clone(),
                    };
                    let mut source = File::open(source).map_err(|_| changed())?;
                    let copied = copy(&mut source, &staged, asset.digest).map_err(wrap)?;
                    Ok(copied.ok_or_else(changed)?)
                }
            },
        };
        written.map_err(wrap)
    }

    /// Forces the staged files of all changes onto the disk.
    pub fn flush(&self, plan: &Plan<'_>) -> Result<(), Vec<Failure>> {
        let flush = |number: usize| {
            let file = File::options().write(true).open(self.file(number))?;
            file.sync_all()
        };
        let done = plan.changes.par_iter().map(|change| {
            let path = change.path.as_str();
            flush(change.number).map_err(|error| vec![self.folder.system(path, error)])
        });
        done.collect()
    }

    /// Makes room for all files: removes stale ones where a folder has to be, makes missing folders.
    pub fn make_room(&self, plan: &Plan<'_>) -> Result<(), Vec<Failure>> {
        clear_files(plan, self.folder)?;
        let paths = plan.changes.iter().map(|change| change.path.as_str());
        let made = self.folder.make_parents(paths);
        made.map_err(|failure| vec![failure])
    }

    /// Renames all files to their places, in the plan's order.
    ///
    /// What cannot be replaced is skipped and told; the rest is new.
    pub fn rename(&self, plan: &Plan<'_>) -> Result<(), Vec<Failure>> {
        let mut failures = Vec::new();
        for change in &plan.changes {
            let path = change.path.as_str();
            let (staged, full) = (self.file(change.number), self.folder.file(path));
            let mut renamed = fs::rename(&staged, &full);
            if renamed.is_err() {
                clear_folder(path, plan, self.folder);
                renamed = retry::while_held(|| fs::rename(&staged, &full));
            }
            match renamed {
                Ok(()) => {}
                Err(error) if retry::is_held(&error) => failures.push(Failure::InUse {
                    path: self.folder.shown(path),
                }),
                Err(_) if full.is_dir() => failures.push(Failure::ForeignFile {
                    path: self.folder.shown(path),
                }),
                Err(error) => failures.push(self.folder.system(path, error)),
            }
        }
        if failures.is_empty() {
            Ok(())
        } else {
            Err(failures)
        }
    }
}

/// Removes stale files that stand where a folder has to be.
fn clear_files(plan: &Plan<'_>, folder: &Folder) -> Result<(), Vec<Failure>> {
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

/// Removes stale files inside a folder that stands where a file has to be, and the folder when that empties it.
fn clear_folder(path: &str, plan: &Plan<'_>, folder: &Folder) {
    let inside = format!("{path}/");
    for stale in plan.stale.iter().filter(|it| it.path.starts_with(&inside)) {
        let full = folder.file(&stale.path);
        if stale.is_untouched(&full) == Some(true) && fs::remove_file(&full).is_ok() {
            folder.remove_empty_parents(&stale.path);
        }
    }
}

/// Writes a new file. Returns its time of last change.
pub fn write_bytes(path: &Path, bytes: &[u8], flush: Flush) -> io::Result<Option<u64>> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    if flush == Flush::Now {
        file.sync_all()?;
    }
    Ok(manifest::time(&file.metadata()?))
}

/// Copies a large file in pieces; `None` when it is not what was read when the build began.
fn copy(source: &mut File, path: &Path, digest: [u8; 32]) -> io::Result<Option<Option<u64>>> {
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
        Some(manifest::time(&file.metadata()?))
    } else {
        None
    })
}
