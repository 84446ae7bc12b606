//! What a drawing may hold: which elements, which references, which characters.

use std::collections::BTreeSet;

/// What may be drawn with.
pub(crate) const ELEMENTS: &str = "svg g defs symbol use title desc style switch view path rect circle ellipse line polyline \
    polygon text tspan textPath image marker linearGradient radialGradient stop pattern clipPath \
    mask filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix \
    feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG \
    feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting \
    feSpotLight feTile";

/// What drawing programs write for themselves; dropping it is nobody's loss and no news.
pub(crate) const SILENT: [&str; 3] = ["metadata", "feTurbulence", "hatch"];

/// Returns the character that XML itself gives this name.
pub(crate) fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Tells whether a reference holds a picture itself.
pub(crate) fn is_embedded_picture(value: &str) -> bool {
    let value = value.trim_start();
    ["png", "jpeg", "jpg", "gif", "webp"].iter().any(|it| {
        value.strip_prefix("data:image/").is_some_and(|rest| {
            rest.strip_prefix(it).is_some_and(|rest| rest.starts_with(";base64,"))
        })
    })
}

/// Takes out of CSS what refers to anything but this file's own parts: a declaration, a rule or a line such as `@import`. The
/// first words of each are added to `removed`. With escapes words could be hidden; no drawing program writes them.
pub(crate) fn without_loads(css: &str, removed: &mut BTreeSet<String>) -> String {
    if loads_nothing(css) {
        return css.to_owned();
    }
    let mut out = String::new();
    pieces(&without_comments(css), 0, &mut out, removed);
    // Whatever the pieces are taken for: as a whole it loads nothing either.
    if loads_nothing(&out) { out } else { String::new() }
}

/// Blocks in blocks that are looked into.
const MAX_BLOCKS: usize = 8;

fn pieces(css: &str, depth: usize, out: &mut String, removed: &mut BTreeSet<String>) {
    let mut rest = css;
    while !rest.trim().is_empty() {
        let (head, mark) = until(rest, &['{', ';', '}']);
        let behind = rest.get(head.len() + 1..).unwrap_or_default();
        if mark != Some('{') {
            keep(head, mark, out, removed);
            rest = behind;
            continue;
        }
        let (inner, _) = block(behind);
        rest = behind.get(inner.len() + 1..).unwrap_or_default();
        let is_font = head.trim().eq_ignore_ascii_case("@font-face") && !loads_nothing(inner);
        if is_font || !loads_nothing(head) || depth == MAX_BLOCKS {
            removed.insert(name(head));
            continue;
        }
        out.push_str(head);
        out.push('{');
        pieces(inner, depth + 1, out, removed);
        out.push('}');
    }
}

fn keep(piece: &str, mark: Option<char>, out: &mut String, removed: &mut BTreeSet<String>) {
    if loads_nothing(piece) {
        out.push_str(piece);
        out.extend(mark.filter(|it| *it == ';'));
    } else {
        removed.insert(name(piece));
    }
}

/// Returns the first words of a piece: `@import`, `background`.
fn name(piece: &str) -> String {
    let first = piece.trim().split([':', ' ', '(', '"', '\'']).next().unwrap_or_default();
    first.chars().take(40).collect()
}

/// Returns what stands before the first of some marks that is neither in quotes nor in brackets, and that mark.
fn until<'a>(css: &'a str, marks: &[char]) -> (&'a str, Option<char>) {
    let (mut quote, mut brackets) = (None, 0_usize);
    for (at, it) in css.char_indices() {
        match (quote, it) {
            (Some(open), _) if open == it => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(it),
            (None, '(') => brackets += 1,
            (None, ')') => brackets = brackets.saturating_sub(1),
            (None, _) if brackets == 0 && marks.contains(&it) => return (&css[..at], Some(it)),
            (None, _) => {}
        }
    }
    (css, None)
}

/// Returns what stands inside a block up to its closing mark.
fn block(css: &str) -> (&str, Option<char>) {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let (head, mark) = until(&css[at..], &['{', '}']);
        let end = at + head.len();
        match mark {
            Some('{') => depth += 1,
            Some(_) if depth > 0 => depth -= 1,
            Some(_) | None => return (&css[..end], mark),
        }
        at = end + 1;
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = comment.split_once("*/").map_or("", |it| it.1);
    }
    out.push_str(rest);
    out
}

/// Tells whether CSS, or an attribute that may hold it, refers to nothing but this file's own parts.
pub(crate) fn loads_nothing(css: &str) -> bool {
    // Escapes could hide the words looked for; no drawing program writes them.
    if css.contains('\\') {
        return false;
    }
    let css = css.to_ascii_lowercase();
    let mut urls = css.split("url(").skip(1);
    !css.contains("@import")
        && !css.contains("image(")
        && !css.contains("image-set(")
        && !css.contains("expression(")
        && !css.contains("javascript:")
        && urls.all(|it| it.trim_start_matches([' ', '"', '\'', '\t', '\n', '\r']).starts_with('#'))
}

/// Appends text as XML writes it.
pub fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(character),
            // XML knows no other control characters.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
}
