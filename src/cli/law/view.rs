//! `pufa law list`, `show` and `diff`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    cli::{
        Context, Exit,
        law::{Desk, pick},
    },
    diag::{Sink, messages::nearest},
    document::ReferenceKind,
    law::{
        citation::{Place, scan::Scanner},
        compare,
        diff::{self, Piece, Row},
        library::{Law, Version},
        numeral::to_chinese,
        statute::{
            Statute,
            write::{article_name, place_name},
        },
    },
    markdown::{self, Dialect},
};

/// Lists laws with a text, and laws that pages cite.
pub fn list(context: &Context, desk: &Desk) -> Exit {
    let cited = cited(desk);
    let is_listed = |law: &&Law| {
        cited.contains_key(&law.key) || law.versions.iter().any(|it| it.text.is_some())
    };
    let laws: Vec<&Law> = desk.library.laws().filter(is_listed).collect();
    if laws.is_empty() {
        context.console.say(&pick(
            context,
            "还没有导入法律，也没有文章引用法律。从国家法律法规数据库下载 Word 文件，再用 `pufa law import 文件` 导入".to_owned(),
            "no law is imported and no page cites one; download a statute's Word file and import it with `pufa law import FILE`".to_owned(),
        ));
    }
    for law in laws {
        let pages = cited.get(&law.key).copied().unwrap_or(0);
        context.console.say(&pick(
            context,
            format!(
                "《{}》 {}，{pages} 篇文章引用",
                law.key,
                state(law, desk.config.now, true)
            ),
            format!(
                "{}: {}, cited by {pages} pages",
                law.key,
                state(law, desk.config.now, false)
            ),
        ));
        for version in &law.versions {
            context
                .console
                .say(&format!("    {}", line(context, desk, version)));
        }
    }
    Exit::Success
}

fn line(context: &Context, desk: &Desk, version: &Version) -> String {
    let day = |it: Option<Date>| it.map_or_else(|| "？".to_owned(), |it| it.to_string());
    let text = version.text.map(|id| desk.library.text(id));
    let source = text.map(|it| {
        let checked = it.statute.facts.checked;
        let months = checked.map_or(0, |it| {
            (i32::from(desk.config.now.year()) - i32::from(it.year())) * 12
                + i32::from(desk.config.now.month())
                - i32::from(it.month())
        });
        let old = if months > i32::try_from(desk.config.review_months).unwrap_or(i32::MAX) {
            pick(
                context,
                "，该重新核对".to_owned(),
                ", due for a check".to_owned(),
            )
        } else {
            String::new()
        };
        pick(
            context,
            format!("`{}`，核对于 {}{old}", it.path, day(checked)),
            format!("`{}`, checked {}{old}", it.path, day(checked)),
        )
    });
    let source = source.unwrap_or_else(|| {
        pick(
            context,
            "没有导入文本".to_owned(),
            "text not imported".to_owned(),
        )
    });
    let (doubt_zh, doubt_en) = match version.basis.as_str() {
        "general" => ("（一般知识，请核对）", " (general knowledge, please check)"),
        _ => ("", ""),
    };
    pick(
        context,
        format!(
            "{} 公布，{} 起施行{doubt_zh}，{} 条，{source}",
            day(version.promulgated),
            day(version.effective),
            version.articles
        ),
        format!(
            "{} made public, {} in force{doubt_en}, {} articles, {source}",
            day(version.promulgated),
            day(version.effective),
            version.articles
        ),
    )
}

fn state(law: &Law, now: Date, zh: bool) -> String {
    let pick = |chinese: String, english: String| if zh { chinese } else { english };
    match (law.repealed_on(now), law.on(now)) {
        (Some(repeal), _) => pick(
            format!("{} 起废止", repeal.date),
            format!("repealed on {}", repeal.date),
        ),
        (None, Some(_)) => pick("现行有效".to_owned(), "in force".to_owned()),
        (None, None) => pick("还没有施行".to_owned(), "not yet in force".to_owned()),
    }
}

/// Counts the pages that cite each law.
fn cited(desk: &Desk) -> BTreeMap<String, usize> {
    let dialect = Dialect {
        taxonomies: &desk.config.taxonomies,
        raw_html: desk.config.raw_html,
        names: desk.library.names(),
    };
    let documents = Sink::default().par_map(&desk.sources.pages, |source, sink| {
        markdown::parse(source, &dialect, sink)
    });
    let mut counts = BTreeMap::new();
    for document in &documents {
        let mut laws: Vec<&str> = document
            .references
            .iter()
            .filter_map(|it| match &it.kind {
                ReferenceKind::Citation(citation) | ReferenceKind::Statute(citation) => {
                    Some(citation.law.key.as_str())
                }
                ReferenceKind::Link
                | ReferenceKind::Image
                | ReferenceKind::Video
                | ReferenceKind::Quotation { .. }
                | ReferenceKind::Snippet
                | ReferenceKind::Data
                | ReferenceKind::File => None,
            })
            .collect();
        laws.sort_unstable();
        laws.dedup();
        for law in laws {
            *counts.entry(law.to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

/// Shows what is known about a law, or one article of it.
pub fn show(context: &Context, desk: &Desk, name: &str, article: Option<&str>) -> Exit {
    let Some(law) = find(context, desk, name) else {
        return Exit::Usage;
    };
    let Some(written) = article else {
        about(context, desk, law);
        for version in &law.versions {
            context
                .console
                .say(&format!("    {}", line(context, desk, version)));
        }
        return Exit::Success;
    };
    let Some(place) = place(desk, law, written) else {
        context.console.note(&pick(
            context,
            format!("`{written}` 不是条号；写成 1079 或者 第一千零七十九条"),
            format!("`{written}` is no article; write 1079 or 第一千零七十九条"),
        ));
        return Exit::Usage;
    };
    let version = law
        .on(desk.config.now)
        .filter(|it| it.text.is_some())
        .or_else(|| law.versions.iter().find(|it| it.text.is_some()));
    let Some((version, statute)) =
        version.and_then(|it| desk.library.statute(it).map(|statute| (it, statute)))
    else {
        context.console.note(&pick(
            context,
            format!(
                "还没有导入《{}》的文本，用 `pufa law import 文件` 导入",
                law.key
            ),
            format!(
                "the text of {} is not imported, use `pufa law import FILE`",
                law.key
            ),
        ));
        return Exit::Content;
    };
    let Some(found) = statute.article(place.article, place.suffix) else {
        let last = statute.articles.last().map_or(0, |it| it.number);
        context.console.note(&pick(
            context,
            format!("《{}》没有{}（共 {last} 条）", law.key, place_name(place)),
            format!(
                "{} has no {} (it has {last} articles)",
                law.key,
                place_name(place)
            ),
        ));
        return Exit::Content;
    };
    let day = version
        .effective
        .map_or_else(|| "？".to_owned(), |it| it.to_string());
    context.console.say(&pick(
        context,
        format!("《{}》{}（{day} 起施行的版本）", law.key, place_name(place)),
        format!(
            "{} {} (version in force from {day})",
            law.key,
            place_name(place)
        ),
    ));
    if place.paragraph.is_some() || place.item.is_some() {
        context.console.say(&compare::text_at(found, place));
        return Exit::Success;
    }
    for (number, paragraph) in (1..).zip(&found.paragraphs) {
        let mark = if found.paragraphs.len() > 1 {
            format!("第{}款　", to_chinese(number))
        } else {
            String::new()
        };
        context
            .console
            .say(&format!("{mark}{}", paragraph.lines().join("\n")));
    }
    Exit::Success
}

/// Says what is known about a law as a whole, and where that comes from.
fn about(context: &Context, desk: &Desk, law: &Law) {
    let zh = context.console.lang == crate::diag::Lang::Zh;
    let say = |chinese: &str, english: &str, text: &str| {
        if !text.is_empty() {
            let (zh, en) = (
                format!("    {chinese}：{text}"),
                format!("    {english}: {text}"),
            );
            context.console.say(&pick(context, zh, en));
        }
    };
    let state = state(law, desk.config.now, zh);
    context.console.say(&format!("《{}》 {state}", law.title));
    if let Some(repeal) = &law.repealed {
        say("依据", "by", &repeal.basis);
        let instead = format!("《{}》{}", repeal.successor, repeal.part);
        say(
            "现在看",
            "now see",
            if repeal.successor.is_empty() {
                ""
            } else {
                &instead
            },
        );
    }
    let mut names = vec![law.key.clone()];
    names.extend(law.aliases.iter().cloned());
    names.retain(|it| *it != law.title);
    say("也叫", "also called", &names.join("、"));
    say("沿革", "history", &law.history.join("、"));
    let origins: Vec<&str> = law.from.iter().map(|it| origin(it, zh)).collect();
    say(
        "这些事实来自",
        "these facts come from",
        &origins.join(if zh { "；" } else { "; " }),
    );
}

/// Says in words where a fact comes from; the codes are those of the list of laws.
pub fn origin(code: &str, zh: bool) -> &str {
    let (chinese, english) = match code {
        "text" => ("法律自己的文本", "the law's own text"),
        "file" => ("导入的文件", "the imported file"),
        "amendment" => ("修正案的文本", "the text of the amendment"),
        "list" => ("公开的现行法律目录", "a published list of laws in force"),
        "metadata" => (
            "国家法律法规数据库随文本公布的日期",
            "dates published beside the text by the national database",
        ),
        "general" => (
            "一般知识，用之前到国家法律法规数据库核对",
            "general knowledge, check it at the national database before use",
        ),
        "site" => ("本站的登记", "this site's own entries"),
        other => (other, other),
    };
    if zh { chinese } else { english }
}

fn find<'a>(context: &Context, desk: &'a Desk, name: &str) -> Option<&'a Law> {
    let law = desk.library.find(name);
    if law.is_none() {
        let near = nearest(name, desk.library.laws().map(|it| it.key.as_str()));
        let (zh, en) = near.map_or((String::new(), String::new()), |it| {
            (format!("；是不是《{it}》？"), format!("; perhaps {it}?"))
        });
        context.console.note(&pick(
            context,
            format!("不认识《{name}》{zh}"),
            format!("{name} is not known{en}"),
        ));
    }
    law
}

fn place(desk: &Desk, law: &Law, written: &str) -> Option<Place> {
    let number = written.replace('-', "条之");
    let number = if number.contains("条之") {
        number
    } else {
        format!("{number}条")
    };
    let text = if written.starts_with('第') {
        written.to_owned()
    } else {
        format!("第{number}")
    };
    let found = Scanner::new(desk.library.names()).block(&format!("《{}》{text}", law.key));
    found.first()?.citation.place
}

/// Prints what changed between two versions.
pub fn diff(
    context: &Context,
    desk: &Desk,
    name: &str,
    from: Option<Date>,
    to: Option<Date>,
) -> Exit {
    let Some(law) = find(context, desk, name) else {
        return Exit::Usage;
    };
    let with_text: Vec<&Version> = law.versions.iter().filter(|it| it.text.is_some()).collect();
    let by_day = |day: Option<Date>, otherwise: usize| match day {
        Some(day) => with_text
            .iter()
            .find(|it| it.promulgated == Some(day))
            .copied(),
        None => with_text.get(otherwise).copied(),
    };
    let pair = by_day(from, 1).zip(by_day(to, 0));
    let statutes =
        pair.and_then(|(old, new)| desk.library.statute(old).zip(desk.library.statute(new)));
    let Some((old, new)) = statutes else {
        context.console.note(&pick(
            context,
            format!(
                "《{}》没有两个可以比较的版本：先导入两个版本的文本",
                law.key
            ),
            format!(
                "{} has no two versions to compare: import both texts first",
                law.key
            ),
        ));
        return Exit::Content;
    };
    let rows = diff::versions(old, new);
    for row in &rows {
        if let Some(text) = shown(row, old, new) {
            context.console.say(&text);
        }
    }
    context.console.say(&summary(context, &rows, old, new));
    Exit::Success
}

/// The closing line of a comparison: how many articles changed, came and went.
fn summary(context: &Context, rows: &[Row], old: &Statute, new: &Statute) -> String {
    let count = |kind: fn(&Row) -> bool| rows.iter().filter(|it| kind(it)).count();
    let changed = count(|it| matches!(it, Row::Changed(..)));
    let added = count(|it| matches!(it, Row::Added(_)));
    let removed = count(|it| matches!(it, Row::Removed(_)));
    let same = count(|it| matches!(it, Row::Same(..)));
    let (from, to) = (day_of(old), day_of(new));
    pick(
        context,
        format!(
            "{from} 公布的版本 → {to} 公布的版本：改了 {changed} 条（[-删去-] {{+加上+}}），新增 {added} 条，删去 {removed} 条，{same} 条文字没有变"
        ),
        format!(
            "version of {from} → version of {to}: {changed} articles changed ([-removed-] {{+added+}}), {added} added, {removed} removed, {same} have the same words"
        ),
    )
}

fn day_of(statute: &Statute) -> String {
    let day = statute.facts.promulgated;
    day.map_or_else(|| "？".to_owned(), |it| it.to_string())
}

fn shown(row: &Row, old: &Statute, new: &Statute) -> Option<String> {
    let name = |statute: &Statute, index: usize| {
        article_name(
            statute.articles[index].number,
            statute.articles[index].suffix,
        )
    };
    Some(match *row {
        Row::Same(..) => return None,
        Row::Removed(index) => format!("- {}　{}", name(old, index), old.articles[index].text()),
        Row::Added(index) => format!("+ {}　{}", name(new, index), new.articles[index].text()),
        Row::Changed(before, after) => {
            let pieces = diff::words(&old.articles[before].text(), &new.articles[after].text());
            let words: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Same(text) => text.clone(),
                    Piece::Old(text) => format!("[-{text}-]"),
                    Piece::New(text) => format!("{{+{text}+}}"),
                })
                .collect();
            format!("~ {} → {}　{words}", name(old, before), name(new, after))
        }
    })
}
