//! `[leaflet]`. Words stand as written; which families, inks, colours and fonts there are, the leaflets know.

use crate::{
    config::Colour,
    diag::Sink,
    settings::Keys,
    source::{Span, Spanned},
};

/// `[leaflet]`. Texts may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaflet {
    /// Look of leaflets that do not ask for another.
    pub family: Option<Spanned<String>>,
    /// Inks each leaflet is made in.
    pub inks: Vec<Spanned<String>>,
    /// Characters of the seal.
    pub seal: Option<Spanned<String>>,
    /// One line for foot and cover.
    pub slogan: String,
    /// Beginning of the print number: `QC-2026`.
    pub number: String,
    /// Small print on every leaflet.
    pub disclaimer: String,
    /// Help lines by number, in order.
    pub help: Vec<Spanned<String>>,
    /// Colours that replace the theme's.
    pub colors: Vec<Colour>,
    /// Families of fonts by role, both as written.
    pub fonts: Vec<(Spanned<String>, Spanned<String>)>,
    /// Booklets of many articles.
    pub handbooks: Vec<Handbook>,
}

/// `[[leaflet.handbook]]`: a booklet of the articles of a column or with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handbook {
    /// Where its table begins.
    pub span: Span,
    /// Last part of its file name.
    pub name: Option<Spanned<String>>,
    /// On the cover.
    pub title: Option<String>,
    /// Below the title.
    pub subtitle: String,
    /// Folder of the articles.
    pub column: Option<Spanned<String>>,
    /// Tag of the articles.
    pub tag: Option<Spanned<String>>,
    /// Look.
    pub family: Option<Spanned<String>>,
    /// Inks, each a file of its own.
    pub inks: Vec<Spanned<String>>,
}

impl Leaflet {
    /// Reads `[leaflet]`.
    pub fn read(keys: &mut Keys<'_>, sink: &mut Sink) -> Self {
        let mut leaflet = keys.table("leaflet", sink);
        let books = leaflet.tables("handbook", sink).into_iter();
        let read = Self {
            family: leaflet.text("family", sink),
            inks: inks(&mut leaflet, sink),
            seal: leaflet.text("seal", sink),
            slogan: leaflet.words("slogan", sink),
            number: leaflet.words("number", sink),
            disclaimer: leaflet.words("disclaimer", sink),
            help: leaflet.texts("help", sink),
            colors: Colour::read_all(&leaflet.table("colors", sink), sink),
            fonts: fonts(&leaflet.table("fonts", sink), sink),
            handbooks: books.map(|it| Handbook::read(it, sink)).collect(),
        };
        leaflet.finish(sink);
        read
    }
}

impl Handbook {
    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Self {
        let read = Self {
            span: keys.span,
            name: keys.text("name", sink),
            title: keys.text("title", sink).map(|it| it.value),
            subtitle: keys.words("subtitle", sink),
            column: keys.text("column", sink),
            tag: keys.text("tag", sink),
            family: keys.text("family", sink),
            inks: inks(&mut keys, sink),
        };
        keys.finish(sink);
        read
    }
}

/// One word or several, under either name.
fn inks(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Spanned<String>> {
    let mut inks = keys.texts("inks", sink);
    inks.extend(keys.texts("ink", sink));
    inks
}

fn fonts(keys: &Keys<'_>, sink: &mut Sink) -> Vec<(Spanned<String>, Spanned<String>)> {
    let entries = keys.entries();
    let read = entries.iter().filter_map(|it| Some((it.name(), it.text(sink)?)));
    read.collect()
}
