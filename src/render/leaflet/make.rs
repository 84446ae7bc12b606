//! Sheets → PDFs, from the cache when nothing changed, and what the editor should know about each.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cache::Cache,
    diag::{Sink, messages::leaflet::Fullness},
    document::Date,
    render::leaflet::{
        compile::{Engine, Failure, Input, Output, Purpose, Report},
        font::Fonts,
        format::{Face, Format, Named},
        picture,
        sheet::{Article, Sheet},
    },
    source::{Asset, AssetData, FileId, Span},
};

/// Changes when the engine makes other bytes from the same input.
const KIND: &str = "leaflet-4";
/// PDFs and pictures by their content.
const FILES: &str = "leaflet-files-1";
/// Stands in for a character that no font has.
const GETA: char = '〓';
/// Share of empty room that is worth a word.
const SPARSE: f64 = 0.55;
/// Coarsest picture, in dots an inch.
const LEAST_DPI: f64 = 200.0;

/// Fonts, templates and cache of one run; the engine starts with the first leaflet that is not in the cache.
pub struct Workshop<'a> {
    fonts: &'a Fonts,
    templates: Vec<(&'a str, &'a str)>,
    cache: &'a Cache,
    digest: blake3::Hash,
    engine: OnceLock<Engine<'a>>,
}

/// One leaflet to make.
pub struct Job<'a> {
    /// Template: `trifold.typ`.
    pub template: &'static str,
    /// The tree.
    pub data: Value,
    /// Pictures with the place that asks for them.
    pub pictures: BTreeMap<String, (&'a Asset, Span)>,
    /// Files made by the program itself, for templates that place other PDFs.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// Identifies the document in the PDF.
    pub ident: String,
    /// The text's day.
    pub date: Date,
    /// Office or press.
    pub purpose: Purpose,
    /// Width of the preview in pixels, 0 for none.
    pub preview_px: u32,
}

/// A finished leaflet. Its files stay in the cache where there is one: hundreds of them would fill the memory.
#[derive(Clone, Debug)]
pub struct Made {
    /// The PDF.
    pub pdf: Arc<Asset>,
    /// Page 1 as PNG, if it was asked for.
    pub preview: Option<Arc<Asset>>,
    /// What there is to say.
    pub report: Report,
}

/// What the cache keeps of a leaflet beside its files.
#[derive(Serialize, Deserialize)]
struct Kept {
    report: Report,
    pdf: KeptFile,
    preview: Option<KeptFile>,
}

/// Name, hash and size of a file in the cache.
#[derive(Serialize, Deserialize)]
struct KeptFile {
    name: String,
    digest: [u8; 32],
    len: u64,
}

impl<'a> Workshop<'a> {
    /// Opens it with templates by file name.
    pub fn new(fonts: &'a Fonts, templates: Vec<(&'a str, &'a str)>, cache: &'a Cache) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(fonts.digest.as_bytes());
        for (name, text) in &templates {
            hasher
                .update(name.as_bytes())
                .update(&[0])
                .update(text.as_bytes())
                .update(&[0]);
        }
        Self {
            fonts,
            templates,
            cache,
            digest: hasher.finalize(),
            engine: OnceLock::new(),
        }
    }

    /// Makes one leaflet or takes it from the cache.
    ///
    /// # Errors
    /// When Typst refuses it.
    pub fn make(&self, job: &Job) -> Result<Made, Failure> {
        let key = self.key(job);
        let kept = self.cache.get(KIND, key);
        if let Some(made) = kept.and_then(|it| self.kept(&it)) {
            return Ok(made);
        }
        let output = self.print(job)?;
        let (pdf, kept_pdf) = self.keep(format!("{}.pdf", job.ident), &output.pdf);
        let preview = (!output.preview.is_empty())
            .then(|| self.keep(format!("{}.png", job.ident), &output.preview));
        let (preview, kept_preview) = preview.unzip();
        let kept = Kept {
            report: output.report,
            pdf: kept_pdf,
            preview: kept_preview,
        };
        let bytes = serde_json::to_vec(&kept).expect("a report has only string keys");
        self.cache.put(KIND, key, &bytes);
        Ok(Made {
            pdf,
            preview,
            report: kept.report,
        })
    }

    /// Reads what the cache keeps; `None` when a file of it is gone or damaged.
    fn kept(&self, bytes: &[u8]) -> Option<Made> {
        let Kept {
            report,
            pdf,
            preview,
        } = serde_json::from_slice(bytes).ok()?;
        let file = |kept: KeptFile| {
            let path = self
                .cache
                .file(FILES, blake3::Hash::from_bytes(kept.digest))?;
            Some(asset(kept, AssetData::Disk(path)))
        };
        Some(Made {
            pdf: file(pdf)?,
            preview: match preview {
                Some(kept) => Some(file(kept)?),
                None => None,
            },
            report,
        })
    }

    fn keep(&self, name: String, bytes: &[u8]) -> (Arc<Asset>, KeptFile) {
        let digest = blake3::hash(bytes);
        let kept = || KeptFile {
            name: name.clone(),
            digest: *digest.as_bytes(),
            len: bytes.len() as u64,
        };
        let path = self.cache.put_file(FILES, digest, bytes);
        let data = path.map_or_else(|| AssetData::Memory(bytes.into()), AssetData::Disk);
        (asset(kept(), data), kept())
    }

    /// Draws every page, for `preview`.
    ///
    /// # Errors
    /// When Typst refuses it.
    pub fn draw(&self, job: &Job, width_px: u32) -> Result<Vec<Vec<u8>>, Failure> {
        let (input, _) = self.input(job);
        self.engine().draw(&input, width_px)
    }

    /// Draws the page with this index; `None` when there are not so many.
    ///
    /// # Errors
    /// When Typst refuses it.
    pub fn draw_page(
        &self,
        job: &Job,
        index: usize,
        width_px: u32,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let (input, _) = self.input(job);
        self.engine().draw_page(&input, index, width_px)
    }

    fn engine(&self) -> &Engine<'a> {
        self.engine
            .get_or_init(|| Engine::new(self.templates.iter().copied(), self.fonts.loaded()))
    }

    fn key(&self, job: &Job) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let data = serde_json::to_vec(&job.data).expect("a JSON value has only string keys");
        hasher
            .update(self.digest.as_bytes())
            .update(job.template.as_bytes())
            .update(&[0])
            .update(&data);
        // Names of pictures are hashes of their content.
        for name in job.pictures.keys() {
            hasher.update(name.as_bytes()).update(&[0]);
        }
        for (name, (asset, _)) in &job.pictures {
            hasher.update(name.as_bytes()).update(&asset.digest);
        }
        for (name, bytes) in &job.files {
            hasher
                .update(name.as_bytes())
                .update(blake3::hash(bytes).as_bytes());
        }
        let how = format!(
            "{}|{}|{:?}|{}",
            job.ident, job.date, job.purpose, job.preview_px
        );
        hasher.update(how.as_bytes()).finalize()
    }

    fn print(&self, job: &Job) -> Result<Output, Failure> {
        let (input, facts) = self.input(job);
        let mut output = self.engine().make(&input)?;
        output.report.missing = facts.missing;
        output.report.damaged = facts.damaged;
        let picture_mm = output.report.picture_mm;
        let coarse = |(name, height): &(String, u32)| {
            let dpi = f64::from(*height) / (picture_mm / 25.4);
            (picture_mm > 0.0 && dpi < LEAST_DPI).then(|| (name.clone(), dpi.floor()))
        };
        output.report.coarse = facts.heights.iter().filter_map(coarse).collect();
        Ok(output)
    }

    fn input(&self, job: &Job) -> (Input, Facts) {
        let gray = job.data["ink"] == "gray";
        let mut facts = Facts::default();
        let mut pictures = job.files.clone();
        for (name, (asset, _)) in &job.pictures {
            match picture::prepare(asset, gray) {
                Some(ready) => {
                    facts
                        .heights
                        .extend(ready.height_px.map(|height| (name.clone(), height)));
                    pictures.insert(name.clone(), ready.bytes);
                }
                None => facts.damaged.push(name.clone()),
            }
        }
        let mut data = job.data.clone();
        let damaged: BTreeSet<&str> = facts.damaged.iter().map(String::as_str).collect();
        drop_pictures(&mut data, &damaged);
        let mut missing = BTreeSet::new();
        replace_missing(&mut data, self.fonts, &mut missing);
        facts.missing = missing.into_iter().collect();
        let input = Input {
            template: job.template.to_owned(),
            data,
            pictures,
            ident: job.ident.clone(),
            date: job.date,
            purpose: job.purpose,
            preview_px: job.preview_px,
        };
        (input, facts)
    }
}

#[derive(Default)]
struct Facts {
    missing: Vec<char>,
    damaged: Vec<String>,
    heights: Vec<(String, u32)>,
}

/// Takes pictures that cannot be read out of the tree.
fn drop_pictures(value: &mut Value, damaged: &BTreeSet<&str>) {
    if damaged.is_empty() {
        return;
    }
    let is_damaged = |it: &Value| it["src"].as_str().is_some_and(|src| damaged.contains(src));
    match value {
        Value::Array(items) => {
            items.retain(|it| !is_damaged(it));
            items.iter_mut().for_each(|it| drop_pictures(it, damaged));
        }
        Value::Object(entries) => {
            for (key, it) in entries.iter_mut() {
                if is_damaged(it)
                    || (key == "poster" && it.as_str().is_some_and(|it| damaged.contains(it)))
                {
                    *it = Value::Null;
                } else {
                    drop_pictures(it, damaged);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Replaces characters that no font has, and drops those that only steer others.
fn replace_missing(value: &mut Value, fonts: &Fonts, missing: &mut BTreeSet<char>) {
    match value {
        Value::String(text) if !text.is_ascii() => {
            let mut known: BTreeMap<char, bool> = BTreeMap::new();
            let mut covers = |it: char| *known.entry(it).or_insert_with(|| fonts.covers(it));
            let fine = |it: char| it.is_ascii() || it.is_whitespace();
            if text.chars().all(|it| fine(it) || covers(it)) {
                return;
            }
            let mut out = String::with_capacity(text.len());
            for it in text.chars() {
                if fine(it) || covers(it) {
                    out.push(it);
                } else if !is_invisible(it) {
                    missing.insert(it);
                    out.push(GETA);
                }
            }
            *text = out;
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|it| replace_missing(it, fonts, missing)),
        Value::Object(entries) => entries
            .values_mut()
            .for_each(|it| replace_missing(it, fonts, missing)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Variation selectors, joiners, direction marks and control characters.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE01EF)
}

fn asset(kept: KeptFile, data: AssetData) -> Arc<Asset> {
    Arc::new(Asset {
        id: FileId::of(&kept.name),
        path: kept.name,
        len: kept.len,
        digest: kept.digest,
        data,
    })
}

/// Tells the editor what a report says; returns whether the leaflet may be published.
pub fn tell(
    article: &Article,
    format: Format,
    sheet: &Sheet,
    report: &Report,
    span: Span,
    sink: &mut Sink,
) -> bool {
    let mut good = true;
    for fit in &report.panels {
        let Some((span, length, panel)) = place(&fit.panel, sheet) else {
            continue;
        };
        let flows = panel.is_empty() && !sheet.is_written;
        let lines = article.source.and_then(|source| {
            if flows {
                return Some(body_lines(&source.text));
            }
            (!span.is_file()).then(|| lines(&source.text, span))
        });
        let fullness = Fullness {
            title: &article.title,
            format: format.name(),
            panel: &panel,
            lines,
        };
        if fit.least > 1.0 {
            good = false;
            // Whole lines go; a little more than the sum makes it fit at once.
            let cut = length as f64 * (1.0 - 1.0 / fit.least) * 1.05;
            let cut = (cut.ceil() as usize).clamp(5, length.max(5));
            sink.leaflet_overflow(span, fullness, cut);
        } else if fit.free > SPARSE && format != Format::Card {
            sink.leaflet_sparse(span, fullness, (fit.free * 100.0).round() as usize);
        }
    }
    for character in &report.missing {
        let at = article.source.and_then(|source| {
            let start = source.text.find(*character)?;
            Some(source.span(start..start + character.len_utf8()))
        });
        sink.leaflet_glyph(at.unwrap_or(span), *character, &article.title);
    }
    if let Some((words, size)) = &report.small {
        let at = article.source.and_then(|source| {
            let start = source.text.find(words.as_str())?;
            Some(source.span(start..start + words.len()))
        });
        sink.leaflet_small(at.unwrap_or(span), &article.title, words, *size);
    }
    for name in &report.damaged {
        if let Some((asset, span)) = sheet.pictures.get(name) {
            sink.leaflet_picture(*span, &asset.path);
        }
    }
    for (name, dpi) in &report.coarse {
        if let Some((asset, span)) = sheet.pictures.get(name) {
            sink.leaflet_coarse(*span, &asset.path, *dpi as u32);
        }
    }
    good
}

/// Where a panel of the report was written, how long it is, and its name for the editor.
fn place(panel: &str, sheet: &Sheet) -> Option<(Span, usize, String)> {
    if let Some((span, length)) = sheet.panels.get(panel) {
        return Some((
            *span,
            *length,
            Face::parse(panel)
                .map(|it| it.name().to_owned())
                .unwrap_or_default(),
        ));
    }
    let (span, length) = sheet.panels.get("body")?;
    Some((*span, *length, String::new()))
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
        text.as_bytes()[..end.min(text.len())]
            .iter()
            .filter(|it| **it == b'\n')
            .count()
    };
    let count = |end: u32| breaks(end as usize) + 1;
    (
        count(span.start),
        count(span.end.saturating_sub(1).max(span.start)),
    )
}
