//! `pufa check`.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::{
    check::{self, Answer},
    cli::{Context, Exit, clock, console::Progress, freshness, make::Made, site::Site, why},
    config::Flags,
    diag::{
        Diagnostic, Sink,
        messages::command::{build, check as told},
        print,
    },
    source::{Sources, is_input},
};

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only what concerns these files or folders
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Ask for every outside address too (needs a network)
    #[arg(long)]
    external: bool,
    /// List pages whose law somebody should look at too
    #[arg(long)]
    laws: bool,
    /// Complete address of the site, instead of `base_url` in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Take this day as today: 2026-03-08
    #[arg(long, value_name = "DATE")]
    now: Option<Date>,
}

/// Builds in memory, and tells everything that is wrong: what a build would say, and what is found in pages that wait.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let Some(wanted) = wanted(context, &site, &args.files) else {
        return Ok(Exit::Usage);
    };
    let progress = Progress::start(&build::building(), context.console.lang);
    let flags = Flags { base_url: args.base_url.clone(), ..Flags::at(clock::now(args.now)) };
    let mut made = site.make(&flags, None);
    made.try_pages();
    made.refuse_nothing();
    made.try_waiting(&site, &flags);
    if args.external {
        progress.now(&told::asking());
        let mut sink = Sink::default();
        ask_outside(&made, &progress, &mut sink);
        made.diagnostics.extend(sink.take());
        print::sort(&mut made.diagnostics, &made.sources);
    }
    drop(progress);
    if !wanted.is_empty() {
        let sources = &made.sources;
        made.diagnostics.retain(|it| concerns(it, sources, &wanted));
    }
    context.print(&made.diagnostics, &made.sources);
    if args.laws {
        freshness::report(context, &made);
    }
    let pages =
        made.built.artifacts.single().filter(|(path, _)| path.as_str().ends_with(".html")).count();
    context.sum_up(&match made.diagnostics.is_empty() {
        true if !wanted.is_empty() => told::files_well(wanted.len()),
        true => told::all_well(pages),
        false => told::checked(&context.counts(&made.diagnostics)),
    });
    Ok(if made.failed() { Exit::Content } else { Exit::Success })
}

/// Returns the paths of the files and folders that were asked for, from the site's root; `None` when one is no input of it.
fn wanted(context: &Context, site: &Site, files: &[PathBuf]) -> Option<Vec<String>> {
    let mut wanted = Vec::new();
    let mut all_there = true;
    for file in files {
        let is_input = |it: &String| it.is_empty() || is_input(&site.root, &site.root.join(it));
        match why::inside(&site.root, file).filter(is_input) {
            Some(path) => wanted.push(path),
            None => {
                why::tell_missing(context, file);
                all_there = false;
            }
        }
    }
    all_there.then_some(wanted)
}

/// Tells whether a message is about one of these files, or about something in one of these folders.
fn concerns(diagnostic: &Diagnostic, sources: &Sources, wanted: &[String]) -> bool {
    let spans = diagnostic.span.into_iter().chain(diagnostic.related.iter().map(|it| it.0));
    let mut paths = spans.filter_map(|it| sources.path(it.file));
    paths.any(|path| {
        wanted.iter().any(|own| {
            let rest = path.strip_prefix(own.trim_end_matches('/'));
            own.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        })
    })
}

fn ask_outside(made: &Made, progress: &Progress, sink: &mut Sink) {
    let addresses = check::addresses(&made.built.read.documents);
    let asked: Vec<&str> = addresses.keys().map(String::as_str).collect();
    let answers = match check::ask_all(&asked, |done| progress.count(done, asked.len())) {
        Ok(answers) => answers,
        Err(error) => return sink.no_curl(&error.to_string()),
    };
    for ((address, spans), answer) in addresses.iter().zip(answers) {
        for span in spans {
            match &answer {
                Answer::Fine => {}
                Answer::Gone(status) => sink.external_gone(*span, address, *status),
                Answer::Unclear(why) => sink.external_unclear(*span, address, why),
            }
        }
    }
}
