//! `pufa law import`.

use std::{fs, path::Path};

use anyhow::Context as _;
use serde_json::json;

use crate::{
    cli::{
        Context, Exit,
        law::{ImportArgs, Laws},
    },
    diag::{
        Severity, Sink, Text,
        messages::command::{self, import as told},
        print::{self, Format},
    },
    import::{
        docx::xml::Unreadable,
        statute::{self as import, ImportError, Imported, Open},
    },
    law::{
        library,
        registry::Registry,
        statute::{Facts, Statute, write},
    },
    pinyin::Pinyin,
    source::{FileId, Source, Sources, Span, save},
};

/// Imports every file; one that cannot be imported does not keep the others from it.
pub fn run(context: &Context, laws: &Laws, args: &ImportArgs) -> anyhow::Result<Exit> {
    let mut failed = 0;
    let mut done = Vec::new();
    for file in &args.files {
        if !one(context, laws, args, file, &mut done)? {
            failed += 1;
        }
    }
    let all = args.files.len();
    if all > 1 {
        context.sum_up(&match failed {
            0 => told::imported_all(all),
            _ => told::imported_some(all, failed),
        });
    }
    Ok(match failed {
        0 => Exit::Success,
        _ => Exit::Content,
    })
}

/// What this run has put at a path already, or found there.
struct Done {
    path: String,
    file: String,
    statute: Statute,
}

/// Imports one file; says whether its text is in the site now.
fn one(
    context: &Context,
    laws: &Laws,
    args: &ImportArgs,
    file: &Path,
    done: &mut Vec<Done>,
) -> anyhow::Result<bool> {
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
    let there = there(laws, &imported.statute);
    let path = there.map_or(path, |it| it.path.clone());
    if let Some(first) = done.iter().find(|it| it.path.eq_ignore_ascii_case(&path)) {
        let is_same = same_words(&first.statute, &imported.statute);
        console.note(&match is_same {
            true => told::same_twice(&name, &first.file),
            false => told::two_texts(&name, &first.file, &path),
        });
        return Ok(is_same);
    }
    let is_in = write_one(context, laws, args, &mut imported, &path);
    if *is_in.as_ref().unwrap_or(&false) {
        done.push(Done { path, file: name, statute: imported.statute });
    }
    is_in
}

/// Returns the text that the site has of this version.
fn there<'a>(laws: &'a Laws, statute: &Statute) -> Option<&'a library::Text> {
    let facts = &statute.facts;
    let is_same = |it: &&library::Text| {
        it.statute.facts.short == facts.short && it.statute.facts.promulgated == facts.promulgated
    };
    laws.library().texts().iter().find(is_same)
}

fn write_one(
    context: &Context,
    laws: &Laws,
    args: &ImportArgs,
    imported: &mut Imported,
    path: &str,
) -> anyhow::Result<bool> {
    let there = there(laws, &imported.statute);
    let mut replaced = Vec::new();
    if let Some(there) = there {
        let statute = &imported.statute;
        let is_same = same_words(&there.statute, statute);
        let is_settled = |day| there.statute.facts.effective == Some(day);
        if is_same && args.effective.is_none_or(is_settled) {
            context.sum_up(&told::unchanged(path));
            tell_program(context, imported, path, Outcome::Unchanged);
            return Ok(true);
        }
        if !args.force && !is_same {
            let count = other_articles(&there.statute, statute);
            context.console.note(&told::other_words(path, count));
            return Ok(false);
        }
        replaced = keep(&there.statute.facts, imported);
    }
    let text = write::normal_form(&imported.statute);
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
    for it in &replaced {
        context.console.note(&told::fact_replaced(it.key, &it.old, &it.new));
    }
    Ok(true)
}

/// A fact of the file that was replaced which the new one says otherwise.
struct Replaced {
    key: &'static str,
    old: String,
    new: String,
}

/// Keeps what somebody wrote about the text by hand and the new file does not say; returns what it says otherwise.
fn keep(old: &Facts, imported: &mut Imported) -> Vec<Replaced> {
    let new = &mut imported.statute.facts;
    let added: Vec<String> =
        old.aliases.iter().filter(|it| !new.aliases.contains(it)).cloned().collect();
    new.aliases.splice(0..0, added);
    new.effective = new.effective.or(old.effective);
    new.interprets = new.interprets.take().or_else(|| old.interprets.clone());
    if new.effective.is_some() {
        imported.open.retain(|it| *it != Open::NoEffective);
    }
    for (old, new) in [
        (&old.kind, &mut new.kind),
        (&old.authority, &mut new.authority),
        (&old.status, &mut new.status),
    ] {
        if new.is_empty() {
            new.clone_from(old);
        }
    }
    let day = |it: Option<jiff::civil::Date>| it.map_or(String::new(), |it| it.to_string());
    let facts = [
        ("title", old.title.clone(), new.title.clone()),
        ("kind", old.kind.clone(), new.kind.clone()),
        ("authority", old.authority.clone(), new.authority.clone()),
        ("effective", day(old.effective), day(new.effective)),
        ("status", old.status.clone(), new.status.clone()),
        (
            "interprets",
            old.interprets.clone().unwrap_or_default(),
            new.interprets.clone().unwrap_or_default(),
        ),
        ("slug", old.slug.clone().unwrap_or_default(), new.slug.clone().unwrap_or_default()),
    ];
    let replaced = facts.into_iter().filter(|(_, old, new)| !old.is_empty() && old != new);
    replaced.map(|(key, old, new)| Replaced { key, old, new }).collect()
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
    match context.format {
        Format::Human => {
            let lang = context.console.lang;
            let never = print::Color::Never;
            let text = print::render(&diagnostics, &sources, context.format, lang, never);
            context.console.note_as_is(&text);
        }
        Format::Json | Format::Github => context.print(&diagnostics, &sources),
    }
    match diagnostics.iter().any(|it| it.severity == Severity::Error) {
        true => Numbering::Wrong,
        false => Numbering::Fine,
    }
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It was written.
    Imported,
    /// It was there.
    Unchanged,
}

/// Says it to programs, where one asked.
fn tell_program(context: &Context, imported: &Imported, path: &str, outcome: Outcome) {
    if context.format != Format::Json {
        return;
    }
    let facts = &imported.statute.facts;
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    let told = json!({
        "law": facts.short, "promulgated": day(facts.promulgated), "effective": day(facts.effective),
        "articles": imported.statute.articles.len(), "file": path, "written": outcome == Outcome::Imported,
    });
    context.console.line(&told.to_string());
}

fn say_done(context: &Context, imported: &Imported, path: &str) {
    let facts = &imported.statute.facts;
    let counts: Vec<String> = import::summary(&imported.statute)
        .iter()
        .map(|(unit, count)| format!("{count} {unit}"))
        .collect();
    tell_program(context, imported, path, Outcome::Imported);
    context.sum_up(&told::imported(
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
