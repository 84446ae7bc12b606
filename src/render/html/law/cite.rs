//! Citations inside a page, and statute text that a page inserts.

use jiff::civil::Date;

use crate::{
    document::{Inline, ReferenceId},
    escape,
    law::{
        library::{Law, Version},
        statute::write::place_name,
    },
    render::html::{
        content::Writer,
        context::in_words,
        law::{anchor, text},
        place::Place as Page,
    },
    resolve::LawTarget,
    site::generated::laws,
};

/// Appends a citation: a link where the text is on the site, else its words with what is known about the law.
pub fn cite(writer: &mut Writer<'_>, reference: ReferenceId, inlines: &[Inline]) {
    let page = writer.place;
    let open = writer.target(reference).law();
    let open = open.and_then(|it| opening(page, it));
    let link = open.as_ref().is_some_and(|it| it.starts_with("<a"));
    writer.html(open.as_deref().unwrap_or("<span class=\"cite\">"));
    writer.quiet(inlines);
    writer.html(if link { "</a>" } else { "</span>" });
}

fn opening(page: &Page, target: &LawTarget) -> Option<String> {
    let library = &page.site().library;
    let law = library.law(&target.law)?;
    let title = escape::text(&about(page, law, target));
    let Some((version, id)) = version_of(law, target).zip(target.text) else {
        return Some(format!("<span class=\"cite\" title=\"{title}\">"));
    };
    let anchor = target.place.map(|it| anchor::id_in(library, id, it)).unwrap_or_default();
    let to = laws::version(law, version, page.config().now);
    let url = anchor::link(page, &to, &anchor);
    let card = target.place.filter(|_| target.end.is_none());
    let card =
        card.map_or(String::new(), |_| format!(" data-card=\"{}\"", anchor::card_id(law, target)));
    Some(format!("<a class=\"cite\" href=\"{}\"{card}>", escape::text(&url)))
}

/// Returns the version that a citation means, if its text is on the site.
pub(crate) fn version_of<'a>(law: &'a Law, target: &LawTarget) -> Option<&'a Version> {
    law.versions.iter().find(|it| it.text.is_some() && it.text == target.text)
}

/// Full title, how things stand, since when: what a reader learns where the text is not on the site.
fn about(page: &Page, law: &Law, target: &LawTarget) -> String {
    let words = &page.shared.theme.words;
    let now = page.config().now;
    let standing = law.standing(now);
    let version = version_of(law, target).or(standing.known);
    let state = standing.state(version).name();
    let state = words.get(&format!("law_state_{state}")).cloned().unwrap_or_default();
    let since = version
        .and_then(|it| it.effective)
        .and_then(|date| Some(words.get("law_since")?.replace("{date}", &in_words(date))));
    [Some(law.title.clone()), Some(state), since]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("，")
}

/// Appends the text of a statute that the page inserts, with its version.
pub fn statute(writer: &mut Writer<'_>, reference: ReferenceId) {
    let page = writer.place;
    let Some(target) = writer.target(reference).law() else {
        return;
    };
    let library = &page.site().library;
    let (Some(law), Some(id), Some(place)) = (library.law(&target.law), target.text, target.place)
    else {
        return;
    };
    let statute = &library.text(id).statute;
    let url = version_of(law, target).map(|it| {
        let to = laws::version(law, it, page.config().now);
        anchor::link(page, &to, &anchor::id_in(library, id, place))
    });
    let name = escape::text(&format!("《{}》{}", law.key, place_name(place)));
    let words = &page.shared.theme.words;
    let date = |key: &str, date: Option<Date>| {
        date.and_then(|it| Some(format!("，{}", words.get(key)?.replace("{date}", &in_words(it)))))
    };
    let facts =
        [date("law_since", statute.facts.effective), date("law_checked", statute.facts.checked)];
    let facts: String = facts.into_iter().flatten().collect();
    writer.html(&format!(
        "<figure class=\"law-quote\"><blockquote>\n{}</blockquote><figcaption><a href=\"{}\">{name}</a>{}</figcaption></figure>\n",
        text::excerpt(statute, place),
        escape::text(&url.unwrap_or_default()),
        escape::text(&facts),
    ));
}
