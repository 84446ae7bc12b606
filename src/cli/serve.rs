//! `pufa serve`, and `pufa` alone.

use std::{
    net::{IpAddr, Ipv4Addr, UdpSocket},
    time::{Duration, Instant},
};

use jiff::civil::Date;

use crate::{
    cli::{
        Context, Exit, clock,
        console::{Console, Progress},
        site::Site,
    },
    config::Flags,
    diag::messages::command::{build, serve as told},
    media::qr,
    serve::{
        guard::Audience,
        preview::{self, Options, PORTS, Preview, Rebuilt},
        snapshot::Shown,
    },
};

/// Options of `serve`.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Args {
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
    let options = options(context, site, args);
    let listener = match preview::listen(args.port, options.audience) {
        Ok(listener) => listener,
        Err(error) => {
            let port = args.port.unwrap_or(PORTS.0);
            context.console.note(&told::port_taken(port, &error));
            return Ok(Exit::System);
        }
    };
    let start = Instant::now();
    let progress = Progress::start(&build::building(), context.console.lang);
    let preview = Preview::start(listener, options)?;
    let time = start.elapsed();
    drop(progress);
    let (diagnostics, sources) = preview.first();
    context.print(diagnostics, sources);
    greet(context, args, &preview, time);
    let inner = Context { console: context.console.clone(), root: None, format: context.format };
    preview.follow(move |rebuilt| inner.tell_rebuilt(&rebuilt))?;
    context.console.say(&told::goodbye());
    Ok(Exit::Success)
}

fn options(context: &Context, site: Site, args: &Args) -> Options {
    let audience = if args.lan { Audience::Lan } else { Audience::Loopback };
    let asked = args.clone();
    Options {
        flags: Box::new(move || Flags {
            base_url: asked.base_url.clone(),
            drafts: audience == Audience::Loopback || asked.drafts,
            ..Flags::at(clock::now(asked.now))
        }),
        output: site.output(None),
        root: site.root,
        cache: site.cache,
        audience,
        lang: context.console.lang,
    }
}

impl Context {
    fn tell_rebuilt(&self, rebuilt: &Rebuilt<'_>) {
        self.print(rebuilt.diagnostics, rebuilt.sources);
        let counts = self.counts(rebuilt.diagnostics);
        let time = rebuilt.since.elapsed();
        self.sum_up(&match rebuilt.shown {
            Shown::New => told::rebuilt(time, &counts),
            Shown::LastGood => told::held(time, &counts),
        });
    }
}

fn greet(context: &Context, args: &Args, preview: &Preview, time: Duration) {
    let console = &context.console;
    let port = preview.address().port();
    let url = format!("http://127.0.0.1:{port}/");
    console.say(&told::serving(&url, time));
    if args.lan {
        greet_lan(console, port);
    }
    if !preview.has_events() {
        console.say(&told::polling());
    }
    if args.open && open::that_detached(&url).is_err() {
        console.say(&told::open_yourself(&url));
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
        format!("\u{1b}[30;107m{}\u{1b}[0m", (0..side).map(half).collect::<String>())
    };
    (0..side).step_by(2).map(line).collect::<Vec<_>>().join("\n")
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
