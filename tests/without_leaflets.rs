//! A program without the feature `leaflet`: what is asked for is checked all the same, and nobody is left to wonder.

#![cfg(not(feature = "leaflet"))]

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    process::Command,
};

use pufa::{cache::Cache, config::Flags, diag::Sink, render::Artifacts, source::Sources};

const CONFIG: &str = "title = \"普法\"\nbase_url = \"https://example.org/\"\n";
const PAGE: &str = "---\n标题: 甲\n传单: [card, 信封]\n---\n\n乙。\n\n:::传单 card\n丙。\n:::\n";
const STATIONS: &str = "[[station]]\nname = \"桃溪站\"\nleaflets = [\"a:card\", \"a:poster\"]\n";

fn build(files: &[(&str, &str)]) -> (Artifacts, Vec<String>) {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let files: BTreeMap<String, Vec<u8>> = files.collect();
    let sources = Sources::from_files(&files);
    let mut sink = Sink::default();
    let flags = Flags::at(jiff::civil::date(2026, 11, 23));
    let built = pufa::build(&sources, &flags, &Cache::none(), &mut sink);
    let said = sink.take().into_iter();
    let said = said.map(|it| format!("{}: {}", it.code, it.message.zh));
    (built.artifacts, said.collect())
}

#[test]
fn orders_are_checked_stations_listed_and_no_leaflet_is_made() {
    // Nothing of it can be tested: they look at PDFs.
    let _ = writeln!(io::stderr(), "skipped: tests/leaflet, leaflets are left out of the program");
    let (artifacts, mut said) = build(&[
        ("site.toml", CONFIG),
        ("content/a.md", PAGE),
        ("content/stations.toml", STATIONS),
    ]);
    said.sort();
    assert_eq!(
        said,
        [
            "leaflet/format: 没有 `信封` 这种传单",
            "leaflet/not-built-in: 这个 pufa 编译时没有带上传单，传单没有做",
            "leaflet/station-leaflet: 桃溪站要的传单 `a:poster` 没有",
        ]
    );
    let paths: Vec<&str> = artifacts.iter().map(|(path, _)| path.as_str()).collect();
    assert!(paths.contains(&"stations/tao-xi-zhan/index.html"), "{paths:?}");
    assert!(!paths.iter().any(|it| it.starts_with("leaflets/")), "{paths:?}");
}

#[test]
fn a_site_that_asks_for_no_leaflet_hears_nothing_of_them() {
    let page = "---\n标题: 甲\n---\n\n乙。\n";
    let (_, said) = build(&[("site.toml", CONFIG), ("content/a.md", page)]);
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn the_command_says_that_leaflets_are_left_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("site.toml", CONFIG);
    write("content/a.md", "---\n标题: 甲\n传单: card\n---\n\n乙。\n");
    write("content/stations.toml", "[[station]]\nname = \"桃溪站\"\nleaflets = [\"a:card\"]\n");
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_pufa"))
            .arg("--root")
            .arg(folder.path())
            .args(["--lang", "zh"])
            .args(words)
            .output()
            .expect("pufa runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    for words in [&["leaflet", "a.md"][..], &["leaflet", "preview", "a.md"], &["leaflet", "pack"]] {
        let (code, said) = run(words);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("没有带上传单"), "{said}");
    }
    // What is asked for wrongly is told first.
    let (code, said) = run(&["leaflet", "a.md", "--family", "紫"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("leaflet/choice"), "{said}");
}
