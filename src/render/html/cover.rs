//! The cover of a page: above its text, on its card in lists, beside shared links.

use minijinja::{Value, context};

use crate::{
    media::picture::Format,
    render::{
        html::{head::Share, place::Place},
        picture::{Loading, PictureFiles},
        video::list,
    },
    resolve::Target,
    site::DocumentId,
};

/// Returns the path of the cover, if the page names one that was found.
fn path(place: &Place, id: DocumentId) -> Option<&str> {
    let cover = place.document(id).front_matter.cover?;
    place.shared.targets.get(id, cover).picture()
}

fn files(place: &Place, id: DocumentId) -> Option<&PictureFiles> {
    place.shared.pictures.get(path(place, id)?)
}

/// Returns the cover above the text; none where the text shows the same picture itself, alone or as a video's poster.
///
/// Its words for those who do not see it are empty: it adorns what the title and the summary say.
pub(crate) fn on_top(place: &Place, id: DocumentId) -> Value {
    let shown_again = path(place, id).is_some_and(|path| {
        let targets = &place.shared.targets;
        let same = |it: &&Target| it.picture() == Some(path);
        let shown = targets.includes.with(id);
        let pictures = shown.flat_map(|it| targets.documents[it.index()].iter());
        let mut posters =
            targets.includes.with(id).flat_map(|it| list::of_document(&targets.videos, it));
        // The page's own front matter names it once.
        pictures.filter(same).count() > 1 || posters.any(|it| it.poster.as_deref() == Some(path))
    });
    let html = files(place, id)
        .filter(|_| !shown_again)
        .map(|it| it.html("", Loading::Eager, &|path| place.url(path)));
    html.map_or(Value::from(()), |it| {
        context! { html => Value::from_safe_string(it) }
    })
}

/// Returns the cover for a card.
pub(crate) fn on_card(place: &Place, id: DocumentId) -> Value {
    files(place, id).map_or(Value::from(()), |it| {
        let html = it.small("", &|path| place.url(path));
        context! { html => Value::from_safe_string(html) }
    })
}

/// Returns the cover for shared links. Those who show them take no drawings.
pub fn shared(place: &Place, id: DocumentId) -> Option<Share> {
    let info = place.shared.targets.pictures.get(path(place, id)?)?;
    let files = files(place, id).filter(|_| info.format != Format::Svg)?;
    Some(Share { path: files.src.clone(), width: files.width, height: files.height })
}
