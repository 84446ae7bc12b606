//! Pictures of one colour, and what only looks like a picture.

use image::{ExtendedColorType, Frame, ImageEncoder as _, RgbaImage, codecs::png::PngEncoder};

/// Makes a picture. Wishes: a size (`1200x800`), `cut` for a missing half, `claims` for a head that promises more than
/// any memory holds.
pub fn png(wishes: &[&str]) -> Vec<u8> {
    let (width, height) = super::size(wishes).unwrap_or((8, 8));
    let is_huge = wishes.contains(&"claims");
    let (real_width, real_height) = if is_huge { (8, 8) } else { (width, height) };
    let pixels = vec![0x9c; (real_width * real_height) as usize];
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&pixels, real_width, real_height, ExtendedColorType::L8)
        .expect("memory takes everything");
    if is_huge {
        // The head is the first chunk, its sum over name and content stands behind it.
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
    }
    if wishes.contains(&"cut") {
        png.truncate(png.len() / 2);
    }
    png
}

/// Makes a GIF of two frames.
pub fn moving() -> Vec<u8> {
    let mut gif = Vec::new();
    let frames = [0, 255].map(|it| Frame::new(RgbaImage::from_pixel(8, 8, [it, 0, 0, 255].into())));
    image::codecs::gif::GifEncoder::new(&mut gif)
        .encode_frames(frames)
        .expect("memory takes everything");
    gif
}

/// Makes bytes that are nothing at all, the same each time.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (0_u32.wrapping_sub(sum & 1)))
        })
    })
}
