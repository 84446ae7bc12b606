//! Pictures: where they are and what they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diag::Sink,
    document::Reference,
    media::picture::{self, PictureInfo},
    resolve::{
        link::{self, Beside},
        target::Target,
    },
    site::{DocumentId, Site},
    source::{Asset, Span},
};

/// Finds the file of a picture. Pictures of other sites are refused: loading them would tell a stranger who reads the page.
pub fn resolve(site: &Site, id: DocumentId, reference: &Reference, sink: &mut Sink) -> Target {
    let written = reference.written.trim();
    if let Some(private) = link::private(written) {
        sink.link_private(reference.span, written, private);
        return Target::Broken;
    }
    if written.contains("://") || written.starts_with("//") {
        sink.picture_outside(reference.span, written);
        return Target::Broken;
    }
    match link::file(site, id, reference, sink) {
        Some(Beside::Asset(path)) => Target::Picture(path),
        Some(Beside::Text(_)) => {
            sink.picture_is_none(reference.span, written);
            Target::Broken
        }
        None => Target::Broken,
    }
}

/// Reads the facts of every picture that is referred to or a video's poster, each once.
pub fn probe<'a>(
    site: &Site,
    targets: &'a [Arc<[Target]>],
    posters: impl Iterator<Item = &'a str>,
    sink: &mut Sink,
) -> BTreeMap<String, PictureInfo> {
    let paths: BTreeSet<&str> = targets
        .iter()
        .flat_map(|it| it.iter())
        .filter_map(Target::picture)
        .chain(posters)
        .collect();
    let paths: Vec<&str> = paths.into_iter().collect();
    let infos = sink.par_map(&paths, |path, sink| info(site, path, sink));
    paths.iter().zip(infos).filter_map(|(path, info)| Some(((*path).to_owned(), info?))).collect()
}

fn info(site: &Site, path: &str, sink: &mut Sink) -> Option<PictureInfo> {
    let asset = site.assets.get(path)?;
    let bytes = match asset.bytes() {
        Ok(bytes) => bytes,
        Err(error) => {
            sink.asset_unreadable(Span::file(asset.id), path, &error.to_string());
            return None;
        }
    };
    match picture::probe(&bytes, &asset.extension()) {
        Ok(info) => {
            report(asset, &info, sink);
            Some(info)
        }
        Err(error) => {
            sink.picture_unreadable(Span::file(asset.id), path, &error);
            None
        }
    }
}

/// Reports what is odd about a picture that can be shown.
fn report(asset: &Asset, info: &PictureInfo, sink: &mut Sink) {
    let span = Span::file(asset.id);
    if !info.format.is_called(&asset.extension()) {
        sink.picture_ending(span, &asset.path, info.format);
    }
    if info.animated {
        sink.picture_moves(span, &asset.path);
    }
}
