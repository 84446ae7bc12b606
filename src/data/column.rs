//! Columns of records: their names in both languages, and what stands in them.

use crate::diag::messages::record::{ColumnName, Expected};

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its names; by the English one the program asks for it.
    pub name: ColumnName,
    /// Other names that people give it.
    pub others: &'static [&'static str],
    /// What stands in it.
    pub kind: Kind,
    /// Whether a row without it is none.
    pub is_required: bool,
    /// Whether no two rows may have the same in it.
    pub is_unique: bool,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Several words.
    List,
    /// A whole number between two others.
    Number(u64, u64),
    /// A day.
    Date,
    /// A day of every year.
    MonthDay,
    /// When something is open.
    Hours,
    /// A telephone number.
    Phone,
    /// 是 or 否.
    YesNo,
    /// Last part of an address.
    Slug,
    /// A page or file, from `content/`.
    Path,
}

impl Column {
    /// Makes a column that may be missing.
    pub const fn new(key: &'static str, chinese: &'static str, kind: Kind) -> Self {
        Self {
            name: ColumnName { key, chinese },
            others: &[],
            kind,
            is_required: false,
            is_unique: false,
        }
    }

    /// Adds names that people give it.
    #[must_use]
    pub const fn or(mut self, others: &'static [&'static str]) -> Self {
        self.others = others;
        self
    }

    /// Says that no row may be without it.
    #[must_use]
    pub(crate) const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Says that no two rows may have the same in it.
    #[must_use]
    pub(crate) const fn unique(mut self) -> Self {
        self.is_unique = true;
        self
    }

    /// Returns every name it goes by.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name.chinese, self.name.key].into_iter().chain(self.others.iter().copied())
    }
}

impl Kind {
    /// Says to an editor what a cell should hold.
    pub fn expected(self) -> Expected {
        match self {
            Self::Text => Expected::Text,
            Self::List => Expected::List,
            Self::Number(from, to) => Expected::Number(from, to),
            Self::Date => Expected::Date,
            Self::MonthDay => Expected::MonthDay,
            Self::Hours => Expected::Hours,
            Self::Phone => Expected::Phone,
            Self::YesNo => Expected::YesNo,
            Self::Slug => Expected::Slug,
            Self::Path => Expected::Path,
        }
    }
}
