//! The video platforms: one table from which recognition, facade, player, content security policy and messages come.
//!
//! An address is only looked at, never fetched. Hosts match exactly: `bilibili.com.evil.test` is not Bilibili.

mod table;

pub use crate::media::platform::table::PLATFORMS;

/// What is known about a platform.
#[derive(Debug, PartialEq, Eq)]
pub struct Platform {
    /// Stable short name: `bilibili`.
    pub id: &'static str,
    /// As readers know it: 哔哩哔哩.
    pub name: &'static str,
    /// Hosts whose addresses can name a video.
    pub hosts: &'static [&'static str],
    /// Hosts of short links, which cannot be resolved without asking the platform.
    pub short_hosts: &'static [&'static str],
    /// How its videos are shown.
    pub embed: Embed,
    /// Shape of its player.
    pub shape: Shape,
    /// The page of a video, `{id}` standing for the platform's name for it.
    pub page: &'static str,
    /// Its player in the same way; empty without one.
    pub player: &'static str,
    /// A long address as an example for messages.
    pub example: &'static str,
    /// What editors should know before they choose it.
    pub caveat: Option<Caveat>,
}

/// Why a platform may not serve the readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caveat {
    /// It has no public player.
    NoPlayer,
    /// Most readers in mainland China cannot open it.
    Abroad,
    /// It was folded into another, its addresses may die.
    Folded,
}

/// How the videos of a platform are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embed {
    /// In a frame, after a click.
    Frame {
        /// What the content security policy has to allow: `https://player.bilibili.com`.
        origin: &'static str,
        /// The frame's `referrerpolicy`.
        referrer: &'static str,
        /// The frame's `sandbox`.
        sandbox: &'static str,
    },
    /// Not at all: the platform has no public player, so there is a poster, a link and a QR code.
    Link,
}

/// The shape of a player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 16 : 9.
    Landscape,
    /// 9 : 16.
    Portrait,
}

/// A video on a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformVideo {
    /// The platform.
    pub platform: &'static Platform,
    /// The platform's own name for the video: `BV1xx411c7mD`.
    pub id: String,
    /// The page to link to, cleaned of everything that tracks.
    pub page_url: String,
    /// What the frame shows; `None` when the platform has no player.
    pub player_url: Option<String>,
}

/// Why an address of a known platform is no video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformError {
    /// A short link: only the platform knows where it leads.
    ShortLink(&'static Platform),
    /// A page of the platform that is not a video's.
    NotAVideo(&'static Platform),
}

/// Returns the video that `url` names, or `None` when its host is no platform's.
///
/// # Errors
/// When the host is a platform's but the address is a short link or not a video's.
pub fn recognise(url: &str) -> Option<Result<PlatformVideo, PlatformError>> {
    let address = Address::parse(url)?;
    if let Some(platform) =
        PLATFORMS.iter().find(|it| it.short_hosts.contains(&address.host.as_str()))
    {
        return Some(Err(PlatformError::ShortLink(platform)));
    }
    let platform = PLATFORMS.iter().find(|it| it.hosts.contains(&address.host.as_str()))?;
    Some(table::video(platform, &address).ok_or(PlatformError::NotAVideo(platform)))
}

/// A `http` or `https` address, taken apart.
#[derive(Debug)]
struct Address<'a> {
    host: String,
    path: Vec<&'a str>,
    query: &'a str,
}

impl<'a> Address<'a> {
    fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.trim().split_once("://")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or(rest);
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '\\']).unwrap_or(rest.len()));
        // An address with a user name or a port of its own is no platform's, whatever host it pretends.
        if authority.contains(['@', ':']) || tail.starts_with('\\') {
            return None;
        }
        let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
        let path = path.split('/').filter(|it| !it.is_empty()).collect();
        Some(Self { host: authority.to_ascii_lowercase(), path, query })
    }

    fn query(&self, key: &str) -> Option<&'a str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Embed, PLATFORMS, PlatformError, recognise};

    fn player(url: &str) -> String {
        let video = recognise(url).expect("a platform").expect("a video");
        video.player_url.unwrap_or_else(|| format!("link {}", video.page_url))
    }

    #[expect(clippy::too_many_lines, reason = "a table of addresses")]
    #[test]
    fn every_platform_is_recognised() {
        let bilibili = "https://player.bilibili.com/player.html?isOutside=true&bvid=BV1xx411c7mD&p=1&autoplay=0&danmaku=0";
        for (url, expected) in [
            (
                "https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333.999&vd_source=1",
                bilibili,
            ),
            ("http://m.bilibili.com/video/BV1xx411c7mD", bilibili),
            (
                "https://bilibili.com/video/av170001?p=3",
                "https://player.bilibili.com/player.html?isOutside=true&aid=170001&p=3&autoplay=0&danmaku=0",
            ),
            (
                "https://v.qq.com/x/page/a0123456789.html",
                "https://v.qq.com/txp/iframe/player.html?vid=a0123456789&autoplay=false",
            ),
            (
                "https://v.qq.com/x/cover/mzc00200abcdefg/b0123456789.html",
                "https://v.qq.com/txp/iframe/player.html?vid=b0123456789&autoplay=false",
            ),
            (
                "https://v.youku.com/v_show/id_XNjAwMDAwMDAwMA==.html",
                "https://player.youku.com/embed/XNjAwMDAwMDAwMA==",
            ),
            (
                "https://v.youku.com/v_show/id_XNjAwMDAwMDAwMA%3D%3D.html?s=1",
                "https://player.youku.com/embed/XNjAwMDAwMDAwMA==",
            ),
            (
                "https://www.douyin.com/video/7300000000000000000",
                "https://open.douyin.com/player/video?vid=7300000000000000000&autoplay=0",
            ),
            (
                "https://www.iesdouyin.com/share/video/7300000000000000000/?region=CN",
                "https://open.douyin.com/player/video?vid=7300000000000000000&autoplay=0",
            ),
            (
                "https://www.douyin.com/user/MS4w?modal_id=7300000000000000000",
                "https://open.douyin.com/player/video?vid=7300000000000000000&autoplay=0",
            ),
            (
                "https://www.ixigua.com/7300000000000000000",
                "https://www.ixigua.com/iframe/7300000000000000000?autoplay=0",
            ),
            ("https://www.acfun.cn/v/ac12345678", "https://www.acfun.cn/player/ac12345678"),
            (
                "https://www.youtube.com/watch?v=abcdefghijk&t=3",
                "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0",
            ),
            (
                "https://youtu.be/abcdefghijk",
                "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0",
            ),
            ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
            ("https://weixin.qq.com/sph/AbCdEf123", "link https://weixin.qq.com/sph/AbCdEf123"),
            (
                "https://www.kuaishou.com/short-video/3xabcdefgh",
                "link https://www.kuaishou.com/short-video/3xabcdefgh",
            ),
            (
                "https://weibo.com/tv/show/1034:4900000000000000",
                "link https://weibo.com/tv/show/1034:4900000000000000",
            ),
            (
                "https://www.xiaohongshu.com/explore/65a000000000000000000000",
                "link https://www.xiaohongshu.com/explore/65a000000000000000000000",
            ),
        ] {
            assert_eq!(player(url), expected, "{url}");
        }
    }

    #[test]
    fn each_example_of_the_table_names_a_video_of_its_platform() {
        for platform in &PLATFORMS {
            let video = recognise(platform.example).expect("a platform").expect("a video");
            assert_eq!(video.platform.id, platform.id);
            match platform.embed {
                Embed::Frame { origin, .. } => {
                    let player = video.player_url.expect("a player");
                    assert!(player.starts_with(&format!("{origin}/")), "{player}");
                }
                Embed::Link => assert_eq!(video.player_url, None),
            }
        }
    }

    #[test]
    fn hosts_match_exactly() {
        for url in [
            "https://bilibili.com.evil.test/video/BV1xx411c7mD",
            "https://evilbilibili.com/video/BV1xx411c7mD",
            "https://bilibili.com@evil.test/video/BV1xx411c7mD",
            "https://evil.test/https://www.bilibili.com/video/BV1xx411c7mD",
            "https://evil.test\\@www.bilibili.com/video/BV1xx411c7mD",
            "https://www.bilibili.com:8080/video/BV1xx411c7mD",
            "javascript://www.bilibili.com/video/BV1xx411c7mD",
            "www.bilibili.com/video/BV1xx411c7mD",
            "",
            "https://",
        ] {
            assert_eq!(recognise(url), None, "{url}");
        }
    }

    #[test]
    fn what_is_no_video_says_why() {
        for url in [
            "https://b23.tv/abcdefg",
            "https://v.douyin.com/iAbCdEf/",
            "https://v.kuaishou.com/abc",
            "http://xhslink.com/a/b",
        ] {
            assert!(matches!(recognise(url), Some(Err(PlatformError::ShortLink(_)))), "{url}");
        }
        for url in [
            "https://www.bilibili.com/",
            "https://www.bilibili.com/video/",
            "https://www.bilibili.com/video/BV1xx\"><script>",
            "https://www.bilibili.com/video/BV1xx411c7mD&x=1",
            "https://www.douyin.com/video/abc",
            "https://www.youtube.com/watch?v=short",
            "https://weixin.qq.com/",
        ] {
            assert!(matches!(recognise(url), Some(Err(PlatformError::NotAVideo(_)))), "{url}");
        }
    }
}
