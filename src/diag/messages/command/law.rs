//! What `law` says: lists, articles, comparisons.

use jiff::civil::Date;

use crate::diag::{
    Text,
    messages::{command::day, grammar::count_of},
};

/// No law is imported and no page cites one.
pub(crate) fn nothing_listed() -> Text {
    Text::new(
        "还没有导入法律，也没有文章引用法律。从国家法律法规数据库下载 Word 文件，再用 `pufa law import 文件` 导入",
        "no law is imported and no page cites one; download a statute's Word file and import it with `pufa law import FILE`",
    )
}

/// A law in the list.
pub fn listed(law: &str, state: &Text, pages: usize) -> Text {
    Text::new(
        format!("《{law}》 {}，{pages} 篇文章引用", state.zh),
        format!("{law}: {}, cited by {}", state.en, count_of(pages, "page")),
    )
}

/// A law, with how it stands.
pub fn heading(title: &str, state: &Text) -> Text {
    Text::new(format!("《{title}》 {}", state.zh), format!("《{title}》 {}", state.en))
}

/// A law that is gone.
pub fn repealed(since: Date) -> Text {
    Text::new(format!("{since} 起废止"), format!("repealed on {since}"))
}

/// A law that applies.
pub(crate) fn in_force() -> Text {
    Text::new("现行有效", "in force")
}

/// A version that another one replaced.
pub fn old() -> Text {
    Text::new("旧版本", "an old version")
}

/// A law that does not apply yet.
pub(crate) fn not_yet() -> Text {
    Text::new("还没有施行", "not yet in force")
}

/// A text that only shows what a law looks like.
pub(crate) fn sample() -> Text {
    Text::new("样例，不是法律", "a sample, not a law")
}

/// A law of which no version is known.
pub(crate) fn unknown_state() -> Text {
    Text::new("不知道何时施行", "not known when it applies")
}

/// One version of a law.
pub struct Version {
    /// The day it was made public.
    pub promulgated: Option<Date>,
    /// The day from which it applies.
    pub effective: Option<Date>,
    /// Whether that day is general knowledge only.
    pub is_doubtful: bool,
    /// How many articles it has.
    pub articles: u16,
    /// Where its text is.
    pub text: Text,
}

/// A line about one version.
pub fn version(version: &Version) -> Text {
    let (promulgated, effective) = (day(version.promulgated), day(version.effective));
    let (doubt_zh, doubt_en) = match version.is_doubtful {
        true => ("（一般知识，请核对）", " (general knowledge, please check)"),
        false => ("", ""),
    };
    let (articles, text) = (version.articles, &version.text);
    Text::new(
        format!("    {promulgated} 公布，{effective} 起施行{doubt_zh}，{articles} 条，{}", text.zh),
        format!(
            "    {promulgated} made public, {effective} in force{doubt_en}, {}, {}",
            count_of(articles, "article"),
            text.en
        ),
    )
}

/// Where the text of a version is, and when it was compared with its source.
pub(crate) fn text_checked(path: &str, checked: Option<Date>) -> Text {
    let checked = day(checked);
    Text::new(format!("`{path}`，核对于 {checked}"), format!("`{path}`, checked {checked}"))
}

/// The same, where that is long ago.
pub(crate) fn text_due(path: &str, checked: Option<Date>) -> Text {
    let Text { zh, en } = text_checked(path, checked);
    Text::new(format!("{zh}，该重新核对"), format!("{en}, due for a check"))
}

/// A version without a text.
pub(crate) fn no_text() -> Text {
    Text::new("没有导入文本", "text not imported")
}

/// A word that is no number of an article.
pub(crate) fn not_an_article(written: &str) -> Text {
    Text::new(
        format!("`{written}` 不是条号；写成 1079 或者 第一千零七十九条"),
        format!("`{written}` is no article; write 1079 or 第一千零七十九条"),
    )
}

/// No text of a law is imported.
pub(crate) fn text_missing(law: &str) -> Text {
    Text::new(
        format!("还没有导入《{law}》的文本，用 `pufa law import 文件` 导入"),
        format!("the text of {law} is not imported, use `pufa law import FILE`"),
    )
}

/// A law does not have an article.
pub(crate) fn article_missing(law: &str, place: &str, last: u16) -> Text {
    Text::new(
        format!("《{law}》没有{place}（共 {last} 条）"),
        format!("{law} has no {place} (it has {last} articles)"),
    )
}

/// Stands above the words of an article.
pub fn article(law: &str, place: &str, effective: Option<Date>) -> Text {
    let day = day(effective);
    Text::new(
        format!("《{law}》{place}（{day} 起施行的版本）"),
        format!("{law} {place} (version in force from {day})"),
    )
}

/// By what a law was repealed.
pub(crate) fn repealed_by(basis: &str) -> Text {
    fact("依据", "by", &Text::same(basis))
}

/// Which law stands in the place of a repealed one.
pub(crate) fn now_see(successor: &str, part: &str) -> Text {
    fact("现在看", "now see", &Text::same(format!("《{successor}》{part}")))
}

/// Other names of a law.
pub(crate) fn also_called(names: &[String]) -> Text {
    fact("也叫", "also called", &Text::new(names.join("、"), names.join(", ")))
}

/// When a law was adopted and amended.
pub(crate) fn history(events: &[String]) -> Text {
    fact("沿革", "history", &Text::new(events.join("、"), events.join(", ")))
}

/// Where what is known about a law comes from, by the codes of the list of laws.
pub(crate) fn facts_from(codes: &[String]) -> Text {
    let origins: Vec<Text> = codes.iter().map(|it| origin(it)).collect();
    let origins = Text::list(&origins, "；", "; ");
    fact("这些事实来自", "these facts come from", &origins)
}

fn fact(zh: &str, en: &str, text: &Text) -> Text {
    Text::new(format!("    {zh}：{}", text.zh), format!("    {en}: {}", text.en))
}

/// Where a fact comes from, by the codes of the list of laws.
pub fn origin(code: &str) -> Text {
    match code {
        "text" => Text::new("法律自己的文本", "the law's own text"),
        "file" => Text::new("导入的文件", "the imported file"),
        "amendment" => Text::new("修正案的文本", "the text of the amendment"),
        "list" => Text::new("公开的现行法律目录", "a published list of laws in force"),
        "metadata" => Text::new(
            "国家法律法规数据库随文本公布的日期",
            "dates published beside the text by the national database",
        ),
        "general" => Text::new(
            "一般知识，用之前到国家法律法规数据库核对",
            "general knowledge, check it at the national database before use",
        ),
        "site" => Text::new("本站的登记", "this site's own entries"),
        other => Text::same(other),
    }
}

/// A name that no law has.
pub(crate) fn unknown(name: &str, near: Option<&str>) -> Text {
    let (zh, en) = near.map_or_else(Default::default, |it| {
        (format!("；是不是《{it}》？"), format!("; perhaps {it}?"))
    });
    Text::new(format!("不认识《{name}》{zh}"), format!("{name} is not known{en}"))
}

/// A law without two texts.
pub(crate) fn nothing_to_compare(law: &str) -> Text {
    Text::new(
        format!("《{law}》没有两个可以比较的版本：先导入两个版本的文本"),
        format!("{law} has no two versions to compare: import both texts first"),
    )
}

/// How many articles changed, came, went and stayed between two versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Other words.
    pub changed: usize,
    /// New ones.
    pub added: usize,
    /// Those that are gone.
    pub removed: usize,
    /// The same words.
    pub same: usize,
}

/// The closing line of a comparison.
pub fn compared(from: Option<Date>, to: Option<Date>, changes: Changes) -> Text {
    let (from, to) = (day(from), day(to));
    let Changes { changed, added, removed, same } = changes;
    Text::new(
        format!(
            "{from} 公布的版本 → {to} 公布的版本：改了 {changed} 条（[-删去-] {{+加上+}}），新增 {added} 条，删去 {removed} 条，{same} 条文字没有变"
        ),
        format!(
            "version of {from} → version of {to}: {changed} articles changed ([-removed-] {{+added+}}), {added} added, {removed} removed, {same} have the same words"
        ),
    )
}
