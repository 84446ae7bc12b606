//! `{{ part("_footer.html") }}`: a piece of a page that is rendered once where it is the same everywhere.
//!
//! It is an include that is remembered. Which parts are the same is read from the templates: those that name neither the
//! page, its head nor the menu, and name no template that does. They are rendered before all pages, once for each way up to
//! the site's root, in a context without what differs from page to page; the others with each page anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use minijinja::{Environment, Error, State, Template, Value, context};

use crate::{
    diag::messages::theme as told,
    render::html::{
        context::WholeSite,
        place::{Place, PlaceObject},
    },
    theme,
};

/// Parts may hold parts this deep.
const MAX_DEPTH: usize = 8;

/// How deep a part stands in others; a variable of its context.
const DEPTH: &str = "part_depth";

/// The texts of parts that are the same on all pages: way up to the root → name → text.
#[derive(Debug, Default)]
pub struct Parts(BTreeMap<String, BTreeMap<String, Value>>);

/// Adds `part` to the templates' functions. `places` are pages to which the ways up to the root are all those of the site.
pub(crate) fn add(environment: &mut Environment<'static>, places: &[Arc<Place>]) {
    environment.add_function("part", |state: &mut State<'_, '_>, name: &str| of_page(state, name));
    let parts = Parts::render(environment, places);
    environment.add_function("part", move |state: &mut State<'_, '_>, name: &str| {
        let known = parts.get(&*PlaceObject::of(state)?, name);
        known.map_or_else(|| of_page(state, name), Ok)
    });
}

impl Parts {
    /// Renders every part that is the same on all pages. One that fails is left to the pages, which tell why.
    fn render(environment: &Environment<'static>, places: &[Arc<Place>]) -> Self {
        let names = whole(environment);
        let at = |place: &Arc<Place>| {
            let context = context! {
                site => Value::from_object(WholeSite(Arc::clone(place))),
                place => Value::from_object(PlaceObject(Arc::clone(place))),
                root => place.root(),
            };
            let text = |name: &String| {
                let text = environment.get_template(name).ok()?.render(&context).ok()?;
                Some((name.clone(), Value::from_safe_string(text)))
            };
            (place.to_root().to_owned(), names.iter().filter_map(text).collect())
        };
        Self(places.iter().map(at).collect())
    }

    fn get(&self, place: &Place, name: &str) -> Option<Value> {
        self.0.get(place.to_root())?.get(name).cloned()
    }
}

/// Renders a part for the page that `state` stands on.
fn of_page(state: &State<'_, '_>, name: &str) -> Result<Value, Error> {
    let depth = state.lookup(DEPTH).and_then(|it| it.as_usize());
    let depth = depth.unwrap_or(0);
    if depth == MAX_DEPTH {
        return Err(theme::refuse(told::endless_recursion()));
    }
    let context = context! {
        site => state.lookup("site"),
        place => state.lookup("place"),
        root => state.lookup("root"),
        page => state.lookup("page"),
        head => state.lookup("head"),
        part_depth => depth + 1,
    };
    let text = state.env().get_template(name)?.render(context)?;
    Ok(Value::from_safe_string(text))
}

/// Returns the names of the parts that are the same on all pages.
fn whole(environment: &Environment<'static>) -> BTreeSet<String> {
    let templates: BTreeMap<&str, Template<'_, '_>> = environment.templates().collect();
    let called = templates.values().flat_map(|it| called(it.source()));
    let called: BTreeSet<&str> = called.collect();
    let differs = |name: &str| templates.get(name).is_some_and(looks_at_page);
    let is_whole = |part: &&str| {
        let (mut open, mut seen) = (vec![*part], BTreeSet::from([*part]));
        while let Some(name) = open.pop() {
            if differs(name) {
                return false;
            }
            let source = templates.get(name).map_or("", Template::source);
            let named = literals(source).filter(|it| templates.contains_key(it));
            open.extend(named.filter(|it| seen.insert(it)));
        }
        true
    };
    let whole = called.into_iter().filter(is_whole);
    whole.map(str::to_owned).collect()
}

/// Tells whether a template names something that differs from page to page. `site` alone may be handed to others, who ask
/// it for anything.
fn looks_at_page(template: &Template<'_, '_>) -> bool {
    let names = template.undeclared_variables(true);
    names.iter().any(|name| {
        let mut steps = name.split('.');
        match steps.next() {
            Some("page" | "head" | DEPTH) => true,
            Some("site") => matches!(steps.next(), None | Some("menu")),
            Some(_) | None => false,
        }
    })
}

/// Returns the names in `part("…")`.
fn called(source: &str) -> impl Iterator<Item = &str> {
    let calls = source.split("part(").skip(1);
    calls.filter_map(|rest| literals(rest).next())
}

/// Returns the texts in quotation marks of either kind.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    let of = |mark: char| source.split(mark).skip(1);
    of('"').chain(of('\''))
}

#[cfg(test)]
mod tests {
    use minijinja::Environment;

    use super::whole;

    fn is_whole(text: &'static str) -> bool {
        let mut environment = Environment::new();
        let page = "{{ part(\"a.html\") }} {{ part('b.html') }}";
        let templates = [
            ("page.html", page),
            ("a.html", text),
            ("b.html", "{{ page.title }}"),
            ("c.html", "{{ site.title }}"),
        ];
        for (name, text) in templates {
            environment.add_template(name, text).expect("a good template");
        }
        let whole = whole(&environment);
        assert!(!whole.contains("b.html"), "it names the page");
        whole.contains("a.html")
    }

    #[test]
    fn a_part_without_the_page_is_the_same_everywhere() {
        assert!(is_whole("{{ site.title }} {{ root }} {{ t('x') }}"));
        assert!(is_whole("{% for page in site.sections %}{{ page.title }}{% endfor %}"));
        assert!(is_whole("{{ part(\"c.html\") }}"));
    }

    #[test]
    fn a_part_that_looks_at_the_page_differs() {
        assert!(!is_whole("{{ head.title }}"));
        assert!(!is_whole("{% for it in site.menu %}{{ it.title }}{% endfor %}"));
        assert!(!is_whole("{{ all(site) }}"));
        assert!(!is_whole("{{ part('b.html') }}"));
        assert!(!is_whole("{% include \"b.html\" %}"));
    }
}
