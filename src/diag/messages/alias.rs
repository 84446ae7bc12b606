//! Old addresses that cannot lead to a page.

use crate::{
    diag::{
        Diagnostic, Sink,
        messages::{cut, error, site::path_fault, warning},
    },
    path::OutputPathError,
    source::{FileId, Span},
};

/// Why an old address cannot be led on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alias {
    /// It goes on after `?`, which no file can answer.
    Query,
    /// It goes on after `#`, which no server sees.
    Anchor,
    /// What is encoded in it is not UTF-8.
    Encoding,
    /// It is on another site.
    Elsewhere,
    /// It is a source's name.
    Source,
    /// No file can be called so.
    Impossible(OutputPathError),
}

/// Who has an old address already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken<'a> {
    /// The page itself.
    Own,
    /// The same page, by another entry of the list.
    Twice,
    /// Another page, or another page's old address.
    Other(&'a str),
    /// A page that pufa makes.
    Made,
}

impl Sink {
    /// Reports an old address that cannot be led on.
    pub(crate) fn alias_impossible(&mut self, span: Span, written: &str, why: Alias) {
        let written = cut(written);
        let say = |zh: &str, en: &str| -> Diagnostic {
            error(
                "site/alias",
                span,
                format!("旧网址 `{written}` 不能转到这一页：{zh}"),
                format!("the old address `{written}` cannot lead here: {en}"),
            )
        };
        let gone = |it: Diagnostic| {
            it.hint(
                "这样的旧网址只有在旧的服务器上才能转过来；在这里删掉它",
                "only the old server can lead such an address on; delete it here",
            )
        };
        self.push(match why {
            Alias::Query => gone(say(
                "带 `?` 的网址由旧服务器的程序回答，静态网站分不出来",
                "what follows `?` was answered by a program, files cannot tell it apart",
            )),
            Alias::Encoding => gone(say(
                "里面的 `%` 编码不是 UTF-8",
                "what is encoded with `%` in it is not UTF-8",
            ))
            .hint("也可以直接写汉字：`/旧页/`", "or write the characters themselves"),
            Alias::Impossible(fault) => {
                let fault = path_fault(fault);
                gone(say(&fault.zh, &fault.en))
            }
            Alias::Anchor => say(
                "`#` 后面的部分浏览器不会告诉服务器",
                "browsers do not tell the server what follows `#`",
            )
            .hint("去掉 `#` 和它后面的部分", "leave out `#` and what follows"),
            Alias::Elsewhere => say("它在别的网站上", "it is on another site").hint(
                "别名只写本站从前的网址，从 `/` 开始：`/旧页/`",
                "write old addresses of this site alone, from `/` on: `/old/`",
            ),
            Alias::Source => say("这是源文件的名字", "it is the name of a source").hint(
                "写从前在浏览器里看到的网址：`/旧页/`",
                "write the address as a browser showed it: `/old/`",
            ),
        });
    }

    /// Reports an old address at which there is something already.
    pub(crate) fn alias_taken(&mut self, span: Span, written: &str, taken: Taken<'_>) {
        let delete = ["删掉这个别名", "delete this alias"];
        let diagnostic = match taken {
            Taken::Own => warning(
                "site/alias",
                span,
                format!("别名 `{written}` 就是这一页现在的网址"),
                format!("the alias `{written}` is the address that the page has now"),
            ),
            Taken::Twice => warning(
                "site/alias",
                span,
                format!("别名 `{written}` 写了两次"),
                format!("the alias `{written}` stands twice"),
            ),
            Taken::Other(path) => error(
                "site/alias",
                span,
                format!("别名 `{written}` 已经通到 `{path}`"),
                format!("the alias `{written}` leads to `{path}` already"),
            )
            .related(
                Span::file(FileId::of(path)),
                "用着这个网址的文件",
                "the file that has the address",
            ),
            Taken::Made => error(
                "site/alias",
                span,
                format!("别名 `{written}` 是程序自己做的一个网页"),
                format!("the alias `{written}` is a page that pufa makes itself"),
            ),
        };
        self.push(diagnostic.hint(delete[0], delete[1]));
    }
}
