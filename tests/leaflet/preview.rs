//! The preview shows a page's leaflets beside it, also those that do not fit yet.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread,
};

use pufa::{
    cache::Cache,
    config::Flags,
    diag::{Lang, Sink},
    rebuild::Before,
    render::Artifacts,
    serve::{
        guard::Audience,
        http,
        proof::Proofs,
        snapshot::{Live, Made},
    },
    source::Sources,
};
use tokio::net::TcpListener;

use crate::{CONFIG, TEXT, fonts, page};

fn proofs(text: &str) -> Proofs {
    let front = "传单: [trifold, card]";
    let files = [("site.toml", CONFIG.to_owned()), ("content/a.md", page(front, text))];
    let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let mut sources = Sources::from_files(&files.into_iter().collect());
    sources.fonts = fonts().unwrap_or_default().to_vec();
    let cache = Cache::none();
    let built = pufa::build(
        &sources,
        &Flags::at(jiff::civil::date(2026, 11, 23)),
        &cache,
        &mut Sink::default(),
    );
    Proofs::new(&built, &sources, &cache)
}

fn start(proofs: Proofs) -> (SocketAddr, Live) {
    let made = Made { artifacts: Artifacts::default(), diagnostics: Vec::new(), failed: false };
    let live = Live::new(made, Lang::Zh);
    live.replace_proofs(proofs);
    let (sender, receiver) = mpsc::channel();
    let server = live.clone();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            http::answer(listener, server, Audience::Loopback).await.unwrap();
        });
    });
    (receiver.recv().unwrap(), live)
}

/// Returns the status and the content at `path`.
fn get(address: SocketAddr, path: &str) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer[end + 4..].to_vec())
}

/// How many dots of a picture are as red as the mark of a text that is too long.
fn red_dots(png: &[u8]) -> usize {
    let picture = image::load_from_memory(png).unwrap().into_rgb8();
    let is_red = |it: &&image::Rgb<u8>| it.0[0] > 230 && it.0[1] < 90 && it.0[2] < 90;
    picture.pixels().filter(is_red).count()
}

#[test]
fn leaflets_stand_beside_their_page_and_are_fresh_after_each_save() {
    if fonts().is_none() {
        return;
    }
    let (address, live) = start(proofs(TEXT));
    let (status, list) = get(address, "/__pufa/leaflets?path=a/index.html");
    let list = String::from_utf8(list).unwrap();
    assert_eq!(status, 200);
    assert!(list.contains("\"trifold\"") && list.contains("A6 卡片"), "{list}");
    let (_, none) = get(address, "/__pufa/leaflets?path=b/index.html");
    assert_eq!(none, b"[]");

    let card = |page: usize| {
        let path = format!("/__pufa/leaflet.png?path=a/index.html&format=card&page={page}");
        get(address, &path)
    };
    let (first, second) = (card(1), card(2));
    assert_eq!((first.0, second.0, card(3).0), (200, 200, 204));
    assert_ne!(first.1, second.1);
    assert_eq!(red_dots(&first.1), 0);

    // Too long by far: drawn all the same, with a mark where it has to be cut.
    let long = "- 写得太长的一条，一张卡片放不下这么多字。\n".repeat(60);
    live.replace_proofs(proofs(&TEXT.replace("- 打 110。\n:::", &format!("{long}:::"))));
    let (status, marked) = card(1);
    assert_eq!(status, 200);
    assert!(red_dots(&marked) > 200, "{}", red_dots(&marked));
}

#[test]
fn a_handbook_is_laid_out_again_only_when_it_is_opened() {
    let Some(fonts) = fonts() else { return };
    let settings = format!("{CONFIG}\n[[leaflet.handbook]]\nname = \"b\"\ncolumn = \"a\"\n");
    let mut before = Before::of_preview();
    let mut build = |text: &str| {
        let article = page("标签: [甲]", text);
        let files = [("site.toml", &*settings), ("content/a/x.md", &*article)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let mut sources = Sources::from_files(&files.into_iter().collect());
        sources.fonts = fonts.to_vec();
        let flags = Flags::at(jiff::civil::date(2026, 11, 23));
        before.build(&sources, &flags, &Cache::none(), &mut Sink::default()).artifacts
    };
    let first = build(TEXT);
    let is_book = |it: &str| it.starts_with("leaflets/") && it.ends_with("b.pdf");
    let mut paths = first.iter().map(|(path, _)| path.as_str());
    let path = paths.find(|it| is_book(it)).expect("the handbook").to_owned();
    let next = build(&TEXT.replace("110", "12338"));
    assert!(next.get(&path).is_some() && next.get(&path) != first.get(&path));
    let picture = path.replace(".pdf", ".png");
    assert_eq!(next.get(&picture), first.get(&picture), "shown without laying it out");
}
