//! Anchors of headings: readable, never empty, unique in a page.

use std::collections::{BTreeMap, BTreeSet};

/// Makes an anchor from a heading's words: letters, digits and Han stay, the rest becomes hyphens.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for char in text.trim().chars() {
        if char.is_alphanumeric() {
            slug.extend(char.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && is_gap(char) {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Blanks and joining marks separate words; other punctuation simply goes.
fn is_gap(char: char) -> bool {
    char.is_whitespace() || matches!(char, '-' | '_' | '/' | '—' | '·' | '、' | '，' | '：' | '.')
}

/// Cuts `{#id}` from the end of a heading's words.
pub(crate) fn chosen(words: &str) -> Option<(&str, &str)> {
    let inner = words.trim_end().strip_suffix('}')?;
    let at = inner.rfind("{#")?;
    let id = &inner[at + 2..];
    let is_good = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
    (!id.is_empty() && id.chars().all(is_good)).then_some((words[..at].trim_end(), id))
}

/// Anchors that parts of the page itself have.
const RESERVED: [&str; 37] = [
    "by-term",
    "columns-title",
    "elder",
    "exit-live",
    "files-title",
    "foot-who",
    "footnotes",
    "glossary-box",
    "guide",
    "help",
    "help-title",
    "hotline",
    "hotline-title",
    "large",
    "law-box-title",
    "law-pages",
    "law-versions",
    "leaflets",
    "leaflets-title",
    "learn",
    "learn-title",
    "listen",
    "listen-note",
    "main",
    "newest-title",
    "pointer",
    "q",
    "reading",
    "related-title",
    "scan",
    "scan-title",
    "speaker",
    "station-leaflets",
    "terms-title",
    "videos-title",
    "welcome-title",
    "years-title",
];

/// What anchors begin with that parts of the page have, with a number behind.
const COUNTED: [&str; 6] = ["fnref-", "fn-", "file-", "column-", "kind-", "year-"];

/// What anchors begin with that parts of the page have, with a name behind: terms explained, settings.
const NAMED: [&str; 8] =
    ["search-", "in-term-", "term-", "terms-", "size-", "space-", "scheme-", "show-"];

/// Tells whether an anchor belongs to a part of the page that pufa makes.
fn is_reserved(id: &str) -> bool {
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    RESERVED.contains(&id)
        || COUNTED.iter().any(|it| id.strip_prefix(it).is_some_and(is_number))
        || NAMED.iter().any(|it| id.starts_with(it))
}

/// Gives out anchors, each once.
#[derive(Default)]
pub(crate) struct Anchors {
    taken: BTreeSet<String>,
    /// Those that editors chose and no heading has got yet.
    chosen: BTreeSet<String>,
    /// The last number given to each wanted anchor, so that thousands of equal headings take no longer than others.
    counts: BTreeMap<String, usize>,
}

impl Anchors {
    /// Keeps an anchor for the heading for which an editor chose it.
    pub fn choose(&mut self, id: &str) {
        if !is_reserved(id) {
            self.chosen.insert(id.to_owned());
        }
    }

    /// Returns an anchor that an editor chose, or the next free one like it.
    pub fn take_chosen(&mut self, id: &str) -> String {
        self.chosen.remove(id);
        self.take(id)
    }

    /// Returns `wanted`, or the next free anchor like it. An empty one becomes `section`, one of the page's own `section-…`.
    pub fn take(&mut self, wanted: &str) -> String {
        let base = match wanted {
            "" => "section".to_owned(),
            wanted if is_reserved(wanted) => format!("section-{wanted}"),
            wanted => wanted.to_owned(),
        };
        if self.give(&base) {
            return base;
        }
        let mut count = self.counts.get(&base).copied().unwrap_or(1);
        loop {
            count += 1;
            let id = format!("{base}-{count}");
            if self.give(&id) {
                self.counts.insert(base, count);
                return id;
            }
        }
    }

    fn give(&mut self, id: &str) -> bool {
        !self.chosen.contains(id) && self.taken.insert(id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug};

    #[test]
    fn an_anchor_reads_like_its_heading() {
        assert_eq!(slug("要带什么？"), "要带什么");
        assert_eq!(slug("第一步：报警"), "第一步-报警");
        assert_eq!(slug("What to Do"), "what-to-do");
        assert_eq!(slug("！！！"), "");
    }

    #[test]
    fn anchors_are_never_empty_and_never_twice_the_same() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.take(""), "section");
        assert_eq!(anchors.take(""), "section-2");
        assert_eq!(anchors.take("a"), "a");
        assert_eq!(anchors.take("a"), "a-2");
        assert_eq!(anchors.take("a-2"), "a-2-2");
    }

    #[test]
    fn a_chosen_anchor_comes_before_others_and_none_before_the_page_itself() {
        let mut anchors = Anchors::default();
        anchors.choose("top");
        assert_eq!(anchors.take("top"), "top-2");
        assert_eq!(anchors.take_chosen("top"), "top");
        assert_eq!(anchors.take_chosen("top"), "top-3");
        assert_eq!(anchors.take("main"), "section-main");
        assert_eq!(anchors.take_chosen("fn-1"), "section-fn-1");
    }

    #[test]
    fn every_anchor_of_the_theme_is_kept_for_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates");
        for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap_or_default();
            for id in text.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()) {
                let is_whole = !id.contains('{');
                assert!(!is_whole || super::is_reserved(id), "{id} in {}", file.path().display());
            }
        }
    }
}
