//! Blocks that Markdown itself knows.

use comrak::nodes::{AlertType, AstNode, ListType, NodeAlert, NodeCodeBlock, NodeList, NodeValue};

use crate::{
    document::{
        Block, CalloutKind, Description, Heading, Inline, List, ListItem, ReferenceKind, Video,
        plain_text,
    },
    markdown::{
        lint,
        lower::{Lower, MAX_DEPTH, inline},
        slug::{self, slug},
    },
    media::platform,
};

/// Endings of files that a picture's mark turns into a video.
const VIDEO_ENDINGS: [&str; 4] = [".mp4", ".m4v", ".webm", ".mov"];

impl<'a> Lower<'a> {
    /// Lowers one block, appending what it becomes.
    pub fn block(&mut self, node: &'a AstNode<'a>, out: &mut Vec<Block>) {
        if self.depth >= MAX_DEPTH {
            return self.report_depth(node);
        }
        self.depth += 1;
        self.block_inner(node, out);
        self.depth -= 1;
    }

    fn block_inner(&mut self, node: &'a AstNode<'a>, out: &mut Vec<Block>) {
        let data = node.data();
        let block = match &data.value {
            NodeValue::Paragraph => return out.extend(self.paragraph(node)),
            NodeValue::Heading(heading) if heading.setext && self.is_underlined_text(node) => {
                out.extend(self.running(node));
                Block::Rule
            }
            NodeValue::Heading(heading) => self.heading(node, heading.level),
            NodeValue::ThematicBreak => Block::Rule,
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => self.quote(node),
            NodeValue::List(list) => self.list(node, list),
            NodeValue::DescriptionList => self.description_list(node),
            NodeValue::CodeBlock(code) => {
                self.check_indented(node, code);
                code_block(code)
            }
            NodeValue::Table(table) => self.table(node, &table.alignments),
            NodeValue::HtmlBlock(html) => return self.html_block(node, &html.literal, out),
            NodeValue::Alert(alert) => self.alert(node, alert),
            NodeValue::BlockDirective(_) => return self.directive(node, out),
            // Definitions are lowered after the body; the rest is switched off or stands inside its parent.
            NodeValue::FootnoteDefinition(_) => return,
            _ => return out.extend(self.blocks(node)),
        };
        out.push(block);
    }

    /// `> [!NOTE]`, as some editors know it.
    fn alert(&mut self, node: &'a AstNode<'a>, alert: &NodeAlert) -> Block {
        let kind = match alert.alert_type {
            AlertType::Note | AlertType::Tip => CalloutKind::Note,
            AlertType::Important | AlertType::Warning | AlertType::Caution => CalloutKind::Warning,
        };
        let title = alert.title.clone().map(|it| vec![Inline::Text(it)]);
        Block::Callout { kind, title: title.unwrap_or_default(), blocks: self.blocks(node) }
    }

    fn paragraph(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        let mut children = node.children();
        if let (Some(only), None) = (children.next(), children.next()) {
            let data = only.data();
            match &data.value {
                NodeValue::Image(link) => {
                    return vec![self.figure(only, &link.url, &link.title)];
                }
                NodeValue::Text(text) if platform::recognise(text.trim()).is_some() => {
                    return vec![self.bare_video(only, text.trim())];
                }
                NodeValue::Link(link)
                    if platform::recognise(&link.url).is_some()
                        && inline::alt_text(only) == link.url =>
                {
                    return vec![self.bare_video(only, &link.url)];
                }
                _ => {}
            }
        }
        self.running(node)
    }

    /// Lowers running text to paragraphs.
    fn running(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for mut inlines in self.typed_paragraphs(node) {
            trim_indent(&mut inlines);
            lint::paragraph(&inlines, self.span(node), self.sink);
            if !inlines.is_empty() {
                blocks.push(Block::Paragraph(inlines));
            }
        }
        blocks
    }

    fn figure(&mut self, node: &'a AstNode<'a>, url: &str, title: &str) -> Block {
        let span = self.span(node);
        let alt = inline::alt_text(node);
        let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        if VIDEO_ENDINGS.iter().any(|ending| path.ends_with(ending))
            || platform::recognise(url).is_some()
        {
            let reference = self.reference(ReferenceKind::Video, url, span);
            return Block::Video(Box::new(Video::plain(
                reference,
                if title.is_empty() { alt } else { title.to_owned() },
            )));
        }
        lint::alt(&alt, url, span, self.sink);
        let reference = self.reference(ReferenceKind::Image, url, span);
        let caption =
            if title.is_empty() { Vec::new() } else { vec![Inline::Text(title.to_owned())] };
        Block::Figure { reference, alt, caption }
    }

    fn bare_video(&mut self, node: &AstNode<'_>, url: &str) -> Block {
        let span = self.span(node);
        let reference = self.reference(ReferenceKind::Video, url, span);
        Block::Video(Box::new(Video::plain(reference, String::new())))
    }

    fn heading(&mut self, node: &'a AstNode<'a>, level: u8) -> Block {
        let span = self.span(node);
        let mut inlines = self.inlines(node);
        let id = match take_id(&mut inlines) {
            Some(chosen) => {
                let id = self.anchors.take_chosen(&chosen);
                if id != chosen {
                    self.sink.heading_id_taken(span, &chosen, &id);
                }
                id
            }
            None => self.anchors.take(&slug(&plain_text(&inlines))),
        };
        // The document is the first level, the node itself the second.
        let in_contents = self.depth <= 1;
        self.document.headings.push(Heading { level, id, inlines, span, in_contents });
        Block::Heading(self.document.headings.len() - 1)
    }

    fn quote(&mut self, node: &'a AstNode<'a>) -> Block {
        let introduced = self.introduced.take();
        let blocks = self.blocks(node);
        if let Some(citation) = introduced {
            let words: Vec<String> = blocks.iter().filter_map(words).collect();
            let text = words.join("\n");
            if !text.is_empty() {
                let span = self.span(node);
                self.reference(
                    ReferenceKind::Quotation { text: text.clone(), citation },
                    text,
                    span,
                );
            }
        }
        Block::Quote(blocks)
    }

    fn list(&mut self, node: &'a AstNode<'a>, list: &NodeList) -> Block {
        let start = matches!(list.list_type, ListType::Ordered)
            .then(|| u32::try_from(list.start).unwrap_or(1));
        let mut items = Vec::new();
        for item in node.children() {
            let task = match &item.data().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            items.push(ListItem { task, blocks: self.blocks(item) });
        }
        Block::List(List { start, tight: list.tight, items })
    }

    fn description_list(&mut self, node: &'a AstNode<'a>) -> Block {
        let mut descriptions: Vec<Description> = Vec::new();
        for item in node.children() {
            for part in item.children() {
                let data = part.data();
                match &data.value {
                    NodeValue::DescriptionTerm => {
                        let span = self.places.span(data.sourcepos);
                        let paragraph = part.first_child();
                        let term = match paragraph {
                            Some(inner) if matches!(inner.data().value, NodeValue::Paragraph) => {
                                self.inlines(inner)
                            }
                            _ => self.inlines(part),
                        };
                        descriptions.push(Description { term, details: Vec::new(), span });
                    }
                    NodeValue::DescriptionDetails => {
                        let blocks = self.blocks(part);
                        if let Some(last) = descriptions.last_mut() {
                            last.details.push(blocks);
                        }
                    }
                    _ => {}
                }
            }
        }
        Block::DescriptionList(descriptions)
    }
}

impl Video {
    /// Makes a video of which only the address and the title are written.
    pub(super) fn plain(reference: crate::document::ReferenceId, title: String) -> Self {
        Self {
            reference,
            title,
            poster: None,
            captions: None,
            transcript: None,
            chapters: None,
            duration_s: None,
            sign_language: false,
        }
    }
}

/// Takes `{#id}` from the end of a heading.
fn take_id(inlines: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline::Text(text)) = inlines.last_mut() else {
        return None;
    };
    let (words, id) = slug::chosen(text)?;
    let (kept, id) = (words.len(), id.to_owned());
    text.truncate(kept);
    if text.is_empty() {
        inlines.pop();
    }
    Some(id)
}

/// Drops the two full-width blanks with which paragraphs are indented by hand; the style sheet indents.
fn trim_indent(inlines: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        let trimmed = text.trim_start_matches(['\u{3000}', '\u{a0}', ' ']).to_owned();
        if trimmed.is_empty() {
            inlines.remove(0);
        } else {
            *text = trimmed;
        }
    }
}

fn code_block(code: &NodeCodeBlock) -> Block {
    let language = code.info.split_whitespace().next();
    Block::Code { language: language.unwrap_or_default().to_owned(), text: code.literal.clone() }
}

fn words(block: &Block) -> Option<String> {
    let Block::Paragraph(inlines) = block else {
        return None;
    };
    Some(plain_text(inlines))
}
