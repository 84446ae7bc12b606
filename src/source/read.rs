//! A folder on disk, or a map of files in memory, sorted into [`Sources`].

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Component, Path, PathBuf},
};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use walkdir::WalkDir;

use crate::source::{
    Asset, MAX_TEXT_BYTES, Problem, ProblemKind, Source, Sources, asset::IN_MEMORY_BYTES,
    ignore::is_ignored, stamp::Stamp,
};

/// The folders of a site that hold inputs.
pub const FOLDERS: [&str; 5] = ["content", "data", "static", "themes", "fonts"];

/// Tells whether a file at `path` would be an input of the site in `root`, there already or not.
pub fn is_input(root: &Path, path: &Path) -> bool {
    let (root, path) = (real(root), real(path));
    let inner = path.strip_prefix(&root).ok();
    let first = inner.and_then(|it| it.components().next());
    first.is_some_and(|it| {
        let name = it.as_os_str();
        name == "site.toml" || FOLDERS.iter().any(|folder| name == *folder)
    })
}

/// Returns a path without links and without `..`, as far as it exists and beyond: `nope/../site.toml` is `site.toml` once
/// somebody makes the folder.
pub(crate) fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        // Before the next `..`, which a link leads elsewhere.
        if let Ok(there) = real.canonicalize() {
            real = there;
        }
    }
    real
}

/// What to leave out when a site is read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Folders that are never read, as full paths: the output when it lies inside `content/`.
    pub skip: Vec<PathBuf>,
}

/// Files read before, by path.
type Known = HashMap<String, (Stamp, Entry)>;

/// What a path in a site's folder is.
#[derive(Clone, Copy)]
enum Role {
    Config,
    Page,
    Statute,
    Data,
    Theme,
    Asset,
    Font,
}

/// One file as read.
enum Entry {
    Text(Role, Source),
    Asset(Asset),
    Font(PathBuf),
    Problem(Problem),
}

impl Sources {
    /// Reads a site's folder. What cannot be read becomes a [`Problem`].
    pub fn read(root: &Path, options: &ReadOptions) -> Self {
        Self::default().read_again(root, options)
    }

    /// Reads the folder again. Files that the system says are the same are taken over from `self`.
    #[must_use]
    pub(crate) fn read_again(self, root: &Path, options: &ReadOptions) -> Self {
        let mut sources = Self { root: Some(root.to_owned()), ..Self::default() };
        let files = list(root, options, &mut sources);
        let mut before = self.into_entries();
        let files: Vec<_> = files
            .into_iter()
            .map(|(path, file)| {
                let known = before.remove(&path);
                (path, file, known)
            })
            .collect();
        let entries: Vec<_> = files
            .into_par_iter()
            .map(|(path, file, known)| {
                let (stamp, entry) = read_file(&path, file, known);
                (path, stamp, entry)
            })
            .collect();
        let stamps = entries.iter();
        sources.stamps =
            stamps.filter_map(|(path, stamp, _)| Some((path.clone(), (*stamp)?))).collect();
        sources.sort_in(entries.into_iter().map(|(_, _, entry)| entry).collect());
        sources
    }

    /// Takes everything apart that has a stamp.
    fn into_entries(self) -> Known {
        let mut stamps = self.stamps;
        let texts = [
            (Role::Page, self.pages),
            (Role::Statute, self.statutes),
            (Role::Data, self.data),
            (Role::Theme, self.theme.into_values().collect()),
            (Role::Config, self.config.into_iter().collect()),
        ];
        let texts = texts.into_iter().flat_map(|(role, sources)| {
            sources.into_iter().map(move |it| (it.path.clone(), Entry::Text(role, it)))
        });
        let assets = self.assets.into_iter();
        let assets = assets.map(|it| (it.path.clone(), Entry::Asset(it)));
        let known = texts.chain(assets).filter_map(|(path, entry)| {
            let stamp = stamps.remove(&path)?;
            Some((path, (stamp, entry)))
        });
        known.collect()
    }

    /// Makes sources from files in memory, by path from the site's root.
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut sources = Self::default();
        let entries = files.iter().filter_map(|(path, bytes)| {
            let Some(role) = role(path) else {
                sources.unread.extend(Some(path).filter(|it| may_be_table(it)).cloned());
                return None;
            };
            if path.split('/').any(is_ignored) {
                sources.ignored.push(path.clone());
                return None;
            }
            Some(entry_from_bytes(role, path, bytes))
        });
        let entries: Vec<Entry> = entries.collect();
        sources.sort_in(entries);
        sources
    }

    fn sort_in(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            match entry {
                Entry::Text(Role::Config, source) => self.config = Some(source),
                Entry::Text(Role::Page, source) => self.pages.push(source),
                Entry::Text(Role::Statute, source) => self.statutes.push(source),
                Entry::Text(Role::Data, source) => self.data.push(source),
                Entry::Text(Role::Theme | Role::Asset | Role::Font, source) => {
                    self.theme.insert(source.path.clone(), source);
                }
                Entry::Asset(asset) => self.assets.push(asset),
                Entry::Font(path) => self.fonts.push(path),
                Entry::Problem(problem) => self.problems.push(problem),
            }
        }
        self.pages.sort_by(|a, b| a.path.cmp(&b.path));
        self.statutes.sort_by(|a, b| a.path.cmp(&b.path));
        self.data.sort_by(|a, b| a.path.cmp(&b.path));
        self.assets.sort_by(|a, b| a.path.cmp(&b.path));
        self.fonts.sort();
        self.ignored.sort();
        self.unread.sort();
        self.problems.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn role(path: &str) -> Option<Role> {
    if path == "site.toml" {
        return Some(Role::Config);
    }
    let (folder, rest) = path.split_once('/')?;
    let ending = rest.rsplit_once('.').map(|(_, it)| it.to_lowercase()).unwrap_or_default();
    let is_table = matches!(ending.as_str(), "csv" | "toml" | "json" | "yaml" | "yml");
    let is_captions = matches!(ending.as_str(), "vtt" | "srt");
    match folder {
        "content" if ending == "md" || ending == "markdown" => {
            Some(if rest.starts_with("laws/") { Role::Statute } else { Role::Page })
        }
        "content" if is_table || is_captions => Some(Role::Data),
        "data" if is_table => Some(Role::Data),
        "content" | "static" => Some(Role::Asset),
        "themes" => Some(theme_role(&ending)),
        "fonts" if matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc") => Some(Role::Font),
        _ => None,
    }
}

fn theme_role(ending: &str) -> Role {
    match ending {
        "html" | "xml" | "txt" | "css" | "js" | "typ" | "toml" | "json" | "svg" => Role::Theme,
        _ => Role::Asset,
    }
}

/// Lists the files of a site's folder, path from the root with the path on disk, sorted.
/// Folders in folders, down from `content/`. Addresses of more parts are refused by some systems.
const MAX_DEPTH: usize = 24;

fn list(root: &Path, options: &ReadOptions, sources: &mut Sources) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    let config = root.join("site.toml");
    if config.is_file() {
        files.push(("site.toml".to_owned(), config));
    }
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    for folder in FOLDERS {
        let walk = WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name();
        let mut walk = walk.into_iter();
        while let Some(entry) = walk.next() {
            let Ok(entry) = entry.map_err(|error| note_walk_error(root, &error, sources)) else {
                continue;
            };
            let path = relative(root, entry.path());
            let is_dir = entry.file_type().is_dir();
            let skipped = options.skip.iter().any(|skip| skip == entry.path());
            if entry.depth() > 0 && (skipped || entry.file_name().to_str().is_some_and(is_ignored))
            {
                sources.ignored.push(path);
                if is_dir {
                    walk.skip_current_dir();
                }
                continue;
            }
            if entry.path_is_symlink() && leaves(&real_root, entry.path()) {
                sources.problems.push(Problem { path, kind: ProblemKind::LeavesSite });
                if is_dir {
                    walk.skip_current_dir();
                }
                continue;
            }
            if is_dir && entry.path_is_symlink() && holds_itself(entry.path()) {
                sources.problems.push(Problem { path, kind: ProblemKind::Loop });
                walk.skip_current_dir();
                continue;
            }
            if is_dir && entry.depth() == MAX_DEPTH {
                sources.problems.push(Problem { path, kind: ProblemKind::TooDeep });
                walk.skip_current_dir();
                continue;
            }
            if entry.file_name().to_str().is_none() {
                sources.problems.push(Problem { path, kind: ProblemKind::NameNotUtf8 });
            } else if entry.file_type().is_file() && role(&path).is_some() {
                files.push((path, entry.into_path()));
            } else if entry.file_type().is_file() && may_be_table(&path) {
                sources.unread.push(path);
            }
        }
    }
    list_strays(root, options, sources);
    files
}

/// Notes tables beside the folders that are read, and one folder down.
fn list_strays(root: &Path, options: &ReadOptions, sources: &mut Sources) {
    let walk = WalkDir::new(root).min_depth(1).max_depth(2).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|it| {
        let name = it.file_name().to_string_lossy();
        let is_read = it.depth() == 1 && FOLDERS.contains(&&*name);
        let is_skipped = options.skip.iter().any(|skip| skip == it.path());
        !is_read && !is_skipped && name != "public" && !is_ignored(&name)
    });
    for entry in walk.filter_map(Result::ok).filter(|it| it.file_type().is_file()) {
        let path = relative(root, entry.path());
        if may_be_table(&path) {
            sources.unread.push(path);
        }
    }
}

/// Tells whether a file without a role could be a table of an editor: in `data/`, or near the root.
fn may_be_table(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, it)| it.to_lowercase()).unwrap_or_default();
    let is_near = path.starts_with("data/") || path.matches('/').count() <= 1;
    let endings = ["csv", "toml", "yaml", "yml", "json", "tsv", "txt", "xls", "xlsx", "ods", "et"];
    is_near && !path.split('/').any(is_ignored) && endings.contains(&ending.as_str())
}

/// Tells whether a link leads to a folder that it lies in; the site would be read twice.
fn holds_itself(link: &Path) -> bool {
    let folder = link.parent().and_then(|it| it.canonicalize().ok());
    let target = link.canonicalize().ok();
    folder.zip(target).is_some_and(|(folder, target)| folder.starts_with(target))
}

fn note_walk_error(root: &Path, error: &walkdir::Error, sources: &mut Sources) {
    let Some(path) = error.path() else { return };
    let missing = error.io_error().is_some_and(|it| it.kind() == std::io::ErrorKind::NotFound);
    // A missing input folder is no problem: a site may have no `data/`. A dangling link is one.
    if missing && error.depth() == 0 {
        return;
    }
    let kind = match error.loop_ancestor() {
        Some(_) => ProblemKind::Loop,
        None => {
            ProblemKind::Unreadable(error.io_error().map(ToString::to_string).unwrap_or_default())
        }
    };
    sources.problems.push(Problem { path: relative(root, path), kind });
}

fn leaves(real_root: &Path, path: &Path) -> bool {
    path.canonicalize().is_ok_and(|real| !real.starts_with(real_root))
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn read_file(path: &str, file: PathBuf, known: Option<(Stamp, Entry)>) -> (Option<Stamp>, Entry) {
    let role = role(path).expect("only files with a role are listed");
    if matches!(role, Role::Font) {
        return (None, Entry::Font(file));
    }
    let metadata = match fs::metadata(&file) {
        Ok(metadata) => metadata,
        Err(error) => return (None, unreadable(path, &error)),
    };
    // Taken before the file is read: a change meanwhile is found the next time.
    let stamp = Stamp::of(&metadata);
    match known {
        Some((before, entry)) if stamp == Some(before) => (stamp, entry),
        _ => (stamp, read_role(role, path, file, metadata.len())),
    }
}

fn read_role(role: Role, path: &str, file: PathBuf, len: u64) -> Entry {
    if matches!(role, Role::Asset) {
        if len > IN_MEMORY_BYTES {
            return Asset::on_disk(path, &file)
                .map_or_else(|error| unreadable(path, &error), Entry::Asset);
        }
    } else if len > MAX_TEXT_BYTES {
        return Entry::Problem(Problem { path: path.to_owned(), kind: ProblemKind::TooLarge(len) });
    }
    match fs::read(&file) {
        Ok(bytes) => entry_from_bytes(role, path, &bytes),
        Err(error) => unreadable(path, &error),
    }
}

fn entry_from_bytes(role: Role, path: &str, bytes: &[u8]) -> Entry {
    match role {
        Role::Asset => Entry::Asset(Asset::new(path, bytes)),
        Role::Font => Entry::Font(PathBuf::from(path)),
        Role::Config | Role::Page | Role::Statute | Role::Data | Role::Theme => {
            Entry::Text(role, Source::new(path, bytes))
        }
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Entry {
    Entry::Problem(Problem {
        path: path.to_owned(),
        kind: ProblemKind::Unreadable(error.to_string()),
    })
}
