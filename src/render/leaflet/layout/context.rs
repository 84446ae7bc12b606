//! What every sheet of a run needs besides its article.

use std::collections::BTreeMap;

use crate::{
    config::Config,
    document::Document,
    pinyin::Pinyin,
    render::{
        elsewhere::PortableTargets,
        leaflet::{
            ask::{format::Role, settings::Settings},
            layout::tree::TreeBuilder,
        },
    },
    source::{Asset, Span},
};

/// Name of the logo in the tree.
pub(crate) const LOGO: &str = "logo";
/// Name of the mini-program's code in the tree.
pub(crate) const MINI_PROGRAM: &str = "mini-program";

/// The families for each role, best first.
pub(crate) type FontStacks = BTreeMap<Role, Vec<String>>;

/// What every sheet of a run needs besides its article.
#[derive(Clone, Copy)]
pub struct SheetContext<'a> {
    /// `site.toml`.
    pub config: &'a Config,
    /// `[leaflet]`.
    pub settings: &'a Settings,
    /// The fonts found.
    pub fonts: &'a FontStacks,
    /// The organisation's logo.
    pub logo: Option<&'a Asset>,
    /// The picture of its mini-program's code.
    pub mini_program: Option<&'a Asset>,
    /// How characters are read.
    pub pinyin: &'a Pinyin,
    /// What references point at.
    pub targets: &'a PortableTargets<'a>,
}

impl<'a> SheetContext<'a> {
    /// Returns the pictures that front and back matter need.
    pub fn pictures(&self) -> impl Iterator<Item = (String, (&'a Asset, Span))> {
        let own = &self.config.organisation;
        let code = own.mini_program.as_ref().and_then(|it| it.picture.as_ref());
        let named = [(LOGO, self.logo, own.logo.as_ref()), (MINI_PROGRAM, self.mini_program, code)];
        named
            .into_iter()
            .filter_map(|(name, asset, path)| Some((name.to_owned(), (asset?, path?.span))))
    }

    /// Starts a tree of `document`.
    pub fn tree(&self, document: &'a Document) -> TreeBuilder<'a> {
        TreeBuilder::new(document, self.targets)
            .with_readings(self.pinyin)
            .with_numbers(&self.config.help_lines)
    }
}
