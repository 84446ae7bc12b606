//! The metadata block on top of a source → [`FrontMatter`].
//!
//! Keys may be English or Chinese, values are read with tolerance; what cannot be understood becomes a diagnostic and the default.

use std::ops::Range;

use indexmap::IndexMap;

use crate::{
    data::{date, syntax, value::yes_no},
    diag::{Sink, messages::front_matter::Slip},
    document::{
        Attachment, Date, FrontMatter, LeafletRequest, PinyinMode, Reference, ReferenceId,
        ReferenceKind, Render, Term, Value, keys,
    },
    markdown::{Dialect, colon},
    source::{Source, Span},
};

/// Most bytes of metadata; a page has a few hundred.
const MAX_BYTES: usize = 64 << 10;

/// Most entries of a list: tags, old addresses.
const MAX_ENTRIES: usize = 1_000;

/// A source cut in two.
pub struct Parts<'a> {
    /// The metadata without its fences, with its place; empty when there is none.
    block: &'a str,
    block_start: usize,
    format: Format,
    /// Where the body starts.
    pub body_start: usize,
    /// Whether there is metadata that could not be told from the body.
    is_lost: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    None,
    Yaml,
    Toml,
}

/// Cuts the metadata block from the body. A fence that is never closed is reported; then all is body.
pub fn split<'a>(source: &'a Source, sink: &mut Sink) -> Parts<'a> {
    let text = source.text.as_str();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let format = match first {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        _ => Format::None,
    };
    let without = |is_lost: bool| Parts {
        block: "",
        block_start: 0,
        format: Format::None,
        body_start: 0,
        is_lost,
    };
    if format == Format::None {
        let is_wide = matches!(first, "－－－" | "———" | "－－" | "＋＋＋");
        if is_wide {
            sink.front_matter_fence(source.span(0..first.len()), first);
        }
        return without(is_wide);
    }
    let block_start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = block_start;
    for line in text[block_start..].split_inclusive('\n') {
        let fence = line.trim_end();
        if fence == first || (format == Format::Yaml && fence == "...") {
            return Parts {
                block: &text[block_start..at],
                block_start,
                format,
                body_start: at + line.len(),
                is_lost: false,
            };
        }
        at += line.len();
    }
    // A lone `---` is a line across; metadata is only meant when a key follows.
    let next = text[block_start..]
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let is_meant = next.contains([':', '=', '：']) && !next.starts_with(['#', '-', '*', '>']);
    if is_meant {
        sink.front_matter_unclosed(source.span(0..first.len()), first);
    }
    without(is_meant)
}

/// Reads the metadata. Files it names are added to `references`.
pub fn parse(
    source: &Source,
    parts: &Parts<'_>,
    dialect: &Dialect<'_>,
    references: &mut Vec<Reference>,
    sink: &mut Sink,
) -> FrontMatter {
    let unread = |is_unread: bool| FrontMatter {
        is_unread,
        ..FrontMatter::default()
    };
    if parts.block.len() > MAX_BYTES {
        let fence = source.span(0..parts.block_start.saturating_sub(1));
        sink.front_matter_too_large(fence, parts.block.len(), MAX_BYTES);
        return unread(true);
    }
    let parsed = match parts.format {
        Format::None => return unread(parts.is_lost),
        Format::Yaml => syntax::yaml(parts.block),
        Format::Toml => syntax::toml(parts.block),
    };
    let span = |range: Range<usize>| {
        source.span(parts.block_start + range.start..parts.block_start + range.end)
    };
    let table = match parsed {
        Ok(table) => table,
        Err(error) => {
            let colons = match parts.format {
                Format::Yaml => colon::slips(parts.block),
                Format::None | Format::Toml => Vec::new(),
            };
            let repaired = colon::repaired(parts.block, &colons);
            // All are mended at once, by the first.
            let mut repair = Some((span(0..parts.block.len()), repaired.as_str()));
            for it in &colons {
                sink.front_matter_colon(span(it.range.clone()), it.key, repair.take());
            }
            match (colons.first(), error.duplicate) {
                (Some(_), _) => {}
                (None, Some(key)) => sink.front_matter_duplicate(span(error.range), &key),
                (None, None) => {
                    let slip = slip(parts.format, &error.why);
                    sink.front_matter_syntax(span(error.range), &error.why, slip);
                }
            }
            return unread(true);
        }
    };
    let mut reader = Reader {
        parts,
        source,
        references,
        sink,
        out: FrontMatter::default(),
    };
    for (key, value) in &table {
        reader.read(key, value, dialect);
    }
    reader.out
}

fn slip(format: Format, why: &str) -> Slip {
    match format {
        Format::Toml => Slip::Toml,
        Format::None | Format::Yaml if why.contains("budget") || why.contains("recursive") => {
            Slip::Bomb
        }
        Format::None | Format::Yaml => Slip::Yaml,
    }
}

struct Reader<'a> {
    parts: &'a Parts<'a>,
    source: &'a Source,
    references: &'a mut Vec<Reference>,
    sink: &'a mut Sink,
    out: FrontMatter,
}

impl Reader<'_> {
    fn read(&mut self, written: &str, value: &Value, dialect: &Dialect<'_>) {
        let (key_span, value_span) = self.locate(written);
        let taxonomy = dialect
            .taxonomies
            .iter()
            .find(|(key, it)| key.as_str() == written || it.name == written);
        if let Some((key, _)) = taxonomy {
            return self.terms(key, value, value_span);
        }
        let Some(key) = keys::english(written) else {
            // A declared taxonomy is known under its key even when the site renamed it.
            if matches!(written, "tags" | "标签") && dialect.taxonomies.contains_key("tags") {
                return self.terms("tags", value, value_span);
            }
            let names = dialect
                .taxonomies
                .iter()
                .flat_map(|(key, it)| [key.as_str(), it.name.as_str()]);
            let known = keys::KEYS
                .iter()
                .flat_map(|(english, chinese)| [*english, *chinese])
                .chain(names);
            return self.sink.front_matter_unknown_key(key_span, written, known);
        };
        if !self.out.spans.insert(key, value_span) {
            return self.sink.front_matter_duplicate(key_span, written);
        }
        self.assign(key, value, value_span);
    }

    fn assign(&mut self, key: &'static str, value: &Value, span: Span) {
        match key {
            "title" => self.out.title = self.text(key, value, span),
            "date" => self.out.date = self.date(key, value, span),
            "updated" => self.out.updated = self.date(key, value, span),
            "reviewed" => self.out.reviewed = self.date(key, value, span),
            "publish" => self.out.publish = self.date(key, value, span),
            "expires" => self.out.expires = self.date(key, value, span),
            "summary" => self.out.summary = self.text(key, value, span),
            "draft" => self.out.draft = self.yes_no(key, value, span).unwrap_or(false),
            "slug" => self.out.slug = self.text(key, value, span),
            "aliases" => self.out.aliases = self.texts(key, value, span),
            "weight" => self.out.weight = self.integer(key, value, span),
            "authors" => self.out.authors = self.texts(key, value, span),
            "cover" => self.out.cover = self.file(key, value, span, ReferenceKind::Image),
            "audio" => self.out.audio = self.file(key, value, span, ReferenceKind::File),
            "attachments" => self.attachments(value, span),
            "laws" => self.out.laws = self.texts(key, value, span),
            "leaflet" => self.leaflets(value, span),
            "sensitive" => self.out.sensitive = self.yes_no(key, value, span),
            "render" => self.render(value, span),
            "template" => self.out.template = self.text(key, value, span),
            "pinyin" => self.pinyin(value, span),
            "toc" => self.out.contents = self.yes_no(key, value, span),
            "paginate" => {
                let number = self
                    .integer(key, value, span)
                    .and_then(|it| u32::try_from(it).ok());
                self.out.paginate = number.filter(|it| *it > 0);
            }
            "sort" => self.out.sort = self.text(key, value, span),
            "extra" => match value {
                Value::Table(table) => self.out.extra.clone_from(table),
                _ => self.wrong(key, span, "一组 `键: 值`", "`key: value` lines"),
            },
            _ => unreachable!("every key of the table has an arm"),
        }
    }

    /// Finds where a top-level key and its value are written.
    fn locate(&self, key: &str) -> (Span, Span) {
        let mut at = self.parts.block_start;
        for line in self.parts.block.split_inclusive('\n') {
            let bare = line.trim_start_matches(['"', '\'']);
            let quoted = line.len() - bare.len();
            if let Some(rest) = bare.strip_prefix(key) {
                let after = rest.trim_start_matches(['"', '\'']).trim_start();
                if after.starts_with([':', '=']) {
                    let start = at + quoted;
                    let value = after[1..].trim();
                    let value_start = at
                        + (line.len() - after.len())
                        + 1
                        + (after[1..].len() - after[1..].trim_start().len());
                    let key_span = self.source.span(start..start + key.len());
                    let value_span = if value.is_empty() {
                        key_span
                    } else {
                        self.source.span(value_start..value_start + value.len())
                    };
                    return (key_span, value_span);
                }
            }
            at += line.len();
        }
        let whole = self.source.span(
            self.parts.block_start..self.parts.block_start + self.parts.block.trim_end().len(),
        );
        (whole, whole)
    }

    /// Finds where a word of a value is written, at or after the value's start.
    fn word(&self, word: &str, value: Span) -> Span {
        let end = self.parts.block_start + self.parts.block.len();
        let start = value.start as usize;
        match self.source.text[start..end.max(start)].find(word) {
            Some(at) => self.source.span(start + at..start + at + word.len()),
            None => value,
        }
    }

    fn wrong(&mut self, key: &str, span: Span, zh: &str, en: &str) {
        self.sink
            .front_matter_type(span, key, keys::chinese(key), zh, en);
    }

    fn text(&mut self, key: &str, value: &Value, span: Span) -> Option<String> {
        match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
            Value::Integer(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Null => None,
            Value::Bool(_) | Value::List(_) | Value::Table(_) => {
                self.wrong(key, span, "一句文字", "text");
                None
            }
        }
    }

    fn texts(&mut self, key: &str, value: &Value, span: Span) -> Vec<String> {
        let mut texts: Vec<String> = match value {
            Value::List(list) => list
                .iter()
                .filter_map(|it| self.text(key, it, span))
                .collect(),
            Value::String(text) => split_words(text),
            _ => self.text(key, value, span).into_iter().collect(),
        };
        if texts.len() > MAX_ENTRIES {
            self.sink
                .front_matter_too_many(span, key, texts.len(), MAX_ENTRIES);
            texts.truncate(MAX_ENTRIES);
        }
        texts
    }

    fn date(&mut self, key: &str, value: &Value, span: Span) -> Option<Date> {
        let text = self.text(key, value, span)?;
        let date = date::parse(&text);
        if date.is_none() {
            self.sink
                .front_matter_date(span, key, keys::chinese(key), &text);
        }
        date
    }

    fn yes_no(&mut self, key: &str, value: &Value, span: Span) -> Option<bool> {
        match value {
            Value::Bool(yes) => return Some(*yes),
            Value::String(word) => {
                if let Some(yes) = yes_no(word) {
                    return Some(yes);
                }
            }
            Value::Null => return None,
            Value::Integer(_) | Value::Float(_) | Value::List(_) | Value::Table(_) => {}
        }
        self.wrong(key, span, "`是` 或 `否`", "`true` or `false`");
        None
    }

    fn integer(&mut self, key: &str, value: &Value, span: Span) -> Option<i64> {
        match value {
            Value::Integer(number) => Some(*number),
            Value::Null => None,
            _ => {
                self.wrong(key, span, "一个整数", "a whole number");
                None
            }
        }
    }

    fn file(
        &mut self,
        key: &str,
        value: &Value,
        span: Span,
        kind: ReferenceKind,
    ) -> Option<ReferenceId> {
        let written = self.text(key, value, span)?;
        let span = self.word(&written, span);
        Some(self.push(Reference {
            kind,
            written,
            span,
        }))
    }

    fn push(&mut self, reference: Reference) -> ReferenceId {
        self.references.push(reference);
        ReferenceId::new(self.references.len() - 1)
    }

    fn terms(&mut self, taxonomy: &str, value: &Value, span: Span) {
        let names = self.texts(taxonomy, value, span);
        let terms = names
            .into_iter()
            .map(|name| Term {
                span: self.word(&name, span),
                name,
            })
            .collect();
        self.out.taxonomies.insert(taxonomy.to_owned(), terms);
    }

    fn attachments(&mut self, value: &Value, span: Span) {
        let list = match value {
            Value::List(list) => list.as_slice(),
            single => std::slice::from_ref(single),
        };
        for entry in list {
            let field = |zh: &str, en: &str| match entry {
                Value::Table(table) => match table.get(en).or_else(|| table.get(zh)) {
                    Some(Value::String(text)) => text.clone(),
                    _ => String::new(),
                },
                Value::String(text) if en == "file" => text.clone(),
                _ => String::new(),
            };
            let written = field("文件", "file");
            if written.is_empty() {
                self.wrong(
                    "attachments",
                    span,
                    "文件名，或 `{file: 文件, title: 标题}`",
                    "a file name, or `{file: …, title: …}`",
                );
                continue;
            }
            let (title, note) = (field("标题", "title"), field("说明", "note"));
            let span = self.word(&written, span);
            let reference = self.push(Reference {
                kind: ReferenceKind::File,
                written,
                span,
            });
            self.out.attachments.push(Attachment {
                reference,
                title,
                note,
            });
        }
    }

    fn leaflets(&mut self, value: &Value, span: Span) {
        let list = match value {
            Value::List(list) => list.as_slice(),
            Value::Bool(false) | Value::Null => return,
            single => std::slice::from_ref(single),
        };
        for entry in list {
            let (format, options) = match entry {
                Value::String(format) => (format.clone(), IndexMap::new()),
                Value::Table(table) => {
                    let format = table.get("format").or_else(|| table.get("格式"));
                    let Some(Value::String(format)) = format else {
                        self.wrong(
                            "leaflet",
                            span,
                            "带 `format` 的一组选项",
                            "options with a `format`",
                        );
                        continue;
                    };
                    (format.clone(), table.clone())
                }
                _ => {
                    self.wrong(
                        "leaflet",
                        span,
                        "版式名，如 `trifold`",
                        "a format such as `trifold`",
                    );
                    continue;
                }
            };
            let span = self.word(&format, span);
            self.out.leaflets.push(LeafletRequest {
                format,
                options,
                span,
            });
        }
    }

    fn render(&mut self, value: &Value, span: Span) {
        match value {
            Value::String(word) if matches!(word.as_str(), "page" | "网页") => {
                self.out.render = Render::Page;
            }
            Value::String(word) if matches!(word.as_str(), "leaflet" | "传单") => {
                self.out.render = Render::Leaflet;
            }
            Value::String(word) if matches!(word.as_str(), "never" | "不输出") => {
                self.out.render = Render::Never;
            }
            _ => self.wrong(
                "render",
                span,
                "`网页`、`传单` 或 `不输出`",
                "`page`, `leaflet` or `never`",
            ),
        }
    }

    fn pinyin(&mut self, value: &Value, span: Span) {
        self.out.pinyin = match value {
            Value::Bool(true) => Some(PinyinMode::All),
            Value::Bool(false) => Some(PinyinMode::None),
            Value::String(word) if matches!(word.as_str(), "all" | "全文" | "全部") => {
                Some(PinyinMode::All)
            }
            Value::String(word) if matches!(word.as_str(), "rare" | "生僻字") => {
                Some(PinyinMode::Rare)
            }
            Value::String(word) if matches!(word.as_str(), "none" | "无" | "不加") => {
                Some(PinyinMode::None)
            }
            _ => {
                self.wrong(
                    "pinyin",
                    span,
                    "`全文`、`生僻字` 或 `无`",
                    "`all`, `rare` or `none`",
                );
                None
            }
        }
    }
}

/// Splits what an editor wrote in one line: `彩礼, 婚姻` or `彩礼、婚姻`.
fn split_words(text: &str) -> Vec<String> {
    text.split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}
