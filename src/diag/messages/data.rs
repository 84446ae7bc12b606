//! Mistakes in data files, whatever they hold: what is no table, no row, no TOML.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{
            error,
            grammar::{self, count_of},
            warning,
        },
    },
    source::Span,
};

impl Sink {
    /// Reports a data file that cannot be read. `why` is the parser's own sentence.
    pub(crate) fn data_syntax(&mut self, span: Span, why: &str) {
        let why = grammar::plain(why);
        self.push(
            error("data/syntax", span, "这个数据文件读不懂", "this data file cannot be read")
                .label(why.zh, why.en)
                .hint("检查引号、逗号和缩进", "check quotes, commas and indentation"),
        );
    }

    /// Reports a file with nothing in it.
    pub(crate) fn data_empty(&mut self, span: Span, path: &str) {
        self.push(
            warning("data/empty", span, format!("`{path}` 是空的"), format!("`{path}` is empty"))
                .hint(
                    "多半是没有保存，或者存错了地方；用不着就删掉它",
                    "it was probably not saved, or saved elsewhere; delete it if nobody needs it",
                ),
        );
    }

    /// Reports a table of which there is only the header.
    pub(crate) fn data_no_rows(&mut self, span: Span) {
        self.push(
            warning(
                "data/empty",
                span,
                "这个表格只有表头，下面一行也没有",
                "this table has a header and no rows",
            )
            .hint("从第二行起，一行写一条", "from the second line on, a line is an entry"),
        );
    }

    /// Reports rows of nothing but separators; `first` is where they begin.
    pub(crate) fn data_empty_rows(&mut self, first: Span, count: usize) {
        let message = match count {
            1 => Text::new("这一行是空的，没有算", "this row is empty and does not count"),
            _ => Text::new(
                format!("从这里起有 {count} 行是空的，没有算"),
                format!("{count} rows from here on are empty and do not count"),
            ),
        };
        self.push(
            Diagnostic::notice("data/empty-row", first, message).hint(
                "在 Excel 里选中整行，右键删除",
                "select the whole row in Excel and delete it",
            ),
        );
    }

    /// Reports a row of a table with too few or too many cells.
    pub(crate) fn data_row(&mut self, span: Span, cells: &[&str], expected: usize) {
        let found = cells.len();
        let has_wide = cells.iter().any(|it| it.contains('，'));
        let diagnostic = warning(
            "data/row",
            span,
            format!("这一行有 {found} 格，表头有 {expected} 格"),
            format!("this row has {}, the header has {expected}", count_of(found, "cell")),
        );
        self.push(if let Some(number) = cut_number(cells) {
            diagnostic.hint(
                format!("数字里不写逗号：`{number}`"),
                format!("numbers have no commas: `{number}`"),
            )
        } else if found < expected && has_wide {
            diagnostic.hint(
                "格子之间用半角逗号 `,`，这一行用了全角的 `，`",
                "cells are parted by `,`, this row has the full-width `，`",
            )
        } else {
            diagnostic.hint(
                "格子里有逗号时，整格放进英文双引号",
                "put a cell that holds commas into straight double quotes",
            )
        });
    }

    /// Reports a table above the limit.
    pub(crate) fn data_too_long(&mut self, span: Span, limit: usize) {
        self.push(
            error(
                "data/too-long",
                span,
                format!("表格超过 {limit} 行，后面的没有读"),
                format!("the table has more than {limit} rows, the rest was not read"),
            )
            .hint("把它拆成几个文件", "split it into several files"),
        );
    }

    /// Reports a quotation mark without its second.
    pub(crate) fn data_unclosed(&mut self, span: Span) {
        self.push(
            error(
                "data/quote",
                span,
                "这个引号没有配对，后面的行全成了这一格",
                "this quotation mark is never closed, so all lines behind it became one cell",
            )
            .hint(
                "在格子末尾补一个 `\"`；不用引号就删掉它",
                "add a `\"` at the end of the cell, or delete this one",
            ),
        );
    }

    /// Reports a table whose cells are parted by a full-width mark.
    pub(crate) fn data_wide_separator(&mut self, span: Span, mark: char) {
        let half = if mark == '；' { ';' } else { ',' };
        self.push(
            warning(
                "data/wide-comma",
                span,
                format!("格子之间用的是全角的 `{mark}`，已按 `{half}` 读取"),
                format!("cells are parted by the full-width `{mark}`, read as `{half}`"),
            )
            .hint(
                format!("把 `{mark}` 换成 `{half}`，格子里有 `{mark}` 就不会分错"),
                format!("write `{half}`, then a `{mark}` inside a cell does not cut it"),
            ),
        );
    }

    /// Reports a file that looks like records and is read by nobody; `wanted` is where they stand.
    pub(crate) fn data_stray(&mut self, span: Span, path: &str, wanted: &str) {
        self.push(
            warning(
                "data/not-read",
                span,
                format!("`{path}` 没有读：名称、位置或者格式不对"),
                format!("`{path}` was not read: its name, folder or form is another"),
            )
            .hint(
                format!("存成 `{wanted}`；Excel 里另存为“CSV UTF-8（逗号分隔）”"),
                format!("save it as `{wanted}`; Excel has “CSV UTF-8 (comma delimited)” for that"),
            ),
        );
    }

    /// Reports a table in `data/` in a form that is not read.
    pub(crate) fn data_form(&mut self, span: Span, path: &str) {
        let stem = path.rsplit_once('.').map_or(path, |it| it.0);
        self.push(
            warning(
                "data/not-read",
                span,
                format!("`{path}` 没有读：表格要存成 CSV"),
                format!("`{path}` was not read: tables are CSV files"),
            )
            .hint(
                format!("在 Excel 里另存为“CSV UTF-8（逗号分隔）”：`{stem}.csv`"),
                format!("save it in Excel as “CSV UTF-8 (comma delimited)”: `{stem}.csv`"),
            ),
        );
    }

    /// Reports a table of terms: they stand on a page.
    pub(crate) fn data_stray_terms(&mut self, span: Span, path: &str, page: &str) {
        self.push(
            warning(
                "data/not-read",
                span,
                format!("`{path}` 没有读：词汇写在 `content/{page}` 里"),
                format!("`{path}` was not read: terms are written in `content/{page}`"),
            )
            .hint(
                "一个词一段：先写 `彩礼/聘礼`，下一行写 `: 结婚时男方给女方的钱物`",
                "a term is a paragraph: `彩礼/聘礼`, on the next line `: ` and what it means",
            ),
        );
    }

    /// Reports a value where a list of records was expected; `example` is one.
    pub(crate) fn data_shape(&mut self, span: Span, example: &str) {
        let lines = example.replace('\n', "`、`");
        self.push(
            error(
                "data/shape",
                span,
                "这里要写一条一条的记录",
                "records are expected here, one after the other",
            )
            .hint(
                format!("例如 `{lines}`，各占一行"),
                format!("for example `{lines}`, each on its own line"),
            ),
        );
    }
}

/// Returns a number that a comma between its thousands cut in two.
fn cut_number(cells: &[&str]) -> Option<String> {
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let mut pairs = cells.windows(2).map(|it| (it[0], it[1]));
    let cut = pairs.find(|(head, tail)| {
        is_digits(head) && head.len() <= 3 && tail.len() == 3 && is_digits(tail)
    });
    cut.map(|(head, tail)| format!("{head}{tail}"))
}
