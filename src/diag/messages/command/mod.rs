//! What the commands say besides diagnostics, one file a command: each function returns one [`Text`].

pub mod build;
pub mod check;
pub mod files;
pub mod help;
pub mod import;
pub mod law;
pub mod leaflet;
pub mod list;
pub mod serve;
pub mod theme;
pub mod why;

use std::time::Duration;

use jiff::civil::Date;

use crate::diag::{Severity, Text, messages::grammar};

/// There is no site here.
pub(crate) fn no_site(folder: &str) -> Text {
    Text::new(
        format!(
            "`{folder}` 和上级文件夹里都没有 `site.toml`，不是 pufa 网站\n用 `pufa init 文件夹` 新建一个，或者用 `--root 文件夹` 指出网站在哪里"
        ),
        format!(
            "no `site.toml` in `{folder}` or above, so this is no site\nmake one with `pufa init DIR`, or say where it is with `--root DIR`"
        ),
    )
}

/// Offers a new site to somebody who started pufa without a command.
pub(crate) fn offer_init(folder: &str) -> Text {
    Text::new(
        format!("这里还没有网站。在 `{folder}` 新建一个吗？[Y/n]"),
        format!("There is no site here. Make one in `{folder}`? [Y/n]"),
    )
}

/// Closes an offer in a window that would vanish.
pub(crate) fn press_enter() -> Text {
    Text::new("按回车键关闭", "press Enter to close")
}

/// A word after `--format` that means nothing here.
pub(crate) fn no_form(word: &str) -> Text {
    Text::new(
        format!("`--format` 不能写 `{word}`，可以写 human、json 或 github"),
        format!("`--format` cannot be `{word}`; write human, json or github"),
    )
}

/// Work that was not possible: what it was about, down to the system's own words.
pub fn failed<'a>(chain: impl IntoIterator<Item = &'a str>) -> Text {
    let words: Vec<Text> = chain.into_iter().map(grammar::system).collect();
    let Text { zh, en } = Text::list(&words, "：", ": ");
    Text::new(format!("没有成功：{zh}"), format!("failed: {en}"))
}

/// The program itself made a mistake.
pub(crate) fn broke_down() -> Text {
    Text::new(
        "pufa 自己出了错，没有做完；已经发布的网页没有动，或者下次运行时补好\n撤销最近的改动再试；也请把上面的英文消息和引起它的文件发给我们",
        "pufa itself made a mistake and did not finish; the published pages are as they were, or the next run repairs them\nundo the last change and try again; a report with the message above and the file that caused it helps us",
    )
}

/// How many messages of each kind there were; empty without any.
pub fn counts(count: impl Fn(Severity) -> usize) -> Text {
    let kinds = [
        (Severity::Error, "错误", "error"),
        (Severity::Warning, "警告", "warning"),
        (Severity::Notice, "提醒", "notice"),
    ];
    let parts: Vec<Text> = kinds
        .into_iter()
        .map(|(severity, zh, en)| (count(severity), zh, en))
        .filter(|(count, ..)| *count > 0)
        .map(|(count, zh, en)| {
            let s = if count == 1 { "" } else { "s" };
            Text::new(format!("{count} 条{zh}"), format!("{count} {en}{s}"))
        })
        .collect();
    Text::list(&parts, "，", ", ")
}

/// A file that does not exist.
pub(crate) fn no_file(path: &str) -> Text {
    Text::new(format!("没有文件 `{path}`"), format!("no file `{path}`"))
}

/// `explain` was given a code that does not exist.
pub(crate) fn no_code(code: &str, near: Option<&str>) -> Text {
    let (zh, en) = near.map_or_else(Default::default, |it| {
        (format!("，最接近的是 `{it}`"), format!("; the nearest is `{it}`"))
    });
    Text::new(
        format!("没有代码 `{code}`{zh}。`pufa explain` 列出全部代码"),
        format!("no code `{code}`{en}. `pufa explain` lists all of them"),
    )
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}

/// A day, or a mark where none is known.
fn day(date: Option<Date>) -> String {
    date.map_or_else(|| "？".to_owned(), |it| it.to_string())
}
