//! What `check` says, with the report about law.

use jiff::civil::Date;

use crate::diag::{Text, messages::grammar::count_of};

/// While addresses elsewhere are asked for.
pub(crate) fn asking() -> Text {
    Text::new("正在检查外部链接", "checking outside links")
}

/// After `check` without any message.
pub(crate) fn all_well(pages: usize) -> Text {
    Text::new(
        format!("没有问题（{pages} 个网页）"),
        format!("no problems ({})", count_of(pages, "page")),
    )
}

/// After `check` of some files without any message.
pub(crate) fn files_well(count: usize) -> Text {
    Text::new(format!("没有问题（指定的 {count} 项）"), format!("no problems ({count} named)"))
}

/// After `check` with messages.
pub fn checked(counts: &Text) -> Text {
    Text::new(format!("共 {}", counts.zh), format!("{} in all", counts.en))
}

/// The heading of the report about law.
pub(crate) fn freshness(count: usize, pages: usize) -> Text {
    if count == 0 {
        return Text::new(
            format!("{pages} 个网页的法律都不用再看"),
            format!("the law is fine ({})", count_of(pages, "page")),
        );
    }
    Text::new(
        format!("{pages} 个网页里有 {count} 个的法律需要看一看，最急的在前"),
        format!(
            "{count} of {} with law that somebody should look at, the most urgent first",
            count_of(pages, "page")
        ),
    )
}

/// A page in the report: two or three short lines, so that a narrow window breaks none of them.
pub fn entry(
    number: usize,
    title: &str,
    path: &str,
    reviewed: Option<Date>,
    reasons: &[Text],
) -> Text {
    let reviewed = self::reviewed(reviewed);
    let head = |reviewed: &str| format!("{number:>3}. {title}  {reviewed}\n     {path}");
    let mut entry = Text::new(head(&reviewed.zh), head(&reviewed.en));
    for Text { zh, en } in reasons {
        entry.zh.push_str(&format!("\n     - {zh}"));
        entry.en.push_str(&format!("\n     - {en}"));
    }
    entry
}

/// A page that was not checked for longer than the site allows.
pub fn review_due() -> Text {
    Text::new("太久没有核对", "not checked for too long")
}

/// When somebody last checked the law on a page.
fn reviewed(day: Option<Date>) -> Text {
    match day {
        Some(day) => Text::new(format!("核对于 {day}"), format!("checked on {day}")),
        None => Text::new("从未核对", "never checked"),
    }
}

/// What a message about law says, in a few words, and how often.
pub fn reason(code: &str, count: usize) -> Text {
    let (zh, en) = match code {
        "law/law-repealed" => ("引用已废止的法律", "cites a repealed law"),
        "law/article-missing" => ("引用的条不存在", "cites an article that is not there"),
        "law/paragraph-missing" | "law/item-missing" => {
            ("引用的款项不存在", "cites a paragraph or item that is not there")
        }
        "law/quote-mismatch" => ("引文和原文不一样", "a quotation differs from the text"),
        "law/quote-other-article" => ("引文在另一条里", "a quotation stands in another article"),
        "law/quote-punctuation" => ("引文标点不同", "a quotation differs in its punctuation"),
        "law/law-amended-since" => {
            ("核对以后法律改了", "the law changed after the page was checked")
        }
        "law/not-yet-in-force" => ("引用还没有施行的法律", "cites a law that does not apply yet"),
        "law/law-unknown" => ("引用不认识的法律", "cites a law that is not known"),
        "law/ambiguous-antecedent" => ("看不出是哪部法律", "it is not clear which law is meant"),
        other => (other, other),
    };
    Text::new(format!("{zh}（{count} 处，{code}）"), format!("{en} ({count} times, {code})"))
}

/// The imported text of a law that a page cites was not compared with its source for too long.
pub(crate) fn old_text(law: &str, day: Option<Date>) -> Text {
    match day {
        Some(day) => Text::new(
            format!("《{law}》的文本 {day} 以后没有和官方文本核对"),
            format!("the text of {law} was last compared with its source on {day}"),
        ),
        None => Text::new(
            format!("《{law}》的文本从未核对"),
            format!("the text of {law} was never compared with its source"),
        ),
    }
}
