//! Addresses of statutes and the places in them: `laws/minfadian/#a1079-k3-x2`.

use crate::{
    law::{
        citation,
        library::{Law, Library, StatuteId},
    },
    render::html::place::Place,
    resolve::LawTarget,
    site::Permalink,
};

/// Returns the id of a place as the text of a version has it: an item without its paragraph gets the one it stands in.
pub(crate) fn id_in(library: &Library, text: StatuteId, place: citation::Place) -> String {
    let statute = &library.text(text).statute;
    let article = statute.article(place.article, place.suffix);
    let paragraph = place.item.and(place.paragraph.or_else(|| {
        let index = article?.paragraph_with_items()?;
        u8::try_from(index + 1).ok()
    }));
    match (place.item, paragraph) {
        (Some(_), None) => citation::Place::article(place.article, place.suffix).anchor(),
        _ => citation::Place { paragraph: paragraph.or(place.paragraph), ..place }.anchor(),
    }
}

/// Writes a link from the page being rendered to a place on another, or on itself.
pub fn link(place: &Place, to: &Permalink, anchor: &str) -> String {
    if place.permalink == *to && !anchor.is_empty() {
        return format!("#{anchor}");
    }
    let hash = if anchor.is_empty() { "" } else { "#" };
    format!("{}{hash}{anchor}", place.url(to.as_str()))
}

/// Returns the id of the box entry that a citation's card is taken from.
pub(crate) fn card_id(law: &Law, target: &LawTarget) -> String {
    let version =
        target.text.filter(|_| target.former).map_or(String::new(), |it| format!("-v{}", it.0));
    let article = |it: citation::Place| citation::Place::article(it.article, it.suffix).anchor();
    let place = target.place.map(|it| format!("-{}", article(it))).unwrap_or_default();
    let end = target.end.map(|it| format!("-{}", article(it))).unwrap_or_default();
    format!("law-{}{version}{place}{end}", law.slug)
}
