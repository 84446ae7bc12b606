//! The list of files that are ours, kept in the output folder.
//!
//! Text: a line with name, version, state and start of the system, one line a file (`hash size time path`, `~` before the
//! time of a file that was not flushed, `-` for no time), and a last line with the hash of all that stands above. While a
//! run is under way the list holds old and new hashes of the files it replaces.
//!
//! A file whose size and time are as listed is trusted unread. One that was not flushed only until the system starts
//! anew: after a power cut it could have the right size and no content.

use std::{collections::BTreeMap, fmt::Write as _, fs, io, path::Path};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    path::OutputPath,
    publish::{
        MANIFEST, OURS,
        failure::Failure,
        file::{self, Flush},
        folder::Folder,
        retry,
    },
};

const NAME: &str = "pufa-manifest 1";

/// The list while it is written. One name, so that a list cut short is found again without a search.
const UNFINISHED: &str = ".pufa-manifest.pufa-tmp";

/// How the run that wrote the list ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// There is no list yet.
    Absent,
    /// It finished.
    Complete,
    /// It did not finish, or goes on at this moment.
    Running,
    /// The list cannot be read, so nobody knows.
    Damaged,
}

/// One content that the file at a path may rightly have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Hash of the content.
    pub digest: [u8; 32],
    /// Size in bytes.
    pub len: u64,
    /// Time of last change in nanoseconds, if a file with this time and size may be trusted unread.
    pub time: Option<u64>,
    /// Whether the content was forced onto the disk.
    pub flush: Flush,
}

/// The list: per path the contents it may have, one unless a run is under way.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// How the run that wrote it ended.
    pub state: State,
    /// By path with forward slashes.
    pub entries: BTreeMap<String, Vec<Entry>>,
}

impl Manifest {
    /// Reads the list of `folder`.
    pub fn read(folder: &Folder) -> Result<Self, Failure> {
        let empty = |state| Self { state, entries: BTreeMap::new() };
        match bytes(&folder.file(MANIFEST)) {
            Ok(bytes) => Ok(parse(&bytes).unwrap_or_else(|| empty(State::Damaged))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(empty(State::Absent)),
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                Err(Failure::ForeignFile { path: folder.shown(MANIFEST) })
            }
            Err(error) => Err(folder.system(MANIFEST, error)),
        }
    }

    /// Tells whether every file is there as listed.
    pub(crate) fn is_on_disk(&self, folder: &Folder) -> bool {
        let is_there = |(path, entries): (&String, &Vec<Entry>)| {
            let file = folder.file(path);
            entries.iter().all(|entry| entry.is_at(&file))
        };
        self.entries.par_iter().all(is_there)
    }

    /// Removes a list that another run could not finish writing; the one before it is whole.
    pub(crate) fn remove_unfinished(folder: &Folder) -> Result<(), Failure> {
        match fs::remove_file(folder.file(UNFINISHED)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(folder.system(UNFINISHED, error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Writes the list and makes it last.
    pub fn save(&self, folder: &Folder) -> Result<(), Failure> {
        let wrap = |error| folder.system(MANIFEST, error);
        let temporary = folder.file(UNFINISHED);
        let written = file::write(&temporary, self.print().as_bytes(), Flush::Now);
        let renamed = written
            .and_then(|_| retry::while_held(|| fs::rename(&temporary, folder.file(MANIFEST))));
        if renamed.is_err() {
            // The next run removes it should this fail too.
            let _ = fs::remove_file(&temporary);
        }
        renamed.map_err(wrap)?;
        folder.flush();
        Ok(())
    }

    fn print(&self) -> String {
        let state = match self.state {
            State::Complete => "complete",
            State::Absent | State::Running | State::Damaged => "running",
        };
        let mut text = format!("{NAME} {state} {}\n", system_start().unwrap_or_default());
        for (path, entries) in &self.entries {
            for Entry { digest, len, time, flush } in entries {
                let hash = blake3::Hash::from_bytes(*digest).to_hex();
                let mark = match (time, flush) {
                    (None, _) => "-",
                    (Some(_), Flush::Later) => "~",
                    (Some(_), Flush::Now) => "",
                };
                let time = time.map(|it| it.to_string()).unwrap_or_default();
                let _ = writeln!(text, "{hash} {len} {mark}{time} {path}");
            }
        }
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let _ = writeln!(text, "{hash}");
        text
    }
}

/// Reads a list. What is no file is refused unopened, because a pipe would never end.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    fs::read(path)
}

/// Returns `None` for a list that we cannot have written: cut short, changed, or with a path that leads elsewhere.
fn parse(bytes: &[u8]) -> Option<Manifest> {
    let text = str::from_utf8(bytes).ok()?;
    let (body, hash) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let body = &text[..=body.len()];
    if blake3::hash(body.as_bytes()).to_hex().as_str() != hash {
        return None;
    }
    let mut lines = body.lines();
    let mut head = lines.next()?.strip_prefix(NAME)?.strip_prefix(' ')?.split(' ');
    let state = match head.next()? {
        "complete" => State::Complete,
        "running" => State::Running,
        _ => return None,
    };
    let is_same_start =
        head.next().filter(|it| !it.is_empty()).map(str::to_owned) == system_start();
    let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for line in lines {
        let (path, mut entry) = parse_line(line)?;
        let path = OutputPath::new(path).ok().filter(|it| !it.as_str().starts_with(OURS))?;
        if entry.flush == Flush::Later && !is_same_start {
            entry.time = None;
        }
        entries.entry(path.as_str().to_owned()).or_default().push(entry);
    }
    Some(Manifest { state, entries })
}

fn parse_line(line: &str) -> Option<(&str, Entry)> {
    let mut parts = line.splitn(4, ' ');
    let digest = *blake3::Hash::from_hex(parts.next()?).ok()?.as_bytes();
    let len = parts.next()?.parse().ok()?;
    let time = parts.next()?;
    let flush = if time.starts_with(['~', '-']) { Flush::Later } else { Flush::Now };
    let time = match time.trim_start_matches(['~', '-']) {
        "" => None,
        time => Some(time.parse().ok()?),
    };
    Some((parts.next()?, Entry { digest, len, time, flush }))
}

/// Returns a word that changes with each start of the system, where there is one.
fn system_start() -> Option<String> {
    let word = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(word.trim().to_owned()).filter(|it| !it.is_empty() && !it.contains(' '))
}

impl Entry {
    /// Tells whether the file at `path` has this content, reading it unless its time and size can be trusted.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        let Ok(metadata) = fs::symlink_metadata(path) else {
            return false;
        };
        if !metadata.is_file() || metadata.len() != self.len {
            return false;
        }
        self.time.is_some() && self.time == file::time(&metadata) || self.has_content(path)
    }

    /// Tells whether the file at `path` has this content, by reading it.
    pub(crate) fn has_content(&self, path: &Path) -> bool {
        let mut hasher = blake3::Hasher::new();
        let Ok(mut file) = fs::File::open(path) else {
            return false;
        };
        io::copy(&mut file, &mut hasher)
            .is_ok_and(|len| len == self.len && hasher.finalize().as_bytes() == &self.digest)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Entry, Manifest, State, parse};
    use crate::publish::file::Flush;

    fn with_hash(text: &str) -> Vec<u8> {
        let body = text.trim_end().rsplit_once('\n').expect("a last line").0.to_owned() + "\n";
        format!("{body}{}\n", blake3::hash(body.as_bytes()).to_hex()).into_bytes()
    }

    #[test]
    fn a_list_survives_the_disk_and_damage_is_noticed() {
        let entry = |len, time, flush| Entry { digest: [7; 32], len, time, flush };
        let entries = BTreeMap::from([
            (
                "a b/索引.html".to_owned(),
                vec![entry(3, Some(5), Flush::Now), entry(4, None, Flush::Later)],
            ),
            ("x".to_owned(), vec![entry(0, Some(9), Flush::Now)]),
        ]);
        let manifest = Manifest { state: State::Complete, entries };
        let text = manifest.print();
        let again = parse(text.as_bytes()).expect("the list is whole");
        assert_eq!((again.state, again.entries), (manifest.state, manifest.entries));
        let again = parse(&with_hash(
            &text.replace(" 5 ", " ~5 ").replace("complete ", "complete another-"),
        ));
        let entries = again.expect("the list is whole").entries;
        assert_eq!(
            entries["a b/索引.html"][0].time, None,
            "not flushed before the system started anew"
        );
        for end in 0..text.len() {
            assert!(parse(&text.as_bytes()[..end]).is_none(), "cut at {end}");
        }
        assert!(parse(text.replace(" 3 ", " 2 ").as_bytes()).is_none());
        for bad in ["../x", "/etc/x", "a/../../x", "con", "C:x", ".pufa-lock", "a//b"] {
            let forged = with_hash(&text.replace(" x\n", &format!(" {bad}\n")));
            assert!(parse(&forged).is_none(), "{bad}");
        }
    }
}
