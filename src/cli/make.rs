//! One build of a site in memory, and how its messages are shown.

use std::{collections::HashSet, path::Path};

use serde_json::json;

use crate::{
    Built,
    cli::{Context, site::Site},
    config::Flags,
    diag::{
        Diagnostic, Severity, Sink, Text,
        messages::command,
        print::{self, Color, Format},
    },
    source::{FileId, ReadOptions, Sources},
};

/// How much the cache may hold.
const CACHE_BYTES: u64 = 1 << 30;

/// The result of one build.
pub struct Made {
    /// What was read.
    pub sources: Sources,
    /// What was made of it.
    pub built: Built,
    /// Every message, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Site {
    /// Reads everything and builds it; `output` is not read even if it lies among the inputs.
    pub fn make(&self, flags: &Flags, output: Option<&Path>) -> Made {
        let sources = self.read(Sources::default(), output);
        self.build(sources, flags)
    }

    /// Reads all inputs, taking over from `before` what is the same.
    pub fn read(&self, before: Sources, output: Option<&Path>) -> Sources {
        let skip = std::path::absolute(self.output(output)).into_iter().collect();
        before.read_again(&self.root, &ReadOptions { skip })
    }

    /// Builds what was read.
    pub fn build(&self, sources: Sources, flags: &Flags) -> Made {
        let mut sink = Sink::default();
        let built = crate::build(&sources, flags, &self.cache, &mut sink);
        let mut diagnostics = sink.take();
        print::sort(&mut diagnostics, &sources);
        Made { sources, built, diagnostics }
    }

    /// Keeps the cache within bounds.
    pub(crate) fn trim_cache(&self) {
        self.cache.trim(CACHE_BYTES);
    }
}

impl Made {
    /// Renders every page and keeps none, for what is found out by that.
    pub(crate) fn try_pages(&mut self) {
        let mut sink = Sink::default();
        self.built.artifacts.try_all(&mut sink);
        self.add(sink.take());
    }

    /// Builds once more with the pages that wait, for what is found in them alone: it keeps nothing from being published.
    pub(crate) fn try_waiting(&mut self, site: &Site, flags: &Flags) {
        let held = self.built.read.site.held();
        if held.is_empty() {
            return;
        }
        let mut sink = Sink::default();
        let flags = Flags { drafts: true, ..flags.clone() };
        let built = crate::build(&self.sources, &flags, &site.cache, &mut sink);
        built.artifacts.try_all(&mut sink);
        sink.soften(&held);
        let known: HashSet<_> = self.diagnostics.iter().map(|it| (it.code, it.span)).collect();
        let is_new = |it: &Diagnostic| {
            let is_theirs = it.span.is_some_and(|span| held.contains(&span.file));
            is_theirs && !known.contains(&(it.code, it.span))
        };
        let found: Vec<Diagnostic> = sink.take().into_iter().filter(is_new).collect();
        self.add(found);
    }

    /// Adds a mistake when there is no page at all: an empty site is not what anybody wants to publish.
    pub(crate) fn refuse_nothing(&mut self) {
        if self.sources.pages.is_empty() {
            let mut sink = Sink::default();
            sink.site_without_pages("content/");
            self.add(sink.take());
        }
    }

    /// Makes room before pages are rendered: texts without a message that is shown are not looked at any more.
    pub(crate) fn forget_texts(&mut self, format: Format) {
        let shown = print::shown(&self.diagnostics, format);
        self.sources.forget_texts(&files(shown));
        // Of the others only the number is told.
        let shown = shown.len();
        for counted in &mut self.diagnostics[shown..] {
            counted.hints = Vec::new();
            counted.related = Vec::new();
            counted.label = None;
        }
    }

    /// Brings back the texts that messages found after [`Self::forget_texts`] point into.
    pub(crate) fn recall_texts(&mut self, diagnostics: &[Diagnostic], format: Format) {
        self.sources.recall_texts(&files(print::shown(diagnostics, format)));
    }

    fn add(&mut self, found: Vec<Diagnostic>) {
        if !found.is_empty() {
            self.diagnostics.extend(found);
            print::sort(&mut self.diagnostics, &self.sources);
        }
    }

    /// Tells whether something keeps the site from being published.
    pub fn failed(&self) -> bool {
        count(&self.diagnostics, Severity::Error) > 0
    }
}

impl Context {
    /// Prints messages in the form that was asked for.
    pub fn print(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.print_text(&self.printed(diagnostics, sources));
    }

    /// Returns messages in the form that was asked for.
    pub fn printed(&self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        print::render(diagnostics, sources, self.format, self.console.lang, Color::Ansi)
    }

    /// Prints what [`Self::printed`] returned.
    pub(crate) fn print_text(&self, text: &str) {
        match self.format {
            Format::Human => self.console.note_as_is(text),
            Format::Json | Format::Github => self.console.print(text),
        }
    }

    /// Says that the site in `output` stays as it was.
    pub(crate) fn not_published(&self, output: &str, diagnostics: &[Diagnostic]) {
        self.tell_unpublished(output, diagnostics);
        let counts = self.counts(diagnostics);
        self.sum_up(&command::build::not_published(output, &counts));
    }

    /// Ends `--format json` of a build that published nothing.
    pub(crate) fn tell_unpublished(&self, output: &str, diagnostics: &[Diagnostic]) {
        if self.format == Format::Json {
            let of = |severity| count(diagnostics, severity);
            let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
            let summary = json!({ "published": false, "output": output, "errors": errors, "warnings": warnings });
            self.console.line(&json!({ "summary": summary }).to_string());
        }
    }

    /// Says how it went: to people on standard output, beside a program's messages on standard error.
    pub(crate) fn sum_up(&self, text: &Text) {
        match self.format {
            Format::Human => self.console.say(text),
            Format::Json | Format::Github => self.console.note(text),
        }
    }

    /// Returns how many messages of each kind there are, in words.
    pub fn counts(&self, diagnostics: &[Diagnostic]) -> Text {
        command::counts(|severity| count(diagnostics, severity))
    }
}

/// Returns the files that messages show places in.
fn files(diagnostics: &[Diagnostic]) -> HashSet<FileId> {
    let spans = diagnostics.iter().flat_map(|it| {
        let related = it.related.iter().map(|(span, _)| *span);
        it.span.into_iter().chain(related)
    });
    spans.map(|it| it.file).collect()
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|it| it.severity == severity).map(|it| 1 + it.more).sum()
}
