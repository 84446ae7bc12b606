//! Templates, data, pictures and fonts → PDF and preview, by Typst.
//!
//! Content comes as a JSON tree in a virtual file and is walked by the templates; no word of it is ever parsed as code.
//! A world holds virtual files only: no disk, no clock, no network. This folder alone names `typst`, `comemo` and `lopdf`.

pub mod face;
mod inspect;
mod press;
mod separate;
mod stream;

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

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

use crate::render::leaflet::{
    ask::format::Purpose,
    engine::{
        input::{Input, Output},
        pdf::face::Faces,
        report::Failure,
    },
};

/// Whether leaflets can be made at all.
pub(crate) const IS_BUILT_IN: bool = true;

/// Templates and fonts, shared by all leaflets of a run.
pub(crate) struct Engine<'a> {
    library: LazyHash<Library>,
    templates: HashMap<FileId, Source>,
    faces: &'a Faces,
}

impl<'a> Engine<'a> {
    /// Takes templates by file name (`lib.typ`) and the loaded fonts.
    pub fn new<'t>(
        templates: impl IntoIterator<Item = (&'t str, &'t str)>,
        faces: &'a Faces,
    ) -> Self {
        let sources = templates.into_iter().filter_map(|(name, text)| {
            let id = file_id(name)?;
            Some((id, Source::new(id, text.to_owned())))
        });
        Self {
            library: LazyHash::new(Library::builder().build()),
            templates: sources.collect(),
            faces,
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
            Err(Failure::Refused {
                message: text.unwrap_or_default(),
                place: input.template.clone(),
            })
        })
    }

    fn compile(&self, input: &Input) -> Result<Output, Failure> {
        let world = self.world(input)?;
        let document = typst::compile(&world).output.map_err(|errors| world.failure(&errors))?;
        let mut report = inspect::report(&document);
        let export = |options: &PdfOptions| {
            typst_pdf::pdf(&document, options).map_err(|errors| world.failure(&errors))
        };
        let options = options(input);
        let pdf = export(&options)?;
        let pdf = match input.purpose {
            Purpose::Office if stream::is_doubtful(&pdf) => {
                let mut roomy = export(&PdfOptions { pretty: true, ..options })?;
                stream::clarify(&mut roomy);
                roomy
            }
            Purpose::Office | Purpose::Imposed => pdf,
            Purpose::Press => {
                let (pdf, screen) = press::finish(&pdf, &report.folds).map_err(|error| {
                    Failure::Refused { message: error.to_string(), place: "lopdf".to_owned() }
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
        Ok(Output { pdf, preview, report })
    }

    /// Draws every page as PNG, `width_px` wide.
    ///
    /// # Errors
    /// As [`Engine::make`].
    pub fn draw(&self, input: &Input, width_px: u32) -> Result<Vec<Vec<u8>>, Failure> {
        let document = self.lay_out(input)?;
        Ok((0..document.pages().len()).map(|index| picture(&document, index, width_px)).collect())
    }

    /// Draws the page with this index; `None` when there are not so many.
    ///
    /// # Errors
    /// As [`Engine::make`].
    pub(crate) fn draw_page(
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

    fn world(&self, input: &Input) -> Result<LeafletWorld<'_>, Failure> {
        let Some(main) = file_id(&input.template) else {
            return Err(Failure::Refused {
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
        Ok(LeafletWorld { engine: self, main, files })
    }
}

/// Forgets layouts of leaflets that are done; without it memory grows by 12 MB a leaflet. What the last leaflets shared, as
/// the templates, is kept.
pub(crate) fn forget() {
    comemo::evict(1);
}

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(format!("/{name}")).ok()?).intern())
}

struct Shared(Arc<[u8]>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// One compilation's view of the world.
struct LeafletWorld<'a> {
    engine: &'a Engine<'a>,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl LeafletWorld<'_> {
    fn failure(&self, errors: &[SourceDiagnostic]) -> Failure {
        let Some(first) = errors.first() else {
            return Failure::Refused { message: String::new(), place: String::new() };
        };
        let place = first.span.id().and_then(|id| {
            let source = self.engine.templates.get(&id)?;
            let line = source.lines().byte_to_line(self.range(first.span)?.start)?;
            Some(format!("{}:{}", id.get().vpath().get_without_slash(), line + 1))
        });
        Failure::Refused { message: first.message.to_string(), place: place.unwrap_or_default() }
    }
}

impl World for LeafletWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.faces.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.engine.templates.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.faces.list.get(index).cloned()
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
    typst_render::render(page, &options).encode_png().unwrap_or_default()
}
