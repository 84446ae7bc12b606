//! Lines → the structure of a statute, with everything that is odd about its numbering.

use std::ops::Range;

use crate::{
    diag::Sink,
    law::{
        numeral::to_chinese,
        statute::{
            Article, Item, Level, Paragraph, Part, Statute, Subitem,
            line::{self, Heading, Line},
            write::article_name,
        },
    },
    source::Span,
};

/// Something wrong with a statute's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub kind: FaultKind,
}

/// The kinds of [`Fault`]. Numbers of articles come with their 之.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Articles between two are missing.
    Gap {
        /// The article before the gap.
        after: (u16, u8),
        /// The article behind it.
        found: (u16, u8),
    },
    /// An article's number comes twice, or goes back.
    ArticleOrder {
        /// The article before.
        after: (u16, u8),
        /// The number found.
        found: (u16, u8),
    },
    /// An article without words.
    EmptyArticle((u16, u8)),
    /// A heading's number comes twice, or leaves one out.
    HeadingOrder {
        /// The heading as written.
        found: String,
        /// The number that should stand there.
        expected: u16,
    },
    /// An item's number does not follow the one before.
    ItemOrder {
        /// The item as written.
        found: String,
        /// The number that should stand there.
        expected: u8,
    },
    /// The text breaks off in the middle of a sentence.
    CutOff,
    /// A chapter of the contents list that the text does not have.
    MissingPart(String),
    /// No article at all.
    NoArticles,
}

impl Fault {
    /// Tells the editor; `span` is the fault's place in the file.
    pub fn report(&self, span: Span, sink: &mut Sink) {
        let name = |(number, suffix): (u16, u8)| {
            if number == 0 { "开头".to_owned() } else { article_name(number, suffix) }
        };
        match &self.kind {
            FaultKind::Gap { after, found } => sink.statute_gap(span, &name(*after), &name(*found)),
            FaultKind::ArticleOrder { after, found } => {
                sink.statute_article_order(span, &name(*after), &name(*found));
            }
            FaultKind::EmptyArticle(article) => sink.statute_empty_article(span, &name(*article)),
            FaultKind::HeadingOrder { found, expected } => {
                sink.statute_heading_order(span, found, &to_chinese(*expected));
            }
            FaultKind::ItemOrder { found, expected } => {
                sink.statute_item_order(span, found, &to_chinese(u16::from(*expected)));
            }
            FaultKind::CutOff => sink.statute_cut_off(span),
            FaultKind::MissingPart(name) => sink.statute_part_missing(span, name),
            FaultKind::NoArticles => sink.statute_no_articles(span),
        }
    }
}

/// Builds a statute without facts from its lines, title and contents list already taken away.
pub fn body(lines: &[Line]) -> (Statute, Vec<Fault>) {
    let mut builder = Builder {
        lines,
        headings: listed_headings(lines),
        statute: Statute::default(),
        faults: Vec::new(),
        numbers: [0; 4],
        may_restart: false,
        annex: false,
    };
    for index in 0..lines.len() {
        builder.line(index);
    }
    builder.finish();
    (builder.statute, builder.faults)
}

struct Builder<'a> {
    lines: &'a [Line],
    /// Indexes of the lines 一、…, 二、… that divide the articles of an interpretation.
    headings: Vec<usize>,
    statute: Statute,
    faults: Vec<Fault>,
    /// The last number of each level.
    numbers: [u16; 4],
    /// Whether a 编 began since the last chapter, so that chapters may count from 1 again.
    may_restart: bool,
    annex: bool,
}

impl Builder<'_> {
    fn line(&mut self, index: usize) {
        let line = &self.lines[index];
        if self.annex {
            return self.statute.annex.push(line.text.clone());
        }
        if let Some(mark) = line::article(&line.text).filter(|mark| self.is_article(*mark)) {
            return self.article(line, mark);
        }
        let divides = self.headings.binary_search(&index).is_ok();
        // 一、一般规定 between the articles of an interpretation, which has neither 章 nor a mark of a heading.
        let heading = if divides {
            line::heading(&Line { heading: true, ..line.clone() })
        } else {
            line::heading(line)
        };
        if let Some(heading) = heading {
            return self.heading(heading, line.range.clone());
        }
        if self.statute.articles.is_empty() {
            return self.before_articles(line);
        }
        if line::opens_annex(&line.text) {
            self.annex = true;
            return self.statute.annex.push(line.text.clone());
        }
        self.inside_article(index);
    }

    /// A line is an article if its number follows, or if it is at least set off like one.
    ///
    /// Paragraphs begin with a citation too: 第一百条规定的期限…… directly behind 第二条 is a 款 of 第二条.
    fn is_article(&self, mark: line::ArticleMark) -> bool {
        let Some(last) = self.statute.articles.last() else {
            return mark.number == 1 || mark.set_off;
        };
        let follows = (mark.number == last.number + 1 && mark.suffix == 0)
            || (mark.number == last.number && mark.suffix == last.suffix + 1);
        follows || mark.set_off
    }

    fn article(&mut self, line: &Line, mark: line::ArticleMark) {
        let found = (mark.number, mark.suffix);
        let after = self.statute.articles.last().map_or((0, 0), |it| (it.number, it.suffix));
        let follows = found == (after.0 + 1, 0) || found == (after.0, after.1 + 1);
        if !follows {
            let kind = if found > after {
                FaultKind::Gap { after, found }
            } else {
                FaultKind::ArticleOrder { after, found }
            };
            self.faults.push(Fault {
                range: line.range.start..line.range.start + mark.len.min(line.range.len()),
                kind,
            });
        }
        let text = line.text[mark.len..].trim().to_owned();
        let paragraphs =
            if text.is_empty() { Vec::new() } else { vec![Paragraph { text, items: Vec::new() }] };
        let at = u32::try_from(line.range.start).unwrap_or(u32::MAX);
        self.statute.articles.push(Article {
            number: mark.number,
            suffix: mark.suffix,
            paragraphs,
            at,
        });
    }

    fn heading(&mut self, heading: Heading, range: Range<usize>) {
        let level = match heading.level {
            Level::Book => 0,
            Level::Subbook => 1,
            Level::Chapter => 2,
            Level::Section => 3,
        };
        // 宪法 opens with it; what follows is no chapter with articles.
        if heading.number == 0 && heading.title == "序言" && self.statute.articles.is_empty() {
            return self.statute.preamble.push(heading.title);
        }
        if heading.number > 0 {
            let expected = self.numbers[level] + 1;
            // 民事诉讼法 counts its chapters through all 编, 刑法 starts them again.
            if heading.number != expected && !(heading.number == 1 && self.may_restart && level > 0)
            {
                let kind = FaultKind::HeadingOrder { found: heading.mark.clone(), expected };
                self.faults.push(Fault { range, kind });
            }
            self.numbers[level] = heading.number;
            self.numbers[3] = if level == 3 { heading.number } else { 0 };
            self.may_restart = level < 2 || (level == 3 && self.may_restart);
            if level == 0 {
                self.numbers[1] = 0;
            }
        }
        let first = self.statute.articles.len();
        self.statute.parts.push(Part {
            level: heading.level,
            number: heading.mark,
            title: heading.title,
            first,
        });
    }

    /// The note on who adopted it and when, which may break over two lines: 民法典婚姻家庭编解释（一）; then the preamble.
    fn before_articles(&mut self, line: &Line) {
        let text = line.text.clone();
        if self.statute.parts.is_empty()
            && self.statute.preamble.is_empty()
            && is_note(&self.statute.note, &text)
        {
            match self.statute.note.last_mut().filter(|last| is_open(last)) {
                Some(last) => last.push_str(&text),
                None => self.statute.note.push(text),
            }
            return;
        }
        self.statute.preamble.push(text);
    }

    /// Adds a line to the article that is open: to an item, as an item, or as a 款 of its own.
    fn inside_article(&mut self, index: usize) {
        let line = &self.lines[index];
        let next_item = self.item_that_follows(index + 1);
        let article =
            self.statute.articles.last_mut().expect("called behind the first article only");
        let plain = || Paragraph { text: line.text.clone(), items: Vec::new() };
        let Some(paragraph) = article.paragraphs.last_mut() else {
            return article.paragraphs.push(plain());
        };
        let last = paragraph.items.last().map_or(0, |it| it.number);
        if let Some((number, len)) = line::item(&line.text) {
            paragraph.items.push(item(&line.text, number, len));
            if number != last + 1 {
                let kind =
                    FaultKind::ItemOrder { found: line.text[..len].to_owned(), expected: last + 1 };
                self.faults.push(Fault { range: line.range.clone(), kind });
            }
            return;
        }
        let Some(item) = paragraph.items.last_mut() else {
            return article.paragraphs.push(plain());
        };
        // 1. that does not follow is a sentence that begins with a number, not a 目.
        let last_subitem = item.subitems.last().map_or(0, |it| it.number);
        let subitem = line::subitem(&line.text).filter(|it| it.0 == last_subitem + 1);
        if let Some((number, len)) = subitem {
            let (mark, text) = line.text.split_at(len);
            item.subitems.push(Subitem {
                mark: mark.to_owned(),
                number,
                text: text.trim_start().to_owned(),
            });
        } else if next_item == Some(last + 1) {
            // 国旗法第五条, 香港基本法第四十八条: a plain paragraph between two items belongs to the first of them.
            item.more.push(line.text.clone());
        } else {
            article.paragraphs.push(plain());
        }
    }

    /// Returns the number of the next item line before the next article or heading.
    fn item_that_follows(&self, start: usize) -> Option<u8> {
        // Further than any item goes on; to the end of the article it would take quadratic time.
        for line in self.lines[start..].iter().take(12) {
            if let Some((number, _)) = line::item(&line.text) {
                return Some(number);
            }
            if line::article(&line.text).is_some_and(|it| it.set_off)
                || line::heading(line).is_some()
            {
                return None;
            }
        }
        None
    }

    fn finish(&mut self) {
        for article in self.statute.articles.iter().filter(|it| it.paragraphs.is_empty()) {
            let at = article.at as usize;
            self.faults.push(Fault {
                range: at..at,
                kind: FaultKind::EmptyArticle((article.number, article.suffix)),
            });
        }
        // A 批复 has no articles: all of it stands below the title as it is.
        if self.statute.articles.is_empty() {
            let preamble = std::mem::take(&mut self.statute.preamble);
            self.statute.annex.splice(0..0, preamble);
            return;
        }
        // A download that broke off ends in the middle of a sentence; annexes end as they like.
        let Some(last) = self.lines.last().filter(|_| !self.annex) else {
            return;
        };
        if !last.text.ends_with([
            '。', '；', '：', '”', '）', '！', '.', ')', '》', ';', '"', '?', '？', '…', '】',
        ]) {
            self.faults.push(Fault { range: last.range.clone(), kind: FaultKind::CutOff });
        }
    }
}

/// Reads an item: its mark is the first `len` bytes.
fn item(line: &str, number: u8, len: usize) -> Item {
    let (mark, text) = line.split_at(len);
    Item {
        // Half-width brackets are a habit of databases, in one item of seven; the official text has full-width ones.
        mark: mark.replace('(', "（").replace(')', "）"),
        number,
        text: text.trim_start().to_owned(),
        ..Item::default()
    }
}

/// A note under the title: in brackets, a date with what happened on it, or a document number.
fn is_note(before: &[String], text: &str) -> bool {
    if before.last().is_some_and(|last| is_open(last)) {
        return true;
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let dated = digits == 4 && text[digits..].starts_with('年') && !text.ends_with('。');
    let numbered = text.contains(['〔', '［']) && text.ends_with('号') && text.chars().count() < 40;
    text.starts_with(['（', '(']) && line::item(text).is_none() || dated || numbered
}

fn is_open(text: &str) -> bool {
    text.starts_with(['（', '('])
        && text.matches(['（', '(']).count() > text.matches(['）', ')']).count()
}

/// Finds the headings 一、…, 二、… of an interpretation: short, numbered through the whole text, among articles.
///
/// A 决定 has 一、 too, but no 第一条; a list inside an article has no article behind each of its lines.
fn listed_headings(lines: &[Line]) -> Vec<usize> {
    if !lines.iter().any(|line| line::article(&line.text).is_some_and(|it| it.number == 1)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((number, title)) = line::listed(&line.text) else {
            continue;
        };
        let short = !title.is_empty()
            && title.chars().count() <= 30
            && !title.ends_with(['。', '；', '：', '，']);
        if short && usize::from(number) == found.len() + 1 {
            found.push(index);
        } else if line::opens_annex(&line.text) {
            break;
        }
    }
    let before_article =
        |index: &usize| lines.get(index + 1).is_some_and(|it| line::article(&it.text).is_some());
    if found.len() >= 2 && found.iter().all(before_article) { found } else { Vec::new() }
}
