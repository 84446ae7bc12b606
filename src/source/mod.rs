//! Every input file, read once.
//!
//! In: a site's folder, or a map of files in memory (tests). Out: [`Sources`], plain values that the later stages only read.
//! The one module that reads the disk. It knows folders and encodings, nothing of Markdown, configuration or themes.

mod asset;
pub mod copy;
mod decode;
mod ignore;
mod read;
pub mod save;
pub mod stamp;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
    path::PathBuf,
    sync::OnceLock,
};

use crate::source::stamp::Stamp;

pub(crate) use crate::source::read::real;
pub use crate::source::{
    asset::{Asset, AssetData},
    decode::Repair,
    read::{FOLDERS, ReadOptions, is_input},
};

/// Largest text file that is read, in bytes.
pub const MAX_TEXT_BYTES: u64 = 12 << 20;

/// Identifies an input file by its path, the same in every run.
///
/// A hash of the path, so that spans inside cached documents stay right when other files come and go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u64);

impl FileId {
    /// Returns the id of the file at `path`, written from the site's root with forward slashes.
    pub fn of(path: &str) -> Self {
        let hash = blake3::hash(path.as_bytes());
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash.as_bytes()[..8]);
        Self(u64::from_le_bytes(bytes))
    }
}

/// A range of bytes in one input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte, counted from 0.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span of `range` in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: clip(range.start), end: clip(range.end) }
    }

    /// The span that means a file as a whole, without an excerpt.
    pub fn file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Returns the bytes covered.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Tells whether the span names a file without a place in it.
    pub fn is_file(self) -> bool {
        self.start == 0 && self.end == 0
    }

    /// Returns a part of this span, `range` counted from its first byte.
    pub(crate) fn slice(self, range: Range<usize>) -> Self {
        Self::new(self.file, self.start as usize + range.start..self.start as usize + range.end)
    }
}

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What is written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// One text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Identity, derived from the path.
    pub id: FileId,
    /// From the site's root, with forward slashes: `content/rights/bh.md`.
    pub path: String,
    /// UTF-8, without byte order mark, lines ended by `\n` alone.
    pub text: String,
    /// Hash of path and text.
    pub digest: [u8; 32],
    /// What had to be changed to make it readable.
    pub repairs: Vec<Repair>,
}

impl Source {
    /// Makes a source from a path and the file's bytes, decoding what editors on Windows save.
    pub fn new(path: &str, bytes: &[u8]) -> Self {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let usage = match ending.as_str() {
            "md" | "markdown" => decode::Use::Page,
            _ => decode::Use::Other,
        };
        let (text, repairs) = decode::text(bytes, usage);
        let mut hasher = blake3::Hasher::new();
        hasher.update(path.as_bytes()).update(&[0]).update(text.as_bytes());
        Self {
            id: FileId::of(path),
            path: path.to_owned(),
            digest: *hasher.finalize().as_bytes(),
            text,
            repairs,
        }
    }

    /// Returns the span of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    /// Returns the last part of the path: `bh.md`.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Why a file or folder was not read, or what was odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the site's root.
    pub path: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The system refused; its own words.
    Unreadable(String),
    /// A text of this many bytes, above [`MAX_TEXT_BYTES`].
    TooLarge(u64),
    /// A symbolic link that leaves the site's folder.
    LeavesSite,
    /// A name that is not UTF-8, shown with replacement characters.
    NameNotUtf8,
    /// A symbolic link that points at one of its own parents.
    Loop,
    /// A folder too many folders down.
    TooDeep,
}

/// All inputs of one build.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The site's folder on disk; `None` in tests.
    pub root: Option<PathBuf>,
    /// `site.toml`.
    pub config: Option<Source>,
    /// `content/**/*.md` apart from statutes, sorted by path; snippets included.
    pub pages: Vec<Source>,
    /// `content/laws/**/*.md`, sorted by path.
    pub statutes: Vec<Source>,
    /// Tables, lists and captions: `data/**`, and `*.csv`, `*.toml`, `*.json`, `*.yaml`, `*.vtt` inside `content/`, sorted by
    /// path.
    pub data: Vec<Source>,
    /// Text files of all themes (templates, styles, scripts, `*.typ`, i18n), by path from the root: `themes/default/…`.
    pub theme: BTreeMap<String, Source>,
    /// Every other file of `content/`, `static/` and `themes/*/static/`, sorted by path.
    pub assets: Vec<Asset>,
    /// Font files of the site's `fonts/` folder, as paths on disk.
    pub fonts: Vec<PathBuf>,
    /// Files that were left alone by the ignore rules, sorted.
    pub ignored: Vec<String>,
    /// Tables that nobody reads: files of `data/` of other kinds, and such as lie outside of all folders that are read, sorted.
    pub unread: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// When and how large the files were that need not be read again while that stays so.
    pub stamps: HashMap<String, Stamp>,
    /// Where each file stands, by its id.
    pub places: OnceLock<HashMap<FileId, Place>>,
}

/// Where a file stands in [`Sources`].
#[derive(Clone, Debug)]
pub enum Place {
    /// [`Sources::config`].
    Config,
    /// [`Sources::pages`].
    Page(usize),
    /// [`Sources::statutes`].
    Statute(usize),
    /// [`Sources::data`].
    Data(usize),
    /// [`Sources::theme`].
    Theme(String),
    /// A file that is no text, by its path.
    Other(String),
}

impl Sources {
    /// Returns what leaflets are made from besides pages, which stand in the site already.
    pub(crate) fn for_leaflets(&self) -> Self {
        Self {
            root: self.root.clone(),
            config: self.config.clone(),
            data: self.data.clone(),
            theme: self.theme.clone(),
            fonts: self.fonts.clone(),
            ..Self::default()
        }
    }

    /// Returns a hash of everything that was read: builds of equal inputs are equal.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for text in self.texts() {
            hasher.update(&text.digest);
            if !text.repairs.is_empty() {
                hasher.update(format!("{:?}", text.repairs).as_bytes());
            }
        }
        for asset in &self.assets {
            hasher.update(asset.path.as_bytes()).update(&asset.digest);
        }
        let rest = (&self.fonts, &self.ignored, &self.unread, &self.problems);
        hasher.update(format!("{rest:?}").as_bytes());
        hasher.finalize()
    }

    /// Returns the text file with this id.
    pub fn text(&self, id: FileId) -> Option<&Source> {
        let source = match self.places().get(&id)? {
            Place::Config => self.config.as_ref(),
            Place::Page(at) => self.pages.get(*at),
            Place::Statute(at) => self.statutes.get(*at),
            Place::Data(at) => self.data.get(*at),
            Place::Theme(path) => self.theme.get(path),
            Place::Other(_) => None,
        };
        source.filter(|it| it.id == id)
    }

    /// Returns the path of the file with this id, from the site's root.
    pub fn path(&self, id: FileId) -> Option<&str> {
        match self.places().get(&id)? {
            Place::Other(path) => Some(path),
            Place::Config
            | Place::Page(_)
            | Place::Statute(_)
            | Place::Data(_)
            | Place::Theme(_) => self.text(id).map(|it| it.path.as_str()),
        }
    }

    /// Files by identity; made when somebody first asks, so after that no file comes or goes.
    fn places(&self) -> &HashMap<FileId, Place> {
        self.places.get_or_init(|| {
            let all = |list: &[Source], place: fn(usize) -> Place| -> Vec<_> {
                let ids = list.iter().enumerate();
                ids.map(|(at, it)| (it.id, place(at))).collect()
            };
            let mut places = HashMap::new();
            let problems = self.problems.iter().map(|it| (FileId::of(&it.path), &it.path));
            let assets = self.assets.iter().map(|it| (it.id, &it.path));
            let unread = self.unread.iter().map(|it| (FileId::of(it), it));
            let others = problems.chain(assets).chain(unread);
            places.extend(others.map(|(id, path)| (id, Place::Other(path.clone()))));
            let theme = self.theme.iter();
            places.extend(theme.map(|(path, it)| (it.id, Place::Theme(path.clone()))));
            places.extend(all(&self.data, Place::Data));
            places.extend(all(&self.statutes, Place::Statute));
            places.extend(all(&self.pages, Place::Page));
            places.extend(self.config.iter().map(|it| (it.id, Place::Config)));
            places
        })
    }

    /// Forgets the text of every page that nothing is said about, and what reading again would need: once a site is built,
    /// only messages show texts.
    pub(crate) fn forget_texts(&mut self, needed: &HashSet<FileId>) {
        let unneeded = self.pages.iter_mut().filter(|it| !needed.contains(&it.id));
        unneeded.for_each(|it| it.text = String::new());
        self.stamps = HashMap::new();
    }

    /// Reads again the texts that were forgotten of these files, so that messages can show places in them. A file that has
    /// changed since stays without a text.
    pub(crate) fn recall_texts(&mut self, needed: &HashSet<FileId>) {
        let Some(root) = &self.root else { return };
        let is_gone = |it: &&mut Source| it.text.is_empty() && needed.contains(&it.id);
        for page in self.pages.iter_mut().filter(is_gone) {
            let read = std::fs::read(root.join(&page.path)).ok();
            let again = read.map(|bytes| Source::new(&page.path, &bytes));
            if let Some(again) = again.filter(|it| it.digest == page.digest) {
                page.text = again.text;
            }
        }
    }

    /// Returns every text file: configuration, pages, statutes, data, theme.
    pub fn texts(&self) -> impl Iterator<Item = &Source> {
        self.config
            .iter()
            .chain(&self.pages)
            .chain(&self.statutes)
            .chain(&self.data)
            .chain(self.theme.values())
    }

    /// Returns the asset at `path`, from the site's root.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        let found = self.assets.binary_search_by(|asset| asset.path.as_str().cmp(path));
        found.ok().map(|index| &self.assets[index])
    }
}
