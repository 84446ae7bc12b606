//! A page's own scripts and styles → their hashes in its policy, so that the browser runs these and no others.
//!
//! Only what the theme wrote is trusted: elements inside `<head>`, where editors' words stand escaped, and behind it
//! scripts that are, byte for byte, a file of the theme. A script that came in with an article is never named.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use memchr::memmem;
use sha2::{Digest, Sha256};

use crate::{media::base64, theme::Theme};

/// Stands in a policy until the page is rendered and its inline scripts are known.
pub(crate) const SCRIPTS: &str = "pufa-script-hashes";

/// The same for styles.
pub(crate) const STYLES: &str = "pufa-style-hashes";

/// How many different texts are kept with their hash; a theme has far fewer.
const SLOTS: usize = 64;

/// A text and its hash as policies write it.
type Hashed = (String, String);

/// Fills in policies.
pub(crate) struct Sealer {
    theme: Arc<Theme>,
    /// Hashing the same style for each page would take longer than writing the page.
    known: [OnceLock<Hashed>; SLOTS],
}

impl Sealer {
    /// Trusts the files of `theme`.
    pub fn new(theme: Arc<Theme>) -> Self {
        Self { theme, known: [const { OnceLock::new() }; SLOTS] }
    }

    /// Puts the hashes of the page's own scripts and styles into its policy.
    pub(crate) fn seal(&self, html: String) -> String {
        let head_end = find(&html, "</head>").unwrap_or(html.len());
        let (head, body) = html.split_at(head_end);
        if find(head, STYLES).is_none() && find(head, SCRIPTS).is_none() {
            return html;
        }
        let mut scripts: BTreeSet<String> = inner(head, "script").map(|it| self.hash(it)).collect();
        let of_theme = inner(body, "script").filter(|it| self.is_file(it));
        scripts.extend(of_theme.map(|it| self.hash(it)));
        let styles: BTreeSet<String> = inner(head, "style").map(|it| self.hash(it)).collect();
        let fill = |head: &str, mark: &str, hashes: BTreeSet<String>| {
            head.replacen(mark, &hashes.into_iter().collect::<String>(), 1)
        };
        let head = fill(&fill(head, SCRIPTS, scripts), STYLES, styles);
        // Exactly as long as it gets: every page stays in memory until all are written.
        let mut sealed = String::with_capacity(head.len() + body.len());
        sealed.push_str(&head);
        sealed.push_str(body);
        sealed
    }

    fn is_file(&self, text: &str) -> bool {
        self.theme.files.values().any(|it| it.bytes == text.as_bytes())
    }

    fn hash(&self, text: &str) -> String {
        let (known, hash) = self.known[text.len() % SLOTS].get_or_init(|| hashed(text));
        if known == text { hash.clone() } else { hashed(text).1 }
    }
}

fn hashed(text: &str) -> Hashed {
    let hash = base64(&Sha256::digest(text.as_bytes()));
    (text.to_owned(), format!(" 'sha256-{hash}'"))
}

/// Finds a mark; in pages of this size several times as fast as the standard library.
fn find(html: &str, mark: &str) -> Option<usize> {
    memmem::find(html.as_bytes(), mark.as_bytes())
}

/// Returns what stands inside the elements of this name that have no attributes.
fn inner<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = html;
    std::iter::from_fn(move || {
        let start = find(rest, &open)? + open.len();
        let end = start + find(&rest[start..], &close)?;
        let text = &rest[start..end];
        rest = &rest[end..];
        Some(text)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Sealer;
    use crate::{
        config::{self, Flags},
        diag::Sink,
        document::Date,
        source::Sources,
        theme::{self, Theme},
    };

    fn theme() -> Theme {
        let mut sink = Sink::default();
        let config = config::parse(None, &Flags::at(Date::default()), &mut sink);
        theme::compile(&Sources::default(), &config, &mut sink)
    }

    fn seal(html: &str) -> String {
        let theme = theme();
        Sealer::new(Arc::new(theme)).seal(html.to_owned())
    }

    #[test]
    fn only_scripts_and_styles_of_the_head_are_named() {
        let html = "<meta content=\"script-src 'self'pufa-script-hashes; style-src 'self'pufa-style-hashes\"><script>a()</script>\
            <script src=x></script><style>a{}</style></head><script>alert(1)</script><style>*{}</style>";
        let sealed = seal(html);
        assert!(sealed.contains("script-src 'self' 'sha256-"), "{sealed}");
        assert!(sealed.contains("style-src 'self' 'sha256-"), "{sealed}");
        assert_eq!(sealed.matches("sha256-").count(), 2);
    }

    #[test]
    fn a_file_of_the_theme_may_stand_in_the_body() {
        let theme = theme();
        let file = String::from_utf8_lossy(&theme.files["js/video.js"].bytes).into_owned();
        let page = |script: &str| {
            format!(
                "<meta content=\"script-src 'self'pufa-script-hashes\"></head><script>{script}</script>"
            )
        };
        assert!(seal(&page(&file)).contains("sha256-"));
        assert!(!seal(&page(&format!("{file};alert(1)"))).contains("sha256-"));
    }
}
