//! Words that decide how their characters are read.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use aho_corasick::{AhoCorasick, MatchKind};

/// Words that dictionaries, or characters read one by one, get wrong: a line holds a word and its syllables.
const OURS: &str = include_str!("phrases.txt");

/// Common words of a dictionary, sorted, in the same form.
const DICTIONARY: &str = include_str!("dictionary.txt");

/// Longest word of the dictionary, in characters.
const LONGEST: usize = 4;

/// Words of the dictionary with their readings, sorted by word. Made once, as [`OWN`] is: a preview builds often.
static BY_WORD: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| lines(DICTIONARY).collect());

/// Our own list, for the sites whose editors have none.
static OWN: LazyLock<Phrases> = LazyLock::new(|| Phrases::after(Vec::new()));

/// Words with their readings, ready to be found in text.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    finder: AhoCorasick,
    /// Syllables of each word, in the order of the finder.
    readings: Arc<Vec<Vec<String>>>,
    /// The characters of the editor's words.
    editors: BTreeSet<char>,
}

impl Phrases {
    /// Puts the editor's words before our own list, so that they win.
    pub(super) fn new(mut words: Vec<(String, Vec<String>)>) -> Self {
        // A word of no character would be found everywhere.
        words.retain(|it| !it.0.is_empty());
        if words.is_empty() { OWN.clone() } else { Self::after(words) }
    }

    /// Puts our own list after these words.
    fn after(mut words: Vec<(String, Vec<String>)>) -> Self {
        let editors = words.iter().flat_map(|it| it.0.chars()).collect();
        words.extend(lines(OURS).map(|(word, reading)| {
            (word.to_owned(), reading.split(' ').map(str::to_owned).collect())
        }));
        // Of two equal words the finder reports the first.
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.iter().map(|it| &it.0));
        Self {
            finder: finder.expect(
                "the words are far below the four thousand million states the finder can hold",
            ),
            readings: Arc::new(words.into_iter().map(|it| it.1).collect()),
            editors,
        }
    }

    /// Tells whether a character stands in one of the editor's words.
    pub(super) fn is_editors(&self, character: char) -> bool {
        self.editors.contains(&character)
    }

    /// Fills in the characters of every word found; dictionary words only where all of them are still free.
    pub(super) fn apply(&self, text: &str, readings: &mut [Option<String>]) {
        self.apply_words(text, readings);
        let bounds: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut at = 0;
        while at < readings.len() {
            let free = readings[at..].iter().take(LONGEST).take_while(|it| it.is_none()).count();
            let found = (2..=free)
                .rev()
                .find_map(|len| Some((len, look_up(&text[bounds[at]..bounds[at + len]])?)));
            let Some((len, reading)) = found else {
                at += 1;
                continue;
            };
            for (place, syllable) in readings[at..].iter_mut().zip(reading.split(' ')) {
                *place = Some(syllable.to_owned());
            }
            at += len;
        }
    }

    fn apply_words(&self, text: &str, readings: &mut [Option<String>]) {
        let (mut bytes, mut characters) = (0, 0);
        for found in self.finder.find_iter(text) {
            characters += text[bytes..found.start()].chars().count();
            bytes = found.start();
            for (place, reading) in
                readings[characters..].iter_mut().zip(&self.readings[found.pattern().as_usize()])
            {
                *place = Some(reading.clone());
            }
        }
    }
}

fn look_up(word: &str) -> Option<&'static str> {
    let found = BY_WORD.binary_search_by_key(&word, |it| it.0).ok()?;
    Some(BY_WORD[found].1)
}

fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::{DICTIONARY, LONGEST, OURS, lines};
    use crate::pinyin::syllable;

    #[test]
    fn the_lists_are_sound() {
        for (word, reading) in lines(OURS).chain(lines(DICTIONARY)) {
            assert_eq!(word.chars().count(), reading.split(' ').count(), "{word}");
            assert!(
                reading.split(' ').all(|it| syllable::parse(it).as_deref() == Some(it)),
                "{word} {reading}"
            );
        }
        assert!(lines(DICTIONARY).is_sorted_by(|one, two| one.0 < two.0));
        assert!(lines(DICTIONARY).all(|it| it.0.chars().count() <= LONGEST));
    }
}
