//! What `why` says: what became of a file.

use crate::{
    cli::console::Console,
    site::{Fate, Permalink},
};

impl Console {
    /// What became of a source.
    pub fn fate(&self, path: &str, fate: &Fate) -> String {
        let (zh, en) = match fate {
            Fate::Page(to) => (
                format!("是一个网页：{}", address(to)),
                format!("is a page: {}", address(to)),
            ),
            Fate::Section(to) => (
                format!("是栏目页：{}", address(to)),
                format!("is a section's page: {}", address(to)),
            ),
            Fate::Snippet(name) => (
                format!("是片段，用 `:::引用 {name}` 插入别的网页，自己不发布"),
                format!("is a snippet for `:::include {name}`, not published itself"),
            ),
            Fate::Companion => (
                "是视频的文字稿，随视频一起显示".to_owned(),
                "is a video's transcript and shown with it".to_owned(),
            ),
            Fate::Draft => (
                "没有发布：是草稿（`草稿: true`）".to_owned(),
                "is not published: it is a draft".to_owned(),
            ),
            Fate::Scheduled(day) => (
                format!("还没有发布：{day} 起才发布"),
                format!("is not published before {day}"),
            ),
            Fate::Expired(day) => (
                format!("不再发布：{day} 到期"),
                format!("is not published since {day}"),
            ),
            Fate::Never => (
                "没有自己的网页：`输出` 这样要求".to_owned(),
                "has no page of its own: `render` says so".to_owned(),
            ),
            Fate::Hidden => (
                "没有发布：所在文件夹的名字以 `_` 开头".to_owned(),
                "is not published: its folder's name starts with `_`".to_owned(),
            ),
            Fate::Collides(other) => (
                format!("没有发布：网址和 `{other}` 相同"),
                format!("is not published: `{other}` has the same address"),
            ),
            Fate::Impossible => (
                "没有发布：文件名或 `slug` 不能作网址".to_owned(),
                "is not published: its name or slug makes no address".to_owned(),
            ),
        };
        self.pick(format!("`{path}` {zh}"), format!("`{path}` {en}"))
    }

    /// A file that the ignore rules leave out.
    pub fn left_alone(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 没有读取：这样的名字是系统或办公软件的临时文件，或者以点开头"),
            format!("`{path}` was not read: files of such a name are leftovers of programs, or start with a dot"),
        )
    }

    /// A file that could not be read.
    pub fn not_read(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 没有读成，原因如下"),
            format!("`{path}` could not be read:"),
        )
    }

    /// A law.
    pub fn is_statute(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 是法律原文，放在 `laws/` 下发布，文章引用时链接到它"),
            format!("`{path}` is a statute, published under `laws/` and linked where it is cited"),
        )
    }

    /// A table or list.
    pub fn is_data(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 是数据表，供 `:::表格` 和模板使用，自己不发布"),
            format!("`{path}` is data for tables and templates, not published itself"),
        )
    }

    /// The configuration or a theme's file.
    pub fn is_setting(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 决定网站的样子，自己不发布"),
            format!("`{path}` decides how the site looks and is not a page"),
        )
    }

    /// A file that was copied.
    pub fn copied(&self, path: &str, copies: &str) -> String {
        self.pick(
            format!("`{path}` 原样复制到 {copies}"),
            format!("`{path}` is copied to {copies}"),
        )
    }

    /// A file beside pages that none of them uses as it is.
    pub fn not_mentioned(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 没有发布：没有网页提到它"),
            format!("`{path}` is not published: no page mentions it"),
        )
    }

    /// A picture of which only other sizes are published.
    pub fn is_used(&self, path: &str, pages: &[&str]) -> String {
        let pages = pages.join(self.pick("、", ", "));
        self.pick(
            format!("`{path}` 用在 {pages} 里；发布的是去掉拍摄信息、缩成几种大小的图"),
            format!("`{path}` is shown on {pages}; what is published is scaled and without the camera's data"),
        )
    }

    /// Captions.
    pub fn is_captions(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 是视频的字幕，随视频一起显示"),
            format!("`{path}` holds a video's captions and is shown with it"),
        )
    }

    /// A file outside the input folders.
    pub fn not_an_input(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 不归 pufa 管：只读 `site.toml`、`content/`、`data/`、`static/`、`themes/`、`fonts/`"),
            format!("`{path}` is no input: only `site.toml`, `content/`, `data/`, `static/`, `themes/` and `fonts/` are read"),
        )
    }

    /// A file that does not exist.
    pub fn no_file(&self, path: &str) -> String {
        self.pick(format!("没有文件 `{path}`"), format!("no file `{path}`"))
    }
}

/// An address as it is typed after the site's own.
fn address(permalink: &Permalink) -> String {
    format!("/{}", permalink.as_str())
}
