//! `pufa build`.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    cli::{
        Context, Exit, clock,
        console::Progress,
        make::Made,
        site::Site,
        unchanged::{self, Record},
    },
    config::{Flags, Medium},
    diag::{
        Diagnostic, Sink,
        messages::command::build::{self as told, Figures},
        print::{self, Format},
    },
    publish::{self, Consent, Event, Options, Refused, Report},
    source::Sources,
};

/// Options of `build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder to write to [else `public` in the site]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Complete address of the site, instead of `base_url` in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Build drafts, scheduled and expired pages too, marked
    #[arg(long)]
    drafts: bool,
    /// Build for a USB stick: pages open without a server
    #[arg(long)]
    offline: bool,
    /// Go on although most pages would be deleted, or files replaced that may not be pufa's
    #[arg(long)]
    yes: bool,
    /// Take this day as today: 2026-03-08
    #[arg(long, value_name = "DATE")]
    now: Option<Date>,
}

impl Args {
    fn consent(&self) -> Consent {
        if self.yes { Consent::Given } else { Consent::Absent }
    }

    fn medium(&self) -> Medium {
        if self.offline { Medium::Usb } else { Medium::Web }
    }
}

/// Builds the site and writes it, unless there are errors.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let flags = Flags {
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        medium: args.medium(),
        now: clock::now(args.now),
    };
    let output = Site::short(&site.output(args.output.as_deref()));
    let shown = output.to_string_lossy().replace('\\', "/");
    if let Some(own) = site.own_folder(&output) {
        tell_own_folder(context, &own, &shown);
        return Ok(Exit::System);
    }
    let progress = Progress::start(&told::building(), context.console.lang);
    let sources = site.read(Sources::default(), args.output.as_deref());
    let key = unchanged::key(context, &site, &sources, &flags);
    if let Some(record) = key.and_then(|key| unchanged::find(&site, key, &output)) {
        drop(progress);
        context.print_text(&record.printed);
        let figures = of_record(&record, start, shown);
        context.tell_built(&figures, flags.medium);
        return Ok(Exit::Success);
    }
    let mut made = site.build(sources, &flags);
    made.refuse_nothing();
    if made.failed() {
        drop(progress);
        context.print(&made.diagnostics, &made.sources);
        context.not_published(&shown, &made.diagnostics);
        return Ok(Exit::Content);
    }
    made.forget_texts(context.format);
    let mut sink = Sink::default();
    let report = write(context, &made, (&output, args.consent()), &progress, &mut sink);
    drop(progress);
    let mut diagnostics = std::mem::take(&mut made.diagnostics);
    diagnostics.extend(sink.take());
    print::sort(&mut diagnostics, &made.sources);
    made.recall_texts(&diagnostics, context.format);
    let printed = context.printed(&diagnostics, &made.sources);
    context.print_text(&printed);
    let report = match report {
        Ok(report) => report,
        Err(refused) => return Ok(tell_refused(context, refused, &shown, &diagnostics)),
    };
    let figures = figures(&made, report, start, shown);
    let counts = (figures.pages, figures.files);
    let record = Record::new(&output, printed, counts, figures.bytes);
    if let (Some(key), Some(record)) = (key, record) {
        unchanged::keep(&site, key, &record);
    }
    site.trim_cache();
    context.tell_built(&figures, flags.medium);
    // The program ends here, and the system takes back a large site at once; we would go through a million pieces.
    std::mem::forget(made);
    Ok(Exit::Success)
}

fn tell_own_folder(context: &Context, own: &str, shown: &str) {
    let mut sink = Sink::default();
    sink.publish_own_folder(own);
    let diagnostics = sink.take();
    context.print(&diagnostics, &Sources::default());
    context.not_published(shown, &diagnostics);
}

fn tell_refused(
    context: &Context,
    refused: Refused,
    shown: &str,
    diagnostics: &[Diagnostic],
) -> Exit {
    match refused {
        Refused::Content => {
            context.not_published(shown, diagnostics);
            Exit::Content
        }
        Refused::System => {
            context.tell_unpublished(shown, diagnostics);
            context.sum_up(&told::not_written(shown, &context.counts(diagnostics)));
            Exit::System
        }
    }
}

/// Writes the site, and says how far it is.
fn write(
    context: &Context,
    made: &Made,
    (output, consent): (&Path, Consent),
    progress: &Progress,
    sink: &mut Sink,
) -> Result<Report, Refused> {
    progress.now(&told::writing());
    let on_event = |event| match event {
        Event::Waiting => context.console.note(&told::waiting()),
        Event::Staged(done, all) => progress.count(done, all),
    };
    let options = Options { consent, on_event: &on_event, ..Options::default() };
    publish::write(&made.built.artifacts, output, &options, sink)
}

impl Context {
    fn tell_built(&self, figures: &Figures, medium: Medium) {
        if self.format == Format::Json {
            self.console.line(&summary(figures).to_string());
        }
        self.sum_up(&told::built(figures));
        self.sum_up(&match medium {
            Medium::Usb => told::open_next(&figures.output),
            Medium::Web => told::preview_next(&figures.output),
        });
    }
}

/// The last line of `--format json`.
fn summary(figures: &Figures) -> Value {
    let Figures { pages, files, bytes, written, deleted, time, output } = figures;
    json!({ "summary": {
        "published": true, "pages": pages, "files": files, "bytes": bytes,
        "written": written, "deleted": deleted, "seconds": time.as_secs_f64(), "output": output,
    } })
}

/// Of a build that would write what is there already.
fn of_record(record: &Record, start: Instant, output: String) -> Figures {
    Figures {
        pages: record.pages,
        files: record.files,
        bytes: record.bytes,
        written: 0,
        deleted: 0,
        time: start.elapsed(),
        output,
    }
}

fn figures(made: &Made, report: Report, start: Instant, output: String) -> Figures {
    let artifacts = &made.built.artifacts;
    Figures {
        pages: artifacts.single().filter(|(path, _)| path.as_str().ends_with(".html")).count(),
        files: artifacts.len(),
        bytes: report.bytes,
        written: report.written,
        deleted: report.deleted,
        time: start.elapsed(),
        output,
    }
}
