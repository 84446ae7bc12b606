//! A request's path → an artifact. Everything comes from memory, so nothing outside the site can be reached.

use crate::{
    address,
    render::{Artifacts, Body},
};

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// A file with its path in the site.
    File(String, &'a Body),
    /// A folder written without its slash; the browser has to add it so that relative links work.
    Folder,
    /// Nothing.
    Missing,
}

/// Looks up `raw`, the path of a request still percent-encoded.
pub fn find<'a>(artifacts: &'a Artifacts, raw: &str) -> Route<'a> {
    let Some(path) = decode(raw) else {
        return Route::Missing;
    };
    if path.is_empty() || path.ends_with('/') {
        let index = format!("{path}index.html");
        return artifacts.get(&index).map_or(Route::Missing, |body| Route::File(index, body));
    }
    if let Some(body) = artifacts.get(&path) {
        return Route::File(path, body);
    }
    let is_folder = artifacts.get(&format!("{path}/index.html")).is_some();
    if is_folder { Route::Folder } else { Route::Missing }
}

/// Decodes a path once, part by part: an encoded slash is no slash. `None` for what no artifact could be called.
fn decode(raw: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in raw.strip_prefix('/')?.split('/') {
        let part = address::decode(part)?;
        if part == "." || part == ".." || part.contains(['/', '\\', '\0']) {
            return None;
        }
        parts.push(part);
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Route, find};
    use crate::render::{Artifacts, Body, OutputPath};

    fn site() -> Artifacts {
        let mut artifacts = Artifacts::default();
        for path in ["index.html", "a/index.html", "b.css", "普法/x.html", "100%.txt", "%2e%2e.txt"]
        {
            let path = OutputPath::new(path).expect("a good path");
            artifacts.insert(path, Body::Text("x".to_owned())).expect("free");
        }
        artifacts
    }

    #[test]
    fn paths_lead_to_files() {
        let site = site();
        for (raw, file) in [
            ("/", "index.html"),
            ("/a/", "a/index.html"),
            ("/a/index.html", "a/index.html"),
            ("/b.css", "b.css"),
            ("/%E6%99%AE%E6%B3%95/x.html", "普法/x.html"),
            ("/100%25.txt", "100%.txt"),
            ("/%252e%252e.txt", "%2e%2e.txt"),
        ] {
            assert!(matches!(find(&site, raw), Route::File(path, _) if path == file), "{raw}");
        }
        assert_eq!(find(&site, "/a"), Route::Folder);
    }

    #[test]
    fn nothing_leads_out_of_the_site() {
        let site = site();
        for raw in [
            "",
            "a/",
            "/a/../b.css",
            "/%2e%2e/b.css",
            "/.%2E/b.css",
            "/a/%2e%2e/b.css",
            "/a%2findex.html",
            "/a%5cindex.html",
            "/a\\index.html",
            "//b.css",
            "//etc/passwd",
            "/etc/passwd",
            "/C:/x",
            "/c%3a/x",
            "/b.css%00",
            "/b.css%0",
            "/%",
            "/%zz",
            "/%ff",
            "/./b.css",
            "/a/.",
            "/a//",
            "/b.css/",
            "/.",
            "/..",
            "/普法",
            "/*",
        ] {
            assert_eq!(find(&site, raw), Route::Missing, "{raw}");
        }
    }
}
