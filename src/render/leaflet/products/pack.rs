//! Packs: everything a station gets in one file behind a cover sheet; handbooks in files of their own beside it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    data::stations::Station,
    diag::{Severity, Sink},
    document::Date,
    render::leaflet::{
        ask::{
            format::{Family, Format, Ink, Named},
            product::Product,
            settings::Handbook,
            wish::{self, Wanted},
        },
        engine::{
            job::PrintJob,
            pdf,
            typesetter::{Printout, Typesetter},
        },
        layout::{
            code::code,
            imprint::{day, imprint, merge},
            sheet::{self, StationLabel},
            tree::Pictures,
        },
        products::{
            context::{LeafletContext, PageOrder},
            handbook,
            history::{self, Change, Edition, PrintHistory},
            page::PageLeaflet,
            plan,
            print_list::Row,
            proofread,
        },
    },
    site::generated,
};

/// Parts of a leaflet's data that are read.
const LEAFLET_PARTS: [&str; 8] =
    ["title", "summary", "lead", "body", "end", "notes", "panels", "help"];
/// Parts of a handbook's data that are read.
const HANDBOOK_PARTS: [&str; 5] = ["title", "subtitle", "chapters", "statutes", "help"];

/// Everything that is printed for the stations.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    /// One for each station that gets something.
    pub packs: Vec<Pack>,
    /// Handbooks that a station gets, by the name of their file.
    pub handbooks: BTreeMap<String, Printout>,
    /// What to compare with the next time.
    pub history: PrintHistory,
}

/// One station's file.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The station.
    pub station: Station,
    /// Cover sheet and leaflets.
    pub printout: Printout,
    /// What the cover sheet lists.
    pub rows: Vec<Row>,
}

/// Makes the pack of each station; the history says what was printed the last time.
pub fn packs(
    context: &LeafletContext<'_>,
    orders: &[PageOrder<'_>],
    stations: &[Station],
    (ink, before): (Ink, &PrintHistory),
    sink: &mut Sink,
) -> Packs {
    let typesetter = context.typesetter();
    let mut run = PackRun {
        context,
        orders,
        typesetter: &typesetter,
        ink,
        before,
        history: before.clone(),
        books: BTreeMap::new(),
    };
    let mut out = Packs::default();
    for station in stations {
        out.packs.extend(run.pack(station, sink));
        pdf::forget();
    }
    let books = run.books.into_values().flatten();
    out.handbooks = books.map(|it| (it.file, it.printout)).collect();
    out.history = run.history;
    out
}

/// What every pack of a run shares.
struct PackRun<'a> {
    context: &'a LeafletContext<'a>,
    orders: &'a [PageOrder<'a>],
    typesetter: &'a Typesetter<'a>,
    ink: Ink,
    before: &'a PrintHistory,
    history: PrintHistory,
    /// Handbooks that were asked for, by name; `None` for one that could not be made.
    books: BTreeMap<&'a str, Option<Book>>,
}

/// A handbook as stations get it.
#[derive(Clone)]
struct Book {
    file: String,
    printout: Printout,
    date: Date,
    changes: Vec<Change>,
}

/// A pack while it is filled.
struct Draft<'a> {
    label: StationLabel,
    rows: Vec<Row>,
    /// The leaflets' data, for the template.
    sheets: Vec<Value>,
    /// What the cover sheet says of handbooks.
    books: Vec<Value>,
    pictures: Pictures<'a>,
    /// The newest day of its texts.
    date: Option<Date>,
}

impl<'a> PackRun<'a> {
    /// Makes the pack of a station; `None` when it wants nothing that is made.
    fn pack(&mut self, station: &Station, sink: &mut Sink) -> Option<Pack> {
        let site = self.context.site();
        let handbooks = &self.context.settings().handbooks;
        let (mut leaflets, mut books) = (Vec::new(), Vec::new());
        for wish in &station.leaflets {
            match wish::wanted(site, handbooks, &wish.written) {
                Some(Wanted::Leaflet(page, format)) => {
                    let order = plan::find(self.orders, page, format);
                    leaflets.extend(order.map(|it| (it, wish.copies)));
                }
                Some(Wanted::Handbook(book)) => books.push((book, wish.copies)),
                None => {}
            }
        }
        if leaflets.is_empty() && books.is_empty() {
            return None;
        }
        let base = site.config.base_url.as_ref();
        let mut draft = Draft {
            label: StationLabel {
                name: station.name.clone(),
                address: base.map(|base| generated::station(&station.slug).absolute(base)),
            },
            rows: Vec::new(),
            sheets: Vec::new(),
            books: Vec::new(),
            pictures: Pictures::new(),
            date: None,
        };
        for (order, copies) in leaflets {
            self.add_leaflet(order, copies, station, &mut draft, sink);
        }
        // A booklet is folded and stapled by itself, so it is no part of the station's file.
        for (book, copies) in books {
            self.add_book(book, copies, &mut draft, sink);
        }
        self.print(station, draft, sink)
    }

    fn add_leaflet(
        &mut self,
        PageOrder { article, order, .. }: &'a PageOrder<'a>,
        copies: u32,
        station: &Station,
        draft: &mut Draft<'a>,
        sink: &mut Sink,
    ) {
        let sheets = self.context.sheets();
        let leaflet = PageLeaflet::new(article, order, self.ink, sheets, &mut Sink::default());
        let Some(pages) = self.check(&leaflet, sink) else {
            return;
        };
        let site = self.context.site();
        let edition = Edition::new(
            &leaflet.sheet.data,
            &LEAFLET_PARTS,
            &[article.document],
            &site.library,
            site.config.now,
        );
        let key = format!("{}:{}", article.name, order.format.key());
        let paper = order.format.paper(pages);
        draft.rows.push(Row {
            station: station.name.clone(),
            title: article.title.clone(),
            product: Product::Leaflet(order.format),
            paper: paper.clone(),
            copies,
            file: format!("{}.pdf", station.slug),
            changes: self.history.note(self.before, key, edition),
        });
        let mut data = leaflet.sheet.data;
        sheet::for_station(&mut data, &draft.label);
        draft.sheets.push(json!({"data": data, "paper": paper, "copies": copies}));
        draft.pictures.extend(leaflet.sheet.pictures);
        let matter = &article.document.front_matter;
        draft.date = draft.date.max(matter.updated.or(matter.date));
    }

    /// A leaflet that does not fit is left out of every pack; returns how many pages it has.
    fn check(&self, leaflet: &PageLeaflet, sink: &mut Sink) -> Option<usize> {
        let (title, span) = (&leaflet.article.title, leaflet.order.span);
        match self.typesetter.make(&leaflet.job()) {
            Ok(printout) => {
                // The build has said everything else already.
                let mut words = Sink::default();
                let fits = proofread::tell(leaflet, &printout.report, &mut words);
                let is_error = |it: &crate::diag::Diagnostic| it.severity == Severity::Error;
                sink.extend(words.take().into_iter().filter(is_error));
                fits.then_some(printout.report.pages)
            }
            Err(failure) => {
                proofread::tell_failure(&failure, title, span, sink);
                None
            }
        }
    }

    fn add_book(
        &mut self,
        handbook: &'a Handbook,
        copies: u32,
        draft: &mut Draft<'a>,
        sink: &mut Sink,
    ) {
        if !self.books.contains_key(&*handbook.name) {
            let book = self.book(handbook, sink);
            self.books.insert(&handbook.name, book);
        }
        let Some(Some(book)) = self.books.get(&*handbook.name) else {
            return;
        };
        let title = handbook.title.replace('|', "");
        let paper = match self.ink {
            Ink::Color | Ink::Gray => handbook::BOOKLET_PAPER,
            Ink::Cmyk => handbook::PRESS_PAPER,
        };
        draft.books.push(json!({
            "title": title, "format_name": Product::Handbook.name(), "paper": paper, "copies": copies, "file": book.file,
        }));
        draft.date = draft.date.max(Some(book.date));
        draft.rows.push(Row {
            station: draft.label.name.clone(),
            title,
            product: Product::Handbook,
            paper: paper.to_owned(),
            copies,
            file: book.file.clone(),
            changes: book.changes.clone(),
        });
    }

    /// Makes a handbook, once for all stations.
    fn book(&mut self, handbook: &Handbook, sink: &mut Sink) -> Option<Book> {
        let (site, span) = (self.context.site(), handbook.span);
        let Some(job) = handbook::job(self.context, handbook, self.ink) else {
            sink.leaflet_handbook_empty(span, &handbook.name);
            return None;
        };
        let made = handbook::print(&job, handbook, self.typesetter);
        let tell = |failure| proofread::tell_failure(&failure, &handbook.title, span, sink);
        let (book, sheets) = made.map_err(tell).ok()?;
        let pages = wish::chapters(site, handbook);
        let documents = pages.iter().map(|id| self.context.document(*id));
        let edition = Edition::new(
            &job.data,
            &HANDBOOK_PARTS,
            &documents.collect::<Vec<_>>(),
            &site.library,
            site.config.now,
        );
        let key = format!("{}:{}", handbook.name, Product::Handbook.key());
        let printout = sheets.unwrap_or(book);
        Some(Book {
            file: printout.pdf.path.clone(),
            printout,
            date: job.date,
            changes: self.history.note(self.before, key, edition),
        })
    }

    fn print(&self, station: &Station, draft: Draft<'a>, sink: &mut Sink) -> Option<Pack> {
        let job = PrintJob {
            template: Product::Pack.template(),
            data: self.cover(station, &draft),
            pictures: draft.pictures,
            files: BTreeMap::new(),
            ident: Product::Pack.stem(&station.slug),
            date: draft.date.unwrap_or(self.context.site().config.now),
            purpose: self.ink.purpose(),
            preview_px: 0,
            // Each of its leaflets has been made alone before.
            most_marks: usize::MAX,
        };
        let tell = |failure| proofread::tell_failure(&failure, &station.name, station.span, sink);
        let printout = self.typesetter.make(&job).map_err(tell).ok()?;
        Some(Pack { station: station.clone(), printout, rows: draft.rows })
    }

    /// The cover sheet's data with those of all leaflets.
    fn cover(&self, station: &Station, draft: &Draft) -> Value {
        let changed = draft.rows.iter().filter(|it| !it.changes.is_empty());
        let changes: Vec<Value> = changed
            .map(|it| json!({"title": it.title, "format": it.product.name(), "why": history::words(&it.changes).zh}))
            .collect();
        let address = draft.label.address.as_deref();
        let code = address.and_then(|it| code(it, &format!("二维码：{}", station.name)));
        let cover = Product::Leaflet(Format::FlyerA4);
        let mut data = imprint(cover, Family::Blue, self.ink, self.context.sheets());
        let title = format!("{}：{}", station.name, Product::Pack.name());
        let more = json!({
            "title": title, "keywords": ["普法", "印制单"], "date": day(self.context.site().config.now),
            "place": {"name": station.name, "address": station.address, "hours": station.hours, "contact": station.contact, "qr": code},
            "sheets": draft.sheets, "books": draft.books, "changes": changes,
        });
        merge(&mut data, more);
        data
    }
}
