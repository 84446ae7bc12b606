//! Leaflets from the source files to the bytes of the PDFs, and in front of other people's tools.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails and says what it skips"
)]
#![cfg(feature = "leaflet")]

mod bundled;
mod golden;
mod mistakes;
mod packs;
mod press;
mod preview;
mod sound;

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use pufa::{
    cache::Cache,
    config::Flags,
    diag::Sink,
    read::{self, Read},
    render::{
        Body,
        leaflet::{
            ask::format::Role,
            engine::font::{FontCache, Fonts},
            products::{context::LeafletInputs, offer::Leaflets, plan::leaflets},
        },
    },
    source::{AssetData, Sources},
};

const CONFIG: &str = "title = \"普法\"\nbase_url = \"https://example.org/\"\n[organisation]\nname = \"晴川县妇联\"\n[[help_lines]]\nnumber = \"12338\"\nname = \"妇女维权热线\"\n";

const TEXT: &str = ":::大白话\n挨打不是家务事。打电话，有人管。\n:::\n\n## 先离开\n\n带上证件和孩子，去有人的地方，见《反家庭暴力法》第二十三条第一款。\n\n- 身份证；\n- 一点钱；\n- 充好电的手机。\n\n## 再报警\n\n:::步骤\n1. 打 110，先说在哪里。\n2. 伤要去看，病历留好。\n3. 申请保护令。\n:::\n\n| 找谁 | 做什么 |\n| --- | --- |\n| 派出所 | 出警、告诫 |\n| 法院 | 保护令 |\n\n:::下一步\n今天就打 12338。\n:::\n\n:::传单 card\n先离开，再报警。\n\n- 带上证件；\n- 打 110。\n:::\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Says plainly that something could not be tried here.
fn skipped(why: &str) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

/// The fonts that `make` fetches, else the system's; `None` without any, so that there is nothing to test.
///
/// Where fonts were installed to test with, not to find them is a failure.
fn fonts() -> Option<&'static [PathBuf]> {
    static FOUND: OnceLock<Vec<PathBuf>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let found = Fonts::find(&[], Some(root()), &BTreeMap::new(), &Cache::none());
        match found.choice.missing().contains(&Role::Sans) {
            true => Vec::new(),
            false => found.choice.files,
        }
    });
    if !found.is_empty() {
        return Some(found);
    }
    assert!(
        env::var_os("PUFA_FONTS_INSTALLED").is_none(),
        "fonts were installed, and none is found"
    );
    skipped("no fonts for leaflets, `make fonts` fetches them");
    None
}

/// Tells whether the fonts are those that `make` fetches: pictures and conformance are judged with them alone.
///
/// Where these were installed to test with, not to find them is a failure; `system` says that only others could be had.
fn has_own_fonts() -> bool {
    let is_there = root().join(".tools/fonts/LXGWWenKai-Regular.ttf").is_file();
    let installed = env::var_os("PUFA_FONTS_INSTALLED");
    assert!(
        is_there || installed.is_none_or(|it| it == "system"),
        "fonts were installed, and those of `make fonts` are not found"
    );
    is_there
}

/// A site in memory, ready for its leaflets.
struct Small {
    sources: Sources,
    read: Read,
    cache: Cache,
    fonts: FontCache,
}

impl Small {
    /// Reads a site; `None` without fonts.
    fn read<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Option<Self> {
        let fonts = fonts()?;
        let mut all = BTreeMap::from([("site.toml".to_owned(), CONFIG.as_bytes().to_vec())]);
        let owned = |(path, bytes): &(&str, T)| ((*path).to_owned(), bytes.as_ref().to_vec());
        all.extend(files.iter().map(owned));
        let mut sources = Sources::from_files(&all);
        sources.fonts = fonts.to_vec();
        let mut sink = Sink::default();
        let flags = Flags::at(jiff::civil::date(2026, 11, 23));
        let read = read::site(&sources, &flags, &mut sink);
        Some(Self { sources, read, cache: Cache::none(), fonts: FontCache::default() })
    }

    fn inputs(&self) -> LeafletInputs<'_> {
        LeafletInputs {
            site: &self.read.site,
            documents: &self.read.documents,
            targets: &self.read.targets,
            sources: &self.sources,
            cache: &self.cache,
            fonts: &self.fonts,
            remembered: None,
        }
    }
}

/// Builds the leaflets of a site in memory, and what is said about them; `None` without fonts.
fn build<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Option<(Leaflets, Vec<String>)> {
    let small = Small::read(files)?;
    let mut sink = Sink::default();
    let made = leaflets(small.inputs(), &mut sink);
    // The system's fonts may lack a Kai.
    let said = sink.take().into_iter().filter(|it| it.code != "leaflet/no-font");
    let said = said.map(|it| format!("{}: {}", it.code, it.message.zh));
    Some((made, said.collect()))
}

fn page(front: &str, text: &str) -> String {
    format!(
        "---\n标题: 遇到家暴怎么办\n日期: 2026-03-02\n核对: 2026-10-15\n摘要: 先离开，再报警，留好证据，找妇联，申请保护令。\n{front}\n---\n\n{text}"
    )
}

fn bytes<'a>(made: &'a Leaflets, path: &str) -> &'a [u8] {
    let found = made.files.iter().find(|(it, _)| it.as_str() == path);
    match found {
        Some((_, Body::Copy(asset))) => match &asset.data {
            AssetData::Memory(bytes) => bytes,
            AssetData::Disk(_) => panic!("{path} without a cache"),
        },
        other => panic!("{path}: {}", other.is_some()),
    }
}

/// The text of a PDF in its own order; `None` where `pdftotext` is not installed.
fn read_words(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), pdf).unwrap();
    let mut command = Command::new("pdftotext");
    let output = run(command.arg("-raw").arg(file.path()).arg("-"))?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs somebody else's tool; `None` where it is not installed.
fn run(command: &mut Command) -> Option<Output> {
    let output = command.output().ok();
    if output.is_none() {
        skipped(&format!("no {}", command.get_program().to_string_lossy()));
    }
    output
}

/// Reads the codes of PDFs, a line each: name, resolution, text; `None` where a tool is missing.
fn read_codes(files: &[PathBuf]) -> Option<String> {
    let script = root().join("tests/leaflet/codes");
    let output = run(Command::new("bash").arg(script).args(files))?;
    if output.status.code() == Some(3) {
        skipped(String::from_utf8_lossy(&output.stderr).trim());
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
