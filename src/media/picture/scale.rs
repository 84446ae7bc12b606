//! One picture → the files of its `srcset`.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{
    DynamicImage, ImageDecoder, ImageEncoder,
    codecs::{jpeg::JpegEncoder, png, webp::WebPEncoder},
    metadata::Orientation,
};

use crate::{
    cache::Cache,
    media::picture::{
        format::Format,
        info::{self, PictureError, PictureInfo},
        strip,
    },
};

/// Name of our entries in the cache; the number changes with the encoders or anything below.
const CACHE_KIND: &str = "picture-1";

/// Colour profiles above this size are a printer's; screens do not need them.
const MAX_PROFILE_BYTES: usize = 16 << 10;

/// How pictures are scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale<'a> {
    /// Widths in pixels, rising. A picture is never enlarged, and never wider than the last.
    pub widths: &'a [u32],
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Whether WebP is made too when it is smaller.
    pub webp: bool,
}

/// One file of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Format of the bytes.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Makes the files that a page shows instead of a picture: upright, without private data, in rising width.
///
/// There is always one in the picture's own format at its largest width, which serves as `src`. Smaller ones and WebP
/// are left out where they save nothing. `info` is what [`info::probe`] said about these `bytes`.
///
/// # Errors
/// When the picture is damaged after its header.
pub fn variants(
    bytes: &[u8],
    info: &PictureInfo,
    scale: Scale<'_>,
    cache: &Cache,
) -> Result<Vec<Variant>, PictureError> {
    if info.format == Format::Svg {
        return Err(PictureError::Format(None));
    }
    let mut failure = PictureError::Corrupt;
    let made =
        cache.get_or_make(CACHE_KIND, key(bytes, scale), || match make(bytes, info, scale) {
            Ok(variants) => Some(pack(&variants)),
            Err(error) => {
                failure = error;
                None
            }
        });
    made.and_then(|it| unpack(&it)).ok_or(failure)
}

fn key(bytes: &[u8], scale: Scale<'_>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytes).update(&[scale.quality, u8::from(scale.webp)]);
    for width in scale.widths {
        hasher.update(&width.to_le_bytes());
    }
    hasher.finalize()
}

fn make(bytes: &[u8], info: &PictureInfo, scale: Scale<'_>) -> Result<Vec<Variant>, PictureError> {
    let mut decoder = info::decoder(bytes, info.format)?;
    let profile = decoder
        .icc_profile()
        .ok()
        .flatten()
        .filter(|it| it.len() <= MAX_PROFILE_BYTES && is_rgb(it));
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Corrupt)?;
    image.apply_orientation(info.orientation);
    let image = eight_bits(image);

    let widest = scale.widths.last().copied().unwrap_or(info.width).max(1);
    let stripped = strip::metadata(bytes, info.format)
        .filter(|_| info.orientation == Orientation::NoTransforms);
    // A moving picture would stop when scaled.
    let original = stripped.filter(|_| info.width <= widest || info.animated);
    let encoder =
        Encoder { format: info.format, quality: scale.quality, profile: profile.as_deref() };
    let full = match original {
        Some(bytes) => {
            Variant { width: info.width, height: info.height, format: info.format, bytes }
        }
        None => encoder.encode(&resized(&image, widest.min(info.width))?)?,
    };
    if info.animated {
        return Ok(vec![full]);
    }
    let mut variants = Vec::new();
    let mut webp = scale.webp && info.format != Format::Webp;
    // A step of less than a fifth is not worth a file.
    for width in scale.widths.iter().copied().filter(|it| it + it / 5 <= full.width) {
        let small = resized(&image, width)?;
        let variant = encoder.encode(&small)?;
        webp = webp && push_webp(&small, &encoder, variant.bytes.len(), &mut variants)?;
        if variant.bytes.len() < full.bytes.len() {
            variants.push(variant);
        }
    }
    if webp {
        push_webp(&resized(&image, full.width)?, &encoder, full.bytes.len(), &mut variants)?;
    }
    variants.push(full);
    Ok(variants)
}

/// Adds the picture as WebP if that is smaller. If it is not, it will not be at larger widths either: it is a photo.
fn push_webp(
    image: &DynamicImage,
    encoder: &Encoder<'_>,
    limit: usize,
    out: &mut Vec<Variant>,
) -> Result<bool, PictureError> {
    let variant = Encoder { format: Format::Webp, ..*encoder }.encode(image)?;
    let smaller = variant.bytes.len() < limit;
    if smaller {
        out.push(variant);
    }
    Ok(smaller)
}

/// A profile of another colour space (CMYK, Lab) does not fit the RGB that decoders return.
fn is_rgb(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"RGB ")
}

/// Sixteen bits a colour and floats cost space that no screen shows.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_)
        | DynamicImage::ImageLumaA8(_)
        | DynamicImage::ImageRgb8(_)
        | DynamicImage::ImageRgba8(_) => image,
        other if other.color().has_alpha() => DynamicImage::ImageRgba8(other.into_rgba8()),
        other => DynamicImage::ImageRgb8(other.into_rgb8()),
    }
}

fn resized(image: &DynamicImage, width: u32) -> Result<DynamicImage, PictureError> {
    if width == image.width() {
        return Ok(image.clone());
    }
    let height = (u64::from(image.height()) * u64::from(width) + u64::from(image.width()) / 2)
        / u64::from(image.width());
    let height = u32::try_from(height).map_err(|_| PictureError::Corrupt)?.max(1);
    let mut small = DynamicImage::new(width, height, image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(image, &mut small, &options).map_err(|_| PictureError::Corrupt)?;
    Ok(small)
}

#[derive(Clone, Copy)]
struct Encoder<'a> {
    format: Format,
    quality: u8,
    profile: Option<&'a [u8]>,
}

impl Encoder<'_> {
    fn encode(&self, image: &DynamicImage) -> Result<Variant, PictureError> {
        let mut bytes = Vec::new();
        let out = &mut bytes;
        let written = match self.format {
            Format::Jpeg => {
                self.write(JpegEncoder::new_with_quality(out, self.quality), &opaque(image))
            }
            Format::Webp => self.write(WebPEncoder::new_lossless(out), &colour(image)),
            Format::Png | Format::Gif | Format::Svg => {
                let encoder = png::PngEncoder::new_with_quality(
                    out,
                    png::CompressionType::Best,
                    png::FilterType::Adaptive,
                );
                self.write(encoder, image)
            }
        };
        written.map_err(|_| PictureError::Corrupt)?;
        let format = if matches!(self.format, Format::Gif | Format::Svg) {
            Format::Png
        } else {
            self.format
        };
        Ok(Variant { width: image.width(), height: image.height(), format, bytes })
    }

    fn write(
        &self,
        mut encoder: impl ImageEncoder,
        image: &DynamicImage,
    ) -> image::ImageResult<()> {
        if let Some(profile) = self.profile {
            // A format that takes no profile shows the picture a little paler, no worse.
            let _ = encoder.set_icc_profile(profile.to_vec());
        }
        encoder.write_image(image.as_bytes(), image.width(), image.height(), image.color().into())
    }
}

fn opaque(image: &DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_) => image.clone(),
        other => DynamicImage::ImageRgb8(other.to_rgb8()),
    }
}

fn colour(image: &DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.to_rgb8())
    }
}

fn pack(variants: &[Variant]) -> Vec<u8> {
    let mut out = Vec::with_capacity(variants.iter().map(|it| it.bytes.len() + 13).sum());
    for variant in variants {
        let len = u32::try_from(variant.bytes.len())
            .expect("a picture of at most fifty million pixels is below 4 GB");
        out.push(variant.format as u8);
        out.extend([variant.width, variant.height, len].iter().flat_map(|it| it.to_le_bytes()));
        out.extend_from_slice(&variant.bytes);
    }
    out
}

fn unpack(mut bytes: &[u8]) -> Option<Vec<Variant>> {
    let mut variants = Vec::new();
    while let Some((format, rest)) = bytes.split_first() {
        let format = [Format::Jpeg, Format::Png, Format::Gif, Format::Webp]
            .into_iter()
            .find(|it| *it as u8 == *format)?;
        let (numbers, rest) = rest.split_at_checked(12)?;
        let number = |at: usize| numbers[at * 4..].first_chunk().map(|it| u32::from_le_bytes(*it));
        let (content, rest) = rest.split_at_checked(number(2)? as usize)?;
        variants.push(Variant {
            width: number(0)?,
            height: number(1)?,
            format,
            bytes: content.to_vec(),
        });
        bytes = rest;
    }
    (!variants.is_empty()).then_some(variants)
}
