//! Artifacts in memory → the output folder.
//!
//! Everything that changed is first written into a folder of its own ([`stage`]), then renamed: assets before pages,
//! pages before lists, feeds and the sitemap. Pages are rendered on the way, one at a time on each processor, and what that
//! finds wrong stops the run before anything is renamed. Stale files go last, and only those the [`manifest`] says are ours and nobody
//! has touched. A run that is stopped anywhere leaves each file whole, old or new, and a manifest that says so; the next run
//! repairs the rest. The only module that writes the output; it knows nothing of pages.

mod change;
mod failure;
mod file;
mod folder;
mod lock;
mod manifest;
mod plan;
mod retry;
mod stage;

use std::{fs, path::Path, time::Duration};

use crate::{
    diag::Sink,
    publish::{
        failure::Failure,
        file::Flush,
        folder::Folder,
        lock::Lock,
        manifest::{Manifest, State},
        plan::Plan,
        stage::Stage,
    },
    render::Artifacts,
};

/// How the names of our own files begin; they say nothing about whose the folder is.
const OURS: &str = ".pufa-";

/// The name of our list of files inside the output folder.
pub const MANIFEST: &str = ".pufa-manifest";

/// The name of the file that is locked while a run writes.
pub const LOCK: &str = ".pufa-lock";

/// The folder inside the output where files stand until they are complete.
pub const STAGE: &str = ".pufa-stage";

/// The ending of files that are being written.
pub(crate) const TEMPORARY: &str = ".pufa-tmp";

/// Up to this many changed files are flushed to the disk one by one; more are left to the system.
///
/// Flushing ten thousand files would take longer than building them; see [`manifest`] for what is done instead.
const FLUSHED_FILES: usize = 64;

/// What a caller may hear while files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Another run writes to the same folder; this one waits.
    Waiting,
    /// So many files of so many are compared, and stand ready to be renamed if they changed.
    Staged(usize, usize),
}

/// Whether somebody said yes to what could be a mishap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nobody was asked: most pages are not deleted, and nothing that may be foreign is replaced.
    Absent,
    /// `--yes`: what the site holds now is what the folder is to hold.
    Given,
}

/// How to write.
pub struct Options<'a> {
    /// What may be lost.
    pub consent: Consent,
    /// How long to wait for another run.
    pub patience: Duration,
    /// Called with news, from any thread.
    pub on_event: &'a (dyn Fn(Event) + Sync),
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { consent: Consent::Absent, patience: Duration::from_secs(60), on_event: &|_| {} }
    }
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Stale files that were removed.
    pub deleted: usize,
    /// Bytes of all files of the site.
    pub bytes: u64,
}

/// Why nothing, or not everything, was written; the sink holds the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Something is wrong with a page. The output is as it was.
    Content,
    /// The output cannot be written.
    System,
}

/// Makes the folder `output` hold exactly these files besides foreign ones.
///
/// # Errors
/// When the folder cannot be written, or a page shows a mistake while it is rendered; `sink` says which.
pub fn write(
    artifacts: &Artifacts,
    output: &Path,
    options: &Options,
    sink: &mut Sink,
) -> Result<Report, Refused> {
    try_write(artifacts, output, options, sink).map_err(|failures| {
        let refused = if failures.is_empty() { Refused::Content } else { Refused::System };
        for failure in failures {
            failure.report(sink);
        }
        refused
    })
}

/// Returns the hash of the list of files in `output`.
pub(crate) fn list_digest(output: &Path) -> Option<blake3::Hash> {
    let list = manifest::bytes(&output.join(MANIFEST)).ok()?;
    Some(blake3::hash(&list))
}

/// Returns the same if a run finished there and every file still is as it was written.
pub(crate) fn untouched(output: &Path) -> Option<blake3::Hash> {
    if fs::exists(output.join(STAGE)).unwrap_or(true) {
        return None;
    }
    let list = list_digest(output)?;
    let folder = Folder::open(output).ok()?;
    let manifest = Manifest::read(&folder).ok()?;
    let is_whole = manifest.state == State::Complete && manifest.is_on_disk(&folder);
    is_whole.then_some(list)
}

/// No failure stands for a mistake in a page.
fn try_write(
    artifacts: &Artifacts,
    output: &Path,
    options: &Options,
    sink: &mut Sink,
) -> Result<Report, Vec<Failure>> {
    let one = |failure: Failure| vec![failure];
    let folder = Folder::open(output).map_err(one)?;
    let _lock = Lock::take(&folder, options, sink).map_err(one)?;
    let manifest = Manifest::read(&folder).map_err(one)?;
    if manifest.state == State::Damaged {
        sink.publish_manifest_damaged(&folder.shown(MANIFEST));
    }
    Manifest::remove_unfinished(&folder).map_err(one)?;
    let stage = Stage::open(&folder).map_err(one)?;
    let plan = Plan::make(artifacts, &manifest, (&folder, &stage), options, sink)?;
    if sink.has_errors() {
        return Err(Vec::new());
    }
    if options.consent == Consent::Absent {
        plan.refuse_losses(&manifest, &folder).map_err(one)?;
    }
    let mut report = Report {
        written: plan.changes.len(),
        unchanged: plan.kept.len(),
        deleted: 0,
        bytes: plan.bytes(),
    };
    if plan.changes.is_empty() && plan.stale.is_empty() && manifest.state == State::Complete {
        return Ok(report);
    }
    if plan.flush() == Flush::Now {
        stage.flush(&plan.changes)?;
    }
    plan.journal(&manifest).save(&folder).map_err(one)?;
    stage.make_room(&plan.changes, &plan.stale)?;
    stage.rename(&plan.changes, &plan.stale)?;
    report.deleted = change::remove(&plan.stale, &folder, sink).map_err(one)?;
    plan.finished().save(&folder).map_err(one)?;
    Ok(report)
}
