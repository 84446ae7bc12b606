//! Every leaflet of the bundled site, in every look and ink, in front of other people's tools.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use pufa::{
    cache::Cache,
    config::Flags,
    diag::Sink,
    render::{Artifacts, Body, leaflet::ask::format::Ink},
    source::{AssetData, ReadOptions, Source, Sources},
};

use crate::{fonts, read_codes, root, run, sound::conforms};

/// Builds the bundled site with all its leaflets in one look and three inks; `None` without fonts.
fn build(family: &str) -> Option<(Artifacts, Vec<String>)> {
    fonts()?;
    let mut sources = Sources::read(root(), &ReadOptions::default());
    let config = sources.config.as_ref().unwrap().text.clone();
    let config = config
        .replace("family = \"blue\"", &format!("family = \"{family}\""))
        .replace("inks = [\"color\", \"gray\"]", "inks = [\"color\", \"gray\", \"cmyk\"]");
    assert!(config.contains("\"cmyk\"]"), "site.toml reads otherwise now");
    sources.config = Some(Source::new("site.toml", config.as_bytes()));
    let flags = Flags::at(jiff::civil::date(2026, 11, 28));
    let mut sink = Sink::default();
    let built = pufa::build(&sources, &flags, &Cache::none(), &mut sink);
    let said = sink.take().into_iter();
    let said = said
        .filter(|it| it.code.starts_with("leaflet/"))
        .map(|it| format!("{}: {}", it.code, it.message.zh));
    Some((built.artifacts, said.collect()))
}

fn leaflets(artifacts: &Artifacts) -> Vec<(String, &[u8])> {
    let files = artifacts.iter().filter_map(|(path, body)| {
        let path = path.as_str();
        match body {
            Body::Copy(asset) if path.starts_with("leaflets/") && path.ends_with(".pdf") => {
                let AssetData::Memory(bytes) = &asset.data else {
                    panic!("{path} without a cache");
                };
                Some((path["leaflets/".len()..].to_owned(), &bytes[..]))
            }
            _ => None,
        }
    });
    files.collect()
}

fn write_all(leaflets: &[(String, &[u8])], folder: &Path) -> Vec<PathBuf> {
    let write = |(name, bytes): &(String, &[u8])| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    leaflets.iter().map(write).collect()
}

#[test]
fn every_leaflet_conforms_in_every_look_and_ink() {
    for family in ["blue", "warm", "kids"] {
        let Some((artifacts, said)) = build(family) else {
            return;
        };
        let said: Vec<_> = said
            .iter()
            // The system's fonts may lack a Kai.
            .filter(|it| !it.starts_with("leaflet/sparse") && !it.starts_with("leaflet/no-font"))
            .collect();
        assert!(said.is_empty(), "{family}: {said:#?}");
        let leaflets = leaflets(&artifacts);
        assert!(leaflets.len() >= 30, "{} leaflets", leaflets.len());
        for (name, pdf) in &leaflets {
            if name.contains("-booklet") {
                continue;
            }
            let ink = if name.ends_with("-press.pdf") { Ink::Cmyk } else { Ink::Color };
            conforms(pdf, ink, &format!("{family} {name}"));
        }
        let folder = tempfile::tempdir().unwrap();
        for (path, (name, _)) in write_all(&leaflets, folder.path()).iter().zip(&leaflets) {
            if let Some(output) = run(Command::new("qpdf").arg("--check").arg(path)) {
                assert!(
                    output.status.success(),
                    "{name}: {}",
                    String::from_utf8_lossy(&output.stdout)
                );
            }
            stays_on_its_panel(path, name);
            if !name.contains("-booklet") {
                reads_in_order(path, name.trim_end_matches("-press.pdf"));
            }
        }
    }
}

/// No word stands outside the paper, and on a tri-fold none stands across a fold.
fn stays_on_its_panel(path: &Path, name: &str) {
    // Marks and bleed widen the page for the press; its words are those of the office's.
    if name.ends_with("-press.pdf") || name.contains("-booklet") {
        return;
    }
    let mut command = Command::new("pdftotext");
    let Some(output) = run(command.arg("-bbox").arg(path).arg("-")) else {
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = |line: &str, key: &str| -> f64 {
        let start = line.find(&format!("{key}=\"")).unwrap() + key.len() + 2;
        line[start..].split('"').next().unwrap().parse().unwrap()
    };
    let mm = |it: f64| it * 72.0 / 25.4;
    let (mut page, mut width, mut height) = (0, 0.0, 0.0);
    let mut words = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page += 1;
            (width, height) = (number(line, "width"), number(line, "height"));
        } else if line.starts_with("<word ") {
            let (left, right) = (number(line, "xMin"), number(line, "xMax"));
            let (top, bottom) = (number(line, "yMin"), number(line, "yMax"));
            assert!(
                left > 0.0 && right < width && top > -2.0 && bottom < height + 2.0,
                "{name} page {page}: {line}"
            );
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap();
            words.push(Word {
                page,
                left,
                right,
                middle: f64::midpoint(top, bottom),
                height: bottom - top,
                text: text.to_owned(),
            });
            let folds = match (name.contains("-trifold"), page) {
                (true, 1) => [mm(97.0), mm(197.0)],
                (true, _) => [mm(100.0), mm(200.0)],
                (false, _) => continue,
            };
            assert!(
                folds.iter().all(|fold| right < *fold || left > *fold),
                "{name} page {page}: {line}"
            );
        }
    }
    lines_end_well(&words, name);
}

/// A run of characters on a page, in points.
struct Word {
    page: usize,
    left: f64,
    right: f64,
    middle: f64,
    height: f64,
    text: String,
}

/// No line begins with a mark that belongs to the one before, and none ends inside 第N条.
fn lines_end_well(words: &[Word], name: &str) {
    for word in words {
        let beside = |other: &&Word| {
            other.page == word.page && (other.middle - word.middle).abs() < word.height / 2.0
        };
        // Marks that meet are set closer than they are wide.
        let gap = word.height * 2.5;
        if word.text.starts_with(|it| "，。、；：？！）》”’".contains(it)) {
            let is_before =
                |it: &Word| it.right <= word.left + word.height && it.right > word.left - gap;
            let before = words.iter().filter(beside).any(is_before);
            assert!(before, "{name} page {}: a line begins with {}", word.page, word.text);
        }
        let numerals = |it: char| "〇零一二三四五六七八九十百千".contains(it);
        let bare = word.text.trim_end_matches(numerals);
        // A reading stands above 第 where every character has one.
        if bare.ends_with('第') && bare.len() < word.text.len() {
            let is_after =
                |it: &Word| it.left >= word.right - word.height && it.left < word.right + gap;
            let after = words.iter().filter(beside).any(is_after);
            assert!(after, "{name} page {}: a line ends with {}", word.page, word.text);
        }
    }
}

/// The headings of an article follow each other on paper as on the page.
fn reads_in_order(path: &Path, name: &str) {
    let stem = name.trim_end_matches(".pdf").trim_end_matches("-gray");
    let articles = ["classroom", "rights", "minfadian", "learn"];
    let source = articles.iter().find_map(|folder| {
        let rest = stem.strip_prefix(&format!("{folder}-"))?;
        let files = fs::read_dir(root().join("content").join(folder)).unwrap();
        let mut files = files.map(|it| it.unwrap().path());
        files.find(|it| {
            let name = it.file_name().unwrap().to_string_lossy().into_owned();
            let name = name.strip_suffix(".md").unwrap_or("no article");
            rest.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
        })
    });
    let Some(text) = source.map(|it| fs::read_to_string(it).unwrap()) else {
        return;
    };
    // What has a text of its own for paper is read in that order.
    if text.contains(":::传单") || text.contains(":::leaflet") {
        return;
    }
    let Some(words) = crate::read_words(&fs::read(path).unwrap()) else {
        return;
    };
    let bare = |it: &str| it.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    let words = bare(&words);
    let headings = text.lines().filter_map(|it| it.strip_prefix("## ")).map(bare);
    let places: Vec<Option<usize>> = headings.map(|it| words.find(&it)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted() && places.len() > 2,
        "{name}: {places:?}"
    );
}

#[test]
fn every_code_leads_to_its_page_and_to_the_mini_program() {
    let Some((artifacts, _)) = build("blue") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut leaflets = leaflets(&artifacts);
    leaflets.retain(|(name, _)| !name.ends_with("-press.pdf") && !name.contains("-booklet"));
    let files = write_all(&leaflets, folder.path());
    let Some(lines) = read_codes(&files) else {
        return;
    };
    let read: BTreeSet<&str> = lines.lines().collect();
    let known: Vec<String> = artifacts
        .iter()
        .filter_map(|(path, _)| path.as_str().strip_suffix("index.html"))
        .map(|path| format!("https://pufa.example.org/{path}"))
        .collect();
    for (name, _) in &leaflets {
        let name = name.trim_end_matches(".pdf");
        let page = name.trim_end_matches("-gray");
        let own = known.iter().filter(|it| {
            let path =
                it["https://pufa.example.org/".len()..].trim_end_matches('/').replace('/', "-");
            !path.is_empty() && page.strip_prefix(&path).is_some_and(|rest| rest.starts_with('-'))
        });
        // The longest address that begins the name is the page's own; a handbook leads home.
        let own = own.max_by_key(|it| it.len()).map_or("https://pufa.example.org/", |it| it);
        for resolution in ["300", "150", "gray"] {
            for address in [own, "https://pufa.example.org/about/"] {
                let wanted = format!("{name} {resolution} {address}");
                assert!(read.contains(wanted.as_str()), "{wanted}\n{lines}");
            }
        }
    }
    for line in &read {
        let address = line.rsplit(' ').next().unwrap();
        assert!(
            known.iter().any(|it| it == address) || address.contains("://pufa.example.org/about/"),
            "{line}"
        );
    }
}
