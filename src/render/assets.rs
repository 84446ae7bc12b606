//! Files that are copied: pictures and documents that pages use, `static/`, the theme's files.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diag::Sink,
    document::{FrontMatter, ReferenceId},
    render::{Body, Collector, Context, video},
    resolve::{Target, VideoKind, VideoTarget},
    site::{DocumentId, Site},
    source::FileId,
};

/// Adds every file that is copied.
pub fn publish(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) {
    let site = context.site;
    for path in
        used(context).into_iter().filter(|path| !context.targets.pictures.contains_key(*path))
    {
        let Some(asset) = site.assets.get(path) else {
            continue;
        };
        let inner = path.strip_prefix("content/").unwrap_or(path);
        out.add(inner, Body::Copy(Arc::clone(asset)), Some(asset.id), sink);
    }
    video_texts(context, out, sink);
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
pub fn used<'a>(context: &'a Context<'_>) -> BTreeSet<&'a str> {
    let site: &Site = context.site;
    let mut used = BTreeSet::new();
    for id in shown(context) {
        for target in context.targets.documents[id.index()].iter() {
            if let Target::Asset(path) | Target::Picture(path) = target {
                used.insert(path.as_str());
            }
        }
        for (_, found) in videos(context, id) {
            used.extend(found.poster.as_deref());
            if let VideoKind::File { path, .. } = &found.kind {
                used.insert(path.as_str());
            }
        }
        used.extend(audio(site, site.path(id), &site.outline(id).front_matter));
    }
    let allowed = site.assets.values().filter(|it| {
        it.path.starts_with("content/")
            && site.config.publish_allow.iter().any(|ending| *ending == it.extension())
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

/// Returns the documents whose text is published somewhere: of snippets those that a page takes in.
fn shown(context: &Context<'_>) -> BTreeSet<DocumentId> {
    let site = context.site;
    let pages = site.pages.iter().map(|it| it.document);
    let sections = site.sections.iter().filter_map(|it| it.document);
    pages.chain(sections).flat_map(|it| context.targets.includes.with(it)).collect()
}

fn videos<'a>(
    context: &'a Context<'_>,
    id: DocumentId,
) -> impl Iterator<Item = (&'a (DocumentId, ReferenceId), &'a VideoTarget)> {
    context
        .targets
        .videos
        .range((id, ReferenceId::new(0))..)
        .take_while(move |(key, _)| key.0 == id)
}

/// Adds captions and transcripts; several videos may share them.
fn video_texts(context: &Context<'_>, out: &mut Collector, sink: &mut Sink) {
    let site: &Site = context.site;
    let mut texts = BTreeMap::new();
    for (_, found) in shown(context).into_iter().flat_map(|id| videos(context, id)) {
        for path in found.captions.iter().chain(&found.chapters) {
            texts.insert(path.clone(), path.as_str());
        }
        if let Some(id) = found.transcript {
            texts.insert(video::transcript_path(site.path(id)), site.path(id));
        }
    }
    for (output, path) in texts {
        let Some(text) = site.texts.get(path) else {
            continue;
        };
        let output = output.strip_prefix("content/").unwrap_or(&output);
        out.add(output, Body::Text(text.to_string()), Some(FileId::of(path)), sink);
    }
}
