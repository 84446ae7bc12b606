//! Every format as a small gray picture, compared with the one that was looked at and found good.
//!
//! Another version of a font moves a few dots; a panel that is empty, a heading that fell off or a colour that is gone
//! changes whole cells. `UPDATE=1 cargo test --release --test leaflet golden` draws them anew: look at them then.

use std::fs;

use image::{GrayImage, imageops};
use pufa::{
    diag::Sink,
    render::leaflet::{
        ask::format::{Ink, Named},
        products::{context::LeafletContext, handbook, page::PageLeaflet},
    },
};

use crate::{CONFIG, Small, TEXT, has_own_fonts, page, root, skipped};

/// Width of the pictures, in pixels.
const WIDTH_PX: u32 = 120;
/// Side of a cell whose lightness is compared, in pixels.
const CELL_PX: u32 = 6;
/// How far a cell may be from the picture, of 255.
const CELL_MOST: f64 = 40.0;
/// How far all cells may be from it on average.
const ALL_MOST: f64 = 3.0;

const PANELS: &str = ":::传单 trifold\n:::版面 折翼\n## 一个故事\n\n:::案例\n阿桂婶六十七岁，儿子喝了酒就砸东西。第二天法院下令：搬出老屋。\n:::\n:::\n:::版面 内页一\n## 先离开\n\n带上证件和孩子，去有人的地方。\n\n- 身份证；\n- 一点钱；\n- 充好电的手机。\n:::\n:::版面 内页二\n## 再报警\n\n:::步骤\n1. 打 110，先说在哪里。\n2. 伤要去看，病历留好。\n3. 申请保护令。\n:::\n:::\n:::版面 内页三\n## 用法律\n\n| 找谁 | 做什么 |\n| --- | --- |\n| 派出所 | 出警、告诫 |\n| 法院 | 保护令 |\n\n:::警示\n不要自己去抢东西。\n:::\n:::\n:::\n";

/// Draws every leaflet of a site, in each of its inks, and its handbooks: name and pages. With other fonts than those
/// that `make` fetches every picture is another one.
fn draw(files: &[(&str, &str)]) -> Option<Vec<(String, Vec<GrayImage>)>> {
    if !has_own_fonts() {
        skipped("golden pictures are drawn with the fonts of `make fonts`");
        return None;
    }
    let small = Small::read(files)?;
    let mut sink = Sink::default();
    let context = LeafletContext::open(small.inputs(), &mut sink);
    let typesetter = context.typesetter();
    let orders = context.page_orders(&mut sink);
    let mut out = Vec::new();
    let gray = |pages: Vec<Vec<u8>>| {
        let read = |png: &Vec<u8>| image::load_from_memory(png).unwrap().into_luma8();
        pages.iter().map(read).collect::<Vec<_>>()
    };
    for it in &orders {
        for ink in it.order.inks.iter().copied() {
            let sheets = context.sheets();
            let leaflet = PageLeaflet::new(&it.article, &it.order, ink, sheets, &mut sink);
            let pages = typesetter.draw(&leaflet.job(), WIDTH_PX);
            let name = format!(
                "{}-{}-{}-{}",
                it.article.name,
                it.order.format.key(),
                it.order.family.key(),
                ink.key()
            );
            out.push((name, gray(pages.unwrap())));
        }
    }
    for book in &context.settings().handbooks {
        let job = handbook::job(&context, book, Ink::Color).unwrap();
        let pages = typesetter.draw(&job, WIDTH_PX).unwrap();
        out.push((job.ident.clone(), gray(pages)));
    }
    Some(out)
}

/// The largest and the mean difference of the cells' lightness; `None` for pictures of different size.
fn difference(one: &GrayImage, two: &GrayImage) -> Option<(f64, f64)> {
    if one.dimensions() != two.dimensions() {
        return None;
    }
    let (across, down) = (one.width() / CELL_PX, one.height() / CELL_PX);
    let cells = |it: &GrayImage| imageops::resize(it, across, down, imageops::FilterType::Triangle);
    let (one, two) = (cells(one), cells(two));
    let apart = one.pixels().zip(two.pixels()).map(|(a, b)| f64::from(a.0[0].abs_diff(b.0[0])));
    let apart: Vec<f64> = apart.collect();
    let most = apart.iter().copied().fold(0.0, f64::max);
    Some((most, apart.iter().sum::<f64>() / apart.len() as f64))
}

#[test]
fn every_format_looks_as_it_was_found_good() {
    let config = format!(
        "{CONFIG}[[leaflet.handbook]]\nname = \"rights\"\ntitle = \"维权|手册\"\nsubtitle = \"遇到事，先找谁\"\ncolumn = \"rights\"\n"
    );
    let text = TEXT.split(":::传单 card").next().unwrap();
    let article = page(
        "传单:\n  - trifold\n  - {format: flyer-a4, family: warm}\n  - {format: flyer-a5, family: kids}\n  - {format: poster, family: warm}\n  - {format: large-print, ink: gray}",
        text,
    );
    let card = page(
        "传单:\n  - {format: card, family: kids}\n  - {format: trifold, family: warm}",
        &format!("{TEXT}\n{PANELS}"),
    );
    let files = [
        ("site.toml", config.as_str()),
        ("content/a.md", article.as_str()),
        ("content/b.md", card.as_str()),
        ("content/rights/_index.md", "---\n标题: 维权\n---\n"),
        ("content/rights/a.md", &page("", text)),
    ];
    let Some(drawn) = draw(&files) else {
        return;
    };
    let folder = root().join("tests/leaflet/golden");
    let mut wrong = Vec::new();
    for (name, pages) in &drawn {
        for (index, page) in pages.iter().enumerate() {
            let path = folder.join(format!("{name}-{}.png", index + 1));
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&folder).unwrap();
                page.save(&path).unwrap();
            }
            let Ok(good) = image::open(&path) else {
                wrong.push(format!("{} is missing", path.display()));
                continue;
            };
            match difference(&good.into_luma8(), page) {
                Some((cell, all)) if cell <= CELL_MOST && all <= ALL_MOST => {}
                found => wrong.push(format!("{name} page {}: {found:?}", index + 1)),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let known = fs::read_dir(&folder).unwrap().count();
    let drawn: usize = drawn.iter().map(|(_, pages)| pages.len()).sum();
    assert_eq!(known, drawn, "a page is gone");
}

#[test]
fn a_line_that_is_gone_is_noticed() {
    let mut page = GrayImage::from_pixel(120, 170, image::Luma([255]));
    let empty = page.clone();
    for (x, y) in (20..80).flat_map(|x| (60..66).map(move |y| (x, y))) {
        page.put_pixel(x, y, image::Luma([90]));
    }
    assert_eq!(difference(&page, &page), Some((0.0, 0.0)));
    let (cell, _) = difference(&page, &empty).unwrap();
    assert!(cell > CELL_MOST, "{cell}");
    assert_eq!(difference(&page, &GrayImage::new(1, 1)), None);
}
