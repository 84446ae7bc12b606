//! What the commands say besides diagnostics, Chinese and English.

mod leaflet;
mod preview;
mod why;

use std::time::Duration;

use jiff::civil::Date;

use crate::{
    cli::{console::Console, list::Kind},
    diag::{Lang, Text, messages::grammar},
};

impl Console {
    fn pick<T>(&self, zh: T, en: T) -> T {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// While inputs are read.
    pub fn reading(&self) -> String {
        self.pick("正在读取", "reading").to_owned()
    }

    /// While the site is built.
    pub fn building(&self) -> String {
        self.pick("正在生成", "building").to_owned()
    }

    /// While files are written.
    pub fn writing(&self) -> String {
        self.pick("正在写入", "writing").to_owned()
    }

    /// While addresses elsewhere are asked for.
    pub fn asking(&self) -> String {
        self.pick("正在检查外部链接", "checking outside links")
            .to_owned()
    }

    /// Another run writes to the same folder.
    pub fn waiting(&self) -> String {
        self.pick(
            "另一个 pufa 正在写这个文件夹，等它写完……",
            "another pufa writes to this folder, waiting …",
        )
        .to_owned()
    }

    /// How many messages of each kind there were.
    pub fn counts(&self, errors: usize, warnings: usize, notices: usize) -> String {
        let parts = [
            (errors, "错误", "error"),
            (warnings, "警告", "warning"),
            (notices, "提醒", "notice"),
        ];
        let parts = parts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, zh, en)| match self.lang {
                Lang::Zh => format!("{count} 条{zh}"),
                Lang::En => format!("{count} {en}{}", if count == 1 { "" } else { "s" }),
            });
        parts.collect::<Vec<_>>().join(self.pick("，", ", "))
    }

    /// After a build that failed.
    pub fn not_published(&self, output: &str, counts: &str) -> String {
        self.pick(
            format!("{counts}。没有写入，`{output}` 还是原来的样子。改好后再运行一次；看不懂的代码用 `pufa explain 代码`"),
            format!("{counts}. Nothing was written, `{output}` is as it was. Mend and run again; `pufa explain CODE` tells more"),
        )
    }

    /// After a build.
    pub fn built(&self, built: &BuiltFigures) -> String {
        let BuiltFigures {
            pages,
            files,
            bytes,
            written,
            deleted,
            time,
            output,
        } = built;
        let (seconds, size) = (seconds(*time), size(*bytes));
        self.pick(
            format!("生成好了：{pages} 个网页，共 {files} 个文件（{size}），用时 {seconds} 秒\n写入 {written} 个，删除 {deleted} 个，位置 {output}"),
            format!("built {pages} pages, {files} files ({size}) in {seconds} s\n{written} written, {deleted} deleted, in {output}"),
        )
    }

    /// What to do after a build.
    pub fn next_after_build(&self, output: &str, way: NextStep) -> String {
        match way {
            NextStep::Preview => self.pick(
                format!("下一步：`pufa serve` 在浏览器里看；要放到网上，把 {output} 里的全部文件传到网站空间"),
                format!("next: `pufa serve` shows it in a browser; to publish, upload everything in {output}"),
            ),
            NextStep::OpenFile => self.pick(
                format!("下一步：双击 {output}/index.html 就能看；可以整个复制到 U 盘"),
                format!("next: open {output}/index.html; the whole folder may be copied to a USB stick"),
            ),
        }
    }

    /// After `check` without any message.
    pub fn all_well(&self, pages: usize) -> String {
        self.pick(
            format!("没有问题（{pages} 个网页）"),
            format!("no problems ({pages} pages)"),
        )
    }

    /// After `check` with messages.
    pub fn checked(&self, counts: &str) -> String {
        self.pick(format!("共 {counts}"), format!("{counts} in all"))
    }

    /// The heading of the report about law.
    pub fn freshness(&self, count: usize, pages: usize) -> String {
        if count == 0 {
            return self.pick(
                format!("{pages} 个网页的法律都不用再看"),
                format!("the law on all {pages} pages is fine"),
            );
        }
        self.pick(
            format!("{pages} 个网页里有 {count} 个的法律需要看一看，最急的在前"),
            format!("{count} of {pages} pages cite law that somebody should look at, the most urgent first"),
        )
    }

    /// A page that was not checked for longer than the site allows.
    pub fn review_due(&self) -> String {
        self.pick("太久没有核对", "not checked for too long")
            .to_owned()
    }

    /// When somebody last checked the law on a page.
    pub fn reviewed(&self, day: Option<Date>) -> String {
        match day {
            Some(day) => self.pick(format!("核对于 {day}"), format!("checked on {day}")),
            None => self.pick("从未核对", "never checked").to_owned(),
        }
    }

    /// There is no site here.
    pub fn no_site(&self, folder: &str) -> String {
        self.pick(
            format!("`{folder}` 和上级文件夹里都没有 `site.toml`，不是 pufa 网站\n用 `pufa init 文件夹` 新建一个，或者用 `--root 文件夹` 指出网站在哪里"),
            format!("no `site.toml` in `{folder}` or above, so this is no site\nmake one with `pufa init DIR`, or say where it is with `--root DIR`"),
        )
    }

    /// Offers a new site to somebody who started pufa without a command.
    pub fn offer_init(&self, folder: &str) -> String {
        self.pick(
            format!("这里还没有网站。在 `{folder}` 新建一个吗？[Y/n]"),
            format!("There is no site here. Make one in `{folder}`? [Y/n]"),
        )
    }

    /// After `init`.
    pub fn made_site(&self, folder: &str) -> String {
        self.pick(
            format!("建好了：`{folder}`\n下一步：`cd {folder}`，再运行 `pufa`，浏览器里就能看到。名称、热线写在 `site.toml`，文章写在 `content/`"),
            format!("made `{folder}`\nnext: `cd {folder}`, then `pufa` shows it in the browser. Name and help lines stand in `site.toml`, pages in `content/`"),
        )
    }

    /// `init` was given a folder with something in it.
    pub fn folder_not_empty(&self, folder: &str) -> String {
        self.pick(
            format!("`{folder}` 里已经有文件，换一个空的或新的文件夹"),
            format!("`{folder}` is not empty; name an empty or new folder"),
        )
    }

    /// After `new`.
    pub fn made_page(&self, path: &str) -> String {
        self.pick(
            format!("建好了：`{path}`\n写好后把 `草稿: true` 那一行删掉；`pufa serve` 可以边写边看"),
            format!("made `{path}`\nwhen it is written, remove the line `草稿: true`; `pufa serve` shows it meanwhile"),
        )
    }

    /// `new` would overwrite a page.
    pub fn page_exists(&self, path: &str) -> String {
        self.pick(
            format!("`{path}` 已经有了，没有改动它"),
            format!("`{path}` exists already and was left alone"),
        )
    }

    /// `new` was given a column that does not exist.
    pub fn no_column(&self, column: &str, known: &[String]) -> String {
        let known = known.join(self.pick("、", ", "));
        self.pick(
            format!("没有栏目 `{column}`。已有的栏目：{known}。要新建栏目，先建文件夹 `content/{column}`"),
            format!("no column `{column}`; there are {known}. For a new one make the folder `content/{column}` first"),
        )
    }

    /// `new` was given a name that makes no address.
    pub fn bad_slug(&self, slug: &str) -> String {
        self.pick(
            format!("`{slug}` 不能作文件名，用小写字母、数字和连字符，如 `li-hun`"),
            format!(
                "`{slug}` cannot be a file's name; use small letters, digits and hyphens: `li-hun`"
            ),
        )
    }

    /// A word after `--format` that means nothing here.
    pub fn no_form(&self, word: &str) -> String {
        self.pick(
            format!("`--format` 不能写 `{word}`，可以写 human、json 或 github"),
            format!("`--format` cannot be `{word}`; write human, json or github"),
        )
    }

    /// `explain` was given a code that does not exist.
    pub fn no_code(&self, code: &str, near: Option<&str>) -> String {
        let near = near
            .map(|it| {
                self.pick(
                    format!("，最接近的是 `{it}`"),
                    format!("; the nearest is `{it}`"),
                )
            })
            .unwrap_or_default();
        self.pick(
            format!("没有代码 `{code}`{near}。`pufa explain` 列出全部代码"),
            format!("no code `{code}`{near}. `pufa explain` lists all of them"),
        )
    }

    /// What `fix` would change in a file.
    pub fn would_fix(&self, path: &str, count: usize) -> String {
        self.pick(
            format!("{path}：可以改 {count} 处"),
            format!("{path}: {count} to repair"),
        )
    }

    /// What `fix --write` changed in a file.
    pub fn fixed(&self, path: &str, count: usize) -> String {
        self.pick(
            format!("{path}：改了 {count} 处"),
            format!("{path}: {count} repaired"),
        )
    }

    /// `fix --write` saved a file in another encoding.
    pub fn recoded(&self, path: &str) -> String {
        self.pick(
            format!("{path}：已存成 UTF-8"),
            format!("{path}: saved as UTF-8"),
        )
    }

    /// `fix` would save a file in another encoding.
    pub fn would_recode(&self, path: &str) -> String {
        self.pick(
            format!("{path}：可以存成 UTF-8"),
            format!("{path}: could be saved as UTF-8"),
        )
    }

    /// `fix` found nothing.
    pub fn nothing_to_fix(&self) -> String {
        self.pick("没有可以自动修改的地方", "nothing to repair")
            .to_owned()
    }

    /// How to apply what `fix` has shown.
    pub fn fix_how(&self) -> String {
        self.pick("加上 `--write` 就照此修改", "`--write` applies this")
            .to_owned()
    }

    /// The heading of a list of pages.
    pub fn kind(&self, kind: Kind, count: usize) -> String {
        let (zh, en) = match kind {
            Kind::Drafts => ("草稿", "drafts"),
            Kind::Scheduled => ("定时发布，还没到日子", "scheduled, not published yet"),
            Kind::Expired => ("已到期，不再发布", "expired, not published any more"),
            Kind::Due => (
                "该核对法律了（上次核对或发布的日子）",
                "the law is due for review (day of the last)",
            ),
            Kind::Published => ("已发布", "published"),
        };
        self.pick(format!("{zh}：{count} 篇"), format!("{en}: {count}"))
    }

    /// Nothing to list.
    pub fn nothing_listed(&self) -> String {
        self.pick(
            "没有草稿，没有定时或到期的网页，也没有该核对的",
            "no drafts, nothing scheduled, expired or due for review",
        )
        .to_owned()
    }

    /// Work that was not possible, with what it was about and the system's own words.
    pub fn failed(&self, error: &anyhow::Error) -> String {
        let words: Vec<_> = error
            .chain()
            .map(|it| grammar::system(&it.to_string()))
            .collect();
        let join =
            |own: fn(&Text) -> &str, mark| words.iter().map(own).collect::<Vec<_>>().join(mark);
        self.pick(
            format!("没有成功：{}", join(|it| &it.zh, "：")),
            format!("failed: {}", join(|it| &it.en, ": ")),
        )
    }

    /// Closes an offer in a window that would vanish.
    pub fn press_enter(&self) -> String {
        self.pick("按回车键关闭", "press Enter to close").to_owned()
    }
}

/// What a build came to.
pub struct BuiltFigures {
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

/// What to do after a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Look at it with `serve`, or upload.
    Preview,
    /// Open a file.
    OpenFile,
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
