//! Boxes of a PDF for the print shop.

use lopdf::{Document, Object};

/// Room around the trimmed page for bleed, in millimetres.
pub const BLEED_MM: f32 = 3.0;

/// Adds a `BleedBox` three millimetres outside the `TrimBox` of every page.
///
/// # Errors
/// When the file cannot be read or written, which would be a bug of the engine.
pub fn add_boxes(pdf: &[u8]) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pdf)?;
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
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok(out)
}
