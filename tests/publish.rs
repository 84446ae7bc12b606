//! The output folder: what is written, what is removed, what is refused.

#[path = "samples/artifacts.rs"]
mod samples;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use pufa::{
    diag::{Lang, Severity, Sink},
    publish::{self, Consent, LOCK, MANIFEST, Options, Refused, Report, STAGE},
    render::{Artifacts, Body, OutputPath, artifact::Later},
    source::{Asset, FileId, Span},
};
use tempfile::TempDir;

use samples::artifacts;

fn write(artifacts: &Artifacts, output: &Path) -> (Option<Report>, Vec<String>) {
    write_with(artifacts, output, Consent::Absent)
}

fn write_with(
    artifacts: &Artifacts,
    output: &Path,
    consent: Consent,
) -> (Option<Report>, Vec<String>) {
    let mut sink = Sink::default();
    let options = Options { consent, patience: Duration::ZERO, ..Options::default() };
    let report = publish::write(artifacts, output, &options, &mut sink).ok();
    assert_eq!(
        report.is_none(),
        sink.diagnostics().iter().any(|it| it.severity == Severity::Error)
    );
    (
        report,
        sink.diagnostics()
            .iter()
            .map(|it| format!("{} {}", it.code, it.message.get(Lang::En)))
            .collect(),
    )
}

fn publish(files: &[(&str, &str)], output: &Path) -> Report {
    let (report, messages) = write(&artifacts(files), output);
    assert_eq!(messages, Vec::<String>::new());
    report.expect("no message, so it was written")
}

/// Everything in a folder but our own two files.
fn listing(folder: &Path) -> BTreeMap<String, String> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(|it| it.expect("a readable folder"));
    let files = walk.filter(|it| it.file_type().is_file()).map(|it| {
        let path =
            it.path().strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
        (path, fs::read_to_string(it.path()).expect("text"))
    });
    files.filter(|(path, _)| path != MANIFEST && path != LOCK).collect()
}

fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn folder() -> (TempDir, PathBuf) {
    let dir = TempDir::new().expect("a temporary folder");
    let output = dir.path().join("public");
    (dir, output)
}

#[test]
fn only_changed_files_are_written_and_stale_ones_removed() {
    let (_dir, output) = folder();
    let report =
        publish(&[("index.html", "1"), ("a/index.html", "a"), ("b/c/index.html", "c")], &output);
    assert_eq!((report.written, report.unchanged, report.deleted, report.bytes), (3, 0, 0, 3));
    let next = [("index.html", "2"), ("a/index.html", "a"), ("d.css", "d")];
    let report = publish(&next, &output);
    assert_eq!((report.written, report.unchanged, report.deleted), (2, 1, 1));
    assert_eq!(listing(&output), map(&next));
    assert!(!output.join("b").exists(), "emptied folders go too");
}

#[test]
fn the_same_site_again_writes_nothing_at_all() {
    let (_dir, output) = folder();
    let many: Vec<(String, String)> =
        (0..200).map(|it| (format!("p{it}/index.html"), it.to_string())).collect();
    let many: Vec<(&str, &str)> =
        many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    for site in [&many[..3], &many[..]] {
        publish(site, &output);
        let times = |output: &Path| -> Vec<(PathBuf, SystemTime)> {
            let walk = walkdir::WalkDir::new(output)
                .sort_by_file_name()
                .into_iter()
                .map(|it| it.expect("readable"));
            walk.map(|it| {
                (
                    it.path().to_owned(),
                    fs::symlink_metadata(it.path()).and_then(|it| it.modified()).expect("a time"),
                )
            })
            .collect()
        };
        let before = times(&output);
        let report = publish(site, &output);
        assert_eq!((report.written, report.unchanged, report.deleted), (0, site.len(), 0));
        assert_eq!(times(&output), before);
    }
}

#[test]
fn a_foreign_folder_is_refused_and_left_alone() {
    let (_dir, output) = folder();
    fs::create_dir(&output).expect("a folder");
    fs::write(output.join("thesis.docx"), "years of work").expect("written");
    let (report, messages) = write(&artifacts(&[("index.html", "1")]), &output);
    assert_eq!(report, None);
    assert!(messages[0].starts_with("publish/foreign-folder"), "{messages:?}");
    assert_eq!(listing(&output), map(&[("thesis.docx", "years of work")]));
    assert!(!output.join(LOCK).exists());
}

#[test]
fn an_empty_list_adopts_a_folder_and_deletes_nothing() {
    let (_dir, output) = folder();
    fs::create_dir(&output).expect("a folder");
    fs::write(output.join("CNAME"), "example.org").expect("written");
    fs::write(output.join(MANIFEST), "").expect("written");
    let (report, messages) = write(&artifacts(&[("index.html", "1")]), &output);
    assert!(report.is_some());
    assert!(messages[0].starts_with("publish/manifest-damaged"), "{messages:?}");
    publish(&[("index.html", "2")], &output);
    assert_eq!(listing(&output), map(&[("CNAME", "example.org"), ("index.html", "2")]));
}

#[test]
fn what_a_damaged_list_does_not_know_is_replaced_only_with_consent() {
    let (_dir, output) = folder();
    fs::create_dir(&output).expect("a folder");
    fs::write(output.join("index.html"), "somebody's").expect("written");
    fs::write(output.join(MANIFEST), "garbage").expect("written");
    let site = artifacts(&[("a.html", "a"), ("index.html", "1")]);
    let (report, messages) = write(&site, &output);
    assert_eq!(report, None);
    assert!(messages[1].starts_with("publish/unknown-files"), "{messages:?}");
    assert_eq!(listing(&output), map(&[("index.html", "somebody's")]));
    assert!(write_with(&site, &output, Consent::Given).0.is_some());
    assert_eq!(listing(&output), map(&[("a.html", "a"), ("index.html", "1")]));
}

#[test]
fn most_pages_are_deleted_only_with_consent() {
    let (_dir, output) = folder();
    let all = [("a.html", "a"), ("b.html", "b"), ("index.html", "1"), ("x.css", "x")];
    publish(&all, &output);
    let (report, messages) = write(&artifacts(&[("index.html", "2")]), &output);
    assert_eq!(report, None);
    assert!(messages[0].starts_with("publish/losses 2 of the 3 pages"), "{messages:?}");
    assert!(messages[0].contains("`a.html`, `b.html`"), "{messages:?}");
    assert_eq!(listing(&output), map(&all));
    publish(&[("a.html", "a"), ("index.html", "2")], &output);
    let (report, _) = write_with(&artifacts(&[]), &output, Consent::Given);
    assert_eq!(report.map(|it| it.deleted), Some(2));
}

/// A list as we write it, of these paths with the content `x`.
fn forge(output: &Path, paths: &[&str]) {
    let mut list = String::from("pufa-manifest 1 complete \n");
    for path in paths {
        list += &format!("{} 1 - {path}\n", blake3::hash(b"x").to_hex());
    }
    list += &format!("{}\n", blake3::hash(list.as_bytes()).to_hex());
    fs::write(output.join(MANIFEST), list).expect("written");
}

#[test]
fn a_forged_list_deletes_nothing_elsewhere() {
    let (dir, output) = folder();
    let outside = dir.path().join("outside");
    fs::create_dir_all(outside.join("empty")).expect("a folder");
    fs::write(outside.join("x.html"), "x").expect("written");
    let absolute = outside.join("x.html").to_string_lossy().into_owned();
    for path in ["../outside/x.html", &absolute, "../outside/empty/gone", "a/../../outside/x.html"]
    {
        fs::create_dir_all(&output).expect("a folder");
        forge(&output, &["a.html", path]);
        let (_, messages) = write(&artifacts(&[("a.html", "x")]), &output);
        assert!(messages[0].starts_with("publish/manifest-damaged"), "{path}: {messages:?}");
        assert!(outside.join("x.html").exists() && outside.join("empty").exists(), "{path}");
    }
    fs::create_dir(output.join("theirs")).expect("a folder");
    forge(&output, &["a.html", "theirs/gone"]);
    assert!(write(&artifacts(&[("a.html", "x")]), &output).0.is_some());
    assert!(output.join("theirs").exists(), "an empty folder that is not ours stays");
}

#[cfg(unix)]
#[test]
fn a_list_behind_a_link_deletes_nothing_elsewhere() {
    let (dir, output) = folder();
    let outside = dir.path().join("outside");
    fs::create_dir_all(&outside).expect("a folder");
    fs::create_dir_all(&output).expect("a folder");
    fs::write(outside.join("x.css"), "x").expect("written");
    std::os::unix::fs::symlink(&outside, output.join("a")).expect("a link");
    forge(&output, &["a.html", "a/x.css"]);
    let (_, messages) = write(&artifacts(&[("a.html", "x")]), &output);
    assert!(messages[0].starts_with("publish/kept"), "{messages:?}");
    assert!(outside.join("x.css").exists());
}

#[test]
fn a_list_that_is_no_file_is_refused_unread() {
    let (_dir, output) = folder();
    fs::create_dir_all(output.join(MANIFEST)).expect("a folder");
    let site = artifacts(&[("a.html", "x")]);
    let (_, messages) = write(&site, &output);
    assert!(messages[0].starts_with("publish/foreign-file"), "{messages:?}");
    #[cfg(unix)]
    {
        fs::remove_dir(output.join(MANIFEST)).expect("removed");
        let made = std::process::Command::new("mkfifo").arg(output.join(MANIFEST)).status();
        if made.is_ok_and(|it| it.success()) {
            let (_, messages) = write(&site, &output);
            assert!(messages[0].starts_with("publish/foreign-file"), "{messages:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_a_pipe_is_refused_and_not_waited_for() {
    let (_dir, output) = folder();
    fs::create_dir_all(&output).expect("a folder");
    let made = std::process::Command::new("mkfifo").arg(output.join(LOCK)).status();
    if made.is_ok_and(|it| it.success()) {
        let (_, messages) = write(&artifacts(&[("a.html", "x")]), &output);
        assert!(messages[0].starts_with("publish/foreign-file"), "{messages:?}");
    }
}

#[test]
fn a_foreign_file_in_our_folder_is_neither_overwritten_nor_deleted() {
    let (_dir, output) = folder();
    publish(&[("index.html", "1")], &output);
    fs::write(output.join("verify.html"), "token").expect("written");
    publish(&[("index.html", "2")], &output);
    let (report, messages) =
        write(&artifacts(&[("index.html", "3"), ("verify.html", "ours")]), &output);
    assert_eq!(report, None);
    assert!(messages[0].starts_with("publish/foreign-file"), "{messages:?}");
    assert_eq!(listing(&output), map(&[("index.html", "2"), ("verify.html", "token")]));
}

#[test]
fn a_stale_file_that_somebody_changed_stays() {
    let (_dir, output) = folder();
    publish(&[("index.html", "1"), ("old.html", "old")], &output);
    fs::write(output.join("old.html"), "old, with notes").expect("written");
    let (report, messages) = write(&artifacts(&[("index.html", "1")]), &output);
    assert_eq!(report.map(|it| it.deleted), Some(0));
    assert!(messages[0].starts_with("publish/kept"), "{messages:?}");
    assert!(output.join("old.html").exists());
    publish(&[("index.html", "1")], &output);
}

#[test]
fn damage_to_our_files_is_repaired() {
    let (_dir, output) = folder();
    let site = [("a.html", "aaa"), ("b.html", "bbb"), ("c.html", "ccc")];
    publish(&site, &output);
    fs::remove_file(output.join("a.html")).expect("removed");
    fs::write(output.join("b.html"), "bb").expect("written");
    fs::write(output.join("c.html"), "CCC").expect("written");
    let report = publish(&site, &output);
    assert_eq!((report.written, report.unchanged), (3, 0));
    assert_eq!(listing(&output), map(&site));
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let (_dir, output) = folder();
    let first = [("a", "file"), ("b/c/d.html", "deep"), ("b/e.html", "e")];
    let second = [("a/x/y.html", "deep"), ("b", "file")];
    for site in [&first[..], &second[..], &first[..]] {
        assert!(write_with(&artifacts(site), &output, Consent::Given).0.is_some());
        assert_eq!(listing(&output), map(site));
    }
}

#[test]
fn a_name_that_changes_only_in_case_is_there_afterwards() {
    let (_dir, output) = folder();
    publish(&[("A/index.html", "same")], &output);
    publish(&[("a/index.html", "same")], &output);
    assert_eq!(fs::read_to_string(output.join("a/index.html")).expect("there"), "same");
    assert_eq!(listing(&output).len(), 1);
}

#[test]
fn two_runs_do_not_write_at_a_time() {
    let (_dir, output) = folder();
    publish(&[("index.html", "1")], &output);
    let lock = fs::File::open(output.join(LOCK)).expect("the lock stays");
    lock.lock().expect("free");
    let (report, messages) = write(&artifacts(&[("index.html", "2")]), &output);
    assert_eq!(report, None);
    assert!(messages[0].starts_with("publish/locked"), "{messages:?}");
    lock.unlock().expect("held");
    publish(&[("index.html", "2")], &output);
}

#[test]
fn an_interrupted_run_is_repaired_and_its_leftovers_go() {
    let (_dir, output) = folder();
    publish(&[("index.html", "1"), ("a/index.html", "a")], &output);
    let list = fs::read_to_string(output.join(MANIFEST)).expect("the list");
    let body =
        list.trim_end().rsplit_once('\n').expect("a last line").0.replace(" complete", " running")
            + "\n";
    let list = format!("{body}{}\n", blake3::hash(body.as_bytes()).to_hex());
    fs::write(output.join(MANIFEST), list).expect("written");
    fs::create_dir(output.join(STAGE)).expect("a folder");
    fs::write(output.join(STAGE).join("5.pufa-tmp"), "half a pa").expect("written");
    fs::write(output.join("index.html"), "").expect("written");
    publish(&[("index.html", "1"), ("a/index.html", "a")], &output);
    assert_eq!(listing(&output), map(&[("index.html", "1"), ("a/index.html", "a")]));
}

#[test]
fn a_mistake_found_while_pages_are_rendered_publishes_nothing() {
    let (_dir, output) = folder();
    publish(&[("index.html", "1"), ("a/index.html", "a")], &output);
    let before = listing(&output);
    let mut site = artifacts(&[("a/index.html", "b")]);
    let page = Later::new(|sink| {
        sink.template_missing(Span::file(FileId::of("site.toml")), "x.html", [].into_iter());
        String::new()
    });
    let path = OutputPath::new("index.html").expect("good");
    site.insert(path, Body::Later(page)).expect("a free path");
    let mut sink = Sink::default();
    let done = publish::write(&site, &output, &Options::default(), &mut sink);
    assert_eq!(done, Err(Refused::Content));
    assert_eq!(listing(&output), before);
    assert!(!output.join(STAGE).exists());
}

#[test]
fn a_list_cut_short_while_it_was_written_goes_too() {
    let (_dir, output) = folder();
    publish(&[("index.html", "1")], &output);
    fs::write(output.join(".pufa-manifest.pufa-tmp"), "pufa-mani").expect("written");
    publish(&[("index.html", "1")], &output);
    assert_eq!(listing(&output), map(&[("index.html", "1")]));
}

#[test]
fn a_large_file_that_changes_meanwhile_publishes_nothing() {
    let (dir, output) = folder();
    publish(&[("index.html", "1")], &output);
    let video = dir.path().join("v.mp4");
    fs::write(&video, vec![1; 3 << 20]).expect("written");
    let asset = Asset::on_disk("content/v.mp4", &video).expect("readable");
    let mut site = artifacts(&[("index.html", "2")]);
    site.insert(OutputPath::new("v.mp4").expect("good"), Body::Copy(asset.into())).expect("free");
    fs::write(&video, vec![2; 3 << 20]).expect("written");
    let (_, messages) = write(&site, &output);
    assert!(messages[0].starts_with("publish/source-changed"), "{messages:?}");
    #[cfg(unix)]
    {
        fs::remove_file(&video).expect("ours to remove");
        let made = std::process::Command::new("mkfifo").arg(&video).status();
        if made.is_ok_and(|it| it.success()) {
            let (_, messages) = write(&site, &output);
            assert!(messages[0].starts_with("publish/source-changed"), "{messages:?}");
        }
    }
    fs::remove_file(&video).expect("removed");
    let (_, messages) = write(&site, &output);
    assert!(messages[0].starts_with("publish/source-changed"), "{messages:?}");
    assert_eq!(listing(&output), map(&[("index.html", "1")]));
    fs::write(&video, vec![1; 3 << 20]).expect("written");
    assert!(write(&site, &output).0.is_some());
    assert_eq!(fs::read(output.join("v.mp4")).expect("there").len(), 3 << 20);
}

#[test]
fn the_output_may_not_be_a_file_and_names_the_path() {
    let (dir, _) = folder();
    fs::write(dir.path().join("public"), "a file").expect("written");
    for output in ["public", "public/deeper"] {
        let (report, messages) =
            write(&artifacts(&[("index.html", "1")]), &dir.path().join(output));
        assert_eq!(report, None);
        assert!(messages[0].starts_with("publish/not-a-folder"), "{messages:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_output_do_not_lead_elsewhere() {
    let (dir, output) = folder();
    let outside = dir.path().join("outside");
    fs::create_dir(&outside).expect("a folder");
    publish(&[("index.html", "1")], &output);
    std::os::unix::fs::symlink(&outside, output.join("a")).expect("a link");
    let (report, messages) = write(&artifacts(&[("index.html", "1"), ("a/x.html", "x")]), &output);
    assert_eq!(report, None);
    assert!(messages[0].starts_with("publish/foreign-file"), "{messages:?}");
    assert!(!outside.join("x.html").exists());
}
