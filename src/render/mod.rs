//! Site, targets and theme → artifacts, the files of the published site, still in memory.
//!
//! One output, one file or folder; [`artifacts`] brings them together.

pub mod artifact;
mod assets;
pub mod elsewhere;
mod excerpt;
pub mod feed;
pub mod html;
pub mod json_ld;
pub mod leaflet;
pub mod picture;
mod plain;
pub mod redirect;
pub mod search;
pub mod sitemap;
pub mod video;
mod xml;

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    cache::Cache,
    diag::Sink,
    document::Documents,
    render::{
        artifact::Group,
        html::{
            law,
            place::{Extras, Shared},
        },
        leaflet::{
            engine::font::FontCache,
            products::{
                context::{KeptInputs, LeafletInputs},
                later, plan,
                remembered::RememberedHandbooks,
            },
        },
        picture::Pictures,
    },
    resolve::Targets,
    site::{Site, generated::GeneratedKind},
    source::Sources,
    theme::Theme,
};

pub use crate::{
    path::{OutputPath, OutputPathError},
    render::artifact::{Artifacts, Body},
};

/// What the outputs are made from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// All inputs.
    pub sources: &'a Sources,
    /// What exists.
    pub site: &'a Arc<Site>,
    /// The parsed pages and snippets.
    pub documents: &'a Documents,
    /// What references point at.
    pub targets: &'a Arc<Targets>,
    /// The look.
    pub theme: &'a Arc<Theme>,
    /// Results of earlier builds.
    pub cache: &'a Cache,
    /// What earlier builds keep in memory.
    pub kept: &'a Kept,
}

/// What rendering keeps in memory for the next build: the fonts of leaflets, should any have been read.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The fonts.
    pub fonts: FontCache,
    /// Handbooks that are not laid out at every build; `None` where all are.
    pub remembered: Option<RememberedHandbooks>,
}

/// Makes every file of the published site.
pub fn artifacts(context: &Context<'_>, sink: &mut Sink) -> Artifacts {
    let site = context.site;
    let told = &context.targets.collisions;
    let mut out = Collector { artifacts: Artifacts::default(), told };
    let extras = leaflets(context, &mut out, sink);
    let pictures = pictures(context, &mut out, sink);
    let shared = Arc::new(Shared {
        site: Arc::clone(site),
        documents: context.documents.clone(),
        targets: Arc::clone(context.targets),
        theme: Arc::clone(context.theme),
        pictures,
        generated: context.targets.generated.clone(),
        mentions: law::mentions::collect(site, context.targets),
        extras,
    });
    if site.config.search {
        out.artifacts.insert_group(search(&shared));
    }
    let pages = html::pages(&shared, sink);
    let renderer = Arc::new(html::Renderer::new(Arc::clone(&shared), &pages));
    for page in pages {
        let (output, source) = (page.output.clone(), page.source);
        out.add(&output, Body::Later(page.later(&renderer)), source, sink);
    }
    for (path, body) in html::code::files(&shared) {
        out.add(&path, body, None, sink);
    }
    assets::publish(context, &mut out, sink);
    out.all(feed::plan(&shared), sink);
    out.all(sitemap::artifacts(site, &shared.generated), sink);
    // A site may speak to robots in its own words.
    let has_robots = site.assets.contains_key("static/robots.txt");
    out.all((!has_robots).then(|| sitemap::robots(site)), sink);
    out.all(redirect::rules(site), sink);
    out.artifacts
}

/// Plans the search index.
fn search(shared: &Arc<Shared>) -> Group {
    let shared = Arc::clone(shared);
    Group::new(search::is_file, move || {
        let site = &shared.site;
        let laws = law::pages::search_pages(&shared, site.home().sections.len());
        let name = GeneratedKind::Laws.word().and_then(|it| shared.theme.words.get(it));
        let name = name.map_or("", String::as_str);
        search::artifacts(&shared, laws, name)
    })
}

/// Adds the files of all pictures that are shown.
fn pictures(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) -> Pictures {
    let (pictures, files) =
        picture::files(context.site, context.targets, &assets::used(context), context.cache, sink);
    for (path, body) in files {
        out.add(&path, body, None, sink);
    }
    pictures
}

fn leaflets(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) -> Extras {
    let inputs = LeafletInputs {
        site: context.site,
        documents: context.documents,
        targets: context.targets,
        sources: context.sources,
        cache: context.cache,
        fonts: &context.kept.fonts,
        remembered: context.kept.remembered.as_ref(),
    };
    let mut made = plan::leaflets(inputs, sink);
    for group in later::groups(kept_inputs(context), std::mem::take(&mut made.later)) {
        out.artifacts.insert_group(group);
    }
    out.all(std::mem::take(&mut made.files), sink);
    Extras::with_leaflets(&made, context.site)
}

/// Keeps what handbooks are made from.
fn kept_inputs(context: &Context<'_>) -> KeptInputs {
    KeptInputs {
        site: Arc::clone(context.site),
        documents: context.documents.clone(),
        targets: Arc::clone(context.targets),
        sources: context.sources.for_leaflets(),
        cache: context.cache.clone(),
        fonts: context.kept.fonts.clone(),
    }
}

/// Gathers files and reports those whose place is taken or impossible.
pub(crate) struct Collector<'a> {
    artifacts: Artifacts,
    /// Files of which it is told already that two would be one.
    told: &'a BTreeSet<String>,
}

impl Collector<'_> {
    /// Adds files that cannot fail to have a good path.
    fn all(&mut self, files: impl IntoIterator<Item = (OutputPath, Body)>, sink: &mut Sink) {
        for (path, body) in files {
            self.insert(path, body, None, sink);
        }
    }

    /// Adds a file at a path that an editor chose.
    fn add(
        &mut self,
        path: &str,
        body: Body,
        source: Option<crate::source::FileId>,
        sink: &mut Sink,
    ) {
        match OutputPath::new(path) {
            Ok(path) => self.insert(path, body, source, sink),
            Err(why) => {
                let span = crate::source::Span::file(
                    source.unwrap_or_else(|| crate::source::FileId::of(path)),
                );
                sink.slug_impossible(span, path, why);
            }
        }
    }

    fn insert(
        &mut self,
        path: OutputPath,
        body: Body,
        source: Option<crate::source::FileId>,
        sink: &mut Sink,
    ) {
        if let Err(other) = self.artifacts.insert(path.clone(), body)
            && !self.told.contains(&path.folded())
        {
            sink.output_twice(source, path.as_str(), other.as_str());
        }
    }
}
