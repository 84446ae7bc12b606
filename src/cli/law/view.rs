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
        citation::{Place, Scanner},
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
    let library = &desk.library;
    for law in library.laws().filter(|law| {
        cited.contains_key(&law.key) || law.versions.iter().any(|it| it.text.is_some())
    }) {
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
    pick(
        context,
        format!(
            "{} 公布，{} 起施行，{} 条，{source}",
            day(version.promulgated),
            day(version.effective),
            version.articles
        ),
        format!(
            "{} made public, {} in force, {} articles, {source}",
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
        context.console.say(&format!(
            "《{}》 {}",
            law.title,
            state(
                law,
                desk.config.now,
                context.console.lang == crate::diag::Lang::Zh
            )
        ));
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
    let same = rows.iter().filter(|it| matches!(it, Row::Same(..))).count();
    context.console.say(&pick(
        context,
        format!("另有 {same} 条文字没有变"),
        format!("{same} other articles have the same words"),
    ));
    Exit::Success
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
