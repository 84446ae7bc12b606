//! Mistakes in a theme.

use crate::{
    diag::{Diagnostic, Sink, Text},
    source::Span,
};

impl Sink {
    /// Reports a theme that does not exist.
    pub fn theme_missing(&mut self, name: &str) {
        self.push(
            Diagnostic::error(
                "theme/missing",
                None,
                Text::new(
                    format!("没有主题 `themes/{name}/`"),
                    format!("there is no theme `themes/{name}/`"),
                ),
            )
            .hint(
                "在 `site.toml` 里写 `theme = \"default\"`，或者建好这个文件夹",
                "write `theme = \"default\"` in `site.toml`, or make the folder",
            ),
        );
    }

    /// Reports a file of words that cannot be read.
    pub fn theme_words(&mut self, span: Span, why: &str) {
        self.push(
            Diagnostic::error(
                "theme/words",
                span,
                Text::new(
                    "主题的文字文件读不懂",
                    "the theme's file of words cannot be read",
                ),
            )
            .label(why, why)
            .hint(
                "一行一项：`search = \"搜索\"`",
                "one entry a line: `search = \"搜索\"`",
            ),
        );
    }

    /// Reports a template that cannot be compiled or rendered. `why` is the template engine's own sentence.
    pub fn template(&mut self, span: Span, path: &str, line: usize, why: &str) {
        self.push(
            Diagnostic::error(
                "theme/template",
                span,
                Text::new(
                    format!("模板 `{path}` 第 {line} 行出错：{why}"),
                    format!("the template `{path}` fails at line {line}: {why}"),
                ),
            )
            .hint(
                "改正模板，或者删掉它，用自带的",
                "correct the template, or delete it to use the built-in one",
            ),
        );
    }

    /// Reports a template that a page asks for and the theme lacks.
    pub fn template_missing(&mut self, span: Span, name: &str) {
        self.push(
            Diagnostic::error(
                "theme/template-missing",
                span,
                Text::new(
                    format!("主题里没有模板 `{name}`"),
                    format!("the theme has no template `{name}`"),
                ),
            )
            .hint(
                format!("建好 `themes/default/templates/{name}`，或者去掉这一项"),
                format!("make `themes/default/templates/{name}`, or take the entry away"),
            ),
        );
    }
}
