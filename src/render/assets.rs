//! Files that are copied: pictures and documents that pages use, `static/`, the theme's files.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    diag::Sink,
    document::FrontMatter,
    render::{Body, Collector, Context},
    resolve::Target,
    site::Site,
};

/// Adds every file that is copied.
pub fn publish(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) {
    let site = context.site;
    for path in used(context) {
        let Some(asset) = site.assets.get(path) else { continue };
        let inner = path.strip_prefix("content/").unwrap_or(path);
        out.add(inner, Body::Copy(Arc::clone(asset)), Some(asset.id), sink);
    }
    for (path, asset) in &site.assets {
        if let Some(inner) = path.strip_prefix("static/") {
            out.add(inner, Body::Copy(Arc::clone(asset)), Some(asset.id), sink);
        }
    }
    for file in context.theme.files.values() {
        out.add(&file.output, Body::Bytes(file.bytes.as_slice().into()), None, sink);
    }
}

/// Returns the files of `content/` that published pages use, and those whose ending the configuration allows.
fn used<'a>(context: &'a Context<'_>) -> BTreeSet<&'a str> {
    let site: &Site = context.site;
    let shown = site.pages.iter().map(|it| it.document).chain(site.sections.iter().filter_map(|it| it.document));
    let documents = shown.chain(site.snippets.values().copied());
    let mut used = BTreeSet::new();
    for id in documents {
        for target in &context.targets.documents[id.index()] {
            if let Target::Asset(path) | Target::Picture(path) = target {
                used.insert(path.as_str());
            }
        }
        used.extend(audio(site, site.path(id), &site.document(id).front_matter));
    }
    let allowed = site.assets.values().filter(|it| {
        it.path.starts_with("content/") && site.config.publish_allow.iter().any(|ending| *ending == it.extension())
    });
    used.extend(allowed.map(|it| it.path.as_str()));
    used
}

/// Returns the sound file that lies beside a page under its name.
fn audio<'a>(site: &'a Site, path: &str, front_matter: &FrontMatter) -> Option<&'a str> {
    if front_matter.audio.is_some() {
        return None;
    }
    let sound = format!("{}.mp3", path.trim_end_matches(".md"));
    site.assets.get_key_value(&sound).map(|(path, _)| path.as_str())
}
