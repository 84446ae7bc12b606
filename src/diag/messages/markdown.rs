//! Mistakes in the body of a page.

use crate::{
    diag::{
        Sink,
        messages::{error, notice, warning},
    },
    source::{Source, Span},
};

impl Sink {
    /// Reports a page above the limit.
    pub(crate) fn page_too_large(&mut self, source: &Source, limit: usize) {
        let (size, limit) = (source.text.len() >> 10, limit >> 10);
        self.push(
            error(
                "markdown/too-large",
                Span::file(source.id),
                format!("这一页有 {size} KB，超过上限 {limit} KB"),
                format!("this page has {size} KB, more than the limit of {limit} KB"),
            )
            .hint("把它拆成几页", "split it into several pages"),
        );
    }

    /// Reports a page with more lines than the limit.
    pub(crate) fn page_too_long(&mut self, source: &Source, lines: usize, limit: usize) {
        self.push(
            error(
                "markdown/too-large",
                Span::file(source.id),
                format!("这一页有 {lines} 行，超过上限 {limit} 行"),
                format!("this page has {lines} lines, more than the limit of {limit}"),
            )
            .hint("把它拆成几页", "split it into several pages"),
        );
    }

    /// Reports more footnotes than the limit.
    pub(crate) fn footnotes_too_many(&mut self, span: Span, limit: usize) {
        self.push(
            error(
                "markdown/too-many-footnotes",
                span,
                format!("这一页的脚注超过上限 {limit} 处，都没有读取"),
                format!("this page has more than the limit of {limit} footnotes, so none was read"),
            )
            .hint("把它拆成几页", "split it into several pages"),
        );
    }

    /// Reports blocks or marks inside each other beyond the limit.
    pub(crate) fn markdown_too_deep(&mut self, span: Span) {
        self.push(
            error(
                "markdown/too-deep",
                span,
                "这里套得太深，里面的内容没有输出",
                "this is nested too deeply, what is inside was left out",
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
            error(
                "markdown/raw-html",
                span,
                "正文里不能写 HTML，这里没有输出",
                "raw HTML is not allowed in pages, this was left out",
            )
            .hint("用 Markdown 或 `:::` 指令来写", "write it in Markdown or as a `:::` directive")
            .hint(
                "确实需要时，在 `site.toml` 的 `[markdown]` 里写 `raw_html = true`",
                "if it must be, set `raw_html = true` under `[markdown]` in `site.toml`",
            ),
        );
    }

    /// Reports a full-width slip with its correction.
    pub(crate) fn full_width(&mut self, span: Span, written: &str, right: &str) {
        self.push(
            warning(
                "markdown/full-width",
                span,
                format!("`{written}` 不是 Markdown 记号，会原样显示"),
                format!("`{written}` is not Markdown and would show as it is"),
            )
            .hint(
                format!("应写作 `{right}`；`pufa fix --write` 会改好"),
                format!("write `{right}`; `pufa fix --write` corrects it"),
            )
            .fix(span, right),
        );
    }

    /// Reports a heading of level 1 in the body.
    pub(crate) fn heading_first_level(&mut self, span: Span) {
        self.push(
            warning(
                "content/heading-title",
                span,
                "正文的标题从 `##` 开始；`#` 是页面的标题",
                "headings in a page start at `##`; `#` is the page's own title",
            )
            .hint("改成 `##`", "write `##`"),
        );
    }

    /// Reports a first heading that says the title again.
    pub(crate) fn heading_repeats_title(&mut self, span: Span) {
        self.push(
            warning(
                "content/heading-title",
                span,
                "这一行和页面的标题一样，网页上会出现两遍",
                "this line is the page's title again and would stand there twice",
            )
            .hint(
                "删掉这一行，标题已经写在最上面了；`pufa fix --write` 会删掉",
                "delete it, the title stands on top already; `pufa fix --write` does so",
            )
            .fix(span, ""),
        );
    }

    /// Reports a link to a website without `https://`.
    pub(crate) fn link_without_scheme(&mut self, span: Span, url: &str) {
        self.push(
            warning(
                "markdown/no-scheme",
                span,
                format!("网址 `{url}` 前面少了 `https://`，已当作网站的地址"),
                format!("`{url}` lacks `https://`, it was taken for a website"),
            )
            .hint(
                format!("写作 `https://{url}`；`pufa fix --write` 会改好"),
                format!("write `https://{url}`; `pufa fix --write` corrects it"),
            )
            .fix(span, format!("https://{url}")),
        );
    }

    /// Reports a heading that skips a level.
    pub(crate) fn heading_skipped(&mut self, span: Span, above: u8, level: u8) {
        let (right, wrong) = ("#".repeat(usize::from(above) + 1), "#".repeat(usize::from(level)));
        self.push(
            warning(
                "content/heading-order",
                span,
                format!("标题跳了级：这里是 `{wrong}`"),
                format!("this heading skips a level: `{wrong}`"),
            )
            .hint(format!("改成 `{right}`"), format!("write `{right}`")),
        );
    }

    /// Reports a heading without words.
    pub(crate) fn heading_empty(&mut self, span: Span) {
        self.push(
            warning("content/heading-empty", span, "这个标题没有文字", "this heading has no words")
                .hint("写上文字，或者删掉它", "write words, or delete it"),
        );
    }

    /// Reports a paragraph that looks like a heading.
    pub(crate) fn heading_in_disguise(&mut self, span: Span) {
        self.push(
            warning(
                "content/heading-disguised",
                span,
                "这一段像标题，但不是标题，听屏幕的人找不到它",
                "this paragraph looks like a heading but is none, so screen readers cannot find it",
            )
            .hint("在前面写 `## `", "put `## ` before it"),
        );
    }

    /// Reports a very long sentence.
    pub(crate) fn sentence_long(&mut self, span: Span, length: usize) {
        self.push(
            notice(
                "content/long-sentence",
                span,
                format!("这一段里有一句话长达 {length} 个字"),
                format!("one sentence here has {length} characters"),
            )
            .hint("拆成几句短话，读得慢的人也能懂", "split it, so that slow readers can follow"),
        );
    }

    /// Reports the characters of a page that few readers know, each with its reading where there is one.
    pub(crate) fn rare_characters(&mut self, span: Span, rare: &[(char, Option<&str>)]) {
        let list = |none: &str| {
            let each = rare.iter().map(|(character, reading)| {
                let reading = reading.unwrap_or(none);
                format!("`{character}` {reading}")
            });
            each.collect::<Vec<_>>()
        };
        self.push(
            notice("content/rare-character", span, format!("这一页有不常用的字：{}", list("没有读音").join("、")), format!("rare characters on this page: {}", list("no reading").join(", ")))
            .hint(
                "换成人人认得的字；换不了，把词和读音写进 `data/pinyin.toml`，页面照它注音，也不再提醒",
                "use a common one; or put the word with its reading into `data/pinyin.toml`, which the page then shows",
            ),
        );
    }

    /// Reports a link without words.
    pub(crate) fn link_empty(&mut self, span: Span) {
        self.push(
            error("content/link-empty", span, "这个链接没有文字", "this link has no words")
                .hint("写成 `[去哪里](地址)`", "write `[where to](address)`"),
        );
    }

    /// Reports a link whose words do not say where it leads.
    pub(crate) fn link_says_nothing(&mut self, span: Span, words: &str) {
        self.push(
            warning(
                "content/link-text",
                span,
                format!("链接文字 `{words}` 没说去哪里"),
                format!("the words `{words}` do not say where the link leads"),
            )
            .hint(
                "写出对方的标题，如 `[人身安全保护令怎么申请](…)`",
                "write the title of what is there",
            ),
        );
    }

    /// Reports an address shown as it is.
    pub(crate) fn link_bare(&mut self, span: Span, url: &str) {
        self.push(
            warning(
                "content/link-bare",
                span,
                format!("`{url}` 是光秃秃的网址，读屏会一个字母一个字母地念"),
                format!("`{url}` is a bare address, read out letter by letter"),
            )
            .hint(
                format!("写成 `[网站的名字]({url})`"),
                format!("write `[name of the site]({url})`"),
            ),
        );
    }

    /// Reports a picture without alternative text.
    pub(crate) fn alt_missing(&mut self, span: Span, url: &str) {
        self.push(
            error(
                "content/alt-missing",
                span,
                "这张图没有替代文字，看不见图的人不知道图上是什么",
                "this picture has no alternative text",
            )
            .hint(
                format!("写成 `![图上是什么]({url})`"),
                format!("write `![what it shows]({url})`"),
            ),
        );
    }

    /// Reports alternative text that describes nothing.
    pub(crate) fn alt_is_no_text(&mut self, span: Span, alt: &str) {
        self.push(
            warning(
                "content/alt-text",
                span,
                format!("替代文字 `{alt}` 没有说图上是什么"),
                format!("the alternative text `{alt}` does not say what the picture shows"),
            )
            .hint("用一句话说出图上有什么", "say in one sentence what is to be seen"),
        );
    }

    /// Reports a name under which two footnotes are written.
    pub(crate) fn footnote_twice(&mut self, span: Span, name: &str, first: Span) {
        self.push(
            warning(
                "markdown/footnote-twice",
                span,
                format!("`[^{name}]` 的注文写了两次，这一次没有用上"),
                format!("`[^{name}]` is defined twice, this definition is not used"),
            )
            .related(first, "用的是这一条", "this one is used")
            .hint(
                "给它换一个名字，提到它的地方也换；或者删掉一条",
                "give it another name, where it is mentioned too, or delete one",
            ),
        );
    }

    /// Reports a mention of a footnote that nothing defines.
    pub(crate) fn footnote_missing(&mut self, span: Span, name: &str) {
        self.push(
            warning(
                "markdown/footnote-missing",
                span,
                format!("`[^{name}]` 没有注文，会原样显示"),
                format!("`[^{name}]` is defined nowhere and would show as it is"),
            )
            .hint(
                format!("另起一段写 `[^{name}]: 注文`；不是脚注就写 `\\[^{name}]`"),
                format!("write a paragraph `[^{name}]: …`, or `\\[^{name}]` if it is no footnote"),
            ),
        );
    }

    /// Reports a footnote that nothing mentions.
    pub(crate) fn footnote_unused(&mut self, span: Span, name: &str) {
        self.push(
            warning(
                "markdown/footnote-unused",
                span,
                format!("没有一处提到 `[^{name}]`，这条注不会显示"),
                format!("nothing mentions `[^{name}]`, so this note is not shown"),
            )
            .hint(
                format!("在正文里要注的词后面写 `[^{name}]`；不要了就删掉"),
                format!("write `[^{name}]` behind the word it explains, or delete it"),
            ),
        );
    }

    /// Reports a chosen anchor that something else has.
    pub(crate) fn heading_id_taken(&mut self, span: Span, chosen: &str, given: &str) {
        self.push(
            warning(
                "markdown/heading-id",
                span,
                format!("位置 `#{chosen}` 已经有了，这个标题的位置成了 `#{given}`"),
                format!("`#{chosen}` is taken, this heading got `#{given}`"),
            )
            .hint(
                "换一个别处没有用的名字；指向它的链接也换",
                "choose a name of its own, in the links to it too",
            ),
        );
    }

    /// Reports a row with more cells than the head, with the row as it should be where that is known.
    pub(crate) fn table_row(
        &mut self,
        span: Span,
        found: usize,
        expected: usize,
        right: Option<&str>,
    ) {
        let diagnostic = warning(
            "markdown/table-row",
            span,
            format!("这一行有 {found} 格，表头有 {expected} 格，多出的不会显示"),
            format!("this row has {found} cells, the header has {expected}; the rest is not shown"),
        );
        self.push(match right {
            Some(right) => diagnostic
                .hint(
                    format!("格子里的 `|` 要写作 `\\|`：`{right}`；`pufa fix --write` 会改好"),
                    format!(
                        "write a `|` in a cell as `\\|`: `{right}`; `pufa fix --write` corrects it"
                    ),
                )
                .fix(span, right),
            None => diagnostic.hint(
                "表头补上一列；格子里的 `|` 要写作 `\\|`",
                "add a column to the header; write a `|` in a cell as `\\|`",
            ),
        });
    }

    /// Reports lines that look like a table and are none; `right` goes to `at`.
    pub(crate) fn table_unmarked(&mut self, span: Span, at: Span, right: &str) {
        self.push(
            warning(
                "markdown/table-rule",
                span,
                "这几行像表格，可是没有表头下面的 `|---|`，会显示成文字",
                "these lines look like a table, but without `|---|` below its header they show as text",
            )
            .hint(
                "每一行写作 `| 甲 | 乙 |`，第一行下面加一行 `|---|---|`；`pufa fix --write` 会改好",
                "write each line as `| one | two |`, with `|---|---|` below the first; `pufa fix --write` corrects it",
            )
            .fix(at, right),
        );
    }

    /// Reports a line that `---` below it may have made a heading by mistake.
    pub(crate) fn underlined(&mut self, span: Span, text: &str) {
        self.push(
            warning(
                "markdown/underline",
                span,
                format!("下面的 `---` 把 `{text}` 变成了标题"),
                format!("the `---` below turns `{text}` into a heading"),
            )
            .hint(
                format!("要标题，写作 `## {text}`；要一条横线，在 `---` 上面空一行"),
                format!("for a heading write `## {text}`; for a line across leave a line empty above `---`"),
            ),
        );
    }

    /// Reports text that four blanks before it turn into code.
    pub(crate) fn indented_text(&mut self, span: Span, right: &str) {
        self.push(
            warning(
                "markdown/indented",
                span,
                "这几行前面的空格太多，会显示成代码",
                "so many blanks before these lines turn them into code",
            )
            .hint(
                "删掉行首的空格；`pufa fix --write` 会改好",
                "delete the blanks; `pufa fix --write` corrects it",
            )
            .hint("真是代码，就写在两行 `` ``` `` 之间", "code goes between two lines of `` ``` ``")
            .fix(span, right),
        );
    }

    /// Reports a table with an empty header cell.
    pub(crate) fn table_header_empty(&mut self, span: Span) {
        self.push(
            warning(
                "content/table-header",
                span,
                "表头有空格子，听表格的人不知道那一列是什么",
                "a header cell of this table is empty",
            )
            .hint("每一列都写上名字", "name every column"),
        );
    }
}
