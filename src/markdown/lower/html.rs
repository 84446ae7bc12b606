//! Raw HTML: refused, or cleaned when the configuration permits it.

use comrak::nodes::{AstNode, NodeValue};

use crate::{
    document::{Block, Inline},
    markdown::lower::{Lower, inline::Run},
};

/// Marks that may stand inside a line when raw HTML is permitted; attributes are dropped.
const INLINE_TAGS: [&str; 12] =
    ["sub", "sup", "kbd", "mark", "small", "u", "ruby", "rt", "rp", "ins", "abbr", "bdi"];

/// How many pieces of text and marks may stand between a tag and its end.
const MAX_INSIDE: usize = 200;

impl<'a> Lower<'a> {
    /// Handles a block of raw HTML.
    pub(crate) fn html_block(&mut self, node: &'a AstNode<'a>, html: &str, out: &mut Vec<Block>) {
        if is_comment(html) {
            return;
        }
        if !self.dialect.raw_html {
            let span = self.span(node);
            return self.sink.raw_html(span);
        }
        let clean = ammonia::Builder::default()
            .link_rel(Some("noopener noreferrer external"))
            .clean(html)
            .to_string();
        if !clean.trim().is_empty() {
            out.push(Block::Html(clean));
        }
    }

    /// Handles a tag inside a line; returns the index of the next child to look at.
    pub(crate) fn html_inline(
        &mut self,
        children: &[&'a AstNode<'a>],
        index: usize,
        html: &str,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) -> usize {
        if is_comment(html) {
            return index + 1;
        }
        let name = tag_name(html);
        if name == "br" {
            run.put(Inline::Break, self.span(children[index]), out);
            return index + 1;
        }
        let close = format!("</{name}>");
        let is_open = INLINE_TAGS.contains(&name.as_str()) && !html.starts_with("</");
        let is_close = |it: &&AstNode<'_>| match &it.data().value {
            NodeValue::HtmlInline(other) => other.eq_ignore_ascii_case(&close),
            _ => false,
        };
        // Nobody marks more than some words; without an end each mark would be looked for to the end of the paragraph.
        let mut inside = children[index + 1..].iter().copied().take(MAX_INSIDE);
        let end = match is_open && self.dialect.raw_html {
            true => inside.position(|it| is_close(&it)),
            false => None,
        };
        match end {
            Some(length) => {
                out.push(Inline::Html(format!("<{name}>")));
                for child in &children[index + 1..index + 1 + length] {
                    self.html_child(child, run, out);
                }
                out.push(Inline::Html(close));
                index + length + 2
            }
            None => {
                let span = self.span(children[index]);
                self.sink.raw_html(span);
                index + 1
            }
        }
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.ends_with("-->") && html.matches("-->").count() == 1
}

fn tag_name(html: &str) -> String {
    html.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}
