//! Directives, `:::name` … `:::`, that are not understood.

use crate::{
    diag::{
        Sink,
        messages::{error, nearest, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports a directive that does not exist.
    pub(crate) fn directive_unknown<'a>(
        &mut self,
        span: Span,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let diagnostic = error(
            "directive/unknown",
            span,
            format!("没有 `:::{name}` 这种指令"),
            format!("there is no directive `:::{name}`"),
        );
        self.push(match nearest(name, known) {
            Some(near) => diagnostic
                .hint(format!("最接近的是 `:::{near}`"), format!("the nearest is `:::{near}`")),
            None => diagnostic.hint(
                "`pufa explain directive/unknown` 列出全部指令",
                "`pufa explain directive/unknown` lists all of them",
            ),
        });
    }

    /// Reports a directive by the name that it has elsewhere.
    pub(crate) fn directive_elsewhere(&mut self, span: Span, name: &str, ours: &str, right: &str) {
        self.push(
            error(
                "directive/unknown",
                span,
                format!("没有 `:::{name}` 这种指令"),
                format!("there is no directive `:::{name}`"),
            )
            .hint(
                format!("这里叫 `:::{ours}`；`pufa fix --write` 会改好"),
                format!("here it is `:::{ours}`; `pufa fix --write` corrects it"),
            )
            .fix(span, right),
        );
    }

    /// Reports an attribute that the directive does not have.
    pub(crate) fn directive_attribute<'a>(
        &mut self,
        span: Span,
        name: &str,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.collect();
        let diagnostic = error(
            "directive/attribute",
            span,
            format!("`:::{name}` 没有 `{key}` 这个选项"),
            format!("`:::{name}` has no option `{key}`"),
        );
        self.push(if known.is_empty() {
            diagnostic.hint("它没有选项", "it has no options")
        } else if let Some(near) = nearest(key, known.iter().copied()) {
            diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
        } else {
            let list = known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
            diagnostic
                .hint(format!("可以写 {}", list.join("、")), format!("it has {}", list.join(", ")))
        });
    }

    /// Reports an attribute's value that cannot be read.
    pub(crate) fn directive_value(&mut self, span: Span, written: &str, zh: &str, en: &str) {
        self.push(error(
            "directive/value",
            span,
            format!("这里应写作 {zh}，不是 `{written}`"),
            format!("write {en} here, not `{written}`"),
        ));
    }

    /// Reports a directive whose body has the wrong shape.
    fn directive_shape(&mut self, span: Span, name: &str, zh: &str, en: &str) {
        self.push(error(
            "directive/shape",
            span,
            format!("`:::{name}` 里要有{zh}"),
            format!("`:::{name}` needs {en}"),
        ));
    }

    /// Reports steps without a list.
    pub(crate) fn directive_without_list(&mut self, span: Span, name: &str) {
        self.directive_shape(
            span,
            name,
            "一个编号列表，每一步一行：`1. …`",
            "a numbered list, one step a line: `1. …`",
        );
    }

    /// Reports questions and answers that begin with neither.
    pub(crate) fn directive_without_question(&mut self, span: Span, name: &str) {
        self.directive_shape(span, name, "先写一行 `问：…`", "a line `问：…` first");
    }

    /// Reports text inside a directive that has none.
    pub(crate) fn directive_body(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "directive/body",
                span,
                format!("`:::{name}` 里面的文字没有输出"),
                format!("the text inside `:::{name}` was left out"),
            )
            .hint(
                format!("`:::{name}` 只占一行，文字写在它后面"),
                format!("`:::{name}` is one line, write the text behind it"),
            ),
        );
    }

    /// Reports a directive that does not say what it is about.
    pub(crate) fn directive_subject(&mut self, span: Span, name: &str) {
        let (zh, en) = match name {
            "引用" | "include" => (
                "片段的名字：`:::引用 hotline-note`",
                "a snippet's name: `:::include hotline-note`",
            ),
            "表格" | "csv" => {
                ("表格文件：`:::表格 days.csv`", "a table's file: `:::csv days.csv`")
            }
            "法条" | "law" => {
                ("法条：`:::法条 《民法典》第三条`", "an article: `:::law 《民法典》第三条`")
            }
            _ => ("文件或网址：`:::视频 short.mp4`", "a file or address: `:::video short.mp4`"),
        };
        self.push(error(
            "directive/subject",
            span,
            format!("`:::{name}` 后面要写{zh}"),
            format!("`:::{name}` needs {en}"),
        ));
    }

    /// Reports a directive that is never closed.
    pub(crate) fn directive_unclosed(&mut self, span: Span) {
        self.push(
            error(
                "directive/unclosed",
                span,
                "从这里开始的指令没有结束",
                "the directive that starts here never ends",
            )
            .hint("在它的内容后面单独写一行 `:::`", "write a line `:::` behind its text"),
        );
    }

    /// Reports a closing fence without a directive.
    pub(crate) fn directive_stray(&mut self, span: Span) {
        self.push(
            warning(
                "directive/stray",
                span,
                "这个 `:::` 前面没有开始的指令",
                "this `:::` closes nothing",
            )
            .hint("删掉它，或者补上开始的一行", "delete it, or write the opening line"),
        );
    }

    /// Reports a panel outside a leaflet.
    pub(crate) fn panel_outside(&mut self, span: Span) {
        self.push(
            error(
                "directive/panel-outside",
                span,
                "`:::版面` 只能写在 `:::传单` 里面",
                "`:::panel` stands inside `:::leaflet` only",
            )
            .hint(
                "在它外面写 `:::传单 trifold` 和 `:::`",
                "put `:::leaflet trifold` and `:::` around it",
            ),
        );
    }

    /// Reports words after `:::法条` that cite nothing.
    pub(crate) fn statute_directive(&mut self, span: Span, written: &str) {
        self.push(
            error(
                "directive/statute",
                span,
                format!("`{written}` 里看不出是哪部法律的哪一条"),
                format!("`{written}` names no article of a law"),
            )
            .hint(
                "写成 `:::法条 《民法典》第一千零七十九条`",
                "write `:::law 《民法典》第一千零七十九条`",
            ),
        );
    }
}
