//! `pufa leaflet`: one page's leaflet, pictures of it, or the packs of all stations.

mod one;
mod packs;

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    cli::{Context, Exit, clock, site::Site},
    config::Flags,
    diag::{
        Diagnostic, Severity, Sink,
        messages::command::leaflet as told,
        print::{self, Color},
    },
    read::{self, Read},
    render::leaflet::{
        engine::{font::FontCache, pdf},
        products::context::{LeafletContext, LeafletInputs},
    },
    source::{self, ReadOptions, Sources},
};

/// Options of `leaflet`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    one: PageArgs,
}

/// Other things than one PDF.
#[derive(Debug, clap::Subcommand)]
enum Sub {
    /// Everything the stations get: one PDF a station with a cover sheet, and a print list
    Pack(PackArgs),
    /// Pictures (PNG) of a page's leaflet
    Preview(PageArgs),
}

/// One leaflet of one page.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct PageArgs {
    /// The page: rights/bride-price.md; with --format handbook, the handbook's name
    #[arg(value_name = "PAGE")]
    page: Option<String>,
    /// Look: blue, warm or kids
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,
    /// Ink: color, gray or cmyk
    #[arg(long, value_name = "INK")]
    ink: Option<String>,
    /// For the print shop: CMYK, bleed, marks
    #[arg(long)]
    press: bool,
    /// File or folder to write to
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The packs of stations.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct PackArgs {
    /// Only this station, by name or slug
    #[arg(long, value_name = "NAME")]
    station: Option<String>,
    /// Ink: color, gray or cmyk
    #[arg(long, value_name = "INK", default_value = "color", hide_default_value = true)]
    ink: String,
    /// Folder to write to [else `packs` in the site]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// What a run has read.
struct Loaded<'a> {
    site: &'a Site,
    sources: Sources,
    read: Read,
    fonts: FontCache,
    /// What a build would say about the pages.
    said: Vec<Diagnostic>,
}

/// Which pages are there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Those that visitors see.
    Published,
    /// Those that wait too, to be looked at.
    Waiting,
}

impl<'a> Loaded<'a> {
    /// Reads the site as a build does.
    fn new(site: &'a Site, seen: Seen) -> Self {
        let sources = Sources::read(&site.root, &ReadOptions::default());
        let mut sink = Sink::default();
        let flags = Flags { drafts: seen == Seen::Waiting, ..Flags::at(clock::now(None)) };
        let read = read::site(&sources, &flags, &mut sink);
        read.judge(&mut sink);
        Self { site, sources, read, fonts: FontCache::default(), said: sink.take() }
    }

    /// Returns what leaflets are made from.
    fn inputs(&self) -> LeafletInputs<'_> {
        LeafletInputs {
            site: &self.read.site,
            documents: &self.read.documents,
            targets: &self.read.targets,
            sources: &self.sources,
            cache: &self.site.cache,
            fonts: &self.fonts,
            remembered: None,
        }
    }

    /// What keeps a build from being published, whatever page it is on.
    fn errors(&self) -> impl Iterator<Item = Diagnostic> {
        self.said.iter().filter(|it| read::forbids(it)).cloned()
    }

    /// Tells how the command ends where nothing can be printed: what is asked for is wrong, or the engine or fonts are missing.
    fn cannot_print(
        &self,
        context: &Context,
        leaflets: &LeafletContext<'_>,
        sink: &mut Sink,
    ) -> Option<Exit> {
        if !sink.has_errors() && !pdf::IS_BUILT_IN {
            context.console.note(&told::not_built_in());
            return Some(Exit::Usage);
        }
        let can_print = !sink.has_errors() && leaflets.can_print(sink);
        (!can_print).then(|| self.tell(context, std::mem::take(sink)))
    }

    /// Says what is wrong, and that nothing was made.
    fn refuse(&self, context: &Context, sink: Sink) -> Exit {
        let exit = self.tell(context, sink);
        context.console.note(&told::not_printed());
        exit
    }

    /// Says what is wrong.
    fn tell(&self, context: &Context, mut sink: Sink) -> Exit {
        let mut diagnostics: Vec<Diagnostic> = sink.take();
        print::sort(&mut diagnostics, &self.sources);
        let failed = diagnostics.iter().any(|it| it.severity == Severity::Error);
        let text = print::render(
            &diagnostics,
            &self.sources,
            context.format,
            context.console.lang,
            Color::Ansi,
        );
        context.console.note_as_is(&text);
        if failed { Exit::Content } else { Exit::Success }
    }
}

impl Args {
    /// Returns where the command is to write.
    fn output(&self) -> Option<&Path> {
        match &self.command {
            Some(Sub::Pack(args)) => args.output.as_deref(),
            Some(Sub::Preview(args)) => args.output.as_deref(),
            None => self.one.output.as_deref(),
        }
    }
}

/// What is made of a page's leaflet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Pdf,
    Pictures,
}

/// Runs the command; `format` is the word after `--format`, if it names a leaflet.
pub fn run(
    context: &Context,
    site: &Site,
    args: Args,
    format: Option<&str>,
) -> anyhow::Result<Exit> {
    if let Some(path) = args.output().filter(|it| source::is_input(&site.root, it)) {
        context.console.note(&told::is_input(&path.to_string_lossy()));
        return Ok(Exit::Usage);
    }
    let is_pdf = args.command.is_none();
    if let Some(path) = args.output().filter(|it| is_pdf && holds_something_else(it)) {
        context.console.note(&told::is_no_pdf(&path.to_string_lossy()));
        return Ok(Exit::Usage);
    }
    match args.command {
        Some(Sub::Pack(args)) => packs::run(context, site, &args),
        Some(Sub::Preview(args)) => one::run(context, site, &args, format, Output::Pictures),
        None => one::run(context, site, &args.one, format, Output::Pdf),
    }
}

/// Tells whether a file is there that no leaflet of an earlier run can be.
fn holds_something_else(path: &Path) -> bool {
    let mut start = [0; 5];
    let read = fs::File::open(path).and_then(|mut it| it.read_exact(&mut start));
    path.is_file() && !(read.is_ok() && start == *b"%PDF-")
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    fs::write(&part, bytes)
        .and_then(|()| fs::rename(&part, path))
        .with_context(|| path.display().to_string())
}
