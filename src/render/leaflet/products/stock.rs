//! What a handbook is made from, kept until somebody opens it.

use std::{collections::BTreeSet, mem, sync::Arc};

use crate::{
    cache::Cache,
    diag::Sink,
    document::Documents,
    path::OutputPath,
    render::{
        artifact::{Body, Group},
        leaflet::{
            ask::settings::Handbook,
            engine::font::FontCache,
            products::{
                context::{LeafletContext, LeafletInputs},
                handbook,
                offer::Leaflets,
            },
        },
    },
    resolve::Targets,
    site::Site,
    source::Sources,
};

/// All that a handbook is made from, kept until it is asked for.
pub(crate) struct Stock {
    pub site: Arc<Site>,
    pub documents: Documents,
    pub targets: Arc<Targets>,
    pub sources: Sources,
    pub cache: Cache,
    pub fonts: FontCache,
}

impl Stock {
    /// Plans the files of handbooks that are made when they are asked for.
    pub fn groups(self, later: Vec<(Handbook, BTreeSet<String>)>) -> impl Iterator<Item = Group> {
        let stock = Arc::new(self);
        later.into_iter().map(move |(book, paths)| {
            let stock = Arc::clone(&stock);
            Group::new(move |path| paths.contains(path), move || stock.make(&book))
        })
    }

    fn make(&self, book: &Handbook) -> Vec<(OutputPath, Body)> {
        // What is wrong with it was told when the preview began, and a build tells it anew.
        let mut sink = Sink::default();
        let context = LeafletContext::open(self.inputs(), &mut sink);
        let mut out = Leaflets::default();
        if context.can_print(&mut sink) {
            let typesetter = context.typesetter();
            let publish =
                |sink: &mut Sink| handbook::publish(&context, book, &typesetter, &mut out, sink);
            sink.guard(&book.title, publish);
        }
        mem::take(&mut out.files)
    }

    fn inputs(&self) -> LeafletInputs<'_> {
        LeafletInputs {
            site: &self.site,
            documents: &self.documents,
            targets: &self.targets,
            sources: &self.sources,
            cache: &self.cache,
            fonts: &self.fonts,
            shelf: None,
        }
    }
}
