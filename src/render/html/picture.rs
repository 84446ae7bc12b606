//! Pictures inside a page.

use crate::{
    document::ReferenceId,
    escape,
    render::{html::content::Writer, picture::Loading},
};

/// Appends a picture in the sizes that the page needs. One that cannot be shown leaves its words.
pub fn write(writer: &mut Writer<'_>, reference: ReferenceId, alt: &str) {
    let place = writer.place;
    let path = writer.target(reference).picture();
    match path.and_then(|path| place.shared.pictures.get(path)) {
        Some(files) => {
            let html = files.html(alt, Loading::Lazy, &|path| place.url(path));
            writer.html(&html);
        }
        None => writer.html(&format!("<span class=\"missing\">{}</span>", escape::text(alt))),
    }
}
