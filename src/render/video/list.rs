//! The videos of a page, a column or the site, for lists, feeds and search engines.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{
    address,
    document::{Block, ReferenceId, Video, walk::walk},
    render::html::place::Shared,
    resolve::{self, Targets, VideoKind, VideoTarget},
    site::{DocumentId, Owner, PageId, Site},
};

/// A video in a list: the page it stands on and its place there.
pub struct Listed<'a> {
    /// The page or section.
    pub owner: Owner,
    /// Where it is written: the page's text or a snippet.
    pub document: DocumentId,
    /// As written.
    pub video: &'a Video,
    /// What was found.
    pub target: &'a VideoTarget,
    /// Its number on the page, from 1.
    pub number: usize,
    /// Its title, never empty.
    pub title: String,
}

/// The videos that were found, by document and reference.
pub type Found = BTreeMap<(DocumentId, ReferenceId), VideoTarget>;

/// Returns what was found for the videos of a document.
pub(crate) fn of_document(videos: &Found, id: DocumentId) -> impl Iterator<Item = &VideoTarget> {
    videos
        .range((id, ReferenceId::new(0))..)
        .take_while(move |(key, _)| key.0 == id)
        .map(|(_, found)| found)
}

/// Returns the anchor of a page's video, counted from 1.
pub fn anchor(number: usize) -> String {
    format!("video-{number}")
}

/// Returns the title of a video: its own, else its page's.
pub fn title(site: &Site, owner: Option<Owner>, video: &Video) -> String {
    let own = video.title.trim();
    if own.is_empty() {
        owner.map(|it| site.title(it).to_owned()).unwrap_or_default()
    } else {
        own.to_owned()
    }
}

/// Tells whether the page of a document shows a video, its own or one of a snippet.
pub(crate) fn is_on(targets: &Targets, id: DocumentId) -> bool {
    let mut shown = targets.includes.with(id);
    shown.any(|it| of_document(&targets.videos, it).next().is_some())
}

/// Returns the videos of all published pages, newest page first; a snippet's once, with the newest page that takes it in.
pub fn all(shared: &Shared) -> Vec<Listed<'_>> {
    let site = &shared.site;
    // Every part of a list asks: the work has to grow with the videos, not with the pages.
    let with_video = shared.targets.videos.keys().map(|(document, _)| *document);
    let mut left: BTreeSet<DocumentId> = with_video.collect();
    if left.is_empty() {
        return Vec::new();
    }
    let mut ids: Vec<PageId> = site.page_ids().filter(|id| site.page(*id).has_html).collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.page(*id).date), *id));
    let (mut seen, mut all) = (BTreeSet::new(), Vec::new());
    for id in ids {
        let with = shared.targets.includes.with(site.page(id).document);
        let new: BTreeSet<DocumentId> = with.filter(|it| left.remove(it)).collect();
        if !new.is_empty() {
            let listed = on_page(shared, id).into_iter().filter(|it| new.contains(&it.document));
            all.extend(listed.filter(|it| seen.insert((it.document, it.video.reference))));
        }
    }
    all
}

/// Returns the page's own videos in order, numbered as the page numbers them: it counts those of snippets too.
pub(crate) fn of_page(shared: &Shared, id: PageId) -> Vec<Listed<'_>> {
    let document = shared.site.page(id).document;
    if of_document(&shared.targets.videos, document).next().is_none() {
        return Vec::new();
    }
    on_page(shared, id).into_iter().filter(|it| it.document == document).collect()
}

/// Returns all videos that a page shows, its own and those of snippets.
fn on_page(shared: &Shared, id: PageId) -> Vec<Listed<'_>> {
    let (site, videos) = (&shared.site, &shared.targets.videos);
    let document = site.page(id).document;
    let text = shared.documents.get(document);
    let notes = text.footnotes.iter().map(|it| &it.blocks);
    let mut written = Vec::new();
    for blocks in std::iter::once(&text.blocks).chain(notes) {
        shown(shared, document, blocks, &mut written);
    }
    let found = written.into_iter().filter_map(|(document, video)| {
        let target = videos.get(&(document, video.reference))?;
        Some((document, video, target))
    });
    let owner = Owner::Page(id);
    let listed = found.zip(1..).map(|((document, video, target), number)| Listed {
        owner,
        document,
        video,
        target,
        number,
        title: title(site, Some(owner), video),
    });
    listed.collect()
}

/// Appends the videos among blocks of a document, those of snippets where they stand.
fn shown<'a>(
    shared: &'a Shared,
    id: DocumentId,
    blocks: &'a [Block],
    out: &mut Vec<(DocumentId, &'a Video)>,
) {
    for block in walk(blocks) {
        if let Block::Video(video) = block {
            out.push((id, video));
        }
        if let Block::Include(reference) = block
            && let Some(snippet) = shared.targets.get(id, *reference).snippet()
        {
            shown(shared, snippet, &shared.documents.get(snippet).blocks, out);
        }
    }
}

/// Returns a video in the words of schema.org; `None` without the dates and addresses that these demand.
pub(crate) fn video_object(site: &Site, listed: &Listed<'_>) -> Option<Value> {
    let base = site.config.base_url.as_deref()?;
    let address =
        |path: &str| address::absolute(base, path.strip_prefix("content/").unwrap_or(path));
    let Owner::Page(page) = listed.owner else {
        return None;
    };
    let page = site.page(page);
    let mut object = json!({
        "@type": "VideoObject",
        "name": listed.title,
        "description": if page.summary.is_empty() { &listed.title } else { &*page.summary },
        "uploadDate": page.date?.to_string(),
        "thumbnailUrl": address(listed.target.poster.as_deref()?),
        "url": format!("{}#{}", page.permalink.absolute(base), anchor(listed.number)),
        "inLanguage": site.config.language,
    });
    if let Some(seconds) = listed.target.duration_s {
        object["duration"] = json!(format!("PT{}M{}S", seconds / 60, seconds % 60));
    }
    let clips: Vec<Value> = resolve::video::chapters(site, listed.target)
        .iter()
        .map(|it| {
            json!({
                "@type": "Clip", "name": it.text, "url": object["url"],
                "startOffset": it.start_ms / 1000, "endOffset": it.end_ms.div_ceil(1000),
            })
        })
        .collect();
    if !clips.is_empty() {
        object["hasPart"] = Value::Array(clips);
    }
    match &listed.target.kind {
        VideoKind::File { path, .. } => object["contentUrl"] = json!(address(path)),
        VideoKind::Platform(video) => {
            object["embedUrl"] = json!(video.player_url.as_ref().unwrap_or(&video.page_url));
        }
    }
    Some(object)
}
