//! The files of the published site, in memory or still to be made.
//!
//! All pages together are many times larger than what they are made from, so a page is text only while somebody looks at
//! it: [`Body::Later`]. Whoever asks for the content gives a sink for what is found out while it is made.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, OnceLock},
};

use crate::{diag::Sink, path::OutputPath, source::Asset};

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Text, UTF-8.
    Text(String),
    /// Bytes; shared, because a cache may hold them too.
    Bytes(Arc<[u8]>),
    /// A copy of an input file.
    Copy(Arc<Asset>),
    /// Text that is made each time it is asked for.
    Later(Later),
}

impl Body {
    /// Returns the content, making it if need be.
    pub fn content(&self, sink: &mut Sink) -> Content<'_> {
        match self {
            Self::Text(text) => Content::Text(Cow::Borrowed(text)),
            Self::Bytes(bytes) => Content::Bytes(bytes),
            Self::Copy(asset) => Content::Copy(asset),
            Self::Later(later) => Content::Text(Cow::Owned(later.make(sink))),
        }
    }

    /// Returns the same body with nothing left to make.
    pub fn made(&self, sink: &mut Sink) -> Self {
        match self {
            Self::Later(later) => Self::Text(later.make(sink)),
            Self::Text(_) | Self::Bytes(_) | Self::Copy(_) => self.clone(),
        }
    }
}

/// What stands in a file.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// Text, UTF-8.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(&'a Arc<[u8]>),
    /// An input file, perhaps still on disk.
    Copy(&'a Arc<Asset>),
}

impl Content<'_> {
    /// Returns the hash that decides whether the file has to be written.
    pub fn digest(&self) -> [u8; 32] {
        match self {
            Self::Text(text) => *blake3::hash(text.as_bytes()).as_bytes(),
            Self::Bytes(bytes) => *blake3::hash(bytes).as_bytes(),
            Self::Copy(asset) => asset.digest,
        }
    }

    /// Returns the size in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Copy(asset) => asset.len,
        }
    }

    /// Tells whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

type Make = dyn Fn(&mut Sink) -> String + Send + Sync;

/// How to make a text: a pure function of what it holds, so it gives the same each time.
#[derive(Clone)]
pub struct Later(Arc<Make>);

impl Later {
    /// Keeps `make` until somebody asks.
    pub fn new(make: impl Fn(&mut Sink) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }

    /// Makes the text.
    pub fn make(&self, sink: &mut Sink) -> String {
        (self.0)(sink)
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

/// Equal when it is the very same function; two that give the same text are not told to be equal.
impl PartialEq for Later {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Later {}

/// Files that are made together when the first of them is asked for.
pub(crate) struct Group {
    holds: Box<dyn Fn(&str) -> bool + Send + Sync>,
    make: Box<dyn Fn() -> Vec<(OutputPath, Body)> + Send + Sync>,
    files: OnceLock<BTreeMap<OutputPath, Body>>,
}

impl Group {
    /// A group to which every path belongs that `holds` says yes to, and no other.
    pub fn new(
        holds: impl Fn(&str) -> bool + Send + Sync + 'static,
        make: impl Fn() -> Vec<(OutputPath, Body)> + Send + Sync + 'static,
    ) -> Self {
        Self { holds: Box::new(holds), make: Box::new(make), files: OnceLock::new() }
    }

    fn files(&self) -> &BTreeMap<OutputPath, Body> {
        self.files.get_or_init(|| (self.make)().into_iter().collect())
    }
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Group")
    }
}

/// The published site: output paths with their content.
#[derive(Clone, Debug, Default)]
pub struct Artifacts {
    files: BTreeMap<OutputPath, Body>,
    /// Case-folded NFC form → path as first taken; finds paths that would overwrite each other on Windows or macOS.
    taken: HashMap<String, OutputPath>,
    groups: Vec<Arc<Group>>,
}

impl Artifacts {
    /// Adds a file, or returns the path it collides with.
    ///
    /// # Errors
    /// When the same path, or one that differs only in case or Unicode form, is taken.
    pub fn insert(&mut self, path: OutputPath, body: Body) -> Result<(), OutputPath> {
        let folded = path.folded();
        if let Some(other) = self.taken.get(&folded) {
            return Err(other.clone());
        }
        if self.groups.iter().any(|it| (it.holds)(&folded)) {
            return Err(path);
        }
        self.taken.insert(folded, path.clone());
        self.files.insert(path, body);
        Ok(())
    }

    /// Adds files that are made together; files added later keep out of their way.
    pub(crate) fn insert_group(&mut self, group: Group) {
        self.groups.push(Arc::new(group));
    }

    /// Returns the content at `path`.
    pub fn get(&self, path: &str) -> Option<&Body> {
        self.files.get(path).or_else(|| {
            let group = self.groups.iter().find(|it| (it.holds)(path))?;
            group.files().get(path)
        })
    }

    /// Returns the content at `path` unless it belongs to a group.
    pub(crate) fn get_single(&self, path: &str) -> Option<&Body> {
        self.files.get(path)
    }

    /// Tells whether any page is still to be made.
    pub(crate) fn has_later(&self) -> bool {
        self.files.values().any(|it| matches!(it, Body::Later(_)))
    }

    /// Returns the files that need not be made to be known, sorted by path: all but those of groups.
    pub(crate) fn single(&self) -> impl Iterator<Item = (&OutputPath, &Body)> {
        self.files.iter()
    }

    /// Returns all files, sorted by path apart from those of groups, which follow.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Body)> {
        self.files.iter().chain(self.groups.iter().flat_map(|it| it.files()))
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len() + self.groups.iter().map(|it| it.files().len()).sum::<usize>()
    }

    /// Tells whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.groups.is_empty()
    }

    /// Makes everything and keeps nothing, for what is found out by that.
    pub(crate) fn try_all(&self, sink: &mut Sink) {
        let files: Vec<_> = self.single().collect();
        sink.par_map(&files, |(_, body), sink| {
            body.content(sink);
        });
    }

    /// Returns the same site with everything made, and tells `sink` what was found out by that.
    pub fn made(&self, sink: &mut Sink) -> Self {
        let files: Vec<_> = self.iter().collect();
        let made = sink.par_map(&files, |(path, body), sink| ((*path).clone(), body.made(sink)));
        Self { files: made.into_iter().collect(), taken: self.taken.clone(), groups: Vec::new() }
    }
}
