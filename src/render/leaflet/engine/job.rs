//! What a product hands to the typesetter.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    document::Date,
    render::leaflet::{ask::format::Purpose, engine::report::Failure},
    source::{Asset, Span},
};

/// Parts of a line that stand out.
const MARKS: [&str; 6] = ["em", "b", "del", "a", "span", "law"];

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
    /// So many words may stand out from its text: bold ones, links, citations.
    pub most_marks: usize,
}

impl PrintJob<'_> {
    /// Tells a job that would keep the engine busy for minutes.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let (found, most) = (marks(&self.data), self.most_marks);
        if found > most { Err(Failure::Marks { found, most }) } else { Ok(()) }
    }
}

/// Counts the words that stand out.
fn marks(tree: &Value) -> usize {
    match tree {
        Value::Array(parts) => parts.iter().map(marks).sum(),
        Value::Object(parts) => {
            let kind = parts.get("t").and_then(Value::as_str);
            let is_mark = kind.is_some_and(|it| MARKS.contains(&it));
            usize::from(is_mark) + parts.values().map(marks).sum::<usize>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
