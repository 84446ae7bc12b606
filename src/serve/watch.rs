//! Notices that an input changed: by events of the system, and by looking from time to time where these fail.
//!
//! Network drives and some containers send no events, and systems drop them under load. So the folder is also compared
//! with what it was, rarely enough to cost next to nothing. Lost or doubled events do not matter.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::{Duration, Instant, UNIX_EPOCH},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode},
};
use walkdir::WalkDir;

use crate::source::FOLDERS;

/// How long nothing may happen before a change counts as complete: programs save a file in several steps.
const QUIET: Duration = Duration::from_millis(15);

/// The longest wait for quiet, should something write all the time.
const LONGEST: Duration = Duration::from_millis(400);

/// How often the folder is looked at while events arrive as they should.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How often it is looked at where there are no events.
const POLL_EVERY: Duration = Duration::from_millis(500);

/// Looking may take this part of the time at most.
const SHARE: u32 = 40;

/// A look this quick does not keep anybody waiting.
const CHEAP: Duration = Duration::from_millis(8);

/// Watches a site's folder.
pub struct Watch {
    root: PathBuf,
    events: Receiver<()>,
    /// Kept so that the channel never ends, even without a watcher.
    _sender: Sender<()>,
    watcher: Option<RecommendedWatcher>,
    followed: BTreeSet<PathBuf>,
    seen: blake3::Hash,
    interval: Duration,
    /// How long the last look took.
    cost: Duration,
}

impl Watch {
    /// Starts to watch. Changes from now on are noticed.
    pub fn start(root: &Path) -> Self {
        let (sender, events) = mpsc::channel();
        let mut watch = Self {
            root: root.to_owned(),
            events,
            watcher: watcher(sender.clone()),
            followed: BTreeSet::new(),
            _sender: sender,
            seen: blake3::hash(b""),
            interval: LOOK_EVERY,
            cost: Duration::ZERO,
        };
        watch.follow_folders();
        watch.look();
        watch
    }

    /// Tells whether the system sends events.
    pub(crate) fn has_events(&self) -> bool {
        self.watcher.is_some()
    }

    /// Waits until inputs changed and nothing more happens for a moment.
    pub fn wait(&mut self) {
        loop {
            match self.events.recv_timeout(self.interval) {
                Ok(()) => {
                    self.settle();
                    self.follow_folders();
                    // In a large site looking would cost time now. Then the next look finds this change again, and
                    // another build that changes nothing does no harm.
                    if self.cost < CHEAP {
                        self.look();
                    }
                    return;
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    if self.look() {
                        self.follow_folders();
                        return;
                    }
                }
            }
        }
    }

    fn settle(&self) {
        let start = Instant::now();
        while start.elapsed() < LONGEST && self.events.recv_timeout(QUIET).is_ok() {}
    }

    /// Watches the input folders, those that came into being meanwhile too.
    fn follow_folders(&mut self) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        self.followed.retain(|it| it.is_dir());
        let root = (self.root.clone(), RecursiveMode::NonRecursive);
        let folders = FOLDERS.iter().map(|it| (self.root.join(it), RecursiveMode::Recursive));
        for (folder, mode) in folders.chain([root]).filter(|(folder, _)| folder.is_dir()) {
            if self.followed.insert(folder.clone()) && watcher.watch(&folder, mode).is_err() {
                self.watcher = None;
                return;
            }
        }
    }

    /// Compares the folder with what it was; remembers what it is.
    fn look(&mut self) -> bool {
        let start = Instant::now();
        let now = fingerprint(&self.root);
        let usual = if self.has_events() { LOOK_EVERY } else { POLL_EVERY };
        self.cost = start.elapsed();
        self.interval = usual.max(self.cost * SHARE);
        std::mem::replace(&mut self.seen, now) != now
    }
}

fn watcher(sender: Sender<()>) -> Option<RecommendedWatcher> {
    let on_event = move |event: notify::Result<Event>| {
        let matters = event.map_or(true, |event| match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            EventKind::Any
            | EventKind::Create(_)
            | EventKind::Modify(_)
            | EventKind::Remove(_)
            | EventKind::Other => true,
        });
        if matters {
            // The receiver lives as long as the watcher.
            let _ = sender.send(());
        }
    };
    notify::recommended_watcher(on_event).ok()
}

/// Hashes names, sizes and times of all inputs. A changed hash is reason to build, never what a result is kept under.
fn fingerprint(root: &Path) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let folders = FOLDERS.iter().map(|it| root.join(it)).chain([root.join("site.toml")]);
    for folder in folders {
        for entry in WalkDir::new(folder)
            .sort_by_file_name()
            .follow_links(true)
            .into_iter()
            .filter_map(Result::ok)
        {
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            let time = metadata
                .modified()
                .ok()
                .and_then(|it| it.duration_since(UNIX_EPOCH).ok())
                .unwrap_or_default();
            hasher.update(entry.path().as_os_str().as_encoded_bytes()).update(&[0]);
            if metadata.is_file() {
                hasher.update(&metadata.len().to_le_bytes()).update(&time.as_nanos().to_le_bytes());
            }
        }
    }
    hasher.finalize()
}
