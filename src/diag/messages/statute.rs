//! Files of `content/laws/` and files to be imported that are not built as a statute is.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{error, nearest, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports a key of the front matter that statutes do not have. `known` pairs English and Chinese names.
    pub(crate) fn statute_unknown_key(
        &mut self,
        span: Span,
        written: &str,
        known: &[(&str, &str)],
    ) {
        let message = Text::new(
            format!("法律文件没有 `{written}` 这一项"),
            format!("statutes have no key `{written}`"),
        );
        let mut diagnostic = Diagnostic::error("law/statute-key", span, message);
        let both = known.iter().flat_map(|(english, chinese)| [*english, *chinese]);
        if let Some(near) = nearest(written, both) {
            diagnostic =
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"));
        } else {
            let (english, chinese): (Vec<&str>, Vec<&str>) = known.iter().copied().unzip();
            diagnostic = diagnostic.hint(
                format!("可以写：{}；用不着就删去这一行", chinese.join("、")),
                format!("there are: {}; or delete the line", english.join(", ")),
            );
        }
        self.push(diagnostic);
    }

    /// Reports a date that cannot be read.
    pub(crate) fn statute_date(&mut self, span: Span, key: &str, written: &str) {
        self.push(error(
            "law/statute-date",
            span,
            format!("`{key}` 应写作 `2020-05-28`，这里是 `{written}`"),
            format!("`{key}` is written like `2020-05-28`, here it is `{written}`"),
        ));
    }

    /// Reports a statute without a title.
    pub(crate) fn statute_no_title(&mut self, span: Span) {
        self.push(
            error("law/statute-title", span, "这个法律文件没有标题", "this statute has no title")
                .hint(
                    "在开头写 `title: \"中华人民共和国民法典\"`",
                    "write `title: \"中华人民共和国民法典\"` at the top",
                ),
        );
    }

    /// Reports a statute that does not say when it was made public, or when it comes into force.
    pub(crate) fn statute_no_date(&mut self, span: Span, key: &str) {
        let (zh, en) = if key == "effective" {
            ("施行日期", "the day it comes into force")
        } else {
            ("公布日期", "the day it was made public")
        };
        self.push(
            warning(
                "law/statute-undated",
                span,
                format!("没有写明{zh}，无法判断这个版本何时有效"),
                format!("{en} is not given, so nobody can tell when this version applies"),
            )
            .hint(
                format!("在国家法律法规数据库查到后写 `{key}: \"2020-05-28\"`"),
                format!("look it up and write `{key}: \"2020-05-28\"`"),
            ),
        );
    }

    /// Reports articles that are left out between two.
    pub(crate) fn statute_gap(&mut self, span: Span, after: &str, found: &str) {
        self.push(
            error(
                "law/gap",
                span,
                format!("{after}后面是{found}，中间缺条"),
                format!("{found} follows {after}, articles between them are missing"),
            )
            .hint(
                "对照官方文本补上缺的条文",
                "compare with the official text and add what is missing",
            ),
        );
    }

    /// Reports an article whose number comes twice or goes back.
    pub(crate) fn statute_article_order(&mut self, span: Span, after: &str, found: &str) {
        self.push(
            error(
                "law/article-order",
                span,
                format!("{after}后面又是{found}，条号重复或者倒退"),
                format!("{found} follows {after}: the number comes twice or goes back"),
            )
            .hint(
                "如果这一行不是新的一条，把它接到上一段后面",
                "if this line is no new article, join it to the paragraph before",
            ),
        );
    }

    /// Reports an article without words.
    pub(crate) fn statute_empty_article(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "law/article-empty",
                span,
                format!("{name}没有内容"),
                format!("{name} has no words"),
            )
            .hint("对照官方文本补上条文", "compare with the official text and add the words"),
        );
    }

    /// Reports a heading whose number comes twice or leaves one out.
    pub(crate) fn statute_heading_order(&mut self, span: Span, found: &str, expected: &str) {
        self.push(
            error(
                "law/heading-order",
                span,
                format!("这里应当是第{expected}，写的是{found}"),
                format!("number {expected} should stand here, found {found}"),
            )
            .hint(
                "章节重复的删去一处，缺少的补上",
                "delete a chapter that stands twice, add one that is missing",
            ),
        );
    }

    /// Reports an item whose number does not follow.
    pub(crate) fn statute_item_order(&mut self, span: Span, found: &str, expected: &str) {
        self.push(warning(
            "law/item-order",
            span,
            format!("这里应当是第{expected}项，写的是{found}"),
            format!("item {expected} should stand here, found {found}"),
        ));
    }

    /// Reports a text that breaks off.
    pub(crate) fn statute_cut_off(&mut self, span: Span) {
        self.push(
            error(
                "law/cut-off",
                span,
                "文本到这里断了，最后一句没有写完",
                "the text breaks off here, in the middle of a sentence",
            )
            .hint("重新下载完整的文件", "download the complete file again"),
        );
    }

    /// Reports a chapter that the contents list names and the text lacks.
    pub(crate) fn statute_part_missing(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "law/part-missing",
                span,
                format!("目录里有“{name}”，正文里没有"),
                format!("the contents list names {name}, the text does not have it"),
            )
            .hint(
                "文件可能不完整，重新下载后对照",
                "the file may be incomplete, download it again and compare",
            ),
        );
    }

    /// Reports a file without a single article.
    pub(crate) fn statute_no_articles(&mut self, span: Span) {
        self.push(
            warning(
                "law/no-articles",
                span,
                "这个文件里没有找到“第一条”",
                "this file has no article",
            )
            .hint(
                "批复、决定可以没有条；其他法律要检查文件是否完整",
                "replies and decisions may have none; otherwise check whether the file is complete",
            ),
        );
    }

    /// Reports two files with the same version of one law.
    pub(crate) fn statute_twice(&mut self, span: Span, name: &str, other: &str) {
        self.push(
            error(
                "law/version-twice",
                span,
                format!("《{name}》的这个版本已经在 `{other}` 里"),
                format!("this version of {name} stands in `{other}` too"),
            )
            .hint("只留下一个文件", "keep one of the two files"),
        );
    }
}
