//! What editors keep in tables: `data/*.csv|toml|json|yaml`, and those beside pages → [`Records`].
//!
//! In: data files as read. Out: tables for pages and templates, and typed records for everything else. Knows nothing of pages, nor
//! of what is made from a record. A new kind of record is a name in [`files::FILES`] and a struct that is a [`schema::Record`].

pub(crate) mod files;

pub mod date;
pub mod value;

pub(crate) mod formats;
mod json;
pub(crate) mod syntax;
pub mod tree;

pub(crate) mod csv;
pub mod table;

pub mod column;
pub mod field;
pub mod schema;

pub(crate) mod campaigns;
pub(crate) mod readings;
pub mod stations;
pub mod synonyms;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    config::Config,
    data::{
        campaigns::Campaign,
        files::{Holds, holds, is_captions, order},
        readings::Reading,
        schema::Record,
        stations::Station,
        synonyms::Synonyms,
        table::Table,
    },
    diag::Sink,
    pinyin::Pinyin,
    source::Source,
};

pub use crate::data::table::Data;

/// Everything that editors keep in tables.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Tables and lists for pages and templates, by path from the site's root.
    pub files: BTreeMap<String, Data>,
    /// Where leaflets are laid out.
    pub stations: Vec<Station>,
    /// What the site speaks of on fixed days.
    pub campaigns: Vec<Campaign>,
    /// How words are read.
    pub pinyin: Pinyin,
    /// Words that find each other.
    pub synonyms: Synonyms,
    /// Files that are read and are nothing to show: synonyms and readings.
    pub unshown: BTreeSet<String>,
}

/// Reads all data files.
pub fn read(data: &[Source], config: &Config, sink: &mut Sink) -> Records {
    let named = config.synonyms.as_ref();
    let named = named.map(|it| (it.value.as_str(), it.span));
    let synonyms = synonyms::find(data, named, sink);
    let has_own_reader = |it: &Source| {
        is_captions(&it.path)
            || holds(&it.path) == Some(Holds::Synonyms)
            || synonyms.iter().any(|synonyms| synonyms.id == it.id)
    };
    let sources: Vec<&Source> = data.iter().filter(|it| !has_own_reader(it)).collect();
    let read = sink.par_map(&sources, |it, sink| {
        let data = sink.guard(&it.path, |sink| table::read(it, sink));
        Some((it.path.clone(), data?))
    });
    let mut files: BTreeMap<String, Data> = read.into_iter().flatten().collect();
    let pinyin = pinyin_of(&files, sink);
    let mut stations = records::<Station>(&files, Holds::Stations, sink);
    stations::name(&mut stations, &pinyin, sink);
    let campaigns = records::<Campaign>(&files, Holds::Campaigns, sink);
    let mut unshown: BTreeSet<String> = synonyms.iter().map(|it| it.path.clone()).collect();
    let readings = files.keys().filter(|it| holds(it) == Some(Holds::Readings));
    unshown.extend(readings.cloned());
    files.retain(|path, _| !unshown.contains(path));
    let synonyms = Synonyms::read(&synonyms, sink);
    Records { files, stations, campaigns, pinyin, synonyms, unshown }
}

/// Reads nothing but how words are read, for commands that make a name; mistakes are told by a build.
pub fn pinyin(data: &[Source]) -> Pinyin {
    let mut sink = Sink::default();
    let sources = data.iter().filter(|it| holds(&it.path) == Some(Holds::Readings));
    let files = sources.map(|it| (it.path.clone(), table::read(it, &mut sink)));
    let files = files.collect();
    pinyin_of(&files, &mut sink)
}

fn pinyin_of(files: &BTreeMap<String, Data>, sink: &mut Sink) -> Pinyin {
    let readings = records::<Reading>(files, Holds::Readings, sink);
    let words = readings.into_iter().map(|it| (it.word, it.syllables));
    Pinyin::new(words.collect())
}

/// Reads the records of all files that hold them.
fn records<R: Record>(files: &BTreeMap<String, Data>, wanted: Holds, sink: &mut Sink) -> Vec<R> {
    let mut found: Vec<_> = files.iter().filter(|(path, _)| holds(path) == Some(wanted)).collect();
    found.sort_by_key(|(path, _)| order(path));
    let Some((name, _)) = found.first() else { return Vec::new() };
    sink.guard(name, |sink| read_records(&found, wanted, sink)).unwrap_or_default()
}

fn read_records<R: Record>(found: &[(&String, &Data)], wanted: Holds, sink: &mut Sink) -> Vec<R> {
    let tables: Vec<Cow<'_, Table>> = found
        .iter()
        .map(|(path, data)| match data {
            Data::Table(table) => Cow::Borrowed(table),
            Data::Tree(tree) => {
                let example = formats::example(path, R::SCHEMA.example);
                Cow::Owned(match wanted == Holds::Readings && tree.table().is_some() {
                    true => Table::from_pairs(tree, ["word", "pinyin"], &example, sink),
                    false => Table::from_tree(tree, &example, sink),
                })
            }
        })
        .collect();
    let tables: Vec<&Table> = tables.iter().map(AsRef::as_ref).collect();
    schema::records(&tables, sink)
}

/// Reads the data files of a site without configuration.
#[cfg(test)]
pub(crate) fn read_alone(data: &[Source], sink: &mut Sink) -> Records {
    use crate::config::{self, Flags};
    let flags = Flags::at(crate::document::Date::default());
    let config = config::parse(None, &flags, &mut Sink::default());
    read(data, &config, sink)
}
