//! Addresses of pages inside the site.

use std::fmt;

use crate::{
    address,
    path::{OutputPath, OutputPathError},
};

/// The address of a page from the site's root: `rights/bride-price/`, empty for the home page.
///
/// Invariant: made from a checked output path; ends in `/`, or in `.html` for pages such as `404.html`, or is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(String);

impl Permalink {
    /// The home page.
    pub fn home() -> Self {
        Self(String::new())
    }

    /// Makes the address of a folder, `path` written without slash at the end.
    pub fn folder(path: &str) -> Self {
        if path.is_empty() {
            Self::home()
        } else {
            Self(format!("{}/", path.trim_end_matches('/')))
        }
    }

    /// Makes the address of a single file: `404.html`.
    pub fn file(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// Returns the address of a page below this one: `page/2/`.
    #[must_use]
    pub fn join(&self, path: &str) -> Self {
        Self(format!("{}{}/", self.0, path.trim_end_matches('/')))
    }

    /// Returns the address as written in a browser, without percent-encoding.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the file that holds the page.
    pub fn output(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') {
            format!("{}index.html", self.0)
        } else {
            self.0.clone()
        }
    }

    /// Returns how many folders lie between the page and the root.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// Returns the way from this page up to the site's root: `../../`, empty at the root.
    pub fn to_root(&self) -> String {
        "../".repeat(self.depth())
    }

    /// Returns the whole address on the site whose address is `base`.
    pub fn absolute(&self, base: &str) -> String {
        format!("{base}{}", self.encoded())
    }

    /// Returns the percent-encoded form, for feeds and sitemaps.
    pub fn encoded(&self) -> String {
        address::encode_path(&self.0)
    }
}

/// Tells why a text cannot be a part of an address.
///
/// # Errors
/// When it holds what parts an address, or no file can be called so.
pub fn check_slug(slug: &str) -> Result<(), OutputPathError> {
    if let Some(bad) = slug.chars().find(|it| matches!(it, '/' | '#' | '%' | '&')) {
        return Err(OutputPathError::Character(bad));
    }
    OutputPath::new(slug).map(|_| ())
}

impl fmt::Display for Permalink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Permalink;

    #[test]
    fn an_address_knows_its_file_and_its_way_home() {
        let page = Permalink::folder("rights/bh");
        assert_eq!(
            (page.as_str(), page.output().as_str(), page.to_root().as_str()),
            ("rights/bh/", "rights/bh/index.html", "../../")
        );
        assert_eq!(Permalink::home().output(), "index.html");
        assert_eq!(Permalink::file("404.html").output(), "404.html");
        assert_eq!(Permalink::folder("民法典").encoded(), "%E6%B0%91%E6%B3%95%E5%85%B8/");
    }
}
