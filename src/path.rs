//! Paths of output files, checked once and then trusted.

use std::{borrow::Borrow, fmt};

use unicode_normalization::UnicodeNormalization;

/// Longest part of a path, in bytes: the limit of common file systems less room for a temporary ending.
const MAX_PART_BYTES: usize = 240;

/// Names that Windows keeps for devices.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A relative path with forward slashes that is safe to write on every system.
///
/// Invariant: not empty; no part is empty, `.` or `..`, too long, reserved by Windows, ends in a dot or blank, or holds
/// one of `\ : * ? " < > |`, a control character or one that nobody sees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

/// Why a text is no [`OutputPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputPathError {
    /// Nothing there, or nothing between two slashes.
    Empty,
    /// `.` or `..`, which could leave the output folder.
    Dots,
    /// A character that file systems refuse.
    Character(char),
    /// A device name of Windows.
    Reserved,
    /// A dot or blank at the end of a part, which Windows drops.
    Ending,
    /// A part of more than 240 bytes.
    TooLong,
}

impl OutputPath {
    /// Checks a path. It is refused, never cleaned: a cleaned path could hit another page's.
    ///
    /// # Errors
    /// When the path could leave the output folder or be refused by a file system.
    pub fn new(path: &str) -> Result<Self, OutputPathError> {
        for part in path.split('/') {
            check(part)?;
        }
        Ok(Self(path.to_owned()))
    }

    /// Returns the path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form in which two paths are equal when a case-folding or normalising file system takes them for one.
    pub fn folded(&self) -> String {
        if self.0.is_ascii() {
            self.0.to_ascii_lowercase()
        } else {
            self.0.nfc().collect::<String>().to_lowercase()
        }
    }
}

fn check(part: &str) -> Result<(), OutputPathError> {
    if part.is_empty() {
        return Err(OutputPathError::Empty);
    }
    if part == "." || part == ".." {
        return Err(OutputPathError::Dots);
    }
    let refused = |it: &char| it.is_control() || is_unseen(*it) || r#"\:*?"<>|"#.contains(*it);
    if let Some(bad) = part.chars().find(refused) {
        return Err(OutputPathError::Character(bad));
    }
    if part.ends_with(['.', ' ']) {
        return Err(OutputPathError::Ending);
    }
    if part.len() > MAX_PART_BYTES {
        return Err(OutputPathError::TooLong);
    }
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    if RESERVED.contains(&stem.as_str()) {
        return Err(OutputPathError::Reserved);
    }
    Ok(())
}

/// Tells whether a character shows nothing, turns its neighbours round, or stands for one that was lost: two names that look
/// alike would lead to two pages.
pub(crate) fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{ffff}'
    )
}

impl fmt::Display for OutputPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{OutputPath, OutputPathError};

    #[test]
    fn a_path_that_could_hurt_is_refused() {
        for (path, why) in [
            ("", OutputPathError::Empty),
            ("/etc/passwd", OutputPathError::Empty),
            ("a//b", OutputPathError::Empty),
            ("a/../b", OutputPathError::Dots),
            ("a/..", OutputPathError::Dots),
            ("C:/x", OutputPathError::Character(':')),
            ("a\\..\\b", OutputPathError::Character('\\')),
            ("a\0b", OutputPathError::Character('\0')),
            ("a\u{202e}b", OutputPathError::Character('\u{202e}')),
            ("a\u{200b}b", OutputPathError::Character('\u{200b}')),
            ("a\u{fffd}b", OutputPathError::Character('\u{fffd}')),
            ("a\u{ffff}b", OutputPathError::Character('\u{ffff}')),
            ("aux.html", OutputPathError::Reserved),
            ("a./b", OutputPathError::Ending),
        ] {
            assert_eq!(OutputPath::new(path), Err(why), "{path}");
        }
        for path in ["index.html", "a/b/index.html", "普法/索引.html", "a..b/c", ".well-known/x"]
        {
            assert!(OutputPath::new(path).is_ok(), "{path}");
        }
    }

    #[test]
    fn paths_fold_by_case_and_unicode_form() {
        let folded = |path: &str| OutputPath::new(path).expect("a good path").folded();
        assert_eq!(folded("A/b.html"), folded("a/B.html"));
        assert_eq!(folded("e\u{301}.html"), folded("\u{e9}.html"));
    }
}
