//! Shared tables and lists: `data/*.csv|json|toml|yaml`.

use indexmap::IndexMap;

use crate::{
    data::syntax::{self, SyntaxError},
    diag::Sink,
    document::Value,
    source::Source,
};

/// One data file.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// A CSV file.
    Table(DataTable),
    /// Anything else.
    Value(Value),
}

/// A table with a header row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTable {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The other rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

/// Most rows of a table that is shown on a page.
pub const MAX_ROWS: usize = 10_000;

/// Reads one data file.
pub fn parse(source: &Source, sink: &mut Sink) -> Data {
    for repair in &source.repairs {
        sink.repaired_file(source, *repair);
    }
    let ending = source
        .path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let parsed = match ending.as_str() {
        "csv" => return Data::Table(table(source, sink)),
        "toml" => syntax::toml_value(&source.text),
        "json" => json(&source.text),
        _ => syntax::yaml_value(&source.text),
    };
    match parsed {
        Ok(value) => Data::Value(value),
        Err(error) => {
            sink.data_syntax(source.span(error.range), &error.why);
            Data::Value(Value::Table(IndexMap::new()))
        }
    }
}

fn json(text: &str) -> Result<Value, SyntaxError> {
    serde_json::from_str::<Value>(text).map_err(|error| {
        let start: usize = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let at =
            text.floor_char_boundary((start + error.column().saturating_sub(1)).min(text.len()));
        SyntaxError {
            range: at..at,
            why: error.to_string(),
            duplicate: None,
        }
    })
}

fn table(source: &Source, sink: &mut Sink) -> DataTable {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map(|row| row.iter().map(str::to_owned).collect())
        .unwrap_or_default();
    let mut rows = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else { continue };
        let at = record
            .position()
            .map_or(0, |it| usize::try_from(it.byte()).unwrap_or(0));
        let at = source.text.floor_char_boundary(at.min(source.text.len()));
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != header.len() {
            let end = source.text[at..]
                .find('\n')
                .map_or(source.text.len(), |it| at + it);
            sink.data_row(source.span(at..end), record.len(), header.len());
        }
        if rows.len() == MAX_ROWS {
            sink.data_too_long(source.span(at..at), MAX_ROWS);
            break;
        }
        let mut row: Vec<String> = record
            .iter()
            .take(header.len())
            .map(str::to_owned)
            .collect();
        row.resize(header.len(), String::new());
        rows.push(row);
    }
    DataTable { header, rows }
}
