//! Which files are left alone: what editors, systems and office programs leave behind.

const NAMES: [&str; 6] =
    ["thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", ".git", "node_modules"];
const PREFIXES: [&str; 4] = ["~$", ".~", "._", ".#"];
const ENDINGS: [&str; 10] =
    ["~", ".tmp", ".temp", ".swp", ".swo", ".bak", ".crdownload", ".part", ".lnk", ".pufa-tmp"];

/// Tells whether a file or folder of this name is never an input.
pub(crate) fn is_ignored(name: &str) -> bool {
    let lower = name.to_lowercase();
    NAMES.contains(&lower.as_str())
        || PREFIXES.iter().any(|prefix| lower.starts_with(prefix))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || lower.starts_with('.') && lower != ".well-known"
        || (lower.starts_with('#') && lower.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::is_ignored;

    #[test]
    fn leftovers_are_ignored() {
        for name in ["~$通知.docx", "Thumbs.db", ".DS_Store", "page.md~", "a.swp", ".git", "#a.md#"]
        {
            assert!(is_ignored(name), "{name}");
        }
        for name in ["a.md", ".well-known", "_index.md", "~a.md", "c#.md"] {
            assert!(!is_ignored(name), "{name}");
        }
    }
}
