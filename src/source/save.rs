//! The one door through which sources are written: by `fix`, `new`, `init`, `law import` and whoever else changes what editors wrote.
//!
//! A file is whole at every moment, old or new: what is written is forced onto the disk under another name, in a folder of
//! the program's own, and then renamed. Nothing is written over what nobody has read.

use std::{
    fs,
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::{NamedTempFile, PersistError};

use crate::source::{Repair, Source};

/// Where files stand until they are complete, below the site's root. A run that is killed leaves its file here, not beside
/// the editor's own; another run takes it away.
const UNFINISHED: &str = ".pufa/unfinished";

/// No file takes that long to write.
const STALE: Duration = Duration::from_secs(60 * 60);

/// Why a source was not written. The file is as it was.
#[derive(Debug)]
pub enum Refused {
    /// It is not what was read any more.
    Changed,
    /// It may not be written.
    ReadOnly,
    /// It is a link; the file stands elsewhere.
    Link,
    /// Its folder lies outside the site, or is a link that leaves it.
    Outside,
    /// It holds bytes that were not understood and would be lost.
    Unreadable,
    /// There is a file of that name already.
    Taken,
    /// The system's own words.
    System(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::AlreadyExists => Self::Taken,
            _ => Self::System(error),
        }
    }
}

/// Replaces the text of a source, with the line ends that it had.
///
/// # Errors
/// When the file is not what was read any more, or must not or cannot be replaced.
pub fn replace(root: &Path, source: &Source, text: &str) -> Result<(), Refused> {
    let is_lossy = |it: &Repair| matches!(it, Repair::Undecodable(_) | Repair::Nul(_));
    if source.repairs.iter().any(is_lossy) {
        return Err(Refused::Unreadable);
    }
    let path = root.join(&source.path);
    let bytes = read_own(root, &path)?;
    if Source::new(&source.path, &bytes).digest != source.digest {
        return Err(Refused::Changed);
    }
    let text = if has_windows_ends(&bytes) { text.replace('\n', "\r\n") } else { text.to_owned() };
    let text = if needs_mark(source, &bytes) { format!("\u{feff}{text}") } else { text };
    write(root, &path, text.as_bytes(), |file| {
        fs::set_permissions(file.path(), fs::metadata(&path)?.permissions())?;
        persist(file, &path, NamedTempFile::persist)
    })
}

/// Writes a source that is not there yet, `path` counted from the root; makes the folders above it.
///
/// # Errors
/// When there is a file of that name, or it cannot be written.
pub(crate) fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Refused> {
    if path.split(['/', '\\']).any(|it| it == "..") {
        return Err(Refused::Outside);
    }
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap_or(root))?;
    stays_inside(root, &path)?;
    if let Ok(there) = fs::symlink_metadata(&path) {
        return Err(if there.is_symlink() { Refused::Link } else { Refused::Taken });
    }
    write(root, &path, bytes, |file| persist(file, &path, NamedTempFile::persist_noclobber))
}

/// Reads a file that may be replaced.
fn read_own(root: &Path, path: &Path) -> Result<Vec<u8>, Refused> {
    let metadata = fs::symlink_metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Refused::Changed,
        _ => Refused::System(error),
    })?;
    if metadata.is_symlink() {
        return Err(Refused::Link);
    }
    stays_inside(root, path)?;
    if metadata.permissions().readonly() {
        return Err(Refused::ReadOnly);
    }
    // A folder that may be written would let a file be replaced that may not.
    match fs::OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(Refused::ReadOnly),
        opened => drop(opened?),
    }
    Ok(fs::read(path)?)
}

/// Refuses a file whose folder is a link to somewhere else.
fn stays_inside(root: &Path, path: &Path) -> Result<(), Refused> {
    let folder = path.parent().unwrap_or(root).canonicalize()?;
    if folder.starts_with(root.canonicalize()?) { Ok(()) } else { Err(Refused::Outside) }
}

/// Tells whether a file begins with the mark by which Excel knows UTF-8: without it, Chinese in a table becomes rubbish there.
fn needs_mark(source: &Source, before: &[u8]) -> bool {
    let was_other = source.repairs.iter().any(|it| matches!(it, Repair::Gb18030 | Repair::Utf16));
    let is_table = source.path.to_lowercase().ends_with(".csv");
    is_table && (was_other || before.starts_with("\u{feff}".as_bytes()))
}

fn has_windows_ends(bytes: &[u8]) -> bool {
    // The second is how UTF-16 writes the first; its low bytes may come first or last.
    bytes.windows(2).any(|it| it == b"\r\n") || bytes.windows(4).any(|it| it == b"\r\0\n\0")
}

/// Writes a file under another name, in the program's folder or, where that is another drive, beside its place.
fn write(
    root: &Path,
    path: &Path,
    bytes: &[u8],
    rename: impl Fn(NamedTempFile) -> io::Result<()>,
) -> Result<(), Refused> {
    let unfinished = root.join(UNFINISHED);
    // Two runs may make and remove the folder at the same time.
    let _ = fs::create_dir_all(&unfinished);
    remove_stale(&unfinished);
    let done = match temporary(&unfinished, bytes).and_then(&rename) {
        Err(error) if is_of_the_place(&error) => {
            let beside = path.parent().unwrap_or(root);
            temporary(beside, bytes).and_then(&rename)
        }
        done => done,
    };
    // They go unless something else is in them: the cache, another run's file.
    let _ = fs::remove_dir(&unfinished);
    let _ = fs::remove_dir(root.join(".pufa"));
    done?;
    flush(path.parent().unwrap_or(root));
    Ok(())
}

/// Tells whether a file may be written elsewhere although it could not be written there.
fn is_of_the_place(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::CrossesDevices
            | ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
    )
}

fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".pufa-tmp");
    // Temporary files are private unless told otherwise; this one becomes a file like any other.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn persist(
    file: NamedTempFile,
    path: &Path,
    rename: fn(NamedTempFile, PathBuf) -> Result<fs::File, PersistError>,
) -> io::Result<()> {
    rename(file, path.to_owned()).map(drop).map_err(|it| it.error)
}

/// Removes what killed runs left behind.
fn remove_stale(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let changed = entry.metadata().and_then(|it| it.modified());
        let age = changed.ok().and_then(|it| it.elapsed().ok());
        if age.is_some_and(|it| it > STALE) {
            // It is in nobody's way should it stay.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes a rename last through a power cut, where the system offers it.
fn flush(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        // Some network drives refuse; the file itself is flushed already.
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::{Refused, UNFINISHED, create, replace};
    use crate::source::Source;

    #[test]
    fn a_table_keeps_or_gets_the_mark_that_excel_needs() {
        for (name, before, after) in [
            ("content/a.csv", "\u{feff}名称\r\n站\r\n".as_bytes(), "\u{feff}改,\r\n"),
            ("content/a.csv", b"\xC3\xFB\xB3\xC6\n", "\u{feff}改,\n"),
            ("content/a.csv", "名称\n站\n".as_bytes(), "改,\n"),
            ("content/a.md", b"\xC3\xFB\xB3\xC6\n", "改,\n"),
        ] {
            let folder = TempDir::new().unwrap();
            create(folder.path(), name, before).unwrap();
            replace(folder.path(), &Source::new(name, before), "改,\n").unwrap();
            let now = fs::read_to_string(folder.path().join(name)).unwrap();
            assert_eq!(now, after, "{name}");
        }
    }

    fn site(bytes: &[u8]) -> (TempDir, Source) {
        let folder = TempDir::new().unwrap();
        create(folder.path(), "content/a.md", bytes).unwrap();
        (folder, Source::new("content/a.md", bytes))
    }

    fn text(site: &TempDir) -> String {
        fs::read_to_string(site.path().join("content/a.md")).unwrap()
    }

    #[test]
    fn nothing_is_made_above_the_site() {
        let above = TempDir::new().unwrap();
        let root = above.path().join("site");
        for path in ["../other/a.md", "content/../../other/a.md", "content\\..\\..\\other\\a.md"] {
            assert!(matches!(create(&root, path, b"a"), Err(Refused::Outside)), "{path}");
        }
        assert_eq!(fs::read_dir(above.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_source_keeps_its_line_ends_and_leaves_nothing_beside_it() {
        let (site, source) = site(b"a\r\nb\r\n");
        replace(site.path(), &source, "a\nc\n").unwrap();
        assert_eq!(text(&site), "a\r\nc\r\n");
        let names = |folder: &str| fs::read_dir(site.path().join(folder)).unwrap().count();
        assert_eq!((names(""), names("content")), (1, 1));
    }

    #[test]
    fn what_nobody_read_is_not_written_over() {
        let (site, source) = site(b"a");
        assert!(matches!(create(site.path(), "content/a.md", b"b"), Err(Refused::Taken)));
        fs::write(site.path().join("content/a.md"), "meanwhile").unwrap();
        assert!(matches!(replace(site.path(), &source, "b"), Err(Refused::Changed)));
        assert_eq!(text(&site), "meanwhile");
        fs::remove_file(site.path().join("content/a.md")).unwrap();
        assert!(matches!(replace(site.path(), &source, "b"), Err(Refused::Changed)));
    }

    #[test]
    fn what_was_not_understood_is_not_lost() {
        let (site, source) = site(b"a\0b");
        assert!(matches!(replace(site.path(), &source, "b"), Err(Refused::Unreadable)));
    }

    #[test]
    fn a_file_that_may_not_be_written_stays() {
        let (site, source) = site(b"a");
        let path = site.path().join("content/a.md");
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(replace(site.path(), &source, "b"), Err(Refused::ReadOnly)));
        assert_eq!(text(&site), "a");
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links() {
        let (site, source) = site(b"a");
        let path = site.path().join("content/a.md");
        fs::rename(&path, site.path().join("b.md")).unwrap();
        std::os::unix::fs::symlink(site.path().join("b.md"), &path).unwrap();
        assert!(matches!(replace(site.path(), &source, "b"), Err(Refused::Link)));
        let elsewhere = TempDir::new().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join("content/laws")).unwrap();
        assert!(matches!(create(site.path(), "content/laws/b.md", b"b"), Err(Refused::Outside)));
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_new_files_can_be_read_by_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let (site, source) = site(b"a");
        let path = site.path().join("content/a.md");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode() & 0o600, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(site.path(), &source, "b").unwrap();
        assert_eq!(mode(), 0o640);
    }

    #[test]
    fn another_runs_file_is_left_alone() {
        let (site, source) = site(b"a");
        let other = site.path().join(UNFINISHED).join(".x.pufa-tmp");
        fs::create_dir_all(other.parent().unwrap()).unwrap();
        fs::write(&other, "half").unwrap();
        replace(site.path(), &source, "b").unwrap();
        assert!(other.exists());
    }
}
