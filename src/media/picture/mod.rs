//! Pictures: what a file holds, and the files a page shows instead of it.
//!
//! [`probe`] reads headers only, so that a picture too large to decode is refused before anything is allocated.

mod format;
mod info;
mod scale;
mod strip;

pub use crate::media::picture::{
    format::Format,
    info::{MAX_PIXELS, MAX_SIDE, PictureError, PictureInfo, is_picture, probe},
    scale::{Scale, Variant, variants},
};
