//! The preview after any series of edits is, byte for byte, what a fresh build makes of the same folder.
//!
//! The program itself serves and builds. `PUFA_EDITS=1000` asks for the full number of edits.

mod edits;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use edits::{Choice, edit, page, write_site};

type Files = BTreeMap<String, Vec<u8>>;

fn edits() -> u32 {
    env::var("PUFA_EDITS").ok().and_then(|it| it.parse().ok()).unwrap_or(40)
}

/// Ends the server with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn pufa(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pufa"));
    command
        .args(arguments)
        .args(["--now", "2026-11-01", "--lang", "en", "--root"])
        .arg(root)
        .stdin(Stdio::null());
    command
}

fn serve(root: &Path) -> (Server, String) {
    serve_with(root, &[])
}

fn serve_with(root: &Path, options: &[&str]) -> (Server, String) {
    let mut command = pufa(root, &["serve", "--port", "0"]);
    command.args(options);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("pufa runs");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    let server = Server(child);
    let mut line = String::new();
    lines.read_line(&mut line).expect("it speaks");
    let address = line
        .split("http://")
        .nth(1)
        .and_then(|it| it.split('/').next())
        .expect("an address")
        .to_owned();
    thread::spawn(move || lines.read_to_end(&mut Vec::new()));
    (server, address)
}

/// Returns a file of the preview without the script it adds and its leave to listen; `None` when it is not there.
fn get(address: &str, path: &str) -> Option<Vec<u8>> {
    let encoded: String =
        path.bytes().map(|it| format!("%{it:02x}")).collect::<String>().replace("%2f", "/");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let request =
        format!("GET /{encoded} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
    if !answer.starts_with(b"HTTP/1.1 200") {
        return None;
    }
    let body = answer.split_off(end + 4);
    let Ok(page) = String::from_utf8(body.clone()) else {
        return Some(body);
    };
    let Some(from) = page.find("<script src=\"/__pufa/client.js\"") else {
        return Some(body);
    };
    let to = from + page[from..].find("</script>").expect("it ends") + 9;
    Some(
        [&page[..from], &page[to..]]
            .concat()
            .replacen("connect-src 'self' ws: ", "connect-src ", 1)
            .replacen("; connect-src 'self' ws:", "", 1)
            .replacen(" 'self' ws:", "", 1)
            .into_bytes(),
    )
}

/// Builds from nothing; `None` when there are errors.
fn build(root: &Path) -> Option<Files> {
    let dir = TempDir::new().expect("a temporary folder");
    let output = dir.path().join("public");
    let done = pufa(root, &["build", "--drafts"]).arg("--output").arg(&output).output();
    let done = done.expect("pufa runs");
    let code = done.status.code();
    assert!(matches!(code, Some(0 | 1)), "{code:?}: {}", String::from_utf8_lossy(&done.stderr));
    (code == Some(0)).then(|| files(&output))
}

fn files(folder: &Path) -> Files {
    let walk = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file());
    let read = |it: walkdir::DirEntry| {
        let path =
            it.path().strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
        (path, fs::read(it.path()).expect("readable"))
    };
    walk.map(read).filter(|(path, _)| !path.starts_with(".pufa-")).collect()
}

#[test]
fn the_preview_is_what_a_fresh_build_makes() {
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path().join("site");
    write_site(&root);
    let first = build(&root).expect("a site without mistakes");
    let mut known: BTreeSet<String> = first.into_keys().collect();
    let mut compared = 0;
    let (_server, address) = serve(&root);
    let mut choice = Choice(0x2026_1123);
    for step in 0..edits() {
        let what: Vec<String> = (0..=choice.below(3))
            .map(|it| edit(&root, step * 10 + it as u32, &mut choice))
            .collect();
        // While something is wrong the last good state stays, and which one that was depends on the moment.
        let Some(expected) = build(&root) else {
            continue;
        };
        compared += 1;
        known.extend(expected.keys().cloned());
        wait_for(&address, &known, &expected, &what);
    }
    assert!(compared * 2 > edits(), "{compared} good states are too few");
}

/// So often somebody looks whether the preview shows what it should, fifty times a second.
const MOST_LOOKS: usize = 3000;

/// Waits until the preview shows these files and no others of those known.
fn wait_for(address: &str, known: &BTreeSet<String>, expected: &Files, what: &[String]) {
    let mut last: Vec<String> = Vec::new();
    for _ in 0..MOST_LOOKS {
        let differ: Vec<&String> = known
            .iter()
            .filter(|path| get(address, path) != expected.get(*path).cloned())
            .collect();
        if differ.is_empty() {
            return;
        }
        last = differ.into_iter().cloned().collect();
        thread::sleep(Duration::from_millis(20));
    }
    assert!(last.is_empty(), "{what:?}: {last:?}");
}

/// Waits until the first article holds these words.
fn wait_for_words(address: &str, words: &str) {
    let is_there = |_| {
        thread::sleep(Duration::from_millis(20));
        let found = get(address, "a/p0/index.html").unwrap_or_default();
        String::from_utf8_lossy(&found).contains(words)
    };
    assert!((0..MOST_LOOKS).any(is_there), "nobody saw {words}");
}

#[test]
fn drafts_are_shown_here_and_hidden_from_the_network() {
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path().to_owned();
    fs::create_dir_all(root.join("content/a")).expect("a folder");
    fs::write(root.join("site.toml"), "title = \"普法\"\n").expect("written");
    fs::write(root.join("content/a/open.md"), page("公开", "正文。")).expect("written");
    fs::write(
        root.join("content/a/secret.md"),
        page("草稿", "正文。").replace("标题", "草稿: true\n标题"),
    )
    .expect("written");
    for (options, shown) in
        [(&[][..], true), (&["--lan"][..], false), (&["--lan", "--drafts"][..], true)]
    {
        let (_server, address) = serve_with(&root, options);
        assert!(get(&address, "a/open/index.html").is_some(), "{options:?}");
        assert_eq!(get(&address, "a/secret/index.html").is_some(), shown, "{options:?}");
    }
}

/// A machine has more loopback addresses than one, so a neighbour in the network can be played without a network.
#[cfg(target_os = "linux")]
#[test]
fn other_addresses_are_deaf_unless_asked() {
    let dir = TempDir::new().expect("a temporary folder");
    write_site(dir.path());
    for (options, hears) in [(&[][..], false), (&["--lan"][..], true)] {
        let (_server, address) = serve_with(dir.path(), options);
        let elsewhere = address.replace("127.0.0.1", "127.0.0.2");
        assert_eq!(TcpStream::connect(&elsewhere).is_ok(), hears, "{options:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_lead_nowhere() {
    use std::os::unix::fs::symlink;

    let outside = TempDir::new().expect("a temporary folder");
    fs::write(outside.path().join("secret.txt"), "secret").expect("written");
    fs::write(outside.path().join("page.md"), page("secret", "secret")).expect("written");
    // As large as what is read from the disk while it is sent.
    fs::write(outside.path().join("film.mp4"), vec![b's'; 9 << 20]).expect("written");
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path();
    write_site(root);
    for (from, to) in [
        ("secret.txt", "static/secret.txt"),
        ("film.mp4", "static/film.mp4"),
        ("film.mp4", "content/a/film.mp4"),
        ("page.md", "content/a/page.md"),
        ("", "static/all"),
        ("", "content/all"),
    ] {
        symlink(outside.path().join(from), root.join(to)).expect("a link");
    }
    let (_server, address) = serve(root);
    assert!(get(&address, "robot.txt").is_some() && get(&address, "a/p0/index.html").is_some());
    for path in [
        "secret.txt",
        "film.mp4",
        "a/film.mp4",
        "a/page/index.html",
        "all/secret.txt",
        "all/film.mp4",
        "all/page/index.html",
        "a/",
        "all/",
        "content/",
        "static/",
        "site.toml",
        "content/a/p0.md",
    ] {
        let found = get(&address, path).unwrap_or_default();
        let text = String::from_utf8_lossy(&found);
        assert!(
            !text.contains("secret") && !text.contains("ssss") && !text.contains("标题:"),
            "{path}: {text}"
        );
    }
}

#[test]
fn five_hundred_who_never_listen_do_not_hold_up_a_change() {
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path();
    write_site(root);
    fs::write(root.join("static/big.bin"), vec![b'x'; 3 << 20]).expect("written");
    fs::write(root.join("static/film.mp4"), vec![b'x'; 12 << 20]).expect("written");
    let (_server, address) = serve(root);
    let head = format!("HTTP/1.1\r\nHost: {address}\r\n");
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let asks = [
        format!("GET /big.bin {head}\r\n"),
        format!("GET /film.mp4 {head}\r\n"),
        format!("GET / {head}X-Slow: "),
        format!("GET /__pufa/live?seen= {head}Origin: http://{address}\r\n{upgrade}\r\n"),
        String::new(),
    ];
    let idle: Vec<TcpStream> = (0..500)
        .map(|it| {
            let mut stream = TcpStream::connect(&address).expect("a connection");
            let ask = &asks[it % asks.len()];
            stream.write_all(ask.as_bytes()).expect("sent");
            stream
        })
        .collect();
    for round in 0..5 {
        let text = page("变", &format!("第{round}次。"));
        fs::write(root.join("content/a/p0.md"), text).expect("written");
        wait_for_words(&address, &format!("第{round}次。"));
    }
    assert_eq!(idle.len(), 500);
}

/// A folder whose changes arrive without an event, as on a network drive: they are made below it.
#[cfg(target_os = "linux")]
struct Quiet {
    dir: TempDir,
}

#[cfg(target_os = "linux")]
impl Quiet {
    fn new() -> Option<Self> {
        let quiet = Self { dir: TempDir::new().expect("a temporary folder") };
        for part in ["lower", "upper", "work", "site"] {
            fs::create_dir(quiet.part(part)).expect("a folder");
        }
        let options = ["lower", "upper", "work"]
            .map(|it| format!("{it}dir={}", quiet.part(it).display()))
            .join(",");
        let done = Command::new("mount")
            .args(["-t", "overlay", "-o", &options, "pufa-test"])
            .arg(quiet.part("site"))
            .output()
            .ok()?;
        done.status.success().then_some(quiet)
    }

    fn part(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

#[cfg(target_os = "linux")]
impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.part("site")).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn changes_that_no_event_tells_of_are_found() {
    let Some(quiet) = Quiet::new() else {
        let _ = writeln!(std::io::stderr(), "skipped: this user may not mount");
        return;
    };
    write_site(&quiet.part("site"));
    let (_server, address) = serve(&quiet.part("site"));
    let below = quiet.part("upper/content/a/p0.md");
    fs::write(below, page("变", "没有人说起的改动。")).expect("written");
    wait_for_words(&address, "没有人说起的改动");
}
