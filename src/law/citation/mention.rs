//! A naming of a law in running text, and the short names that a document makes for itself.

use std::ops::Range;

use crate::law::citation::{Naming, VersionHint, words::head};

/// One naming of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Its words, brackets included.
    pub range: Range<usize>,
    /// Which law.
    pub law: Named,
    /// How it is named.
    pub how: Naming,
    /// The version asked for on purpose.
    pub version: Option<VersionHint>,
}

impl Mention {
    /// Makes the mention of a law in whatever version.
    pub fn new(range: Range<usize>, law: Named, how: Naming) -> Self {
        Self { range, law, how, version: None }
    }
}

/// Which law a [`Mention`] names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A law that is known by this key.
    Known(String),
    /// A law by the look of its title.
    Unknown(String),
    /// Something that has articles too but is no law, a contract or a draft.
    NoLaw,
    /// 本法, 本条例: with the kind of the law.
    Own(&'static str),
    /// 该法, 同法, 该解释: the last law of this kind.
    Last(&'static str),
}

/// A name that a document gave a law: （以下简称《食品安全法》）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alias {
    /// The name, without brackets.
    pub name: String,
    /// The law it stands for.
    pub law: Named,
}

/// Returns the short names that the document defines behind mentions: 《X》（以下简称《Y》）.
pub(crate) fn definitions(text: &str, mentions: &[Mention]) -> Vec<Alias> {
    mentions
        .iter()
        .filter(|it| matches!(it.law, Named::Known(_) | Named::Unknown(_)))
        .filter_map(|it| {
            let name = short_name(head(&text[it.range.end..], 200))?;
            Some(Alias { name: name.to_owned(), law: it.law.clone() })
        })
        .collect()
}

/// Reads （以下简称“民诉法解释”）, （下称：彩礼新规）.
fn short_name(behind: &str) -> Option<&str> {
    let inner = behind.strip_prefix(['（', '('])?;
    let at = ["简称", "下称", "统称"]
        .iter()
        .find_map(|word| inner.find(word).map(|at| at + word.len()))?;
    let close = inner[at..].find(['）', ')'])? + at;
    // A 简称 in a later sentence of the bracket names something else.
    if inner[..at].contains(['。', '；', '\n']) {
        return None;
    }
    let marks = ['“', '”', '"', '《', '》', '：', ':', '为', ' ', '「', '」'];
    let name = inner[at..close].trim_matches(marks);
    (2..=20).contains(&name.chars().count()).then_some(name)
}
