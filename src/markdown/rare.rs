//! Characters that few readers know: a page is told of those it has, unless the editor's table of readings holds them.

use std::collections::BTreeSet;

use crate::{
    diag::Sink,
    pinyin::{Pinyin, is_rare},
    source::Source,
};

/// A rare character of a page: where it first stands, and how it is read where that is known.
struct Rare {
    character: char,
    at: usize,
    reading: Option<String>,
}

/// Names of people cannot be changed, so lines that hold them are not looked at.
const NAMES: [&str; 2] = ["作者", "authors"];

/// The federations' own word, 巾帼, stands in the name of half their columns.
const THEIRS: char = '帼';

/// Tells a page once of all its rare characters.
pub fn check(page: &Source, pinyin: &Pinyin, sink: &mut Sink) {
    let rare = gather(&page.text, pinyin);
    let Some(first) = rare.first() else { return };
    let span = page.span(first.at..first.at + first.character.len_utf8());
    let list: Vec<_> = rare.iter().map(|it| (it.character, it.reading.as_deref())).collect();
    sink.rare_characters(span, &list);
}

fn gather(text: &str, pinyin: &Pinyin) -> Vec<Rare> {
    let mut found: Vec<Rare> = Vec::new();
    let mut met = BTreeSet::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if NAMES.iter().any(|it| line.starts_with(it)) {
            at += line.len();
            continue;
        }
        for segment in pinyin.rare(line) {
            for (inside, character) in segment.text.char_indices().filter(|it| is_rare(it.1)) {
                let is_known = character == THEIRS || pinyin.is_editors(character);
                if met.insert(character) && !is_known {
                    found.push(Rare {
                        character,
                        at: at + inside,
                        reading: segment.pinyin.clone(),
                    });
                }
            }
            at += segment.text.len();
        }
    }
    found
}
