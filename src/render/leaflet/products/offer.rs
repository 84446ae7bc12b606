//! What is offered to download: files for the site, and what pages and lists of stations know of them.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    path::OutputPath,
    render::{
        artifact::Body,
        leaflet::{
            ask::{
                format::{Family, Ink},
                product::Product,
                settings::Handbook,
                wish::Wanted,
            },
            engine::typesetter::Printout,
            products::page::{PREVIEW_PX, PageLeaflet},
        },
    },
    site::PageId,
};

/// Where files are published, from the site's root.
const FOLDER: &str = "leaflets/";

/// Everything that comes out.
#[derive(Clone, Debug, Default)]
pub struct Leaflets {
    /// PDFs and previews.
    pub files: Vec<(OutputPath, Body)>,
    /// What is offered, in the order of the pages, then of the handbooks.
    pub offers: Vec<Offer>,
    /// Handbooks whose files are made when they are asked for, with the paths of these.
    pub later: Vec<(Handbook, BTreeSet<String>)>,
    /// For each station of the site what is laid out there, as positions in [`Leaflets::offers`].
    pub stations: Vec<Vec<usize>>,
}

/// What an offer was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A page.
    Page(PageId),
    /// The handbook of this name.
    Handbook(String),
}

/// One file to download.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What it was made of.
    pub subject: Subject,
    /// Its title.
    pub title: String,
    /// What kind of thing it is.
    pub product: Product,
    /// Its look.
    pub family: Family,
    /// What it is printed with.
    pub ink: Ink,
    /// What a reader should know beyond its kind: 黑白, 印刷厂用, 骑马订拼版; may be empty.
    pub note: String,
    /// The PDF, from the site's root.
    pub path: String,
    /// Picture of page 1, from the site's root; empty without one.
    pub preview: String,
    /// Size of the picture in pixels.
    pub preview_size: (u32, u32),
    /// How many pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: u64,
}

impl Offer {
    /// Offers the leaflet of a page.
    pub(crate) fn of_page(page: PageId, leaflet: &PageLeaflet, printout: &Printout) -> Self {
        let product = Product::Leaflet(leaflet.order.format);
        let stem = product.stem(&leaflet.article.name);
        let stem = format!("{FOLDER}{stem}{}", leaflet.ink.ending());
        Self {
            subject: Subject::Page(page),
            title: leaflet.article.title.clone(),
            product,
            family: leaflet.order.family,
            ink: leaflet.ink,
            note: leaflet.ink.note().to_owned(),
            path: format!("{stem}.pdf"),
            preview: preview_path(printout, &stem),
            preview_size: preview_size(printout),
            pages: printout.report.pages,
            bytes: printout.pdf.len,
        }
    }

    /// Offers a handbook; `kind` tells its files apart, and `note` says how.
    pub(crate) fn of_handbook(
        handbook: &Handbook,
        ink: Ink,
        (kind, note): (&str, &str),
        printout: &Printout,
    ) -> Self {
        let stem = Product::Handbook.stem(&handbook.name);
        let stem = format!("{FOLDER}{stem}{kind}{}", ink.ending());
        Self {
            subject: Subject::Handbook(handbook.name.clone()),
            title: handbook.title.replace('|', ""),
            product: Product::Handbook,
            family: handbook.family,
            ink,
            note: note.to_owned(),
            path: format!("{stem}.pdf"),
            preview: preview_path(printout, &stem),
            preview_size: preview_size(printout),
            pages: printout.report.pages,
            bytes: printout.pdf.len,
        }
    }

    /// Tells whether it is what somebody wants.
    pub fn is(&self, wanted: Wanted) -> bool {
        match (wanted, &self.subject) {
            (Wanted::Leaflet(page, format), Subject::Page(id)) => {
                let is_format = |it| self.product == Product::Leaflet(it);
                page == *id && format.is_none_or(is_format)
            }
            (Wanted::Handbook(book), Subject::Handbook(name)) => book.name == *name,
            (Wanted::Leaflet(..), Subject::Handbook(_))
            | (Wanted::Handbook(_), Subject::Page(_)) => false,
        }
    }
}

impl Leaflets {
    /// Adds a finished file.
    pub(crate) fn add(&mut self, offer: Offer, printout: &Printout) {
        let pdf = (offer.path.as_str(), &printout.pdf);
        let preview = printout.preview.as_ref();
        let preview = preview.map(|it| (offer.preview.as_str(), it));
        for (path, file) in [pdf].into_iter().chain(preview) {
            let path =
                OutputPath::new(path).expect("made of a page's address, a format and an ending");
            self.files.push((path, Body::Copy(Arc::clone(file))));
        }
        self.offers.push(offer);
    }
}

/// Empty without a picture.
fn preview_path(printout: &Printout, stem: &str) -> String {
    match printout.preview {
        Some(_) => format!("{stem}.png"),
        None => String::new(),
    }
}

fn preview_size(printout: &Printout) -> (u32, u32) {
    let report = &printout.report;
    let height = f64::from(PREVIEW_PX) * report.height_pt / report.width_pt.max(1.0);
    (PREVIEW_PX, height.round() as u32)
}
