//! Many articles → one booklet: the reader's edition, and its pages imposed for saddle stitching.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::{
    document::Date,
    render::leaflet::{
        compile::{Failure, Purpose},
        format::{Format, Ink},
        make::{Job, Made, Workshop},
        settings::Handbook,
        sheet::{Article, House, base, day, flow, merge, site_help},
        title,
        tree::{self, Grower, Lookup},
    },
    source::{Asset, Span},
};

/// Thickness of office paper (80 g), in millimetres: by so much each sheet pushes the next one out.
const PAPER_MM: f64 = 0.1;

/// Statutes for the appendix: title, articles with their paragraphs.
pub type Appendix = Vec<(String, Vec<(String, Vec<String>)>)>;

/// The data of a booklet and the pictures it needs.
pub struct Book<'a> {
    /// The tree.
    pub data: Value,
    /// Pictures with the place that asks for them.
    pub pictures: BTreeMap<String, (&'a Asset, Span)>,
    /// The newest day of its articles.
    pub date: Date,
}

/// Gathers what the booklet holds.
pub fn book<'a>(
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
    let mut grower = Grower::new(article.document, lookup).with_readings(house.pinyin);
    let mut chapter = json!({"title": article.title, "summary": article.summary});
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

/// Places the pages of `made` on sheets.
///
/// # Errors
/// When Typst refuses it.
pub fn impose(
    workshop: &Workshop,
    handbook: &Handbook,
    made: &Made,
    date: Date,
) -> Result<Made, Failure> {
    let data = json!({"title": handbook.title.replace('|', ""), "pages": made.report.pages, "creep": PAPER_MM, "ink": "color"});
    workshop.make(&Job {
        template: "booklet.typ",
        data,
        pictures: BTreeMap::new(),
        files: BTreeMap::from([("book.pdf".to_owned(), Arc::clone(&made.pdf))]),
        ident: format!("{}-booklet", handbook.name),
        date,
        purpose: Purpose::Imposed,
        preview_px: 0,
    })
}
