//! What a picture, video, caption file or video address tells by itself.
//!
//! Bytes or text in, plain facts out. Knows nothing of pages, configuration or diagnostics; the only module that names
//! `image`, `fast_image_resize` and `qrcodegen`. Whatever the bytes are, nothing here panics, and every reader is linear.

pub mod captions;
pub mod picture;
pub mod platform;
pub mod qr;
pub mod svg;
pub mod video;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns a `data:` URL of text, which stays readable and packs far better than Base64 does.
pub(crate) fn text_url(media_type: &str, text: &str) -> String {
    let mut out = format!("data:{media_type};charset=utf-8,");
    for letter in text.chars() {
        match letter {
            '\r' => {}
            '\0'..=' '
            | '%'
            | '#'
            | '"'
            | '<'
            | '>'
            | '`'
            | '\\'
            | '^'
            | '{'
            | '|'
            | '}'
            | '\x7f' => {
                out.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Returns `bytes` in Base64 with padding (RFC 4648 §4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            out.push(if digit > group.len() { '=' } else { char::from(BASE64[value as usize]) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, text_url};

    #[test]
    fn text_stays_readable_in_an_address() {
        let url = text_url("text/vtt", "WEBVTT\r\n\n00:01 --> 00:02\n一 <b>100%</b> #\"");
        assert_eq!(
            url,
            "data:text/vtt;charset=utf-8,WEBVTT%0A%0A00:01%20--%3E%2000:02%0A一%20%3Cb%3E100%25%3C/b%3E%20%23%22"
        );
    }

    #[test]
    fn the_examples_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
