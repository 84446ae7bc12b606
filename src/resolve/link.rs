//! Links between pages, to files and to other sites.

use crate::{
    address,
    config::Link,
    data::Data,
    diag::{
        Sink,
        messages::link::{Held, Private},
    },
    document::{Document, Reference},
    resolve::target::Target,
    site::{DocumentId, Fate, Owner, Site, generated::Generated},
    source::Span,
};

/// Resolves a link.
pub fn resolve(site: &Site, id: DocumentId, reference: &Reference, sink: &mut Sink) -> Target {
    let written = reference.written.trim();
    if let Some(target) = outside(written, reference, sink) {
        return target;
    }
    let decoded = decode(written);
    let (path, anchor) = split_anchor(&decoded);
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return match anchor {
            Some(anchor) => {
                check_anchor(&site.outline(id).anchors, &anchor, reference.span, sink);
                Target::Anchor(anchor)
            }
            None if written.is_empty() => {
                sink.link_nowhere(reference.span);
                Target::Broken
            }
            None => Target::Anchor(String::new()),
        };
    }
    let Some(full) = from_content(site.path(id), path) else {
        sink.link_leaves(reference.span, written);
        return Target::Broken;
    };
    if let Some(owner) = page(site, &full) {
        if let Some(fate) = waits(site, owner).filter(|_| is_published(site, id)) {
            sink.link_waiting(reference.span, written, held(&fate));
        }
        if let Some(anchor) = &anchor {
            check_page_anchor(site, owner, anchor, reference.span, sink);
        }
        return Target::Page { owner, anchor };
    }
    if let Some(target) = other(site, &full, anchor.as_deref()) {
        return target;
    }
    if let Some(fate) = fate(site, &full) {
        if !fate.is_held() || is_published(site, id) {
            sink.link_unpublished(reference.span, &reference.written, held(fate));
        }
        return Target::Broken;
    }
    // Whether pufa makes such a page itself is known when all references are: [`settle`] asks.
    Target::Made { path: full, anchor }
}

/// Parts an address from the place on its page.
fn split_anchor(written: &str) -> (&str, Option<String>) {
    let Some((path, anchor)) = written.split_once('#') else {
        return (written, None);
    };
    (path, Some(anchor.to_owned()).filter(|it| !it.is_empty()))
}

/// Asks whether the pages are there that links may mean and that pufa makes itself.
pub(crate) fn settle(
    site: &Site,
    generated: &Generated,
    document: &Document,
    targets: &mut [Target],
    sink: &mut Sink,
) {
    for (target, reference) in targets.iter_mut().zip(&document.references) {
        let Target::Made { path, .. } = target else {
            continue;
        };
        if site.assets.contains_key(&format!("static/{path}")) {
            continue;
        }
        match generated.find(path) {
            Some(page) => *path = page.permalink.to_string(),
            None => {
                missing(site, generated, (&reference.written, path), reference.span, sink);
                *target = Target::Broken;
            }
        }
    }
}

/// Finds what an entry of the menu leads to: a page by its path or its address, or one that pufa makes itself.
pub fn entry(site: &Site, generated: &Generated, link: &Link, sink: &mut Sink) -> Target {
    if address::scheme(&link.url).is_some() {
        return Target::External(link.url.clone());
    }
    let (path, anchor) = split_anchor(&link.url);
    let path = path.trim_start_matches("@/").trim_matches('/');
    if let Some(owner) = page(site, path).or_else(|| at_address(site, path)) {
        if let Some(anchor) = &anchor {
            check_page_anchor(site, owner, anchor, link.span, sink);
        }
        return Target::Page { owner, anchor };
    }
    if let Some(page) = generated.find(path) {
        return Target::Made { path: page.permalink.to_string(), anchor };
    }
    if site.assets.contains_key(&format!("static/{path}")) {
        return Target::Made { path: path.to_owned(), anchor };
    }
    match fate(site, path) {
        Some(fate) => sink.link_unpublished(link.span, &link.url, held(fate)),
        None => missing(site, generated, (&link.url, path), link.span, sink),
    }
    Target::Broken
}

/// Returns what became of the source that a path without a page means, if there is one.
pub(super) fn fate<'a>(site: &'a Site, path: &str) -> Option<&'a Fate> {
    spellings(path).iter().find_map(|it| site.fates.get(&format!("content/{it}")))
}

/// Finds the page or section at an address.
fn at_address(site: &Site, path: &str) -> Option<Owner> {
    let pages = site.page_ids().map(Owner::Page);
    let sections = site.section_ids().map(Owner::Section);
    let mut all = sections.chain(pages);
    all.find(|it| site.permalink(*it).as_str().trim_end_matches('/') == path)
}

/// Tells why a page that a preview shows would not be published.
fn waits(site: &Site, owner: Owner) -> Option<Fate> {
    match owner {
        Owner::Page(id) => site.page(id).status.fate(),
        Owner::Section(_) => None,
    }
}

/// Tells whether a document's text is published today; a draft may link to another draft.
fn is_published(site: &Site, id: DocumentId) -> bool {
    let fate = site.fates.get(site.path(id));
    let is_held = fate.is_some_and(Fate::is_held);
    let owner = site.owner(site.outline(id).source);
    !is_held && owner.is_none_or(|it| waits(site, it).is_none())
}

/// Resolves a file named in front matter or in a video's options.
pub fn file(site: &Site, id: DocumentId, reference: &Reference, sink: &mut Sink) -> Option<Beside> {
    let written = decode(reference.written.trim());
    let found = find_file(site, id, &written);
    if found.is_none() && names_page(site, id, &written) {
        sink.file_is_page(reference.span, &reference.written);
    } else if found.is_none() {
        let near = || nearest_file(site, &written);
        sink.file_missing(reference.span, &reference.written, near);
    }
    found
}

fn names_page(site: &Site, id: DocumentId, written: &str) -> bool {
    from_content(site.path(id), written)
        .is_some_and(|it| site.fates.contains_key(&format!("content/{it}")))
}

/// A file beside a page, by path from the site's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// Anything but text.
    Asset(String),
    /// A text.
    Text(String),
}

impl Beside {
    /// Returns it as something that a reference points at.
    pub fn target(self) -> Target {
        match self {
            Self::Asset(path) => Target::Asset(path),
            Self::Text(path) => Target::Text(path),
        }
    }

    /// Returns its path.
    pub fn path(self) -> String {
        match self {
            Self::Asset(path) | Self::Text(path) => path,
        }
    }
}

/// Finds a file beside a page, or from `content/` with `@/`.
pub(crate) fn find_file(site: &Site, id: DocumentId, written: &str) -> Option<Beside> {
    let full = format!("content/{}", from_content(site.path(id), written)?);
    if site.assets.contains_key(&full) {
        return Some(Beside::Asset(full));
    }
    site.texts.contains_key(&full).then_some(Beside::Text(full))
}

/// Resolves a table: beside the page, else in `data/`.
pub fn data(site: &Site, id: DocumentId, reference: &Reference, sink: &mut Sink) -> Target {
    let written = decode(&reference.written);
    let beside = from_content(site.path(id), &written).map(|it| format!("content/{it}"));
    let inner = written.trim_start_matches("../");
    let shared = format!("data/{}", inner.trim_start_matches("data/"));
    for path in beside.into_iter().chain([shared]) {
        match site.records.files.get(&path) {
            Some(Data::Table(_)) => return Target::Data(path),
            Some(Data::Tree(_)) => {}
            None if site.assets.contains_key(&path) => {}
            None => continue,
        }
        sink.data_no_table(reference.span, &written);
        return Target::Broken;
    }
    if site.records.unshown.contains(&format!("data/{}", inner.trim_start_matches("data/"))) {
        sink.data_own_reader(reference.span, &written);
        return Target::Broken;
    }
    let names = site.records.files.keys().map(|it| it.rsplit('/').next().unwrap_or(it));
    sink.data_missing(reference.span, &written, names);
    Target::Broken
}

/// Handles what leaves the site, and what must not be linked at all.
fn outside(written: &str, reference: &Reference, sink: &mut Sink) -> Option<Target> {
    if written.starts_with("//") {
        return Some(Target::External(format!("https:{written}")));
    }
    if let Some(private) = private(written) {
        sink.link_private(reference.span, written, private);
        return Some(Target::Broken);
    }
    let scheme = address::scheme(written)?;
    if address::may_link(&scheme) {
        return Some(Target::External(written.to_owned()));
    }
    sink.link_scheme(reference.span, &scheme);
    Some(Target::Broken)
}

/// Tells why nobody else can open an address: it is one of the editor's own machine, or of this moment.
pub(crate) fn private(written: &str) -> Option<Private> {
    let scheme = address::scheme(written);
    match scheme.as_deref() {
        Some("file") => return Some(Private::Machine),
        Some("data") => return Some(Private::Embedded),
        Some("blob" | "cid" | "about" | "chrome" | "content" | "obsidian" | "ms-appx") => {
            return Some(Private::Passing);
        }
        Some(_) | None => {}
    }
    let mut bytes = written.bytes();
    let is_drive = bytes.next().is_some_and(|it| it.is_ascii_alphabetic())
        && bytes.next() == Some(b':')
        && matches!(bytes.next(), Some(b'\\' | b'/'));
    let homes = ["/Users/", "/home/", "~/", "\\\\", "/C:/", "/D:/", "/mnt/", "/Volumes/"];
    (is_drive || homes.iter().any(|it| written.starts_with(it))).then_some(Private::Machine)
}

/// Undoes percent-encoding, and backslashes typed on Windows.
fn decode(written: &str) -> String {
    let text = address::decode(written).unwrap_or(written.into());
    text.replace('\\', "/")
}

/// Returns the path from `content/` of a path written in the source at `source`; `None` when it leaves the folder. A path
/// through the site's own folder, as a file manager shows it, may come back: `../../content/rights/bh.md`, `../static/a.pdf`.
fn from_content(source: &str, written: &str) -> Option<String> {
    let root = written.strip_prefix("@/").or_else(|| written.strip_prefix('/'));
    let folder = source.rsplit_once('/').map_or("content", |it| it.0);
    let mut parts: Vec<&str> = match root {
        Some(_) => vec!["content"],
        None => folder.split('/').collect(),
    };
    for part in root.unwrap_or(written).split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let (first, rest) = parts.split_first()?;
    matches!(*first, "content" | "static").then(|| rest.join("/"))
}

/// Finds the page or section at a path from `content/`, with or without `.md`.
fn page(site: &Site, path: &str) -> Option<Owner> {
    let found = spellings(path).iter().find_map(|it| site.find(it));
    found.or_else(|| {
        let base = address_of(path);
        let section = site.section_ids().find(|id| site.section(*id).path == base);
        section.map(Owner::Section)
    })
}

/// Returns the sources that a path may mean: with or without `.md`, a folder, an address.
fn spellings(path: &str) -> [String; 4] {
    let base = address_of(path);
    let inside = |name: &str| format!("{base}/{name}").trim_start_matches('/').to_owned();
    [path.to_owned(), format!("{base}.md"), inside("index.md"), inside("_index.md")]
}

fn address_of(path: &str) -> &str {
    let path = path.trim_end_matches(".html").trim_end_matches("/index");
    path.trim_end_matches('/')
}

/// Finds files.
fn other(site: &Site, full: &str, anchor: Option<&str>) -> Option<Target> {
    let path = format!("content/{full}");
    if site.assets.contains_key(&path) {
        return Some(Target::Asset(path));
    }
    if site.texts.contains_key(&path) {
        return Some(Target::Text(path));
    }
    let is_static = site.assets.contains_key(&format!("static/{full}"));
    let anchor = anchor.map(str::to_owned);
    is_static.then(|| Target::Made { path: full.to_owned(), anchor })
}

fn missing(
    site: &Site,
    generated: &Generated,
    (written, full): (&str, &str),
    span: Span,
    sink: &mut Sink,
) {
    // What cannot be linked is no way out: snippets, drafts, pages that have expired.
    let linked =
        |(path, fate): (_, &Fate)| matches!(fate, Fate::Page(_) | Fate::Section(_)).then_some(path);
    let written_in = site.fates.iter().filter_map(linked).chain(site.assets.keys());
    let pages = written_in.filter_map(|it: &String| it.strip_prefix("content/"));
    let made = generated.pages().iter().map(|it| it.permalink.as_str());
    let made = made.map(|it| it.trim_end_matches('/'));
    sink.link_broken(span, written, full, pages.chain(made));
}

/// Says why a source has no page that could be linked.
pub(super) fn held(fate: &Fate) -> Held {
    match fate {
        Fate::Draft => Held::Draft,
        Fate::Scheduled(day) => Held::Scheduled(*day),
        Fate::Expired(day) => Held::Expired(*day),
        Fate::Below(_) => Held::Below,
        Fate::Never => Held::Never,
        Fate::Page(_)
        | Fate::Section(_)
        | Fate::Snippet(_)
        | Fate::Companion
        | Fate::Hidden
        | Fate::Collides(_)
        | Fate::Impossible => Held::NoPage,
    }
}

fn nearest_file(site: &Site, written: &str) -> Option<String> {
    fn name(path: &str) -> &str {
        path.rsplit('/').next().unwrap_or(path)
    }
    let paths = site.assets.keys();
    let paths: Vec<&str> = paths.filter_map(|it| it.strip_prefix("content/")).collect();
    let wanted = name(written).to_lowercase();
    let called = |wanted: &str| paths.iter().find(|it| name(it).to_lowercase() == wanted);
    let near = || crate::diag::messages::nearest(&wanted, paths.iter().map(|it| name(it)));
    // Windows takes `A.JPG` for `a.jpg`, the web does not.
    let found = called(&wanted).or_else(|| called(&near()?.to_lowercase()));
    found.map(|it| (*it).to_owned())
}

fn check_page_anchor(site: &Site, owner: Owner, anchor: &str, span: Span, sink: &mut Sink) {
    let document = match owner {
        Owner::Page(id) => Some(site.page(id).document),
        Owner::Section(id) => site.section(id).document,
    };
    match document {
        Some(id) if site.glossary.document == Some(id) && site.glossary.has_anchor(anchor) => {}
        Some(id) => check_anchor(&site.outline(id).anchors, anchor, span, sink),
        None => sink.anchor_broken(span, anchor, std::iter::empty()),
    }
}

/// `anchors` are those of the page, sorted.
fn check_anchor(anchors: &[String], anchor: &str, span: Span, sink: &mut Sink) {
    if anchors.binary_search_by(|it| it.as_str().cmp(anchor)).is_err() {
        let known = anchors.iter().map(String::as_str);
        sink.anchor_broken(span, anchor, known);
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, from_content};

    #[test]
    fn paths_are_counted_from_the_page() {
        let path = |written| from_content("content/rights/bh.md", written);
        assert_eq!(path("a.md").as_deref(), Some("rights/a.md"));
        assert_eq!(path("../learn/a.md").as_deref(), Some("learn/a.md"));
        assert_eq!(path("@/a.md").as_deref(), Some("a.md"));
        assert_eq!(path("../../secret"), None);
    }

    #[test]
    fn encoded_and_windows_paths_are_read() {
        assert_eq!(decode("%E6%B3%95.md"), "法.md");
        assert_eq!(decode(r"..\a.md"), "../a.md");
        assert_eq!(decode("100%"), "100%");
    }
}
