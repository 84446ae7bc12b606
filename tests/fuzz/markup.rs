//! Reads HTML far more strictly than a browser, so that whatever breaks out of its place is seen.

use std::collections::BTreeSet;

/// Elements without an end tag.
const VOID: [&str; 12] =
    ["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "embed"];

/// Elements that nothing an editor writes may make.
const FORBIDDEN: [&str; 14] = [
    "script", "style", "base", "meta", "link", "object", "embed", "applet", "frame", "frameset",
    "form", "textarea", "template", "portal",
];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 10] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "xlink:href",
    "srcset",
];

/// What an address may start with, if there is a scheme at all.
const SCHEMES: [&str; 9] = ["http", "https", "mailto", "tel", "sms", "data", "geo", "xmpp", "ftp"];

/// One start tag.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    closed: bool,
}

/// Checks the body of a page, made from what an editor wrote: every tag closed, every attribute quoted, nothing that runs.
pub fn check(html: &str) {
    walk(html, &mut |tag| {
        assert!(!FORBIDDEN.contains(&tag.name), "<{}> in {html}", tag.name);
        check_attributes(tag, html);
    });
}

/// Checks a drawing after it was cleaned.
pub fn check_drawing(svg: &str) {
    let svg = svg.trim_start_matches('\u{feff}').trim();
    walk(svg, &mut |tag| {
        let name = tag.name.rsplit(':').next().unwrap_or_default();
        assert!(
            !["script", "foreignobject", "iframe", "handler", "listener"]
                .contains(&name.to_lowercase().as_str()),
            "<{}> in {svg}",
            tag.name
        );
        for (name, value) in &tag.attributes {
            let name = name.rsplit(':').next().unwrap_or_default().to_lowercase();
            assert!(!name.starts_with("on"), "{name} in {svg}");
            if name == "href" {
                assert!(value.starts_with('#') || value.is_empty(), "{value} in {svg}");
            }
        }
    });
}

/// Checks a whole page: scripts come from files of the site or from the theme.
pub fn check_page(html: &str) {
    let html = html.strip_prefix("<!doctype html>").unwrap_or(html);
    let mut scripts = 0;
    walk(html, &mut |tag| {
        scripts += usize::from(tag.name == "script");
        check_attributes(tag, html);
    });
    assert!(scripts < 10, "{scripts} scripts in {html}");
}

fn check_attributes(tag: &Tag<'_>, html: &str) {
    let mut seen = BTreeSet::new();
    for (name, value) in &tag.attributes {
        let place = format!("{name}={value:?} of <{}> in {html}", tag.name);
        assert!(seen.insert(*name), "twice: {place}");
        assert!(!name.starts_with("on") && *name != "srcdoc" && *name != "style", "{place}");
        let value = value.replace("&#58;", ":").replace("&#x3a;", ":").replace("&colon;", ":");
        if !ADDRESSES.contains(name) {
            continue;
        }
        // Browsers drop controls and blanks before and inside a scheme.
        let seen: String =
            value.chars().filter(|it| !it.is_control() && !it.is_whitespace()).collect();
        let scheme = seen.split([':', '/', '?', '#']).next().unwrap_or_default();
        if seen[scheme.len()..].starts_with(':') {
            let scheme = scheme.to_lowercase();
            assert!(is_known(&scheme), "scheme {scheme:?}: {place}");
            assert!(scheme != "data" || seen.to_lowercase().starts_with("data:image/"), "{place}");
        }
    }
}

/// Schemes that ammonia lets through run nothing either.
fn is_known(scheme: &str) -> bool {
    SCHEMES.contains(&scheme)
        || [
            "bitcoin",
            "ftps",
            "im",
            "irc",
            "ircs",
            "magnet",
            "mms",
            "mx",
            "news",
            "nntp",
            "openpgp4fpr",
            "sip",
            "sftp",
            "ssh",
            "ssip",
            "svn",
            "webcal",
            "wtai",
            "smsto",
            "rtsp",
        ]
        .contains(&scheme)
}

/// Visits every start tag and checks that each has its end.
fn walk<'a>(html: &'a str, visit: &mut dyn FnMut(&Tag<'a>)) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        entities(&rest[..at], html);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").unwrap_or_else(|| panic!("open comment in {html}")).1;
            continue;
        }
        if let Some(after) = rest.strip_prefix("<?xml") {
            rest = after.split_once("?>").unwrap_or_else(|| panic!("open head in {html}")).1;
            continue;
        }
        if let Some(after) = rest.strip_prefix("</") {
            let (name, after) =
                after.split_once('>').unwrap_or_else(|| panic!("open end tag in {html}"));
            assert_eq!(open.pop(), Some(name.trim_end()), "wrong end at {rest}\n in {html}");
            rest = after;
            continue;
        }
        let tag;
        (tag, rest) = read_tag(&rest[1..], html);
        visit(&tag);
        if tag.closed || VOID.contains(&tag.name) {
            continue;
        }
        if matches!(tag.name, "script" | "style") {
            let end = format!("</{}>", tag.name);
            rest = rest
                .split_once(end.as_str())
                .unwrap_or_else(|| panic!("open {} in {html}", tag.name))
                .1;
            continue;
        }
        open.push(tag.name);
    }
    entities(rest, html);
    assert!(open.is_empty(), "{open:?} are not closed in {html}");
}

/// Checks that every `&` begins an entity.
fn entities(text: &str, html: &str) {
    for (at, _) in text.match_indices('&') {
        let name: String = text[at + 1..]
            .chars()
            .take_while(|it| it.is_ascii_alphanumeric() || *it == '#')
            .collect();
        let ends = text[at + 1 + name.len()..].starts_with(';');
        assert!(!name.is_empty() && ends, "a bare & at {:?}\n in {html}", &text[at..]);
    }
}

fn read_tag<'a>(text: &'a str, html: &str) -> (Tag<'a>, &'a str) {
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | ':' | '_' | '.');
    let name_end = text.find(|it| !is_name(it)).unwrap_or(text.len());
    assert!(name_end > 0, "a bare < before {text:?}\n in {html}");
    let mut tag = Tag { name: &text[..name_end], attributes: Vec::new(), closed: false };
    let mut rest = &text[name_end..];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            tag.closed = true;
            return (tag, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
        assert!(end > 0, "no attribute at {rest:?}\n in {html}");
        let name = &rest[..end];
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|it| matches!(it, '"' | '\''));
            let quote = quote.unwrap_or_else(|| panic!("no quotes at {after:?}\n in {html}"));
            let inner = &after[1..];
            let end = inner.find(quote).unwrap_or_else(|| panic!("open quotes in {html}"));
            value = &inner[..end];
            assert!(
                !value.contains('<') || tag.name == "a" || !value.contains("<script"),
                "{value:?}\n in {html}"
            );
            rest = &inner[end + 1..];
        }
        tag.attributes.push((name, value));
    }
}
