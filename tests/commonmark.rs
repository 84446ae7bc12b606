//! The examples of the CommonMark 0.31 specification, parsed as pages of ours and compared by structure.
//!
//! The specification comes with the packages of the browser tests (`.ci/setup`); its licence keeps it out of this
//! repository. What differs on purpose is listed with its reason, and must go on differing.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test stops where it fails and says what it skips"
)]

use std::{collections::BTreeMap, fmt::Write, fs};

use indexmap::IndexMap;
use pufa::{
    diag::Sink,
    document::{Block, Document, Inline, List, ReferenceId},
    law::citation::names::Names,
    markdown::{self, Dialect},
    pinyin::Pinyin,
    source::Source,
};

const SPECIFICATION: &str = "tests/browser/node_modules/commonmark-spec/spec.txt";

/// Where we part from the specification, by example number.
const DIFFERENT: &[(&str, &[u32])] = &[
    ("raw HTML is refused", &[21, 31, 201, 344, 475, 476, 477, 491, 494, 524, 536, 642, 643]),
    ("comments of the editor are not published", &[308, 309]),
    ("a bare address becomes a link, as in GFM", &[602, 606, 608, 611, 612]),
    ("several lines above a rule are a paragraph, as editors mean it", &[81, 82, 95, 215]),
    ("what is indented by hand is text, no code", &[313]),
    ("a star between digits multiplies", &[356]),
    ("four bars are a blank to fill in", &[426, 465, 468]),
    ("a line that begins like one of a typed list stays a line", &[367, 405]),
];

struct Example {
    number: u32,
    section: String,
    markdown: String,
    html: String,
}

fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut section = String::new();
    let mut found = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("# ")) {
            title.clone_into(&mut section);
        }
        if line != format!("{fence} example") {
            continue;
        }
        let block = |end: &str, lines: &mut std::str::Lines<'_>| -> String {
            lines
                .take_while(|it| *it != end)
                .fold(String::new(), |text, it| text + &it.replace('→', "\t") + "\n")
        };
        let markdown = block(".", &mut lines);
        let html = block(&fence, &mut lines);
        let number = u32::try_from(found.len() + 1).unwrap();
        found.push(Example { number, section: section.clone(), markdown, html });
    }
    found
}

/// Writes a document the way the specification writes its results.
struct Writer<'a> {
    document: &'a Document,
    out: String,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        for block in blocks {
            self.block(block, tight);
        }
    }

    fn wrapped(&mut self, tag: &str, work: impl FnOnce(&mut Self)) {
        write!(self.out, "<{tag}>").unwrap();
        work(self);
        write!(self.out, "</{}>", tag.split(' ').next().unwrap()).unwrap();
    }

    fn block(&mut self, block: &Block, tight: bool) {
        match block {
            Block::Paragraph(inlines) if tight => self.inlines(inlines),
            Block::Paragraph(inlines) => self.wrapped("p", |it| it.inlines(inlines)),
            Block::Heading(index) => {
                let heading = &self.document.headings[*index];
                self.wrapped(&format!("h{}", heading.level), |it| {
                    it.inlines(&heading.inlines);
                });
            }
            Block::Quote(blocks) => self.wrapped("blockquote", |it| it.blocks(blocks, false)),
            Block::Code { language, text } => {
                let class = if language.is_empty() {
                    String::new()
                } else {
                    format!(" class=\"language-{}\"", escape(language))
                };
                self.wrapped("pre", |it| {
                    it.wrapped(&format!("code{class}"), |it| it.out.push_str(&escape(text)));
                });
            }
            Block::Rule => self.out.push_str("<hr>"),
            Block::Html(html) => self.out.push_str(html),
            Block::List(list) => self.list(list),
            Block::Figure { reference, alt, .. } if tight => self.image(*reference, alt),
            Block::Figure { reference, alt, .. } => {
                self.wrapped("p", |it| it.image(*reference, alt));
            }
            other => write!(self.out, "[{other:?}]").unwrap(),
        }
    }

    fn list(&mut self, list: &List) {
        let tag = match list.start {
            None => "ul".to_owned(),
            Some(1) => "ol".to_owned(),
            Some(start) => format!("ol start=\"{start}\""),
        };
        self.wrapped(&tag, |it| {
            for item in &list.items {
                it.wrapped("li", |it| it.blocks(&item.blocks, list.tight));
            }
        });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.out.push_str(&escape(text)),
                Inline::Emphasis(inlines) => self.wrapped("em", |it| it.inlines(inlines)),
                Inline::Strong(inlines) => self.wrapped("strong", |it| it.inlines(inlines)),
                Inline::Strikethrough(inlines) => self.wrapped("del", |it| it.inlines(inlines)),
                Inline::Code(text) => self.wrapped("code", |it| it.out.push_str(&escape(text))),
                Inline::Break => self.out.push_str("<br>"),
                Inline::Link { reference, inlines } => {
                    let written = escape(&self.document.reference(*reference).written);
                    self.wrapped(&format!("a href=\"{written}\""), |it| it.inlines(inlines));
                }
                Inline::Image { reference, alt } => self.image(*reference, alt),
                Inline::Html(html) => self.out.push_str(html),
                other => write!(self.out, "[{other:?}]").unwrap(),
            }
        }
    }

    fn image(&mut self, reference: ReferenceId, alt: &str) {
        let written = &self.document.reference(reference).written;
        write!(self.out, "<img src=\"{}\" alt=\"{}\">", escape(written), escape(alt)).unwrap();
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What of the HTML is compared: tags, `href`, `src`, `alt`, and words; not titles, entities, or spaces that show nothing.
fn normal(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut preformatted = false;
    let mut text = String::new();
    let mut rest = html;
    while !rest.is_empty() {
        let is_tag = rest.starts_with('<')
            && rest[1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
        let end = if is_tag {
            rest.find('>').map_or(rest.len(), |at| at + 1)
        } else {
            rest.char_indices().skip(1).find(|(_, it)| *it == '<').map_or(rest.len(), |(at, _)| at)
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        if !is_tag {
            text.push_str(token);
            continue;
        }
        push_text(&mut found, &mut text, preformatted);
        preformatted = if token == "<pre>" { true } else { preformatted && token != "</pre>" };
        found.push(tag(token));
    }
    push_text(&mut found, &mut text, preformatted);
    let is_blank = |it: &String| it.is_empty() || it == " ";
    let block = |it: Option<&String>| {
        it.is_none_or(|it| {
            it.starts_with('<')
                && !INLINE.iter().any(|name| {
                    it.trim_start_matches(['<', '/']).split([' ', '>']).next() == Some(name)
                })
        })
    };
    // Spaces beside the tags of blocks show nothing.
    (0..found.len())
        .filter(|at| {
            !(is_blank(&found[*at])
                && (block(at.checked_sub(1).map(|it| &found[it])) || block(found.get(at + 1))))
        })
        .map(|at| {
            let left = block(at.checked_sub(1).map(|it| &found[it]));
            let right = block(found.get(at + 1));
            let it = found[at].as_str();
            if it.starts_with('<') || it.contains('\n') {
                return it.to_owned();
            }
            let broken = at > 0 && found[at - 1] == "<br>";
            let it = if left || broken { it.trim_start() } else { it };
            if right { it.trim_end().to_owned() } else { it.to_owned() }
        })
        .collect()
}

const INLINE: [&str; 7] = ["em", "strong", "del", "code", "a", "img", "br"];

fn push_text(found: &mut Vec<String>, text: &mut String, preformatted: bool) {
    let plain = text
        .replace("&lt;", "‹")
        .replace("&gt;", "›")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    text.clear();
    if plain.is_empty() {
        return;
    }
    if preformatted {
        return found.push(plain);
    }
    let mut out = String::new();
    for it in plain.chars() {
        match it {
            ' ' | '\n' | '\t' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
    found.push(out);
}

/// A tag without what we do not keep: titles, the closing slash, the ways of writing an address.
fn tag(token: &str) -> String {
    let name =
        token.trim_start_matches('<').split([' ', '>', '\n']).next().unwrap().trim_end_matches('/');
    let kept = ["href", "src", "alt", "class", "start"].iter().filter_map(|key| {
        let value = token.split_once(&format!("{key}=\""))?.1.split('"').next()?;
        Some(format!(" {key}={}", decoded(value)))
    });
    format!("<{name}{}>", kept.collect::<String>())
}

fn decoded(value: &str) -> String {
    let plain = value
        .replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let mut bytes = Vec::new();
    let mut rest = plain.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%' && after.len() >= 2)
            .then(|| {
                std::str::from_utf8(&after[..2]).ok().and_then(|it| u8::from_str_radix(it, 16).ok())
            })
            .flatten();
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn ours(markdown: &str) -> String {
    let source = Source::new(
        "content/example.md",
        format!("---\ntitle: Example\n---\n{markdown}").as_bytes(),
    );
    let names = Names::new(Vec::new());
    let pinyin = Pinyin::default();
    let dialect = Dialect {
        taxonomies: &IndexMap::new(),
        raw_html: false,
        names: &names,
        zone: &jiff::tz::TimeZone::UTC,
        pinyin: &pinyin,
    };
    let document = markdown::parse(&source, &dialect, &mut Sink::default());
    let mut writer = Writer { document: &document, out: String::new() };
    writer.blocks(&document.blocks, false);
    writer.out
}

/// Raw HTML is refused by default, so an example that lets a tag of its own through cannot come out the same.
fn has_raw_html(example: &Example) -> bool {
    matches!(example.section.as_str(), "HTML blocks" | "Raw HTML")
}

#[test]
fn the_specification_is_kept() {
    let Ok(specification) = fs::read_to_string(SPECIFICATION) else {
        assert!(std::env::var_os("CI").is_none(), "{SPECIFICATION} is missing: run .ci/setup");
        eprintln!("skipped: run .ci/setup for {SPECIFICATION}");
        return;
    };
    let examples = examples(&specification);
    assert!(examples.len() > 640, "only {} examples found", examples.len());
    let allowed: BTreeMap<u32, &str> = DIFFERENT
        .iter()
        .flat_map(|(why, numbers)| numbers.iter().map(move |it| (*it, *why)))
        .collect();
    let mut wrong = String::new();
    for example in examples.iter().filter(|it| !has_raw_html(it)) {
        let html = ours(&example.markdown);
        let same = normal(&html) == normal(&example.html);
        if same == allowed.contains_key(&example.number) {
            let what = allowed
                .get(&example.number)
                .map_or("differs", |_| "is listed as different and is not");
            writeln!(
                wrong,
                "example {} ({}) {what}\n{}\n  wanted {:?}\n  ours   {:?}",
                example.number,
                example.section,
                example.markdown,
                normal(&example.html),
                normal(&html)
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
