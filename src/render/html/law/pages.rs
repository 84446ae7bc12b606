//! Pages of statutes: one a version, comparisons of versions, the list of all laws.

use std::{collections::BTreeSet, sync::Arc};

use indexmap::IndexMap;
use minijinja::{Value, context};

use crate::{
    diag::Sink,
    law::{
        library::{Law, Version},
        standing::State,
    },
    render::{
        html::{
            Planned, Renderer, TemplateContext,
            context::link,
            fields::Fields,
            head::Head,
            law::{
                anchor, compare,
                context::{self, value as value_of},
            },
            place::{Place, Shared},
        },
        search::{self, SearchPage, SearchPart},
    },
    site::{
        Owner, Permalink, SectionId,
        generated::{GeneratedKind, laws},
    },
};

/// Plans the page of a law: of one of its versions, or of what is known about it.
pub fn plan(shared: &Shared, at: &Permalink, key: &str, version: Option<usize>) -> Planned {
    let library = &shared.site.library;
    let text = version.and_then(|it| of_key(shared, key).versions[it].text);
    let source = text.map(|id| library.text(id).file);
    let (permalink, key) = (at.clone(), key.to_owned());
    Planned::new(at.output(), source, move |renderer, sink| {
        let place = Place::new(&renderer.shared, permalink.clone());
        let law = of_key(&renderer.shared, &key);
        one(renderer, &place, law, version.map(|it| &law.versions[it]), sink)
    })
}

/// Plans a comparison of two versions of a law.
pub(crate) fn plan_comparison(at: &Permalink, key: &str, pair: usize) -> Planned {
    let (permalink, key) = (at.clone(), key.to_owned());
    Planned::new(at.output(), None, move |renderer, sink| {
        let place = Place::new(&renderer.shared, permalink.clone());
        let law = of_key(&renderer.shared, &key);
        comparison(renderer, &place, law, laws::compared(law)[pair], sink)
    })
}

fn of_key<'a>(shared: &'a Shared, key: &str) -> &'a Law {
    let law = shared.site.library.law(key);
    law.expect("pages are planned for laws of the library")
}

fn one(
    renderer: &Renderer,
    place: &Arc<Place>,
    law: &Law,
    version: Option<&Version>,
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let law_context = context::law(place, &place.shared.mentions, law, version);
    let standing = law.standing(site.config.now);
    let state = standing.state(version.or(standing.version));
    let url = place.absolute(place.permalink.as_str());
    let json_ld = context::json_ld(law, version, state, url.as_deref());
    let head = Head {
        description: law.title.clone(),
        json_ld: (state != State::Sample).then(|| json_ld.to_string().replace('<', "\\u003c")),
        ..Head::titled(&law.title)
    };
    let law_context = context! {
        text => Value::from_safe_string(law_context.text.clone()),
        contents => Value::from_safe_string(law_context.contents.clone()),
        ..value_of(&law_context)
    };
    let value = context! {
        law => law_context, ancestors => above(renderer, place),
        ..Fields::new("statute", &law.title).value(place)
    };
    renderer.render("statute.html", place, TemplateContext::new(head, value), sink)
}

fn comparison(
    renderer: &Renderer,
    place: &Arc<Place>,
    law: &Law,
    (old, new): (&Version, &Version),
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let statutes = site.library.statute(old).zip(site.library.statute(new));
    let (rows, same) = statutes.map(|(old, new)| compare::rows(old, new)).unwrap_or_default();
    let column = |it: &Version| {
        let date = it.promulgated.map(|it| it.to_string()).unwrap_or_default();
        context! { url => anchor::link(place, &laws::version(law, it, site.config.now), ""), title => date }
    };
    let title = renderer.word("compare_title").replace("{law}", &law.key);
    let mut ancestors = above(renderer, place);
    ancestors.push(
        context! { title => law.key.as_str(), url => anchor::link(place, &laws::law(law), "") },
    );
    let value = context! {
        rows => Value::from_safe_string(rows), same, old => column(old), new => column(new),
        ancestors, ..Fields::new("statute-compare", &title).value(place)
    };
    let context = TemplateContext::new(Head::titled(&title), value);
    renderer.render("statute-compare.html", place, context, sink)
}

/// The list of all laws.
pub fn all(renderer: &Renderer, sink: &mut Sink) -> String {
    const ORDER: [&str; 6] = ["宪法", "法律", "行政法规", "司法解释", "地方性法规", "村规民约"];
    let place = renderer.place(&GeneratedKind::Laws);
    let shared = &place.shared;
    let mut groups: IndexMap<&str, Vec<Value>> =
        ORDER.iter().map(|kind| (*kind, Vec::new())).collect();
    let pinyin = &shared.site.records.pinyin;
    let keys: BTreeSet<&str> =
        shared.generated.pages().iter().filter_map(|it| it.kind.law()).collect();
    let mut laws: Vec<&Law> = keys.into_iter().map(|it| of_key(shared, it)).collect();
    laws.sort_by_cached_key(|it| pinyin.sort_key(&it.key));
    for law in laws {
        let listed = value_of(&context::listed(&place, &shared.mentions, law));
        groups.entry(law.kind.as_str()).or_default().push(listed);
    }
    let groups: Vec<Value> = groups
        .into_iter()
        .filter(|(_, laws)| !laws.is_empty())
        .map(|(kind, laws)| context! { kind, laws })
        .collect();
    let title = renderer.word("laws");
    let value = context! { groups, ..Fields::below_home("laws", title).value(&place) };
    let context = TemplateContext::new(Head::titled(title), value);
    renderer.render("statutes.html", &place, context, sink)
}

/// What stands above a law: the home page and the list of all laws.
fn above(renderer: &Renderer, place: &Place) -> Vec<Value> {
    let home = link(place, Owner::Section(SectionId::new(0)));
    let url = place.url_of_generated(&GeneratedKind::Laws);
    vec![home, context! { title => renderer.word("laws"), url }]
}

/// Returns the words of the version in force of every imported law, one part an article, for the search.
pub(crate) fn search_pages(shared: &Shared, section: usize) -> Vec<SearchPage> {
    let (library, now) = (&shared.site.library, shared.site.config.now);
    let page = |law: &Law| {
        let version = law.standing(now).shown?;
        let statute = library.statute(version)?;
        let parts = statute.articles.iter().map(|it| SearchPart {
            anchor: crate::law::citation::Place::article(it.number, it.suffix).anchor(),
            heading: crate::law::statute::write::article_name(it.number, it.suffix),
            text: it.text(),
        });
        Some(SearchPage {
            url: search::url(&shared.site, &laws::law(law)),
            title: law.title.clone(),
            section,
            date: None,
            parts: parts.collect(),
        })
    };
    library.laws().filter_map(page).collect()
}
