//! Boxes: a size, four letters, content. What all of them have in common, and the numbers in them.

/// Returns name, content and what follows of the box at the start of `bytes`.
pub(crate) fn next_box(bytes: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let (head, _) = bytes.split_first_chunk::<8>()?;
    let small = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    let name = [head[4], head[5], head[6], head[7]];
    let (size, start) = match small {
        0 => (bytes.len(), 8),
        1 => (usize::try_from(u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?)).ok()?, 16),
        size => (size, 8),
    };
    Some((name, bytes.get(start..size)?, &bytes[size..]))
}

/// Returns the content of the first box called `wanted`.
pub(crate) fn find_box(mut bytes: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    while bytes.len() >= 8 {
        let (name, content, after) = next_box(bytes)?;
        if name == wanted {
            return Some(content);
        }
        bytes = after;
    }
    None
}

/// Reads timescale and duration of `mvhd` and `mdhd`.
pub fn clock(content: &[u8]) -> Option<(u32, u64)> {
    let wide = *content.first()? == 1;
    let at = if wide { 20 } else { 12 };
    let timescale = u32::from_be_bytes(*content.get(at..)?.first_chunk()?);
    let rest = content.get(at + 4..)?;
    let duration = if wide {
        u64::from_be_bytes(*rest.first_chunk()?)
    } else {
        u64::from(u32::from_be_bytes(*rest.first_chunk()?))
    };
    // All ones mean “unknown”.
    let unknown = if wide { u64::MAX } else { u64::from(u32::MAX) };
    Some((timescale, if duration == unknown { 0 } else { duration }))
}

/// Reads a number whose width depends on the box's version.
pub(crate) fn sized(content: &[u8], at: usize) -> Option<u64> {
    if *content.first()? == 1 {
        content.get(at..)?.first_chunk().map(|it| u64::from_be_bytes(*it))
    } else {
        content.get(at..)?.first_chunk().map(|it| u64::from(u32::from_be_bytes(*it)))
    }
}
