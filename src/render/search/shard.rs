//! Entries → files of bounded size, found by the first character alone.

use crate::render::search::{merge::Entries, script::MAX_FILE_BYTES};

/// Size that a shared file should have, in bytes: small enough for a slow line, large enough to keep files few.
const WANTED_BYTES: usize = 24_000;

/// A character with more than this gets files of its own.
const OWN_BYTES: usize = 100_000;

/// What is left for entries after the call around them.
const ROOM_BYTES: usize = MAX_FILE_BYTES - 64;

/// Names and contents of the files, and how to find an entry's.
#[derive(Debug, Default)]
pub(crate) struct Shards {
    /// Name without ending, content as a script's literal.
    pub files: Vec<(String, String)>,
    /// Shared files: a character is in the one of its code modulo this.
    pub count: usize,
    /// Characters with files of their own, and into how many they are cut by the code of the second character.
    pub own: Vec<(char, usize)>,
}

/// Distributes all entries.
pub fn files(all: Vec<Entries>) -> Shards {
    let (large, small): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.len() > OWN_BYTES);
    let mut shards = Shards { count: shared_count(&small), ..Shards::default() };
    let mut shared = vec![String::new(); shards.count];
    for entries in small {
        let text = &mut shared[entries.first as usize % shards.count];
        entries.entries.iter().for_each(|(_, entry)| text.push_str(entry));
    }
    // Empty ones are written too: to a browser a file that is not there is a broken line.
    shards.files.extend(
        shared
            .into_iter()
            .enumerate()
            .map(|(number, text)| (format!("s/{number:x}"), literal(&text))),
    );
    for entries in large {
        let parts = own_parts(&entries);
        for (number, text) in parts.iter().enumerate() {
            shards.files.push((format!("c/{:x}-{number}", entries.first as u32), literal(text)));
        }
        shards.own.push((entries.first, parts.len()));
    }
    shards
}

/// Returns how many shared files there should be, a power of two so that a growing site rarely moves its entries.
fn shared_count(small: &[Entries]) -> usize {
    let total: usize = small.iter().map(Entries::len).sum();
    let mut count = (total / WANTED_BYTES).next_power_of_two().min(1024);
    let largest = |count: usize| {
        let mut sizes = vec![0; count];
        small.iter().for_each(|it| sizes[it.first as usize % count] += it.len());
        sizes.into_iter().max().unwrap_or(0)
    };
    while largest(count) > ROOM_BYTES && count < 1 << 16 {
        count *= 2;
    }
    count
}

/// Cuts the entries of one character into as few files as keep the limit.
fn own_parts(entries: &Entries) -> Vec<String> {
    let cut = |count: usize| {
        let mut parts = vec![String::new(); count];
        entries
            .entries
            .iter()
            .for_each(|(second, entry)| parts[*second as usize % count].push_str(entry));
        parts
    };
    let mut parts = cut(entries.len().div_ceil(ROOM_BYTES));
    while parts.iter().any(|it| it.len() > ROOM_BYTES) && parts.len() < 256 {
        parts = cut(parts.len() + 1);
    }
    parts
}

/// Entries hold no character that a literal would have to escape.
fn literal(text: &str) -> String {
    format!("\"{text}\"")
}
