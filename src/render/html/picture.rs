//! Pictures inside a page.

use crate::{
    escape,
    document::ReferenceId,
    render::html::{content::Writer},
    resolve::Target,
};

/// Appends a picture with its size, so that nothing jumps while it loads.
pub fn write(writer: &mut Writer<'_>, reference: ReferenceId, alt: &str) {
    let Target::Picture(path) = writer.target(reference) else {
        let alt = escape::text(alt);
        return writer.html(&format!("<span class=\"missing\">{alt}</span>"));
    };
    let Some(info) = writer.place.shared.targets.pictures.get(path) else { return };
    let url = writer.address(writer.target(reference));
    let (url, alt) = (escape::text(&url), escape::text(alt));
    let (width, height) = (info.width, info.height);
    writer.html(&format!(
        "<img src=\"{url}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
    ));
}
