//! What `serve` says.

use std::{io, time::Duration};

use crate::diag::{
    Text,
    messages::{command::seconds, grammar},
};

/// The preview is ready.
pub(crate) fn serving(url: &str, time: Duration) -> Text {
    let seconds = seconds(time);
    Text::new(
        format!("预览：{url}（{seconds} 秒）\n保存文件后网页自动更新；按 Ctrl+C 结束"),
        format!("preview: {url} ({seconds} s)\npages follow each save; Ctrl+C ends"),
    )
}

/// The preview is ready for phones.
pub(crate) fn serving_lan(url: &str) -> Text {
    Text::new(
        format!("同一个局域网（Wi-Fi）里的手机扫码或打开 {url}"),
        format!("phones in the same network scan this or open {url}"),
    )
}

/// No browser could be opened.
pub(crate) fn open_yourself(url: &str) -> Text {
    Text::new(
        format!("没能打开浏览器，请自己打开，输入网址 {url}"),
        format!("no browser could be opened; open one and go to {url}"),
    )
}

/// The system sends no events.
pub(crate) fn polling() -> Text {
    Text::new(
        "系统不报告文件改动，改为每半秒查看一次",
        "the system reports no changes, so the folder is looked at twice a second",
    )
}

/// After a change; `counts` is empty without messages.
pub(crate) fn rebuilt(time: Duration, counts: &Text) -> Text {
    let milliseconds = time.as_millis();
    let fine = Text::new("没有问题", "no problems");
    let counts = if counts.zh.is_empty() { &fine } else { counts };
    Text::new(
        format!("已更新（{milliseconds} 毫秒），{}", counts.zh),
        format!("updated ({milliseconds} ms), {}", counts.en),
    )
}

/// After a change with mistakes: the last good pages stay.
pub(crate) fn held(time: Duration, counts: &Text) -> Text {
    let milliseconds = time.as_millis();
    let Text { zh, en } = counts;
    Text::new(
        format!("看过了（{milliseconds} 毫秒），{zh}；改好之前，网页还是上一次正确的样子"),
        format!(
            "looked at ({milliseconds} ms), {en}; until that is mended, pages stay as they last were right"
        ),
    )
}

/// The port is taken.
pub(crate) fn port_taken(port: u16, why: &io::Error) -> Text {
    let why = grammar::system(&why.to_string());
    Text::new(
        format!("端口 {port} 用不了：{}\n用 `--port` 换一个", why.zh),
        format!("port {port} cannot be used: {}\nchoose another with `--port`", why.en),
    )
}

/// The preview ends.
pub(crate) fn goodbye() -> Text {
    Text::new("预览结束", "the preview has ended")
}
