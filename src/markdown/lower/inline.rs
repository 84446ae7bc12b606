//! Running text.

use comrak::nodes::{AstNode, NodeLink, NodeValue};

use crate::{
    document::{Inline, ReferenceKind, plain_text},
    markdown::{
        cite::{self, Segment},
        lint,
        lower::{Lower, MAX_DEPTH, accident::is_accident},
    },
    source::Span,
};

/// One run of inline content: a paragraph, a heading, a cell.
#[derive(Default)]
pub struct Run {
    /// Plain text for citations; links, code and pictures are U+FFFC.
    pub projection: String,
    /// Where the pieces of the projection come from.
    pub segments: Vec<Segment>,
    last: Option<char>,
    pending_break: bool,
    /// Addresses in the words of a link are words.
    in_link: bool,
}

impl<'a> Lower<'a> {
    /// Lowers the inline children of a node, with citations marked.
    pub fn inlines(&mut self, parent: &'a AstNode<'a>) -> Vec<Inline> {
        let mut run = Run::default();
        let mut out = Vec::new();
        self.run_inlines(parent, &mut run, &mut out);
        self.check_mentions(&run);
        self.cite(&run, &mut out);
        out
    }

    /// Lowers inline children without looking for citations: the words of a link.
    fn plain_inlines(&mut self, parent: &'a AstNode<'a>) -> Vec<Inline> {
        let mut run = Run { in_link: true, ..Run::default() };
        let mut out = Vec::new();
        self.run_inlines(parent, &mut run, &mut out);
        out
    }

    /// Marks the citations of a run and notes them, and the quotations tied to them, as references.
    fn cite(&mut self, run: &Run, out: &mut Vec<Inline>) {
        debug_assert_eq!(
            run.projection.len(),
            cite::length(out),
            "places in the plain text are places in the tree"
        );
        let found = self.scanner.block(&run.projection);
        if found.is_empty() {
            self.introduced = None;
            return;
        }
        let first = self.document.references.len();
        for it in &found {
            let span = cite::span(&run.segments, it.range.clone());
            let kind = ReferenceKind::Citation(Box::new(it.citation.clone()));
            self.reference(kind, &run.projection[it.range.clone()], span);
        }
        let id = |index: usize| crate::document::ReferenceId::new(first + index);
        for quoted in self.scanner.quotations(&run.projection, &found) {
            let text = run.projection[quoted.range.clone()].replace('\u{fffc}', "");
            let span = cite::span(&run.segments, quoted.range);
            let kind =
                ReferenceKind::Quotation { text: text.clone(), citation: id(quoted.citation) };
            self.reference(kind, text, span);
        }
        self.introduced = self.scanner.introduces(&run.projection, &found).map(id);
        let ranges: Vec<_> =
            found.iter().enumerate().map(|(index, it)| (it.range.clone(), id(index))).collect();
        cite::mark(out, &ranges);
    }

    fn run_inlines(&mut self, parent: &'a AstNode<'a>, run: &mut Run, out: &mut Vec<Inline>) {
        if self.depth >= MAX_DEPTH {
            return self.report_depth(parent);
        }
        self.depth += 1;
        let children: Vec<_> = parent.children().collect();
        let mut skip_until = 0;
        for (index, child) in children.iter().enumerate() {
            if index < skip_until {
                continue;
            }
            if let NodeValue::HtmlInline(html) = &child.data().value {
                let html = html.clone();
                skip_until = self.html_inline(&children, index, &html, run, out);
                continue;
            }
            self.inline(child, run, out);
        }
        self.depth -= 1;
    }

    /// Lowers a child that stands between two tags of raw HTML.
    pub(crate) fn html_child(
        &mut self,
        node: &'a AstNode<'a>,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        self.inline(node, run, out);
    }

    fn inline(&mut self, node: &'a AstNode<'a>, run: &mut Run, out: &mut Vec<Inline>) {
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) => self.text(text, self.places.span(data.sourcepos), run, out),
            NodeValue::SoftBreak if self.breaks.contains(&data.sourcepos.start.line) => {
                run.put(Inline::Break, self.places.span(data.sourcepos), out);
            }
            NodeValue::SoftBreak => run.pending_break = true,
            NodeValue::LineBreak => {
                run.put(Inline::Break, self.places.span(data.sourcepos), out);
            }
            NodeValue::Code(code) => {
                let code = Inline::Code(code.literal.clone());
                self.opaque(node, code, run, out);
            }
            NodeValue::Emph => self.marked(node, "*", Inline::Emphasis, run, out),
            NodeValue::Strong => self.marked(node, "**", Inline::Strong, run, out),
            NodeValue::Strikethrough => self.marked(node, "~~", Inline::Strikethrough, run, out),
            // 15~30 天: a tilde alone is a range. comrak would strike it out, unless it is told to lower it.
            NodeValue::Subscript => self.written(node, "~", run, out),
            NodeValue::Link(link) => self.link(node, link, run, out),
            NodeValue::Image(link) => {
                let (alt, url, span) =
                    (alt_text(node), self.destination(node, link), self.span(node));
                lint::alt(&alt, &url, span, self.sink);
                let reference = self.reference(ReferenceKind::Image, url, span);
                self.opaque(node, Inline::Image { reference, alt }, run, out);
            }
            NodeValue::FootnoteReference(footnote) => {
                if let Some(index) = self.notes.mention(&footnote.name) {
                    self.opaque(node, Inline::Footnote(index), run, out);
                }
            }
            // Everything else is switched off in the options or is a block.
            _ => self.run_inlines(node, run, out),
        }
    }

    /// Lowers what stands between marks; the blank of a line broken before them stays outside.
    fn marked(
        &mut self,
        node: &'a AstNode<'a>,
        mark: &str,
        make: fn(Vec<Inline>) -> Inline,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        let range = self.span(node).range();
        let is_bar = self.source.text[range.start..].starts_with('_');
        let mark = if is_bar { &"__"[..mark.len()] } else { mark };
        if is_accident(&self.source.text, range, mark) {
            return self.written(node, mark, run, out);
        }
        self.end_break(node, run, out);
        let mut inlines = Vec::new();
        self.run_inlines(node, run, &mut inlines);
        out.push(make(inlines));
    }

    /// Lowers what stands between marks that mean nothing, and the marks with it.
    fn written(&mut self, node: &'a AstNode<'a>, mark: &str, run: &mut Run, out: &mut Vec<Inline>) {
        let span = self.span(node);
        let (start, end) = (span.start as usize, span.end as usize);
        let at = |from: usize, to: usize| Span::new(self.source.id, from..to);
        self.end_break(node, run, out);
        run.put_text(mark, at(start, (start + mark.len()).min(end)), out);
        self.run_inlines(node, run, out);
        run.put_text(mark, at(end.saturating_sub(mark.len()).max(start), end), out);
    }

    fn link(
        &mut self,
        node: &'a AstNode<'a>,
        link: &NodeLink,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        let url = self.destination(node, link);
        let url = self.with_scheme(node, url);
        let reference = self.reference(ReferenceKind::Link, url, self.span(node));
        let mut inlines = self.plain_inlines(node);
        if let Some(Inline::Text(last)) = inlines.last_mut() {
            last.truncate(last.trim_end().len());
        }
        let has_picture = inlines.iter().any(|it| matches!(it, Inline::Image { .. }));
        let words = if has_picture { "图".to_owned() + &link.url } else { plain_text(&inlines) };
        lint::link(&words, &link.url, self.document.references[reference.index()].span, self.sink);
        self.opaque(node, Inline::Link { reference, inlines }, run, out);
    }

    /// Returns where a link or picture leads. `..\a.md`, a path of Windows, is read from the source: for Markdown `\.` is a dot.
    fn destination(&self, node: &AstNode<'_>, link: &NodeLink) -> String {
        let written = self.source.text.get(self.span(node).range());
        let raw = written
            .and_then(|it| it.rsplit_once("]("))
            .map(|it| it.1.split([' ', ')']).next().unwrap_or_default());
        match raw {
            Some(raw) if raw.starts_with(".\\") || raw.contains("..\\") => raw.replace('\\', "/"),
            _ => link.url.clone(),
        }
    }

    /// Returns the address of a website also when its `https://` is missing, which is told.
    fn with_scheme(&mut self, node: &'a AstNode<'a>, url: String) -> String {
        if !cite::is_website(&url) {
            return url;
        }
        let span = self.span(node);
        let written = &self.source.text[span.range()];
        // What is written otherwise, with `&amp;` for example, cannot be mended in place.
        if let Some(at) = written.rfind(&url) {
            self.sink.link_without_scheme(span.slice(at..at + url.len()), &url);
        }
        format!("https://{url}")
    }

    /// Adds something that citations cannot reach into, with the blank before it if a line was broken there.
    fn opaque(
        &mut self,
        node: &'a AstNode<'a>,
        inline: Inline,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        self.end_break(node, run, out);
        run.put(inline, self.span(node), out);
        run.last = last_char(node).or(run.last);
    }

    /// Adds the blank of a line that was broken before `node`, where one belongs there.
    fn end_break(&mut self, node: &'a AstNode<'a>, run: &mut Run, out: &mut Vec<Inline>) {
        if run.take_break(first_char(node)) {
            let start = self.span(node).range().start;
            run.put_text(" ", Span::new(self.source.id, start..start), out);
        }
    }

    fn text(&mut self, text: &str, span: Span, run: &mut Run, out: &mut Vec<Inline>) {
        // The style sheet indents, not the editor.
        let kept = match run.last {
            None | Some('\n') => text.trim_start_matches(['\u{3000}', ' ']),
            Some(_) => text,
        };
        let cut = text.len() - kept.len();
        let span =
            if span.range().len() == text.len() { span.slice(cut..text.len()) } else { span };
        let text = kept;
        let exact = self.source.text.get(span.range()).is_some_and(|it| it == text);
        if text.is_empty() {
            return;
        }
        if run.take_break(text.chars().next()) {
            let start = span.start as usize;
            run.put_text(" ", Span::new(span.file, start..start), out);
        }
        count(text, &mut self.document.length);
        let mut at = 0;
        let addresses = if run.in_link { Vec::new() } else { cite::addresses(text) };
        for url in addresses {
            let piece =
                |range: std::ops::Range<usize>| if exact { span.slice(range) } else { span };
            run.put_text(&text[at..url.start], piece(at..url.start), out);
            let written = &text[url.clone()];
            let reference = self.reference(
                ReferenceKind::Link,
                cite::full_address(written),
                piece(url.clone()),
            );
            if written.contains("://") || written.starts_with("www.") {
                self.sink.link_bare(piece(url.clone()), written);
            }
            let link = Inline::Link { reference, inlines: vec![Inline::Text(written.to_owned())] };
            run.put(link, piece(url.clone()), out);
            at = url.end;
        }
        let rest = if exact { span.slice(at..text.len()) } else { span };
        run.put_text(&text[at..], rest, out);
    }

    pub(super) fn report_depth(&mut self, node: &AstNode<'_>) {
        if !self.too_deep {
            self.too_deep = true;
            let span = self.span(node);
            self.sink.markdown_too_deep(span);
        }
    }
}

impl Run {
    /// Adds an inline to the tree, and what stands for it to the plain text.
    pub(crate) fn put(&mut self, inline: Inline, span: Span, out: &mut Vec<Inline>) {
        self.push(cite::stand_in(&inline), span);
        out.push(inline);
    }

    fn put_text(&mut self, text: &str, span: Span, out: &mut Vec<Inline>) {
        self.push(text, span);
        push_text(out, text);
    }

    fn push(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        let exact = |span: Span, len: usize| span.range().len() == len;
        match self.segments.last_mut() {
            // Marks that mean nothing cut a text into thousands of pieces.
            Some(last)
                if last.at + last.len == self.projection.len()
                    && last.span.end == span.start
                    && exact(last.span, last.len)
                    && exact(span, text.len()) =>
            {
                last.len += text.len();
                last.span.end = span.end;
            }
            _ => self.segments.push(Segment { at: self.projection.len(), len: text.len(), span }),
        }
        self.projection.push_str(text);
        self.last = text.chars().next_back();
    }

    /// Ends a soft line break: tells whether a blank belongs there. Between Chinese characters there is none.
    fn take_break(&mut self, next: Option<char>) -> bool {
        let pending = std::mem::take(&mut self.pending_break);
        pending && !(self.last.is_some_and(joins) && next.is_some_and(joins))
    }
}

/// Tells whether a line broken at this character is joined without a blank. Korean separates words by blanks.
fn joins(char: char) -> bool {
    matches!(char,
        '\u{2e80}'..='\u{31ff}' | '\u{3200}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
        && !matches!(char, '\u{3130}'..='\u{318f}' | '\u{ffa0}'..='\u{ffdc}')
}

fn push_text(out: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Inline::Text(last)) = out.last_mut() {
        last.push_str(text);
    } else {
        out.push(Inline::Text(text.to_owned()));
    }
}

/// Counts what there is to read.
pub fn count(text: &str, length: &mut crate::document::Length) {
    let mut in_word = false;
    for char in text.chars() {
        let han = matches!(char, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}');
        let word = !han && char.is_alphanumeric();
        length.han += u32::from(han);
        length.words += u32::from(word && !in_word);
        in_word = word;
    }
}

/// Returns the words of a picture's alternative text.
pub(crate) fn alt_text<'a>(node: &'a AstNode<'a>) -> String {
    let mut alt = String::new();
    for child in node.descendants().skip(1) {
        match &child.data().value {
            NodeValue::Text(text) => alt.push_str(text),
            NodeValue::Code(code) => alt.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => alt.push(' '),
            _ => {}
        }
    }
    alt.trim().to_owned()
}

fn first_char<'a>(node: &'a AstNode<'a>) -> Option<char> {
    node.descendants().find_map(|it| match &it.data().value {
        NodeValue::Text(text) => text.chars().next(),
        NodeValue::Code(code) => code.literal.chars().next(),
        _ => None,
    })
}

fn last_char<'a>(node: &'a AstNode<'a>) -> Option<char> {
    let mut last = None;
    for it in node.descendants() {
        match &it.data().value {
            NodeValue::Text(text) => last = text.chars().next_back().or(last),
            NodeValue::Code(code) => last = code.literal.chars().next_back().or(last),
            _ => {}
        }
    }
    last
}
