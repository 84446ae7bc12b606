//! Handbooks that are made when somebody opens them.

use std::{collections::BTreeSet, mem, sync::Arc};

use crate::{
    diag::Sink,
    path::OutputPath,
    render::{
        artifact::{Body, Group},
        leaflet::{
            ask::settings::Handbook,
            products::{
                context::{KeptInputs, LeafletContext},
                handbook,
                offer::Leaflets,
            },
        },
    },
};

/// Plans the files of handbooks that are made when they are asked for.
pub(crate) fn groups(
    kept: KeptInputs,
    later: Vec<(Handbook, BTreeSet<String>)>,
) -> impl Iterator<Item = Group> {
    let kept = Arc::new(kept);
    later.into_iter().map(move |(book, paths)| {
        let kept = Arc::clone(&kept);
        Group::new(move |path| paths.contains(path), move || make(&kept, &book))
    })
}

fn make(kept: &KeptInputs, book: &Handbook) -> Vec<(OutputPath, Body)> {
    // What is wrong with it was told when the preview began, and a build tells it anew.
    let mut sink = Sink::default();
    let context = LeafletContext::open(kept.inputs(), &mut sink);
    let mut out = Leaflets::default();
    if context.can_print(&mut sink) {
        let typesetter = context.typesetter();
        let publish =
            |sink: &mut Sink| handbook::publish(&context, book, &typesetter, &mut out, sink);
        sink.guard(&book.title, publish);
    }
    mem::take(&mut out.files)
}
