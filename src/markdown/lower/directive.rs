//! Directives → blocks.

use std::ops::Range;

use comrak::nodes::AstNode;

use crate::{
    document::{Block, Inline, Leaflet, Panel, ReferenceId, ReferenceKind, Video},
    markdown::{
        directive::{self, Kind, Opening},
        lower::Lower,
    },
    source::Span,
};

/// The opening line of a directive with its place.
pub(super) struct Head<'a> {
    pub opening: Opening<'a>,
    line_start: usize,
}

impl<'a> Lower<'a> {
    /// Lowers one directive.
    pub(crate) fn directive(&mut self, node: &'a AstNode<'a>, out: &mut Vec<Block>) {
        let (line_start, line) = self.places.first_line(node.data().sourcepos);
        let head = Head { opening: directive::opening(line), line_start };
        let Some(kind) = directive::find(head.opening.name) else {
            self.unknown(&head);
            let blocks = self.blocks(node);
            return out.extend(blocks);
        };
        for attribute in &head.opening.attributes {
            if directive::attribute(kind, attribute.key).is_none() {
                let span = self.at(&head, &attribute.range);
                self.sink.directive_attribute(
                    span,
                    head.opening.name,
                    attribute.key,
                    directive::attributes(kind),
                );
            }
        }
        let block = self.directive_of(kind, &head, node);
        out.extend(block);
    }

    /// Tells a name that there is not; other generators write `:::tip[标题]` and `:::{tip}`.
    fn unknown(&mut self, head: &Head<'_>) {
        let opening = &head.opening;
        let (name, title) = opening.name.split_once('[').unwrap_or((opening.name, ""));
        let (name, range) = match opening.attributes.first() {
            Some(first) if name.is_empty() => {
                (first.key, opening.name_range.start..first.range.end + 1)
            }
            Some(_) | None => (name, opening.name_range.clone()),
        };
        let title = title.trim_end_matches(']');
        let line = &self.source.text[head.line_start..];
        let is_whole = range.len() == name.len()
            || line.get(..range.end).is_some_and(|it| it.ends_with([']', '}']));
        match directive::elsewhere(name) {
            Some(ours) if is_whole => {
                let right = [ours, title].join(" ");
                let span = self.at(head, &range);
                self.sink.directive_elsewhere(span, name, ours, right.trim());
            }
            Some(_) | None => {
                let span = self.at(head, &opening.name_range);
                self.sink.directive_unknown(span, opening.name, directive::names());
            }
        }
    }

    fn directive_of(
        &mut self,
        kind: Kind,
        head: &Head<'a>,
        node: &'a AstNode<'a>,
    ) -> Option<Block> {
        Some(match kind {
            Kind::Callout(kind) => {
                Block::Callout { kind, title: words(head.opening.title), blocks: self.blocks(node) }
            }
            Kind::Steps => self.steps(head, node)?,
            Kind::Faq => self.faq(head, node)?,
            Kind::Details => self.details(head, node),
            Kind::Help => {
                let lines = attribute(kind, head, "lines").map(split_list);
                Block::Help {
                    title: words(head.opening.title),
                    lines: lines.unwrap_or_default().into(),
                    blocks: self.blocks(node),
                }
            }
            Kind::Include => Block::Include(self.subject(ReferenceKind::Snippet, head, node)?),
            Kind::Data => self.data(head, node)?,
            Kind::Statute => self.statute(head, node)?,
            Kind::Video => self.video(head, node)?,
            Kind::Leaflet => self.leaflet(head, node),
            Kind::Panel => {
                let span = self.at(head, &head.opening.name_range);
                self.sink.panel_outside(span);
                return None;
            }
        })
    }

    fn details(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Block {
        let summary = match head.opening.title {
            "" => "展开",
            title => title,
        };
        Block::Details {
            summary: words(summary),
            open: self.yes(Kind::Details, head, "open"),
            blocks: self.blocks(node),
        }
    }

    fn data(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Option<Block> {
        let title = head.opening.title;
        let parts = title.split_once(char::is_whitespace);
        let (file, caption) = parts.unwrap_or((title, ""));
        let reference = self.subject(ReferenceKind::Data, head, node)?;
        self.document.references[reference.index()].written = file.to_owned();
        let caption = words(caption.trim());
        Some(Block::Data { reference, caption })
    }

    /// Notes the thing that a directive without a body names.
    fn subject(
        &mut self,
        kind: ReferenceKind,
        head: &Head<'a>,
        node: &'a AstNode<'a>,
    ) -> Option<ReferenceId> {
        if node.first_child().is_some() {
            let span = self.at(head, &head.opening.name_range);
            self.sink.directive_body(span, head.opening.name);
        }
        if head.opening.title.is_empty() {
            let span = self.at(head, &head.opening.name_range);
            self.sink.directive_subject(span, head.opening.name);
            return None;
        }
        let span = self.at(head, &head.opening.title_range);
        Some(self.reference(kind, head.opening.title, span))
    }

    fn statute(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Option<Block> {
        let found = self.scanner.block(head.opening.title);
        let Some(first) = found.into_iter().next() else {
            if self.subject(ReferenceKind::Snippet, head, node).is_some() {
                self.document.references.pop();
                let span = self.at(head, &head.opening.title_range);
                self.sink.statute_directive(span, head.opening.title);
            }
            return None;
        };
        self.subject(ReferenceKind::Statute(Box::new(first.citation)), head, node)
            .map(Block::Statute)
    }

    fn video(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Option<Block> {
        let (file, title) =
            head.opening.title.split_once(char::is_whitespace).unwrap_or((head.opening.title, ""));
        let (file, title) = (
            file.to_owned(),
            attribute(Kind::Video, head, "title").unwrap_or(title).trim().to_owned(),
        );
        let reference = self.subject(ReferenceKind::Video, head, node)?;
        self.document.references[reference.index()].written = file;
        let mut video = Video::plain(reference, title);
        video.poster = self.file(head, "poster", ReferenceKind::Image);
        video.captions = self.file(head, "captions", ReferenceKind::File);
        video.transcript = self.file(head, "transcript", ReferenceKind::File);
        video.chapters = self.file(head, "chapters", ReferenceKind::File);
        video.sign_language = self.yes(Kind::Video, head, "sign");
        if let Some(written) = attribute(Kind::Video, head, "duration") {
            video.duration_s = seconds(written);
            if video.duration_s.is_none() {
                let span = self.value_span(Kind::Video, head, "duration");
                self.sink.directive_value(span, written, "`1:20`", "`1:20`");
            }
        }
        Some(Block::Video(Box::new(video)))
    }

    fn file(&mut self, head: &Head<'a>, name: &str, kind: ReferenceKind) -> Option<ReferenceId> {
        let written = attribute(Kind::Video, head, name)?;
        let span = self.value_span(Kind::Video, head, name);
        Some(self.reference(kind, written, span))
    }

    fn leaflet(&mut self, head: &Head<'a>, node: &'a AstNode<'a>) -> Block {
        let span = self.at(head, &head.opening.name_range);
        let mut panels = vec![Panel { name: String::new(), blocks: Vec::new(), span }];
        for child in node.children() {
            let (line_start, line) = self.places.first_line(child.data().sourcepos);
            let inner = Head { opening: directive::opening(line), line_start };
            let is_directive =
                matches!(child.data().value, comrak::nodes::NodeValue::BlockDirective(_));
            if is_directive && directive::find(inner.opening.name) == Some(Kind::Panel) {
                let span = self.at(&inner, &inner.opening.title_range);
                let blocks = self.blocks(child);
                panels.push(Panel { name: inner.opening.title.to_owned(), blocks, span });
            } else {
                let mut blocks = Vec::new();
                self.block(child, &mut blocks);
                panels[0].blocks.extend(blocks);
            }
        }
        if panels[0].blocks.is_empty() && panels.len() > 1 {
            panels.remove(0);
        }
        Block::Leaflet(Box::new(Leaflet { formats: split_list(head.opening.title), panels, span }))
    }

    fn yes(&mut self, kind: Kind, head: &Head<'a>, name: &str) -> bool {
        let Some(written) = attribute(kind, head, name) else {
            return false;
        };
        match written {
            "" | "是" | "有" | "yes" | "true" => true,
            "否" | "无" | "no" | "false" => false,
            _ => {
                let span = self.value_span(kind, head, name);
                self.sink.directive_value(span, written, "`是` 或 `否`", "`yes` or `no`");
                false
            }
        }
    }

    fn value_span(&self, kind: Kind, head: &Head<'a>, name: &str) -> Span {
        let found = head
            .opening
            .attributes
            .iter()
            .find(|it| directive::attribute(kind, it.key) == Some(name));
        self.at(head, found.map_or(&head.opening.name_range, |it| &it.value_range))
    }

    pub(super) fn at(&self, head: &Head<'_>, range: &Range<usize>) -> Span {
        self.source.span(head.line_start + range.start..head.line_start + range.end)
    }
}

/// Turns words behind a directive's name into running text; marks in them mean nothing.
pub(super) fn words(text: &str) -> Vec<Inline> {
    match text {
        "" => Vec::new(),
        text => vec![Inline::Text(text.to_owned())],
    }
}

fn attribute<'a>(kind: Kind, head: &Head<'a>, name: &str) -> Option<&'a str> {
    head.opening
        .attributes
        .iter()
        .find(|it| directive::attribute(kind, it.key) == Some(name))
        .map(|it| it.value)
}

fn split_list(text: &str) -> Vec<String> {
    let parts = text.split([',', '，', '、', ' ', '\u{3000}']);
    parts.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Reads `1:20`, `80`, `1分20秒`.
fn seconds(text: &str) -> Option<u32> {
    let folded = text.replace(['分', '：'], ":").replace('秒', "");
    let mut total = 0_u32;
    for part in folded.trim_end_matches(':').split(':') {
        total = total.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    let only_minutes = text.ends_with('分');
    Some(if only_minutes { total * 60 } else { total })
}
