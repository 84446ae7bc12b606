//! All leaflets of a site: which there are, made in parallel, as files and as offers on pages.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

use crate::{
    cache::Cache,
    data::Data,
    diag::Sink,
    document::{Document, Documents, ReferenceId, ReferenceKind},
    render::{
        Body, OutputPath,
        leaflet::{
            compile,
            font::{Fonts, Role, Shelf},
            format::{Family, Format, Ink, Named},
            handbook,
            make::{self, Job, Made, Workshop},
            settings::{self, Order, Settings},
            sheet::{self, Article, House, Sheet},
            statute,
            tree::{Lookup, Thing},
            wish,
        },
    },
    resolve::{Target, Targets},
    site::{DocumentId, PageId, Site},
    source::{Asset, FileId, Sources, Span, Spanned},
    theme::leaflet_templates,
};

/// Width of the preview pictures, in pixels.
pub const PREVIEW_PX: u32 = 480;
/// How many leaflets are laid out before Typst forgets them; more would need more memory.
const BATCH: usize = 4;

/// What leaflets are made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
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
    pub shelf: &'a Shelf,
}

/// Everything that comes out.
#[derive(Clone, Debug, Default)]
pub struct Leaflets {
    /// PDFs and previews.
    pub files: Vec<(OutputPath, Body)>,
    /// What pages offer, in the order of the pages.
    pub offers: Vec<Offer>,
}

/// One file to download.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The page it belongs to; `None` for a handbook.
    pub page: Option<PageId>,
    /// Its title.
    pub title: String,
    /// Its format.
    pub format: Format,
    /// Its look.
    pub family: Family,
    /// What it is printed with.
    pub ink: Ink,
    /// What a reader should know beyond the format: 黑白, 印刷厂用, 骑马订拼版; may be empty.
    pub note: String,
    /// The PDF, from the site's root.
    pub path: String,
    /// Picture of page 1, from the site's root; empty without one.
    pub preview: String,
    /// Size of the picture in pixels.
    pub preview_size: (u32, u32),
    /// How many pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: u64,
}

/// Fonts, settings and lookups that every leaflet of a run shares.
pub struct Desk<'a> {
    inputs: Inputs<'a>,
    settings: Settings,
    /// Looked for when the first leaflet is made: a site without leaflets need not read any.
    fonts: OnceLock<Arc<Fonts>>,
    templates: BTreeMap<String, String>,
    documents: HashMap<FileId, DocumentId>,
}

/// One leaflet that is asked for.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    /// The page.
    pub page: PageId,
    /// Its text and facts.
    pub article: Article<'a>,
    /// Format and look.
    pub order: Order,
}

impl<'a> Desk<'a> {
    /// Reads settings and finds fonts.
    pub fn open(inputs: Inputs<'a>, sink: &mut Sink) -> Self {
        let settings = settings::parse(&inputs.site.config, sink);
        let sources = inputs.sources;
        let documents = inputs
            .documents
            .iter()
            .enumerate()
            .map(|(at, it)| (it.source, DocumentId::new(at)));
        Self {
            inputs,
            settings,
            fonts: OnceLock::new(),
            templates: leaflet_templates(sources, &inputs.site.config.theme.value),
            documents: documents.collect(),
        }
    }

    /// Returns the fonts, found at the first call.
    pub fn fonts(&self) -> &Arc<Fonts> {
        let sources = self.inputs.sources;
        self.fonts.get_or_init(|| {
            let found = Fonts::find(
                &sources.fonts,
                sources.root.as_deref(),
                &self.settings.fonts,
                self.inputs.cache,
            );
            self.inputs.shelf.keep(found)
        })
    }

    /// Returns the site.
    pub fn site(&self) -> &'a Site {
        self.inputs.site
    }

    /// Returns `[leaflet]`.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Tells whether leaflets can be made; the editor hears why not.
    pub fn has_fonts(&self, sink: &mut Sink) -> bool {
        let span = Span::file(self.inputs.site.config.file);
        tell_missing(&self.fonts().choice.missing(), span, sink)
    }

    /// Opens the workshop with the site's templates.
    pub fn workshop(&self) -> Workshop<'_> {
        let templates = self.templates.iter();
        let templates = templates.map(|(name, text)| (name.as_str(), text.as_str()));
        Workshop::new(self.fonts(), templates.collect(), self.inputs.cache)
    }

    /// Returns what every leaflet needs besides its article.
    pub fn house(&self) -> House<'_> {
        let config = &self.inputs.site.config;
        let organisation = &config.organisation;
        let account = organisation.mini_program.as_ref();
        let asset = |path: Option<&Spanned<String>>| path.and_then(|it| self.asset(&it.value));
        House {
            config,
            settings: &self.settings,
            fonts: self.fonts(),
            logo: asset(organisation.logo.as_ref()),
            mini_program: asset(account.and_then(|it| it.picture.as_ref())),
            pinyin: &self.inputs.site.records.pinyin,
        }
    }

    fn asset(&self, path: &str) -> Option<&'a Asset> {
        let assets = &self.inputs.site.assets;
        let paths = [
            path.to_owned(),
            format!("static/{path}"),
            format!("content/{path}"),
        ];
        paths.iter().find_map(|it| assets.get(it)).map(|it| &**it)
    }

    /// Returns the article of a page.
    pub fn article(&self, id: PageId) -> Article<'a> {
        let site = self.inputs.site;
        let page = site.page(id);
        let document = self.inputs.documents.get(page.document);
        let section = site.section(page.section);
        let link = if page.has_html {
            &page.permalink
        } else {
            &section.permalink
        };
        Article {
            document,
            source: self.inputs.sources.text(document.source),
            name: name(page.permalink.as_str()),
            title: page.title.clone(),
            summary: page.summary.to_string(),
            series: section.title.clone(),
            address: site
                .config
                .base_url
                .as_ref()
                .map(|base| format!("{base}{}", link.encoded())),
            keywords: document
                .front_matter
                .taxonomies
                .get("tags")
                .into_iter()
                .flatten()
                .map(|it| it.name.clone())
                .collect(),
        }
    }

    /// Returns every leaflet that pages ask for, in the order of the pages.
    pub fn tasks(&self, sink: &mut Sink) -> Vec<Task<'a>> {
        let mut tasks = Vec::new();
        for id in self.inputs.site.page_ids() {
            let document = self
                .inputs
                .documents
                .get(self.inputs.site.page(id).document);
            sheet::check_words(document, sink);
            let orders = settings::orders(&document.front_matter.leaflets, &self.settings, sink);
            if !orders.is_empty() {
                let article = self.article(id);
                tasks.extend(orders.into_iter().map(|order| Task {
                    page: id,
                    article: article.clone(),
                    order,
                }));
            }
        }
        tasks
    }

    /// Answers what a reference points at, on paper.
    pub fn look(&self, document: &Document, reference: ReferenceId) -> Thing<'a> {
        let Some(id) = self.documents.get(&document.source) else {
            return Thing::Words;
        };
        let site = self.inputs.site;
        let web = |path: &str| match &site.config.base_url {
            Some(base) => Thing::Address(format!("{base}{path}")),
            None => Thing::Words,
        };
        match &document.reference(reference).kind {
            ReferenceKind::Statute(citation) => {
                let found = statute::excerpt(&site.library, citation, site.config.now);
                return found.map_or(Thing::Words, |(title, paragraphs)| {
                    Thing::Statute(title, paragraphs)
                });
            }
            ReferenceKind::Video => return self.video(document, reference),
            ReferenceKind::Link
            | ReferenceKind::Image
            | ReferenceKind::Citation(_)
            | ReferenceKind::Quotation { .. }
            | ReferenceKind::Snippet
            | ReferenceKind::Data
            | ReferenceKind::File => {}
        }
        match self.inputs.targets.get(*id, reference) {
            Target::Page { owner, .. } => web(&site.permalink(*owner).encoded()),
            Target::Made(path) => web(path),
            Target::External(address) => Thing::Address(address.clone()),
            Target::Picture(path) => site
                .assets
                .get(path)
                .map_or(Thing::Words, |it| Thing::Picture(it)),
            Target::Snippet(id) => Thing::Snippet(self.inputs.documents.get(*id)),
            Target::Data(path) => match site.records.files.get(path) {
                Some(Data::Table(table)) => Thing::Data(
                    table.names().map(str::to_owned).collect(),
                    table
                        .texts()
                        .map(|row| row.map(str::to_owned).collect())
                        .collect(),
                ),
                Some(Data::Tree(_)) | None => Thing::Words,
            },
            Target::Anchor(_)
            | Target::Asset(_)
            | Target::Text(_)
            | Target::Law(_)
            | Target::Plain
            | Target::Broken => Thing::Words,
        }
    }
}

impl<'a> Desk<'a> {
    /// A platform's own address, else the page that plays the file.
    fn video(&self, document: &Document, reference: ReferenceId) -> Thing<'a> {
        let written = &document.reference(reference).written;
        if written.starts_with("https://") || written.starts_with("http://") {
            return Thing::Video(Some(written.clone()));
        }
        let site = self.inputs.site;
        let page = site
            .owner(document.source)
            .map(|it| site.permalink(it).encoded());
        Thing::Video(
            site.config
                .base_url
                .as_ref()
                .zip(page)
                .map(|(base, page)| format!("{base}{page}")),
        )
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
    let name = permalink
        .trim_end_matches('/')
        .trim_end_matches(".html")
        .replace('/', "-");
    if name.is_empty() {
        "home".to_owned()
    } else {
        name
    }
}

/// Makes all leaflets of the site.
pub fn leaflets(inputs: Inputs<'_>, sink: &mut Sink) -> Leaflets {
    let mut out = Leaflets::default();
    let desk = Desk::open(inputs, sink);
    let tasks = desk.tasks(sink);
    if tasks.is_empty() && desk.settings.handbooks.is_empty() {
        return out;
    }
    if inputs.site.config.base_url.is_none() {
        sink.leaflet_no_address(Span::file(inputs.site.config.file));
    }
    if !desk.has_fonts(sink) {
        return out;
    }
    let workshop = desk.workshop();
    let lookup = |document: &Document, reference| desk.look(document, reference);
    let lookup: &Lookup<'_> = &lookup;
    let house = desk.house();
    let jobs: Vec<(&Task, Ink)> = tasks
        .iter()
        .flat_map(|task| task.order.inks.iter().map(move |ink| (task, *ink)))
        .collect();
    // A look's weakness is told once, not for each leaflet that has it.
    let mut weak = BTreeMap::new();
    for batch in jobs.chunks(BATCH) {
        let made = sink.par_map(batch, |(task, ink), sink| {
            one(task, *ink, house, lookup, &workshop, sink)
        });
        compile::forget();
        for (offer, made) in made.into_iter().flatten() {
            weak.extend(weaknesses(&offer, &made));
            publish(offer, &made, &mut out);
        }
    }
    for ((family, ink, front, ground), ratio) in weak {
        let span = Span::file(inputs.site.config.file);
        sink.leaflet_contrast(span, family, ink, (&front, &ground), ratio);
    }
    for book in &desk.settings.handbooks {
        handbook::publish(&desk, book, lookup, &workshop, &mut out, sink);
    }
    wish::check(&out, &tasks, inputs.site, sink);
    out
}

type Weakness = ((&'static str, &'static str, String, String), f64);

fn weaknesses(offer: &Offer, made: &Made) -> Vec<Weakness> {
    let weak = made.report.weak.iter();
    weak.map(|it| {
        let key = (
            offer.family.key(),
            offer.ink.key(),
            it.front.clone(),
            it.ground.clone(),
        );
        (key, it.ratio)
    })
    .collect()
}

/// Gathers the job that prints `sheet`.
pub fn job<'a>(article: &Article, order: &Order, ink: Ink, sheet: &Sheet<'a>) -> Job<'a> {
    let matter = &article.document.front_matter;
    Job {
        template: "main.typ",
        data: sheet.data.clone(),
        pictures: sheet.pictures.clone(),
        files: BTreeMap::new(),
        ident: format!("{}-{}-{}", article.name, order.format.key(), ink.key()),
        date: matter
            .updated
            .or(matter.date)
            .unwrap_or(jiff::civil::date(2026, 1, 1)),
        purpose: ink.purpose(),
        preview_px: if ink == Ink::Cmyk { 0 } else { PREVIEW_PX },
    }
}

fn one<'a>(
    task: &Task<'a>,
    ink: Ink,
    house: House<'a>,
    lookup: &'a Lookup<'a>,
    workshop: &Workshop,
    sink: &mut Sink,
) -> Option<(Offer, Made)> {
    let Task {
        page,
        article,
        order,
    } = task;
    let mut words = Sink::default();
    let sheet = sheet::sheet(article, order, ink, house, lookup, &mut words);
    let made = workshop.make(&job(article, order, ink, &sheet));
    let good = made.as_ref().is_ok_and(|made| {
        make::tell(
            article,
            order.format,
            &sheet,
            &made.report,
            order.span,
            &mut words,
        )
    });
    // Words about the text are said once, not for every ink.
    if order.inks.first() == Some(&ink) {
        sink.extend(words.take());
    }
    match made {
        Ok(made) => {
            if made.report.screen {
                sink.leaflet_press(order.span, &article.title);
            }
            good.then(|| (offer(*page, article, order, ink, &made), made))
        }
        Err(failure) => {
            let why = format!("{} {}", failure.place, failure.message);
            sink.leaflet_engine(order.span, &article.title, &why);
            None
        }
    }
}

fn offer(page: PageId, article: &Article, order: &Order, ink: Ink, made: &Made) -> Offer {
    let stem = format!(
        "leaflets/{}-{}{}",
        article.name,
        order.format.key(),
        ink.ending()
    );
    Offer {
        page: Some(page),
        title: article.title.clone(),
        format: order.format,
        family: order.family,
        ink,
        note: ink.note().to_owned(),
        path: format!("{stem}.pdf"),
        preview: preview_path(made, &stem),
        preview_size: preview_size(made),
        pages: made.report.pages,
        bytes: made.pdf.len,
    }
}

/// Returns where the picture of page 1 is published; empty without one.
pub fn preview_path(made: &Made, stem: &str) -> String {
    match made.preview {
        Some(_) => format!("{stem}.png"),
        None => String::new(),
    }
}

/// Returns width and height of the picture of page 1, in pixels.
pub fn preview_size(made: &Made) -> (u32, u32) {
    let height = f64::from(PREVIEW_PX) * made.report.height_pt / made.report.width_pt.max(1.0);
    (PREVIEW_PX, height.round() as u32)
}

/// Adds a finished leaflet to what is offered.
pub fn publish(offer: Offer, made: &Made, out: &mut Leaflets) {
    let pdf = (offer.path.as_str(), &made.pdf);
    let preview = made.preview.as_ref();
    let preview = preview.map(|it| (offer.preview.as_str(), it));
    for (path, file) in [pdf].into_iter().chain(preview) {
        let path = OutputPath::new(path).expect("made of a page's address, a format and an ending");
        out.files.push((path, Body::Copy(Arc::clone(file))));
    }
    out.offers.push(offer);
}

#[cfg(test)]
mod tests {
    use super::{Role, Sink, Span, tell_missing};
    use crate::{render::leaflet::font::Choice, source::FileId};

    #[test]
    fn only_a_missing_sans_stops_the_printing() {
        let says = |missing: &[Role]| {
            let mut sink = Sink::default();
            let can_print = tell_missing(missing, Span::file(FileId::of("site.toml")), &mut sink);
            let said: Vec<_> = sink.take().iter().map(|it| it.message.zh.clone()).collect();
            (can_print, said)
        };
        let (can_print, said) = says(&Choice::default().missing());
        assert!(!can_print);
        assert_eq!(said, ["找不到汉字字体，传单没有做"]);
        let (can_print, said) = says(&[Role::Serif, Role::Kai]);
        assert!(can_print);
        assert_eq!(
            said,
            [
                "找不到宋体，传单的标题用黑体",
                "找不到楷体，传单里的故事用黑体"
            ]
        );
    }
}
