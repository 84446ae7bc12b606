//! Content hash → bytes on disk: what is slow to make is made once.
//!
//! Scaled pictures and leaflets are looked up by the hash of everything they are made from, so an entry can never be
//! stale. A damaged entry is the same as none, and a cache that cannot be written is the same as an empty one: the
//! site comes out equal with, without and with half a cache.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// Room for the hash of the content in front of each entry.
const HASH_BYTES: usize = blake3::OUT_LEN;

/// The time of last use is noted at most once a day, so that a build that only reads does not write.
const TOUCH_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of made things, or none.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// A cache that keeps nothing: everything is made anew.
    pub fn none() -> Self {
        Self { folder: None }
    }

    /// A cache in `folder` (`.pufa/cache`), which is made when the first entry is kept.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }

    /// Returns what is kept under `key`, or makes and keeps it. `None` when it cannot be made; that is not kept.
    ///
    /// `kind` names the maker and its version (`picture-1`); a new version forgets what the old one made.
    pub(crate) fn get_or_make(
        &self,
        kind: &str,
        key: blake3::Hash,
        make: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<Arc<[u8]>> {
        let Some(folder) = &self.folder else {
            return make().map(Arc::from);
        };
        let file = entry(folder, kind, key);
        if let Some(bytes) = read(&file) {
            return Some(bytes);
        }
        let bytes = make()?;
        // A full or read-only disk only costs the time of making it again.
        let _ = write(&file, &bytes);
        Some(Arc::from(bytes))
    }

    /// Returns what is kept under `key`.
    pub fn get(&self, kind: &str, key: blake3::Hash) -> Option<Arc<[u8]>> {
        read(&entry(self.folder.as_ref()?, kind, key))
    }

    /// Keeps `bytes` under `key`.
    pub(crate) fn put(&self, kind: &str, key: blake3::Hash, bytes: &[u8]) {
        if let Some(folder) = &self.folder {
            // As above: a disk that refuses only costs time.
            let _ = write(&entry(folder, kind, key), bytes);
        }
    }

    /// Returns the file that holds content of this hash and nothing else, to be copied from there.
    pub fn file(&self, kind: &str, digest: blake3::Hash) -> Option<PathBuf> {
        let file = entry(self.folder.as_ref()?, kind, digest);
        let content = fs::read(&file).ok()?;
        if blake3::hash(&content) != digest {
            return None;
        }
        touch(&file);
        Some(file)
    }

    /// Keeps `content` as a file of its own and returns it; `None` when the disk refuses.
    pub(crate) fn put_file(
        &self,
        kind: &str,
        digest: blake3::Hash,
        content: &[u8],
    ) -> Option<PathBuf> {
        let file = entry(self.folder.as_ref()?, kind, digest);
        write_parts(&file, &[content]).ok()?;
        Some(file)
    }

    /// Deletes the entries used longest ago until at most `max_bytes` are kept; returns how many went.
    pub fn trim(&self, max_bytes: u64) -> usize {
        let Some(folder) = &self.folder else { return 0 };
        let mut entries = entries(folder);
        entries.sort_by(|one, two| (two.used, &two.path).cmp(&(one.used, &one.path)));
        let mut kept = 0;
        let mut deleted = 0;
        for entry in entries {
            kept += entry.len;
            if kept > max_bytes && fs::remove_file(&entry.path).is_ok() {
                deleted += 1;
            }
        }
        deleted
    }
}

struct Entry {
    path: PathBuf,
    len: u64,
    used: SystemTime,
}

/// Spreads the entries over 256 folders a kind: some file systems are slow with many files in one.
fn entry(folder: &Path, kind: &str, key: blake3::Hash) -> PathBuf {
    let hex = key.to_hex();
    folder.join(kind).join(&hex[..2]).join(&hex[2..])
}

fn read(file: &Path) -> Option<Arc<[u8]>> {
    let bytes = fs::read(file).ok()?;
    let (hash, content) = bytes.split_at_checked(HASH_BYTES)?;
    if blake3::hash(content).as_bytes() != hash {
        return None;
    }
    touch(file);
    Some(Arc::from(content))
}

/// Notes that the entry is in use. Failing only makes it go a little earlier.
fn touch(file: &Path) {
    let Ok(used) = fs::metadata(file).and_then(|it| it.modified()) else {
        return;
    };
    if used.elapsed().is_ok_and(|age| age > TOUCH_AFTER)
        && let Ok(file) = File::options().append(true).open(file)
    {
        let _ = file.set_modified(SystemTime::now());
    }
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    write_parts(file, &[blake3::hash(bytes).as_bytes(), bytes])
}

fn write_parts(file: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let folder = file.parent().expect("an entry stands in a folder of its kind");
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    for part in parts {
        temporary.write_all(part)?;
    }
    temporary.persist(file)?;
    Ok(())
}

fn entries(folder: &Path) -> Vec<Entry> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file());
    let describe = |file: walkdir::DirEntry| {
        let metadata = file.metadata().ok()?;
        Some(Entry { len: metadata.len(), used: metadata.modified().ok()?, path: file.into_path() })
    };
    files.filter_map(describe).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Cache, entry};

    fn key(text: &str) -> blake3::Hash {
        blake3::hash(text.as_bytes())
    }

    #[test]
    fn a_thing_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("cache"));
        let made = cache.get_or_make("test", key("a"), || Some(b"one".to_vec()));
        let kept = cache.get_or_make("test", key("a"), || Some(b"two".to_vec()));
        assert_eq!(made.as_deref(), Some(&b"one"[..]));
        assert_eq!(kept.as_deref(), Some(&b"one"[..]));
        let other_kind = cache.get_or_make("test-2", key("a"), || Some(b"two".to_vec()));
        assert_eq!(other_kind.as_deref(), Some(&b"two"[..]));
    }

    #[test]
    fn damage_is_the_same_as_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        cache.get_or_make("test", key("a"), || Some(vec![7; 100]));
        let file = entry(folder.path(), "test", key("a"));
        let whole = fs::read(&file).unwrap();
        for damaged in [&whole[..0], &whole[..31], &whole[..32], &whole[..99]] {
            fs::write(&file, damaged).unwrap();
            let again = cache.get_or_make("test", key("a"), || Some(b"again".to_vec()));
            assert_eq!(again.as_deref(), Some(&b"again"[..]), "{} bytes", damaged.len());
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cache"), "a file where the folder should be").unwrap();
        let cache = Cache::at(folder.path().join("cache"));
        assert_eq!(
            cache.get_or_make("test", key("a"), || Some(vec![1])).as_deref(),
            Some(&[1][..])
        );
        assert_eq!(cache.get_or_make("test", key("a"), || None), None);
        assert_eq!(
            Cache::none().get_or_make("test", key("a"), || Some(vec![2])).as_deref(),
            Some(&[2][..])
        );
    }

    #[test]
    fn trimming_keeps_the_cache_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        for name in ["a", "b", "c"] {
            cache.get_or_make("test", key(name), || Some(vec![0; 1000]));
        }
        assert_eq!(cache.trim(10_000), 0);
        assert_eq!(cache.trim(2_100), 1);
        assert_eq!(cache.trim(0), 2);
    }
}
