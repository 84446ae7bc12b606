//! One article, one order → the data of one leaflet: title, panels or text, help lines, codes, imprint.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    config::{Config, HelpLine},
    diag::Sink,
    document::{Block, CalloutKind, Date, Document, Leaflet, Panel, PinyinMode, plain_text},
    pinyin::Pinyin,
    render::leaflet::{
        font::{Fonts, Role},
        format::{Face, Family, Format, Ink, Named},
        settings::{Order, Settings},
        title,
        tree::{self, Grower, Lookup},
    },
    source::{Asset, Source, Span},
};

/// An article as far as paper is concerned.
#[derive(Clone, Debug)]
pub struct Article<'a> {
    /// Its text.
    pub document: &'a Document,
    /// The file it was written in, to find the place of a character.
    pub source: Option<&'a Source>,
    /// Neutral and stable part of file names: `rights-protection-order`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// One or two sentences about it.
    pub summary: String,
    /// Name of its column.
    pub series: String,
    /// Where it stands on the web, absolute; `None` without `base_url`.
    pub address: Option<String>,
    /// Tags.
    pub keywords: Vec<String>,
}

/// Where a copy is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the station.
    pub name: String,
    /// Its page, absolute.
    pub address: Option<String>,
}

/// Everything a leaflet needs besides the article.
#[derive(Clone, Copy)]
pub struct House<'a> {
    /// `site.toml`.
    pub config: &'a Config,
    /// `[leaflet]`.
    pub settings: &'a Settings,
    /// The fonts found.
    pub fonts: &'a Fonts,
    /// The organisation's logo.
    pub logo: Option<&'a Asset>,
    /// The picture of its mini-program's code.
    pub mini_program: Option<&'a Asset>,
    /// How characters are read.
    pub pinyin: &'a Pinyin,
}

impl<'a> House<'a> {
    /// Returns the pictures that front and back matter need.
    pub fn pictures(&self) -> impl Iterator<Item = (String, (&'a Asset, Span))> {
        let own = &self.config.organisation;
        let code = own.mini_program.as_ref().and_then(|it| it.picture.as_ref());
        let named = [
            (LOGO, self.logo, own.logo.as_ref()),
            (MINI_PROGRAM, self.mini_program, code),
        ];
        named
            .into_iter()
            .filter_map(|(name, asset, path)| Some((name.to_owned(), (asset?, path?.span))))
    }
}

/// A leaflet ready to be made.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The tree for the template.
    pub data: Value,
    /// Pictures with the place that asks for them.
    pub pictures: BTreeMap<String, (&'a Asset, Span)>,
    /// Panels with their place and length in characters.
    pub panels: BTreeMap<String, (Span, usize)>,
    /// Whether `:::传单` holds its text; else it is the article itself.
    pub is_written: bool,
}

/// Name of the logo in the tree.
const LOGO: &str = "logo";
/// Name of the mini-program's code in the tree.
const MINI_PROGRAM: &str = "mini-program";

/// Lays out nothing yet: gathers what `order` prints of `article`.
pub fn sheet<'a>(
    article: &Article<'a>,
    order: &Order,
    ink: Ink,
    house: House<'a>,
    lookup: &'a Lookup<'a>,
    sink: &mut Sink,
) -> Sheet<'a> {
    let document = article.document;
    let mut grower = Grower::new(document, lookup)
        .with_readings(house.pinyin)
        .with_numbers(&house.config.help_lines);
    let written = explicit(document, order.format);
    let mut data = frame(article, order, ink, house);
    let mut panels = BTreeMap::new();
    if order.format == Format::Trifold && written.iter().any(|(panel, _)| !panel.name.is_empty()) {
        data["panels"] = faces(document, &written, &mut grower, &mut panels, sink);
        data["lead"] = json!([]);
        data["body"] = json!([]);
        data["end"] = json!([]);
    } else if written.is_empty() {
        flow(&document.blocks, &mut grower, &mut data);
        let is_empty = |key: &&str| data[*key].as_array().is_none_or(Vec::is_empty);
        if ["lead", "body", "end"].iter().all(is_empty) {
            sink.leaflet_empty(order.span);
        }
        panels.insert(
            "body".to_owned(),
            (order.span, tree::length(document, &document.blocks)),
        );
    } else {
        let mut parts: [Vec<Value>; 3] = Default::default();
        let mut length = 0;
        for (panel, _) in &written {
            let mut part = json!({});
            flow(&panel.blocks, &mut grower, &mut part);
            for (all, key) in parts.iter_mut().zip(["lead", "body", "end"]) {
                all.extend(part[key].as_array().cloned().unwrap_or_default());
            }
            length += tree::length(document, &panel.blocks);
        }
        let [lead, body, end] = parts;
        data["lead"] = json!(lead);
        data["body"] = json!(body);
        data["end"] = json!(end);
        let span = written
            .first()
            .map_or(order.span, |(_, leaflet)| leaflet.span);
        panels.insert("body".to_owned(), (span, length));
    }
    data["notes"] = json!(grower.notes());
    // How long each part is, so that fitting knows where to begin.
    let extent = panels
        .iter()
        .map(|(name, (_, length))| (name.clone(), json!(length)));
    data["extent"] = Value::Object(extent.collect());
    let mut pictures = grower.pictures;
    pictures.extend(house.pictures());
    Sheet {
        data,
        pictures,
        panels,
        is_written: !written.is_empty(),
    }
}

/// Puts a station's name and code on a copy.
pub fn for_station(data: &mut Value, place: &Place) {
    let code = place
        .address
        .as_deref()
        .and_then(|it| tree::code(it, &format!("二维码：{}", place.name)));
    data["station"] = json!({"name": place.name, "qr": code});
}

/// The panels that `:::传单` blocks hold for `format`, in the order written.
fn explicit(document: &Document, format: Format) -> Vec<(&Panel, &Leaflet)> {
    let meant = |leaflet: &&Leaflet| {
        leaflet.formats.is_empty()
            || leaflet
                .formats
                .iter()
                .any(|it| Format::parse(it) == Some(format))
    };
    let leaflets = document.blocks.iter().filter_map(|block| match block {
        Block::Leaflet(leaflet) => Some(leaflet.as_ref()),
        _ => None,
    });
    leaflets
        .filter(meant)
        .flat_map(|leaflet| leaflet.panels.iter().map(move |panel| (panel, leaflet)))
        .collect()
}

/// Checks words of `:::传单` and `:::版面` that mean nothing, once for a document.
pub fn check_words(document: &Document, sink: &mut Sink) {
    let names: Vec<&str> = Face::ALL.iter().map(|it| it.name()).collect();
    for block in &document.blocks {
        let Block::Leaflet(leaflet) = block else {
            continue;
        };
        for word in leaflet
            .formats
            .iter()
            .filter(|it| Format::parse(it).is_none())
        {
            sink.leaflet_format(leaflet.span, word, &Format::keys());
        }
        for panel in leaflet
            .panels
            .iter()
            .filter(|it| !it.name.is_empty() && Face::parse(&it.name).is_none())
        {
            sink.leaflet_panel(panel.span, &panel.name, &names);
        }
        if leaflet.panels.iter().all(|panel| panel.blocks.is_empty()) {
            sink.leaflet_empty(leaflet.span);
        }
    }
}

fn faces<'a>(
    document: &'a Document,
    written: &[(&'a Panel, &'a Leaflet)],
    grower: &mut Grower<'a>,
    panels: &mut BTreeMap<String, (Span, usize)>,
    sink: &mut Sink,
) -> Value {
    let mut out = serde_json::Map::new();
    // Written in any order, read in one: cover, flap, inside, back.
    for face in Face::ALL.iter().copied() {
        let mut blocks: Vec<Value> = Vec::new();
        let mut title = json!([]);
        for (panel, _) in written
            .iter()
            .filter(|(it, _)| Face::parse(&it.name) == Some(face))
        {
            let mut rest: &[Block] = &panel.blocks;
            if let Some((Block::Heading(index), others)) = rest.split_first()
                && blocks.is_empty()
                && face != Face::Cover
            {
                title = document
                    .headings
                    .get(*index)
                    .map_or(title, |it| json!(grower.inlines(&it.inlines)));
                rest = others;
            }
            grower.start_below_title();
            blocks.extend(grower.blocks(rest));
            panels.insert(
                face.key().to_owned(),
                (panel.span, tree::length(document, &panel.blocks)),
            );
        }
        if face != Face::Cover
            && face != Face::Back
            && blocks.is_empty()
            && let Some((_, leaflet)) = written.first()
        {
            sink.leaflet_panel_missing(leaflet.span, face.name());
        }
        out.insert(face.key().to_owned(), json!({"title": title, "c": blocks}));
    }
    Value::Object(out)
}

/// Splits text into what stands in front, what flows, and what to do next.
pub fn flow<'a>(blocks: &'a [Block], grower: &mut Grower<'a>, data: &mut Value) {
    let is_heading = |block: &Block| matches!(block, Block::Heading(_));
    let is_plain = |block: &Block| {
        matches!(
            block,
            Block::Callout {
                kind: CalloutKind::Plain,
                ..
            }
        )
    };
    let closes = |block: &Block| {
        matches!(
            block,
            Block::Callout {
                kind: CalloutKind::Next,
                ..
            } | Block::Help { .. }
                | Block::Include(_)
                | Block::Leaflet(_)
        )
    };
    let first = blocks
        .iter()
        .position(|it| !matches!(it, Block::Leaflet(_)))
        .unwrap_or(blocks.len());
    let blocks = &blocks[first..];
    let before_heading = blocks.iter().position(is_heading).unwrap_or(0);
    let lead = match blocks.first() {
        Some(block) if is_plain(block) => 1,
        Some(Block::Paragraph(inlines))
            if before_heading == 1 && plain_text(inlines).chars().count() <= 60 =>
        {
            1
        }
        _ => 0,
    };
    let tail = blocks[lead..]
        .iter()
        .rev()
        .take_while(|it| closes(it))
        .count();
    // Without a call to action there is nothing to set apart.
    let tail = if blocks[blocks.len() - tail..]
        .iter()
        .any(|it| matches!(it, Block::Callout { .. }))
    {
        tail
    } else {
        0
    };
    let (lead, rest) = blocks.split_at(lead);
    let (body, end) = rest.split_at(rest.len() - tail);
    data["lead"] = json!(grower.blocks(lead));
    data["body"] = json!(grower.blocks(body));
    data["end"] = json!(grower.blocks(end));
}

/// What is the same for every leaflet of an article.
pub fn frame(article: &Article, order: &Order, ink: Ink, house: House) -> Value {
    let matter = &article.document.front_matter;
    let title = order.title.clone().unwrap_or_else(|| article.title.clone());
    let lines = title::lines(&title);
    let whole: String = if title.contains('|') {
        lines.concat()
    } else {
        title
    };
    let reviewed = matter.reviewed.map(day).unwrap_or_default();
    let date = matter.updated.or(matter.date).map(day).unwrap_or_default();
    let page = article
        .address
        .as_deref()
        .and_then(|it| tree::code(it, &format!("二维码：网页《{whole}》")));
    let mut data = base(order.format, order.family, ink, house);
    let slogan = order
        .slogan
        .clone()
        .unwrap_or_else(|| house.settings.slogan.clone());
    let more = json!({
        "title": whole, "title_lines": lines, "summary": article.summary, "series": article.series,
        "keywords": article.keywords, "slogan": slogan, "number": number(article, order, house), "date": date, "reviewed": reviewed,
        "help": help(article.document, house), "qr": {"page": page}, "address": article.address,
        "lead": [], "body": [], "end": [], "notes": [], "panels": null, "station": null,
        "pinyin": matter.pinyin == Some(PinyinMode::All),
    });
    merge(&mut data, more);
    data
}

/// What is the same for every leaflet of a site.
pub fn base(format: Format, family: Family, ink: Ink, house: House) -> Value {
    let organisation = &house.config.organisation;
    let logo = house
        .logo
        .map(|_| json!({"src": LOGO, "alt": format!("{}标志", organisation.name)}));
    let mini = organisation.mini_program.as_ref().map(|it| {
        let url = it.url.as_deref().filter(|_| house.mini_program.is_none());
        let code = url.and_then(|url| tree::code(url, &format!("二维码：{}", it.name)));
        let picture = house
            .mini_program
            .map(|_| json!({"src": MINI_PROGRAM, "alt": format!("{}的码", it.name)}));
        json!({"name": it.name, "qr": code, "picture": picture})
    });
    let name = if organisation.name.is_empty() {
        &house.config.title
    } else {
        &organisation.name
    };
    let fonts: serde_json::Map<String, Value> = Role::ALL
        .into_iter()
        .map(|role| (role.key().to_owned(), json!(house.fonts.stack(role))))
        .collect();
    json!({
        "format": format.key(), "format_name": format.name(), "template": format.template(), "family": family.key(), "ink": ink.key(), "press": ink == Ink::Cmyk,
        "lang": house.config.language, "fonts": fonts, "colors": house.settings.colors,
        "org": {"name": name, "short": organisation.short, "address": organisation.address, "hours": organisation.hours, "phone": organisation.phone, "note": organisation.note, "logo": logo, "mini": mini},
        "seal": house.settings.seal, "disclaimer": house.settings.disclaimer,
    })
}

/// Adds the entries of `more` to `data`.
pub fn merge(data: &mut Value, more: Value) {
    if let (Value::Object(data), Value::Object(more)) = (data, more) {
        data.extend(more);
    }
}

/// Returns the day as a reader expects it: 2026 年 11 月 5 日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Made from the article's name, so that it stays the same from print to print.
fn number(article: &Article, order: &Order, house: House) -> String {
    if house.settings.number.is_empty() {
        return String::new();
    }
    let hash = blake3::hash(format!("{} {}", article.name, order.format.key()).as_bytes());
    let bytes = hash.as_bytes();
    format!(
        "{}-{:04}",
        house.settings.number,
        u16::from_le_bytes([bytes[0], bytes[1]]) % 10_000
    )
}

/// The page's own help lines, else the site's.
pub fn help(document: &Document, house: House) -> Vec<Value> {
    let own = document.blocks.iter().find_map(|block| match block {
        Block::Help { lines, .. } if !lines.is_empty() => Some(&lines[..]),
        _ => None,
    });
    own.map_or_else(|| site_help(house), |wanted| help_lines(wanted, house))
}

/// The help lines of `[leaflet]`, else the site's first four.
pub fn site_help(house: House) -> Vec<Value> {
    help_lines(&house.settings.help, house)
}

fn help_lines(wanted: &[String], house: House) -> Vec<Value> {
    let lines = &house.config.help_lines;
    let chosen: Vec<&HelpLine> = wanted
        .iter()
        .filter_map(|number| lines.iter().find(|it| it.number == *number))
        .collect();
    let chosen: Vec<&HelpLine> = if chosen.is_empty() {
        lines.iter().collect()
    } else {
        chosen
    };
    let one = |line: &HelpLine| json!({"number": line.number, "name": line.name, "note": line.note, "hours": line.hours});
    chosen.into_iter().take(4).map(one).collect()
}
