//! Keys of front matter that pufa does not have, most of them other programs'.

use crate::{
    diag::{
        Diagnostic, Sink,
        messages::{error, near},
    },
    source::Span,
};

/// What another program's key corresponds to here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// The same under this name, in English and Chinese.
    Same(&'static str, &'static str),
    /// Something like it, written in another way.
    Like(&'static str),
    /// Nothing: pufa does it by itself, or not at all.
    Nothing,
}

impl Sink {
    /// Reports a key nobody knows; `foreign` is what it stands for in other programs, `taken` whether ours is there as well.
    pub(crate) fn front_matter_unknown_key<'a>(
        &mut self,
        span: Span,
        key: &str,
        (foreign, taken): (Option<Foreign>, bool),
        known: impl Iterator<Item = &'a str>,
    ) {
        let diagnostic = error(
            "front-matter/unknown-key",
            span,
            format!("页面信息没有 `{key}` 这一项"),
            format!("front matter has no key `{key}`"),
        );
        let own = || {
            ["给自己模板用的放进 `其他:` 里", "what your own templates need goes under `extra:`"]
        };
        self.push(match (foreign, near(key, known)) {
            (Some(Foreign::Same(ours, chinese)), _) => {
                same(diagnostic, (span, key), (ours, chinese), taken)
            }
            (Some(Foreign::Like(ours)), _) => {
                let [zh, en] = alike(ours);
                diagnostic.hint(zh, en)
            }
            (Some(Foreign::Nothing), _) => {
                let [zh, en] = own();
                diagnostic
                    .hint("这里用不着，可以删掉这一行", "it is not needed here, delete the line")
                    .hint(zh, en)
            }
            (None, Some(near)) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            (None, None) => {
                let [zh, en] = own();
                diagnostic.hint(zh, en)
            }
        });
    }
}

/// Adds our name of another program's key, and changes it where ours does not stand there already.
fn same(
    diagnostic: Diagnostic,
    (span, key): (Span, &str),
    (ours, chinese): (&str, &str),
    taken: bool,
) -> Diagnostic {
    if taken {
        return diagnostic.hint(
            format!("在这里叫 `{chinese}`，已经写了；删掉这一行"),
            format!("it is called `{ours}` here, which is there already; delete the line"),
        );
    }
    let right = if key.is_ascii() { ours } else { chinese };
    diagnostic
        .hint(
            format!("在这里叫 `{chinese}`（`{ours}`）；`pufa fix --write` 会改好"),
            format!("it is called `{ours}` here; `pufa fix --write` corrects it"),
        )
        .fix(span, right)
}

/// Says what serves instead of another program's key.
fn alike(ours: &str) -> [&'static str; 2] {
    match ours {
        "tags" => [
            "在这里叫 `标签`（`tags`）：`标签: [婚姻, 彩礼]`；栏目由文件所在的文件夹决定",
            "they are called `tags` here: `tags: [a, b]`; the column is the folder of the file",
        ],
        "slug" => [
            "网址的最后一段写在 `网址`（`slug`），从前的整个网址写在 `别名`（`aliases`）",
            "the last part of the address is `slug`, whole old addresses are `aliases`",
        ],
        "template" => [
            "自己的模板写在 `模板`（`template`）；用主题里现成的，就删掉这一行",
            "a template of your own is `template`; delete the line to use the theme's",
        ],
        "draft" => [
            "没写完、不要公开的写 `草稿: 是`（`draft: true`），否则删掉这一行",
            "what is not to be published has `draft: true`; otherwise delete the line",
        ],
        _ => [
            "不要单独成页的写 `输出: 不输出`（`render: never`）",
            "what is to have no page of its own has `render: never`",
        ],
    }
}
