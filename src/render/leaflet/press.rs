//! A finished PDF → one for the print shop: its boxes, and inks for every colour.

use lopdf::{Document, Object};

use crate::render::leaflet::separate::separate;

/// Room around the trimmed page for bleed, in millimetres.
pub const BLEED_MM: f32 = 3.0;

/// Returns the file with its boxes and inks, and whether a colour of screens is left in it.
///
/// # Errors
/// When the file cannot be read or written, which would be a bug of the engine.
pub fn finish(pdf: &[u8]) -> Result<(Vec<u8>, bool), lopdf::Error> {
    let mut document = Document::load_mem(pdf)?;
    add_boxes(&mut document)?;
    let is_separate = separate(&mut document)?;
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok((out, !is_separate))
}

/// Adds a `BleedBox` three millimetres outside the `TrimBox` of every page.
fn add_boxes(document: &mut Document) -> Result<(), lopdf::Error> {
    let pages: Vec<_> = document.get_pages().into_values().collect();
    for id in pages {
        let page = document.get_dictionary_mut(id)?;
        let Ok(trim) = page.get(b"TrimBox").and_then(Object::as_array) else {
            continue;
        };
        let edges: Vec<f32> = trim.iter().filter_map(|it| it.as_float().ok()).collect();
        let [left, bottom, right, top] = edges[..] else {
            continue;
        };
        let bleed = BLEED_MM * 72.0 / 25.4;
        let outer = [left - bleed, bottom - bleed, right + bleed, top + bleed];
        page.set(
            "BleedBox",
            outer
                .iter()
                .map(|edge| Object::Real(*edge))
                .collect::<Vec<_>>(),
        );
    }
    Ok(())
}
