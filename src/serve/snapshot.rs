//! What the browser is shown at one moment: the last good site, and the messages of the last build.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{
    diag::{Lang, Sink},
    render::{Artifacts, Body, OutputPath},
    serve::{guard::Audience, proof::Proofs},
};

/// The result of one build, ready to be shown.
pub struct Made {
    /// The site, with placeholders where something is wrong.
    pub artifacts: Artifacts,
    /// Messages as [`crate::diag::print::to_json`] makes them, sorted, and who may read them: they quote the sources, drafts too.
    pub diagnostics: Vec<(Audience, Value)>,
    /// Whether an error would keep the site from being published.
    pub failed: bool,
}

/// What browsers show after a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its pages.
    New,
    /// The pages of the last build without errors.
    LastGood,
}

/// One state of the preview. Never changed; the next state replaces it.
pub struct Snapshot {
    /// Counts the states from 1.
    pub generation: u64,
    /// Tells one run of the server from the next.
    pub run: u64,
    /// The last good site, or the first one if there was no good one yet.
    pub artifacts: Arc<Artifacts>,
    /// Language of the messages shown.
    pub lang: Lang,
    diagnostics: Vec<(Audience, Value)>,
    is_good: bool,
    /// Path → generation in which it changed or went away; only paths that changed since the start, and no pages.
    changed_at: BTreeMap<String, u64>,
}

impl Snapshot {
    /// Makes the first state.
    pub fn first(made: Made, lang: Lang) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            generation: 1,
            run: u64::try_from(since.as_millis()).unwrap_or(0),
            artifacts: Arc::new(made.artifacts),
            lang,
            diagnostics: made.diagnostics,
            is_good: !made.failed,
            changed_at: BTreeMap::new(),
        }
    }

    /// Makes the state after another build; `None` when nobody could tell the difference.
    pub fn next(&self, made: Made) -> Option<Self> {
        let generation = self.generation + 1;
        let mut changed_at = self.changed_at.clone();
        // A broken state never hides a good one.
        let takes_over = !made.failed || !self.is_good;
        let mut artifacts = self.artifacts.clone();
        if takes_over {
            let changed = changed(&self.artifacts, &made.artifacts);
            changed_at.extend(changed.into_iter().map(|path| (path, generation)));
            let may_differ = made.artifacts.has_later();
            if may_differ || changed_at.values().any(|it| *it == generation) {
                artifacts = Arc::new(made.artifacts);
            }
        }
        if Arc::ptr_eq(&artifacts, &self.artifacts) && made.diagnostics == self.diagnostics {
            return None;
        }
        Some(Self {
            generation,
            run: self.run,
            artifacts,
            lang: self.lang,
            diagnostics: made.diagnostics,
            is_good: if takes_over { !made.failed } else { self.is_good },
            changed_at,
        })
    }

    /// Returns the name of this state as pages know it.
    pub fn name(&self) -> String {
        format!("{}-{}", self.run, self.generation)
    }

    /// Returns what a browser has to know that saw the state `seen`, as JSON.
    ///
    /// `page` is what it shows; when that is another page now, it is named among the changes, and `page` brought up to date.
    pub fn message(&self, seen: &str, page: Option<&mut ShownPage>, reader: Audience) -> String {
        let seen = seen.split_once('-').filter(|(run, _)| run.parse() == Ok(self.run));
        let seen: Option<u64> = seen.and_then(|(_, generation)| generation.parse().ok());
        let own = page.and_then(|it| self.bring_up_to_date(it));
        let changed = seen.map(|seen| {
            let newer = self.changed_at.iter().filter(|(_, at)| **at > seen);
            let newer = newer.map(|(path, _)| path.as_str());
            newer.chain(own).collect::<BTreeSet<_>>()
        });
        let may_read = |it: &&(Audience, Value)| reader == Audience::Loopback || it.0 == reader;
        let told: Vec<&Value> = self.diagnostics.iter().filter(may_read).map(|it| &it.1).collect();
        json!({ "state": self.name(), "changed": changed, "diagnostics": told }).to_string()
    }

    /// Returns the page's path when it is not as the browser shows it any more.
    fn bring_up_to_date<'a>(&self, page: &'a mut ShownPage) -> Option<&'a str> {
        let now = match self.artifacts.get(&page.path)? {
            Body::Later(later) => digest(&later.make(&mut Sink::default())),
            Body::Text(_) | Body::Bytes(_) | Body::Copy(_) => return None,
        };
        let is_other = now != page.digest;
        page.digest = now;
        is_other.then_some(page.path.as_str())
    }
}

/// The page that a browser shows, as it told us.
pub struct ShownPage {
    /// Its path in the site.
    pub path: String,
    /// [`digest`] of its text.
    pub digest: String,
}

/// Returns a short name of a text by which two states of a page are told apart.
pub fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

/// Lists the paths that differ between two sites, apart from pages: whether a page differs is found out when a browser
/// shows it ([`Snapshot::message`]), because all of them would have to be rendered for it.
fn changed(old: &Artifacts, new: &Artifacts) -> Vec<String> {
    let is_other = |path: &OutputPath, body: &Body| match (old.get_single(path.as_str()), body) {
        (Some(Body::Later(_)), Body::Later(_)) => false,
        (old, body) => old != Some(body),
    };
    let written = new.single().filter(|(path, body)| is_other(path, body));
    let removed = old.single().filter(|(path, _)| new.get_single(path.as_str()).is_none());
    written.chain(removed).map(|(path, _)| path.as_str().to_owned()).collect()
}

/// The state shown now, and a way to be told of the next.
#[derive(Clone)]
pub struct Live {
    sender: watch::Sender<Arc<Snapshot>>,
    proofs: watch::Sender<Option<Arc<Proofs>>>,
}

impl Live {
    /// Starts with the result of a first build.
    pub fn new(made: Made, lang: Lang) -> Self {
        Self {
            sender: watch::Sender::new(Arc::new(Snapshot::first(made, lang))),
            proofs: watch::Sender::new(None),
        }
    }

    /// Shows the leaflets of another build, from the next request on.
    pub fn replace_proofs(&self, proofs: Proofs) {
        self.proofs.send_replace(Some(Arc::new(proofs)));
    }

    /// Returns the leaflets of the newest build.
    pub fn proofs(&self) -> Option<Arc<Proofs>> {
        self.proofs.borrow().clone()
    }

    /// Shows the result of another build, unless only the last one was good.
    pub fn replace(&self, made: Made) -> Shown {
        let now = self.now();
        let shown = if made.failed && now.is_good { Shown::LastGood } else { Shown::New };
        if let Some(next) = now.next(made) {
            self.sender.send_replace(Arc::new(next));
        }
        shown
    }

    /// Returns the state shown now.
    pub fn now(&self) -> Arc<Snapshot> {
        self.sender.borrow().clone()
    }

    /// Returns a receiver that wakes up with each new state.
    pub(crate) fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.sender.subscribe()
    }
}
