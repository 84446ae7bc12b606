//! Codes for a camera, each a file of its own: a reader on a phone does not pay for what only paper and big screens need.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::Value;

use crate::{
    escape,
    media::qr,
    render::{
        artifact::{Body, Later},
        html::place::{Place, Shared},
    },
};

/// Side of a code on the screen, in CSS pixels, before the theme's styles.
const SIDE: usize = 160;

/// Returns where the code of `text` is published, from the site's root.
fn output(text: &str) -> String {
    format!("static/code/{}.svg", &blake3::hash(text.as_bytes()).to_hex()[..12])
}

/// Returns the picture of the code of `text`, read out as `alt`; none where the text is too long for a code.
pub(crate) fn picture(place: &Place, text: &str, alt: &str) -> Option<Value> {
    let url = qr::fits(text).then(|| place.url(&output(text)))?;
    let (url, alt) = (escape::text(&url), escape::text(alt));
    Some(Value::from_safe_string(format!(
        r#"<img src="{url}" alt="{alt}" width="{SIDE}" height="{SIDE}" loading="lazy">"#
    )))
}

/// Plans the code of every page and account that shows one.
pub(crate) fn files(shared: &Arc<Shared>) -> BTreeMap<String, Body> {
    let site = &shared.site;
    let pages = site.page_ids().map(|id| site.page(id)).filter(|it| it.has_html);
    let pages = pages.filter_map(|page| {
        Place::new(shared, page.permalink.clone()).absolute(page.permalink.as_str())
    });
    let organisation = &site.config.organisation;
    let accounts = [&organisation.mini_program, &organisation.public_account].into_iter();
    let accounts = accounts.flatten().filter(|it| it.picture.is_none());
    let texts = pages.chain(accounts.filter_map(|it| it.url.clone()));
    let file = |text: String| {
        let path = output(&text);
        let draw = move |_: &mut _| qr::file(&text).unwrap_or_default();
        (path, Body::Later(Later::new(draw)))
    };
    texts.filter(|it| qr::fits(it)).map(file).collect()
}
