//! Any bytes whatever, given to every part that reads what an editor made; and texts made to take long.
//!
//! The same changes in every run, bounded by their number: `PUFA_TRIES=10000` asks for more of them. The functions are
//! those of the fuzzers in `tests/fuzz`. `PUFA_DICE=7` throws other changes, `PUFA_SEEDS=folder` writes what fuzzing starts from.

#![allow(clippy::panic, clippy::string_slice, reason = "a test stops where it fails")]

#[path = "samples/dice.rs"]
mod dice;
#[path = "fuzz/markup.rs"]
mod markup;
#[path = "fuzz/search_files.rs"]
mod search_files;
#[path = "fuzz/seeds.rs"]
mod seeds;
#[path = "fuzz/targets.rs"]
mod targets;

use std::{
    env, fs,
    io::{self, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use dice::Dice;

/// How often each target is tried: whole sites take long, parts that read a few bytes take next to no time.
fn tries(target: &str) -> usize {
    let asked = env::var("PUFA_TRIES").ok().and_then(|it| it.parse().ok());
    let tries = asked.unwrap_or(400);
    match target {
        "site" => tries / 20,
        "captions" | "config" | "mp4" | "paths" | "pictures" => tries * 20,
        _ => tries,
    }
}

/// The dice of a test, or those that were asked for.
fn dice(own: u64) -> Dice {
    let asked = env::var("PUFA_DICE").ok().and_then(|it| it.parse().ok());
    Dice(asked.filter(|it| *it != 0).unwrap_or(own))
}

impl Dice {
    fn range(&mut self, len: usize) -> std::ops::Range<usize> {
        let start = self.below(len + 1);
        start..start + self.below((len - start).min(64) + 1)
    }
}

/// Changes a seed a few times as accidents and attackers do.
fn mutate(seed: &[u8], seeds: &[Vec<u8>], words: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut data = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(data.len() + 1);
        match dice.below(8) {
            0 | 1 => {
                let word = &words[dice.below(words.len())];
                data.splice(at..at, word.iter().copied());
            }
            2 => {
                let word = words[dice.below(words.len())].repeat(1 + dice.below(40));
                data.splice(at..at, word);
            }
            3 => {
                data.drain(dice.range(data.len()));
            }
            4 => {
                let part = data[dice.range(data.len())].repeat(1 + dice.below(4));
                data.splice(at..at, part);
            }
            5 => {
                let other = &seeds[dice.below(seeds.len())];
                let part = other[dice.range(other.len())].to_vec();
                data.splice(at..at, part);
            }
            6 => data.truncate(at),
            _ => {
                if let Some(byte) = data.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }
    data
}

/// Tries one target; returns what broke it.
fn torment(name: &str, target: targets::Target) {
    let (seeds, words) = (seeds::of(name), seeds::words());
    assert!(!seeds.is_empty() && !words.is_empty(), "{name} starts from nothing");
    let mut dice = dice(0x2026_1124);
    let changed = (0..tries(name)).map(|number| {
        let seed = &seeds[number % seeds.len()];
        mutate(seed, &seeds, &words, &mut dice)
    });
    for data in seeds.iter().cloned().chain(changed) {
        if catch_unwind(AssertUnwindSafe(|| target(&data))).is_err() {
            let _ =
                writeln!(io::stderr(), "{name} broke on:\n{}\n", String::from_utf8_lossy(&data));
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.broken"));
            fs::write(&file, &data).expect("written");
            panic!("{name} broke; the bytes are in {}", file.display());
        }
    }
}

macro_rules! torment {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            torment(stringify!($name), targets::$name);
        }
    )*};
}

torment! { yaml toml markdown directives links paths search captions mp4 pictures citations statutes config tables site }

/// What an editor or a program puts between two words without thinking of it.
const MARKS: [&str; 24] = [
    "<br>",
    "<br/>",
    "**",
    "*",
    "~~",
    "~",
    "`",
    "\\",
    "&nbsp;",
    "&amp;",
    "[^1]",
    "[词](y.md)",
    "![图](a.png)",
    "<mark>",
    "</mark>",
    "<ruby>",
    "<!-- 注 -->",
    "  \n",
    "\n",
    "\n\n",
    "\n:::提示\n",
    "\n> ",
    "|",
    "https://example.org/a",
];

/// One mark somewhere in a page that was fine before, most often beside a citation.
#[test]
fn a_mark_anywhere_in_a_page_breaks_nothing() {
    let mut dice = dice(7);
    let seeds: Vec<String> =
        seeds::of("markdown").iter().filter_map(|it| String::from_utf8(it.clone()).ok()).collect();
    for number in 0..tries("markdown") {
        let mut page = seeds[number % seeds.len()].clone();
        for _ in 0..=dice.below(3) {
            let cited: Vec<usize> =
                page.match_indices(['《', '》', '第', '条']).map(|it| it.0).collect();
            let at = match cited.is_empty() || dice.below(3) == 0 {
                true => page.floor_char_boundary(dice.below(page.len() + 1)),
                false => cited[dice.below(cited.len())],
            };
            page.insert_str(at, MARKS[dice.below(MARKS.len())]);
        }
        let broken = catch_unwind(|| targets::markdown(page.as_bytes())).is_err();
        assert!(!broken, "broke on:\n{page}");
    }
}

#[test]
fn seeds_can_be_written() {
    let Some(folder) = env::var_os("PUFA_SEEDS") else {
        return;
    };
    for (name, _) in targets::TARGETS {
        let folder = Path::new(&folder).join(name);
        fs::create_dir_all(&folder).expect("a folder");
        for (number, seed) in seeds::of(name).iter().enumerate() {
            fs::write(folder.join(number.to_string()), seed).expect("written");
        }
    }
}

/// What broke once, with the target it broke.
const FOUND: &[(&str, &[u8])] = &[
    // A break between words was in the tree and not in the plain text that citations are found in.
    ("markdown", "甲<br>见《民法典》第一条。".as_bytes()),
    ("markdown", "|甲|\n|--|\n|乙<br/>见《民法典》第一条。|".as_bytes()),
    // So was the blank of a line broken before a link.
    ("markdown", "a\n[b](c.md)《民法典》第一条，**《民法典》第二条**。".as_bytes()),
    ("markdown", "水<sub>二</sub>《民<mark>法</mark>典》第一条。".as_bytes()),
    // A statute whose title is nothing but marks was imported without one.
    ("statutes", b"---"),
    // The place of what is no text was counted before NUL became a longer character.
    ("site", b"\x00\xff"),
    // A box that claims to end at the last number there is.
    ("mp4", b"\0\0\0\x08free\0\0\0\x01free\xff\xff\xff\xff\xff\xff\xff\xff"),
];

#[test]
fn what_broke_once_stays_mended() {
    for (name, bytes) in FOUND {
        let target = targets::TARGETS.iter().find(|it| it.0 == *name);
        target.expect("a target of this name").1(bytes);
    }
}
