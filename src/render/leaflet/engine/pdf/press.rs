//! A finished PDF → one for the print shop: its boxes, marks where to cut and fold, and inks for every colour.

use lopdf::{
    Document, Object, ObjectId,
    content::{Content, Operation},
};

use crate::render::leaflet::engine::{pdf::separate::separate, report::Fold};

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
/// Colour runs so far past the trimmed edge.
const BLEED: f32 = 3.0 * MM;
/// Room around the trimmed page for bleed and marks.
const SLUG: f32 = 10.0 * MM;
/// Marks begin a little outside the bleed and end before the paper does.
const MARK: (f32, f32) = (3.6 * MM, 8.5 * MM);

/// Left, bottom, right and top of a page.
type Edges = [f32; 4];

/// Returns the file with its boxes, marks and inks, and whether a colour of screens is left in it.
///
/// # Errors
/// When the file cannot be read or written, which would be a bug of the engine.
pub fn finish(pdf: &[u8], folds: &[Fold]) -> Result<(Vec<u8>, bool), lopdf::Error> {
    let mut document = Document::load_mem(pdf)?;
    let is_separate = separate(&mut document)?;
    for (number, id) in document.get_pages() {
        let Some(trim) = trim(&document, id) else {
            continue;
        };
        let wider = |by: f32| [trim[0] - by, trim[1] - by, trim[2] + by, trim[3] + by];
        let page = document.get_dictionary_mut(id)?;
        page.set("MediaBox", wider(SLUG).map(Object::Real).to_vec());
        page.set("BleedBox", wider(BLEED).map(Object::Real).to_vec());
        page.remove(b"CropBox");
        let here = folds.iter().filter(|it| it.page == number as usize);
        let here: Vec<f32> = here.map(|it| trim[0] + it.at_mm as f32 * MM).collect();
        document.add_page_contents(id, marks(trim, &here).encode()?)?;
    }
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok((out, !is_separate))
}

fn trim(document: &Document, page: ObjectId) -> Option<Edges> {
    let page = document.get_dictionary(page).ok()?;
    let edges = page.get(b"TrimBox").and_then(Object::as_array).ok()?;
    let edges: Vec<f32> = edges.iter().filter_map(|it| it.as_float().ok()).collect();
    edges.try_into().ok()
}

/// Lines at the corners and, dashed, at the folds; on all plates, and nothing that a voice reads.
fn marks([left, bottom, right, top]: Edges, folds: &[f32]) -> Content {
    let (near, far) = MARK;
    let real = |numbers: &[f32]| numbers.iter().copied().map(Object::Real).collect();
    let line = |x: f32, y: f32, to_x: f32, to_y: f32| {
        [
            Operation::new("m", real(&[x, y])),
            Operation::new("l", real(&[to_x, to_y])),
            Operation::new("S", Vec::new()),
        ]
    };
    let upright = |x: &f32| {
        let below = line(*x, bottom - near, *x, bottom - far);
        below.into_iter().chain(line(*x, top + near, *x, top + far))
    };
    let level = |y: &f32| {
        let before = line(left - near, *y, left - far, *y);
        before.into_iter().chain(line(right + near, *y, right + far, *y))
    };
    let mut operations = vec![
        Operation::new("BMC", vec![Object::from("Artifact")]),
        Operation::new("q", Vec::new()),
        Operation::new("K", real(&[1.0; 4])),
        Operation::new("w", real(&[0.35])),
    ];
    operations.extend([bottom, top].iter().flat_map(level));
    operations.extend([left, right].iter().flat_map(upright));
    let dashes = vec![Object::Array(real(&[2.0, 2.0])), Object::Real(0.0)];
    operations.push(Operation::new("d", dashes));
    operations.extend(folds.iter().flat_map(upright));
    operations.push(Operation::new("Q", Vec::new()));
    operations.push(Operation::new("EMC", Vec::new()));
    Content { operations }
}
