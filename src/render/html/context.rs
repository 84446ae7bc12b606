//! What templates see. Objects that look things up when asked, so that nothing is copied for pages that do not use it.

use std::sync::Arc;

use minijinja::{Value, context, value::Object};

use crate::{
    config::{Account, Link},
    document::{self, Date},
    render::{
        html::{code, cover, place::Place},
        video::list,
    },
    resolve::Target,
    site::{
        Owner, Page, PageId, Section, SectionId, Site, Status, Term,
        generated::{GeneratedKind, feeds::FeedScope},
    },
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
        Value::from_object(Self { place: Arc::clone(place), id })
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
            "has_video" => Value::from(list::is_on(&self.place.shared.targets, page.document)),
            "leaflets" => Value::from(self.place.shared.extras.of_page(&self.place, self.id)),
            "draft" => Value::from(page.status == Status::Draft),
            "scheduled" => Value::from(matches!(page.status, Status::Scheduled(_))),
            "authors" => strings(&front_matter.authors),
            "reviewers" => strings(&front_matter.reviewers),
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
pub(crate) struct Folder {
    /// Where the list stands.
    pub place: Arc<Place>,
    /// The section.
    pub id: SectionId,
}

impl Folder {
    /// Makes the value that templates see.
    pub fn value(place: &Arc<Place>, id: SectionId) -> Value {
        Value::from_object(Self { place: Arc::clone(place), id })
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
                section.pages.iter().map(|id| Card::value(&self.place, *id)).collect::<Vec<_>>(),
            ),
            "count" => Value::from(section.pages.len()),
            "sections" => Value::from(
                section.sections.iter().map(|id| Self::value(&self.place, *id)).collect::<Vec<_>>(),
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
pub(crate) struct SiteObject(pub Arc<Place>);

impl Object for SiteObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            // It marks where the page stands.
            "menu" => Some(menu(&self.0)),
            key => whole(&self.0, key),
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// `site` in what is the same on all pages.
#[derive(Debug)]
pub(crate) struct WholeSite(pub Arc<Place>);

impl Object for WholeSite {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        whole(&self.0, key.as_str()?)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// Returns what `site` knows under `key` that is the same on all pages which lie equally deep.
fn whole(place: &Arc<Place>, key: &str) -> Option<Value> {
    let (site, config) = (place.site(), place.config());
    Some(match key {
        "title" => Value::from(config.title.as_str()),
        "description" => Value::from(config.description.as_str()),
        "language" => Value::from(config.language.as_str()),
        "base_url" => Value::from(config.base_url.as_deref()),
        "offline" => Value::from(!config.medium.has_server()),
        "organisation" => organisation(place),
        "help_lines" => help_lines(place),
        "taxonomies" => taxonomies(place),
        "has_sensitive" => Value::from(has_sensitive(site)),
        "links" => links(place),
        "sections" => folders(place, &site.home().sections),
        "now" => date(Some(config.now)),
        "style" => value::style(&config.style),
        "extra" => value::table(&config.extra),
        key => return address(place, key),
    })
}

/// Returns an address that `site` knows; none of what the site does not have.
fn address(place: &Arc<Place>, key: &str) -> Option<Value> {
    let (site, config) = (place.site(), place.config());
    let of_page = |path: &str| site.find(path).map(|owner| place.url_of(owner));
    let made = |kind: GeneratedKind| place.url_of_generated(&kind);
    Some(Value::from(match key {
        "home_url" => Some(place.url("")),
        "search_url" => made(GeneratedKind::Search),
        "safety_url" => of_page(&config.safety.page.value),
        "exit_url" => made(GeneratedKind::Exit).or_else(|| config.safety.exit_url.clone()),
        "feed_url" => made(GeneratedKind::Feed(FeedScope::Site)),
        "hotlines_url" => of_page("hotlines.md"),
        "glossary_url" => of_page(&config.glossary.value),
        "videos_url" => made(GeneratedKind::Videos),
        "downloads_url" => {
            let extras = &place.shared.extras;
            let has_some = !(extras.leaflets.is_empty() && extras.handbooks.is_empty());
            made(GeneratedKind::Downloads).filter(|_| has_some)
        }
        "archive_url" => made(GeneratedKind::Archive),
        _ => return None,
    }))
}

fn links(place: &Place) -> Value {
    let links = place.config().links.iter();
    let link = |it: &Link| context! { title => it.title.as_str(), url => it.url.as_str() };
    Value::from(links.map(link).collect::<Vec<_>>())
}

/// Returns the path from the site's root to what an entry of the menu leads to; none for what is elsewhere.
fn path_of(place: &Place, link: &Link, target: &Target) -> Option<String> {
    match target {
        Target::External(_) => None,
        Target::Page { owner, .. } => Some(place.site().permalink(*owner).to_string()),
        Target::Made { path, .. } => Some(path.clone()),
        Target::Anchor(_)
        | Target::Asset(_)
        | Target::Picture(_)
        | Target::Text(_)
        | Target::Snippet(_)
        | Target::Data(_)
        | Target::Law(_)
        | Target::Plain
        | Target::Broken => Some(link.url.trim_start_matches('/').to_owned()),
    }
}

/// Returns sections as templates see them.
pub fn folders(place: &Arc<Place>, sections: &[SectionId]) -> Value {
    let folders = sections.iter().map(|id| Folder::value(place, *id));
    Value::from(folders.collect::<Vec<_>>())
}

/// Tells whether there is a page with the quick exit.
fn has_sensitive(site: &Site) -> bool {
    site.page_ids().any(|id| site.page(id).sensitive && site.page(id).has_html)
}

/// Returns the ways of sorting pages that have any, with their terms.
fn taxonomies(place: &Place) -> Value {
    let all = place.site().taxonomies.iter().filter(|it| !it.terms.is_empty());
    let term = |it: &Term| {
        let url = place.url(it.permalink.as_str());
        context! { name => it.name.as_str(), url, count => it.pages.len() }
    };
    let all = all.map(|it| {
        let terms: Vec<Value> = it.terms.iter().map(term).collect();
        let url = place.url(it.permalink.as_str());
        context! { key => it.key.as_str(), name => it.name.as_str(), url, terms }
    });
    Value::from(all.collect::<Vec<_>>())
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
pub(crate) fn strings(list: &[String]) -> Value {
    Value::from(list.iter().map(|it| Value::from(it.as_str())).collect::<Vec<_>>())
}

fn organisation(place: &Arc<Place>) -> Value {
    let it = &place.config().organisation;
    let file = |path: &Option<Spanned<String>>| {
        path.as_ref().map(|path| place.url(path.value.trim_start_matches('/')))
    };
    let word = place.shared.theme.words.get("code_of").map_or("{name}", String::as_str);
    let account = |it: &Option<Account>| {
        it.as_ref().map(|it| {
            let alt = word.replace("{name}", &it.name);
            let code = it.url.as_deref().and_then(|url| code::picture(place, url, &alt));
            context! { name => it.name.as_str(), picture => file(&it.picture), url => it.url.as_deref(), code }
        })
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
    let section = |id: &SectionId| {
        let section = site.section(*id);
        let path = section.permalink.as_str();
        entry(&section.title, place.url(path), path)
    };
    let link = |(link, target): (&Link, &Target)| match path_of(place, link, target) {
        Some(path) => {
            let anchor = target.anchor().map(|it| format!("#{}", crate::address::encode_path(it)));
            entry(&link.title, place.url(&path) + &anchor.unwrap_or_default(), &path)
        }
        None => entry(&link.title, link.url.clone(), ""),
    };
    let entries: Vec<Value> = if place.config().menu.is_empty() {
        site.home().sections.iter().map(section).collect()
    } else {
        let links = place.config().menu.iter();
        links.zip(&place.shared.targets.menu).map(link).collect()
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
pub(crate) fn in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Returns how many minutes a slow reader needs, at least one.
pub(crate) fn minutes(document: &document::Document) -> u32 {
    let length = document.length;
    ((length.han + length.words * 2 + CHARACTERS_A_MINUTE / 2) / CHARACTERS_A_MINUTE).max(1)
}

/// Returns the terms of a page by taxonomy.
pub(crate) fn terms(place: &Place, page: &Page) -> Value {
    let site = place.site();
    let groups = site.taxonomies.iter().zip(&page.terms).filter(|(_, terms)| !terms.is_empty());
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
pub(crate) fn plain_table(table: &indexmap::IndexMap<String, document::Value>) -> Value {
    Value::from_pairs(table.iter().map(|(key, value)| (key.clone(), plain(value))))
}
