//! Two versions of a statute side by side, changed words marked.

use crate::{
    escape,
    law::{
        diff::{self, Piece, Row},
        statute::{Article, Statute, write::article_name},
    },
    render::html::context::in_words,
};

/// Writes the rows of the table; articles that did not change are counted, not repeated.
pub fn rows(old: &Statute, new: &Statute) -> (String, usize) {
    let mut out = String::new();
    let mut same = 0;
    for row in diff::versions(old, new) {
        let (before, after) = match row {
            Row::Same(..) => {
                same += 1;
                continue;
            }
            Row::Removed(index) => (whole(&old.articles[index]), String::new()),
            Row::Added(index) => (String::new(), whole(&new.articles[index])),
            Row::Changed(before, after) => changed(&old.articles[before], &new.articles[after]),
        };
        out.push_str(&format!(
            "<tr><td data-of=\"{}\">{before}</td><td data-of=\"{}\">{after}</td></tr>\n",
            day(old),
            day(new)
        ));
    }
    (out, same)
}

/// The day of a version, which narrow windows show where the columns stand one above the other.
fn day(statute: &Statute) -> String {
    let day = statute.facts.promulgated;
    day.map_or_else(String::new, in_words)
}

fn name(article: &Article) -> String {
    format!("<b>{}</b>　", article_name(article.number, article.suffix))
}

fn whole(article: &Article) -> String {
    paragraphs(&format!("{}{}", name(article), escape::text(&article.text())))
}

fn changed(old: &Article, new: &Article) -> (String, String) {
    let (mut before, mut after) = (name(old), name(new));
    for piece in diff::words(&old.text(), &new.text()) {
        match piece {
            Piece::Same(text) => {
                escape::push(&mut before, &text);
                escape::push(&mut after, &text);
            }
            Piece::Old(text) => mark("del", &text, &mut before),
            Piece::New(text) => mark("ins", &text, &mut after),
        }
    }
    (paragraphs(&before), paragraphs(&after))
}

/// Marks changed words; a mark never spans two paragraphs.
fn mark(tag: &str, text: &str, out: &mut String) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if !line.is_empty() {
            out.push_str(&format!("<{tag}>{}</{tag}>", escape::text(line)));
        }
    }
}

fn paragraphs(text: &str) -> String {
    text.split('\n').map(|line| format!("<p>{line}</p>")).collect()
}
