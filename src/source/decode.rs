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

/// What a text is for: the marks with which Word breaks lines are breaks on a page and blanks elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Markdown, perhaps below front matter.
    Page,
    /// Tables, settings, whatever else.
    Other,
}

/// Decodes a file; line ends become `\n`, a byte order mark is dropped, and so is what Word alone understands.
pub fn text(bytes: &[u8], usage: Use) -> (String, Vec<Repair>) {
    let mut repairs = Vec::new();
    let text = decode(bytes, &mut repairs);
    if let Some(at) = text.find('\0') {
        repairs.push(Repair::Nul(at));
    } else if !text.contains(is_odd) {
        return (text, repairs);
    }
    for repair in &mut repairs {
        if let Repair::Undecodable(at) | Repair::Nul(at) = repair {
            *at = tidy(&text[..*at], usage).len();
        }
    }
    (tidy(&text, usage), repairs)
}

/// Tells whether a character means nothing in a text file.
fn is_odd(char: char) -> bool {
    (char.is_control() && !matches!(char, '\n' | '\t')) || matches!(char, '\u{2028}' | '\u{2029}')
}

fn tidy(text: &str, usage: Use) -> String {
    let text = text.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n");
    if !text.contains(is_odd) {
        return text;
    }
    let body = match usage {
        Use::Page => body_start(&text),
        Use::Other => text.len(),
    };
    let mut out = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        match char {
            // Two blanks at its end keep a line of a page apart from the next.
            '\u{b}' | '\u{2028}' | '\u{85}' if at >= body => out.push_str("  \n"),
            '\u{c}' | '\u{2029}' if at >= body => out.push_str("\n\n"),
            '\u{b}' | '\u{2028}' | '\u{85}' | '\u{c}' | '\u{2029}' => out.push(' '),
            // Word's hyphen that never breaks.
            '\u{1e}' => out.push('-'),
            char if is_odd(char) => {}
            char => out.push(char),
        }
    }
    out
}

/// Returns where the body of a page begins: metadata stands on lines of its own.
fn body_start(text: &str) -> usize {
    let fence = match text.lines().next().map(str::trim_end) {
        Some(fence @ ("---" | "+++")) => fence,
        Some(_) | None => return 0,
    };
    let end = text.match_indices('\n').map(|it| it.0 + 1).find(|it| text[*it..].starts_with(fence));
    end.unwrap_or(text.len())
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
    use super::{Repair, Use};

    fn text(bytes: &[u8]) -> (String, Vec<Repair>) {
        super::text(bytes, Use::Page)
    }

    #[test]
    fn text_from_notepad_is_understood() {
        assert_eq!(text("\u{feff}法律\r\n".as_bytes()), ("法律\n".to_owned(), vec![]));
        assert_eq!(text(b"\xB7\xA8\xC2\xC9"), ("法律".to_owned(), vec![Repair::Gb18030]));
        assert_eq!(text(b"\xFF\xFE\xD5\x6C"), ("法".to_owned(), vec![Repair::Utf16]));
        assert_eq!(text(b"a\0b"), ("a\u{fffd}b".to_owned(), vec![Repair::Nul(1)]));
        assert_eq!(text(b"a\xFF\xFF").1, [Repair::Undecodable(1)]);
    }

    #[test]
    fn what_word_alone_understands_becomes_what_it_means() {
        let page = "---\n摘要: 一\u{b}二\n---\n甲\u{b}乙\u{1}\u{1f}丙\u{c}丁\n";
        assert_eq!(text(page.as_bytes()).0, "---\n摘要: 一 二\n---\n甲  \n乙丙\n\n丁\n");
        assert_eq!(super::text("a\u{b}b,c\n".as_bytes(), Use::Other).0, "a b,c\n");
    }

    #[test]
    fn places_are_those_of_the_text_as_it_is_read() {
        let (text, repairs) = text(b"a\r\nb\0\r\n\xFF\xFF");
        assert_eq!(text, "a\nb\u{fffd}\n\u{fffd}\u{fffd}");
        assert_eq!(repairs, [Repair::Undecodable(7), Repair::Nul(3)]);
    }
}
