//! What has to change on disk, found out before any published file is touched.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::{
    diag::Sink,
    publish::{
        Consent, Event, FLUSHED_FILES, Options,
        change::{Change, Stale},
        failure::Failure,
        file::Flush,
        folder::Folder,
        manifest::{Entry, Manifest, State},
        stage::Stage,
    },
    render::{Artifacts, Body, OutputPath},
};

/// So many pages are named when most of them would go.
const NAMED_LOSSES: usize = 5;

/// Everything a run is going to do.
pub(crate) struct Plan<'a> {
    /// Files to write, in the order of [`Change::phase`], then path.
    pub changes: Vec<Change<'a>>,
    /// Files that are right already.
    pub kept: Vec<(&'a OutputPath, Entry)>,
    /// Files to remove.
    pub stale: Vec<Stale>,
}

/// What is to be done about one artifact.
enum Verdict<'a> {
    Write(Change<'a>),
    Keep(&'a OutputPath, Entry),
    Refuse(Failure),
    /// The list is damaged, and another file stands there.
    Unknown(&'a OutputPath),
    /// The stage cannot be written.
    Stop(Failure),
    /// Nothing was tried because the stage could not be written.
    Stopped,
}

/// What artifacts are compared with.
struct Judge<'a> {
    manifest: &'a Manifest,
    /// Folded forms of all paths that were ours.
    folded: BTreeSet<String>,
    folder: &'a Folder,
    stage: &'a Stage<'a>,
    consent: Consent,
    stopped: AtomicBool,
}

impl<'a> Plan<'a> {
    /// Compares artifacts with the list and the disk, and stages what changed.
    ///
    /// Each content is made, compared, written and dropped, so that the site is never in memory as a whole.
    pub fn make(
        artifacts: &'a Artifacts,
        manifest: &Manifest,
        (folder, stage): (&Folder, &Stage<'_>),
        options: &Options<'_>,
        sink: &mut Sink,
    ) -> Result<Self, Vec<Failure>> {
        let judge = Judge {
            manifest,
            folded: manifest.entries.keys().map(|path| fold(path)).collect(),
            folder,
            stage,
            consent: options.consent,
            stopped: AtomicBool::new(false),
        };
        let files: Vec<_> = artifacts.iter().enumerate().collect();
        let done = AtomicUsize::new(0);
        let verdicts = sink.par_map(&files, |(number, (path, body)), sink| {
            let verdict = judge.judge(*number, path, body, sink);
            let count = done.fetch_add(1, Ordering::Relaxed) + 1;
            (options.on_event)(Event::Staged(count, files.len()));
            verdict
        });
        let mut plan = Self {
            changes: Vec::new(),
            kept: Vec::new(),
            stale: stale(artifacts, manifest, folder),
        };
        let mut failures = Vec::new();
        let mut unknown = Vec::new();
        for verdict in verdicts {
            match verdict {
                Verdict::Write(change) => plan.changes.push(change),
                Verdict::Keep(path, entry) => plan.kept.push((path, entry)),
                Verdict::Refuse(failure) => failures.push(failure),
                Verdict::Unknown(path) => unknown.push(path.as_str()),
                // A full disk says the same of every other file.
                Verdict::Stop(failure) => return Err(vec![failure]),
                Verdict::Stopped => {}
            }
        }
        failures.extend(unknown.first().map(|example| Failure::UnknownFiles {
            folder: folder.shown(""),
            count: unknown.len(),
            example: folder.shown(example),
        }));
        plan.changes.sort_by_key(Change::phase);
        if failures.is_empty() { Ok(plan) } else { Err(failures) }
    }

    /// Refuses to delete more than half of the pages: rather a folder was moved, or never fetched, than a site given up.
    pub(crate) fn refuse_losses(&self, before: &Manifest, folder: &Folder) -> Result<(), Failure> {
        let is_page = |path: &str| path.ends_with(".html");
        let pages = before.entries.keys().filter(|it| is_page(it)).count();
        let mut lost: Vec<_> =
            self.stale.iter().map(|it| &it.path).filter(|it| is_page(it)).collect();
        if lost.len() * 2 <= pages {
            return Ok(());
        }
        // A name that changes only in case leads to the same page on many hosts.
        let there = self.kept.iter().map(|(path, _)| *path);
        let there = there.chain(self.changes.iter().map(|it| it.path));
        let there: BTreeSet<String> = there.map(OutputPath::folded).collect();
        lost.retain(|it| !there.contains(&fold(it)));
        if lost.len() * 2 <= pages {
            return Ok(());
        }
        Err(Failure::Losses {
            folder: folder.shown(""),
            lost: lost.len(),
            pages,
            examples: lost.iter().take(NAMED_LOSSES).map(|it| (*it).clone()).collect(),
        })
    }

    /// Returns the bytes of all files of the site.
    pub fn bytes(&self) -> u64 {
        let kept = self.kept.iter().map(|(_, entry)| entry.len);
        let changes = self.changes.iter().map(|it| it.entry.len);
        kept.chain(changes).sum()
    }

    /// Tells whether the files are flushed one by one.
    pub(crate) fn flush(&self) -> Flush {
        if self.changes.len() <= FLUSHED_FILES { Flush::Now } else { Flush::Later }
    }

    /// Returns the list to keep while the run is under way: whatever a file may be when the run stops is in it.
    pub(crate) fn journal(&self, before: &Manifest) -> Manifest {
        let mut entries = before.entries.clone();
        for (path, entry) in &self.kept {
            entries.insert(path.as_str().to_owned(), vec![*entry]);
        }
        for Change { path, entry, .. } in &self.changes {
            let entry = Entry { time: None, ..*entry };
            entries.entry(path.as_str().to_owned()).or_default().push(entry);
        }
        Manifest { state: State::Running, entries }
    }

    /// Returns the list to keep when all is done.
    pub(crate) fn finished(&self) -> Manifest {
        let flush = self.flush();
        let changes = self.changes.iter();
        let changes = changes.map(|it| (it.path, Entry { flush, ..it.entry }));
        let all = self.kept.iter().copied().chain(changes);
        Manifest {
            state: State::Complete,
            entries: all.map(|(path, entry)| (path.as_str().to_owned(), vec![entry])).collect(),
        }
    }
}

impl Judge<'_> {
    fn judge<'b>(
        &self,
        number: usize,
        path: &'b OutputPath,
        body: &Body,
        sink: &mut Sink,
    ) -> Verdict<'b> {
        if self.stopped.load(Ordering::Relaxed) {
            return Verdict::Stopped;
        }
        let content = body.content(sink);
        let digest = content.digest();
        let ours = self.manifest.entries.get(path.as_str());
        let known = ours.and_then(|entries| entries.iter().find(|it| it.digest == digest)).copied();
        let entry =
            known.unwrap_or(Entry { digest, len: content.len(), time: None, flush: Flush::Later });
        let full = self.folder.file(path.as_str());
        if entry.is_at(&full) {
            return Verdict::Keep(path, entry);
        }
        let may_differ = ours.is_some() || self.folded.contains(&path.folded());
        if !may_differ && fs::symlink_metadata(&full).is_ok_and(|it| !it.is_dir()) {
            let is_lost = self.manifest.state == State::Damaged;
            match self.consent {
                Consent::Given if is_lost => {}
                Consent::Absent if is_lost => return Verdict::Unknown(path),
                Consent::Given | Consent::Absent => {
                    let path = self.folder.shown(path.as_str());
                    return Verdict::Refuse(Failure::ForeignFile { path });
                }
            }
        }
        match self.stage.write(number, path.as_str(), &content) {
            Ok(time) => Verdict::Write(Change { path, number, entry: Entry { time, ..entry } }),
            Err(failure) => {
                self.stopped.store(true, Ordering::Relaxed);
                Verdict::Stop(failure)
            }
        }
    }
}

/// Lists the files of ours that are not wanted any more.
fn stale(artifacts: &Artifacts, manifest: &Manifest, folder: &Folder) -> Vec<Stale> {
    let gone = manifest.entries.iter().filter(|(path, _)| artifacts.get(path).is_none());
    let mut wanted: Option<BTreeMap<String, &OutputPath>> = None;
    let is_renamed_in_case = |path: &str, wanted: &BTreeMap<String, &OutputPath>| {
        let twin = wanted.get(&fold(path)).map(|it| folder.file(it.as_str()).canonicalize());
        matches!((twin, folder.file(path).canonicalize()), (Some(Ok(twin)), Ok(old)) if twin == old)
    };
    let mut stale = Vec::new();
    for (path, entries) in gone {
        let wanted = wanted.get_or_insert_with(|| {
            artifacts.iter().map(|(path, _)| (path.folded(), path)).collect()
        });
        // On Windows and macOS `A.html` and `a.html` are one file: it is overwritten, not removed afterwards.
        if !is_renamed_in_case(path, wanted) {
            stale.push(Stale { path: path.clone(), entries: entries.clone() });
        }
    }
    stale
}

fn fold(path: &str) -> String {
    OutputPath::new(path).map_or_else(|_| path.to_lowercase(), |path| path.folded())
}
