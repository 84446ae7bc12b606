//! Feeds, sitemap, redirect rules, facts for machines and the words for the search, against their specifications.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails and says what it skips"
)]

#[path = "samples/site.rs"]
mod samples;

use std::{collections::BTreeSet, sync::Arc};

use pufa::{
    config::Flags,
    diag::Sink,
    read::Read,
    render::{
        Body, OutputPath, artifact::Content, feed, html::place::Shared, json_ld, redirect, search,
        sitemap,
    },
    site::{
        Owner, PageId, Permalink,
        generated::{Generated, GeneratedKind, GeneratedPage},
    },
    source::Source,
};
use quick_xml::{Reader, events::Event};
use serde_json::Value;

fn site(config: &str, pages: &[(&str, &str)]) -> Read {
    let flags = Flags::at(jiff::civil::date(2026, 11, 1));
    let source = |(path, text): &(&str, &str)| Source::new(path, text.as_bytes());
    let mut pages: Vec<Source> = pages.iter().map(source).collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    samples::site(config, &flags, &pages)
}

const CONFIG: &str = r#"title = "晴川普法 & <妇联>"
base_url = "https://example.org/普法/"
[organisation]
name = "晴川县妇女联合会"
[safety]
noindex = true
"#;

fn example(config: &str) -> Read {
    site(
        config,
        &[
            ("content/rights/_index.md", "---\ntitle: 巾帼维权\n---\n\n这里说怎么办。\n"),
            (
                "content/rights/bh.md",
                "---\ntitle: 保护令 <怎么> & “申请”\ndate: 2026-03-08\nupdated: 2026-05-01\ntags: [家暴]\nauthors: [王芳]\naliases: [old/保护令, x.html]\nsummary: \"带\\v控制字符的]]>摘要\"\n---\n\n先报警。\n\n## 证据\n\n告诫书。\n\n:::问答\n问：谁能申请？\n\n答：本人\\<b>。\n:::\n",
            ),
            ("content/rights/内部/深.md", "---\ntitle: 深\ndate: 2026-01-02\n---\n\n深处。\n"),
            ("content/rights/later.md", "---\ntitle: 以后\ndate: 2027-01-01\n---\n\n以后。\n"),
            (
                "content/rights/secret.md",
                "---\ntitle: 敏感\ndate: 2026-02-01\nsensitive: true\n---\n\n敏感。\n",
            ),
            ("content/learn/undated.md", "---\ntitle: 没有日期\n---\n\n没有。\n"),
            ("content/_snippets/热线.md", "打 12338。\n"),
            ("content/classroom/a.md", "---\ntitle: 课\ndate: 2025-12-04\n---\n\n:::引用 热线\n"),
        ],
    )
}

fn text(files: &[(OutputPath, Body)], path: &str) -> String {
    let found =
        files.iter().find(|it| it.0.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
    let Content::Text(text) = found.1.content(&mut Sink::default()) else {
        panic!("{path} is text")
    };
    text.into_owned()
}

/// Every element of a document with its way from the root and its text, after checking that it is well formed.
fn elements(xml: &str) -> Vec<(String, String)> {
    let (mut reader, mut way, mut found) =
        (Reader::from_str(xml), Vec::new(), Vec::<(String, String)>::new());
    reader.config_mut().check_end_names = true;
    let mut open = Vec::new();
    let name = |it: &str| it.to_owned();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                way.push(name(start.name().as_ref()));
                open.push(found.len());
                found.push((way.join("/"), String::new()));
            }
            Event::Empty(empty) => {
                let attributes = empty.attributes().map(|it| it.unwrap());
                let line =
                    attributes.map(|it| format!("{}={}", name(it.key.as_ref()), name(&it.value)));
                found.push((
                    format!("{}/{}", way.join("/"), name(empty.name().as_ref())),
                    line.collect::<Vec<_>>().join(" "),
                ));
            }
            Event::End(_) => {
                way.pop();
                open.pop();
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    found[*at].1 += &text;
                }
            }
            Event::GeneralRef(reference) => {
                assert!(matches!(&*reference, "amp" | "lt" | "gt" | "quot" | "#39"));
            }
            Event::Eof => break,
            Event::Decl(_)
            | Event::Comment(_)
            | Event::CData(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
    assert!(way.is_empty(), "all elements are closed");
    found
}

fn values<'a>(elements: &'a [(String, String)], way: &str) -> Vec<&'a str> {
    elements.iter().filter(|it| it.0 == way).map(|it| it.1.trim()).collect()
}

#[test]
fn a_feed_keeps_the_rules_of_atom() {
    let read = example(CONFIG);
    let files = feed::artifacts(&Shared::bare(&read));
    let paths: Vec<&str> = files.iter().map(|it| it.0.as_str()).collect();
    let expected = [
        "feed.xml",
        "classroom/feed.xml",
        "rights/feed.xml",
        "rights/内部/feed.xml",
        "tags/jia-bao/feed.xml",
    ];
    assert_eq!(
        paths.iter().collect::<BTreeSet<_>>(),
        expected.iter().collect(),
        "none where no page has a date"
    );
    for (path, _) in &files {
        let xml = elements(&text(&files, path.as_str()));
        for one in ["feed/title", "feed/id", "feed/updated", "feed/author/name"] {
            assert_eq!(values(&xml, one).len(), 1, "{path} has one {one}");
        }
        let links = values(&xml, "feed/link");
        assert!(
            links.iter().any(|it| it.contains("rel=self") && it.ends_with("feed.xml")),
            "{links:?}"
        );
        let entries = values(&xml, "feed/entry").len();
        assert!(entries > 0);
        for each in ["feed/entry/title", "feed/entry/id", "feed/entry/updated", "feed/entry/link"] {
            assert_eq!(values(&xml, each).len(), entries, "{path}: every entry has {each}");
        }
        let ids = [values(&xml, "feed/id"), values(&xml, "feed/entry/id")].concat();
        assert!(
            ids.iter().all(|it| it.starts_with("https://example.org/") && it.is_ascii()),
            "{ids:?}"
        );
        assert_eq!(
            values(&xml, "feed/entry/id").iter().collect::<BTreeSet<_>>().len(),
            entries,
            "ids differ"
        );
        for date in [values(&xml, "feed/updated"), values(&xml, "feed/entry/updated")].concat() {
            assert!(date.parse::<jiff::Timestamp>().is_ok(), "{date} is a date of RFC 3339");
        }
    }
}

#[test]
fn a_feed_shows_the_newest_pages_and_nothing_early() {
    let read = example(CONFIG);
    let files = feed::artifacts(&Shared::bare(&read));
    let all = text(&files, "feed.xml");
    let titles = values(&elements(&all), "feed/entry/title")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    assert_eq!(
        titles,
        ["保护令 怎么  “申请”", "敏感", "深", "课"],
        "references are read apart from the text here"
    );
    assert!(all.contains("<title>保护令 &lt;怎么&gt; &amp; “申请”</title>"));
    assert!(
        all.contains("<summary>带控制字符的]]&gt;摘要</summary>"),
        "control characters are no XML"
    );
    assert!(all.contains("<category term=\"家暴\"/>") && all.contains("<author><name>王芳</name>"));
    assert!(all.contains("<updated>2026-05-01T00:00:00+08:00</updated>"));
    assert!(
        text(&files, "rights/feed.xml").contains("<title>深</title>"),
        "a section's feed holds the sections in it"
    );
}

#[test]
fn without_an_address_there_is_nothing_absolute() {
    let read = example("title = \"无址\"\n");
    let site = &read.site;
    assert!(feed::artifacts(&Shared::bare(&read)).is_empty());
    assert!(sitemap::artifacts(site, &read.targets.generated).is_empty());
    assert_eq!(json_ld::script(site, Owner::Page(PageId::new(0)), None, Vec::new()), None);
    assert_eq!(text(&[sitemap::robots(site)], "robots.txt"), "User-agent: *\nAllow: /\n");
}

#[test]
fn a_sitemap_holds_every_public_address_once_and_encoded() {
    let read = example(CONFIG);
    let site = &read.site;
    let mut made = read.targets.generated.pages().to_vec();
    made.push(GeneratedPage {
        kind: GeneratedKind::Law("民法典".to_owned(), None),
        permalink: Permalink::folder("laws/minfadian"),
    });
    let files = sitemap::artifacts(site, &Generated::new(made));
    let map = text(&files, "sitemap.xml");
    let xml = elements(&map);
    let addresses = values(&xml, "urlset/url/loc");
    assert_eq!(addresses.iter().collect::<BTreeSet<_>>().len(), addresses.len());
    assert!(
        addresses
            .iter()
            .all(|it| it.is_ascii() && it.starts_with("https://example.org/%E6%99%AE%E6%B3%95/")),
        "{addresses:?}"
    );
    assert!(addresses.iter().any(|it| it.ends_with("laws/minfadian/")));
    assert!(addresses.iter().any(|it| it.ends_with("/rights/bh/")));
    assert!(
        !map.contains("secret") && !map.contains("later"),
        "sensitive and future pages stay out"
    );
    assert!(map.contains("<lastmod>2026-05-01</lastmod>"));
    let robots = text(&[sitemap::robots(site)], "robots.txt");
    assert!(robots.contains("Sitemap: https://example.org/") && robots.ends_with("sitemap.xml\n"));
}

#[test]
fn old_addresses_become_rules_of_the_host() {
    let read = example(CONFIG);
    let site = &read.site;
    let (path, body) = redirect::rules(site).unwrap();
    let rules = text(&[(path, body)], "_redirects");
    for line in rules.lines() {
        assert_eq!(line.split(' ').count(), 3, "{line}");
        assert!(
            line.is_ascii() && line.starts_with('/') && line.ends_with("/rights/bh/ 301"),
            "{line}"
        );
    }
    assert!(
        rules.contains("/x.html ") && rules.contains("/old/%E4%BF%9D%E6%8A%A4%E4%BB%A4/ "),
        "{rules}"
    );
}

#[test]
fn machines_read_what_the_page_is() {
    let read = example(CONFIG);
    let site = &read.site;
    let id = site.page_ids().find(|id| site.page(*id).permalink.as_str() == "rights/bh/").unwrap();
    let document = read.documents.get(site.page(id).document);
    let script = json_ld::script(site, Owner::Page(id), Some(document), Vec::new()).unwrap();
    assert!(!script.contains('<') && !script.contains('&'), "{script}");
    let graph: Value = serde_json::from_str(&script).unwrap();
    let parts = graph["@graph"].as_array().unwrap();
    let kinds: Vec<&str> = parts.iter().map(|it| it["@type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Article", "FAQPage", "BreadcrumbList"]);
    assert_eq!(parts[0]["headline"], "保护令 <怎么> & “申请”");
    assert_eq!(parts[0]["dateModified"], "2026-05-01");
    let question = &parts[1]["mainEntity"][0];
    assert_eq!(
        (&question["name"], &question["acceptedAnswer"]["text"]),
        (&"谁能申请？".into(), &"本人<b>。".into())
    );
    let steps = parts[2]["itemListElement"].as_array().unwrap();
    assert_eq!(
        steps.iter().map(|it| it["position"].as_u64().unwrap()).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(
        steps.iter().all(|it| { it["item"].as_str().unwrap().starts_with("https://example.org/") })
    );
}

#[test]
fn the_search_reads_what_readers_see() {
    let read = example(CONFIG);
    let made = search::SearchPage {
        url: "laws/x/".to_owned(),
        title: "某法".to_owned(),
        ..search::SearchPage::default()
    };
    let shared = Arc::new(Shared::bare(&read));
    let files = search::artifacts(&shared, vec![made], "法律条文");
    let texts: String = files
        .iter()
        .filter(|it| it.0.as_str().contains("/t/"))
        .map(|it| text(&files, it.0.as_str()))
        .collect();
    for seen in [
        "先报警。",
        "\"证据\",\"证据\\n告诫书。",
        "打 12338。",
        "laws/x/",
        "rights/%E5%86%85%E9%83%A8/%E6%B7%B1/",
        "这里说怎么办。",
    ] {
        assert!(texts.contains(seen), "{seen} in {texts}");
    }
    assert!(!texts.contains("以后"), "a page of the future is not found");
    let head = text(&files, "search/index.js");
    assert!(head.contains("\"法律条文\""));
}
