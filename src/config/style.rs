//! `[style]`: colours of one's own.

use crate::{diag::Sink, settings::Keys, source::Spanned};

/// Colours that replace the theme's, by name. Which names there are, and what is a colour, the theme knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// `[style]`
    pub day: Vec<Colour>,
    /// `[style.night]`
    pub night: Vec<Colour>,
}

/// A colour as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Its name.
    pub name: Spanned<String>,
    /// `#173b63`
    pub value: Spanned<String>,
}

impl Style {
    /// Reads `[style]`.
    pub fn read(keys: &mut Keys<'_>, sink: &mut Sink) -> Self {
        let mut style = keys.table("style", sink);
        let night = style.table("night", sink);
        Self { day: Colour::read_all(&style, sink), night: Colour::read_all(&night, sink) }
    }
}

impl Colour {
    /// Reads every colour of a table: every key that nobody asked for.
    pub(crate) fn read_all(keys: &Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let mut colours = Vec::new();
        for entry in keys.others() {
            colours.extend(entry.text(sink).map(|value| Self { name: entry.name(), value }));
        }
        colours
    }
}
