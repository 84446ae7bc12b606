//! What is left of the published site when something goes wrong while it is written.
//!
//! Each case lets the program itself run. After each fault every file is whole, from the old or the new build, nothing
//! foreign is gone, the message names the cause, and the next build repairs the rest. `PUFA_FAULTS=200` asks for the full
//! number of moments.

mod save;
mod stage;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use stage::{Mount, Stage, assert_same, files, moment, moments, skipped, used_kb, words};

/// Files that somebody else keeps in the output: beside ours, in a folder that stays, in one that goes.
const FOREIGN: [&str; 4] = ["CNAME", "a/p0/notes.txt", "a/p9/notes.txt", "b/p9/notes.txt"];

/// Puts foreign files into the output where their folders are.
fn put_foreign(output: &Path) -> Vec<PathBuf> {
    let paths = FOREIGN.iter().map(|it| output.join(it));
    let there: Vec<PathBuf> = paths.filter(|it| it.parent().is_some_and(Path::is_dir)).collect();
    for path in &there {
        fs::write(path, "foreign").expect("a foreign file");
    }
    there
}

/// Checks that foreign files are as they were and takes them away, with a folder that they alone held.
fn take_foreign(foreign: &[PathBuf], when: &str) {
    for path in foreign {
        let text = fs::read_to_string(path).unwrap_or_default();
        assert_eq!(text, "foreign", "{when}: {}", path.display());
        fs::remove_file(path).expect("ours to remove");
        let _ = path.parent().map(fs::remove_dir);
    }
}

/// Waits until the program has begun to replace files, or is done.
fn wait_for_writing(child: &mut Child, output: &Path) {
    let is_running = || {
        let list = fs::read(output.join(".pufa-manifest")).unwrap_or_default();
        let head = list.split(|it| *it == b'\n').next().unwrap_or_default();
        head.windows(7).any(|it| it == b"running")
    };
    while child.try_wait().expect("ours to ask").is_none() && !is_running() {
        thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn killed_at_any_moment() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    let mut cut = 0;
    for index in 0..moments() {
        let (old, new) = (index as usize % 2, (index as usize + 1) % 2);
        let when = format!("moment {index}");
        stage.assert_repaired(old, &output, &when);
        let foreign = put_foreign(&output);
        let mut child = stage.start(new, &output);
        // Writing is the shorter part of a run, and the one that matters: half of the moments fall into it.
        if index % 2 == 0 {
            thread::sleep(moment(index, stage.span));
        } else {
            wait_for_writing(&mut child, &output);
            thread::sleep(moment(index, stage.span / 10));
        }
        child.kill().expect("ours to kill");
        let ended = child.wait().expect("it ends");
        cut += u32::from(!ended.success());
        take_foreign(&foreign, &when);
        stage.assert_whole(&output, &when);
        stage.assert_complete(&output, &when);
        stage.assert_repaired(new, &output, &when);
    }
    assert!(cut * 4 > moments(), "only {cut} runs were cut short");
}

#[test]
fn killed_while_it_repairs_what_was_killed() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    for index in 0..moments() {
        let mut child = stage.start(index as usize % 2, &output);
        wait_for_writing(&mut child, &output);
        thread::sleep(moment(index, stage.span / 10));
        child.kill().expect("ours to kill");
        child.wait().expect("it ends");
        let when = format!("moment {index}");
        stage.assert_whole(&output, &when);
        stage.assert_complete(&output, &when);
    }
    stage.assert_repaired(1, &output, "after");
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
    let words_of = command.get_args().map(|it| it.to_string_lossy().into_owned());
    // A write beyond the limit then fails as on a full disk, half-way through the largest file.
    let script = r#"trap '' XFSZ 2>/dev/null; ulimit -f 400 || exit 99; exec "$0" "$@""#;
    let done =
        Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_pufa")]).args(words_of).output();
    let Some(done) = done.ok().filter(|it| it.status.code() != Some(99)) else {
        return skipped("no shell that can limit file sizes");
    };
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(
        words(&done).contains("publish/disk-full") && words(&done).contains("big.bin"),
        "{}",
        words(&done)
    );
    assert_same(&files(&output), &before, "nothing of the new site, nothing temporary");
    stage.assert_repaired(1, &output, "after");
}

#[test]
fn a_full_disk_at_any_file_leaves_the_site_as_it_was() {
    let stage = Stage::new();
    let Some(disk) = Mount::new(stage.dir.path().join("disk"), "size=64m") else {
        return skipped("this user may not mount a small disk");
    };
    let output = disk.0.join("public");
    stage.assert_repaired(0, &output, "before");
    // What a change of everything takes while old and new stand side by side.
    let most = 2 * used_kb(&output);
    let mut full = 0;
    for index in 0..moments() {
        let room = moment(index, Duration::from_millis(most as u64)).as_millis() as usize;
        disk.remount(&format!("size={}k", used_kb(&disk.0) + 4 + room));
        let before = files(&output);
        let done = stage.build(1, &output);
        if !done.status.success() {
            full += 1;
            assert!(words(&done).contains("publish/disk-full"), "{room} kB: {}", words(&done));
            assert_eq!(done.status.code(), Some(3));
            assert_same(&files(&output), &before, "a full disk");
        }
        disk.remount("size=64m");
        stage.assert_repaired(1, &output, "room again");
        stage.assert_repaired(0, &output, "back");
    }
    assert!(full * 4 > moments(), "the disk was full {full} times only");
}

#[test]
fn a_disk_full_at_the_first_build_is_repaired_by_the_next() {
    let stage = Stage::new();
    let Some(disk) = Mount::new(stage.dir.path().join("disk"), "size=64m") else {
        return skipped("this user may not mount a small disk");
    };
    let most = used_kb(&stage.dir.path().join("pure-0"));
    for index in 0..moments().div_ceil(2) {
        let output = disk.0.join(format!("first-{index}"));
        let room = moment(index, Duration::from_millis(most as u64)).as_millis() as usize;
        disk.remount(&format!("size={}k", used_kb(&disk.0) + 4 + room));
        let done = stage.build(0, &output);
        assert_eq!(done.status.code(), Some(3), "{room} kB: {}", words(&done));
        assert!(words(&done).contains("publish/disk-full"), "{room} kB: {}", words(&done));
        stage.assert_whole(&output, "full at first");
        disk.remount("size=64m");
        stage.assert_repaired(0, &output, "room again");
        fs::remove_dir_all(&output).expect("ours to remove");
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
    assert!(words(&done).contains("publish/read-only"), "{}", words(&done));
    assert_same(&files(&output), &stage.versions[0], "read-only");
    disk.remount("rw");
    stage.assert_repaired(1, &output, "after");
}

/// The user that owns nothing.
#[cfg(unix)]
const NOBODY: u32 = 65534;

/// Gives everything in a folder to another user; false where that is not ours to do.
#[cfg(unix)]
fn give_away(folder: &Path, user: u32) -> bool {
    let mut walk = walkdir::WalkDir::new(folder).into_iter();
    walk.all(|it| {
        it.is_ok_and(|it| std::os::unix::fs::chown(it.path(), Some(user), Some(user)).is_ok())
    })
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    let folder = output.join("a/p0");
    let allow = |mode| {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("ours to change");
    };
    let mut command = stage.command(1, &output);
    // Root may write anywhere, so the program runs as somebody else.
    if give_away(stage.dir.path(), NOBODY) {
        command.uid(NOBODY).gid(NOBODY);
    }
    allow(0o555);
    let done = command.output();
    allow(0o755);
    let Ok(done) = done else {
        return skipped("another user may not run the program");
    };
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(
        words(&done).contains("publish/read-only") && words(&done).contains("a/p0"),
        "{}",
        words(&done)
    );
    // Only this folder is closed, and that shows when its turn comes.
    stage.assert_whole(&output, "no permission");
    stage.assert_complete(&output, "no permission");
    let page = fs::read(output.join("a/p0/index.html")).expect("still there");
    assert_eq!(Some(&page), stage.versions[0].get("a/p0/index.html"));
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
        (0..parts).fold(stage.dir.path().to_owned(), |path, _| path.join("很深的文件夹".repeat(10)))
    };
    stage.assert_repaired(0, &deep(3), "deep");
    let done = stage.build(0, &deep(40));
    assert_eq!(done.status.code(), Some(3), "{}", words(&done));
    assert!(words(&done).contains("publish/long-path"), "{}", words(&done));
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
            let file = fs::File::options().write(true).open(output.join(path)).expect("there");
            file.set_modified(time).expect("ours to change");
        }
        for version in [0, 1, 0] {
            stage.assert_repaired(version, &output, "another time");
        }
    }
}

#[test]
fn inputs_saved_by_a_clock_that_was_set_back_are_published() {
    let stage = Stage::new();
    let output = stage.dir.path().join("public");
    stage.assert_repaired(0, &output, "before");
    let page = stage.root(0).join("content/a/p1.md");
    let text = fs::read_to_string(&page).expect("a page");
    let time = fs::metadata(&page).and_then(|it| it.modified());
    let time = time.expect("a time");
    for (index, back) in [3600, 1, 0].into_iter().enumerate() {
        // As long as before, so that nothing but the content tells.
        fs::write(&page, text.replace("写于", ["记于", "载于", "录于"][index])).expect("written");
        let file = fs::File::options().write(true).open(&page).expect("there");
        file.set_modified(time - Duration::from_secs(back)).expect("ours to change");
        let done = stage.build(0, &output);
        assert!(done.status.success(), "{}", words(&done));
        let shown = fs::read_to_string(output.join("a/p1/index.html")).expect("published");
        let word = ["记于", "载于", "录于"][index];
        assert!(shown.contains(word), "{back} s back: {word} is not shown");
    }
}
