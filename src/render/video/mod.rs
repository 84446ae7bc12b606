//! Videos → HTML. What lists and search engines want to know about them stands in [`list`].
//!
//! A file plays on the page, with captions. A platform's video is a link with a poster; only a click, and only with
//! script, opens the platform's player in its place, in a frame that `js/video.js` makes from the `data-` attributes.

pub mod list;
pub mod words;

use std::fmt::Write;

use crate::{
    media::{
        captions::Cue,
        platform::{Embed, PlatformVideo, Shape},
        qr,
    },
    render::{
        video::words::{Words, length, size},
        xml::escape,
    },
    resolve::{VideoKind, VideoTarget},
};

/// A video with everything around it made ready by the page.
pub struct Parts<'a> {
    /// Anchor on the page: `video-1`.
    pub anchor: &'a str,
    /// Its title, never empty.
    pub title: &'a str,
    /// What was found.
    pub target: &'a VideoTarget,
    /// Whether it shows sign language.
    pub sign_language: bool,
    /// The poster as `<img>` with an empty alternative text, for a facade.
    pub poster_html: Option<String>,
    /// Address of the poster relative to the page, for a player.
    pub poster_url: Option<String>,
    /// Address of the file relative to the page; empty for a platform's.
    pub file_url: String,
    /// Address of the captions relative to the page, or a `data:` URL.
    pub captions_url: Option<String>,
    /// Address of the chapters relative to the page, or a `data:` URL.
    pub chapters_url: Option<String>,
    /// The chapters, in order.
    pub chapters: Vec<Cue>,
    /// The transcript as HTML.
    pub transcript_html: Option<String>,
    /// Address of the transcript as a text file, relative to the page.
    pub transcript_url: Option<String>,
    /// What the QR code leads to, when it is known.
    pub qr: Option<String>,
}

/// Returns the HTML of a video. `word` returns a sentence of the theme by its key.
pub fn html(parts: &Parts<'_>, word: &Words<'_>) -> String {
    let tall = if is_portrait(parts.target) { " video-tall" } else { "" };
    let (anchor, title) = (escape(parts.anchor), escape(parts.title));
    let mut out = match &parts.target.kind {
        VideoKind::File { .. } => {
            format!(
                "<figure class=\"video video-file{tall}\" id=\"{anchor}\" aria-labelledby=\"{anchor}-title\">"
            )
        }
        VideoKind::Platform(_) => {
            format!(
                "<figure class=\"video video-platform{tall}\" id=\"{anchor}\" aria-labelledby=\"{anchor}-title\">"
            )
        }
    };
    let _ =
        write!(out, "<figcaption class=\"video-title\" id=\"{anchor}-title\">{title}</figcaption>");
    match &parts.target.kind {
        VideoKind::File { info, .. } => player(parts, (info.width, info.height), word, &mut out),
        VideoKind::Platform(video) => facade(parts, video, word, &mut out),
    }
    let _ = write!(out, "<p class=\"video-facts\">{}</p>", facts(parts, word));
    chapters(parts, word, &mut out);
    code(parts, word, &mut out);
    transcript(parts, word, &mut out);
    out.push_str("</figure>");
    out
}

/// Returns where a transcript is offered: as plain text, which opens on every phone.
pub(crate) fn transcript_path(source: &str) -> String {
    format!("{}.txt", source.rsplit_once('.').map_or(source, |(stem, _)| stem))
}

/// Returns the host that the page's security policy has to allow in frames, if any.
pub(crate) fn frame_host(target: &VideoTarget) -> Option<&'static str> {
    match &target.kind {
        VideoKind::File { .. } => None,
        VideoKind::Platform(video) => match video.platform.embed {
            Embed::Frame { origin, .. } => origin.strip_prefix("https://"),
            Embed::Link => None,
        },
    }
}

/// Tells whether a video is higher than wide.
pub(crate) fn is_portrait(target: &VideoTarget) -> bool {
    match &target.kind {
        VideoKind::File { info, .. } => info.height > info.width,
        VideoKind::Platform(video) => video.platform.shape == Shape::Portrait,
    }
}

fn player(parts: &Parts<'_>, (width, height): (u32, u32), word: &Words<'_>, out: &mut String) {
    let _ = write!(
        out,
        "<video controls preload=\"none\" playsinline width=\"{width}\" height=\"{height}\""
    );
    if let Some(poster) = &parts.poster_url {
        let _ = write!(out, " poster=\"{}\"", escape(poster));
    }
    let file = escape(&parts.file_url);
    let _ = write!(
        out,
        " aria-label=\"{}\"><source src=\"{file}\" type=\"video/mp4\">",
        escape(parts.title)
    );
    if let Some(captions) = &parts.captions_url {
        let label = escape(word("video_captions"));
        let _ = write!(
            out,
            "<track kind=\"captions\" srclang=\"zh-CN\" label=\"{label}\" src=\"{}\" default>",
            escape(captions)
        );
    }
    if let Some(chapters) = &parts.chapters_url {
        let label = escape(word("video_chapters"));
        let _ = write!(
            out,
            "<track kind=\"chapters\" srclang=\"zh-CN\" label=\"{label}\" src=\"{}\">",
            escape(chapters)
        );
    }
    // A browser without videos shows the link to the file that follows among the facts.
    out.push_str("</video>");
}

/// The attributes from which the script makes the frame; nothing for a platform without player.
fn frame(video: &PlatformVideo, title: &str, word: &Words<'_>) -> String {
    let (Some(player), Embed::Frame { referrer, sandbox, .. }) =
        (&video.player_url, video.platform.embed)
    else {
        return String::new();
    };
    let name = video.platform.name;
    let title = word("video_frame").replace("{name}", name).replace("{title}", title);
    let notice = word("video_playing").replace("{name}", name);
    format!(
        " data-player=\"{}\" data-title=\"{}\" data-referrer=\"{referrer}\" data-sandbox=\"{sandbox}\" data-notice=\"{}\"",
        escape(player),
        escape(&title),
        escape(&notice)
    )
}

fn facade(parts: &Parts<'_>, video: &PlatformVideo, word: &Words<'_>, out: &mut String) {
    let poster = parts.poster_html.as_deref().unwrap_or("<span class=\"video-blank\"></span>");
    let call = word(if video.player_url.is_some() { "video_play" } else { "video_open" });
    let _ = write!(
        out,
        "<a class=\"video-facade\" href=\"{}\" rel=\"noopener noreferrer external\"{}>{poster}<span class=\"video-call\">{}<span class=\"visually-hidden\">：{}</span></span></a>",
        escape(&video.page_url),
        frame(video, parts.title, word),
        escape(&call.replace("{name}", video.platform.name)),
        escape(parts.title)
    );
    if video.player_url.is_some() {
        let notice = word("video_notice").replace("{name}", video.platform.name);
        let _ = write!(out, "<p class=\"video-notice\" role=\"status\">{}</p>", escape(&notice));
    }
}

/// The line below: where from, how long, how large, what helps to follow it.
fn facts(parts: &Parts<'_>, word: &Words<'_>) -> String {
    let mut facts = Vec::new();
    if let VideoKind::Platform(video) = &parts.target.kind {
        facts.push(video.platform.name.to_owned());
    }
    facts.extend(parts.target.duration_s.map(|it| length(it, word)));
    if let VideoKind::File { info, .. } = &parts.target.kind {
        facts.push(size(info.len));
        if info.audio.is_none() {
            facts.push(word("video_silent").to_owned());
        }
    }
    if parts.captions_url.is_some() {
        facts.push(word("video_has_captions").to_owned());
    }
    if parts.sign_language {
        facts.push(word("sign_language").to_owned());
    }
    let mut out = escape(&facts.join(" · "));
    if !parts.file_url.is_empty() {
        let _ = write!(
            out,
            "<span class=\"screen-only\"> · {}</span>",
            download(&parts.file_url, word("video_download"), parts.title)
        );
    }
    out
}

/// A link whose words are its own even where several videos stand on a page.
fn download(url: &str, words: &str, title: &str) -> String {
    let (url, words, title) = (escape(url), escape(words), escape(title));
    format!(
        "<a href=\"{url}\" download>{words}<span class=\"visually-hidden\">：{title}</span></a>"
    )
}

/// The chapters as links: with script they move the player, without it they open the file at that place.
fn chapters(parts: &Parts<'_>, word: &Words<'_>, out: &mut String) {
    if parts.chapters.is_empty() {
        return;
    }
    let label = word("video_chapters_of").replace("{title}", parts.title);
    let _ = write!(out, "<nav class=\"video-chapters\" aria-label=\"{}\"><ol>", escape(&label));
    for it in &parts.chapters {
        let seconds = it.start_ms / 1000;
        let _ = write!(
            out,
            "<li><a href=\"{}#t={seconds}\" data-seek=\"{seconds}\"><span class=\"video-at\">{}:{:02}</span> {}</a></li>",
            escape(&parts.file_url),
            seconds / 60,
            seconds % 60,
            escape(&it.text)
        );
    }
    out.push_str("</ol></nav>");
}

/// The code that paper and big screens need; on the screen only where nothing plays on the page.
fn code(parts: &Parts<'_>, word: &Words<'_>, out: &mut String) {
    let Some(url) = &parts.qr else { return };
    let label = word("video_code").replace("{title}", parts.title);
    let Some(svg) = qr::svg(url, &label) else {
        return;
    };
    let plays =
        !matches!(&parts.target.kind, VideoKind::Platform(video) if video.player_url.is_none());
    let class = if plays { "video-code print-only" } else { "video-code" };
    let _ = write!(out, "<div class=\"{class}\">{svg}<p>{}</p></div>", escape(word("video_scan")));
}

fn transcript(parts: &Parts<'_>, word: &Words<'_>, out: &mut String) {
    let Some(html) = &parts.transcript_html else {
        return;
    };
    let (summary, title) = (escape(word("video_transcript")), escape(parts.title));
    let _ = write!(
        out,
        "<details class=\"fold video-transcript\"><summary>{summary}<span class=\"visually-hidden\">：{title}</span></summary>{html}"
    );
    if let Some(url) = &parts.transcript_url {
        let _ = write!(
            out,
            "<p class=\"screen-only\">{}</p>",
            download(url, word("video_transcript_download"), parts.title)
        );
    }
    out.push_str("</details>");
}

#[cfg(test)]
mod tests {
    use super::{Parts, html, length};
    use crate::{
        media::{captions, platform, video},
        resolve::{VideoKind, VideoTarget},
    };

    fn word(key: &'static str) -> &'static str {
        match key {
            "video_minutes" => "{n} 分",
            "video_seconds" => "{n} 秒",
            "video_play" => "看视频（{name}）",
            "video_frame" => "{name}播放器：{title}",
            other => other,
        }
    }

    fn target(kind: VideoKind) -> VideoTarget {
        VideoTarget {
            kind,
            poster: None,
            captions: None,
            transcript: None,
            chapters: None,
            duration_s: Some(80),
        }
    }

    fn parts<'a>(target: &'a VideoTarget, title: &'a str) -> Parts<'a> {
        Parts {
            anchor: "video-1",
            title,
            target,
            sign_language: false,
            poster_html: None,
            poster_url: None,
            file_url: String::new(),
            captions_url: None,
            chapters_url: None,
            chapters: Vec::new(),
            transcript_html: None,
            transcript_url: None,
            qr: None,
        }
    }

    #[test]
    fn a_file_plays_on_the_page_with_captions() {
        let info = video::VideoInfo {
            len: 214_640,
            duration_ms: 80_000,
            width: 540,
            height: 960,
            video: video::VideoCodec::Avc { profile: 77, level: 31 },
            audio: None,
            faststart: true,
            truncated: false,
        };
        let target = target(VideoKind::File { path: "content/a/short.mp4".to_owned(), info });
        let parts = Parts {
            file_url: "short.mp4".to_owned(),
            captions_url: Some("short.vtt".to_owned()),
            chapters_url: Some("short.chapters.vtt".to_owned()),
            chapters: captions::parse("WEBVTT\n\n01:05.000 --> 01:20.000\n第二步\n").0,
            transcript_html: Some("<p>一</p>".to_owned()),
            ..parts(&target, "三步<走>")
        };
        let html = html(&parts, &word);
        assert!(
            html.starts_with("<figure class=\"video video-file video-tall\" id=\"video-1\""),
            "{html}"
        );
        assert!(
            html.contains(
                "<video controls preload=\"none\" playsinline width=\"540\" height=\"960\""
            ),
            "{html}"
        );
        assert!(html.contains("<track kind=\"captions\" srclang=\"zh-CN\" label=\"video_captions\" src=\"short.vtt\" default>"));
        assert!(html.contains("1 分 20 秒 · 0.2 MB · video_silent · video_has_captions"), "{html}");
        assert!(html.contains("<track kind=\"chapters\" srclang=\"zh-CN\" label=\"video_chapters\" src=\"short.chapters.vtt\">"));
        assert!(html.contains("<a href=\"short.mp4#t=65\" data-seek=\"65\"><span class=\"video-at\">1:05</span> 第二步</a>"), "{html}");
        assert!(html.contains("三步&lt;走&gt;") && !html.contains("<走>"));
    }

    #[test]
    fn a_platform_waits_for_a_click() {
        let video =
            platform::recognise("https://www.bilibili.com/video/BV1xx411c7mD").unwrap().unwrap();
        let target = target(VideoKind::Platform(video));
        let html = html(&parts(&target, "示范\""), &word);
        assert!(
            html.contains(
                "<a class=\"video-facade\" href=\"https://www.bilibili.com/video/BV1xx411c7mD\""
            ),
            "{html}"
        );
        assert!(
            html.contains(
                "data-player=\"https://player.bilibili.com/player.html?isOutside=true&amp;bvid="
            ),
            "{html}"
        );
        assert!(html.contains("data-title=\"哔哩哔哩播放器：示范&quot;\""), "{html}");
        assert!(!html.contains("<iframe") && !html.contains("src="), "{html}");
    }

    #[test]
    fn a_length_is_said_as_people_say_it() {
        assert_eq!(length(45, &word), "45 秒");
        assert_eq!(length(80, &word), "1 分 20 秒");
        assert_eq!(length(120, &word), "2 分");
    }
}
