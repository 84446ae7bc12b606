//! Every format, look and ink is a sound PDF, the same in every run, in the order of the article.

use std::{fs, path::PathBuf, process::Command};

use lopdf::{Document as Pdf, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use pufa::render::leaflet::ask::{
    format::{Family, Format, Ink, Named},
    product::Product,
};

use crate::{
    CONFIG, TEXT, build, bytes, has_own_fonts, page, read_codes, read_words, run, skipped,
};

fn all_kinds() -> String {
    let mut out = String::new();
    for format in Format::ALL {
        out.push_str(&format!(
            "  - {{format: {}, family: FAMILY, ink: [color, gray, cmyk]}}\n",
            format.key()
        ));
    }
    out
}

#[test]
fn every_format_family_and_ink_is_a_sound_pdf() {
    for family in Family::ALL.iter().copied() {
        let front = format!("传单:\n{}", all_kinds().replace("FAMILY", family.key()));
        let Some((made, said)) = build(&[("content/a.md", &page(&front, TEXT))]) else {
            return;
        };
        assert!(said.iter().all(|it| it.starts_with("leaflet/sparse")), "{said:?}");
        assert_eq!(made.offers.len(), 6 * Ink::ALL.len());
        for offer in &made.offers {
            let pdf = bytes(&made, &offer.path);
            sound(pdf, offer.product, offer.ink, offer.pages, &offer.path);
            conforms(pdf, offer.ink, &offer.path);
        }
    }
}

/// Asks a validator about PDF/UA-1, and about PDF/A-2a where no print shop's colours forbid it.
///
/// Of Noto Sans CJK as Debian has it, in PostScript outlines, the validator finds another width than the file names.
pub fn conforms(pdf: &[u8], ink: Ink, name: &str) {
    if !has_own_fonts() {
        return skipped("conformance is judged with the fonts of `make fonts`");
    }
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
fn sound(bytes: &[u8], product: Product, ink: Ink, pages: usize, name: &str) {
    let pdf = Pdf::load_mem(bytes).expect(name);
    let catalog = pdf.catalog().expect(name);
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).ok(), Some(&b"zh-CN"[..]), "{name}");
    assert!(catalog.has(b"StructTreeRoot"), "{name}");
    let (width, height) = match product {
        Product::Leaflet(Format::FlyerA4 | Format::LargePrint) | Product::Pack => (210.0, 297.0),
        Product::Leaflet(Format::FlyerA5) | Product::Handbook => (148.0, 210.0),
        Product::Leaflet(Format::Trifold) => (297.0, 210.0),
        Product::Leaflet(Format::Poster) => (297.0, 420.0),
        Product::Leaflet(Format::Card) => (105.0, 148.0),
    };
    let ids = pdf.get_pages();
    assert_eq!(ids.len(), pages, "{name}");
    for id in ids.values() {
        let page = pdf.get_dictionary(*id).unwrap();
        let edges = |key: &[u8]| {
            page.get(key)
                .and_then(Object::as_array)
                .map(|it| it.iter().filter_map(|it| it.as_float().ok()).collect::<Vec<f32>>())
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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (second, _) = pool.install(|| build(&[("content/a.md", &page)])).unwrap();
    assert_eq!(first.files, second.files);
}

#[test]
fn words_stand_in_the_order_of_the_article() {
    let Some((made, _)) =
        build(&[("content/a.md", &page("传单: [trifold, flyer-a4, large-print]", TEXT))])
    else {
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
        assert!(places.iter().all(Option::is_some), "{format}: {places:?}\n{words}");
        // A tri-fold is read from the cover; its summary names some of the words first.
        let from = words.find("挨打不是家务事").unwrap();
        let rest = &words[from..];
        let order: Vec<usize> =
            ["挨打不是家务事", "身份证", "病历留好", "出警、告诫", "今天就打12338"]
                .iter()
                .filter_map(|it| rest.find(it))
                .collect();
        assert!(order.is_sorted() && order.len() == 5, "{format}: {order:?}\n{words}");
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
    let [book, sheets] = &made.offers[..] else { panic!("{:?}", made.offers) };
    assert_eq!(book.pages % 4, 0);
    assert_eq!(sheets.pages, book.pages / 2);
    sound(bytes(&made, &book.path), Product::Handbook, Ink::Color, book.pages, "handbook");
    let Some(words) = read_words(bytes(&made, &sheets.path)) else {
        return;
    };
    let first = words.split('\u{c}').next().unwrap_or_default();
    assert!(first.contains("维权手册"), "the cover stands on the first sheet: {first}");
}

#[test]
fn tools_of_others_find_no_fault() {
    let Some((made, _)) =
        build(&[("content/a.md", &page("传单: [trifold, flyer-a5, card]", TEXT))])
    else {
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
        if let Some(output) = run(Command::new("qpdf").arg("--check").arg(file)) {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
    }
    codes_read_back(&files);
}

/// Every code on every page, drawn at 300 and 150 dots an inch and in gray, leads to the page.
fn codes_read_back(files: &[PathBuf]) {
    let Some(lines) = read_codes(files) else {
        return;
    };
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy();
        for resolution in ["300", "150", "gray"] {
            let wanted = format!("{name} {resolution} https://example.org/a/");
            assert!(lines.lines().any(|it| it == wanted), "{wanted}\n{lines}");
        }
    }
}

#[test]
fn a_page_may_be_a_leaflet_alone_and_readings_stand_above() {
    let page = page("传单: flyer-a5\nrender: leaflet\n拼音: 全文", TEXT);
    let Some((made, said)) = build(&[("content/a.md", &page)]) else {
        return;
    };
    assert!(said.iter().all(|it| it.starts_with("leaflet/sparse")), "{said:?}");
    assert_eq!(made.offers.len(), 1);
    let pdf = bytes(&made, &made.offers[0].path);
    conforms(pdf, Ink::Color, "a");
    if let Some(words) = read_words(pdf) {
        assert!(words.contains("zhèng"), "{words}");
    }
}
