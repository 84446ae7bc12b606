//! `word/document.xml`, and notes: elements → paragraphs and tables.

use std::collections::BTreeMap;

use crate::import::docx::{
    numbering::Numbering,
    styles::{self, Properties, Styles},
    word::{Block, Cell, Content, LeftOut, Look, NoteId, Paragraph, Run, Table},
    xml::{Element, Node, Unreadable, Xml},
};

/// What the other parts of a file say.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Its styles.
    pub styles: Styles,
    /// Its lists.
    pub numbering: Numbering,
    /// Addresses of links and paths of pictures, by their id.
    pub links: BTreeMap<String, String>,
}

/// Reads the body of a document.
pub fn read(xml: &str, parts: Parts) -> Result<(Vec<Block>, LeftOut), Unreadable> {
    let mut reader = Body::new(xml, parts);
    let mut blocks = Vec::new();
    reader.blocks(&mut blocks)?;
    Ok((blocks, reader.left_out))
}

/// Reads the notes of `word/footnotes.xml` or `word/endnotes.xml`.
pub fn notes(xml: &str, parts: Parts) -> Result<BTreeMap<String, Vec<Block>>, Unreadable> {
    let mut reader = Body::new(xml, parts);
    let mut notes = BTreeMap::new();
    while let Some(node) = reader.xml.next()? {
        let Node::Open(element) = node else { continue };
        // Separators are notes too, of a type of their own.
        let id = element.attribute("id");
        let id = id.filter(|_| element.attribute("type").is_none_or(|it| it == "normal"));
        if let ("footnote" | "endnote", Some(id)) = (element.name(), id) {
            reader.blocks(notes.entry(id).or_default())?;
        }
    }
    Ok(notes)
}

struct Body<'a> {
    xml: Xml<'a>,
    parts: Parts,
    left_out: LeftOut,
    /// Where the words at hand lead.
    link: Option<String>,
    /// The fields that are open: a field may hold paragraphs, and other fields.
    fields: Vec<Field>,
}

/// A field, by what it computes.
#[derive(Default)]
struct Field(String);

impl Field {
    /// `HYPERLINK "https://…"`.
    fn link(&self) -> Option<String> {
        let address = self.0.trim().strip_prefix("HYPERLINK")?;
        let address = address.trim().strip_prefix('"')?;
        Some(address.split('"').next()?.to_owned())
    }

    /// Page numbers mean nothing away from the pages: 第一章 总则……3 in a contents list.
    fn is_page_number(&self) -> bool {
        let name = self.0.split_whitespace().next();
        matches!(name, Some("PAGEREF" | "PAGE" | "NUMPAGES"))
    }
}

impl<'a> Body<'a> {
    fn new(xml: &'a str, parts: Parts) -> Self {
        Self {
            xml: Xml::new(xml),
            parts,
            left_out: LeftOut::default(),
            link: None,
            fields: Vec::new(),
        }
    }

    /// Takes the paragraphs and tables of the element that is open, up to its end.
    fn blocks(&mut self, out: &mut Vec<Block>) -> Result<(), Unreadable> {
        while let Some(node) = self.xml.next()? {
            let element = match node {
                Node::Open(element) => element,
                Node::Text(_) => continue,
                Node::Close => return Ok(()),
            };
            match element.name() {
                "p" => out.push(Block::Paragraph(self.paragraph()?)),
                "tbl" => out.push(Block::Table(self.table()?)),
                name if self.leaves_out(name) => self.xml.skip()?,
                _ => self.blocks(out)?,
            }
        }
        Ok(())
    }

    /// Tells whether what an element holds is not part of the text, and counts it.
    fn leaves_out(&mut self, name: &str) -> bool {
        match name {
            "txbxContent" => self.left_out.boxes += 1,
            "del" | "moveFrom" => self.left_out.deletions += 1,
            // The fallback repeats what the choice before it says.
            "Fallback" | "sectPr" | "tblPr" | "tblGrid" | "trPr" | "sdtPr" => {}
            _ => return false,
        }
        true
    }

    fn table(&mut self) -> Result<Table, Unreadable> {
        let mut table = Table::default();
        self.rows(&mut table)?;
        Ok(table)
    }

    /// Takes the rows and cells of the element that is open; content controls may stand around both.
    fn rows(&mut self, table: &mut Table) -> Result<(), Unreadable> {
        while let Some(node) = self.xml.next()? {
            let element = match node {
                Node::Open(element) => element,
                Node::Text(_) => continue,
                Node::Close => return Ok(()),
            };
            match element.name() {
                "tr" => {
                    table.rows.push(Vec::new());
                    self.rows(table)?;
                }
                "tc" => {
                    let cell = self.cell()?;
                    match table.rows.last_mut() {
                        Some(row) => row.push(cell),
                        None => table.rows.push(vec![cell]),
                    }
                }
                name if self.leaves_out(name) => self.xml.skip()?,
                _ => self.rows(table)?,
            }
        }
        Ok(())
    }

    fn cell(&mut self) -> Result<Cell, Unreadable> {
        let mut cell = Cell { columns: 1, continues: false, blocks: Vec::new() };
        while let Some(node) = self.xml.next()? {
            let element = match node {
                Node::Open(element) => element,
                Node::Text(_) => continue,
                Node::Close => break,
            };
            match element.name() {
                "tcPr" => self.xml.children(|xml, element| {
                    match element.name() {
                        "gridSpan" => cell.columns = element.number().unwrap_or(1),
                        "vMerge" => cell.continues = element.value().as_deref() != Some("restart"),
                        _ => {}
                    }
                    xml.skip()
                })?,
                "p" => cell.blocks.push(Block::Paragraph(self.paragraph()?)),
                "tbl" => cell.blocks.push(Block::Table(self.table()?)),
                name if self.leaves_out(name) => self.xml.skip()?,
                _ => self.blocks(&mut cell.blocks)?,
            }
        }
        Ok(cell)
    }

    fn paragraph(&mut self) -> Result<Paragraph, Unreadable> {
        let mut paragraph = Paragraph::default();
        self.inlines(&mut paragraph, &mut Look::default())?;
        Ok(paragraph)
    }

    /// Takes the runs of the element that is open, up to its end; `under` is how the paragraph's words look.
    fn inlines(&mut self, paragraph: &mut Paragraph, under: &mut Look) -> Result<(), Unreadable> {
        while let Some(node) = self.xml.next()? {
            let element = match node {
                Node::Open(element) => element,
                Node::Text(_) => continue,
                Node::Close => return Ok(()),
            };
            match element.name() {
                "pPr" => {
                    let said = Properties::read(&mut self.xml)?;
                    *under = self.set(paragraph, said);
                }
                "r" => self.run(&mut paragraph.runs, under.clone())?,
                "hyperlink" => {
                    self.link = self.address(&element);
                    self.inlines(paragraph, under)?;
                    self.link = None;
                }
                "fldSimple" => {
                    self.fields.push(Field(element.attribute("instr").unwrap_or_default()));
                    self.inlines(paragraph, under)?;
                    self.fields.pop();
                }
                name if self.leaves_out(name) => self.xml.skip()?,
                _ => self.inlines(paragraph, under)?,
            }
        }
        Ok(())
    }

    /// Gives a paragraph what it and its style say; returns how its words look.
    fn set(&mut self, paragraph: &mut Paragraph, said: Properties) -> Look {
        let id = said.style.clone();
        let style = self.parts.styles.get(id.as_deref());
        let said = said.over(&style.paragraph);
        paragraph.number = said.list.as_deref().and_then(|list| {
            let numbering = &mut self.parts.numbering;
            numbering.next(list, said.level, id.as_deref())
        });
        paragraph.style = style.name;
        (paragraph.outline, paragraph.align) = (said.outline, said.align);
        style.look
    }

    /// `https://…#place`, `#place`.
    fn address(&self, element: &Element<'_>) -> Option<String> {
        let link = element.attribute("id");
        let link = link.and_then(|it| self.parts.links.get(&it).cloned());
        match (link, element.attribute("anchor")) {
            (Some(link), Some(anchor)) => Some(format!("{link}#{anchor}")),
            (None, Some(anchor)) => Some(format!("#{anchor}")),
            (link, None) => link,
        }
    }

    /// Takes the words of the run that is open, up to its end.
    fn run(&mut self, out: &mut Vec<Run>, mut look: Look) -> Result<(), Unreadable> {
        while let Some(node) = self.xml.next()? {
            let element = match node {
                Node::Open(element) => element,
                Node::Text(_) => continue,
                Node::Close => return Ok(()),
            };
            match element.name() {
                "rPr" => look = self.look(&look)?,
                "t" => {
                    let text = self.xml.text()?;
                    self.push(out, Content::Text(text), &look);
                }
                "instrText" => {
                    let instruction = self.xml.text()?;
                    let field = self.fields.last_mut();
                    field.into_iter().for_each(|it| it.0.push_str(&instruction));
                }
                "ruby" => {
                    let ruby = self.ruby()?;
                    self.push(out, ruby, &look);
                }
                "drawing" | "pict" | "object" => {
                    let picture = self.picture()?;
                    picture.into_iter().for_each(|it| self.push(out, it, &look));
                }
                name if self.leaves_out(name) => self.xml.skip()?,
                _ => match self.mark(&element) {
                    Some(content) => {
                        content.into_iter().for_each(|it| self.push(out, it, &look));
                        self.xml.skip()?;
                    }
                    // A choice between drawings, or a run inside a run.
                    None => self.run(out, look.clone())?,
                },
            }
        }
        Ok(())
    }

    fn push(&self, out: &mut Vec<Run>, content: Content, look: &Look) {
        if self.fields.iter().any(Field::is_page_number) {
            return;
        }
        let of_field = || self.fields.iter().rev().find_map(Field::link);
        out.push(Run { content, look: look.clone(), link: self.link.clone().or_else(of_field) });
    }

    /// Reads one open `rPr`; the style of the words lies between it and the paragraph's.
    fn look(&mut self, under: &Look) -> Result<Look, Unreadable> {
        let (said, style) = styles::look(&mut self.xml)?;
        let style = self.parts.styles.get(style.as_deref());
        Ok(said.over(&style.look).over(under))
    }

    /// Reads an element of a run that stands for a character or a mark; `None` if it is no such thing.
    fn mark(&mut self, element: &Element<'_>) -> Option<Option<Content>> {
        let text = |text: &str| Some(Content::Text(text.to_owned()));
        let id = || element.attribute("id").unwrap_or_default();
        Some(match element.name() {
            "br" | "cr" => text("\n"),
            "tab" | "ptab" => text("\t"),
            "noBreakHyphen" => text("-"),
            "sym" => self.symbol(element),
            "footnoteReference" => Some(Content::Note(NoteId::Foot(id()))),
            "endnoteReference" => Some(Content::Note(NoteId::End(id()))),
            "commentReference" => {
                self.left_out.comments += 1;
                None
            }
            "fldChar" => {
                match element.attribute("fldCharType").as_deref() {
                    Some("begin") => self.fields.push(Field::default()),
                    Some("end") => drop(self.fields.pop()),
                    Some(_) | None => {}
                }
                None
            }
            _ => return None,
        })
    }

    /// Symbol fonts put their pictures where Unicode has no characters.
    fn symbol(&mut self, element: &Element<'_>) -> Option<Content> {
        let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
        match char::from_u32(code).filter(|it| !('\u{e000}'..='\u{f8ff}').contains(it)) {
            Some(char) => Some(Content::Text(char.to_string())),
            None => {
                self.left_out.symbols += 1;
                None
            }
        }
    }

    fn ruby(&mut self) -> Result<Content, Unreadable> {
        let (mut words, mut reading) = (String::new(), String::new());
        self.xml.children(|xml, element| {
            match element.name() {
                "rt" => reading = xml.text()?,
                "rubyBase" => words = xml.text()?,
                _ => xml.skip()?,
            }
            Ok(())
        })?;
        Ok(Content::Ruby(words, reading))
    }

    /// Reads one open drawing, up to its end; it may hold several pictures, or a text box.
    fn picture(&mut self) -> Result<Vec<Content>, Unreadable> {
        let mut found = Vec::new();
        let mut depth = 0_usize;
        while let Some(node) = self.xml.next()? {
            let element = match node {
                Node::Open(element) => element,
                Node::Text(_) => continue,
                Node::Close if depth == 0 => break,
                Node::Close => {
                    depth -= 1;
                    continue;
                }
            };
            if self.leaves_out(element.name()) {
                self.xml.skip()?;
                continue;
            }
            depth += 1;
            let id = match element.name() {
                "blip" => element.attribute("embed").or(element.attribute("link")),
                "imagedata" => element.attribute("id"),
                _ => continue,
            };
            let path = id.and_then(|it| self.parts.links.get(&it).cloned());
            found.push(Content::Picture(path.unwrap_or_default()));
        }
        Ok(found)
    }
}
