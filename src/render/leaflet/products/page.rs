//! The leaflet of a page.

use std::collections::BTreeMap;

use jiff::civil;

use crate::{
    diag::Sink,
    render::leaflet::{
        ask::{
            format::{Ink, Named, Purpose},
            order::Order,
            product::Product,
        },
        engine::job::PrintJob,
        layout::{
            article::Article,
            context::SheetContext,
            sheet::{self, Sheet},
        },
    },
};

/// Width of the preview pictures, in pixels.
pub(crate) const PREVIEW_PX: u32 = 480;
/// Lays out everything but booklets and packs.
pub(crate) const MAIN_TEMPLATE: &str = "main.typ";
/// So many words may stand out on a leaflet; the largest, whole articles in large print, have some hundred.
const MOST_MARKS: usize = 5_000;
/// The day of a text that has none.
const NO_DAY: civil::Date = civil::date(2026, 1, 1);

/// A page's leaflet in one ink, ready to be set.
pub struct PageLeaflet<'a> {
    /// The page's text and facts.
    pub article: &'a Article<'a>,
    /// How it was asked for.
    pub order: &'a Order,
    /// What it is printed with.
    pub ink: Ink,
    /// What stands on it.
    pub sheet: Sheet<'a>,
}

impl<'a> PageLeaflet<'a> {
    /// Lays out an article as it is asked for.
    pub fn new(
        article: &'a Article<'a>,
        order: &'a Order,
        ink: Ink,
        context: SheetContext<'a>,
        sink: &mut Sink,
    ) -> Self {
        Self { article, order, ink, sheet: sheet::sheet(article, order, ink, context, sink) }
    }

    /// Returns the job that prints it.
    pub fn job(&self) -> PrintJob<'a> {
        let matter = &self.article.document.front_matter;
        let stem = Product::Leaflet(self.order.format).stem(&self.article.name);
        PrintJob {
            template: MAIN_TEMPLATE,
            data: self.sheet.data.clone(),
            pictures: self.sheet.pictures.clone(),
            files: BTreeMap::new(),
            ident: format!("{stem}-{}", self.ink.key()),
            date: matter.updated.or(matter.date).unwrap_or(NO_DAY),
            purpose: self.ink.purpose(),
            preview_px: preview_px(self.ink),
            most_marks: MOST_MARKS,
        }
    }
}

/// Returns the width of the picture of page 1; files for the print shop have none.
pub(crate) fn preview_px(ink: Ink) -> u32 {
    match ink.purpose() {
        Purpose::Office => PREVIEW_PX,
        Purpose::Press | Purpose::Imposed => 0,
    }
}
