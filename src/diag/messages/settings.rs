//! Mistakes in a file of settings: TOML that cannot be read, keys nobody knows, values of another shape.

use std::{borrow::Cow, ops::RangeInclusive};

use crate::{
    diag::{
        Diagnostic, Sink,
        messages::{cut, error, grammar, nearest},
    },
    source::Span,
};

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `"文字"`
    Text,
    /// `20`
    Number,
    /// `0.5`
    Fraction,
    /// `true` or `false`
    Flag,
    /// `2026-03-08`
    Day,
    /// `["甲", "乙"]`
    List,
    /// `[name]`
    Table,
    /// `[[name]]`, one for each
    Tables,
}

impl Shape {
    /// Returns what has to be done for a value of this shape.
    fn wanted(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["要写文字", "takes text"],
            Self::Number => ["要写整数", "takes a whole number"],
            Self::Fraction => ["要写小数", "takes a number"],
            Self::Flag => ["要写 `true` 或 `false`", "takes `true` or `false`"],
            Self::Day => ["要写日期", "takes a day"],
            Self::List => ["要写列表", "takes a list"],
            Self::Table => ["要写成一节", "is a table"],
            Self::Tables => {
                ["要写双层方括号，每条一节", "takes one table in double brackets for each"]
            }
        }
    }

    /// Returns the name of a value of this shape.
    fn found(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["文字", "text"],
            Self::Number => ["整数", "a whole number"],
            Self::Fraction => ["小数", "a fraction"],
            Self::Flag => ["真假", "true or false"],
            Self::Day => ["日期", "a day"],
            Self::List | Self::Tables => ["列表", "a list"],
            Self::Table => ["一节", "a table"],
        }
    }

    /// Returns how a value of this shape is written, made from what was written if that can be.
    fn example(self, (key, path): (&str, &str), written: &str) -> String {
        let key = bare_or_quoted(key);
        let bare = written.trim_matches(['"', '\'']);
        let is_number = !bare.is_empty() && bare.bytes().all(|it| it.is_ascii_digit());
        match self {
            Self::Text if is_plain(written) => format!("{key} = \"{bare}\""),
            Self::Text => format!("{key} = \"文字\""),
            Self::Number | Self::Fraction if is_number => format!("{key} = {bare}"),
            Self::Number | Self::Fraction => format!("{key} = 20"),
            Self::Flag => format!("{key} = true"),
            Self::Day => format!("{key} = \"2026-03-08\""),
            Self::List => format!("{key} = [\"甲\", \"乙\"]"),
            Self::Table => format!("[{path}]"),
            Self::Tables => format!("[[{path}]]"),
        }
    }
}

/// Returns a key as TOML takes it: in quotes when it has signs of its own, as `"link/broken"`.
pub fn bare_or_quoted(key: &str) -> Cow<'_, str> {
    let is_bare = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
    if !key.is_empty() && key.bytes().all(is_bare) {
        return key.into();
    }
    format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")).into()
}

/// Tells whether what was written is one short word or number.
fn is_plain(written: &str) -> bool {
    written.chars().count() <= 40 && !written.contains(['"', '\'', '\n', '[', '{', '\\'])
}

/// Names the keys or words that may stand somewhere, or the one that was most likely meant.
pub fn known(diagnostic: Diagnostic, word: &str, known: &[&str]) -> Diagnostic {
    if let Some(near) = nearest(word, known.iter().copied()) {
        return diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"));
    }
    let list: Vec<String> = known.iter().map(|it| format!("`{it}`")).collect();
    if list.is_empty() {
        return diagnostic;
    }
    diagnostic.hint(format!("可以写 {}", list.join("、")), format!("known are {}", list.join(", ")))
}

impl Sink {
    /// Reports a place of `file` that is no TOML. `why` is the parser's own sentence.
    pub(crate) fn settings_syntax(&mut self, span: Span, file: &str, why: &str) {
        let why = grammar::plain(why);
        self.push(
            error(
                "config/syntax",
                span,
                format!("`{file}` 这里读不懂"),
                format!("`{file}` cannot be read here"),
            )
            .label(why.zh, why.en)
            .hint(
                "文字写在英文双引号里：`title = \"普法\"`",
                "text stands in straight double quotes: `title = \"普法\"`",
            ),
        );
    }

    /// Reports the head of a table that stands a second time.
    pub(crate) fn settings_table_twice(&mut self, span: Span, head: &str) {
        let head = cut(head);
        self.push(
            error(
                "config/syntax",
                span,
                format!("`{head}` 这一节写了两次"),
                format!("the table `{head}` stands twice"),
            )
            .hint(
                format!("两节并成一节：把各行移到一起，同一项只留一行，`{head}` 只写一次"),
                format!(
                    "make them one: keep its lines together, each key once, below one `{head}`"
                ),
            ),
        );
    }

    /// Reports a key that stands twice in a table.
    pub(crate) fn settings_key_twice(&mut self, span: Span, key: &str) {
        let key = cut(key);
        self.push(
            error(
                "config/syntax",
                span,
                format!("`{key}` 在这一节里写了两次，前一次算"),
                format!("`{key}` stands twice in this table, the first counts"),
            )
            .hint("删去其中一行", "delete one of the lines"),
        );
    }

    /// Reports a key that its table does not have. `place` is the table's head, or the file.
    pub(crate) fn settings_unknown(&mut self, span: Span, place: &str, key: &str, keys: &[&str]) {
        if self.only_counts("config/unknown-key", span) {
            return;
        }
        let shown = cut(key);
        let diagnostic = error(
            "config/unknown-key",
            span,
            format!("`{place}` 没有 `{shown}` 这一项"),
            format!("`{place}` has no key `{shown}`"),
        );
        self.push(known(diagnostic, key, keys));
    }

    /// Reports a table that lacks a key.
    pub(crate) fn settings_missing(&mut self, span: Span, place: &str, key: &str) {
        self.push(
            error(
                "config/missing",
                span,
                format!("`{place}` 缺 `{key}`"),
                format!("`{place}` lacks `{key}`"),
            )
            .hint(format!("加一行 `{key} = \"…\"`"), format!("add a line `{key} = \"…\"`")),
        );
    }

    /// Reports a key with nothing behind it.
    pub(crate) fn settings_empty(&mut self, span: Span, place: &str, key: &str) {
        self.push(
            error(
                "config/missing",
                span,
                format!("`{place}` 的 `{key}` 是空的"),
                format!("`{key}` of `{place}` is empty"),
            )
            .hint(
                format!("在引号里写上：`{key} = \"…\"`"),
                format!("write something between the quotes: `{key} = \"…\"`"),
            ),
        );
    }

    /// Reports a value of another shape than its key takes: what was wanted, what was found, and as it is written. A table is
    /// named by its whole `path`, as its head would be.
    pub(crate) fn settings_shape(
        &mut self,
        span: Span,
        (key, path): (&str, &str),
        (wanted, found): (Shape, Shape),
        written: &str,
    ) {
        let ([wanted_zh, wanted_en], [found_zh, found_en]) = (wanted.wanted(), found.found());
        let example = wanted.example((key, path), written);
        let diagnostic = error(
            "config/type",
            span,
            format!("`{key}` {wanted_zh}，这里是{found_zh}"),
            format!("`{key}` {wanted_en}, this is {found_en}"),
        )
        .hint(format!("写成 `{example}`"), format!("write `{example}`"));
        // A number without quotes, a telephone's for example, can only be meant as it stands.
        self.push(if wanted == Shape::Text && is_plain(written) {
            diagnostic.fix(span, format!("\"{written}\""))
        } else {
            diagnostic
        });
    }

    /// Reports a number that no template can hold.
    pub(crate) fn settings_too_large(&mut self, span: Span, key: &str, written: &str) {
        let written = cut(written);
        self.push(
            error(
                "config/value",
                span,
                format!("`{key}` 的数太大：{written}"),
                format!("the number of `{key}` is too large: {written}"),
            )
            .hint(
                format!("写成文字：`{key} = \"{written}\"`"),
                format!("write it as text: `{key} = \"{written}\"`"),
            ),
        );
    }

    /// Reports a number that is too small or too large.
    pub(crate) fn settings_range(
        &mut self,
        span: Span,
        key: &str,
        written: &str,
        range: &RangeInclusive<u32>,
    ) {
        let (written, least, most) = (cut(written), range.start(), range.end());
        self.push(
            error(
                "config/value",
                span,
                format!("`{key}` 不能是 {written}"),
                format!("`{key}` cannot be {written}"),
            )
            .hint(
                format!("可以写 {least} 到 {most}"),
                format!("write a number from {least} to {most}"),
            ),
        );
    }

    /// Reports a day that is none.
    pub(crate) fn settings_day(&mut self, span: Span, key: &str, written: &str) {
        let written = cut(written);
        self.push(
            error(
                "config/value",
                span,
                format!("`{key}` 的 {written} 不是日期"),
                format!("{written} of `{key}` is no day"),
            )
            .hint(
                format!("写成 `{key} = \"2026-03-08\"`"),
                format!("write `{key} = \"2026-03-08\"`"),
            ),
        );
    }

    /// Reports a word that is none of those that may stand there.
    pub(crate) fn settings_word(&mut self, span: Span, key: &str, word: &str, words: &[&str]) {
        if self.only_counts("config/value", span) {
            return;
        }
        let shown = cut(word);
        let diagnostic = error(
            "config/value",
            span,
            format!("`{key}` 不能写 `{shown}`"),
            format!("`{key}` cannot be `{shown}`"),
        );
        self.push(known(diagnostic, word, words));
    }
}
