//! Pinyin: how characters are read, which of them few readers know, how a title sorts and becomes an address.
//!
//! The first that knows wins: the editor's words, our own list of words that dictionaries get
//! wrong, a dictionary of common words, a table of single characters.

mod character;
mod phrase;
mod syllable;

use crate::pinyin::phrase::Phrases;

pub use crate::pinyin::{character::is_rare, syllable::parse as syllable};

/// Everything known about how text is read.
#[derive(Clone, Debug)]
pub struct Pinyin {
    phrases: Phrases,
}

/// A piece of text, with its reading when one is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The characters; exactly one when there is a reading.
    pub text: &'a str,
    /// With tone marks: `chóng`.
    pub pinyin: Option<String>,
}

/// A title's place in an alphabetical list; compares by `Ord`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SortKey(Vec<(String, u8, char)>);

impl Default for Pinyin {
    /// Knows our own words only.
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Pinyin {
    /// Puts an editor's words, each with a syllable for each of its characters, on top of ours.
    pub fn new(editors: Vec<(String, Vec<String>)>) -> Self {
        Self { phrases: Phrases::new(editors) }
    }

    /// Tells whether a character stands in a word of the editor's table.
    pub(crate) fn is_editors(&self, character: char) -> bool {
        self.phrases.is_editors(character)
    }

    /// Splits text so that each rare character stands alone with its reading. Costs nothing where there is none.
    pub(crate) fn rare<'a>(&self, text: &'a str) -> Vec<Segment<'a>> {
        if !text.chars().any(is_rare) {
            return vec![Segment { text, pinyin: None }];
        }
        let readings = self.readings(text);
        segments(text, |at, character| is_rare(character).then(|| readings[at].clone()).flatten())
    }

    /// Splits text so that each Han character stands alone with its reading.
    pub fn all<'a>(&self, text: &'a str) -> Vec<Segment<'a>> {
        let readings = self.readings(text);
        segments(text, |at, _| readings[at].clone())
    }

    /// Returns a title as part of an address: `离婚冷静期` → `li-hun-leng-jing-qi`. Empty when nothing can be read.
    pub fn slug(&self, title: &str) -> String {
        let mut slug = String::new();
        let mut in_word = false;
        for (character, reading) in title.chars().zip(self.readings(title)) {
            match reading {
                Some(reading) => {
                    push_word(&mut slug, &syllable::ascii(&reading));
                    in_word = false;
                }
                None if character.is_ascii_alphanumeric() => {
                    if in_word {
                        slug.push(character.to_ascii_lowercase());
                    } else {
                        push_word(&mut slug, &character.to_ascii_lowercase().to_string());
                    }
                    in_word = true;
                }
                None => in_word = false,
            }
        }
        slug
    }

    /// Returns a title's place in a list: digits and Latin letters first, then by syllable, tone and character.
    pub(crate) fn sort_key(&self, title: &str) -> SortKey {
        let place = |(character, reading): (char, Option<String>)| match reading {
            Some(reading) => (syllable::plain(&reading), syllable::tone(&reading), character),
            // A blank sorts before letters, so that these come first whatever they are.
            None => (format!(" {}", character.to_lowercase()), 0, character),
        };
        SortKey(title.chars().zip(self.readings(title)).map(place).collect())
    }

    /// Returns one entry a character, from words, dictionary and table.
    fn readings(&self, text: &str) -> Vec<Option<String>> {
        let mut readings = vec![None; text.chars().count()];
        self.phrases.apply(text, &mut readings);
        character::apply(text, &mut readings);
        readings
    }
}

fn push_word(slug: &mut String, word: &str) {
    if !slug.is_empty() {
        slug.push('-');
    }
    slug.push_str(word);
}

fn segments<'a>(
    text: &'a str,
    reading: impl Fn(usize, char) -> Option<String>,
) -> Vec<Segment<'a>> {
    let mut segments = Vec::new();
    let mut plain = 0;
    for (count, (at, character)) in text.char_indices().enumerate() {
        let Some(pinyin) = reading(count, character) else {
            continue;
        };
        let end = at + character.len_utf8();
        if plain < at {
            segments.push(Segment { text: &text[plain..at], pinyin: None });
        }
        segments.push(Segment { text: &text[at..end], pinyin: Some(pinyin) });
        plain = end;
    }
    if plain < text.len() {
        segments.push(Segment { text: &text[plain..], pinyin: None });
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::{Pinyin, Segment};

    fn pinyin() -> Pinyin {
        Pinyin::default()
    }

    fn read(pinyin: &Pinyin, text: &str) -> String {
        let words: Vec<String> = pinyin
            .all(text)
            .into_iter()
            .map(|it| it.pinyin.unwrap_or_else(|| it.text.to_owned()))
            .collect();
        words.join(" ")
    }

    #[test]
    fn legal_words_are_read_right() {
        let pinyin = pinyin();
        for (text, expected) in [
            ("重婚", "chóng hūn"),
            ("偿还", "cháng huán"),
            ("还款", "huán kuǎn"),
            ("银行", "yín háng"),
            ("处分", "chǔ fèn"),
            ("强迫", "qiǎng pò"),
            ("会计", "kuài jì"),
            ("差额", "chā é"),
            ("给付", "jǐ fù"),
            ("供养", "gōng yǎng"),
            ("变更抚养关系", "biàn gēng fǔ yǎng guān xì"),
            ("曾祖父", "zēng zǔ fù"),
            ("作出处罚决定", "zuò chū chǔ fá jué dìng"),
            ("长辈重男轻女", "zhǎng bèi zhòng nán qīng nǚ"),
            ("他的地址", "tā de dì zhǐ"),
            ("民法典", "mín fǎ diǎn"),
            // Who gives once more is no debtor; who gives back is.
            ("总要抱她，还给她糖", "zǒng yào bào tā ， hái gěi tā táng"),
            ("把糖还给她", "bǎ táng huán gěi tā"),
            ("应当承担的", "yīng dāng chéng dān de"),
        ] {
            assert_eq!(read(&pinyin, text), expected, "{text}");
        }
    }

    #[test]
    fn only_rare_characters_get_a_reading() {
        let pinyin = pinyin();
        let plain = "妇女的合法权益";
        assert_eq!(pinyin.rare(plain), [Segment { text: plain, pinyin: None }]);
        let text = "严禁猥亵，罹患";
        let rare: Vec<_> =
            pinyin.rare(text).into_iter().filter_map(|it| Some((it.text, it.pinyin?))).collect();
        assert_eq!(
            rare,
            [("猥", "wěi".to_owned()), ("亵", "xiè".to_owned()), ("罹", "lí".to_owned())]
        );
        let whole: String = pinyin.rare(text).iter().map(|it| it.text).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn a_title_becomes_an_address() {
        let pinyin = pinyin();
        assert_eq!(pinyin.slug("离婚冷静期"), "li-hun-leng-jing-qi");
        assert_eq!(
            pinyin.slug("重婚：怎么办？（2026 年 Q&A）"),
            "chong-hun-zen-me-ban-2026-nian-q-a"
        );
        assert_eq!(pinyin.slug("女儿绿色"), "nv-er-lv-se");
        assert_eq!(pinyin.slug("……"), "");
    }

    #[test]
    fn titles_sort_as_in_a_dictionary() {
        let pinyin = pinyin();
        let mut titles =
            vec!["银行卡", "重婚", "12338", "彩礼", "重大", "ABC", "爱", "彩", "妇联", "父母"];
        titles.sort_by_key(|it| pinyin.sort_key(it));
        assert_eq!(
            titles,
            ["12338", "ABC", "爱", "彩", "彩礼", "重婚", "妇联", "父母", "银行卡", "重大"]
        );
    }

    #[test]
    fn the_editors_words_win() {
        let words = [("覃", "qín"), ("重婚", "zhòng hūn")].map(|(word, reading)| {
            let syllables = reading.split(' ').map(str::to_owned);
            (word.to_owned(), syllables.collect())
        });
        assert_eq!(read(&Pinyin::new(words.into()), "覃女士重婚"), "qín nǚ shì zhòng hūn");
    }
}
