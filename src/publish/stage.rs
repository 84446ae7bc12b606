//! New content is written into a folder of its own inside the output, and renamed from there to its place.
//!
//! The folder goes with whoever drops it; what a killed run left in it, the next run removes.

use std::{
    fs::{self, File},
    io,
    path::PathBuf,
    sync::OnceLock,
};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    publish::{
        STAGE, TEMPORARY,
        change::{self, Change, Stale},
        failure::Failure,
        file::{self, Flush},
        folder::Folder,
        retry,
    },
    render::artifact::Content,
    source::AssetData,
};

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
        Ok(Self { folder, path, made: OnceLock::new() })
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
            Content::Text(text) => file::write(&staged, text.as_bytes(), Flush::Later),
            Content::Bytes(bytes) => file::write(&staged, bytes, Flush::Later),
            Content::Copy(asset) => match &asset.data {
                AssetData::Memory(bytes) => file::write(&staged, bytes, Flush::Later),
                AssetData::Disk(source) => {
                    let changed = || Failure::SourceChanged { path: asset.path.clone() };
                    // A pipe that took its place would be waited for without end.
                    if !fs::metadata(source).is_ok_and(|it| it.is_file()) {
                        return Err(changed());
                    }
                    let mut source = File::open(source).map_err(|_| changed())?;
                    let copied = file::copy(&mut source, &staged, asset.digest).map_err(wrap)?;
                    Ok(copied.ok_or_else(changed)?)
                }
            },
        };
        written.map_err(wrap)
    }

    /// Forces the staged files of all changes onto the disk.
    pub(crate) fn flush(&self, changes: &[Change<'_>]) -> Result<(), Vec<Failure>> {
        let flush = |number: usize| {
            let file = File::options().write(true).open(self.file(number))?;
            file.sync_all()
        };
        let done = changes.par_iter().map(|change| {
            let path = change.path.as_str();
            flush(change.number).map_err(|error| vec![self.folder.system(path, error)])
        });
        done.collect()
    }

    /// Makes room for all files: removes stale ones where a folder has to be, makes missing folders.
    pub(crate) fn make_room(
        &self,
        changes: &[Change<'_>],
        stale: &[Stale],
    ) -> Result<(), Vec<Failure>> {
        change::clear_files(changes, stale, self.folder)?;
        let paths = changes.iter().map(|change| change.path.as_str());
        let made = self.folder.make_parents(paths);
        made.map_err(|failure| vec![failure])
    }

    /// Renames all files to their places, in the plan's order.
    ///
    /// What cannot be replaced is skipped and told; the rest is new.
    pub fn rename(&self, changes: &[Change<'_>], stale: &[Stale]) -> Result<(), Vec<Failure>> {
        let mut failures = Vec::new();
        for change in changes {
            let path = change.path.as_str();
            let (staged, full) = (self.file(change.number), self.folder.file(path));
            let mut renamed = fs::rename(&staged, &full);
            if renamed.is_err() {
                change::clear_folder(path, stale, self.folder);
                renamed = retry::while_held(|| fs::rename(&staged, &full));
            }
            match renamed {
                Ok(()) => {}
                Err(error) if retry::is_held(&error) => {
                    failures.push(Failure::InUse { path: self.folder.shown(path) });
                }
                Err(_) if full.is_dir() => {
                    failures.push(Failure::ForeignFile { path: self.folder.shown(path) });
                }
                Err(error) => failures.push(self.folder.system(path, error)),
            }
        }
        if failures.is_empty() { Ok(()) } else { Err(failures) }
    }
}
