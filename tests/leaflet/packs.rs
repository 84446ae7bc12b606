//! `pufa leaflet` as people at the printer use it: packs, the print list, pictures, the cache.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::{fonts, read_words, root};

const CONFIG: &str = "title = \"普法\"\nbase_url = \"https://example.org/\"\n[organisation]\nname = \"晴川县妇联\"\n[[help_lines]]\nnumber = \"12338\"\nname = \"妇女维权热线\"\n[leaflet]\ninks = [\"color\"]\n";

fn page(words: &str) -> String {
    format!(
        "---\n标题: 遇到家暴怎么办\n日期: 2026-03-02\n摘要: 先离开，再报警。\n传单: [card, flyer-a5]\n---\n\n## 先离开\n\n{words}\n\n:::传单 card\n先离开，再报警。\n\n- 带上证件；\n- 打 110。\n:::\n"
    )
}

/// A small site; `None` where `make` has not fetched fonts.
fn site() -> Option<tempfile::TempDir> {
    fonts()?;
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    write("site.toml", CONFIG);
    write("content/a.md", &page("带上证件和孩子，去有人的地方。"));
    write(
        "content/stations.csv",
        "名称,地址,传单,份数,slug\n桃溪站,街上 1 号,a:card；a:flyer-a5×20,80,taoxi\n柳湾站,村里 2 号,a:card,30,liuwan\n",
    );
    Some(folder)
}

fn pufa(site: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pufa"))
        // Fonts are found in the folder where the program is started.
        .current_dir(root())
        // Laws are those of this day.
        .env("SOURCE_DATE_EPOCH", "1795392000")
        .arg("--root")
        .arg(site)
        .args(words)
        .output()
        .unwrap()
}

fn good(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}{said}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn stations_get_packs_and_old_copies_are_called_back_when_the_text_changed() {
    let Some(site) = site() else { return };
    good(&pufa(site.path(), &["leaflet", "pack"]));
    let list = fs::read_to_string(site.path().join("packs/print-list.csv")).unwrap();
    let rows: Vec<&str> = list.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 4, "{list}");
    assert!(
        rows[1].starts_with("桃溪站,1,遇到家暴怎么办,A6 卡片,")
            && rows[1].ends_with(",80,taoxi.pdf,"),
        "{list}"
    );
    assert!(rows[2].contains(",20,taoxi.pdf,") && rows[3].starts_with("柳湾站,1,"), "{list}");
    let pack = lopdf::Document::load(site.path().join("packs/taoxi.pdf")).unwrap();
    // The cover sheet, both sides of the card, one side of the flyer.
    assert_eq!(pack.get_pages().len(), 4);

    good(&pufa(site.path(), &["leaflet", "pack"]));
    let again = fs::read_to_string(site.path().join("packs/print-list.csv")).unwrap();
    assert_eq!(again, list, "nothing changed");

    fs::write(site.path().join("content/a.md"), page("带上证件、孩子和一点钱，去有人的地方。"))
        .unwrap();
    let output = pufa(site.path(), &["leaflet", "pack", "--station", "桃溪"]);
    good(&output);
    let list = fs::read_to_string(site.path().join("packs/print-list.csv")).unwrap();
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows.len(), 3, "{list}");
    // The card has a text of its own, which is as it was.
    assert!(rows[1].ends_with(",80,taoxi.pdf,"), "{list}");
    assert!(rows[2].ends_with(",文字改过"), "{list}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("文字改过"));
}

/// A text of a law that was made public in March and is in force from April of its year.
fn statute(year: &str, fourth: &str) -> String {
    format!(
        "---\ntitle: \"小村公约\"\nshort: \"小村公约\"\npromulgated: \"{year}-03-01\"\neffective: \"{year}-04-01\"\nsource: \"村委会\"\nchecked: \"2026-11-04\"\nslug: \"xiaocungongyue\"\n---\n\n# 小村公约\n\n第一条　为了和睦，定下这份公约。\n\n第二条　{fourth}\n"
    )
}

#[test]
fn a_changed_law_calls_old_copies_back_and_says_why() {
    let Some(site) = site() else { return };
    let path = |name: &str| site.path().join(name);
    fs::create_dir(path("content/laws")).unwrap();
    let law = |year: &str, fourth: &str| {
        let file = format!("content/laws/xiaocungongyue-{year}-03-01.md");
        fs::write(path(&file), statute(year, fourth)).unwrap();
    };
    law("2025", "调解不收钱。");
    fs::write(path("content/a.md"), page("谈不拢，找调解员，见《小村公约》第二条。")).unwrap();
    good(&pufa(site.path(), &["leaflet", "pack"]));
    let list = || fs::read_to_string(path("packs/print-list.csv")).unwrap();
    assert!(!list().contains("小村公约"), "{}", list());

    // Not a word of the article changes.
    law("2026", "调解不收钱。调解员不能把听到的家事说给别人。");
    let output = pufa(site.path(), &["leaflet", "pack"]);
    good(&output);
    let why = "《小村公约》有了新版本，2026-04-01 起施行";
    let rows: Vec<String> = list().lines().map(str::to_owned).collect();
    assert!(rows[0].ends_with(",旧的要收回"), "{rows:?}");
    assert!(rows[1..].iter().all(|it| it.ends_with(why)), "{rows:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains(&format!("桃溪站：《遇到家暴怎么办》A5 单页变了（{why}），旧的收回来")),
        "{said}"
    );
    // The people at the station read it on the cover sheet.
    if let Some(words) = read_words(&fs::read(path("packs/taoxi.pdf")).unwrap()) {
        let words: String = words.split_whitespace().collect();
        assert!(
            words.contains("旧的都收回来") && words.contains("《小村公约》有了新版本"),
            "{words}"
        );
    }

    good(&pufa(site.path(), &["leaflet", "pack"]));
    assert!(!list().contains("小村公约"), "said once: {}", list());
}

#[test]
fn a_station_that_wants_a_handbook_gets_it() {
    let Some(site) = site() else { return };
    let path = |name: &str| site.path().join(name);
    let config = format!(
        "{CONFIG}[[leaflet.handbook]]\nname = \"all\"\ntitle = \"全套|手册\"\ncolumn = \"rights\"\n"
    );
    fs::write(path("site.toml"), config).unwrap();
    fs::create_dir(path("content/rights")).unwrap();
    fs::write(path("content/rights/_index.md"), "---\n标题: 维权\n---\n").unwrap();
    fs::write(path("content/rights/b.md"), page("带上证件。")).unwrap();
    let stations =
        "名称,传单,份数,slug\n桃溪站,a:card；all:handbook×5,80,taoxi\n柳湾站,all,7,liuwan\n";
    fs::write(path("content/stations.csv"), stations).unwrap();
    good(&pufa(site.path(), &["leaflet", "pack"]));
    let list = || fs::read_to_string(path("packs/print-list.csv")).unwrap();
    let rows: Vec<String> = list().lines().skip(1).map(str::to_owned).collect();
    let book = "全套手册,手册,A4 横向，双面，短边翻转，对折骑马订";
    let expected = [
        format!("桃溪站,2,{book},5,handbook-all-booklet.pdf,"),
        format!("柳湾站,1,{book},7,handbook-all-booklet.pdf,"),
    ];
    assert_eq!(rows[1..], expected);
    let sheets = lopdf::Document::load(path("packs/handbook-all-booklet.pdf")).unwrap();
    assert_eq!(sheets.get_pages().len() % 2, 0);
    // Nothing but the cover sheet, which says where the handbook is.
    let cover = fs::read(path("packs/liuwan.pdf")).unwrap();
    assert_eq!(lopdf::Document::load_mem(&cover).unwrap().get_pages().len(), 1);
    if let Some(words) = read_words(&cover) {
        let words: String = words.split_whitespace().collect();
        assert!(
            words.contains("全套手册") && words.contains("handbook-all-booklet.pdf"),
            "{words}"
        );
    }
    // The web page of the station offers the same.
    good(&pufa(site.path(), &["build"]));
    let web = fs::read_to_string(path("public/stations/liuwan/index.html")).unwrap();
    assert!(web.contains("leaflets/handbook-all.pdf"), "{web}");

    fs::write(path("content/rights/b.md"), page("带上证件和病历。")).unwrap();
    good(&pufa(site.path(), &["leaflet", "pack"]));
    let called_back = list().lines().filter(|it| it.ends_with(",文字改过")).count();
    assert_eq!(called_back, 2, "{}", list());
}

#[test]
fn a_station_that_wants_what_nobody_makes_is_told_at_the_printer_too() {
    let Some(site) = site() else { return };
    let path = |name: &str| site.path().join(name);
    for wish in ["a:trifold", "a:trifod", "all:handbook", "nowhere"] {
        let stations = format!("名称,传单,slug\n桃溪站,a:card；{wish},taoxi\n");
        fs::write(path("content/stations.csv"), stations).unwrap();
        for words in [&["leaflet", "pack"][..], &["check"]] {
            let output = pufa(site.path(), words);
            let said = String::from_utf8_lossy(&output.stderr).into_owned()
                + &String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(1), "{wish} {words:?}: {said}");
            assert!(said.contains("leaflet/station-leaflet"), "{said}");
        }
        assert!(!path("packs/print-list.csv").exists(), "{wish}");
    }
}

#[test]
fn a_handbook_is_printed_by_its_name() {
    let Some(site) = site() else { return };
    let path = |name: &str| site.path().join(name);
    let config = format!(
        "{CONFIG}[[leaflet.handbook]]\nname = \"all\"\ntitle = \"全套\"\ncolumn = \"rights\"\n"
    );
    fs::write(path("site.toml"), config).unwrap();
    fs::create_dir(path("content/rights")).unwrap();
    fs::write(path("content/rights/_index.md"), "---\n标题: 维权\n---\n").unwrap();
    fs::write(path("content/rights/b.md"), page("带上证件。")).unwrap();
    let file = path("book.pdf");
    let file = file.to_str().unwrap();
    let words = ["leaflet", "all", "--format", "handbook", "--press", "--output", file];
    good(&pufa(site.path(), &words));
    let book = lopdf::Document::load(file).unwrap();
    assert_eq!(book.get_pages().len() % 4, 0);
    let output = pufa(site.path(), &["leaflet", "none", "--format", "handbook"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("leaflet/choice") && said.contains("`all`"), "{said}");
}

/// Returns the words of a handbook of a site whose only published chapter says 带上证件.
fn handbook_words(site: &Path) -> Result<String, String> {
    let file = site.join("book.pdf");
    let words = ["leaflet", "all", "--format", "handbook", "--output"];
    let mut words = words.to_vec();
    words.push(file.to_str().unwrap());
    let output = pufa(site, &words);
    match output.status.success() {
        true => Ok(read_words(&fs::read(file).unwrap()).unwrap_or_default()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

fn with_handbook(site: &Path) {
    let book = "[[leaflet.handbook]]\nname = \"all\"\ntitle = \"全套\"\ncolumn = \"rights\"\n";
    fs::write(site.join("site.toml"), format!("{CONFIG}{book}")).unwrap();
    fs::create_dir(site.join("content/rights")).unwrap();
    fs::write(site.join("content/rights/b.md"), page("带上证件。")).unwrap();
}

#[test]
fn what_is_not_published_is_in_no_handbook_and_on_no_sheet() {
    let Some(site) = site() else { return };
    with_handbook(site.path());
    let draft =
        page("悄悄话还没写完。").replace("标题: 遇到家暴怎么办", "标题: 半成品\n草稿: true");
    fs::write(site.path().join("content/rights/c.md"), draft).unwrap();
    let words = handbook_words(site.path()).unwrap();
    assert!(words.is_empty() || words.contains("证件"), "{words}");
    assert!(!words.contains("半成品") && !words.contains("悄悄话"), "{words}");
    let file = site.path().join("c.pdf");
    let sheet = ["leaflet", "rights/c.md", "--format", "card", "--output"];
    let output = pufa(site.path(), &[&sheet[..], &[file.to_str().unwrap()]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("leaflet/not-published") && !file.exists(), "{said}");
    let look = ["leaflet", "preview", "rights/c.md", "--format", "card", "--output"];
    let folder = site.path().join("look");
    good(&pufa(site.path(), &[&look[..], &[folder.to_str().unwrap()]].concat()));
}

#[test]
fn a_draft_that_a_station_wants_is_in_no_pack() {
    let Some(site) = site() else { return };
    let draft = page("悄悄话还没写完。").replace("传单:", "草稿: true\n传单:");
    fs::write(site.path().join("content/a.md"), draft).unwrap();
    let output = pufa(site.path(), &["leaflet", "pack"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("leaflet/station-leaflet"), "{said}");
    assert!(!site.path().join("packs").exists());
}

#[cfg(unix)]
#[test]
fn what_a_build_refuses_no_handbook_prints() {
    let Some(site) = site() else { return };
    with_handbook(site.path());
    std::os::unix::fs::symlink("/etc", site.path().join("content/rights/outside")).unwrap();
    let said = handbook_words(site.path()).unwrap_err();
    assert!(said.contains("source/outside"), "{said}");
}

#[test]
fn one_leaflet_is_printed_drawn_and_found_in_the_cache() {
    let Some(site) = site() else { return };
    let path = |name: &str| site.path().join(name);
    let file = path("a.pdf");
    let words =
        ["leaflet", "a.md", "--format", "card", "--press", "--output", file.to_str().unwrap()];
    good(&pufa(site.path(), &words));
    let first = fs::read(&file).unwrap();
    good(&pufa(site.path(), &words));
    assert_eq!(fs::read(&file).unwrap(), first, "from the cache");
    fs::remove_dir_all(path(".pufa")).unwrap();
    good(&pufa(site.path(), &words));
    assert_eq!(fs::read(&file).unwrap(), first, "made anew");
    let folder = path("pictures");
    good(&pufa(site.path(), &["leaflet", "preview", "a.md", "--output", folder.to_str().unwrap()]));
    let pictures = fs::read_dir(&folder).unwrap().count();
    assert_eq!(pictures, 2, "both sides of the card");
}

#[test]
fn what_is_wrong_about_the_law_is_not_printed_but_can_be_looked_at() {
    let Some(site) = site() else { return };
    let write = |path: &str, text: &str| fs::write(site.path().join(path), text).unwrap();
    // It stands in a snippet, so it is on the page and in no other.
    fs::create_dir(site.path().join("content/_snippets")).unwrap();
    write("content/_snippets/law.md", "见《民法典》第一千三百条。\n");
    write("content/a.md", &page(":::引用 law\n:::"));
    let out = site.path().join("out");
    let out = out.to_str().unwrap();
    for words in [&["leaflet", "a.md", "--output", out][..], &["leaflet", "pack", "--output", out]]
    {
        let refused = pufa(site.path(), words);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(
            said.contains("law/article-missing") && said.contains("content/_snippets/law.md:1"),
            "{said}"
        );
        assert!(!Path::new(out).exists(), "{words:?} wrote something");
    }
    let drawn = pufa(site.path(), &["leaflet", "preview", "a.md", "--output", out]);
    assert_eq!(drawn.status.code(), Some(1));
    assert!(fs::read_dir(out).unwrap().count() > 0);
    // Another page with a mistake keeps the packs back, and this page no more.
    write("content/b.md", "---\n标题: 二\n---\n\n见《民法典》第一千三百条。\n");
    write("content/a.md", &page("带上证件。"));
    let file = format!("{out}/a.pdf");
    good(&pufa(site.path(), &["leaflet", "a.md", "--output", &file]));
    let packed = pufa(site.path(), &["leaflet", "pack"]);
    assert_eq!(packed.status.code(), Some(1));
}

#[test]
fn a_leaflet_nobody_asks_for_any_more_disappears() {
    let Some(site) = site() else { return };
    fs::write(site.path().join("content/stations.csv"), "名称,传单\n桃溪站,a:card\n").unwrap();
    good(&pufa(site.path(), &["build"]));
    let flyer = site.path().join("public/leaflets/a-flyer-a5.pdf");
    assert!(flyer.is_file());
    let text = page("带上证件。").replace("[card, flyer-a5]", "card");
    fs::write(site.path().join("content/a.md"), text).unwrap();
    good(&pufa(site.path(), &["build"]));
    assert!(!flyer.exists() && site.path().join("public/leaflets/a-card.pdf").is_file());
}
