//! One version of a statute: 编, 章, 节, 条, 款, 项, 目.
//!
//! The model that every page and check reads. [`parse`] makes it from the normal form of `content/laws/`, [`write`] turns it
//! back into that form.

pub(crate) mod build;
pub(crate) mod clean;
pub(crate) mod line;
pub mod parse;
pub mod write;

use jiff::civil::Date;

/// One version of a statute, with its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statute {
    /// What the front matter says.
    pub facts: Facts,
    /// Lines between title and first heading or article: document number, note on who adopted it and when.
    pub note: Vec<String>,
    /// Paragraphs between the note and the first heading or article.
    pub preamble: Vec<String>,
    /// Every heading, in order.
    pub parts: Vec<Part>,
    /// Every article, in order.
    pub articles: Vec<Article>,
    /// What stands behind the last article: annexes, or the whole text of an instrument without articles.
    pub annex: Vec<String>,
}

/// What is known about a version besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Full title.
    pub title: String,
    /// Short name, the key by which it is cited.
    pub short: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// 法律, 行政法规, 司法解释 …
    pub kind: String,
    /// Who made it.
    pub authority: String,
    /// The day this version was made public.
    pub promulgated: Option<Date>,
    /// The day this version came or comes into force.
    pub effective: Option<Date>,
    /// 有效, 已修改, 已废止, 尚未生效, 样例, as the source says.
    pub status: String,
    /// Where the text was taken from.
    pub source: String,
    /// The day somebody last compared it with the source.
    pub checked: Option<Date>,
    /// Key of the law that it interprets.
    pub interprets: Option<String>,
    /// Name of its page's folder in the address.
    pub slug: Option<String>,
}

/// A heading: 第一编 总则.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// 编, 分编, 章, 节, or a bare title.
    pub level: Level,
    /// As written: 第一编; empty for 附则 and the like without a number.
    pub number: String,
    /// Its title, may be empty.
    pub title: String,
    /// Index of the first article under it.
    pub first: usize,
}

/// The levels above the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 编.
    Book,
    /// 分编.
    Subbook,
    /// 章, and headings without a number.
    Chapter,
    /// 节.
    Section,
}

/// 条.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Its number.
    pub number: u16,
    /// 之一, 之二 …; 0 for none.
    pub suffix: u8,
    /// 款, in order.
    pub paragraphs: Vec<Paragraph>,
    /// First byte of its first line in the source.
    pub at: u32,
}

/// 款.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words, without the items.
    pub text: String,
    /// 项, in order.
    pub items: Vec<Item>,
}

/// 项.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// As written: （一）.
    pub mark: String,
    /// Its number.
    pub number: u8,
    /// Its words, without the mark.
    pub text: String,
    /// Further paragraphs that belong to it.
    pub more: Vec<String>,
    /// 目, in order.
    pub subitems: Vec<Subitem>,
}

/// 目.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subitem {
    /// As written: `1.`.
    pub mark: String,
    /// Its number.
    pub number: u8,
    /// Its words, without the mark.
    pub text: String,
}

impl Statute {
    /// Returns the article with this number.
    pub fn article(&self, number: u16, suffix: u8) -> Option<&Article> {
        self.index_of(number, suffix).map(|index| &self.articles[index])
    }

    /// Returns the position of the article with this number.
    pub(crate) fn index_of(&self, number: u16, suffix: u8) -> Option<usize> {
        let found =
            self.articles.binary_search_by_key(&(number, suffix), |it| (it.number, it.suffix));
        found.ok().or_else(|| {
            self.articles.iter().position(|it| (it.number, it.suffix) == (number, suffix))
        })
    }
}

impl Article {
    /// Returns the position of the only paragraph with items; `None` if there is none or more than one.
    pub(crate) fn paragraph_with_items(&self) -> Option<usize> {
        let mut with = self.paragraphs.iter().enumerate().filter(|(_, it)| !it.items.is_empty());
        let first = with.next()?.0;
        with.next().is_none().then_some(first)
    }

    /// Returns the whole text, one line for each paragraph, item and subitem.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.paragraphs.iter().flat_map(Paragraph::lines).collect();
        lines.join("\n")
    }
}

impl Paragraph {
    /// Returns its text and those of its items, as written.
    pub fn lines(&self) -> Vec<String> {
        let text = (!self.text.is_empty()).then(|| self.text.clone());
        text.into_iter().chain(self.items.iter().flat_map(Item::lines)).collect()
    }
}

impl Item {
    /// Returns its text and those of its further paragraphs and subitems, as written.
    pub fn lines(&self) -> Vec<String> {
        let first = format!("{}{}", self.mark, self.text);
        let subitems = self.subitems.iter().map(|it| format!("{}{}", it.mark, it.text));
        std::iter::once(first).chain(subitems).chain(self.more.iter().cloned()).collect()
    }
}
