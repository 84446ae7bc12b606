//! The site's pages → what the index reads.

use std::sync::Arc;

use crate::{
    address,
    config::Medium,
    data::synonyms::Synonyms,
    document::{Document, Documents, ReferenceId, plain_text},
    render::{
        Body, OutputPath, plain,
        search::{SearchPage, SearchPart, index},
    },
    site::{Owner, PageId, SectionId, Site, Status},
};

/// Snippets inside snippets are followed this far; loops are reported elsewhere.
const MAX_DEPTH: usize = 4;

/// A page to be indexed.
enum Entry {
    Written(Owner),
    Made(SearchPage),
}

/// Makes the index of the site: articles, the newest first, then sections' own texts, then `made`, pages without a source of
/// their own such as statutes. Their `section` is replaced by one called `made_name`.
pub fn artifacts(
    site: &Arc<Site>,
    documents: &Documents,
    made: Vec<SearchPage>,
    made_name: &str,
    synonyms: &Synonyms,
) -> Vec<(OutputPath, Body)> {
    let top = &site.home().sections;
    let mut sections: Vec<String> = top
        .iter()
        .map(|id| site.section(*id).title.clone())
        .collect();
    if !made.is_empty() {
        sections.push(made_name.to_owned());
    }
    let mut entries: Vec<Entry> = articles(site)
        .into_iter()
        .map(|id| Entry::Written(Owner::Page(id)))
        .collect();
    let with_text = site
        .section_ids()
        .filter(|id| site.section(*id).document.is_some());
    entries.extend(with_text.map(|id| Entry::Written(Owner::Section(id))));
    let section = top.len();
    let made = made.into_iter().map(|it| SearchPage { section, ..it });
    entries.extend(made.map(Entry::Made));
    let (count, site, documents) = (entries.len(), Arc::clone(site), documents.clone());
    let read = move |at: usize| match &entries[at] {
        Entry::Written(owner) => written(&site, &documents, *owner),
        Entry::Made(page) => page.clone(),
    };
    index(count, read, &sections, synonyms)
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

fn written(site: &Site, documents: &Documents, owner: Owner) -> SearchPage {
    let (section, date, document) = match owner {
        Owner::Page(id) => (
            site.page(id).section,
            site.page(id).date,
            Some(site.page(id).document),
        ),
        Owner::Section(id) => (id, None, site.section(id).document),
    };
    let permalink = site.permalink(owner);
    let url = match site.config.medium {
        Medium::Usb => address::encode_path(&permalink.output()),
        Medium::Web => permalink.encoded(),
    };
    SearchPage {
        url: if url.is_empty() { "./".to_owned() } else { url },
        title: site.title(owner).to_owned(),
        section: top_section(site, section),
        date,
        parts: document
            .map(|id| parts(site, documents, documents.get(id)))
            .unwrap_or_default(),
    }
}

/// Pages of the home folder itself belong to no section that could be chosen.
fn top_section(site: &Site, id: SectionId) -> usize {
    let top = site.ancestors(id).get(1).copied();
    top.and_then(|id| site.home().sections.iter().position(|it| *it == id))
        .unwrap_or(usize::MAX)
}

fn parts(site: &Site, documents: &Documents, document: &Document) -> Vec<SearchPart> {
    let mut parts = vec![SearchPart::default()];
    let inserted = |id: ReferenceId| snippet((site, documents), document, id, 0);
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

fn snippet(
    (site, documents): (&Site, &Documents),
    document: &Document,
    id: ReferenceId,
    depth: usize,
) -> String {
    let found = site.snippets.get(&document.reference(id).written);
    let Some(snippet_id) = found.filter(|_| depth < MAX_DEPTH) else {
        return String::new();
    };
    let inner = documents.get(*snippet_id);
    let mut out = String::new();
    let inserted = |id: ReferenceId| snippet((site, documents), inner, id, depth + 1);
    let mut heading = |index: usize, out: &mut String| {
        out.push_str(&plain_text(&inner.headings[index].inlines));
        out.push('\n');
    };
    plain::push_blocks(&inner.blocks, &inserted, &mut heading, &mut out);
    out
}
