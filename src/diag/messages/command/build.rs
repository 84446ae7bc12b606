//! What `build` says.

use std::time::Duration;

use crate::diag::{
    Text,
    messages::{command::seconds, grammar::count_of},
};

/// While the site is built.
pub(crate) fn building() -> Text {
    Text::new("正在生成", "building")
}

/// While files are written.
pub fn writing() -> Text {
    Text::new("正在写入", "writing")
}

/// Another run writes to the same folder.
pub(crate) fn waiting() -> Text {
    Text::new(
        "另一个 pufa 正在写这个文件夹，等它写完……",
        "another pufa writes to this folder, waiting …",
    )
}

/// After a build that failed.
pub(crate) fn not_published(output: &str, counts: &Text) -> Text {
    let Text { zh, en } = counts;
    Text::new(
        format!(
            "{zh}。没有写入，`{output}` 还是原来的样子。改好后再运行一次；看不懂的代码用 `pufa explain 代码`"
        ),
        format!(
            "{en}. Nothing was written, `{output}` is as it was. Mend and run again; `pufa explain CODE` tells more"
        ),
    )
}

/// After a build whose output could not be written; the message above says why.
pub(crate) fn not_written(output: &str, counts: &Text) -> Text {
    let Text { zh, en } = counts;
    Text::new(
        format!("{zh}。`{output}` 没有写好，原因和办法见上面"),
        format!("{en}. `{output}` was not written; why, and what to do, stands above"),
    )
}

/// What a build came to.
pub(crate) struct Figures {
    /// HTML pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// Their size.
    pub bytes: u64,
    /// Files that were written.
    pub written: usize,
    /// Files that were removed.
    pub deleted: usize,
    /// How long it took.
    pub time: Duration,
    /// Where, as the editor knows it.
    pub output: String,
}

/// After a build.
pub fn built(figures: &Figures) -> Text {
    let Figures { pages, files, bytes, written, deleted, time, output } = figures;
    let (seconds, size) = (seconds(*time), size(*bytes));
    Text::new(
        format!(
            "生成好了：{pages} 个网页，共 {files} 个文件（{size}），用时 {seconds} 秒\n写入 {written} 个，删除 {deleted} 个，位置 {output}"
        ),
        format!(
            "built {}, {} ({size}) in {seconds} s\n{written} written, {deleted} deleted, in {output}",
            count_of(pages, "page"),
            count_of(files, "file"),
        ),
    )
}

/// What to do with a site that needs a server.
pub(crate) fn preview_next(output: &str) -> Text {
    Text::new(
        format!(
            "下一步：`pufa serve` 在浏览器里看；要放到网上，把 {output} 里的全部文件传到网站空间"
        ),
        format!(
            "next: `pufa serve` shows it in a browser; to publish, upload everything in {output}"
        ),
    )
}

/// What to do with a site that opens from a stick.
pub(crate) fn open_next(output: &str) -> Text {
    Text::new(
        format!("下一步：双击 {output}/index.html 就能看；可以整个复制到 U 盘"),
        format!("next: open {output}/index.html; the whole folder may be copied to a USB stick"),
    )
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
