//! The keys of the metadata, one by one: what their values may be, and what is said of others.

use indexmap::IndexMap;
use jiff::{ToSpan, civil::Time};

use crate::{
    data::{
        date::{self, Moment, NoDay},
        tree::{Tree, Written},
        value,
    },
    diag::{
        Sink,
        messages::{
            front_matter::{Day, Wanted},
            front_matter_key::Foreign,
        },
    },
    document::{
        Attachment, Date, FrontMatter, LeafletRequest, PinyinMode, Reference, ReferenceId,
        ReferenceKind, Render, Term, Value, keys,
    },
    markdown::{Dialect, front_matter::split::Parts},
    source::{Source, Span, Spanned},
};

/// Most entries of a list: tags, old addresses.
const MAX_ENTRIES: usize = 1_000;

/// Reads one key after the other.
pub struct Reader<'a> {
    /// The source cut in two.
    pub parts: &'a Parts<'a>,
    /// The source.
    pub source: &'a Source,
    /// Takes what the keys refer to.
    pub references: &'a mut Vec<Reference>,
    /// Takes what is wrong.
    pub sink: &'a mut Sink,
    /// What reading depends on besides.
    pub dialect: &'a Dialect<'a>,
    /// What was read.
    pub out: FrontMatter,
}

impl Reader<'_> {
    /// Reads one key with its value.
    pub fn read(&mut self, written: &str, value: &Written) {
        let dialect = self.dialect;
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
            let names =
                dialect.taxonomies.iter().flat_map(|(key, it)| [key.as_str(), it.name.as_str()]);
            let known =
                keys::KEYS.iter().flat_map(|(english, chinese)| [*english, *chinese]).chain(names);
            let foreign = keys::foreign(written);
            let taken = matches!(foreign, Some(Foreign::Same(ours, _)) if self.has(ours));
            return self.sink.front_matter_unknown_key(key_span, written, (foreign, taken), known);
        };
        if !self.out.spans.insert(key, value_span) {
            return self.sink.front_matter_duplicate(key_span, written);
        }
        self.assign(key, value, value_span);
    }

    fn assign(&mut self, key: &'static str, value: &Written, span: Span) {
        match key {
            "title" => self.out.title = self.text(key, value, span),
            "date" => self.out.date = self.date(key, value),
            "updated" => self.out.updated = self.date(key, value),
            "reviewed" => self.out.reviewed = self.date(key, value),
            "reviewers" => self.out.reviewers = self.words(key, value, span, split_words),
            "publish" => self.out.publish = self.date(key, value),
            "expires" => self.out.expires = self.date(key, value),
            "summary" => self.out.summary = self.text(key, value, span),
            "draft" => self.out.draft = self.yes_no(key, value, span).unwrap_or(false),
            "slug" => self.out.slug = self.text(key, value, span),
            "aliases" => {
                let mut from = span;
                for value in self.texts(key, value, span) {
                    // Each is looked for behind the one before: `/` stands in all of them.
                    let span = self.word(&value, from);
                    from = self.source.span(span.range().end..span.range().end);
                    self.out.aliases.push(Spanned { value, span });
                }
            }
            "weight" => self.out.weight = self.integer(key, value, span),
            "authors" => self.out.authors = self.words(key, value, span, split_words),
            "cover" => self.out.cover = self.file(key, value, span, ReferenceKind::Image),
            "audio" => self.out.audio = self.file(key, value, span, ReferenceKind::File),
            "attachments" => self.attachments(value, span),
            "laws" => self.out.laws = self.words(key, value, span, split_words),
            "leaflet" => self.leaflets(value, span),
            "sensitive" => self.out.sensitive = self.yes_no(key, value, span),
            "render" => self.render(value, span),
            "template" => self.out.template = self.text(key, value, span),
            "pinyin" => self.pinyin(value, span),
            "toc" => self.out.contents = self.yes_no(key, value, span),
            "paginate" => {
                let number = self.integer(key, value, span).and_then(|it| u32::try_from(it).ok());
                self.out.paginate = number.filter(|it| *it > 0);
            }
            "sort" => self.out.sort = self.text(key, value, span),
            "extra" => match value.plain() {
                Value::Table(table) => self.out.extra = table,
                Value::Null
                | Value::Bool(_)
                | Value::Integer(_)
                | Value::Float(_)
                | Value::String(_)
                | Value::List(_) => self.wrong(key, span, Wanted::Entries),
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

    /// Tells whether a key of ours stands in the block, before or after.
    fn has(&self, key: &str) -> bool {
        let names = [key, keys::chinese(key)];
        let mut lines = self.parts.block.lines();
        lines.any(|line| {
            line.split([':', '=', '：']).next().is_some_and(|it| names.contains(&it.trim()))
        })
    }

    fn wrong(&mut self, key: &str, span: Span, wanted: Wanted) {
        self.sink.front_matter_type(span, key, keys::chinese(key), wanted);
    }

    fn text(&mut self, key: &str, value: &Written, span: Span) -> Option<String> {
        match (&value.value, value.word()) {
            (_, Some(text)) => Some(text.to_owned()).filter(|it| !it.is_empty()),
            (Tree::Nothing, None) => None,
            (Tree::Plain(_) | Tree::Text(_) | Tree::List(_) | Tree::Table(_), None) => {
                self.wrong(key, span, Wanted::Text);
                None
            }
        }
    }

    fn texts(&mut self, key: &str, value: &Written, span: Span) -> Vec<String> {
        let mut texts: Vec<String> = match (value.list(), &value.value) {
            (Some(list), _) => list.iter().filter_map(|it| self.text(key, it, span)).collect(),
            (None, Tree::Text(text)) => split_words(text),
            (None, _) => self.text(key, value, span).into_iter().collect(),
        };
        if texts.len() > MAX_ENTRIES {
            self.sink.front_matter_too_many(span, key, texts.len(), MAX_ENTRIES);
            texts.truncate(MAX_ENTRIES);
        }
        texts
    }

    /// Reads words that are listed: an entry without quotation marks may hold several, which `cut` parts.
    fn words(
        &mut self,
        key: &str,
        value: &Written,
        span: Span,
        cut: impl Fn(&str) -> Vec<String>,
    ) -> Vec<String> {
        let text = self.source.text.as_str();
        let is_quoted = |it: &Written| text[..it.span.range().start].ends_with(['"', '\'']);
        let mut words = Vec::new();
        for entry in entries(value) {
            match self.text(key, entry, span) {
                Some(word) if is_quoted(entry) && value.list().is_some() => words.push(word),
                Some(word) => words.extend(cut(&word)),
                None => {}
            }
        }
        if words.len() > MAX_ENTRIES {
            self.sink.front_matter_too_many(span, key, words.len(), MAX_ENTRIES);
            words.truncate(MAX_ENTRIES);
        }
        words
    }

    fn date(&mut self, key: &'static str, value: &Written) -> Option<Date> {
        let text = self.text(key, value, value.span)?;
        let names = (key, keys::chinese(key));
        match date::read(&text, self.dialect.zone) {
            Ok(moment) if matches!(key, "publish" | "expires") => {
                Some(self.whole_day(names, moment, value.span))
            }
            Ok(moment) => Some(moment.day),
            Err(why) => {
                let day = match why {
                    NoDay::Impossible(year, month, day) => Day::Impossible(year, month, day),
                    NoDay::Meant(day) => Day::Meant(day.to_string()),
                    NoDay::Unknown => Day::Unknown,
                };
                self.sink.front_matter_date(value.span, names, &text, &day);
                None
            }
        }
    }

    /// Returns the day from which a page is shown, or no longer shown. What has a time as well could only be kept to it by a
    /// build at that very moment: never shown too early, never too long.
    fn whole_day(&mut self, names: (&str, &str), moment: Moment, span: Span) -> Date {
        let Moment { day, time: Some(time) } = moment else {
            return moment.day;
        };
        let (next, last) = (day.saturating_add(1.days()), Time::constant(23, 59, 0, 0));
        if time == Time::midnight() {
            return day;
        }
        if names.0 == "expires" && time >= last {
            return next;
        }
        let kept = if names.0 == "publish" { next } else { day };
        let clock = format!("{}:{:02}", time.hour(), time.minute());
        let (own, kept_text) = (day.to_string(), kept.to_string());
        self.sink.front_matter_time(span, names, (&clock, &own), &kept_text);
        kept
    }

    fn yes_no(&mut self, key: &str, value: &Written, span: Span) -> Option<bool> {
        match (&value.value, value.word()) {
            (Tree::Nothing, _) => return None,
            (_, Some(word)) => {
                if let Some(yes) = value::yes_no(word) {
                    return Some(yes);
                }
            }
            (Tree::Plain(_) | Tree::Text(_) | Tree::List(_) | Tree::Table(_), None) => {}
        }
        self.wrong(key, span, Wanted::YesOrNo);
        None
    }

    fn integer(&mut self, key: &str, value: &Written, span: Span) -> Option<i64> {
        match value.plain() {
            Value::Integer(number) => Some(number),
            Value::Null => None,
            Value::Bool(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Table(_) => {
                self.wrong(key, span, Wanted::WholeNumber);
                None
            }
        }
    }

    fn file(
        &mut self,
        key: &str,
        value: &Written,
        span: Span,
        kind: ReferenceKind,
    ) -> Option<ReferenceId> {
        let written = self.text(key, value, span)?;
        let span = self.word(&written, span);
        Some(self.push(Reference { kind, written, span }))
    }

    fn push(&mut self, reference: Reference) -> ReferenceId {
        self.references.push(reference);
        ReferenceId::new(self.references.len() - 1)
    }

    fn terms(&mut self, taxonomy: &str, value: &Written, span: Span) {
        let rules = self.dialect.taxonomies.get(taxonomy);
        let is_term = |it: &str| {
            let mut terms = rules.iter().flat_map(|rules| &rules.terms);
            terms.any(|term| term.name == it || term.aliases.iter().any(|alias| alias == it))
        };
        let cut = |it: &str| if is_term(it) { vec![it.to_owned()] } else { split_terms(it) };
        let names = self.words(taxonomy, value, span, cut);
        let terms =
            names.into_iter().map(|name| Term { span: self.word(&name, span), name }).collect();
        self.out.taxonomies.insert(taxonomy.to_owned(), terms);
    }

    fn attachments(&mut self, value: &Written, span: Span) {
        for entry in entries(value) {
            let field = |zh: &str, en: &str| {
                let found = match entry.table() {
                    Some(table) => {
                        table.iter().find(|(name, _)| name.text == en || name.text == zh)
                    }
                    None => None,
                };
                let written = found.map(|it| &it.1).or(Some(entry).filter(|_| en == "file"));
                written.and_then(Written::word).unwrap_or_default().to_owned()
            };
            let written = field("文件", "file");
            if written.is_empty() {
                self.wrong("attachments", span, Wanted::File);
                continue;
            }
            let (title, note) = (field("标题", "title"), field("说明", "note"));
            let span = self.word(&written, span);
            let reference = self.push(Reference { kind: ReferenceKind::File, written, span });
            self.out.attachments.push(Attachment { reference, title, note });
        }
    }

    fn leaflets(&mut self, value: &Written, span: Span) {
        if matches!(value.plain(), Value::Bool(false) | Value::Null) {
            return;
        }
        for entry in entries(value) {
            let plain = entry.plain();
            let (format, options) = match &plain {
                Value::String(format) => (Some(format.as_str()), IndexMap::new()),
                Value::Table(table) => {
                    let format = table.get("format").or_else(|| table.get("格式"));
                    (format.and_then(Value::text), table.clone())
                }
                Value::Null
                | Value::Bool(_)
                | Value::Integer(_)
                | Value::Float(_)
                | Value::List(_) => {
                    self.wrong("leaflet", span, Wanted::Format);
                    continue;
                }
            };
            let Some(format) = format else {
                self.wrong("leaflet", span, Wanted::FormatWithOptions);
                continue;
            };
            let span = self.word(format, span);
            self.out.leaflets.push(LeafletRequest { format: format.to_owned(), options, span });
        }
    }

    fn render(&mut self, value: &Written, span: Span) {
        match value.word() {
            Some("page" | "网页") => self.out.render = Render::Page,
            Some("leaflet" | "传单") => self.out.render = Render::Leaflet,
            Some("never" | "不输出") => self.out.render = Render::Never,
            Some(_) | None => self.wrong("render", span, Wanted::Render),
        }
    }

    fn pinyin(&mut self, value: &Written, span: Span) {
        self.out.pinyin = match (&value.plain(), value.word()) {
            (Value::Bool(true), _) | (_, Some("all" | "全文" | "全部")) => {
                Some(PinyinMode::All)
            }
            (Value::Bool(false), _) | (_, Some("none" | "无" | "不加")) => {
                Some(PinyinMode::None)
            }
            (_, Some("rare" | "生僻字")) => Some(PinyinMode::Rare),
            (_, Some(_) | None) => {
                self.wrong("pinyin", span, Wanted::Pinyin);
                None
            }
        }
    }
}

/// Returns the entries of a list; one value alone is a list of one.
fn entries(value: &Written) -> &[Written] {
    value.list().unwrap_or_else(|| std::slice::from_ref(value))
}

/// Splits what an editor wrote in one line: `彩礼, 婚姻` or `彩礼、婚姻`.
fn split_words(text: &str) -> Vec<String> {
    text.split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The same for terms, which hold no blank between Chinese characters: 婚姻 彩礼 are two.
fn split_terms(text: &str) -> Vec<String> {
    let is_han = |it: char| matches!(it, '\u{3400}'..='\u{9fff}');
    let mut terms = Vec::new();
    for word in split_words(text) {
        let mut term = String::new();
        for part in word.split_whitespace() {
            let is_next = term.ends_with(is_han) && part.starts_with(is_han);
            if is_next {
                terms.push(std::mem::take(&mut term));
            } else if !term.is_empty() {
                term.push(' ');
            }
            term += part;
        }
        terms.push(term);
    }
    terms
}
