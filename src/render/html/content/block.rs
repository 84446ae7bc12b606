//! Blocks → HTML.

use crate::{
    document::{Block, CalloutKind, Inline, List, Question, plain_text},
    escape,
    render::html::{content::Writer, highlight, picture, video},
    resolve::Target,
};

impl Writer<'_> {
    /// Appends one block.
    pub fn block(&mut self, block: &Block) {
        self.tail.clear();
        match block {
            Block::Paragraph(inlines) => self.element("p", inlines),
            Block::Heading(index) => self.heading(*index),
            Block::Callout { kind, title, blocks } => self.callout(*kind, title, blocks),
            Block::List(list) => self.list(list),
            Block::DescriptionList(list) => self.description_list(list),
            Block::Quote(blocks) => self.wrapped("<blockquote>", blocks, "</blockquote>"),
            Block::Code { language, text } => {
                let code = highlight::code(language, text);
                let label = self.box_label("code");
                self.html(&format!("<pre class=\"code\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><code>{code}</code></pre>"));
            }
            Block::Table(table) => self.table(table),
            Block::Figure { reference, alt, caption } => {
                self.html("<figure class=\"figure\">");
                picture::write(self, *reference, alt);
                if !caption.is_empty() {
                    self.element("figcaption", caption);
                }
                self.html("</figure>");
            }
            Block::Rule => self.html("<hr>"),
            Block::Html(html) => self.html(html),
            Block::Steps { title, steps } => self.steps(title, steps),
            Block::Faq(questions) => self.faq(questions),
            Block::Details { summary, open, blocks } => {
                self.html(if *open {
                    "<details class=\"fold\" open>"
                } else {
                    "<details class=\"fold\">"
                });
                self.html("<summary>");
                self.quiet(summary);
                self.html("</summary>");
                self.wrapped("", blocks, "</details>");
            }
            Block::Help { title, lines, blocks } => self.help(title, lines, blocks),
            Block::Include(reference) => self.include(self.target(*reference)),
            Block::Data { reference, caption } => self.data(*reference, caption),
            Block::Statute(reference) => crate::render::html::law::cite::statute(self, *reference),
            Block::Video(it) => video::write(self, it),
            Block::Leaflet(_) => {}
        }
    }

    /// Appends blocks between two tags.
    pub fn wrapped(&mut self, open: &str, blocks: &[Block], close: &str) {
        self.html(open);
        for block in blocks {
            self.block(block);
        }
        self.html(close);
    }

    /// Appends inline content inside an element.
    pub fn element(&mut self, name: &str, inlines: &[Inline]) {
        self.html(&format!("<{name}>"));
        self.inlines(inlines);
        self.html(&format!("</{name}>"));
    }

    /// Appends blocks of which a single paragraph needs no element of its own.
    pub fn tight(&mut self, blocks: &[Block]) {
        self.tail.clear();
        for block in blocks {
            if let (Block::Paragraph(inlines), 1) = (block, blocks.len()) {
                self.inlines(inlines);
            } else {
                self.block(block);
            }
        }
    }

    fn heading(&mut self, index: usize) {
        let heading = &self.document().headings[index];
        // The page's title is the h1, whatever level the editor began with.
        let level = heading.level.max(2);
        match self.heading_id(&heading.id) {
            Some(id) => self.html(&format!("<h{level} id=\"{}\">", escape::text(&id))),
            None => self.html(&format!("<h{level}>")),
        }
        self.quiet(&heading.inlines);
        self.html(&format!("</h{level}>"));
    }

    fn callout(&mut self, kind: CalloutKind, title: &[Inline], blocks: &[Block]) {
        let (class, key) = match kind {
            CalloutKind::Plain => ("plain", "callout_plain"),
            CalloutKind::Note => ("note", "callout_note"),
            CalloutKind::Warning => ("warning", "callout_warning"),
            CalloutKind::Case => ("case", "callout_case"),
            CalloutKind::Next => ("next", "callout_next"),
        };
        let name = escape::text(self.word(key));
        self.html(&format!("<div class=\"callout callout-{class}\" role=\"note\" aria-label=\"{name}\"><p class=\"callout-title\">{name}"));
        if !title.is_empty() {
            self.html("：");
            self.inlines(title);
        }
        self.wrapped("</p>", blocks, "</div>");
    }

    fn list(&mut self, list: &List) {
        let is_task = list.items.iter().any(|item| item.task.is_some());
        match list.start {
            Some(1) => self.html("<ol>"),
            Some(start) => self.html(&format!("<ol start=\"{start}\">")),
            None if is_task => self.html("<ul class=\"tasks\">"),
            None => self.html("<ul>"),
        }
        for item in &list.items {
            self.html("<li>");
            if let Some(done) = item.task {
                let label = escape::text(self.word(if done { "task_done" } else { "task_open" }));
                let checked = if done { " checked" } else { "" };
                self.html(&format!(
                    "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
                ));
            }
            if list.tight {
                for block in &item.blocks {
                    if let Block::Paragraph(inlines) = block {
                        self.inlines(inlines);
                    } else {
                        self.block(block);
                    }
                }
            } else {
                self.wrapped("", &item.blocks, "");
            }
            self.html("</li>");
        }
        self.html(if list.start.is_some() { "</ol>" } else { "</ul>" });
    }

    fn description_list(&mut self, list: &[crate::document::Description]) {
        let is_glossary = self.place.site().glossary.document == Some(self.id);
        self.html("<dl class=\"terms\">");
        for description in list {
            let text = plain_text(&description.term);
            let name = text.split(['/', '／', '｜']).next().unwrap_or_default().trim().to_owned();
            let term = self.place.site().glossary.term(&name);
            match term.filter(|_| is_glossary) {
                Some(term) => {
                    self.html("<dt id=\"");
                    self.text(&term.anchor);
                    self.html("\">");
                }
                None => self.html("<dt>"),
            }
            self.inlines(&description.term);
            self.html("</dt>");
            for details in &description.details {
                self.html("<dd>");
                self.tight(details);
                self.html("</dd>");
            }
        }
        self.html("</dl>");
    }

    fn steps(&mut self, title: &[Inline], steps: &[Vec<Block>]) {
        self.html("<div class=\"steps\">");
        if !title.is_empty() {
            self.html("<p class=\"steps-title\">");
            self.inlines(title);
            self.html("</p>");
        }
        self.html("<ol>");
        for step in steps {
            self.wrapped("<li>", step, "</li>");
        }
        self.html("</ol></div>");
    }

    fn faq(&mut self, questions: &[Question]) {
        self.html("<dl class=\"faq\">");
        for question in questions {
            self.html("<div class=\"faq-item\">");
            self.element("dt", &question.question);
            self.wrapped("<dd>", &question.answer, "</dd></div>");
        }
        self.html("</dl>");
    }

    fn help(&mut self, title: &[Inline], chosen: &[String], blocks: &[Block]) {
        let name = escape::text(self.word("help_box"));
        self.html(&format!(
            "<div class=\"help\" role=\"note\" aria-label=\"{name}\"><p class=\"help-title\">"
        ));
        if title.is_empty() {
            self.html(&name);
        } else {
            self.inlines(title);
        }
        self.wrapped("</p>", blocks, "<ul class=\"help-lines\">");
        let config = self.place.config();
        let all = &config.help_lines;
        let lines: Vec<_> = if chosen.is_empty() {
            all.iter().collect()
        } else {
            chosen.iter().filter_map(|number| all.iter().find(|it| it.number == *number)).collect()
        };
        for line in lines {
            let [number, name, note] =
                [&line.number, &line.name, &line.note].map(|it| escape::text(it));
            self.html(&format!(
                "<li><a class=\"help-line\" href=\"tel:{number}\"><span class=\"help-number\">{number}</span> <span class=\"help-name\">{name}</span></a>"
            ));
            if !note.is_empty() {
                self.html(&format!(" <span class=\"help-note\">{note}</span>"));
            }
            self.html("</li>");
        }
        self.html("</ul></div>");
    }

    fn include(&mut self, target: &Target) {
        let Target::Snippet(snippet) = target else {
            return;
        };
        let outer = std::mem::replace(&mut self.id, *snippet);
        for block in &self.place.document(*snippet).blocks {
            self.block(block);
        }
        self.id = outer;
    }
}
