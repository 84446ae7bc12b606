//! What is left of the published site when something goes wrong while it is written.
//!
//! Each case lets the program itself run. After each fault every file is whole, from the old or the new build, nothing
//! foreign is gone, the message names the cause, and the next build repairs the rest. `PUFA_FAULTS=200` asks for the full
//! number of moments.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

type Files = BTreeMap<String, Vec<u8>>;

/// How many moments each case tries.
fn moments() -> u32 {
    env::var("PUFA_FAULTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(8)
}

/// Spreads moments over a span without clustering and without chance: multiples of the golden ratio.
fn moment(index: u32, span: Duration) -> Duration {
    span.mul_f64((f64::from(index) * 0.618_033_988_75).fract())
}

/// Two versions of a site: pages that stay, change, come and go.
struct Stage {
    dir: TempDir,
    versions: [Files; 2],
    span: Duration,
}

impl Stage {
    fn new() -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let mut stage = Self {
            dir,
            versions: [Files::new(), Files::new()],
            span: Duration::ZERO,
        };
        for version in 0..2 {
            stage.write_site(version);
            let output = stage.dir.path().join(format!("pure-{version}"));
            let start = Instant::now();
            let done = stage.build(version, &output);
            assert!(done.status.success(), "{}", words(&done));
            stage.span = stage.span.max(start.elapsed());
            stage.versions[version] = files(&output);
        }
        assert_ne!(stage.versions[0], stage.versions[1]);
        stage
    }

    fn root(&self, version: usize) -> PathBuf {
        self.dir.path().join(format!("site-{version}"))
    }

    fn write_site(&self, version: usize) {
        let root = self.root(version);
        let write = |path: String, text: String| {
            let file = root.join(path);
            fs::create_dir_all(file.parent().expect("inside the site")).expect("a folder");
            fs::write(file, text).expect("written");
        };
        write("site.toml".into(), "title = \"普法\"\n".into());
        for section in ["a", "b"] {
            write(
                format!("content/{section}/_index.md"),
                format!("---\n标题: 栏目{section}\n---\n"),
            );
            for page in 0..30 {
                let changes = page % 3 == 0;
                let stays_away = page % 10 == 9 && section == ["a", "b"][version];
                if !stays_away {
                    let note = if changes { version } else { 0 };
                    let text = format!("第{page}页，写于第 {note} 版。\n\n").repeat(30);
                    write(
                        format!("content/{section}/p{page}.md"),
                        format!(
                            "---\n标题: 第{page}页\n日期: 2026-01-0{}\n---\n\n{text}",
                            page % 9 + 1
                        ),
                    );
                }
            }
        }
        write(
            "static/big.bin".into(),
            format!("{version}").repeat(400_000),
        );
    }

    fn command(&self, version: usize, output: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pufa"));
        command
            .args(["build", "--now", "2026-11-01", "--lang", "en", "--root"])
            .arg(self.root(version));
        command
            .arg("--output")
            .arg(output)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn build(&self, version: usize, output: &Path) -> Output {
        self.command(version, output).output().expect("pufa runs")
    }

    fn start(&self, version: usize, output: &Path) -> Child {
        self.command(version, output).spawn().expect("pufa runs")
    }

    /// Checks that every file is whole: just as in one of the two builds.
    fn assert_whole(&self, output: &Path, when: &str) {
        for (path, content) in files(output) {
            let known = self
                .versions
                .iter()
                .any(|it| it.get(&path) == Some(&content));
            assert!(
                known || path.ends_with(".pufa-tmp"),
                "{when}: `{path}` is neither old nor new"
            );
        }
    }

    /// Checks that the next build makes everything right, temporary files included.
    fn assert_repaired(&self, version: usize, output: &Path, when: &str) {
        let done = self.build(version, output);
        assert!(done.status.success(), "{when}: {}", words(&done));
        assert_same(&files(output), &self.versions[version], when);
    }
}

fn assert_same(left: &Files, right: &Files, when: &str) {
    let differ: Vec<_> = left
        .keys()
        .chain(right.keys())
        .filter(|it| left.get(*it) != right.get(*it))
        .collect();
    assert!(differ.is_empty(), "{when}: {differ:?}");
}

/// Everything in a folder but our list and lock.
fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file())
    {
        let path = entry
            .path()
            .strip_prefix(folder)
            .expect("inside")
            .to_string_lossy()
            .replace('\\', "/");
        if !matches!(path.as_str(), ".pufa-manifest" | ".pufa-lock") {
            files.insert(path, fs::read(entry.path()).expect("readable"));
        }
    }
    files
}

fn words(output: &Output) -> String {
    [
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    ]
    .concat()
}

/// Says plainly that a case could not be tried here.
fn skipped(why: &str) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

#[test]
fn killed_at_any_moment() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    for index in 0..moments() {
        let (old, new) = (index as usize % 2, (index as usize + 1) % 2);
        let when = format!("moment {index}");
        stage.assert_repaired(old, &output, &when);
        fs::write(output.join("CNAME"), "example.org").expect("a foreign file");
        let mut child = stage.start(new, &output);
        thread::sleep(moment(index, stage.span));
        child.kill().expect("ours to kill");
        child.wait().expect("it ends");
        assert_eq!(
            fs::read_to_string(output.join("CNAME")).expect("still there"),
            "example.org",
            "{when}"
        );
        fs::remove_file(output.join("CNAME")).expect("ours to remove");
        stage.assert_whole(&output, &when);
        stage.assert_repaired(new, &output, &when);
    }
}

#[test]
fn killed_at_the_very_first_build() {
    let stage = Stage::new();
    for index in 0..moments() {
        let output = stage.dir.path().join(format!("first-{index}"));
        let mut child = stage.start(0, &output);
        thread::sleep(moment(index, stage.span));
        child.kill().expect("ours to kill");
        child.wait().expect("it ends");
        stage.assert_whole(&output, "first");
        stage.assert_repaired(0, &output, &format!("moment {index}"));
    }
}

#[test]
fn two_runs_at_once_end_as_one_of_them() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    for index in 0..moments().div_ceil(2) {
        let first = stage.start(0, &output);
        thread::sleep(moment(index, stage.span / 2));
        let second = stage.start(1, &output);
        for child in [first, second] {
            let done = child.wait_with_output().expect("it ends");
            assert!(done.status.success(), "{}", words(&done));
        }
        let files = files(&output);
        assert!(stage.versions.contains(&files), "a mixture of two sites");
    }
}

#[test]
fn inputs_that_vanish_and_change_while_they_are_read() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    for index in 0..moments() {
        let child = stage.start(1, &output);
        thread::sleep(moment(index, stage.span / 2));
        let page = stage.root(1).join(format!("content/a/p{}.md", index % 9));
        let bin = stage.root(1).join("static/big.bin");
        fs::remove_file(&page).expect("there");
        fs::write(&bin, "half").expect("written");
        let done = child.wait_with_output().expect("it ends");
        let text = words(&done);
        assert!(!text.contains("panicked"), "{text}");
        let named = text.contains("big.bin") || text.contains(&format!("p{}.md", index % 9));
        assert!(done.status.success() || named, "{text}");
        stage.write_site(1);
        stage.assert_repaired(1, &output, "after");
    }
}

#[test]
fn a_limit_of_the_system_on_file_sizes_leaves_the_site_as_it_was() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    let before = files(&output);
    let command = stage.command(1, &output);
    let words_of = command
        .get_args()
        .map(|it| it.to_string_lossy().into_owned());
    // A write beyond the limit then fails as on a full disk, half-way through the largest file.
    let script = r#"trap '' XFSZ 2>/dev/null; ulimit -f 400 || exit 99; exec "$0" "$@""#;
    let done = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_pufa")])
        .args(words_of)
        .output();
    let Some(done) = done.ok().filter(|it| it.status.code() != Some(99)) else {
        return skipped("no shell that can limit file sizes");
    };
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(
        words(&done).contains("publish/disk-full") && words(&done).contains("big.bin"),
        "{}",
        words(&done)
    );
    assert_same(
        &files(&output),
        &before,
        "nothing of the new site, nothing temporary",
    );
    stage.assert_repaired(1, &output, "after");
}

/// A small file system in memory, unmounted when dropped.
struct Mount(PathBuf);

impl Mount {
    fn new(folder: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&folder).ok()?;
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "pufa-test"])
            .arg(&folder)
            .output()
            .ok()?;
        done.status.success().then_some(Self(folder))
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .output();
        assert!(done.expect("mount runs").status.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_at_any_file_leaves_the_site_as_it_was() {
    let stage = Stage::new();
    let bytes: usize = stage.versions[0]
        .values()
        .map(|it| it.len().next_multiple_of(4096) + 4096)
        .sum();
    let Some(disk) = Mount::new(
        stage.dir.path().join("disk"),
        &format!("size={}k", bytes / 1024 + 8000),
    ) else {
        return skipped("this user may not mount a small disk");
    };
    let output = disk.0.join("public");
    stage.assert_repaired(0, &output, "before");
    for index in 0..moments() {
        let used = files(&disk.0).values().map(Vec::len).sum::<usize>() / 1024;
        let room = moment(index, Duration::from_millis(500)).as_millis() as usize;
        disk.remount(&format!("size={}k", used + 300 + room));
        let before = files(&output);
        let done = stage.build(1, &output);
        if !done.status.success() {
            assert!(
                words(&done).contains("publish/disk-full"),
                "{}",
                words(&done)
            );
            assert_eq!(done.status.code(), Some(3));
            assert_same(&files(&output), &before, "a full disk");
        }
        disk.remount(&format!("size={}k", bytes / 1024 + 8000));
        stage.assert_repaired(1, &output, "room again");
        stage.assert_repaired(0, &output, "back");
    }
}

#[test]
fn a_read_only_output_is_named() {
    let stage = Stage::new();
    let Some(disk) = Mount::new(stage.dir.path().join("disk"), "size=20m") else {
        return skipped("this user may not mount a small disk");
    };
    let output = disk.0.join("public");
    stage.assert_repaired(0, &output, "before");
    disk.remount("ro");
    let done = stage.build(1, &output);
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(
        words(&done).contains("publish/read-only"),
        "{}",
        words(&done)
    );
    assert_same(&files(&output), &stage.versions[0], "read-only");
    disk.remount("rw");
    stage.assert_repaired(1, &output, "after");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    let folder = output.join("a/p0");
    let allow = |mode| {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("ours to change");
    };
    allow(0o555);
    if fs::write(folder.join("x"), "").is_ok() {
        fs::remove_file(folder.join("x")).expect("ours to remove");
        allow(0o755);
        return skipped("this user may write anywhere");
    }
    let done = stage.build(1, &output);
    allow(0o755);
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(
        words(&done).contains("publish/read-only") && words(&done).contains("a/p0"),
        "{}",
        words(&done)
    );
    assert_same(&files(&output), &stage.versions[0], "no permission");
    stage.assert_repaired(1, &output, "after");
}

#[test]
fn the_output_may_be_on_another_file_system() {
    let stage = Stage::new();
    let Some(dir) = TempDir::new_in("/dev/shm").ok() else {
        return skipped("no /dev/shm");
    };
    let output = dir.path().join("public");
    for version in [0, 1, 0] {
        stage.assert_repaired(version, &output, "elsewhere");
    }
}

#[test]
fn a_path_too_long_for_the_system_is_named() {
    let stage = Stage::new();
    let deep = |parts: usize| {
        (0..parts).fold(stage.dir.path().to_owned(), |path, _| {
            path.join("很深的文件夹".repeat(10))
        })
    };
    stage.assert_repaired(0, &deep(3), "deep");
    let done = stage.build(0, &deep(40));
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(
        words(&done).contains("publish/long-path"),
        "{}",
        words(&done)
    );
}

#[test]
fn a_clock_that_was_set_back_changes_nothing() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    let future = std::time::SystemTime::now() + Duration::from_secs(3600 * 24 * 365);
    let past = std::time::UNIX_EPOCH + Duration::from_secs(3600);
    for time in [future, past] {
        for path in files(&output).keys() {
            let file = fs::File::options()
                .write(true)
                .open(output.join(path))
                .expect("there");
            file.set_modified(time).expect("ours to change");
        }
        for version in [0, 1, 0] {
            stage.assert_repaired(version, &output, "another time");
        }
    }
}
