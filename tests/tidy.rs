//! The rules of the house that a machine can keep.

#![allow(clippy::panic, reason = "a test stops where it fails and says what it skips")]

mod circles;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use pufa::diag::{Lang, explain};

/// Top modules with their rank; a module imports lower ranks only.
const RANKS: &[(&str, u8)] = &[
    ("source", 0),
    ("path", 0),
    ("cache", 0),
    ("escape", 0),
    ("media", 0),
    ("address", 0),
    ("diag", 1),
    ("settings", 1),
    ("law", 2),
    ("pinyin", 2),
    ("document", 3),
    ("config", 4),
    ("data", 5),
    ("markdown", 6),
    ("theme", 6),
    ("site", 7),
    ("import", 7),
    ("resolve", 8),
    ("read", 9),
    ("render", 10),
    ("publish", 11),
    ("check", 11),
    ("lib", 12),
    ("rebuild", 13),
    ("serve", 14),
    ("cli", 15),
    ("main", 16),
];

/// Every sentence that we say to an editor.
const MESSAGES: &str = "diag/messages/";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|it| it == "rs") {
            out.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.sort();
    let name = |path: &Path| {
        path.strip_prefix(root().join("src")).expect("inside").to_string_lossy().replace('\\', "/")
    };
    files.iter().map(|path| (name(path), fs::read_to_string(path).expect("text"))).collect()
}

fn module(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

fn rank(module: &str) -> Option<u8> {
    RANKS.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank)
}

/// Returns the top modules that a file imports from this crate, tests apart.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(inner) = rest.strip_prefix('{') {
            found.extend(top_names(inner));
        } else {
            found.insert(word(rest));
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars().take_while(|it| it.is_ascii_lowercase() || *it == '_').collect()
}

/// Reads the names at the first level of `{a::{b, c}, d}`.
fn top_names(inner: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, true);
    for (at, char) in inner.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && char.is_ascii_alphabetic() => {
                names.push(word(&inner[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (file, text) in &sources() {
        let own = rank(module(file)).unwrap_or_else(|| panic!("{file} has no rank"));
        for import in imports(text) {
            if rank(&import)
                .is_some_and(|it| it > own || (it == own && import != module(file) && own > 1))
            {
                wrong.push(format!("{file} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "imports point down only:\n{}", wrong.join("\n"));
}

#[test]
fn files_import_in_no_circle() {
    let rings = circles::Graph::new(&sources()).rings();
    let rings: Vec<String> = rings.into_iter().collect();
    assert!(
        rings.is_empty(),
        "these files need each other; what they share belongs below both:\n{}",
        rings.join("\n")
    );
}

#[test]
fn the_clock_is_looked_at_in_one_place() {
    let looks = |text: &str| {
        ["Timestamp::now", "Zoned::now", "SOURCE_DATE_EPOCH"].iter().any(|it| text.contains(it))
    };
    let files: Vec<String> =
        sources().into_iter().filter(|(_, text)| looks(text)).map(|it| it.0).collect();
    assert_eq!(files, ["cli/clock.rs"], "the day comes in from outside");
}

#[test]
fn files_stay_readable() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|it| it.1 > 450)
        .collect();
    assert!(long.is_empty(), "split by concept: {long:?}");
    let silent: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|it| it.0).collect();
    assert!(silent.is_empty(), "modules open with what comes in and what goes out: {silent:?}");
}

/// Returns every code that a message can have.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (file, text) in sources().iter().filter(|(file, _)| file.starts_with(MESSAGES)) {
        for part in text.split('"').skip(1).step_by(2) {
            let is_slug = |it: &str| {
                !it.is_empty()
                    && it
                        .bytes()
                        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
            };
            if part.split_once('/').is_some_and(|(area, slug)| is_slug(area) && is_slug(slug)) {
                codes.insert(part.to_owned());
            }
        }
        assert!(!codes.is_empty() || file.ends_with("mod.rs"), "{file} reports nothing");
    }
    codes
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let codes = codes();
    for code in &codes {
        let zh = explain::find(code, Lang::Zh).unwrap_or_else(|| panic!("{code} is not explained"));
        let en = explain::find(code, Lang::En).unwrap_or_default();
        assert!(
            zh != en && !zh.is_empty() && !en.is_empty(),
            "{code} is explained in one language only"
        );
    }
    let stale: Vec<_> = explain::codes().into_iter().filter(|it| !codes.contains(*it)).collect();
    assert!(stale.is_empty(), "explained but never said: {stale:?}");
}

/// Codes that only a failing machine or network brings about.
const OF_THE_MACHINE: [&str; 6] = [
    "check/gone",
    "check/no-curl",
    "check/unclear",
    "cli/internal",
    "publish/no-lock",
    "publish/system",
];

/// Returns everything under `folder` that can hold an example: chapters, sessions, tests.
fn examples(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder of tests") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "browser" {
            examples(&path, out);
        } else if (name.ends_with(".md") || name.ends_with(".rs")) && name != "tidy.rs" {
            out.push_str(&fs::read_to_string(&path).expect("text"));
        }
    }
}

#[test]
fn every_code_has_an_example() {
    let mut text = String::new();
    examples(&root().join("tests"), &mut text);
    for (_, source) in sources() {
        let unit_tests = source.split_once("#[cfg(test)]").map_or("", |it| it.1);
        text.push_str(unit_tests);
    }
    let is_shown = |code: &String| {
        let ends =
            |rest: &str| !rest.starts_with(|it: char| it.is_ascii_alphanumeric() || it == '-');
        text.match_indices(code.as_str()).any(|(at, _)| ends(&text[at + code.len()..]))
    };
    let bare: Vec<String> = codes()
        .into_iter()
        .filter(|it| !OF_THE_MACHINE.contains(&it.as_str()) && !is_shown(it))
        .collect();
    assert!(bare.is_empty(), "no chapter and no test shows: {bare:?}");
}

#[test]
fn heavy_crates_stand_behind_one_door() {
    let doors = [
        ("comrak", "markdown/lower/"),
        ("minijinja", "theme/ render/html/"),
        ("syntect", "render/html/highlight.rs"),
        ("typst", "render/leaflet/engine/pdf/"),
        ("typst_layout", "render/leaflet/engine/pdf/"),
        ("typst_pdf", "render/leaflet/engine/pdf/"),
        ("typst_render", "render/leaflet/engine/pdf/"),
        ("comemo", "render/leaflet/engine/pdf/"),
        ("lopdf", "render/leaflet/engine/pdf/"),
        ("annotate_snippets", "diag/print.rs"),
        ("quick_xml", "import/docx/ media/svg/"),
        ("zip", "import/docx/"),
        ("clap", "cli/"),
        ("notify", "serve/"),
        ("axum", "serve/"),
        (
            "walkdir",
            "source/ cache.rs publish/folder.rs render/leaflet/engine/font_files.rs serve/",
        ),
    ];
    for (name, doors) in doors {
        for (file, text) in sources() {
            let named =
                text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::"));
            let allowed = doors.split(' ').any(|door| file.starts_with(door)) || file == "main.rs";
            assert!(!named || allowed, "{file} names {name}, which stands behind {doors}");
        }
    }
}

/// Chinese in string literals that no editor reads as a sentence of ours.
const WORDS_THAT_ARE_DATA: [(&str, &str); 19] = [
    ("markdown/unfinished.rs", "the text of a new page"),
    ("cli/console.rs", "what people answer"),
    ("cli/new.rs", "the first lines of a page, keys of front matter"),
    ("cli/unchanged.rs", "a key of front matter"),
    ("markdown/lower/directive.rs", "what a directive's option takes"),
    ("cli/law/view.rs", "how articles and paragraphs are named"),
    ("render/excerpt.rs", "how laws, articles and paragraphs are named"),
    ("render/html/content/phone.rs", "the words beside which a short number is a telephone's"),
    ("render/html/context.rs", "how a day is written"),
    ("render/html/law/entries.rs", "how a range of articles is named"),
    ("render/html/law/pages.rs", "the kinds of statutes"),
    ("render/html/law/text.rs", "how articles are counted"),
    ("render/leaflet/ask/", "names of formats, families and inks"),
    ("render/leaflet/engine/font.rs", "names of fonts"),
    ("render/leaflet/layout/", "words on paper"),
    ("render/leaflet/products/handbook.rs", "words on paper"),
    ("render/leaflet/products/pack.rs", "words on paper"),
    ("render/leaflet/products/print_list.rs", "the head of a table on paper"),
    ("render/search/", "characters that are folded"),
];

/// Returns the string literals of a file, tests and comments apart.
fn literals(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| line.split(" // ").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut literals = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            // '"' is a character, \'a a lifetime.
            '\'' if chars.peek() == Some(&'"') => drop(chars.nth(1)),
            '"' => {
                let mut literal = String::new();
                while let Some(char) = chars.next().filter(|it| *it != '"') {
                    literal.push(char);
                    if char == '\\' {
                        literal.extend(chars.next());
                    }
                }
                literals.push(literal);
            }
            _ => {}
        }
    }
    literals
}

#[test]
fn sentences_stand_among_the_messages() {
    let is_han = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (file, text) in sources() {
        if module(&file) == "diag" {
            continue;
        }
        let excuse = WORDS_THAT_ARE_DATA.iter().find(|(it, _)| file.starts_with(it));
        // Those who read laws and Markdown know many Chinese words; only what is a sentence is meant for an editor.
        let speaks = ["cli", "serve", "render"].contains(&module(&file));
        let is_sentence = |it: &str| it.contains(['`', '，', '。']) && it.chars().count() > 6;
        let han = literals(&text).into_iter().filter(|it| it.contains(is_han));
        let han = han.filter(|it| speaks || is_sentence(it));
        for literal in han {
            match excuse {
                Some((file, _)) => drop(used.insert(*file)),
                None => wrong.push(format!("{file}: {literal}")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "what an editor reads belongs to diag/messages, in both languages:\n{}",
        wrong.join("\n")
    );
    let stale: Vec<_> =
        WORDS_THAT_ARE_DATA.iter().filter(|(file, _)| !used.contains(file)).collect();
    assert!(stale.is_empty(), "excused without need: {stale:?}");
}
