//! `pufa serve`, and `pufa` alone.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
    time::{Duration, Instant},
};

use jiff::civil::Date;
use tokio::{net::TcpListener, runtime, signal};

#[cfg(feature = "leaflet")]
use crate::cli::serve::proof::Proofs;
use crate::{
    Before,
    cli::{
        Context, Exit,
        console::{Console, Progress},
        serve::{guard::Audience, http, snapshot, watch::Watch},
        site::Site,
    },
    config::Flags,
    diag::{
        Diagnostic, Severity, Sink,
        messages::command::{build, serve as told},
        print,
    },
    media::qr,
    render::Artifacts,
    source::Sources,
};

/// The first port that is tried when none is named, and how many after it.
const PORTS: (u16, u16) = (8000, 30);

/// Options of `serve`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Port [else the first free one from 8000 on]
    #[arg(long, short, value_name = "PORT")]
    pub port: Option<u16>,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Let phones in the local network look too; shows a QR code, hides drafts
    #[arg(long)]
    pub lan: bool,
    /// With --lan: show drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Complete address of the site, instead of `base_url` in site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Take this day as today: 2026-03-08
    #[arg(long, value_name = "DATE")]
    pub now: Option<Date>,
}

/// Shows the site until Ctrl+C.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let audience = if args.lan {
        Audience::Lan
    } else {
        Audience::Loopback
    };
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let listener = match runtime.block_on(bind(args.port, audience)) {
        Ok(listener) => listener,
        Err(error) => {
            let port = args.port.unwrap_or(PORTS.0);
            context.console.note(&told::port_taken(port, &error));
            return Ok(Exit::System);
        }
    };
    let flags = Flags {
        base_url: args.base_url.clone(),
        drafts: audience == Audience::Loopback || args.drafts,
        offline: false,
        now: args.now,
    };
    // Before the first build, so that no change is missed while it runs.
    let watch = Watch::start(&site.root);
    let start = Instant::now();
    let progress = Progress::start(&build::building(), context.console.lang);
    let mut before = Before::default();
    let sources = site.read(Sources::default(), None);
    let (first, first_made) = make(&site, sources, &flags, &mut before);
    let live = snapshot::Live::new(first, context.console.lang);
    #[cfg(feature = "leaflet")]
    live.replace_proofs(proofs(&site, &first_made));
    let address = listener.local_addr()?;
    // Whoever waits for the page need not wait until all messages are on the screen.
    let answers = runtime.spawn(http::answer(listener, live.clone(), audience));
    let time = start.elapsed();
    drop(progress);
    context.print(&first_made.diagnostics, &first_made.sources);
    greet(context, args, address, time, &watch);
    let follower = Follower {
        context: Context {
            console: context.console.clone(),
            root: None,
            format: context.format,
        },
        live,
        before,
    };
    thread::spawn(move || follower.follow(watch, &site, &flags, first_made.sources));
    runtime.block_on(async {
        tokio::select! {
            ended = answers => ended?,
            stopped = signal::ctrl_c() => stopped,
        }
    })?;
    context.console.say(&told::goodbye());
    Ok(Exit::Success)
}

async fn bind(port: Option<u16>, audience: Audience) -> io::Result<TcpListener> {
    let address = match audience {
        Audience::Loopback => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Audience::Lan => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    };
    if let Some(port) = port {
        return TcpListener::bind((address, port)).await;
    }
    for port in PORTS.0..PORTS.0 + PORTS.1 {
        if let Ok(listener) = TcpListener::bind((address, port)).await {
            return Ok(listener);
        }
    }
    TcpListener::bind((address, 0)).await
}

fn greet(context: &Context, args: &Args, address: SocketAddr, time: Duration, watch: &Watch) {
    let console = &context.console;
    let url = format!("http://127.0.0.1:{}/", address.port());
    console.say(&told::serving(&url, time));
    if args.lan {
        greet_lan(console, address.port());
    }
    if !watch.has_events() {
        console.say(&told::polling());
    }
    if args.open && open::that_detached(&url).is_err() {
        // The address has been shown; whoever sits there opens it by hand.
        console.line(&url);
    }
}

fn greet_lan(console: &Console, port: u16) {
    let Some(address) = lan_address() else { return };
    let url = format!("http://{address}:{port}/");
    console.say(&told::serving_lan(&url));
    if let Some(modules) = qr::modules(&url) {
        console.line(&draw(modules.size, |x, y| modules.is_dark(x, y)));
    }
}

/// Returns this machine's address in the local network. Asks the routing table; nothing is sent.
fn lan_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address kept for documentation: it is on the way to the internet, wherever that is.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|it| !it.is_unspecified() && !it.is_loopback())
}

/// Draws a code with half blocks, black on white whatever the terminal's colours.
fn draw(size: usize, is_dark: impl Fn(usize, usize) -> bool) -> String {
    const QUIET: usize = 2;
    let dark = |x: usize, y: usize| {
        let inside = (QUIET..QUIET + size).contains(&x) && (QUIET..QUIET + size).contains(&y);
        inside && is_dark(x - QUIET, y - QUIET)
    };
    let side = size + 2 * QUIET;
    let line = |y: usize| {
        let half = |x| match (dark(x, y), dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        format!(
            "\u{1b}[30;107m{}\u{1b}[0m",
            (0..side).map(half).collect::<String>()
        )
    };
    (0..side)
        .step_by(2)
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Builds after each change.
struct Follower {
    context: Context,
    live: snapshot::Live,
    before: Before,
}

impl Follower {
    fn follow(mut self, mut watch: Watch, site: &Site, flags: &Flags, mut sources: Sources) {
        loop {
            watch.wait();
            let start = Instant::now();
            let before = sources.digest();
            sources = site.read(sources, None);
            if sources.digest() == before {
                continue;
            }
            // A mistake of ours in one state of the site must not end the preview of the next.
            let work = || make(site, std::mem::take(&mut sources), flags, &mut self.before);
            let done = catch_unwind(AssertUnwindSafe(work));
            let (shown, diagnostics) = match done {
                Ok((shown, made)) => {
                    #[cfg(feature = "leaflet")]
                    self.live.replace_proofs(proofs(site, &made));
                    sources = made.sources;
                    (shown, made.diagnostics)
                }
                Err(_) => {
                    self.before = Before::default();
                    broken()
                }
            };
            self.live.replace(shown);
            self.context.print(&diagnostics, &sources);
            let counts = self.context.counts(&diagnostics);
            let said = told::rebuilt(start.elapsed(), &counts);
            self.context.sum_up(&said);
        }
    }
}

/// A site with at most so many pages is rendered as a whole after each change, so that a mistake in a template shows on
/// every page at once; of a larger one only the pages that changed are, and the rest when somebody looks at it.
const TRIED_PAGES: usize = 300;

/// So many messages go to the browser, errors first; the terminal counts all. Nobody reads more over a page.
const TOLD: usize = 200;

/// Builds a state of the preview.
fn make(
    site: &Site,
    sources: Sources,
    flags: &Flags,
    before: &mut Before,
) -> (snapshot::Made, crate::cli::make::Made) {
    let mut made = site.build(sources, flags, Some(before));
    if made.sources.pages.len() <= TRIED_PAGES {
        made.try_pages();
    } else if before.fresh().len() <= TRIED_PAGES {
        made.try_pages_of(before.fresh());
    }
    let artifacts = std::mem::take(&mut made.built.artifacts);
    let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
    let errors = made.diagnostics.iter().filter(is_error);
    let others = made.diagnostics.iter().filter(|it| !is_error(it));
    let shown = snapshot::Made {
        artifacts,
        diagnostics: errors
            .chain(others)
            .take(TOLD)
            .map(|it| print::to_json(it, &made.sources))
            .collect(),
        failed: made.failed(),
    };
    (shown, made)
}

#[cfg(feature = "leaflet")]
fn proofs(site: &Site, made: &crate::cli::make::Made) -> Proofs {
    Proofs::new(&made.built, &made.sources, &site.cache)
}

fn broken() -> (snapshot::Made, Vec<Diagnostic>) {
    let (sources, mut sink) = (Sources::default(), Sink::default());
    sink.build_panicked();
    let diagnostics = sink.take();
    let shown = diagnostics
        .iter()
        .map(|it| print::to_json(it, &sources))
        .collect();
    let shown = snapshot::Made {
        artifacts: Artifacts::default(),
        diagnostics: shown,
        failed: true,
    };
    (shown, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_code_is_drawn_two_rows_a_line() {
        let drawn = draw(2, |x, y| x == y);
        let plain = drawn.replace("\u{1b}[30;107m", "").replace("\u{1b}[0m", "");
        assert_eq!(plain, "      \n  ▀▄  \n      ");
    }
}
