//! Mistakes in records: columns nobody knows, cells that hold something else, rows that stand twice.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{error, nearest, notice, site::path_fault, warning},
    },
    path::OutputPathError,
    source::Span,
};

/// What a column is called.
#[derive(Clone, Copy, Debug)]
pub struct ColumnName {
    /// In English.
    pub key: &'static str,
    /// In Chinese.
    pub chinese: &'static str,
}

impl ColumnName {
    /// Returns both names: “份数”（`copies`）.
    fn full(self) -> Text {
        let Self { key, chinese } = self;
        Text::new(format!("“{chinese}”（`{key}`）"), format!("`{key}`"))
    }
}

/// What a cell should hold.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// Words.
    Text,
    /// Several words.
    List,
    /// A whole number between two others.
    Number(u64, u64),
    /// A day.
    Date,
    /// A day of every year.
    MonthDay,
    /// Times of day.
    Hours,
    /// A telephone number.
    Phone,
    /// Yes or no.
    YesNo,
    /// The last part of an address.
    Slug,
    /// A page or file.
    Path,
}

impl Expected {
    /// Returns what has to be done.
    const fn right(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["写成一句，不分成几项", "write it in one, not as several entries"],
            Self::List => ["写成一格：`甲；乙`", "write it in one cell: `one; two`"],
            Self::Number(..) => ["只写数字，如 `80`", "write digits only, such as `80`"],
            Self::Date => ["写成 `2026-03-08`", "write it as `2026-03-08`"],
            Self::MonthDay => ["写成 `3月8日`", "write it as `3-8`"],
            Self::Hours => {
                ["写成 `周一至周五 8:30 至 17:30`", "write it as `Mon-Fri 8:30 - 17:30`"]
            }
            Self::Phone => [
                "这一格只写号码；找谁、几点打，写在别的格里",
                "the cell holds the number alone; whom to ask for stands elsewhere",
            ],
            Self::YesNo => ["写 `是` 或 `否`", "write `yes` or `no`"],
            Self::Slug => ["用拼音写：`taoxi-zhan`", "write it in ASCII: `taoxi-station`"],
            Self::Path => {
                ["从 `content/` 里面写起：`rights/a`", "start inside `content/`: `rights/a`"]
            }
        }
    }

    fn words(self) -> Text {
        match self {
            Self::Text => Text::new("一句文字", "words"),
            Self::List => Text::new("一列词，用 `；` 隔开", "words, parted by `;`"),
            Self::Number(from, to) if to < 1_000 => Text::new(
                format!(" {from} 到 {to} 的整数"),
                format!("a whole number from {from} to {to}"),
            ),
            Self::Number(..) => Text::new("整数，如 `80`", "a whole number such as `80`"),
            Self::Date => Text::new("年月日，如 `2026-03-08`", "a day such as `2026-03-08`"),
            Self::MonthDay => Text::new("月和日，如 `3月8日`", "month and day, such as `3-8`"),
            Self::Hours => {
                Text::new("钟点，如 `8:30 至 17:30`", "times of day, such as `8:30 - 17:30`")
            }
            Self::Phone => Text::new("电话号码，如 `12338`", "a telephone number such as `12338`"),
            Self::YesNo => Text::new("`是` 或 `否`", "`yes` or `no`"),
            Self::Slug => Text::new(
                "小写字母、数字和 `-`，如 `taoxi`",
                "lower-case letters, digits and `-`, such as `taoxi`",
            ),
            Self::Path => Text::new("文件的路径，如 `rights/a`", "a path such as `rights/a`"),
        }
    }
}

impl Sink {
    /// Reports a column that no record has.
    pub(crate) fn record_column<'a>(
        &mut self,
        span: Span,
        row: [&str; 2],
        written: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let [zh, en] = row;
        let known: Vec<&str> = known.collect();
        let near = nearest(written, known.iter().copied());
        let message = match written {
            "" => Text::new(
                "这一列没有名称，下面却有内容",
                "this column has no name, but there is something in it",
            ),
            _ => Text::new(
                format!("{zh}没有“{written}”这一项"),
                format!("a {en} has no `{written}`"),
            ),
        };
        let diagnostic = Diagnostic::error("record/column", span, message);
        self.push(match near {
            Some(near) => {
                diagnostic.hint(format!("最接近的是“{near}”"), format!("the nearest is `{near}`"))
            }
            None => {
                let is_han = |it: &&&str| !it.is_ascii();
                let chinese: Vec<&str> = known.iter().filter(is_han).copied().collect();
                let english: Vec<&str> = known.iter().filter(|it| it.is_ascii()).copied().collect();
                diagnostic.hint(
                    format!("可以写：{}", chinese.join("、")),
                    format!("there are: {}", english.join(", ")),
                )
            }
        });
    }

    /// Reports a second column of one meaning.
    pub(crate) fn record_column_twice(&mut self, span: Span, column: ColumnName, written: &str) {
        let name = column.full();
        self.push(
            error(
                "record/column-twice",
                span,
                format!("“{written}”和前面的一列都是{}", name.zh),
                format!("`{written}` and a column before it are both {}", name.en),
            )
            .hint("两列并成一列，或者删掉一列", "make them one, or delete one"),
        );
    }

    /// Reports a table without a column that every row needs.
    pub(crate) fn record_column_missing(&mut self, span: Span, column: ColumnName) {
        let name = column.full();
        self.push(
            error(
                "record/column-missing",
                span,
                format!("表头缺少{}这一列", name.zh),
                format!("the header lacks the column {}", name.en),
            )
            .hint(
                format!("在第一行加上“{}”", column.chinese),
                format!("add `{}` to the first line", column.key),
            ),
        );
    }

    /// Reports a record without something that it needs.
    pub(crate) fn record_missing(&mut self, span: Span, row: [&str; 2], column: ColumnName) {
        let ([zh, en], name) = (row, column.full());
        self.push(
            error(
                "record/missing",
                span,
                format!("有一个{zh}没有写{}", name.zh),
                format!("a {en} lacks {}", name.en),
            )
            .hint(
                format!("补上{}，或者删掉这一个", name.zh),
                format!("add {}, or delete the entry", name.en),
            ),
        );
    }

    /// Reports a campaign without its day.
    pub(crate) fn record_without_day(&mut self, span: Span) {
        self.push(
            error(
                "record/missing",
                span,
                "有一个宣传日没有写是哪一天",
                "a campaign day does not say which day it is",
            )
            .hint(
                "写“月”和“日”，或者写“日期”：`3月8日`",
                "write `month` and `day`, or `date`: `3-8`",
            ),
        );
    }

    /// Reports a cell that holds something else than its column.
    pub(crate) fn record_value(
        &mut self,
        span: Span,
        column: ColumnName,
        expected: Expected,
        written: &str,
    ) {
        let (name, [right_zh, right_en]) = (column.full(), expected.right());
        let expected = expected.words();
        self.push(
            error(
                "record/value",
                span,
                format!("{}里写着 `{written}`，要写{}", name.zh, expected.zh),
                format!("{} is `{written}`, but holds {}", name.en, expected.en),
            )
            .hint(right_zh, right_en),
        );
    }

    /// Reports a day that is not written as days are, though it is clear which is meant.
    pub(crate) fn record_day(&mut self, span: Span, column: ColumnName, written: &str, day: &str) {
        let name = column.full();
        self.push(
            error(
                "record/value",
                span,
                format!("{}里的 `{written}` 要写成 `{day}`", name.zh),
                format!("`{written}` in {} is written `{day}`", name.en),
            )
            .hint("`pufa fix --write` 会改好", "`pufa fix --write` corrects it")
            .fix(span, day),
        );
    }

    /// Reports a day that no year has.
    pub(crate) fn record_no_such_day(&mut self, span: Span, month: i64, day: i64) {
        let last = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        self.push(
            error(
                "record/value",
                span,
                format!("{month} 月没有 {day} 日"),
                format!("month {month} has no day {day}"),
            )
            .hint(
                format!("{month} 月最多到 {last} 日，查一查是哪一天"),
                format!("the last day of month {month} is {last}; look up which day is meant"),
            ),
        );
    }

    /// Reports a day of the year that is written in two ways which contradict each other; `other` is the number that differs.
    pub(crate) fn record_two_days(&mut self, span: Span, (month, day): (i8, i8), other: u64) {
        self.push(
            error(
                "record/value",
                span,
                format!("“日期”写着 {month} 月 {day} 日，这里写着 {other}，两处对不上"),
                format!("`date` is {month}-{day}, here stands {other}: they contradict each other"),
            )
            .hint(
                "留一处：写“日期”就不写“月”和“日”",
                "keep one of them: with `date` there is no `month` and no `day`",
            ),
        );
    }

    /// Reports how a number was read that is written in another way than in digits.
    pub(crate) fn record_number(
        &mut self,
        span: Span,
        column: ColumnName,
        written: &str,
        value: u64,
    ) {
        let name = column.full();
        self.push(
            notice(
                "record/number",
                span,
                format!("{}里的 `{written}` 读作 {value}", name.zh),
                format!("`{written}` in {} was read as {value}", name.en),
            )
            .hint(format!("只写数字：`{value}`"), format!("write digits only: `{value}`")),
        );
    }

    /// Reports a path that could leave its folder, or that no system takes.
    pub(crate) fn record_path(&mut self, span: Span, written: &str, why: OutputPathError) {
        let why = path_fault(why);
        self.push(
            error(
                "record/path",
                span,
                format!("`{written}` 不能作路径：{}", why.zh),
                format!("`{written}` cannot be a path: {}", why.en),
            )
            .hint("从 `content/` 里面写起：`rights/a`", "start inside `content/`: `rights/a`"),
        );
    }

    /// Reports a page that a record names and that is not there.
    pub(crate) fn record_page<'a>(
        &mut self,
        span: Span,
        written: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let diagnostic = error(
            "record/page",
            span,
            format!("没有 `{written}` 这篇文章"),
            format!("there is no page `{written}`"),
        );
        self.push(match nearest(written, known) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => diagnostic.hint(
                "写成 `栏目/文件名`，不带 `.md`；还没有文章就空着",
                "write `folder/file` without `.md`; leave it empty while there is no page",
            ),
        });
    }

    /// Reports the same row a second time.
    pub(crate) fn record_same_row(&mut self, span: Span, row: [&str; 2], first: Span) {
        let [zh, en] = row;
        self.push(
            warning(
                "record/same-row",
                span,
                format!("这个{zh}和前面的一个完全一样，只算一次"),
                format!("this {en} is the same as one before it and counts once"),
            )
            .related(first, "前面的一个", "the one before it")
            .hint("删掉一个", "delete one of them"),
        );
    }

    /// Reports two records with one name, or with one address.
    pub(crate) fn record_same_name(
        &mut self,
        span: Span,
        row: [&str; 2],
        column: ColumnName,
        written: &str,
        first: Span,
    ) {
        let [zh, en] = row;
        self.push(
            error(
                "record/same-name",
                span,
                format!("两个{zh}的“{}”都是 `{written}`", column.chinese),
                format!("two records ({en}) have the `{}` `{written}`", column.key),
            )
            .related(first, "前面的一个", "the one before it")
            .hint(
                "是一个就删掉一个；是两个就写得让人分得清",
                "if they are one, delete one; if not, write what tells them apart",
            ),
        );
    }
}
