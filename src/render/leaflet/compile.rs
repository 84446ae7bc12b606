//! Templates, data, pictures and fonts → PDF and preview, by Typst.
//!
//! Content comes as a JSON tree in a virtual file and is walked by the templates; no word of it is ever parsed as code.
//! A world holds virtual files only: no disk, no clock, no network.

use std::{
    collections::{BTreeMap, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    layout::Abs,
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::{LazyHash, Scalar},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{
    document::Date,
    render::leaflet::{font::Loaded, inspect, press, stream},
};

/// Templates and fonts, shared by all leaflets of a run.
pub struct Engine<'a> {
    library: LazyHash<Library>,
    templates: HashMap<FileId, Source>,
    fonts: &'a Loaded,
}

/// What a leaflet is printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Screen and office printer: PDF/UA-1 and PDF/A-2a.
    Office,
    /// The print shop: bleed, marks and boxes, PDF/UA-1 without PDF/A, which knows no plain CMYK.
    Press,
    /// Pages of a finished booklet on sheets, for the printer only: not tagged.
    Imposed,
}

/// Everything one leaflet is made from, apart from templates and fonts.
#[derive(Clone, Debug)]
pub struct Input {
    /// Template file: `trifold.typ`.
    pub template: String,
    /// The JSON tree.
    pub data: Value,
    /// Pictures by the name the tree uses.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
    /// Identifies the document in the PDF.
    pub ident: String,
    /// Day of the text, the PDF's date.
    pub date: Date,
    /// Office or press.
    pub purpose: Purpose,
    /// Width of the preview of page 1 in pixels; 0 for none.
    pub preview_px: u32,
}

/// A finished leaflet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// How many pages.
    pub pages: usize,
    /// Page size in points.
    pub width_pt: f64,
    /// Page size in points.
    pub height_pt: f64,
    /// Body size that was found, in points.
    pub size_pt: f64,
    /// What the template says about each panel.
    pub panels: Vec<PanelFit>,
    /// Height at which pictures are printed, in millimetres.
    pub picture_mm: f64,
    /// Characters no font has.
    pub missing: Vec<char>,
    /// Pictures that could not be read, by name in the tree.
    pub damaged: Vec<String>,
    /// Pictures that are too coarse, with their dots an inch.
    pub coarse: Vec<(String, f64)>,
    /// The smallest text, with its size in points, if it is too small to be read.
    pub small: Option<(String, f64)>,
    /// Colours too much alike.
    pub weak: Vec<Weak>,
    /// Where pages are folded.
    pub folds: Vec<Fold>,
    /// Whether a file for the print shop still holds colours of screens.
    pub screen: bool,
}

/// Text that stands out too little from its ground.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weak {
    /// Name of the text's colour: `on-flood`.
    pub front: String,
    /// Name of the ground's colour: `flood`.
    pub ground: String,
    /// Contrast, from 1 to 21.
    pub ratio: f64,
}

/// A fold from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fold {
    /// Number of the page, from 1.
    pub page: usize,
    /// From the left edge of the trimmed page, in millimetres.
    pub at_mm: f64,
}

/// How full a panel is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PanelFit {
    /// Name: `in1`; `body` for text that flows.
    pub panel: String,
    /// Height of its text at the smallest size over the room there is; above 1 it does not fit.
    pub least: f64,
    /// Share of the room that stays empty at the size found.
    pub free: f64,
}

/// PDF, preview and report.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Page 1 as PNG, empty when none was asked for.
    pub preview: Vec<u8>,
    /// What there is to say about it.
    pub report: Report,
}

/// Why a leaflet could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Typst's own words.
    pub message: String,
    /// Template and line, when known.
    pub place: String,
}

impl<'a> Engine<'a> {
    /// Takes templates by file name (`lib.typ`) and the loaded fonts.
    pub fn new<'t>(
        templates: impl IntoIterator<Item = (&'t str, &'t str)>,
        fonts: &'a Loaded,
    ) -> Self {
        let sources = templates.into_iter().filter_map(|(name, text)| {
            let id = file_id(name)?;
            Some((id, Source::new(id, text.to_owned())))
        });
        Self {
            library: LazyHash::new(Library::builder().build()),
            templates: sources.collect(),
            fonts,
        }
    }

    /// Makes one leaflet.
    ///
    /// # Errors
    /// When Typst refuses the template or its data; also when it panics, which is its bug, not the editor's.
    pub fn make(&self, input: &Input) -> Result<Output, Failure> {
        let work = AssertUnwindSafe(|| self.compile(input));
        catch_unwind(work).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            Err(Failure {
                message: text.unwrap_or_default(),
                place: input.template.clone(),
            })
        })
    }

    fn compile(&self, input: &Input) -> Result<Output, Failure> {
        let world = self.world(input)?;
        let document = typst::compile(&world)
            .output
            .map_err(|errors| world.failure(&errors))?;
        let mut report = inspect::report(&document);
        let export = |options: &PdfOptions| {
            typst_pdf::pdf(&document, options).map_err(|errors| world.failure(&errors))
        };
        let options = options(input);
        let pdf = export(&options)?;
        let pdf = match input.purpose {
            Purpose::Office if stream::is_doubtful(&pdf) => {
                let mut roomy = export(&PdfOptions {
                    pretty: true,
                    ..options
                })?;
                stream::clarify(&mut roomy);
                roomy
            }
            Purpose::Office | Purpose::Imposed => pdf,
            Purpose::Press => {
                let (pdf, screen) =
                    press::finish(&pdf, &report.folds).map_err(|error| Failure {
                        message: error.to_string(),
                        place: "lopdf".to_owned(),
                    })?;
                report.screen = screen;
                pdf
            }
        };
        let preview = if input.preview_px == 0 {
            Vec::new()
        } else {
            picture(&document, 0, input.preview_px)
        };
        Ok(Output {
            pdf,
            preview,
            report,
        })
    }

    /// Draws every page as PNG, `width_px` wide.
    ///
    /// # Errors
    /// As [`Engine::make`].
    pub fn draw(&self, input: &Input, width_px: u32) -> Result<Vec<Vec<u8>>, Failure> {
        let document = self.lay_out(input)?;
        Ok((0..document.pages().len())
            .map(|index| picture(&document, index, width_px))
            .collect())
    }

    /// Draws the page with this index; `None` when there are not so many.
    ///
    /// # Errors
    /// As [`Engine::make`].
    pub fn draw_page(
        &self,
        input: &Input,
        index: usize,
        width_px: u32,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let document = self.lay_out(input)?;
        let exists = index < document.pages().len();
        Ok(exists.then(|| picture(&document, index, width_px)))
    }

    fn lay_out(&self, input: &Input) -> Result<PagedDocument, Failure> {
        let world = self.world(input)?;
        let work = AssertUnwindSafe(|| typst::compile::<PagedDocument>(&world).output);
        match catch_unwind(work) {
            Ok(output) => output.map_err(|errors| world.failure(&errors)),
            Err(_) => Err(world.failure(&[])),
        }
    }

    fn world(&self, input: &Input) -> Result<Job<'_>, Failure> {
        let Some(main) = file_id(&input.template) else {
            return Err(Failure {
                message: "bad template name".to_owned(),
                place: input.template.clone(),
            });
        };
        let data = serde_json::to_vec(&input.data).expect("a JSON value has only string keys");
        let pictures = input.pictures.iter().filter_map(|(name, bytes)| {
            Some((file_id(name)?, Bytes::new(Shared(Arc::clone(bytes)))))
        });
        let mut files: HashMap<FileId, Bytes> = pictures.collect();
        files.extend(file_id("data.json").map(|id| (id, Bytes::new(data))));
        Ok(Job {
            engine: self,
            main,
            files,
        })
    }
}

/// Forgets layouts of leaflets that are done; without it memory grows by 12 MB a leaflet. What the last leaflets shared, as
/// the templates, is kept.
pub fn forget() {
    comemo::evict(1);
}

fn file_id(name: &str) -> Option<FileId> {
    Some(
        RootedPath::new(
            VirtualRoot::Project,
            VirtualPath::new(format!("/{name}")).ok()?,
        )
        .intern(),
    )
}

struct Shared(Arc<[u8]>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// One compilation's view of the world.
struct Job<'a> {
    engine: &'a Engine<'a>,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl Job<'_> {
    fn failure(&self, errors: &[SourceDiagnostic]) -> Failure {
        let Some(first) = errors.first() else {
            return Failure {
                message: String::new(),
                place: String::new(),
            };
        };
        let place = first.span.id().and_then(|id| {
            let source = self.engine.templates.get(&id)?;
            let line = source.lines().byte_to_line(self.range(first.span)?.start)?;
            Some(format!(
                "{}:{}",
                id.get().vpath().get_without_slash(),
                line + 1
            ))
        });
        Failure {
            message: first.message.to_string(),
            place: place.unwrap_or_default(),
        }
    }
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.engine
            .templates
            .get(&id)
            .cloned()
            .ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}

fn options(input: &Input) -> PdfOptions {
    let standards: &[PdfStandard] = match input.purpose {
        Purpose::Office => &[PdfStandard::Ua_1, PdfStandard::A_2a],
        Purpose::Press => &[PdfStandard::Ua_1],
        Purpose::Imposed => &[],
    };
    let part = |value: i8| u8::try_from(value).unwrap_or(1);
    let day = Datetime::from_ymd_hms(
        i32::from(input.date.year()),
        part(input.date.month()),
        part(input.date.day()),
        0,
        0,
        0,
    );
    PdfOptions {
        ident: Smart::Custom(input.ident.clone()),
        creator: Smart::Custom(Some("pufa".to_owned())),
        timestamp: day.map(Timestamp::new_utc),
        standards: PdfStandards::new(standards).expect("UA-1 and A-2a go together"),
        tagged: input.purpose != Purpose::Imposed,
        ..PdfOptions::default()
    }
}

fn picture(document: &PagedDocument, page: usize, width_px: u32) -> Vec<u8> {
    let page = &document.pages()[page];
    let width = page.frame.size().x.max(Abs::pt(1.0));
    let options = typst_render::RenderOptions {
        pixel_per_pt: Scalar::new(f64::from(width_px) / width.to_pt()),
        render_bleed: false,
    };
    typst_render::render(page, &options)
        .encode_png()
        .unwrap_or_default()
}
