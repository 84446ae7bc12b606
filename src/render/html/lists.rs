//! The home page and the pages of sections.

use std::sync::Arc;

use minijinja::{Value, context};

use crate::{
    data::campaigns,
    diag::Sink,
    render::{
        feed,
        html::{
            Planned, Renderer, TemplateContext, archive,
            content::{self, Content},
            context::{Card, Folder, plain_table},
            fields::{Fields, empty},
            head::Head,
            list::{self, Part},
            place::{Place, Shared},
            video,
        },
    },
    site::{
        PageId, SectionId, Site, find_recorded,
        generated::{self, feeds::FeedScope},
    },
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
    let shown = list::shown(site, &section.pages);
    let years = archive::years(site, shown.iter().copied()).into_iter().rev();
    let years = years.map(|(year, pages)| (year, pages.len())).collect();
    let is_home = section.parent.is_none();
    let count = if is_home { 1 } else { list::count(&shown, section.paginate) };
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
    let scope = if is_home { FeedScope::Site } else { FeedScope::Section(id) };
    let head = Head {
        title: section.title.clone(),
        description: if section.summary.is_empty() {
            site.config.description.clone()
        } else {
            section.summary.to_string()
        },
        sensitive: section.sensitive,
        frames: content.facts.frames.clone(),
        feeds: feed::link(&renderer.shared, scope).into_iter().collect(),
        ..Head::default()
    };
    let asked = document.and_then(|it| it.front_matter.spans.get("template"));
    let template = document.and_then(|it| it.front_matter.template.clone());
    let default = if is_home { "home.html" } else { "section.html" };
    let template =
        template.map_or(default.to_owned(), |it| format!("{}.html", it.trim_end_matches(".html")));
    let value = section_value(&place, id, &part, &listed.years, content);
    let context = TemplateContext { asked, ..TemplateContext::new(head, value) };
    renderer.render(&template, &place, context, sink)
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
    let extra = section.document.map(|id| plain_table(&site.outline(id).front_matter.extra));
    let fields = Fields {
        kind: if is_home { "home" } else { "section" },
        title: &section.title,
        summary: &section.summary,
        sensitive: section.sensitive,
        above: ancestors,
    };
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
        ..fields.value(place)
    };
    if !is_home {
        return base;
    }
    let columns: Vec<Value> = section.sections.iter().map(|id| Folder::value(place, *id)).collect();
    context! { newest => newest(place, site), columns, campaign => campaign(place), ..base }
}

/// Returns the newest articles. What stands beside the columns (who we are, the glossary) is no news where there are some.
fn newest(place: &Arc<Place>, site: &Site) -> Vec<Value> {
    let home = SectionId::new(0);
    let shown = |id: &PageId| site.page(*id).date.is_some() && site.page(*id).has_html;
    let has_columns = site.page_ids().any(|id| shown(&id) && site.page(id).section != home);
    let mut ids: Vec<PageId> = site
        .page_ids()
        .filter(|id| shown(id) && (!has_columns || site.page(*id).section != home))
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

fn years_of(place: &Place, years: &[(i16, usize)]) -> Vec<Value> {
    years
        .iter()
        .map(|(year, count)| context! { year => *year, url => place.url(generated::year(*year).as_str()), count => *count })
        .collect()
}
