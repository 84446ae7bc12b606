//! What keeps readers safe who are in danger from someone at home.

use crate::{
    address,
    diag::Sink,
    settings::Keys,
    source::{Span, Spanned},
};

/// A site that everybody may have open.
const EXIT: &str = "https://www.baidu.com/";

/// The page of the program that shows nothing about the site.
pub const EXIT_PAGE: &str = "exit.html";

/// `[safety]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// Where 安全退出 leads; `None` for the program's own [`EXIT_PAGE`].
    pub exit_url: Option<String>,
    /// The page about safety on the web, from `content/`.
    pub page: Spanned<String>,
    /// Whether sensitive pages ask search engines to stay away.
    pub noindex: bool,
}

impl Safety {
    /// Reads `[safety]`.
    pub fn read(keys: &mut Keys<'_>, sink: &mut Sink) -> Self {
        let mut safety = keys.table("safety", sink);
        let exit = safety.text("exit_url", sink);
        let page = safety.text("page", sink);
        let read = Self {
            exit_url: exit_url(exit, sink),
            page: page.unwrap_or_else(|| Spanned {
                value: "safety.md".to_owned(),
                span: Span::file(keys.span.file),
            }),
            noindex: safety.flag("noindex", sink).unwrap_or(false),
        };
        safety.finish(sink);
        read
    }
}

/// Whoever presses 安全退出 must be away from this site at once: a whole address of another one, or the page made for it.
fn exit_url(written: Option<Spanned<String>>, sink: &mut Sink) -> Option<String> {
    let Some(written) = written else {
        return Some(EXIT.to_owned());
    };
    if written.value == EXIT_PAGE {
        return None;
    }
    let is_safe = address::scheme(&written.value).as_deref() == Some("https")
        && address::host(&written.value).is_some_and(|it| it.contains('.'))
        && !written.value.contains(|it: char| it <= ' ');
    if !is_safe {
        sink.config_exit(written.span, &written.value);
        return Some(EXIT.to_owned());
    }
    Some(written.value)
}
