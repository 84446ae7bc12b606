//! Scores the law library on real sentences and statutes that are kept beside the repository.
//!
//! They are other people's texts, so nothing of them stands here; without them the tests say so and pass. The environment
//! variable `PUFA_SHARED` names the folder when it is not `../shared`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::too_many_lines,
    reason = "a test stops where it fails and says what it skips"
)]

use std::{fs, path::PathBuf};

use pufa::{
    diag::Sink,
    law::{
        Library,
        citation::{Found, Host, Names, Place, Scanner},
        compare::{self, Verdict},
        import,
        registry::Registry,
        statute::{Statute, parse, write},
    },
    source::Source,
};
use serde_json::Value;

fn shared(name: &str) -> Option<PathBuf> {
    let root =
        std::env::var_os("PUFA_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = root.join("law").join(name);
    let there = path.exists();
    if !there {
        eprintln!("skipped: no {}", path.display());
    }
    there.then_some(path)
}

fn json(name: &str) -> Option<Value> {
    let text = fs::read_to_string(shared(name)?).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn number(value: &Value) -> Option<u8> {
    value.as_u64().map(|it| u8::try_from(it).unwrap())
}

fn place(value: &Value) -> Place {
    Place {
        article: u16::try_from(value["article"].as_u64().unwrap()).unwrap(),
        suffix: number(&value["article_suffix"]).unwrap_or(0),
        paragraph: number(&value["paragraph"]),
        item: number(&value["item"]),
        subitem: None,
    }
}

/// The law, first and last place of one expected citation.
type Expected = (String, Place, Option<Place>);

fn expected(case: &Value, names: &Names) -> Vec<Expected> {
    let one = |it: &Value| {
        let end = it["range_end"].is_object().then(|| place(&it["range_end"]));
        (key(it["law"].as_str().unwrap(), names), place(it), end)
    };
    case["expected"]
        .as_array()
        .unwrap()
        .iter()
        .map(one)
        .collect()
}

fn key(title: &str, names: &Names) -> String {
    names.find(title).map_or_else(
        || title.replace("中华人民共和国", ""),
        |law| law.key.clone(),
    )
}

fn found(case: &Value, names: &Names) -> Vec<Expected> {
    let text = case["context"].as_str().unwrap();
    let home = case["home"].as_str().map(|home| key(home, names));
    let host = home.as_ref().map(|home| {
        let at = &case["host"];
        let place = Place {
            article: u16::try_from(at["article"].as_u64().unwrap()).unwrap(),
            suffix: number(&at["suffix"]).unwrap_or(0),
            paragraph: number(&at["paragraph"]),
            item: number(&at["item"]),
            subitem: None,
        };
        let interprets = names.find(home).and_then(|law| law.interprets.as_deref());
        Host {
            law: home,
            statute: None,
            place,
            interprets,
        }
    });
    let mut scanner = host.map_or_else(|| Scanner::new(names), |host| Scanner::inside(names, host));
    let all = scanner.block(text);
    let written = case["text"].as_str().unwrap();
    let here = |start: usize| -> Vec<Expected> {
        let inside = |it: &&Found| {
            it.range.start >= start
                && it.range.end <= start + written.len() + 3
                && it.citation.place.is_some()
        };
        all.iter()
            .filter(inside)
            .map(|it| {
                (
                    key(&it.citation.law.key, names),
                    it.citation.place.unwrap(),
                    it.citation.range_end,
                )
            })
            .collect()
    };
    let places: Vec<_> = text
        .match_indices(written)
        .map(|(at, _)| here(at))
        .collect();
    places
        .iter()
        .find(|it| !it.is_empty())
        .cloned()
        .unwrap_or_default()
}

#[test]
fn real_citations_are_read_as_a_lawyer_reads_them() {
    let Some(cases) = json("citations.json") else {
        return;
    };
    let names = Names::new(Registry::built_in().named());
    let cases = cases.as_array().unwrap();
    let mut missed = 0;
    for case in cases {
        let (want, got) = (expected(case, &names), found(case, &names));
        if want != got {
            missed += 1;
            println!(
                "{} {}\n  want {want:?}\n  got  {got:?}\n  in {}",
                case["id"], case["text"], case["context"]
            );
        }
    }
    println!("{} of {} citations", cases.len() - missed, cases.len());
    assert!(
        missed * 50 <= cases.len(),
        "{missed} of {} citations are read otherwise",
        cases.len()
    );
}

fn read_norm(path: &std::path::Path) -> Statute {
    let source = Source::new(&path.display().to_string(), &fs::read(path).unwrap());
    let mut sink = Sink::default();
    let statute = parse::normal_form(&source, &mut sink).unwrap();
    for it in sink.take() {
        println!("{}: {} {}", path.display(), it.code, it.message.zh);
    }
    statute
}

#[test]
fn normal_forms_read_back() {
    let Some(folder) = shared("norm") else { return };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let statute = read_norm(&path);
        let written = write::normal_form(&statute);
        let mut sink = Sink::default();
        let again =
            parse::normal_form(&Source::new("again.md", written.as_bytes()), &mut sink).unwrap();
        assert_eq!(
            without_places(again),
            without_places(statute),
            "{}",
            path.display()
        );
    }
}

fn without_places(mut statute: Statute) -> Statute {
    statute.articles.iter_mut().for_each(|it| it.at = 0);
    statute
}

#[test]
fn downloads_are_imported_as_they_were_normalised() {
    let (Some(index), Some(root)) = (json("index.json"), shared("norm")) else {
        return;
    };
    let root = root.parent().unwrap().to_owned();
    let registry = Registry::built_in();
    let (mut different, mut undated) = (0, 0);
    for entry in index.as_array().unwrap() {
        let raw = entry["raw"].as_str().unwrap();
        let norm = without_places(read_norm(&root.join(entry["file"].as_str().unwrap())));
        let imported =
            import::read(raw, &fs::read(root.join(raw)).unwrap(), &registry, None).unwrap();
        for fault in &imported.faults {
            println!(
                "{raw}: {:?} {}",
                fault.kind,
                imported.text.get(fault.range.clone()).unwrap_or("?")
            );
        }
        let statute = without_places(imported.statute);
        let mut odd = Vec::new();
        if statute.facts.title != norm.facts.title {
            odd.push(format!(
                "title {} / {}",
                statute.facts.title, norm.facts.title
            ));
        }
        if (&statute.facts.short, statute.facts.promulgated)
            != (&norm.facts.short, norm.facts.promulgated)
        {
            odd.push(format!("facts {:?} / {:?}", statute.facts, norm.facts));
        }
        if statute.facts.effective != norm.facts.effective {
            odd.push(format!(
                "effective {:?} / {:?}",
                statute.facts.effective, norm.facts.effective
            ));
        }
        undated += usize::from(imported.open.iter().any(|it| {
            matches!(
                it,
                import::Open::NoEffective | import::Open::EffectiveFromRegistry(..)
            )
        }));
        let parts = |it: &Statute| {
            it.parts
                .iter()
                .map(|part| (part.number.clone(), part.title.clone(), part.first))
                .collect::<Vec<_>>()
        };
        if parts(&statute) != parts(&norm) {
            odd.push(format!(
                "parts {} / {}",
                statute.parts.len(),
                norm.parts.len()
            ));
        }
        if statute.articles.len() != norm.articles.len() {
            odd.push(format!(
                "articles {} / {}",
                statute.articles.len(),
                norm.articles.len()
            ));
        }
        for (ours, theirs) in statute
            .articles
            .iter()
            .zip(&norm.articles)
            .filter(|(a, b)| a != b)
            .take(3)
        {
            odd.push(format!("ours {ours:?}\n   theirs {theirs:?}"));
        }
        if statute.annex != norm.annex {
            odd.push(format!(
                "annex {} / {}",
                statute.annex.len(),
                norm.annex.len()
            ));
        }
        if !odd.is_empty() {
            different += 1;
            println!("{raw}\n   {}", odd.join("\n   "));
        }
    }
    for name in ["flk-docx-edge", "lawrefbook-md"] {
        for entry in fs::read_dir(root.join("raw").join(name)).unwrap() {
            let path = entry.unwrap().path();
            let imported = import::read(
                path.to_str().unwrap(),
                &fs::read(&path).unwrap(),
                &registry,
                None,
            )
            .unwrap();
            let facts = &imported.statute.facts;
            println!(
                "{} {:?} {} {:?} {:?}",
                facts.title,
                import::summary(&imported.statute),
                facts.kind,
                facts.effective,
                imported.open
            );
            for fault in &imported.faults {
                println!(
                    "    {:?} {}",
                    fault.kind,
                    imported.text.get(fault.range.clone()).unwrap_or("?")
                );
            }
        }
    }
    println!("{different} files differ, {undated} cannot know when they came into force");
    assert_eq!(different, 0);
}

fn library() -> Option<Library> {
    let folder = shared("norm")?;
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    paths.sort();
    let sources: Vec<_> = paths
        .iter()
        .map(|it| Source::new(&it.display().to_string(), &fs::read(it).unwrap()))
        .collect();
    Some(pufa::law::library(
        &sources,
        &[],
        &toml::Table::new(),
        &mut Sink::default(),
    ))
}

#[test]
fn quotations_are_judged_as_they_were_computed() {
    let (Some(cases), Some(library)) = (json("quotes.json"), library()) else {
        return;
    };
    let cases = cases.as_array().unwrap();
    let mut missed = 0;
    for case in cases {
        let law = library.find(case["law"].as_str().unwrap()).unwrap();
        let date = parse::parse_date(case["version"].as_str().unwrap());
        let version = law
            .versions
            .iter()
            .find(|it| it.promulgated == date)
            .unwrap();
        let statute = library.statute(version).unwrap();
        let verdict = compare::quotation(case["quote"].as_str().unwrap(), statute, place(case));
        let near = verdict.is_near();
        let name = match &verdict {
            Verdict::Verbatim => "verbatim",
            Verdict::Punctuation(_) => "punctuation-only",
            Verdict::Elided => "elided",
            Verdict::Differs { .. } if near => "near",
            Verdict::Differs { .. } => "partly",
            Verdict::OtherArticle(_) => "other-article",
            Verdict::NotFound => "wrong",
        };
        if name != case["verdict"] {
            missed += 1;
            println!(
                "{} want {} {} got {verdict:?}\n   {}",
                case["id"], case["verdict"], case["detail"], case["quote"]
            );
        }
    }
    println!("{} of {} quotations", cases.len() - missed, cases.len());
    assert!(
        missed * 20 <= cases.len(),
        "{missed} of {} quotations are judged otherwise",
        cases.len()
    );
}
