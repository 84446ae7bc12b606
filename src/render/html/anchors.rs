//! Places on pages that pufa makes itself: what a link may name there is the template's to say, so the finished page is asked.

use std::collections::{HashMap, HashSet};

use crate::{
    diag::Sink, escape, render::html::place::Shared, resolve::Target, site::Permalink, source::Span,
};

/// The places that links name on generated pages, by the file of the page.
#[derive(Debug, Default)]
pub(super) struct Asked(HashMap<String, Vec<Link>>);

/// A link to a place.
#[derive(Debug)]
struct Link {
    anchor: String,
    span: Span,
}

impl Asked {
    /// Gathers what the references of all documents and the entries of the menu ask for.
    pub fn gather(shared: &Shared) -> Self {
        let targets = &shared.targets;
        let documents = targets.documents.iter().zip(shared.documents.iter());
        let written = documents.flat_map(|(targets, document)| {
            targets.iter().zip(document.references.iter().map(|it| it.span))
        });
        let menu = shared.site.config.menu.iter().map(|it| it.span);
        let mut asked = Self::default();
        for (target, span) in written.chain(targets.menu.iter().zip(menu)) {
            if let Target::Made { path, anchor: Some(anchor) } = target {
                let page = Permalink::file(path).output();
                asked.0.entry(page).or_default().push(Link { anchor: anchor.clone(), span });
            }
        }
        asked
    }

    /// Tells which places the finished page `output` does not have.
    pub fn check(&self, output: &str, html: &str, sink: &mut Sink) {
        // A page whose template failed says so itself.
        let Some(links) = self.0.get(output).filter(|_| !html.is_empty()) else {
            return;
        };
        let known = ids(html);
        for link in links {
            let written = escape::text(&link.anchor);
            if !known.contains(written.as_str()) {
                sink.anchor_broken(link.span, &link.anchor, known.iter().copied());
            }
        }
    }
}

/// Returns the values of all `id` attributes, as they are written.
fn ids(html: &str) -> HashSet<&str> {
    let attributes = html.split(" id=").skip(1);
    let value = |it: &'_ str| -> Option<usize> { it.get(1..)?.find(it.chars().next()?) };
    attributes.filter_map(|it| it.get(1..=value(it)?)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::ids;

    #[test]
    fn places_are_read_in_either_quotes() {
        let html = "<h2 id=\"year-2026\" class=x>一</h2><p data-id=\"no\" id='二'>id=\"x\"</p>";
        assert_eq!(ids(html), HashSet::from(["year-2026", "二"]));
        assert!(ids("<p id=").is_empty());
    }
}
