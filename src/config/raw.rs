//! What `site.toml` may say. [`crate::config`] turns it into what the other stages may rely on.

use indexmap::IndexMap;
use serde::Deserialize;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawConfig {
    pub title: Option<String>,
    pub description: String,
    pub base_url: Option<String>,
    pub language: Option<String>,
    pub theme: Option<String>,
    pub timezone: Option<String>,
    pub glossary: Option<String>,
    pub organisation: RawOrganisation,
    pub help_lines: Vec<RawHelpLine>,
    pub menu: Vec<RawLink>,
    pub links: Vec<RawLink>,
    pub columns: IndexMap<String, RawColumn>,
    pub taxonomies: IndexMap<String, RawTaxonomy>,
    pub markdown: RawMarkdown,
    pub pictures: RawPictures,
    pub search: RawSearch,
    pub feed: RawFeed,
    pub review: RawReview,
    pub safety: RawSafety,
    pub publish: RawPublish,
    pub rules: IndexMap<String, String>,
    pub leaflet: toml::Table,
    pub laws: toml::Table,
    pub video: toml::Table,
    pub style: toml::Table,
    pub extra: toml::Table,
}

/// `[organisation]`: who publishes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawOrganisation {
    pub name: String,
    pub short: String,
    pub address: String,
    pub phone: String,
    pub hours: String,
    pub logo: Option<String>,
    pub icp: String,
    pub police: String,
    pub note: String,
    pub mini_program: Option<RawAccount>,
    pub public_account: Option<RawAccount>,
}

/// A mini-program or public account: a name with a picture of its code, or an address to make one from.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawAccount {
    /// As shown.
    pub name: String,
    /// A picture of its code, in `static/`.
    pub picture: Option<String>,
    /// An address to make a code from.
    pub url: Option<String>,
}

/// `[[help_lines]]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawHelpLine {
    /// To be dialled.
    pub number: String,
    /// As shown.
    pub name: String,
    /// When somebody answers, may be empty.
    pub hours: String,
    /// What it is for, may be empty.
    pub note: String,
    /// For danger to life.
    pub urgent: bool,
}

/// `[[menu]]` and `[[links]]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawLink {
    /// As shown.
    pub title: String,
    /// Where to.
    pub url: String,
}

/// `[columns.NAME]`: what the pages of a column must hold.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawColumn {
    pub required: Vec<String>,
    pub values: IndexMap<String, Vec<String>>,
    pub sensitive: bool,
    pub plain: bool,
    pub review_months: Option<u32>,
    pub template: Option<String>,
}

/// `[taxonomies.NAME]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawTaxonomy {
    pub name: String,
    pub slug: Option<String>,
    pub closed: bool,
    pub feed: Option<bool>,
    pub paginate: Option<u32>,
    pub terms: Vec<RawTerm>,
}

/// `[[taxonomies.NAME.terms]]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawTerm {
    pub name: String,
    pub slug: Option<String>,
    pub aliases: Vec<String>,
    pub description: String,
}

/// `[markdown]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawMarkdown {
    pub raw_html: bool,
}

/// `[pictures]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPictures {
    pub widths: Option<Vec<u32>>,
    pub quality: Option<u8>,
    pub webp: Option<bool>,
}

/// `[search]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawSearch {
    pub enabled: Option<bool>,
    pub synonyms: Option<String>,
}

/// `[feed]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawFeed {
    pub limit: Option<u32>,
}

/// `[review]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawReview {
    pub months: Option<u32>,
}

/// `[safety]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawSafety {
    pub exit_url: Option<String>,
    pub page: Option<String>,
    pub noindex: bool,
}

/// `[publish]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPublish {
    pub allow: Option<Vec<String>>,
    pub paginate: Option<u32>,
}
