//! `word/styles.xml`: what a style says, with all that it is based on.

use std::collections::BTreeMap;

use crate::import::docx::{
    word::Look,
    xml::{Element, Unreadable, Xml},
};

/// The styles of a document, by their id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Styles(BTreeMap<String, Style>);

/// One style.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Its name; Word keeps the English one of its own styles whatever it shows.
    pub name: Option<String>,
    /// What it says about paragraphs.
    pub paragraph: Properties,
    /// What it says about words.
    pub look: Look,
    based_on: Option<String>,
}

/// What is said about a paragraph, by itself or by a style.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties {
    /// Id of its style.
    pub style: Option<String>,
    /// Its level in the outline.
    pub outline: Option<u8>,
    /// How its lines stand.
    pub align: Option<String>,
    /// Id of the list that numbers it; `0` for none.
    pub list: Option<String>,
    /// Its level in the list.
    pub level: Option<u8>,
}

/// Styles that are based on each other, at most; a circle among them would not end.
const MAX_BASES: usize = 12;

impl Styles {
    /// Reads the part.
    pub fn read(xml: &str) -> Result<Self, Unreadable> {
        let mut styles = BTreeMap::new();
        let mut xml = Xml::new(xml);
        xml.children(|xml, _| {
            xml.children(|xml, element| match element.name() {
                "style" => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    styles.insert(id, Style::read(xml)?);
                    Ok(())
                }
                _ => xml.skip(),
            })
        })?;
        Ok(Self(styles))
    }

    /// Returns a style with what it takes from those it is based on.
    pub fn get(&self, id: Option<&str>) -> Style {
        let mut whole = Style::default();
        let mut next = id.and_then(|it| self.0.get(it));
        for _ in 0..MAX_BASES {
            let Some(style) = next else { break };
            whole.name = whole.name.or_else(|| style.name.clone());
            whole.paragraph = whole.paragraph.over(&style.paragraph);
            whole.look = whole.look.over(&style.look);
            next = style.based_on.as_ref().and_then(|it| self.0.get(it));
        }
        whole
    }
}

impl Style {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Unreadable> {
        let mut style = Self::default();
        xml.children(|xml, element| match element.name() {
            "name" => {
                style.name = element.value();
                xml.skip()
            }
            "basedOn" => {
                style.based_on = element.value();
                xml.skip()
            }
            "pPr" => {
                style.paragraph = Properties::read(xml)?;
                Ok(())
            }
            "rPr" => {
                (style.look, _) = look(xml)?;
                Ok(())
            }
            _ => xml.skip(),
        })?;
        Ok(style)
    }
}

impl Properties {
    /// Reads an open `pPr`. What it was before a tracked change is skipped.
    pub fn read(xml: &mut Xml<'_>) -> Result<Self, Unreadable> {
        let mut said = Self::default();
        xml.children(|xml, element| {
            match element.name() {
                "pStyle" => said.style = element.value(),
                "outlineLvl" => said.outline = element.number(),
                "jc" => said.align = element.value(),
                "numPr" => {
                    return xml.children(|xml, element| {
                        match element.name() {
                            "numId" => said.list = element.value(),
                            "ilvl" => said.level = element.number(),
                            _ => {}
                        }
                        xml.skip()
                    });
                }
                _ => {}
            }
            xml.skip()
        })?;
        // Word writes 9 for running text.
        said.outline = said.outline.filter(|it| *it < 9);
        Ok(said)
    }

    /// Returns this where it says something, else what lies under it.
    #[must_use]
    pub fn over(self, under: &Self) -> Self {
        Self {
            style: self.style.or_else(|| under.style.clone()),
            outline: self.outline.or(under.outline),
            align: self.align.or_else(|| under.align.clone()),
            list: self.list.or_else(|| under.list.clone()),
            level: self.level.or(under.level),
        }
    }
}

/// Reads an open `rPr`: how words look, and the id of their style.
pub fn look(xml: &mut Xml<'_>) -> Result<(Look, Option<String>), Unreadable> {
    let (mut look, mut style) = (Look::default(), None);
    xml.children(|xml, element| {
        match element.name() {
            "rStyle" => style = element.value(),
            _ => say(&mut look, element),
        }
        xml.skip()
    })?;
    Ok((look, style))
}

fn say(look: &mut Look, element: &Element<'_>) {
    match element.name() {
        "b" => look.bold = Some(element.is_on()),
        "i" => look.italic = Some(element.is_on()),
        "em" => look.dotted = Some(element.is_on()),
        "vertAlign" => look.raised = Some(element.value().as_deref() == Some("superscript")),
        "vanish" => look.hidden = Some(element.is_on()),
        "rFonts" => look.font = element.attribute("eastAsia"),
        "sz" => look.half_points = element.number(),
        _ => {}
    }
}
