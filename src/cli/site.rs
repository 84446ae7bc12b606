//! A site's folder.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    cache::Cache,
    cli::Context,
    source::{self, FOLDERS},
};

/// A site's folder.
pub struct Site {
    /// The folder that holds `site.toml`.
    pub root: PathBuf,
    /// What earlier builds kept.
    pub cache: Cache,
}

impl Site {
    /// Finds the site in the folder that was named, or in this one, or above it.
    pub fn find(context: &Context) -> Option<Self> {
        let root = match &context.root {
            Some(root) => Some(root.clone()).filter(|it| is_site(it)),
            None => {
                let here = env::current_dir().ok()?;
                here.ancestors().find(|it| is_site(it)).map(Path::to_owned)
            }
        };
        let root = std::path::absolute(root?).ok()?;
        Some(Self { cache: Cache::at(root.join(".pufa/cache")), root })
    }

    /// Returns the output folder: as named, or `public` in the site.
    pub fn output(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| self.root.join("public"), Path::to_owned)
    }

    /// Returns which folder of its own sources the site would be written onto; the next build would read its own pages.
    pub(crate) fn own_folder(&self, output: &Path) -> Option<String> {
        let (root, output) = (source::real(&self.root), source::real(output));
        if output == root {
            return Some("./".to_owned());
        }
        let is_own = |folder: &&&str| output.starts_with(root.join(folder));
        FOLDERS.iter().find(is_own).map(|it| format!("{it}/"))
    }

    /// Returns a path as the editor knows it: from this folder if it lies inside.
    pub fn short(path: &Path) -> PathBuf {
        let here = env::current_dir().unwrap_or_default();
        let inner = path.strip_prefix(&here).ok().filter(|it| !it.as_os_str().is_empty());
        inner.unwrap_or(path).to_owned()
    }
}

fn is_site(folder: &Path) -> bool {
    folder.join("site.toml").is_file()
}
