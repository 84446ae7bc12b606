//! `pufa leaflet` as people at the printer use it: packs, the print list, pictures, the cache.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails and says what it skips"
)]
#![cfg(feature = "leaflet")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const CONFIG: &str = "title = \"普法\"\nbase_url = \"https://example.org/\"\n[organisation]\nname = \"晴川县妇联\"\n[[help_lines]]\nnumber = \"12338\"\nname = \"妇女维权热线\"\n[leaflet]\ninks = [\"color\"]\n";

fn page(words: &str) -> String {
    format!(
        "---\n标题: 遇到家暴怎么办\n日期: 2026-03-02\n摘要: 先离开，再报警。\n传单: [card, flyer-a5]\n---\n\n## 先离开\n\n{words}\n\n:::传单 card\n先离开，再报警。\n\n- 带上证件；\n- 打 110。\n:::\n"
    )
}

/// A small site; `None` where `make` has not fetched fonts.
fn site() -> Option<tempfile::TempDir> {
    if !Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(".tools/fonts")
        .is_dir()
    {
        return None;
    }
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
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("--root")
        .arg(site)
        .args(words)
        .output()
        .unwrap()
}

fn good(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success(),
        "{}{said}",
        String::from_utf8_lossy(&output.stdout)
    );
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
    assert!(
        rows[2].contains(",20,taoxi.pdf,") && rows[3].starts_with("柳湾站,1,"),
        "{list}"
    );
    let pack = lopdf::Document::load(site.path().join("packs/taoxi.pdf")).unwrap();
    // The cover sheet, both sides of the card, one side of the flyer.
    assert_eq!(pack.get_pages().len(), 4);

    good(&pufa(site.path(), &["leaflet", "pack"]));
    let again = fs::read_to_string(site.path().join("packs/print-list.csv")).unwrap();
    assert_eq!(again, list, "nothing changed");

    fs::write(
        site.path().join("content/a.md"),
        page("带上证件、孩子和一点钱，去有人的地方。"),
    )
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

#[test]
fn one_leaflet_is_printed_drawn_and_found_in_the_cache() {
    let Some(site) = site() else { return };
    let path = |name: &str| site.path().join(name);
    let file = path("a.pdf");
    let words = [
        "leaflet",
        "a.md",
        "--format",
        "card",
        "--press",
        "--output",
        file.to_str().unwrap(),
    ];
    good(&pufa(site.path(), &words));
    let first = fs::read(&file).unwrap();
    good(&pufa(site.path(), &words));
    assert_eq!(fs::read(&file).unwrap(), first, "from the cache");
    fs::remove_dir_all(path(".pufa")).unwrap();
    good(&pufa(site.path(), &words));
    assert_eq!(fs::read(&file).unwrap(), first, "made anew");
    let folder = path("pictures");
    good(&pufa(
        site.path(),
        &[
            "leaflet",
            "preview",
            "a.md",
            "--output",
            folder.to_str().unwrap(),
        ],
    ));
    let pictures = fs::read_dir(&folder).unwrap().count();
    assert_eq!(pictures, 2, "both sides of the card");
}

#[test]
fn a_leaflet_nobody_asks_for_any_more_disappears() {
    let Some(site) = site() else { return };
    fs::write(
        site.path().join("content/stations.csv"),
        "名称,传单\n桃溪站,a:card\n",
    )
    .unwrap();
    good(&pufa(site.path(), &["build"]));
    let flyer = site.path().join("public/leaflets/a-flyer-a5.pdf");
    assert!(flyer.is_file());
    let text = page("带上证件。").replace("[card, flyer-a5]", "card");
    fs::write(site.path().join("content/a.md"), text).unwrap();
    good(&pufa(site.path(), &["build"]));
    assert!(!flyer.exists() && site.path().join("public/leaflets/a-card.pdf").is_file());
}
