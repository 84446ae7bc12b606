//! Mistakes that show when all pages are seen together.

use crate::{
    diag::{
        Sink, Text,
        messages::{cut, error, nearest, notice, warning},
    },
    path::OutputPathError,
    source::{FileId, Span},
};

/// What pufa makes itself at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// 404.html.
    Missing,
    /// The search.
    Search,
    /// The page behind 安全退出.
    Exit,
    /// The list of leaflets.
    Downloads,
    /// The stations.
    Stations,
    /// The videos.
    Videos,
    /// The archive.
    Archive,
    /// The terms of a taxonomy.
    Terms,
    /// The laws.
    Laws,
    /// A feed.
    Feed,
    /// The sitemap.
    Sitemap,
}

impl Made {
    fn words(self) -> Text {
        let (zh, en) = match self {
            Self::Missing => ("找不到网页时看到的那一页", "what is shown where no page is"),
            Self::Search => ("搜索页", "the search"),
            Self::Exit => ("“安全退出”去的那一页", "the page behind the quick exit"),
            Self::Downloads => ("传单下载页", "the list of leaflets"),
            Self::Stations => ("驿站页", "the stations"),
            Self::Videos => ("视频页", "the videos"),
            Self::Archive => ("往年文章页", "the archive"),
            Self::Terms => ("标签、人群一类的分类页", "the terms of a taxonomy"),
            Self::Laws => ("法律页", "the laws"),
            Self::Feed => ("订阅文件", "a feed"),
            Self::Sitemap => ("站点地图", "the sitemap"),
        };
        Text::new(zh, en)
    }
}

/// Says why a path is none.
pub(crate) fn path_fault(why: OutputPathError) -> Text {
    match why {
        OutputPathError::Empty => Text::new("里面有空的一段", "a part of it is empty"),
        OutputPathError::Dots => Text::new("不能用 `.` 或 `..`", "`.` and `..` are not allowed"),
        OutputPathError::Character(bad) => Text::new(
            format!("不能用 `{}`", bad.escape_default()),
            format!("`{}` is not allowed", bad.escape_default()),
        ),
        OutputPathError::Reserved => {
            Text::new("Windows 不允许这个名字", "Windows keeps this name for itself")
        }
        OutputPathError::Ending => {
            Text::new("不能以点或空格结尾", "it must not end in a dot or blank")
        }
        OutputPathError::TooLong => Text::new("名字太长", "the name is too long"),
    }
}

impl Sink {
    /// Reports a home page that says of itself that it is not to be published.
    pub(crate) fn home_waits(&mut self, span: Span) {
        self.push(
            error(
                "site/home-waits",
                span,
                "首页不能是草稿，也不能定时、到期：没有首页就没有网站",
                "the home page can be no draft, and neither wait nor expire: there is no site without it",
            )
            .hint("去掉这一行", "take this line away"),
        );
    }

    /// Reports a snippet or transcript that says of itself that it is not to be published.
    pub(crate) fn part_waits(&mut self, span: Span) {
        self.push(
            error(
                "site/part-waits",
                span,
                "这段文字跟着用它的网页发布，自己不能是草稿，也不能定时、到期",
                "this text is published with the pages that use it; it can be no draft itself, and neither wait nor expire",
            )
            .hint(
                "写好了就去掉这一行；没写好，先把用它的那一页设为草稿",
                "take this line away when it is ready; until then let the page that uses it be a draft",
            ),
        );
    }

    /// Reports an address that cannot be written as a file.
    pub(crate) fn slug_impossible(&mut self, span: Span, written: &str, why: OutputPathError) {
        let why = path_fault(why);
        self.push(
            error(
                "site/slug",
                span,
                format!("`{written}` 不能作网址：{}", why.zh),
                format!("`{written}` cannot be an address: {}", why.en),
            )
            .hint(
                "用小写字母、数字和连字符，如 `slug: li-hun`",
                "use lower-case letters, digits and hyphens: `slug: li-hun`",
            ),
        );
    }

    /// Reports two sources that would become one file.
    pub(crate) fn output_taken(
        &mut self,
        span: Span,
        address: &str,
        other: FileId,
        other_path: &str,
    ) {
        self.push(
            error(
                "site/collision",
                span,
                format!("地址 `{address}` 已经被 `{other_path}` 占用"),
                format!("the address `{address}` is taken by `{other_path}`"),
            )
            .related(Span::file(other), "先占用这个地址的文件", "the file that has the address")
            .hint("给其中一页换一个 `slug`", "give one of the two another `slug`"),
        );
    }

    /// Reports a source, or a taxonomy, at the address of a page that pufa makes itself.
    pub(crate) fn address_made(&mut self, span: Span, address: &str, made: Made) {
        let Text { zh, en } = made.words();
        self.push(
            error(
                "site/collision",
                span,
                format!("地址 `{address}` 是程序自己要用的：{zh}"),
                format!("the address `{address}` belongs to a page that pufa makes: {en}"),
            )
            .hint(
                "给文件或文件夹换一个名字，给分类换一个 `slug`",
                "give the file or folder another name, the taxonomy another `slug`",
            ),
        );
    }

    /// Reports a term outside the declared vocabulary.
    pub(crate) fn term_unknown<'a>(
        &mut self,
        span: Span,
        taxonomy: &str,
        written: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let diagnostic = error(
            "site/unknown-term",
            span,
            format!("{taxonomy}里没有 `{written}`"),
            format!("`{written}` is not among the terms of {taxonomy}"),
        );
        let diagnostic = match nearest(written, known) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => diagnostic,
        };
        self.push(
            diagnostic
                .hint("新的词要先写进 `site.toml`", "new terms are declared in `site.toml` first"),
        );
    }

    /// Reports a page without 大白话 where its column asks for it.
    pub(crate) fn plain_missing(&mut self, span: Span, column: &str) {
        self.push(
            warning(
                "content/plain-missing",
                span,
                format!("栏目 `{column}` 的页面要有 `:::大白话`，这里没有"),
                format!("pages of `{column}` need `:::plain`, which is missing here"),
            )
            .hint(
                "在开头写 `:::大白话`，用三句话说清楚",
                "open with `:::plain` and say it in three sentences",
            ),
        );
    }

    /// Reports text that is still that of a new page.
    pub(crate) fn content_scaffold(&mut self, span: Span, text: &str) {
        self.push(
            warning(
                "content/scaffold",
                span,
                format!("`{text}` 是新文章里的样子，还没有改成自己的话"),
                format!("`{text}` is the text of a new page, nobody has written here yet"),
            )
            .hint(
                "改成要说的话；用不着的整块删掉；还没写完就留着 `草稿: 是`",
                "write what is to be said, delete what is not needed, or keep `draft: true`",
            ),
        );
    }

    /// Reports a summary that says nothing.
    pub(crate) fn summary_says_nothing(&mut self, span: Span, written: &str) {
        self.push(
            notice(
                "content/summary",
                span,
                format!("摘要 `{}` 没有说出什么", cut(written)),
                format!("the summary `{}` says nothing", cut(written)),
            )
            .hint(
                "用一两句话说清这一页讲什么、谁用得上；或者删掉这一行，用正文开头的话",
                "say in a sentence or two what the page is about and for whom; or delete the line",
            ),
        );
    }

    /// Reports a term that is explained twice.
    pub(crate) fn glossary_twice(&mut self, span: Span, name: &str) {
        self.push(
            warning(
                "glossary/twice",
                span,
                format!("`{name}` 解释了两次，用的是前一个"),
                format!("`{name}` is explained twice, the first is used"),
            )
            .hint("删掉其中一个", "delete one of them"),
        );
    }

    /// Reports a term that is no word any more.
    pub(crate) fn glossary_long(&mut self, span: Span, (found, most): (usize, usize)) {
        self.push(
            warning(
                "glossary/long",
                span,
                format!("这个名词有 {found} 个字，最多 {most} 个字，所以没有用上"),
                format!("this term has {found} characters, {most} are the most, so it is left out"),
            )
            .hint(
                "只写名词本身，解释写在下面 `: ` 后面",
                "write the term alone, and what it means below it after `: `",
            ),
        );
    }
}

impl Sink {
    /// Reports two outputs at one path, or at paths that Windows or macOS takes for one.
    pub(crate) fn output_twice(&mut self, source: Option<FileId>, path: &str, other: &str) {
        let (zh, en) = if path == other {
            (
                format!("它会写成 `{path}`，那里已经有一个网页或文件"),
                format!("it would become `{path}`, where another page or file stands"),
            )
        } else {
            (
                format!("`{path}` 与 `{other}` 会写成同一个文件"),
                format!("`{path}` and `{other}` would become one file"),
            )
        };
        self.push(
            error("site/output-twice", source.map(Span::file), zh, en)
                .hint("给其中一个换名字", "rename one of them"),
        );
    }
}
