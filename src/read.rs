//! The front half of the program: what was read from disk → what exists, and what points where.
//!
//! Every command starts here, whatever it makes of the site afterwards. What is remembered from an earlier build stands in
//! [`crate::rebuild`], around the same steps.

use std::{collections::HashSet, sync::Arc};

use crate::{
    config::{self, Config, Flags},
    data::{self, Records},
    diag::{Diagnostic, Severity, Sink},
    document::{Document, Documents},
    law::{self, Library},
    markdown::{self, Dialect},
    resolve::{self, Targets},
    site::{self, DocumentId, Inputs, Site},
    source::{FileId, Sources},
    theme::{self, Theme},
};

/// A site, understood. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Read {
    /// What exists.
    pub site: Arc<Site>,
    /// The parsed pages and snippets.
    pub documents: Documents,
    /// What every reference points at.
    pub targets: Arc<Targets>,
    /// The look.
    pub theme: Arc<Theme>,
}

/// Reads a whole site; what is wrong in it is told, and never stops the rest.
pub fn site(sources: &Sources, flags: &Flags, sink: &mut Sink) -> Read {
    Basis::read(sources, flags, sink).site(sources, sink)
}

/// Reads the settings alone, for commands that look at no page; what is wrong in them is told where pages are read.
pub fn config(sources: &Sources, flags: &Flags) -> Config {
    config::parse(sources.config.as_ref(), flags, &mut Sink::default())
}

/// What stands before any page is looked at.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Settings.
    pub config: Config,
    /// Laws.
    pub library: Library,
    /// What editors keep in tables.
    pub records: Records,
    /// The look.
    pub theme: Arc<Theme>,
}

impl Basis {
    /// Reads settings, laws, records and theme, and tells which files could not be read at all.
    pub fn read(sources: &Sources, flags: &Flags, sink: &mut Sink) -> Self {
        for problem in &sources.problems {
            sink.unreadable_file(problem);
        }
        let config = config::parse(sources.config.as_ref(), flags, sink);
        let theme = theme::compile(sources, &config, sink);
        theme::style::check(&config, &theme, sink);
        let library = law::library(&sources.statutes, &sources.data, &config.laws, sink);
        let records = data::read(&sources.data, &config, sink);
        let named = config.synonyms.as_ref().map(|it| it.value.as_str());
        data::files::tell_strays(sources, named, &config.glossary.value, sink);
        Self { config, library, records, theme: Arc::new(theme) }
    }

    /// Reads the pages of a site.
    pub fn site(self, sources: &Sources, sink: &mut Sink) -> Read {
        let documents = markdown::parse_all(&sources.pages, &self.dialect(), sink);
        let documents = Documents::new(documents);
        let theme = Arc::clone(&self.theme);
        let site = site::index(self.inputs(sources, &documents, sink), sink);
        let targets = resolve::references(&site, &documents, sink);
        Read { site: Arc::new(site), documents, targets: Arc::new(targets), theme }
    }

    /// Returns what the reading of pages depends on besides their text.
    pub fn dialect(&self) -> Dialect<'_> {
        Dialect {
            taxonomies: &self.config.taxonomies,
            raw_html: self.config.raw_html,
            names: self.library.names(),
            zone: &self.config.zone,
            pinyin: &self.records.pinyin,
        }
    }

    /// Returns what the index is made from.
    pub fn inputs<'a>(
        self,
        sources: &'a Sources,
        documents: &Documents,
        sink: &mut Sink,
    ) -> Inputs<'a> {
        let documents: Vec<&Arc<Document>> = documents.iter().collect();
        Inputs {
            config: self.config,
            library: self.library,
            records: self.records,
            pages: &sources.pages,
            outlines: sink.par_map(&documents, |it, _| it.outline()),
            assets: &sources.assets,
            data: &sources.data,
        }
    }
}

impl Read {
    /// Gives messages the severities of `site.toml`, and softens what is said about pages that wait.
    ///
    /// Comes last, when all that is to be said has been said.
    pub(crate) fn judge(&self, sink: &mut Sink) {
        sink.adjust(&self.site.config.rules);
        sink.soften(&self.site.held());
    }

    /// Returns the files of a document and of all snippets that it takes in.
    pub(crate) fn files_of(&self, document: DocumentId) -> Vec<FileId> {
        let shown = self.targets.includes.with(document);
        shown.map(|it| self.site.outline(it).source).collect()
    }

    /// Returns the errors that stand on no page or snippet: in settings, laws, records, in files of every kind.
    pub(crate) fn errors_around<'a>(
        &self,
        said: &'a [Diagnostic],
    ) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        let texts: HashSet<FileId> = self.site.outlines.iter().map(|it| it.source).collect();
        let is_around = move |it: &&Diagnostic| it.span.is_none_or(|it| !texts.contains(&it.file));
        said.iter().filter(|it| forbids(it)).filter(is_around)
    }

    /// Returns what is said about a document and the snippets that it takes in.
    pub(crate) fn said_of<'a>(
        &self,
        document: DocumentId,
        said: &'a [Diagnostic],
    ) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        let files = self.files_of(document);
        let is_there = move |it: &&Diagnostic| it.span.is_some_and(|it| files.contains(&it.file));
        said.iter().filter(is_there)
    }
}

/// Tells whether a message keeps what it is about from being published or printed.
pub(crate) fn forbids(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}
