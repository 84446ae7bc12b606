//! Text → HTML.

use std::fmt;

/// Appends text with the characters that mean something in HTML escaped; right for elements and quoted attributes.
pub fn push(out: &mut String, text: &str) {
    // A string takes everything.
    let _ = write(out, text);
}

/// The same for any writer.
///
/// # Errors
/// When the writer fails.
pub fn write(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[written..at])?;
        out.write_str(escaped)?;
        written = at + 1;
    }
    out.write_str(&text[written..])
}

/// Returns text escaped for HTML.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}
