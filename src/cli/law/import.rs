//! `pufa law import`.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::{
    cli::{
        Context, Exit,
        law::{Desk, ImportArgs, pick, view::origin},
    },
    diag::{Lang, Severity, Sink, print},
    import::{
        docx::xml::Unreadable,
        statute::{self as import, ImportError, Imported, Open},
    },
    law::{
        library::Text,
        registry::Registry,
        statute::{Statute, write},
    },
    pinyin::Pinyin,
    source::{FileId, Source, Sources, Span},
};

/// Imports every file; one that cannot be imported does not keep the others from it.
pub fn run(context: &Context, desk: &Desk, args: &ImportArgs) -> anyhow::Result<Exit> {
    let mut failed = 0;
    for file in &args.files {
        if !one(context, desk, args, file)? {
            failed += 1;
        }
    }
    let all = args.files.len();
    if all > 1 {
        context.console.say(&match failed {
            0 => pick(
                context,
                format!("{all} 个文件都导入了"),
                format!("all {all} files are imported"),
            ),
            _ => pick(
                context,
                format!("{all} 个文件，{failed} 个没有导入"),
                format!("{all} files, {failed} not imported"),
            ),
        });
    }
    Ok(match failed {
        0 => Exit::Success,
        _ => Exit::Content,
    })
}

/// Imports one file; says whether its text is in the site now.
fn one(context: &Context, desk: &Desk, args: &ImportArgs, file: &Path) -> anyhow::Result<bool> {
    let name = file.to_string_lossy().replace('\\', "/");
    if !file.is_file() {
        context.console.note(&context.console.no_file(&name));
        return Ok(false);
    }
    let bytes = fs::read(file).with_context(|| name.clone())?;
    let mut imported = match import::read(&name, &bytes, &Registry::built_in(), args.effective) {
        Ok(imported) => imported,
        Err(error) => {
            context.console.note(&refused(context, &name, &error));
            return Ok(false);
        }
    };
    if let Some(date) = args.promulgated {
        imported.statute.facts.promulgated = Some(date);
        imported.open.retain(|it| *it != Open::NoPromulgated);
    }
    let bad = report_faults(context, &name, &imported);
    if bad && !args.force {
        context.console.note(&pick(
            context,
            format!("没有导入 `{name}`：先改好上面的错误；确认官方文本就是这样，再加 `--force`"),
            format!("`{name}` was not imported: mend the errors above; if the official text is like that, add `--force`"),
        ));
        return Ok(false);
    }
    let Some(promulgated) = imported.statute.facts.promulgated else {
        context.console.note(&pick(
            context,
            format!("没有导入 `{name}`：文件名和正文都没有公布日期，加上 `--promulgated 2020-05-28`"),
            format!("`{name}` was not imported: neither its name nor its text says when it was made public, add `--promulgated 2020-05-28`"),
        ));
        return Ok(false);
    };
    let known = desk.library.law(&imported.statute.facts.short);
    let slug = known.map_or_else(
        || slug(&imported.statute.facts.short),
        |law| law.slug.clone(),
    );
    imported.statute.facts.slug = Some(slug.clone());
    imported.statute.facts.source = file
        .file_name()
        .map(|it| it.to_string_lossy().into_owned())
        .unwrap_or_default();
    imported.statute.facts.checked = Some(desk.config.now);
    let path = format!("content/laws/{slug}-{promulgated}.md");
    write_one(context, desk, args, &imported, &path)
}

fn write_one(
    context: &Context,
    desk: &Desk,
    args: &ImportArgs,
    imported: &Imported,
    path: &str,
) -> anyhow::Result<bool> {
    let statute = &imported.statute;
    let facts = &statute.facts;
    let same_version = |it: &&Text| {
        it.statute.facts.short == facts.short && it.statute.facts.promulgated == facts.promulgated
    };
    let there = desk.library.texts().iter().find(same_version);
    let path = there.map_or(path, |it| it.path.as_str());
    if let Some(there) = there {
        let unchanged = same_words(&there.statute, statute)
            && args
                .effective
                .is_none_or(|it| there.statute.facts.effective == Some(it));
        if unchanged {
            context.console.say(&pick(
                context,
                format!("`{path}` 已经是这个文本，没有改动"),
                format!("`{path}` holds this text already, nothing changed"),
            ));
            return Ok(true);
        }
        if !args.force && !same_words(&there.statute, statute) {
            let count = statute
                .articles
                .iter()
                .filter(|it| {
                    there
                        .statute
                        .article(it.number, it.suffix)
                        .is_none_or(|old| old.text() != it.text())
                })
                .count();
            context.console.note(&pick(
                context,
                format!("`{path}` 里已有这个版本，文字不同（{count} 条不一样），没有覆盖；确认要换就加 `--force`"),
                format!("`{path}` holds this version in other words ({count} articles differ), it was kept; add `--force` to replace it"),
            ));
            return Ok(false);
        }
    }
    let full = desk.site.root.join(path);
    let folder = full.parent().unwrap_or(&desk.site.root);
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(&full, write::normal_form(statute)).with_context(|| path.to_owned())?;
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

/// Prints what is wrong with the numbering; says whether any of it is an error.
fn report_faults(context: &Context, name: &str, imported: &Imported) -> bool {
    let source = Source::new(name, imported.text.as_bytes());
    let mut sink = Sink::default();
    for fault in &imported.faults {
        fault.report(Span::new(FileId::of(name), fault.range.clone()), &mut sink);
    }
    let diagnostics = sink.take();
    let sources = Sources {
        statutes: vec![source],
        ..Sources::default()
    };
    let text = print::render(
        &diagnostics,
        &sources,
        context.format,
        context.console.lang,
        print::Color::Never,
    );
    context.console.note_as_is(&text);
    diagnostics.iter().any(|it| it.severity == Severity::Error)
}

fn say_done(context: &Context, imported: &Imported, path: &str) {
    let facts = &imported.statute.facts;
    let counts: Vec<String> = import::summary(&imported.statute)
        .iter()
        .map(|(unit, count)| format!("{count} {unit}"))
        .collect();
    let day =
        |it: Option<jiff::civil::Date>| it.map_or_else(|| "？".to_owned(), |it| it.to_string());
    context.console.say(&pick(
        context,
        format!(
            "《{}》 {} 公布，{} 起施行，{} → `{path}`",
            facts.short,
            day(facts.promulgated),
            day(facts.effective),
            counts.join("，")
        ),
        format!(
            "{}: made public {}, in force from {}, {} → `{path}`",
            facts.short,
            day(facts.promulgated),
            day(facts.effective),
            counts.join(", ")
        ),
    ));
    for open in &imported.open {
        context
            .console
            .note(&format!("  {}", still_open(context, open)));
    }
}

fn still_open(context: &Context, open: &Open) -> String {
    let (zh, en) = match open {
        Open::EffectiveFromRegistry(date, basis) => (
            format!("施行日期 {date} 文件里没有，取自程序的法律名录（来源：{}）；请到国家法律法规数据库核对", origin(basis, true)),
            format!("the effective date {date} is from the program's list (from {}), not from the file; check it at the source", origin(basis, false)),
        ),
        Open::NoEffective => (
            "文件里看不出施行日期：查到后再导入一次，加上 `--effective 2026-01-01`".to_owned(),
            "the file does not say from when it applies: look it up and import again with `--effective 2026-01-01`".to_owned(),
        ),
        Open::NoPromulgated => ("没有公布日期".to_owned(), "no day on which it was made public".to_owned()),
        Open::OtherTitle(title) => (format!("文件名里的标题是“{title}”"), format!("the file's name says {title}")),
        Open::TextBoxes(count) => (
            format!("文件里有 {count} 个文本框没有读，看看里面有没有条文"),
            format!("{count} text boxes were not read, see whether they hold anything that matters"),
        ),
        Open::Notes(count) => (
            format!("文件里有 {count} 个脚注或尾注没有导入，看看里面有没有条文"),
            format!("{count} footnotes or endnotes were not taken over, see whether they hold anything that matters"),
        ),
        Open::OtherCount(count) => (
            format!("名录里这个版本有 {count} 条，条数不一样，请核对"),
            format!("the list of laws has {count} articles for this version, please compare"),
        ),
    };
    pick(context, zh, en)
}

fn refused(context: &Context, name: &str, error: &ImportError) -> String {
    let (zh, en) = match error {
        ImportError::UnknownFormat => (
            "只能导入 .docx、.txt、.md 文件；旧的 .doc 先在 Word 里另存为 .docx",
            "only .docx, .txt and .md can be imported; save an old .doc as .docx first",
        ),
        ImportError::Word(Unreadable::NotWord) => (
            "这个文件里没有 Word 文档",
            "there is no Word document in this file",
        ),
        ImportError::Word(Unreadable::TooLarge) => (
            "文件太大，不像一部法律",
            "the file is larger than any statute",
        ),
        ImportError::Encoding => (
            "文件不是 UTF-8，也不是 GB18030 文字",
            "the file is neither UTF-8 nor GB18030 text",
        ),
        ImportError::Empty => ("文件里没有文字", "there is no text in the file"),
        ImportError::NoTitle => (
            "找不到标题；把文件名改成“标题_20200528.docx”再试",
            "no title was found; name the file `title_20200528.docx` and try again",
        ),
        ImportError::Word(Unreadable::Damaged(why)) => {
            return pick(
                context,
                format!("没有导入 `{name}`：文件损坏，重新下载（{why}）"),
                format!("`{name}` was not imported: it is damaged, download it again ({why})"),
            );
        }
    };
    match context.console.lang {
        Lang::Zh => format!("没有导入 `{name}`：{zh}"),
        Lang::En => format!("`{name}` was not imported: {en}"),
    }
}

fn slug(short: &str) -> String {
    let slug = Pinyin::new(None, &mut Sink::default())
        .slug(short)
        .replace('-', "");
    if slug.is_empty() {
        "law".to_owned()
    } else {
        slug.chars().take(60).collect()
    }
}
