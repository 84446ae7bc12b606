//! Single characters: which are common, how each is read when no word decides.

use std::sync::LazyLock;

/// The 3,500 characters of level 1 of 通用规范汉字表 (State Council, 2013), in the order of their code points.
const COMMON: &[u8] = include_bytes!("common.txt");

/// All 8,105 characters of that table by reading: a line holds a syllable, a blank, the characters.
const READINGS: &str = include_str!("readings.txt");

/// First and last code point of level 1 lie in this block, the main one for Han characters.
const BLOCK: std::ops::Range<u32> = 0x4e00..0xa000;

/// One bit a character of [`BLOCK`], set when it is common.
static COMMON_BITS: [u64; 328] = common_bits();

/// Tells whether a Han character is outside the 3,500 that everybody learns at school.
pub fn is_rare(character: char) -> bool {
    let code = character as u32;
    if !BLOCK.contains(&code) {
        return matches!(code, 0x3400..0x4dc0 | 0xf900..0xfb00 | 0x2_0000..0x3_2000);
    }
    let at = code - BLOCK.start;
    COMMON_BITS[(at / 64) as usize] >> (at % 64) & 1 == 0
}

const fn common_bits() -> [u64; 328] {
    let mut bits = [0; 328];
    let mut at = 0;
    // Every character of the list has three bytes in UTF-8; the list ends in a line feed.
    while at + 3 < COMMON.len() {
        let code = ((COMMON[at] as u32 & 15) << 12)
            | ((COMMON[at + 1] as u32 & 63) << 6)
            | (COMMON[at + 2] as u32 & 63);
        let place = code - BLOCK.start;
        bits[(place / 64) as usize] |= 1 << (place % 64);
        at += 3;
    }
    bits
}

/// The reading of each character of the table, sorted by character. Made once: a preview builds often.
static READING: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        line.split_once(' ')
            .into_iter()
            .flat_map(|(reading, all)| all.chars().map(move |it| (it, reading)))
    };
    let mut readings: Vec<_> = READINGS.lines().flat_map(line).collect();
    readings.sort_unstable();
    readings
});

/// Fills in the characters that have no reading yet.
pub(super) fn apply(text: &str, readings: &mut [Option<String>]) {
    for (character, reading) in text.chars().zip(readings) {
        if reading.is_none()
            && let Ok(found) = READING.binary_search_by_key(&character, |it| it.0)
        {
            *reading = Some(READING[found].1.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMON, READING, is_rare};

    #[test]
    fn the_table_has_its_3500_characters() {
        let all = std::str::from_utf8(COMMON).unwrap().trim_end();
        assert_eq!(all.chars().count(), 3500);
        assert!(all.chars().all(|it| !is_rare(it)));
        assert_eq!(
            (0x4e00..0xa000).filter_map(char::from_u32).filter(|it| !is_rare(*it)).count(),
            3500
        );
        assert!("猥亵罹鳏㑇𠙶".chars().all(is_rare));
        assert!("，A1〇ー한".chars().all(|it| !is_rare(it)));
        assert_eq!(READING.len(), 8105);
    }
}
