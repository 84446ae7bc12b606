//! Outlines of documents → [`Site`]: sections from folders, addresses, order, terms.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    config::Config,
    data::{self, Records},
    diag::{Sink, messages::alias::Taken},
    document::{DocumentId, FrontMatter, Outline, Render},
    law::Library,
    path::OutputPath,
    pinyin::Pinyin,
    site::{
        Fate, Glossary, Owner, Page, PageId, Permalink, Section, SectionId, Site, Status, alias,
        column, dates, order, permalink, records, related, review,
        role::{self, Role},
        taxonomy::Vocabulary,
    },
    source::{Asset, FileId, Source, Span},
};

/// What an index is made from.
pub struct Inputs<'a> {
    /// Settings.
    pub config: Config,
    /// Laws.
    pub library: Library,
    /// What editors keep in tables.
    pub records: Records,
    /// Sources of pages.
    pub pages: &'a [Source],
    /// What each of them says to others, in the same order.
    pub outlines: Vec<Outline>,
    /// Files that are not text.
    pub assets: &'a [Asset],
    /// Data files, for the captions among them.
    pub data: &'a [Source],
}

/// Builds the index.
pub fn index(inputs: Inputs<'_>, sink: &mut Sink) -> Site {
    let bundles = role::bundles(inputs.pages);
    let videos = role::videos(inputs.assets);
    let roles: Vec<Role> =
        inputs.pages.iter().map(|it| role::role(&it.path, &bundles, &videos)).collect();
    let mut builder = Builder {
        config: &inputs.config,
        pinyin: &inputs.records.pinyin,
        sources: inputs.pages,
        outlines: &inputs.outlines,
        sections: Vec::new(),
        section_ids: BTreeMap::new(),
        pages: Vec::new(),
        snippets: BTreeMap::new(),
        fates: BTreeMap::new(),
        owners: HashMap::new(),
        taken: HashMap::new(),
        texts: BTreeMap::new(),
        redirects: BTreeMap::new(),
        waiting: BTreeMap::new(),
    };
    builder.sections(&roles, sink);
    builder.pages(&roles, sink);
    let (taxonomies, glossary) = (builder.taxonomies(sink), builder.glossary(sink));
    builder.order(sink);
    builder.redirects(sink);
    for (page, found) in related::find(&builder.pages, &taxonomies).into_iter().enumerate() {
        builder.pages[page].related = found;
    }
    let Builder { sections, pages, snippets, fates, owners, mut texts, redirects, .. } = builder;
    let captions = inputs.data.iter().filter(|it| data::files::is_captions(&it.path));
    texts.extend(captions.map(|it| (it.path.clone(), Arc::from(it.text.as_str()))));
    let site = Site {
        paths: inputs.pages.iter().map(|it| it.path.clone()).collect(),
        assets: inputs.assets.iter().map(|it| (it.path.clone(), Arc::new(it.clone()))).collect(),
        records: inputs.records,
        config: inputs.config,
        library: inputs.library,
        outlines: inputs.outlines,
        pages,
        sections,
        taxonomies,
        snippets,
        texts,
        glossary,
        redirects,
        fates,
        owners,
    };
    records::check(&site, sink);
    site
}

struct Builder<'a> {
    config: &'a Config,
    pinyin: &'a Pinyin,
    sources: &'a [Source],
    outlines: &'a [Outline],
    sections: Vec<Section>,
    section_ids: BTreeMap<String, SectionId>,
    pages: Vec<Page>,
    snippets: BTreeMap<String, DocumentId>,
    fates: BTreeMap<String, Fate>,
    owners: HashMap<FileId, Owner>,
    /// Folded output path → path of the source that has it.
    taken: HashMap<String, String>,
    texts: BTreeMap<String, Arc<str>>,
    redirects: BTreeMap<String, Permalink>,
    /// Folders whose own text waits, or that of a folder above: how long, and the path of that text.
    waiting: BTreeMap<String, (Status, String)>,
}

impl Builder<'_> {
    fn sections(&mut self, roles: &[Role], sink: &mut Sink) {
        let mut paths: BTreeMap<String, Option<DocumentId>> =
            BTreeMap::from([(String::new(), None)]);
        for (index, role) in roles.iter().enumerate() {
            let (path, document) = match role {
                Role::Section { path } => (path.as_str(), Some(DocumentId::new(index))),
                Role::Page { section, .. } => (section.as_str(), None),
                Role::Snippet { .. } | Role::Companion | Role::Hidden => continue,
            };
            let mut above = path;
            while let Some((parent, _)) = above.rsplit_once('/') {
                paths.entry(parent.to_owned()).or_insert(None);
                above = parent;
            }
            let entry = paths.entry(path.to_owned()).or_insert(None);
            *entry = document.or(*entry);
        }
        for (path, document) in paths {
            if !self.waits(&path, document, sink) {
                self.section(path, document, sink);
            }
        }
        for index in 1..self.sections.len() {
            let path = self.sections[index].path.clone();
            let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
            let parent = self.section_ids[parent];
            self.sections[index].parent = Some(parent);
            self.sections[parent.index()].sections.push(SectionId::new(index));
        }
    }

    /// Notes whether a folder waits with all that is in it: its own text does, or the folder above; then tells whether it is
    /// left out.
    fn waits(&mut self, path: &str, document: Option<DocumentId>, sink: &mut Sink) -> bool {
        let above = path.rsplit_once('/').and_then(|(above, _)| self.waiting.get(above)).cloned();
        let text =
            document.map(|it| (&self.sources[it.index()], &self.outlines[it.index()].front_matter));
        let own =
            text.map(|(source, front)| (dates::status(front, self.config.now), source, front));
        let own = own.filter(|it| it.0 != Status::Published);
        if let (Some((status, source, front)), true) = (own, path.is_empty()) {
            sink.home_waits(dates::written(status, front, source.id));
            return false;
        }
        let own = own.map(|(status, source, _)| (status, source.path.clone()));
        let fate = own.as_ref().and_then(|(status, _)| status.fate());
        let Some(waiting) = own.or(above) else {
            return false;
        };
        let fate = fate.unwrap_or_else(|| Fate::Below(waiting.1.clone()));
        self.waiting.insert(path.to_owned(), waiting);
        if let (Some((source, _)), false) = (text, self.config.drafts) {
            self.fates.insert(source.path.clone(), fate);
        }
        !self.config.drafts
    }

    fn section(&mut self, path: String, document: Option<DocumentId>, sink: &mut Sink) {
        let id = SectionId::new(self.sections.len());
        let permalink = Permalink::folder(&path);
        let front_matter = document.map(|it| &self.outlines[it.index()].front_matter);
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let title = front_matter.and_then(|it| it.title.clone());
        let fallback = if path.is_empty() { self.config.title.clone() } else { name };
        let column = path.split('/').next().unwrap_or_default();
        let inherited = self.config.column(column).is_some_and(|it| it.sensitive);
        let section = Section {
            title: title.unwrap_or(fallback),
            summary: document
                .map(|it| Arc::clone(&self.outlines[it.index()].summary))
                .unwrap_or_default(),
            paginate: front_matter
                .and_then(|it| it.paginate)
                .map_or(self.config.paginate, |it| it as usize),
            sensitive: front_matter.and_then(|it| it.sensitive).unwrap_or(inherited),
            document,
            parent: None,
            sections: Vec::new(),
            pages: Vec::new(),
            path: path.clone(),
            permalink: permalink.clone(),
        };
        if let Some(document) = document {
            let source = &self.sources[document.index()];
            self.owners.insert(source.id, Owner::Section(id));
            self.fates.insert(source.path.clone(), Fate::Section(permalink.clone()));
            self.take(&permalink, source, sink);
        } else {
            // A folder without `_index.md` still is a section and still owns its address.
            self.taken.insert(permalink.output().to_lowercase(), format!("content/{path}"));
        }
        self.section_ids.insert(path, id);
        self.sections.push(section);
    }

    fn pages(&mut self, roles: &[Role], sink: &mut Sink) {
        let (sources, outlines) = (self.sources, self.outlines);
        for (index, role) in roles.iter().enumerate() {
            let (source, outline) = (&sources[index], &outlines[index]);
            let fate = match role {
                Role::Section { .. } => continue,
                Role::Snippet { name } => {
                    self.tell_waiting_part(source, &outline.front_matter, sink);
                    self.snippets.insert(name.clone(), DocumentId::new(index));
                    Fate::Snippet(name.clone())
                }
                Role::Companion => {
                    self.tell_waiting_part(source, &outline.front_matter, sink);
                    self.texts.insert(source.path.clone(), source.text.as_str().into());
                    Fate::Companion
                }
                Role::Hidden => Fate::Hidden,
                Role::Page { section, slug } => {
                    self.page(DocumentId::new(index), section, slug, &outline.front_matter, sink)
                }
            };
            self.fates.insert(source.path.clone(), fate);
        }
    }

    fn page(
        &mut self,
        id: DocumentId,
        folder: &str,
        stem: &str,
        front: &FrontMatter,
        sink: &mut Sink,
    ) -> Fate {
        let (source, outline) = (&self.sources[id.index()], &self.outlines[id.index()]);
        let column = folder.split('/').next().unwrap_or_default();
        column::check(self.config, column, outline, sink);
        review::check(self.config, column, outline, sink);
        let own = dates::status(front, self.config.now);
        let below = self.waiting.get(folder);
        let fate = own.fate().or_else(|| below.map(|(_, text)| Fate::Below(text.clone())));
        if let Some(fate) = fate.filter(|_| !self.config.drafts) {
            return fate;
        }
        let status = match (own, below) {
            (Status::Published, Some((column, _))) => *column,
            (own, _) => own,
        };
        let section = self.section_ids[folder];
        if front.render == Render::Never {
            return Fate::Never;
        }
        let slug = front.slug.as_deref().unwrap_or(stem);
        let folder = &self.sections[section.index()].permalink;
        if let Err(why) = permalink::check_slug(slug) {
            let span = front.spans.get("slug").unwrap_or(Span::file(source.id));
            sink.slug_impossible(span, slug, why);
            return Fate::Impossible;
        }
        let permalink = folder.join(slug);
        if let Some(other) = self.take(&permalink, source, sink) {
            return Fate::Collides(other);
        }
        let inherited = self.config.column(column).is_some_and(|it| it.sensitive);
        let page = Page {
            document: id,
            section,
            title: front.title.clone().unwrap_or_else(|| stem.to_owned()),
            summary: Arc::clone(&outline.summary),
            date: front.date,
            status,
            sensitive: front
                .sensitive
                .unwrap_or(inherited || self.sections[section.index()].sensitive),
            review_until: review::review_until(front, column, self.config),
            previous: None,
            next: None,
            terms: Vec::new(),
            related: Vec::new(),
            has_html: front.render == Render::Page,
            permalink: permalink.clone(),
        };
        let page_id = PageId::new(self.pages.len());
        self.owners.insert(source.id, Owner::Page(page_id));
        self.pages.push(page);
        Fate::Page(permalink)
    }

    /// A snippet or transcript is published with the page that it stands in, whatever it says itself.
    fn tell_waiting_part(&self, source: &Source, front: &FrontMatter, sink: &mut Sink) {
        let status = dates::status(front, self.config.now);
        if status != Status::Published {
            sink.part_waits(dates::written(status, front, source.id));
        }
    }

    /// Takes an output path for a source, or reports and returns the source that has it.
    fn take(&mut self, permalink: &Permalink, source: &Source, sink: &mut Sink) -> Option<String> {
        let path = match OutputPath::new(&permalink.output()) {
            Ok(path) => path,
            Err(why) => {
                sink.slug_impossible(Span::file(source.id), permalink.as_str(), why);
                return Some(source.path.clone());
            }
        };
        if let Some(other) = self.taken.get(&path.folded()) {
            sink.output_taken(Span::file(source.id), permalink.as_str(), FileId::of(other), other);
            return Some(other.clone());
        }
        self.taken.insert(path.folded(), source.path.clone());
        None
    }

    fn taxonomies(&mut self, sink: &mut Sink) -> Vec<crate::site::Taxonomy> {
        let mut vocabulary = Vocabulary::new(self.config);
        let mut names = Vec::with_capacity(self.pages.len());
        for (index, page) in self.pages.iter().enumerate() {
            let front_matter = &self.outlines[page.document.index()].front_matter;
            names.push(vocabulary.add(PageId::new(index), front_matter, sink));
        }
        let pages = &self.pages;
        let taxonomies = vocabulary.finish(self.pinyin, |list: &mut Vec<PageId>| {
            list.sort_by_key(|id| (std::cmp::Reverse(pages[id.index()].date), *id));
        });
        let lookup: Vec<BTreeMap<&str, usize>> = taxonomies
            .iter()
            .map(|taxonomy| {
                taxonomy
                    .terms
                    .iter()
                    .enumerate()
                    .map(|(index, it)| (it.name.as_str(), index))
                    .collect()
            })
            .collect();
        for (page, names) in self.pages.iter_mut().zip(names) {
            let of = |(names, lookup): (Vec<String>, &BTreeMap<&str, usize>)| {
                names.iter().filter_map(|name| lookup.get(name.as_str()).copied()).collect()
            };
            page.terms = names.into_iter().zip(&lookup).map(of).collect();
        }
        taxonomies
    }

    fn glossary(&self, sink: &mut Sink) -> Glossary {
        let id = FileId::of(&format!("content/{}", self.config.glossary.value));
        match self.owners.get(&id) {
            Some(Owner::Page(page)) => {
                let document = self.pages[page.index()].document;
                Glossary::new(document, &self.outlines[document.index()].terms, sink)
            }
            Some(Owner::Section(_)) | None => Glossary::default(),
        }
    }

    /// Puts pages and sections in order, and links each page to its neighbours.
    fn order(&mut self, sink: &mut Sink) {
        for index in 0..self.pages.len() {
            let section = self.pages[index].section;
            self.sections[section.index()].pages.push(PageId::new(index));
        }
        for index in 0..self.sections.len() {
            let sort = self.sort_of(index, sink);
            let mut list = std::mem::take(&mut self.sections[index].pages);
            order::sort(&mut list, sort, self.pinyin, |id: PageId| {
                let page = &self.pages[id.index()];
                (page, &self.outlines[page.document.index()].front_matter)
            });
            for pair in list.windows(2) {
                self.pages[pair[0].index()].next = Some(pair[1]);
                self.pages[pair[1].index()].previous = Some(pair[0]);
            }
            self.sections[index].pages = list;
            let mut children = std::mem::take(&mut self.sections[index].sections);
            let columns: Vec<&String> = self.config.columns.keys().collect();
            children.sort_by_key(|id| {
                let section = &self.sections[id.index()];
                let weight =
                    section.document.and_then(|it| self.outlines[it.index()].front_matter.weight);
                let listed =
                    columns.iter().position(|it| **it == section.path).unwrap_or(usize::MAX);
                (weight.unwrap_or(i64::MAX), listed, section.path.clone())
            });
            self.sections[index].sections = children;
        }
    }

    fn sort_of(&self, section: usize, sink: &mut Sink) -> order::Sort {
        let Some(document) = self.sections[section].document else {
            return order::Sort::Date;
        };
        let front_matter = &self.outlines[document.index()].front_matter;
        let Some(word) = &front_matter.sort else {
            return order::Sort::Date;
        };
        order::parse(word).unwrap_or_else(|| {
            let span = front_matter.spans.get("sort");
            let allowed = ["日期", "权重", "标题"].map(str::to_owned);
            sink.front_matter_value(
                span.unwrap_or(Span::file(self.sources[document.index()].id)),
                "排序",
                word,
                &allowed,
            );
            order::Sort::Date
        })
    }

    /// Notes old addresses.
    fn redirects(&mut self, sink: &mut Sink) {
        for page in &self.pages {
            let own = &self.sources[page.document.index()].path;
            for written in &self.outlines[page.document.index()].front_matter.aliases {
                let (span, alias) = (written.span, written.value.as_str());
                let path = match alias::file(alias, self.config.base_url.as_deref()) {
                    Ok(path) => path,
                    Err(why) => {
                        sink.alias_impossible(span, alias, why);
                        continue;
                    }
                };
                let taken = match self.taken.get(&path.folded()) {
                    None => {
                        self.taken.insert(path.folded(), own.clone());
                        self.redirects.insert(path.as_str().to_owned(), page.permalink.clone());
                        continue;
                    }
                    // A folder without a text of its own.
                    Some(other) if other.ends_with('/') => Taken::Made,
                    Some(other) if other != own => Taken::Other(other),
                    Some(_) if page.permalink.output() == path.as_str() => Taken::Own,
                    Some(_) => Taken::Twice,
                };
                sink.alias_taken(span, alias, taken);
            }
        }
    }
}
