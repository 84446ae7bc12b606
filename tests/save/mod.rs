//! What becomes of the editor's own files when `fix`, `law import` and `init` write them: whole at every moment, and nothing
//! written over that must not be. `PUFA_FAULTS=200` asks for the full number of moments.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::stage::{files, moment, moments, words};

/// What an input method typed, and what `fix` makes of it.
const WRONG: &str = "---\n标题：甲\n---\n\n＃＃ 乙\n";
const RIGHT: &str = "---\n标题: 甲\n---\n\n## 乙\n";

const LAW: &str = "小村公约_20260301.txt";

fn site(pages: &[(&str, &str)]) -> TempDir {
    let site = TempDir::new().expect("a temporary folder");
    fs::write(site.path().join("site.toml"), "title = \"小村\"\n").expect("written");
    for (path, text) in pages {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    site
}

fn command(site: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pufa"));
    command.current_dir(site).args(args);
    command.env("SOURCE_DATE_EPOCH", "1793750400");
    command
}

fn run(site: &Path, args: &[&str]) -> Output {
    command(site, args).output().expect("it runs")
}

/// Runs a command and kills it at each of many moments; `see` is told after each.
fn kill(args: &[&str], prepare: impl Fn() -> TempDir, see: impl Fn(&Path)) {
    let whole = prepare();
    let start = Instant::now();
    run(whole.path(), args);
    let span = start.elapsed();
    for index in 0..moments() {
        let site = prepare();
        let mut child = command(site.path(), args)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        thread::sleep(moment(index, span).max(Duration::from_millis(1)));
        child.kill().expect("ours to kill");
        child.wait().expect("it ends");
        see(site.path());
    }
}

#[test]
fn repairs_killed_at_any_moment() {
    let names: Vec<String> = (0..20).map(|it| format!("content/{it}.md")).collect();
    let pages: Vec<_> = names.iter().map(|it| (it.as_str(), WRONG)).collect();
    kill(
        &["fix", "--write"],
        || site(&pages),
        |site| {
            let left = files(&site.join("content"));
            assert_eq!(left.len(), pages.len(), "nothing lies beside the pages");
            for (path, bytes) in left {
                let text = String::from_utf8(bytes).expect("whole characters");
                assert!(text == WRONG || text == RIGHT, "{path}: {text}");
            }
        },
    );
}

#[test]
fn an_import_killed_at_any_moment() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/law.in");
    let law = fs::read_to_string(root.join(LAW)).expect("a law");
    let prepare = || site(&[("content/a.md", RIGHT), (LAW, &law)]);
    let whole = prepare();
    let done = run(whole.path(), &["law", "import", LAW]);
    assert!(done.status.success(), "{}", words(&done));
    let wanted = files(&whole.path().join("content/laws"));
    assert_eq!(wanted.len(), 1);
    kill(&["law", "import", LAW], prepare, |site| {
        let folder = site.join("content/laws");
        if folder.is_dir() {
            let left = files(&folder);
            assert!(left.is_empty() || left == wanted, "{left:?}");
        }
    });
}

#[test]
fn a_repair_is_whole_after_one_run() {
    // The colon hides the rest of the metadata, where another one is wrong.
    let site = site(&[("content/a.md", "---\n标题：甲\n标签：[乙，丙]\n---\n\n＃＃ 乙\n")]);
    let first = run(site.path(), &["fix", "--write"]);
    assert!(first.status.success(), "{}", words(&first));
    let before = files(&site.path().join("content"));
    run(site.path(), &["fix", "--write"]);
    assert_eq!(before, files(&site.path().join("content")));
}

#[cfg(unix)]
#[test]
fn what_must_not_be_written_is_told_and_the_rest_repaired() {
    let site = site(&[
        ("content/a.md", WRONG),
        ("content/nul.md", "---\n标题：甲\0\n---\n"),
        ("content/fixed.md", WRONG),
        ("drafts.md", WRONG),
    ]);
    let content = site.path().join("content");
    let fixed = content.join("fixed.md");
    let mut permissions = fs::metadata(&fixed).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&fixed, permissions).expect("ours");
    std::os::unix::fs::symlink("../drafts.md", content.join("link.md")).expect("a link");

    let done = run(site.path(), &["fix", "--write", "--format", "json"]);
    let said = words(&done);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert_eq!(said.matches("source/not-saved").count(), 3, "{said}");
    let text = |path: &str| fs::read_to_string(site.path().join(path)).expect("text");
    assert_eq!(text("content/a.md"), RIGHT);
    for path in ["content/fixed.md", "drafts.md"] {
        assert_eq!(text(path), WRONG);
    }
    assert!(text("content/nul.md").contains('\0'));
    let link = fs::symlink_metadata(content.join("link.md")).expect("there");
    assert!(link.is_symlink());
}

#[test]
fn an_import_never_replaces_what_it_did_not_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/law.in");
    let law = fs::read_to_string(root.join(LAW)).expect("a law");
    let site = site(&[("content/a.md", RIGHT), (LAW, &law)]);
    let done = run(site.path(), &["law", "import", LAW]);
    assert!(done.status.success(), "{}", words(&done));
    let folder = site.path().join("content/laws");
    let name = files(&folder).keys().next().expect("a law").clone();
    fs::write(folder.join(&name), "自己的笔记\n").expect("written");
    let done = run(site.path(), &["law", "import", LAW, "--force"]);
    assert!(!done.status.success(), "{}", words(&done));
    let kept = fs::read_to_string(folder.join(&name)).expect("text");
    assert_eq!(kept, "自己的笔记\n");
}
