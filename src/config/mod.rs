//! `site.toml` → [`Config`], with every default filled in.
//!
//! All of it is read here, once, and every mistake told at its line. What a word means to one output alone (a family of leaflets,
//! a colour of the theme) is kept with its place for the module that knows the words. Neither clock nor environment is looked at.

mod clock;
mod columns;
mod leaflet;
mod media;
mod organisation;
mod safety;
mod style;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::{civil::Date, tz::TimeZone};

use crate::{
    address,
    diag::{Severity, Sink, explain},
    law::registry::LawFacts,
    settings::{Keys, Settings},
    source::{FileId, Source, Span, Spanned},
};

pub use crate::config::{
    clock::Now,
    columns::{Column, Taxonomy, TermRule},
    leaflet::{Handbook, Leaflet},
    media::{Pictures, VideoLimits},
    organisation::{Account, HelpLine, Link, Organisation},
    safety::{EXIT_PAGE, Safety},
    style::{Colour, Style},
};

/// Months in a century: no term is longer.
pub(crate) const MOST_MONTHS: u32 = 1_200;

/// Most pages of a list, and entries of a feed.
const MOST_LISTED: u32 = 100_000;

/// What the site is built for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Medium {
    /// A web host.
    #[default]
    Web,
    /// A USB stick, opened by `file://`: links end in `index.html`, nothing is fetched.
    Usb,
}

impl Medium {
    /// Tells whether pages are answered by a server, which finds `index.html` in a folder and lets scripts fetch files.
    pub const fn has_server(self) -> bool {
        match self {
            Self::Web => true,
            Self::Usb => false,
        }
    }

    /// Tells whether pages may rely on the network: other sites can be reached.
    pub const fn has_network(self) -> bool {
        match self {
            Self::Web => true,
            Self::Usb => false,
        }
    }
}

/// What the command line says about a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flags {
    /// Replaces `base_url`.
    pub base_url: Option<String>,
    /// Drafts, pages of the future and expired ones are built too, marked.
    pub drafts: bool,
    /// What for.
    pub medium: Medium,
    /// When.
    pub now: Now,
}

impl Flags {
    /// A build like any other, at this time.
    pub fn at(now: impl Into<Now>) -> Self {
        Self { base_url: None, drafts: false, medium: Medium::Web, now: now.into() }
    }
}

/// A site's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file, for diagnostics.
    pub file: FileId,
    /// Name of the site.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Where it is published, ending in `/`; needed for feeds, sitemap, canonical addresses and QR codes only.
    pub base_url: Option<String>,
    /// BCP 47 tag: `zh-CN`.
    pub language: String,
    /// Folder under `themes/`.
    pub theme: Spanned<String>,
    /// The page whose description lists explain terms, from `content/`.
    pub glossary: Spanned<String>,
    /// Who publishes.
    pub organisation: Organisation,
    /// Help lines in the order shown.
    pub help_lines: Vec<HelpLine>,
    /// Entries of the main menu; empty for the top sections.
    pub menu: Vec<Link>,
    /// 友情链接.
    pub links: Vec<Link>,
    /// Rules for the pages of a top folder.
    pub columns: IndexMap<String, Column>,
    /// Ways to sort pages by terms.
    pub taxonomies: IndexMap<String, Taxonomy>,
    /// Whether raw HTML is cleaned and kept rather than refused.
    pub raw_html: bool,
    /// How pictures are scaled.
    pub pictures: Pictures,
    /// Whether pages can be searched.
    pub search: bool,
    /// File in `data/` with synonyms for the search.
    pub synonyms: Option<Spanned<String>>,
    /// How many entries a feed holds.
    pub feed_limit: usize,
    /// After how many months without 核对 a page is due.
    pub review_months: u32,
    /// What keeps readers safe who are in danger from someone at home.
    pub safety: Safety,
    /// Endings of files that are copied from `content/` even when no page mentions them.
    pub publish_allow: Vec<String>,
    /// How many pages a list holds.
    pub paginate: usize,
    /// Severities changed by code.
    pub rules: BTreeMap<String, Severity>,
    /// The day of the build.
    pub now: Date,
    /// Drafts, pages of the future and expired ones are built too.
    pub drafts: bool,
    /// What the site is built for.
    pub medium: Medium,
    /// `[leaflet]`.
    pub leaflet: Leaflet,
    /// `[[laws.law]]`: facts that correct and extend the program's own.
    pub laws: Vec<LawFacts>,
    /// `timezone`.
    pub zone: TimeZone,
    /// `[video]`.
    pub video: VideoLimits,
    /// `[style]`: colours that replace the theme's.
    pub style: Style,
    /// `[extra]`, for one's own templates.
    pub extra: toml::Table,
    /// The page of `[extra]` that the built-in theme offers to readers in need, from `content/`.
    pub first_steps: Option<Spanned<String>>,
}

impl Config {
    /// Returns the rules for a page in the top folder `column`.
    pub fn column(&self, column: &str) -> Option<&Column> {
        self.columns.get(column)
    }
}

/// Reads `site.toml`; what is wrong becomes a diagnostic and the default.
pub fn parse(source: Option<&Source>, flags: &Flags, sink: &mut Sink) -> Config {
    for (source, repair) in
        source.iter().flat_map(|it| it.repairs.iter().map(move |repair| (it, repair)))
    {
        sink.repaired_file(source, *repair);
    }
    let settings = source.map(|it| Settings::parse(it, sink));
    let file = source.map(|it| it.id).unwrap_or_default();
    let keys = settings.as_ref().map_or_else(|| Keys::none(Span::file(file)), Settings::keys);
    read(keys, flags, sink)
}

fn read(mut keys: Keys<'_>, flags: &Flags, sink: &mut Sink) -> Config {
    let file = keys.span.file;
    let or = |text: Option<Spanned<String>>, usual: &str| Spanned {
        span: text.as_ref().map_or(Span::file(file), |it| it.span),
        value: text.map_or_else(|| usual.to_owned(), |it| it.value),
    };
    let (raw_html, search) = (raw_html(&mut keys, sink), search(&mut keys, sink));
    let (publish_allow, paginate) = publish(&mut keys, sink);
    let taxonomies = columns::taxonomies(&mut keys, sink);
    let zone = clock::zone(&mut keys, sink);
    let config = Config {
        file,
        title: title(&mut keys, sink),
        description: keys.words("description", sink),
        base_url: base_url(&mut keys, flags, sink),
        language: language(&mut keys, sink),
        theme: or(keys.text("theme", sink), "default"),
        glossary: or(keys.text("glossary", sink), "glossary.md"),
        organisation: Organisation::read(&mut keys, sink),
        help_lines: HelpLine::read_all(&mut keys, sink),
        menu: Link::menu(&mut keys, sink),
        links: Link::others(&mut keys, sink),
        columns: columns::columns(&mut keys, &taxonomies, sink),
        taxonomies,
        raw_html,
        pictures: Pictures::read(&mut keys, sink),
        search: search.0,
        synonyms: search.1,
        feed_limit: feed_limit(&mut keys, sink),
        review_months: review_months(&mut keys, sink),
        safety: Safety::read(&mut keys, sink),
        publish_allow,
        paginate,
        rules: rules(&mut keys, sink),
        now: clock::day(&zone, flags.now),
        zone,
        drafts: flags.drafts,
        medium: flags.medium,
        leaflet: Leaflet::read(&mut keys, sink),
        laws: laws(&mut keys, sink),
        video: VideoLimits::read(&mut keys, sink),
        style: Style::read(&mut keys, sink),
        extra: toml::Table::new(),
        first_steps: None,
    };
    let config = extra(config, &mut keys, sink);
    keys.finish(sink);
    config
}

fn title(keys: &mut Keys<'_>, sink: &mut Sink) -> String {
    let written = keys.text("title", sink).filter(|it| keys.is_filled("title", it, sink));
    written.map_or_else(|| "普法".to_owned(), |it| it.value)
}

/// A browser reads pages aloud, breaks lines and spells by this tag; a word that is none makes it guess.
fn language(keys: &mut Keys<'_>, sink: &mut Sink) -> String {
    let is_part =
        |it: &str| (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
    let is_tag = |it: &str| {
        let first = it.split('-').next().unwrap_or_default();
        let is_word = first.bytes().all(|it| it.is_ascii_alphabetic());
        (2..=3).contains(&first.len()) && is_word && it.split('-').all(is_part)
    };
    let written = keys.text("language", sink).filter(|it| {
        let is_good = is_tag(&it.value);
        if !is_good {
            sink.config_language(it.span, &it.value);
        }
        is_good
    });
    written.map_or_else(|| "zh-CN".to_owned(), |it| it.value)
}

/// The command line's address, else that of the file, if it can be one.
fn base_url(keys: &mut Keys<'_>, flags: &Flags, sink: &mut Sink) -> Option<String> {
    let written = keys.text("base_url", sink).map(|it| (it.value, Some(it.span)));
    // What the command line says has no place in a file.
    let given = flags.base_url.clone().map(|it| (it, None));
    let (url, span) = given.or(written)?;
    // A host in Chinese has an ASCII form (`xn--…`) that programs expect; the path is encoded here.
    let host = address::host(&url).filter(|it| it.is_ascii());
    let is_odd = url.contains(['?', '#', ' ', '"', '<', '>', '\\']);
    if host.is_none() || is_odd {
        sink.config_base_url(span, &url);
        return None;
    }
    let mut address = address::encode(&url);
    if !address.ends_with('/') {
        address.push('/');
    }
    Some(address)
}

fn raw_html(keys: &mut Keys<'_>, sink: &mut Sink) -> bool {
    let mut markdown = keys.table("markdown", sink);
    let raw_html = markdown.flag("raw_html", sink).unwrap_or(false);
    markdown.finish(sink);
    raw_html
}

/// Whether pages can be searched, and the file of synonyms.
fn search(keys: &mut Keys<'_>, sink: &mut Sink) -> (bool, Option<Spanned<String>>) {
    let mut search = keys.table("search", sink);
    let read = (search.flag("enabled", sink).unwrap_or(true), search.text("synonyms", sink));
    search.finish(sink);
    read
}

fn feed_limit(keys: &mut Keys<'_>, sink: &mut Sink) -> usize {
    let mut feed = keys.table("feed", sink);
    let limit = feed.number("limit", 0..=MOST_LISTED, sink).unwrap_or(20);
    feed.finish(sink);
    limit as usize
}

fn review_months(keys: &mut Keys<'_>, sink: &mut Sink) -> u32 {
    let mut review = keys.table("review", sink);
    let months = review.number("months", 0..=MOST_MONTHS, sink);
    review.finish(sink);
    months.unwrap_or(12)
}

/// Endings of files that are always published, and how many pages a list holds.
fn publish(keys: &mut Keys<'_>, sink: &mut Sink) -> (Vec<String>, usize) {
    let mut publish = keys.table("publish", sink);
    let allow = publish.texts("allow", sink);
    // `*.zip` and `.ZIP` mean `zip`.
    let bare = |it: Spanned<String>| {
        let bare = it.value.trim().trim_start_matches(['*', '.']).to_lowercase();
        if bare.is_empty() {
            sink.config_ending(it.span, &it.value);
        }
        Some(bare).filter(|it| !it.is_empty())
    };
    let allow = allow.into_iter().filter_map(bare).collect();
    let paginate = publish.number("paginate", 1..=MOST_LISTED, sink);
    publish.finish(sink);
    (allow, paginate.unwrap_or(20) as usize)
}

fn rules(keys: &mut Keys<'_>, sink: &mut Sink) -> BTreeMap<String, Severity> {
    let mut rules = BTreeMap::new();
    let codes = explain::codes();
    for entry in keys.table("rules", sink).entries() {
        if !codes.contains(&entry.key) {
            sink.config_rule_unknown(entry.key_span, entry.key, &codes);
            continue;
        }
        let word = match entry.is_text() {
            true => entry.text(sink),
            false => None,
        };
        let Some(word) = word else {
            sink.config_rule(entry.span(), entry.key, entry.written());
            continue;
        };
        match word.value.as_str() {
            "error" | "错误" => drop(rules.insert(entry.key.to_owned(), Severity::Error)),
            "warning" | "警告" => drop(rules.insert(entry.key.to_owned(), Severity::Warning)),
            "notice" | "提醒" => drop(rules.insert(entry.key.to_owned(), Severity::Notice)),
            other => sink.config_rule(word.span, entry.key, other),
        }
    }
    rules
}

fn laws(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<LawFacts> {
    let mut laws = keys.table("laws", sink);
    let facts = LawFacts::read_all(&mut laws, sink);
    laws.finish(sink);
    facts
}

/// `[extra]` belongs to templates; of what the built-in theme reads, the place is kept.
fn extra(config: Config, keys: &mut Keys<'_>, sink: &mut Sink) -> Config {
    let extra = keys.table("extra", sink).entries();
    let values = extra.iter().map(|it| (it.key.to_owned(), it.value(sink)));
    let values = values.collect();
    let page = extra.iter().find(|it| it.key == "first_steps");
    Config { extra: values, first_steps: page.and_then(|it| it.text(sink)), ..config }
}

#[cfg(test)]
mod tests {
    use super::{Flags, Now, parse};
    use crate::{diag::Sink, source::Source};

    #[test]
    fn a_way_out_is_right_where_it_is_written() {
        for (text, hint) in [
            ("[leaflet.handbook]\nname = \"a\"\ncolumn = \"a\"", "write `[[leaflet.handbook]]`"),
            ("[leaflet]\ncolors = 3", "write `[leaflet.colors]`"),
            ("[laws.law]\nshort = \"甲法\"", "write `[[laws.law]]`"),
            ("[style]\nnight = \"#000000\"", "write `[style.night]`"),
            ("[taxonomies.\"人群\"]\nterms = 3", "write `[[taxonomies.\"人群\".terms]]`"),
            (
                "[rules]\n\"link/broken\" = 3",
                "write `\"link/broken\" = \"error\"`, or `\"warning\"`, `\"notice\"`",
            ),
            (
                "[organisation]\nname = \"a\"\n[organisation]\nname = \"b\"",
                "make them one: keep its lines together, each key once, below one `[organisation]`",
            ),
        ] {
            let source = Source::new("site.toml", text.as_bytes());
            let mut sink = Sink::default();
            parse(Some(&source), &Flags::at(jiff::civil::date(2026, 3, 8)), &mut sink);
            let told = sink.take().into_iter().flat_map(|it| it.hints);
            let told: Vec<String> = told.map(|it| it.en).collect();
            assert_eq!(told, [hint], "{text}");
        }
    }

    #[test]
    fn what_the_command_line_says_is_told_of_no_file() {
        let mut flags = Flags::at(jiff::civil::date(2026, 3, 8));
        flags.base_url = Some("x".to_owned());
        let mut sink = Sink::default();
        parse(Some(&Source::new("site.toml", b"")), &flags, &mut sink);
        let told: Vec<_> = sink.take().iter().map(|it| (it.code, it.span.is_none())).collect();
        assert_eq!(told, [("config/base-url", true)]);
    }

    #[test]
    fn a_time_zone_that_does_not_exist_is_that_of_china() {
        // Four in the afternoon in London is midnight in China.
        let late = jiff::Timestamp::from_second(1_772_899_200).expect("a time");
        for (text, day, codes) in [
            ("timezone = \"Mars/Base\"\n", "2026-03-08", vec!["config/timezone"]),
            ("timezone = \"Europe/London\"\n", "2026-03-07", vec![]),
            ("", "2026-03-08", vec![]),
        ] {
            let source = Source::new("site.toml", text.as_bytes());
            let mut sink = Sink::default();
            let config = parse(Some(&source), &Flags::at(Now::Instant(late)), &mut sink);
            let told: Vec<_> = sink.take().iter().map(|it| it.code).collect();
            assert_eq!((config.now.to_string().as_str(), told), (day, codes));
        }
    }
}
