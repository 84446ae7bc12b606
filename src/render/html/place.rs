//! The page being rendered, and the way from it to everything else.

use std::sync::Arc;

use crate::{
    config::Config,
    resolve::Targets,
    site::{Owner, Permalink, Site},
    theme::Theme,
};

/// What all pages of one build share.
#[derive(Debug)]
pub struct Shared {
    /// The site.
    pub site: Arc<Site>,
    /// Targets of all references.
    pub targets: Arc<Targets>,
    /// The look.
    pub theme: Arc<Theme>,
    /// Facts that other outputs add to pages.
    pub extras: Extras,
}

/// Facts that other outputs add to pages.
#[derive(Debug, Default)]
pub struct Extras {
    /// For each page with leaflets, what it offers, ready for templates.
    pub leaflets: std::collections::BTreeMap<crate::site::PageId, Vec<minijinja::Value>>,
}

impl Extras {
    /// Tells whether any page holds a video.
    pub fn has_videos(&self, _site: &Site) -> bool {
        false
    }
}

/// The page being rendered.
#[derive(Debug)]
pub struct Place {
    /// What all pages share.
    pub shared: Arc<Shared>,
    /// Its address.
    pub permalink: Permalink,
    /// The way up to the site's root: `../../`.
    to_root: String,
}

impl Place {
    /// Starts a page at `permalink`.
    pub fn new(shared: &Arc<Shared>, permalink: Permalink) -> Arc<Self> {
        let to_root = permalink.to_root();
        Arc::new(Self { shared: Arc::clone(shared), permalink, to_root })
    }

    /// Starts a page that a server shows at any address: its links count from the root of the host.
    pub fn anywhere(shared: &Arc<Shared>, permalink: Permalink) -> Arc<Self> {
        let config = &shared.site.config;
        let base = config.base_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let path = base.and_then(|rest| rest.find('/').map(|at| rest[at..].to_owned()));
        let to_root = if config.offline { String::new() } else { path.unwrap_or_else(|| "/".to_owned()) };
        Arc::new(Self { shared: Arc::clone(shared), permalink, to_root })
    }

    /// Returns the site.
    pub fn site(&self) -> &Site {
        &self.shared.site
    }

    /// Returns the settings.
    pub fn config(&self) -> &Config {
        &self.shared.site.config
    }

    /// Returns the address, relative to this page, of a path from the site's root: a page's ends in `/`.
    pub fn url(&self, path: &str) -> String {
        let is_folder = path.is_empty() || path.ends_with('/');
        let index = if is_folder && self.config().offline { "index.html" } else { "" };
        let url = format!("{}{}{index}", self.to_root, crate::site::encode(path));
        if url.is_empty() { "./".to_owned() } else { url }
    }

    /// Returns the address of a page or section relative to this page.
    pub fn url_of(&self, owner: Owner) -> String {
        self.url(self.site().permalink(owner).as_str())
    }

    /// Returns the full address of a path from the site's root, if the site knows where it is published.
    pub fn absolute(&self, path: &str) -> Option<String> {
        self.config().base_url.as_ref().map(|base| format!("{base}{}", crate::site::encode(path)))
    }
}
