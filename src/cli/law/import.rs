//! `pufa law import`.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::{
    cli::{
        Context, Exit,
        law::{ImportArgs, Laws},
    },
    diag::{
        Severity, Sink, Text,
        messages::command::{self, import as told},
        print,
    },
    import::{
        docx::xml::Unreadable,
        statute::{self as import, ImportError, Imported, Open},
    },
    law::{
        library,
        registry::Registry,
        statute::{Statute, write},
    },
    pinyin::Pinyin,
    source::{FileId, Source, Sources, Span, save},
};

/// Imports every file; one that cannot be imported does not keep the others from it.
pub fn run(context: &Context, laws: &Laws, args: &ImportArgs) -> anyhow::Result<Exit> {
    let mut failed = 0;
    for file in &args.files {
        if !one(context, laws, args, file)? {
            failed += 1;
        }
    }
    let all = args.files.len();
    if all > 1 {
        context.console.say(&match failed {
            0 => told::imported_all(all),
            _ => told::imported_some(all, failed),
        });
    }
    Ok(match failed {
        0 => Exit::Success,
        _ => Exit::Content,
    })
}

/// Imports one file; says whether its text is in the site now.
fn one(context: &Context, laws: &Laws, args: &ImportArgs, file: &Path) -> anyhow::Result<bool> {
    let name = file.to_string_lossy().replace('\\', "/");
    let console = &context.console;
    if !file.is_file() {
        console.note(&command::no_file(&name));
        return Ok(false);
    }
    let bytes = fs::read(file).with_context(|| name.clone())?;
    let mut imported = match import::read(&name, &bytes, &Registry::built_in(), args.effective) {
        Ok(imported) => imported,
        Err(error) => {
            console.note(&refused(&name, &error));
            return Ok(false);
        }
    };
    if let Some(date) = args.promulgated {
        imported.statute.facts.promulgated = Some(date);
        imported.open.retain(|it| *it != Open::NoPromulgated);
    }
    if report_faults(context, &name, &imported) == Numbering::Wrong && !args.force {
        console.note(&told::faulty(&name));
        return Ok(false);
    }
    let facts = &mut imported.statute.facts;
    let Some(promulgated) = facts.promulgated else {
        console.note(&told::no_day(&name));
        return Ok(false);
    };
    let known = laws.library().law(&facts.short);
    let slug = known.map_or_else(|| slug(&facts.short), |law| law.slug.clone());
    facts.slug = Some(slug.clone());
    facts.source = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    facts.checked = Some(laws.config().now);
    let path = format!("content/laws/{slug}-{promulgated}.md");
    write_one(context, laws, args, &imported, &path)
}

fn write_one(
    context: &Context,
    laws: &Laws,
    args: &ImportArgs,
    imported: &Imported,
    path: &str,
) -> anyhow::Result<bool> {
    let statute = &imported.statute;
    let facts = &statute.facts;
    let same_version = |it: &&library::Text| {
        it.statute.facts.short == facts.short && it.statute.facts.promulgated == facts.promulgated
    };
    let there = laws.library().texts().iter().find(same_version);
    let path = there.map_or(path, |it| it.path.as_str());
    if let Some(there) = there {
        let is_same = same_words(&there.statute, statute);
        let is_settled = |day| there.statute.facts.effective == Some(day);
        if is_same && args.effective.is_none_or(is_settled) {
            context.console.say(&told::unchanged(path));
            return Ok(true);
        }
        if !args.force && !is_same {
            let count = other_articles(&there.statute, statute);
            context.console.note(&told::other_words(path, count));
            return Ok(false);
        }
    }
    let text = write::normal_form(statute);
    let root = &laws.site.root;
    let read = there.and_then(|it| laws.sources.text(it.file));
    let saved = match read {
        Some(source) => save::replace(root, source, &text),
        None => save::create(root, path, text.as_bytes()),
    };
    if let Err(refused) = saved {
        context.not_saved(path, &refused);
        return Ok(false);
    }
    say_done(context, imported, path);
    Ok(true)
}

fn same_words(one: &Statute, other: &Statute) -> bool {
    let plain = |it: &Statute| {
        let mut it = it.clone();
        it.articles.iter_mut().for_each(|article| article.at = 0);
        (it.note, it.preamble, it.parts, it.articles, it.annex)
    };
    plain(one) == plain(other)
}

/// Counts the articles that stand otherwise in `there`, or not at all.
fn other_articles(there: &Statute, statute: &Statute) -> usize {
    let articles = statute.articles.iter();
    let other = articles.filter(|it| {
        let old = there.article(it.number, it.suffix);
        old.is_none_or(|old| old.text() != it.text())
    });
    other.count()
}

/// How the articles and items of a file are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// Without a mistake that keeps it from being imported.
    Fine,
    /// With one.
    Wrong,
}

/// Prints what is wrong with the numbering.
fn report_faults(context: &Context, name: &str, imported: &Imported) -> Numbering {
    let source = Source::new(name, imported.text.as_bytes());
    let mut sink = Sink::default();
    for fault in &imported.faults {
        fault.report(Span::new(FileId::of(name), fault.range.clone()), &mut sink);
    }
    let diagnostics = sink.take();
    let sources = Sources { statutes: vec![source], ..Sources::default() };
    let text = print::render(
        &diagnostics,
        &sources,
        context.format,
        context.console.lang,
        print::Color::Never,
    );
    context.console.note_as_is(&text);
    match diagnostics.iter().any(|it| it.severity == Severity::Error) {
        true => Numbering::Wrong,
        false => Numbering::Fine,
    }
}

fn say_done(context: &Context, imported: &Imported, path: &str) {
    let facts = &imported.statute.facts;
    let counts: Vec<String> = import::summary(&imported.statute)
        .iter()
        .map(|(unit, count)| format!("{count} {unit}"))
        .collect();
    context.console.say(&told::imported(
        &facts.short,
        facts.promulgated,
        facts.effective,
        &counts,
        path,
    ));
    for open in &imported.open {
        context.console.note(&still_open(open));
    }
}

fn still_open(open: &Open) -> Text {
    match open {
        Open::EffectiveFromRegistry(date, basis) => told::effective_from_list(*date, basis),
        Open::NoEffective => told::no_effective(),
        Open::NoPromulgated => told::no_promulgated(),
        Open::TextBoxes(count) => told::boxes_left_out(*count),
        Open::Notes(count) => told::notes_left_out(*count),
        Open::OtherCount(count) => told::other_count(*count),
    }
}

fn refused(name: &str, error: &ImportError) -> Text {
    match error {
        ImportError::UnknownFormat => told::unknown_format(name),
        ImportError::Word(Unreadable::NotWord) => told::not_word(name),
        ImportError::Word(Unreadable::TooLarge) => told::too_large(name),
        ImportError::Word(Unreadable::Damaged(damage)) => told::damaged(name, *damage),
        ImportError::Encoding => told::other_encoding(name),
        ImportError::Empty => told::empty(name),
        ImportError::NoTitle => told::no_title(name),
    }
}

fn slug(short: &str) -> String {
    let slug = Pinyin::default().slug(short).replace('-', "");
    if slug.is_empty() { "law".to_owned() } else { slug.chars().take(60).collect() }
}
