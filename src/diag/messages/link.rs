//! Links, files, snippets and pictures that lead nowhere.

use jiff::civil::Date;

use crate::{
    diag::{
        Sink, Text,
        messages::{error, grammar, nearest, warning},
    },
    media::picture::PictureError,
    source::Span,
};

/// Why a source has no page that could be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// It is a draft.
    Draft,
    /// Its day has not come.
    Scheduled(Date),
    /// Its day is past.
    Expired(Date),
    /// Its column is one of these.
    Below,
    /// It asks for no page.
    Never,
    /// It is a snippet, a transcript, or has no address.
    NoPage,
}

/// Why nobody else can open an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Private {
    /// It names a file of this machine.
    Machine,
    /// It holds for another program, or for a moment.
    Passing,
    /// It is the file itself.
    Embedded,
}

impl Sink {
    /// Reports a link to a page or file that does not exist.
    pub(crate) fn link_broken<'a>(
        &mut self,
        span: Span,
        written: &str,
        full: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        if self.only_counts("link/broken", span) {
            return;
        }
        let diagnostic = error(
            "link/broken",
            span,
            format!("找不到页面 `{written}`"),
            format!("no page at `{written}`"),
        )
        .label("这里的链接", "linked here");
        let known: Vec<&str> = known.collect();
        let wanted = full.rsplit('/').next().unwrap_or(full);
        let same_name = known.iter().find(|it| it.rsplit('/').next() == Some(wanted)).copied();
        self.push(match same_name.or_else(|| nearest(full, known.iter().copied())) {
            Some(near) => diagnostic.hint(
                format!("最接近的页面是 `@/{near}`"),
                format!("the nearest page is `@/{near}`"),
            ),
            None => diagnostic.hint(
                "写从本页算起的路径 `../rights/a.md`，或从 content 算起的 `@/rights/a.md`",
                "write the path from this page `../rights/a.md`, or from content `@/rights/a.md`",
            ),
        });
    }

    /// Reports a link to a page that is not published.
    pub(crate) fn link_unpublished(&mut self, span: Span, written: &str, held: Held) {
        let Text { zh, en } = held.words();
        self.push(
            error(
                "link/unpublished",
                span,
                format!("`{written}` {zh}，链接会落空"),
                format!("`{written}` {en}, so the link would lead nowhere"),
            )
            .hint("先发布那一页，或者拿掉链接", "publish that page first, or take the link away"),
        );
    }

    /// Reports, in a preview, a link that would lead nowhere if the site were published as it is.
    pub(crate) fn link_waiting(&mut self, span: Span, written: &str, held: Held) {
        let Text { zh, en } = held.words();
        self.push(
            warning(
                "link/waiting",
                span,
                format!("`{written}` {zh}，现在发布的话链接会落空"),
                format!("`{written}` {en}; published now, the link would lead nowhere"),
            )
            .hint(
                "两页一起发布，或者拿掉链接",
                "publish both pages together, or take the link away",
            ),
        );
    }

    /// Reports a link that leaves `content/`.
    pub(crate) fn link_leaves(&mut self, span: Span, written: &str) {
        self.push(
            error(
                "link/outside",
                span,
                format!("`{written}` 指到了 `content/` 外面"),
                format!("`{written}` leads out of `content/`"),
            )
            .hint(
                "把文件放进 `content/` 或 `static/` 再链接",
                "put the file into `content/` or `static/` and link it there",
            ),
        );
    }

    /// Reports a link without an address.
    pub(crate) fn link_nowhere(&mut self, span: Span) {
        self.push(
            error("link/nowhere", span, "这个链接没有写地址", "this link has no address").hint(
                "写上文章的路径或者网址：`[怎么离婚](li-hun.md)`",
                "write a page's path or an address: `[divorce](li-hun.md)`",
            ),
        );
    }

    /// Reports an address of a kind that may run code or does not work on the web.
    pub(crate) fn link_scheme(&mut self, span: Span, scheme: &str) {
        self.push(
            error(
                "link/scheme",
                span,
                format!("不能链接到 `{scheme}:` 地址"),
                format!("`{scheme}:` addresses cannot be linked"),
            )
            .hint("可以用 `https:`、`tel:`、`mailto:`", "use `https:`, `tel:` or `mailto:`"),
        );
    }

    /// Reports an address that only the editor's machine can open.
    pub(crate) fn link_private(&mut self, span: Span, written: &str, private: Private) {
        let mut shown: String = written.chars().take(32).collect();
        if shown.len() < written.len() {
            shown.push('…');
        }
        let (zh, en) = match private {
            Private::Machine => (
                "是您电脑上的地址，读者打不开",
                "is an address of your own computer, readers cannot open it",
            ),
            Private::Passing => (
                "是别的程序里的临时地址，读者打不开",
                "is an address inside another program, readers cannot open it",
            ),
            Private::Embedded => (
                "是直接写在文字里的文件，不能这样用",
                "is a file written into the text, which does not work here",
            ),
        };
        self.push(
            error("link/private", span, format!("`{shown}` {zh}"), format!("`{shown}` {en}")).hint(
                "把文件存到这一页旁边，这里只写文件名，如 `tu.png`",
                "save the file beside this page and write its name alone: `picture.png`",
            ),
        );
    }

    /// Reports an anchor that its page does not have.
    pub(crate) fn anchor_broken<'a>(
        &mut self,
        span: Span,
        anchor: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        if self.only_counts("link/anchor", span) {
            return;
        }
        let diagnostic = error(
            "link/anchor",
            span,
            format!("那一页没有 `#{anchor}` 这个位置"),
            format!("that page has no place `#{anchor}`"),
        );
        self.push(match nearest(anchor, known) {
            Some(near) => diagnostic
                .hint(format!("最接近的是 `#{near}`"), format!("the nearest is `#{near}`")),
            None => diagnostic.hint(
                "位置就是标题的文字，或标题后面的 `{#名字}`",
                "a place is a heading's text, or its `{#name}`",
            ),
        });
    }

    /// Reports a file that does not exist.
    pub(crate) fn file_missing(
        &mut self,
        span: Span,
        written: &str,
        near: impl FnOnce() -> Option<String>,
    ) {
        if self.only_counts("file/missing", span) {
            return;
        }
        let diagnostic = error(
            "file/missing",
            span,
            format!("找不到文件 `{written}`"),
            format!("no file at `{written}`"),
        );
        self.push(match near() {
            Some(near) => diagnostic.hint(
                format!("最接近的文件是 `@/{near}`"),
                format!("the nearest file is `@/{near}`"),
            ),
            None => diagnostic.hint("把文件放在这一页旁边", "put the file beside this page"),
        });
    }

    /// Reports a page where only a file can stand.
    pub(crate) fn file_is_page(&mut self, span: Span, written: &str) {
        self.push(
            error("file/page", span, format!("`{written}` 是一篇文章，这里要一个文件"), format!("`{written}` is a page, a file is wanted here"))
            .hint(
                "文字稿和视频同名，或者放进有 `index.md` 的文件夹，就不算文章；要指到那一页，写链接 `[名字](文章.md)`",
                "a transcript has its video's name or lies in a folder with an `index.md`; to lead to the page, write a link `[name](page.md)`",
            ),
        );
    }

    /// Reports a file that could be listed but not read.
    pub(crate) fn asset_unreadable(&mut self, span: Span, path: &str, why: &str) {
        let why = grammar::system(why);
        self.push(
            error(
                "file/unreadable",
                span,
                format!("读不了 `{path}`：{}", why.zh),
                format!("cannot read `{path}`: {}", why.en),
            )
            .hint("再试一次；检查文件是否完整", "try again; check that the file is whole"),
        );
    }

    /// Reports a snippet that does not exist.
    pub(crate) fn snippet_missing<'a>(
        &mut self,
        span: Span,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        if self.only_counts("include/missing", span) {
            return;
        }
        let diagnostic = error(
            "include/missing",
            span,
            format!("没有片段 `{name}`"),
            format!("there is no snippet `{name}`"),
        );
        self.push(match nearest(name, known) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => diagnostic.hint(
                format!("在 `content/_snippets/` 里新建 `{name}.md`"),
                format!("make `{name}.md` in `content/_snippets/`"),
            ),
        });
    }

    /// Reports a snippet that includes itself.
    pub(crate) fn snippet_loop(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "include/loop",
                span,
                format!("片段 `{name}` 引用了自己，没有尽头"),
                format!("the snippet `{name}` includes itself without end"),
            )
            .hint("去掉其中一处 `:::引用`", "take one `:::include` away"),
        );
    }

    /// Reports a snippet that is left out, because it stands in too many others or brings too many with it.
    pub(crate) fn snippet_too_deep(&mut self, span: Span, name: &str, deepest: usize, most: usize) {
        self.push(
            error(
                "include/too-deep",
                span,
                format!("片段套片段太深或太多，`{name}` 没有放进来"),
                format!("too many snippets in snippets, so `{name}` is left out"),
            )
            .hint(
                format!("最多套 {deepest} 层，一页最多 {most} 个；把里面的话直接写出来"),
                format!("at most {deepest} deep and {most} on a page; write the words here"),
            ),
        );
    }

    /// Reports a table that does not exist.
    pub(crate) fn data_missing<'a>(
        &mut self,
        span: Span,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        if self.only_counts("data/missing", span) {
            return;
        }
        let diagnostic = error(
            "data/missing",
            span,
            format!("找不到表格 `{name}`"),
            format!("no table `{name}`"),
        );
        self.push(match nearest(name, known) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => diagnostic.hint(
                "把 CSV 文件放在这一页旁边，或 `data/` 里",
                "put the CSV file beside this page or into `data/`",
            ),
        });
    }

    /// Reports a file of words for the search or of readings, which is no table for readers.
    pub(crate) fn data_own_reader(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "data/no-table",
                span,
                format!("`{name}` 是给搜索和注音用的，不能当表格放进页面"),
                format!("`{name}` is for the search and for readings, no table of a page"),
            )
            .hint(
                "把要给读者看的写进另一个 CSV 文件，放在这一页旁边",
                "write what readers shall see into a CSV file of its own beside the page",
            ),
        );
    }

    /// Reports a data file that is no table.
    pub(crate) fn data_no_table(&mut self, span: Span, name: &str) {
        self.push(
            error(
                "data/no-table",
                span,
                format!("`{name}` 不是 CSV 表格"),
                format!("`{name}` is no CSV table"),
            )
            .hint("`:::表格` 只能用 `.csv` 文件", "`:::csv` takes `.csv` files only"),
        );
    }

    /// Reports a picture of another site.
    pub(crate) fn picture_outside(&mut self, span: Span, written: &str) {
        self.push(
            error("picture/outside", span, format!("图片 `{written}` 在别的网站上"), format!("the picture `{written}` is on another site"))
            .hint(
                "把它存到这一页旁边再用：从别处加载会让对方知道谁看了这一页，对方删了图也就没了",
                "save it beside this page: loading it from elsewhere tells others who reads the page",
            ),
        );
    }

    /// Reports a file shown as a picture that is none.
    pub(crate) fn picture_is_none(&mut self, span: Span, written: &str) {
        self.push(
            error(
                "picture/none",
                span,
                format!("`{written}` 不是图片"),
                format!("`{written}` is no picture"),
            )
            .hint(
                "要给人下载的话，写成链接 `[名字](文件)`",
                "to offer it for download, write a link `[name](file)`",
            ),
        );
    }

    /// Reports a picture that cannot be shown.
    pub(crate) fn picture_unreadable(&mut self, span: Span, path: &str, why: &PictureError) {
        let (zh, en, hint_zh, hint_en) = match why {
            PictureError::Format(kind) => (
                format!("不是网页能用的图片（{}）", kind.unwrap_or("不认识的格式")),
                format!("is no picture of the web ({})", kind.unwrap_or("unknown format")),
                "另存为 JPEG 或 PNG",
                "save it as JPEG or PNG",
            ),
            PictureError::TooLarge { width, height } => (
                format!("有 {width}×{height} 像素，太大"),
                format!("has {width}×{height} pixels, too many"),
                "缩小到宽 3000 像素以内",
                "scale it to at most 3000 pixels across",
            ),
            PictureError::Corrupt => (
                "已损坏或不完整".to_owned(),
                "is damaged or cut off".to_owned(),
                "重新复制或导出这张图",
                "copy or export it again",
            ),
            PictureError::NoSize => (
                "没有写宽和高".to_owned(),
                "says neither how wide nor how high it is".to_owned(),
                "在 `<svg>` 里写 `viewBox=\"0 0 640 360\"`",
                "write `viewBox=\"0 0 640 360\"` into `<svg>`",
            ),
        };
        self.push(
            error(
                "picture/unreadable",
                span,
                format!("图片 `{path}` {zh}"),
                format!("the picture `{path}` {en}"),
            )
            .hint(hint_zh, hint_en),
        );
    }
}

impl Held {
    /// Tells why a page is not there, after its name.
    fn words(self) -> Text {
        match self {
            Self::Draft => Text::new("还是草稿", "is a draft"),
            Self::Scheduled(day) => {
                Text::new(format!("{day} 才发布"), format!("is published on {day}"))
            }
            Self::Expired(day) => Text::new(format!("{day} 已到期"), format!("expired on {day}")),
            Self::Below => Text::new("所在的栏目没有发布", "is in a column that is not published"),
            Self::Never => Text::new("设为不输出", "is set to be never rendered"),
            Self::NoPage => Text::new("不是网页", "is no page of its own"),
        }
    }
}
