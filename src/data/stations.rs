//! 爱心驿站: where leaflets are laid out, read from `content/stations.toml` or `content/stations.csv`.

use serde::Deserialize;

use crate::{
    diag::Sink,
    pinyin::{EDITORS_FILE, Pinyin},
    source::{Source, Sources, Span},
};

/// One station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Last part of its page's address.
    pub slug: String,
    /// Where it is.
    pub address: String,
    /// When it is open.
    pub hours: String,
    /// Whom to ask.
    pub contact: String,
    /// What is laid out: page and format, as written: `rights/protection-order:trifold`.
    pub leaflets: Vec<Wish>,
    /// Where it is written.
    pub span: Span,
}

/// A leaflet that a station wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// As written: `rights/protection-order:trifold`.
    pub written: String,
    /// How many copies.
    pub copies: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default, alias = "驿站")]
    station: Vec<RawStation>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawStation {
    #[serde(alias = "名称")]
    name: String,
    slug: String,
    #[serde(alias = "地址")]
    address: String,
    #[serde(alias = "开放时间")]
    hours: String,
    #[serde(alias = "联系方式")]
    contact: String,
    #[serde(alias = "传单")]
    leaflets: Vec<String>,
    #[serde(alias = "份数")]
    copies: u32,
}

/// Columns of the CSV file, the Chinese name first.
const COLUMNS: [[&str; 2]; 7] = [
    ["名称", "name"],
    ["地址", "address"],
    ["开放时间", "hours"],
    ["联系方式", "contact"],
    ["传单", "leaflets"],
    ["份数", "copies"],
    ["slug", "slug"],
];

/// Copies when none are named.
const DEFAULT_COPIES: u32 = 50;

/// Reads the stations of a site; what is wrong becomes a diagnostic.
pub fn stations(sources: &Sources, sink: &mut Sink) -> Vec<Station> {
    let find = |path: &str| sources.data.iter().find(|it| it.path == path);
    let mut out = Vec::new();
    if let Some(source) = find("content/stations.toml") {
        from_toml(source, &mut out, sink);
    }
    if let Some(source) = find("content/stations.csv") {
        from_csv(source, &mut out, sink);
    }
    let is_named = |it: &Station| is_slug(&it.slug);
    if !out.iter().all(is_named) {
        let pinyin = pinyin(sources);
        for station in out.iter_mut().filter(|it| !is_named(it)) {
            station.slug = pinyin.slug(&station.name);
        }
    }
    for index in 0..out.len() {
        number_slug(&mut out, index);
    }
    out
}

/// Returns how characters are read. What is wrong in the editor's readings is said when the web pages are made.
pub fn pinyin(sources: &Sources) -> Pinyin {
    let editors = sources.data.iter().find(|it| it.path == EDITORS_FILE);
    Pinyin::new(editors, &mut Sink::default())
}

fn from_toml(source: &Source, out: &mut Vec<Station>, sink: &mut Sink) {
    let file = match toml::from_str::<RawFile>(&source.text) {
        Ok(file) => file,
        // What is no TOML at all is said where data files are read.
        Err(_) if source.text.parse::<toml::Table>().is_err() => return,
        Err(error) => {
            let span = error
                .span()
                .map_or(Span::file(source.id), |range| source.span(range));
            return sink.leaflet_stations_toml(span, &source.path, error.message());
        }
    };
    let mut from = 0;
    for raw in file.station {
        // The table's own line is where its name stands.
        let at = source.text[from..]
            .find(&format!("\"{}\"", raw.name))
            .map_or(from, |it| from + it);
        let span = source.span(at..(at + raw.name.len() + 2).min(source.text.len()));
        from = span.range().end;
        push(raw, span, out, sink);
    }
}

fn from_csv(source: &Source, out: &mut Vec<Station>, sink: &mut Sink) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map(|row| row.iter().map(str::to_owned).collect())
        .unwrap_or_default();
    let column = |names: [&str; 2]| {
        header
            .iter()
            .position(|it| names.contains(&it.trim_start_matches('\u{feff}')))
    };
    let missing: Vec<&str> = COLUMNS[..1]
        .iter()
        .chain(&COLUMNS[4..5])
        .filter(|it| column(**it).is_none())
        .map(|it| it[0])
        .collect();
    let unknown: Vec<&String> = header
        .iter()
        .filter(|it| !COLUMNS.iter().flatten().any(|name| name == it))
        .collect();
    let first_line = source.span(0..source.text.find('\n').unwrap_or(source.text.len()));
    if let Some(name) = missing.first() {
        return sink.leaflet_stations(
            first_line,
            &format!("`{}` 缺少“{name}”这一列", source.path),
            &format!("`{}` lacks the column `{name}`", source.path),
        );
    }
    if let Some(name) = unknown.first() {
        sink.leaflet_stations(
            first_line,
            &format!("`{}` 多了不认识的“{name}”这一列", source.path),
            &format!("`{}` has a column `{name}` that nobody knows", source.path),
        );
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                return sink.leaflet_stations(
                    first_line,
                    &format!("`{}` 不是正常的 CSV：{error}", source.path),
                    &format!("`{}` is no proper CSV: {error}", source.path),
                );
            }
        };
        let position = record
            .position()
            .map_or(0, |it| usize::try_from(it.byte()).unwrap_or_default())
            .min(source.text.len());
        let end = source.text[position..]
            .find('\n')
            .map_or(source.text.len(), |it| position + it);
        let span = source.span(position..end);
        let cell = |names: [&str; 2]| {
            column(names)
                .and_then(|at| record.get(at))
                .unwrap_or_default()
                .to_owned()
        };
        let copies = cell(COLUMNS[5]);
        if !copies.is_empty() && copies.parse::<u32>().is_err() {
            sink.leaflet_stations(
                span,
                &format!("份数 `{copies}` 不是整数"),
                &format!("copies `{copies}` is no whole number"),
            );
        }
        let raw = RawStation {
            name: cell(COLUMNS[0]),
            address: cell(COLUMNS[1]),
            hours: cell(COLUMNS[2]),
            contact: cell(COLUMNS[3]),
            leaflets: cell(COLUMNS[4])
                .split([';', '；', '、', ' '])
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            copies: copies.parse().unwrap_or(0),
            slug: cell(COLUMNS[6]),
        };
        push(raw, span, out, sink);
    }
}

fn push(raw: RawStation, span: Span, out: &mut Vec<Station>, sink: &mut Sink) {
    if raw.name.trim().is_empty() {
        return sink.leaflet_stations(span, "有一个驿站没有名称", "a station has no name");
    }
    let copies = if raw.copies == 0 {
        DEFAULT_COPIES
    } else {
        raw.copies
    };
    // `hotlines:card x 20` orders its own number.
    let wish = |written: &String| {
        let (what, own) = written
            .rsplit_once(['x', '×'])
            .and_then(|(what, n)| Some((what, n.trim().parse().ok()?)))
            .unwrap_or((written, copies));
        Wish {
            written: what.trim().to_owned(),
            copies: own,
        }
    };
    out.push(Station {
        leaflets: raw.leaflets.iter().map(wish).collect(),
        name: raw.name.trim().to_owned(),
        slug: raw.slug,
        address: raw.address,
        hours: raw.hours,
        contact: raw.contact,
        span,
    });
}

fn is_slug(slug: &str) -> bool {
    let is_good = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    !slug.is_empty() && slug.bytes().all(is_good)
}

/// Printed codes lead to a station's page, so only one that has no name or another's is numbered.
fn number_slug(stations: &mut [Station], index: usize) {
    let (before, rest) = stations.split_at_mut(index);
    let station = &mut rest[0];
    if !is_slug(&station.slug) || before.iter().any(|it| it.slug == station.slug) {
        station.slug = format!("station-{}", index + 1);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Station, stations};
    use crate::{diag::Sink, source::Sources};

    fn read(path: &str, text: &str) -> (Vec<Station>, Vec<String>) {
        let files = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
        let mut sink = Sink::default();
        let stations = stations(&Sources::from_files(&files), &mut sink);
        (
            stations,
            sink.take().into_iter().map(|it| it.message.zh).collect(),
        )
    }

    #[test]
    fn a_table_names_stations_and_copies() {
        let (stations, messages) = read(
            "content/stations.csv",
            "名称,地址,传单,份数\n桃溪站,街上 1 号,hotlines:card；rights/a:trifold×20,80\n",
        );
        assert_eq!(messages, Vec::<String>::new());
        assert_eq!(stations[0].slug, "tao-xi-zhan");
        let wishes: Vec<_> = stations[0]
            .leaflets
            .iter()
            .map(|it| (it.written.as_str(), it.copies))
            .collect();
        assert_eq!(wishes, [("hotlines:card", 80), ("rights/a:trifold", 20)]);
    }

    #[test]
    fn wrong_columns_are_told() {
        let (stations, messages) = read("content/stations.csv", "名字,地址\n桃溪站,街上\n");
        assert!(stations.is_empty());
        assert_eq!(messages, ["`content/stations.csv` 缺少“名称”这一列"]);
        let (_, messages) = read(
            "content/stations.toml",
            "[[station]]\nname = \"甲\"\nopen = \"早\"\n",
        );
        assert_eq!(messages.len(), 1);
    }
}
