//! What must hold for any bytes whatever: one function a part of the program, called by the fuzzers in this folder and by
//! `tests/hostile.rs`.
//!
//! Nothing panics; every message points into its file, between two characters; what is written can be read back; what
//! an editor writes cannot become a script.

use std::{collections::BTreeMap, io::Cursor, sync::Arc};

use pufa::{
    cache::Cache,
    config::{self, Flags},
    data,
    diag::{Sink, print},
    import::statute as import,
    law::{
        self, Library,
        citation::scan::Scanner,
        registry::Registry,
        statute::{parse, write},
    },
    markdown,
    media::{captions, picture, platform, svg, video},
    path::OutputPath,
    read::Basis,
    render::{
        Body,
        html::{
            content,
            place::{Place, Shared},
        },
    },
    site::{DocumentId, Permalink},
    source::{Source, Sources},
};

use crate::{markup, search_files};

/// A function that any bytes may be given to.
pub type Target = fn(&[u8]);

/// All of them, by the name that the fuzzers use.
pub const TARGETS: [(&str, Target); 15] = [
    ("yaml", yaml),
    ("toml", toml),
    ("markdown", markdown),
    ("directives", directives),
    ("links", links),
    ("paths", paths),
    ("search", search),
    ("captions", captions),
    ("mp4", mp4),
    ("pictures", pictures),
    ("citations", citations),
    ("statutes", statutes),
    ("config", config),
    ("tables", tables),
    ("site", site),
];

/// Returns what a file of these bytes says.
fn text(data: &[u8]) -> String {
    Source::new("x", data).text
}

fn library() -> Library {
    thread_local! {
        static LIBRARY: Library = law::library(&[], &[], &[], &mut Sink::default());
    }
    LIBRARY.with(Clone::clone)
}

/// Checks that every message can be shown: its place lies in its file.
fn shown(sink: &Sink, sources: &Sources) {
    for diagnostic in sink.diagnostics() {
        let spans = diagnostic.span.into_iter().chain(diagnostic.related.iter().map(|it| it.0));
        for span in spans {
            let Some(source) = sources.text(span.file) else {
                continue;
            };
            assert!(
                source.text.get(span.range()).is_some(),
                "{} points at {:?} in a file of {} bytes",
                diagnostic.code,
                span.range(),
                source.text.len()
            );
        }
        print::to_json(diagnostic, sources);
    }
}

fn in_memory(files: &[(&str, &str)]) -> Sources {
    let owned = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Sources::from_files(&owned.collect())
}

/// Settings, laws and theme, the same for every page that is tried.
fn basis() -> Basis {
    let sources = in_memory(&[("site.toml", "[markdown]\nraw_html = true\n")]);
    let flags = Flags::at(jiff::civil::date(2026, 11, 23));
    Basis::read(&sources, &flags, &mut Sink::default())
}

/// Parses pages, looks up what they refer to, and writes the body of the first one as HTML.
fn body(files: &[(&str, &str)]) -> String {
    thread_local! {
        static BASIS: Basis = basis();
    }
    let sources = in_memory(files);
    let mut sink = Sink::default();
    let basis = BASIS.with(Clone::clone);
    let records = data::read(&sources.data, &basis.config, &mut sink);
    let read = Basis { records, ..basis }.site(&sources, &mut sink);
    let place = Place::new(&Arc::new(Shared::bare(&read)), Permalink::folder("a/x"));
    let content = content::render(&place, DocumentId::new(0));
    shown(&sink, &sources);
    [content.html, content.footnotes, content.glossary].concat()
}

/// A page's metadata in YAML.
pub fn yaml(data: &[u8]) {
    let page = format!("---\n{}\n---\n\n正文。\n", text(data));
    markup::check(&body(&[("content/a/x.md", &page)]));
}

/// A page's metadata in TOML.
pub fn toml(data: &[u8]) {
    let page = format!("+++\n{}\n+++\n\n正文。\n", text(data));
    markup::check(&body(&[("content/a/x.md", &page)]));
}

/// A page, down to its HTML.
pub fn markdown(data: &[u8]) {
    markup::check(&body(&[("content/a/x.md", &text(data))]));
}

/// Boxes: the bytes stand behind `:::`.
pub fn directives(data: &[u8]) {
    let page = format!(":::{}\n:::\n", text(data));
    let table = "content/a/t.csv";
    markup::check(&body(&[
        ("content/a/x.md", &page),
        (table, "甲,乙\n<b>,\"c\"\n"),
        ("content/_snippets/s.md", "片段\n"),
    ]));
}

/// Links and pictures: each line is one.
pub fn links(data: &[u8]) {
    let mut page = String::new();
    for line in text(data).lines() {
        page.push_str(&format!(
            "[文字]({line}) ![图]({line}) <{line}> [字][r]\n\n[r]: {line}\n\n{line}\n\n"
        ));
        let _ = platform::recognise(line);
    }
    let other = "---\ntitle: 乙\n---\n\n## 节\n";
    markup::check(&body(&[
        ("content/a/x.md", &page),
        ("content/a/y.md", other),
        ("content/b/y.md", other),
    ]));
}

/// Paths, anchors and addresses.
pub fn paths(data: &[u8]) {
    let text = text(data);
    if let Ok(path) = OutputPath::new(&text) {
        let joined = std::path::Path::new("/site").join(path.as_str());
        let normal = joined.components().all(|it| !matches!(it, std::path::Component::ParentDir));
        assert!(normal && joined.starts_with("/site"), "{text:?} leaves the site");
        assert!(!path.as_str().contains(['\\', ':', '\0']), "{text:?}");
        let _ = path.folded();
    }
    let slug = markdown::slug(&text);
    assert_eq!(markdown::slug(&slug), slug, "an anchor made twice is the same");
    assert!(!slug.contains(['/', '"', '<', '&', ' ', '\'']), "{slug:?}");
    let encoded = pufa::address::encode_path(&text);
    assert!(encoded.is_ascii() && !encoded.contains(['"', '<', '>', ' ', '\\', '#', '?']));
    assert_eq!(decoded(&encoded), text.as_bytes(), "an address is read back");
    let permalink = Permalink::folder(&text);
    assert_eq!(permalink.to_root().len(), 3 * permalink.depth());
    let _ = data::date::parse(&text);
}

fn decoded(encoded: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = encoded.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let code = std::str::from_utf8(&tail[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
            rest = &tail[2..];
        } else {
            bytes.push(*first);
        }
    }
    bytes
}

/// The index of the search: pages are parted by NUL, title from text by a line end. All is found again in the files.
pub fn search(data: &[u8]) {
    let pages: Vec<(String, String)> = String::from_utf8_lossy(data)
        .split('\0')
        .map(|it| it.split_once('\n').unwrap_or((it, "")))
        .map(|(title, text)| (title.to_owned(), text.to_owned()))
        .collect();
    search_files::check(&pages);
}

/// Captions.
pub fn captions(data: &[u8]) {
    let text = text(data);
    let (cues, problems) = captions::parse(&text);
    for cue in &cues {
        assert!(text.get(cue.range.clone()).is_some());
    }
    for problem in &problems {
        assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
    }
}

/// Videos.
pub fn mp4(data: &[u8]) {
    let _ = video::probe(&mut Cursor::new(data));
}

/// Pictures: sizes of all kinds, and what is left of drawings.
pub fn pictures(data: &[u8]) {
    for ending in ["jpg", "png", "gif", "webp", "svg", "avif"] {
        let _ = picture::probe(data, ending);
    }
    let text = text(data);
    let _ = svg::size(&text);
    if let Ok(clean) = svg::sanitise(&text) {
        markup::check_drawing(&clean.text);
        let again = svg::sanitise(&clean.text).expect("what was cleaned is clean");
        assert_eq!(again.text, clean.text, "cleaned twice is cleaned once");
    }
}

/// Citations, block after block.
pub fn citations(data: &[u8]) {
    let (text, library) = (text(data), library());
    let mut scanner = Scanner::new(library.names());
    for block in text.split("\n\n") {
        let found = scanner.block(block);
        let mut last = 0;
        for it in &found {
            assert!(block.get(it.range.clone()).is_some(), "{it:?}");
            assert!(it.range.start >= last && it.range.end > it.range.start, "{found:?}");
            last = it.range.end;
        }
        for quoted in scanner.quotations(block, &found) {
            assert!(block.get(quoted.range.clone()).is_some(), "{quoted:?}");
            assert!(quoted.citation < found.len());
        }
        if let Some(index) = scanner.introduces(block, &found) {
            assert!(index < found.len());
        }
    }
}

/// Statutes: as downloaded, inside a Word file, and in the normal form, which is read back as it was written.
pub fn statutes(data: &[u8]) {
    thread_local! {
        static REGISTRY: Registry = Registry::built_in();
    }
    let registry = REGISTRY.with(Clone::clone);
    let _ = import::read("x.docx", data, &registry, None);
    let _ = import::read("x.docx", &word_file(data), &registry, None);
    if let Ok(imported) = import::read("法_20200528.txt", data, &registry, None) {
        let normal = reread(&write::normal_form(&imported.statute));
        assert_eq!(reread(&normal), normal, "the normal form stays as it is");
    }
    let source = Source::new("content/laws/x.md", data);
    let mut sink = Sink::default();
    let _ = parse::normal_form(&source, &mut sink);
    let sources = Sources { statutes: vec![source], ..Sources::default() };
    shown(&sink, &sources);
}

fn reread(normal: &str) -> String {
    let source = Source::new("content/laws/x.md", normal.as_bytes());
    let statute = parse::normal_form(&source, &mut Sink::default()).expect("it has a title");
    write::normal_form(&statute)
}

/// Returns a Word file with these bytes as its document.
fn word_file(document: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [("word/document.xml", document), ("word/numbering.xml", document)] {
        file.start_file(name, options).expect("memory takes it");
        file.write_all(content).expect("memory takes it");
    }
    file.finish().expect("memory takes it").into_inner()
}

/// `site.toml`.
pub fn config(data: &[u8]) {
    let source = Source::new("site.toml", data);
    let mut sink = Sink::default();
    config::parse(Some(&source), &Flags::at(jiff::civil::date(2026, 11, 23)), &mut sink);
    let sources = Sources { config: Some(source), ..Sources::default() };
    shown(&sink, &sources);
}

/// Data files under every name that has a reader. What is read of them points into them.
pub fn tables(data: &[u8]) {
    for path in [
        "content/stations.csv",
        "content/stations.toml",
        "data/campaigns.json",
        "data/campaigns.yaml",
        "data/pinyin.toml",
        "data/pinyin.csv",
        "data/synonyms.csv",
        "data/synonyms.yaml",
    ] {
        let files = BTreeMap::from([(path.to_owned(), data.to_vec())]);
        let sources = Sources::from_files(&files);
        let mut sink = Sink::default();
        let flags = Flags::at(jiff::civil::date(2026, 11, 23));
        let config = config::parse(None, &flags, &mut sink);
        let records = data::read(&sources.data, &config, &mut sink);
        records.pinyin.all("严禁猥亵");
        shown(&sink, &sources);
        for file in records.files.values() {
            let data::Data::Table(table) = file else {
                continue;
            };
            let cells = table.rows.iter().flat_map(|it| &it.cells);
            for cell in cells.filter(|it| !it.is_empty()) {
                let place = &sources.data[0].text[cell.span.range()];
                assert!(
                    place.trim() == cell.text() || place.contains('"'),
                    "{place:?} is read as {:?}",
                    cell.text()
                );
            }
        }
    }
}

/// A whole site: files are parted by lines `=== path`. Every output has a good path and no script of the editors'.
pub fn site(data: &[u8]) {
    let mut files = BTreeMap::from([("content/a/x.md".to_owned(), Vec::new())]);
    let mut path = "content/a/x.md".to_owned();
    for line in data.split_inclusive(|it| *it == b'\n') {
        if let Some(name) = line.strip_prefix(b"=== ") {
            path = String::from_utf8_lossy(name).trim_end().to_owned();
            // The theme is trusted: whoever may change it may do anything.
            if path.starts_with("themes/") {
                path = "content/a/theme.md".to_owned();
            }
        } else {
            files.entry(path.clone()).or_default().extend_from_slice(line);
        }
    }
    let sources = Sources::from_files(&files);
    let mut sink = Sink::default();
    let built = pufa::build(
        &sources,
        &Flags::at(jiff::civil::date(2026, 11, 23)),
        &Cache::none(),
        &mut sink,
    );
    let artifacts = built.artifacts.made(&mut sink);
    shown(&sink, &sources);
    for (path, body) in artifacts.iter() {
        assert_eq!(OutputPath::new(path.as_str()).as_ref(), Ok(path));
        if let Body::Text(text) = body
            && path.as_str().ends_with(".html")
            && !path.as_str().starts_with("static/")
        {
            markup::check_page(text);
        }
    }
}
