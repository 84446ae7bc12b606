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

use crate::{
    cache::Cache,
    render::leaflet::{
        ask::format::Role,
        engine::{
            font_files,
            pdf::{
                self,
                face::{self, Faces},
            },
        },
    },
};

/// The families chosen, and the files they are in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FontChoice {
    /// Family by role; a role without a font is missing.
    pub families: BTreeMap<Role, String>,
    /// Files to load, in order.
    pub files: Vec<PathBuf>,
}

impl FontChoice {
    /// Returns the roles that no font was found for.
    pub fn missing(&self) -> Vec<Role> {
        let is_missing = |it: &Role| !self.families.contains_key(it);
        Role::ALL.into_iter().filter(is_missing).collect()
    }

    /// Returns the roles whose family, as the site names it, was not found.
    pub(crate) fn unmet(&self, wanted: &BTreeMap<Role, String>) -> Vec<Role> {
        let is_met = |(role, name): &(&Role, &String)| {
            self.families.get(role).is_some_and(|it| it.eq_ignore_ascii_case(name.trim()))
        };
        wanted.iter().filter(|it| !is_met(it)).map(|it| *it.0).collect()
    }

    fn stacks(&self) -> BTreeMap<Role, Vec<String>> {
        let stack = |role: Role| {
            let own = self.families.get(&role);
            let others = Role::ALL.iter().filter_map(|it| self.families.get(it));
            let others = others.filter(|it| Some(*it) != own);
            own.into_iter().chain(others).cloned().collect()
        };
        Role::ALL.map(|role| (role, stack(role))).into()
    }
}

/// The fonts of one run.
#[derive(Debug)]
pub struct Fonts {
    /// Families by role with their files.
    pub choice: FontChoice,
    /// Changes when any font file does.
    pub digest: blake3::Hash,
    /// The families for each role, best first, ending in every other one as a fallback for rare characters.
    pub stacks: BTreeMap<Role, Vec<String>>,
    faces: OnceLock<Faces>,
}

/// The fonts that were used last: a preview makes leaflets again and again, and reading them takes as long as a leaflet.
#[derive(Clone, Debug, Default)]
pub struct FontCache(Arc<Mutex<Option<Arc<Fonts>>>>);

impl FontCache {
    /// Returns the fonts kept if they are the same as those found, else keeps these.
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
        if !pdf::IS_BUILT_IN {
            return Self::new(FontChoice::default(), digest(&[], wanted));
        }
        let mut candidates: Vec<PathBuf> = files.to_vec();
        candidates.extend(font_files::of_tools(root));
        let own = digest(&candidates, wanted);
        let choice = cached_choice(&candidates, wanted, own, cache);
        if choice.families.len() == Role::ALL.len() && choice.unmet(wanted).is_empty() {
            return Self::new(choice, own);
        }
        candidates.extend(font_files::of_system());
        let all = digest(&candidates, wanted);
        Self::new(cached_choice(&candidates, wanted, all, cache), all)
    }

    fn new(choice: FontChoice, digest: blake3::Hash) -> Self {
        Self { stacks: choice.stacks(), choice, digest, faces: OnceLock::new() }
    }

    /// Returns the faces, reading them at the first call.
    pub(crate) fn faces(&self) -> &Faces {
        self.faces.get_or_init(|| Faces::read(&self.choice.files))
    }

    /// Tells whether some face can show `character`.
    pub(crate) fn covers(&self, character: char) -> bool {
        self.faces().cover(character)
    }
}

fn cached_choice(
    files: &[PathBuf],
    wanted: &BTreeMap<Role, String>,
    digest: blake3::Hash,
    cache: &Cache,
) -> FontChoice {
    let made =
        cache.get_or_make("fonts", digest, || serde_json::to_vec(&choose(files, wanted)).ok());
    made.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Reads every candidate and takes, role by role, the best family with all its faces.
fn choose(files: &[PathBuf], wanted: &BTreeMap<Role, String>) -> FontChoice {
    let mut families: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut han: Option<String> = None;
    for (index, file) in files.iter().enumerate() {
        let Ok(bytes) = fs::read(file) else { continue };
        for family in face::families(&bytes) {
            if family.has_han {
                han.get_or_insert_with(|| family.name.clone());
            }
            families.entry(family.name).or_default().insert(index);
        }
    }
    let mut choice = FontChoice::default();
    let mut used = BTreeSet::new();
    for role in Role::ALL {
        let named = wanted.get(&role).map(|it| it.trim());
        let mut names = named.into_iter().chain(known_families(role).iter().copied());
        let find = |name: &str| families.keys().find(|it| it.eq_ignore_ascii_case(name));
        // Any Chinese font is better than no leaflet.
        let any = || han.as_ref().filter(|_| role == Role::Sans);
        if let Some(family) = names.find_map(find).or_else(any) {
            used.extend(families[family].iter().copied());
            choice.families.insert(role, family.clone());
        }
    }
    choice.files = used.into_iter().map(|index| files[index].clone()).collect();
    choice
}

/// Hashes names, sizes and the first bytes: a font's table directory holds a checksum of every table.
fn digest(files: &[PathBuf], wanted: &BTreeMap<Role, String>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for (role, family) in wanted {
        hasher.update(role.key().as_bytes()).update(family.as_bytes());
    }
    for path in files {
        let mut head = Vec::new();
        if let Ok(file) = fs::File::open(path) {
            let length = file.metadata().map(|it| it.len()).unwrap_or_default();
            hasher.update(path.to_string_lossy().as_bytes()).update(&length.to_le_bytes());
            // An unreadable file hashes by its name alone and is left out when it is read.
            let _ = file.take(4096).read_to_end(&mut head);
            hasher.update(&head);
        }
    }
    hasher.finalize()
}

/// Family names that serve, best first.
fn known_families(role: Role) -> &'static [&'static str] {
    match role {
        Role::Sans => &[
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
        Role::Serif => &[
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
        Role::Kai => &[
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
