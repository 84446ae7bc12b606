//! Mistakes in the facts about laws: `content/laws/registry.toml`, and `[[laws.law]]` in `site.toml`.

use jiff::civil::Date;

use crate::{
    diag::{
        Sink,
        messages::{cut, error, nearest, warning},
    },
    source::Span,
};

/// What cannot be true together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Contradiction<'a> {
    /// Two entries of one law.
    LawTwice(&'a str),
    /// Two versions of one day.
    VersionTwice(Date),
    /// In force before it was made public.
    InForceBefore {
        /// The day it came into force.
        effective: Date,
        /// The day it was made public.
        promulgated: Date,
    },
    /// No longer law before it was one.
    RepealedBefore {
        /// First day on which it was no longer law.
        repealed: Date,
        /// The day of its first version.
        first: Date,
    },
    /// Not the number of an inserted article.
    Inserted(&'a str),
    /// Not a folder's name.
    Slug(&'a str),
}

impl Contradiction<'_> {
    fn sentences(self) -> (String, String) {
        match self {
            Self::LawTwice(short) => (
                format!("《{}》写了两次，后一次不算", cut(short)),
                format!("{} stands twice, the second does not count", cut(short)),
            ),
            Self::VersionTwice(day) => (
                format!("{day} 公布的版本写了两次，后一次不算"),
                format!("the version of {day} stands twice, the second does not count"),
            ),
            Self::InForceBefore { effective, promulgated } => (
                format!("施行日 {effective} 早于公布日 {promulgated}"),
                format!("in force on {effective}, before it was made public on {promulgated}"),
            ),
            Self::RepealedBefore { repealed, first } => (
                format!("废止日 {repealed} 早于公布日 {first}"),
                format!("repealed on {repealed}, before it was made public on {first}"),
            ),
            Self::Inserted(text) => (
                format!("`{}` 不是增加的条", cut(text)),
                format!("`{}` is no inserted article", cut(text)),
            ),
            Self::Slug(text) => (
                format!("`{}` 不能作文件夹名", cut(text)),
                format!("`{}` cannot be the name of a folder", cut(text)),
            ),
        }
    }

    fn hint(self) -> (&'static str, &'static str) {
        match self {
            Self::LawTwice(_) => ("合成一段", "make one entry of both"),
            Self::VersionTwice(_) => {
                ("合成一段，或改 `promulgated`", "make one of both, or correct `promulgated`")
            }
            Self::InForceBefore { .. } | Self::RepealedBefore { .. } => {
                ("照官方文本改其中一个日期", "correct one of the days by the official text")
            }
            Self::Inserted(_) => {
                ("第一百三十三条之一写成 `\"133-1\"`", "write 第一百三十三条之一 as `\"133-1\"`")
            }
            Self::Slug(_) => (
                "只用小写字母、数字和 `-`：`slug = \"minfadian\"`",
                "use small letters, digits and `-` only: `slug = \"minfadian\"`",
            ),
        }
    }
}

impl Sink {
    /// Reports facts about a law that cannot be true together.
    pub(crate) fn law_facts(&mut self, span: Span, contradiction: Contradiction<'_>) {
        let ((zh, en), (hint_zh, hint_en)) = (contradiction.sentences(), contradiction.hint());
        self.push(error("law/facts", span, zh, en).hint(hint_zh, hint_en));
    }

    /// Reports facts that name a law nobody knows.
    pub(crate) fn law_facts_unknown<'a>(
        &mut self,
        span: Span,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let shown = cut(name);
        let diagnostic = error(
            "law/facts",
            span,
            format!("没有登记过《{shown}》"),
            format!("no law is known as {shown}"),
        );
        self.push(match nearest(name, known) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是《{near}》"), format!("the nearest is {near}"))
            }
            None => diagnostic.hint(
                "写那部法的简称，也就是它的 `short`",
                "write that law's short name, its `short`",
            ),
        });
    }

    /// Warns of a kind of law that is not among the `known`.
    pub(crate) fn law_kind(&mut self, span: Span, kind: &str, known: &[&str]) {
        let shown = cut(kind);
        let diagnostic = warning(
            "law/facts",
            span,
            format!("没有 `{shown}` 这一类法"),
            format!("`{shown}` is no kind of law"),
        );
        self.push(diagnostic.hint(
            format!("可以写 {}", known.join("、")),
            format!("write one of {}", known.join(", ")),
        ));
    }
}
