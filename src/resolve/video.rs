//! Videos: which file or platform is meant, what lies beside it, and whether everybody can follow it.
//!
//! A video `short.mp4` finds `short.vtt`, `short.chapters.vtt`, `short.jpg` (or `.svg`, `.png`, `.webp`) and `short.md` beside it by itself; a
//! platform's video finds its poster and transcript under the platform's own name for it: `BV1xx411c7mD.jpg`.

use std::io::Cursor;

use crate::{
    config::VideoLimits,
    diag::{Sink, messages::nearest},
    document::{Document, Documents, ReferenceId, Video},
    media::{
        captions::{self, Cue, ProblemKind},
        platform::{self, PlatformError, PlatformVideo},
        video::{self, AudioCodec, VideoCodec, VideoInfo},
    },
    resolve::{
        link::{self, Beside},
        target::{VideoKind, VideoTarget},
    },
    site::{DocumentId, Site},
    source::{FileId, Span},
};

/// Characters that a transcript has at least for each second of its video; slow speech has three.
const TRANSCRIPT_PER_SECOND: usize = 2;

/// Above this many seconds a longer video asks for no longer transcript.
const TRANSCRIPT_SECONDS: usize = 120;

/// Finds all videos of a document. A video that cannot be shown is left out, with a diagnostic.
pub fn find(
    site: &Site,
    documents: &Documents,
    id: DocumentId,
    sink: &mut Sink,
) -> Vec<(ReferenceId, VideoTarget)> {
    let document = documents.get(id);
    let limits = &site.config.video;
    let found = document.videos().filter_map(|video| {
        let finder = Finder { site, documents, id, document, video };
        Some((video.reference, finder.find(limits, sink)?))
    });
    found.collect()
}

/// Returns the chapters of a video, empty without any.
pub fn chapters(site: &Site, target: &VideoTarget) -> Vec<Cue> {
    let text = target.chapters.as_ref().and_then(|it| site.texts.get(it));
    text.map(|it| captions::parse(it).0).unwrap_or_default()
}

struct Finder<'a> {
    site: &'a Site,
    documents: &'a Documents,
    id: DocumentId,
    document: &'a Document,
    video: &'a Video,
}

impl Finder<'_> {
    fn find(&self, limits: &VideoLimits, sink: &mut Sink) -> Option<VideoTarget> {
        let reference = self.document.reference(self.video.reference);
        let (written, span) = (reference.written.trim(), reference.span);
        if written.contains("://") {
            let video = self.platform(written, span, limits, sink)?;
            return Some(self.on_platform(video, span, sink));
        }
        let Some(Beside::Asset(path)) = link::find_file(self.site, self.id, written) else {
            let files = self
                .site
                .assets
                .keys()
                .filter_map(|it| it.rsplit('/').next())
                .filter(|it| it.ends_with(".mp4"));
            sink.video_missing(span, written, nearest(written, files));
            return None;
        };
        self.file(path, written, span, limits, sink)
    }

    fn platform(
        &self,
        url: &str,
        span: Span,
        limits: &VideoLimits,
        sink: &mut Sink,
    ) -> Option<PlatformVideo> {
        match platform::recognise(url) {
            Some(Ok(video)) => {
                let accepted = limits.accept.iter().any(|it| it == video.platform.id);
                let caveat =
                    video.platform.caveat.filter(|_| video.player_url.is_some() && !accepted);
                if let Some(caveat) = caveat {
                    sink.video_caveat(span, video.platform, caveat);
                }
                Some(video)
            }
            Some(Err(PlatformError::ShortLink(platform))) => {
                sink.video_short_link(span, platform);
                None
            }
            Some(Err(PlatformError::NotAVideo(platform))) => {
                sink.video_not_a_video(span, platform);
                None
            }
            None => {
                sink.video_unknown_host(span, url);
                None
            }
        }
    }

    fn on_platform(&self, video: PlatformVideo, span: Span, sink: &mut Sink) -> VideoTarget {
        let stem: String =
            video.id.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
        let poster = self.poster(&stem, span, sink);
        let duration_s = self.video.duration_s;
        let transcript = self.transcript(&stem, span, duration_s, sink);
        VideoTarget {
            kind: VideoKind::Platform(video),
            poster,
            captions: None,
            transcript,
            chapters: None,
            duration_s,
        }
    }

    fn file(
        &self,
        path: String,
        written: &str,
        span: Span,
        limits: &VideoLimits,
        sink: &mut Sink,
    ) -> Option<VideoTarget> {
        let asset = self.site.assets.get(&path)?;
        let bytes = match asset.bytes() {
            Ok(bytes) => bytes,
            Err(error) => {
                sink.asset_unreadable(span, &path, &error.to_string());
                return None;
            }
        };
        let info = match video::probe(&mut Cursor::new(&*bytes)) {
            Ok(info) => info,
            Err(error) => {
                sink.video_unreadable(span, written, error);
                return None;
            }
        };
        check(&info, written, span, limits, sink);
        let real = u32::try_from(info.duration_ms.div_ceil(1000)).unwrap_or(u32::MAX);
        let duration_s = Some(real).filter(|it| *it > 0).or(self.video.duration_s);
        match (real, self.video.duration_s) {
            (0, None) => sink.video_no_length(span),
            (1.., Some(said)) if said.abs_diff(real) > 2 => sink.video_length(span, said, real),
            (0.., Some(_)) | (1.., None) => {}
        }
        let stem = written.rsplit_once('.').map_or(written, |(stem, _)| stem);
        let poster = self.poster(stem, span, sink);
        let captions = self.captions(stem, span, info.duration_ms, sink);
        let transcript = self.transcript(stem, span, duration_s, sink);
        let chapters = self.chapters(stem, info.duration_ms, sink);
        Some(VideoTarget {
            kind: VideoKind::File { path, info },
            poster,
            captions,
            transcript,
            chapters,
            duration_s,
        })
    }

    fn poster(&self, stem: &str, span: Span, sink: &mut Sink) -> Option<String> {
        if let Some(named) = self.video.poster {
            // A poster that is named and missing has its diagnostic already.
            return self.named(named);
        }
        let tries = ["jpg", "png", "webp", "svg", "jpeg"].map(|ending| format!("{stem}.{ending}"));
        let found = tries.iter().find_map(|it| link::find_file(self.site, self.id, it));
        match found {
            Some(Beside::Asset(path)) => Some(path),
            Some(Beside::Text(_)) | None => {
                sink.video_no_poster(span, &tries[0]);
                None
            }
        }
    }

    fn captions(
        &self,
        stem: &str,
        span: Span,
        duration_ms: u64,
        sink: &mut Sink,
    ) -> Option<String> {
        let beside = format!("{stem}.vtt");
        let path = match self.video.captions {
            Some(named) => self.named(named)?,
            None => match link::find_file(self.site, self.id, &beside) {
                Some(Beside::Text(path)) => path,
                Some(Beside::Asset(_)) | None => {
                    let srt = format!("{stem}.srt");
                    match link::find_file(self.site, self.id, &srt) {
                        Some(_) => sink.captions_srt_beside(span, &srt, &beside),
                        None => sink.video_no_captions(span, &beside),
                    }
                    return None;
                }
            },
        };
        self.cues(&path, duration_ms, |_| true, sink)?;
        Some(path)
    }

    /// Chapters are a help, not a duty: a video without them is fine.
    fn chapters(&self, stem: &str, duration_ms: u64, sink: &mut Sink) -> Option<String> {
        let path = match self.video.chapters {
            Some(named) => self.named(named)?,
            None => {
                let beside = format!("{stem}.chapters.vtt");
                match link::find_file(self.site, self.id, &beside)? {
                    Beside::Text(path) => path,
                    Beside::Asset(_) => return None,
                }
            }
        };
        // A chapter's name is not read while it runs, so it cannot be too fast.
        let is_meant = |kind: ProblemKind| !matches!(kind, ProblemKind::Fast(_));
        self.cues(&path, duration_ms, is_meant, sink)?;
        Some(path)
    }

    /// Reads a file of cues and reports those of its problems that are `meant`.
    fn cues(
        &self,
        path: &str,
        duration_ms: u64,
        is_meant: impl Fn(ProblemKind) -> bool,
        sink: &mut Sink,
    ) -> Option<()> {
        let text = self.site.texts.get(path)?;
        let file = FileId::of(path);
        let (cues, problems) = captions::parse(text);
        let is_srt = captions::is_srt(text, &problems);
        if is_srt {
            let whole = Span::new(file, 0..text.len());
            let first = Span::new(file, 0..text.lines().next().map_or(0, str::len));
            sink.captions_srt(first, path, (whole, &captions::from_srt(text)));
        }
        // Of another format one message is enough.
        let is_told =
            |it: ProblemKind| is_srt && matches!(it, ProblemKind::Header | ProblemKind::Comma);
        let problems = problems.into_iter().filter(|it| is_meant(it.kind) && !is_told(it.kind));
        for problem in problems {
            sink.captions_problem(Span::new(file, problem.range), problem.kind);
        }
        if let Some(late) = cues.iter().find(|it| duration_ms > 0 && it.start_ms >= duration_ms) {
            sink.captions_late(Span::new(file, late.range.clone()), duration_ms / 1000);
        }
        Some(())
    }

    fn transcript(
        &self,
        stem: &str,
        span: Span,
        duration_s: Option<u32>,
        sink: &mut Sink,
    ) -> Option<DocumentId> {
        let beside = format!("{stem}.md");
        let path = match self.video.transcript {
            Some(named) => self.named(named)?,
            None => match link::find_file(self.site, self.id, &beside) {
                Some(Beside::Text(path)) => path,
                Some(Beside::Asset(_)) | None => {
                    sink.video_no_transcript(span, &beside);
                    return None;
                }
            },
        };
        let id = self.site.paths.binary_search(&path).ok().map(DocumentId::new)?;
        let length = self.documents.get(id).length;
        let characters = (length.han + length.words) as usize;
        let expected =
            (duration_s.unwrap_or(0) as usize).min(TRANSCRIPT_SECONDS) * TRANSCRIPT_PER_SECOND;
        if characters < expected.max(1) {
            sink.video_short_transcript(Span::file(FileId::of(&path)), characters, expected.max(1));
        }
        Some(id)
    }

    /// Returns the path of a file named in the options.
    fn named(&self, reference: ReferenceId) -> Option<String> {
        let written = self.document.reference(reference).written.trim();
        link::find_file(self.site, self.id, written).map(Beside::path)
    }
}

/// Reports whatever keeps readers with old phones and little data from watching.
fn check(info: &VideoInfo, written: &str, span: Span, limits: &VideoLimits, sink: &mut Sink) {
    if info.truncated {
        return sink.video_truncated(span, written);
    }
    match &info.video {
        VideoCodec::Avc { profile: 66 | 77 | 88 | 100, .. } => {}
        VideoCodec::Avc { profile, .. } => {
            sink.video_codec(span, written, &format!("H.264 profile {profile}"));
        }
        VideoCodec::Hevc => sink.video_codec(span, written, "H.265 (HEVC)"),
        VideoCodec::Av1 => sink.video_codec(span, written, "AV1"),
        VideoCodec::Vp9 => sink.video_codec(span, written, "VP9"),
        VideoCodec::Other(name) => sink.video_codec(span, written, name),
    }
    match &info.audio {
        None | Some(AudioCodec::Aac) => {}
        Some(AudioCodec::Mp3) => sink.video_codec(span, written, "MP3"),
        Some(AudioCodec::Other(name)) => sink.video_codec(span, written, name),
    }
    if !info.faststart {
        sink.video_faststart(span, written);
    }
    if info.len > limits.max_mb * 1_000_000 {
        sink.video_too_large(span, written, info.len / 100_000, limits.max_mb);
    }
    if info.duration_ms > limits.max_seconds * 1000 {
        sink.video_too_long(span, info.duration_ms / 1000, limits.max_seconds);
    }
    if info.width.min(info.height) > 1080 {
        sink.video_resolution(span, written, info.width, info.height);
    }
}
