//! What `serve` says.

use std::{io, time::Duration};

use crate::{
    cli::{console::Console, text::seconds},
    diag::messages::grammar,
};

impl Console {
    /// `serve` is ready.
    pub fn serving(&self, url: &str, time: Duration) -> String {
        let seconds = seconds(time);
        self.pick(
            format!("预览：{url}（{seconds} 秒）\n保存文件后网页自动更新；按 Ctrl+C 结束"),
            format!("preview: {url} ({seconds} s)\npages follow each save; Ctrl+C ends"),
        )
    }

    /// `serve --lan` is ready.
    pub fn serving_lan(&self, url: &str) -> String {
        self.pick(
            format!("同一个局域网（Wi-Fi）里的手机扫码或打开 {url}"),
            format!("phones in the same network scan this or open {url}"),
        )
    }

    /// `serve` gets no events.
    pub fn polling(&self) -> String {
        self.pick(
            "系统不报告文件改动，改为每半秒查看一次",
            "the system reports no changes, so the folder is looked at twice a second",
        )
        .to_owned()
    }

    /// After a change while serving.
    pub fn rebuilt(&self, time: Duration, counts: &str) -> String {
        let milliseconds = time.as_millis();
        let counts = if counts.is_empty() {
            self.pick("没有问题", "no problems").to_owned()
        } else {
            counts.to_owned()
        };
        self.pick(
            format!("已更新（{milliseconds} 毫秒），{counts}"),
            format!("updated ({milliseconds} ms), {counts}"),
        )
    }

    /// The port is taken.
    pub fn port_taken(&self, port: u16, why: &io::Error) -> String {
        let why = grammar::system(&why.to_string());
        self.pick(
            format!("端口 {port} 用不了：{}\n用 `--port` 换一个", why.zh),
            format!(
                "port {port} cannot be used: {}\nchoose another with `--port`",
                why.en
            ),
        )
    }

    /// `serve` ends.
    pub fn goodbye(&self) -> String {
        self.pick("预览结束", "the preview has ended").to_owned()
    }
}
