//! Leaflets from the source files to the bytes of the PDFs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails and says what it skips"
)]
#![cfg(feature = "leaflet")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use lopdf::{Document as Pdf, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use pufa::{
    cache::Cache,
    config::{self, Flags},
    diag::Sink,
    document::Document,
    law, markdown,
    render::{
        Body,
        leaflet::{
            format::{Family, Format, Ink},
            plan::{Inputs, Leaflets, leaflets},
        },
    },
    resolve, site,
    source::Sources,
};

const CONFIG: &str = "title = \"普法\"\nbase_url = \"https://example.org/\"\n[organisation]\nname = \"晴川县妇联\"\n[[help_lines]]\nnumber = \"12338\"\nname = \"妇女维权热线\"\n";

const TEXT: &str = ":::大白话\n挨打不是家务事。打电话，有人管。\n:::\n\n## 先离开\n\n带上证件和孩子，去有人的地方，见《反家庭暴力法》第二十三条第一款。\n\n- 身份证；\n- 一点钱；\n- 充好电的手机。\n\n## 再报警\n\n:::步骤\n1. 打 110，先说在哪里。\n2. 伤要去看，病历留好。\n3. 申请保护令。\n:::\n\n| 找谁 | 做什么 |\n| --- | --- |\n| 派出所 | 出警、告诫 |\n| 法院 | 保护令 |\n\n:::下一步\n今天就打 12338。\n:::\n\n:::传单 card\n先离开，再报警。\n\n- 带上证件；\n- 打 110。\n:::\n";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The fonts that `make` fetches; without them there is nothing to test.
fn fonts() -> Vec<PathBuf> {
    let folder = root().join(".tools/fonts");
    let mut fonts: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path())
        .collect();
    fonts.sort();
    fonts
}

/// Builds the leaflets of a site in memory; `None` without fonts.
fn build(files: &[(&str, &str)]) -> Option<(Leaflets, Vec<String>)> {
    let fonts = fonts();
    if fonts.is_empty() {
        // `.ci/fonts` says why it could not fetch them.
        return None;
    }
    let mut all: BTreeMap<String, Vec<u8>> =
        BTreeMap::from([("site.toml".to_owned(), CONFIG.as_bytes().to_vec())]);
    all.extend(
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())),
    );
    let mut sources = Sources::from_files(&all);
    sources.fonts = fonts;
    let mut sink = Sink::default();
    let flags = Flags {
        now: Some(jiff::civil::date(2026, 11, 23)),
        ..Flags::default()
    };
    let config = config::parse(sources.config.as_ref(), &flags, &mut sink);
    let library = law::library::library(&sources.statutes, &sources.data, &config.laws, &mut sink);
    let dialect = markdown::Dialect {
        taxonomies: &config.taxonomies,
        raw_html: false,
        names: library.names(),
    };
    let documents: Vec<Arc<Document>> = sink.par_map(&sources.pages, |it, sink| {
        Arc::new(markdown::parse(it, &dialect, sink))
    });
    let (config, pages, assets, data) = (
        config.clone(),
        &sources.pages,
        &sources.assets,
        &sources.data,
    );
    let site = site::index(
        site::Inputs {
            config,
            library,
            pages,
            documents,
            assets,
            data,
        },
        &mut sink,
    );
    let targets = resolve::references(&site, &mut sink);
    sink.take();
    let made = leaflets(
        Inputs {
            site: &site,
            targets: &targets,
            sources: &sources,
            cache: &Cache::none(),
        },
        &mut sink,
    );
    let said = sink
        .take()
        .into_iter()
        .map(|it| format!("{}: {}", it.code, it.message.zh))
        .collect();
    Some((made, said))
}

fn page(front: &str, text: &str) -> String {
    format!(
        "---\n标题: 遇到家暴怎么办\n日期: 2026-03-02\n核对: 2026-10-15\n摘要: 先离开，再报警，留好证据，找妇联，申请保护令。\n{front}\n---\n\n{text}"
    )
}

fn bytes<'a>(made: &'a Leaflets, path: &str) -> &'a [u8] {
    let found = made.files.iter().find(|(it, _)| it.as_str() == path);
    match found {
        Some((_, Body::Bytes(bytes))) => bytes,
        other => panic!("{path}: {}", other.is_some()),
    }
}

fn all_kinds() -> String {
    let mut out = String::new();
    for format in Format::ALL.iter().filter(|it| **it != Format::Handbook) {
        out.push_str(&format!(
            "  - {{format: {}, family: FAMILY, ink: [color, gray, cmyk]}}\n",
            format.key()
        ));
    }
    out
}

#[test]
fn every_format_family_and_ink_is_a_sound_pdf() {
    for family in Family::ALL {
        let front = format!("传单:\n{}", all_kinds().replace("FAMILY", family.key()));
        let Some((made, said)) = build(&[("content/a.md", &page(&front, TEXT))]) else {
            return;
        };
        assert!(
            said.iter().all(|it| it.starts_with("leaflet/sparse")),
            "{said:?}"
        );
        assert_eq!(made.offers.len(), 6 * Ink::ALL.len());
        for offer in &made.offers {
            let pdf = bytes(&made, &offer.path);
            sound(pdf, offer.format, offer.ink, offer.pages, &offer.path);
            conforms(pdf, offer.ink, &offer.path);
        }
    }
}

/// Asks a validator about PDF/UA-1, and about PDF/A-2a where no print shop's colours forbid it.
fn conforms(pdf: &[u8], ink: Ink, name: &str) {
    let mut profiles = vec![ValidationProfile::PdfUa1];
    if ink != Ink::Cmyk {
        profiles.push(ValidationProfile::PdfA2a);
    }
    for profile in profiles {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(pdf, &options).expect(name);
        assert!(report.is_compliant, "{name}: {report}");
    }
}

/// Checks language, tags, fonts, size and boxes.
fn sound(bytes: &[u8], format: Format, ink: Ink, pages: usize, name: &str) {
    let pdf = Pdf::load_mem(bytes).expect(name);
    let catalog = pdf.catalog().expect(name);
    assert_eq!(
        catalog.get(b"Lang").and_then(Object::as_str).ok(),
        Some(&b"zh-CN"[..]),
        "{name}"
    );
    assert!(catalog.has(b"StructTreeRoot"), "{name}");
    let (width, height) = match format {
        Format::FlyerA4 | Format::LargePrint => (210.0, 297.0),
        Format::FlyerA5 | Format::Handbook => (148.0, 210.0),
        Format::Trifold => (297.0, 210.0),
        Format::Poster => (297.0, 420.0),
        Format::Card => (105.0, 148.0),
    };
    let ids = pdf.get_pages();
    assert_eq!(ids.len(), pages, "{name}");
    for id in ids.values() {
        let page = pdf.get_dictionary(*id).unwrap();
        let edges = |key: &[u8]| {
            page.get(key).and_then(Object::as_array).map(|it| {
                it.iter()
                    .filter_map(|it| it.as_float().ok())
                    .collect::<Vec<f32>>()
            })
        };
        let trim = edges(b"TrimBox").or_else(|_| edges(b"MediaBox")).unwrap();
        let near = |is: f32, mm: f32| (is - mm * 72.0 / 25.4).abs() < 0.5;
        assert!(
            near(trim[2] - trim[0], width) && near(trim[3] - trim[1], height),
            "{name} {trim:?}"
        );
        if ink == Ink::Cmyk {
            let bleed = edges(b"BleedBox").expect(name);
            assert!(
                near(trim[0] - bleed[0], 3.0) && near(bleed[3] - trim[3], 3.0),
                "{name} {bleed:?} {trim:?}"
            );
        }
    }
    let descriptors = pdf
        .objects
        .values()
        .filter_map(|it| it.as_dict().ok())
        .filter(|it| it.has_type(b"FontDescriptor"));
    for descriptor in descriptors {
        assert!(
            descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"),
            "{name}: a font is not embedded"
        );
    }
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let page = page("传单: [trifold, card]", TEXT);
    let Some((first, _)) = build(&[("content/a.md", &page)]) else {
        return;
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let (second, _) = pool.install(|| build(&[("content/a.md", &page)])).unwrap();
    assert_eq!(first.files, second.files);
}

#[test]
fn nothing_in_a_text_is_run() {
    let text = "## 先看\n\n#panic() #read(\"/etc/passwd\") $x$ \\ #sys.inputs *星号* `#eval(\"1\")` <lab> @ref /* x */ // y\n\n- #include \"x\"\n- = 标题\n";
    let Some((made, said)) = build(&[("content/a.md", &page("传单: flyer-a4", text))]) else {
        return;
    };
    assert!(
        said.iter().all(|it| it.starts_with("leaflet/sparse")),
        "{said:?}"
    );
    assert_eq!(made.offers.len(), 1);
    let Some(words) = read_words(bytes(&made, "leaflets/a-flyer-a4.pdf")) else {
        return;
    };
    assert!(
        words.contains("#panic()")
            && words.contains("#read(\"/etc/passwd\")")
            && words.contains("$x$"),
        "{words}"
    );
    assert!(!words.contains("root:"));
}

#[test]
fn words_stand_in_the_order_of_the_article() {
    let Some((made, _)) = build(&[(
        "content/a.md",
        &page("传单: [trifold, flyer-a4, large-print]", TEXT),
    )]) else {
        return;
    };
    for format in ["trifold", "flyer-a4", "large-print"] {
        let Some(words) = read_words(bytes(&made, &format!("leaflets/a-{format}.pdf"))) else {
            return;
        };
        let words: String = words.chars().filter(|it| !it.is_whitespace()).collect();
        let places = [
            "挨打不是家务事",
            "先离开",
            "身份证",
            "再报警",
            "申请保护令",
            "派出所",
            "今天就打12338",
        ]
        .map(|it| words.find(it));
        assert!(
            places.iter().all(Option::is_some),
            "{format}: {places:?}\n{words}"
        );
        // A tri-fold is read from the cover; its summary names some of the words first.
        let from = words.find("挨打不是家务事").unwrap();
        let rest = &words[from..];
        let order: Vec<usize> = [
            "挨打不是家务事",
            "身份证",
            "病历留好",
            "出警、告诫",
            "今天就打12338",
        ]
        .iter()
        .filter_map(|it| rest.find(it))
        .collect();
        assert!(
            order.is_sorted() && order.len() == 5,
            "{format}: {order:?}\n{words}"
        );
    }
}

/// The text of a PDF in its own order; `None` where `pdftotext` is not installed.
fn read_words(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), pdf).unwrap();
    let output = Command::new("pdftotext")
        .arg("-raw")
        .arg(file.path())
        .arg("-")
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn every_mistake_is_told() {
    let long = "## 一节\n\n写得太长的一段话，怎么也放不下。\n\n".repeat(400);
    let cases: [(&str, String, &str); 12] = [
        ("传单: 信封", TEXT.to_owned(), "leaflet/format"),
        ("传单: handbook", TEXT.to_owned(), "leaflet/handbook"),
        (
            "传单:\n  - {format: card, colour: 红}",
            TEXT.to_owned(),
            "leaflet/option",
        ),
        (
            "传单:\n  - {format: card, family: 紫}",
            TEXT.to_owned(),
            "leaflet/choice",
        ),
        ("传单: trifold", long, "leaflet/overflow"),
        (
            "传单: flyer-a4",
            "## 甲\n\n表情😀和阿拉伯文سلام。\n".to_owned(),
            "leaflet/glyph",
        ),
        (
            "传单: trifold",
            ":::传单 trifold\n:::版面 里页\n## 甲\n\n乙。\n:::\n:::\n".to_owned(),
            "leaflet/panel",
        ),
        (
            "传单: trifold",
            ":::传单 trifold\n:::版面 内页一\n## 甲\n\n乙。\n:::\n:::\n".to_owned(),
            "leaflet/panel-missing",
        ),
        (
            "传单: card",
            "丙\n\n:::传单 card\n:::\n".to_owned(),
            "leaflet/empty",
        ),
        (
            "传单: flyer-a4",
            "## 甲\n\n![图](bad.png)\n".to_owned(),
            "leaflet/picture",
        ),
        (
            "传单: flyer-a4",
            "## 甲\n\n乙。\n".to_owned(),
            "leaflet/sparse",
        ),
        ("传单: flyer-a4", TEXT.to_owned(), "leaflet/station-leaflet"),
    ];
    let stations = "名称,传单,份数\n桃溪,b:card,10\n";
    for (front, text, code) in cases {
        let page = page(front, &text);
        let files = [
            ("content/a.md", page.as_str()),
            ("content/bad.png", "no picture"),
            ("content/stations.csv", stations),
        ];
        let Some((made, said)) = build(&files) else {
            return;
        };
        assert!(
            said.iter().any(|it| it.starts_with(&format!("{code}: "))),
            "{front}: {said:?}"
        );
        if code == "leaflet/overflow" {
            assert!(
                made.files.is_empty(),
                "a leaflet that is cut off must not be offered"
            );
            let told = said
                .iter()
                .find(|it| it.starts_with("leaflet/overflow"))
                .unwrap();
            assert!(
                told.contains("（第 9 到 1607 行）放不下，大约要删"),
                "{told}"
            );
        }
    }
}

#[test]
fn a_handbook_is_a_multiple_of_four_pages_and_imposed_for_the_stapler() {
    let config = format!(
        "{CONFIG}[[leaflet.handbook]]\nname = \"rights\"\ntitle = \"维权手册\"\ncolumn = \"rights\"\n"
    );
    let page = page("", TEXT);
    let files = [
        ("site.toml", config.as_str()),
        ("content/rights/_index.md", "---\n标题: 维权\n---\n"),
        ("content/rights/a.md", &page),
        ("content/rights/b.md", &page),
    ];
    let Some((made, said)) = build(&files) else {
        return;
    };
    assert_eq!(said, Vec::<String>::new());
    let [book, sheets] = &made.offers[..] else {
        panic!("{:?}", made.offers)
    };
    assert_eq!(book.pages % 4, 0);
    assert_eq!(sheets.pages, book.pages / 2);
    sound(
        bytes(&made, &book.path),
        Format::Handbook,
        Ink::Color,
        book.pages,
        "handbook",
    );
    let Some(words) = read_words(bytes(&made, &sheets.path)) else {
        return;
    };
    let first = words.split('\u{c}').next().unwrap_or_default();
    assert!(
        first.contains("维权手册"),
        "the cover stands on the first sheet: {first}"
    );
}

#[test]
fn tools_of_others_find_no_fault() {
    let Some((made, _)) = build(&[(
        "content/a.md",
        &page("传单: [trifold, flyer-a5, card]", TEXT),
    )]) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for offer in &made.offers {
        let path = folder.path().join(offer.path.rsplit('/').next().unwrap());
        fs::write(&path, bytes(&made, &offer.path)).unwrap();
        files.push(path);
    }
    for file in &files {
        if let Ok(output) = Command::new("qpdf").arg("--check").arg(file).output() {
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stdout)
            );
        }
    }
    codes_read_back(&files);
}

/// Every code on every page, drawn at 300 and 150 dots an inch and in gray, leads to the page.
fn codes_read_back(files: &[PathBuf]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaflet/codes");
    let Ok(output) = Command::new("bash").arg(script).args(files).output() else {
        return;
    };
    if output.status.code() == Some(3) {
        // The script has said which tool is missing.
        return;
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy();
        for resolution in ["300", "150", "gray"] {
            let wanted = format!("{name} {resolution} https://example.org/a/");
            assert!(lines.lines().any(|it| it == wanted), "{wanted}\n{lines}");
        }
    }
}

#[test]
fn pale_colours_and_tiny_type_are_told() {
    let config = format!("{CONFIG}[leaflet.colors]\nflood = \"#8899aa\"\n");
    let page = page("传单: card", TEXT);
    let files = [("site.toml", config.as_str()), ("content/a.md", &page)];
    let Some((_, said)) = build(&files) else {
        return;
    };
    let told: Vec<_> = said
        .iter()
        .filter(|it| it.starts_with("leaflet/contrast: "))
        .collect();
    assert!(
        told.iter()
            .any(|it| it.contains("`on-flood` 的字压在 `flood` 上")),
        "{said:?}"
    );
    let tiny = "#let leaflet(d) = { set page(width: 105mm, height: 148mm); set text(lang: \"zh\", font: d.fonts.sans); heading(level: 1, d.title); text(size: 5pt)[字] }";
    let config = format!("theme = \"own\"\n{CONFIG}");
    let files = [
        ("site.toml", config.as_str()),
        ("content/a.md", page.as_str()),
        ("themes/own/leaflet/card.typ", tiny),
    ];
    let (_, said) = build(&files).unwrap();
    assert!(
        said.iter().any(|it| it.starts_with("leaflet/small-text: ")),
        "{said:?}"
    );
}

#[test]
fn a_page_may_be_a_leaflet_alone_and_readings_stand_above() {
    let page = page("传单: flyer-a5\nrender: leaflet\n拼音: 全文", TEXT);
    let Some((made, said)) = build(&[("content/a.md", &page)]) else {
        return;
    };
    assert!(
        said.iter().all(|it| it.starts_with("leaflet/sparse")),
        "{said:?}"
    );
    assert_eq!(made.offers.len(), 1);
    let pdf = bytes(&made, &made.offers[0].path);
    conforms(pdf, Ink::Color, "a");
    if let Some(words) = read_words(pdf) {
        assert!(words.contains("zhèng"), "{words}");
    }
}
