//! The terms of a taxonomy, and the pages of each term.

use std::sync::Arc;

use minijinja::{Value, context};

use crate::{
    diag::Sink,
    render::{
        feed,
        html::{
            Planned, Renderer, TemplateContext, context::link, fields::Fields, head::Head, list,
            place::Place,
        },
    },
    site::{Owner, PageId, Permalink, SectionId, Site, generated::feeds::FeedScope},
};

/// Plans the list of a taxonomy's terms.
pub fn plan(at: &Permalink, taxonomy: usize) -> Planned {
    Planned::new(at.output(), None, move |renderer, sink| taxonomy_page(renderer, taxonomy, sink))
}

/// Plans the list of a term's pages, in all its parts.
pub(crate) fn plan_term(site: &Site, taxonomy: usize, term: usize) -> Vec<Planned> {
    let (paginate, found) =
        (site.taxonomies[taxonomy].paginate, &site.taxonomies[taxonomy].terms[term]);
    let shown = Arc::new(list::shown(site, &found.pages));
    let plan = |number| {
        let shown = Arc::clone(&shown);
        let output = list::address(&found.permalink, number).output();
        Planned::new(output, None, move |renderer, sink| {
            term_part(renderer, (taxonomy, term), (&shown, number), sink)
        })
    };
    (1..=list::count(&shown, paginate)).map(plan).collect()
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
    let value = context! {
        all_terms, taxonomy => context! { key => taxonomy.key.as_str(), name => taxonomy.name.as_str() },
        ..Fields::below_home("taxonomy", &taxonomy.name).value(&place)
    };
    let context = TemplateContext::new(Head::titled(&taxonomy.name), value);
    renderer.render("taxonomy.html", &place, context, sink)
}

fn term_part(
    renderer: &Renderer,
    (taxonomy, term): (usize, usize),
    (shown, number): (&[PageId], usize),
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let feed = FeedScope::Term(taxonomy, term);
    let taxonomy = &site.taxonomies[taxonomy];
    let term = &taxonomy.terms[term];
    let part = list::part(&term.permalink, shown, taxonomy.paginate, number);
    let title = format!("{}：{}", taxonomy.name, term.name);
    let place = Place::new(&renderer.shared, part.permalink.clone());
    let head = Head {
        description: term.description.clone(),
        feeds: feed::link(&renderer.shared, feed).into_iter().collect(),
        ..Head::titled(&title)
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
        ..Fields::new("term", &title).value(&place)
    };
    let context = TemplateContext::new(head, value);
    renderer.render("term.html", &place, context, sink)
}
