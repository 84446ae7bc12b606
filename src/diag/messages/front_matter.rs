//! Mistakes in front matter.

use crate::{
    diag::{
        Sink, Text,
        messages::{cut, error, grammar, warning},
    },
    source::Span,
};

/// What an editor probably did when metadata cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Aliases inside aliases.
    Bomb,
    /// Something else in YAML.
    Yaml,
    /// Something else in TOML.
    Toml,
}

/// What is known of a text that is no day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// Year, month and day that no calendar has.
    Impossible(i64, i64, i64),
    /// The day that is meant, as it should be written.
    Meant(String),
    /// Nothing.
    Unknown,
}

/// What a key of front matter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A table.
    Entries,
    /// Words.
    Text,
    /// True or false.
    YesOrNo,
    /// A whole number.
    WholeNumber,
    /// An attachment.
    File,
    /// A format of leaflets.
    Format,
    /// The same with its options.
    FormatWithOptions,
    /// What becomes of the page.
    Render,
    /// How much of the page has its reading beside it.
    Pinyin,
}

impl Wanted {
    /// Returns a value that can stand there.
    const fn right(self) -> [&'static str; 2] {
        match self {
            Self::Entries => ["{ 名称: 值 }", "{ name: value }"],
            Self::Text => ["\"一句话\"", "\"some words\""],
            Self::YesOrNo => ["是", "true"],
            Self::WholeNumber => ["10", "10"],
            Self::File => ["[申请书.docx]", "[form.docx]"],
            Self::Format => ["[trifold]", "[trifold]"],
            Self::FormatWithOptions => ["[{ format: trifold }]", "[{ format: trifold }]"],
            Self::Render => ["网页", "page"],
            Self::Pinyin => ["全文", "all"],
        }
    }

    const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Entries => ["一组 `键: 值`", "`key: value` lines"],
            Self::Text => ["一句文字", "text"],
            Self::YesOrNo => ["`是` 或 `否`", "`true` or `false`"],
            Self::WholeNumber => ["一个整数", "a whole number"],
            Self::File => {
                ["文件名，或 `{file: 文件, title: 标题}`", "a file name, or `{file: …, title: …}`"]
            }
            Self::Format => ["版式名，如 `trifold`", "a format such as `trifold`"],
            Self::FormatWithOptions => ["带 `format` 的一组选项", "options with a `format`"],
            Self::Render => ["`网页`、`传单` 或 `不输出`", "`page`, `leaflet` or `never`"],
            Self::Pinyin => ["`全文`、`生僻字` 或 `无`", "`all`, `rare` or `none`"],
        }
    }
}

impl Sink {
    /// Reports a fence typed with full-width characters, with blanks, or with more or fewer marks.
    pub(crate) fn front_matter_fence(&mut self, span: Span, written: &str, right: &str) {
        let message = match written.is_ascii() {
            true => Text::new(
                format!("这里的 `{written}` 要写成 `{right}`"),
                format!("`{written}` is written `{right}` here"),
            ),
            false => Text::new(
                format!("`{written}` 是全角的，这里要写半角 `{right}`"),
                format!("`{written}` is full-width, `{right}` is meant"),
            ),
        };
        self.push(
            error("front-matter/fence", span, message.zh, message.en)
                .hint("`pufa fix --write` 会改好", "`pufa fix --write` corrects it")
                .fix(span, right),
        );
    }

    /// Reports metadata without its first fence, or without any; `repair` is the metadata and how it should be.
    pub(crate) fn front_matter_unfenced(
        &mut self,
        span: Span,
        is_closed: bool,
        (block, mended): (Span, &str),
    ) {
        let (zh, en) = match is_closed {
            true => {
                ("页面信息缺开头的一行 `---`", "the line `---` before the front matter is missing")
            }
            false => (
                "看上去是页面信息，但没有写在两行 `---` 之间，会当成正文",
                "this looks like front matter, but does not stand between two lines `---`, so it is text",
            ),
        };
        self.push(
            error("front-matter/fence", span, zh, en)
                .hint(
                    "页面信息前后各单独写一行 `---`；`pufa fix --write` 会改好",
                    "write `---` alone on a line before and after it; `pufa fix --write` does",
                )
                .fix(block, mended),
        );
    }

    /// Reports metadata in JSON, which other programs read.
    pub(crate) fn front_matter_json(&mut self, span: Span) {
        self.push(
            error(
                "front-matter/fence",
                span,
                "页面信息不能写成 JSON",
                "front matter is not written as JSON",
            )
            .hint(
                "在两行 `---` 之间，一行一项：`标题: 文字`",
                "between two lines `---`, one entry a line: `title: text`",
            ),
        );
    }

    /// Reports metadata whose end is missing.
    pub(crate) fn front_matter_unclosed(&mut self, span: Span, fence: &str) {
        self.push(
            error(
                "front-matter/unclosed",
                span,
                "从这里开始的页面信息没有结束",
                "the front matter that starts here never ends",
            )
            .hint(
                format!("在页面信息的下一行单独写 `{fence}`"),
                format!("write `{fence}` alone on the line after it"),
            ),
        );
    }

    /// Reports a key without a half-width colon and a blank; `repair` is the whole block and how it should be.
    pub(crate) fn front_matter_colon(
        &mut self,
        span: Span,
        key: &str,
        repair: Option<(Span, &str)>,
    ) {
        let diagnostic = error(
            "front-matter/colon",
            span,
            format!("`{key}` 后面要写半角冒号，再空一格"),
            format!("a half-width colon and a blank belong after `{key}`"),
        )
        .hint(
            format!("写成 `{key}: …`；`pufa fix --write` 会改好"),
            format!("write `{key}: …`; `pufa fix --write` corrects it"),
        );
        self.push(match repair {
            Some((block, text)) => diagnostic.fix(block, text),
            None => diagnostic,
        });
    }

    /// Reports a value that would end at its `#`; `repair` is the whole block and how it should be.
    pub(crate) fn front_matter_hash(
        &mut self,
        span: Span,
        right: &str,
        repair: Option<(Span, &str)>,
    ) {
        let diagnostic = error(
            "front-matter/hash",
            span,
            "这里的 `#` 会被当作备注的开头，后面的字都读不到",
            "this `#` would begin a comment, and what is behind it would be lost",
        )
        .hint(
            format!("写成 `{right}`；`pufa fix --write` 会改好"),
            format!("write `{right}`; `pufa fix --write` corrects it"),
        );
        self.push(match repair {
            Some((block, text)) => diagnostic.fix(block, text),
            None => diagnostic,
        });
    }

    /// Reports metadata that cannot be read. `why` is the parser's own sentence.
    pub(crate) fn front_matter_syntax(&mut self, span: Span, why: &str, slip: Slip) {
        let diagnostic = error(
            "front-matter/syntax",
            span,
            "页面信息这里读不懂",
            "the front matter cannot be read here",
        );
        let why = grammar::plain(why);
        self.push(match slip {
            Slip::Bomb => diagnostic.label(why.zh, why.en).hint(
                "页面信息里不用 `&` 和 `*`，直接写文字",
                "write the text itself, without `&` and `*`",
            ),
            Slip::Yaml => diagnostic.label(why.zh, why.en).hint(
                "一行一项：`标题: 文字`；文字里有冒号、引号时，整句放进英文双引号",
                "one entry a line: `title: text`; put text that holds colons or quotes into straight double quotes",
            ),
            Slip::Toml => diagnostic.label(why.zh, why.en).hint(
                "一行一项：`title = \"文字\"`；不熟悉这种写法，就用 `---` 开头，写 `标题: 文字`",
                "one entry a line: `title = \"text\"`; `---` and `title: text` is easier",
            ),
        });
    }

    /// Reports metadata above the limit.
    pub(crate) fn front_matter_too_large(&mut self, span: Span, bytes: usize, limit: usize) {
        let (bytes, limit) = (bytes >> 10, limit >> 10);
        self.push(
            error("front-matter/too-large", span, format!("页面信息有 {bytes} KB，超过上限 {limit} KB，没有读取"), format!(
                        "the front matter has {bytes} KB, more than the limit of {limit} KB, so it was not read"
                    ))
            .hint(
                "长的文字写在正文里，表格放进 `data/`",
                "put long text into the body and tables into `data/`",
            ),
        );
    }

    /// Reports a list with more entries than the limit.
    pub(crate) fn front_matter_too_many(
        &mut self,
        span: Span,
        key: &str,
        count: usize,
        limit: usize,
    ) {
        self.push(
            error("front-matter/too-many", span, format!("`{key}` 有 {count} 项，超过上限 {limit} 项，后面的没有用"), format!("`{key}` has {count} entries, more than the limit of {limit}; the rest was not used"))
            .hint("留下要紧的", "keep those that matter"),
        );
    }

    /// Reports a key that stands twice.
    pub(crate) fn front_matter_duplicate(&mut self, span: Span, key: &str) {
        self.push(
            error(
                "front-matter/duplicate",
                span,
                format!("`{key}` 写了两次"),
                format!("`{key}` stands twice"),
            )
            .hint("删掉其中一行", "delete one of the two lines"),
        );
    }

    /// Reports a value of the wrong kind.
    pub(crate) fn front_matter_type(
        &mut self,
        span: Span,
        key: &str,
        key_zh: &str,
        wanted: Wanted,
    ) {
        let ([zh, en], [right_zh, right_en]) = (wanted.words(), wanted.right());
        self.push(
            error(
                "front-matter/type",
                span,
                format!("`{key_zh}` 应写作{zh}"),
                format!("`{key}` takes {en}"),
            )
            .hint(format!("写成 `{key_zh}: {right_zh}`"), format!("write `{key}: {right_en}`")),
        );
    }

    /// Reports a day that cannot be read, or cannot be.
    pub(crate) fn front_matter_date(
        &mut self,
        span: Span,
        (key, key_zh): (&str, &str),
        written: &str,
        day: &Day,
    ) {
        let written = cut(written);
        let say = |zh: String, en: String| error("front-matter/date", span, zh, en);
        self.push(match day {
            Day::Impossible(year, month @ 1..=12, day) => say(
                format!("`{key_zh}`：{year} 年 {month} 月没有 {day} 日"),
                format!("`{key}`: {year}-{month:02} has no day {day}"),
            )
            .hint("对着日历改成真有的那一天", "look the day up in a calendar"),
            Day::Impossible(_, month, _) => say(
                format!("`{key_zh}`：没有 {month} 月"),
                format!("`{key}`: there is no month {month}"),
            )
            .hint("先写年，再写月和日，如 `2026-03-08`", "year, month, day: `2026-03-08`"),
            Day::Meant(right) => say(
                format!("`{key_zh}` 里的 `{written}` 要写成 `{right}`"),
                format!("`{written}` in `{key}` is written `{right}`"),
            )
            .hint("`pufa fix --write` 会改好", "`pufa fix --write` corrects it")
            .fix(span, right),
            Day::Unknown => say(
                format!("`{key_zh}` 里的 `{written}` 读不出是哪一天"),
                format!("no day can be read from `{written}` in `{key}`"),
            )
            .hint(
                "先写年，再写月和日：二〇二六年三月八日写成 `2026-03-08`",
                "year, month, day: 8 March 2026 is `2026-03-08`",
            ),
        });
    }

    /// Reports an end that comes before the beginning: the page is never shown.
    pub(crate) fn front_matter_never_shown(&mut self, span: Span, expires: &str, from: &str) {
        self.push(
            error(
                "front-matter/date",
                span,
                format!("`到期` 是 {expires}，不比开始的 {from} 晚，这一页一天也不会显示"),
                format!("`expires` is {expires}, not after {from} when the page begins: it is never shown"),
            )
            .hint(
                "`到期` 写不再显示的第一天；不会过期的网页不用写",
                "`expires` is the first day on which it is not shown; a page without an end needs none",
            ),
        );
    }

    /// Reports a law among those that a page says to explain which nobody knows.
    pub(crate) fn front_matter_law_unknown(&mut self, span: Span, law: &str, near: Option<&str>) {
        let law = cut(law);
        let diagnostic = warning(
            "law/law-unknown",
            span,
            format!("`法律` 里的《{law}》不认识，没有算进去"),
            format!("{law} in `laws` is not known and does not count"),
        );
        self.push(match near {
            Some(near) => {
                diagnostic.hint(format!("是不是《{near}》？"), format!("perhaps {near}?"))
            }
            None => diagnostic.hint(
                "写法律的名字，如 `法律: [民法典]`；没有收录的用 `pufa law import 文件` 导入",
                "name a law, as in `laws: [民法典]`; import one that is missing with `pufa law import FILE`",
            ),
        });
    }

    /// Reports a time of day where only the day counts; `day` is what it is taken for.
    pub(crate) fn front_matter_time(
        &mut self,
        span: Span,
        (key, key_zh): (&str, &str),
        (time, own): (&str, &str),
        day: &str,
    ) {
        self.push(
            error(
                "front-matter/time",
                span,
                format!("`{key_zh}` 只认日期，做不到在 {own} 的 {time} 准时"),
                format!("`{key}` takes a day, it cannot happen at {time} on {own}"),
            )
            .hint(
                format!("写成 `{own}`，那天零点起算；或者写成第二天。`pufa fix --write` 改成 `{day}`"),
                format!("write `{own}`, from midnight on, or the day after; `pufa fix --write` makes it `{day}`"),
            )
            .fix(span, day),
        );
    }

    /// Reports a key that the column asks for and the page lacks.
    pub(crate) fn front_matter_missing(
        &mut self,
        span: Span,
        column: &str,
        key: &str,
        key_zh: &str,
    ) {
        self.push(
            error(
                "front-matter/missing",
                span,
                format!("栏目 `{column}` 的页面要有 `{key_zh}`，这里没有"),
                format!("pages of `{column}` need `{key}`, which is missing here"),
            )
            .hint(
                format!("在页面信息里加一行 `{key_zh}: …`"),
                format!("add a line `{key}: …` to the front matter"),
            ),
        );
    }

    /// Reports a value that the column does not allow.
    pub(crate) fn front_matter_value(
        &mut self,
        span: Span,
        key_zh: &str,
        written: &str,
        allowed: &[String],
    ) {
        let list = allowed.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
        self.push(
            error(
                "front-matter/value",
                span,
                format!("`{key_zh}` 不能写 `{written}`"),
                format!("`{key_zh}` cannot be `{written}`"),
            )
            .hint(
                format!("可以写 {}", list.join("、")),
                format!("write one of {}", list.join(", ")),
            ),
        );
    }
}
