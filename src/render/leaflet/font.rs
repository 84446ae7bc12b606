//! Fonts: which files there are, which serve as sans, serif and Kai, and the faces themselves, loaded when needed.
//!
//! Looked for in the site's `fonts/`, in the folder that `make` fills, and among the system's fonts; never downloaded here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use serde::{Deserialize, Serialize};
use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};
use walkdir::WalkDir;

use crate::{cache::Cache, config::Config, diag::Sink, render::leaflet::settings, source::Sources};

/// What a font is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 黑体: the text.
    Sans,
    /// 宋体: titles.
    Serif,
    /// 楷体: stories and statutes.
    Kai,
}

impl Role {
    /// All roles, the indispensable one first.
    pub const ALL: [Self; 3] = [Self::Sans, Self::Serif, Self::Kai];

    /// Returns its name in `site.toml` and in the templates.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sans => "sans",
            Self::Serif => "serif",
            Self::Kai => "kai",
        }
    }

    /// Family names that serve, best first.
    fn families(self) -> &'static [&'static str] {
        match self {
            Self::Sans => &[
                "Noto Sans SC",
                "Noto Sans CJK SC",
                "Source Han Sans SC",
                "Source Han Sans CN",
                "思源黑体",
                "PingFang SC",
                "Microsoft YaHei",
                "微软雅黑",
                "Hiragino Sans GB",
                "Heiti SC",
                "STHeiti",
                "WenQuanYi Micro Hei",
                "WenQuanYi Zen Hei",
                "SimHei",
                "Droid Sans Fallback",
            ],
            Self::Serif => &[
                "Noto Serif SC",
                "Noto Serif CJK SC",
                "Source Han Serif SC",
                "Source Han Serif CN",
                "思源宋体",
                "Songti SC",
                "STZhongsong",
                "STSong",
                "FZShuSong-Z01",
                "SimSun",
                "NSimSun",
                "AR PL UMing CN",
            ],
            Self::Kai => &[
                "LXGW WenKai",
                "LXGW WenKai GB",
                "LXGW WenKai Lite",
                "Kaiti SC",
                "STKaiti",
                "KaiTi",
                "KaiTi_GB2312",
                "FandolKai",
                "AR PL UKai CN",
                "TW-Kai",
            ],
        }
    }
}

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

/// The families chosen, and the files they are in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Family by role; a role without a font is missing.
    pub families: BTreeMap<Role, String>,
    /// Files to load, in order.
    pub files: Vec<PathBuf>,
}

impl Choice {
    /// Returns the roles that no font was found for.
    pub fn missing(&self) -> Vec<Role> {
        let is_missing = |it: &Role| !self.families.contains_key(it);
        Role::ALL.into_iter().filter(is_missing).collect()
    }
}

/// The fonts of one run.
#[derive(Debug)]
pub struct Fonts {
    /// Families by role with their files.
    pub choice: Choice,
    /// Changes when any font file does.
    pub digest: blake3::Hash,
    loaded: OnceLock<Loaded>,
}

/// Faces in memory.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What Typst chooses from.
    pub book: LazyHash<FontBook>,
    /// By index in the book.
    pub faces: Vec<Font>,
}

/// The fonts that were used last: a preview makes leaflets again and again, and reading them takes as long as a leaflet.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Arc<Mutex<Option<Arc<Fonts>>>>);

impl Shelf {
    /// Returns the fonts on the shelf if they are the same as those found, else puts these there.
    pub fn keep(&self, found: Fonts) -> Arc<Fonts> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(fonts) if fonts.digest == found.digest => Arc::clone(fonts),
            _ => Arc::clone(kept.insert(Arc::new(found))),
        }
    }
}

impl Fonts {
    /// Finds fonts in the site's own `files`, then below `root`, then in the system. `wanted` names families by role.
    pub fn find(
        files: &[PathBuf],
        root: Option<&Path>,
        wanted: &BTreeMap<Role, String>,
        cache: &Cache,
    ) -> Self {
        let mut candidates: Vec<PathBuf> = files.to_vec();
        candidates.extend(
            tool_folders(root)
                .iter()
                .flat_map(|folder| list(folder, |_| true)),
        );
        let own = digest(&candidates, wanted);
        let mut choice = cached_choice(&candidates, wanted, own, cache);
        let mut digest_of_all = own;
        if choice.families.len() < Role::ALL.len() {
            candidates.extend(
                system_folders()
                    .iter()
                    .flat_map(|folder| list(folder, is_chinese)),
            );
            digest_of_all = digest(&candidates, wanted);
            choice = cached_choice(&candidates, wanted, digest_of_all, cache);
        }
        Self {
            choice,
            digest: digest_of_all,
            loaded: OnceLock::new(),
        }
    }

    /// Returns the faces, reading them at the first call.
    pub fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let mut loaded = Loaded::default();
            for file in &self.choice.files {
                let Ok(bytes) = fs::read(file) else { continue };
                loaded.faces.extend(Font::iter(Bytes::new(bytes)));
            }
            loaded.book = LazyHash::new(FontBook::from_fonts(&loaded.faces));
            loaded
        })
    }

    /// Returns the families for `role`, best first, ending in every other one as a fallback for rare characters.
    pub fn stack(&self, role: Role) -> Vec<String> {
        let family = |role: &Role| self.choice.families.get(role).cloned();
        let mut stack: Vec<String> = family(&role).into_iter().collect();
        stack.extend(
            Role::ALL
                .iter()
                .filter_map(family)
                .filter(|it| Some(it) != family(&role).as_ref()),
        );
        stack
    }

    /// Tells whether some face can show `character`.
    pub fn covers(&self, character: char) -> bool {
        let faces = &self.loaded().faces;
        faces
            .iter()
            .any(|face| face.info().coverage.contains(u32::from(character)))
    }
}

/// Returns a hash of the fonts that a site's leaflets are set in.
pub fn digest_for(sources: &Sources, config: &Config, cache: &Cache) -> blake3::Hash {
    let settings = settings::parse(config, &mut Sink::default());
    let root = sources.root.as_deref();
    Fonts::find(&sources.fonts, root, &settings.fonts, cache).digest
}

fn cached_choice(
    files: &[PathBuf],
    wanted: &BTreeMap<Role, String>,
    digest: blake3::Hash,
    cache: &Cache,
) -> Choice {
    let made = cache.get_or_make("fonts", digest, || {
        serde_json::to_vec(&choose(files, wanted)).ok()
    });
    made.and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Reads every candidate and takes, role by role, the best family with all its faces.
fn choose(files: &[PathBuf], wanted: &BTreeMap<Role, String>) -> Choice {
    let mut families: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut han: Vec<String> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let Ok(bytes) = fs::read(file) else { continue };
        for info in FontInfo::iter(&bytes) {
            if info.coverage.contains(u32::from('法')) && !han.contains(&info.family) {
                han.push(info.family.clone());
            }
            families.entry(info.family).or_default().insert(index);
        }
    }
    let mut choice = Choice::default();
    let mut used = BTreeSet::new();
    for role in Role::ALL {
        let named = wanted.get(&role).map(String::as_str);
        let known = named.into_iter().chain(role.families().iter().copied());
        let find = |name: &str| {
            families
                .keys()
                .find(|it| it.eq_ignore_ascii_case(name))
                .cloned()
        };
        let any = || {
            if role == Role::Sans {
                han.first().cloned()
            } else {
                None
            }
        };
        if let Some(family) = known.filter_map(find).next().or_else(any) {
            used.extend(families[&family].iter().copied());
            choice.families.insert(role, family);
        }
    }
    choice.files = used.into_iter().map(|index| files[index].clone()).collect();
    choice
}

/// Hashes names, sizes and the first bytes: a font's table directory holds a checksum of every table.
fn digest(files: &[PathBuf], wanted: &BTreeMap<Role, String>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for (role, family) in wanted {
        hasher
            .update(role.key().as_bytes())
            .update(family.as_bytes());
    }
    for path in files {
        let mut head = Vec::new();
        if let Ok(file) = fs::File::open(path) {
            let length = file.metadata().map(|it| it.len()).unwrap_or_default();
            hasher
                .update(path.to_string_lossy().as_bytes())
                .update(&length.to_le_bytes());
            // An unreadable file hashes by its name alone and is left out when it is read.
            let _ = file.take(4096).read_to_end(&mut head);
            hasher.update(&head);
        }
    }
    hasher.finalize()
}

fn tool_folders(root: Option<&Path>) -> Vec<PathBuf> {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|it| it.parent().map(|folder| folder.join("fonts")));
    let site = root.map(|it| it.join(".tools/fonts"));
    let work = std::env::current_dir()
        .ok()
        .map(|it| it.join(".tools/fonts"));
    let all: Vec<PathBuf> = site
        .into_iter()
        .chain(work)
        .chain(beside)
        .filter(|it| it.is_dir())
        .collect();
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
    let walk = WalkDir::new(folder)
        .max_depth(6)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let is_font = |name: &str| {
        let name = name.to_lowercase();
        [".ttf", ".otf", ".ttc", ".otc"]
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    walk.filter(|entry| entry.file_type().is_file() || entry.path_is_symlink())
        .filter(|entry| {
            entry
                .file_name()
                .to_str()
                .is_some_and(|name| is_font(name) && keep(name))
        })
        .map(walkdir::DirEntry::into_path)
        .collect()
}
