//! Tells whether a file that was read before has to be read again.

use std::{
    fs::Metadata,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Within this time two changes may carry the same time: file systems count in steps, FAT in steps of two seconds.
const STEP: Duration = Duration::from_secs(3);

/// What the system says about a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: SystemTime,
    /// Changes that keep the time of modification (a copy with its times) show here: number and time of the entry itself.
    entry: (u64, i64, i64),
}

impl Stamp {
    /// Returns the stamp of a file about to be read; `None` when it changed so recently that a later change could go unseen.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok()?;
        let entry = entry(metadata);
        let is_old = |time: SystemTime| {
            let age = SystemTime::now().duration_since(time);
            age.is_ok_and(|age| age > STEP)
        };
        let changed = entry_time(entry);
        (is_old(modified) && changed.is_none_or(is_old)).then_some(Self {
            len: metadata.len(),
            modified,
            entry,
        })
    }
}

#[cfg(unix)]
fn entry(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn entry(_metadata: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// Returns when the entry changed, where the system says so.
fn entry_time((number, seconds, _): (u64, i64, i64)) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds).ok()?;
    (number > 0).then(|| UNIX_EPOCH + Duration::from_secs(seconds))
}
