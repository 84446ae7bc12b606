//! Citations and statute text inside a page.

use crate::{
    document::{Inline, ReferenceId},
    render::html::content::Writer,
};

/// Appends a citation.
pub fn cite(writer: &mut Writer<'_>, _reference: ReferenceId, inlines: &[Inline]) {
    writer.html("<span class=\"cite\">");
    writer.quiet(inlines);
    writer.html("</span>");
}

/// Appends the text of a statute that the page inserts.
pub fn statute(_writer: &mut Writer<'_>, _reference: ReferenceId) {}
