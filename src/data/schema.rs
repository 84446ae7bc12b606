//! What a table of records may hold: columns with their names in both languages, what stands in them, what must not be missing.
//!
//! A kind of record is a [`Schema`] and a struct made from [`Fields`]; everything that can be wrong in its files is told here.

use std::collections::HashMap;

use crate::{
    data::{
        column::Column,
        field::{self, Entry, Field},
        table::{Row, Table},
    },
    diag::Sink,
    document::Date,
    source::Span,
};

/// A kind of record.
pub trait Record: Sized {
    /// What its files may hold.
    const SCHEMA: Schema;

    /// Makes one from a row in which all that is required is there; what is wrong besides is told.
    fn from_fields(fields: &Fields<'_>, sink: &mut Sink) -> Option<Self>;
}

/// What files of one kind of record may hold.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// What a row is, in Chinese and English: 驿站, `station`.
    pub row: [&'static str; 2],
    /// Its columns.
    pub columns: &'static [Column],
    /// How a record is written in a file that is no CSV.
    pub example: &'static str,
}

/// The cells of one row, read.
#[derive(Debug)]
pub struct Fields<'a> {
    columns: &'a [Column],
    fields: Vec<Option<(Field, Span)>>,
    written: Vec<bool>,
    /// Where the row stands.
    pub span: Span,
}

impl Fields<'_> {
    fn field(&self, key: &str) -> Option<&(Field, Span)> {
        let at = self.columns.iter().position(|it| it.name.key == key);
        self.fields[at.expect("a record asks for columns of its own schema")].as_ref()
    }

    /// Tells whether something stands in a column, right or wrong.
    pub(crate) fn is_written(&self, key: &str) -> bool {
        let at = self.columns.iter().position(|it| it.name.key == key);
        at.is_some_and(|at| self.written[at])
    }

    /// Returns where a cell stands, or the row when there is none.
    pub(crate) fn span_of(&self, key: &str) -> Span {
        self.field(key).map_or(self.span, |it| it.1)
    }

    /// Returns words; empty without any.
    pub fn text(&self, key: &str) -> String {
        self.field(key).and_then(|it| it.0.text()).unwrap_or_default().to_owned()
    }

    /// Returns the entries of a list.
    pub fn list(&self, key: &str) -> Vec<Entry> {
        self.field(key).and_then(|it| it.0.list()).unwrap_or_default().to_vec()
    }

    /// Returns a number.
    pub fn number(&self, key: &str) -> Option<u64> {
        self.field(key)?.0.number()
    }

    /// Returns a day.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.field(key)?.0.date()
    }

    /// Returns month and day.
    pub(crate) fn month_day(&self, key: &str) -> Option<(i8, i8)> {
        self.field(key)?.0.month_day()
    }
}

/// Reads the records of some tables; no two rows of any of them may be the same.
pub fn records<R: Record>(tables: &[&Table], sink: &mut Sink) -> Vec<R> {
    let schema = R::SCHEMA;
    let mut known = Known::default();
    let mut records = Vec::new();
    for table in tables {
        let Some(places) = places(table, &schema, sink) else {
            continue;
        };
        for row in &table.rows {
            if known.has_row(row, &schema, sink) {
                continue;
            }
            let Some(fields) = fields(row, &places, &schema, sink) else {
                continue;
            };
            known.tell_same(&fields, &schema, sink);
            records.extend(R::from_fields(&fields, sink));
        }
    }
    records
}

/// Finds each column of a schema in the header; none when one that is needed is missing.
fn places(table: &Table, schema: &Schema, sink: &mut Sink) -> Option<Vec<Option<usize>>> {
    let mut places = vec![None; schema.columns.len()];
    for (at, name) in table.header.iter().enumerate() {
        let written = simple(&name.text);
        let is_meant = |it: &Column| it.names().any(|name| simple(name) == written);
        let Some(column) = schema.columns.iter().position(is_meant) else {
            let is_used = table.rows.iter().any(|it| !it.cells[at].is_empty());
            // Office programs write empty columns behind the last one.
            if !name.text.is_empty() || is_used {
                let names = schema.columns.iter().flat_map(Column::names);
                sink.record_column(name.span, schema.row, &name.text, names);
            }
            continue;
        };
        if places[column].is_some() {
            sink.record_column_twice(name.span, schema.columns[column].name, &name.text);
        } else {
            places[column] = Some(at);
        }
    }
    // In a file without header each row has its own names, and its own message.
    let mut missing = schema.columns.iter().zip(&places);
    let missing = missing.find(|(column, place)| column.is_required && place.is_none());
    if let (Some((column, _)), true) = (missing, table.is_sheet && !table.header.is_empty()) {
        sink.record_column_missing(table.span, column.name);
        return None;
    }
    Some(places)
}

/// Returns a column's name without blanks and without a remark in brackets: `人数（人）`.
fn simple(name: &str) -> String {
    let name = name.split(['（', '(']).next().unwrap_or_default();
    let name = name.chars().filter(|it| !it.is_whitespace());
    name.collect::<String>().to_lowercase().replace('-', "_")
}

/// Reads the cells of a row; none when something that is required is missing.
fn fields<'a>(
    row: &Row,
    places: &[Option<usize>],
    schema: &'a Schema,
    sink: &mut Sink,
) -> Option<Fields<'a>> {
    let mut fields = Vec::with_capacity(places.len());
    let mut written = Vec::with_capacity(places.len());
    let (mut is_whole, mut is_told) = (true, false);
    for (column, place) in schema.columns.iter().zip(places) {
        let cell = place.map(|at| &row.cells[at]).filter(|it| !it.is_empty());
        if cell.is_none() && column.is_required && !is_told {
            is_told = true;
            sink.record_missing(row.span, schema.row, column.name);
        }
        let field = cell.and_then(|it| Some((field::read(it, column, sink)?, it.span)));
        is_whole &= field.is_some() || !column.is_required;
        written.push(cell.is_some());
        fields.push(field);
    }
    is_whole.then_some(Fields { columns: schema.columns, fields, written, span: row.span })
}

/// What earlier rows hold.
#[derive(Default)]
struct Known {
    rows: HashMap<String, Span>,
    names: HashMap<(&'static str, String), Span>,
}

impl Known {
    /// Tells whether the very same row was there before, and the editor of it.
    fn has_row(&mut self, row: &Row, schema: &Schema, sink: &mut Sink) -> bool {
        let cells = row.cells.iter().map(|it| format!("{:?}", it.plain()));
        let whole = cells.collect::<Vec<_>>().join("\n");
        let before = *self.rows.entry(whole).or_insert(row.span);
        let is_same = before != row.span && !row.is_empty();
        if is_same {
            sink.record_same_row(row.span, schema.row, before);
        }
        is_same
    }

    /// Tells of the first cell that says the same as one before, where no two may.
    fn tell_same(&mut self, fields: &Fields<'_>, schema: &Schema, sink: &mut Sink) {
        for column in schema.columns.iter().filter(|it| it.is_unique) {
            let text = fields.text(column.name.key);
            let name: String = text.split_whitespace().collect();
            if name.is_empty() {
                continue;
            }
            let span = fields.span_of(column.name.key);
            let before = *self.names.entry((column.name.key, name)).or_insert(span);
            if before != span {
                return sink.record_same_name(span, schema.row, column.name, &text, before);
            }
        }
    }
}
