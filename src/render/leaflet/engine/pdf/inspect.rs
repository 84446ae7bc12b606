//! What a laid-out document says about itself: its size, how full its panels are, its smallest and its palest text.

use serde_json::Value;
use typst::{
    foundations::{Content, Label, Selector},
    introspection::{Introspector, MetadataElem},
    layout::{Frame, FrameItem},
    utils::PicoStr,
};
use typst_layout::PagedDocument;

use crate::render::leaflet::engine::report::{Fold, PanelFit, Report, Weak};

/// Smaller text nobody reads.
const LEAST_PT: f64 = 6.0;
/// Fitting leaves sizes like 5.999.
const SLACK_PT: f64 = 0.01;

/// Gathers what there is to say.
pub fn report(document: &PagedDocument) -> Report {
    let size = document.pages().first().map(|page| page.frame.size()).unwrap_or_default();
    let mut report = Report {
        pages: document.pages().len(),
        width_pt: size.x.to_pt(),
        height_pt: size.y.to_pt(),
        ..Report::default()
    };
    for (_, value) in said(document, "fit") {
        read_fit(&value, &mut report);
    }
    for (page, value) in said(document, "folds") {
        let folds = value.as_array().into_iter().flatten();
        let folds = folds.filter_map(Value::as_f64);
        report.folds.extend(folds.map(|at_mm| Fold { page, at_mm }));
    }
    for page in document.pages() {
        smallest(&page.frame, 1.0, &mut report.small);
    }
    report
}

/// What templates say under a label, with the number of the page.
fn said(document: &PagedDocument, label: &str) -> Vec<(usize, Value)> {
    let Some(label) = Label::new(PicoStr::intern(label)) else {
        return Vec::new();
    };
    let introspector = document.introspector();
    let found = introspector.query(&Selector::Label(label));
    let read = |content: &Content| {
        let page = introspector.page(content.location()?)?.get();
        let metadata = content.to_packed::<MetadataElem>()?;
        Some((page, serde_json::to_value(&metadata.value).ok()?))
    };
    found.iter().filter_map(read).collect()
}

fn read_fit(value: &Value, report: &mut Report) {
    let picture_mm = value["picture"].as_f64().unwrap_or_default();
    report.picture_mm = report.picture_mm.max(picture_mm);
    report.size_pt = value["size"].as_f64().unwrap_or(report.size_pt);
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for panel in value["panels"].as_array().into_iter().flatten() {
        report.panels.push(PanelFit {
            panel: word(&panel["panel"]),
            least: panel["least"].as_f64().unwrap_or_default(),
            free: panel["free"].as_f64().unwrap_or_default(),
        });
    }
    for pair in value["weak"].as_array().into_iter().flatten() {
        report.weak.push(Weak {
            front: word(&pair["front"]),
            ground: word(&pair["ground"]),
            ratio: pair["ratio"].as_f64().unwrap_or_default(),
        });
    }
}

/// Finds the smallest text that is too small.
fn smallest(frame: &Frame, scale: f64, found: &mut Option<(String, f64)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let matrix = group.transform;
                let area = matrix.sx.get() * matrix.sy.get() - matrix.kx.get() * matrix.ky.get();
                smallest(&group.frame, scale * area.abs().sqrt(), found);
            }
            FrameItem::Text(text) if text.text.contains(char::is_alphanumeric) => {
                let size = text.size.to_pt() * scale;
                let least = found.as_ref().map_or(LEAST_PT - SLACK_PT, |(_, it)| *it);
                if size < least {
                    *found = Some((text.text.to_string(), size));
                }
            }
            FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}
