//! Pictures for paper: checked, scaled down to what a printer can show, gray where the ink is.

use std::{fmt::Write, io::Cursor, sync::Arc};

use image::{DynamicImage, ImageFormat, imageops::FilterType};

use crate::{media::svg, source::Asset};

/// Longest edge kept, in pixels: 300 dpi over 20 cm.
const MAX_EDGE: u32 = 2400;
/// A picture that decodes to more pixels than this is refused.
const MAX_PIXELS: u64 = 80_000_000;

/// A picture as the engine takes it.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    /// SVG, PNG or JPEG.
    pub bytes: Arc<[u8]>,
    /// Height in pixels as the editor gave it; `None` for a drawing, which is sharp at any size.
    pub height_px: Option<u32>,
}

/// Which colours of a picture are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tones {
    /// All of them.
    Color,
    /// Lightness alone.
    Gray,
}

/// Reads a picture; `None` when it is damaged, too large or of a kind that cannot be printed.
pub fn prepare(asset: &Asset, tones: Tones) -> Option<Ready> {
    let gray = tones == Tones::Gray;
    let bytes = asset.bytes().ok()?;
    if asset.extension() == "svg" {
        let clean = svg::sanitise(std::str::from_utf8(&bytes).ok()?).ok()?.text;
        let clean = if gray { gray_svg(&clean) } else { clean };
        return Some(Ready { bytes: clean.into_bytes().into(), height_px: None });
    }
    let reader = image::ImageReader::new(Cursor::new(&bytes[..])).with_guessed_format().ok()?;
    let format = reader.format()?;
    let (width, height) = reader.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS || width == 0 || height == 0 {
        return None;
    }
    let mut picture = image::load_from_memory_with_format(&bytes, format).ok()?;
    let small = width.max(height) <= MAX_EDGE;
    // An untouched JPEG keeps its quality; everything else is written anew, which also drops its metadata.
    if small && !gray && format == ImageFormat::Jpeg && !has_exif(&bytes) {
        return Some(Ready { bytes: bytes.into(), height_px: Some(height) });
    }
    if !small {
        picture = picture.resize(MAX_EDGE, MAX_EDGE, FilterType::Lanczos3);
    }
    if gray {
        let alpha = picture.color().has_alpha();
        let luma = || DynamicImage::ImageLuma8(picture.to_luma8());
        picture = if alpha { DynamicImage::ImageLumaA8(picture.to_luma_alpha8()) } else { luma() };
    }
    Some(Ready { bytes: encode(&picture, format)?.into(), height_px: Some(height) })
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Option<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    if format == ImageFormat::Jpeg {
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 88);
        picture.write_with_encoder(encoder).ok()?;
        return Some(out.into_inner());
    }
    picture.write_to(&mut out, ImageFormat::Png).ok()?;
    Some(out.into_inner())
}

fn has_exif(bytes: &[u8]) -> bool {
    bytes.windows(4).take(4096).any(|it| it == b"Exif")
}

/// Replaces every `#rgb` and `#rrggbb` by the gray of the same lightness.
fn gray_svg(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..=at]);
        let is_name = out.ends_with("url(#") || out.ends_with("href=\"#");
        rest = &rest[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let wide = match if is_name { 0 } else { digits } {
            3 => rest[..3].chars().flat_map(|it| [it, it]).collect::<String>(),
            6 => rest[..6].to_owned(),
            _ => continue,
        };
        let part = |range: std::ops::Range<usize>| {
            u32::from_str_radix(&wide[range], 16).unwrap_or_default()
        };
        let luma = (part(0..2) * 2126 + part(2..4) * 7152 + part(4..6) * 722) / 10_000;
        let _ = write!(out, "{luma:02x}{luma:02x}{luma:02x}");
        rest = &rest[digits..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Asset, Tones, gray_svg, prepare};

    #[test]
    fn colours_of_a_drawing_turn_gray() {
        assert_eq!(
            gray_svg(r##"<p fill="#f00" stroke="#173b63" href="#a1"/>"##),
            r##"<p fill="#363636" stroke="#363636" href="#a1"/>"##
        );
    }

    #[test]
    fn a_damaged_picture_is_refused() {
        for (path, bytes) in
            [("a.png", &b"\x89PNG\r\n\x1a\nrubbish"[..]), ("a.svg", b"\xff\xfe"), ("a.jpg", b"")]
        {
            assert!(prepare(&Asset::new(path, bytes), Tones::Gray).is_none(), "{path}");
        }
    }
}
