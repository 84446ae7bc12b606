//! The archive: all years, and each year.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{Value, context};

use crate::{
    diag::Sink,
    document::Date,
    render::html::{
        Planned, Renderer, TemplateContext, context::link, fields::Fields, head::Head, list,
        place::Place,
    },
    site::{
        Owner, PageId, Permalink, SectionId, Site,
        generated::{self, GeneratedKind},
    },
};

/// The pages of each year.
pub(crate) type Years = BTreeMap<i16, Vec<PageId>>;

/// Plans the page of one year, or of all.
pub fn plan(at: &Permalink, year: Option<i16>, years: &Arc<Years>) -> Planned {
    let (permalink, years) = (at.clone(), Arc::clone(years));
    Planned::new(at.output(), None, move |renderer, sink| {
        page(renderer, &permalink, (year, &years), sink)
    })
}

fn page(
    renderer: &Renderer,
    permalink: &Permalink,
    (year, years): (Option<i16>, &Years),
    sink: &mut Sink,
) -> String {
    let place = Place::new(&renderer.shared, permalink.clone());
    let name = renderer.word("archive");
    let title = year.map_or_else(|| name.to_owned(), |year| format!("{name} {year}"));
    let lists = years.iter().rev();
    let lists = lists.filter(|(it, _)| year.is_none_or(|year| year == **it));
    let lists = lists.map(|(year, pages)| {
        let url = place.url(generated::year(*year).as_str());
        context! { year, url, count => pages.len(), pages => list::cards(&place, pages) }
    });
    let mut ancestors = vec![link(&place, Owner::Section(SectionId::new(0)))];
    if year.is_some() {
        let url = place.url_of_generated(&GeneratedKind::Archive);
        ancestors.push(context! { title => name, url });
    }
    let value = context! {
        year, years => lists.collect::<Vec<Value>>(), ancestors,
        ..Fields::new("archive", &title).value(&place)
    };
    let context = TemplateContext::new(Head::titled(&title), value);
    renderer.render("archive.html", &place, context, sink)
}

/// Sorts pages with a day into years; within a year the newest first.
pub fn years(site: &Site, pages: impl Iterator<Item = PageId>) -> Years {
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
