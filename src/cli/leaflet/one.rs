//! The leaflet of one page, or one handbook, as a PDF or as pictures.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        Context, Exit,
        leaflet::{Loaded, Output, PageArgs, Seen, write},
        site::Site,
    },
    diag::{Sink, messages::command::leaflet as told},
    render::leaflet::{
        ask::{
            format::{Family, Format, Ink, Named},
            order::{self, Order},
            product::Product,
            settings::Handbook,
            wish,
        },
        engine::{
            job::PrintJob,
            typesetter::{Printout, Typesetter},
        },
        layout::article::Article,
        products::{context::LeafletContext, handbook, page::PageLeaflet, proofread},
    },
    site::{self, PageId},
    source::Span,
};

/// Width of the pictures of `preview`, in pixels.
const PICTURE_PX: u32 = 1240;

/// One leaflet or handbook that is asked for.
struct Run<'a> {
    context: &'a Context,
    loaded: &'a Loaded<'a>,
    leaflets: &'a LeafletContext<'a>,
    args: &'a PageArgs,
    output: Output,
}

/// Makes what is asked for.
pub fn run(
    context: &Context,
    site: &Site,
    args: &PageArgs,
    format: Option<&str>,
    output: Output,
) -> anyhow::Result<Exit> {
    let is_handbook = format.and_then(Product::parse) == Some(Product::Handbook);
    // A page that waits may be looked at; what is printed, and every handbook, holds what visitors may see.
    let seen = match output {
        Output::Pictures if !is_handbook => Seen::Waiting,
        Output::Pictures | Output::Pdf => Seen::Published,
    };
    let loaded = &Loaded::new(site, seen);
    let mut sink = Sink::default();
    let leaflets = &LeafletContext::open(loaded.inputs(), &mut sink);
    let run = Run { context, loaded, leaflets, args, output };
    if is_handbook { run.handbook(sink) } else { run.page(format, sink) }
}

impl Run<'_> {
    fn page(&self, format: Option<&str>, mut sink: Sink) -> anyhow::Result<Exit> {
        let named = self.args.page.as_deref();
        let site = &self.loaded.read.site;
        let Some(id) = named.and_then(|it| wish::find_page(site, it)) else {
            if let Some(waiting) = named.and_then(|it| wish::find_waiting(site, it)) {
                let outline = site.outline(waiting);
                let title = outline.front_matter.title.as_deref().unwrap_or_default();
                sink.leaflet_waits(Span::file(outline.source), title);
                return Ok(self.loaded.refuse(self.context, sink));
            }
            let known = asking(site);
            self.context.console.note(&told::which_page(named, &known));
            return Ok(Exit::Usage);
        };
        let article = self.leaflets.article(id);
        let order = self.order(&article, format, &mut sink);
        let ink = self.ink(&order.inks, &mut sink);
        let (context, leaflets) = (self.context, self.leaflets);
        if let Some(exit) = self.loaded.cannot_print(context, leaflets, &mut sink) {
            return Ok(exit);
        }
        self.tell_of(id, &mut sink);
        if self.is_forbidden(&sink) {
            return Ok(self.loaded.refuse(self.context, sink));
        }
        let sheets = self.leaflets.sheets();
        let leaflet = PageLeaflet::new(&article, &order, ink, sheets, &mut sink);
        let place = (article.title.as_str(), order.span);
        self.print(&leaflet.job(), place, sink, |printout, sink| {
            proofread::tell(&leaflet, &printout.report, sink);
        })
    }

    /// Says what a build says of the page, and what is wrong where every page may take from: settings, laws, tables.
    fn tell_of(&self, id: PageId, sink: &mut Sink) {
        let (read, said) = (&self.loaded.read, &self.loaded.said);
        let document = read.site.page(id).document;
        sink.extend(read.said_of(document, said).cloned());
        if self.output == Output::Pdf {
            sink.extend(read.errors_around(said).cloned());
        }
    }

    /// Paper cannot be taken back: a page with a wrong article of law is not printed, only looked at.
    fn is_forbidden(&self, sink: &Sink) -> bool {
        sink.has_errors() && self.output == Output::Pdf
    }

    /// A handbook goes by its name in `site.toml`, where a page stands else.
    fn handbook(&self, mut sink: Sink) -> anyhow::Result<Exit> {
        if sink.has_errors() {
            return Ok(self.loaded.tell(self.context, sink));
        }
        if self.leaflets.settings().handbooks.is_empty() {
            self.context.console.note(&told::no_handbook());
            return Ok(Exit::Usage);
        }
        let Some(mut book) = self.find_handbook(&mut sink) else {
            return Ok(self.loaded.tell(self.context, sink));
        };
        let span = book.span;
        book.family = self.family(book.family, &mut sink);
        let ink = self.ink(&book.inks, &mut sink);
        let (context, leaflets) = (self.context, self.leaflets);
        if let Some(exit) = self.loaded.cannot_print(context, leaflets, &mut sink) {
            return Ok(exit);
        }
        sink.extend(self.loaded.errors());
        if self.is_forbidden(&sink) {
            return Ok(self.loaded.refuse(self.context, sink));
        }
        let Some(job) = handbook::job(self.leaflets, &book, ink) else {
            if !wish::names_nothing(&self.loaded.read.site, &book, &mut sink) {
                sink.leaflet_handbook_empty(span, &book.name);
            }
            return Ok(self.loaded.tell(self.context, sink));
        };
        self.print(&job, (&book.title, span), sink, |_, _| ())
    }

    fn find_handbook(&self, sink: &mut Sink) -> Option<Handbook> {
        let books = &self.leaflets.settings().handbooks;
        let named = self.args.page.as_deref().unwrap_or_default();
        let found = books.iter().find(|it| it.name == named).cloned();
        if found.is_none() {
            let names: Vec<&str> = books.iter().map(|it| it.name.as_str()).collect();
            sink.leaflet_choice(None, "handbook", named, &names);
        }
        found
    }

    /// A leaflet that is too long is written too: its end is marked, so that the editor sees where to cut.
    fn print(
        &self,
        job: &PrintJob<'_>,
        (title, span): (&str, Span),
        mut sink: Sink,
        proofread: impl FnOnce(&Printout, &mut Sink),
    ) -> anyhow::Result<Exit> {
        let typesetter = self.leaflets.typesetter();
        match typesetter.make(job) {
            Ok(printout) => {
                proofread(&printout, &mut sink);
                if printout.report.screen {
                    sink.leaflet_press(span, title);
                }
                let written = self.write(&typesetter, job, &printout)?;
                let console = &self.context.console;
                for path in &written {
                    console.line(&Site::short(path).to_string_lossy());
                }
                if self.args.output.is_none() {
                    let here = env::current_dir()?;
                    console.note(&told::written_here(&here.to_string_lossy()));
                }
            }
            Err(failure) => proofread::tell_failure(&failure, title, span, &mut sink),
        }
        Ok(self.loaded.tell(self.context, sink))
    }

    /// Writes the PDF or a picture of each page; returns their paths.
    fn write(
        &self,
        typesetter: &Typesetter<'_>,
        job: &PrintJob<'_>,
        printout: &Printout,
    ) -> anyhow::Result<Vec<PathBuf>> {
        let wanted = self.args.output.as_deref();
        if self.output == Output::Pdf {
            let name = || PathBuf::from(format!("{}.pdf", job.ident));
            let path = wanted.map_or_else(name, Path::to_owned);
            return write(&path, &printout.pdf.bytes()?).map(|()| vec![path]);
        }
        let folder = wanted.unwrap_or(Path::new("."));
        let pictures = typesetter.draw(job, PICTURE_PX).map_err(|it| anyhow::anyhow!("{it}"))?;
        let mut written = Vec::new();
        for (index, picture) in pictures.iter().enumerate() {
            let path = folder.join(format!("{}-{}.png", job.ident, index + 1));
            write(&path, picture)?;
            written.push(path);
        }
        Ok(written)
    }

    /// What the command line asks for, else the page's first request, else a tri-fold.
    fn order(&self, article: &Article<'_>, format: Option<&str>, sink: &mut Sink) -> Order {
        let settings = self.leaflets.settings();
        let requests = &article.document.front_matter.leaflets;
        let mut asked = order::orders(requests, settings, &mut Sink::default());
        let span = Span::file(article.document.source);
        let wanted = format.map(|word| {
            Format::parse(word).unwrap_or_else(|| {
                sink.leaflet_format(None, word, &Product::keys());
                Format::Trifold
            })
        });
        let is_wanted = |it: &Order| wanted.is_none_or(|wanted| it.format == wanted);
        let mut order = match asked.iter().position(is_wanted) {
            Some(at) => asked.swap_remove(at),
            None => Order::plain(wanted.unwrap_or(Format::Trifold), settings, span),
        };
        order.family = self.family(order.family, sink);
        order
    }

    fn family(&self, usual: Family, sink: &mut Sink) -> Family {
        let Some(word) = &self.args.family else {
            return usual;
        };
        Family::parse(word).unwrap_or_else(|| {
            sink.leaflet_choice(None, "--family", word, &Family::keys());
            usual
        })
    }

    fn ink(&self, usual: &[Ink], sink: &mut Sink) -> Ink {
        if self.args.press {
            return Ink::Cmyk;
        }
        let Some(word) = &self.args.ink else {
            return usual.first().copied().unwrap_or_default();
        };
        Ink::parse(word).unwrap_or_else(|| {
            sink.leaflet_choice(None, "--ink", word, &Ink::keys());
            Ink::Color
        })
    }
}

/// Pages that ask for leaflets.
fn asking(site: &site::Site) -> Vec<String> {
    let asks = |id: &PageId| !wish::requests(site, *id).is_empty();
    let path = |id: PageId| {
        let path = site.path(site.page(id).document);
        path.trim_start_matches("content/").to_owned()
    };
    site.page_ids().filter(asks).map(path).collect()
}
