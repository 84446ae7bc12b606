//! A site in two versions that the program itself builds, and disks that fail.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub type Files = BTreeMap<String, Vec<u8>>;

/// How many moments each case tries.
pub fn moments() -> u32 {
    env::var("PUFA_FAULTS").ok().and_then(|it| it.parse().ok()).unwrap_or(8)
}

/// Spreads moments over a span without clustering and without chance: multiples of the golden ratio.
pub fn moment(index: u32, span: Duration) -> Duration {
    span.mul_f64((f64::from(index) * 0.618_033_988_75).fract())
}

/// Two versions of a site: pages that stay, change, come and go.
pub struct Stage {
    pub dir: TempDir,
    pub versions: [Files; 2],
    /// How long a build from nothing takes.
    pub span: Duration,
}

impl Stage {
    pub fn new() -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let mut stage = Self { dir, versions: [Files::new(), Files::new()], span: Duration::ZERO };
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

    pub fn root(&self, version: usize) -> PathBuf {
        self.dir.path().join(format!("site-{version}"))
    }

    pub fn write_site(&self, version: usize) {
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
        write("static/big.bin".into(), format!("{version}").repeat(400_000));
    }

    pub fn command(&self, version: usize, output: &Path) -> Command {
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

    pub fn build(&self, version: usize, output: &Path) -> Output {
        self.command(version, output).output().expect("pufa runs")
    }

    pub fn start(&self, version: usize, output: &Path) -> Child {
        self.command(version, output).spawn().expect("pufa runs")
    }

    /// Checks that every file is whole: just as in one of the two builds.
    pub fn assert_whole(&self, output: &Path, when: &str) {
        for (path, content) in files(output) {
            let known = self.versions.iter().any(|it| it.get(&path) == Some(&content));
            assert!(
                known || path.ends_with(".pufa-tmp"),
                "{when}: `{path}` is neither old nor new"
            );
        }
    }

    /// Checks that what both builds hold is there at every moment.
    pub fn assert_complete(&self, output: &Path, when: &str) {
        let [old, new] = &self.versions;
        for path in old.keys().filter(|it| new.contains_key(*it)) {
            assert!(output.join(path).is_file(), "{when}: `{path}` is gone");
        }
    }

    /// Checks that the next build makes everything right, temporary files included.
    pub fn assert_repaired(&self, version: usize, output: &Path, when: &str) {
        let done = self.build(version, output);
        assert!(done.status.success(), "{when}: {}", words(&done));
        assert_same(&files(output), &self.versions[version], when);
    }
}

pub fn assert_same(left: &Files, right: &Files, when: &str) {
    let differ: Vec<_> =
        left.keys().chain(right.keys()).filter(|it| left.get(*it) != right.get(*it)).collect();
    assert!(differ.is_empty(), "{when}: {differ:?}");
}

/// Everything in a folder but our list and lock.
pub fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file())
    {
        let path =
            entry.path().strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
        if !matches!(path.as_str(), ".pufa-manifest" | ".pufa-lock") {
            files.insert(path, fs::read(entry.path()).expect("readable"));
        }
    }
    files
}

pub fn words(output: &Output) -> String {
    [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat()
}

/// Says plainly that a case could not be tried here.
pub fn skipped(why: &str) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

/// A small file system in memory, unmounted when dropped.
pub struct Mount(pub PathBuf);

impl Mount {
    pub fn new(folder: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&folder).ok()?;
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "pufa-test"])
            .arg(&folder)
            .output()
            .ok()?;
        done.status.success().then_some(Self(folder))
    }

    pub fn remount(&self, options: &str) {
        let done =
            Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).output();
        assert!(done.expect("mount runs").status.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

/// Returns the kilobytes that a folder takes on a disk that counts in pages.
pub fn used_kb(folder: &Path) -> usize {
    let walk = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let sizes = walk.filter_map(|it| it.metadata().ok().filter(fs::Metadata::is_file));
    sizes.map(|it| usize::try_from(it.len()).expect("small").div_ceil(4096) * 4).sum()
}
