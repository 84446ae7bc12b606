//! Citations of statutes in running text: `《民法典》第一千零七十九条第三款`.

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
}

/// The name of a law in a citation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LawName {
    /// Without 《》, spaces and 中华人民共和国: the key of registry and library.
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
    /// 条; 0 when the citation names a part (编, 章) only.
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

/// A deliberate reference to an old version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionHint {
    /// 原《婚姻法》.
    Former,
    /// The year in 2018年修正的, （2018年修正）.
    Year(u16),
}
