//! The words of a statute as HTML: headings, articles with an id for each 条, 款, 项, 目, links to what they cite.

use std::collections::BTreeSet;

use crate::{
    escape,
    law::{
        citation::{Citation, Place, host::Host, scan::Scanner},
        existence::Existence,
        library::{Law, StatuteId},
        statute::{Article, Level, Part, Statute, write::article_name},
    },
    render::html::{law::anchor, place::Place as Page},
    site::generated::laws,
};

/// Writes the whole text; `behind` adds what belongs behind each article.
pub fn whole(page: &Page, law: &Law, id: StatuteId, behind: &dyn Fn(&Article) -> String) -> String {
    let statute = &page.site().library.text(id).statute;
    let mut out = String::new();
    lines("statute-note", &statute.note, &mut out);
    lines("statute-preamble", &statute.preamble, &mut out);
    let mut parts = statute.parts.iter().enumerate().peekable();
    for (index, article) in statute.articles.iter().enumerate() {
        while let Some((number, part)) = parts.next_if(|(_, part)| part.first <= index) {
            out.push_str(&heading(statute, number, part));
        }
        out.push_str(&format!(
            "<div class=\"article\" id=\"{}\">\n",
            Place::article(article.number, article.suffix).anchor()
        ));
        paragraphs(page, law, statute, article, &mut out);
        out.push_str(&behind(article));
        out.push_str("</div>\n");
    }
    lines("statute-annex", &statute.annex, &mut out);
    out
}

/// Writes the contents list: 编 and 章, with the articles that they hold.
pub fn contents(statute: &Statute) -> String {
    let shown: Vec<(usize, &Part)> =
        statute.parts.iter().enumerate().filter(|(_, it)| it.level < Level::Section).collect();
    if shown.len() < 2 {
        return String::new();
    }
    let levels: BTreeSet<Level> = shown.iter().map(|(_, it)| it.level).collect();
    let mut out = String::from("<ol class=\"plain-list statute-contents\">\n");
    for (position, (number, part)) in shown.iter().enumerate() {
        let next = shown[position + 1..]
            .iter()
            .find(|(_, it)| it.level <= part.level)
            .map_or(statute.articles.len(), |(_, it)| it.first);
        let range =
            statute.articles.get(part.first).zip(statute.articles.get(next.saturating_sub(1)));
        let range = range.map_or(String::new(), |(first, last)| {
            format!(" <small>{}–{} 条</small>", first.number, last.number)
        });
        // A law without 编 begins at the margin with its 章.
        let depth = 1 + levels.iter().filter(|it| **it < part.level).count();
        out.push_str(&format!(
            "<li class=\"level-{depth}\"><a href=\"#p{number}\">{}</a>{range}</li>\n",
            escape::text(&part_name(part))
        ));
    }
    out.push_str("</ol>\n");
    out
}

/// Writes one article, or one 款 or 项 of it, without ids: what a page inserts.
pub fn excerpt(statute: &Statute, place: Place) -> String {
    let Some(article) = statute.article(place.article, place.suffix) else {
        return String::new();
    };
    let text = crate::law::compare::text_at(article, place);
    let name = article_name(article.number, article.suffix);
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        let class =
            if crate::law::statute::line::item(line).is_some() { " class=\"item\"" } else { "" };
        let number = if index == 0 && place.paragraph.is_none() && place.item.is_none() {
            format!("<b>{name}</b>　")
        } else {
            String::new()
        };
        out.push_str(&format!("<p{class}>{number}{}</p>\n", escape::text(line)));
    }
    out
}

/// Writes one article without ids for the box at the end of a page; its number leads to the statute at `url`. Where it
/// has several lines, each says its place, so that a card can mark what is cited.
pub fn boxed(article: &Article, url: &str) -> String {
    let whole = Place::article(article.number, article.suffix);
    let is_single = article.text().lines().count() < 2;
    let mut number = format!(
        "<b><a href=\"{}#{}\">{}</a></b>　",
        escape::text(url),
        whole.anchor(),
        article_name(whole.article, whole.suffix)
    );
    let mut out = String::new();
    let mut line = |class: &str, place: Place, text: &str| {
        let at = match place.anchor_inside() {
            _ if is_single => String::new(),
            inside => format!(" data-at=\"{}\"", inside.trim_start_matches('-')),
        };
        let text = escape::text(text);
        out.push_str(&format!("<p{class}{at}>{number}{text}</p>\n"));
        number.clear();
    };
    for (paragraph, index) in article.paragraphs.iter().zip(1_u8..=u8::MAX) {
        let place = Place { paragraph: Some(index), ..whole };
        line("", place, &paragraph.text);
        for item in &paragraph.items {
            let place = Place { item: Some(item.number), ..place };
            for text in item.lines() {
                line(" class=\"item\"", place, &text);
            }
        }
    }
    out
}

fn lines(class: &str, lines: &[String], out: &mut String) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("<div class=\"{class}\">\n"));
    for line in lines {
        out.push_str(&format!("<p>{}</p>\n", escape::text(line)));
    }
    out.push_str("</div>\n");
}

fn part_name(part: &Part) -> String {
    let between = if part.number.is_empty() || part.number.ends_with('、') { "" } else { "　" };
    format!("{}{between}{}", part.number, part.title)
}

/// A heading; the levels that a statute uses follow each other without a gap.
fn heading(statute: &Statute, number: usize, part: &Part) -> String {
    let used = |level: Level| statute.parts.iter().any(|it| it.level == level);
    let levels = [Level::Book, Level::Subbook, Level::Chapter, Level::Section];
    let depth = 2 + levels.into_iter().filter(|it| *it < part.level && used(*it)).count();
    format!("<h{depth} id=\"p{number}\">{}</h{depth}>\n", escape::text(&part_name(part)))
}

fn paragraphs(page: &Page, law: &Law, statute: &Statute, article: &Article, out: &mut String) {
    let name = article_name(article.number, article.suffix);
    let whole = Place::article(article.number, article.suffix);
    let mut number = format!("<a class=\"number\" href=\"#{}\">{name}</a>　", whole.anchor());
    for (paragraph, index) in article.paragraphs.iter().zip(1_u8..=u8::MAX) {
        let place = Place { paragraph: Some(index), ..whole };
        let text = linked(page, law, statute, place, &paragraph.text);
        let id = place.anchor();
        // A paragraph with items is one block, so that a link to it marks them too.
        let (open, close) = match paragraph.items.is_empty() {
            true => (format!("<p id=\"{id}\">"), ""),
            false => (format!("<div id=\"{id}\">\n<p>"), "</div>\n"),
        };
        out.push_str(&format!("{open}{number}{text}</p>\n"));
        number.clear();
        for item in &paragraph.items {
            let place = Place { item: Some(item.number), ..place };
            let text = linked(page, law, statute, place, &item.text);
            out.push_str(&format!(
                "<p class=\"item\" id=\"{}\">{}{text}</p>\n",
                place.anchor(),
                escape::text(&item.mark)
            ));
            for subitem in &item.subitems {
                let place = Place { subitem: Some(subitem.number), ..place };
                let text = linked(page, law, statute, place, &subitem.text);
                out.push_str(&format!(
                    "<p class=\"subitem\" id=\"{}\">{}{text}</p>\n",
                    place.anchor(),
                    escape::text(&subitem.mark)
                ));
            }
            for more in &item.more {
                out.push_str(&format!(
                    "<p class=\"item\">{}</p>\n",
                    linked(page, law, statute, place, more)
                ));
            }
        }
        out.push_str(close);
    }
    if article.paragraphs.is_empty() {
        out.push_str(&format!("<p>{number}</p>\n"));
    }
}

/// Writes running text of a statute with links to the places that it cites, as far as they are imported.
fn linked(page: &Page, law: &Law, statute: &Statute, place: Place, text: &str) -> String {
    let host = Host {
        law: &law.key,
        statute: Some(statute),
        place,
        interprets: law.interprets.as_deref(),
    };
    let found = Scanner::inside(page.site().library.names(), host).block(text);
    let (mut out, mut done) = (String::new(), 0);
    for it in &found {
        let Some(href) =
            target(page, law, statute, &it.citation).filter(|_| it.range.start >= done)
        else {
            continue;
        };
        let words = escape::text(&text[it.range.clone()]);
        out.push_str(&escape::text(&text[done..it.range.start]));
        out.push_str(&format!("<a class=\"see\" href=\"{href}\">{words}</a>"));
        done = it.range.end;
    }
    out.push_str(&escape::text(&text[done..]));
    out
}

/// Finds where a citation inside a statute leads: to the version that it means, if its text is on the site.
fn target(page: &Page, law: &Law, statute: &Statute, citation: &Citation) -> Option<String> {
    let library = &page.site().library;
    let place = citation.place?;
    let (other, version) = library.meant_inside(statute, citation)?;
    let text = version.text?;
    let there =
        matches!(library.existence(version, place), Existence::There | Existence::ItemAmbiguous(_));
    if !there {
        return None;
    }
    let id = anchor::id_in(library, text, place);
    if other.key == law.key {
        return Some(format!("#{id}"));
    }
    let to = laws::version(other, version, page.config().now);
    Some(anchor::link(page, &to, &id))
}
