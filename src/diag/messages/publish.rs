//! The output folder cannot be written as wished.

use std::io;

use crate::diag::{
    Sink, Text,
    messages::{error, grammar, notice, warning},
};

impl Sink {
    /// Reports an output folder with files of somebody else; `example` is one of them.
    pub(crate) fn publish_foreign_folder(&mut self, folder: &str, example: &str) {
        self.push(
            error("publish/foreign-folder", None, format!("`{folder}` 里有不是 pufa 写的文件（如 `{example}`），没有写入"), format!("`{folder}` holds files that pufa did not write (`{example}`), so nothing was written"))
            .hint("用 `--output` 换一个空文件夹", "choose an empty folder with `--output`")
            .hint(
                format!("确认要和这些文件放在一起，就在里面放一个空文件 `.pufa-manifest`：`{folder}/.pufa-manifest`"),
                format!("to keep these files beside the site, put an empty file there: `{folder}/.pufa-manifest`"),
            ),
        );
    }

    /// Reports a foreign file or folder in the place of one of ours.
    pub(crate) fn publish_foreign_file(&mut self, path: &str) {
        self.push(
            error("publish/foreign-file", None, format!("`{path}` 不是 pufa 写的，网站在这个位置有自己的内容"), format!("pufa did not write `{path}`, and the site has something of its own in this place"))
            .hint(
                "把它移走或删除；要随网站发布的文件放进 `static/`",
                "move it away or delete it; files to be published belong in `static/`",
            ),
        );
    }

    /// Reports files in the place of ours that may be ours or not, because the list of ours is damaged.
    pub(crate) fn publish_unknown_files(&mut self, folder: &str, count: usize, example: &str) {
        self.push(
            error("publish/unknown-files", None, format!("`{folder}/.pufa-manifest` 是空的或已损坏，认不出要换掉的 {count} 个文件（如 `{example}`）是谁的，没有写入"), format!("`{folder}/.pufa-manifest` is empty or damaged, so nobody knows whose the {count} files are that the site would replace (`{example}`); nothing was written"))
            .hint(
                "里面只有 pufa 生成的网页，就加上 `--yes` 再运行一次；否则用 `--output` 换一个空文件夹",
                "if all of it came from pufa, run again with `--yes`; else choose an empty folder with `--output`",
            ),
        );
    }

    /// Reports a build that would delete most of what is published.
    pub(crate) fn publish_losses(
        &mut self,
        folder: &str,
        (lost, pages): (usize, usize),
        examples: &[String],
    ) {
        let named = examples.join("`、`");
        let listed = examples.join("`, `");
        self.push(
            error("publish/losses", None, format!("`{folder}` 里有 {pages} 个网页，这样生成会删掉 {lost} 个：`{named}`……没有写入"), format!("{lost} of the {pages} pages in `{folder}` would be deleted: `{listed}` …; nothing was written"))
            .hint(
                "看看 `content/` 是不是完整，`--root` 和 `--output` 是不是写对了",
                "look whether `content/` is complete, and `--root` and `--output` are right",
            )
            .hint("确实要删，就加上 `--yes` 再运行一次", "to delete them, run again with `--yes`"),
        );
    }

    /// Reports an output that is a folder of the site's own sources, or holds them.
    pub(crate) fn publish_own_folder(&mut self, own: &str) {
        self.push(
            error("publish/own-folder", None, format!("不能写到网站自己的文件夹 `{own}` 上，里面是做网站用的材料"), format!("the site cannot be written onto its own folder `{own}`, which holds what it is made from"))
            .hint(
                "不写 `--output` 就写到 `public/`；要换地方，用一个空文件夹",
                "without `--output` it goes to `public/`; for another place, choose an empty folder",
            ),
        );
    }

    /// Reports a site without any page.
    pub(crate) fn site_without_pages(&mut self, folder: &str) {
        self.push(
            error(
                "publish/no-pages",
                None,
                format!("`{folder}` 里没有一个网页，没有什么可以发布"),
                format!("there is no page in `{folder}`, so there is nothing to publish"),
            )
            .hint(
                "文件夹被移走了就放回来；新网站用 `pufa new` 写第一页",
                "bring the folder back if it was moved; `pufa new` starts a first page",
            ),
        );
    }

    /// Reports an output path that is a file.
    pub(crate) fn publish_not_a_folder(&mut self, path: &str) {
        self.push(
            error(
                "publish/not-a-folder",
                None,
                format!("`{path}` 应是文件夹，这里却是文件"),
                format!("`{path}` should be a folder but is a file"),
            )
            .hint("用 `--output` 换一个文件夹", "choose another folder with `--output`"),
        );
    }

    /// Reports that another run writes for too long.
    pub(crate) fn publish_locked(&mut self, folder: &str) {
        self.push(
            error(
                "publish/locked",
                None,
                format!("另一个 pufa 正在写 `{folder}`，等了很久还没写完"),
                format!("another pufa is writing to `{folder}` and has not finished for long"),
            )
            .hint("等它结束，或者关掉它，再试一次", "wait for it or stop it, then try again"),
        );
    }

    /// Reports a drive without locks.
    pub(crate) fn publish_no_lock(&mut self, folder: &str) {
        self.push(
            notice(
                "publish/no-lock",
                None,
                format!("`{folder}` 所在的磁盘不能加锁，不要同时运行两个 pufa"),
                format!(
                    "the drive of `{folder}` knows no locks, so do not run pufa twice at a time"
                ),
            )
            .hint(
                "网络磁盘常常这样；写到本机磁盘再复制过去更稳妥",
                "network drives are often so; writing to a local disk and copying is safer",
            ),
        );
    }

    /// Reports an input that changed while it was copied.
    pub(crate) fn publish_source_changed(&mut self, path: &str) {
        self.push(
            error("publish/source-changed", None, format!("`{path}` 在生成期间被改动或移走了，没有发布"), format!("`{path}` changed or went away while the site was built, so nothing was published"))
            .hint("等文件复制完，再生成一次", "wait until the file is copied, then build again"),
        );
    }

    /// Reports a file that another program holds.
    pub(crate) fn publish_in_use(&mut self, path: &str) {
        self.push(
            error("publish/in-use", None, format!("`{path}` 正被别的程序打开，没有换成新的"), format!("another program holds `{path}` open, so it was not replaced"))
            .hint(
                "关掉打开它的程序（PDF 阅读器、Word、杀毒软件），再生成一次",
                "close that program (a PDF reader, an office program, a virus scanner), then build again",
            ),
        );
    }

    /// Reports what the system refused.
    pub(crate) fn publish_system(&mut self, path: &str, failure: &io::Error) {
        let why = grammar::system(&failure.to_string());
        let (code, zh, en, hint) = match failure.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => (
                "publish/disk-full",
                format!("写 `{path}` 时磁盘满了，网站保持原样"),
                format!("the disk is full at `{path}`; the site stays as it was"),
                Text::new(
                    "腾出空间，或者用 `--output` 换一个磁盘",
                    "free some space or choose another disk with `--output`",
                ),
            ),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
                "publish/read-only",
                format!("没有权限写 `{path}`"),
                format!("no permission to write `{path}`"),
                Text::new(
                    "检查文件夹权限、U 盘的写保护开关，或者用 `--output` 换一个文件夹",
                    "check the folder's permissions and the drive's lock switch, or choose another folder with `--output`",
                ),
            ),
            io::ErrorKind::InvalidFilename => (
                "publish/long-path",
                format!("`{path}` 这个路径太长，系统不接受"),
                format!("the system refuses `{path}`: the path is too long"),
                Text::new(
                    "缩短文件名，或者把网站放到更浅的文件夹",
                    "shorten the file's name or put the site into a folder nearer the root",
                ),
            ),
            _ => (
                "publish/system",
                format!("写不了 `{path}`：{}", why.zh),
                format!("cannot write `{path}`: {}", why.en),
                Text::new(
                    "磁盘恢复后再生成一次，pufa 会补好",
                    "build again when the disk is well; pufa repairs what is missing",
                ),
            ),
        };
        self.push(error(code, None, zh, en).hint(hint.zh, hint.en));
    }

    /// Reports a stale file that somebody changed.
    pub(crate) fn publish_kept(&mut self, path: &str) {
        self.push(
            warning("publish/kept", None, format!("`{path}` 已不属于网站，但有人改过它，所以没有删除"), format!("`{path}` no longer belongs to the site, but somebody changed it, so it was not removed"))
            .hint("不需要就自己删除它", "delete it yourself if nobody needs it"),
        );
    }

    /// Reports a list of files that cannot be read.
    pub(crate) fn publish_manifest_damaged(&mut self, path: &str) {
        self.push(
            warning(
                "publish/manifest-damaged",
                None,
                format!("`{path}` 是空的或已损坏，这次不删除任何旧文件"),
                format!("`{path}` is empty or damaged, so no old file is removed this time"),
            )
            .hint(
                "清单已重新建立；多余的旧文件可以自己删除",
                "the list has been made anew; you may delete leftover files yourself",
            ),
        );
    }
}
