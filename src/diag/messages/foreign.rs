//! Marks of other programs in a text.

use crate::{
    diag::{
        Sink,
        messages::{cut, warning},
    },
    source::Span,
};

/// What another program's mark is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// A list of headings.
    Contents,
    /// A picture or a page shown here.
    Embedded,
    /// A link to a page by its name.
    WikiLink,
    /// A box; the name of ours.
    Admonition(Option<&'static str>),
    /// A call of a template.
    Shortcode,
    /// A note written inside the text.
    Note,
    /// What only editors read.
    Remark,
    /// A class or another attribute.
    Attributes,
    /// Words marked with colour.
    Highlight,
    /// Bold words with blanks inside, or beside letters.
    Loose,
}

/// A mark, and what ours would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// What it is for.
    pub foreign: Foreign,
    /// What should stand there, where that is clear.
    pub right: Option<String>,
}

impl Mark {
    /// A mark that the editor has to judge.
    pub const fn of(foreign: Foreign) -> Self {
        Self { foreign, right: None }
    }

    /// A mark that can be replaced.
    pub fn with_fix(foreign: Foreign, right: &str) -> Self {
        Self { foreign, right: Some(right.to_owned()) }
    }
}

impl Sink {
    /// Reports a mark that would show as it is typed.
    pub(crate) fn foreign_mark(&mut self, span: Span, written: &str, mark: &Mark) {
        let shown = cut(written);
        let diagnostic = warning(
            "markdown/foreign",
            span,
            format!("`{shown}` 是别的程序的记号，会原样显示"),
            format!("`{shown}` is a mark of another program and would show as it is"),
        );
        let [zh, en] = hint(mark.foreign);
        let diagnostic = match mark.foreign {
            Foreign::Admonition(Some(ours)) => diagnostic.hint(
                format!("这里写 `:::{ours}`，下面写内容（不缩进），最后单独一行 `:::`"),
                format!("write `:::{ours}`, the text below it without indent, and `:::` alone at the end"),
            ),
            _ => diagnostic.hint(zh, en),
        };
        self.push(match &mark.right {
            Some(right) => diagnostic
                .hint("`pufa fix --write` 会改好", "`pufa fix --write` corrects it")
                .fix(span, right),
            None => diagnostic,
        });
    }
}

fn hint(foreign: Foreign) -> [&'static str; 2] {
    match foreign {
        Foreign::Contents => [
            "目录由程序自己列出；不要目录的，在页面信息里写 `目录: 否`",
            "the list of headings is made by itself; `toc: false` in front matter leaves it out",
        ],
        Foreign::Embedded => [
            "图片写成 `![图上是什么](tu.png)`；另一段文字写成 `:::引用 名字`",
            "a picture is `![what it shows](picture.png)`, another text `:::include name`",
        ],
        Foreign::WikiLink => ["写成 `[名字](文件.md)`", "write `[name](file.md)`"],
        Foreign::Admonition(_) => [
            "这里写 `:::提示`，下面写内容（不缩进），最后单独一行 `:::`",
            "write `:::note`, the text below it without indent, and `:::` alone at the end",
        ],
        Foreign::Shortcode => [
            "视频写成 `![标题](short.mp4)`，图片写成 `![说明](tu.png)`，链接写成 `[名字](文件.md)`；其余的删掉",
            "write `![title](short.mp4)`, `![text](picture.png)` or `[name](file.md)`; delete the others",
        ],
        Foreign::Note => [
            "这里写 `[^1]`，文章末尾另起一行写 `[^1]: 注释`",
            "write `[^1]` here and `[^1]: …` on a line of its own at the end",
        ],
        Foreign::Remark => {
            ["只给编辑看的话写成 `<!-- … -->`", "a remark for editors is `<!-- … -->`"]
        }
        Foreign::Attributes => {
            ["样式由主题定，这里不写", "the theme decides how things look, leave it out"]
        }
        Foreign::Highlight => ["重要的字用 `**…**` 加粗", "make important words bold: `**…**`"],
        Foreign::Loose => {
            ["`**` 里面不留空格：`**注意**`", "leave no blanks inside `**`: `**note**`"]
        }
    }
}
