//! `pufa fix`: applies the repairs that messages carry, and saves other encodings as UTF-8.

use std::collections::BTreeMap;

use serde_json::json;
use similar::TextDiff;

use crate::{
    cli::{Context, Exit, clock, make::Made, site::Site},
    config::Flags,
    diag::{Diagnostic, Fix, Sink, messages::command::files as told, print::Format},
    source::{FileId, Repair, Source, save},
};

/// Most times that all is read and repaired again; two are enough unless something is wrong with a repair.
const ROUNDS: usize = 5;

/// Options of `fix`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Really change the files [else what would change is shown]
    #[arg(long)]
    write: bool,
}

/// Shows or applies every repair that needs no judgement.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let mut changed = 0;
    for _ in 0..ROUNDS {
        let made = site.make(&Flags { drafts: true, ..Flags::at(clock::now(None)) }, None);
        let mut sink = Sink::default();
        let now = repair(context, &site, args, &made, &mut sink);
        changed += now;
        let refused = sink.take();
        if !refused.is_empty() {
            context.print(&refused, &made.sources);
            return Ok(Exit::Content);
        }
        // What is repaired shows what could not be seen before, and of many messages about one file some are only counted.
        if now == 0 || !args.write {
            break;
        }
    }
    match (changed, args.write) {
        (0, _) => context.sum_up(&told::nothing_to_fix()),
        (_, false) => context.sum_up(&told::fix_how()),
        (_, true) => {}
    }
    Ok(Exit::Success)
}

/// Repairs each file once; returns how many files that changed. One that cannot be written does not keep the others from it.
fn repair(context: &Context, site: &Site, args: &Args, made: &Made, sink: &mut Sink) -> usize {
    let mut fixes = by_file(&made.diagnostics);
    let mut changed = 0;
    for source in made.sources.texts() {
        let fixes = fixes.remove(&source.id).unwrap_or_default();
        let (text, count) = apply(&source.text, &fixes);
        let recode = needs_encoding(source);
        if count == 0 && !recode {
            continue;
        }
        if args.write
            && let Err(refused) = save::replace(&site.root, source, &text)
        {
            sink.source_not_saved(&source.path, &refused);
            continue;
        }
        changed += 1;
        if context.format == Format::Json {
            let done = json!({ "file": source.path, "repairs": count, "recoded": recode, "written": args.write });
            context.console.line(&done.to_string());
        }
        if count > 0 {
            tell_fixed(context, args, source, &text, count);
        }
        if recode {
            tell_recoded(context, args, source);
        }
    }
    changed
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
        let Some(between) =
            text.get(done..range.start).filter(|_| text.is_char_boundary(range.end))
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

fn tell_fixed(context: &Context, args: &Args, source: &Source, text: &str, count: usize) {
    if args.write {
        return context.sum_up(&told::fixed(&source.path, count));
    }
    context.sum_up(&told::would_fix(&source.path, count));
    let differences = differences(&source.text, text);
    match context.format {
        Format::Human => context.console.print(&differences),
        Format::Json | Format::Github => context.console.note_as_is(&differences),
    }
}

fn tell_recoded(context: &Context, args: &Args, source: &Source) {
    context.sum_up(&if args.write {
        told::recoded(&source.path)
    } else {
        told::would_recode(&source.path)
    });
}

/// Lists changed lines, old and new.
fn differences(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let changes = diff.iter_all_changes().filter(|it| it.tag() != similar::ChangeTag::Equal);
    changes.map(|it| format!("  {} {}\n", it.tag(), it.value().trim_end_matches('\n'))).collect()
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
        let fixes = [fix(0, 3, "# "), fix(0, 3, "# "), fix(2, 4, "?"), fix(8, 8, "!")];
        let (text, count) = apply("＃标题", &fixes.iter().collect::<Vec<_>>());
        assert_eq!((text.as_str(), count), ("# 标题", 1));
        assert_eq!(differences("a\n＃ b\nc", "a\n# b\nc"), "  - ＃ b\n  + # b\n");
    }
}
