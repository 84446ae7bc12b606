//! One file of the output: written, copied, and when it last changed.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::Path,
    time::UNIX_EPOCH,
};

/// Whether written bytes are forced onto the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flush {
    /// Before the call returns.
    Now,
    /// When the system likes.
    Later,
}

/// Writes a new file. Returns its time of last change.
pub fn write(path: &Path, bytes: &[u8], flush: Flush) -> io::Result<Option<u64>> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    if flush == Flush::Now {
        file.sync_all()?;
    }
    Ok(time(&file.metadata()?))
}

/// Copies a large file in pieces; `None` when it is not what was read when the build began.
pub(crate) fn copy(
    source: &mut File,
    path: &Path,
    digest: [u8; 32],
) -> io::Result<Option<Option<u64>>> {
    let mut file = File::create(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    // A drive that is pulled out while it is read means the same to the editor as a file that changed.
    while let Ok(count) = source.read(&mut buffer) {
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
        file.write_all(&buffer[..count])?;
    }
    let same = *hasher.finalize().as_bytes() == digest;
    Ok(if same { Some(time(&file.metadata()?)) } else { None })
}

/// Returns the time of last change as it is kept in the list.
pub fn time(metadata: &fs::Metadata) -> Option<u64> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}
