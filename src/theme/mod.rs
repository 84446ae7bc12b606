//! `themes/<name>/` → [`Theme`]: templates compiled, static files named by content, words loaded.
//!
//! The default theme is part of the program. A site's own theme replaces it file by file, and so do files that a site
//! keeps under `themes/default/`.

mod css;
mod js;
pub mod reference;
pub mod style;
pub mod unused;
pub mod value;
pub(crate) mod words;

use std::{collections::BTreeMap, error::Error as _, fmt, ops::Range};

use include_dir::{Dir, include_dir};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
    escape_formatter,
};

use crate::{
    config::{Config, Style},
    diag::{
        Sink, Text,
        messages::{
            nearest,
            theme::{self as told, Complaint},
        },
    },
    source::{Asset, FileId, Source, Sources, Span},
    theme::reference::{Called, called},
};

/// The theme that ships with the program.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The template where the colours stand.
const PALETTE: &str = "_palette.html";

/// The style sheet that every page links to.
const STYLE_SHEET: &str = "css/style.css";

/// Instructions a template may execute: a loop without end stops here instead of hanging.
const FUEL: u64 = 20_000_000;

/// A look.
#[derive(Debug)]
pub struct Theme {
    /// Compiled templates by name: `page.html`.
    pub templates: Environment<'static>,
    /// Where those templates stand that the site has, from its root, by name.
    pub paths: BTreeMap<String, String>,
    /// Files that the browser loads, by path below `static/`: `css/style.css`.
    pub files: BTreeMap<String, ThemeFile>,
    /// What templates say, by key.
    pub words: BTreeMap<String, String>,
    /// Source of `templates/_palette.html`, where the colours stand.
    pub palette: String,
    /// Hash of everything in the theme.
    pub digest: [u8; 32],
}

/// A file that the browser loads.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Where it is published, from the site's root: `static/css/style.0a1b2c3d.css`.
    pub output: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Brings the theme's files together and compiles them. A template that cannot be compiled becomes a diagnostic.
///
/// The site's own colours stand in front of the style sheet, behind those of the theme.
pub(crate) fn compile(sources: &Sources, config: &Config, sink: &mut Sink) -> Theme {
    let name = config.theme.value.as_str();
    let files = overlay(sources, name);
    if name != "default"
        && !files.keys().any(|it| it.starts_with(&format!("themes/{name}/")))
        && !has_theme(sources, name)
    {
        sink.theme_missing(config.theme.span, name);
    }
    unused::places(sources, sink);
    let own = own_templates(sources);
    let mut hasher = blake3::Hasher::new();
    let mut theme = Theme {
        templates: environment(),
        paths: BTreeMap::new(),
        files: BTreeMap::new(),
        words: BTreeMap::new(),
        palette: String::new(),
        digest: [0; 32],
    };
    for (path, file) in files {
        hasher.update(path.as_bytes()).update(&[0]).update(&file.bytes);
        let text = || String::from_utf8_lossy(&file.bytes).into_owned();
        if path.strip_prefix("templates/") == Some(PALETTE) {
            theme.palette = text();
        }
        if let Some(name) = path.strip_prefix("templates/") {
            let own = sources.text(FileId::of(&file.path));
            theme.paths.extend(own.map(|it| (name.to_owned(), it.path.clone())));
            let added = match longest_tag(&text()) {
                0..=LONGEST_TAG => theme.templates.add_template_owned(name.to_owned(), text()),
                _ => Err(refuse(told::long_tag())),
            };
            if let Err(error) = added {
                let place = (file.path.as_str(), own.map(|it| it.text.as_str()));
                report(innermost(&error), place, &theme.templates, sink);
                // Instead of a broken one the program's own stands, or an empty page.
                let own = built_in(&path).unwrap_or_default();
                theme
                    .templates
                    .add_template_owned(name.to_owned(), own)
                    .expect("the program's own templates are tested");
            }
        } else if let Some(name) = path.strip_prefix("static/") {
            theme.add_file(name, file.bytes);
        } else if path == words::PATH {
            theme.words = words::laid_over(&text(), &file.path, &own, sink);
        }
    }
    theme.digest = *hasher.finalize().as_bytes();
    theme.paint(&config.style, sink);
    theme
}

impl Theme {
    /// Adds a file that the browser loads, without what only its author needs.
    fn add_file(&mut self, name: &str, bytes: Vec<u8>) {
        let text = || String::from_utf8_lossy(&bytes);
        let bytes = match name.rsplit_once('.') {
            Some((_, "css")) => css::squeeze(&text()).into_bytes(),
            Some((_, "js")) => js::squeeze(&text()).into_bytes(),
            _ => bytes,
        };
        let output = output_name(name, &bytes);
        let file = ThemeFile { output, bytes };
        self.files.insert(name.to_owned(), file);
    }

    /// Puts the colours in front of the style sheet.
    fn paint(&mut self, style: &Style, sink: &mut Sink) {
        let (Ok(palette), Some(sheet)) =
            (self.templates.get_template(PALETTE), self.files.get(STYLE_SHEET))
        else {
            return;
        };
        let style = value::style(style);
        match palette.render(context! { site => context! { style } }) {
            Ok(colours) => {
                let bytes = [colours.as_bytes(), b"\n", &sheet.bytes].concat();
                self.add_file(STYLE_SHEET, bytes);
            }
            Err(error) => {
                let path = format!("themes/default/templates/{PALETTE}");
                report(innermost(&error), (&path, None), &self.templates, sink);
            }
        }
    }
}

/// Returns the bytes of the longest `{{ … }}` or `{% … %}`.
fn longest_tag(text: &str) -> usize {
    let ends = [("{{", "}}"), ("{%", "%}")];
    let lengths = ends.into_iter().flat_map(|(open, close)| {
        let tags = text.split(open).skip(1);
        tags.map(move |it| it.find(close).unwrap_or(it.len()))
    });
    lengths.max().unwrap_or(0)
}

/// Returns the text of a file of the program's own theme.
pub(crate) fn built_in(path: &str) -> Option<&'static str> {
    DEFAULT.get_file(path)?.contents_utf8()
}

/// Returns a file of the program's own theme.
pub(crate) fn built_in_bytes(path: &str) -> Option<&'static [u8]> {
    DEFAULT.get_file(path).map(include_dir::File::contents)
}

/// Returns the paths of all files of the program's own theme, sorted.
pub(crate) fn built_in_files() -> Vec<String> {
    let mut files = BTreeMap::new();
    add_embedded(&DEFAULT, &mut files);
    files.into_keys().collect()
}

/// Returns the texts of the site's templates.
fn own_templates(sources: &Sources) -> Vec<&str> {
    let own = sources.theme.iter().filter(|(path, _)| path.ends_with(".html"));
    own.map(|(_, it)| it.text.as_str()).collect()
}

/// Returns the templates of leaflets by file name: the theme's over the program's own.
pub(crate) fn leaflet_templates(sources: &Sources, name: &str) -> BTreeMap<String, String> {
    let text = |(path, file): (String, File)| {
        let name = path.strip_prefix("leaflet/")?.to_owned();
        Some((name, String::from_utf8(file.bytes).ok()?))
    };
    overlay(sources, name).into_iter().filter_map(text).collect()
}

struct File {
    /// From the site's root, for diagnostics.
    path: String,
    bytes: Vec<u8>,
}

fn has_theme(sources: &Sources, name: &str) -> bool {
    let prefix = format!("themes/{name}/");
    sources.theme.keys().any(|it| it.starts_with(&prefix))
        || sources.assets.iter().any(|it| it.path.starts_with(&prefix))
}

/// Lays the site's files over those of the program; keys are paths inside a theme.
fn overlay(sources: &Sources, name: &str) -> BTreeMap<String, File> {
    let mut files = BTreeMap::new();
    add_embedded(&DEFAULT, &mut files);
    let mut themes = vec!["default"];
    themes.extend((name != "default").then_some(name));
    for theme in themes {
        let prefix = format!("themes/{theme}/");
        for (path, source) in &sources.theme {
            if let Some(inner) = path.strip_prefix(&prefix) {
                files.insert(inner.to_owned(), file_of_text(source));
            }
        }
        for asset in sources.assets.iter().filter(|it| it.path.starts_with(&prefix)) {
            if let Some(file) = file_of_asset(asset) {
                files.insert(asset.path[prefix.len()..].to_owned(), file);
            }
        }
    }
    files
}

fn file_of_text(source: &Source) -> File {
    File { path: source.path.clone(), bytes: source.text.clone().into_bytes() }
}

fn file_of_asset(asset: &Asset) -> Option<File> {
    Some(File { path: asset.path.clone(), bytes: asset.bytes().ok()?.into_owned() })
}

fn add_embedded(folder: &Dir<'static>, files: &mut BTreeMap<String, File>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let full = format!("themes/default/{path}");
        files.insert(path, File { path: full, bytes: file.contents().to_vec() });
    }
    for inner in folder.dirs() {
        add_embedded(inner, files);
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(64);
    environment.set_debug(true);
    environment
}

/// Escapes what HTML needs and no more: the engine's own way writes every slash as five characters.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => {
            crate::escape::write(out, text).map_err(Error::from)
        }
        _ => escape_formatter(out, state, value),
    }
}

/// Scripts and styles carry a hash in their name, so that browsers may keep them for ever.
fn output_name(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    match name.rsplit_once('.') {
        Some((stem, ending @ ("css" | "js"))) => format!("static/{stem}.{}.{ending}", &hash[..8]),
        _ => format!("static/{name}"),
    }
}

/// Longest expression of a template, in bytes. The engine steps down once for each sign of it, and a chain of a hundred thousand
/// would end the program.
const LONGEST_TAG: usize = 4 << 10;

/// Reports an error of the template at `path` at its line; `text` is what the template says, where it is known, `templates` are
/// those that could have been meant.
pub fn report(
    error: &minijinja::Error,
    (path, text): (&str, Option<&str>),
    templates: &Environment<'_>,
    sink: &mut Sink,
) {
    let file = FileId::of(path);
    let line = error.line().filter(|line| *line > 0);
    let range = text.and_then(|text| match (error.range(), line) {
        (Some(range), _) => text.get(range.clone()).map(|_| range),
        (None, Some(line)) => Some(line_range(text, line)),
        (None, None) => None,
    });
    let span = range.map_or(Span::file(file), |range| Span::new(file, range));
    sink.template(span, path, line.unwrap_or(0), &reason(error), near(error, templates).as_deref());
}

/// Reports an error of one of the program's own templates, which the site's files can cause.
pub fn report_built_in(error: &minijinja::Error, name: &str, sink: &mut Sink) {
    sink.template_built_in(name, error.line().unwrap_or(0), &reason(error));
}

/// Returns the bytes of a line, counted from 1.
fn line_range(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start..start + rest.find('\n').unwrap_or(rest.len())
}

/// An error inside an included template stands in one that only names the template.
pub fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let mut inner = error;
    while let Some(source) = inner.source().and_then(|it| it.downcast_ref::<minijinja::Error>()) {
        inner = source;
    }
    inner
}

/// Says in our words what a beginner runs into; the rest in the engine's.
fn reason(error: &minijinja::Error) -> Text {
    if let Some(Said(text)) = error.source().and_then(|it| it.downcast_ref()) {
        return text.clone();
    }
    let own = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    if error.kind() == ErrorKind::OutOfFuel || own.contains("too many elements") {
        told::endless_loop()
    } else if own.contains("recursion limit") {
        told::endless_recursion()
    } else if own.contains("cycle in template") {
        told::circle()
    } else if let Some(name) = own.strip_suffix(" is undefined") {
        told::undefined(name)
    } else {
        told::engine(complaint(error.kind()), &own)
    }
}

/// Returns what was most likely meant by a name that stands for nothing.
fn near(error: &minijinja::Error, templates: &Environment<'_>) -> Option<String> {
    let own = error.detail()?;
    let (written, known): (&str, Vec<String>) = match error.kind() {
        ErrorKind::TemplateNotFound => {
            let names = templates.templates().map(|it| it.0.to_owned());
            (own.split('"').nth(1)?, names.collect())
        }
        ErrorKind::UnknownFilter => {
            let name = own.strip_prefix("filter ")?.strip_suffix(" is unknown")?;
            (name, texts(called(Called::Filter)))
        }
        ErrorKind::UnknownFunction => {
            (own.strip_suffix(" is unknown")?, texts(called(Called::Function)))
        }
        _ => (own.strip_suffix(" is undefined")?.trim_matches('`'), reference::paths()),
    };
    let near = nearest(written, known.iter().map(String::as_str)).map(str::to_owned);
    // Of what a loop or a macro calls by a name of its own, the last word is known: `item.titel`.
    let field = || {
        let (_, field) = written.rsplit_once('.')?;
        nearest(field, reference::fields()).map(str::to_owned)
    };
    near.or_else(field)
}

fn texts(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn complaint(kind: ErrorKind) -> Complaint {
    match kind {
        ErrorKind::SyntaxError => Complaint::Syntax,
        ErrorKind::UnknownFilter => Complaint::Filter,
        ErrorKind::UnknownTest => Complaint::Test,
        ErrorKind::UnknownFunction => Complaint::Function,
        ErrorKind::UnknownMethod => Complaint::Method,
        ErrorKind::UnknownBlock => Complaint::Block,
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => Complaint::Template,
        ErrorKind::MissingArgument => Complaint::FewArguments,
        ErrorKind::TooManyArguments => Complaint::ManyArguments,
        ErrorKind::InvalidOperation => Complaint::Operation,
        // The engine may grow kinds; whatever they are, its own words follow.
        _ => Complaint::Other,
    }
}

/// What a function of ours says about its call; travels through the engine, which knows one language.
#[derive(Debug)]
struct Said(Text);

impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.en)
    }
}

impl std::error::Error for Said {}

/// Makes the error with which a function of ours refuses its call.
pub(crate) fn refuse(why: Text) -> Error {
    Error::new(ErrorKind::InvalidOperation, why.en.clone()).with_source(Said(why))
}
