//! Files of a site's theme that nobody would ever ask for: in no folder that is looked at, or under a name that is a slip.

use std::collections::BTreeSet;

use crate::{
    diag::Sink,
    source::{FileId, Source, Sources, Span},
    theme::{Theme, built_in_files, words},
};

/// Folders of a theme.
const FOLDERS: [&str; 3] = ["templates/", "static/", "leaflet/"];

/// Tells the files of a site's themes that lie where nobody looks.
pub(super) fn places(sources: &Sources, sink: &mut Sink) {
    let own: Vec<(&str, &Source)> = sources.theme.values().filter_map(inner).collect();
    let leaflets: Vec<&str> = own
        .iter()
        .filter(|(it, _)| it.starts_with("leaflet/"))
        .map(|(_, source)| source.text.as_str())
        .collect();
    let known: Vec<String> = built_in_files();
    for (path, source) in own {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_named = || leaflets.iter().any(|it| it.contains(name));
        let is_known = match path.split_once('/') {
            Some(("leaflet", _)) => known.iter().any(|it| it == path) || is_named(),
            Some(("i18n", _)) => path == words::PATH,
            // Notes and licences lie beside the folders.
            None => path.ends_with(".txt") || path.ends_with(".json") || path.ends_with(".svg"),
            Some(_) => FOLDERS.iter().any(|it| path.starts_with(it)),
        };
        if !is_known {
            let span = Span::file(FileId::of(&source.path));
            sink.theme_file_unused(span, &source.path, path, known.iter().map(String::as_str));
        }
    }
}

/// Returns the path of a file inside its theme.
fn inner(source: &Source) -> Option<(&str, &Source)> {
    let (_, path) = source.path.strip_prefix("themes/")?.split_once('/')?;
    Some((path, source))
}

/// Tells the templates of a site that no template and none of `asked`, the templates that pages ask for, names.
pub fn templates<'a>(theme: &Theme, asked: impl Iterator<Item = &'a str>, sink: &mut Sink) {
    let known = built_in_files();
    let asked: BTreeSet<&str> = asked.map(|it| it.trim_end_matches(".html")).collect();
    for (name, path) in &theme.paths {
        let is_named = |quote: char| {
            let written = format!("{quote}{name}{quote}");
            theme.templates.templates().any(|(_, it)| it.source().contains(&written))
        };
        let inner = format!("templates/{name}");
        let is_known = known.contains(&inner)
            || asked.contains(name.trim_end_matches(".html"))
            || is_named('"')
            || is_named('\'');
        if !is_known {
            let span = Span::file(FileId::of(path));
            sink.theme_file_unused(span, path, &inner, known.iter().map(String::as_str));
        }
    }
}
