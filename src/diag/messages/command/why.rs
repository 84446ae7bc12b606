//! What `why` says: what became of a file.

use jiff::civil::Date;

use crate::diag::Text;

/// A page; `address` as it is typed after the site's own.
pub fn page(path: &str, address: &str) -> Text {
    is(path, &format!("是一个网页：{address}"), &format!("is a page: {address}"))
}

/// A section's page.
pub fn section(path: &str, address: &str) -> Text {
    is(path, &format!("是栏目页：{address}"), &format!("is a section's page: {address}"))
}

/// A snippet.
pub fn snippet(path: &str, name: &str) -> Text {
    is(
        path,
        &format!("是片段，用 `:::引用 {name}` 插入别的网页，自己不发布"),
        &format!("is a snippet for `:::include {name}`, not published itself"),
    )
}

/// A text that a video uses.
pub(crate) fn companion(path: &str) -> Text {
    is(path, "是视频的文字稿，随视频一起显示", "is a video's transcript and shown with it")
}

/// A draft.
pub fn draft(path: &str) -> Text {
    is(path, "没有发布：是草稿（`草稿: true`）", "is not published: it is a draft")
}

/// A page whose day has not come.
pub(crate) fn scheduled(path: &str, day: Date) -> Text {
    is(path, &format!("还没有发布：{day} 起才发布"), &format!("is not published before {day}"))
}

/// A page whose day is past.
pub(crate) fn expired(path: &str, day: Date) -> Text {
    is(path, &format!("不再发布：{day} 到期"), &format!("is not published since {day}"))
}

/// A page in a column whose own text waits.
pub(crate) fn below(path: &str, text: &str) -> Text {
    is(
        path,
        &format!("没有发布：所在的栏目还没发布或已到期，看 `{text}`"),
        &format!("is not published: its column waits or has expired, see `{text}`"),
    )
}

/// A page that asks for no page of its own.
pub fn never(path: &str) -> Text {
    is(path, "没有自己的网页：`输出` 这样要求", "has no page of its own: `render` says so")
}

/// A file in a folder that is left out.
pub fn hidden(path: &str) -> Text {
    is(
        path,
        "没有发布：所在文件夹的名字以 `_` 开头",
        "is not published: its folder's name starts with `_`",
    )
}

/// A page whose address another has.
pub(crate) fn collides(path: &str, other: &str) -> Text {
    is(
        path,
        &format!("没有发布：网址和 `{other}` 相同"),
        &format!("is not published: `{other}` has the same address"),
    )
}

/// A page whose name makes no address.
pub(crate) fn impossible(path: &str) -> Text {
    is(
        path,
        "没有发布：文件名或 `slug` 不能作网址",
        "is not published: its name or slug makes no address",
    )
}

/// A file that the ignore rules leave out.
pub(crate) fn left_alone(path: &str) -> Text {
    is(
        path,
        "没有读取：这样的名字是系统或办公软件的临时文件，或者以点开头",
        "was not read: files of such a name are leftovers of programs, or start with a dot",
    )
}

/// A file that could not be read.
pub(crate) fn not_read(path: &str) -> Text {
    is(path, "没有读成，原因如下", "could not be read:")
}

/// A law.
pub fn statute(path: &str) -> Text {
    is(
        path,
        "是法律原文，放在 `laws/` 下发布，文章引用时链接到它",
        "is a statute, published under `laws/` and linked where it is cited",
    )
}

/// A table or list.
pub fn data(path: &str) -> Text {
    is(
        path,
        "是数据表，供 `:::表格` 和模板使用，自己不发布",
        "is data for tables and templates, not published itself",
    )
}

/// Captions.
pub fn captions(path: &str) -> Text {
    is(path, "是视频的字幕，随视频一起显示", "holds a video's captions and is shown with it")
}

/// The configuration or a theme's file.
pub(crate) fn setting(path: &str) -> Text {
    is(path, "决定网站的样子，自己不发布", "decides how the site looks and is not a page")
}

/// A file that was copied.
pub fn copied(path: &str, copies: &str) -> Text {
    is(path, &format!("原样复制到 {copies}"), &format!("is copied to {copies}"))
}

/// A picture of which only other sizes are published.
pub fn used(path: &str, pages: &[&str]) -> Text {
    is(
        path,
        &format!("用在 {} 里；发布的是去掉拍摄信息、缩成几种大小的图", pages.join("、")),
        &format!(
            "is shown on {}; what is published is scaled and without the camera's data",
            pages.join(", ")
        ),
    )
}

/// A file beside pages that none of them uses as it is.
pub(crate) fn not_mentioned(path: &str) -> Text {
    is(path, "没有发布：没有网页提到它", "is not published: no page mentions it")
}

/// A file outside the input folders.
pub(crate) fn not_an_input(path: &str) -> Text {
    is(
        path,
        "不归 pufa 管：只读 `site.toml`、`content/`、`data/`、`static/`、`themes/`、`fonts/`",
        "is no input: only `site.toml`, `content/`, `data/`, `static/`, `themes/` and `fonts/` are read",
    )
}

fn is(path: &str, zh: &str, en: &str) -> Text {
    Text::new(format!("`{path}` {zh}"), format!("`{path}` {en}"))
}
