//! Pictures, videos, captions and pinyin.

use crate::{
    diag::{Diagnostic, Sink, Text},
    source::Span,
};

impl Sink {
    /// Reports a file of readings that is no TOML. `why` is the parser's own sentence.
    pub fn pinyin_file(&mut self, span: Span, why: &str) {
        self.push(
            Diagnostic::error(
                "pinyin/file",
                span,
                Text::new("拼音表这里读不懂", "the file of readings cannot be read here"),
            )
            .label(why, why)
            .hint(
                "一行一个词，两边都用英文双引号：`\"晴川\" = \"qíng chuān\"`",
                "one word a line, both sides in straight double quotes: `\"晴川\" = \"qíng chuān\"`",
            ),
        );
    }

    /// Reports a word with more or fewer syllables than characters.
    pub fn pinyin_count(&mut self, span: Span, word: &str, syllables: usize) {
        let characters = word.chars().count();
        self.push(
            Diagnostic::error(
                "pinyin/count",
                span,
                Text::new(
                    format!("`{word}` 有 {characters} 个字，拼音却有 {syllables} 个音节"),
                    format!("`{word}` has {characters} characters but {syllables} syllables"),
                ),
            )
            .hint(
                "每个字一个音节，音节之间空一格：`\"还款\" = \"huán kuǎn\"`",
                "one syllable a character, with a blank between: `\"还款\" = \"huán kuǎn\"`",
            ),
        );
    }

    /// Reports a syllable that does not exist.
    pub fn pinyin_syllable(&mut self, span: Span, word: &str, written: &str) {
        self.push(
            Diagnostic::error(
                "pinyin/syllable",
                span,
                Text::new(
                    format!("`{written}` 不是拼音（`{word}` 的读音）"),
                    format!("`{written}` is no pinyin syllable (in the reading of `{word}`)"),
                ),
            )
            .hint("写成 `huán` 或 `huan2`", "write `huán` or `huan2`"),
        );
    }
}
