//! How words are read that dictionaries get wrong: `data/pinyin.toml`, a line a word.

use crate::{
    data::{
        column::{Column, Kind},
        schema::{Fields, Record, Schema},
    },
    diag::Sink,
    pinyin,
};

/// A word with its reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The word.
    pub word: String,
    /// With tone marks, one for each character.
    pub syllables: Vec<String>,
}

impl Record for Reading {
    const SCHEMA: Schema = Schema {
        row: ["读音", "reading"],
        columns: &[
            Column::new("word", "词", Kind::Text).or(&["字", "词语"]).required().unique(),
            Column::new("pinyin", "拼音", Kind::Text).or(&["读音"]).required(),
        ],
        example: "\"驿站\" = \"yì zhàn\"",
    };

    fn from_fields(fields: &Fields<'_>, sink: &mut Sink) -> Option<Self> {
        let (word, reading) = (fields.text("word"), fields.text("pinyin"));
        let written: Vec<&str> = reading.split_whitespace().collect();
        if written.len() != word.chars().count() {
            sink.pinyin_count(fields.span_of("word"), &word, written.len());
            return None;
        }
        let mut syllables = Vec::with_capacity(written.len());
        for written in written {
            let Some(syllable) = pinyin::syllable(written) else {
                sink.pinyin_syllable(fields.span_of("word"), &word, written);
                return None;
            };
            syllables.push(syllable);
        }
        Some(Self { word, syllables })
    }
}

#[cfg(test)]
mod tests {
    use crate::{data, diag::Sink, source::Source};

    fn codes(text: &str) -> Vec<&'static str> {
        let mut sink = Sink::default();
        let source = Source::new("data/pinyin.toml", text.as_bytes());
        let pinyin = data::read_alone(&[source], &mut sink).pinyin;
        // Nothing in the file may break what is read with it.
        pinyin.all("严禁猥亵，重婚 a\u{301}\u{0}");
        sink.take().iter().map(|it| it.code).collect()
    }

    #[test]
    fn what_is_no_reading_is_told_and_never_panics() {
        for (text, code) in [
            ("\"\" = \"\"", "record/missing"),
            ("\"\" = \"a\"", "record/missing"),
            ("\" \" = \" \"", "record/missing"),
            ("\"重\" = \"\"", "record/missing"),
            ("\"重\" = []", "record/missing"),
            ("\"重\" = [\"chong\"]", "record/value"),
            ("\"重\" = 2", "pinyin/syllable"),
            ("\"重婚\" = \"chóng\"", "pinyin/count"),
            ("[\"词\"]\n\"重\" = \"chóng\"", "record/value"),
            ("重 = \"chóng\"", "data/syntax"),
            ("\"重\" = \"chóng\"\n\"重\" = \"zhòng\"", "data/syntax"),
        ] {
            assert_eq!(codes(text), [code], "{text}");
        }
        assert!(codes("\"重\" = \"chóng\"\n# 没有别的\n").is_empty());
    }

    #[test]
    fn many_words_are_read_in_the_time_that_they_need() {
        let word = |it: u32| char::from_u32(0x4e00 + it % 20_000).unwrap_or('一');
        let line = |it: u32| format!("\"{}{}\" = \"yī yī\"\n", word(it), word(it / 20_000));
        let text: String = (0..9_000).map(line).collect();
        assert!(codes(&text).is_empty());
        let text: String = (0..11_000).map(line).collect();
        assert_eq!(codes(&text), ["data/too-long"]);
    }
}
