//! Old addresses that lead to a page: what can be one, and where its file lies.

use crate::{
    address,
    diag::{
        Sink,
        messages::alias::{Alias, Taken},
    },
    path::{OutputPath, OutputPathError},
    site::{Permalink, Site, generated::Generated},
};

/// Returns the file at an old address, however it was copied: encoded, with the site's own host, with slashes or without.
///
/// # Errors
/// When no file can stand there.
pub fn file(written: &str, base_url: Option<&str>) -> Result<OutputPath, Alias> {
    let own = base_url.and_then(|base| written.strip_prefix(base));
    if own.is_none() && (address::scheme(written).is_some() || written.starts_with("//")) {
        return match address::host(written) {
            Some(_) => Err(Alias::Elsewhere),
            None => Err(Alias::Impossible(OutputPathError::Character(':'))),
        };
    }
    let path = own.unwrap_or(written);
    if path.contains('?') {
        return Err(Alias::Query);
    }
    if path.contains('#') {
        return Err(Alias::Anchor);
    }
    let path = address::decode(path).ok_or(Alias::Encoding)?;
    let path = path.trim_matches('/');
    let ending = path.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
    if matches!(ending.as_str(), "md" | "markdown") || path.starts_with("@/") {
        return Err(Alias::Source);
    }
    let file = match ending.as_str() {
        "html" | "htm" => path.to_owned(),
        _ => Permalink::folder(path).output(),
    };
    OutputPath::new(&file).map_err(Alias::Impossible)
}

/// Tells of old addresses at which pufa makes a page itself.
pub fn check(site: &Site, generated: &Generated, sink: &mut Sink) {
    if site.redirects.is_empty() {
        return;
    }
    for page in &site.pages {
        for alias in &site.front_matter(page).aliases {
            let Ok(file) = file(&alias.value, site.config.base_url.as_deref()) else {
                continue;
            };
            if is_made(generated, file.as_str()) && site.redirects.contains_key(file.as_str()) {
                sink.alias_taken(alias.span, &alias.value, Taken::Made);
            }
        }
    }
}

/// Tells whether pufa makes a page itself at the file of an old address.
pub fn is_made(generated: &Generated, file: &str) -> bool {
    generated.pages().iter().any(|it| it.permalink.output().eq_ignore_ascii_case(file))
}
