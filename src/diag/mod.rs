//! What we tell the editor.
//!
//! Every stage appends [`Diagnostic`]s to a [`Sink`]; the command line prints them all at the end of the run ([`print`]).
//! The sentences stand in [`messages`], the long explanations of `pufa explain` in [`explain`].

pub mod explain;
pub mod messages;
pub mod print;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::source::{FileId, Span};

/// How serious a diagnostic is. Errors stop publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 错误: the site is not published.
    Error,
    /// 警告: published, but somebody should look at it.
    Warning,
    /// 提醒: good to know.
    Notice,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Makes a sentence from its two versions.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// Returns the sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A change of one place that `pufa fix --write` can make.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// One message to the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious.
    pub severity: Severity,
    /// Stable name, `area/slug`: `link/broken`.
    pub code: &'static str,
    /// Where; `None` when it concerns the run as a whole.
    pub span: Option<Span>,
    /// What was found.
    pub message: Text,
    /// Words beside the marked place.
    pub label: Option<Text>,
    /// Other places that matter.
    pub related: Vec<(Span, Text)>,
    /// Ways out.
    pub hints: Vec<Text>,
    /// A mechanical repair.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Starts an error.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: Text) -> Self {
        Self::new(Severity::Error, code, span.into(), message)
    }

    /// Starts a warning.
    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: Text) -> Self {
        Self::new(Severity::Warning, code, span.into(), message)
    }

    /// Starts a notice.
    pub fn notice(code: &'static str, span: impl Into<Option<Span>>, message: Text) -> Self {
        Self::new(Severity::Notice, code, span.into(), message)
    }

    fn new(severity: Severity, code: &'static str, span: Option<Span>, message: Text) -> Self {
        Self {
            severity,
            code,
            span,
            message,
            label: None,
            related: Vec::new(),
            hints: Vec::new(),
            fix: None,
        }
    }

    /// Adds words beside the marked place.
    #[must_use]
    pub fn label(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.label = Some(Text::new(zh, en));
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hints.push(Text::new(zh, en));
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.related.push((span, Text::new(zh, en)));
        self
    }

    /// Adds a mechanical repair.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }
}

/// Collects diagnostics, in the order of the sources whatever the threads do.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// Appends one message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Appends messages that were made elsewhere, a cached stage's for example.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Runs `work` on all items in parallel; results and messages keep the items' order.
    pub fn par_map<T: Sync, R: Send>(
        &mut self,
        items: &[T],
        work: impl Fn(&T, &mut Self) -> R + Sync,
    ) -> Vec<R> {
        let run = |item: &T| {
            let mut sink = Self::default();
            let result = work(item, &mut sink);
            (result, sink.diagnostics)
        };
        let done: Vec<_> = items.par_iter().with_min_len(4).map(run).collect();
        let mut results = Vec::with_capacity(done.len());
        for (result, diagnostics) in done {
            results.push(result);
            self.diagnostics.extend(diagnostics);
        }
        results
    }

    /// Returns everything collected so far, in order of arrival.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns everything collected, leaving the sink empty.
    pub fn take(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }

    /// Gives the codes in `rules` the severity that the site's configuration asks for.
    pub fn adjust(&mut self, rules: &BTreeMap<String, Severity>) {
        for diagnostic in &mut self.diagnostics {
            if let Some(severity) = rules.get(diagnostic.code) {
                diagnostic.severity = *severity;
            }
        }
    }

    /// Turns errors in these files into warnings: what is held back cannot harm what is published.
    pub fn soften(&mut self, files: &BTreeSet<FileId>) {
        for diagnostic in &mut self.diagnostics {
            let is_inside = diagnostic.span.is_some_and(|it| files.contains(&it.file));
            if is_inside && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
        }
    }

    /// Tells whether publishing has to stop.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|it| it.severity == Severity::Error)
    }
}
