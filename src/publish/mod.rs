//! Artifacts in memory → the output folder.
//!
//! Everything that changed is first written beside its place under a temporary name, then renamed: assets before pages,
//! pages before lists, feeds and the sitemap. Stale files go last, and only those the [`manifest`] says are ours and nobody
//! has touched. A run that is stopped anywhere leaves each file whole, old or new, and a manifest that says so; the next run
//! repairs the rest. The only module that writes the output; it knows nothing of pages.

mod failure;
mod folder;
mod lock;
mod manifest;
mod plan;
mod retry;
mod stage;

use std::{path::Path, time::Duration};

use crate::{
    diag::Sink,
    publish::{
        failure::Failure,
        folder::Folder,
        lock::Lock,
        manifest::{Manifest, State},
        plan::Plan,
    },
    render::Artifacts,
};

/// The name of our list of files inside the output folder.
pub const MANIFEST: &str = ".pufa-manifest";

/// The name of the file that is locked while a run writes.
pub const LOCK: &str = ".pufa-lock";

/// The ending of files that are being written.
pub const TEMPORARY: &str = ".pufa-tmp";

/// Up to this many changed files are flushed to the disk one by one; more are left to the system.
///
/// Flushing ten thousand files would take longer than building them; see [`manifest`] for what is done instead.
const FLUSHED_FILES: usize = 64;

/// What a caller may hear while files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Another run writes to the same folder; this one waits.
    Waiting,
    /// So many files of so many stand ready to be renamed.
    Staged(usize, usize),
}

/// How to write.
pub struct Options<'a> {
    /// How long to wait for another run.
    pub patience: Duration,
    /// Called with news, from any thread.
    pub on_event: &'a (dyn Fn(Event) + Sync),
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(60),
            on_event: &|_| {},
        }
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

/// Makes the folder `output` hold exactly these files besides foreign ones; `None` when `sink` says why it could not.
pub fn write(
    artifacts: &Artifacts,
    output: &Path,
    options: &Options,
    sink: &mut Sink,
) -> Option<Report> {
    match try_write(artifacts, output, options, sink) {
        Ok(report) => Some(report),
        Err(failures) => {
            for failure in failures {
                failure.report(sink);
            }
            None
        }
    }
}

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
    match manifest.state {
        State::Complete => Manifest::remove_unfinished(&folder).map_err(one)?,
        State::Absent | State::Running | State::Damaged => {
            folder.remove_temporaries().map_err(one)?;
        }
    }
    let plan = Plan::make(artifacts, &manifest, &folder)?;
    let mut report = Report {
        written: plan.changes.len(),
        unchanged: plan.kept.len(),
        deleted: 0,
        bytes: artifacts.iter().map(|(_, body)| body.len()).sum(),
    };
    if plan.changes.is_empty() && plan.stale.is_empty() && manifest.state == State::Complete {
        return Ok(report);
    }
    plan.journal(&manifest).save(&folder).map_err(one)?;
    let staged = stage::write(&plan, &folder, options)?;
    let written = stage::rename(staged, &plan, &folder)?;
    report.deleted = folder.remove_stale(&plan.stale, sink).map_err(one)?;
    plan.finished(written).save(&folder).map_err(one)?;
    Ok(report)
}
