//! The output folder on disk: whose it is, what lies in it, how files leave it.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::publish::{MANIFEST, OURS, failure::Failure};

/// An output folder that exists and is ours to write.
pub(crate) struct Folder {
    path: PathBuf,
    /// As the editor gave it, for messages.
    name: String,
}

impl Folder {
    /// Makes the folder if need be, or refuses one that holds foreign files.
    pub fn open(output: &Path) -> Result<Self, Failure> {
        let name = output.to_string_lossy().replace('\\', "/");
        let wrap = |error| Failure::system(name.clone(), error);
        // Windows lifts its limit of 260 characters for absolute paths only.
        let path = std::path::absolute(output).map_err(wrap)?;
        fs::create_dir_all(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::NotAFolder { path: name.clone() },
            _ => wrap(error),
        })?;
        let folder = Self { path, name };
        folder.refuse_foreign()?;
        Ok(folder)
    }

    fn refuse_foreign(&self) -> Result<(), Failure> {
        if fs::exists(self.path.join(MANIFEST)).map_err(|error| self.system(MANIFEST, error))? {
            return Ok(());
        }
        for entry in fs::read_dir(&self.path).map_err(|error| self.system("", error))? {
            let name = entry
                .map_err(|error| self.system("", error))?
                .file_name()
                .to_string_lossy()
                .into_owned();
            if !name.starts_with(OURS) {
                return Err(Failure::ForeignFolder { folder: self.name.clone(), example: name });
            }
        }
        Ok(())
    }

    /// Returns the full path of a file in the folder.
    pub fn file(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// Tells whether no folder on the way to a file is a link that leads elsewhere.
    pub(crate) fn is_inside(&self, path: &str) -> bool {
        path.match_indices('/')
            .all(|(at, _)| fs::symlink_metadata(self.file(&path[..at])).is_ok_and(|it| it.is_dir()))
    }

    /// Returns the path of a file in the folder as the editor knows it.
    pub fn shown(&self, path: &str) -> String {
        let name = self.name.trim_end_matches('/');
        if path.is_empty() { self.name.clone() } else { format!("{name}/{path}") }
    }

    /// Wraps an error of the system about a file in the folder.
    pub fn system(&self, path: &str, error: io::Error) -> Failure {
        Failure::system(self.shown(path), error)
    }

    /// Makes the folders for files at these paths, refusing links that would lead elsewhere.
    pub(crate) fn make_parents<'a>(
        &self,
        paths: impl Iterator<Item = &'a str>,
    ) -> Result<(), Failure> {
        let mut made = BTreeSet::new();
        for path in paths {
            for (at, _) in path.match_indices('/') {
                if made.insert(&path[..at]) {
                    self.make_folder(&path[..at])?;
                }
            }
        }
        Ok(())
    }

    fn make_folder(&self, path: &str) -> Result<(), Failure> {
        let full = self.file(path);
        match fs::create_dir(&full) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let is_dir = fs::symlink_metadata(&full).is_ok_and(|it| it.is_dir());
                if is_dir { Ok(()) } else { Err(Failure::ForeignFile { path: self.shown(path) }) }
            }
            Err(error) => Err(self.system(path, error)),
        }
    }

    /// Removes the folders above a removed file that are empty now.
    pub(crate) fn remove_empty_parents(&self, path: &str) {
        let parents = Path::new(path).ancestors().skip(1).filter(|it| !it.as_os_str().is_empty());
        for parent in parents {
            // A folder that still holds something is not removed by the system.
            if fs::remove_dir(self.path.join(parent)).is_err() {
                return;
            }
        }
    }

    /// Makes a rename or removal in the folder last through a power cut, where the system offers it.
    pub(crate) fn flush(&self) {
        #[cfg(unix)]
        if let Ok(folder) = fs::File::open(&self.path) {
            // Some network drives refuse; the files themselves are flushed already.
            let _ = folder.sync_all();
        }
    }
}
