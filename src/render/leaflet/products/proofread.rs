//! What the engine reports of a leaflet → what its editor should know.

use std::collections::BTreeMap;

use crate::{
    diag::{Sink, messages::leaflet::Fullness},
    render::leaflet::{
        ask::format::{Face, Family, Format, Ink, Named},
        engine::report::{Failure, PanelFit, Report},
        layout::sheet::Sheet,
        products::page::PageLeaflet,
    },
    source::{Source, Span},
};

/// Share of empty room that is worth a word.
const SPARSE: f64 = 0.55;
/// Whole lines go; a little more than the sum makes it fit at once.
const CUT_MARGIN: f64 = 1.05;
/// Fewer characters than these are no line.
const LEAST_CUT: usize = 5;

/// Tells the editor what a report says; returns whether the leaflet may be published.
pub fn tell(leaflet: &PageLeaflet, report: &Report, sink: &mut Sink) -> bool {
    let PageLeaflet { article, order, sheet, .. } = leaflet;
    let mut fits = true;
    for fit in &report.panels {
        fits &= tell_panel(leaflet, fit, sink);
    }
    let find = |words: &str| {
        let place = article.source.and_then(|source| find(source, words));
        place.unwrap_or(order.span)
    };
    for character in &report.missing {
        let span = find(character.encode_utf8(&mut [0; 4]));
        sink.leaflet_glyph(span, *character, &article.title);
    }
    if let Some((words, size)) = &report.small {
        sink.leaflet_small(find(words), &article.title, words, *size);
    }
    for (asset, span) in report.damaged.iter().filter_map(|it| sheet.pictures.get(it)) {
        sink.leaflet_picture(*span, &asset.path);
    }
    for (name, dpi) in &report.coarse {
        if let Some((asset, span)) = sheet.pictures.get(name) {
            sink.leaflet_coarse(*span, &asset.path, *dpi as u32);
        }
    }
    fits
}

/// Tells why the engine refused a thing that is called `title`.
pub(crate) fn tell_failure(failure: &Failure, title: &str, span: Span, sink: &mut Sink) {
    match failure {
        Failure::Refused { .. } => sink.leaflet_engine(span, title, &failure.to_string()),
        Failure::Marks { found, most } => sink.leaflet_marks(span, title, (*found, *most)),
    }
}

/// Returns whether the text of a panel fits.
fn tell_panel(leaflet: &PageLeaflet, fit: &PanelFit, sink: &mut Sink) -> bool {
    let PageLeaflet { article, order, sheet, .. } = leaflet;
    let Some((span, length, panel)) = place(&fit.panel, sheet) else {
        return true;
    };
    let flows = panel.is_empty() && !sheet.is_written;
    let lines = article.source.and_then(|source| {
        if flows {
            return Some(body_lines(&source.text));
        }
        (!span.is_file()).then(|| lines(&source.text, span))
    });
    let fullness = Fullness { title: &article.title, format: order.format.name(), panel, lines };
    if fit.least > 1.0 {
        let cut = length as f64 * (1.0 - 1.0 / fit.least) * CUT_MARGIN;
        let cut = (cut.ceil() as usize).clamp(LEAST_CUT, length.max(LEAST_CUT));
        sink.leaflet_overflow(span, fullness, cut);
        return false;
    }
    // A card is small and often says one thing only.
    if fit.free > SPARSE && order.format != Format::Card {
        sink.leaflet_sparse(span, fullness, (fit.free * 100.0).round() as usize);
    }
    true
}

/// Where a panel of the report was written, how long it is, and its name for the editor.
fn place(panel: &str, sheet: &Sheet) -> Option<(Span, usize, &'static str)> {
    if let Some((span, length)) = sheet.panels.get(panel) {
        let name = Face::parse(panel).map(Named::name);
        return Some((*span, *length, name.unwrap_or_default()));
    }
    let (span, length) = sheet.panels.get("body")?;
    Some((*span, *length, ""))
}

fn find(source: &Source, words: &str) -> Option<Span> {
    let start = source.text.find(words)?;
    Some(source.span(start..start + words.len()))
}

/// Lines of an article below its front matter.
fn body_lines(text: &str) -> (usize, usize) {
    let fence = |line: &str| line.trim_end() == "---";
    let mut front = text.lines().enumerate().filter(|(_, line)| fence(line));
    let end = match (front.next(), front.next()) {
        (Some((0, _)), Some((end, _))) => end + 1,
        _ => 0,
    };
    let rest = text.lines().skip(end);
    let blank = rest.take_while(|line| line.trim().is_empty()).count();
    (end + blank + 1, text.trim_end().lines().count())
}

fn lines(text: &str, span: Span) -> (usize, usize) {
    let breaks = |end: usize| {
        let before = &text.as_bytes()[..end.min(text.len())];
        before.iter().filter(|it| **it == b'\n').count()
    };
    let count = |end: u32| breaks(end as usize) + 1;
    (count(span.start), count(span.end.saturating_sub(1).max(span.start)))
}

/// Colours of looks that are too much alike. A look's weakness is told once, not for each leaflet that has it.
#[derive(Debug, Default)]
pub(crate) struct Contrasts(BTreeMap<Pair, f64>);

/// Look, ink, the text's colour and its ground's.
type Pair = (&'static str, &'static str, String, String);

impl Contrasts {
    /// Notes what a report says of its look.
    pub fn note(&mut self, family: Family, ink: Ink, report: &Report) {
        for weak in &report.weak {
            let (front, ground) = (weak.front.clone(), weak.ground.clone());
            self.0.insert((family.key(), ink.key(), front, ground), weak.ratio);
        }
    }

    /// Tells them.
    pub fn tell(&self, span: Span, sink: &mut Sink) {
        for ((family, ink, front, ground), ratio) in &self.0 {
            sink.leaflet_contrast(span, family, ink, (front, ground), *ratio);
        }
    }
}
