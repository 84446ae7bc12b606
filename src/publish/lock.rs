//! One writer at a time: a lock of the system on a file in the output folder, which a crash releases by itself.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    thread,
    time::{Duration, Instant},
};

use crate::{
    diag::Sink,
    publish::{Event, LOCK, Options, failure::Failure, folder::Folder},
};

/// Held while a run writes; released when dropped or when the process ends in any way.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting for another run if there is one.
    pub fn take(folder: &Folder, options: &Options, sink: &mut Sink) -> Result<Self, Failure> {
        // A pipe would be waited for without end when it is opened.
        let is_foreign = |it: fs::Metadata| !it.is_file();
        if fs::symlink_metadata(folder.file(LOCK)).is_ok_and(is_foreign) {
            return Err(Failure::ForeignFile { path: folder.shown(LOCK) });
        }
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(folder.file(LOCK));
        let file = file.map_err(|error| folder.system(LOCK, error))?;
        let start = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if start.elapsed() >= options.patience => {
                    return Err(Failure::Locked { folder: folder.shown("") });
                }
                Err(TryLockError::WouldBlock) => {
                    if !told {
                        (options.on_event)(Event::Waiting);
                        told = true;
                    }
                    thread::sleep(Duration::from_millis(20));
                }
                // Some network drives know no locks. Writing is still safe for every single file.
                Err(TryLockError::Error(_)) => {
                    sink.publish_no_lock(&folder.shown(""));
                    return Ok(Self { _file: file });
                }
            }
        }
    }
}
