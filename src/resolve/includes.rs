//! Which snippets a text takes in: decided once, so that a page, its paper, its search and its checks hold the same.
//!
//! Snippets may include each other. A reference that closes a circle, nests too deep or takes in too much is cut here and told;
//! what is left ends by itself, so nobody who follows it has to count.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{DocumentId, ReferenceId};

/// Snippets stand in snippets this deep, the page's own counted as the first.
pub(crate) const MAX_DEPTH: usize = 8;

/// A page takes in this many snippets, those inside others too: ten snippets that each hold the next one ten times would be
/// more text than a disk holds.
pub(crate) const MAX_SNIPPETS: usize = 1000;

/// What every text of a site takes in: for each with snippets, these in the order of their first inclusion, those inside
/// others too.
#[derive(Clone, Debug, Default)]
pub struct Includes(BTreeMap<DocumentId, Vec<DocumentId>>);

/// Why a reference is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The snippet would include itself.
    Loop,
    /// Too deep, or too much.
    Excess,
}

impl Includes {
    /// Returns the snippets that a text takes in, each once, in the order of their first inclusion.
    pub fn of(&self, id: DocumentId) -> &[DocumentId] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns a text and the snippets that it takes in.
    pub fn with(&self, id: DocumentId) -> impl Iterator<Item = DocumentId> + '_ {
        std::iter::once(id).chain(self.of(id).iter().copied())
    }
}

/// A reference to a snippet, and the snippet.
pub(crate) type Edge = (ReferenceId, DocumentId);

/// References that are not to be followed.
pub type Cuts = BTreeMap<(DocumentId, ReferenceId), Cut>;

/// Decides for every text of a site which snippets it takes in, and which references are not to be followed. `edges` are the
/// references to snippets of every text that has some, in order; `roots` the texts that readers meet, from which depth counts.
pub fn plan(edges: BTreeMap<DocumentId, Vec<Edge>>, roots: &[DocumentId]) -> (Includes, Cuts) {
    let mut graph = Graph { edges, cut: Cuts::new() };
    graph.cut_loops();
    let order = graph.inner_first();
    graph.cut_deep(&order, roots);
    graph.cut_large(&order);
    let taken = graph.edges.keys().map(|id| (*id, graph.taken(*id)));
    let includes = Includes(taken.collect());
    (includes, graph.cut)
}

/// Which text refers to which snippet.
struct Graph {
    edges: BTreeMap<DocumentId, Vec<Edge>>,
    cut: Cuts,
}

impl Graph {
    /// Returns the snippets that a text refers to, without those that are cut.
    fn next(&self, id: DocumentId) -> impl Iterator<Item = Edge> + '_ {
        let edges = self.edges.get(&id).into_iter().flatten().copied();
        edges.filter(move |(reference, _)| !self.cut.contains_key(&(id, *reference)))
    }

    /// Cuts every reference that stands in a circle: the snippet that it names leads back to it.
    fn cut_loops(&mut self) {
        let inner: BTreeSet<DocumentId> = self.edges.values().flatten().map(|it| it.1).collect();
        let mut found = Vec::new();
        for snippet in inner {
            let (mut open, mut seen) = (vec![snippet], BTreeSet::from([snippet]));
            while let Some(id) = open.pop() {
                for (reference, to) in self.next(id) {
                    if to == snippet {
                        found.push((id, reference));
                    } else if seen.insert(to) {
                        open.push(to);
                    }
                }
            }
        }
        self.cut.extend(found.into_iter().map(|it| (it, Cut::Loop)));
    }

    /// Returns every text that is connected, each behind the snippets that it refers to.
    fn inner_first(&self) -> Vec<DocumentId> {
        let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
        for root in self.edges.keys() {
            let mut open = vec![(*root, false)];
            while let Some((id, is_done)) = open.pop() {
                if is_done {
                    order.push(id);
                } else if seen.insert(id) {
                    open.push((id, true));
                    open.extend(self.next(id).map(|(_, to)| (to, false)));
                }
            }
        }
        order
    }

    /// Cuts what stands deeper than [`MAX_DEPTH`] on some page; on another it may stand less deep, but a snippet is the same
    /// everywhere.
    fn cut_deep(&mut self, inner_first: &[DocumentId], roots: &[DocumentId]) {
        // A page is the ground on which the first snippet stands.
        let mut depths: BTreeMap<DocumentId, usize> = roots.iter().map(|it| (*it, 0)).collect();
        for id in inner_first.iter().rev() {
            // A snippet that nobody takes in must not cut what stands less deep on the pages.
            let Some(own) = depths.get(id).copied() else {
                continue;
            };
            for (reference, to) in self.next(*id).collect::<Vec<_>>() {
                if own == MAX_DEPTH {
                    self.cut.insert((*id, reference), Cut::Excess);
                } else {
                    let depth = depths.entry(to).or_default();
                    *depth = (own + 1).max(*depth);
                }
            }
        }
    }

    /// Cuts what would make a text take in more than [`MAX_SNIPPETS`].
    fn cut_large(&mut self, inner_first: &[DocumentId]) {
        let mut sizes: BTreeMap<DocumentId, usize> = BTreeMap::new();
        for id in inner_first {
            let mut size = 0;
            for (reference, to) in self.next(*id).collect::<Vec<_>>() {
                let more = size + 1 + sizes.get(&to).copied().unwrap_or(0);
                if more > MAX_SNIPPETS {
                    self.cut.insert((*id, reference), Cut::Excess);
                } else {
                    size = more;
                }
            }
            sizes.insert(*id, size);
        }
    }

    fn taken(&self, id: DocumentId) -> Vec<DocumentId> {
        let (mut taken, mut seen) = (Vec::new(), BTreeSet::new());
        self.take(id, &mut seen, &mut taken);
        taken
    }

    fn take(&self, id: DocumentId, seen: &mut BTreeSet<DocumentId>, out: &mut Vec<DocumentId>) {
        for (_, to) in self.next(id) {
            if seen.insert(to) {
                out.push(to);
                self.take(to, seen, out);
            }
        }
    }
}
