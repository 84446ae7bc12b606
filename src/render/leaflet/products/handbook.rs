//! Many articles → one booklet: the reader's edition, and its pages imposed for saddle stitching.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    diag::Sink,
    document::{Date, Document},
    render::leaflet::{
        ask::{
            format::{Ink, Purpose},
            product::Product,
            settings::Handbook,
            wish,
        },
        engine::{
            job::PrintJob,
            pdf,
            report::Failure,
            typesetter::{Printout, Typesetter},
        },
        layout::{
            article::Article,
            code::code,
            context::SheetContext,
            flow::flow,
            imprint::{day, imprint, merge, reviewed, site_help},
            statute::{self, Appendix},
            title,
            tree::Pictures,
            words,
        },
        products::{
            context::LeafletContext,
            offer::{Leaflets, Offer},
            page::{MAIN_TEMPLATE, preview_px},
            proofread,
        },
    },
};

/// Thickness of office paper (80 g), in millimetres: by so much each sheet pushes the next one out.
const PAPER_MM: f64 = 0.1;
/// So many words may stand out in a handbook, about 1,000 pages with them.
const MOST_MARKS: usize = 20_000;
/// Tells the file with pages on sheets from the reader's edition.
const BOOKLET: &str = "-booklet";
/// Paper and printer settings of the file with pages on sheets.
pub(crate) const BOOKLET_PAPER: &str = "A4 横向，双面，短边翻转，对折骑马订";
/// The same for a print shop, which imposes by itself.
pub(crate) const PRESS_PAPER: &str = "A5，由印刷厂拼版，骑马订";

/// The data of a handbook and the pictures it needs.
struct HandbookData<'a> {
    data: Value,
    pictures: Pictures<'a>,
    /// The newest day of its articles.
    date: Date,
}

/// Gathers what the booklet holds.
fn gather<'a>(
    handbook: &Handbook,
    articles: &[Article<'a>],
    appendix: &Appendix,
    ink: Ink,
    context: SheetContext<'a>,
) -> HandbookData<'a> {
    let config = context.config;
    let mut data = imprint(Product::Handbook, handbook.family, ink, context);
    let mut pictures = Pictures::new();
    let chapters: Vec<Value> =
        articles.iter().map(|it| chapter(it, context, &mut pictures)).collect();
    let newest = articles.iter().filter_map(|it| {
        let matter = &it.document.front_matter;
        matter.reviewed.max(matter.updated).max(matter.date)
    });
    let date = newest.max().unwrap_or(config.now);
    let statutes: Vec<Value> =
        appendix.iter().map(|(title, articles)| statute(title, articles)).collect();
    let home = config.base_url.as_deref();
    let more = json!({
        "title": whole_title(handbook), "title_lines": title::lines(&handbook.title), "subtitle": handbook.subtitle,
        "summary": handbook.subtitle, "series": config.title, "keywords": ["普法"], "slogan": context.settings.slogan,
        "number": "", "pinyin": false, "date": day(date), "reviewed": "", "help": site_help(context), "station": null,
        "qr": {"page": home.and_then(|it| code(it, &format!("二维码：{}", config.title)))},
        "chapters": chapters, "statutes": statutes,
    });
    merge(&mut data, more);
    pictures.extend(context.pictures());
    HandbookData { data, pictures, date }
}

/// A `|` breaks the line on the cover; elsewhere the title is one.
fn whole_title(handbook: &Handbook) -> String {
    handbook.title.replace('|', "")
}

fn chapter<'a>(
    article: &Article<'a>,
    context: SheetContext<'a>,
    pictures: &mut Pictures<'a>,
) -> Value {
    let mut tree = context.tree(article.document);
    let cuts = [2, 3].map(|count| title::cut(&article.title, count));
    let mut chapter = json!({"title": article.title, "cuts": cuts, "summary": article.summary});
    flow(&article.document.blocks, &mut tree, &mut chapter);
    chapter["notes"] = json!(tree.notes());
    let address = article.address.as_deref();
    let code = address.and_then(|it| code(it, &format!("二维码：{}", article.title)));
    chapter["qr"] = json!(code);
    chapter["reviewed"] = json!(reviewed(&article.document.front_matter));
    pictures.extend(tree.pictures);
    chapter
}

fn statute(title: &str, articles: &[(String, Vec<String>)]) -> Value {
    let article = |(name, paragraphs): &(String, Vec<String>)| {
        let paragraphs: Vec<Vec<Value>> =
            paragraphs.iter().map(|it| words::paragraph(it)).collect();
        json!({"name": name, "c": paragraphs})
    };
    json!({"title": title, "articles": articles.iter().map(article).collect::<Vec<_>>()})
}

/// Returns the job that prints the reader's edition with its newest day; `None` when there is nothing to print.
pub fn job<'a>(
    context: &'a LeafletContext<'a>,
    handbook: &Handbook,
    ink: Ink,
) -> Option<PrintJob<'a>> {
    let site = context.site();
    let articles: Vec<Article> =
        wish::chapters(site, handbook).into_iter().map(|id| context.article(id)).collect();
    if articles.is_empty() {
        return None;
    }
    let documents: Vec<&Document> = articles.iter().map(|it| it.document).collect();
    let appendix = statute::appendix(&site.library, &documents, site.config.now);
    let gathered = gather(handbook, &articles, &appendix, ink, context.sheets());
    let stem = Product::Handbook.stem(&handbook.name);
    Some(PrintJob {
        template: MAIN_TEMPLATE,
        data: gathered.data,
        pictures: gathered.pictures,
        files: BTreeMap::new(),
        ident: format!("{stem}{}", ink.ending()),
        date: gathered.date,
        purpose: ink.purpose(),
        preview_px: preview_px(ink),
        most_marks: MOST_MARKS,
    })
}

/// Makes a handbook in all its inks; for the office also its pages on sheets.
pub fn publish(
    context: &LeafletContext<'_>,
    handbook: &Handbook,
    typesetter: &Typesetter,
    out: &mut Leaflets,
    sink: &mut Sink,
) {
    let span = handbook.span;
    for ink in handbook.inks.iter().copied() {
        let Some(job) = job(context, handbook, ink) else {
            if !wish::names_nothing(context.site(), handbook, sink) {
                sink.leaflet_handbook_empty(span, &handbook.name);
            }
            return;
        };
        let made = print(&job, handbook, typesetter);
        pdf::forget();
        let (book, sheets) = match made {
            Ok(made) => made,
            Err(failure) => {
                return proofread::tell_failure(&failure, &handbook.title, span, sink);
            }
        };
        // Words about the text are said once, not for every ink.
        if Some(&ink) == handbook.inks.first() {
            for character in &book.report.missing {
                sink.leaflet_glyph(span, *character, &handbook.title);
            }
        }
        let offer = Offer::of_handbook(handbook, ink, ("", ink.note()), &book);
        out.add(offer, &book);
        if let Some(sheets) = sheets {
            let note = ["A4 双面印，对折骑马订", ink.note()];
            let note: Vec<&str> = note.into_iter().filter(|it| !it.is_empty()).collect();
            let kind = (BOOKLET, &*note.join("，"));
            out.add(Offer::of_handbook(handbook, ink, kind, &sheets), &sheets);
        }
    }
}

/// Prints the reader's edition and, for the office, its pages on sheets.
///
/// # Errors
/// When the engine refuses one of them.
pub fn print(
    job: &PrintJob,
    handbook: &Handbook,
    typesetter: &Typesetter,
) -> Result<(Printout, Option<Printout>), Failure> {
    let book = typesetter.make(job)?;
    let sheets = match job.purpose {
        Purpose::Office => Some(impose(typesetter, handbook, job, &book)?),
        // Print shops impose themselves.
        Purpose::Press | Purpose::Imposed => None,
    };
    Ok((book, sheets))
}

/// Places the pages of a book on sheets.
fn impose(
    typesetter: &Typesetter,
    handbook: &Handbook,
    job: &PrintJob,
    book: &Printout,
) -> Result<Printout, Failure> {
    let bytes = book.pdf.bytes().map_err(|error| Failure::Refused {
        message: error.to_string(),
        place: book.pdf.path.clone(),
    })?;
    let data = json!({"title": whole_title(handbook), "pages": book.report.pages, "creep": PAPER_MM, "ink": job.data["ink"]});
    typesetter.make(&PrintJob {
        template: "booklet.typ",
        data,
        pictures: BTreeMap::new(),
        files: BTreeMap::from([("book.pdf".to_owned(), bytes.into_owned().into())]),
        ident: format!("{}{BOOKLET}", job.ident),
        date: job.date,
        purpose: Purpose::Imposed,
        preview_px: 0,
        most_marks: MOST_MARKS,
    })
}
