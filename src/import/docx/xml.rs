//! A part of a Word file, element by element.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::diag::messages::command::import::Damage;

/// Why a Word file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A zip file without a Word document.
    NotWord,
    /// Damaged.
    Damaged(Damage),
    /// A part is larger than any text.
    TooLarge,
}

/// Elements inside each other, at most. Word's own files have about thirty; every level takes room on the stack.
const MAX_DEPTH: usize = 192;

/// The elements of a part, in order.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// What comes next.
pub(crate) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// Words.
    Text(Cow<'a, str>),
    /// The element that is open ends.
    Close,
}

/// The beginning of an element.
pub(crate) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Returns its name, without the prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Returns an attribute, whatever its prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes().flatten();
        let found = attributes.find(|it| it.key.local_name().as_ref() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0);
        Some(value.unwrap_or(found.value).into_owned())
    }

    /// Returns the attribute that nearly all of Word's properties have.
    pub fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Returns the same as a number.
    pub fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.value()?.parse().ok()
    }

    /// Returns whether a property is switched on; its mere presence does that.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "none" | "off"))
    }
}

impl<'a> Xml<'a> {
    /// Opens a part.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// Returns what comes next; `None` behind the last element.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, Unreadable> {
        loop {
            let event = self.reader.read_event();
            let event = event.map_err(|_| Unreadable::Damaged(Damage::Xml))?;
            return Ok(Some(match event {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(Unreadable::Damaged(Damage::Depth));
                    }
                    Node::Open(Element(element))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(name) => {
                    let char = name.resolve_char_ref().ok().flatten();
                    let Some(char) = char.or_else(|| entity(&name)) else {
                        continue;
                    };
                    Node::Text(char.to_string().into())
                }
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(Unreadable::Damaged(Damage::Cut)),
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => continue,
            }));
        }
    }

    /// Calls `visit` with every child of the element that is open, up to its end. What `visit` opens it has to close.
    pub(crate) fn children(
        &mut self,
        mut visit: impl FnMut(&mut Self, &Element<'a>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        while let Some(node) = self.next()? {
            match node {
                Node::Open(element) => visit(self, &element)?,
                Node::Text(_) => {}
                Node::Close => return Ok(()),
            }
        }
        Ok(())
    }

    /// Goes to the end of the element that is open, whatever stands in it.
    pub fn skip(&mut self) -> Result<(), Unreadable> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    /// Returns the words of the element that is open, up to its end.
    pub fn text(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Some(Node::Text(more)) => text.push_str(&more),
                Some(Node::Open(_) | Node::Close) => {}
                None => break,
            }
        }
        Ok(text)
    }
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
