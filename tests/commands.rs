//! Commands tell the same of the same site, whichever of them is asked.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::{fs, path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

/// A page without a mistake.
const PAGE: &str = "---\n标题: 甲\n日期: 2026-03-08\n---\n\n正文。\n";

fn site(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let file = dir.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    dir
}

/// Runs a command, and returns code, place and excerpt of each message.
fn told(site: &Path, words: &[&str]) -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_pufa"))
        .env("SOURCE_DATE_EPOCH", "1795392000")
        .args(["--format", "json", "--root"])
        .arg(site)
        .args(words)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let message = |line: &str| {
        let it: Value = serde_json::from_str(line).ok()?;
        let place = format!("{}:{}:{}", it["file"], it["line"], it["column"]);
        Some((it["code"].as_str()?.to_owned(), place))
    };
    lines.lines().filter_map(message).collect()
}

#[test]
fn a_wrong_template_is_told_at_its_key_by_build_as_by_check() {
    let page = "---\n标题: 甲\n日期: 2026-03-08\n模板: nowhere\n---\n\n正文。\n";
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/a.md", page)]);
    let built = told(site.path(), &["build"]);
    assert_eq!(built, told(site.path(), &["check"]));
    let place = ("theme/template-missing".to_owned(), "\"content/a.md\":4:5".to_owned());
    assert!(built.contains(&place), "{built:?}");
}

#[test]
fn a_folder_with_a_blank_is_quoted_for_the_shell() {
    let dir = TempDir::new().unwrap();
    let mut pufa = Command::new(env!("CARGO_BIN_EXE_pufa"));
    let output = pufa.current_dir(&dir).args(["init", "a b"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("`cd \"a b\"`"), "{said}");
}

#[test]
fn a_template_with_an_endless_chain_is_told() {
    let chain = format!("{{{{ {} }}}}", vec!["1"; 100_000].join(" ~ "));
    let path = "themes/default/templates/page.html";
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/a.md", PAGE), (path, &chain)]);
    let codes = told(site.path(), &["check"]);
    assert!(codes.iter().any(|it| it.0 == "theme/template" && it.1.contains(path)), "{codes:?}");
}

#[test]
fn a_refused_output_closes_with_what_became_of_it() {
    let site = site(&[
        ("site.toml", "title = \"普法\"\n"),
        ("content/a.md", PAGE),
        ("public/thesis.docx", "years of work"),
    ]);
    let mut pufa = Command::new(env!("CARGO_BIN_EXE_pufa"));
    let output = pufa.args(["--lang", "zh", "build", "--root"]).arg(site.path()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("没有写好"), "{said}");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_site_is_not_written_onto_its_own_sources() {
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/a.md", PAGE)]);
    for folder in ["", "static", "content/out", "themes"] {
        let output = site.path().join(folder);
        let codes = told(site.path(), &["build", "--output", output.to_str().unwrap()]);
        assert!(codes.iter().any(|it| it.0 == "publish/own-folder"), "{folder}: {codes:?}");
        assert!(folder.is_empty() || !output.exists(), "{folder}");
    }
}

#[test]
fn a_site_without_pages_is_not_published() {
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/a.md", PAGE)]);
    told(site.path(), &["build"]);
    let written = site.path().join("public/a/index.html");
    assert!(written.exists());
    fs::rename(site.path().join("content"), site.path().join("moved")).unwrap();
    for words in [&["build"][..], &["build", "--yes"], &["check"]] {
        let codes = told(site.path(), words);
        assert!(codes.iter().any(|it| it.0 == "publish/no-pages"), "{codes:?}");
        assert!(written.exists());
    }
}

#[test]
fn a_leaflet_is_never_written_over_an_article() {
    let page = "---\n标题: 甲\n日期: 2026-03-08\n传单: card\n---\n\n正文。\n";
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/a.md", page)]);
    for output in ["content/a.md", "content/new.pdf", "site.toml", "data/x.csv"] {
        let path = site.path().join(output);
        told(site.path(), &["leaflet", "a.md", "--output", path.to_str().unwrap()]);
        let now = fs::read_to_string(&path).unwrap_or_default();
        let is_new = !["content/a.md", "site.toml"].contains(&output);
        assert!(!now.starts_with("%PDF") && path.exists() != is_new, "{output}");
    }
    assert_eq!(fs::read_to_string(site.path().join("content/a.md")).unwrap(), page);
}

#[test]
fn a_template_that_fails_is_told_at_the_line_that_fails() {
    let site = site(&[
        ("site.toml", "title = \"普法\"\n"),
        ("content/a.md", PAGE),
        ("themes/default/templates/page.html", "<p>\n{% include \"_toc.html\" %}\n"),
        ("themes/default/templates/_toc.html", "<p>一\n<p>{{ nosuch.foo.bar }}\n"),
    ]);
    let built = told(site.path(), &["build"]);
    assert_eq!(built, told(site.path(), &["check"]));
    let place = "\"themes/default/templates/_toc.html\":2:";
    assert!(built.iter().any(|it| it.1.starts_with(place)), "{built:?}");
}

#[test]
fn a_built_in_template_that_fails_is_not_taken_for_one_of_the_site() {
    let site = site(&[
        ("site.toml", "title = \"普法\"\n"),
        ("content/a.md", PAGE),
        ("themes/default/templates/page.html", "{% set page = 3 %}{% include \"base.html\" %}\n"),
    ]);
    let told = told(site.path(), &["check"]);
    let place = ("theme/template".to_owned(), "null:null:null".to_owned());
    assert_eq!(told, [place]);
}

/// Pages of the suite with slips in them, so many that repairs meet.
fn spliced() -> Vec<(String, String)> {
    let slips = [
        "＃标题\n",
        "［字］（a.md）",
        "**字。**字",
        "　　",
        "\u{200b}",
        "：：：提示\n",
        "－ 甲\n",
        "| 甲 |\n",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut pages = Vec::new();
    for chapter in fs::read_dir(folder).unwrap() {
        let chapter = fs::read_to_string(chapter.unwrap().path()).unwrap();
        for block in chapter.split("\n```content/").skip(1) {
            let Some((name, rest)) = block.split_once('\n') else { continue };
            if !name.ends_with(".md") || name.starts_with("laws/") {
                continue;
            }
            let mut text = rest.split("\n```").next().unwrap_or_default().to_owned();
            let number = pages.len();
            for (step, slip) in slips.iter().enumerate() {
                let at = (number * 31 + step * 17) % (text.len() + 1);
                let at = (0..=at).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
                text.insert_str(at, slip);
            }
            pages.push((format!("content/p{number}.md"), text));
        }
    }
    pages
}

#[test]
fn what_was_repaired_needs_no_second_repair() {
    let pages = spliced();
    assert!(pages.len() > 100);
    let mut files: Vec<_> =
        pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("site.toml", "title = \"普法\"\n"));
    let site = site(&files);
    let fix = |words: &[&str]| {
        let mut pufa = Command::new(env!("CARGO_BIN_EXE_pufa"));
        let output = pufa.arg("--root").arg(site.path()).arg("fix").args(words).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(fix(&["--write"]).lines().count() > 20);
    let again = fix(&[]);
    assert_eq!(again.lines().count(), 1, "{again}");
}

#[test]
fn a_page_begins_in_a_folder_made_for_a_new_column() {
    let site = site(&[("site.toml", ""), ("content/rights/a.md", PAGE)]);
    fs::create_dir(site.path().join("content/stories")).unwrap();
    let new = |column: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pufa"));
        command.args(["new", column, "Her story", "--root"]).arg(site.path()).output().unwrap()
    };
    assert!(new("content/stories").status.success());
    assert!(site.path().join("content/stories/her-story.md").is_file());
    let refused = new("../elsewhere");
    assert_eq!(refused.status.code(), Some(2));
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(!words.contains("content/../elsewhere"), "{words}");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_law_is_left_alone_and_called_a_link() {
    let law = "# 小村规定\n\n（2026年1月1日公布）\n\n第一条　为了小村，制定本规定。\n\n第二条　本规定自2026年2月1日起施行。\n";
    let site = site(&[("site.toml", ""), ("content/a.md", PAGE), ("law.md", law)]);
    let elsewhere = TempDir::new().unwrap();
    let import = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pufa"));
        command.args(["law", "import", "--force", "--root"]).arg(site.path());
        command.arg(site.path().join("law.md")).output().unwrap()
    };
    assert!(import().status.success());
    let imported = fs::read_dir(site.path().join("content/laws")).unwrap();
    let file = imported.map(|it| it.unwrap().path()).next().unwrap();
    fs::rename(&file, elsewhere.path().join("law.md")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("law.md"), &file).unwrap();
    let output = import();
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("它是一个链接"), "{words}");
}

/// A page that asks for a card, with this text.
fn with_card(text: &str) -> String {
    format!("---\n标题: 甲\n日期: 2026-03-08\n传单: card\n---\n\n{text}\n")
}

#[test]
fn no_detour_leads_an_output_onto_the_sources() {
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/a.md", &with_card("正文。"))]);
    let root = site.path();
    fs::write(root.join(".gitignore"), "public/\n").unwrap();
    let before =
        (fs::read(root.join("site.toml")).unwrap(), fs::read(root.join("content/a.md")).unwrap());
    for output in
        ["nope/../site.toml", "x/y/../../content/a.md", ".gitignore", "nope/../content/x.pdf"]
    {
        let output = root.join(output);
        let mut pufa = Command::new(env!("CARGO_BIN_EXE_pufa"));
        let run = pufa.args(["leaflet", "a.md", "--root"]).arg(root).arg("--output").arg(&output);
        assert_eq!(run.output().unwrap().status.code(), Some(2), "{}", output.display());
    }
    let output = root.join("nope/../content");
    let codes = told(root, &["build", "--output", output.to_str().unwrap()]);
    assert!(codes.iter().any(|it| it.0 == "publish/own-folder"), "{codes:?}");
    assert_eq!(
        before,
        (fs::read(root.join("site.toml")).unwrap(), fs::read(root.join("content/a.md")).unwrap())
    );
    assert_eq!(fs::read_to_string(root.join(".gitignore")).unwrap(), "public/\n");
    assert!(!root.join("nope").exists());
}

#[test]
fn check_fails_where_build_does_and_nowhere_else() {
    let draft = "---\n标题: 乙\n草稿: 是\n日期: 2019-03-08\n标签: [少见]\n网址: a\n---\n\n见《民法典》第九千条。\n";
    let link = with_card("见[那年](/archive/2019/)。");
    let wrong = site(&[("site.toml", ""), ("content/a.md", &link), ("content/d.md", draft)]);
    let right = site(&[("site.toml", ""), ("content/a.md", PAGE), ("content/d.md", draft)]);
    for (site, code) in [(&wrong, 1), (&right, 0)] {
        for command in ["check", "build"] {
            let mut pufa = Command::new(env!("CARGO_BIN_EXE_pufa"));
            let run = pufa.args([command, "--root"]).arg(site.path()).output().unwrap();
            assert_eq!(
                run.status.code(),
                Some(code),
                "{command}: {}",
                String::from_utf8_lossy(&run.stderr)
            );
        }
    }
    let said = told(right.path(), &["check"]);
    assert!(said.iter().any(|it| it.0 == "law/article-missing"), "{said:?}");
}

#[test]
fn paper_is_not_printed_from_a_site_that_would_not_be_published() {
    let card = with_card("见[草稿](d.md)。");
    let draft = "---\n标题: 乙\n草稿: 是\n---\n";
    let wrong_law = "[[laws.law]]\nshort = \"民法典\"\n[[laws.law.versions]]\narticles = \"x\"\n";
    let to_draft = site(&[("site.toml", ""), ("content/a.md", &card), ("content/d.md", draft)]);
    let settings = site(&[("site.toml", wrong_law), ("content/a.md", &with_card("正文。"))]);
    let waits =
        site(&[("site.toml", ""), ("content/d.md", &draft.replace("草稿", "传单: card\n草稿"))]);
    let elsewhere = "---\n标题: 丙\n日期: 2026-03-08\n---\n\n见[没有](x.md)。\n";
    let other = site(&[
        ("site.toml", ""),
        ("content/a.md", &with_card("正文。")),
        ("content/c.md", elsewhere),
    ]);
    for (site, page, is_printed) in [
        (&to_draft, "a.md", false),
        (&settings, "a.md", false),
        (&waits, "d.md", false),
        (&other, "a.md", true),
    ] {
        let pdf = site.path().join("out.pdf");
        let mut pufa = Command::new(env!("CARGO_BIN_EXE_pufa"));
        let run = pufa.args(["leaflet", page, "--root"]).arg(site.path()).arg("--output").arg(&pdf);
        let said = String::from_utf8_lossy(&run.output().unwrap().stderr).into_owned();
        // Without fonts or engine nothing can be printed at all.
        let can_print =
            cfg!(feature = "leaflet") && std::env::var_os("PUFA_FONTS_INSTALLED").is_some();
        assert!(is_printed || !pdf.exists(), "{page}: {said}");
        assert!(!is_printed || pdf.exists() || !can_print, "{page}: {said}");
    }
}

/// Runs a command that ends in one way, and returns what it said on standard output and standard error.
fn said(site: &Path, words: &[&str], code: i32) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pufa"))
        .env("SOURCE_DATE_EPOCH", "1795392000")
        .current_dir(site)
        .args(words)
        .output()
        .unwrap();
    let text = |it: Vec<u8>| String::from_utf8(it).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(code), "{words:?}: {out}{err}");
    (out, err)
}

const LAW: &str = "小村公约\n（2026年3月1日小村村民会议通过）\n\n第一条　邻里和气。\n\n第二条　本公约自2026年4月1日起施行。\n";

#[test]
fn what_was_written_by_hand_about_a_law_is_kept_when_its_text_is_replaced() {
    let other = LAW.replace("和气", "相亲");
    let site = site(&[
        ("site.toml", "title = \"普法\"\n"),
        ("小村公约_20260301.txt", LAW),
        ("again_20260301.txt", LAW),
        ("other_20260301.txt", &other),
    ]);
    let import =
        |words: &[&str], code| said(site.path(), &[&["law", "import"], words].concat(), code);
    let (_, err) =
        import(&["小村公约_20260301.txt", "小村公约_20260301.txt", "again_20260301.txt"], 0);
    assert!(err.contains("`小村公约_20260301.txt` 写了两遍"), "{err}");
    assert!(err.contains("`again_20260301.txt` 和 `小村公约_20260301.txt` 的文字一样"), "{err}");
    let folder = fs::read_dir(site.path().join("content/laws")).unwrap();
    let file = folder.map(|it| it.unwrap().path()).next().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let by_hand = "aliases: [\"村约\"]\nauthority: \"村委会\"\n---\n\n# ";
    let text =
        text.lines().filter(|it| !it.starts_with("authority")).collect::<Vec<_>>().join("\n");
    fs::write(&file, text.replacen("---\n\n# ", by_hand, 1)).unwrap();
    let (_, err) = import(&["other_20260301.txt", "--force"], 0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("村约") && text.contains("相亲"), "{text}{err}");
    assert!(text.contains("村委会") || err.contains("村委会"), "{text}{err}");
    let (_, err) = import(&["other_20260301.txt", "小村公约_20260301.txt", "--force"], 1);
    assert!(
        err.contains("`小村公约_20260301.txt` 和 `other_20260301.txt` 是同一部法律的同一个版本"),
        "{err}"
    );
}

#[test]
fn no_article_is_begun_among_the_statutes() {
    let site = site(&[("site.toml", "title = \"普法\"\n"), ("content/laws/x.md", LAW)]);
    let (_, err) = said(site.path(), &["new", "laws", "新法"], 2);
    assert!(err.contains("pufa law import"), "{err}");
}

#[test]
fn commands_answer_programs_in_json() {
    let site = site(&[
        ("site.toml", "title = \"普法\"\n"),
        ("小村公约_20250301.txt", &LAW.replace("2026", "2025").replace("和气", "相亲")),
        ("小村公约_20260301.txt", LAW),
        ("content/a.md", "---\n标题: 甲\n日期: 2026-3-8x\n---\n\n＃ 小标题\n"),
    ]);
    for words in [
        &["law", "import", "小村公约_20250301.txt", "小村公约_20260301.txt"][..],
        &["law", "show", "小村公约"],
        &["law", "show", "小村公约", "1"],
        &["law", "diff", "小村公约"],
        &["fix"],
        &["explain"],
        &["explain", "link/broken"],
    ] {
        let (out, _) = said(site.path(), &[&["--format", "json"], words].concat(), 0);
        assert!(!out.is_empty() || words == ["fix"], "{words:?}");
        for line in out.lines() {
            let object: Value =
                serde_json::from_str(line).unwrap_or_else(|_| panic!("{words:?}: {line}"));
            assert!(object.is_object(), "{words:?}: {line}");
        }
    }
}

#[test]
fn only_what_can_be_linked_is_offered_for_a_broken_link() {
    let expired = PAGE.replace("日期: 2026-03-08", "日期: 2020-01-01\n到期: 2020-02-01");
    let site = site(&[
        ("site.toml", "title = \"普法\"\n"),
        (
            "content/a.md",
            &PAGE.replace("正文", "[一](@/rights/li-hun-a.md)，[二](@/rights/bao-hu-a.md)"),
        ),
        ("content/_snippets/li-hun-a.md", "一\n"),
        ("content/rights/bao-hu-b.md", &expired),
        ("content/rights/x.md", PAGE),
    ]);
    let (out, _) = said(site.path(), &["--format", "json", "check"], 1);
    assert!(out.contains("link/broken"), "{out}");
    let broken: Vec<&str> = out.lines().filter(|it| it.contains("link/broken")).collect();
    assert!(!broken.iter().any(|it| it.contains("_snippets") || it.contains("bao-hu-b")), "{out}");
}
