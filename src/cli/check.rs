//! `pufa check`.

use jiff::civil::Date;

use crate::{
    check::{self, Answer},
    cli::{Context, Exit, clock, console::Progress, freshness, make::Made, site::Site},
    config::Flags,
    diag::{
        Sink,
        messages::command::{build, check as told},
        print,
    },
};

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
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
    context.print(&made.diagnostics, &made.sources);
    if args.laws {
        freshness::report(context, &made);
    }
    let pages =
        made.built.artifacts.single().filter(|(path, _)| path.as_str().ends_with(".html")).count();
    context.sum_up(&match made.diagnostics.is_empty() {
        true => told::all_well(pages),
        false => told::checked(&context.counts(&made.diagnostics)),
    });
    Ok(if made.failed() { Exit::Content } else { Exit::Success })
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
