//! `<head>`: description, canonical address, what may be loaded.

use std::collections::BTreeSet;

use minijinja::{Value, context};
use sha2::{Digest, Sha256};

use crate::{media::base64, render::html::place::Place};

/// Stands in the policy until the page is rendered and its inline scripts are known.
const HASHES: &str = "pufa-script-hashes";

/// What a page's head depends on.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Title of the page.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// The page has the quick exit: nothing about it is shared.
    pub sensitive: bool,
    /// Search engines are asked to stay away.
    pub noindex: bool,
    /// Hosts of players.
    pub frames: BTreeSet<String>,
    /// Feeds: title and path from the site's root.
    pub feeds: Vec<(String, String)>,
    /// Picture for shared links.
    pub image: Option<Share>,
    /// Structured data.
    pub json_ld: Option<String>,
}

/// The picture beside a shared link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// From the site's root.
    pub path: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Share {
    /// Makes `head.image`; none for a site that does not know its address.
    fn value(&self, place: &Place) -> Option<Value> {
        let url = place.absolute(&self.path)?;
        Some(context! { url, width => self.width, height => self.height })
    }
}

impl Head {
    /// Makes `head` of the templates.
    pub fn value(&self, place: &Place) -> Value {
        let config = place.config();
        let is_home = place.permalink.as_str().is_empty();
        let title = if is_home || self.title == config.title {
            config.title.clone()
        } else {
            format!("{} · {}", self.title, config.title)
        };
        let feeds: Vec<Value> = match config.base_url {
            Some(_) => self
                .feeds
                .iter()
                .map(|(title, path)| context! { title => title.as_str(), url => place.url(path) })
                .collect(),
            None => Vec::new(),
        };
        let noindex = self.noindex || (self.sensitive && config.sensitive_noindex);
        context! {
            title,
            description => self.description.as_str(),
            canonical => place.absolute(place.permalink.as_str()),
            noindex,
            csp => self.policy(),
            referrer => "no-referrer",
            feeds,
            social => !self.sensitive && !noindex,
            image => self.image.as_ref().and_then(|it| it.value(place)),
            json_ld => self.json_ld.clone().filter(|_| !self.sensitive).map(Value::from_safe_string),
        }
    }

    fn policy(&self) -> String {
        let frames = match self.frames.is_empty() {
            true => "'none'".to_owned(),
            false => self
                .frames
                .iter()
                .map(|host| format!("https://{host}"))
                .collect::<Vec<_>>()
                .join(" "),
        };
        // No page connects to anything, but what reads robots.txt for it is bound by the same policy.
        format!(
            "default-src 'none'; connect-src 'self'; script-src 'self'{HASHES}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; frame-src {frames}; form-action 'self'; base-uri 'none'"
        )
    }
}

/// Puts the hashes of the page's inline scripts into its policy, so that no other script can run.
pub fn seal(html: String) -> String {
    let Some(at) = html.find(HASHES) else {
        return html;
    };
    let mut hashes = BTreeSet::new();
    let mut rest = html.as_str();
    while let Some(start) = rest.find("<script>") {
        let inner = &rest[start + "<script>".len()..];
        let Some(end) = inner.find("</script>") else {
            break;
        };
        hashes.insert(format!(
            " &#39;sha256-{}&#39;",
            base64(&Sha256::digest(&inner.as_bytes()[..end]))
        ));
        rest = &inner[end..];
    }
    let mut sealed = String::with_capacity(html.len() + 120);
    sealed.push_str(&html[..at]);
    sealed.extend(hashes);
    sealed.push_str(&html[at + HASHES.len()..]);
    sealed
}

#[cfg(test)]
mod tests {
    use super::seal;

    #[test]
    fn only_scripts_of_the_page_itself_are_allowed() {
        let html = "<meta content=\"script-src 'self'pufa-script-hashes;\"><script>a()</script><script src=x></script>";
        let sealed = seal(html.to_owned());
        assert!(sealed.contains("'self' &#39;sha256-"), "{sealed}");
        assert_eq!(sealed.matches("sha256-").count(), 1);
    }
}
