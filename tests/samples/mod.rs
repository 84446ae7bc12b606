//! Files that are no text or too long to show, made from one line that a chapter of the suite can show.

#![allow(clippy::panic, reason = "a test stops where it fails and says what it skips")]

mod film;
mod picture;

/// Returns the bytes that a block of the suite stands for, if it is a description: `mp4: hvc1 late`, `png: 1200x800`.
pub fn made(text: &str) -> Option<Vec<u8>> {
    let (kind, wishes) = text.trim().split_once(':')?;
    let wishes: Vec<&str> = wishes.split_whitespace().collect();
    match kind {
        "mp4" => Some(film::mp4(&wishes)),
        "png" => Some(picture::png(&wishes)),
        "gif" => Some(picture::moving()),
        "noise" => Some(picture::noise(3000)),
        _ => None,
    }
}

/// Returns a text with its lines `lines: 500 …` written out, so many times what follows.
pub fn written_out(text: &str) -> String {
    let write = |line: &str| {
        let wish = line.strip_prefix("lines: ").and_then(|it| it.split_once(' '));
        match wish.map(|(times, line)| (times.parse(), line)) {
            Some((Ok(times), line)) => line.repeat(times),
            _ => line.to_owned(),
        }
    };
    text.split_inclusive('\n').map(write).collect()
}

/// Returns the two numbers of `1280x720`.
fn size(wishes: &[&str]) -> Option<(u32, u32)> {
    let written = wishes.iter().find_map(|it| it.split_once('x'))?;
    Some((written.0.parse().ok()?, written.1.parse().ok()?))
}
