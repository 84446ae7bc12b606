//! Videos inside a page.

use crate::{document::Video, render::html::content::Writer};

/// Appends a video.
pub fn write(writer: &mut Writer<'_>, video: &Video) {
    writer.facts.has_video = true;
    writer.html("<div class=\"video\"><p>");
    writer.text(&video.title);
    writer.html("</p></div>");
}
