//! Print jobs → PDFs and pictures, from the cache when nothing changed.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::{
    cache::Cache,
    render::leaflet::engine::{
        font::Fonts,
        input::Output,
        job::PrintJob,
        pdf::Engine,
        prepare::prepare,
        report::{Failure, Report},
    },
    source::{Asset, AssetData, FileId},
};

/// Changes when the engine makes other bytes from the same input.
const KIND: &str = "leaflet-4";
/// PDFs and pictures by their content.
const FILES: &str = "leaflet-files-1";
/// Coarsest picture, in dots an inch.
const LEAST_DPI: f64 = 200.0;

/// Fonts, templates and cache of one run; the engine starts with the first leaflet that is not in the cache.
pub struct Typesetter<'a> {
    fonts: &'a Fonts,
    templates: Vec<(&'a str, &'a str)>,
    cache: &'a Cache,
    digest: blake3::Hash,
    engine: OnceLock<Engine<'a>>,
}

/// A finished leaflet. Its files stay in the cache where there is one: hundreds of them would fill the memory.
#[derive(Clone, Debug)]
pub struct Printout {
    /// The PDF.
    pub pdf: Arc<Asset>,
    /// Page 1 as PNG, if it was asked for.
    pub preview: Option<Arc<Asset>>,
    /// What there is to say.
    pub report: Report,
}

/// What the cache keeps of a leaflet beside its files.
#[derive(Serialize, Deserialize)]
struct CacheEntry {
    report: Report,
    pdf: CachedFile,
    preview: Option<CachedFile>,
}

/// Name, hash and size of a file in the cache.
#[derive(Serialize, Deserialize)]
struct CachedFile {
    name: String,
    digest: [u8; 32],
    len: u64,
}

impl<'a> Typesetter<'a> {
    /// Opens it with templates by file name.
    pub fn new(fonts: &'a Fonts, templates: Vec<(&'a str, &'a str)>, cache: &'a Cache) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(fonts.digest.as_bytes());
        for (name, text) in &templates {
            hasher.update(name.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
        }
        Self { fonts, templates, cache, digest: hasher.finalize(), engine: OnceLock::new() }
    }

    /// Makes one leaflet or takes it from the cache.
    ///
    /// # Errors
    /// When Typst refuses it.
    pub fn make(&self, job: &PrintJob) -> Result<Printout, Failure> {
        job.check()?;
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
        let kept = CacheEntry { report: output.report, pdf: kept_pdf, preview: kept_preview };
        let bytes = serde_json::to_vec(&kept).expect("a report has only string keys");
        self.cache.put(KIND, key, &bytes);
        Ok(Printout { pdf, preview, report: kept.report })
    }

    /// Reads what the cache keeps; `None` when a file of it is gone or damaged.
    fn kept(&self, bytes: &[u8]) -> Option<Printout> {
        let CacheEntry { report, pdf, preview } = serde_json::from_slice(bytes).ok()?;
        let file = |kept: CachedFile| {
            let path = self.cache.file(FILES, blake3::Hash::from_bytes(kept.digest))?;
            Some(asset(kept, AssetData::Disk(path)))
        };
        Some(Printout {
            pdf: file(pdf)?,
            preview: match preview {
                Some(kept) => Some(file(kept)?),
                None => None,
            },
            report,
        })
    }

    fn keep(&self, name: String, bytes: &[u8]) -> (Arc<Asset>, CachedFile) {
        let digest = blake3::hash(bytes);
        let kept = || CachedFile {
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
    pub fn draw(&self, job: &PrintJob, width_px: u32) -> Result<Vec<Vec<u8>>, Failure> {
        job.check()?;
        let (input, _) = prepare(job, self.fonts);
        self.engine().draw(&input, width_px)
    }

    /// Draws the page with this index; `None` when there are not so many.
    ///
    /// # Errors
    /// When Typst refuses it.
    pub(crate) fn draw_page(
        &self,
        job: &PrintJob,
        index: usize,
        width_px: u32,
    ) -> Result<Option<Vec<u8>>, Failure> {
        job.check()?;
        let (input, _) = prepare(job, self.fonts);
        self.engine().draw_page(&input, index, width_px)
    }

    fn engine(&self) -> &Engine<'a> {
        self.engine.get_or_init(|| Engine::new(self.templates.iter().copied(), self.fonts.faces()))
    }

    fn key(&self, job: &PrintJob) -> blake3::Hash {
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
            hasher.update(name.as_bytes()).update(blake3::hash(bytes).as_bytes());
        }
        let how = format!("{}|{}|{:?}|{}", job.ident, job.date, job.purpose, job.preview_px);
        hasher.update(how.as_bytes()).finalize()
    }

    fn print(&self, job: &PrintJob) -> Result<Output, Failure> {
        let (input, findings) = prepare(job, self.fonts);
        let mut output = self.engine().make(&input)?;
        output.report.missing = findings.missing;
        output.report.damaged = findings.damaged;
        let picture_mm = output.report.picture_mm;
        let coarse = |(name, height): &(String, u32)| {
            let dpi = f64::from(*height) / (picture_mm / 25.4);
            (picture_mm > 0.0 && dpi < LEAST_DPI).then(|| (name.clone(), dpi.floor()))
        };
        output.report.coarse = findings.heights.iter().filter_map(coarse).collect();
        Ok(output)
    }
}

fn asset(kept: CachedFile, data: AssetData) -> Arc<Asset> {
    Arc::new(Asset {
        id: FileId::of(&kept.name),
        path: kept.name,
        len: kept.len,
        digest: kept.digest,
        data,
    })
}
