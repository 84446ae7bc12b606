//! 核对: what a page says about who checked its law, and when.

use jiff::civil::Date;

use crate::{
    diag::{Sink, messages::error},
    source::Span,
};

/// What a page lacks whose column wants a second pair of eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Who checked it.
    Reviewer,
    /// Who wrote it, so that one can see that these are two.
    Author,
    /// Somebody else than the author.
    Other,
    /// The day of the check.
    Day,
}

impl Sink {
    /// Reports a check that has yet to come.
    pub(crate) fn review_to_come(&mut self, span: Span, day: Date, now: Date) {
        self.push(
            error(
                "front-matter/review-to-come",
                span,
                format!("`核对` 写的是 {day}，还没到；今天是 {now}"),
                format!("`reviewed` says {day}, which is yet to come; today is {now}"),
            )
            .hint(
                "写真正核对过的那一天；今天的日子不对，就是电脑的日期要调",
                "write the day when the law was really checked; if today is wrong, set this computer's clock",
            ),
        );
    }

    /// Reports a page of a column that wants a second pair of eyes, and does not say that it had one.
    pub(crate) fn review_lacks(&mut self, span: Span, column: &str, lack: Lack) {
        let [zh, en] = match lack {
            Lack::Reviewer => ["没有写核对的人", "which are not named here"],
            Lack::Author => ["没有写作者，看不出是不是另一个人", "but the author is not named"],
            Lack::Other => ["核对的就是作者自己", "but here they are the author"],
            Lack::Day => ["没有写哪天核对的", "but not on which day"],
        };
        let [hint_zh, hint_en] = match lack {
            Lack::Reviewer => ["在页面信息里加一行 `核对人: …`", "add a line `reviewers: …`"],
            Lack::Author => ["在页面信息里加一行 `作者: …`", "add a line `authors: …`"],
            Lack::Other => {
                ["请另一个人对照法律原文看一遍", "let somebody else compare it with the law"]
            }
            Lack::Day => ["在页面信息里加一行 `核对: …`", "add a line `reviewed: …`"],
        };
        self.push(
            error(
                "front-matter/two-people",
                span,
                format!("栏目 `{column}` 的页面要由作者以外的人核对，这里{zh}"),
                format!("pages of `{column}` are checked by others than their author, {en}"),
            )
            .hint(hint_zh, hint_en),
        );
    }
}
