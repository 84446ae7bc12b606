//! `pufa why`.

use std::{
    env,
    path::{Component, Path},
};

use serde_json::json;

use crate::{
    cli::{Context, Exit, clock, make::Made, site::Site},
    config::Flags,
    data,
    diag::{
        Text,
        messages::command::{self, why as told},
        print::Format,
    },
    render::Body,
    resolve::Target,
    site::{Fate, Permalink},
};

/// Tells what became of a file: where it went, or why it went nowhere.
pub fn run(context: &Context, site: Site, file: &Path) -> anyhow::Result<Exit> {
    let Some(path) = inside(&site.root, file) else {
        tell_missing(context, file);
        return Ok(Exit::Usage);
    };
    let made = site.make(&Flags::at(clock::now(None)), None);
    let about = made
        .diagnostics
        .iter()
        .filter(|it| it.span.and_then(|span| made.sources.path(span.file)) == Some(path.as_str()));
    let about: Vec<_> = about.cloned().collect();
    let Became { what, address, text } = became(&made, &path);
    if context.format == Format::Json {
        let says = text.get(context.console.lang);
        let became = json!({ "file": path, "is": what, "address": address, "says": says });
        context.console.line(&became.to_string());
    } else {
        context.console.say(&text);
    }
    context.print(&about, &made.sources);
    Ok(Exit::Success)
}

/// Says that there is no such file, or that it is no input.
pub(crate) fn tell_missing(context: &Context, file: &Path) {
    let shown = file.to_string_lossy();
    context.console.note(&match file.exists() {
        true => told::not_an_input(&shown),
        false => command::no_file(&shown),
    });
}

/// Returns the path of an existing file from the site's root, with forward slashes.
pub(crate) fn inside(root: &Path, file: &Path) -> Option<String> {
    let file =
        Path::new(&file.to_string_lossy().replace('\\', std::path::MAIN_SEPARATOR_STR)).to_owned();
    let here = env::current_dir().unwrap_or_default().join(&file);
    let found = [here, root.join(&file), root.join("content").join(&file)]
        .into_iter()
        .find(|it| it.exists())?;
    let inner = match found.strip_prefix(root) {
        Ok(inner) => inner.to_owned(),
        Err(_) => {
            found.canonicalize().ok()?.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned()
        }
    };
    let parts = inner.components().filter(|it| *it != Component::CurDir);
    Some(parts.map(|it| it.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// What became of a source.
struct Became {
    /// In one word, for programs.
    what: &'static str,
    /// Its place on the site.
    address: Option<String>,
    text: Text,
}

impl Became {
    fn new(what: &'static str, text: Text) -> Self {
        Self { what, address: None, text }
    }

    fn at(what: &'static str, address: &Permalink, text: impl FnOnce(&str) -> Text) -> Self {
        let address = format!("/{}", address.as_str());
        Self { what, text: text(&address), address: Some(address) }
    }
}

/// Says what became of a source.
fn became(made: &Made, path: &str) -> Became {
    let (sources, site) = (&made.sources, &made.built.read.site);
    let is_left_alone =
        sources.ignored.iter().any(|it| path == it || path.starts_with(&format!("{it}/")));
    if let Some(fate) = site.fates.get(path) {
        return told_fate(path, fate);
    }
    if is_left_alone {
        return Became::new("left-alone", told::left_alone(path));
    }
    if sources.problems.iter().any(|it| it.path == path) {
        return Became::new("not-read", told::not_read(path));
    }
    if sources.statutes.iter().any(|it| it.path == path) {
        return Became::new("statute", told::statute(path));
    }
    if sources.data.iter().any(|it| it.path == path) {
        return if data::files::is_captions(path) {
            Became::new("captions", told::captions(path))
        } else {
            Became::new("data", told::data(path))
        };
    }
    if path == "site.toml" || sources.theme.contains_key(path) {
        return Became::new("setting", told::setting(path));
    }
    let copies: Vec<&str> = made
        .built
        .artifacts
        .single()
        .filter(|(_, body)| is_copy(body, path))
        .map(|(it, _)| it.as_str())
        .collect();
    match (sources.asset(path).is_some(), copies.is_empty()) {
        (true, false) => Became::new("copied", told::copied(path, &copies.join(", "))),
        (true, true) => match users(made, path).as_slice() {
            [] => Became::new("not-mentioned", told::not_mentioned(path)),
            users => Became::new("used", told::used(path, users)),
        },
        (false, _) => Became::new("not-an-input", told::not_an_input(path)),
    }
}

fn told_fate(path: &str, fate: &Fate) -> Became {
    match fate {
        Fate::Page(to) => Became::at("page", to, |it| told::page(path, it)),
        Fate::Section(to) => Became::at("section", to, |it| told::section(path, it)),
        Fate::Snippet(name) => Became::new("snippet", told::snippet(path, name)),
        Fate::Companion => Became::new("companion", told::companion(path)),
        Fate::Draft => Became::new("draft", told::draft(path)),
        Fate::Scheduled(day) => Became::new("scheduled", told::scheduled(path, *day)),
        Fate::Expired(day) => Became::new("expired", told::expired(path, *day)),
        Fate::Below(text) => Became::new("below", told::below(path, text)),
        Fate::Never => Became::new("never", told::never(path)),
        Fate::Hidden => Became::new("hidden", told::hidden(path)),
        Fate::Collides(other) => Became::new("collides", told::collides(path, other)),
        Fate::Impossible => Became::new("impossible", told::impossible(path)),
    }
}

/// Lists the pages that show a picture, or name it in front matter.
fn users<'a>(made: &'a Made, path: &str) -> Vec<&'a str> {
    let is_it = |target: &Target| match target {
        Target::Picture(it) | Target::Asset(it) => it == path,
        Target::Page { .. }
        | Target::Anchor(_)
        | Target::Made { .. }
        | Target::Text(_)
        | Target::External(_)
        | Target::Snippet(_)
        | Target::Data(_)
        | Target::Law(_)
        | Target::Plain
        | Target::Broken => false,
    };
    let documents = made.built.read.targets.documents.iter();
    let pages = documents.zip(&made.built.read.site.paths);
    pages.filter(|(targets, _)| targets.iter().any(is_it)).map(|(_, page)| page.as_str()).collect()
}

fn is_copy(body: &Body, path: &str) -> bool {
    match body {
        Body::Copy(asset) => asset.path == path,
        Body::Text(_) | Body::Bytes(_) | Body::Later(_) => false,
    }
}
