//! Mistakes in `site.toml`.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{grammar, nearest},
    },
    source::Span,
};

impl Sink {
    /// Reports TOML that cannot be read, or a key that does not exist. `why` is the parser's own sentence.
    pub fn config_syntax(&mut self, span: Span, why: &str) {
        if let Some(unknown) = why
            .strip_prefix("unknown field `")
            .and_then(|it| it.split('`').next())
        {
            let known: Vec<&str> = why.split('`').skip(3).step_by(2).collect();
            let mut diagnostic = Diagnostic::error(
                "config/unknown-key",
                span,
                Text::new(
                    format!("`site.toml` 没有 `{unknown}` 这一项"),
                    format!("`site.toml` has no key `{unknown}`"),
                ),
            );
            if let Some(near) = nearest(unknown, known.iter().copied()) {
                diagnostic = diagnostic.hint(
                    format!("最接近的是 `{near}`"),
                    format!("the nearest is `{near}`"),
                );
            }
            return self.push(diagnostic);
        }
        let why = grammar::plain(why);
        self.push(
            Diagnostic::error(
                "config/syntax",
                span,
                Text::new("`site.toml` 这里读不懂", "`site.toml` cannot be read here"),
            )
            .label(why.zh, why.en)
            .hint(
                "文字写在英文双引号里：`title = \"普法\"`",
                "text stands in straight double quotes: `title = \"普法\"`",
            ),
        );
    }

    /// Reports a time zone nobody knows.
    pub fn config_timezone(&mut self, span: Span, name: &str) {
        self.push(
            Diagnostic::warning(
                "config/timezone",
                span,
                Text::new(
                    format!("没有时区 `{name}`，按北京时间算"),
                    format!("no time zone `{name}`, counting in Beijing time"),
                ),
            )
            .hint(
                "写成 `timezone = \"Asia/Shanghai\"`",
                "write `timezone = \"Asia/Shanghai\"`",
            ),
        );
    }

    /// Reports an address that cannot be the site's.
    pub fn config_base_url(&mut self, span: Span, url: &str) {
        self.push(
            Diagnostic::error(
                "config/base-url",
                span,
                Text::new(
                    format!("`{url}` 不能作网站地址"),
                    format!("`{url}` cannot be the address of a site"),
                ),
            )
            .hint(
                "写成 `base_url = \"https://www.example.org/pufa/\"`",
                "write `base_url = \"https://www.example.org/pufa/\"`",
            ),
        );
    }

    /// Reports a severity nobody knows.
    pub fn config_rule(&mut self, span: Span, code: &str, word: &str) {
        self.push(
            Diagnostic::error(
                "config/rule",
                span,
                Text::new(
                    format!("`{code}` 不能设为 `{word}`"),
                    format!("`{code}` cannot be set to `{word}`"),
                ),
            )
            .hint(
                "可以写 `error`、`warning` 或 `notice`",
                "write `error`, `warning` or `notice`",
            ),
        );
    }
}
