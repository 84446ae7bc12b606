//! `pufa fix`: applies the repairs that messages carry, and saves other encodings as UTF-8.

use std::{collections::BTreeMap, fs, io::Write as _, path::Path};

use anyhow::Context as _;
use similar::TextDiff;

use crate::{
    cli::{Context, Exit, make::Made, site::Site},
    config::Flags,
    diag::{Diagnostic, Fix, messages::command::files as told},
    source::{FileId, Repair, Source},
};

/// Options of `fix`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Really change the files [else what would change is shown]
    #[arg(long)]
    write: bool,
}

/// Shows or applies every repair that needs no judgement.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let mut changed = 0;
    loop {
        let made = site.make(
            &Flags {
                drafts: true,
                ..Flags::default()
            },
            None,
        );
        let now = repair(context, &site, args, &made)?;
        changed += now;
        // Of many messages about one file some are only counted; the next round finds them.
        let is_cut = made
            .diagnostics
            .iter()
            .any(|it| it.more > 0 && it.fix.is_some());
        if now == 0 || !args.write || !is_cut {
            break;
        }
    }
    match (changed, args.write) {
        (0, _) => context.console.say(&told::nothing_to_fix()),
        (_, false) => context.console.say(&told::fix_how()),
        (_, true) => {}
    }
    Ok(Exit::Success)
}

/// Repairs each file once; returns how many files that changed.
fn repair(context: &Context, site: &Site, args: &Args, made: &Made) -> anyhow::Result<usize> {
    let mut fixes = by_file(&made.diagnostics);
    let mut changed = 0;
    for source in made.sources.texts() {
        let fixes = fixes.remove(&source.id).unwrap_or_default();
        let (text, count) = apply(&source.text, &fixes);
        let recode = needs_encoding(source);
        if count == 0 && !recode {
            continue;
        }
        changed += 1;
        if args.write {
            save(&site.root.join(&source.path), source, &text)?;
        }
        report(context, args, source, &text, count, recode);
    }
    Ok(changed)
}

fn by_file(diagnostics: &[Diagnostic]) -> BTreeMap<FileId, Vec<&Fix>> {
    let mut fixes: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in diagnostics.iter().filter_map(|it| it.fix.as_ref()) {
        fixes.entry(fix.span.file).or_default().push(fix);
    }
    fixes
}

/// Applies repairs that do not overlap; returns the new text and how many were applied.
fn apply(text: &str, fixes: &[&Fix]) -> (String, usize) {
    let mut fixes: Vec<&Fix> = fixes.to_vec();
    fixes.sort();
    fixes.dedup();
    let (mut out, mut done, mut count) = (String::with_capacity(text.len()), 0, 0);
    for fix in fixes {
        let range = fix.span.range();
        let Some(between) = text
            .get(done..range.start)
            .filter(|_| text.is_char_boundary(range.end))
        else {
            continue;
        };
        out.push_str(between);
        out.push_str(&fix.replacement);
        done = range.end;
        count += 1;
    }
    out.push_str(&text[done..]);
    (out, count)
}

fn needs_encoding(source: &Source) -> bool {
    source.repairs.iter().any(|it| match it {
        Repair::Gb18030 | Repair::Utf16 => true,
        Repair::Undecodable(_) | Repair::Nul(_) => false,
    })
}

/// Saves a file whole or not at all, with the line ends it had, unless it changed since it was read.
fn save(path: &Path, source: &Source, text: &str) -> anyhow::Result<()> {
    let shown = || source.path.clone();
    let bytes = fs::read(path).with_context(shown)?;
    anyhow::ensure!(
        Source::new(&source.path, &bytes).digest == source.digest,
        "{}: changed meanwhile",
        source.path
    );
    let is_crlf =
        bytes.windows(2).any(|it| it == b"\r\n") || bytes.windows(4).any(|it| it == b"\r\0\n\0");
    let text = if is_crlf {
        text.replace('\n', "\r\n")
    } else {
        text.to_owned()
    };
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::Builder::new()
        .prefix(".")
        .suffix(".pufa-tmp")
        .tempfile_in(folder)
        .with_context(shown)?;
    file.write_all(text.as_bytes()).with_context(shown)?;
    fs::set_permissions(
        file.path(),
        fs::metadata(path).with_context(shown)?.permissions(),
    )
    .with_context(shown)?;
    file.as_file().sync_all().with_context(shown)?;
    file.persist(path).with_context(shown)?;
    Ok(())
}

fn report(context: &Context, args: &Args, source: &Source, text: &str, count: usize, recode: bool) {
    let console = &context.console;
    if count > 0 {
        console.say(&if args.write {
            told::fixed(&source.path, count)
        } else {
            told::would_fix(&source.path, count)
        });
        if !args.write {
            console.print(&differences(&source.text, text));
        }
    }
    if recode {
        console.say(&if args.write {
            told::recoded(&source.path)
        } else {
            told::would_recode(&source.path)
        });
    }
}

/// Lists changed lines, old and new.
fn differences(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let changes = diff
        .iter_all_changes()
        .filter(|it| it.tag() != similar::ChangeTag::Equal);
    changes
        .map(|it| format!("  {} {}\n", it.tag(), it.value().trim_end_matches('\n')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{apply, differences};
    use crate::{
        diag::Fix,
        source::{FileId, Span},
    };

    #[test]
    fn repairs_are_applied_once_and_never_over_each_other() {
        let fix = |start: usize, end: usize, text: &str| Fix {
            span: Span::new(FileId::of("x"), start..end),
            replacement: text.to_owned(),
        };
        let fixes = [
            fix(0, 3, "# "),
            fix(0, 3, "# "),
            fix(2, 4, "?"),
            fix(8, 8, "!"),
        ];
        let (text, count) = apply("＃标题", &fixes.iter().collect::<Vec<_>>());
        assert_eq!((text.as_str(), count), ("# 标题", 1));
        assert_eq!(
            differences("a\n＃ b\nc", "a\n# b\nc"),
            "  - ＃ b\n  + # b\n"
        );
    }
}
