//! Input that no chapter of the suite can show: files by the megabyte, links out of the site, names that are no text.
//! Each gives one clear message and no panic.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use pufa::{
    cache::Cache,
    config::Flags,
    diag::{Lang, Sink, print},
    source::{MAX_TEXT_BYTES, ReadOptions, Sources},
};
use tempfile::TempDir;

/// Builds and returns `code path` of each message, sorted.
fn messages(sources: &Sources) -> Vec<String> {
    let flags = Flags::at(jiff::civil::date(2026, 11, 23));
    let mut sink = Sink::default();
    pufa::build(sources, &flags, &Cache::none(), &mut sink);
    let mut found: Vec<String> = sink
        .take()
        .iter()
        .filter(|it| !it.code.starts_with("leaflet/no-font"))
        .map(|it| {
            let path = it.span.and_then(|span| sources.path(span.file));
            format!("{} {}", it.code, path.unwrap_or_default())
        })
        .collect();
    found.sort();
    found
}

fn in_memory(files: &[(&str, String)]) -> Vec<String> {
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes())).collect();
    messages(&Sources::from_files(&files))
}

fn on_disk(root: &Path) -> Vec<String> {
    messages(&Sources::read(root, &ReadOptions::default()))
}

fn site() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    fs::create_dir(dir.path().join("content")).expect("a folder");
    fs::write(dir.path().join("content/a.md"), "一\n").expect("written");
    dir
}

#[test]
fn a_page_of_ten_megabytes_is_refused_and_not_read() {
    let page = "法律是好的。\n\n".repeat(500_000);
    let column = "[columns.a]\nrequired = [\"summary\"]\n".to_owned();
    let found = in_memory(&[("content/a/b.md", page), ("site.toml", column)]);
    // One message: neither the missing summary nor anything in its text was looked for.
    assert_eq!(found, ["markdown/too-large content/a/b.md"]);
}

#[test]
fn a_hundred_thousand_marks_of_quotations_and_lists_are_cut_by_their_depth() {
    for marks in [">", "> ", "- ", "1. ", "- > 12) "] {
        // A longer page than this is refused for its length.
        let count = 100_000 / marks.split_whitespace().count();
        let page = format!("一\n\n{}二\n", marks.repeat(count));
        assert_eq!(
            in_memory(&[("content/a.md", page)]),
            ["markdown/too-deep content/a.md"],
            "{marks}"
        );
    }
}

#[test]
fn a_table_of_endless_rows_is_cut() {
    let rows = "甲,乙\n".repeat(10_002);
    assert_eq!(
        in_memory(&[("content/a.md", ":::表格 a.csv\n".to_owned()), ("data/a.csv", rows)]),
        ["data/too-long data/a.csv"]
    );
}

#[test]
fn a_text_above_the_limit_is_not_read() {
    let dir = site();
    let size = usize::try_from(MAX_TEXT_BYTES).expect("fits") + 1;
    fs::write(dir.path().join("content/b.md"), vec![b'a'; size]).expect("written");
    assert_eq!(on_disk(dir.path()), ["source/too-large content/b.md"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_site_only() {
    use std::os::unix::fs::symlink;

    let dir = site();
    let content = dir.path().join("content");
    let outside = TempDir::new().expect("a temporary folder");
    fs::write(outside.path().join("secret.md"), "secret\n").expect("written");
    symlink(outside.path().join("secret.md"), content.join("b.md")).expect("a link");
    symlink(outside.path(), content.join("c")).expect("a link");
    symlink("..", content.join("d")).expect("a link");
    symlink("nowhere.md", content.join("e.md")).expect("a link");
    symlink("a.md", content.join("f.md")).expect("a link");
    assert_eq!(
        on_disk(dir.path()),
        [
            "source/link-loop content/d",
            "source/outside content/b.md",
            "source/outside content/c",
            "source/unreadable content/e.md",
        ],
        "a link to a file of the site is a page like any other"
    );
}

#[test]
fn a_folder_too_many_folders_down_is_told() {
    let dir = site();
    let deep = dir.path().join("content").join(["d"; 30].join("/"));
    fs::create_dir_all(&deep).expect("folders");
    fs::write(deep.join("b.md"), "b\n").expect("written");
    assert_eq!(on_disk(dir.path()), [format!("source/too-deep content/{}", ["d"; 24].join("/"))]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let dir = site();
    let pipe = dir.path().join("content/b.md");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|it| it.success()), "a pipe can be made");
    let none: [&str; 0] = [];
    assert_eq!(on_disk(dir.path()), none);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_told() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let dir = site();
    let name = OsStr::from_bytes(b"\xb7\xa8.md");
    fs::write(dir.path().join("content").join(name), "法\n").expect("written");
    let found = on_disk(dir.path());
    assert!(found.len() == 1 && found[0].starts_with("source/name"), "{found:?}");
}

#[test]
fn a_picture_that_goes_while_the_site_is_built_is_told() {
    let dir = site();
    let content = dir.path().join("content");
    fs::write(content.join("a.md"), "![一块红布，旁边放着剪刀](a.png)\n").expect("written");
    fs::write(content.join("a.png"), vec![7; 8 << 20]).expect("written");
    let sources = Sources::read(dir.path(), &ReadOptions::default());
    fs::remove_file(content.join("a.png")).expect("removed");
    assert_eq!(messages(&sources), ["file/unreadable content/a.png"]);
}

#[test]
fn a_setting_that_fills_a_hundred_screens_is_not_repeated() {
    let long = "很长".repeat(100_000);
    let text = format!(
        "base_url = \"{long}\"\ntimezone = \"{long}\"\ntheme = \"{long}\"\n\"{long}\" = 1\n\
        [rules]\n\"{long}\" = \"error\"\n\"link/broken\" = \"{long}\"\n\
        [safety]\nexit_url = \"{long}\"\n[search]\nsynonyms = \"{long}\"\n\
        [columns.rights]\nrequired = [\"{long}\"]\n[style]\n\"{long}\" = \"{long}\"\n\
        [leaflet]\nfamily = \"{long}\"\n[leaflet.colors]\n\"{long}\" = \"{long}\"\n[video]\naccept = [\"{long}\"]\n"
    );
    let files = [("site.toml", text.as_str()), ("content/a.md", "一\n")]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let sources = Sources::from_files(&files.into_iter().collect());
    let mut sink = Sink::default();
    let flags = Flags::at(jiff::civil::date(2026, 11, 23));
    pufa::build(&sources, &flags, &Cache::none(), &mut sink);
    let told = sink.take();
    assert!(told.len() >= 10, "{}", told.len());
    for format in [print::Format::Human, print::Format::Json, print::Format::Github] {
        let printed = print::render(&told, &sources, format, Lang::Zh, print::Color::Never);
        let longest = printed.lines().map(|it| it.chars().count()).max();
        assert!(longest < Some(6_000), "{longest:?}");
    }
}
