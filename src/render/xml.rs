//! Text for feeds and sitemaps.

/// Appends `text` escaped for XML; characters that XML 1.0 does not know at all are left out.
pub fn push(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => {}
        }
    }
}

/// Appends `<name>text</name>`.
pub fn element(name: &str, text: &str, out: &mut String) {
    *out += &format!("<{name}>");
    push(text, out);
    *out += &format!("</{name}>\n");
}

/// Returns `text` escaped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(text, &mut out);
    out
}
