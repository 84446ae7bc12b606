//! One build of a site in memory, and how its messages are shown.

use std::path::Path;

use crate::{
    Built,
    cli::{Context, site::Site},
    config::Flags,
    diag::{
        Diagnostic, Severity, Sink,
        print::{self, Color, Format},
    },
    source::{ReadOptions, Sources},
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
        let skip = std::path::absolute(self.output(output))
            .into_iter()
            .collect();
        let sources = Sources::read(&self.root, &ReadOptions { skip });
        let mut sink = Sink::default();
        let built = crate::build(&sources, flags, &self.cache, &mut sink);
        let mut diagnostics = sink.take();
        print::sort(&mut diagnostics, &sources);
        Made {
            sources,
            built,
            diagnostics,
        }
    }

    /// Keeps the cache within bounds.
    pub fn trim_cache(&self) {
        self.cache.trim(CACHE_BYTES);
    }
}

impl Made {
    /// Tells whether something keeps the site from being published.
    pub fn failed(&self) -> bool {
        count(&self.diagnostics, Severity::Error) > 0
    }
}

impl Context {
    /// Prints messages in the form that was asked for.
    pub fn print(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let text = print::render(
            diagnostics,
            sources,
            self.format,
            self.console.lang,
            Color::Ansi,
        );
        match self.format {
            Format::Human => self.console.note_as_is(&text),
            Format::Json | Format::Github => self.console.print(&text),
        }
    }

    /// Says how it went: to people on standard output, beside a program's messages on standard error.
    pub fn sum_up(&self, text: &str) {
        match self.format {
            Format::Human => self.console.say(text),
            Format::Json | Format::Github => self.console.note(text),
        }
    }

    /// Returns how many messages of each kind there are, in words.
    pub fn counts(&self, diagnostics: &[Diagnostic]) -> String {
        let count = |severity| count(diagnostics, severity);
        self.console.counts(
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Notice),
        )
    }
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics
        .iter()
        .filter(|it| it.severity == severity)
        .count()
}
