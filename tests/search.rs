//! The search in a real browser, opened from `file://`, against a search that only compares substrings.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails and says what it skips"
)]

#[path = "samples/dice.rs"]
mod dice;

use std::{fs, path::Path, process::Command};

use pufa::{
    data::synonyms::Synonyms,
    diag::Sink,
    render::{
        artifact::Content,
        search::{SearchPage, SearchPart, index},
    },
};
use serde::Deserialize;

use dice::Dice;

const CLIENT: &str = include_str!("../themes/default/static/js/search.js");
const DRIVER: &str = include_str!("search/driver.js");

#[derive(Deserialize)]
struct Answer {
    query: String,
    status: String,
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    href: String,
    title: String,
    marks: Vec<String>,
    excerpt: String,
    small: String,
}

impl Answer {
    fn urls(&self) -> Vec<&str> {
        self.hits.iter().map(|it| it.href.split('#').next().unwrap_or_default()).collect()
    }
}

/// Builds the index of `pages` and asks the browser each query in each section.
fn ask(pages: &[SearchPage], synonyms: &Synonyms, queries: &[(&str, &str)]) -> Vec<Answer> {
    let sections = ["普法课堂".to_owned(), "巾帼维权".to_owned()];
    let folder = tempfile::tempdir().unwrap();
    let (count, pages) = (pages.len(), pages.to_vec());
    let page = move |at: usize| pages[at].clone();
    for (path, body) in index(count, page, &sections, synonyms) {
        let Content::Text(text) = body.content(&mut Sink::default()) else {
            panic!("{path} is text")
        };
        let file = folder.path().join(path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text.as_bytes()).unwrap();
    }
    let html = r#"<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self'">
<form role="search" data-search="search/" data-root="" data-busy="…" data-some="{n}" data-least="{n}+" data-none="0"
 data-near="~{n}" data-fail="!"><input name="q"><select name="section"><option value=""></option></select></form>
<p id="search-status" role="status"></p><ol id="search-hits"></ol><button id="search-more" hidden></button>
<script src="search.js"></script><script src="queries.js"></script><script src="driver.js"></script>"#.to_string();
    fs::write(folder.path().join("index.html"), html).unwrap();
    fs::write(folder.path().join("search.js"), CLIENT).unwrap();
    fs::write(folder.path().join("driver.js"), DRIVER).unwrap();
    let queries = serde_json::to_string(queries).unwrap();
    fs::write(folder.path().join("queries.js"), format!("window.queries = {queries};")).unwrap();
    read(&browse(folder.path()))
}

fn browse(folder: &Path) -> String {
    let browser = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(&browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--virtual-time-budget=100000000",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--dump-dom", &format!("file://{}/index.html", folder.display())])
        .output()
        .unwrap_or_else(|error| {
            panic!("the tests of the search need Chromium, as `{browser}` or in CHROMIUM: {error}")
        });
    String::from_utf8(output.stdout).unwrap()
}

fn read(dom: &str) -> Vec<Answer> {
    let code =
        dom.split_once("<pre id=\"out\">").unwrap_or_else(|| panic!("the driver failed: {dom}")).1;
    let code = code.split_once('<').unwrap().0;
    serde_json::from_slice(&decode_base64(code)).unwrap()
}

fn decode_base64(code: &str) -> Vec<u8> {
    let symbols = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = |it: u8| symbols.iter().position(|symbol| *symbol == it).unwrap() as u32;
    let (mut bytes, mut sum, mut count) = (Vec::new(), 0, 0);
    for symbol in code.bytes().filter(|it| *it != b'=') {
        (sum, count) = (sum << 6 | bits(symbol), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((sum >> count & 255) as u8);
        }
    }
    bytes
}

/// Words whose characters also meet at their borders, so that pairs alone would give false hits.
const WORDS: [&str; 24] = [
    "抚养",
    "抚养权",
    "养权",
    "权利",
    "利益",
    "家暴",
    "家庭",
    "庭暴",
    "暴力",
    "离婚",
    "婚姻",
    "姻家",
    "财产",
    "产权",
    "权养",
    "的",
    "一",
    "是",
    "12338",
    "110",
    "app",
    "apple",
    "婚",
    "抚",
];

fn text(dice: &mut Dice, length: usize) -> String {
    let mut text = String::new();
    for _ in 0..length {
        let word = WORDS[dice.below(WORDS.len())];
        let words_meet = text.ends_with(|it: char| it.is_ascii_alphanumeric()) && word.is_ascii();
        match dice.below(9) {
            0 => text.push('，'),
            1 => text.push_str("。\n"),
            _ if words_meet => text.push(' '),
            _ => {}
        }
        text.push_str(word);
    }
    text
}

fn page(number: usize, title: &str, texts: &[&str]) -> SearchPage {
    let part = |(at, text): (usize, &&str)| SearchPart {
        anchor: if at == 0 { String::new() } else { format!("节{at}") },
        heading: String::new(),
        text: (*text).to_owned(),
    };
    SearchPage {
        url: format!("p{number}/"),
        title: title.to_owned(),
        section: number % 2,
        date: None,
        parts: texts.iter().enumerate().map(part).collect(),
    }
}

/// Tells whether a text holds a phrase, and a word not from its middle.
fn holds(text: &str, phrase: &str) -> bool {
    let word = |it: char| it.is_ascii_alphanumeric();
    text.match_indices(phrase)
        .any(|(at, _)| !(phrase.starts_with(word) && text[..at].ends_with(word)))
}

#[test]
fn answers_are_those_of_a_substring_search() {
    let mut dice = Dice(20_260_308);
    let mut pages = Vec::new();
    for number in 0..120 {
        let lengths = [1 + dice.below(4), dice.below(60), dice.below(30)];
        let [title, first, second] = lengths.map(|length| text(&mut dice, length));
        pages.push(page(number, &title.replace('\n', ""), &[&first, &second]));
    }
    let mut queries: Vec<String> = WORDS.map(str::to_owned).to_vec();
    for _ in 0..60 {
        let length = 1 + dice.below(3);
        queries.push(
            text(&mut dice, length).split(['，', '。', ' ']).next().unwrap_or_default().to_owned(),
        );
        queries.push(format!(
            "{} {}",
            WORDS[dice.below(WORDS.len())],
            WORDS[dice.below(WORDS.len())]
        ));
    }
    queries.retain(|it| !it.is_empty());
    let asked: Vec<_> = queries
        .iter()
        .zip(["", "", "普法课堂", "巾帼维权"].iter().cycle())
        .map(|(q, s)| (q.as_str(), *s))
        .collect();
    for (answer, (query, section)) in ask(&pages, &Synonyms::default(), &asked).iter().zip(&asked) {
        let fits = |page: &&SearchPage| {
            let texts: Vec<&str> = std::iter::once(page.title.as_str())
                .chain(page.parts.iter().map(|it| &*it.text))
                .collect();
            let in_section = section.is_empty() || (page.section == 0) == (*section == "普法课堂");
            in_section && query.split(' ').all(|term| texts.iter().any(|text| holds(text, term)))
        };
        let mut wanted: Vec<&str> = pages.iter().filter(fits).map(|it| it.url.as_str()).collect();
        let mut found = answer.urls();
        wanted.sort_unstable();
        found.sort_unstable();
        if wanted.is_empty() {
            assert!(
                answer.status == "0" || answer.status.starts_with('~'),
                "{query}: {}",
                answer.status
            );
            continue;
        }
        assert_eq!(found, wanted, "{query} in {section}");
        assert_eq!(answer.status, wanted.len().to_string(), "{query} in {section}");
    }
}

fn synonyms(text: &str) -> Synonyms {
    let source = pufa::source::Source::new("data/synonyms.csv", text.as_bytes());
    Synonyms::read(&[&source], &mut pufa::diag::Sink::default())
}

#[test]
fn a_query_need_not_be_written_like_the_text() {
    let pages = [
        page(0, "离婚冷静期", &["《民法典》第一千零七十七条说，可以撤回。", "三十日内。"]),
        page(1, "婦女權益", &["ＡＰＰ里拨打 12338 热线。", "第三十九條，第一百二十条之一。"]),
        page(2, "Family 家庭暴力", &["“抚养”权", "𠮷野家"]),
        page(
            3,
            "<img src=x onerror=alert(1)>",
            &["</script> __proto__ constructor \u{2028}甲", ""],
        ),
    ];
    let synonyms = synonyms("家暴,家庭暴力,jiabao\n老公打我→家庭暴力\n");
    let expected: [(&str, &[&str]); 22] = [
        ("民法典第1077条", &["p0/"]),
        ("《民法典》第１０７７条", &["p0/"]),
        ("1077条", &["p0/"]),
        ("一千零七十七条", &["p0/"]),
        ("39条", &["p1/"]),
        ("三十九条", &["p1/"]),
        ("9条", &[]),
        ("第120条之一", &["p1/"]),
        ("妇女权益", &["p1/"]),
        ("婦女", &["p1/"]),
        ("app", &["p1/"]),
        ("拨打12338热线", &["p1/"]),
        ("123", &["p1/"]),
        ("2338", &[]),
        ("抚养权", &["p2/"]),
        ("家暴", &["p2/"]),
        ("jia bao", &["p2/"]),
        ("老公打我", &["p2/"]),
        ("fam", &["p2/"]),
        ("𠮷野", &["p2/"]),
        ("__proto__", &["p3/"]),
        ("constructor", &["p3/"]),
    ];
    let asked = expected.map(|(query, _)| (query, ""));
    for (answer, (query, urls)) in ask(&pages, &synonyms, &asked).iter().zip(expected) {
        let found = if answer.status.starts_with('~') { Vec::new() } else { answer.urls() };
        assert_eq!(found, urls, "{query}: {}", answer.status);
    }
}

#[test]
fn a_hit_shows_where_and_why() {
    let long = format!("{}\n这里说人身安全保护令怎么申请。{}", "前".repeat(300), "后".repeat(300));
    let pages =
        [page(0, "离婚", &["开头", &long]), page(1, "人身安全保护令", &["申请<b>人身安全</b>。"])];
    let answers =
        ask(&pages, &Synonyms::default(), &[("人身安全保护令", ""), ("老公保护令怎么申请吗", "")]);
    let [title, text] = answers[0].hits.as_slice() else { panic!("two hits") };
    assert_eq!(
        (title.href.as_str(), title.title.as_str()),
        ("p1/", "人身安全保护令"),
        "the title weighs more"
    );
    assert_eq!(title.excerpt, "申请<b>人身安全</b>。");
    assert_eq!(text.href, "p0/#%E8%8A%821", "the link leads to the heading above the phrase");
    assert_eq!(text.marks, ["人身安全保护令"]);
    assert!(
        text.excerpt.starts_with('…')
            && text.excerpt.ends_with('…')
            && text.excerpt.contains("这里说人身")
    );
    assert_eq!(text.small, "普法课堂");
    assert_eq!(
        (answers[1].status.as_str(), answers[1].query.as_str()),
        ("~1", "老公保护令怎么申请吗")
    );
}
