//! Videos and their posters and transcripts.

use crate::{
    diag::{
        Sink,
        messages::{error, warning},
    },
    media::{
        platform::{Caveat, PLATFORMS, Platform},
        video::VideoError,
    },
    source::Span,
};

/// What `ffmpeg` needs to make a file that every phone plays at once.
const CONVERT: &str = "`ffmpeg -i 原片 -c:v libx264 -profile:v main -pix_fmt yuv420p -vf scale=-2:720 -c:a aac -movflags +faststart short.mp4`";

impl Sink {
    /// Reports a platform's short link.
    pub(crate) fn video_short_link(&mut self, span: Span, platform: &Platform) {
        let Platform { name, example, .. } = platform;
        self.push(
            error(
                "video/short-link",
                span,
                format!("这是{name}的短链接，只有平台知道它通到哪里"),
                format!("this is a short link of {name}; only the platform knows where it leads"),
            )
            .hint(
                format!("在浏览器里打开它，再复制地址栏里的长地址，像 `{example}`"),
                format!("open it in a browser and copy the long address, like `{example}`"),
            ),
        );
    }

    /// Reports a page of a platform that shows no video.
    pub(crate) fn video_not_a_video(&mut self, span: Span, platform: &Platform) {
        let Platform { name, example, .. } = platform;
        self.push(
            error(
                "video/address",
                span,
                format!("{name}的这个地址不是一个视频"),
                format!("this address of {name} is not a video's"),
            )
            .hint(
                format!("视频的地址像 `{example}`"),
                format!("a video's address looks like `{example}`"),
            ),
        );
    }

    /// Reports an address whose host is no platform we know.
    pub(crate) fn video_unknown_host(&mut self, span: Span, written: &str) {
        let names: Vec<&str> = PLATFORMS.iter().map(|it| it.name).collect();
        self.push(
            error(
                "video/unknown-host",
                span,
                format!("不认识 `{written}` 这个视频网站"),
                format!("`{written}` is on no video platform we know"),
            )
            .hint(
                format!("认识的有：{}", names.join("、")),
                format!("known are: {}", names.join(", ")),
            )
            .hint(
                "也可以把视频文件（MP4）放在文章旁边，或者写成普通链接 `[名字](地址)`",
                "or put the file (MP4) beside the page, or write a plain link `[name](address)`",
            ),
        );
    }

    /// Reports what an editor should know about a platform before choosing it.
    pub(crate) fn video_caveat(&mut self, span: Span, platform: &Platform, caveat: Caveat) {
        let Platform { id, name, .. } = platform;
        let (zh, en) = match caveat {
            Caveat::NoPlayer => (
                "没有公开的播放器，网页上显示封面、二维码和链接",
                "has no public player; the page shows poster, QR code and link",
            ),
            Caveat::Abroad => {
                ("国内多数读者打不开", "most readers in mainland China cannot open it")
            }
            Caveat::Folded => (
                "已并入别的平台，旧地址随时可能失效",
                "was folded into another platform; old addresses may stop working",
            ),
        };
        self.push(
            warning("video/platform", span, format!("{name}：{zh}"), format!("{name}: {en}")).hint(
                format!("换一个平台，或者用自己的文件；知道了就在 `site.toml` 的 `[video]` 里写 `accept = [\"{id}\"]`"),
                format!("choose another, or a file of your own; if it is known, write `accept = [\"{id}\"]` under `[video]` in `site.toml`"),
            ),
        );
    }

    /// Reports a video file that is not there.
    pub(crate) fn video_missing(&mut self, span: Span, written: &str, near: Option<&str>) {
        let diagnostic = error(
            "video/missing",
            span,
            format!("找不到视频 `{written}`"),
            format!("no video at `{written}`"),
        );
        self.push(match near {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => diagnostic.hint("把视频文件放在这一页旁边", "put the file beside this page"),
        });
    }

    /// Reports a file that cannot be played.
    pub(crate) fn video_unreadable(&mut self, span: Span, path: &str, why: VideoError) {
        let (zh, en, hint_zh, hint_en) = match why {
            VideoError::NotMp4 => {
                ("不是 MP4 视频", "is no MP4 file", "转成 MP4", "convert it to MP4")
            }
            VideoError::NoDescription => (
                "没有复制完整，缺少说明部分",
                "was not copied whole: its description is missing",
                "重新复制或导出",
                "copy or export it again",
            ),
            VideoError::Corrupt => {
                ("已损坏", "is damaged", "重新复制或导出", "copy or export it again")
            }
            VideoError::NoPictures => (
                "只有声音，没有画面",
                "holds sound but no pictures",
                "声音用 `朗读` 来放",
                "use `audio` for sound",
            ),
            VideoError::Unreadable => {
                ("读不出来", "cannot be read", "再试一次；检查磁盘", "try again; check the disk")
            }
        };
        self.push(
            error("video/unreadable", span, format!("`{path}` {zh}"), format!("`{path}` {en}"))
                .hint(format!("{hint_zh}：{CONVERT}"), format!("{hint_en}: {CONVERT}")),
        );
    }

    /// Reports a file whose end is missing.
    pub(crate) fn video_truncated(&mut self, span: Span, path: &str) {
        self.push(
            error(
                "video/truncated",
                span,
                format!("`{path}` 的后半截不见了"),
                format!("the end of `{path}` is missing"),
            )
            .hint("重新复制一遍，复制完再拔 U 盘", "copy it again, and wait until it is done"),
        );
    }

    /// Reports pictures or sound that many phones do not play. `what` is the codec.
    pub(crate) fn video_codec(&mut self, span: Span, path: &str, what: &str) {
        self.push(
            warning(
                "video/codec",
                span,
                format!("`{path}` 用的是 {what}，不少手机放不出来"),
                format!("`{path}` is coded as {what}, which many phones do not play"),
            )
            .hint(
                format!("转成 H.264 和 AAC：{CONVERT}"),
                format!("convert it to H.264 and AAC: {CONVERT}"),
            ),
        );
    }

    /// Reports a file that starts to play only when it is loaded whole.
    pub(crate) fn video_faststart(&mut self, span: Span, path: &str) {
        self.push(
            warning(
                "video/faststart",
                span,
                format!("`{path}` 要全部下载完才能开始放"),
                format!("`{path}` starts to play only when all of it is loaded"),
            )
            .hint(
                "不用重新压缩：`ffmpeg -i 原片 -c copy -movflags +faststart short.mp4`",
                "without coding it again: `ffmpeg -i IN -c copy -movflags +faststart short.mp4`",
            )
            .hint(
                "没有 ffmpeg：用免费的 HandBrake 打开，勾上“网页优化”（Web Optimized）再导出",
                "without ffmpeg: open it in HandBrake, tick “Web Optimized” and export",
            ),
        );
    }

    /// Reports a video larger than its budget, in tenths of a megabyte.
    pub(crate) fn video_too_large(&mut self, span: Span, path: &str, tenths: u64, limit_mb: u64) {
        let size = format!("{}.{}", tenths / 10, tenths % 10);
        self.push(
            warning("video/too-large", span, format!("`{path}` 有 {size} MB，超过 {limit_mb} MB，流量少的人看不起"), format!("`{path}` has {size} MB, more than {limit_mb} MB, too dear for many readers"))
            .hint(
                format!("压小一点：{CONVERT}；上限在 `site.toml` 的 `[video]` 里：`max_mb`"),
                format!("make it smaller: {CONVERT}; the limit is `max_mb` under `[video]` in `site.toml`"),
            ),
        );
    }

    /// Reports a video longer than its budget.
    pub(crate) fn video_too_long(&mut self, span: Span, seconds: u64, limit_s: u64) {
        self.push(
            warning("video/too-long", span, format!("视频有 {seconds} 秒，超过 {limit_s} 秒"), format!("the video takes {seconds} s, more than {limit_s} s"))
            .hint(
                "短视频一段只讲一件事，拆成几段；上限在 `site.toml` 的 `[video]` 里：`max_seconds`",
                "one matter a video: split it; the limit is `max_seconds` under `[video]` in `site.toml`",
            ),
        );
    }

    /// Reports more pixels than a phone shows.
    pub(crate) fn video_resolution(&mut self, span: Span, path: &str, width: u32, height: u32) {
        self.push(
            warning(
                "video/resolution",
                span,
                format!("`{path}` 是 {width}×{height}，手机上用不到这么大"),
                format!("`{path}` has {width}×{height} pixels, more than phones show"),
            )
            .hint(
                format!("短边缩到 720：{CONVERT}"),
                format!("scale the shorter side to 720: {CONVERT}"),
            ),
        );
    }

    /// Reports that nobody knows how long a video is.
    pub(crate) fn video_no_length(&mut self, span: Span) {
        self.push(
            warning(
                "video/no-length",
                span,
                "不知道这段视频有多长",
                "nobody knows how long this video is",
            )
            .hint("写上时长：`{时长=1:20}`", "write it down: `{duration=1:20}`"),
        );
    }

    /// Reports a written length that is not the file's.
    pub(crate) fn video_length(&mut self, span: Span, written_s: u32, real_s: u32) {
        let clock = |seconds: u32| format!("{}:{:02}", seconds / 60, seconds % 60);
        let (written, real) = (clock(written_s), clock(real_s));
        self.push(
            warning(
                "video/length",
                span,
                format!("时长写的是 {written}，文件是 {real}"),
                format!("the length is written as {written}, the file's is {real}"),
            )
            .hint("自己的文件不用写时长，删掉它", "a file of your own needs no length: delete it"),
        );
    }

    /// Reports a video without poster. `file` is where it is looked for.
    pub(crate) fn video_no_poster(&mut self, span: Span, file: &str) {
        self.push(
            warning("video/no-poster", span, "这段视频没有封面", "this video has no poster").hint(
                format!("截一张图，存成 `{file}`，或者写 `{{封面=图片}}`"),
                format!("save a picture as `{file}`, or write `{{poster=picture}}`"),
            ),
        );
    }

    /// Reports a video without captions. `file` is where they are looked for.
    pub(crate) fn video_no_captions(&mut self, span: Span, file: &str) {
        self.push(
            error(
                "video/no-captions",
                span,
                "这段视频没有字幕，听不见的人看不懂",
                "this video has no captions for those who cannot hear it",
            )
            .hint(
                format!("字幕（WebVTT）存成 `{file}`，或者写 `{{字幕=文件.vtt}}`"),
                format!("save captions (WebVTT) as `{file}`, or write `{{captions=file.vtt}}`"),
            ),
        );
    }

    /// Reports a video without transcript. `file` is where it is looked for.
    pub(crate) fn video_no_transcript(&mut self, span: Span, file: &str) {
        self.push(
            error(
                "video/no-transcript",
                span,
                "这段视频没有文字稿，看不清、流量不够的人不知道讲了什么",
                "this video has no transcript for those who cannot see or load it",
            )
            .hint(
                format!("文字稿存成 `{file}`，或者写 `{{文字稿=文件.md}}`"),
                format!("save a transcript as `{file}`, or write `{{transcript=file.md}}`"),
            ),
        );
    }

    /// Reports a transcript too short for what its video says.
    pub(crate) fn video_short_transcript(
        &mut self,
        span: Span,
        characters: usize,
        expected: usize,
    ) {
        self.push(
            warning("video/transcript", span, format!("文字稿只有 {characters} 个字，照视频的长短应当有 {expected} 个字以上"), format!("the transcript has {characters} characters, a video of this length needs at least {expected}"))
            .hint("把说的话和画面上的字都写进去", "write down what is said and what is shown"),
        );
    }
}
