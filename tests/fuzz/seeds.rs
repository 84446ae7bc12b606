//! What fuzzing starts from: the suite's examples, the bundled content, and the words in `dictionaries/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Lists the files below a folder, sorted.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    walk.into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|it| {
            let ending = it.extension().and_then(|it| it.to_str()).unwrap_or_default();
            it.is_file() && endings.contains(&ending)
        })
        .collect()
}

fn contents(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let files = files(folder, endings);
    files.iter().filter_map(|it| fs::read(it).ok()).collect()
}

/// The fenced blocks of the suite whose name `wanted` accepts.
fn examples(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for chapter in contents("tests/suite", &["md"]) {
        let chapter = String::from_utf8_lossy(&chapter).into_owned();
        let mut open: Option<(usize, bool)> = None;
        for line in chapter.lines() {
            let ticks = line.bytes().take_while(|it| *it == b'`').count();
            match open {
                Some((length, _)) if ticks >= length && line[ticks..].trim().is_empty() => {
                    open = None;
                }
                Some((_, true)) => {
                    let last: &mut Vec<u8> = found.last_mut().expect("one was opened");
                    last.extend_from_slice(line.as_bytes());
                    last.push(b'\n');
                }
                Some((_, false)) => {}
                None if ticks >= 3 => {
                    let is_wanted = wanted(line[ticks..].trim());
                    open = Some((ticks, is_wanted));
                    if is_wanted {
                        found.push(Vec::new());
                    }
                }
                None => {}
            }
        }
    }
    found
}

fn pages() -> Vec<Vec<u8>> {
    let is_page = |it: &str| it.starts_with("content/") && it.ends_with(".md");
    [examples(is_page), contents("content", &["md"])].concat()
}

/// Keeps the part of each page between its fences.
fn metadata(fence: &str) -> Vec<Vec<u8>> {
    let inner = |page: Vec<u8>| {
        let text = String::from_utf8_lossy(&page).into_owned();
        let rest = text.strip_prefix(fence)?.strip_prefix('\n')?.to_owned();
        rest.split_once(&format!("\n{fence}")).map(|it| it.0.as_bytes().to_vec())
    };
    pages().into_iter().filter_map(inner).collect()
}

/// Cuts what stands in round brackets behind square ones.
fn written_links() -> Vec<Vec<u8>> {
    let texts = pages();
    let link = |it: &str| it.split_once(')').map(|it| it.0.as_bytes().to_vec());
    let of = |page: &Vec<u8>| {
        let text = String::from_utf8_lossy(page).into_owned();
        text.split("](").skip(1).filter_map(link).collect::<Vec<_>>()
    };
    texts.iter().flat_map(of).collect()
}

fn directives() -> Vec<Vec<u8>> {
    let of = |page: Vec<u8>| {
        let text = String::from_utf8_lossy(&page).into_owned();
        let boxes = text.split("\n:::").skip(1).map(|it| it.as_bytes().to_vec());
        boxes.filter(|it| it.len() > 4).collect::<Vec<_>>()
    };
    pages().into_iter().flat_map(of).collect()
}

/// A box of an MP4 file.
fn mp4_box(name: &str, content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).expect("a small box");
    [&size.to_be_bytes()[..], name.as_bytes(), content].concat()
}

/// The smallest file that is a video: one track of H.264, 640 by 360, two seconds.
fn small_video() -> Vec<u8> {
    let numbers = |list: &[u32]| list.iter().flat_map(|it| it.to_be_bytes()).collect::<Vec<u8>>();
    let mut entry = vec![0; 24];
    entry.extend([2, 128, 1, 104]);
    entry.extend([0; 50]);
    let entry = mp4_box("avc1", &[entry, mp4_box("avcC", &[1, 100, 0, 31, 255])].concat());
    let described = mp4_box("stsd", &[numbers(&[0, 1]), entry].concat());
    let table = mp4_box("stbl", &described);
    let handler = mp4_box("hdlr", &[&numbers(&[0, 0])[..], b"vide", &[0; 13]].concat());
    let time = mp4_box("mdhd", &numbers(&[0, 0, 0, 1000, 2000, 0]));
    let media = mp4_box("mdia", &[time, handler, mp4_box("minf", &table)].concat());
    let mut track = numbers(&[7, 0, 0, 1, 0, 2000]);
    track.extend([0; 52]);
    track.extend(numbers(&[640 << 16, 360 << 16]));
    let track = mp4_box("trak", &[mp4_box("tkhd", &track), media].concat());
    let movie = mp4_box("mvhd", &[numbers(&[0, 0, 0, 1000, 2000, 0x1_0000]), vec![0; 76]].concat());
    let movie = mp4_box("moov", &[movie, track].concat());
    [mp4_box("ftyp", b"isom\0\0\0\0isommp42"), movie, mp4_box("mdat", &[0; 32])].concat()
}

/// Returns where the fuzzing of a target starts.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "yaml" => metadata("---"),
        "toml" => [metadata("+++"), contents("content", &["toml"])].concat(),
        "markdown" => pages(),
        "directives" => directives(),
        "links" => written_links(),
        "paths" => written_links(),
        "search" => pages(),
        "captions" => {
            [examples(|it| it.ends_with(".vtt")), vec![CAPTIONS.as_bytes().to_vec()]].concat()
        }
        "mp4" => vec![small_video()],
        "pictures" => contents("content", &["svg", "png", "jpg"]),
        "citations" => pages(),
        "statutes" => [
            examples(|it| it.starts_with("content/laws/")),
            contents("content/laws", &["md"]),
            vec![WORD.as_bytes().to_vec()],
        ]
        .concat(),
        "config" => examples(|it| it == "site.toml"),
        "tables" => [
            examples(|it| it.starts_with("data/") || it.starts_with("content/stations")),
            contents("data", &["csv", "toml"]),
            contents("content", &["toml"]),
        ]
        .concat(),
        _ => sites(),
    };
    // Long seeds only make every try slow.
    seeds.retain(|it| !it.is_empty());
    seeds.iter_mut().for_each(|it| it.truncate(6000));
    seeds.sort();
    seeds.dedup();
    seeds
}

/// Captions with every kind of line.
const CAPTIONS: &str = "WEBVTT 普法\n\nNOTE 说明\n\nSTYLE\n::cue { color: red }\n\n1\n00:01.000 --> 00:00:03.500 align:start\n\
<v 甲>您好，<c.red>听我说</c>\n\n2\n00:00:03,500 --> 00:00:02.000\n第二句\n第三句\n";

/// A document of Word with two paragraphs and a numbered one.
const WORD: &str = "<w:document><w:body><w:p><w:r><w:t>某某条例</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/>\
<w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>第一条　为了&amp;，制定。</w:t></w:r></w:p></w:body>\
<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>\
<w:lvlText w:val=\"第%1条\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:document>";

/// Small whole sites.
fn sites() -> Vec<Vec<u8>> {
    let page = "=== content/a/x.md\n---\ntitle: <b>甲&\ntags: [\"<i>\", 彩礼]\naliases: [old/x]\n---\n\n## 节\n\n《民法典》第一千零四十二条。\n";
    [
        "=== site.toml\ntitle = \"<s>&\"\nbase_url = \"https://a.b/c/\"\n",
        "=== content/_index.md\n---\ntitle: 首页\n---\n\n欢迎。\n",
        "=== content/a/_index.md\n---\ntitle: 栏目\npaginate: 1\n---\n\n:::提示\n注意\n:::\n",
        "=== content/glossary.md\n- **甲**：<b>解释\n",
        "=== content/a/t.csv\n甲,乙\n<b>,\"c\"\n",
        "=== content/laws/某法.md\n---\n标题: 某法\n公布: 2020-01-01\n施行: 2020-02-01\n---\n\n# 某法\n\n第一条 甲。\n\n第二条 乙：\n（一）丙；\n",
    ]
    .iter()
    .map(|it| [page, it].concat().into_bytes())
    .collect()
}

/// Returns the words of all dictionaries.
pub fn words() -> Vec<Vec<u8>> {
    let mut words = Vec::new();
    for text in contents("tests/fuzz/dictionaries", &["dict"]) {
        let text = String::from_utf8(text).expect("dictionaries are ASCII");
        let quoted = text.lines().filter_map(|it| it.strip_prefix('"')?.strip_suffix('"'));
        words.extend(quoted.map(unescape));
    }
    words
}

fn unescape(word: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = word.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'\\', [b'x', a, b, ..]) => {
                let digit = |it: &u8| char::from(*it).to_digit(16).expect("a hexadecimal digit");
                out.push(u8::try_from(digit(a) * 16 + digit(b)).expect("two digits"));
                rest = &tail[3..];
            }
            (b'\\', [next, ..]) => {
                out.push(*next);
                rest = &tail[1..];
            }
            _ => out.push(*first),
        }
    }
    out
}
