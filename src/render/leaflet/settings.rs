//! `[leaflet]` of `site.toml`, and what front matter asks for → what to print and how.

use std::collections::BTreeMap;

use crate::{
    config::Config,
    diag::Sink,
    document::{LeafletRequest, Value},
    render::leaflet::{
        font::Role,
        format::{Family, Format, Ink, Named},
    },
    source::Span,
};

/// `[leaflet]`, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Look of leaflets that do not ask for another.
    pub family: Family,
    /// Inks each leaflet is made in.
    pub inks: Vec<Ink>,
    /// Up to four characters for the seal; empty for none.
    pub seal: String,
    /// One line for foot and cover.
    pub slogan: String,
    /// Beginning of the print number: `QC-2026`.
    pub number: String,
    /// Small print on every leaflet.
    pub disclaimer: String,
    /// Help lines by number, in order; empty for the page's own or the first four of the site.
    pub help: Vec<String>,
    /// Colours that replace the theme's, by name.
    pub colors: BTreeMap<String, String>,
    /// Font families by role.
    pub fonts: BTreeMap<Role, String>,
    /// Booklets of many articles.
    pub handbooks: Vec<Handbook>,
}

/// A booklet of the articles of a column or with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handbook {
    /// Last part of its file name.
    pub name: String,
    /// On the cover.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// Folder of the articles.
    pub column: Option<String>,
    /// Tag of the articles.
    pub tag: Option<String>,
    /// Look.
    pub family: Family,
    /// Inks, each a file of its own.
    pub inks: Vec<Ink>,
}

/// One leaflet to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Format.
    pub format: Format,
    /// Look.
    pub family: Family,
    /// Inks, each a file of its own.
    pub inks: Vec<Ink>,
    /// Title instead of the page's; `|` breaks the line.
    pub title: Option<String>,
    /// Slogan instead of the site's.
    pub slogan: Option<String>,
    /// Where it is asked for.
    pub span: Span,
}

impl Order {
    /// A leaflet with nothing special about it.
    pub fn plain(format: Format, settings: &Settings, span: Span) -> Self {
        Self {
            format,
            family: settings.family,
            inks: settings.inks.clone(),
            title: None,
            slogan: None,
            span,
        }
    }
}

/// Colours that `[leaflet.colors]` may set.
pub const COLORS: [&str; 12] = [
    "flood", "on-flood", "on-soft", "deep", "accent", "law", "ink", "soft", "rule", "tint",
    "tint2", "warn",
];

/// Keys of `[leaflet]`.
const KEYS: [&str; 11] = [
    "family",
    "inks",
    "ink",
    "seal",
    "slogan",
    "number",
    "disclaimer",
    "help",
    "colors",
    "fonts",
    "handbook",
];

const DISCLAIMER: &str = "法条以国家法律法规数据库的现行文本为准。本资料供学法参考，具体案件以办案机关和律师的意见为准。";

/// Reads `[leaflet]`; what is wrong becomes a diagnostic and the default.
pub fn parse(config: &Config, sink: &mut Sink) -> Settings {
    let table = &config.leaflet;
    let span = Span::file(config.file);
    for key in table.keys() {
        if !KEYS.contains(&key.as_str()) {
            sink.leaflet_setting(span, key, &KEYS);
        }
    }
    let text = |key: &str| {
        table
            .get(key)
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let inks = inks(
        &[words(table.get("inks")), words(table.get("ink"))].concat(),
        span,
        sink,
    );
    let handbooks = handbooks(table, &inks, span, sink);
    let disclaimer = text("disclaimer");
    Settings {
        family: family(&text("family"), Family::Blue, span, sink),
        inks,
        seal: text("seal").chars().take(4).collect(),
        slogan: text("slogan"),
        number: text("number"),
        disclaimer: if disclaimer.is_empty() {
            DISCLAIMER.to_owned()
        } else {
            disclaimer
        },
        help: words(table.get("help"))
            .into_iter()
            .map(str::to_owned)
            .collect(),
        colors: colors(table, span, sink),
        fonts: fonts(table, span, sink),
        handbooks,
    }
}

fn family(word: &str, default: Family, span: Span, sink: &mut Sink) -> Family {
    if word.is_empty() {
        return default;
    }
    Family::parse(word).unwrap_or_else(|| {
        sink.leaflet_choice(span, "family", word, &Family::keys());
        default
    })
}

fn colors(table: &toml::Table, span: Span, sink: &mut Sink) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let Some(colors) = table.get("colors").and_then(toml::Value::as_table) else {
        return out;
    };
    for (name, value) in colors {
        let value = value.as_str().unwrap_or_default();
        let hex = value
            .strip_prefix('#')
            .is_some_and(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit()));
        if COLORS.contains(&name.as_str()) && hex {
            out.insert(name.clone(), value.to_owned());
        } else {
            sink.leaflet_color(span, name, value, &COLORS);
        }
    }
    out
}

fn fonts(table: &toml::Table, span: Span, sink: &mut Sink) -> BTreeMap<Role, String> {
    let mut out = BTreeMap::new();
    let Some(fonts) = table.get("fonts").and_then(toml::Value::as_table) else {
        return out;
    };
    for (name, value) in fonts {
        let role = Role::ALL.into_iter().find(|it| it.key() == name);
        match (role, value.as_str()) {
            (Some(role), Some(value)) => drop(out.insert(role, value.to_owned())),
            (Some(_) | None, _) => {
                sink.leaflet_choice(span, "fonts", name, &Role::ALL.map(Role::key));
            }
        }
    }
    out
}

fn handbooks(table: &toml::Table, usual: &[Ink], span: Span, sink: &mut Sink) -> Vec<Handbook> {
    let Some(books) = table.get("handbook").and_then(toml::Value::as_array) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for book in books.iter().filter_map(toml::Value::as_table) {
        let text = |key: &str| {
            book.get(key)
                .and_then(toml::Value::as_str)
                .map(str::to_owned)
        };
        let (name, column, tag) = (text("name"), text("column"), text("tag"));
        let good = |it: &String| {
            !it.is_empty()
                && it
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'-')
        };
        let Some(name) = name
            .filter(good)
            .filter(|_| column.is_some() != tag.is_some())
        else {
            sink.leaflet_handbook(span);
            continue;
        };
        let own = words(book.get("inks").or_else(|| book.get("ink")));
        out.push(Handbook {
            name,
            title: text("title").unwrap_or_else(|| "普法手册".to_owned()),
            subtitle: text("subtitle").unwrap_or_default(),
            column,
            tag,
            family: family(
                &text("family").unwrap_or_default(),
                Family::Blue,
                span,
                sink,
            ),
            inks: if own.is_empty() {
                usual.to_vec()
            } else {
                inks(&own, span, sink)
            },
        });
    }
    out
}

/// One word or a list of words.
fn words(value: Option<&toml::Value>) -> Vec<&str> {
    match value {
        Some(toml::Value::Array(items)) => items.iter().filter_map(toml::Value::as_str).collect(),
        Some(toml::Value::String(one)) => vec![one],
        Some(_) | None => Vec::new(),
    }
}

/// Checks what front matter asks for.
pub fn orders(requests: &[LeafletRequest], settings: &Settings, sink: &mut Sink) -> Vec<Order> {
    let mut out: Vec<Order> = Vec::new();
    for request in requests {
        let format = match Format::parse(&request.format) {
            Some(Format::Handbook) => {
                sink.leaflet_handbook_of_page(request.span);
                continue;
            }
            Some(format) => format,
            None => {
                sink.leaflet_format(request.span, &request.format, &Format::keys());
                continue;
            }
        };
        if !out.iter().any(|it| it.format == format) {
            out.push(order(format, request, settings, sink));
        }
    }
    out
}

fn order(format: Format, request: &LeafletRequest, settings: &Settings, sink: &mut Sink) -> Order {
    let mut order = Order::plain(format, settings, request.span);
    for (key, value) in &request.options {
        let words: Vec<&str> = match value {
            Value::String(word) => vec![word.as_str()],
            Value::List(items) => items
                .iter()
                .filter_map(|it| {
                    if let Value::String(it) = it {
                        Some(it.as_str())
                    } else {
                        None
                    }
                })
                .collect(),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Table(_) => Vec::new(),
        };
        let first = words.first().copied().unwrap_or_default();
        match key.as_str() {
            "family" | "样式" => order.family = family(first, order.family, request.span, sink),
            "ink" | "inks" | "油墨" => order.inks = inks(&words, request.span, sink),
            "title" | "标题" => order.title = Some(first.to_owned()),
            "slogan" | "口号" => order.slogan = Some(first.to_owned()),
            // The format itself stands among the options of a table.
            "format" | "格式" => {}
            _ => sink.leaflet_option(request.span, key, &["family", "ink", "title", "slogan"]),
        }
    }
    order
}

fn inks(words: &[&str], span: Span, sink: &mut Sink) -> Vec<Ink> {
    let mut out = Vec::new();
    for word in words {
        match Ink::parse(word) {
            Some(ink) => out.push(ink),
            None => sink.leaflet_choice(span, "ink", word, &Ink::keys()),
        }
    }
    if out.is_empty() {
        vec![Ink::Color]
    } else {
        out
    }
}
