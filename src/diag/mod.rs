//! What we tell the editor.
//!
//! Every stage appends [`Diagnostic`]s to a [`Sink`]; the command line prints them all at the end of the run ([`print`]).
//! The sentences stand in [`messages`], the long explanations of `pufa explain` in [`explain`].

pub mod explain;
pub mod messages;
pub mod print;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::source::{FileId, Span};

/// Up to this many messages of one code are kept for one file; the last of them counts the rest.
///
/// A file that is wrong on every line would otherwise cost a gigabyte, and nobody reads half a million lines.
pub(crate) const MOST_OF_A_KIND: usize = 100;

/// Longest sentence of a message, in bytes: some repeat what was written, and that may fill a screen or a hundred.
const LONGEST_SENTENCE: usize = 2_000;

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
        Self { zh: zh.into(), en: en.into() }
    }

    /// Makes words that are the same in both, a path for example.
    pub fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh }
    }

    /// Joins sentences by the marks of each language.
    pub fn list(texts: &[Self], zh: &str, en: &str) -> Self {
        let join = |own: fn(&Self) -> &str, mark| {
            let texts: Vec<&str> = texts.iter().map(own).collect();
            texts.join(mark)
        };
        Self::new(join(|it| &it.zh, zh), join(|it| &it.en, en))
    }

    /// Keeps the beginning of a sentence that nobody would read to its end.
    fn cut(&mut self) {
        for text in [&mut self.zh, &mut self.en] {
            if text.len() > LONGEST_SENTENCE {
                text.truncate(text.floor_char_boundary(LONGEST_SENTENCE));
                text.push('…');
            }
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
    /// How many more of this code the file has that were not kept; see [`MOST_OF_A_KIND`].
    pub more: usize,
}

impl Diagnostic {
    /// Starts an error.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: Text) -> Self {
        Self::new(Severity::Error, code, span.into(), message)
    }

    /// Starts a warning.
    pub(crate) fn warning(
        code: &'static str,
        span: impl Into<Option<Span>>,
        message: Text,
    ) -> Self {
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
            more: 0,
        }
    }

    /// Adds words beside the marked place.
    #[must_use]
    pub(crate) fn label(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.label = Some(Text::new(zh, en));
        self
    }

    /// Adds a way out.
    #[must_use]
    pub(crate) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
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
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }
}

/// Collects diagnostics, in the order of the sources whatever the threads do.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    kinds: BTreeMap<(Option<FileId>, &'static str), Kind>,
}

/// The messages of one code about one file.
#[derive(Debug, Default)]
struct Kind {
    kept: usize,
    /// Where the last one kept stands in the sink.
    last: usize,
}

impl Sink {
    /// Appends one message, or only counts it when the file has [`MOST_OF_A_KIND`] like it.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let file = diagnostic.span.map(|it| it.file);
        let kind = self.kinds.entry((file, diagnostic.code)).or_default();
        if kind.kept == MOST_OF_A_KIND {
            self.diagnostics[kind.last].more += 1 + diagnostic.more;
            return;
        }
        kind.kept += 1;
        kind.last = self.diagnostics.len();
        diagnostic.message.cut();
        diagnostic.label.iter_mut().for_each(Text::cut);
        diagnostic.hints.iter_mut().for_each(Text::cut);
        self.diagnostics.push(diagnostic);
    }

    /// Tells whether a message would only be counted, and counts it then: what is costly to say need not be found out.
    pub(crate) fn only_counts(&mut self, code: &'static str, span: Span) -> bool {
        let kind = self.kinds.get(&(Some(span.file), code));
        let full = kind.filter(|it| it.kept == MOST_OF_A_KIND);
        let last = full.and_then(|it| self.diagnostics.get_mut(it.last));
        last.map(|it| it.more += 1).is_some()
    }

    /// Appends messages that were made elsewhere, a cached stage's for example.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Runs `work`, which is about the file or page `name`. When it breaks down, by a mistake of ours, that is told as an
    /// error, so that the rest of the site is looked at all the same and nothing is published.
    pub(crate) fn guard<R>(&mut self, name: &str, work: impl FnOnce(&mut Self) -> R) -> Option<R> {
        // Messages that were pushed before stay whole: a push does not break down half way.
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        done.map_err(|_| self.page_panicked(name)).ok()
    }

    /// Runs `work` on all items in parallel; results and messages keep the items' order.
    pub(crate) fn par_map<T: Sync, R: Send>(
        &mut self,
        items: &[T],
        work: impl Fn(&T, &mut Self) -> R + Sync,
    ) -> Vec<R> {
        let run = |item: &T| {
            let mut sink = Self::default();
            let result = work(item, &mut sink);
            (result, sink.diagnostics)
        };
        // Of many small items a thread takes some at a time; of a few large ones, leaflets for example, each stands alone.
        let least = (items.len() / 256).clamp(1, 4);
        let done: Vec<_> = items.par_iter().with_min_len(least).map(run).collect();
        let mut results = Vec::with_capacity(done.len());
        for (result, diagnostics) in done {
            results.push(result);
            self.extend(diagnostics);
        }
        results
    }

    /// Returns everything collected so far, in order of arrival.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns everything collected, leaving the sink empty.
    pub fn take(&mut self) -> Vec<Diagnostic> {
        std::mem::take(self).diagnostics
    }

    /// Gives the codes in `rules` the severity that the site's configuration asks for.
    pub(crate) fn adjust(&mut self, rules: &BTreeMap<String, Severity>) {
        for diagnostic in &mut self.diagnostics {
            if let Some(severity) = rules.get(diagnostic.code) {
                diagnostic.severity = *severity;
            }
        }
    }

    /// Turns errors in these files into warnings: what is held back cannot harm what is published.
    pub(crate) fn soften(&mut self, files: &BTreeSet<FileId>) {
        for diagnostic in &mut self.diagnostics {
            let is_inside = diagnostic.span.is_some_and(|it| files.contains(&it.file));
            if is_inside && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
        }
    }

    /// Tells whether publishing has to stop.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|it| it.severity == Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, MOST_OF_A_KIND, Sink, Text};
    use crate::source::{FileId, Span};

    #[test]
    fn what_breaks_down_names_its_file_and_the_rest_goes_on() {
        let mut sink = Sink::default();
        let items = ["a.md", "b.md", "c.md"];
        let done = sink.par_map(&items, |name, sink| {
            sink.guard(name, |_| {
                assert_ne!(*name, "b.md", "provoked");
                name.len()
            })
        });
        assert_eq!(done, [Some(4), None, Some(4)]);
        assert!(sink.has_errors());
        let said = &sink.diagnostics()[0];
        assert_eq!(said.code, "cli/broken-page");
        assert!(said.message.zh.contains("`b.md`"), "{said:?}");
    }

    fn push(sink: &mut Sink, file: &str, code: &'static str) {
        let span = Span::file(FileId::of(file));
        sink.push(Diagnostic::warning(code, span, Text::new("", "")));
    }

    #[test]
    fn a_file_wrong_on_every_line_is_told_a_hundred_times_and_counted() {
        let mut sink = Sink::default();
        let files = ["a", "b"];
        // As in a build: each file has a sink of its own, and later stages add to the common one.
        sink.par_map(&files, |file, sink| {
            for _ in 0..MOST_OF_A_KIND + 7 {
                push(sink, file, "x/y");
            }
            push(sink, file, "x/z");
        });
        push(&mut sink, "a", "x/y");
        assert!(sink.only_counts("x/y", Span::file(FileId::of("a"))));
        assert!(!sink.only_counts("x/z", Span::file(FileId::of("a"))));
        let found = sink.take();
        assert_eq!(found.len(), 2 * (MOST_OF_A_KIND + 1));
        let more: Vec<_> = found.iter().map(|it| it.more).filter(|it| *it > 0).collect();
        assert_eq!(more, [9, 7], "the file, the code and the count are kept apart");
        push(&mut sink, "a", "x/y");
        assert_eq!(sink.take().len(), 1, "an emptied sink begins anew");
    }
}
