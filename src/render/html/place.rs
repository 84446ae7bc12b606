//! The page being rendered, and the way from it to everything else.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{Error, State, Value, context};

use crate::{
    config::{Config, Medium},
    data::stations::Station,
    diag::messages::theme as told,
    document::{Document, DocumentId, Documents},
    read::Read,
    render::{
        html::law::mentions::Mentions,
        leaflet::products::offer::{Leaflets, Offer, Subject},
        picture::Pictures,
    },
    resolve::Targets,
    site::{
        Owner, PageId, Permalink, Site,
        generated::{self, Generated, GeneratedKind},
    },
    theme::{self, Theme},
};

/// What all pages of one build share.
#[derive(Debug)]
pub struct Shared {
    /// The site.
    pub site: Arc<Site>,
    /// The parsed pages and snippets.
    pub documents: Documents,
    /// Targets of all references.
    pub targets: Arc<Targets>,
    /// The look.
    pub theme: Arc<Theme>,
    /// The files of every picture.
    pub pictures: Pictures,
    /// Every page that is made from no source of its own.
    pub generated: Generated,
    /// Which pages speak of which article.
    pub mentions: Mentions,
    /// Facts that other outputs add to pages.
    pub extras: Extras,
}

impl Shared {
    /// Shares what was read, without pictures and leaflets.
    pub fn bare(read: &Read) -> Self {
        Self {
            site: Arc::clone(&read.site),
            documents: read.documents.clone(),
            targets: Arc::clone(&read.targets),
            theme: Arc::clone(&read.theme),
            pictures: Pictures::default(),
            generated: read.targets.generated.clone(),
            mentions: Mentions::default(),
            extras: Extras::default(),
        }
    }
}

/// Facts that other outputs add to pages.
#[derive(Debug, Default)]
pub struct Extras {
    /// For each page with leaflets, what it offers.
    pub leaflets: BTreeMap<PageId, Vec<Download>>,
    /// Leaflets of no single page: handbooks.
    pub handbooks: Vec<Download>,
    /// Where leaflets are laid out.
    pub stations: Vec<Stop>,
}

/// A station with what is laid out there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// Last part of its address.
    pub slug: String,
    /// Where it is.
    pub address: String,
    /// When it is open.
    pub hours: String,
    /// Whom to ask.
    pub contact: String,
    /// What is laid out.
    pub leaflets: Vec<Download>,
}

impl Stop {
    /// Returns it as templates see it.
    pub fn value(&self, place: &Place) -> Value {
        let leaflets: Vec<Value> = self.leaflets.iter().map(|it| it.value(place)).collect();
        context! {
            name => self.name.as_str(), url => place.url(generated::station(&self.slug).as_str()), address => self.address.as_str(),
            hours => self.hours.as_str(), contact => self.contact.as_str(), leaflets => leaflets,
        }
    }
}

/// A leaflet to download.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Download {
    /// Its title.
    pub title: String,
    /// Its format: `trifold`.
    pub format: String,
    /// As shown: 三折页.
    pub format_name: String,
    /// From the site's root.
    pub path: String,
    /// How many pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: u64,
    /// Picture of page 1, from the site's root; empty without one.
    pub preview: String,
    /// Its size in pixels.
    pub preview_size: (u32, u32),
}

impl Download {
    /// Returns it as templates see it.
    pub fn value(&self, place: &Place) -> Value {
        context! {
            title => self.title.as_str(), format => self.format.as_str(), format_name => self.format_name.as_str(),
            url => place.url(&self.path), pages => self.pages, size => self.bytes,
            preview_url => (!self.preview.is_empty()).then(|| place.url(&self.preview)),
            preview_width => self.preview_size.0, preview_height => self.preview_size.1,
        }
    }
}

impl Extras {
    /// Knows the stations, and no leaflet.
    pub fn of(site: &Site) -> Self {
        Self { stations: site.records.stations.iter().map(stop).collect(), ..Self::default() }
    }

    /// Sorts what leaflets there are by page and by station.
    pub(crate) fn with_leaflets(made: &Leaflets, site: &Site) -> Self {
        let mut extras = Self::of(site);
        for offer in &made.offers {
            match offer.subject {
                Subject::Page(page) => {
                    extras.leaflets.entry(page).or_default().push(download(offer));
                }
                Subject::Handbook(_) => extras.handbooks.push(download(offer)),
            }
        }
        for (stop, offers) in extras.stations.iter_mut().zip(&made.stations) {
            let offers = offers.iter().map(|at| &made.offers[*at]);
            stop.leaflets = offers.map(download).collect();
        }
        extras
    }

    /// Returns the leaflets of a page as templates see them.
    pub(crate) fn of_page(&self, place: &Place, page: PageId) -> Vec<Value> {
        self.leaflets.get(&page).into_iter().flatten().map(|it| it.value(place)).collect()
    }
}

fn download(offer: &Offer) -> Download {
    let name = offer.product.name();
    Download {
        title: offer.title.clone(),
        format: offer.product.key().to_owned(),
        format_name: if offer.note.is_empty() {
            name.to_owned()
        } else {
            format!("{name}（{}）", offer.note)
        },
        path: offer.path.clone(),
        pages: offer.pages,
        bytes: offer.bytes,
        preview: offer.preview.clone(),
        preview_size: offer.preview_size,
    }
}

fn stop(station: &Station) -> Stop {
    Stop {
        name: station.name.clone(),
        slug: station.slug.clone(),
        address: station.address.clone(),
        hours: station.hours.clone(),
        contact: station.contact.clone(),
        leaflets: Vec::new(),
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

/// The page being rendered, as `place` in the context of templates; functions find their way through it.
#[derive(Debug)]
pub(crate) struct PlaceObject(pub Arc<Place>);

impl minijinja::value::Object for PlaceObject {}

impl PlaceObject {
    /// Returns the page that a template is rendered for.
    ///
    /// # Errors
    ///
    /// When the context is not at hand: in a macro of another file.
    pub fn of(state: &State<'_, '_>) -> Result<Arc<Place>, Error> {
        let value = state.lookup("place");
        let object = value.as_ref().and_then(|it| it.downcast_object_ref::<Self>());
        let missing = || theme::refuse(told::needs_a_page());
        object.map(|it| Arc::clone(&it.0)).ok_or_else(missing)
    }
}

impl Place {
    /// Starts a page at `permalink`.
    pub fn new(shared: &Arc<Shared>, permalink: Permalink) -> Arc<Self> {
        let to_root = permalink.to_root();
        Arc::new(Self { shared: Arc::clone(shared), permalink, to_root })
    }

    /// Starts the page that a server shows at any address: its links count from the root of the host.
    pub fn anywhere(shared: &Arc<Shared>) -> Arc<Self> {
        let permalink = shared.generated.permalink(&GeneratedKind::Missing);
        let permalink = permalink.cloned().unwrap_or_else(Permalink::home);
        let config = &shared.site.config;
        let base =
            config.base_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let path = base.and_then(|rest| rest.find('/').map(|at| rest[at..].to_owned()));
        let to_root = match config.medium {
            Medium::Usb => String::new(),
            Medium::Web => path.unwrap_or_else(|| "/".to_owned()),
        };
        Arc::new(Self { shared: Arc::clone(shared), permalink, to_root })
    }

    /// Returns the site.
    pub fn site(&self) -> &Site {
        &self.shared.site
    }

    /// Returns the document with this id.
    pub fn document(&self, id: DocumentId) -> &Document {
        self.shared.documents.get(id)
    }

    /// Returns the settings.
    pub fn config(&self) -> &Config {
        &self.shared.site.config
    }

    /// Tells whether the page has the quick exit. Looks through all pages, so it is asked rarely.
    pub(crate) fn is_sensitive(&self) -> bool {
        let site = self.site();
        let of_pages = site.pages.iter().map(|it| (&it.permalink, it.sensitive));
        let of_sections = site.sections.iter().map(|it| (&it.permalink, it.sensitive));
        of_pages
            .chain(of_sections)
            .any(|(permalink, is_sensitive)| is_sensitive && *permalink == self.permalink)
    }

    /// Returns the address, relative to this page, of a path from the site's root: a page's ends in `/`.
    pub fn url(&self, path: &str) -> String {
        let is_folder = path.is_empty() || path.ends_with('/');
        let index = if is_folder && !self.config().medium.has_server() { "index.html" } else { "" };
        let url = format!("{}{}{index}", self.to_root, crate::address::encode_path(path));
        if url.is_empty() { "./".to_owned() } else { url }
    }

    /// Returns the way up to the site's root: `../../`.
    pub fn to_root(&self) -> &str {
        &self.to_root
    }

    /// Returns the way up to the site's root as templates write it in front of an address; empty at the root.
    pub fn root(&self) -> String {
        let home = self.url("");
        let root = home.trim_end_matches("index.html");
        root.trim_start_matches("./").to_owned()
    }

    /// Returns the address of a page or section relative to this page.
    pub(crate) fn url_of(&self, owner: Owner) -> String {
        self.url(self.site().permalink(owner).as_str())
    }

    /// Returns the address of a generated page relative to this page, if there is such a page.
    pub(crate) fn url_of_generated(&self, kind: &GeneratedKind) -> Option<String> {
        let permalink = self.shared.generated.permalink(kind)?;
        Some(self.url(permalink.as_str()))
    }

    /// Returns the full address of a path from the site's root, if the site knows where it is published.
    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        self.config().base_url.as_ref().map(|base| crate::address::absolute(base, path))
    }
}
