//! What a product hands to the typesetter.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    document::Date,
    render::leaflet::ask::format::Purpose,
    source::{Asset, Span},
};

/// One file to set: a leaflet, a handbook, a pack.
pub struct PrintJob<'a> {
    /// Template: `trifold.typ`.
    pub template: &'static str,
    /// The tree.
    pub data: Value,
    /// Pictures with the place that asks for them.
    pub pictures: BTreeMap<String, (&'a Asset, Span)>,
    /// Files made by the program itself, for templates that place other PDFs.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// Identifies the document in the PDF.
    pub ident: String,
    /// The text's day.
    pub date: Date,
    /// Office or press.
    pub purpose: Purpose,
    /// Width of the preview in pixels, 0 for none.
    pub preview_px: u32,
}
