//! `site.toml` → [`Config`], with every default filled in.
//!
//! Parts that belong to one output (leaflets, law, video, style) are kept as tables here and read by their own modules.

mod raw;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::{civil::Date, tz::TimeZone};

use crate::{
    config::raw::{RawColumn, RawConfig, RawTaxonomy},
    diag::{Severity, Sink},
    source::{FileId, Source, Span},
};

pub use crate::config::raw::{RawAccount as Account, RawHelpLine as HelpLine, RawLink as Link};

/// What the command line says about a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Replaces `base_url`.
    pub base_url: Option<String>,
    /// Drafts, pages of the future and expired ones are built too, marked.
    pub drafts: bool,
    /// For `file://`: links end in `index.html`, nothing is fetched.
    pub offline: bool,
    /// The day of the build; `None` takes today's in the site's time zone.
    pub now: Option<Date>,
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
    pub theme: String,
    /// The page whose description lists explain terms, from `content/`.
    pub glossary: String,
    /// Who publishes.
    pub organisation: raw::RawOrganisation,
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
    pub synonyms: Option<String>,
    /// How many entries a feed holds.
    pub feed_limit: usize,
    /// After how many months without 核对 a page is due.
    pub review_months: u32,
    /// Where 安全退出 leads.
    pub exit_url: String,
    /// The page about safety on the web, from `content/`.
    pub safety_page: String,
    /// Whether sensitive pages ask search engines to stay away.
    pub sensitive_noindex: bool,
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
    /// For `file://`.
    pub offline: bool,
    /// `[leaflet]`, read by the leaflets.
    pub leaflet: toml::Table,
    /// `[laws]`, read by the law library.
    pub laws: toml::Table,
    /// `[video]`, read by the videos.
    pub video: toml::Table,
    /// `[style]`: colours that replace the theme's.
    pub style: toml::Table,
    /// `[extra]`, for one's own templates.
    pub extra: toml::Table,
}

/// Rules for the pages of a top folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Keys that each page must hold, by English name.
    pub required: Vec<String>,
    /// Allowed values by key.
    pub values: IndexMap<String, Vec<String>>,
    /// Pages are sensitive unless they say otherwise.
    pub sensitive: bool,
    /// Each page must open with `:::大白话`.
    pub plain: bool,
    /// Replaces the site's term for 核对.
    pub review_months: Option<u32>,
    /// Template of its pages.
    pub template: Option<String>,
}

/// A way to sort pages by terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxonomy {
    /// As shown: 标签.
    pub name: String,
    /// First part of its addresses.
    pub slug: String,
    /// Whether only declared terms may be used.
    pub closed: bool,
    /// Whether each term has a feed.
    pub feed: bool,
    /// How many pages a term's list holds.
    pub paginate: usize,
    /// Declared terms.
    pub terms: Vec<TermRule>,
}

/// A declared term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermRule {
    /// As shown.
    pub name: String,
    /// Last part of its address.
    pub slug: Option<String>,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// One sentence about it.
    pub description: String,
}

/// How pictures are scaled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// Widths in CSS pixels, rising.
    pub widths: Vec<u32>,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Whether WebP is made too when it is smaller.
    pub webp: bool,
}

/// Reads `site.toml`; what is wrong becomes a diagnostic and the default.
pub fn parse(source: Option<&Source>, flags: &Flags, sink: &mut Sink) -> Config {
    for (source, repair) in source
        .iter()
        .flat_map(|it| it.repairs.iter().map(move |repair| (it, repair)))
    {
        sink.repaired_file(source, *repair);
    }
    let raw = match source.map(|source| (source, toml::from_str::<RawConfig>(&source.text))) {
        None => RawConfig::default(),
        Some((_, Ok(raw))) => raw,
        Some((source, Err(error))) => {
            let span = error
                .span()
                .map_or(Span::file(source.id), |range| source.span(range));
            sink.config_syntax(span, error.message());
            RawConfig::default()
        }
    };
    let span = Span::file(source.map(|it| it.id).unwrap_or_default());
    let now = flags
        .now
        .unwrap_or_else(|| today(raw.timezone.as_deref(), span, sink));
    let base_url = flags.base_url.clone().or(raw.base_url.clone());
    Config {
        base_url: base_url.and_then(|url| check_base_url(&url, span, sink)),
        now,
        drafts: flags.drafts,
        offline: flags.offline,
        rules: raw
            .rules
            .iter()
            .filter_map(|(code, word)| rule(code, word, span, sink))
            .collect(),
        taxonomies: taxonomies(&raw),
        columns: raw
            .columns
            .iter()
            .map(|(name, column)| (name.clone(), Column::from_raw(column)))
            .collect(),
        ..Config::from_raw(raw, span.file)
    }
}

impl Config {
    fn from_raw(raw: RawConfig, file: FileId) -> Self {
        let widths = raw
            .pictures
            .widths
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| vec![480, 800, 1280]);
        Self {
            file,
            title: raw.title.unwrap_or_else(|| "普法".to_owned()),
            description: raw.description,
            base_url: None,
            language: raw.language.unwrap_or_else(|| "zh-CN".to_owned()),
            theme: raw.theme.unwrap_or_else(|| "default".to_owned()),
            glossary: raw.glossary.unwrap_or_else(|| "glossary.md".to_owned()),
            organisation: raw.organisation,
            help_lines: raw.help_lines,
            menu: raw.menu,
            links: raw.links,
            columns: IndexMap::new(),
            taxonomies: IndexMap::new(),
            raw_html: raw.markdown.raw_html,
            pictures: Pictures {
                widths,
                quality: raw.pictures.quality.unwrap_or(80).clamp(1, 100),
                webp: raw.pictures.webp.unwrap_or(true),
            },
            search: raw.search.enabled.unwrap_or(true),
            synonyms: raw.search.synonyms,
            feed_limit: raw.feed.limit.unwrap_or(20) as usize,
            review_months: raw.review.months.unwrap_or(12),
            exit_url: raw
                .safety
                .exit_url
                .unwrap_or_else(|| "https://www.baidu.com/".to_owned()),
            safety_page: raw.safety.page.unwrap_or_else(|| "safety.md".to_owned()),
            sensitive_noindex: raw.safety.noindex,
            publish_allow: endings(raw.publish.allow.unwrap_or_default()),
            paginate: raw.publish.paginate.unwrap_or(20).max(1) as usize,
            rules: BTreeMap::new(),
            now: Date::default(),
            drafts: false,
            offline: false,
            leaflet: raw.leaflet,
            laws: raw.laws,
            video: raw.video,
            style: raw.style,
            extra: raw.extra,
        }
    }

    /// Returns the rules for a page in the top folder `column`.
    pub fn column(&self, column: &str) -> Option<&Column> {
        self.columns.get(column)
    }
}

impl Column {
    fn from_raw(raw: &RawColumn) -> Self {
        Self {
            required: raw.required.clone(),
            values: raw.values.clone(),
            sensitive: raw.sensitive,
            plain: raw.plain,
            review_months: raw.review_months,
            template: raw.template.clone(),
        }
    }
}

fn taxonomies(raw: &RawConfig) -> IndexMap<String, Taxonomy> {
    if raw.taxonomies.is_empty() {
        let tags = RawTaxonomy {
            name: "标签".to_owned(),
            ..RawTaxonomy::default()
        };
        return IndexMap::from([("tags".to_owned(), taxonomy("tags", &tags))]);
    }
    raw.taxonomies
        .iter()
        .map(|(key, raw)| (key.clone(), taxonomy(key, raw)))
        .collect()
}

fn taxonomy(key: &str, raw: &RawTaxonomy) -> Taxonomy {
    let terms = raw.terms.iter().cloned().map(|term| TermRule {
        name: term.name,
        slug: term.slug,
        aliases: term.aliases,
        description: term.description,
    });
    Taxonomy {
        name: if raw.name.is_empty() {
            key.to_owned()
        } else {
            raw.name.clone()
        },
        slug: raw.slug.clone().unwrap_or_else(|| key.to_owned()),
        closed: raw.closed,
        feed: raw.feed.unwrap_or(true),
        paginate: raw.paginate.unwrap_or(20).max(1) as usize,
        terms: terms.collect(),
    }
}

fn today(timezone: Option<&str>, span: Span, sink: &mut Sink) -> Date {
    let name = timezone.unwrap_or("Asia/Shanghai");
    let zone = TimeZone::get(name).unwrap_or_else(|_| {
        if name != "Asia/Shanghai" {
            sink.config_timezone(span, name);
        }
        // China has had one time, eight hours east and without summer time, since 1991.
        TimeZone::fixed(jiff::tz::offset(8))
    });
    let epoch = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|it| it.parse().ok());
    let now = epoch
        .and_then(|it| jiff::Timestamp::from_second(it).ok())
        .unwrap_or_else(jiff::Timestamp::now);
    zone.to_datetime(now).date()
}

fn check_base_url(url: &str, span: Span, sink: &mut Sink) -> Option<String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    // A host in Chinese has an ASCII form (`xn--…`) that programs expect; the path is encoded here.
    let good = rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty() && host.is_ascii() && !rest.contains(['?', '#', ' ', '"', '<', '>', '\\'])
    });
    if !good {
        sink.config_base_url(span, url);
        return None;
    }
    let mut address = String::new();
    for c in url.chars() {
        match c {
            '!'..='~' => address.push(c),
            _ => c
                .encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|byte| address += &format!("%{byte:02X}")),
        }
    }
    Some(if address.ends_with('/') {
        address
    } else {
        address + "/"
    })
}

fn rule(code: &str, word: &str, span: Span, sink: &mut Sink) -> Option<(String, Severity)> {
    let severity = match word {
        "error" | "错误" => Severity::Error,
        "warning" | "警告" => Severity::Warning,
        "notice" | "提醒" => Severity::Notice,
        _ => {
            sink.config_rule(span, code, word);
            return None;
        }
    };
    Some((code.to_owned(), severity))
}

/// Takes `*.zip` and `.ZIP` for `zip`.
fn endings(written: Vec<String>) -> Vec<String> {
    let bare = |it: String| it.trim_start_matches(['*', '.']).to_lowercase();
    written.into_iter().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::{Flags, parse};
    use crate::{diag::Sink, source::Source};

    #[test]
    fn a_time_zone_that_does_not_exist_is_that_of_china() {
        let source = Source::new("site.toml", b"timezone = \"Mars/Base\"\n");
        let mut sink = Sink::default();
        parse(Some(&source), &Flags::default(), &mut sink);
        let codes: Vec<_> = sink.take().iter().map(|it| it.code).collect();
        assert_eq!(codes, ["config/timezone"]);
    }
}
