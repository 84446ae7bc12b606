//! What editors get wrong is told, and nothing they write is run.

use std::io::Cursor;

use crate::{CONFIG, TEXT, build, bytes, page, read_words};

#[test]
fn nothing_in_a_text_is_run() {
    let text = "## 先看\n\n#panic() #read(\"/etc/passwd\") $x$ \\ #sys.inputs *星号* `#eval(\"1\")` <lab> @ref /* x */ // y\n\n- #include \"x\"\n- = 标题\n";
    let Some((made, said)) = build(&[("content/a.md", page("传单: flyer-a4", text))]) else {
        return;
    };
    assert!(said.iter().all(|it| it.starts_with("leaflet/sparse")), "{said:?}");
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

/// A site of one page with `front` in its front matter, a damaged picture and a station that asks for another page.
fn says(front: &str, text: &str) -> Option<Vec<String>> {
    let page = page(front, text);
    let files = [
        ("content/a.md", page.as_str()),
        ("content/bad.png", "no picture"),
        ("content/stations.csv", "名称,传单,份数\n桃溪,b:card,10\n"),
    ];
    Some(build(&files)?.1)
}

#[test]
fn every_mistake_is_told() {
    let arabic = "## 甲\n\n阿拉伯文：سلام。\n";
    let cases = [
        ("传单: 信封", TEXT, "leaflet/format: 没有 `信封` 这种传单"),
        ("传单: handbook", TEXT, "leaflet/handbook: "),
        ("传单:\n  - {format: card, colour: 红}", TEXT, "leaflet/option: 传单没有 `colour`"),
        ("传单:\n  - {format: card, family: 紫}", TEXT, "leaflet/choice: `family` 不能写 `紫`"),
        (
            "传单: flyer-a4",
            "## 甲\n\n表情😀。\n",
            "leaflet/glyph: 《遇到家暴怎么办》的传单印不出 `😀`（U+1F600）",
        ),
        (
            "传单: flyer-a4",
            "## 甲\n\n名字里有𲎯字。\n",
            "leaflet/glyph: 《遇到家暴怎么办》的传单印不出 `𲎯`（U+323AF）",
        ),
        ("传单: flyer-a4", arabic, "leaflet/glyph: 《遇到家暴怎么办》的传单印不出 `س`（U+0633）"),
        (
            "传单: trifold",
            ":::传单 trifold\n:::版面 里页\n## 甲\n\n乙。\n:::\n:::\n",
            "leaflet/panel: 三折页没有 `里页` 这一面",
        ),
        (
            "传单: trifold",
            ":::传单 trifold\n:::版面 内页一\n## 甲\n\n乙。\n:::\n:::\n",
            "leaflet/panel-missing: 三折页的内页二是空的",
        ),
        ("传单: card", "丙\n\n:::传单 card\n:::\n", "leaflet/empty: "),
        ("传单: card", "", "leaflet/empty: "),
        (
            "传单: flyer-a4",
            "## 甲\n\n![图](bad.png)\n",
            "leaflet/picture: 图片 `content/bad.png` 坏了",
        ),
        ("传单: flyer-a4", "## 甲\n\n乙。\n", "leaflet/sparse: "),
        ("传单: flyer-a4", TEXT, "leaflet/station-leaflet: 桃溪要的传单 `b:card` 没有"),
    ];
    for (front, text, wanted) in cases {
        let Some(said) = says(front, text) else {
            return;
        };
        assert!(said.iter().any(|it| it.starts_with(wanted)), "{front}: {said:?}");
    }
}

#[test]
fn a_text_that_is_far_too_long_names_its_lines_and_how_much_to_cut() {
    // About a hundred pages.
    let long = "## 一节\n\n写得太长的一段话，怎么也放不下，一张纸就那么大。\n\n".repeat(3_000);
    let Some((made, said)) = build(&[("content/a.md", page("传单: trifold", &long))]) else {
        return;
    };
    assert!(made.files.is_empty(), "a leaflet that is cut off must not be offered");
    let told = said.iter().find(|it| it.starts_with("leaflet/overflow"));
    let told = told.unwrap();
    assert!(told.contains("（第 9 到 12007 行）放不下，大约要删"), "{told}");
    let cut: usize =
        told.split("大约要删 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((70_000..=78_000).contains(&cut), "{told}");

    // A panel of its own is named with its own lines.
    let panel = |name: &str, text: &str| format!(":::版面 {name}\n## {name}\n\n{text}\n:::\n");
    let much = "写得太长的一段话，怎么也放不下。".repeat(80);
    let text: String =
        [("折翼", "甲。"), ("内页一", &much), ("内页二", "乙。"), ("内页三", "丙。")]
            .iter()
            .map(|(name, text)| panel(name, text))
            .collect();
    let text = format!(":::传单 trifold\n{text}:::\n");
    let (_, said) = build(&[("content/a.md", page("传单: trifold", &text))]).unwrap();
    assert!(
        said.iter()
            .any(|it| it
                .starts_with("leaflet/overflow: 《遇到家暴怎么办》三折页的内页一（第 15 到 ")),
        "{said:?}"
    );
}

#[test]
fn more_bold_words_than_the_engine_can_set_in_seconds_are_told() {
    let bold = "**字。**字".repeat(6_000);
    let Some((made, said)) = build(&[("content/a.md", page("传单: card", &bold))]) else {
        return;
    };
    assert!(
        made.files.is_empty() && said.iter().any(|it| it.starts_with("leaflet/marks: ")),
        "{said:?}"
    );
}

#[test]
fn pictures_that_cannot_be_printed_are_left_out_and_coarse_ones_told() {
    let png = |picture: image::DynamicImage| {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
        out.into_inner()
    };
    let huge = png(image::GrayImage::new(9_000, 9_000).into());
    let coarse = png(image::RgbImage::new(60, 40).into());
    let text = "## 甲\n\n![不在](none.png)\n\n![太大](huge.png)\n\n![太粗](coarse.png)\n\n乙。\n";
    let files = [
        ("content/a.md", page("传单: flyer-a4", text).into_bytes()),
        ("content/huge.png", huge),
        ("content/coarse.png", coarse),
    ];
    let Some((made, said)) = build(&files) else {
        return;
    };
    for wanted in [
        "leaflet/picture: 图片 `content/huge.png` 坏了或者太大",
        "leaflet/coarse-picture: `content/coarse.png` 印出来只有 ",
    ] {
        assert!(said.iter().any(|it| it.starts_with(wanted)), "{said:?}");
    }
    assert_eq!(made.offers.len(), 1, "the rest is printed");
}

#[test]
fn what_the_site_lacks_is_told() {
    let without = CONFIG.replace("base_url = \"https://example.org/\"\n", "");
    let page = page("传单: card", TEXT);
    let book = format!("{CONFIG}[[leaflet.handbook]]\nname = \"none\"\ncolumn = \"none\"\n");
    let broken = format!("theme = \"own\"\n{CONFIG}");
    let cases = [
        (&without, "leaflet/no-address: "),
        (&book, "leaflet/handbook-empty: 手册 `none` 一篇文章也没有"),
        (&broken, "leaflet/engine: 《遇到家暴怎么办》的传单没有做成"),
    ];
    for (config, wanted) in cases {
        let files = [
            ("site.toml", config.as_str()),
            ("content/a.md", page.as_str()),
            ("content/none/_index.md", "---\n标题: 空的\n---\n"),
            ("themes/own/leaflet/card.typ", "#let leaflet(d) = { nobody(d) }"),
        ];
        let Some((_, said)) = build(&files) else {
            return;
        };
        assert!(said.iter().any(|it| it.starts_with(wanted)), "{said:?}");
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
    assert!(
        said.iter().any(|it| it.starts_with("leaflet/contrast: ")
            && it.contains("`on-flood` 的字压在 `flood` 上")),
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
    assert!(said.iter().any(|it| it.starts_with("leaflet/small-text: ")), "{said:?}");
}

#[test]
fn snippets_deep_in_snippets_are_on_paper_too() {
    let text = "## 甲\n\n:::引用 s1\n:::\n";
    let mut files = vec![("content/a.md".to_owned(), page("传单: flyer-a4", text))];
    for inner in 1..8 {
        let next = format!(":::引用 s{}\n:::\n", inner + 1);
        files.push((format!("content/_snippets/s{inner}.md"), next));
    }
    files.push(("content/_snippets/s8.md".to_owned(), "最里面的话。\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
    let Some((made, said)) = build(&files) else {
        return;
    };
    assert!(said.iter().all(|it| it.starts_with("leaflet/sparse")), "{said:?}");
    let Some(words) = read_words(bytes(&made, "leaflets/a-flyer-a4.pdf")) else {
        return;
    };
    assert!(words.contains("最里面的话"), "{words}");
}
