//! `pufa leaflet`: one page's leaflet, pictures of it, or the packs of all stations.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;

use crate::{
    cli::{Context, Exit, clock, site::Site},
    config::{self, Flags},
    data::stations,
    diag::{
        Diagnostic, Severity, Sink,
        messages::command::leaflet as told,
        print::{self, Color},
    },
    document::Document,
    law, markdown,
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
    resolve::{self, Target, Targets},
    site::{self, DocumentId},
    source::{FileId, ReadOptions, Sources, Span},
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
struct Read {
    sources: Sources,
    site: site::Site,
    targets: Targets,
    /// What a build would say about the pages.
    problems: Vec<Diagnostic>,
}

impl Read {
    /// What a build would say about a document and the snippets that it includes.
    fn problems_of(&self, document: DocumentId) -> impl Iterator<Item = Diagnostic> {
        let files = self.files_of(document);
        let is_there = move |it: &&Diagnostic| it.span.is_some_and(|it| files.contains(&it.file));
        self.problems.iter().filter(is_there).cloned()
    }

    fn files_of(&self, document: DocumentId) -> Vec<FileId> {
        let mut found = vec![document];
        let mut at = 0;
        while let Some(id) = found.get(at).copied() {
            for target in self.targets.documents[id.index()].iter() {
                if let Target::Snippet(inner) = target
                    && !found.contains(inner)
                {
                    found.push(*inner);
                }
            }
            at += 1;
        }
        found
            .iter()
            .map(|it| self.site.document(*it).source)
            .collect()
    }

    /// What keeps a build from being published, whatever page it is on.
    fn errors(&self) -> impl Iterator<Item = Diagnostic> {
        let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
        self.problems.iter().filter(is_error).cloned()
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

/// Reads the site as far as leaflets need it.
fn read(site: &Site) -> Read {
    let sources = Sources::read(&site.root, &ReadOptions::default());
    let mut sink = Sink::default();
    let config = config::parse(
        sources.config.as_ref(),
        &Flags {
            drafts: true,
            ..Flags::at(clock::now(None))
        },
        &mut sink,
    );
    let library = law::library::library(&sources.statutes, &sources.data, &config.laws, &mut sink);
    let dialect = markdown::Dialect {
        taxonomies: &config.taxonomies,
        raw_html: config.raw_html,
        names: library.names(),
    };
    let documents: Vec<Arc<Document>> = sink.par_map(&sources.pages, |source, sink| {
        Arc::new(markdown::parse(source, &dialect, sink))
    });
    let (pages, assets, data) = (&sources.pages, &sources.assets, &sources.data);
    let config = config.clone();
    let site = site::index(
        site::Inputs {
            config,
            library,
            pages,
            documents,
            assets,
            data,
        },
        &mut sink,
    );
    let targets = resolve::references(&site, &mut sink);
    sink.adjust(&site.config.rules);
    sink.soften(&site.held());
    Read {
        sources,
        site,
        targets,
        problems: sink.take(),
    }
}

/// One leaflet or handbook that is asked for.
struct Run<'a> {
    context: &'a Context,
    read: &'a Read,
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
    let read = &read(site);
    let mut sink = Sink::default();
    let inputs = Inputs {
        site: &read.site,
        targets: &read.targets,
        sources: &read.sources,
        cache: &site.cache,
        shelf: &Shelf::default(),
    };
    let desk = &Desk::open(inputs, &mut sink);
    let run = Run {
        context,
        read,
        desk,
        one,
        what,
    };
    if format.and_then(Format::parse) == Some(Format::Handbook) {
        run.handbook(sink)
    } else {
        run.page(format, sink)
    }
}

impl Run<'_> {
    fn page(&self, format: Option<&str>, mut sink: Sink) -> anyhow::Result<Exit> {
        let (read, desk, named) = (self.read, self.desk, self.one.page.as_deref());
        let Some(id) = named.and_then(|it| wish::find_page(&read.site, it)) else {
            let known = asking(read);
            self.context.console.note(&told::which_page(named, &known));
            return Ok(Exit::Usage);
        };
        let article = desk.article(id);
        let order = order(desk, &article, self.one, format, &mut sink);
        let ink = ink(self.one, &order.inks, order.span, &mut sink);
        if sink.has_errors() || !desk.has_fonts(&mut sink) {
            return Ok(tell(self.context, sink, read));
        }
        sink.extend(read.problems_of(read.site.page(id).document));
        // Paper cannot be taken back: a page with a wrong article of law is not printed, only looked at.
        if sink.has_errors() && self.what == What::Pdf {
            return Ok(refuse(self.context, sink, read));
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
        let (desk, span) = (self.desk, Span::file(self.read.site.config.file));
        let books = &desk.settings().handbooks;
        if sink.has_errors() {
            return Ok(tell(self.context, sink, self.read));
        }
        if books.is_empty() {
            self.context.console.note(&told::no_handbook());
            return Ok(Exit::Usage);
        }
        let named = self.one.page.as_deref().unwrap_or_default();
        let Some(book) = books.iter().find(|it| it.name == named) else {
            let names: Vec<&str> = books.iter().map(|it| it.name.as_str()).collect();
            sink.leaflet_choice(span, "handbook", named, &names);
            return Ok(tell(self.context, sink, self.read));
        };
        let mut book = book.clone();
        book.family = family(self.one, book.family, span, &mut sink);
        let ink = ink(self.one, &book.inks, span, &mut sink);
        if sink.has_errors() || !desk.has_fonts(&mut sink) {
            return Ok(tell(self.context, sink, self.read));
        }
        sink.extend(self.read.errors());
        if sink.has_errors() && self.what == What::Pdf {
            return Ok(refuse(self.context, sink, self.read));
        }
        let lookup = |document: &Document, reference| desk.look(document, reference);
        let lookup: &Lookup<'_> = &lookup;
        let Some(job) = handbook::job(desk, &book, ink, lookup) else {
            sink.leaflet_handbook_empty(span, &book.name);
            return Ok(tell(self.context, sink, self.read));
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
        Ok(tell(self.context, sink, self.read))
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
fn asking(read: &Read) -> Vec<String> {
    let asks = |id: &site::PageId| {
        !read
            .site
            .document(read.site.page(*id).document)
            .front_matter
            .leaflets
            .is_empty()
    };
    let path = |id| {
        read.site
            .path(read.site.page(id).document)
            .trim_start_matches("content/")
            .to_owned()
    };
    read.site.page_ids().filter(asks).map(path).collect()
}

fn packs(
    context: &Context,
    site: &Site,
    station: Option<&str>,
    ink: &str,
    output: Option<PathBuf>,
) -> anyhow::Result<Exit> {
    let read = read(site);
    let mut sink = Sink::default();
    let inputs = Inputs {
        site: &read.site,
        targets: &read.targets,
        sources: &read.sources,
        cache: &site.cache,
        shelf: &Shelf::default(),
    };
    let span = Span::file(read.site.config.file);
    let Some(ink) = Ink::parse(ink) else {
        sink.leaflet_choice(span, "ink", ink, &Ink::keys());
        return Ok(tell(context, sink, &read));
    };
    let mut stations = stations::stations(&read.sources, &mut sink);
    sink.extend(read.errors());
    let mut data = read.sources.data.iter();
    let is_written = data.any(|it| it.path.starts_with("content/stations."));
    if is_written && sink.has_errors() {
        return Ok(refuse(context, sink, &read));
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
    let desk = Desk::open(inputs, &mut sink);
    if sink.has_errors() || !desk.has_fonts(&mut sink) {
        return Ok(tell(context, sink, &read));
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
    Ok(tell(context, sink, &read))
}

/// Says what is wrong, and that nothing was made.
fn refuse(context: &Context, sink: Sink, read: &Read) -> Exit {
    let exit = tell(context, sink, read);
    context.console.note(&told::not_printed());
    exit
}

fn tell(context: &Context, mut sink: Sink, read: &Read) -> Exit {
    let mut diagnostics: Vec<Diagnostic> = sink.take();
    print::sort(&mut diagnostics, &read.sources);
    let failed = diagnostics.iter().any(|it| it.severity == Severity::Error);
    let text = print::render(
        &diagnostics,
        &read.sources,
        context.format,
        context.console.lang,
        Color::Ansi,
    );
    context.console.note_as_is(&text);
    if failed { Exit::Content } else { Exit::Success }
}
