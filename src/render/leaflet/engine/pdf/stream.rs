//! Ends of a PDF's streams, as strict readers of PDF/A want them.
//!
//! A compressed stream may happen to end in a carriage return. With the line feed in front of `endstream` that looks like
//! one line end, and the stream like one byte short of its `/Length` (PDF/A-2, 6.1.7.1). It happens to one
//! stream in 256.
//!
//! Typst can also write each object with room around it. There a byte can be given to the stream and taken from the blank
//! line behind it, so that nothing moves and no table of objects has to be written anew.

/// What such a stream ends in.
const DOUBTFUL: &[u8] = b"\r\nendstream";
/// The same with the blank line that a roomy export leaves after each object.
const ROOMY: &[u8] = b"\r\nendstream\nendobj\n\n";
/// What it becomes: a line feed more in the stream, which a decompressor never reads, and no blank line.
const CLEAR: &[u8] = b"\r\n\nendstream\nendobj\n";

/// Tells whether a stream may be misread.
pub(crate) fn is_doubtful(pdf: &[u8]) -> bool {
    find(pdf, DOUBTFUL, 0).is_some()
}

/// Lengthens doubtful streams by a line feed. No byte after them moves, so the table of objects stays right.
///
/// Takes a file with a blank line after each object and keys indented; others stay as they are.
pub(crate) fn clarify(pdf: &mut [u8]) {
    let mut from = 0;
    while let Some(at) = find(pdf, ROOMY, from) {
        from = at + ROOMY.len();
        let data_end = at + 1;
        if let Some((key, length)) = header(pdf, data_end)
            && lengthen(pdf, key, length)
        {
            pdf[at..from].copy_from_slice(CLEAR);
        }
    }
}

/// Finds where `/Length` stands and what it says, for the stream that ends at `data_end`.
fn header(pdf: &[u8], data_end: usize) -> Option<(usize, usize)> {
    const START: &[u8] = b">>\nstream\n";
    const KEY: &[u8] = b"\n  /Length ";
    let mut before = data_end;
    // Compressed data may hold these bytes by chance: the length decides.
    while let Some(start) = rfind(&pdf[..before], START) {
        let key = rfind(&pdf[..start], KEY)?;
        let digits = &pdf[key + KEY.len()..start];
        let digits = &digits[..digits.iter().take_while(|it| it.is_ascii_digit()).count()];
        let length = std::str::from_utf8(digits).ok()?.parse::<usize>().ok()?;
        if start + START.len() + length == data_end {
            return Some((key, length));
        }
        before = start;
    }
    None
}

/// Adds one to the length; a further digit takes the place of a space of the indent.
fn lengthen(pdf: &mut [u8], key: usize, length: usize) -> bool {
    let old = format!("\n  /Length {length}");
    let mut new = format!("\n  /Length {}", length + 1);
    if new.len() > old.len() {
        new = format!("\n /Length {}", length + 1);
    }
    let fits = new.len() == old.len();
    if fits {
        pdf[key..key + new.len()].copy_from_slice(new.as_bytes());
    }
    fits
}

fn find(bytes: &[u8], words: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(words.len()).position(|it| it == words).map(|it| from + it)
}

fn rfind(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).rposition(|it| it == words)
}

#[cfg(test)]
mod tests {
    use super::{clarify, is_doubtful};

    fn object(length: usize, data: &str) -> Vec<u8> {
        let text = format!(
            "7 0 obj\n<<\n  /Length {length}\n  /Filter /FlateDecode\n>>\nstream\n{data}\nendstream\nendobj\n\n8 0 obj\n"
        );
        text.into_bytes()
    }

    #[test]
    fn a_stream_that_ends_in_a_carriage_return_gets_a_line_feed() {
        for (length, data, expected) in [
            (5, "abcd\r", "<<\n  /Length 6\n"),
            (9, "abcdefgh\r", "<<\n /Length 10\n"),
            (21, "ab>>\nstream\ncdefghij\r", "<<\n  /Length 22\n"),
        ] {
            let mut pdf = object(length, data);
            let size = pdf.len();
            assert!(is_doubtful(&pdf));
            clarify(&mut pdf);
            assert!(!is_doubtful(&pdf), "{data:?}");
            let text = String::from_utf8(pdf).unwrap();
            assert!(text.contains(expected), "{text}");
            assert!(text.contains("\r\n\nendstream\nendobj\n8 0 obj"), "{text}");
            assert_eq!(text.len(), size);
        }
    }

    #[test]
    fn what_is_clear_or_not_a_stream_stays() {
        for (length, data) in [(4, "abcd"), (3, "abcd\r")] {
            let pdf = object(length, data);
            let mut after = pdf.clone();
            clarify(&mut after);
            assert_eq!(after, pdf);
        }
    }
}
