//! What the settings point at besides the menu: single pages, folders of the columns, pictures of the organisation.

use crate::{
    config::{Account, Config},
    diag::Sink,
    resolve::link,
    site::{Fate, Site},
    source::Spanned,
};

/// Reports what `site.toml` names and the site does not have.
pub fn check(site: &Site, sink: &mut Sink) {
    let config = &site.config;
    let pages = [&config.glossary, &config.safety.page].into_iter().chain(&config.first_steps);
    for named in pages {
        // What nobody wrote may be missing: a site need not have such a page.
        if !named.span.is_file() && site.find(&named.value).is_none() {
            missing_page(site, named, sink);
        }
    }
    for (name, column) in &config.columns {
        let folders = || site.sections.iter().map(|it| it.path.as_str());
        let own = site.fates.get(&format!("content/{name}/_index.md"));
        let waits = own.is_some_and(Fate::is_held);
        if !waits && !folders().any(|it| it == name) {
            sink.config_no_column(column.span, name, folders().filter(|it| !it.is_empty()));
        }
    }
    for picture in pictures(config) {
        let path = picture.value.trim_start_matches('/');
        if !site.assets.contains_key(&format!("static/{path}")) {
            let files = site.assets.keys();
            let files = files.filter_map(|it| it.strip_prefix("static/"));
            sink.config_no_picture(picture.span, &picture.value, files);
        }
    }
}

fn pictures(config: &Config) -> impl Iterator<Item = &Spanned<String>> {
    let own = &config.organisation;
    let accounts = own.mini_program.iter().chain(&own.public_account);
    let codes = accounts.filter_map(|it: &Account| it.picture.as_ref());
    own.logo.iter().chain(codes)
}

fn missing_page(site: &Site, written: &Spanned<String>, sink: &mut Sink) {
    if let Some(fate) = link::fate(site, &written.value) {
        return sink.link_unpublished(written.span, &written.value, link::held(fate));
    }
    let pages = site.fates.iter();
    let pages = pages.filter(|(_, fate)| matches!(fate, Fate::Page(_) | Fate::Section(_)));
    let pages = pages.map(|(path, _)| path).filter_map(|it| it.strip_prefix("content/"));
    sink.config_no_page(written.span, &written.value, pages);
}
