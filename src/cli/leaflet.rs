//! `pufa leaflet`: one page's leaflet, pictures of it, or the packs of all stations.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    cli::{Context, Exit, clock, site::Site},
    config::Flags,
    data,
    diag::{
        Diagnostic, Severity, Sink,
        messages::command::leaflet as told,
        print::{self, Color},
    },
    document::Document,
    read::{self, Read},
    render::leaflet::{
        font::Shelf,
        format::{Family, Format, Ink, Named},
        handbook,
        make::{self, Job},
        pack::{self, Ledger},
        plan::{self, Desk, Inputs, Task},
        settings::{self, Order},
        sheet,
        tree::Lookup,
        wish,
    },
    site::{self, Status},
    source::{ReadOptions, Sources, Span},
};

/// Width of the pictures of `preview`, in pixels.
const PICTURE_PX: u32 = 1240;

/// Options of `leaflet`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    one: One,
}

/// Other things than one PDF.
#[derive(Debug, clap::Subcommand)]
enum Sub {
    /// Everything the stations get: one PDF a station with a cover sheet, and a print list
    Pack {
        /// Only this station, by name or slug
        #[arg(long, value_name = "NAME")]
        station: Option<String>,
        /// Ink: color, gray or cmyk
        #[arg(
            long,
            value_name = "INK",
            default_value = "color",
            hide_default_value = true
        )]
        ink: String,
        /// Folder to write to [else `packs` in the site]
        #[arg(long, short, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Pictures (PNG) of a page's leaflet
    Preview(One),
}

/// One leaflet of one page.
#[derive(Clone, Debug, clap::Args)]
struct One {
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

/// What a run has read.
struct Loaded {
    sources: Sources,
    read: Read,
    /// What a build would say about the pages.
    said: Vec<Diagnostic>,
}

impl Loaded {
    /// Reads the site as a build does.
    fn new(site: &Site, drafts: bool) -> Self {
        let sources = Sources::read(&site.root, &ReadOptions::default());
        let mut sink = Sink::default();
        let flags = Flags {
            drafts,
            ..Flags::at(clock::now(None))
        };
        let read = read::site(&sources, &flags, &mut sink);
        read.judge(&mut sink);
        Self {
            sources,
            read,
            said: sink.take(),
        }
    }

    /// Returns what leaflets are made from.
    fn inputs<'a>(&'a self, site: &'a Site, shelf: &'a Shelf) -> Inputs<'a> {
        Inputs {
            site: &self.read.site,
            documents: &self.read.documents,
            targets: &self.read.targets,
            sources: &self.sources,
            cache: &site.cache,
            shelf,
        }
    }

    /// What keeps a build from being published, whatever page it is on.
    fn errors(&self) -> impl Iterator<Item = Diagnostic> {
        self.said.iter().filter(|it| read::forbids(it)).cloned()
    }
}

/// Runs the command; `format` is the word after `--format`, if it names a leaflet.
pub fn run(
    context: &Context,
    site: &Site,
    args: Args,
    format: Option<&str>,
) -> anyhow::Result<Exit> {
    match args.command {
        Some(Sub::Pack {
            station,
            ink,
            output,
        }) => packs(context, site, station.as_deref(), &ink, output),
        Some(Sub::Preview(one)) => single(context, site, &one, format, What::Pictures),
        None => single(context, site, &args.one, format, What::Pdf),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Pdf,
    Pictures,
}

/// One leaflet or handbook that is asked for.
struct Run<'a> {
    context: &'a Context,
    loaded: &'a Loaded,
    desk: &'a Desk<'a>,
    one: &'a One,
    what: What,
}

fn single(
    context: &Context,
    site: &Site,
    one: &One,
    format: Option<&str>,
    what: What,
) -> anyhow::Result<Exit> {
    let is_handbook = format.and_then(Format::parse) == Some(Format::Handbook);
    // A page that waits is found, so that its leaflet can be looked at; a handbook holds what visitors may see.
    let loaded = &Loaded::new(site, !is_handbook);
    let mut sink = Sink::default();
    let shelf = Shelf::default();
    let desk = &Desk::open(loaded.inputs(site, &shelf), &mut sink);
    let run = Run {
        context,
        loaded,
        desk,
        one,
        what,
    };
    if is_handbook {
        run.handbook(sink)
    } else {
        run.page(format, sink)
    }
}

impl Run<'_> {
    fn page(&self, format: Option<&str>, mut sink: Sink) -> anyhow::Result<Exit> {
        let (loaded, desk, named) = (self.loaded, self.desk, self.one.page.as_deref());
        let site = &loaded.read.site;
        let Some(id) = named.and_then(|it| wish::find_page(site, it)) else {
            let known = asking(site);
            self.context.console.note(&told::which_page(named, &known));
            return Ok(Exit::Usage);
        };
        let article = desk.article(id);
        let order = order(desk, &article, self.one, format, &mut sink);
        let ink = ink(self.one, &order.inks, order.span, &mut sink);
        if sink.has_errors() || !desk.has_fonts(&mut sink) {
            return Ok(tell(self.context, sink, loaded));
        }
        let page = site.page(id);
        let said = loaded.read.said_of(page.document, &loaded.said);
        sink.extend(said.cloned());
        if page.status != Status::Published && self.what == What::Pdf {
            sink.leaflet_waits(Span::file(article.document.source), &article.title);
        }
        // Paper cannot be taken back: a page with a wrong article of law is not printed, only looked at.
        if sink.has_errors() && self.what == What::Pdf {
            return Ok(refuse(self.context, sink, loaded));
        }
        let lookup = |document: &Document, reference| desk.look(document, reference);
        let lookup: &Lookup<'_> = &lookup;
        let sheet = sheet::sheet(&article, &order, ink, desk.house(), lookup, &mut sink);
        let job = plan::job(&article, &order, ink, &sheet);
        let (format, span) = (order.format, order.span);
        self.print(&job, (&article.title, span), sink, |made, sink| {
            make::tell(&article, format, &sheet, &made.report, span, sink);
        })
    }

    /// A handbook goes by its name in `site.toml`, where a page stands else.
    fn handbook(&self, mut sink: Sink) -> anyhow::Result<Exit> {
        let (desk, span) = (self.desk, Span::file(self.loaded.read.site.config.file));
        let books = &desk.settings().handbooks;
        if sink.has_errors() {
            return Ok(tell(self.context, sink, self.loaded));
        }
        if books.is_empty() {
            self.context.console.note(&told::no_handbook());
            return Ok(Exit::Usage);
        }
        let named = self.one.page.as_deref().unwrap_or_default();
        let Some(book) = books.iter().find(|it| it.name == named) else {
            let names: Vec<&str> = books.iter().map(|it| it.name.as_str()).collect();
            sink.leaflet_choice(span, "handbook", named, &names);
            return Ok(tell(self.context, sink, self.loaded));
        };
        let mut book = book.clone();
        book.family = family(self.one, book.family, span, &mut sink);
        let ink = ink(self.one, &book.inks, span, &mut sink);
        if sink.has_errors() || !desk.has_fonts(&mut sink) {
            return Ok(tell(self.context, sink, self.loaded));
        }
        sink.extend(self.loaded.errors());
        if sink.has_errors() && self.what == What::Pdf {
            return Ok(refuse(self.context, sink, self.loaded));
        }
        let lookup = |document: &Document, reference| desk.look(document, reference);
        let lookup: &Lookup<'_> = &lookup;
        let Some(job) = handbook::job(desk, &book, ink, lookup) else {
            sink.leaflet_handbook_empty(span, &book.name);
            return Ok(tell(self.context, sink, self.loaded));
        };
        self.print(&job, (&book.title, span), sink, |_, _| ())
    }

    /// A leaflet that is too long is written too: its end is marked, so that the editor sees where to cut.
    fn print(
        &self,
        job: &Job<'_>,
        (title, span): (&str, Span),
        mut sink: Sink,
        say: impl FnOnce(&make::Made, &mut Sink),
    ) -> anyhow::Result<Exit> {
        let workshop = self.desk.workshop();
        let output = self.one.output.as_deref();
        match workshop.make(job) {
            Ok(made) => {
                say(&made, &mut sink);
                if made.report.screen {
                    sink.leaflet_press(span, title);
                }
                for path in write_one(&workshop, job, &made, output, self.what)? {
                    let console = &self.context.console;
                    console.line(&Site::short(&path).to_string_lossy());
                }
            }
            Err(failure) => {
                let why = format!("{} {}", failure.place, failure.message);
                sink.leaflet_engine(span, title, &why);
            }
        }
        Ok(tell(self.context, sink, self.loaded))
    }
}

fn write_one(
    workshop: &make::Workshop<'_>,
    job: &Job<'_>,
    made: &make::Made,
    output: Option<&Path>,
    what: What,
) -> anyhow::Result<Vec<PathBuf>> {
    if what == What::Pdf {
        let path = output.map_or_else(
            || PathBuf::from(format!("{}.pdf", job.ident)),
            Path::to_owned,
        );
        return write(&path, &made.pdf.bytes()?).map(|()| vec![path]);
    }
    let folder = output.map_or_else(|| PathBuf::from("."), Path::to_owned);
    let pictures = workshop
        .draw(job, PICTURE_PX)
        .map_err(|it| anyhow::anyhow!("{} {}", it.place, it.message))?;
    let mut written = Vec::new();
    for (index, picture) in pictures.iter().enumerate() {
        let path = folder.join(format!("{}-{}.png", job.ident, index + 1));
        write(&path, picture)?;
        written.push(path);
    }
    Ok(written)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

/// What the command line asks for, else the page's first request, else a tri-fold.
fn order(
    desk: &Desk<'_>,
    article: &sheet::Article<'_>,
    one: &One,
    format: Option<&str>,
    sink: &mut Sink,
) -> Order {
    let mut asked = settings::orders(
        &article.document.front_matter.leaflets,
        desk.settings(),
        &mut Sink::default(),
    );
    let span = Span::file(article.document.source);
    let wanted = format.map(|word| {
        Format::parse(word)
            .filter(|it| *it != Format::Handbook)
            .unwrap_or_else(|| {
                sink.leaflet_format(span, word, &Format::keys());
                Format::Trifold
            })
    });
    let found = asked
        .iter()
        .position(|it| wanted.is_none_or(|wanted| it.format == wanted));
    let mut order = found.map_or_else(
        || Order::plain(wanted.unwrap_or(Format::Trifold), desk.settings(), span),
        |at| asked.swap_remove(at),
    );
    order.family = family(one, order.family, span, sink);
    order
}

fn family(one: &One, usual: Family, span: Span, sink: &mut Sink) -> Family {
    let Some(word) = &one.family else {
        return usual;
    };
    Family::parse(word).unwrap_or_else(|| {
        sink.leaflet_choice(span, "family", word, &Family::keys());
        usual
    })
}

fn ink(one: &One, usual: &[Ink], span: Span, sink: &mut Sink) -> Ink {
    if one.press {
        return Ink::Cmyk;
    }
    let Some(word) = &one.ink else {
        return usual.first().copied().unwrap_or_default();
    };
    Ink::parse(word).unwrap_or_else(|| {
        sink.leaflet_choice(span, "ink", word, &Ink::keys());
        Ink::Color
    })
}

/// Pages that ask for leaflets.
fn asking(site: &site::Site) -> Vec<String> {
    let asks = |it: &&site::Page| !site.front_matter(it).leaflets.is_empty();
    let path = |it: &site::Page| {
        let path = site.path(it.document).trim_start_matches("content/");
        path.to_owned()
    };
    site.pages.iter().filter(asks).map(path).collect()
}

fn packs(
    context: &Context,
    site: &Site,
    station: Option<&str>,
    ink: &str,
    output: Option<PathBuf>,
) -> anyhow::Result<Exit> {
    let loaded = &Loaded::new(site, false);
    let mut sink = Sink::default();
    let shelf = Shelf::default();
    let span = Span::file(loaded.read.site.config.file);
    let Some(ink) = Ink::parse(ink) else {
        sink.leaflet_choice(span, "ink", ink, &Ink::keys());
        return Ok(tell(context, sink, loaded));
    };
    let mut stations = loaded.read.site.records.stations.clone();
    sink.extend(loaded.errors());
    let mut data = loaded.sources.data.iter();
    let is_written = data.any(|it| data::holds(&it.path) == Some(data::Holds::Stations));
    if is_written && sink.has_errors() {
        return Ok(refuse(context, sink, loaded));
    }
    if stations.is_empty() {
        context.console.note(&told::no_stations());
        return Ok(Exit::Usage);
    }
    if let Some(wanted) = station {
        let names: Vec<String> = stations.iter().map(|it| it.name.clone()).collect();
        stations.retain(|it| it.name.contains(wanted) || it.slug == wanted);
        if stations.is_empty() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            sink.leaflet_choice(span, "station", wanted, &names);
        }
    }
    let desk = Desk::open(loaded.inputs(site, &shelf), &mut sink);
    if sink.has_errors() || !desk.has_fonts(&mut sink) {
        return Ok(tell(context, sink, loaded));
    }
    let tasks: Vec<Task<'_>> = desk.tasks(&mut Sink::default());
    let lookup = |document: &Document, reference| desk.look(document, reference);
    let lookup: &Lookup<'_> = &lookup;
    let memory = site.root.join(".pufa/packs.json");
    let before: Ledger = fs::read(&memory)
        .ok()
        .and_then(|it| serde_json::from_slice(&it).ok())
        .unwrap_or_default();
    let (packs, ledger) = pack::packs(&desk, &tasks, &stations, ink, &before, lookup, &mut sink);
    let folder = output.unwrap_or_else(|| site.root.join("packs"));
    for pack in &packs {
        let path = folder.join(format!("{}.pdf", pack.station.slug));
        write(&path, &pack.made.pdf.bytes()?)?;
        context.console.line(&Site::short(&path).to_string_lossy());
    }
    let list = folder.join("print-list.csv");
    write(&list, pack::print_list(&packs).as_bytes())?;
    context.console.line(&Site::short(&list).to_string_lossy());
    for row in packs
        .iter()
        .flat_map(|it| &it.rows)
        .filter(|it| !it.change.is_empty())
    {
        context.console.say(&told::changed(
            &row.station,
            &row.title,
            row.format.name(),
            &row.change,
        ));
    }
    write(&memory, &serde_json::to_vec_pretty(&ledger)?)?;
    Ok(tell(context, sink, loaded))
}

/// Says what is wrong, and that nothing was made.
fn refuse(context: &Context, sink: Sink, loaded: &Loaded) -> Exit {
    let exit = tell(context, sink, loaded);
    context.console.note(&told::not_printed());
    exit
}

fn tell(context: &Context, mut sink: Sink, loaded: &Loaded) -> Exit {
    let mut diagnostics: Vec<Diagnostic> = sink.take();
    print::sort(&mut diagnostics, &loaded.sources);
    let failed = diagnostics.iter().any(|it| it.severity == Severity::Error);
    let text = print::render(
        &diagnostics,
        &loaded.sources,
        context.format,
        context.console.lang,
        Color::Ansi,
    );
    context.console.note_as_is(&text);
    if failed { Exit::Content } else { Exit::Success }
}
