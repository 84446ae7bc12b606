//! The loop of the preview: read, build, show, wait for a change.
//!
//! What it has to tell people goes to the caller; this module knows no terminal.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    thread,
    time::Instant,
};

use tokio::{net, runtime::Runtime, signal, task::JoinHandle};

use crate::{
    Built,
    cache::Cache,
    config::Flags,
    diag::{Diagnostic, Lang, Severity, Sink, print},
    rebuild::Before,
    render::Artifacts,
    serve::{
        guard::Audience,
        http,
        proof::Proofs,
        snapshot::{Live, Made, Shown},
        watch::Watch,
    },
    source::{FileId, ReadOptions, Sources, Span},
};

/// The first port that is tried when none is named, and how many after it.
pub(crate) const PORTS: (u16, u16) = (8000, 30);

/// A site with at most so many pages is rendered as a whole after each change, so that a mistake in a template shows on
/// every page at once; of a larger one only the pages that changed are, and the rest when somebody looks at it.
const TRIED_PAGES: usize = 300;

/// So many messages go to the browser, errors first; the terminal counts all. Nobody reads more over a page.
const TOLD: usize = 200;

/// What is shown, and to whom.
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// What earlier builds kept.
    pub cache: Cache,
    /// The output folder, which is no input even if it lies among them.
    pub output: PathBuf,
    /// How the site is built; asked before each build, because the day changes.
    pub flags: Box<dyn Fn() -> Flags + Send>,
    /// Who may look.
    pub audience: Audience,
    /// Language of the messages in the browser.
    pub lang: Lang,
}

/// A preview whose first state can be looked at.
pub(crate) struct Preview {
    runtime: Runtime,
    answers: JoinHandle<io::Result<()>>,
    address: SocketAddr,
    watch: Watch,
    follower: Follower,
    first: State,
}

/// The news after a change.
pub(crate) struct Rebuilt<'a> {
    /// When the change was noticed.
    pub since: Instant,
    /// What browsers show now.
    pub shown: Shown,
    /// Every message, sorted.
    pub diagnostics: &'a [Diagnostic],
    /// What they tell about.
    pub sources: &'a Sources,
}

/// What one build of the loop leaves.
struct State {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

/// Opens the port, or the first free one from [`PORTS`] on.
///
/// # Errors
/// When the system does not give it.
pub fn listen(port: Option<u16>, audience: Audience) -> io::Result<TcpListener> {
    let address = match audience {
        Audience::Loopback => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Audience::Lan => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    };
    if let Some(port) = port {
        return TcpListener::bind((address, port));
    }
    for port in PORTS.0..PORTS.0 + PORTS.1 {
        if let Ok(listener) = TcpListener::bind((address, port)) {
            return Ok(listener);
        }
    }
    TcpListener::bind((address, 0))
}

impl Preview {
    /// Builds the site and begins to answer.
    ///
    /// # Errors
    /// When the system gives no threads, or takes the port away.
    pub fn start(listener: TcpListener, options: Options) -> io::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let listener = {
            let _inside = runtime.enter();
            net::TcpListener::from_std(listener)?
        };
        // Before the first build, so that no change is missed while it runs.
        let watch = Watch::start(&options.root);
        let (audience, lang) = (options.audience, options.lang);
        let mut builder = Builder { options, before: Before::of_preview() };
        let sources = builder.read(Sources::default());
        let (made, state) = builder.attempt(sources);
        let live = Live::new(made.shown, lang);
        made.proofs.into_iter().for_each(|it| live.replace_proofs(it));
        // Whoever waits for the page need not wait until all messages are on the screen.
        let answers = runtime.spawn(http::answer(listener, live.clone(), audience));
        Ok(Self {
            runtime,
            answers,
            address,
            watch,
            follower: Follower { builder, live },
            first: state,
        })
    }

    /// Returns where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the messages of the first build, sorted, and what they tell about.
    pub fn first(&self) -> (&[Diagnostic], &Sources) {
        (&self.first.diagnostics, &self.first.sources)
    }

    /// Tells whether the system sends events of changes.
    pub(crate) fn has_events(&self) -> bool {
        self.watch.has_events()
    }

    /// Builds after each change until Ctrl+C.
    ///
    /// # Errors
    /// When the server cannot go on.
    pub fn follow(self, on_change: impl Fn(Rebuilt<'_>) + Send + 'static) -> io::Result<()> {
        let Self { runtime, answers, watch, follower, first, .. } = self;
        thread::spawn(move || follower.follow(watch, first.sources, on_change));
        runtime.block_on(async {
            tokio::select! {
                ended = answers => ended?,
                stopped = signal::ctrl_c() => stopped,
            }
        })
    }
}

/// What one build gives to browsers.
struct ForBrowsers {
    shown: Made,
    /// None of a build that broke down.
    proofs: Option<Proofs>,
}

/// Builds after each change.
struct Follower {
    builder: Builder,
    live: Live,
}

impl Follower {
    fn follow(mut self, mut watch: Watch, mut sources: Sources, on_change: impl Fn(Rebuilt<'_>)) {
        loop {
            watch.wait();
            let since = Instant::now();
            let before = sources.digest();
            let (made, state) = match self.builder.read(sources) {
                Some(same) if same.digest() == before => {
                    sources = same;
                    continue;
                }
                read => self.builder.attempt(read),
            };
            made.proofs.into_iter().for_each(|it| self.live.replace_proofs(it));
            let shown = self.live.replace(made.shown);
            let State { diagnostics, .. } = &state;
            on_change(Rebuilt { since, shown, diagnostics, sources: &state.sources });
            sources = state.sources;
        }
    }
}

/// Reads and builds, with what the last build left behind.
struct Builder {
    options: Options,
    before: Before,
}

impl Builder {
    /// Reads what changed; none when that breaks down.
    fn read(&self, before: Sources) -> Option<Sources> {
        let skip = std::path::absolute(&self.options.output).into_iter().collect();
        let work = || before.read_again(&self.options.root, &ReadOptions { skip });
        catch_unwind(AssertUnwindSafe(work)).ok()
    }

    /// Builds what could be read. A mistake of ours in one state of the site must not end the preview of the next.
    fn attempt(&mut self, read: Option<Sources>) -> (ForBrowsers, State) {
        let mut work = |sources| {
            let (built, state) = self.build(sources);
            let proofs = Some(self.proofs(&built, &state));
            (ForBrowsers { proofs, shown: shown(built, &state) }, state)
        };
        let made = read.and_then(|it| catch_unwind(AssertUnwindSafe(|| work(it))).ok());
        made.unwrap_or_else(|| {
            self.before = Before::of_preview();
            let (shown, diagnostics) = broken();
            let state = State { sources: Sources::default(), diagnostics };
            (ForBrowsers { shown, proofs: None }, state)
        })
    }

    fn build(&mut self, sources: Sources) -> (Built, State) {
        let Options { flags, cache, .. } = &self.options;
        let mut sink = Sink::default();
        let flags = flags();
        let built = self.before.build(&sources, &flags, cache, &mut sink);
        if sources.pages.len() <= TRIED_PAGES {
            built.artifacts.try_all(&mut sink);
        } else if self.before.fresh().len() <= TRIED_PAGES {
            try_pages(&built, self.before.fresh(), &mut sink);
        }
        let mut diagnostics = sink.take();
        print::sort(&mut diagnostics, &sources);
        let state = State { sources, diagnostics };
        (built, state)
    }

    fn proofs(&self, built: &Built, state: &State) -> Proofs {
        Proofs::new(built, &state.sources, &self.options.cache)
    }
}

/// Renders the pages of these sources, for what is found out by that.
fn try_pages(built: &Built, files: &[FileId], sink: &mut Sink) {
    let site = &built.read.site;
    let owners: Vec<_> = files.iter().filter_map(|it| site.owner(*it)).collect();
    sink.par_map(&owners, |owner, sink| {
        let path = site.permalink(*owner).output();
        if let Some(body) = built.artifacts.get_single(&path) {
            body.content(sink);
        }
    });
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// Returns what the browser gets of a build.
fn shown(built: Built, state: &State) -> Made {
    let errors = state.diagnostics.iter().filter(|it| is_error(it));
    let others = state.diagnostics.iter().filter(|it| !is_error(it));
    let site = &built.read.site;
    let held = site.held();
    // What is said of a page that is published shows at most what everybody can read.
    let is_open = |span: &Span| site.owner(span.file).is_some() && !held.contains(&span.file);
    let audience = |it: &Diagnostic| {
        let is_open = it.span.as_ref().is_some_and(is_open)
            && it.related.iter().all(|(span, _)| is_open(span));
        if is_open { Audience::Lan } else { Audience::Loopback }
    };
    let told = errors.chain(others).take(TOLD);
    let diagnostics = told.map(|it| (audience(it), print::to_json(it, &state.sources))).collect();
    Made { artifacts: built.artifacts, diagnostics, failed: state.diagnostics.iter().any(is_error) }
}

/// Returns what is shown and told after a build that broke down.
fn broken() -> (Made, Vec<Diagnostic>) {
    let (sources, mut sink) = (Sources::default(), Sink::default());
    sink.build_panicked();
    let diagnostics = sink.take();
    let shown = diagnostics.iter();
    let shown = shown.map(|it| (Audience::Loopback, print::to_json(it, &sources))).collect();
    let made = Made { artifacts: Artifacts::default(), diagnostics: shown, failed: true };
    (made, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::{Builder, Options};
    use crate::{
        cache::Cache, config::Flags, diag::Lang, document::Date, rebuild::Before,
        serve::guard::Audience, source::Sources,
    };

    #[test]
    fn a_first_build_that_breaks_down_is_told_and_the_next_one_runs() {
        let fails: fn() -> Flags = || panic!("provoked");
        let flags: fn() -> Flags = || Flags::at(Date::default());
        let tries: [(fn() -> Flags, _); 3] = [(fails, Some(())), (flags, None), (flags, Some(()))];
        let [first, unread, next] = tries.map(|(flags, read)| {
            let options = Options {
                root: "nowhere".into(),
                cache: Cache::none(),
                output: "public".into(),
                flags: Box::new(flags),
                audience: Audience::Loopback,
                lang: Lang::Zh,
            };
            let mut builder = Builder { options, before: Before::default() };
            builder.attempt(read.map(|()| Sources::default()))
        });
        for (made, state) in [first, unread] {
            assert!(made.proofs.is_none() && made.shown.failed && made.shown.artifacts.is_empty());
            assert_eq!(state.diagnostics[0].code, "cli/internal");
        }
        assert!(next.0.proofs.is_some());
    }
}
