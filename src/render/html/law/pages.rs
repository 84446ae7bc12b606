//! Pages of statutes: one a version, comparisons of versions, the list of all laws.

use std::sync::Arc;

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
            Planned, Renderer,
            context::link,
            head::Head,
            law::{
                anchor, compare,
                context::{self, value as value_of},
                mentions::Mentions,
            },
            lists::common,
            place::{Place, Shared},
        },
        search::{SearchPage, SearchPart},
    },
    site::{Owner, Permalink, SectionId},
};

/// Plans every page about laws: of all that are imported, and of those that pages cite.
pub fn pages(shared: &Shared, mentions: &Arc<Mentions>) -> Vec<Planned> {
    let laws = listed(shared, mentions);
    if laws.is_empty() {
        return Vec::new();
    }
    let keys: Vec<String> = laws.iter().map(|law| law.key.clone()).collect();
    let all = Arc::clone(mentions);
    let list = Planned::new(anchor::index().output(), None, move |renderer, sink| {
        let library = &renderer.shared.site.library;
        let laws: Vec<&Law> = keys.iter().filter_map(|key| library.law(key)).collect();
        index(renderer, &laws, &all, sink)
    });
    let mut planned = vec![list];
    planned.extend(laws.iter().flat_map(|law| versions(shared, law, mentions)));
    planned.extend(laws.iter().flat_map(|law| comparisons(law)));
    planned
}

/// Plans the pages of a law: one a version with a text, else one that tells what is known.
fn versions(shared: &Shared, law: &Law, mentions: &Arc<Mentions>) -> Vec<Planned> {
    let library = &shared.site.library;
    let with_text = law.versions.iter().enumerate();
    let with_text = with_text.filter(|(_, it)| library.statute(it).is_some());
    let with_text: Vec<Option<usize>> = with_text.map(|(index, _)| Some(index)).collect();
    let plan = |index: Option<usize>| {
        let (key, mentions) = (law.key.clone(), Arc::clone(mentions));
        let version = index.map(|it| &law.versions[it]);
        let source = version.and_then(|it| it.text);
        let source = source.map(|id| library.text(id).file);
        let output = address(shared, law, version).output();
        Planned::new(output, source, move |renderer, sink| {
            let law = of_key(renderer, &key);
            let version = index.map(|it| &law.versions[it]);
            one(renderer, &mentions, law, version, sink)
        })
    };
    if with_text.is_empty() {
        vec![plan(None)]
    } else {
        with_text.into_iter().map(plan).collect()
    }
}

fn of_key<'a>(renderer: &'a Renderer, key: &str) -> &'a Law {
    let law = renderer.shared.site.library.law(key);
    law.expect("pages are planned for laws of the library")
}

fn address(shared: &Shared, law: &Law, version: Option<&Version>) -> Permalink {
    let day = shared.site.config.now;
    version.map_or_else(|| anchor::law(law), |it| anchor::version(law, it, day))
}

/// Plans the comparisons of a law's versions.
fn comparisons(law: &Law) -> Vec<Planned> {
    let pairs = context::compared(law).into_iter().enumerate();
    let plan = |(index, (old, new)): (usize, (&Version, &Version))| {
        let key = law.key.clone();
        let output = anchor::comparison(law, old, new).output();
        Planned::new(output, None, move |renderer, sink| {
            let law = of_key(renderer, &key);
            let (old, new) = context::compared(law)[index];
            comparison(renderer, law, old, new, sink)
        })
    };
    pairs.map(plan).collect()
}

/// Laws with a text, and laws that pages cite.
fn listed<'a>(shared: &'a Shared, mentions: &Mentions) -> Vec<&'a Law> {
    let library = &shared.site.library;
    let cited: Vec<&str> = mentions.laws().collect();
    library
        .laws()
        .filter(|law| {
            law.versions.iter().any(|it| it.text.is_some()) || cited.contains(&law.key.as_str())
        })
        .collect()
}

fn one(
    renderer: &Renderer,
    mentions: &Mentions,
    law: &Law,
    version: Option<&Version>,
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let permalink = address(&renderer.shared, law, version);
    let place = Place::new(&renderer.shared, permalink.clone());
    let law_context = context::law(&place, mentions, law, version);
    let standing = law.standing(site.config.now);
    let state = standing.state(version.or(standing.version));
    let url = place.absolute(permalink.as_str());
    let json_ld = context::json_ld(law, version, state, url.as_deref());
    let head = Head {
        title: law.title.clone(),
        description: law.title.clone(),
        json_ld: (state != State::Sample).then(|| json_ld.to_string().replace('<', "\\u003c")),
        ..Head::default()
    };
    let law_context = context! {
        text => Value::from_safe_string(law_context.text.clone()),
        contents => Value::from_safe_string(law_context.contents.clone()),
        ..value_of(&law_context)
    };
    let value = context! { law => law_context, ancestors => above(renderer, &place), ..common(&place, "statute", &law.title, "", false, &[]) };
    renderer.render("statute.html", &place, &head, value, None, sink)
}

fn comparison(
    renderer: &Renderer,
    law: &Law,
    old: &Version,
    new: &Version,
    sink: &mut Sink,
) -> String {
    let site = &renderer.shared.site;
    let place = Place::new(&renderer.shared, anchor::comparison(law, old, new));
    let statutes = site.library.statute(old).zip(site.library.statute(new));
    let (rows, same) = statutes
        .map(|(old, new)| compare::rows(old, new))
        .unwrap_or_default();
    let column = |it: &Version| {
        let date = it.promulgated.map(|it| it.to_string()).unwrap_or_default();
        context! { url => anchor::link(&place, &anchor::version(law, it, site.config.now), ""), title => date }
    };
    let title = word(renderer, "compare_title").replace("{law}", &law.key);
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let mut ancestors = above(renderer, &place);
    ancestors.push(
        context! { title => law.key.as_str(), url => anchor::link(&place, &anchor::law(law), "") },
    );
    let value = context! {
        rows => Value::from_safe_string(rows), same, old => column(old), new => column(new),
        ancestors, ..common(&place, "statute-compare", &title, "", false, &[])
    };
    renderer.render("statute-compare.html", &place, &head, value, None, sink)
}

fn index(renderer: &Renderer, laws: &[&Law], mentions: &Mentions, sink: &mut Sink) -> String {
    const ORDER: [&str; 6] = [
        "宪法",
        "法律",
        "行政法规",
        "司法解释",
        "地方性法规",
        "村规民约",
    ];
    let place = Place::new(&renderer.shared, anchor::index());
    let mut groups: IndexMap<&str, Vec<Value>> =
        ORDER.iter().map(|kind| (*kind, Vec::new())).collect();
    let pinyin = &renderer.shared.site.records.pinyin;
    let mut laws = laws.to_vec();
    laws.sort_by_cached_key(|it| pinyin.sort_key(&it.key));
    for law in laws {
        let listed = value_of(&context::listed(&place, mentions, law));
        groups.entry(law.kind.as_str()).or_default().push(listed);
    }
    let groups: Vec<Value> = groups
        .into_iter()
        .filter(|(_, laws)| !laws.is_empty())
        .map(|(kind, laws)| context! { kind, laws })
        .collect();
    let title = word(renderer, "laws");
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let value =
        context! { groups, ..common(&place, "laws", &title, "", false, &[SectionId::new(0)]) };
    renderer.render("statutes.html", &place, &head, value, None, sink)
}

/// What stands above a law: the home page and the list of all laws.
fn above(renderer: &Renderer, place: &Place) -> Vec<Value> {
    let home = link(place, Owner::Section(SectionId::new(0)));
    let laws =
        context! { title => word(renderer, "laws"), url => place.url(anchor::index().as_str()) };
    vec![home, laws]
}

fn word(renderer: &Renderer, key: &str) -> String {
    renderer
        .shared
        .theme
        .words
        .get(key)
        .cloned()
        .unwrap_or_else(|| key.to_owned())
}

/// Returns the addresses of all pages about laws, for the sitemap.
pub fn addresses(shared: &Shared, mentions: &Mentions) -> Vec<Permalink> {
    let now = shared.site.config.now;
    let laws = listed(shared, mentions);
    let of_law = |law: &&Law| {
        let texts = law
            .versions
            .iter()
            .filter(|it| it.text.is_some())
            .map(|it| anchor::version(law, it, now));
        std::iter::once(anchor::law(law))
            .chain(texts)
            .collect::<Vec<_>>()
    };
    let mut all: Vec<Permalink> = laws.iter().flat_map(of_law).collect();
    all.sort();
    all.dedup();
    all
}

/// Returns the words of the version in force of every imported law, one part an article, for the search.
pub fn search_pages(shared: &Shared, section: usize) -> Vec<SearchPage> {
    let (library, now) = (&shared.site.library, shared.site.config.now);
    let page = |law: &Law| {
        let version = law.standing(now).shown?;
        let statute = library.statute(version)?;
        let parts = statute.articles.iter().map(|it| SearchPart {
            anchor: anchor::id(crate::law::citation::Place::article(it.number, it.suffix)),
            heading: crate::law::statute::write::article_name(it.number, it.suffix),
            text: it.text(),
        });
        Some(SearchPage {
            url: anchor::law(law).as_str().to_owned(),
            title: law.title.clone(),
            section,
            date: None,
            parts: parts.collect(),
        })
    };
    library.laws().filter_map(page).collect()
}
