//! Reads the files of the search index as the browser does, and compares what they hold with the pages they were made from.

use std::collections::{BTreeMap, BTreeSet};

use pufa::{
    data::synonyms::Synonyms,
    diag::Sink,
    render::{
        Body,
        artifact::Content,
        search::{SearchPage, SearchPart, index},
    },
};
use serde_json::Value;

/// Checks that the index of these pages, title and text each, gives back their texts and knows every pair of characters.
pub fn check(pages: &[(String, String)]) {
    let pages: Vec<SearchPage> = pages
        .iter()
        .enumerate()
        .map(|(number, (title, text))| SearchPage {
            url: format!("p{number}/"),
            title: title.clone(),
            parts: vec![SearchPart { text: text.clone(), ..SearchPart::default() }],
            ..SearchPage::default()
        })
        .collect();
    let read = {
        let pages = pages.clone();
        move |at: usize| pages[at].clone()
    };
    let files: BTreeMap<String, Value> =
        index(pages.len(), read, &["栏".to_owned()], &Synonyms::default())
            .into_iter()
            .map(|(path, body)| script(path.as_str(), &body))
            .collect();
    let head = &files["index"];
    assert_eq!(head["n"], pages.len());
    check_texts(&pages, &files, head);
    let entries = entries(&files, pages.len());
    let folded = head["fold"].as_str().expect("a table").chars().collect::<Vec<_>>();
    let folded: BTreeMap<char, char> = folded.chunks(2).map(|it| (it[0], it[1])).collect();
    for (number, page) in pages.iter().enumerate() {
        for text in [&page.title, &page.parts[0].text] {
            for pair in pairs(text, &folded) {
                let known = entries.get(&pair).is_some_and(|it| it.contains(&number));
                assert!(known, "{pair} of page {number} is not found");
            }
        }
    }
}

fn script(path: &str, body: &Body) -> (String, Value) {
    let Content::Text(text) = body.content(&mut Sink::default()) else { panic!("{path} is text") };
    assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{path} could end a script");
    let name = path.trim_start_matches("search/").trim_end_matches(".js");
    let json = text
        .strip_prefix(&format!("pufaSearch(\"{name}\","))
        .and_then(|it| it.strip_suffix(")\n"))
        .unwrap_or_else(|| panic!("{path} is no call"));
    (name.to_owned(), serde_json::from_str(json).expect("JSON"))
}

fn check_texts(pages: &[SearchPage], files: &BTreeMap<String, Value>, head: &Value) {
    let mut starts = Vec::new();
    let mut last = 0;
    decode(head["texts"].as_str().expect("starts"), |distance, _| {
        last += distance;
        starts.push(last);
    });
    let mut texts = vec![(String::new(), String::new()); pages.len()];
    for (file, first) in starts.iter().enumerate() {
        let rows = files[&format!("t/{file}")].as_array().expect("rows");
        for (offset, row) in rows.iter().enumerate() {
            let row: Vec<&str> =
                row.as_array().expect("a row").iter().filter_map(Value::as_str).collect();
            let (title, text) = &mut texts[first + offset];
            row[1].clone_into(title);
            row[3..].chunks(2).for_each(|it| text.push_str(it[1]));
        }
    }
    for (page, (title, text)) in pages.iter().zip(texts) {
        assert_eq!((&page.title, &page.parts[0].text), (&title, &text));
    }
}

/// Reads every entry: which pages hold it.
fn entries(files: &BTreeMap<String, Value>, count: usize) -> BTreeMap<String, BTreeSet<usize>> {
    let mut entries = BTreeMap::new();
    let shards = files.iter().filter(|(name, _)| name.starts_with(['s', 'c']));
    for text in shards.filter_map(|(_, it)| it.as_str()) {
        for entry in text.split('!').skip(1) {
            let (key, code) = entry.split_once(' ').expect("a key");
            let mut pages = BTreeSet::new();
            let mut page = 0;
            decode(code, |number, weighty| {
                if weighty {
                    return;
                }
                page += number;
                assert!(page < count, "{key} is on page {page} of {count}");
                pages.insert(page);
            });
            let twice = entries.insert(key.to_owned(), pages);
            assert!(twice.is_none(), "{key} stands twice");
        }
    }
    entries
}

/// The pairs that stand next to each other in the text as written; those that folding would change are left out.
fn pairs(text: &str, folded: &BTreeMap<char, char>) -> Vec<String> {
    let plain = |it: &char| {
        ('\u{4e00}'..='\u{9fff}').contains(it)
            && !folded.contains_key(it)
            && !"零一二三四五六七八九〇十百千两条款项章节编第".contains(*it)
    };
    let chars: Vec<char> = text.chars().collect();
    let pairs = chars.windows(2).filter(|it| it.iter().all(plain));
    pairs.map(|it| it.iter().collect()).collect()
}

/// Calls `take` with each number of a code and whether it stands behind `#`.
fn decode(code: &str, mut take: impl FnMut(usize, bool)) {
    let (mut high, mut weighty) = (0, false);
    for byte in code.bytes() {
        if byte == b'#' {
            weighty = true;
            continue;
        }
        let symbol = usize::from(byte) - 36 - usize::from(byte > 60) - usize::from(byte > 92);
        if symbol > 61 {
            high = high * 27 + symbol - 61;
        } else {
            take(high * 62 + symbol, weighty);
            high = 0;
        }
    }
}
