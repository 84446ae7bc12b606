//! What all leaflets of a run share: settings, fonts, templates, targets.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use crate::{
    cache::Cache,
    config::Config,
    diag::Sink,
    document::{Document, Documents},
    render::{
        elsewhere::PortableTargets,
        leaflet::{
            ask::{
                format::Role,
                order::{self, Order},
                settings::{self, Settings},
                wish,
            },
            engine::{
                font::{FontCache, Fonts},
                pdf,
                typesetter::Typesetter,
            },
            layout::{article::Article, context::SheetContext, sheet},
            products::remembered::RememberedHandbooks,
        },
    },
    resolve::Targets,
    site::{PageId, Site},
    source::{Asset, Sources, Span, Spanned},
    theme::leaflet_templates,
};

/// What leaflets are made from.
#[derive(Clone, Copy)]
pub struct LeafletInputs<'a> {
    /// The site.
    pub site: &'a Site,
    /// The parsed pages and snippets.
    pub documents: &'a Documents,
    /// What its references point at.
    pub targets: &'a Targets,
    /// Templates, fonts and texts as read.
    pub sources: &'a Sources,
    /// Finished leaflets of earlier runs.
    pub cache: &'a Cache,
    /// Fonts that are in memory already.
    pub fonts: &'a FontCache,
    /// Handbooks of earlier builds, where they are not to be laid out again.
    pub remembered: Option<&'a RememberedHandbooks>,
}

/// The same, kept until somebody asks for a leaflet.
pub(crate) struct KeptInputs {
    /// The site.
    pub site: Arc<Site>,
    /// The parsed pages and snippets.
    pub documents: Documents,
    /// What its references point at.
    pub targets: Arc<Targets>,
    /// Templates, fonts and texts as read.
    pub sources: Sources,
    /// Finished leaflets of earlier runs.
    pub cache: Cache,
    /// Fonts that are in memory already.
    pub fonts: FontCache,
}

impl KeptInputs {
    /// Returns what leaflets are made from.
    pub fn inputs(&self) -> LeafletInputs<'_> {
        LeafletInputs {
            site: &self.site,
            documents: &self.documents,
            targets: &self.targets,
            sources: &self.sources,
            cache: &self.cache,
            fonts: &self.fonts,
            remembered: None,
        }
    }
}

/// Fonts, settings and targets that every leaflet of a run shares.
pub struct LeafletContext<'a> {
    inputs: LeafletInputs<'a>,
    settings: Settings,
    /// Looked for when the first leaflet is made: a site without leaflets need not read any.
    fonts: OnceLock<Arc<Fonts>>,
    templates: BTreeMap<String, String>,
    targets: PortableTargets<'a>,
}

/// A leaflet that a page asks for, with its text.
#[derive(Clone, Debug)]
pub struct PageOrder<'a> {
    /// The page.
    pub page: PageId,
    /// Its text and facts.
    pub article: Article<'a>,
    /// Format and look.
    pub order: Order,
}

impl<'a> LeafletContext<'a> {
    /// Reads settings; fonts are found when they are needed.
    pub fn open(inputs: LeafletInputs<'a>, sink: &mut Sink) -> Self {
        let config = &inputs.site.config;
        Self {
            inputs,
            settings: settings::parse(config, sink),
            fonts: OnceLock::new(),
            templates: leaflet_templates(inputs.sources, &config.theme.value),
            targets: PortableTargets::new(inputs.site, inputs.documents, inputs.targets),
        }
    }

    /// Returns the site.
    pub fn site(&self) -> &'a Site {
        self.inputs.site
    }

    /// Returns the handbooks of earlier builds.
    pub(crate) fn remembered(&self) -> Option<&'a RememberedHandbooks> {
        self.inputs.remembered
    }

    /// Returns `[leaflet]`.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn fonts(&self) -> &Arc<Fonts> {
        self.fonts.get_or_init(|| {
            let LeafletInputs { sources, cache, fonts, .. } = self.inputs;
            fonts.keep(find_fonts(sources, &self.settings, cache))
        })
    }

    /// Tells whether leaflets can be made; the editor hears why not.
    pub(crate) fn can_print(&self, sink: &mut Sink) -> bool {
        let span = Span::file(self.site().config.file);
        if !pdf::IS_BUILT_IN {
            sink.leaflet_not_built_in(span);
            return false;
        }
        let choice = &self.fonts().choice;
        let unmet = choice.unmet(&self.settings.fonts);
        tell_unmet(&unmet, &self.site().config.leaflet.fonts, &choice.families, sink);
        tell_missing(&choice.missing(), span, sink)
    }

    /// Returns the typesetter with the site's templates.
    pub fn typesetter(&self) -> Typesetter<'_> {
        let templates = self.templates.iter();
        let templates = templates.map(|(name, text)| (name.as_str(), text.as_str()));
        Typesetter::new(self.fonts(), templates.collect(), self.inputs.cache)
    }

    /// Returns what every sheet needs besides its article.
    pub fn sheets(&self) -> SheetContext<'_> {
        let config = &self.site().config;
        let organisation = &config.organisation;
        let account = organisation.mini_program.as_ref();
        let asset = |path: Option<&Spanned<String>>| path.and_then(|it| self.asset(&it.value));
        SheetContext {
            config,
            settings: &self.settings,
            fonts: &self.fonts().stacks,
            logo: asset(organisation.logo.as_ref()),
            mini_program: asset(account.and_then(|it| it.picture.as_ref())),
            pinyin: &self.site().records.pinyin,
            targets: &self.targets,
        }
    }

    fn asset(&self, path: &str) -> Option<&'a Asset> {
        let assets = &self.inputs.site.assets;
        let paths = [path.to_owned(), format!("static/{path}"), format!("content/{path}")];
        paths.iter().find_map(|it| assets.get(it)).map(|it| &**it)
    }

    /// Returns the text of a page.
    pub fn document(&self, id: PageId) -> &'a Document {
        self.inputs.documents.get(self.site().page(id).document)
    }

    /// Returns the article of a page.
    pub fn article(&self, id: PageId) -> Article<'a> {
        let site = self.inputs.site;
        let page = site.page(id);
        let document = self.document(id);
        let section = site.section(page.section);
        // A page that is printed only has no address; its column has.
        let link = if page.has_html { &page.permalink } else { &section.permalink };
        let base = site.config.base_url.as_ref();
        let tags = document.front_matter.taxonomies.get("tags");
        Article {
            document,
            source: self.inputs.sources.text(document.source),
            name: name(page.permalink.as_str()),
            title: page.title.clone(),
            summary: page.summary.to_string(),
            series: section.title.clone(),
            address: base.map(|base| link.absolute(base)),
            keywords: tags.into_iter().flatten().map(|it| it.name.clone()).collect(),
        }
    }

    /// Returns every leaflet that pages ask for, in the order of the pages; what is asked wrongly is told.
    pub fn page_orders(&self, sink: &mut Sink) -> Vec<PageOrder<'a>> {
        let site = self.inputs.site;
        let mut out = Vec::new();
        for page in site.page_ids() {
            sheet::check_words(self.document(page), sink);
            let orders = order::orders(wish::requests(site, page), &self.settings, sink);
            if !orders.is_empty() {
                let article = self.article(page);
                out.extend(orders.into_iter().map(|order| PageOrder {
                    page,
                    article: article.clone(),
                    order,
                }));
            }
        }
        out
    }
}

fn find_fonts(sources: &Sources, settings: &Settings, cache: &Cache) -> Fonts {
    let root = sources.root.as_deref();
    Fonts::find(&sources.fonts, root, &settings.fonts, cache)
}

/// Returns a hash of the fonts that a site's leaflets are set in.
pub(crate) fn fonts_digest(sources: &Sources, config: &Config, cache: &Cache) -> blake3::Hash {
    let settings = settings::parse(config, &mut Sink::default());
    find_fonts(sources, &settings, cache).digest
}

/// A family that `[leaflet.fonts]` names and nobody has is told at its name, with the one in its place.
fn tell_unmet(
    roles: &[Role],
    written: &[(Spanned<String>, Spanned<String>)],
    families: &BTreeMap<Role, String>,
    sink: &mut Sink,
) {
    for role in roles {
        let Some((_, name)) = written.iter().find(|it| it.0.value == role.key()) else {
            continue;
        };
        let instead = families.get(role).map(String::as_str);
        sink.leaflet_font_unknown(name.span, &name.value, instead);
    }
}

/// Without a sans there is nothing to print with; for the others it stands in.
fn tell_missing(missing: &[Role], span: Span, sink: &mut Sink) -> bool {
    let can_print = !missing.contains(&Role::Sans);
    let told = if can_print { missing } else { &[Role::Sans] };
    for role in told {
        sink.leaflet_no_font(span, role.key());
    }
    can_print
}

/// `rights/protection-order/` → `rights-protection-order`.
fn name(permalink: &str) -> String {
    let name = permalink.trim_end_matches('/').trim_end_matches(".html").replace('/', "-");
    if name.is_empty() { "home".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::{Role, Sink, Span, tell_missing};
    use crate::{render::leaflet::engine::font::FontChoice, source::FileId};

    #[test]
    fn only_a_missing_sans_stops_the_printing() {
        let says = |missing: &[Role]| {
            let mut sink = Sink::default();
            let can_print = tell_missing(missing, Span::file(FileId::of("site.toml")), &mut sink);
            let said: Vec<_> = sink.take().iter().map(|it| it.message.zh.clone()).collect();
            (can_print, said)
        };
        let (can_print, said) = says(&FontChoice::default().missing());
        assert!(!can_print);
        assert_eq!(said, ["找不到汉字字体，传单没有做"]);
        let (can_print, said) = says(&[Role::Serif, Role::Kai]);
        assert!(can_print);
        assert_eq!(said, ["找不到宋体，传单的标题用黑体", "找不到楷体，传单里的故事用黑体"]);
    }
}
