//! What templates see. Objects that look things up when asked, so that nothing is copied for pages that do not use it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use minijinja::{Value, context, value::Object};

use crate::{
    address,
    config::{Account, EXIT_PAGE, Medium},
    document::{self, Date},
    render::{
        feed::{self, Scope},
        html::{cover, place::Place},
    },
    site::{Owner, Page, PageId, Section, SectionId, Status},
    source::Spanned,
    theme::value,
};

/// Han characters read in a minute by a slow reader.
const CHARACTERS_A_MINUTE: u32 = 400;

/// A page in a list.
#[derive(Debug)]
pub struct Card {
    /// Where the list stands.
    pub place: Arc<Place>,
    /// The page.
    pub id: PageId,
}

impl Card {
    /// Makes the value that templates see.
    pub fn value(place: &Arc<Place>, id: PageId) -> Value {
        Value::from_object(Self {
            place: Arc::clone(place),
            id,
        })
    }

    fn page(&self) -> &Page {
        self.place.site().page(self.id)
    }
}

impl Object for Card {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let page = self.page();
        let site = self.place.site();
        let front_matter = site.front_matter(page);
        Some(match key.as_str()? {
            "title" => Value::from(page.title.as_str()),
            "url" => Value::from(self.place.url(page.permalink.as_str())),
            "summary" => Value::from(&*page.summary),
            "date" => date(page.date),
            "updated" => date(front_matter.updated),
            "reviewed" => date(front_matter.reviewed),
            "section" => link(&self.place, Owner::Section(page.section)),
            "sensitive" => Value::from(page.sensitive),
            "cover" => cover::on_card(&self.place, page.document),
            "reading_minutes" => Value::from(minutes(self.place.document(page.document))),
            "terms" => terms(&self.place, page),
            "has_video" => Value::from(has_video(&self.place.document(page.document).blocks)),
            "leaflets" => Value::from(self.place.shared.extras.of_page(&self.place, self.id)),
            "draft" => Value::from(page.status == Status::Draft),
            "scheduled" => Value::from(matches!(page.status, Status::Scheduled(_))),
            "authors" => strings(&front_matter.authors),
            "extra" => plain_table(&front_matter.extra),
            _ => return None,
        })
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// A section in a list.
#[derive(Debug)]
pub struct Folder {
    /// Where the list stands.
    pub place: Arc<Place>,
    /// The section.
    pub id: SectionId,
}

impl Folder {
    /// Makes the value that templates see.
    pub fn value(place: &Arc<Place>, id: SectionId) -> Value {
        Value::from_object(Self {
            place: Arc::clone(place),
            id,
        })
    }

    fn section(&self) -> &Section {
        self.place.site().section(self.id)
    }
}

impl Object for Folder {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let section = self.section();
        Some(match key.as_str()? {
            "title" => Value::from(section.title.as_str()),
            "url" => Value::from(self.place.url(section.permalink.as_str())),
            "summary" => Value::from(&*section.summary),
            "path" => Value::from(section.path.as_str()),
            "pages" => Value::from(
                section
                    .pages
                    .iter()
                    .map(|id| Card::value(&self.place, *id))
                    .collect::<Vec<_>>(),
            ),
            "count" => Value::from(section.pages.len()),
            "sections" => Value::from(
                section
                    .sections
                    .iter()
                    .map(|id| Self::value(&self.place, *id))
                    .collect::<Vec<_>>(),
            ),
            "date" | "updated" | "section" | "cover" => Value::from(()),
            "reading_minutes" => Value::from(0),
            "sensitive" | "has_video" | "draft" => Value::from(false),
            "leaflets" | "terms" => Value::from(Vec::<Value>::new()),
            _ => return None,
        })
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// `site` in templates.
#[derive(Debug)]
pub struct SiteObject {
    /// The page being rendered.
    pub place: Arc<Place>,
    /// Set when something was asked that differs from page to page.
    pub looked: Arc<AtomicBool>,
}

impl Object for SiteObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let place = &self.place;
        let (site, config) = (place.site(), place.config());
        let of_page = |path: &str| site.find(path).map(|owner| place.url_of(owner));
        Some(match key.as_str()? {
            "title" => Value::from(config.title.as_str()),
            "description" => Value::from(config.description.as_str()),
            "language" => Value::from(config.language.as_str()),
            "base_url" => Value::from(config.base_url.as_deref()),
            "offline" => Value::from(config.medium == Medium::Usb),
            "organisation" => organisation(place),
            "help_lines" => help_lines(place),
            "menu" => {
                // It marks where the page stands.
                self.looked.store(true, Ordering::Relaxed);
                menu(place)
            }
            "links" => Value::from(
                config
                    .links
                    .iter()
                    .map(|it| context! { title => it.title.as_str(), url => it.url.as_str() })
                    .collect::<Vec<_>>(),
            ),
            "sections" => Value::from(
                site.home()
                    .sections
                    .iter()
                    .map(|id| Folder::value(place, *id))
                    .collect::<Vec<_>>(),
            ),
            "home_url" => Value::from(place.url("")),
            "search_url" => Value::from(config.search.then(|| place.url("search/"))),
            "safety_url" => Value::from(of_page(&config.safety.page.value)),
            "exit_url" => Value::from(match (config.medium, &config.safety.exit_url) {
                (Medium::Web, Some(url)) => url.clone(),
                (Medium::Usb, _) | (Medium::Web, None) => place.url(EXIT_PAGE),
            }),
            "feed_url" => {
                Value::from(feed::link(site, Scope::Site).map(|(_, path)| place.url(&path)))
            }
            "hotlines_url" => Value::from(of_page("hotlines.md")),
            "glossary_url" => Value::from(of_page(&config.glossary.value)),
            "videos_url" => {
                Value::from((!place.shared.targets.videos.is_empty()).then(|| place.url("videos/")))
            }
            "downloads_url" => Value::from(
                (!place.shared.extras.leaflets.is_empty()).then(|| place.url("downloads/")),
            ),
            "archive_url" => Value::from(
                site.pages
                    .iter()
                    .any(|it| it.date.is_some() && it.has_html)
                    .then(|| place.url("archive/")),
            ),
            "now" => date(Some(config.now)),
            "style" => value::style(&config.style),
            "extra" => value::table(&config.extra),
            _ => return None,
        })
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

fn help_lines(place: &Place) -> Value {
    let lines = place.config().help_lines.iter().map(|it| {
        context! {
            number => it.number.as_str(), name => it.name.as_str(), hours => it.hours.as_str(),
            note => it.note.as_str(), urgent => it.urgent,
        }
    });
    Value::from(lines.collect::<Vec<_>>())
}

/// Turns a list of words into a value for templates.
pub fn strings(list: &[String]) -> Value {
    Value::from(
        list.iter()
            .map(|it| Value::from(it.as_str()))
            .collect::<Vec<_>>(),
    )
}

fn organisation(place: &Arc<Place>) -> Value {
    let it = &place.config().organisation;
    let file = |path: &Option<Spanned<String>>| {
        path.as_ref()
            .map(|path| place.url(path.value.trim_start_matches('/')))
    };
    let account = |it: &Option<Account>| {
        it.as_ref().map(|it| context! { name => it.name.as_str(), picture => file(&it.picture), url => it.url.as_deref() })
    };
    context! {
        name => it.name.as_str(), short => it.short.as_str(), address => it.address.as_str(), phone => it.phone.as_str(), hours => it.hours.as_str(),
        logo => file(&it.logo), icp => it.icp.as_str(), police => it.police.as_str(), note => it.note.as_str(),
        mini_program => account(&it.mini_program), public_account => account(&it.public_account),
    }
}

fn menu(place: &Arc<Place>) -> Value {
    let site = place.site();
    let here = place.permalink.as_str();
    let entry = |title: &str, url: String, path: &str| {
        let current = !path.is_empty() && here.starts_with(path);
        context! { title, url, current }
    };
    let entries: Vec<Value> = if place.config().menu.is_empty() {
        let sections = site.home().sections.iter().map(|id| site.section(*id));
        sections
            .map(|it| {
                entry(
                    &it.title,
                    place.url(it.permalink.as_str()),
                    it.permalink.as_str(),
                )
            })
            .collect()
    } else {
        let links = place.config().menu.iter();
        links
            .map(|link| match site.find(link.url.trim_start_matches("@/")) {
                Some(owner) => entry(
                    &link.title,
                    place.url_of(owner),
                    site.permalink(owner).as_str(),
                ),
                None if address::scheme(&link.url).is_some() => {
                    entry(&link.title, link.url.clone(), "")
                }
                None => {
                    let path = link.url.trim_start_matches('/');
                    entry(&link.title, place.url(path), path)
                }
            })
            .collect()
    };
    Value::from(entries)
}

/// Returns title and address of a page or section, as templates see them.
pub fn link(place: &Place, owner: Owner) -> Value {
    context! { title => place.site().title(owner), url => place.url_of(owner) }
}

/// Returns a day as templates see it: text that the filter `date` turns into words; none when there is no day.
pub fn date(day: Option<Date>) -> Value {
    Value::from(day.map(|day| day.to_string()))
}

/// Returns a day as people write it: `2026年3月8日`.
pub fn in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Returns how many minutes a slow reader needs, at least one.
pub fn minutes(document: &document::Document) -> u32 {
    let length = document.length;
    ((length.han + length.words * 2 + CHARACTERS_A_MINUTE / 2) / CHARACTERS_A_MINUTE).max(1)
}

/// Returns the terms of a page by taxonomy.
pub fn terms(place: &Place, page: &Page) -> Value {
    let site = place.site();
    let groups = site
        .taxonomies
        .iter()
        .zip(&page.terms)
        .filter(|(_, terms)| !terms.is_empty());
    let group = groups.map(|(taxonomy, terms)| {
        let terms: Vec<Value> = terms
            .iter()
            .map(|term| &taxonomy.terms[*term])
            .map(|term| context! { name => term.name.as_str(), url => place.url(term.permalink.as_str()) })
            .collect();
        context! { key => taxonomy.key.as_str(), name => taxonomy.name.as_str(), url => place.url(taxonomy.permalink.as_str()), terms }
    });
    Value::from(group.collect::<Vec<_>>())
}

/// Tells whether blocks hold a video.
pub fn has_video(blocks: &[document::Block]) -> bool {
    blocks.iter().any(|it| match it {
        document::Block::Video(_) => true,
        document::Block::Callout { blocks, .. } | document::Block::Details { blocks, .. } => {
            has_video(blocks)
        }
        _ => false,
    })
}

/// Turns a value of front matter or data into one for templates.
pub fn plain(value: &document::Value) -> Value {
    match value {
        document::Value::Null => Value::from(()),
        document::Value::Bool(yes) => Value::from(*yes),
        document::Value::Integer(number) => Value::from(*number),
        document::Value::Float(number) => Value::from(*number),
        document::Value::String(text) => Value::from(text.as_str()),
        document::Value::List(list) => Value::from(list.iter().map(plain).collect::<Vec<_>>()),
        document::Value::Table(table) => plain_table(table),
    }
}

/// Turns a table of front matter into a value for templates.
pub fn plain_table(table: &indexmap::IndexMap<String, document::Value>) -> Value {
    Value::from_pairs(table.iter().map(|(key, value)| (key.clone(), plain(value))))
}
