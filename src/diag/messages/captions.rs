//! Captions of videos.

use crate::{
    diag::{Diagnostic, Sink, Text, messages::warning},
    media::captions,
    source::Span,
};

impl Sink {
    /// Reports captions that go on after the video has ended.
    pub(crate) fn captions_late(&mut self, span: Span, video_s: u64) {
        self.push(
            warning(
                "captions/late",
                span,
                format!("视频 {video_s} 秒就完了，这句字幕没有机会出现"),
                format!("the video ends after {video_s} s, before this caption"),
            )
            .hint("检查字幕是不是配给了别的视频", "check whether the captions are another video's"),
        );
    }

    /// Reports captions in the format of `SubRip` files; `repair` is the whole file and how it should be.
    pub(crate) fn captions_srt(&mut self, span: Span, path: &str, (whole, right): (Span, &str)) {
        let diagnostic = Diagnostic::error(
            "captions/srt",
            span,
            Text::new(
                format!("`{path}` 是 SRT 字幕的写法，浏览器不认"),
                format!("`{path}` is written as SRT files are, browsers do not read it"),
            ),
        );
        let diagnostic = match path.ends_with(".srt") {
            true => diagnostic.hint(
                "再把文件名的结尾改成 `.vtt`",
                "then change the ending of its name to `.vtt`",
            ),
            false => diagnostic,
        };
        self.push(
            diagnostic
                .hint(
                    "`pufa fix --write` 改成浏览器认的写法",
                    "`pufa fix --write` rewrites it as browsers read it",
                )
                .fix(whole, right),
        );
    }

    /// Reports an SRT file beside a video that has no captions that browsers read.
    pub(crate) fn captions_srt_beside(&mut self, span: Span, srt: &str, vtt: &str) {
        self.push(
            warning(
                "captions/srt",
                span,
                format!("旁边的 `{srt}` 浏览器不认，视频没有字幕"),
                format!("browsers do not read `{srt}` beside it, so the video has no captions"),
            )
            .hint(
                format!("把它改名为 `{vtt}`，再运行 `pufa fix --write`，里面的写法会改好"),
                format!("rename it `{vtt}` and run `pufa fix --write`, which rewrites it"),
            ),
        );
    }

    /// Reports something wrong in a caption file.
    pub(crate) fn captions_problem(&mut self, span: Span, kind: captions::ProblemKind) {
        use captions::ProblemKind::{Backwards, Comma, Empty, Fast, Header, NoCues, Order, Time};
        debug_assert_eq!(captions::MOST_PER_SECOND, 9, "the hint names the limit");
        let (code, text) = captions_text(kind);
        let (zh, en) = match kind {
            Header => (
                "在最上面加一行 `WEBVTT`，下面空一行",
                "put a line `WEBVTT` on top, with a blank line below",
            ),
            Comma => (
                "把时间里的逗号改成点，文件存成 `.vtt`",
                "change the commas in the times to dots and save the file as `.vtt`",
            ),
            Time | Backwards | NoCues => {
                ("时间写成 `00:01.000 --> 00:03.500`", "times look like `00:01.000 --> 00:03.500`")
            }
            Order => ("按时间先后排好", "sort them by time"),
            Empty => ("写上字，或者删掉这一句", "write words or delete it"),
            Fast(_) => (
                "放久一点，或者写短一点：一秒钟不超过 9 个字",
                "show it longer or make it shorter: at most 9 characters a second",
            ),
        };
        let diagnostic = match kind {
            Order | Fast(_) | Empty => Diagnostic::warning(code, span, text),
            Header | Comma | Time | Backwards | NoCues => Diagnostic::error(code, span, text),
        };
        self.push(diagnostic.hint(zh, en));
    }
}

fn captions_text(kind: captions::ProblemKind) -> (&'static str, Text) {
    use captions::ProblemKind::{Backwards, Comma, Empty, Fast, Header, NoCues, Order, Time};
    let (code, zh, en) = match kind {
        Header => (
            "captions/header",
            "字幕文件的第一行应当是 `WEBVTT`",
            "the first line of captions is `WEBVTT`",
        ),
        Comma => (
            "captions/comma",
            "这是 SRT 的时间写法，浏览器不认",
            "these times are written as in SRT files, browsers do not read them",
        ),
        Time => ("captions/time", "这一行的时间读不懂", "the times of this line cannot be read"),
        Backwards => {
            ("captions/backwards", "结束的时间不在开始之后", "the end is not after the start")
        }
        Order => {
            ("captions/order", "这一句比上一句开始得早", "this caption starts before the one above")
        }
        Empty => ("captions/empty", "这一句字幕没有字", "this caption has no words"),
        Fast(speed) => {
            let text = Text::new(
                format!("这句字幕一秒钟要看 {speed} 个字，来不及"),
                format!("this caption has {speed} characters a second, too fast to read"),
            );
            return ("captions/fast", text);
        }
        NoCues => {
            ("captions/no-cues", "字幕文件里一句字幕也没有", "there is not one caption in the file")
        }
    };
    (code, Text::new(zh, en))
}
