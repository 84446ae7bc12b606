//! The site's pages → what the index reads.

use std::sync::Arc;

use crate::{
    address,
    config::Medium,
    document::{DocumentId, ReferenceId, plain_text},
    path::OutputPath,
    render::{
        artifact::Body,
        html::place::Shared,
        plain,
        search::{
            index::index,
            page::{SearchPage, SearchPart},
        },
    },
    site::{Owner, PageId, Permalink, SectionId, Site, Status},
};

/// A page to be indexed.
enum Entry {
    Written(Owner),
    Made(SearchPage),
}

/// Makes the index of the site: articles, the newest first, then sections' own texts, then `made`, pages without a source of
/// their own such as statutes. Their `section` is replaced by one called `made_name`.
pub fn artifacts(
    shared: &Arc<Shared>,
    made: Vec<SearchPage>,
    made_name: &str,
) -> Vec<(OutputPath, Body)> {
    let site = &shared.site;
    let top = &site.home().sections;
    let mut sections: Vec<String> = top.iter().map(|id| site.section(*id).title.clone()).collect();
    if !made.is_empty() {
        sections.push(made_name.to_owned());
    }
    let mut entries: Vec<Entry> =
        articles(site).into_iter().map(|id| Entry::Written(Owner::Page(id))).collect();
    let with_text = site.section_ids().filter(|id| site.section(*id).document.is_some());
    entries.extend(with_text.map(|id| Entry::Written(Owner::Section(id))));
    let section = top.len();
    let made = made.into_iter().map(|it| SearchPage { section, ..it });
    entries.extend(made.map(Entry::Made));
    let (count, all) = (entries.len(), Arc::clone(shared));
    let read = move |at: usize| match &entries[at] {
        Entry::Written(owner) => written(&all, *owner),
        Entry::Made(page) => page.clone(),
    };
    index(count, read, &sections, &site.records.synonyms)
}

fn articles(site: &Site) -> Vec<PageId> {
    let shown = |id: &PageId| {
        let page = site.page(*id);
        page.has_html && (site.config.drafts || page.status == Status::Published)
    };
    let mut ids: Vec<PageId> = site.page_ids().filter(shown).collect();
    ids.sort_by(|a, b| site.page(*b).date.cmp(&site.page(*a).date).then(a.cmp(b)));
    ids
}

fn written(shared: &Shared, owner: Owner) -> SearchPage {
    let site = &shared.site;
    let (section, date, document) = match owner {
        Owner::Page(id) => {
            (site.page(id).section, site.page(id).date, Some(site.page(id).document))
        }
        Owner::Section(id) => (id, None, site.section(id).document),
    };
    SearchPage {
        url: url(site, site.permalink(owner)),
        title: site.title(owner).to_owned(),
        section: top_section(site, section),
        date,
        parts: document.map(|id| parts(shared, id)).unwrap_or_default(),
    }
}

/// Returns the address of a page as the list of hits links it.
pub fn url(site: &Site, permalink: &Permalink) -> String {
    let url = match site.config.medium {
        Medium::Usb => address::encode_path(&permalink.output()),
        Medium::Web => permalink.encoded(),
    };
    if url.is_empty() { "./".to_owned() } else { url }
}

/// Pages of the home folder itself belong to no section that could be chosen.
fn top_section(site: &Site, id: SectionId) -> usize {
    let top = site.ancestors(id).get(1).copied();
    top.and_then(|id| site.home().sections.iter().position(|it| *it == id)).unwrap_or(usize::MAX)
}

fn parts(shared: &Shared, id: DocumentId) -> Vec<SearchPart> {
    let document = shared.documents.get(id);
    let mut parts = vec![SearchPart::default()];
    let inserted = |reference: ReferenceId| inserted(shared, id, reference);
    let mut text = String::new();
    // A heading closes the part before it, so the text so far is moved there.
    let mut heading = |index: usize, text: &mut String| {
        let heading = &document.headings[index];
        close(&mut parts, text);
        let heading_words = plain_text(&heading.inlines);
        parts.push(SearchPart {
            anchor: heading.id.clone(),
            heading: heading_words,
            text: String::new(),
        });
    };
    plain::push_blocks(&document.blocks, &inserted, &mut heading, &mut text);
    for footnote in &document.footnotes {
        plain::push_blocks(&footnote.blocks, &inserted, &mut heading, &mut text);
    }
    close(&mut parts, &mut text);
    parts.retain(|it| !it.text.is_empty() || !it.heading.is_empty());
    parts
}

fn close(parts: &mut [SearchPart], text: &mut String) {
    if let Some(part) = parts.last_mut() {
        part.text = std::mem::take(text).trim_end().to_owned();
    }
}

/// Returns the words of a snippet that is inserted; nothing for anything else.
fn inserted(shared: &Shared, id: DocumentId, reference: ReferenceId) -> String {
    let Some(id) = shared.targets.get(id, reference).snippet() else {
        return String::new();
    };
    let snippet = shared.documents.get(id);
    let mut out = String::new();
    let inner = |reference: ReferenceId| inserted(shared, id, reference);
    let mut heading = |index: usize, out: &mut String| {
        out.push_str(&plain_text(&snippet.headings[index].inlines));
        out.push('\n');
    };
    plain::push_blocks(&snippet.blocks, &inner, &mut heading, &mut out);
    for footnote in &snippet.footnotes {
        plain::push_blocks(&footnote.blocks, &inner, &mut heading, &mut out);
    }
    out
}
