//! Removes what a picture says about its maker (place, time, device, thumbnails) without decoding it.
//!
//! Everything that changes how the picture looks stays: colour profiles, transparency, gamma. A file that does not
//! follow its format is given back as `None`, to be decoded and written anew.

use crate::media::picture::format::Format;

/// Returns the picture without private data, or `None` when its structure cannot be followed.
pub(super) fn metadata(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::Webp => webp(bytes),
        Format::Gif => gif(bytes).map(|it| it.kept),
        Format::Svg => None,
    }
}

/// Tells whether the picture holds more than one frame.
pub(super) fn is_animated(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Gif => gif(bytes).is_some_and(|it| it.frames > 1),
        Format::Png => chunks(bytes).any(|(name, _)| name == b"acTL"),
        Format::Webp => {
            bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0)
        }
        Format::Jpeg | Format::Svg => false,
    }
}

/// Keeps JFIF, colour profile and Adobe's colour mark; drops the other application segments and comments.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2)? {
            [0xff, 0xff] => {
                at += 1;
                continue;
            }
            [0xff, marker] => *marker,
            _ => return None,
        };
        // From the first scan on there are only coded pixels, up to the end mark; what follows that is not shown.
        if marker == 0xda {
            let end = bytes.windows(2).rposition(|it| it == [0xff, 0xd9])?;
            out.extend_from_slice(bytes.get(at..end + 2)?);
            return first_picture_only(&out).then_some(out);
        }
        let len = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at..at + 2 + len).filter(|_| len >= 2)?;
        let keep = match marker {
            0xe0 => segment.get(4..9) == Some(b"JFIF\0"),
            0xe2 => segment.get(4..15) == Some(b"ICC_PROFILE"),
            0xee => segment.get(4..9) == Some(b"Adobe"),
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
            _ => true,
        };
        if keep {
            out.extend_from_slice(segment);
        }
        at += 2 + len;
    }
}

/// Phones append further pictures (depth, “motion photo”) with their own metadata; such files are written anew.
fn first_picture_only(bytes: &[u8]) -> bool {
    !bytes[2..].windows(3).any(|it| it == [0xff, 0xd8, 0xff])
}

/// Chunks that say something about the maker or the time, or are only there for other programs.
const PRIVATE_CHUNKS: [&[u8; 4]; 5] = [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    for (name, chunk) in chunks(bytes) {
        // Lower case in the first letter: no decoder needs it. Those that matter for the look are named here.
        let matters = [
            b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"pHYs", b"acTL", b"fcTL",
            b"fdAT", b"bKGD", b"sBIT",
        ];
        let needed = name[0].is_ascii_uppercase() || matters.contains(&name);
        if needed && !PRIVATE_CHUNKS.contains(&name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
    }
    None
}

/// Walks over the chunks of a PNG; stops where the structure ends.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let len = u32::from_be_bytes(*rest.first_chunk::<4>()?) as usize;
        let (chunk, after) = rest.split_at_checked(len.checked_add(12)?)?;
        rest = after;
        Some((chunk[4..].first_chunk::<4>()?, chunk))
    })
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    let mut rest = bytes.get(12..)?;
    while let Some(head) = rest.first_chunk::<8>() {
        let len = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let (chunk, after) = rest.split_at_checked(len.checked_add(8)?.checked_add(len & 1)?)?;
        if !matches!(&head[..4], b"EXIF" | b"XMP ") {
            let start = out.len();
            out.extend_from_slice(chunk);
            if &head[..4] == b"VP8X" {
                // The flags that announce the dropped chunks.
                *out.get_mut(start + 8)? &= !0b0000_1100;
            }
        }
        rest = after;
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Some(out)
}

struct Gif {
    kept: Vec<u8>,
    frames: usize,
}

/// Drops comments and applications' blocks, but the one that says how often the frames repeat.
fn gif(bytes: &[u8]) -> Option<Gif> {
    let packed = *bytes.get(10)?;
    let mut at = 13 + colour_table(packed);
    let mut kept = bytes.get(..at)?.to_vec();
    let mut frames = 0;
    loop {
        let start = at;
        let keep = match *bytes.get(at)? {
            0x3b => {
                kept.push(0x3b);
                return Some(Gif { kept, frames });
            }
            0x2c => {
                frames += 1;
                at = sub_blocks(bytes, at + 11 + colour_table(*bytes.get(at + 9)?))?;
                true
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                let repeats = bytes.get(at + 3..at + 14) == Some(b"NETSCAPE2.0");
                at = sub_blocks(bytes, at + 2)?;
                label == 0xf9 || label == 0x01 || repeats
            }
            _ => return None,
        };
        if keep {
            kept.extend_from_slice(bytes.get(start..at)?);
        }
    }
}

fn colour_table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// Returns the place after a row of sub-blocks.
fn sub_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let len = usize::from(*bytes.get(at)?);
        at += 1 + len;
        if len == 0 {
            return Some(at);
        }
    }
}
