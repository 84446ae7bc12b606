//! Syllables: with tone marks, with tone numbers, without tones.

use unicode_normalization::UnicodeNormalization;

/// Combining macron, acute, caron, grave: the tones 1 to 4.
const MARKS: [char; 4] = ['\u{304}', '\u{301}', '\u{30c}', '\u{300}'];

const DIAERESIS: char = '\u{308}';

/// Returns the syllable with tone marks, whether written `chóng`, `chong2` or, without tone, `de`; `None` if it is none.
pub fn parse(written: &str) -> Option<String> {
    let written = written.trim().to_lowercase();
    let (letters, number) = match written.char_indices().last()? {
        (at, digit @ '1'..='5') => (&written[..at], digit.to_digit(10)?),
        _ => (written.as_str(), 5),
    };
    let letters: String = letters.replace("u:", "ü").replace('v', "ü").nfc().collect();
    let marked = if tone(&letters) == 5 { mark(&letters, number) } else { letters };
    is_syllable(&plain(&marked)).then_some(marked)
}

/// Returns the syllable without tone: `lǜ` → `lü`.
pub(super) fn plain(syllable: &str) -> String {
    syllable.nfd().filter(|it| !MARKS.contains(it)).nfc().collect()
}

/// Returns the syllable in ASCII, as in passports' machine lines and addresses: `lǜ` → `lv`.
pub(super) fn ascii(syllable: &str) -> String {
    plain(syllable)
        .replace('ü', "v")
        .replace('ê', "e")
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect()
}

/// Returns the tone, 1 to 4, or 5 for the light one.
pub(super) fn tone(syllable: &str) -> u8 {
    let mark = syllable.nfd().find_map(|it| MARKS.iter().position(|mark| *mark == it));
    mark.map_or(5, |at| u8::try_from(at + 1).unwrap_or(5))
}

/// Puts the mark where the rules want it: on a or e, else on the o of ou, else on the last vowel.
fn mark(letters: &str, number: u32) -> String {
    let Some(mark) = (1..=4).contains(&number).then(|| MARKS[number as usize - 1]) else {
        return letters.to_owned();
    };
    let place = letters
        .find(['a', 'e'])
        .or_else(|| letters.find("ou"))
        .or_else(|| letters.rfind(['i', 'o', 'u', 'ü']));
    let Some(place) = place else {
        return letters.to_owned();
    };
    let end = place + letters[place..].chars().next().map_or(0, char::len_utf8);
    format!("{}{mark}{}", &letters[..end], &letters[end..]).nfc().collect()
}

/// Tells whether letters without tone look like a syllable: an initial, then vowels, then perhaps n, ng or r.
fn is_syllable(letters: &str) -> bool {
    if ["m", "n", "ng", "hm", "hng", "r"].contains(&letters) {
        return true;
    }
    let initials = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x",
        "r", "z", "c", "s", "y", "w", "",
    ];
    let rest = initials.iter().find_map(|it| letters.strip_prefix(it)).unwrap_or(letters);
    let tail = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u', 'ü', 'ê']);
    let vowels = rest[..rest.len() - tail.len()].nfd().filter(|it| *it != DIAERESIS).count();
    (1..=3).contains(&vowels) && ["", "n", "ng", "r"].contains(&tail)
}

#[cfg(test)]
mod tests {
    use super::{ascii, parse, plain, tone};

    #[test]
    fn both_ways_of_writing_a_tone_are_read() {
        for (written, expected) in [
            ("chóng", "chóng"),
            ("chong2", "chóng"),
            ("lv4", "lǜ"),
            ("lu:3", "lǚ"),
            ("GUI1", "guī"),
            ("liu2", "liú"),
            ("xiong1", "xiōng"),
            ("er2", "ér"),
            ("de", "de"),
            ("de5", "de"),
            ("ou3", "ǒu"),
        ] {
            assert_eq!(parse(written).as_deref(), Some(expected), "{written}");
        }
        for written in ["", "zz", "重", "a b", "chong6", "2", "bcd1", "aeiou"] {
            assert_eq!(parse(written), None, "{written}");
        }
        assert_eq!(
            (plain("lǜ"), ascii("lǜ"), tone("lǜ"), tone("de")),
            ("lü".to_owned(), "lv".to_owned(), 4, 5)
        );
    }
}
