//! Mistakes in the synonyms of the search.

use crate::{
    diag::{
        Sink,
        messages::{error, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports that the file named in `site.toml` is not there.
    pub(crate) fn synonyms_missing(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "search/synonyms-missing",
                span,
                format!("找不到同义词表 `data/{name}`"),
                format!("no synonyms at `data/{name}`"),
            )
            .hint(
                "建一个文件 `data/synonyms.csv`，或者删去 `[search]` 里的 `synonyms`",
                "make a file `data/synonyms.csv`, or take `synonyms` out of `[search]`",
            ),
        );
    }

    /// Reports a row that has a word but nothing it could find.
    pub(crate) fn synonym_alone(&mut self, span: Span, row: &str) {
        self.push(
            warning(
                "search/synonym-alone",
                span,
                format!("`{row}` 只有一个词，没有同义词"),
                format!("`{row}` has one word and no synonym"),
            )
            .hint(
                "一行至少两个词：`家暴,家庭暴力`；单向写 `老赖→失信被执行人`",
                "a row has two words or more: `家暴,家庭暴力`; one way is `老赖→失信被执行人`",
            ),
        );
    }
}
