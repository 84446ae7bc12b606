//! `<head>`: description, canonical address, what may be loaded.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use crate::{
    escape,
    render::html::{
        place::Place,
        seal::{SCRIPTS, STYLES},
    },
    site::Permalink,
};

/// What a page's head depends on.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Title of the page.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// The page has the quick exit: nothing about it is shared.
    pub sensitive: bool,
    /// Search engines are asked to stay away.
    pub noindex: bool,
    /// Where the page has moved; its own address otherwise.
    pub moved_to: Option<Permalink>,
    /// Hosts of players.
    pub frames: BTreeSet<String>,
    /// Feeds: title and path from the site's root.
    pub feeds: Vec<(String, String)>,
    /// Picture for shared links.
    pub image: Option<Share>,
    /// Structured data.
    pub json_ld: Option<String>,
}

/// The picture beside a shared link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// From the site's root.
    pub path: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Share {
    /// Makes `head.image`; none for a site that does not know its address.
    fn value(&self, place: &Place) -> Option<Value> {
        let url = place.absolute(&self.path)?;
        Some(context! { url, width => self.width, height => self.height })
    }
}

impl Head {
    /// The head of a page of which no more is known than its title.
    pub(crate) fn titled(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// Makes `head` of the templates.
    pub fn value(&self, place: &Place) -> Value {
        let config = place.config();
        let is_home = place.permalink.as_str().is_empty();
        let title = if is_home || self.title == config.title {
            config.title.clone()
        } else {
            format!("{} · {}", self.title, config.title)
        };
        let feeds: Vec<Value> = self
            .feeds
            .iter()
            .map(|(title, path)| context! { title => title.as_str(), url => place.url(path) })
            .collect();
        let noindex = self.noindex || (self.sensitive && config.safety.noindex);
        context! {
            title,
            description => self.description.as_str(),
            canonical => place.absolute(self.moved_to.as_ref().unwrap_or(&place.permalink).as_str()),
            noindex,
            csp => self.policy(),
            referrer => "no-referrer",
            feeds,
            social => !self.sensitive && !noindex,
            image => self.image.as_ref().and_then(|it| it.value(place)),
            json_ld => self.json_ld.clone().filter(|_| !self.sensitive).map(Value::from_safe_string),
        }
    }

    fn policy(&self) -> Value {
        // Where nothing is named, nothing may be framed: that is the default.
        let frames: String = self.frames.iter().map(|host| format!(" https://{host}")).collect();
        let frames = match frames.is_empty() {
            true => String::new(),
            false => format!("frame-src{}; ", escape::text(&frames)),
        };
        // No page connects to anything, but what reads robots.txt for it is bound by the same policy.
        Value::from_safe_string(format!(
            "default-src 'none'; connect-src 'self'; script-src 'self'{SCRIPTS}; style-src 'self'{STYLES}; img-src 'self' data:; media-src 'self' data:; {frames}form-action 'self'; base-uri 'none'"
        ))
    }
}
