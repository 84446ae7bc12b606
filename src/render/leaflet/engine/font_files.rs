//! Where fonts lie: in the folder that `make` fills, beside the program, among the system's.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

/// Beginnings of file names, in lower case, that system fonts for Chinese have on Windows, macOS and Linux.
const SYSTEM_FILES: [&str; 26] = [
    "notosanssc",
    "notoserifsc",
    "notosanscjk",
    "notoserifcjk",
    "sourcehansans",
    "sourcehanserif",
    "lxgwwenkai",
    "msyh",
    "simsun",
    "simhei",
    "simkai",
    "stkaiti",
    "stsong",
    "stzhongs",
    "stxihei",
    "pingfang",
    "songti",
    "kaiti",
    "stheiti",
    "hiragino sans gb",
    "wqy-",
    "droidsansfallback",
    "uming",
    "ukai",
    "fandolkai",
    "fzssk",
];

/// Returns the fonts in the folder that `make` fills, and beside the program.
pub(crate) fn of_tools(root: Option<&Path>) -> Vec<PathBuf> {
    let folders = tool_folders(root);
    folders.iter().flat_map(|it| list(it, |_| true)).collect()
}

/// Returns the system's fonts that may be Chinese by their name: there can be thousands, and reading all takes seconds.
pub(crate) fn of_system() -> Vec<PathBuf> {
    let folders = system_folders();
    folders.iter().flat_map(|it| list(it, is_chinese)).collect()
}

/// Folders that `make` or whoever unpacked the program fills.
fn tool_folders(root: Option<&Path>) -> Vec<PathBuf> {
    let beside =
        std::env::current_exe().ok().and_then(|it| it.parent().map(|folder| folder.join("fonts")));
    let site = root.map(|it| it.join(".tools/fonts"));
    let work = std::env::current_dir().ok().map(|it| it.join(".tools/fonts"));
    let all: Vec<PathBuf> =
        site.into_iter().chain(work).chain(beside).filter(|it| it.is_dir()).collect();
    let mut seen = BTreeSet::new();
    all.into_iter()
        .filter(|it| seen.insert(it.canonicalize().unwrap_or_else(|_| it.clone())))
        .collect()
}

fn system_folders() -> Vec<PathBuf> {
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
        "/System/Library/AssetsV2",
    ];
    let mut folders: Vec<PathBuf> = fixed.iter().map(PathBuf::from).collect();
    if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
        folders.extend([
            home.join(".local/share/fonts"),
            home.join(".fonts"),
            home.join("Library/Fonts"),
        ]);
    }
    if let Some(windows) = std::env::var_os("WINDIR").map(PathBuf::from) {
        folders.push(windows.join("Fonts"));
    }
    if let Some(local) = std::env::var_os("LOCALAPPDATA").map(PathBuf::from) {
        folders.push(local.join("Microsoft/Windows/Fonts"));
    }
    folders
}

fn is_chinese(name: &str) -> bool {
    let name = name.to_lowercase();
    SYSTEM_FILES.iter().any(|it| name.starts_with(it))
}

fn list(folder: &Path, keep: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let walk =
        WalkDir::new(folder).max_depth(6).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_font = |name: &str| {
        let name = name.to_lowercase();
        [".ttf", ".otf", ".ttc", ".otc"].iter().any(|ending| name.ends_with(ending))
    };
    walk.filter(|entry| entry.file_type().is_file() || entry.path_is_symlink())
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| is_font(name) && keep(name)))
        .map(walkdir::DirEntry::into_path)
        .collect()
}
