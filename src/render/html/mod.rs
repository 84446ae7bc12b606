//! Pages, lists and everything else that a browser shows.
//!
//! [`content`] turns a document into HTML, [`page`] and [`lists`] put it into the theme's templates.

pub mod content;
pub mod context;
mod cover;
pub mod place;

mod anchors;
mod archive;
pub(crate) mod code;
mod fields;
mod functions;
mod generated;
pub mod head;
mod highlight;
pub(crate) mod law;
mod list;
pub mod lists;
mod page;
mod part;
mod picture;
mod seal;
mod special;
mod terms;
mod video;

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{Environment, Value, context};

use crate::{
    diag::Sink,
    render::{
        artifact::Later,
        html::{
            anchors::Asked,
            context::SiteObject,
            head::Head,
            place::{Place, PlaceObject, Shared},
            seal::Sealer,
        },
    },
    site::{Permalink, generated::GeneratedKind},
    source::{FileId, Span},
    theme,
};

/// A page that can be rendered: where it goes, and how it is made.
pub struct Planned {
    /// Where it is written, from the site's root.
    pub output: String,
    /// The source it is made from, for diagnostics; the theme's template otherwise.
    pub source: Option<FileId>,
    render: Box<Render>,
}

type Render = dyn Fn(&Renderer, &mut Sink) -> String + Send + Sync;

impl Planned {
    /// Plans a page.
    pub fn new(
        output: String,
        source: Option<FileId>,
        render: impl Fn(&Renderer, &mut Sink) -> String + Send + Sync + 'static,
    ) -> Self {
        Self { output, source, render: Box::new(render) }
    }

    /// Returns the page's text, to be rendered whenever it is needed.
    pub fn later(self, renderer: &Arc<Renderer>) -> Later {
        let renderer = Arc::clone(renderer);
        Later::new(move |sink| {
            let mut own = Sink::default();
            let html = own.guard(&self.output, |own| (self.render)(&renderer, own));
            let html = html.unwrap_or_default();
            renderer.asked.check(&self.output, &html, &mut own);
            let site = &renderer.shared.site;
            // What is said now is judged by the same rules as what was said before.
            own.adjust(&site.config.rules);
            if own.has_errors() {
                own.soften(&site.held());
            }
            sink.extend(own.take());
            html
        })
    }
}

/// What a template can see besides the site.
pub struct TemplateContext {
    /// `head`.
    pub head: Head,
    /// `page`.
    pub page: Value,
    /// Where a page asks for the template, for a message that there is none.
    pub asked: Option<Span>,
}

impl TemplateContext {
    /// For a page that does not choose its template.
    pub fn new(head: Head, page: Value) -> Self {
        Self { head, page, asked: None }
    }
}

/// Renders templates for one build.
pub struct Renderer {
    /// What all pages share.
    pub shared: Arc<Shared>,
    environment: Environment<'static>,
    sealer: Sealer,
    asked: Asked,
}

impl Renderer {
    /// Prepares the theme's templates for `pages`.
    pub fn new(shared: Arc<Shared>, pages: &[Planned]) -> Self {
        let mut environment = shared.theme.templates.clone();
        functions::add(&mut environment, &shared.theme);
        let words: BTreeMap<String, Value> = shared
            .theme
            .words
            .iter()
            .map(|(key, text)| (key.clone(), Value::from(text.as_str())))
            .collect();
        environment.add_global("words", Value::from(words));
        part::add(&mut environment, &depths(&shared, pages));
        let sealer = Sealer::new(Arc::clone(&shared.theme));
        let asked = Asked::gather(&shared);
        Self { shared, environment, sealer, asked }
    }

    /// Returns a word of the theme; without it, its key.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        let word = self.shared.theme.words.get(key);
        word.map_or(key, String::as_str)
    }

    /// Starts a page that is on the list of generated ones.
    pub fn place(&self, kind: &GeneratedKind) -> Arc<Place> {
        let permalink = self.shared.generated.permalink(kind);
        let permalink = permalink.expect("only what is on the list is planned");
        Place::new(&self.shared, permalink.clone())
    }

    /// Renders one template. A template that fails becomes a diagnostic and an empty page.
    pub fn render(
        &self,
        template: &str,
        place: &Arc<Place>,
        context: TemplateContext,
        sink: &mut Sink,
    ) -> String {
        let TemplateContext { head, page, asked } = context;
        let Ok(compiled) = self.environment.get_template(template) else {
            let span = asked.unwrap_or(Span::file(FileId::of("site.toml")));
            let known = self.environment.templates().map(|it| it.0);
            // Parts are no pages.
            sink.template_missing(span, template, known.filter(|it| !it.starts_with('_')));
            return String::new();
        };
        let context = context! {
            site => Value::from_object(SiteObject(Arc::clone(place))),
            place => Value::from_object(PlaceObject(Arc::clone(place))),
            head => head.value(place),
            root => place.root(),
            page,
        };
        match compiled.render(context) {
            Ok(html) => self.sealer.seal(html),
            Err(error) => {
                let inner = theme::innermost(&error);
                let name = inner.name().unwrap_or(template);
                let failed = self.environment.get_template(name).ok();
                match self.shared.theme.paths.get(name) {
                    Some(path) => {
                        let place = (path.as_str(), failed.as_ref().map(|it| it.source()));
                        theme::report(inner, place, &self.environment, sink);
                    }
                    None => theme::report_built_in(inner, name, sink),
                }
                String::new()
            }
        }
    }
}

/// Returns, of each way up to the root that one of `pages` has, a place with it.
fn depths(shared: &Arc<Shared>, pages: &[Planned]) -> Vec<Arc<Place>> {
    let outputs = pages.iter().map(|it| it.output.as_str());
    let outputs: BTreeMap<usize, &str> = outputs.map(|it| (it.matches('/').count(), it)).collect();
    let outputs = outputs.values().map(|it| Permalink::file(it));
    let places = outputs.map(|it| Place::new(shared, it));
    places.chain([Place::anywhere(shared)]).collect()
}

/// Plans every HTML page of the site, and tells which templates of the site's own are asked for by none.
pub fn pages(shared: &Shared, sink: &mut Sink) -> Vec<Planned> {
    let site = &shared.site;
    let of_pages = site.outlines.iter().filter_map(|it| it.front_matter.template.as_deref());
    let of_columns = site.config.columns.values().filter_map(|it| it.template.as_ref());
    for asked in of_columns.clone() {
        let name = page::file_name(&asked.value);
        let mut known = shared.theme.templates.templates().map(|it| it.0);
        if !known.any(|it| it == name) {
            let known = shared.theme.templates.templates().map(|it| it.0);
            sink.template_missing(asked.span, &name, known.filter(|it| !it.starts_with('_')));
        }
    }
    let of_columns = of_columns.map(|it| it.value.as_str());
    theme::unused::templates(&shared.theme, of_pages.chain(of_columns), sink);
    let articles = site.page_ids().filter(|id| site.page(*id).has_html);
    let mut planned: Vec<Planned> = articles.map(|id| page::plan(site, id)).collect();
    planned.extend(lists::sections(shared));
    planned.extend(generated::pages(shared));
    planned.extend(special::redirects(shared));
    planned
}
