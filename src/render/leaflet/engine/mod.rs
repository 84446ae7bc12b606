//! From the data of a leaflet → its PDF, set by Typst, and what there is to say about it.
//!
//! Knows of no page and no order. The only folder that names Typst; only [`pdf`] stands behind the feature `leaflet`.

pub mod font;
mod font_files;

pub mod job;

mod prepare;

mod picture;

pub mod input;

pub mod report;

pub mod typesetter;

#[cfg(feature = "leaflet")]
pub mod pdf;

#[cfg(not(feature = "leaflet"))]
#[path = "absent.rs"]
pub mod pdf;
