//! One article, one order → the data of one leaflet: title, panels or text, help lines, codes, imprint.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    diag::Sink,
    document::{Block, Document, Leaflet, Panel, PinyinMode},
    render::leaflet::{
        ask::{
            format::{Face, Format, Ink, Named},
            order::Order,
            product::Product,
        },
        layout::{
            article::Article,
            code::code,
            context::SheetContext,
            flow::flow,
            imprint::{day, help, imprint, merge, reviewed},
            length::length,
            title,
            tree::{Pictures, TreeBuilder},
        },
    },
    source::Span,
};

/// A leaflet ready to be set.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The tree for the template.
    pub data: Value,
    /// Pictures with the place that asks for them.
    pub pictures: Pictures<'a>,
    /// Panels with their place and length in characters.
    pub panels: BTreeMap<String, (Span, usize)>,
    /// Whether `:::传单` holds its text; else it is the article itself.
    pub is_written: bool,
}

/// Where a copy is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StationLabel {
    /// Name of the station.
    pub name: String,
    /// Its page, absolute.
    pub address: Option<String>,
}

/// Name of the panel that text flows through.
const BODY: &str = "body";
/// Parts of text that flows.
const PARTS: [&str; 3] = ["lead", BODY, "end"];

/// Gathers what `order` prints of `article`.
pub fn sheet<'a>(
    article: &Article<'a>,
    order: &Order,
    ink: Ink,
    context: SheetContext<'a>,
    sink: &mut Sink,
) -> Sheet<'a> {
    let written = written(article.document, order.format);
    let mut draft = Draft {
        document: article.document,
        tree: context.tree(article.document),
        data: frame(article, order, ink, context),
        panels: BTreeMap::new(),
        is_written: !written.is_empty(),
    };
    let is_named = |(panel, _): &(&Panel, &Leaflet)| !panel.name.is_empty();
    if written.is_empty() {
        draft.article(order.span, sink);
    } else if order.format == Format::Trifold && written.iter().any(is_named) {
        draft.faces(&written, sink);
    } else {
        draft.own_text(&written);
    }
    draft.finish(context)
}

/// A sheet while its text is put in.
struct Draft<'a> {
    document: &'a Document,
    tree: TreeBuilder<'a>,
    data: Value,
    panels: BTreeMap<String, (Span, usize)>,
    is_written: bool,
}

impl<'a> Draft<'a> {
    /// The article itself is the text.
    fn article(&mut self, span: Span, sink: &mut Sink) {
        let blocks = &self.document.blocks;
        flow(blocks, &mut self.tree, &mut self.data);
        let is_empty = |key: &&str| self.data[*key].as_array().is_none_or(Vec::is_empty);
        if PARTS.iter().all(is_empty) {
            sink.leaflet_empty(span);
        }
        let length = length(self.document, blocks);
        self.panels.insert(BODY.to_owned(), (span, length));
    }

    /// `:::传单` holds a text of its own, in one piece or several.
    fn own_text(&mut self, written: &[(&'a Panel, &'a Leaflet)]) {
        let mut parts: [Vec<Value>; 3] = Default::default();
        for (panel, leaflet) in written {
            let mut part = json!({});
            flow(&panel.blocks, &mut self.tree, &mut part);
            for (all, key) in parts.iter_mut().zip(PARTS) {
                all.extend(part[key].as_array().cloned().unwrap_or_default());
            }
            let body = self.panels.entry(BODY.to_owned());
            body.or_insert((leaflet.span, 0)).1 += length(self.document, &panel.blocks);
        }
        for (part, key) in parts.into_iter().zip(PARTS) {
            self.data[key] = json!(part);
        }
    }

    /// `:::版面` says what stands on each face. Written in any order, read in one: cover, flap, inside, back.
    fn faces(&mut self, written: &[(&'a Panel, &'a Leaflet)], sink: &mut Sink) {
        let mut out = serde_json::Map::new();
        for face in Face::ALL.iter().copied() {
            let is_here = |it: &&(&Panel, &Leaflet)| Face::parse(&it.0.name) == Some(face);
            let here = written.iter().filter(is_here).map(|it| it.0);
            let (title, blocks) = self.face(face, here);
            let may_be_blank = matches!(face, Face::Cover | Face::Back);
            if let [(_, leaflet), ..] = written
                && blocks.is_empty()
                && !may_be_blank
            {
                sink.leaflet_panel_missing(leaflet.span, face.name());
            }
            out.insert(face.key().to_owned(), json!({"title": title, "c": blocks}));
        }
        self.data["panels"] = Value::Object(out);
    }

    /// Title and text of one face. Its first heading is its title; the cover's title is that of the leaflet.
    fn face(
        &mut self,
        face: Face,
        panels: impl Iterator<Item = &'a Panel>,
    ) -> (Vec<Value>, Vec<Value>) {
        let (mut title, mut blocks) = (Vec::new(), Vec::new());
        for panel in panels {
            let mut rest: &[Block] = &panel.blocks;
            if let [Block::Heading(index), others @ ..] = rest
                && blocks.is_empty()
                && face != Face::Cover
            {
                if let Some(heading) = self.document.headings.get(*index) {
                    title = self.tree.inlines(&heading.inlines);
                }
                rest = others;
            }
            self.tree.start_below_title();
            blocks.extend(self.tree.blocks(rest));
            let length = length(self.document, &panel.blocks);
            let place = (panel.span, length);
            self.panels.insert(face.key().to_owned(), place);
        }
        (title, blocks)
    }

    fn finish(mut self, context: SheetContext<'a>) -> Sheet<'a> {
        self.data["notes"] = json!(self.tree.notes());
        // How long each part is, so that fitting knows where to begin.
        let extent = self.panels.iter();
        let extent = extent.map(|(name, (_, length))| (name.clone(), json!(length)));
        self.data["extent"] = Value::Object(extent.collect());
        let mut pictures = self.tree.pictures;
        pictures.extend(context.pictures());
        Sheet { data: self.data, pictures, panels: self.panels, is_written: self.is_written }
    }
}

/// Puts a station's name and code on a copy.
pub(crate) fn for_station(data: &mut Value, station: &StationLabel) {
    let address = station.address.as_deref();
    let code = address.and_then(|it| code(it, &format!("二维码：{}", station.name)));
    data["station"] = json!({"name": station.name, "qr": code});
}

/// The panels that `:::传单` blocks hold for `format`, in the order written.
fn written(document: &Document, format: Format) -> Vec<(&Panel, &Leaflet)> {
    let is_meant = |leaflet: &&Leaflet| {
        let mut words = leaflet.formats.iter();
        leaflet.formats.is_empty() || words.any(|it| Format::parse(it) == Some(format))
    };
    leaflets(document)
        .filter(is_meant)
        .flat_map(|leaflet| leaflet.panels.iter().map(move |panel| (panel, leaflet)))
        .collect()
}

fn leaflets(document: &Document) -> impl Iterator<Item = &Leaflet> {
    document.blocks.iter().filter_map(|block| {
        if let Block::Leaflet(leaflet) = block { Some(leaflet.as_ref()) } else { None }
    })
}

/// Checks words of `:::传单` and `:::版面` that mean nothing, once for a document.
pub(crate) fn check_words(document: &Document, sink: &mut Sink) {
    let names: Vec<&str> = Face::ALL.iter().map(|it| it.name()).collect();
    for leaflet in leaflets(document) {
        for word in &leaflet.formats {
            match Product::parse(word) {
                Some(Product::Leaflet(_)) => {}
                Some(Product::Handbook | Product::Pack) => {
                    sink.leaflet_handbook_of_page(leaflet.span);
                }
                None => sink.leaflet_format(leaflet.span, word, &Format::keys()),
            }
        }
        let unknown = |it: &&Panel| !it.name.is_empty() && Face::parse(&it.name).is_none();
        for panel in leaflet.panels.iter().filter(unknown) {
            sink.leaflet_panel(panel.span, &panel.name, &names);
        }
        if leaflet.panels.iter().all(|panel| panel.blocks.is_empty()) {
            sink.leaflet_empty(leaflet.span);
        }
    }
}

/// What is the same for every leaflet of an article.
fn frame(article: &Article, order: &Order, ink: Ink, context: SheetContext) -> Value {
    let matter = &article.document.front_matter;
    let title = order.title.as_ref().unwrap_or(&article.title);
    let lines = title::lines(title);
    let whole = if title.contains('|') { lines.concat() } else { title.clone() };
    let reviewed = reviewed(matter);
    let date = matter.updated.or(matter.date).map(day).unwrap_or_default();
    let address = article.address.as_deref();
    let page = address.and_then(|it| code(it, &format!("二维码：网页《{whole}》")));
    let slogan = order.slogan.as_ref().unwrap_or(&context.settings.slogan);
    let number = number(article, order.format, &context.settings.number);
    let product = Product::Leaflet(order.format);
    let mut data = imprint(product, order.family, ink, context);
    let more = json!({
        "title": whole, "title_lines": lines, "summary": article.summary, "series": article.series,
        "keywords": article.keywords, "slogan": slogan, "number": number, "date": date, "reviewed": reviewed,
        "help": help(article.document, context), "qr": {"page": page}, "address": article.address,
        "lead": [], "body": [], "end": [], "notes": [], "panels": null, "station": null,
        "pinyin": matter.pinyin == Some(PinyinMode::All),
    });
    merge(&mut data, more);
    data
}

/// Made from the article's name, so that it stays the same from print to print.
fn number(article: &Article, format: Format, beginning: &str) -> String {
    if beginning.is_empty() {
        return String::new();
    }
    let hash = blake3::hash(format!("{} {}", article.name, format.key()).as_bytes());
    let [low, high, ..] = hash.as_bytes();
    format!("{beginning}-{:04}", u16::from_le_bytes([*low, *high]) % 10_000)
}
