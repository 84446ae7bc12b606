//! What the header of a picture tells.

use std::io::Cursor;

use image::{ImageDecoder, ImageReader, Limits, metadata::Orientation};

use crate::media::{
    picture::{format::Format, strip},
    svg,
};

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
    /// How the camera was held.
    pub orientation: Orientation,
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

/// Tells whether files with this ending (lower case) are pictures of the web.
pub fn is_picture(extension: &str) -> bool {
    [Format::Jpeg, Format::Png, Format::Gif, Format::Webp, Format::Svg]
        .iter()
        .any(|it| it.is_called(extension))
}

/// Reads the header of a picture. `extension` is the file's ending in lower case; it only decides whether text is SVG.
///
/// # Errors
/// When the bytes are no picture of the web, damaged, or hold more pixels than we decode.
pub fn probe(bytes: &[u8], extension: &str) -> Result<PictureInfo, PictureError> {
    let Some(format) = Format::sniff(bytes) else {
        return if extension == "svg" {
            probe_svg(bytes)
        } else {
            Err(PictureError::Format(foreign(bytes)))
        };
    };
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = if swaps_sides(orientation) { (height, width) } else { (width, height) };
    Ok(PictureInfo {
        width,
        height,
        format,
        animated: strip::is_animated(bytes, format),
        orientation,
    })
}

/// Opens a picture; one of too many pixels is refused.
///
/// # Errors
/// When the bytes are damaged, or no picture that is decoded.
pub fn decoder(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, PictureError> {
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
    Ok(PictureInfo {
        width,
        height,
        format: Format::Svg,
        animated: false,
        orientation: Orientation::NoTransforms,
    })
}

/// Names what editors most often try instead.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12).filter(|it| it.starts_with(b"ftyp")).map(|it| &it[4..]);
    match bytes {
        _ if brand.is_some_and(|it| {
            [b"heic", b"heix", b"mif1", b"msf1"].contains(&it.try_into().unwrap_or(b"    "))
        }) =>
        {
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

#[cfg(test)]
mod tests {
    use image::{
        DynamicImage, ImageEncoder, RgbImage, RgbaImage, codecs::jpeg::JpegEncoder,
        codecs::png::PngEncoder,
    };

    use super::{Format, PictureError, probe};
    use crate::{
        cache::Cache,
        media::picture::scale::{Scale, variants},
    };

    const SCALE: Scale<'_> = Scale { widths: &[100, 200, 400], quality: 80, webp: true };

    /// Something between a photo and a drawing: soft colours, a little noise.
    fn photo(width: u32, height: u32) -> DynamicImage {
        let noise = |x: u32, y: u32| {
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(97) >> 28
        };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
            let channel = |at: u32| {
                u8::try_from((x * 255 / width + y * at / height + noise(x, y) * 3) % 256).unwrap()
            };
            image::Rgb([channel(1), channel(100), channel(200)])
        }))
    }

    fn drawing(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |x, y| {
            if (x / 40 + y / 40) % 2 == 0 {
                image::Rgba([156, 28, 47, 255])
            } else {
                image::Rgba([0, 0, 0, 0])
            }
        }))
    }

    /// The smallest Exif block with an orientation and a place.
    fn exif(orientation: u8) -> Vec<u8> {
        let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        block.extend([orientation, 0, 0, 0, 0, 0, 0]);
        block.extend(b"GPS 31.2304N 121.4737E");
        block
    }

    fn jpeg(image: &DynamicImage, orientation: u8) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        encoder.encode_image(image).unwrap();
        out
    }

    fn png(image: &DynamicImage) -> Vec<u8> {
        let mut out = Vec::new();
        PngEncoder::new(&mut out)
            .write_image(image.as_bytes(), image.width(), image.height(), image.color().into())
            .unwrap();
        out
    }

    fn made(bytes: &[u8]) -> Vec<(u32, u32, Format)> {
        let info = probe(bytes, "jpg").unwrap();
        let variants = variants(bytes, &info, SCALE, &Cache::none()).unwrap();
        for variant in &variants {
            let again = probe(&variant.bytes, "").unwrap();
            assert_eq!(
                (again.width, again.height, again.format),
                (variant.width, variant.height, variant.format)
            );
            assert!(!variant.bytes.windows(3).any(|it| it == b"GPS"));
        }
        variants.iter().map(|it| (it.width, it.height, it.format)).collect()
    }

    #[test]
    fn a_photo_is_scaled_upright_and_without_its_place() {
        let bytes = jpeg(&photo(640, 320), 1);
        assert!(bytes.windows(3).any(|it| it == b"GPS"));
        assert_eq!(
            made(&bytes),
            [(100, 50, Format::Jpeg), (200, 100, Format::Jpeg), (400, 200, Format::Jpeg)]
        );
        let turned = jpeg(&photo(640, 320), 6);
        assert_eq!(probe(&turned, "jpg").map(|it| (it.width, it.height)), Ok((320, 640)));
        assert_eq!(
            made(&turned),
            [(100, 200, Format::Jpeg), (200, 400, Format::Jpeg), (320, 640, Format::Jpeg)]
        );
    }

    #[test]
    fn a_photo_that_fits_keeps_its_pixels() {
        let bytes = jpeg(&photo(300, 100), 1);
        let info = probe(&bytes, "jpg").unwrap();
        let full = variants(&bytes, &info, SCALE, &Cache::none()).unwrap().pop().unwrap();
        let decode = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_bytes();
        assert_eq!(decode(&full.bytes), decode(&bytes));
        assert!(full.bytes.len() < bytes.len());
    }

    #[test]
    fn a_drawing_becomes_webp_where_that_is_smaller() {
        let soft = made(&png(&photo(800, 400)));
        assert!(soft.contains(&(200, 100, Format::Webp)), "{soft:?}");
        assert_eq!(soft.last(), Some(&(400, 200, Format::Png)));
        // Flat areas are what PNG is best at.
        assert!(made(&png(&drawing(800, 400))).iter().all(|it| it.2 == Format::Png));
    }

    #[test]
    fn scaling_is_cached_and_always_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let bytes = png(&drawing(500, 500));
        let info = probe(&bytes, "png").unwrap();
        let without = variants(&bytes, &info, SCALE, &Cache::none());
        assert_eq!(variants(&bytes, &info, SCALE, &cache), without);
        assert_eq!(variants(&bytes, &info, SCALE, &cache), without);
    }

    #[test]
    fn a_picture_too_large_is_refused_from_its_header() {
        let mut bytes = png(&drawing(8, 8));
        bytes[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let crc = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(
            probe(&bytes, "png"),
            Err(PictureError::TooLarge { width: 30_000, height: 30_000 })
        );
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let step = |crc: u32, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        };
        !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
    }

    #[test]
    fn what_is_no_picture_is_named() {
        assert_eq!(
            probe(b"\0\0\0\x18ftypheic\0\0\0\0", "jpg"),
            Err(PictureError::Format(Some("HEIC")))
        );
        assert_eq!(probe(b"%PDF-1.7", "png"), Err(PictureError::Format(Some("PDF"))));
        assert_eq!(probe(b"", "png"), Err(PictureError::Format(None)));
        assert_eq!(probe(b"<svg/>", "svg"), Err(PictureError::NoSize));
        assert_eq!(
            probe(b"<svg viewBox='0 0 30 20'/>", "svg").map(|it| (it.width, it.height)),
            Ok((30, 20))
        );
    }

    #[test]
    fn any_bytes_are_survived() {
        let image = drawing(60, 40);
        let encode = |format| {
            let mut out = std::io::Cursor::new(Vec::new());
            image.write_to(&mut out, format).unwrap();
            out.into_inner()
        };
        let files = [
            png(&image),
            jpeg(&photo(60, 40), 3),
            encode(image::ImageFormat::WebP),
            encode(image::ImageFormat::Gif),
        ];
        for whole in files {
            for at in (0..whole.len()).step_by(7) {
                let mut damaged = whole.clone();
                damaged[at] ^= 0xff;
                for bytes in [&whole[..at], &damaged] {
                    if let Ok(info) = probe(bytes, "png") {
                        let _ = variants(
                            bytes,
                            &info,
                            Scale { widths: &[20], quality: 50, webp: true },
                            &Cache::none(),
                        );
                    }
                }
            }
        }
    }
}
