//! What the commands themselves have to tell as diagnostics.

use crate::{
    diag::{
        Sink,
        messages::{error, notice, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports a mistake of ours while the preview was built.
    pub(crate) fn build_panicked(&mut self) {
        self.push(
            error("cli/internal", None, "pufa 自己出了错，网页还是上一次的样子", "pufa itself made a mistake; the page is as it was before")
            .hint(
                "撤销刚才的改动就能继续；也请把终端里的消息和那个文件发给我们",
                "undo the last change to go on; a report with the terminal's message and that file helps us",
            ),
        );
    }

    /// Reports a mistake of ours that a file or page brought about.
    pub(crate) fn page_panicked(&mut self, name: &str) {
        self.push(
            error("cli/broken-page", None, format!("处理 `{name}` 时 pufa 自己出了错"), format!("pufa itself made a mistake at `{name}`"))
            .hint(
                "撤销这个文件最近的改动就能继续；也请把终端里的英文消息和这个文件发给我们",
                "undo the last change of that file to go on; a report with the terminal's message and that file helps us",
            ),
        );
    }

    /// Reports an outside address where nothing is any more.
    pub(crate) fn external_gone(&mut self, span: Span, address: &str, status: u16) {
        self.push(
            warning(
                "check/gone",
                span,
                format!("`{address}` 已经打不开（{status}）"),
                format!("nothing is at `{address}` any more ({status})"),
            )
            .hint("换成新的网址，或者去掉链接", "use the new address or remove the link"),
        );
    }

    /// Reports an outside address that gave no clear answer.
    pub(crate) fn external_unclear(&mut self, span: Span, address: &str, why: &str) {
        self.push(
            notice(
                "check/unclear",
                span,
                format!("`{address}` 没有回答：{why}"),
                format!("no clear answer from `{address}`: {why}"),
            )
            .hint(
                "用浏览器打开看看；过一会儿再检查一次",
                "open it in a browser, or check again later",
            ),
        );
    }

    /// Reports that outside addresses could not be asked for.
    pub(crate) fn no_curl(&mut self, why: &str) {
        self.push(
            error(
                "check/no-curl",
                None,
                format!("没有检查外部链接：运行不了 `curl`（{why}）"),
                format!("outside links were not checked: `curl` cannot be run ({why})"),
            )
            .hint(
                "安装 curl（Windows 10 以后自带）",
                "install curl (Windows brings it since version 10)",
            ),
        );
    }
}
