//! What a drawing may hold: which elements, which references, which characters.

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
