//! Addresses (RFC 3986): percent-encoding both ways, and what may be linked at all.

use std::borrow::Cow;

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

use crate::path::is_unseen;

/// What the address of a link may start with.
pub const SCHEMES: [&str; 6] = ["https", "http", "mailto", "tel", "sms", "weixin"];

/// What may not stand in the path of an address. Slashes may; colons may not: before one, the first part of a relative
/// address would be taken for a scheme.
const OUTSIDE_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// What may not stand anywhere in an address.
const OUTSIDE_ADDRESS: &AsciiSet = &CONTROLS.add(b' ');

/// Tells whether a text can be a part of an address as it is.
pub fn is_slug(text: &str) -> bool {
    let is_good = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    !text.is_empty() && text.bytes().all(is_good)
}

/// Returns the whole address of a path on the site whose address is `base`.
pub fn absolute(base: &str, path: &str) -> String {
    format!("{base}{}", encode_path(path))
}

/// Encodes a path, or an anchor.
pub fn encode_path(path: &str) -> String {
    Cow::from(utf8_percent_encode(path, OUTSIDE_PATH)).into_owned()
}

/// Encodes what a whole address holds besides printable ASCII; what is encoded in it already stays as it is.
pub fn encode(url: &str) -> String {
    Cow::from(utf8_percent_encode(url, OUTSIDE_ADDRESS)).into_owned()
}

/// Decodes a text once; a `%` without two digits behind it stands for itself. `None` for what is no UTF-8.
pub fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

/// Returns the scheme of an address in lower case: `https`. `None` for a path, and for the drive of one on Windows.
pub fn scheme(url: &str) -> Option<String> {
    // Browsers pass over these: `java\nscript:` runs as well.
    let seen = url.trim_start_matches(|it| it <= ' ');
    let seen = seen.replace(['\t', '\n', '\r'], "");
    let (scheme, _) = seen.split_once(':')?;
    let is_scheme = |it: u8| it.is_ascii_alphanumeric() || b"+-.".contains(&it);
    (scheme.len() > 1 && scheme.bytes().all(is_scheme)).then(|| scheme.to_ascii_lowercase())
}

/// Tells whether a character shows nothing: browsers drop some of them, and people do not see any.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_unseen(character)
}

/// Tells whether an address may be linked if it has this scheme: nothing that runs, nothing that only one machine has.
pub(crate) fn may_link(scheme: &str) -> bool {
    SCHEMES.contains(&scheme)
}

/// Returns the host of an `https:` or `http:` address, if it has one.
pub fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = ["https", "http"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    Some(host).filter(|it| is_web && !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, encode_path, host, may_link, scheme};

    #[test]
    fn a_path_never_begins_like_a_scheme() {
        assert_eq!(encode_path("javascript:alert(1)/普"), "javascript%3Aalert(1)/%E6%99%AE");
    }

    #[test]
    fn every_byte_is_encoded_as_the_standard_says() {
        for byte in 0..=127_u8 {
            let text = char::from(byte).to_string();
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
            let wanted = if is_plain { text.clone() } else { format!("%{byte:02X}") };
            assert_eq!(encode_path(&text), wanted);
            assert_eq!(decode(&wanted).as_deref(), Some(text.as_str()));
        }
        assert_eq!(encode("https://x.org/普 a%20?b"), "https://x.org/%E6%99%AE%20a%20?b");
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("%ff"), None);
    }

    #[test]
    fn what_runs_is_known_however_it_is_written() {
        for url in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\tscript:x",
            "\u{1}vbscript:x",
            "data:text/html,x",
            "file:///c:/x",
        ] {
            assert!(!may_link(&scheme(url).unwrap()), "{url}");
        }
        for url in ["https://x.org", "TEL:12338", "weixin://dl/business/?t=x"] {
            assert!(may_link(&scheme(url).unwrap()), "{url}");
        }
        for url in ["rights/bh.md", "my notes: one.md", "#小程序://晴川/x", "C:\\a.md", "../a", ""]
        {
            assert_eq!(scheme(url), None, "{url}");
        }
    }

    #[test]
    fn a_host_is_what_the_browser_asks() {
        assert_eq!(host("https://www.baidu.com/s?wd=x"), Some("www.baidu.com"));
        assert_eq!(host("HTTPS://a@x.org:8000"), Some("x.org"));
        for url in ["https://", "https:///x", "//x.org", "www.baidu.com", "ftp://x.org/"] {
            assert_eq!(host(url), None, "{url}");
        }
    }
}
