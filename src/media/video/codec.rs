//! How pictures and sound are coded, from the entry that describes them.

use crate::media::video::boxes::find_box;

/// How moving pictures are coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VideoCodec {
    /// H.264, which everything plays.
    Avc {
        /// 66 Baseline, 77 Main, 100 High; above, professional ones that phones do not play.
        profile: u8,
        /// Ten times the level: 31 for 3.1.
        level: u8,
    },
    /// H.265, which many browsers do not play.
    Hevc,
    /// AV1.
    Av1,
    /// VP9.
    Vp9,
    /// Another, by its four letters.
    Other(String),
}

/// How sound is coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudioCodec {
    /// AAC, which everything plays.
    Aac,
    /// MP3 inside MP4.
    Mp3,
    /// Another, by its four letters.
    Other(String),
}

/// Reads how pictures are coded: the name of the entry, and the boxes in it.
pub(crate) fn video_codec(name: [u8; 4], boxes: &[u8]) -> Option<VideoCodec> {
    Some(match &name {
        b"avc1" | b"avc3" => {
            let configuration = find_box(boxes, *b"avcC")?;
            VideoCodec::Avc { profile: *configuration.get(1)?, level: *configuration.get(3)? }
        }
        b"hvc1" | b"hev1" | b"dvh1" | b"dvhe" => VideoCodec::Hevc,
        b"av01" => VideoCodec::Av1,
        b"vp09" => VideoCodec::Vp9,
        _ => VideoCodec::Other(letters(name)),
    })
}

/// Reads how sound is coded: the name of the entry, and its content.
pub(crate) fn audio_codec(name: [u8; 4], entry: &[u8]) -> Option<AudioCodec> {
    if &name != b"mp4a" {
        return Some(AudioCodec::Other(letters(name)));
    }
    // QuickTime's second version puts sixteen more bytes before the boxes.
    let version = *entry.get(9)?;
    let boxes = entry.get(if version == 1 { 44 } else { 28 }..)?;
    let Some(descriptor) = find_box(boxes, *b"esds") else {
        return Some(AudioCodec::Aac);
    };
    Some(match object_type(descriptor) {
        Some(0x69 | 0x6b) => AudioCodec::Mp3,
        Some(0x40 | 0x66..=0x68) | None => AudioCodec::Aac,
        Some(other) => AudioCodec::Other(format!("mp4a.{other:02x}")),
    })
}

/// Finds the object type in the descriptors of `esds`: tag 3 holds tag 4, which begins with it.
fn object_type(content: &[u8]) -> Option<u8> {
    let (tag, stream) = descriptor(content.get(4..)?)?;
    (tag == 3).then_some(())?;
    let flags = *stream.get(2)?;
    let optional = usize::from(flags >> 7) * 2 + usize::from(flags >> 5 & 1) * 2;
    let (tag, configuration) = descriptor(stream.get(3 + optional..)?)?;
    (tag == 4).then_some(*configuration.first()?)
}

/// Splits off tag and length, whose bytes carry seven bits each.
fn descriptor(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let length_bytes = bytes.get(1..)?.iter().take(4).position(|it| it & 0x80 == 0)? + 1;
    Some((*bytes.first()?, bytes.get(1 + length_bytes..)?))
}

fn letters(name: [u8; 4]) -> String {
    name.iter().map(|it| if it.is_ascii_graphic() { char::from(*it) } else { '?' }).collect()
}
