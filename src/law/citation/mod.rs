//! Citations of statutes in running text: `《民法典》第一千零七十九条第三款`.
//!
//! In: the plain text of one block. Out: what it cites, where. Works in two passes, laws first ([`collect`]), then the units
//! that use their places ([`scan`]). Knows which names laws have ([`names`]), not what stands in them.

pub mod names;
pub mod scan;
pub(crate) mod title;

mod between;
mod collect;
mod instrument;
mod mention;

mod antecedent;
pub mod host;
mod place;
mod quotation;
mod relative;
mod words;

use std::ops::Range;

/// A citation with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words to be linked, in bytes.
    pub range: Range<usize>,
    /// The name of the law among them; `None` for further places of a list and for carried ones.
    pub name: Option<Range<usize>>,
    /// What is cited.
    pub citation: Citation,
}

/// One place in a statute as cited, or a statute as a whole.
///
/// A list such as 第十条第一款、第三款 gives several citations, a range gives one with [`Citation::range_end`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The law as the text names it, resolved through aliases and 本法 as far as one document allows.
    pub law: LawName,
    /// The place inside it; `None` for the law as a whole.
    pub place: Option<Place>,
    /// Last place of a range.
    pub range_end: Option<Place>,
    /// The version the writer asks for on purpose: 原《婚姻法》, 2018年修正的.
    pub version: Option<VersionHint>,
    /// What is doubtful about it.
    pub doubt: Option<Doubt>,
}

impl Citation {
    /// Makes the citation of a law by its name, as a whole or at a place.
    pub fn of(law: &str, place: Option<Place>) -> Self {
        let law = LawName { key: law.to_owned(), how: Naming::Title };
        Self { law, place, range_end: None, version: None, doubt: None }
    }
}

/// Why a citation may mean something else than it seems to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// A numeral that is not well formed, but has one reading only.
    RepairedNumeral,
    /// A numeral with two readings; the place is not known.
    AmbiguousNumeral,
    /// Another law was named in the same block too, and could be meant.
    OtherLaw(String),
    /// 本法 outside a statute, or 该法 without a law before it; the clause in which it stands.
    NoAntecedent(String),
}

/// The name of a law in a citation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LawName {
    /// The short name of a law in registry or library: the key there. Of an unknown law the name as written, without 《》 and spaces.
    pub key: String,
    /// How the name was arrived at.
    pub how: Naming,
}

/// How a citation names its law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// 《…》 in full or short.
    Title,
    /// A known name without 《》.
    Bare,
    /// A local 以下简称.
    Alias,
    /// 本法, 该法, 同法.
    Anaphora,
    /// None: carried over from the law named before it in the same block; low confidence.
    Carried,
}

/// A place inside a statute: 条, 款, 项, 目.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// 条.
    pub article: u16,
    /// 之一, 之二 …; 0 for none.
    pub suffix: u8,
    /// 款.
    pub paragraph: Option<u8>,
    /// 项.
    pub item: Option<u8>,
    /// 目.
    pub subitem: Option<u8>,
}

impl Place {
    /// Returns the place of a whole article.
    pub fn article(article: u16, suffix: u8) -> Self {
        Self { article, suffix, ..Self::default() }
    }

    /// Returns its anchor on the page of its statute: `a1079`, `a133-1-k1`, `a1079-k3-x2-m1`.
    pub fn anchor(self) -> String {
        let mut anchor = format!("a{}", self.article);
        if self.suffix > 0 {
            anchor.push_str(&format!("-{}", self.suffix));
        }
        anchor + &self.anchor_inside()
    }

    /// Returns what stands behind the article in its anchor: `-k3-x2`; nothing for the whole article.
    pub fn anchor_inside(self) -> String {
        let mut anchor = String::new();
        for (mark, number) in [("k", self.paragraph), ("x", self.item), ("m", self.subitem)] {
            if let Some(number) = number {
                anchor.push_str(&format!("-{mark}{number}"));
            }
        }
        anchor
    }
}

/// A deliberate reference to an old version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionHint {
    /// 原《婚姻法》.
    Former,
    /// The year in 2018年修正的, （2018年修正）.
    Year(u16),
}
