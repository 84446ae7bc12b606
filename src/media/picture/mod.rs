//! Pictures: what a file holds, and the files a page shows instead of it.
//!
//! [`probe`] reads headers only, so that a picture too large to decode is refused before anything is allocated.

mod scale;
mod strip;

use std::io::Cursor;

use image::{ImageDecoder, ImageReader, Limits, metadata::Orientation};

use crate::media::svg;

pub use crate::media::picture::scale::{Scale, Variant, variants};

/// Most pixels we decode: fifty million, a little more than phones take. More is a mistake or an attack.
pub const MAX_PIXELS: u64 = 50_000_000;

/// Longest side we decode, in pixels.
pub const MAX_SIDE: u32 = 30_000;

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureInfo {
    /// Width as shown, in pixels.
    pub width: u32,
    /// Height as shown, in pixels.
    pub height: u32,
    /// What the bytes are, whatever the file is called.
    pub format: Format,
    /// Whether it moves, which readers cannot stop.
    pub animated: bool,
    orientation: Orientation,
}

/// The picture formats of the web that we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Photos.
    Jpeg,
    /// Drawings and screenshots.
    Png,
    /// Old, or moving.
    Gif,
    /// Smaller than the others.
    Webp,
    /// Drawings without a fixed size.
    Svg,
}

/// Why a file cannot be shown as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// Not a format of the web; what it is instead, when that is known: `HEIC`, `TIFF`.
    Format(Option<&'static str>),
    /// More pixels than we decode.
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Damaged or cut off.
    Corrupt,
    /// An SVG that says neither how wide nor how high it is.
    NoSize,
}

impl Format {
    /// Returns the ending of files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Svg => "svg",
        }
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// Tells whether files of this format may end in `extension` (lower case).
    pub fn is_called(self, extension: &str) -> bool {
        self.extension() == extension || (self == Self::Jpeg && ["jpeg", "jpe", "jfif"].contains(&extension))
    }

    fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    fn decoder(self) -> Option<image::ImageFormat> {
        match self {
            Self::Jpeg => Some(image::ImageFormat::Jpeg),
            Self::Png => Some(image::ImageFormat::Png),
            Self::Gif => Some(image::ImageFormat::Gif),
            Self::Webp => Some(image::ImageFormat::WebP),
            Self::Svg => None,
        }
    }
}

/// Tells whether files with this ending (lower case) are pictures of the web.
pub fn is_picture(extension: &str) -> bool {
    [Format::Jpeg, Format::Png, Format::Gif, Format::Webp, Format::Svg].iter().any(|it| it.is_called(extension))
}

/// Reads the header of a picture. `extension` is the file's ending in lower case; it only decides whether text is SVG.
///
/// # Errors
/// When the bytes are no picture of the web, damaged, or hold more pixels than we decode.
pub fn probe(bytes: &[u8], extension: &str) -> Result<PictureInfo, PictureError> {
    let Some(format) = Format::sniff(bytes) else {
        return if extension == "svg" { probe_svg(bytes) } else { Err(PictureError::Format(foreign(bytes))) };
    };
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = if swaps_sides(orientation) { (height, width) } else { (width, height) };
    Ok(PictureInfo { width, height, format, animated: strip::is_animated(bytes, format), orientation })
}

fn decoder(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, PictureError> {
    let name = format.decoder().ok_or(PictureError::Corrupt)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), name);
    let mut limits = Limits::no_limits();
    // Eight bytes a pixel is what a 16-bit PNG with alpha needs; the rest is the decoders' own room.
    limits.max_alloc = Some(MAX_PIXELS * 8 + (64 << 20));
    reader.limits(limits);
    reader.into_decoder().map_err(|_| PictureError::Corrupt)
}

fn check_size(width: u32, height: u32) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::Corrupt);
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS || width.max(height) > MAX_SIDE {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(())
}

fn swaps_sides(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn probe_svg(bytes: &[u8]) -> Result<PictureInfo, PictureError> {
    let text = std::str::from_utf8(bytes).map_err(|_| PictureError::Corrupt)?;
    let (width, height) = svg::size(text).map_err(|error| match error {
        svg::SvgError::NoSize => PictureError::NoSize,
        svg::SvgError::Syntax | svg::SvgError::NotSvg => PictureError::Corrupt,
    })?;
    Ok(PictureInfo { width, height, format: Format::Svg, animated: false, orientation: Orientation::NoTransforms })
}

/// Names what editors most often try instead.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12).filter(|it| it.starts_with(b"ftyp")).map(|it| &it[4..]);
    match bytes {
        _ if brand.is_some_and(|it| [b"heic", b"heix", b"mif1", b"msf1"].contains(&it.try_into().unwrap_or(b"    "))) => {
            Some("HEIC")
        }
        _ if brand.is_some_and(|it| it == b"avif" || it == b"avis") => Some("AVIF"),
        [b'B', b'M', ..] => Some("BMP"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some("TIFF"),
        [b'%', b'P', b'D', b'F', ..] => Some("PDF"),
        [b'8', b'B', b'P', b'S', ..] => Some("PSD"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] | [b'P', b'K', 3, 4, ..] => Some("Office"),
        _ => None,
    }
}
