//! A statute → the normal form of `content/laws/`: front matter, headings, one paragraph a line, a blank line between.

use crate::law::{
    citation::Place,
    numeral::to_chinese,
    statute::{Article, Facts, Level, Part, Statute},
};

/// Writes the whole file.
pub fn normal_form(statute: &Statute) -> String {
    let mut out = front_matter(&statute.facts);
    let mut paragraph = |text: &str| {
        out.push('\n');
        out.push_str(text);
        out.push('\n');
    };
    paragraph(&format!("# {}", statute.facts.title));
    statute.note.iter().chain(&statute.preamble).for_each(|it| paragraph(it));
    let depth = |level: Level| depth(&statute.parts, level);
    let mut parts = statute.parts.iter().peekable();
    for (index, article) in statute.articles.iter().enumerate() {
        while let Some(part) = parts.next_if(|it| it.first <= index) {
            paragraph(&heading(part, depth(part.level)));
        }
        article_lines(article).iter().for_each(|it| paragraph(it));
    }
    parts.for_each(|part| paragraph(&heading(part, depth(part.level))));
    statute.annex.iter().for_each(|it| paragraph(it));
    out
}

/// Names an article as statutes do: 第一百三十三条之一.
pub(crate) fn article_name(number: u16, suffix: u8) -> String {
    let inserted =
        if suffix > 0 { format!("之{}", to_chinese(u16::from(suffix))) } else { String::new() };
    format!("第{}条{inserted}", to_chinese(number))
}

/// Names a place as running text does: 第一千零七十九条第三款第二项.
pub(crate) fn place_name(place: Place) -> String {
    let mut name = article_name(place.article, place.suffix);
    for (number, unit) in [(place.paragraph, "款"), (place.item, "项"), (place.subitem, "目")] {
        if let Some(number) = number {
            name.push_str(&format!("第{}{unit}", to_chinese(u16::from(number))));
        }
    }
    name
}

fn article_lines(article: &Article) -> Vec<String> {
    let mut lines: Vec<String> =
        article.paragraphs.iter().flat_map(crate::law::statute::Paragraph::lines).collect();
    let name = article_name(article.number, article.suffix);
    match lines.first_mut() {
        Some(first) => *first = format!("{name}　{first}"),
        None => lines.push(name),
    }
    lines
}

fn heading(part: &Part, depth: usize) -> String {
    let between = if part.number.is_empty() || part.number.ends_with('、') || part.title.is_empty()
    {
        ""
    } else {
        "　"
    };
    format!("{} {}{between}{}", "#".repeat(depth), part.number, part.title)
}

/// Depth of a heading: 编 and 章 of a text without 编 stand directly under the title.
fn depth(parts: &[Part], level: Level) -> usize {
    let books = parts.iter().any(|it| it.level == Level::Book);
    match level {
        Level::Book => 2,
        Level::Subbook => 3,
        Level::Chapter => 2 + usize::from(books),
        Level::Section => 3 + usize::from(books),
    }
}

fn front_matter(facts: &Facts) -> String {
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            // No quotation mark is escaped in the normal form, so that every editor can read and write it.
            out.push_str(&format!("{key}: \"{}\"\n", value.replace('"', "”")));
        }
    };
    let date = |it: Option<jiff::civil::Date>| it.map_or(String::new(), |it| it.to_string());
    line("title", &facts.title);
    line("short", &facts.short);
    let aliases: Vec<String> = facts.aliases.iter().map(|it| format!("\"{it}\"")).collect();
    line("kind", &facts.kind);
    line("authority", &facts.authority);
    line("promulgated", &date(facts.promulgated));
    line("effective", &date(facts.effective));
    line("status", &facts.status);
    line("source", &facts.source);
    line("checked", &date(facts.checked));
    line("interprets", facts.interprets.as_deref().unwrap_or_default());
    line("slug", facts.slug.as_deref().unwrap_or_default());
    if !aliases.is_empty() {
        out.push_str(&format!("aliases: [{}]\n", aliases.join(", ")));
    }
    out.push_str("---\n");
    out
}
