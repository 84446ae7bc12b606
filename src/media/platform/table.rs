//! The table itself.

use crate::media::platform::{Address, Caveat, Embed, Platform, PlatformVideo, Shape};

/// What players need to run; they may not navigate the page that holds them.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-popups allow-presentation";

/// All platforms we know.
pub const PLATFORMS: [Platform; 12] = [
    Platform {
        id: "bilibili",
        name: "哔哩哔哩",
        hosts: &["www.bilibili.com", "bilibili.com", "m.bilibili.com"],
        short_hosts: &["b23.tv", "www.b23.tv", "bili2233.cn"],
        embed: frame("https://player.bilibili.com"),
        shape: Shape::Landscape,
        page: "https://www.bilibili.com/video/{id}",
        player: "https://player.bilibili.com/player.html?isOutside=true&bvid={id}&p=1&autoplay=0&danmaku=0",
        example: "https://www.bilibili.com/video/BV1xx411c7mD",
        caveat: None,
    },
    Platform {
        id: "tencent",
        name: "腾讯视频",
        hosts: &["v.qq.com", "m.v.qq.com"],
        short_hosts: &[],
        embed: frame("https://v.qq.com"),
        shape: Shape::Landscape,
        page: "https://v.qq.com/x/page/{id}.html",
        player: "https://v.qq.com/txp/iframe/player.html?vid={id}&autoplay=false",
        example: "https://v.qq.com/x/page/a0123456789.html",
        caveat: None,
    },
    Platform {
        id: "youku",
        name: "优酷",
        hosts: &["v.youku.com", "m.youku.com"],
        short_hosts: &[],
        embed: frame("https://player.youku.com"),
        shape: Shape::Landscape,
        page: "https://v.youku.com/v_show/id_{id}.html",
        player: "https://player.youku.com/embed/{id}",
        example: "https://v.youku.com/v_show/id_XNjAwMDAwMDAwMA==.html",
        caveat: None,
    },
    Platform {
        id: "douyin",
        name: "抖音",
        hosts: &[
            "www.douyin.com",
            "douyin.com",
            "m.douyin.com",
            "www.iesdouyin.com",
            "iesdouyin.com",
        ],
        short_hosts: &["v.douyin.com"],
        // The player answers only when it learns which page holds it.
        embed: Embed::Frame {
            origin: "https://open.douyin.com",
            referrer: "unsafe-url",
            sandbox: SANDBOX,
        },
        shape: Shape::Portrait,
        page: "https://www.douyin.com/video/{id}",
        player: "https://open.douyin.com/player/video?vid={id}&autoplay=0",
        example: "https://www.douyin.com/video/7300000000000000000",
        caveat: None,
    },
    Platform {
        id: "xigua",
        name: "西瓜视频",
        hosts: &["www.ixigua.com", "ixigua.com", "m.ixigua.com"],
        short_hosts: &["v.ixigua.com"],
        embed: frame("https://www.ixigua.com"),
        shape: Shape::Landscape,
        page: "https://www.ixigua.com/{id}",
        player: "https://www.ixigua.com/iframe/{id}?autoplay=0",
        example: "https://www.ixigua.com/7300000000000000000",
        caveat: Some(Caveat::Folded),
    },
    Platform {
        id: "acfun",
        name: "AcFun",
        hosts: &["www.acfun.cn", "acfun.cn", "m.acfun.cn"],
        short_hosts: &[],
        embed: frame("https://www.acfun.cn"),
        shape: Shape::Landscape,
        page: "https://www.acfun.cn/v/{id}",
        player: "https://www.acfun.cn/player/{id}",
        example: "https://www.acfun.cn/v/ac12345678",
        caveat: None,
    },
    Platform {
        id: "youtube",
        name: "YouTube",
        hosts: &[
            "www.youtube.com",
            "youtube.com",
            "m.youtube.com",
            "youtu.be",
            "www.youtube-nocookie.com",
        ],
        short_hosts: &[],
        // Without any referrer the player shows error 153 instead of the video.
        embed: Embed::Frame {
            origin: "https://www.youtube-nocookie.com",
            referrer: "strict-origin-when-cross-origin",
            sandbox: SANDBOX,
        },
        shape: Shape::Landscape,
        page: "https://www.youtube.com/watch?v={id}",
        player: "https://www.youtube-nocookie.com/embed/{id}?rel=0",
        example: "https://www.youtube.com/watch?v=abcdefghijk",
        caveat: Some(Caveat::Abroad),
    },
    Platform {
        id: "vimeo",
        name: "Vimeo",
        hosts: &["vimeo.com", "www.vimeo.com", "player.vimeo.com"],
        short_hosts: &[],
        embed: frame("https://player.vimeo.com"),
        shape: Shape::Landscape,
        page: "https://vimeo.com/{id}",
        player: "https://player.vimeo.com/video/{id}?dnt=1",
        example: "https://vimeo.com/123456789",
        caveat: Some(Caveat::Abroad),
    },
    Platform {
        id: "channels",
        name: "微信视频号",
        hosts: &["weixin.qq.com", "channels.weixin.qq.com"],
        short_hosts: &[],
        embed: Embed::Link,
        shape: Shape::Portrait,
        page: "https://weixin.qq.com/sph/{id}",
        player: "",
        example: "https://weixin.qq.com/sph/AbCdEf123",
        caveat: Some(Caveat::NoPlayer),
    },
    Platform {
        id: "kuaishou",
        name: "快手",
        hosts: &["www.kuaishou.com", "kuaishou.com", "m.kuaishou.com"],
        short_hosts: &["v.kuaishou.com", "v.m.chenzhongtech.com"],
        embed: Embed::Link,
        shape: Shape::Portrait,
        page: "https://www.kuaishou.com/short-video/{id}",
        player: "",
        example: "https://www.kuaishou.com/short-video/3xabcdefgh",
        caveat: Some(Caveat::NoPlayer),
    },
    Platform {
        id: "weibo",
        name: "微博",
        hosts: &["weibo.com", "www.weibo.com", "video.weibo.com"],
        short_hosts: &["t.cn"],
        embed: Embed::Link,
        shape: Shape::Landscape,
        page: "https://weibo.com/tv/show/{id}",
        player: "",
        example: "https://weibo.com/tv/show/1034:4900000000000000",
        caveat: Some(Caveat::NoPlayer),
    },
    Platform {
        id: "xiaohongshu",
        name: "小红书",
        hosts: &["www.xiaohongshu.com", "xiaohongshu.com"],
        short_hosts: &["xhslink.com", "www.xhslink.com"],
        embed: Embed::Link,
        shape: Shape::Portrait,
        page: "https://www.xiaohongshu.com/explore/{id}",
        player: "",
        example: "https://www.xiaohongshu.com/explore/65a000000000000000000000",
        caveat: Some(Caveat::NoPlayer),
    },
];

const fn frame(origin: &'static str) -> Embed {
    Embed::Frame { origin, referrer: "no-referrer", sandbox: SANDBOX }
}

/// Returns the video that an address on one of the platform's hosts names.
pub(super) fn video(platform: &'static Platform, address: &Address<'_>) -> Option<PlatformVideo> {
    match (platform.id, address.path.as_slice()) {
        ("bilibili", ["video", id, ..]) => bilibili(platform, id, address.query("p")),
        ("channels", ["web", "pages", "feed"]) => feed(platform, address),
        _ => {
            let id = id(platform, address)?;
            let fill = |pattern: &str| pattern.replace("{id}", &id);
            let has_player = matches!(platform.embed, Embed::Frame { .. });
            Some(PlatformVideo {
                platform,
                page_url: fill(platform.page),
                player_url: has_player.then(|| fill(platform.player)),
                id,
            })
        }
    }
}

/// Returns the platform's own name for the video at an address.
fn id(platform: &Platform, address: &Address<'_>) -> Option<String> {
    let id = match (platform.id, address.path.as_slice()) {
        ("tencent", ["x", "page", file] | ["x", "cover", _, file]) => {
            code(file.strip_suffix(".html")?, 8..=32)?
        }
        ("youku", [_, file, ..]) => {
            let id = file.strip_prefix("id_")?.trim_end_matches(".html");
            let id = id.replace("%3D", "=").replace("%3d", "=");
            code(id.trim_end_matches('='), 8..=40)?;
            return Some(id);
        }
        ("douyin", path) => {
            let at = path.iter().position(|it| *it == "video");
            let in_path = at.and_then(|at| path.get(at + 1)).copied();
            digits(in_path.or_else(|| address.query("modal_id"))?, 8..=24)?
        }
        ("xigua", [id] | ["video", id]) => digits(id, 8..=24)?,
        ("acfun", ["v", id]) => {
            digits(id.strip_prefix("ac")?, 1..=12)?;
            id
        }
        ("youtube", ["shorts" | "embed" | "live", id]) => code(id, 11..=11)?,
        ("youtube", [id]) if address.host == "youtu.be" => code(id, 11..=11)?,
        ("youtube", ["watch"]) => code(address.query("v")?, 11..=11)?,
        ("vimeo", [id] | ["video", id]) => digits(id, 4..=12)?,
        ("channels", ["sph", id]) => code(id, 4..=64)?,
        ("kuaishou", ["short-video" | "photo" | "video", id]) => code(id, 6..=32)?,
        ("weibo", ["tv", "show", id]) => weibo(id)?,
        ("weibo", ["show"]) => weibo(address.query("fid")?)?,
        ("xiaohongshu", ["explore", id] | ["discovery", "item", id]) => code(id, 16..=32)?,
        _ => return None,
    };
    Some(id.to_owned())
}

fn bilibili(platform: &'static Platform, id: &str, part: Option<&str>) -> Option<PlatformVideo> {
    let part = part.and_then(|it| digits(it, 1..=4)).unwrap_or("1");
    let name = if let Some(number) = id.strip_prefix("av").or_else(|| id.strip_prefix("AV")) {
        format!("aid={}", digits(number, 1..=18)?)
    } else {
        let id = code(id, 12..=12).filter(|it| it.starts_with("BV"))?;
        format!("bvid={id}")
    };
    let query = if part == "1" { String::new() } else { format!("?p={part}") };
    Some(PlatformVideo {
        platform,
        id: id.to_owned(),
        page_url: format!("https://www.bilibili.com/video/{id}{query}"),
        player_url: Some(format!(
            "https://player.bilibili.com/player.html?isOutside=true&{name}&p={part}&autoplay=0&danmaku=0"
        )),
    })
}

/// A video of 微信视频号 by the address that a computer shows.
fn feed(platform: &'static Platform, address: &Address<'_>) -> Option<PlatformVideo> {
    let id = code(address.query("eid")?, 4..=200)?;
    Some(PlatformVideo {
        platform,
        id: id.to_owned(),
        page_url: format!("https://channels.weixin.qq.com/web/pages/feed?eid={id}"),
        player_url: None,
    })
}

fn weibo(id: &str) -> Option<&str> {
    let (kind, number) = id.split_once(':')?;
    (digits(kind, 1..=8).is_some() && code(number, 6..=32).is_some()).then_some(id)
}

fn digits(text: &str, len: std::ops::RangeInclusive<usize>) -> Option<&str> {
    (len.contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())).then_some(text)
}

/// An id of letters, digits, `-` and `_`: nothing that could leave its place in an address or an attribute.
fn code(text: &str, len: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (len.contains(&text.len()) && text.bytes().all(good)).then_some(text)
}
