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

/// Gives out anchors, each once.
#[derive(Default)]
pub(crate) struct Anchors {
    taken: BTreeSet<String>,
    /// The last number given to each wanted anchor, so that thousands of equal headings take no longer than others.
    counts: BTreeMap<String, usize>,
}

impl Anchors {
    /// Returns `wanted`, or the next free anchor like it; `section` stands in for an empty one.
    pub fn take(&mut self, wanted: &str) -> String {
        let base = if wanted.is_empty() { "section" } else { wanted };
        if self.taken.insert(base.to_owned()) {
            return base.to_owned();
        }
        let count = self.counts.entry(base.to_owned()).or_insert(1);
        loop {
            *count += 1;
            let id = format!("{base}-{count}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
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
}
