//! Citations that are wrong or out of date, quotations that differ from the text.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{error, grammar::count_of, notice, warning},
    },
    source::Span,
};

/// There is 1 item, there are 2 items.
fn items(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{verb} {}", count_of(count, "item"))
}

impl Sink {
    /// Says that a law is not known, so that nothing could be checked.
    pub(crate) fn law_unknown(&mut self, span: Span, law: &str, near: Option<&str>) {
        let message = Text::new(
            format!("不认识《{law}》，没有核对这处引用"),
            format!("{law} is not known, so this citation was not checked"),
        );
        let diagnostic = Diagnostic::notice("law/law-unknown", span, message);
        self.push(match near {
            Some(near) => {
                diagnostic.hint(format!("是不是《{near}》？"), format!("perhaps {near}?"))
            }
            None => diagnostic.hint(
                "用 `pufa law import 文件` 导入，或者写进 `content/laws/registry.toml`",
                "import it with `pufa law import FILE`, or add it to `content/laws/registry.toml`",
            ),
        });
    }

    /// Reports an article that the law does not have. `last` is the last it has.
    pub(crate) fn law_article_missing(&mut self, span: Span, law: &str, article: &str, last: u16) {
        self.push(
            error(
                "law/article-missing",
                span,
                format!("《{law}》没有{article}（共 {last} 条）"),
                format!("{law} has no {article} (it has {last} articles)"),
            )
            .hint(
                format!("用 `pufa law show {law} 条号` 查到正确的条"),
                format!("find the right article with `pufa law show {law} NUMBER`"),
            ),
        );
    }

    /// Reports a paragraph that the article does not have. `item` says that an item with this number exists.
    pub(crate) fn law_paragraph_missing(
        &mut self,
        span: Span,
        written: &str,
        count: usize,
        item: Option<&str>,
    ) {
        let diagnostic = error(
            "law/paragraph-missing",
            span,
            format!("没有{written}，这一条共 {count} 款"),
            format!("there is no {written}, the article has {}", count_of(count, "paragraph")),
        );
        self.push(match item {
            Some(item) => diagnostic.hint(format!("是不是{item}？"), format!("perhaps {item}?")),
            None => diagnostic.hint(
                "对照条文数一数自然段，一段是一款",
                "count the paragraphs of the article, each is one 款",
            ),
        });
    }

    /// Reports an item that is not there. `paragraph` says that a paragraph with this number exists.
    pub(crate) fn law_item_missing(
        &mut self,
        span: Span,
        written: &str,
        count: usize,
        other: Option<&str>,
    ) {
        let diagnostic = error(
            "law/item-missing",
            span,
            format!("没有{written}，那里共 {count} 项"),
            format!("there is no {written}, there {}", items(count)),
        );
        self.push(match other {
            Some(other) => diagnostic.hint(format!("是不是{other}？"), format!("perhaps {other}?")),
            None => diagnostic
                .hint("对照条文改正项号", "compare with the article and correct the number"),
        });
    }

    /// Warns that an item could stand in several paragraphs.
    pub(crate) fn law_item_ambiguous(&mut self, span: Span, written: &str, paragraphs: &str) {
        self.push(
            warning(
                "law/item-ambiguous",
                span,
                format!("{paragraphs}都有项，{written}没有说明是哪一款"),
                format!(
                    "several paragraphs have items ({paragraphs}), {written} does not say which"
                ),
            )
            .hint("写明款：第一款第二项", "name the paragraph: 第一款第二项"),
        );
    }

    /// Reports a law that is no longer law. `instead` names successor and corresponding article.
    pub(crate) fn law_repealed(
        &mut self,
        span: Span,
        law: &str,
        since: &str,
        by: &str,
        instead: Option<&str>,
    ) {
        let (by_zh, by_en) = match by {
            "" => (String::new(), String::new()),
            by => (format!("（{by}）"), format!(" ({by})")),
        };
        let mut diagnostic = error(
            "law/law-repealed",
            span,
            format!("《{law}》自 {since} 起废止{by_zh}"),
            format!("{law} was repealed on {since}{by_en}"),
        );
        if let Some(instead) = instead {
            diagnostic = diagnostic.hint(format!("现在看{instead}"), format!("now see {instead}"));
        }
        self.push(diagnostic.hint(
            format!("确实要提旧法时写“原《{law}》”，就按旧法核对"),
            format!("to cite the old law on purpose write 原《{law}》, then it is checked against the old text"),
        ));
    }

    /// Warns that a law was amended after somebody last checked the page. `now` names the corresponding new article.
    pub(crate) fn law_amended_since(
        &mut self,
        span: Span,
        law: &str,
        effective: &str,
        reviewed: &str,
        now: Option<&str>,
    ) {
        let mut diagnostic = warning(
            "law/law-amended-since",
            span,
            format!("《{law}》的新版本自 {effective} 起施行，这一页是 {reviewed} 核对的"),
            format!(
                "a new version of {law} applies since {effective}, this page was checked on {reviewed}"
            ),
        );
        if let Some(now) = now {
            diagnostic = diagnostic.hint(
                format!("旧的这一条大致是现在的{now}"),
                format!("the old article is about {now} now"),
            );
        }
        self.push(diagnostic.hint(
            "对照新条文改好后，更新页面的 `核对` 日期",
            "compare with the new text, then renew the page's `核对` (reviewed) date",
        ));
    }

    /// Warns that a law does not apply yet.
    pub(crate) fn law_not_yet_in_force(&mut self, span: Span, law: &str, effective: &str) {
        self.push(
            warning(
                "law/not-yet-in-force",
                span,
                format!("《{law}》{effective} 起才施行"),
                format!("{law} applies from {effective} only"),
            )
            .hint("在文中写明施行日期", "say in the text from when it applies"),
        );
    }

    /// Says that a version was asked for that nobody knows.
    pub(crate) fn law_version_unknown(&mut self, span: Span, law: &str, year: u16) {
        self.push(
            notice(
                "law/version-unknown",
                span,
                format!("不知道《{law}》有 {year} 年的版本，没有核对这处引用"),
                format!("no version of {law} of {year} is known, so this citation was not checked"),
            )
            .hint("用 `pufa law list` 看有哪些版本", "see the versions with `pufa law list`"),
        );
    }

    /// Reports a quotation that the cited article does not hold: words it lacks, words it has too many.
    pub(crate) fn law_quote_mismatch(
        &mut self,
        span: Span,
        place: &str,
        missing: &[String],
        extra: &[String],
    ) {
        let mut diagnostic = error(
            "law/quote-mismatch",
            span,
            format!("引文和{place}的原文不一样"),
            format!("the quotation differs from the text of {place}"),
        );
        let list = |words: &[String]| words.iter().map(|it| format!("“{it}”")).collect::<String>();
        let (less, more) = (list(missing), list(extra));
        diagnostic = match (missing.is_empty(), extra.is_empty()) {
            (true, true) => diagnostic,
            (false, true) => diagnostic.label(format!("少了{less}"), format!("lacks {less}")),
            (true, false) => diagnostic.label(format!("多了{more}"), format!("adds {more}")),
            (false, false) => diagnostic
                .label(format!("少了{less}，多了{more}"), format!("lacks {less}, adds {more}")),
        };
        self.push(diagnostic.hint(
            format!("用自己的话说，或者用 `:::法条 {place}` 直接插入原文"),
            format!("say it in your own words, or insert the text with `:::法条 {place}`"),
        ));
    }

    /// Warns that a quotation differs in its marks only, and offers the text.
    pub(crate) fn law_quote_punctuation(&mut self, span: Span, place: &str, right: Option<&str>) {
        let diagnostic = warning(
            "law/quote-punctuation",
            span,
            format!("引文的标点和{place}的原文不一样"),
            format!("the quotation's punctuation differs from {place}"),
        );
        self.push(match right {
            Some(right) => diagnostic
                .label(format!("原文：{right}"), format!("the text: {right}"))
                .hint("`pufa fix --write` 照原文改好", "`pufa fix --write` sets it right")
                .fix(span, right),
            None => diagnostic.hint("照原文改标点", "follow the text"),
        });
    }

    /// Reports a quotation that stands in another article.
    pub(crate) fn law_quote_other_article(&mut self, span: Span, place: &str, other: &str) {
        self.push(
            error(
                "law/quote-other-article",
                span,
                format!("这段话不在{place}，在{other}"),
                format!("these words do not stand in {place} but in {other}"),
            )
            .hint(format!("改成{other}"), format!("cite {other}")),
        );
    }

    /// Warns about a numeral that is not well formed. `right` is its only reading.
    pub(crate) fn law_numeral(&mut self, span: Span, right: Option<&str>) {
        self.push(match right {
            Some(right) => warning(
                "law/numeral-ill-formed",
                span,
                format!("数字写法不规范，按{right}处理"),
                format!("the numeral is not well formed, taken for {right}"),
            )
            .hint(format!("写成{right}"), format!("write {right}")),
            None => error(
                "law/numeral-ill-formed",
                span,
                "这个数字有两种读法，没有核对",
                "this numeral has two readings, so it was not checked",
            )
            .hint("一百六十写全，一百零六写出“零”", "write 一百六十 in full, or 一百零六 with 零"),
        });
    }

    /// Warns that it is not clear which law is meant.
    pub(crate) fn law_ambiguous(&mut self, span: Span, taken: Option<&str>, other: Option<&str>) {
        let message = match (taken, other) {
            (Some(taken), Some(other)) => Text::new(
                format!("不清楚是《{taken}》还是《{other}》，按《{taken}》处理"),
                format!("this may be {taken} or {other}, taken for {taken}"),
            ),
            _ => Text::new("看不出是哪部法律", "it is not clear which law is meant"),
        };
        self.push(Diagnostic::warning("law/ambiguous-antecedent", span, message).hint(
            "写出法律的名字：《民法典》第一千零七十九条",
            "name the law: 《民法典》第一千零七十九条",
        ));
    }

    /// Reports a request to insert text that is not there.
    pub(crate) fn law_text_missing(&mut self, span: Span, law: &str) {
        self.push(
            error(
                "law/text-missing",
                span,
                format!("还没有导入《{law}》的文本，插不进来"),
                format!("the text of {law} is not imported, so it cannot be inserted"),
            )
            .hint(
                "从国家法律法规数据库下载后，用 `pufa law import 文件` 导入",
                "download it and import it with `pufa law import FILE`",
            ),
        );
    }

    /// Reports an insertion that names no law.
    pub(crate) fn law_insert_syntax(&mut self, span: Span, written: &str) {
        self.push(
            error(
                "law/insert-syntax",
                span,
                format!("`:::法条` 后面要写一处引用，这里是“{written}”"),
                format!("`:::法条` needs a citation, here it is “{written}”"),
            )
            .hint(
                "写成 `:::法条 《民法典》第一千零七十九条`",
                "write `:::法条 《民法典》第一千零七十九条`",
            ),
        );
    }
}
