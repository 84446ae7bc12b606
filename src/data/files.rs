//! Which data file is which, by its path; and which look like one that they are not.

use crate::{
    diag::Sink,
    source::{FileId, Sources, Span},
};

/// What a file holds that has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Where leaflets are laid out.
    Stations,
    /// What the site speaks of on fixed days.
    Campaigns,
    /// How words are read.
    Readings,
    /// Words that find each other.
    Synonyms,
}

/// Files by their path without ending; each may be CSV, TOML, YAML or JSON.
pub(crate) const FILES: [(&str, Holds); 5] = [
    ("content/stations", Holds::Stations),
    ("data/stations", Holds::Stations),
    ("data/campaigns", Holds::Campaigns),
    ("data/pinyin", Holds::Readings),
    ("data/synonyms", Holds::Synonyms),
];

/// Returns what a file is for, by its path.
pub fn holds(path: &str) -> Option<Holds> {
    let (stem, _) = path.rsplit_once('.')?;
    let found = FILES.iter().find(|(name, _)| *name == stem);
    found.map(|(_, holds)| *holds)
}

/// Files that look like records by their name, in lower case without ending, and where such records stand.
const MEANT: [(&[&str], &str); 5] = [
    (&["stations", "station", "驿站", "爱心驿站", "站点"], "data/stations.csv"),
    (&["campaigns", "campaign", "宣传日"], "data/campaigns.toml"),
    (&["pinyin", "拼音", "读音"], "data/pinyin.toml"),
    (&["synonyms", "synonym", "同义词"], "data/synonyms.csv"),
    (&["glossary", "terms", "词汇表", "术语"], "content/glossary.md"),
];

/// Endings of tables that editors keep and that are not read.
const UNREAD: [&str; 5] = ["tsv", "xls", "xlsx", "ods", "et"];

/// Tells of files that look like records and are read by nobody. `named` has a reader by the settings; the last is where terms
/// stand.
pub(crate) fn tell_strays(sources: &Sources, named: Option<&str>, terms: &str, sink: &mut Sink) {
    let is_open = |it: &&str| {
        let is_shared = it.starts_with("data/") || it.matches('/').count() == 1;
        is_shared && holds(it).is_none() && it.strip_prefix("data/") != named && !is_captions(it)
    };
    let read = sources.data.iter().map(|it| it.path.as_str()).filter(is_open);
    for path in read.chain(sources.unread.iter().map(String::as_str)) {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let meant = MEANT.iter().find(|(names, _)| names.contains(&stem)).map(|it| it.1);
        let span = Span::file(FileId::of(path));
        match meant {
            Some("content/glossary.md") => sink.data_stray_terms(span, path, terms),
            Some(wanted) => sink.data_stray(span, path, wanted),
            None if path.starts_with("data/") && UNREAD.contains(&ending) => {
                sink.data_form(span, path);
            }
            None => {}
        }
    }
}

/// Captions are read by the videos they belong to.
pub(crate) fn is_captions(path: &str) -> bool {
    path.ends_with(".vtt") || path.ends_with(".srt")
}

/// Returns the place of a file among others of its name: TOML, CSV, then the rest.
pub fn order(path: &str) -> usize {
    let first = ["toml", "csv"];
    let ending = path.rsplit('.').next().unwrap_or_default();
    first.iter().position(|it| *it == ending).unwrap_or(first.len())
}
