//! Which data file is which, by its path.

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
