//! Old addresses that lead elsewhere: rules for hosts that know `_redirects`.
//!
//! The pages for all other hosts are made from the theme's template with the rest of the pages.

use crate::{address, path::OutputPath, render::artifact::Body, site::Site};

/// Makes `_redirects`, one `old new 301` a line, if there are old addresses.
pub fn rules(site: &Site) -> Option<(OutputPath, Body)> {
    if site.redirects.is_empty() {
        return None;
    }
    let folder = folder(site.config.base_url.as_deref().unwrap_or_default());
    let mut text = String::new();
    for (from, to) in &site.redirects {
        let from = from.strip_suffix("index.html").unwrap_or(from);
        text += &format!("{folder}{} {folder}{} 301\n", address::encode_path(from), to.encoded());
    }
    let path = OutputPath::new("_redirects").expect("the name is letters");
    Some((path, Body::Text(text)))
}

/// Returns the path of the site on its host, from the host's root: `/pufa/`.
fn folder(base_url: &str) -> &str {
    let host = base_url.split_once("://").map_or("", |(_, rest)| rest);
    host.find('/').map_or("/", |at| &host[at..])
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn a_site_knows_its_folder_on_the_host() {
        for (url, path) in
            [("https://a.example/", "/"), ("https://a.example/pufa/", "/pufa/"), ("", "/")]
        {
            assert_eq!(folder(url), path, "{url}");
        }
    }
}
