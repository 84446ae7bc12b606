//! Bytes → text, as editors on Windows save it: UTF-8 with or without mark, UTF-16 with mark, GB18030; any line end.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// What was changed while a text file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Converted from GB18030, the encoding of 记事本's “ANSI”.
    Gb18030,
    /// Converted from UTF-16.
    Utf16,
    /// Neither UTF-8 nor GB18030: unreadable bytes became U+FFFD, the first of them at this byte of the text.
    Undecodable(usize),
    /// NUL bytes became U+FFFD, the first of them at this byte of the text.
    Nul(usize),
}

/// Decodes a file; line ends become `\n`, a byte order mark is dropped.
pub fn text(bytes: &[u8]) -> (String, Vec<Repair>) {
    let mut repairs = Vec::new();
    let text = decode(bytes, &mut repairs);
    if let Some(at) = text.find('\0') {
        repairs.push(Repair::Nul(at));
    } else if !text.contains('\r') {
        return (text, repairs);
    }
    for repair in &mut repairs {
        if let Repair::Undecodable(at) | Repair::Nul(at) = repair {
            *at = tidy(&text[..*at]).len();
        }
    }
    (tidy(&text), repairs)
}

fn tidy(text: &str) -> String {
    text.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n")
}

fn decode(bytes: &[u8], repairs: &mut Vec<Repair>) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8_or_guess(rest, repairs);
    }
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            repairs.push(Repair::Utf16);
            return encoding.decode_without_bom_handling(rest).0.into_owned();
        }
    }
    utf8_or_guess(bytes, repairs)
}

fn utf8_or_guess(bytes: &[u8], repairs: &mut Vec<Repair>) -> String {
    if let Ok(text) = str::from_utf8(bytes) {
        return text.to_owned();
    }
    let (text, broken) = GB18030.decode_without_bom_handling(bytes);
    if !broken {
        repairs.push(Repair::Gb18030);
        return text.into_owned();
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    repairs.push(Repair::Undecodable(text.find('\u{fffd}').unwrap_or(0)));
    text
}

#[cfg(test)]
mod tests {
    use super::{Repair, text};

    #[test]
    fn text_from_notepad_is_understood() {
        assert_eq!(text("\u{feff}法律\r\n".as_bytes()), ("法律\n".to_owned(), vec![]));
        assert_eq!(text(b"\xB7\xA8\xC2\xC9"), ("法律".to_owned(), vec![Repair::Gb18030]));
        assert_eq!(text(b"\xFF\xFE\xD5\x6C"), ("法".to_owned(), vec![Repair::Utf16]));
        assert_eq!(text(b"a\0b"), ("a\u{fffd}b".to_owned(), vec![Repair::Nul(1)]));
        assert_eq!(text(b"a\xFF\xFF").1, [Repair::Undecodable(1)]);
    }

    #[test]
    fn places_are_those_of_the_text_as_it_is_read() {
        let (text, repairs) = text(b"a\r\nb\0\r\n\xFF\xFF");
        assert_eq!(text, "a\nb\u{fffd}\n\u{fffd}\u{fffd}");
        assert_eq!(repairs, [Repair::Undecodable(7), Repair::Nul(3)]);
    }
}
