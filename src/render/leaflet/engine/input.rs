//! What goes into the engine, and what comes out.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    document::Date,
    render::leaflet::{ask::format::Purpose, engine::report::Report},
};

/// Everything one leaflet is made from, apart from templates and fonts.
#[derive(Clone, Debug)]
pub struct Input {
    /// Template file: `trifold.typ`.
    pub template: String,
    /// The JSON tree.
    pub data: Value,
    /// Pictures by the name the tree uses.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
    /// Identifies the document in the PDF.
    pub ident: String,
    /// Day of the text, the PDF's date.
    pub date: Date,
    /// Office or press.
    pub purpose: Purpose,
    /// Width of the preview of page 1 in pixels; 0 for none.
    pub preview_px: u32,
}

/// PDF, preview and report.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Page 1 as PNG, empty when none was asked for.
    pub preview: Vec<u8>,
    /// What there is to say about it.
    pub report: Report,
}
