//! What a reference is elsewhere than on the web page: an absolute address, a picture, plain words, a text to put in.
//!
//! Paper cannot be clicked, and neither an article on WeChat nor a Word file lies beside the site's other pages. What they
//! can do with a reference is answered once, here; how it looks is their own.

use std::collections::HashMap;

use crate::{
    address,
    data::Data,
    document::{Document, DocumentId, Documents, ReferenceId, ReferenceKind},
    render::excerpt::excerpt,
    resolve::{Target, Targets},
    site::Site,
    source::{Asset, FileId},
};

/// What a reference points at, whoever reads it and wherever.
#[derive(Clone, Debug)]
pub enum PortableTarget<'a> {
    /// An address on the web, absolute.
    Address(String),
    /// Nothing one could follow from outside the site: only the words stay.
    Words,
    /// A picture.
    Picture(&'a Asset),
    /// A statute's text: citation in full, paragraphs.
    Statute(String, Vec<String>),
    /// A shared snippet.
    Snippet(&'a Document),
    /// A table: header, rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// A video: where it plays, if it can be reached.
    Video(Option<String>),
}

/// The references of a site as they are elsewhere.
pub struct PortableTargets<'a> {
    site: &'a Site,
    documents: &'a Documents,
    targets: &'a Targets,
    ids: HashMap<FileId, DocumentId>,
}

impl<'a> PortableTargets<'a> {
    /// Takes a site and what its references point at on the web.
    pub fn new(site: &'a Site, documents: &'a Documents, targets: &'a Targets) -> Self {
        let ids = documents.iter().enumerate();
        let ids = ids.map(|(at, it)| (it.source, DocumentId::new(at)));
        Self { site, documents, targets, ids: ids.collect() }
    }

    /// Returns what a document's reference points at.
    pub fn get(&self, document: &Document, reference: ReferenceId) -> PortableTarget<'a> {
        match &document.reference(reference).kind {
            ReferenceKind::Statute(citation) => {
                let site = self.site;
                excerpt(&site.library, citation, site.config.now)
                    .map_or(PortableTarget::Words, |(title, paragraphs)| {
                        PortableTarget::Statute(title, paragraphs)
                    })
            }
            ReferenceKind::Video => PortableTarget::Video(self.video(document, reference)),
            ReferenceKind::Link
            | ReferenceKind::Image
            | ReferenceKind::Citation(_)
            | ReferenceKind::Quotation { .. }
            | ReferenceKind::Snippet
            | ReferenceKind::Data
            | ReferenceKind::File => {
                self.ids.get(&document.source).map_or(PortableTarget::Words, |id| {
                    self.resolved(self.targets.get(*id, reference))
                })
            }
        }
    }

    fn resolved(&self, target: &Target) -> PortableTarget<'a> {
        let site = self.site;
        match target {
            Target::Page { owner, anchor } => {
                self.on_the_web(site.permalink(*owner).as_str(), anchor.as_deref())
            }
            Target::Made { path, anchor } => self.on_the_web(path, anchor.as_deref()),
            Target::Asset(path) | Target::Text(path) => {
                self.on_the_web(path.strip_prefix("content/").unwrap_or(path), None)
            }
            Target::External(address) => PortableTarget::Address(address.clone()),
            Target::Picture(path) => {
                let asset = site.assets.get(path);
                asset.map_or(PortableTarget::Words, |it| PortableTarget::Picture(it))
            }
            Target::Snippet(id) => PortableTarget::Snippet(self.documents.get(*id)),
            Target::Data(path) => match site.records.files.get(path) {
                Some(Data::Table(table)) => {
                    let names = table.names().map(str::to_owned);
                    let rows = table.texts().map(|row| row.map(str::to_owned).collect());
                    PortableTarget::Table(names.collect(), rows.collect())
                }
                Some(Data::Tree(_)) | None => PortableTarget::Words,
            },
            Target::Anchor(_) | Target::Law(_) | Target::Plain | Target::Broken => {
                PortableTarget::Words
            }
        }
    }

    fn on_the_web(&self, path: &str, anchor: Option<&str>) -> PortableTarget<'a> {
        let Some(base) = &self.site.config.base_url else {
            return PortableTarget::Words;
        };
        let anchor = anchor.map(|it| format!("#{}", address::encode_path(it))).unwrap_or_default();
        PortableTarget::Address(address::absolute(base, path) + &anchor)
    }

    /// A platform's own address, else the page that plays the file.
    fn video(&self, document: &Document, reference: ReferenceId) -> Option<String> {
        let written = &document.reference(reference).written;
        if written.starts_with("https://") || written.starts_with("http://") {
            return Some(written.clone());
        }
        let base = self.site.config.base_url.as_ref()?;
        let page = self.site.permalink(self.site.owner(document.source)?);
        Some(page.absolute(base))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::{PortableTarget, PortableTargets};
    use crate::{config::Flags, diag::Sink, document::ReferenceId, read, source::Sources};

    #[test]
    fn a_file_beside_a_page_has_an_address_elsewhere_too() {
        let files = [
            ("site.toml", "base_url = \"https://example.org/\""),
            ("content/a/index.md", "[申请表](biao.docx)"),
            ("content/a/biao.docx", "表"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let sources = Sources::from_files(&BTreeMap::from(files));
        let flags = Flags::at(date(2026, 11, 28));
        let read = read::site(&sources, &flags, &mut Sink::default());
        let page = read.documents.iter().find(|it| !it.references.is_empty());
        let portable = PortableTargets::new(&read.site, &read.documents, &read.targets);
        let target = page.map(|it| portable.get(it, ReferenceId::new(0)));
        let Some(PortableTarget::Address(address)) = target else {
            panic!("{target:?}");
        };
        assert_eq!(address, "https://example.org/a/biao.docx");
    }
}
