//! What the front matter of a page asks for → which leaflets to print, and how.

use crate::{
    diag::Sink,
    document::{LeafletRequest, Value},
    render::leaflet::ask::{
        format::{Family, Format, Ink, Named},
        product::Product,
        settings::{self, Settings},
    },
    source::{Span, Spanned},
};

/// A leaflet that a page asks for.
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

/// Checks what front matter asks for.
pub fn orders(requests: &[LeafletRequest], settings: &Settings, sink: &mut Sink) -> Vec<Order> {
    let mut out: Vec<Order> = Vec::new();
    for request in requests {
        let format = match Product::parse(&request.format) {
            Some(Product::Leaflet(format)) => format,
            Some(Product::Handbook | Product::Pack) => {
                sink.leaflet_handbook_of_page(request.span);
                continue;
            }
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
        let words = words(value, request.span);
        let first = words.first().map_or("", |it| it.value.as_str());
        match key.as_str() {
            "family" | "样式" => {
                order.family = settings::family(words.first(), order.family, sink);
            }
            "ink" | "inks" | "油墨" => order.inks = settings::inks(&words, sink),
            "title" | "标题" => order.title = Some(first.to_owned()),
            "slogan" | "口号" => order.slogan = Some(first.to_owned()),
            // The format itself stands among the options of a table.
            "format" | "格式" => {}
            _ => sink.leaflet_option(request.span, key, &["family", "ink", "title", "slogan"]),
        }
    }
    order
}

/// One word or a list of words.
fn words(value: &Value, span: Span) -> Vec<Spanned<String>> {
    let word = |it: &Value| match it {
        Value::String(it) => Some(Spanned { value: it.clone(), span }),
        Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Table(_) => None,
    };
    match value {
        Value::List(items) => items.iter().filter_map(word).collect(),
        other => word(other).into_iter().collect(),
    }
}
