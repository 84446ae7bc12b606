//! Files for the print shop hold inks only, whatever editors bring.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::{Document as Pdf, Object, content::Content};

use crate::{build, bytes, page};

const TEXT: &str =
    "## 甲\n\n![照片](photo.jpg)\n\n![图](glass.png)\n\n![画](drawing.svg)\n\n乙。\n";

fn drawing(spread: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 40\" width=\"80\" height=\"40\"><defs><linearGradient id=\"g\" x2=\"0.5\"{spread}><stop offset=\"0\" stop-color=\"#9c1c2f\"/><stop offset=\".4\" stop-color=\"#173b63\" stop-opacity=\".5\"/><stop offset=\"1\" stop-color=\"#f9f3e4\"/></linearGradient></defs><rect width=\"40\" height=\"40\" fill=\"url(#g)\"/><circle cx=\"60\" cy=\"20\" r=\"15\" fill=\"#0c4f4a\" stroke=\"#c75b12\" stroke-width=\"3\"/></svg>"
    )
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn files(spread: &str) -> Vec<(&'static str, Vec<u8>)> {
    let front = "传单:\n  - {format: flyer-a4, ink: [color, cmyk]}";
    let glass = RgbaImage::from_pixel(900, 600, Rgba([200, 40, 40, 128]));
    vec![
        ("content/a.md", page(front, TEXT).into_bytes()),
        (
            "content/photo.jpg",
            encoded(RgbImage::from_pixel(900, 600, Rgb([23, 59, 99])), ImageFormat::Jpeg),
        ),
        ("content/glass.png", encoded(glass, ImageFormat::Png)),
        ("content/drawing.svg", drawing(spread).into_bytes()),
    ]
}

/// How often a PDF names a colour of screens: profiles of three channels, device colours, and operators that set them.
fn screen_colours(pdf: &Pdf) -> usize {
    let mut found = 0;
    for object in pdf.objects.values() {
        let text = format!("{object:?}");
        found += text.matches("/DeviceRGB").count();
        let Ok(stream) = object.as_stream() else {
            continue;
        };
        found += usize::from(stream.dict.get(b"N").and_then(Object::as_i64).ok() == Some(3));
        let is_picture =
            stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image");
        if let Some(content) = (!is_picture).then(|| stream.get_plain_content().ok()).flatten()
            && let Ok(content) = Content::decode(&content)
        {
            let sets =
                |it: &&lopdf::content::Operation| matches!(it.operator.as_str(), "rg" | "RG");
            found += content.operations.iter().filter(sets).count();
        }
    }
    found
}

fn pictures(pdf: &Pdf) -> Vec<(Vec<u8>, Vec<u8>)> {
    let streams = pdf.objects.values().filter_map(|it| it.as_stream().ok());
    let pictures = streams.filter(|it| {
        it.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")
            && it.dict.has(b"ColorSpace")
    });
    pictures
        .map(|it| {
            let space = it.dict.get(b"ColorSpace").and_then(Object::as_name).unwrap_or_default();
            (space.to_vec(), it.get_plain_content().unwrap())
        })
        .collect()
}

#[test]
fn pictures_and_drawings_are_turned_into_inks() {
    let Some((made, said)) = build(&files("")) else {
        return;
    };
    assert!(!said.iter().any(|it| it.starts_with("leaflet/press-color")), "{said:?}");
    let office = Pdf::load_mem(bytes(&made, "leaflets/a-flyer-a4.pdf")).unwrap();
    assert!(screen_colours(&office) > 0, "the office's file is for screens");
    let press = Pdf::load_mem(bytes(&made, "leaflets/a-flyer-a4-press.pdf")).unwrap();
    assert_eq!(screen_colours(&press), 0);
    let inks: Vec<Vec<u8>> = pictures(&press)
        .into_iter()
        .filter(|(space, _)| space == b"DeviceCMYK")
        .map(|(_, pixels)| pixels[..4].to_vec())
        .collect();
    assert_eq!(inks.len(), 2, "photo and glass: {inks:?}");
    // The blue of the photo: much cyan, less magenta, some black, little yellow.
    let photo = inks.iter().find(|it| it[0] > it[2]).unwrap();
    assert!(photo[0] > 120 && photo[3] > 70 && photo[2] < 80, "{photo:?}");
}

#[test]
fn what_cannot_be_turned_is_told() {
    let Some((_, said)) = build(&files(" spreadMethod=\"reflect\"")) else {
        return;
    };
    assert!(
        said.iter()
            .any(|it| it.starts_with("leaflet/press-color: 《遇到家暴怎么办》印刷厂用的文件里")),
        "{said:?}"
    );
}

/// Left, bottom, right and top of a box, in millimetres.
fn edges(page: &lopdf::Dictionary, key: &[u8]) -> Vec<f32> {
    let edges = page.get(key).and_then(Object::as_array).unwrap();
    edges.iter().map(|it| it.as_float().unwrap() * 25.4 / 72.0).collect()
}

#[test]
fn marks_stand_outside_the_bleed_where_to_cut_and_fold() {
    let text = "## 甲\n\n乙。\n";
    let front = "传单:\n  - {format: trifold, ink: cmyk}";
    let Some((made, _)) = build(&[("content/a.md", page(front, text))]) else {
        return;
    };
    let press = Pdf::load_mem(bytes(&made, "leaflets/a-trifold-press.pdf")).unwrap();
    // Outside the flap comes first, inside it is seen from behind.
    for ((_, id), folds) in press.get_pages().into_iter().zip([[97.0, 197.0], [100.0, 200.0]]) {
        let page = press.get_dictionary(id).unwrap();
        let (trim, media) = (edges(page, b"TrimBox"), edges(page, b"MediaBox"));
        assert!((trim[2] - trim[0] - 297.0).abs() < 0.1, "{trim:?}");
        assert!((media[2] - media[0] - 317.0).abs() < 0.1, "{media:?}");
        let content = Content::decode(&press.get_page_content(id)).unwrap();
        let start = content.operations.iter().rposition(|it| it.operator == "BMC").unwrap();
        let starts = content.operations[start..].iter().filter(|it| it.operator == "m");
        let starts: Vec<(f32, f32)> = starts
            .map(|it| (it.operands[0].as_float().unwrap(), it.operands[1].as_float().unwrap()))
            .map(|(x, y)| (x * 25.4 / 72.0 - trim[0], y * 25.4 / 72.0 - trim[1]))
            .collect();
        assert_eq!(starts.len(), 12, "eight at the corners, four at the folds");
        for (x, y) in &starts {
            let outside = |at: f32, most: f32| at < -3.5 || at > most + 3.5;
            assert!(outside(*x, 297.0) || outside(*y, 210.0), "{x} {y}");
        }
        for fold in folds {
            let here = starts.iter().filter(|(x, _)| (x - fold).abs() < 0.1);
            assert_eq!(here.count(), 2, "{fold}: {starts:?}");
        }
    }
}
