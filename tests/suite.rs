//! The suite: `tests/suite/*.md`, the manual of the program, with every example checked.
//!
//! A chapter is a Markdown file, a case a `##` heading with fenced blocks named by path:
//!
//! - any other path (`content/a.md`, `site.toml`, `data/x.csv`) is an input file;
//! - `public/…` is an expected output: its lines stand in the file in this order, without gaps unless a line is `…`;
//! - `absent` lists paths of the output that must not be there;
//! - `diagnostics` lists the messages, one a line: `错误[code] path:line:column 文字`, a line `…` stands for any;
//!   without the block there are none.
//!
//! An input of one line may describe a file that is no text: `mp4: hvc1 late`, `png: 1200x800` (see `tests/samples/`).
//! A line `lines: 500 …` stands for so many lines of what follows.
//! `SUITE=video` tries the chapters whose name holds that word. A block named `flags` may hold `offline`, `drafts`, `now=2026-01-01`, `base-url=…`. `UPDATE=1` rewrites the expectations.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it fails and says what it skips"
)]

mod samples;

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use pufa::{
    cache::Cache,
    config::{Flags, Medium, Now},
    diag::{Diagnostic, Lang, Sink, messages, print},
    render::{Artifacts, Body},
    source::Sources,
};

/// One case of a chapter.
struct Case {
    title: String,
    blocks: Vec<Block>,
}

/// A fenced block: its name, its lines, and where they stand in the chapter.
struct Block {
    name: String,
    text: String,
    lines: std::ops::Range<usize>,
}

fn cases(chapter: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<(usize, Block)> = None;
    for (number, line) in chapter.lines().enumerate() {
        let ticks = line.bytes().take_while(|it| *it == b'`').count();
        match &mut fence {
            Some((length, block)) if ticks >= *length && line[ticks..].trim().is_empty() => {
                block.lines.end = number;
                let (_, block) = fence.take().expect("just seen");
                if let Some(case) = cases.last_mut() {
                    case.blocks.push(block);
                }
            }
            Some((_, block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            None if ticks >= 3 => {
                let name = line[ticks..].trim().to_owned();
                fence = Some((
                    ticks,
                    Block { name, text: String::new(), lines: number + 1..number + 1 },
                ));
            }
            None => {
                if let Some(title) = line.strip_prefix("## ") {
                    cases.push(Case { title: title.to_owned(), blocks: Vec::new() });
                }
            }
        }
    }
    cases
}

/// Returns the text that a block stands for: `\u{…}` and `␍` make visible what a file of text cannot show.
fn input(text: &str) -> Vec<u8> {
    if let Some(bytes) = samples::made(text) {
        return bytes;
    }
    let text = samples::written_out(text);
    let text = text.replace('␍', "\r").replace('␀', "\0");
    if let Some(text) = text.strip_prefix("utf16:\n") {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        return units.flat_map(u16::to_le_bytes).collect();
    }
    match text.strip_prefix("gb18030:\n") {
        Some(text) => encoding_rs::GB18030.encode(text).0.into_owned(),
        None => text.into_bytes(),
    }
}

fn flags(case: &Case) -> Flags {
    let mut flags = Flags::at(jiff::civil::date(2026, 11, 23));
    for word in
        case.blocks.iter().filter(|it| it.name == "flags").flat_map(|it| it.text.split_whitespace())
    {
        match word.split_once('=').unwrap_or((word, "")) {
            ("offline", _) => flags.medium = Medium::Usb,
            ("drafts", _) => flags.drafts = true,
            ("now", day) => flags.now = Now::Day(day.parse().expect("a day")),
            ("base-url", url) => flags.base_url = Some(url.to_owned()),
            other => panic!("no flag {other:?}"),
        }
    }
    flags
}

struct Outcome {
    artifacts: Artifacts,
    diagnostics: String,
    codes: Vec<&'static str>,
}

fn run(case: &Case) -> Outcome {
    let is_input =
        |name: &str| name.contains('/') && !name.starts_with("public/") || name == "site.toml";
    let files: BTreeMap<String, Vec<u8>> = case
        .blocks
        .iter()
        .filter(|it| is_input(&it.name))
        .map(|it| (it.name.clone(), input(&it.text)))
        .collect();
    let sources = Sources::from_files(&files);
    let mut sink = Sink::default();
    let built = pufa::build(&sources, &flags(case), &Cache::none(), &mut sink);
    let artifacts = built.artifacts.made(&mut sink);
    let mut diagnostics = sink.take();
    print::sort(&mut diagnostics, &sources);
    // Whether the machine has fonts for leaflets, and the program leaflets at all, is tested elsewhere.
    let elsewhere = ["leaflet/no-font", "leaflet/not-built-in"];
    diagnostics.retain(|it| !elsewhere.iter().any(|code| it.code.starts_with(code)));
    let codes = diagnostics.iter().map(|it| it.code).collect();
    let text = diagnostics.iter().map(|it| line(it, &sources)).collect();
    Outcome { artifacts, diagnostics: text, codes }
}

fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut line =
        format!("{}[{}] ", print::severity_name(diagnostic.severity, Lang::Zh), diagnostic.code);
    if let Some(span) = diagnostic.span {
        let place = print::position(span, sources);
        line.push_str(&place.path);
        if place.line > 0 {
            write!(line, ":{}:{}", place.line, place.column).expect("a string takes everything");
        }
        line.push(' ');
    }
    line.push_str(&diagnostic.message.zh);
    if diagnostic.more > 0 {
        let more = messages::more_of_the_kind(diagnostic.more);
        write!(line, "；{}", more.zh).expect("a string takes everything");
    }
    line.push('\n');
    line
}

/// Tells what is wrong with an output, if anything.
fn mismatch(artifacts: &Artifacts, block: &Block) -> Option<String> {
    let path = block.name.trim_start_matches("public/");
    let Some(body) = artifacts.get(path) else {
        let known: Vec<&str> = artifacts
            .iter()
            .map(|(path, _)| path.as_str())
            .filter(|it| !it.starts_with("static/"))
            .collect();
        return Some(format!("there is no {path}; there are {}", known.join(", ")));
    };
    let text = match body {
        Body::Text(text) => text.clone(),
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Body::Copy(asset) => {
            String::from_utf8_lossy(&asset.bytes().expect("it is in memory")).into_owned()
        }
        Body::Later(_) => unreachable!("everything is made"),
    };
    lacking(&text, &block.text)
        .map(|part| format!("{path} lacks\n{part}\n--- it holds\n{}", body_of(&text)))
}

/// Returns the first part of `wanted`, cut at its lines `…`, that does not stand in `text` behind the part before it.
fn lacking<'a>(text: &str, wanted: &'a str) -> Option<&'a str> {
    let mut rest = text;
    let mut parts =
        wanted.split("…\n").map(|it| it.trim_end_matches('\n')).filter(|it| !it.is_empty());
    parts.find(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            false
        }
        None => true,
    })
}

/// Cuts a page down to what a case is usually about.
fn body_of(html: &str) -> &str {
    let start = html.find("<main").unwrap_or(0);
    let end = html.find("</main>").unwrap_or(html.len());
    html.get(start..end).unwrap_or(html)
}

fn check(
    chapter: &Path,
    text: &str,
    failures: &mut Vec<String>,
    seen: &mut Vec<&'static str>,
) -> Option<String> {
    let mut updated: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut changed = false;
    for case in cases(text).iter().rev() {
        let outcome = run(case);
        seen.extend(&outcome.codes);
        let place = format!(
            "{}: {}",
            chapter.file_name().unwrap_or_default().to_string_lossy(),
            case.title
        );
        for block in case.blocks.iter().filter(|it| it.name.starts_with("public/")) {
            if let Some(why) = mismatch(&outcome.artifacts, block) {
                failures.push(format!("{place}\n{why}"));
            }
        }
        let absent = case.blocks.iter().filter(|it| it.name == "absent");
        for path in absent.flat_map(|it| it.text.lines()) {
            if outcome.artifacts.get(path).is_some() {
                failures.push(format!("{place}\n{path} is there"));
            }
        }
        let expected = case.blocks.iter().find(|it| it.name == "diagnostics");
        let wanted = expected.map_or("", |it| it.text.as_str());
        let is_right = if wanted.contains("…\n") {
            lacking(&outcome.diagnostics, wanted).is_none()
        } else {
            wanted == outcome.diagnostics
        };
        if !is_right {
            failures.push(format!(
                "{place}\nmessages are\n{}--- instead of\n{wanted}",
                outcome.diagnostics
            ));
            if let Some(block) = expected {
                updated.splice(block.lines.clone(), outcome.diagnostics.lines().map(str::to_owned));
                changed = true;
            }
        }
    }
    changed.then(|| updated.join("\n") + "\n")
}

#[test]
fn every_example_of_the_manual_is_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut chapters: Vec<_> =
        fs::read_dir(&folder).expect("the suite").map(|it| it.expect("an entry").path()).collect();
    chapters.sort();
    let (mut failures, mut seen) = (Vec::new(), Vec::new());
    for chapter in
        chapters.iter().filter(|it| it.extension().is_some_and(|it| it == "md") && is_wanted(it))
    {
        let text = fs::read_to_string(chapter).expect("a chapter");
        let updated = check(chapter, &text, &mut failures, &mut seen);
        if let (Some(updated), true) = (updated, std::env::var_os("UPDATE").is_some()) {
            fs::write(chapter, updated).expect("a chapter can be written");
        }
    }
    assert!(
        failures.is_empty(),
        "{} of the examples are not true:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

fn is_wanted(chapter: &Path) -> bool {
    let name = chapter.file_name().unwrap_or_default().to_string_lossy();
    std::env::var("SUITE").is_ok_and(|word| name.contains(&word)) || std::env::var("SUITE").is_err()
}

/// Cuts every source of the suite at every character: nothing panics, every span lies inside its file.
#[test]
fn a_source_cut_anywhere_is_still_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    for entry in fs::read_dir(&folder).expect("the suite") {
        let text = fs::read_to_string(entry.expect("an entry").path()).unwrap_or_default();
        for case in cases(&text) {
            for block in case
                .blocks
                .iter()
                .filter(|it| it.name.starts_with("content/") && it.name.ends_with(".md"))
            {
                cut(block);
            }
        }
    }
}

fn cut(block: &Block) {
    let ends: Vec<usize> = block.text.char_indices().map(|(at, _)| at).collect();
    let taxonomies = indexmap::IndexMap::new();
    let mut sink = Sink::default();
    let library = pufa::law::library(&[], &[], &[], &mut sink);
    let pinyin = pufa::pinyin::Pinyin::default();
    let dialect = pufa::markdown::Dialect {
        taxonomies: &taxonomies,
        raw_html: false,
        names: library.names(),
        zone: &jiff::tz::TimeZone::UTC,
        pinyin: &pinyin,
    };
    for end in ends {
        let source = pufa::source::Source::new(&block.name, &block.text.as_bytes()[..end]);
        let mut sink = Sink::default();
        let document = pufa::markdown::parse(&source, &dialect, &mut sink);
        let spans = sink
            .diagnostics()
            .iter()
            .filter_map(|it| it.span)
            .chain(document.references.iter().map(|it| it.span));
        for span in spans {
            let range = span.range();
            assert!(
                source.text.get(range.clone()).is_some(),
                "{} cut at {end}: span {range:?}",
                block.name
            );
        }
    }
}
