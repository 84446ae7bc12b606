//! Many articles → one booklet: the reader's edition, and its pages imposed for saddle stitching.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    diag::Sink,
    document::{Date, Document},
    render::leaflet::{
        compile::{self, Failure, Purpose},
        format::{Format, Ink},
        make::{Job, Made, Workshop},
        plan::{self, Desk, Leaflets, Offer, PREVIEW_PX},
        settings::Handbook,
        sheet::{Article, House, base, day, flow, merge, site_help},
        statute, title,
        tree::{self, Grower, Lookup},
        wish,
    },
    source::{Asset, Span},
};

/// Thickness of office paper (80 g), in millimetres: by so much each sheet pushes the next one out.
const PAPER_MM: f64 = 0.1;

/// Statutes for the appendix: title, articles with their paragraphs.
pub type Appendix = Vec<(String, Vec<(String, Vec<String>)>)>;

/// The data of a booklet and the pictures it needs.
struct Book<'a> {
    data: Value,
    pictures: BTreeMap<String, (&'a Asset, Span)>,
    /// The newest day of its articles.
    date: Date,
}

/// Gathers what the booklet holds.
fn book<'a>(
    handbook: &Handbook,
    articles: &[Article<'a>],
    appendix: &Appendix,
    ink: Ink,
    house: House<'a>,
    lookup: &'a Lookup<'a>,
) -> Book<'a> {
    let mut data = base(Format::Handbook, handbook.family, ink, house);
    let mut pictures = BTreeMap::new();
    let chapters: Vec<Value> = articles
        .iter()
        .map(|it| chapter(it, house, lookup, &mut pictures))
        .collect();
    let newest = articles.iter().filter_map(|it| {
        let matter = &it.document.front_matter;
        matter.reviewed.max(matter.updated).max(matter.date)
    });
    let date = newest.max().unwrap_or(house.config.now);
    let address = house.config.base_url.as_deref();
    let statutes: Vec<Value> = appendix
        .iter()
        .map(|(title, articles)| statute(title, articles))
        .collect();
    let more = json!({
        "title": handbook.title.replace('|', ""), "title_lines": title::lines(&handbook.title), "subtitle": handbook.subtitle,
        "summary": handbook.subtitle, "series": house.config.title, "keywords": ["普法"], "slogan": house.settings.slogan,
        "number": "", "pinyin": false, "date": day(date), "reviewed": "", "help": site_help(house), "station": null,
        "qr": {"page": address.and_then(|it| tree::code(it, &format!("二维码：{}", house.config.title)))},
        "chapters": chapters, "statutes": statutes,
    });
    merge(&mut data, more);
    pictures.extend(house.pictures());
    Book {
        data,
        pictures,
        date,
    }
}

fn chapter<'a>(
    article: &Article<'a>,
    house: House<'a>,
    lookup: &'a Lookup<'a>,
    pictures: &mut BTreeMap<String, (&'a Asset, Span)>,
) -> Value {
    let mut grower = Grower::new(article.document, lookup)
        .with_readings(house.pinyin)
        .with_numbers(&house.config.help_lines);
    let cuts = [2, 3].map(|count| title::cut(&article.title, count));
    let mut chapter = json!({"title": article.title, "cuts": cuts, "summary": article.summary});
    flow(&article.document.blocks, &mut grower, &mut chapter);
    chapter["notes"] = json!(grower.notes());
    chapter["qr"] = json!(
        article
            .address
            .as_deref()
            .and_then(|it| tree::code(it, &format!("二维码：{}", article.title)))
    );
    chapter["reviewed"] = json!(
        article
            .document
            .front_matter
            .reviewed
            .map(day)
            .unwrap_or_default()
    );
    pictures.extend(grower.pictures);
    chapter
}

fn statute(title: &str, articles: &[(String, Vec<String>)]) -> Value {
    let article = |(name, paragraphs): &(String, Vec<String>)| {
        let paragraphs: Vec<Vec<Value>> = paragraphs.iter().map(|it| tree::text(it)).collect();
        json!({"name": name, "c": paragraphs})
    };
    json!({"title": title, "articles": articles.iter().map(article).collect::<Vec<_>>()})
}

/// Returns the job that prints the reader's edition with its newest day; `None` when there is nothing to print.
pub fn job<'a>(
    desk: &'a Desk<'a>,
    handbook: &Handbook,
    ink: Ink,
    lookup: &'a Lookup<'a>,
) -> Option<Job<'a>> {
    let site = desk.site();
    let articles: Vec<Article> = wish::chapters(site, handbook)
        .into_iter()
        .map(|id| desk.article(id))
        .collect();
    if articles.is_empty() {
        return None;
    }
    let documents: Vec<&Document> = articles.iter().map(|it| it.document).collect();
    let appendix = statute::appendix(&site.library, &documents, site.config.now);
    let book = book(handbook, &articles, &appendix, ink, desk.house(), lookup);
    Some(Job {
        template: "main.typ",
        data: book.data,
        pictures: book.pictures,
        files: BTreeMap::new(),
        ident: format!("handbook-{}{}", handbook.name, ink.ending()),
        date: book.date,
        purpose: ink.purpose(),
        preview_px: if ink == Ink::Cmyk { 0 } else { PREVIEW_PX },
    })
}

/// Makes a handbook in all its inks; for the office also its pages on sheets.
pub fn publish<'a>(
    desk: &'a Desk<'a>,
    handbook: &Handbook,
    lookup: &'a Lookup<'a>,
    workshop: &Workshop,
    out: &mut Leaflets,
    sink: &mut Sink,
) {
    let span = handbook.span;
    for ink in handbook.inks.iter().copied() {
        let Some(job) = job(desk, handbook, ink, lookup) else {
            return sink.leaflet_handbook_empty(span, &handbook.name);
        };
        let made = workshop.make(&job).and_then(|made| {
            let sheets = match ink.purpose() {
                Purpose::Office => Some(impose(workshop, handbook, &job, &made)?),
                Purpose::Press | Purpose::Imposed => None,
            };
            Ok((made, sheets))
        });
        compile::forget();
        match made {
            Ok((made, sheets)) => {
                if Some(&ink) == handbook.inks.first() {
                    for character in &made.report.missing {
                        sink.leaflet_glyph(span, *character, &handbook.title);
                    }
                }
                plan::publish(offer(handbook, ink, "", ink.note(), &made), &made, out);
                if let Some(sheets) = sheets {
                    let note = ["A4 双面印，对折骑马订", ink.note()];
                    let note: Vec<&str> = note.into_iter().filter(|it| !it.is_empty()).collect();
                    let offer = offer(handbook, ink, "-booklet", &note.join("，"), &sheets);
                    plan::publish(offer, &sheets, out);
                }
            }
            Err(failure) => {
                let why = format!("{} {}", failure.place, failure.message);
                return sink.leaflet_engine(span, &handbook.title, &why);
            }
        }
    }
}

fn offer(handbook: &Handbook, ink: Ink, kind: &str, note: &str, made: &Made) -> Offer {
    let stem = format!("leaflets/handbook-{}{kind}{}", handbook.name, ink.ending());
    Offer {
        page: None,
        title: handbook.title.replace('|', ""),
        format: Format::Handbook,
        family: handbook.family,
        ink,
        note: note.to_owned(),
        path: format!("{stem}.pdf"),
        preview: plan::preview_path(made, &stem),
        preview_size: plan::preview_size(made),
        pages: made.report.pages,
        bytes: made.pdf.len,
    }
}

/// Places the pages of `made` on sheets.
fn impose(
    workshop: &Workshop,
    handbook: &Handbook,
    job: &Job,
    made: &Made,
) -> Result<Made, Failure> {
    let book = made.pdf.bytes().map_err(|error| Failure {
        message: error.to_string(),
        place: made.pdf.path.clone(),
    })?;
    let data = json!({"title": handbook.title.replace('|', ""), "pages": made.report.pages, "creep": PAPER_MM, "ink": job.data["ink"]});
    workshop.make(&Job {
        template: "booklet.typ",
        data,
        pictures: BTreeMap::new(),
        files: BTreeMap::from([("book.pdf".to_owned(), book.into_owned().into())]),
        ident: format!("{}-booklet", job.ident),
        date: job.date,
        purpose: Purpose::Imposed,
        preview_px: 0,
    })
}
