//! The command line in Chinese: what each command and option does, what is wrong with what was typed.
//!
//! The English of it stands beside the arguments themselves, in `cli`, where clap takes it from.

use crate::diag::Text;

/// Words of the help's frame, in Chinese: the English ones are clap's own.
pub struct Frame {
    /// How the parts of a help text stand.
    pub template: &'static str,
    /// Above the commands, and in their place in the usage.
    pub command: &'static str,
    /// Above arguments that go by their place.
    pub arguments: &'static str,
    /// Above options.
    pub options: &'static str,
    /// What clap writes for any options, and what stands there instead.
    pub any_options: (&'static str, &'static str),
}

/// The help's frame.
pub(crate) const FRAME: Frame = Frame {
    template: "{about}\n\n用法：{usage}\n\n{all-args}{after-help}",
    command: "命令",
    arguments: "参数",
    options: "选项",
    any_options: ("[OPTIONS]", "[选项]"),
};

/// `--help`.
pub(crate) fn help() -> Text {
    Text::new("显示帮助", "Print help")
}

/// `--version`.
pub fn version() -> Text {
    Text::new("显示版本", "Print version")
}

/// Below the help of `pufa` itself.
pub(crate) fn exit_codes() -> Text {
    Text::new(
        "退出码：0 成功；1 内容有错误；2 命令写错了；3 系统出错（磁盘、权限、网络）；4 pufa 自己出错",
        "Exit codes: 0 success; 1 mistakes in the content; 2 wrong command line; 3 the system failed (disk, permissions, network); 4 pufa itself made a mistake",
    )
}

/// Below the help of `leaflet`: clap describes an option of all commands once.
pub(crate) fn leaflet_formats() -> Text {
    Text::new(
        "这里的 --format 也可以写传单的种类：trifold、flyer-a4、flyer-a5、large-print、poster、card；handbook 是一本手册",
        "Here --format may name a kind of leaflet too: trifold, flyer-a4, flyer-a5, large-print, poster, card; handbook is a whole one",
    )
}

/// The Chinese of a command (`build`) or of an argument (`build.output`); an option of all commands has no command.
#[expect(clippy::too_many_lines, reason = "a flat match, one arm a command or option")]
pub fn sentence(key: &str) -> Option<&'static str> {
    Some(match key {
        "" => "普法网站生成器：Markdown 专栏 → 人人能读的网站和传单",
        ".root" => "网站所在的文件夹，里面有 site.toml（不写就是当前或上级文件夹）",
        ".lang" => "消息的语言：zh 或 en",
        ".format" => "消息的格式：human、json（一行一个对象）、github（注解）",
        "build" => "生成网站，写入输出文件夹",
        "build.output" => "输出文件夹（不写就是网站里的 public）",
        "build.base_url" | "serve.base_url" | "check.base_url" => {
            "网站将来的完整地址，代替 site.toml 里的 base_url"
        }
        "build.yes" => "会删掉一半以上的网页、会换掉认不出是谁的文件时，也照做",
        "build.drafts" => "草稿、未到发布日期和已经到期的文章也生成，并加上标记",
        "build.offline" => "生成可以从 U 盘直接打开的版本",
        "build.now" | "serve.now" | "check.now" | "list.now" => "把今天当作这一天，如 2026-03-08",
        "serve" => "在浏览器里预览，保存后自动更新",
        "serve.port" => "端口（不写就从 8000 起找一个空的）",
        "serve.open" => "打开浏览器",
        "serve.lan" => "让同一局域网的手机也能看，显示二维码；不显示草稿",
        "serve.drafts" => "和 --lan 一起用：也显示草稿",
        "leaflet" => "打印一页的传单，或者所有驿站的传单",
        "leaflet.page" | "leaflet preview.page" => "哪一页：rights/bride-price.md",
        "leaflet.family" | "leaflet preview.family" => "样式：blue、warm 或 kids",
        "leaflet.ink" | "leaflet preview.ink" | "leaflet pack.ink" => "油墨：color、gray 或 cmyk",
        "leaflet.press" | "leaflet preview.press" => "给印刷厂：四色、出血、裁切线",
        "leaflet.output" | "leaflet preview.output" => "写到哪个文件或文件夹",
        "leaflet.format" | "leaflet preview.format" => {
            "格式：trifold、flyer-a4、flyer-a5、large-print、poster 或 card"
        }
        "leaflet pack" => "每个驿站一份 PDF，外加印刷清单",
        "leaflet pack.station" => "只做这个驿站：名称或 slug",
        "leaflet pack.output" => "写到哪个文件夹（不写就是网站里的 packs）",
        "leaflet preview" => "把一页的传单画成图片（PNG）",
        "check" => "只检查，不写入",
        "check.files" => "只说这些文件或文件夹的问题（不写就是整个网站）",
        "check.external" => "也检查外部链接（需要联网）",
        "check.laws" => "也列出法律条文需要核对的网页，最急的在前",
        "fix" => "自动改正全角符号和编码之类的小毛病",
        "fix.write" => "真的改（不写只显示要改什么）",
        "new" => "新建一篇文章",
        "theme" => "列出模板能用的，把模板拿出来改",
        "theme list" => "列出模板能用的：值、函数、过滤器、块、颜色、文字",
        "theme list.group" => {
            "只列一组，如 page、card、filters、colours、words、files（不写就是除 words 和 files 以外的全部）"
        }
        "theme unpack" => "把自带的主题放进网站里改；已经有的不动",
        "theme unpack.files" => "只要这几个，如 page.html、css/style.css（不写就是全部）",
        "theme unpack.to" => "放到哪个文件夹（不写就是网站的 themes）",
        "theme unpack.overwrite" => "已经有的也换成自带的",
        "new.column" => "栏目，也就是 content 里的文件夹名",
        "new.title" => "标题",
        "new.slug" => "文件名，也是网址的最后一段（不写就用拼音）",
        "law" => "导入、列出、查看和比较法律条文",
        "law import" => "导入下载的法律文本（.docx、.txt、.md）",
        "law import.files" => "要导入的文件",
        "law import.effective" => "施行日期，文件里没有时写",
        "law import.promulgated" => "公布日期，文件名和正文里都没有时写",
        "law import.force" => "有错误也导入，文字不同也覆盖",
        "law list" => "列出法律：版本、文本、效力、多少篇文章引用",
        "law show" => "查看一部法律或者一条",
        "law show.law" | "law diff.law" => "法律的名字，如 民法典",
        "law show.article" => "条号：1079、133-1、第一千零七十九条第三款",
        "law diff" => "比较一部法律的两个版本",
        "law diff.from" => "旧版本的公布日期（不写就是上一个版本）",
        "law diff.to" => "新版本的公布日期（不写就是最新的）",
        "init" => "新建一个马上能生成的小网站",
        "init.folder" => "放在哪个文件夹",
        "explain" => "解释消息的代码",
        "explain.code" => "方括号里的代码，如 link/broken（不写就列出全部）",
        "why" => "一个文件变成了什么、为什么",
        "why.file" => "网站里的文件",
        "list" => "列出网页：草稿、定时、到期、待核对",
        "list.only" => "只列这一种：drafts、scheduled、expired、due、soon、published",
        "list.due" => "列出一个月内要核对的网页，过期没核对的在前",
        "completions" => "输出命令行自动补全脚本",
        "completions.shell" => "bash、zsh、fish、powershell 或 elvish",
        _ => return None,
    })
}

/// The Chinese of what stands for a value.
pub(crate) fn value_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "DIR" => "文件夹",
        "FILE" => "文件",
        "URL" => "网址",
        "DATE" => "日期",
        "PORT" => "端口",
        "LANG" => "语言",
        "FORM" => "格式",
        "COLUMN" => "栏目",
        "TITLE" => "标题",
        "NAME" => "名字",
        "GROUP" => "组",
        "CODE" => "代码",
        "KIND" => "种类",
        "SHELL" => "终端",
        "PAGE" => "网页",
        "FAMILY" => "样式",
        "INK" => "油墨",
        "LAW" => "法律",
        "ARTICLE" => "条号",
        "FROM" => "旧版日期",
        "TO" => "新版日期",
        _ => return None,
    })
}

/// A mistake on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake<'a> {
    /// An option that does not exist.
    UnknownArgument(&'a str),
    /// A command that does not exist.
    UnknownCommand(&'a str),
    /// What has to be given is not.
    Missing(&'a str),
    /// An option without its value.
    NoValue(&'a str),
    /// An option with a value that it cannot have.
    BadValue(&'a str, &'a str),
    /// An option beside another that excludes it, or twice.
    Conflict(&'a str, &'a str),
    /// A value too many.
    TooMany(&'a str, &'a str),
    /// Another.
    Other,
}

/// Says in Chinese what is wrong with the command line, with the nearest word and all possible values, should there be any.
pub fn mistake(mistake: Mistake<'_>, near: Option<&str>, known: &[String]) -> String {
    let mut text = match mistake {
        Mistake::UnknownArgument(argument) => format!("没有 `{argument}` 这个选项"),
        Mistake::UnknownCommand(command) => format!("没有 `{command}` 这个命令"),
        Mistake::Missing(argument) => format!("还缺 {argument}"),
        Mistake::NoValue(argument) => format!("`{argument}` 后面要写一个值"),
        Mistake::BadValue(argument, value) => {
            format!("`{argument}` 不能是 `{value}`{}", shape(argument))
        }
        Mistake::Conflict(argument, other) => {
            format!("`{argument}` 写了两次，或者不能和 `{other}` 一起用")
        }
        Mistake::TooMany(argument, value) => format!("`{argument}` 后面多写了 `{value}`"),
        Mistake::Other => "命令写错了".to_owned(),
    };
    if let Some(near) = near {
        text.push_str(&format!("，最接近的是 `{near}`"));
    }
    if !known.is_empty() {
        text.push_str(&format!("，可以写 {}", listed(known)));
    }
    format!("{text}\n用 `pufa --help` 看全部命令和选项\n")
}

/// Writes several words in a row.
pub fn listed(words: &[String]) -> String {
    words.join("、")
}

/// How a value is written that only a program could refuse without a word.
fn shape(argument: &str) -> &'static str {
    if argument.contains("日期") {
        "，日期写成 2026-03-08"
    } else if argument.contains("端口") {
        "，端口是 1 到 65535 的数"
    } else {
        ""
    }
}
