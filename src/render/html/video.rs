//! Videos inside a page, and the cards of lists.

use std::sync::Arc;

use minijinja::{Value, context};

use crate::{
    document::Video,
    media,
    render::{
        html::{
            content::{self, Writer},
            place::Place,
        },
        picture::Loading,
        video::{
            self, Parts,
            list::{self, Listed},
            words,
        },
    },
    resolve::{self, VideoKind, VideoTarget},
    site::{Owner, SectionId},
};

/// Captions up to this many bytes stand in the page itself: one request less, and browsers ask for them before the video
/// is played.
const SMALL_CAPTIONS: usize = 3_000;

/// Appends a video. One that could not be found has its diagnostic already and leaves its title.
pub fn write(writer: &mut Writer<'_>, video: &Video) {
    let place = writer.place;
    let Some(target) = place.shared.targets.videos.get(&(writer.id, video.reference)) else {
        writer.html("<p class=\"missing\">");
        writer.text(&video.title);
        return writer.html("</p>");
    };
    writer.facts.has_video = true;
    writer.facts.videos += 1;
    writer.facts.frames.extend(video::frame_host(target).map(str::to_owned));
    let anchor = list::anchor(writer.facts.videos);
    let site = place.site();
    let owner = site.owner(site.outline(writer.id).source);
    let title = list::title(site, owner, video);
    let title = if title.is_empty() { writer.word("video").to_owned() } else { title };
    let html = video::html(&parts(place, &anchor, &title, video, target), &|key| writer.word(key));
    writer.html(&html);
}

fn parts<'a>(
    place: &Place,
    anchor: &'a str,
    title: &'a str,
    video: &Video,
    target: &'a VideoTarget,
) -> Parts<'a> {
    let url = |path: &str| place.url(path.strip_prefix("content/").unwrap_or(path));
    let poster = target.poster.as_ref().and_then(|path| place.shared.pictures.get(path));
    let (file_url, link) = match &target.kind {
        VideoKind::File { path, .. } => (url(path), None),
        VideoKind::Platform(video) => (String::new(), Some(video.page_url.clone())),
    };
    let is_sensitive = place.is_sensitive();
    let here = || place.absolute(place.permalink.as_str()).map(|page| format!("{page}#{anchor}"));
    Parts {
        anchor,
        title,
        target,
        sign_language: video.sign_language,
        poster_html: poster.map(|it| it.html("", Loading::Lazy, &|path| place.url(path))),
        poster_url: poster.map(|it| place.url(&it.src)),
        file_url,
        captions_url: target.captions.as_ref().map(|path| captions(place, path, &url)),
        chapters_url: target.chapters.as_ref().map(|path| captions(place, path, &url)),
        chapters: resolve::video::chapters(place.site(), target),
        transcript_html: target
            .transcript
            .map(|id| content::blocks(place, id, &place.document(id).blocks)),
        transcript_url: target
            .transcript
            .map(|id| url(&video::transcript_path(place.site().path(id)))),
        // A sheet found at home must not lead back to what was read, so a page with the quick exit prints no code.
        qr: link.or_else(here).filter(|_| !is_sensitive),
    }
}

/// The address of captions or chapters. Browsers load none over `file://`, so there they stand in the page itself.
fn captions(place: &Place, path: &str, url: &dyn Fn(&str) -> String) -> String {
    let is_small = |text: &&Arc<str>| text.len() <= SMALL_CAPTIONS;
    match place
        .site()
        .texts
        .get(path)
        .filter(|text| !place.config().medium.has_server() || is_small(text))
    {
        Some(text) => media::text_url("text/vtt", text),
        None => url(path),
    }
}

/// Returns the cards of a section's videos, or of the whole site's.
pub(crate) fn cards(place: &Arc<Place>, section: Option<SectionId>) -> Vec<Value> {
    let site = place.site();
    let in_section = |listed: &Listed<'_>| match (listed.owner, section) {
        (_, None) => true,
        (Owner::Page(page), Some(section)) => {
            site.ancestors(site.page(page).section).contains(&section)
        }
        (Owner::Section(_), Some(_)) => false,
    };
    let listed = list::all(&place.shared);
    listed.iter().filter(|it| in_section(it)).map(|it| card(place, it)).collect()
}

/// The column that the video stands in: its key, for the choice of the list, and its name.
fn section(place: &Place, owner: Owner) -> Value {
    let site = place.site();
    let id = match owner {
        Owner::Page(page) => site.page(page).section,
        Owner::Section(section) => section,
    };
    let column = site.ancestors(id).get(1).copied().unwrap_or(id);
    context! { key => column.index(), title => site.section(column).title.as_str() }
}

fn card(place: &Place, listed: &Listed<'_>) -> Value {
    let word = |key: &'static str| place.shared.theme.words.get(key).map_or(key, String::as_str);
    let poster = listed.target.poster.as_ref().and_then(|path| place.shared.pictures.get(path));
    let platform_name = match &listed.target.kind {
        VideoKind::File { .. } => None,
        VideoKind::Platform(video) => Some(video.platform.name),
    };
    context! {
        url => format!("{}#{}", place.url_of(listed.owner), list::anchor(listed.number)),
        title => listed.title.as_str(),
        portrait => video::is_portrait(listed.target),
        poster_html => poster.map(|it| Value::from_safe_string(it.html("", Loading::Lazy, &|path| place.url(path)))),
        platform_name,
        section => section(place, listed.owner),
        duration_text => listed.target.duration_s.map(|it| words::length(it, &word)),
        sign_language => listed.video.sign_language,
    }
}
