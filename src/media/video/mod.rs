//! MP4 files: what the boxes say, read without decoding and without loading the pictures and sound.
//!
//! Enough to tell whether browsers on old phones will play the file, and whether it starts before it is loaded whole.

mod boxes;
mod codec;

use std::io::{self, Read, Seek, SeekFrom};

use crate::media::video::{
    boxes::{clock, next_box, sized},
    codec::{audio_codec, video_codec},
};

pub use crate::media::video::codec::{AudioCodec, VideoCodec};

/// The part that describes the film is at most a few megabytes in films of hours.
const MAX_MOOV_BYTES: u64 = 64 << 20;

/// Files have a handful of boxes at the top; fragmented ones some thousands.
const MAX_TOP_BOXES: usize = 100_000;

/// Boxes nest less than ten deep.
const MAX_DEPTH: usize = 16;

/// What an MP4 file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoInfo {
    /// Size in bytes.
    pub len: u64,
    /// How long it plays, in milliseconds.
    pub duration_ms: u64,
    /// Width as shown, in pixels.
    pub width: u32,
    /// Height as shown, in pixels.
    pub height: u32,
    /// How the pictures are coded.
    pub video: VideoCodec,
    /// How the sound is coded; `None` without sound.
    pub audio: Option<AudioCodec>,
    /// Whether the description stands before the pictures, so that playing starts at once.
    pub faststart: bool,
    /// Whether the end is missing.
    pub truncated: bool,
}

/// Why a file cannot be described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VideoError {
    /// Not MP4 at all.
    NotMp4,
    /// Cut off before the description, as when copying was interrupted.
    NoDescription,
    /// The description does not follow the format.
    Corrupt,
    /// Only sound.
    NoPictures,
    /// The file could not be read.
    Unreadable,
}

impl From<io::Error> for VideoError {
    fn from(_: io::Error) -> Self {
        Self::Unreadable
    }
}

/// Reads the boxes of an MP4 file.
///
/// # Errors
/// When the file is no MP4, damaged, or holds no pictures.
pub fn probe(file: &mut (impl Read + Seek)) -> Result<VideoInfo, VideoError> {
    let len = file.seek(SeekFrom::End(0))?;
    let top = top_boxes(file, len)?;
    let Some(moov) = top.iter().find(|it| &it.name == b"moov") else {
        return Err(VideoError::NoDescription);
    };
    let size = moov.end - moov.content;
    if moov.end > len || size > MAX_MOOV_BYTES {
        return Err(if moov.end > len { VideoError::NoDescription } else { VideoError::Corrupt });
    }
    let mut bytes = vec![0; usize::try_from(size).map_err(|_| VideoError::Corrupt)?];
    file.seek(SeekFrom::Start(moov.content))?;
    file.read_exact(&mut bytes)?;
    let mut movie = Movie::default();
    movie.read(&bytes, 0).ok_or(VideoError::Corrupt)?;
    let mdat = top.iter().find(|it| &it.name == b"mdat");
    let described = movie.describe()?;
    Ok(VideoInfo {
        len,
        faststart: mdat.is_none_or(|mdat| moov.start < mdat.start),
        truncated: top.iter().any(|it| it.end > len),
        ..described
    })
}

struct TopBox {
    name: [u8; 4],
    start: u64,
    content: u64,
    /// May lie behind the end of a file that is cut off.
    end: u64,
}

fn top_boxes(file: &mut (impl Read + Seek), len: u64) -> Result<Vec<TopBox>, VideoError> {
    let mut boxes = Vec::new();
    let mut start = 0;
    // A box may claim to end where no file does.
    while start < len && len - start >= 8 && boxes.len() < MAX_TOP_BOXES {
        file.seek(SeekFrom::Start(start))?;
        let mut head = [0; 16];
        let filled = usize::try_from((len - start).min(16)).expect("at most sixteen");
        file.read_exact(&mut head[..filled])?;
        let name = [head[4], head[5], head[6], head[7]];
        let small = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
        let (size, content) = match small {
            0 => (len - start, 8),
            1 if filled == 16 => {
                (u64::from_be_bytes(head[8..].try_into().expect("eight bytes")), 16)
            }
            1 => return Err(VideoError::NoDescription),
            size => (size, 8),
        };
        let first_is_good = !boxes.is_empty()
            || matches!(&name, b"ftyp" | b"moov" | b"free" | b"skip" | b"mdat" | b"wide");
        if size < content || !first_is_good {
            return Err(if boxes.is_empty() { VideoError::NotMp4 } else { VideoError::Corrupt });
        }
        let end = start.saturating_add(size);
        boxes.push(TopBox { name, start, content: start + content, end });
        start = end;
    }
    if boxes.is_empty() { Err(VideoError::NotMp4) } else { Ok(boxes) }
}

/// What the boxes inside `moov` say.
#[derive(Default)]
struct Movie {
    timescale: u32,
    duration: u64,
    fragment_duration: u64,
    tracks: Vec<Track>,
}

#[derive(Default)]
struct Track {
    handler: [u8; 4],
    timescale: u32,
    duration: u64,
    quarter_turn: bool,
    width: u32,
    height: u32,
    video: Option<VideoCodec>,
    audio: Option<AudioCodec>,
}

impl Movie {
    fn read(&mut self, bytes: &[u8], depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut rest = bytes;
        while rest.len() >= 8 {
            let (name, content, after) = next_box(rest)?;
            rest = after;
            match &name {
                b"trak" => {
                    self.tracks.push(Track::default());
                    self.read(content, depth + 1)?;
                }
                b"mdia" | b"minf" | b"stbl" | b"mvex" => self.read(content, depth + 1)?,
                b"mvhd" => (self.timescale, self.duration) = clock(content)?,
                b"mehd" => self.fragment_duration = sized(content, 4)?,
                b"tkhd" => self.tracks.last_mut()?.read_header(content)?,
                b"mdhd" => {
                    let track = self.tracks.last_mut()?;
                    (track.timescale, track.duration) = clock(content)?;
                }
                b"hdlr" if !self.tracks.is_empty() => {
                    let track = self.tracks.last_mut()?;
                    if track.handler == [0; 4] {
                        track.handler = *content.get(8..)?.first_chunk()?;
                    }
                }
                b"stsd" => self.tracks.last_mut()?.read_sample_entry(content)?,
                _ => {}
            }
        }
        Some(())
    }

    /// Describes the film; how the file is laid out is added by the caller.
    fn describe(self) -> Result<VideoInfo, VideoError> {
        let audio = self
            .tracks
            .iter()
            .find(|it| &it.handler == b"soun")
            .map(|it| it.audio.clone().unwrap_or_else(|| AudioCodec::Other(String::new())));
        let longest =
            self.tracks.iter().map(|it| millis(it.duration, it.timescale)).max().unwrap_or(0);
        let whole = millis(self.duration.max(self.fragment_duration), self.timescale);
        let track =
            self.tracks.iter().find(|it| &it.handler == b"vide").ok_or(VideoError::NoPictures)?;
        let video = track.video.clone().ok_or(VideoError::Corrupt)?;
        let (width, height) = if track.quarter_turn {
            (track.height, track.width)
        } else {
            (track.width, track.height)
        };
        if width == 0 || height == 0 {
            return Err(VideoError::Corrupt);
        }
        let duration_ms = if whole > 0 { whole } else { longest };
        Ok(VideoInfo {
            len: 0,
            duration_ms,
            width,
            height,
            video,
            audio,
            faststart: false,
            truncated: false,
        })
    }
}

impl Track {
    /// Reads from the matrix of `tkhd` whether the picture is turned by a quarter, as phones write it.
    fn read_header(&mut self, content: &[u8]) -> Option<()> {
        let matrix = if *content.first()? == 1 { 52 } else { 40 };
        let number = |at: usize| {
            content.get(matrix + at * 4..)?.first_chunk().map(|it| i32::from_be_bytes(*it))
        };
        self.quarter_turn = number(0)? == 0 && number(1)? != 0;
        Some(())
    }

    fn read_sample_entry(&mut self, content: &[u8]) -> Option<()> {
        // Version, flags and count come first; players use the first entry.
        let (name, entry, _) = next_box(content.get(8..)?)?;
        match &self.handler {
            b"vide" => {
                let number = |at: usize| {
                    entry.get(at..)?.first_chunk().map(|it| u32::from(u16::from_be_bytes(*it)))
                };
                (self.width, self.height) = (number(24)?, number(26)?);
                self.video = Some(video_codec(name, entry.get(78..)?)?);
            }
            b"soun" => self.audio = Some(audio_codec(name, entry)?),
            _ => {}
        }
        Some(())
    }
}

fn millis(duration: u64, timescale: u32) -> u64 {
    let product = u128::from(duration) * 1000;
    u64::try_from(product.checked_div(u128::from(timescale)).unwrap_or(0)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{AudioCodec, VideoCodec, VideoError, VideoInfo, probe};

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(content.len() + 8).unwrap().to_be_bytes().to_vec();
        out.extend_from_slice(name);
        out.extend_from_slice(content);
        out
    }

    fn track(handler: &[u8; 4], matrix: [i32; 4], entry: &[u8]) -> Vec<u8> {
        let mut tkhd = vec![0; 40];
        tkhd.extend(matrix.iter().flat_map(|it| it.to_be_bytes()));
        tkhd.resize(84, 0);
        let mut hdlr = vec![0; 8];
        hdlr.extend_from_slice(handler);
        hdlr.resize(25, 0);
        let stsd = [&[0, 0, 0, 0, 0, 0, 0, 1], entry].concat();
        let minf = boxed(b"minf", &boxed(b"stbl", &boxed(b"stsd", &stsd)));
        let mdhd =
            [[0; 12].as_slice(), &90_000_u32.to_be_bytes(), &450_000_u32.to_be_bytes(), &[0; 4]]
                .concat();
        let mdia = boxed(b"mdia", &[boxed(b"mdhd", &mdhd), boxed(b"hdlr", &hdlr), minf].concat());
        boxed(b"trak", &[boxed(b"tkhd", &tkhd), mdia].concat())
    }

    fn picture_entry(name: &[u8; 4]) -> Vec<u8> {
        let mut entry = vec![0; 24];
        entry.extend([1280_u16, 720].iter().flat_map(|it| it.to_be_bytes()));
        entry.resize(78, 0);
        entry.extend(boxed(b"avcC", &[1, 77, 64, 31, 255]));
        boxed(name, &entry)
    }

    fn sound_entry() -> Vec<u8> {
        let decoder = [4, 0x80, 0x80, 0x80, 13, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let stream = [&[3, 0x80, 0x80, 0x80, 21, 0, 1, 0][..], &decoder].concat();
        let esds = [&[0; 4][..], &stream].concat();
        boxed(b"mp4a", &[vec![0; 28], boxed(b"esds", &esds)].concat())
    }

    fn movie(matrix: [i32; 4], codec: &[u8; 4]) -> Vec<u8> {
        let mvhd = [[0; 12].as_slice(), &1000_u32.to_be_bytes(), &5000_u32.to_be_bytes(), &[0; 80]]
            .concat();
        let tracks = [
            track(b"vide", matrix, &picture_entry(codec)),
            track(b"soun", [1, 0, 0, 0], &sound_entry()),
        ]
        .concat();
        boxed(b"moov", &[boxed(b"mvhd", &mvhd), tracks].concat())
    }

    fn file(boxes: &[Vec<u8>]) -> Vec<u8> {
        [&[boxed(b"ftyp", b"isom\0\0\0\0avc1")], boxes].concat().concat()
    }

    fn read(bytes: &[u8]) -> Result<VideoInfo, VideoError> {
        probe(&mut Cursor::new(bytes))
    }

    #[test]
    fn the_boxes_tell_everything_that_matters() {
        let mdat = boxed(b"mdat", &[0; 100]);
        let info = read(&file(&[movie([1, 0, 0, 0], b"avc1"), mdat.clone()])).unwrap();
        assert_eq!((info.width, info.height, info.duration_ms), (1280, 720, 5000));
        assert_eq!(info.video, VideoCodec::Avc { profile: 77, level: 31 });
        assert_eq!(info.audio, Some(AudioCodec::Aac));
        assert!(info.faststart && !info.truncated);

        let late = read(&file(&[mdat.clone(), movie([1, 0, 0, 0], b"avc1")])).unwrap();
        assert!(!late.faststart);
        let turned = read(&file(&[movie([0, 0x1_0000, 0, -0x1_0000], b"hvc1"), mdat])).unwrap();
        assert_eq!((turned.width, turned.height, turned.video), (720, 1280, VideoCodec::Hevc));
    }

    #[test]
    fn a_file_that_was_cut_off_is_noticed() {
        let bytes = file(&[movie([1, 0, 0, 0], b"avc1"), boxed(b"mdat", &[0; 100])]);
        assert!(read(&bytes[..bytes.len() - 1]).unwrap().truncated);
        let late = file(&[boxed(b"mdat", &[0; 100]), movie([1, 0, 0, 0], b"avc1")]);
        assert_eq!(read(&late[..late.len() - 1]), Err(VideoError::NoDescription));
        assert_eq!(read(&late[..60]), Err(VideoError::NoDescription));
        assert_eq!(read(b"\x1aE\xdf\xa3 a WebM file"), Err(VideoError::NotMp4));
        assert_eq!(read(b""), Err(VideoError::NotMp4));
    }

    #[test]
    fn any_bytes_are_survived() {
        let whole = file(&[movie([1, 0, 0, 0], b"avc1"), boxed(b"mdat", &[0; 10])]);
        for at in 0..whole.len() {
            let _ = read(&whole[..at]);
            for change in [1, 0x7f, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] ^= change;
                let _ = read(&damaged);
            }
        }
        let nested = (0..50_000).fold(Vec::new(), |inner: Vec<u8>, _| {
            if inner.len() > 4_000 { inner } else { boxed(b"mdia", &inner) }
        });
        let _ = read(&file(&[boxed(b"moov", &nested)]));
        let _ = read(&file(&vec![boxed(b"free", b""); 150_000]));
        let _ = read(&file(&[boxed(b"moov", &boxed(b"trak", b"").repeat(100_000))]));
    }
}
