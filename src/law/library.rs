//! Which laws exist, by which names, in which versions.

use crate::{
    diag::Sink,
    law::{citation::Names, registry::Registry},
    source::Source,
};

/// Everything that is known about laws while a site is built.
#[derive(Debug)]
pub struct Library {
    names: Names,
}

impl Library {
    /// Returns the names that citations may use.
    pub fn names(&self) -> &Names {
        &self.names
    }
}

/// Brings together the facts that ship with the program, the site's own and the imported texts.
pub fn library(_statutes: &[Source], _data: &[Source], _config: &toml::Table, _sink: &mut Sink) -> Library {
    Library { names: Names::new(Registry::built_in().named()) }
}
