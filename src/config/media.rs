//! How pictures are scaled, and what a video may be.

use crate::{diag::Sink, media::platform::PLATFORMS, settings::Keys, source::Spanned};

/// How pictures are scaled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// Widths in CSS pixels, rising.
    pub widths: Vec<u32>,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Whether WebP is made too when it is smaller.
    pub webp: bool,
}

/// What a video may be without a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoLimits {
    /// Largest file, in megabytes.
    pub max_mb: u64,
    /// Longest video, in seconds.
    pub max_seconds: u64,
    /// Platforms, by id, whose disadvantages the editors know.
    pub accept: Vec<String>,
}

impl Pictures {
    /// Reads `[pictures]`.
    pub fn read(keys: &mut Keys<'_>, sink: &mut Sink) -> Self {
        let mut pictures = keys.table("pictures", sink);
        let widths = pictures.entry("widths").map(|it| it.numbers(&(1..=20_000), sink));
        let quality = pictures.number("quality", 1..=100, sink);
        let webp = pictures.flag("webp", sink).unwrap_or(true);
        pictures.finish(sink);
        Self {
            widths: widths.filter(|it| !it.is_empty()).unwrap_or_else(|| vec![480, 800, 1280]),
            quality: quality.and_then(|it| u8::try_from(it).ok()).unwrap_or(80),
            webp,
        }
    }
}

impl VideoLimits {
    /// Reads `[video]`.
    pub fn read(keys: &mut Keys<'_>, sink: &mut Sink) -> Self {
        let mut video = keys.table("video", sink);
        let accept = video.texts("accept", sink).into_iter();
        let accept = accept.filter(|it| is_platform(it, sink));
        let accept = accept.map(|it| it.value).collect();
        let max_mb = video.number("max_mb", 0..=100_000, sink);
        let max_seconds = video.number("max_seconds", 0..=1_000_000, sink);
        video.finish(sink);
        Self {
            max_mb: max_mb.unwrap_or(20).into(),
            max_seconds: max_seconds.unwrap_or(180).into(),
            accept,
        }
    }
}

/// Tells whether a word is the id of a platform; reports one that is not.
fn is_platform(word: &Spanned<String>, sink: &mut Sink) -> bool {
    let ids = PLATFORMS.map(|it| it.id);
    let is_known = ids.contains(&word.value.as_str());
    if !is_known {
        sink.settings_word(word.span, "accept", &word.value, &ids);
    }
    is_known
}
