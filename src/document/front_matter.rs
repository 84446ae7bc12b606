//! The metadata on top of a page, typed.

use indexmap::IndexMap;

use crate::{
    document::ReferenceId,
    source::{Span, Spanned},
};

/// A calendar day.
pub type Date = jiff::civil::Date;

/// Everything an editor can say about a page as a whole. Keys that were not written are `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// 标题; without it the first heading or the file's name serves.
    pub title: Option<String>,
    /// 日期: first published.
    pub date: Option<Date>,
    /// 更新: last changed.
    pub updated: Option<Date>,
    /// 核对: when somebody last checked the law on the page.
    pub reviewed: Option<Date>,
    /// 核对人: who checked it.
    pub reviewers: Vec<String>,
    /// 发布: not shown before this day.
    pub publish: Option<Date>,
    /// 到期: not shown from this day on.
    pub expires: Option<Date>,
    /// 摘要.
    pub summary: Option<String>,
    /// Terms by taxonomy key (`tags`, `audience`), as written.
    pub taxonomies: IndexMap<String, Vec<Term>>,
    /// 草稿.
    pub draft: bool,
    /// Last part of the address.
    pub slug: Option<String>,
    /// 别名: old addresses that lead here.
    pub aliases: Vec<Spanned<String>>,
    /// 权重: smaller comes first.
    pub weight: Option<i64>,
    /// 作者.
    pub authors: Vec<String>,
    /// 封面.
    pub cover: Option<ReferenceId>,
    /// 朗读: a sound file with the text read aloud.
    pub audio: Option<ReferenceId>,
    /// 附件.
    pub attachments: Vec<Attachment>,
    /// 法律: laws the page explains, besides those it cites.
    pub laws: Vec<String>,
    /// 传单.
    pub leaflets: Vec<LeafletRequest>,
    /// 敏感; `None` inherits the section's.
    pub sensitive: Option<bool>,
    /// 输出: what becomes of the page.
    pub render: Render,
    /// 模板.
    pub template: Option<String>,
    /// 拼音.
    pub pinyin: Option<PinyinMode>,
    /// Whether it could not be read, so that nothing can be said about what is missing.
    pub is_unread: bool,
    /// 目录: shown or not; `None` leaves it to the theme.
    pub contents: Option<bool>,
    /// 每页: of a section, how many pages a list holds.
    pub paginate: Option<u32>,
    /// 排序: of a section.
    pub sort: Option<String>,
    /// 其他: anything for one's own templates.
    pub extra: IndexMap<String, Value>,
    /// Where each key is written, by its English name.
    pub spans: KeySpans,
}

/// Where keys of a page's front matter are written; a handful, so they are looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySpans(Vec<(&'static str, Span)>);

impl KeySpans {
    /// Notes where `key` is written, unless it is known already: then returns false.
    pub fn insert(&mut self, key: &'static str, span: Span) -> bool {
        let is_new = self.get(key).is_none();
        if is_new {
            self.0.push((key, span));
        }
        is_new
    }

    /// Gives back the room that was taken in advance.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Returns where `key` is written.
    pub fn get(&self, key: &str) -> Option<Span> {
        self.0.iter().find(|it| it.0 == key).map(|it| it.1)
    }
}

/// A taxonomy term as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As written: `未成年`.
    pub name: String,
    /// Where.
    pub span: Span,
}

/// A file offered for download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file.
    pub reference: ReferenceId,
    /// Its title, may be empty.
    pub title: String,
    /// What to know about it, may be empty.
    pub note: String,
}

/// A leaflet asked for in the front matter.
#[derive(Clone, Debug, PartialEq)]
pub struct LeafletRequest {
    /// As written: `trifold`, `三折页`.
    pub format: String,
    /// Options as written: `family`, `ink`, `title` …
    pub options: IndexMap<String, Value>,
    /// Where.
    pub span: Span,
}

/// What becomes of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Render {
    /// A web page, and its leaflets.
    #[default]
    Page,
    /// Only leaflets.
    Leaflet,
    /// Nothing of its own; other pages list or include it.
    Never,
}

/// Where pinyin is written above characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinyinMode {
    /// Nowhere.
    None,
    /// Above rare characters.
    Rare,
    /// Above every character.
    All,
}

/// A value of front matter that pufa passes on without looking into it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text, dates included.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// A table.
    Table(IndexMap<String, Value>),
}

impl Value {
    /// Returns the text, if it is one.
    pub fn text(&self) -> Option<&str> {
        let Self::String(text) = self else {
            return None;
        };
        Some(text)
    }
}
