//! Mistakes in the body of a page.

use crate::{
    diag::{Diagnostic, Sink, Text, messages::nearest},
    source::{Source, Span},
};

impl Sink {
    /// Reports a page above the limit.
    pub fn page_too_large(&mut self, source: &Source, limit: usize) {
        let (size, limit) = (source.text.len() >> 10, limit >> 10);
        self.push(
            Diagnostic::error(
                "markdown/too-large",
                Span::file(source.id),
                Text::new(
                    format!("这一页有 {size} KB，超过上限 {limit} KB"),
                    format!("this page has {size} KB, more than the limit of {limit} KB"),
                ),
            )
            .hint("把它拆成几页", "split it into several pages"),
        );
    }

    /// Reports a page with more lines than the limit.
    pub fn page_too_long(&mut self, source: &Source, lines: usize, limit: usize) {
        self.push(
            Diagnostic::error(
                "markdown/too-large",
                Span::file(source.id),
                Text::new(
                    format!("这一页有 {lines} 行，超过上限 {limit} 行"),
                    format!("this page has {lines} lines, more than the limit of {limit}"),
                ),
            )
            .hint("把它拆成几页", "split it into several pages"),
        );
    }

    /// Reports more footnotes than the limit.
    pub fn footnotes_too_many(&mut self, span: Span, limit: usize) {
        self.push(
            Diagnostic::error(
                "markdown/too-many-footnotes",
                span,
                Text::new(
                    format!("这一页的脚注超过上限 {limit} 处，都没有读取"),
                    format!(
                        "this page has more than the limit of {limit} footnotes, so none was read"
                    ),
                ),
            )
            .hint("把它拆成几页", "split it into several pages"),
        );
    }

    /// Reports blocks or marks inside each other beyond the limit.
    pub fn markdown_too_deep(&mut self, span: Span) {
        self.push(
            Diagnostic::error(
                "markdown/too-deep",
                span,
                Text::new(
                    "这里套得太深，里面的内容没有输出",
                    "this is nested too deeply, what is inside was left out",
                ),
            )
            .hint(
                "少套几层引用、列表或指令",
                "use fewer quotes, lists or directives inside each other",
            ),
        );
    }

    /// Reports raw HTML.
    pub fn raw_html(&mut self, span: Span) {
        self.push(
            Diagnostic::error(
                "markdown/raw-html",
                span,
                Text::new(
                    "正文里不能写 HTML，这里没有输出",
                    "raw HTML is not allowed in pages, this was left out",
                ),
            )
            .hint(
                "用 Markdown 或 `:::` 指令来写",
                "write it in Markdown or as a `:::` directive",
            )
            .hint(
                "确实需要时，在 `site.toml` 的 `[markdown]` 里写 `raw_html = true`",
                "if it must be, set `raw_html = true` under `[markdown]` in `site.toml`",
            ),
        );
    }

    /// Reports a full-width slip with its correction.
    pub fn full_width(&mut self, span: Span, written: &str, right: &str) {
        self.push(
            Diagnostic::warning(
                "markdown/full-width",
                span,
                Text::new(
                    format!("`{written}` 不是 Markdown 记号，会原样显示"),
                    format!("`{written}` is not Markdown and would show as it is"),
                ),
            )
            .hint(
                format!("应写作 `{right}`；`pufa fix --write` 会改好"),
                format!("write `{right}`; `pufa fix --write` corrects it"),
            )
            .fix(span, right),
        );
    }

    /// Reports a directive that does not exist.
    pub fn directive_unknown<'a>(
        &mut self,
        span: Span,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let diagnostic = Diagnostic::error(
            "directive/unknown",
            span,
            Text::new(
                format!("没有 `:::{name}` 这种指令"),
                format!("there is no directive `:::{name}`"),
            ),
        );
        self.push(match nearest(name, known) {
            Some(near) => diagnostic.hint(
                format!("最接近的是 `:::{near}`"),
                format!("the nearest is `:::{near}`"),
            ),
            None => diagnostic.hint(
                "`pufa explain directive/unknown` 列出全部指令",
                "`pufa explain directive/unknown` lists all of them",
            ),
        });
    }

    /// Reports an attribute that the directive does not have.
    pub fn directive_attribute<'a>(
        &mut self,
        span: Span,
        name: &str,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.collect();
        let diagnostic = Diagnostic::error(
            "directive/attribute",
            span,
            Text::new(
                format!("`:::{name}` 没有 `{key}` 这个选项"),
                format!("`:::{name}` has no option `{key}`"),
            ),
        );
        self.push(if known.is_empty() {
            diagnostic.hint("它没有选项", "it has no options")
        } else if let Some(near) = nearest(key, known.iter().copied()) {
            diagnostic.hint(
                format!("最接近的是 `{near}`"),
                format!("the nearest is `{near}`"),
            )
        } else {
            let list = known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
            diagnostic.hint(
                format!("可以写 {}", list.join("、")),
                format!("it has {}", list.join(", ")),
            )
        });
    }

    /// Reports an attribute's value that cannot be read.
    pub fn directive_value(&mut self, span: Span, written: &str, zh: &str, en: &str) {
        self.push(Diagnostic::error(
            "directive/value",
            span,
            Text::new(
                format!("这里应写作 {zh}，不是 `{written}`"),
                format!("write {en} here, not `{written}`"),
            ),
        ));
    }

    /// Reports a directive whose body has the wrong shape.
    pub fn directive_shape(&mut self, span: Span, name: &str, zh: &str, en: &str) {
        self.push(Diagnostic::error(
            "directive/shape",
            span,
            Text::new(
                format!("`:::{name}` 里要有{zh}"),
                format!("`:::{name}` needs {en}"),
            ),
        ));
    }

    /// Reports text inside a directive that has none.
    pub fn directive_body(&mut self, span: Span, name: &str) {
        self.push(
            Diagnostic::error(
                "directive/body",
                span,
                Text::new(
                    format!("`:::{name}` 里面的文字没有输出"),
                    format!("the text inside `:::{name}` was left out"),
                ),
            )
            .hint(
                format!("`:::{name}` 只占一行，文字写在它后面"),
                format!("`:::{name}` is one line, write the text behind it"),
            ),
        );
    }

    /// Reports a directive that does not say what it is about.
    pub fn directive_subject(&mut self, span: Span, name: &str) {
        let (zh, en) = match name {
            "引用" | "include" => (
                "片段的名字：`:::引用 hotline-note`",
                "a snippet's name: `:::include hotline-note`",
            ),
            "表格" | "csv" => (
                "表格文件：`:::表格 days.csv`",
                "a table's file: `:::csv days.csv`",
            ),
            "法条" | "law" => (
                "法条：`:::法条 《民法典》第三条`",
                "an article: `:::law 《民法典》第三条`",
            ),
            _ => (
                "文件或网址：`:::视频 short.mp4`",
                "a file or address: `:::video short.mp4`",
            ),
        };
        self.push(Diagnostic::error(
            "directive/subject",
            span,
            Text::new(
                format!("`:::{name}` 后面要写{zh}"),
                format!("`:::{name}` needs {en}"),
            ),
        ));
    }

    /// Reports a directive that is never closed.
    pub fn directive_unclosed(&mut self, span: Span) {
        self.push(
            Diagnostic::error(
                "directive/unclosed",
                span,
                Text::new(
                    "从这里开始的指令没有结束",
                    "the directive that starts here never ends",
                ),
            )
            .hint(
                "在它的内容后面单独写一行 `:::`",
                "write a line `:::` behind its text",
            ),
        );
    }

    /// Reports a closing fence without a directive.
    pub fn directive_stray(&mut self, span: Span) {
        self.push(
            Diagnostic::warning(
                "directive/stray",
                span,
                Text::new("这个 `:::` 前面没有开始的指令", "this `:::` closes nothing"),
            )
            .hint(
                "删掉它，或者补上开始的一行",
                "delete it, or write the opening line",
            ),
        );
    }

    /// Reports a panel outside a leaflet.
    pub fn panel_outside(&mut self, span: Span) {
        self.push(
            Diagnostic::error(
                "directive/panel-outside",
                span,
                Text::new(
                    "`:::版面` 只能写在 `:::传单` 里面",
                    "`:::panel` stands inside `:::leaflet` only",
                ),
            )
            .hint(
                "在它外面写 `:::传单 trifold` 和 `:::`",
                "put `:::leaflet trifold` and `:::` around it",
            ),
        );
    }

    /// Reports words after `:::法条` that cite nothing.
    pub fn statute_directive(&mut self, span: Span, written: &str) {
        self.push(
            Diagnostic::error(
                "directive/statute",
                span,
                Text::new(
                    format!("`{written}` 里看不出是哪部法律的哪一条"),
                    format!("`{written}` names no article of a law"),
                ),
            )
            .hint(
                "写成 `:::法条 《民法典》第一千零七十九条`",
                "write `:::law 《民法典》第一千零七十九条`",
            ),
        );
    }

    /// Reports a heading of level 1 in the body.
    pub fn heading_first_level(&mut self, span: Span) {
        self.push(
            Diagnostic::warning(
                "content/heading-title",
                span,
                Text::new(
                    "正文的标题从 `##` 开始；`#` 是页面的标题",
                    "headings in a page start at `##`; `#` is the page's own title",
                ),
            )
            .hint("改成 `##`", "write `##`"),
        );
    }

    /// Reports a heading that skips a level.
    pub fn heading_skipped(&mut self, span: Span, above: u8, level: u8) {
        let (right, wrong) = (
            "#".repeat(usize::from(above) + 1),
            "#".repeat(usize::from(level)),
        );
        self.push(
            Diagnostic::warning(
                "content/heading-order",
                span,
                Text::new(
                    format!("标题跳了级：这里是 `{wrong}`"),
                    format!("this heading skips a level: `{wrong}`"),
                ),
            )
            .hint(format!("改成 `{right}`"), format!("write `{right}`")),
        );
    }

    /// Reports a heading without words.
    pub fn heading_empty(&mut self, span: Span) {
        self.push(
            Diagnostic::warning(
                "content/heading-empty",
                span,
                Text::new("这个标题没有文字", "this heading has no words"),
            )
            .hint("写上文字，或者删掉它", "write words, or delete it"),
        );
    }

    /// Reports a paragraph that looks like a heading.
    pub fn heading_in_disguise(&mut self, span: Span) {
        self.push(
            Diagnostic::warning(
                "content/heading-disguised",
                span,
                Text::new("这一段像标题，但不是标题，听屏幕的人找不到它", "this paragraph looks like a heading but is none, so screen readers cannot find it"),
            )
            .hint("在前面写 `## `", "put `## ` before it"),
        );
    }

    /// Reports a very long sentence.
    pub fn sentence_long(&mut self, span: Span, length: usize) {
        self.push(
            Diagnostic::notice(
                "content/long-sentence",
                span,
                Text::new(
                    format!("这一段里有一句话长达 {length} 个字"),
                    format!("one sentence here has {length} characters"),
                ),
            )
            .hint(
                "拆成几句短话，读得慢的人也能懂",
                "split it, so that slow readers can follow",
            ),
        );
    }

    /// Reports the characters of a page that few readers know, each with its reading where there is one.
    pub fn rare_characters(&mut self, span: Span, rare: &[(char, Option<&str>)]) {
        let list = |none: &str| {
            let each = rare.iter().map(|(character, reading)| {
                let reading = reading.unwrap_or(none);
                format!("`{character}` {reading}")
            });
            each.collect::<Vec<_>>()
        };
        self.push(
            Diagnostic::notice(
                "content/rare-character",
                span,
                Text::new(
                    format!("这一页有不常用的字：{}", list("没有读音").join("、")),
                    format!("rare characters on this page: {}", list("no reading").join(", ")),
                ),
            )
            .hint(
                "换成人人认得的字；换不了，把词和读音写进 `data/pinyin.toml`，页面照它注音，也不再提醒",
                "use a common one; or put the word with its reading into `data/pinyin.toml`, which the page then shows",
            ),
        );
    }

    /// Reports a link without words.
    pub fn link_empty(&mut self, span: Span) {
        self.push(
            Diagnostic::error(
                "content/link-empty",
                span,
                Text::new("这个链接没有文字", "this link has no words"),
            )
            .hint("写成 `[去哪里](地址)`", "write `[where to](address)`"),
        );
    }

    /// Reports a link whose words do not say where it leads.
    pub fn link_says_nothing(&mut self, span: Span, words: &str) {
        self.push(
            Diagnostic::warning(
                "content/link-text",
                span,
                Text::new(
                    format!("链接文字 `{words}` 没说去哪里"),
                    format!("the words `{words}` do not say where the link leads"),
                ),
            )
            .hint(
                "写出对方的标题，如 `[人身安全保护令怎么申请](…)`",
                "write the title of what is there",
            ),
        );
    }

    /// Reports an address shown as it is.
    pub fn link_bare(&mut self, span: Span, url: &str) {
        self.push(
            Diagnostic::warning(
                "content/link-bare",
                span,
                Text::new(
                    format!("`{url}` 是光秃秃的网址，读屏会一个字母一个字母地念"),
                    format!("`{url}` is a bare address, read out letter by letter"),
                ),
            )
            .hint(
                format!("写成 `[网站的名字]({url})`"),
                format!("write `[name of the site]({url})`"),
            ),
        );
    }

    /// Reports a picture without alternative text.
    pub fn alt_missing(&mut self, span: Span, url: &str) {
        self.push(
            Diagnostic::error(
                "content/alt-missing",
                span,
                Text::new(
                    "这张图没有替代文字，看不见图的人不知道图上是什么",
                    "this picture has no alternative text",
                ),
            )
            .hint(
                format!("写成 `![图上是什么]({url})`"),
                format!("write `![what it shows]({url})`"),
            ),
        );
    }

    /// Reports alternative text that describes nothing.
    pub fn alt_is_no_text(&mut self, span: Span, alt: &str) {
        self.push(
            Diagnostic::warning(
                "content/alt-text",
                span,
                Text::new(
                    format!("替代文字 `{alt}` 没有说图上是什么"),
                    format!("the alternative text `{alt}` does not say what the picture shows"),
                ),
            )
            .hint(
                "用一句话说出图上有什么",
                "say in one sentence what is to be seen",
            ),
        );
    }

    /// Reports a table with an empty header cell.
    pub fn table_header_empty(&mut self, span: Span) {
        self.push(
            Diagnostic::warning(
                "content/table-header",
                span,
                Text::new(
                    "表头有空格子，听表格的人不知道那一列是什么",
                    "a header cell of this table is empty",
                ),
            )
            .hint("每一列都写上名字", "name every column"),
        );
    }
}
