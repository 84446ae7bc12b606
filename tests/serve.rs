//! The preview over real sockets: what it answers, what it refuses, how it tells of changes.

#[path = "samples/artifacts.rs"]
mod samples;

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread,
    time::Duration,
};

use pufa::{
    diag::Lang,
    render::{Body, OutputPath},
    serve::{
        guard::Audience,
        http,
        snapshot::{Live, Made, Shown},
        watch::Watch,
    },
    source::Asset,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use samples::artifacts;

fn made(files: &[(&str, &str)]) -> Made {
    Made { artifacts: artifacts(files), diagnostics: Vec::new(), failed: false }
}

const SITE: [(&str, &str); 4] = [
    ("index.html", "<html><body><p>首页</p></body></html>"),
    ("a/index.html", "<p>a</p>"),
    ("style.css", "p{color:red}"),
    ("404.html", "<html><body>没有这一页</body></html>"),
];

fn start_for(made: Made, audience: Audience) -> (SocketAddr, Live) {
    let live = Live::new(made, Lang::Zh);
    let (sender, receiver) = mpsc::channel();
    let server = live.clone();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            sender.send(listener.local_addr().expect("an address")).expect("the test waits");
            http::answer(listener, server, audience).await.expect("it answers");
        });
    });
    (receiver.recv().expect("it starts"), live)
}

fn start() -> (SocketAddr, Live) {
    start_for(made(&SITE), Audience::Loopback)
}

/// Sends bytes, returns everything answered until the connection closes.
fn raw(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    stream.write_all(request).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    answer
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

fn ask(address: SocketAddr, method: &str, path: &str, headers: &str) -> Answer {
    let host = if headers.to_lowercase().contains("host:") {
        String::new()
    } else {
        format!("Host: {address}\r\n")
    };
    let request = format!("{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n");
    let bytes = raw(address, request.as_bytes());
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

fn get(address: SocketAddr, path: &str) -> Answer {
    ask(address, "GET", path, "")
}

#[test]
fn pages_come_with_their_type_and_the_script() {
    let (address, _live) = start();
    let home = get(address, "/");
    let text = String::from_utf8(home.body).expect("UTF-8");
    assert_eq!(home.status, 200);
    assert!(home.head.contains("content-type: text/html; charset=utf-8"), "{}", home.head);
    assert!(text.starts_with("<html><body><p>首页</p><script src=\"/__pufa/client.js\""), "{text}");
    assert!(
        text.contains("data-path=\"index.html\"") && text.ends_with("</script></body></html>"),
        "{text}"
    );
    let style = get(address, "/style.css?v=1");
    assert_eq!((style.status, &style.body[..]), (200, &b"p{color:red}"[..]));
    assert!(style.head.contains("content-type: text/css; charset=utf-8"));
    for header in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(style.head.contains(header), "{}", style.head);
    }
    assert!(!style.head.contains("access-control"), "{}", style.head);
    assert!(get(address, "/__pufa/client.js").head.contains("text/javascript"));
}

#[test]
fn a_folder_gets_its_slash_and_a_missing_page_the_page_of_the_site() {
    let (address, _live) = start();
    let folder = get(address, "/a?x=1");
    assert_eq!(folder.status, 307);
    assert!(folder.head.contains("location: /a/?x=1"), "{}", folder.head);
    let missing = get(address, "/nothing/here");
    assert_eq!(missing.status, 404);
    assert!(String::from_utf8_lossy(&missing.body).contains("没有这一页"));
}

#[test]
fn nothing_outside_the_site_is_reached() {
    let (address, _live) = start();
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/a/%2e%2e/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/..%5cCargo.toml",
        "/a%2findex.html",
        "/%00",
        "/index.html%00.css",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/C:/Windows/win.ini",
        "/c%3a%5cx",
        "/.git/config",
        "/a/..;/index.html",
        "/%c0%ae%c0%ae/x",
        "/%252e%252e/x",
        "/style.css/",
        "/style.css/..",
        "/content/",
        "/a/.",
    ] {
        let answer = get(address, path);
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn only_reading_is_answered_and_head_has_no_body() {
    let (address, _live) = start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        let answer = ask(address, method, "/", "Content-Length: 0\r\n");
        assert_eq!(answer.status, 405, "{method}");
        assert!(!answer.head.contains("access-control"));
    }
    for path in ["/", "/style.css", "/nothing", "/a", "/__pufa/client.js"] {
        let (with, without) = (get(address, path), ask(address, "HEAD", path, ""));
        assert_eq!((without.status, without.body.len()), (with.status, 0), "{path}");
        let length = |it: &Answer| {
            it.head.lines().find(|it| it.starts_with("content-length")).map(str::to_owned)
        };
        assert_eq!(length(&with), length(&without), "{path}");
    }
}

#[test]
fn a_name_that_is_not_ours_is_refused() {
    let (address, _live) = start();
    for host in [
        "evil.test",
        "evil.test:80",
        "localhost.evil.test",
        "192.168.1.2",
        "",
        "a\r\nHost: localhost",
    ] {
        let answer = ask(address, "GET", "/", &format!("Host: {host}\r\n"));
        assert!(answer.status == 403 || answer.status == 400, "{host}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains("首页"), "{host}");
    }
    assert_eq!(ask(address, "GET", "http://evil.test/", "Host: localhost\r\n").status, 403);
    assert_eq!(raw(address, b"GET / HTTP/1.0\r\n\r\n")[9..12], *b"403");
    for host in ["localhost", "127.0.0.1:9", "[::1]:8000"] {
        assert_eq!(ask(address, "GET", "/", &format!("Host: {host}\r\n")).status, 200, "{host}");
    }
    let (address, _live) = start_for(made(&SITE), Audience::Lan);
    assert_eq!(ask(address, "GET", "/", "Host: 192.168.1.2:8000\r\n").status, 200);
    assert_eq!(ask(address, "GET", "/", "Host: evil.test\r\n").status, 403);
}

#[test]
fn parts_of_a_large_video_are_read_from_the_disk() {
    let dir = TempDir::new().expect("a folder");
    let video = dir.path().join("v.mp4");
    let content: Vec<u8> = (0..3_000_000_u32).map(|it| (it % 251) as u8).collect();
    fs::write(&video, &content).expect("written");
    let asset = Asset::on_disk("content/v.mp4", &video).expect("readable");
    let mut site = made(&SITE);
    site.artifacts
        .insert(OutputPath::new("v.mp4").expect("good"), Body::Copy(asset.into()))
        .expect("free");
    let (address, _live) = start_for(site, Audience::Loopback);
    let whole = get(address, "/v.mp4");
    assert_eq!((whole.status, whole.body == content), (200, true));
    let part = ask(address, "GET", "/v.mp4", "Range: bytes=2000000-2500000\r\n");
    assert_eq!((part.status, part.body == content[2_000_000..=2_500_000]), (206, true));
    assert!(part.head.contains("content-range: bytes 2000000-2500000/3000000"), "{}", part.head);
    assert_eq!(ask(address, "GET", "/v.mp4", "Range: bytes=3000000-\r\n").status, 416);
    let of_another = "Range: bytes=2000000-2500000\r\nIf-Range: \"another\"\r\n";
    let whole = ask(address, "GET", "/v.mp4", of_another);
    assert_eq!((whole.status, whole.body == content), (200, true));
    assert_eq!(ask(address, "GET", "/style.css", "Range: bytes=0-0\r\n").body, b"p");
    // Another file has come into its place, and nobody has looked since.
    fs::write(&video, &content[1..]).expect("written");
    assert_eq!(get(address, "/v.mp4").status, 404);
    fs::write(&video, &content).expect("written");
    assert_eq!(get(address, "/v.mp4").status, 200);
    #[cfg(unix)]
    {
        let other = dir.path().join("other");
        fs::rename(&video, &other).expect("moved");
        std::os::unix::fs::symlink(&other, &video).expect("a link");
        assert_eq!(get(address, "/v.mp4").status, 404);
    }
}

struct Line(TcpStream);

impl Line {
    fn open(address: SocketAddr, seen: &str, origin: &str) -> Result<Self, u16> {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
        let request = format!(
            "GET /__pufa/live?seen={seen} HTTP/1.1\r\nHost: {address}\r\nOrigin: {origin}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a head");
            head.push(byte[0]);
        }
        let status = String::from_utf8_lossy(&head)[9..12].parse().expect("a status");
        if status == 101 { Ok(Self(stream)) } else { Err(status) }
    }

    fn next(&mut self) -> Value {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).expect("a frame");
        let len = match head[1] {
            126 => {
                let mut len = [0; 2];
                self.0.read_exact(&mut len).expect("a length");
                usize::from(u16::from_be_bytes(len))
            }
            len => usize::from(len),
        };
        let mut text = vec![0; len];
        self.0.read_exact(&mut text).expect("a message");
        serde_json::from_slice(&text).expect("JSON")
    }
}

#[test]
fn a_browser_hears_what_changed() {
    let (address, live) = start();
    let state = live.now().name();
    let mut line = Line::open(address, &state, &format!("http://{address}")).expect("a line");
    assert_eq!(line.next(), json!({ "state": state, "changed": [], "diagnostics": [] }));
    let mut files = SITE;
    files[2].1 = "p{color:blue}";
    live.replace(made(&files[..3]));
    let message = line.next();
    assert_eq!(message["changed"], json!(["404.html", "style.css"]));
    live.replace(made(&files[..3]));
    files[0].1 = "<p>新</p>";
    live.replace(made(&files[..3]));
    assert_eq!(
        line.next()["changed"],
        json!(["index.html"]),
        "a build without a difference is not told"
    );
    let mut late = Line::open(address, &state, &format!("http://{address}")).expect("a line");
    assert_eq!(late.next()["changed"], json!(["404.html", "index.html", "style.css"]));
    let mut lost = Line::open(address, "1-1", &format!("http://{address}")).expect("a line");
    assert_eq!(lost.next()["changed"], Value::Null, "a page of an earlier run compares itself");
}

#[test]
fn another_site_cannot_listen() {
    let (address, _live) = start();
    for origin in ["http://evil.test", "null", "https://127.0.0.1", "http://localhost:1"] {
        assert_eq!(Line::open(address, "", origin).err(), Some(403), "{origin}");
    }
}

#[test]
fn mistakes_are_told_over_the_last_good_page() {
    let (address, live) = start();
    let state = live.now().name();
    let mut line = Line::open(address, &state, &format!("http://{address}")).expect("a line");
    line.next();
    let slip = json!({ "code": "link/broken", "message": { "zh": "<script>alert(1)</script>", "en": "" } });
    live.replace(Made {
        diagnostics: vec![(Audience::Loopback, slip.clone())],
        failed: true,
        ..made(&[("index.html", "broken")])
    });
    let message = line.next();
    assert_eq!((&message["changed"], &message["diagnostics"]), (&json!([]), &json!([slip])));
    assert!(String::from_utf8_lossy(&get(address, "/").body).contains("首页"));
    live.replace(made(&[("index.html", "mended")]));
    assert_eq!(line.next()["diagnostics"], json!([]));
    assert!(String::from_utf8_lossy(&get(address, "/").body).contains("mended"));
}

#[test]
fn what_is_said_of_drafts_stays_on_this_machine() {
    let of_draft = (Audience::Loopback, json!({ "source": "草稿里的一句" }));
    let of_page = (Audience::Lan, json!({ "source": "人人能看的一句" }));
    let (_, live) =
        start_for(Made { diagnostics: vec![of_draft, of_page], ..made(&SITE) }, Audience::Lan);
    let message = |reader| live.now().message("", None, reader);
    assert!(message(Audience::Loopback).contains("草稿里的一句"));
    assert!(!message(Audience::Lan).contains("草稿里的一句"));
    assert!(message(Audience::Lan).contains("人人能看的一句"));
}

#[test]
fn a_state_with_mistakes_is_not_called_shown() {
    let (_, live) = start();
    let slip = || Made { failed: true, ..made(&[("index.html", "broken")]) };
    assert_eq!(live.replace(slip()), Shown::LastGood);
    assert_eq!(live.replace(made(&[("index.html", "mended")])), Shown::New);
}

#[test]
fn a_first_build_with_mistakes_is_shown_until_a_good_one_comes() {
    let (address, live) =
        start_for(Made { failed: true, ..made(&[("index.html", "first")]) }, Audience::Loopback);
    for next in ["second", "third"] {
        live.replace(Made { failed: true, ..made(&[("index.html", next)]) });
        assert!(String::from_utf8_lossy(&get(address, "/").body).contains(next));
    }
}

#[test]
fn five_hundred_slow_readers_stop_nothing() {
    let (address, live) = start();
    let big = "法".repeat(2 << 20);
    live.replace(made(&[("index.html", "<p>x</p>"), ("big.txt", &big)]));
    let slow: Vec<TcpStream> = (0..500)
        .map(|it| {
            let mut stream = TcpStream::connect(address).expect("a connection");
            let request = match it % 3 {
                0 => format!("GET /big.txt HTTP/1.1\r\nHost: {address}\r\n\r\n"),
                1 => "GET /big.txt HT".to_owned(),
                _ => String::new(),
            };
            stream.write_all(request.as_bytes()).expect("sent");
            stream
        })
        .collect();
    // A server that waited for one of them would not answer within the patience of `get`.
    for round in 0..20 {
        live.replace(made(&[("index.html", &round.to_string()), ("big.txt", &big)]));
        assert!(String::from_utf8_lossy(&get(address, "/").body).starts_with(&round.to_string()));
    }
    drop(slow);
}

#[test]
fn changes_on_disk_are_noticed() {
    let dir = TempDir::new().expect("a folder");
    let root = dir.path().to_owned();
    fs::create_dir_all(root.join("content/a")).expect("a folder");
    fs::create_dir_all(root.join("public")).expect("a folder");
    fs::write(root.join("content/a/x.md"), "1").expect("written");
    let (sender, receiver) = mpsc::channel();
    let mut watch = Watch::start(&root);
    thread::spawn(move || {
        loop {
            watch.wait();
            if sender.send(()).is_err() {
                return;
            }
        }
    });
    let expect = |what: &str| {
        assert!(receiver.recv_timeout(Duration::from_secs(8)).is_ok(), "{what}");
    };
    let calm = || while receiver.recv_timeout(Duration::from_millis(2600)).is_ok() {};
    fs::write(root.join("content/a/x.md"), "2").expect("written");
    expect("a change");
    fs::write(root.join("content/a/.x.swp"), "3")
        .and_then(|()| fs::rename(root.join("content/a/.x.swp"), root.join("content/a/x.md")))
        .expect("saved");
    expect("a save by rename");
    fs::create_dir(root.join("content/new"))
        .and_then(|()| fs::write(root.join("content/new/y.md"), "y"))
        .expect("written");
    expect("a file in a new folder");
    calm();
    fs::write(root.join("content/new/y.md"), "z").expect("written");
    expect("a change in the new folder");
    fs::create_dir(root.join("data"))
        .and_then(|()| fs::write(root.join("data/t.csv"), "a"))
        .expect("written");
    expect("an input folder that was not there");
    fs::write(root.join("site.toml"), "title = \"x\"").expect("written");
    expect("the configuration");
    calm();
    fs::write(root.join("public/index.html"), "x").expect("written");
    fs::read(root.join("content/a/x.md")).expect("read");
    assert!(
        receiver.recv_timeout(Duration::from_millis(2600)).is_err(),
        "output and reading are no change"
    );
}
