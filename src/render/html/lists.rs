//! Home page, sections, terms and years.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{Value, context};

use crate::{
    data::campaigns,
    diag::Sink,
    document::Date,
    render::{
        feed::{self, Scope},
        html::{
            Planned, Renderer,
            content::{self, Content},
            context::{Card, Folder, link, plain_table},
            head::Head,
            list::{self, Part},
            place::{Place, Shared},
            video,
        },
    },
    site::{Owner, PageId, Permalink, SectionId, Site, find_recorded},
};

/// How many pages the home page shows as newest.
const NEWEST: usize = 8;

/// The pages of a section that are shown, gathered once for all parts of its list.
struct Listed {
    shown: Vec<PageId>,
    /// How many pages are from each year, newest first.
    years: Vec<(i16, usize)>,
}

/// Plans the home page and every section.
pub fn sections(shared: &Shared) -> Vec<Planned> {
    let ids = shared.site.section_ids();
    ids.flat_map(|id| section(&shared.site, id)).collect()
}

fn section(site: &Site, id: SectionId) -> Vec<Planned> {
    let section = site.section(id);
    let shown = shown(site, &section.pages);
    let years = years(site, shown.iter().copied()).into_iter().rev();
    let years = years.map(|(year, pages)| (year, pages.len())).collect();
    let is_home = section.parent.is_none();
    let count = if is_home {
        1
    } else {
        list::count(&shown, section.paginate)
    };
    let source = section.document.map(|it| site.outline(it).source);
    let listed = Arc::new(Listed { shown, years });
    let plan = |number| {
        let listed = Arc::clone(&listed);
        let output = list::address(&section.permalink, number).output();
        Planned::new(output, source, move |renderer, sink| {
            section_part(renderer, id, &listed, number, sink)
        })
    };
    (1..=count).map(plan).collect()
}

/// Returns the pages that are web pages.
fn shown(site: &Site, pages: &[PageId]) -> Vec<PageId> {
    let shown = pages.iter().copied();
    shown.filter(|id| site.page(*id).has_html).collect()
}

fn section_part(
    renderer: &Renderer,
    id: SectionId,
    listed: &Listed,
    number: usize,
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let section = site.section(id);
    let part = list::part(&section.permalink, &listed.shown, section.paginate, number);
    let is_home = section.parent.is_none();
    let document = section.document.map(|id| site.outline(id));
    let place = Place::new(&renderer.shared, part.permalink.clone());
    let content = match section.document {
        Some(id) if number == 1 => content::render(&place, id),
        Some(_) | None => Content::default(),
    };
    let scope = if is_home {
        Scope::Site
    } else {
        Scope::Section(id)
    };
    let head = Head {
        title: section.title.clone(),
        description: if section.summary.is_empty() {
            site.config.description.clone()
        } else {
            section.summary.to_string()
        },
        sensitive: section.sensitive,
        frames: content.facts.frames.clone(),
        feeds: feed::link(site, scope).into_iter().collect(),
        ..Head::default()
    };
    let asked = document.and_then(|it| it.front_matter.spans.get("template"));
    let template = document.and_then(|it| it.front_matter.template.clone());
    let default = if is_home { "home.html" } else { "section.html" };
    let template = template.map_or(default.to_owned(), |it| {
        format!("{}.html", it.trim_end_matches(".html"))
    });
    let value = section_value(&place, id, &part, &listed.years, content);
    renderer.render(&template, &place, &head, value, asked, sink)
}

fn section_value(
    place: &Arc<Place>,
    id: SectionId,
    part: &Part<'_>,
    years: &[(i16, usize)],
    content: Content,
) -> Value {
    let site = place.site();
    let section = site.section(id);
    let is_home = section.parent.is_none();
    let mut ancestors = site.ancestors(id);
    ancestors.pop();
    let extra = section
        .document
        .map(|id| plain_table(&site.outline(id).front_matter.extra));
    let base = context! {
        paginator => list::paginator(place, &section.permalink, part),
        pages => list::cards(place, part.pages),
        sections => section.sections.iter().map(|id| Folder::value(place, *id)).collect::<Vec<_>>(),
        videos => if is_home { Vec::new() } else { video::cards(place, Some(id)) },
        has_video => content.facts.has_video,
        years => years_of(place, years),
        footnotes => Value::from_safe_string(content.footnotes),
        glossary_box => Value::from_safe_string(content.glossary),
        content => Value::from_safe_string(content.html),
        extra => extra.unwrap_or_else(empty),
        ..common(place, if is_home { "home" } else { "section" }, &section.title, &section.summary, section.sensitive, &ancestors)
    };
    if !is_home {
        return base;
    }
    let columns: Vec<Value> = section
        .sections
        .iter()
        .map(|id| Folder::value(place, *id))
        .collect();
    context! { newest => newest(place, site), columns, campaign => campaign(place), ..base }
}

/// Returns the fields that every page of the theme may use.
pub fn common(
    place: &Arc<Place>,
    kind: &str,
    title: &str,
    summary: &str,
    sensitive: bool,
    ancestors: &[SectionId],
) -> Value {
    let nothing = || Value::from(Vec::<Value>::new());
    context! {
        kind, title, summary, sensitive,
        url => place.url(place.permalink.as_str()),
        permalink => place.absolute(place.permalink.as_str()),
        content => Value::from_safe_string(String::new()),
        ancestors => ancestors.iter().map(|id| link(place, Owner::Section(*id))).collect::<Vec<_>>(),
        toc => nothing(), pages => nothing(), sections => nothing(), videos => nothing(), years => nothing(),
        terms => nothing(), leaflets => nothing(), attachments => nothing(), related => nothing(), authors => nothing(),
        paginator => (), previous => (), next => (), qr => (), date => (), updated => (), reviewed => (),
        audio => (), cover => (), section => (),
        review_due => false, draft => false, scheduled => false, expired => false, has_video => false,
        reading_minutes => 0, pinyin => "rare",
        footnotes => "", glossary_box => "", law_box => "",
        extra => empty(),
    }
}

/// Returns a table without entries.
fn empty() -> Value {
    Value::from_pairs(Vec::<(String, Value)>::new())
}

fn newest(place: &Arc<Place>, site: &Site) -> Vec<Value> {
    let mut ids: Vec<PageId> = site
        .page_ids()
        .filter(|id| site.page(*id).date.is_some() && site.page(*id).has_html)
        .collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.page(*id).date), *id));
    ids.truncate(NEWEST);
    ids.into_iter().map(|id| Card::value(place, id)).collect()
}

/// Finds the next campaign day.
///
/// Says the date, never "in three days": a page on a host or a USB stick is read long after it was built.
fn campaign(place: &Arc<Place>) -> Value {
    let site = place.site();
    let next = campaigns::next(&site.records.campaigns, site.config.now);
    let Some((date, campaign)) = next else {
        return Value::from(());
    };
    let page = Some(campaign.page.as_str()).filter(|it| !it.is_empty());
    let owner = page.and_then(|it| find_recorded(site, it));
    context! {
        name => campaign.name.as_str(), month => date.month(), day => date.day(), date => date.to_string(),
        weekday => date.weekday().to_monday_one_offset(), url => owner.map(|owner| place.url_of(owner)),
    }
}

/// Plans the list of each taxonomy's terms and each term's pages.
pub fn taxonomies(shared: &Shared) -> Vec<Planned> {
    let site = &shared.site;
    let used = site.taxonomies.iter().enumerate();
    let used = used.filter(|(_, taxonomy)| !taxonomy.terms.is_empty());
    used.flat_map(|(index, taxonomy)| {
        let page = Planned::new(taxonomy.permalink.output(), None, move |renderer, sink| {
            taxonomy_page(renderer, index, sink)
        });
        let terms = (0..taxonomy.terms.len()).flat_map(move |term| self::term(site, index, term));
        std::iter::once(page).chain(terms)
    })
    .collect()
}

fn taxonomy_page(renderer: &Renderer, index: usize, sink: &mut Sink) -> String {
    let taxonomy = &renderer.shared.site.taxonomies[index];
    let place = Place::new(&renderer.shared, taxonomy.permalink.clone());
    let all_terms: Vec<Value> = taxonomy
        .terms
        .iter()
        .map(|term| {
            let url = place.url(term.permalink.as_str());
            context! { name => term.name.as_str(), url, count => term.pages.len(), description => term.description.as_str() }
        })
        .collect();
    let head = Head {
        title: taxonomy.name.clone(),
        ..Head::default()
    };
    let value = context! {
        all_terms, taxonomy => context! { key => taxonomy.key.as_str(), name => taxonomy.name.as_str() },
        ..common(&place, "taxonomy", &taxonomy.name, "", false, &[SectionId::new(0)])
    };
    renderer.render("taxonomy.html", &place, &head, value, None, sink)
}

fn term(site: &Site, index: usize, term: usize) -> Vec<Planned> {
    let taxonomy = &site.taxonomies[index];
    let shown = Arc::new(shown(site, &taxonomy.terms[term].pages));
    let plan = |number| {
        let shown = Arc::clone(&shown);
        let output = list::address(&taxonomy.terms[term].permalink, number).output();
        Planned::new(output, None, move |renderer, sink| {
            term_part(renderer, (index, term), &shown, number, sink)
        })
    };
    (1..=list::count(&shown, taxonomy.paginate))
        .map(plan)
        .collect()
}

fn term_part(
    renderer: &Renderer,
    (taxonomy, term): (usize, usize),
    shown: &[PageId],
    number: usize,
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let taxonomy = &site.taxonomies[taxonomy];
    let term = &taxonomy.terms[term];
    let part = list::part(&term.permalink, shown, taxonomy.paginate, number);
    let title = format!("{}：{}", taxonomy.name, term.name);
    let place = Place::new(&renderer.shared, part.permalink.clone());
    let feed = taxonomy
        .feed
        .then(|| feed::link(site, Scope::Term(term)))
        .flatten();
    let head = Head {
        title: title.clone(),
        description: term.description.clone(),
        feeds: feed.into_iter().collect(),
        ..Head::default()
    };
    let ancestors = vec![
        link(&place, Owner::Section(SectionId::new(0))),
        context! { title => taxonomy.name.as_str(), url => place.url(taxonomy.permalink.as_str()) },
    ];
    let value = context! {
        term => context! { name => term.name.as_str(), description => term.description.as_str() },
        taxonomy => context! { key => taxonomy.key.as_str(), name => taxonomy.name.as_str() },
        pages => list::cards(&place, part.pages),
        paginator => list::paginator(&place, &term.permalink, &part),
        ancestors,
        ..common(&place, "term", &title, "", false, &[])
    };
    renderer.render("term.html", &place, &head, value, None, sink)
}

/// The pages of each year.
type Years = BTreeMap<i16, Vec<PageId>>;

/// Returns the addresses of the archive.
pub fn archive_addresses(site: &Site) -> Vec<Permalink> {
    let first = Permalink::folder("archive");
    let years = years(site, site.page_ids());
    let each = years.keys().map(|year| first.join(&year.to_string()));
    let all = (!years.is_empty()).then(|| first.clone());
    all.into_iter().chain(each).collect()
}

/// Plans the archive: all years, and each year.
pub fn archive(shared: &Shared) -> Vec<Planned> {
    let site = &shared.site;
    let years = Arc::new(years(site, site.page_ids()));
    if years.is_empty() {
        return Vec::new();
    }
    let plan = |year| {
        let years = Arc::clone(&years);
        Planned::new(
            archive_address(year).output(),
            None,
            move |renderer, sink| archive_page(renderer, &years, year, sink),
        )
    };
    let pages = std::iter::once(None).chain(years.keys().rev().copied().map(Some));
    pages.map(plan).collect()
}

fn archive_address(year: Option<i16>) -> Permalink {
    let first = Permalink::folder("archive");
    year.map_or_else(|| first.clone(), |year| first.join(&year.to_string()))
}

fn archive_page(renderer: &Renderer, years: &Years, year: Option<i16>, sink: &mut Sink) -> String {
    let place = Place::new(&renderer.shared, archive_address(year));
    let name = renderer
        .shared
        .theme
        .words
        .get("archive")
        .cloned()
        .unwrap_or_else(|| "archive".to_owned());
    let title = year.map_or_else(|| name.clone(), |year| format!("{name} {year}"));
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let lists: Vec<Value> = years
        .iter()
        .rev()
        .filter(|(it, _)| year.is_none_or(|year| year == **it))
        .map(|(year, pages)| {
            let url = place.url(archive_address(Some(*year)).as_str());
            context! { year, url, count => pages.len(), pages => list::cards(&place, pages) }
        })
        .collect();
    let mut ancestors = vec![link(&place, Owner::Section(SectionId::new(0)))];
    if year.is_some() {
        let url = place.url(archive_address(None).as_str());
        ancestors.push(context! { title => name.as_str(), url });
    }
    let value = context! { year, years => lists, ancestors, ..common(&place, "archive", &title, "", false, &[]) };
    renderer.render("archive.html", &place, &head, value, None, sink)
}

/// Sorts pages with a day into years; within a year the newest first.
fn years(site: &Site, pages: impl Iterator<Item = PageId>) -> Years {
    let mut years = Years::new();
    for id in pages {
        let page = site.page(id);
        if let Some(year) = page.date.filter(|_| page.has_html).map(Date::year) {
            years.entry(year).or_default().push(id);
        }
    }
    for pages in years.values_mut() {
        pages.sort_by_key(|id| (std::cmp::Reverse(site.page(*id).date), *id));
    }
    years
}

fn years_of(place: &Place, years: &[(i16, usize)]) -> Vec<Value> {
    years
        .iter()
        .map(|(year, count)| context! { year => *year, url => place.url(&format!("archive/{year}/")), count => *count })
        .collect()
}
