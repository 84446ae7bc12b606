//! Whether a change of a page is one that the index of the site does not see.

use crate::{
    document::{Document, ReferenceKind},
    site::{index::opens_plainly, summary},
};

/// Tells whether the index of a site is the same with either of two states of one page, and what others find in it too.
///
/// Says no rather once too often: then all is made anew.
pub fn is_alike(old: &Document, new: &Document) -> bool {
    old.front_matter == new.front_matter
        && old.anchors == new.anchors
        && opens_plainly(old) == opens_plainly(new)
        && summary::of(old) == summary::of(new)
        // Rare characters are reported where they stand.
        && !(old.has_rare || new.has_rare)
        && [old, new].iter().all(|it| !has_video(it))
}

fn has_video(document: &Document) -> bool {
    let mut kinds = document.references.iter().map(|it| &it.kind);
    kinds.any(|it| *it == ReferenceKind::Video)
}
