//! The preview after any series of edits is, byte for byte, what a fresh build makes of the same folder.
//!
//! The program itself serves and builds. `PUFA_EDITS=1000` asks for the full number of edits.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

type Files = BTreeMap<String, Vec<u8>>;

fn edits() -> u32 {
    env::var("PUFA_EDITS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(40)
}

/// A sequence without chance: the same edits in every run. (Marsaglia's xorshift.)
struct Choice(u64);

impl Choice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("below a usize")
    }

    fn of<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        if items.is_empty() {
            None
        } else {
            Some(items[self.below(items.len())].clone())
        }
    }
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
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("pufa runs");
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
    let encoded: String = path
        .bytes()
        .map(|it| format!("%{it:02x}"))
        .collect::<String>()
        .replace("%2f", "/");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let request =
        format!("GET /{encoded} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .expect("a head");
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
    let done = pufa(root, &["build", "--drafts"])
        .arg("--output")
        .arg(&output)
        .output();
    let done = done.expect("pufa runs");
    let code = done.status.code();
    assert!(
        matches!(code, Some(0 | 1)),
        "{code:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    (code == Some(0)).then(|| files(&output))
}

fn files(folder: &Path) -> Files {
    let walk = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file());
    let read = |it: walkdir::DirEntry| {
        let path = it
            .path()
            .strip_prefix(folder)
            .expect("inside")
            .to_string_lossy()
            .replace('\\', "/");
        (path, fs::read(it.path()).expect("readable"))
    };
    walk.map(read)
        .filter(|(path, _)| !path.starts_with(".pufa-"))
        .collect()
}

fn page(title: &str, body: &str) -> String {
    format!("---\n标题: {title}\n日期: 2026-03-08\n标签: [彩礼]\n---\n\n{body}\n")
}

fn pages(root: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root.join("content"))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let pages = walk
        .map(walkdir::DirEntry::into_path)
        .filter(|it| it.extension().is_some_and(|it| it == "md"));
    pages
        .filter(|it| it.file_name().is_some_and(|it| it != "_index.md"))
        .collect()
}

fn rewrite(path: &Path, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(path).expect("readable");
    fs::write(path, change(text)).expect("written");
}

/// Makes one change as an editor, a program or a careless hand would.
fn edit(root: &Path, step: u32, choice: &mut Choice) -> String {
    let pages = pages(root);
    let kind = choice.below(14);
    let (Some(one), Some(two)) = (choice.of(&pages), choice.of(&pages)) else {
        fs::write(root.join("content/a/again.md"), page("又一页", "正文。")).expect("written");
        return "the first page".to_owned();
    };
    let fresh = root.join(format!(
        "content/{}/n{step}.md",
        ["a", "b", "c/d"][choice.below(3)]
    ));
    match kind {
        0 | 1 => {
            fs::create_dir_all(fresh.parent().expect("inside")).expect("a folder");
            fs::write(fresh, page(&format!("新的第{step}页"), "正文。")).expect("written");
        }
        2 | 3 => rewrite(&one, |text| text + &format!("\n又一段，第{step}次。\n")),
        4 => rewrite(&one, |text| {
            text.replacen("标题: ", &format!("标题: 改{step}"), 1)
        }),
        5 => fs::rename(&one, one.with_file_name(format!("r{step}.md"))).expect("renamed"),
        6 => fs::remove_file(&one).expect("removed"),
        7 => {
            let between = root.join("content/between.tmp");
            fs::rename(&one, &between).expect("renamed");
            if two != one {
                fs::rename(&two, &one).expect("renamed");
            }
            fs::rename(&between, &two).expect("renamed");
        }
        8 => rewrite(&one, |text| text.replacen("日期: ", "日期: 坏", 1)),
        9 => {
            for page in &pages {
                rewrite(page, |text| text.replace("日期: 坏", "日期: "));
            }
        }
        10 => {
            let (from, to) = (
                root.join("content/b"),
                root.join(format!("content/m{step}")),
            );
            let (from, to) = if from.exists() {
                (from, to)
            } else {
                (one.parent().expect("inside").to_owned(), from)
            };
            // A column inside the moved one cannot take its place.
            let _ = fs::rename(from, to);
        }
        11 => rewrite(&root.join("site.toml"), |text| {
            text + &format!("# {step}\n")
        }),
        12 => rewrite(&one, |text| text),
        _ => {
            // Many editors save so: a new file, then a rename over the old.
            let temporary = one.with_extension("swp");
            fs::write(
                &temporary,
                fs::read_to_string(&one).expect("readable") + "保存。\n",
            )
            .expect("written");
            fs::rename(temporary, &one).expect("renamed");
        }
    }
    format!("edit {step} of kind {kind} on {}", one.display())
}

#[test]
fn the_preview_is_what_a_fresh_build_makes() {
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path().join("site");
    for section in ["a", "b"] {
        fs::create_dir_all(root.join("content").join(section)).expect("a folder");
        for number in 0..4 {
            let text = page(
                &format!("{section} 第{number}页"),
                "正文，见[另一页](p0.md)。"
                    .replace("[另一页](p0.md)", "")
                    .as_str(),
            );
            fs::write(root.join(format!("content/{section}/p{number}.md")), text).expect("written");
        }
    }
    fs::write(root.join("site.toml"), "title = \"普法\"\n").expect("written");
    let mut expected = build(&root).expect("a site without mistakes");
    let mut known: BTreeSet<String> = expected.keys().cloned().collect();
    let (_server, address) = serve(&root);
    let mut choice = Choice(0x2026_1123);
    for step in 0..edits() {
        let what: Vec<String> = (0..=choice.below(3))
            .map(|it| edit(&root, step * 10 + it as u32, &mut choice))
            .collect();
        if let Some(files) = build(&root) {
            known.extend(files.keys().cloned());
            expected = files;
        }
        let start = Instant::now();
        loop {
            let differ: Vec<&String> = known
                .iter()
                .filter(|path| get(&address, path) != expected.get(*path).cloned())
                .collect();
            if differ.is_empty() {
                break;
            }
            assert!(
                start.elapsed() < Duration::from_secs(15),
                "{what:?}: {differ:?}"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
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
    for (options, shown) in [
        (&[][..], true),
        (&["--lan"][..], false),
        (&["--lan", "--drafts"][..], true),
    ] {
        let (_server, address) = serve_with(&root, options);
        assert!(get(&address, "a/open/index.html").is_some(), "{options:?}");
        assert_eq!(
            get(&address, "a/secret/index.html").is_some(),
            shown,
            "{options:?}"
        );
    }
}
