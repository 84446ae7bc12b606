//! A build that takes over what an earlier one found out gives the same files and says the same as one from nothing.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "samples/dice.rs"]
mod dice;

use std::collections::BTreeMap;

use pufa::{
    build,
    cache::Cache,
    config::Flags,
    diag::{Diagnostic, Sink, print},
    rebuild::Before,
    source::Sources,
};

use dice::Dice;

type Files = BTreeMap<String, Vec<u8>>;

/// Pieces of bodies; each changes something else that another page, a list or a message may depend on.
const PIECES: [&str; 24] = [
    "普通的一段话。",
    "另一段话，说得长一些，摘要就不一样了。",
    "## 小标题",
    "## 小标题 {#place}",
    "看[那一页](p1.md)。",
    "看[那一处](p3.md#place)。",
    "看[没有的](nowhere.md)。",
    "看[法律](/laws/)、[民法典](/laws/minfadian/)。",
    "看[视频](/videos/)、[全部](/archive/2026/)。",
    "看[附件](paper.pdf)和[图](dot.svg)。",
    "![一个点](dot.svg)",
    "![没有的图](gone.png)",
    "《民法典》第一千零七十七条。",
    "《民法典》第九千九百九十九条。",
    "《没有的法》第三条。",
    "罕见的字：猥。",
    ":::引用 热线\n",
    ":::引用 没有\n",
    ":::视频 film.mp4\n",
    "https://www.bilibili.com/video/BV1xx411c7mD",
    ":::大白话\n简单说。\n:::",
    "脚注[^1]。\n\n[^1]: 注。",
    "**不是标题**",
    "<!-- more -->",
];

const TITLES: [&str; 4] = ["甲", "乙", "丙", "丁"];

fn page(title: &str, extra: &str, pieces: &[&str]) -> Vec<u8> {
    format!("---\ntitle: {title}\ndate: 2026-01-02\n{extra}---\n\n{}\n", pieces.join("\n\n"))
        .into_bytes()
}

/// Every second article says itself what a list shows of it.
fn article(number: usize, title: &str, extra: &str, pieces: &[&str]) -> Vec<u8> {
    let summary = if number % 2 == 1 { "summary: 短短几句。\n" } else { "" };
    page(title, &format!("{summary}{extra}"), pieces)
}

fn config(title: &str) -> Vec<u8> {
    let column = "[columns.rights]\nplain = true\n";
    format!("title = \"{title}\"\nbase_url = \"https://example.org/\"\n{column}").into_bytes()
}

fn site() -> Files {
    let mut files = Files::new();
    let config = config("普法");
    let dot = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>"#;
    let glossary = page("词语", "", &["调解\n\n: 坐下来谈。"]);
    files.insert("site.toml".to_owned(), config);
    files.insert("content/rights/dot.svg".to_owned(), dot.into());
    files.insert("content/rights/paper.pdf".to_owned(), b"%PDF-1.4".to_vec());
    files.insert("content/_snippets/热线.md".to_owned(), "打 12338，先调解。\n".into());
    files.insert("content/glossary.md".to_owned(), glossary);
    for number in 0..6 {
        files.insert(
            path(number),
            article(number, TITLES[number % 4], "", &["调解。", PIECES[number]]),
        );
    }
    files
}

fn path(number: usize) -> String {
    format!("content/rights/p{number}.md")
}

fn edit(files: &mut Files, dice: &mut Dice) {
    let number = dice.below(6);
    let pieces: Vec<&str> = (0..dice.below(6)).map(|_| PIECES[dice.below(PIECES.len())]).collect();
    let mut text = article(number, TITLES[number % 4], "", &pieces);
    match dice.below(40) {
        0 => text = article(number, TITLES[dice.below(4)], "", &pieces),
        1 => text = article(number, TITLES[number % 4], "tags: [婚姻]\n", &pieces),
        2 => text = article(number, TITLES[number % 4], "aliases: [/old/]\n", &pieces),
        3 => {
            let snippet = format!("{}\n", PIECES[dice.below(PIECES.len())]);
            files.insert("content/_snippets/热线.md".to_owned(), snippet.into());
        }
        4 => {
            let glossary =
                page("词语", "", &["普通\n\n: 常见的。", PIECES[dice.below(PIECES.len())]]);
            files.insert("content/glossary.md".to_owned(), glossary);
        }
        5 => {
            files.remove(&path(number));
            return;
        }
        6 => {
            let config = config(&format!("普法{number}"));
            files.insert("site.toml".to_owned(), config);
        }
        _ => {}
    }
    files.insert(path(number), text);
}

/// What a build gives: every file's hash by path, and every message.
type Seen = (BTreeMap<String, [u8; 32]>, Vec<Diagnostic>);

fn see(sources: &Sources, before: Option<&mut Before>) -> Seen {
    let flags = Flags::at(jiff::civil::date(2026, 11, 1));
    let (cache, mut sink) = (Cache::none(), Sink::default());
    let built = match before {
        Some(before) => before.build(sources, &flags, &cache, &mut sink),
        None => build(sources, &flags, &cache, &mut sink),
    };
    let files = built.artifacts.iter().map(|(path, body)| {
        let digest = body.content(&mut Sink::default()).digest();
        (path.to_string(), digest)
    });
    let files = files.collect();
    let mut said = sink.take();
    print::sort(&mut said, sources);
    (files, said)
}

#[test]
fn what_is_taken_over_is_what_would_be_made_anew() {
    let (mut files, mut dice, mut before) = (site(), Dice(7), Before::default());
    for step in 0..300 {
        edit(&mut files, &mut dice);
        let sources = Sources::from_files(&files);
        let (again, anew) = (see(&sources, Some(&mut before)), see(&sources, None));
        assert_eq!(again.0, anew.0, "step {step}: files");
        assert_eq!(again.1, anew.1, "step {step}: messages");
    }
}
