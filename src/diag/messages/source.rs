//! Files that cannot be read, or not as they are.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{error, grammar, notice, warning},
    },
    source::{FileId, Problem, ProblemKind, Repair, Source, Span, save::Refused},
};

impl Sink {
    /// Reports a file or folder that was not read.
    pub(crate) fn unreadable_file(&mut self, problem: &Problem) {
        let span = Span::file(FileId::of(&problem.path));
        let (code, text) = unreadable(&problem.path, &problem.kind);
        let (zh, en) = match &problem.kind {
            ProblemKind::Unreadable(_) => (
                "检查这个文件还在不在、有没有权限、是不是被别的程序占用",
                "check whether the file is there, its permissions, and whether a program holds it",
            ),
            ProblemKind::TooLarge(_) => ("把它拆成几个文件", "split it into several files"),
            ProblemKind::LeavesSite => {
                ("把文件本身复制到网站文件夹里", "copy the file itself into the site's folder")
            }
            ProblemKind::Loop => ("删除这个链接", "delete the link"),
            ProblemKind::TooDeep => {
                ("把它移到更浅的文件夹", "move it into a folder nearer the site's own")
            }
            ProblemKind::NameNotUtf8 => ("给文件改名", "rename the file"),
        };
        self.push(Diagnostic::error(code, span, text).hint(zh, en));
    }

    /// Reports a text that becomes no page.
    pub(crate) fn source_no_page(&mut self, span: Span, path: &str) {
        let (zh, en) = (
            "要做成网页，把文件名的结尾改成 `.md`；要给人下载，在文章里写 `[名字](文件)`",
            "to make a page of it, change its ending to `.md`; to offer it, write `[name](file)` on a page",
        );
        self.push(
            warning(
                "source/no-page",
                span,
                format!("`{path}` 不会变成网页，也没有网页提到它"),
                format!("`{path}` becomes no page, and no page mentions it"),
            )
            .hint(zh, en),
        );
    }

    /// Reports a page whose name says that it is a copy.
    pub(crate) fn source_copy(&mut self, path: &str, original: &str) {
        self.push(
            warning(
                "source/copy",
                Span::file(FileId::of(path)),
                format!("`{path}` 看上去是 `{original}` 的副本，会另成一页"),
                format!(
                    "`{path}` looks like a copy of `{original}`, and becomes a page of its own"
                ),
            )
            .hint(
                "不要的删掉；要留着，把文件名改成这一页自己的名字",
                "delete it, or give it a name of its own",
            ),
        );
    }

    /// Reports what had to be changed to read a text file.
    pub(crate) fn repaired_file(&mut self, source: &Source, repair: Repair) {
        let file = Span::file(source.id);
        let at = |at: usize| source.span(at..at + '\u{fffd}'.len_utf8());
        self.push(match repair {
            Repair::Gb18030 => notice(
                "source/gb18030",
                file,
                "这个文件是 GB18030（ANSI）编码，已按 UTF-8 读取",
                "the file is GB18030 (ANSI), it was converted to UTF-8",
            )
            .hint("`pufa fix --write` 把它存成 UTF-8", "`pufa fix --write` saves it as UTF-8"),
            Repair::Utf16 => notice(
                "source/utf16",
                file,
                "这个文件是 UTF-16 编码，已按 UTF-8 读取",
                "the file is UTF-16, it was converted to UTF-8",
            )
            .hint("`pufa fix --write` 把它存成 UTF-8", "`pufa fix --write` saves it as UTF-8"),
            Repair::Undecodable(place) => error(
                "source/encoding",
                at(place),
                "这里不是 UTF-8，也不是 GB18030 文字",
                "this is neither UTF-8 nor GB18030 text",
            )
            .hint("用记事本打开，另存为 UTF-8", "open it in a text editor and save it as UTF-8"),
            Repair::Nul(place) => error(
                "source/nul",
                at(place),
                "这里有一个空字节（NUL），这多半不是文字文件",
                "there is a NUL byte here, so this is probably no text file",
            )
            .hint("重新保存为文字文件，或者删掉它", "save it again as text, or delete it"),
        });
    }

    /// Reports a source at `path` that was to be written and was not.
    pub(crate) fn source_not_saved(&mut self, path: &str, refused: &Refused) {
        let Text { zh, en } = not_saved(refused);
        let [hint_zh, hint_en] = not_saved_hint(refused);
        self.push(
            error(
                "source/not-saved",
                None,
                format!("没有写 `{path}`：{zh}"),
                format!("`{path}` was not written: {en}"),
            )
            .hint(hint_zh, hint_en),
        );
    }
}

fn not_saved(refused: &Refused) -> Text {
    let (zh, en) = match refused {
        Refused::Changed => ("读过以后被别的程序改动了", "it changed since it was read"),
        Refused::ReadOnly => ("它是只读的", "it is read-only"),
        Refused::Link => {
            ("它是一个链接，文件本身在别处", "it is a link, the file itself stands elsewhere")
        }
        Refused::Outside => (
            "它所在的文件夹在网站文件夹外面，或者是一个指向外面的链接",
            "its folder lies outside the site, or is a link that leaves it",
        ),
        Refused::Unreadable => (
            "里面有读不懂的字节，存了就丢了",
            "it holds bytes that were not understood and would be lost",
        ),
        Refused::Taken => ("已经有这个文件", "there is such a file already"),
        Refused::System(failure) => return grammar::system(&failure.to_string()),
    };
    Text::new(zh, en)
}

fn not_saved_hint(refused: &Refused) -> [&'static str; 2] {
    match refused {
        Refused::Changed => ["再运行一次", "run it again"],
        Refused::ReadOnly => ["去掉“只读”，再运行一次", "let it be written, and run it again"],
        Refused::Link | Refused::Outside => {
            ["直接改文件本身，或者把它复制进来", "change the file itself, or copy it into the site"]
        }
        Refused::Unreadable => {
            ["先用记事本打开，另存为 UTF-8", "save it as UTF-8 in a text editor first"]
        }
        Refused::Taken => {
            ["换一个名字，或者先把它移走", "choose another name, or move it away first"]
        }
        Refused::System(_) => [
            "检查磁盘、权限，以及有没有程序占用它",
            "check the disk, its permissions, and whether a program holds it",
        ],
    }
}

fn unreadable(path: &str, kind: &ProblemKind) -> (&'static str, Text) {
    match kind {
        ProblemKind::Unreadable(why) => {
            let why = grammar::system(why);
            let text = Text::new(
                format!("读不了 `{path}`：{}", why.zh),
                format!("cannot read `{path}`: {}", why.en),
            );
            ("source/unreadable", text)
        }
        ProblemKind::TooLarge(bytes) => {
            let mb = bytes >> 20;
            let text = Text::new(
                format!("`{path}` 有 {mb} MB，超过文字文件的上限 12 MB"),
                format!("`{path}` has {mb} MB, more than the limit of 12 MB for a text file"),
            );
            ("source/too-large", text)
        }
        ProblemKind::LeavesSite => {
            let text = Text::new(
                format!("`{path}` 是一个指向网站文件夹外面的链接，没有读取"),
                format!("`{path}` is a link that leaves the site's folder, so it was not read"),
            );
            ("source/outside", text)
        }
        ProblemKind::Loop => {
            let text = Text::new(
                format!("`{path}` 是一个指回上级文件夹的链接"),
                format!("`{path}` is a link to one of its parent folders"),
            );
            ("source/link-loop", text)
        }
        ProblemKind::TooDeep => {
            let text = Text::new(
                format!("`{path}` 在太深的文件夹里，没有读取"),
                format!("`{path}` lies too many folders down and was not read"),
            );
            ("source/too-deep", text)
        }
        ProblemKind::NameNotUtf8 => {
            let text = Text::new(
                format!("文件名 `{path}` 的编码不是 UTF-8"),
                format!("the file name `{path}` is not UTF-8"),
            );
            ("source/name", text)
        }
    }
}
