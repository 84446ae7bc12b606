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

    /// Returns yes or no.
    pub fn yes_no(&self, key: &str) -> Option<bool> {
        self.field(key)?.0.yes_no()
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::{Fields, Record, Schema, records};
    use crate::{
        data::{
            Data,
            column::{Column, Kind},
            table,
        },
        diag::Sink,
        document::Date,
        source::{Source, Sources},
    };

    /// What the year of a federation is made of: every kind of cell.
    #[derive(Debug, PartialEq)]
    struct Talk {
        day: Option<Date>,
        again: Option<(i8, i8)>,
        topic: String,
        people: Option<u64>,
        laws: Vec<String>,
        phone: String,
        is_public: Option<bool>,
    }

    impl Record for Talk {
        const SCHEMA: Schema = Schema {
            row: ["活动", "talk"],
            columns: &[
                Column::new("date", "日期", Kind::Date).required(),
                Column::new("again", "每年", Kind::MonthDay),
                Column::new("topic", "主题", Kind::Text),
                Column::new("people", "人数", Kind::Number(0, 100_000)),
                Column::new("laws", "法律", Kind::List),
                Column::new("phone", "电话", Kind::Phone),
                Column::new("public", "公开", Kind::YesNo),
            ],
            example: "[[talk]]",
        };

        fn from_fields(fields: &Fields<'_>, _sink: &mut Sink) -> Option<Self> {
            Some(Self {
                day: fields.date("date"),
                again: fields.month_day("again"),
                topic: fields.text("topic"),
                people: fields.number("people"),
                laws: fields.list("laws").into_iter().map(|it| it.text).collect(),
                phone: fields.text("phone"),
                is_public: fields.yes_no("public"),
            })
        }
    }

    /// Reads a sheet; each message with the words of its place.
    fn read(text: &str) -> (Vec<Talk>, Vec<String>) {
        let source = Source::new("data/talks.csv", text.as_bytes());
        let mut sink = Sink::default();
        let Data::Table(table) = table::read(&source, &mut sink) else {
            return (Vec::new(), Vec::new());
        };
        let talks = records(&[&table], &mut sink);
        let said = sink.take().into_iter().map(|it| {
            let place = it.span.map(|it| &source.text[it.range()]);
            format!("{} {}", it.code, place.unwrap_or_default())
        });
        (talks, said.collect())
    }

    #[test]
    fn a_kind_of_record_is_a_schema_and_a_struct() {
        let (talks, said) = read(
            "主题,日期,人数（人）,法律,电话,公开,每年\n反家暴,2026年3月8日,120,民法典；反家庭暴力法,0571-8888 8888,是,3月8日\n,2026-3-9,,,,,\n",
        );
        assert!(said.is_empty(), "{said:?}");
        assert_eq!(
            talks[0],
            Talk {
                day: Some(date(2026, 3, 8)),
                again: Some((3, 8)),
                topic: "反家暴".into(),
                people: Some(120),
                laws: vec!["民法典".into(), "反家庭暴力法".into()],
                phone: "0571-8888 8888".into(),
                is_public: Some(true),
            }
        );
        // What nobody counted is not nought.
        assert_eq!((talks[1].people, talks[1].is_public), (None, None));
    }

    #[test]
    fn each_cell_that_is_wrong_is_told_where_it_stands() {
        let (talks, said) = read(
            "日期,人数,电话,公开,每年\n2026-02-30,1,,,\n2026-3-1,很多,,,\n2026-3-2,,打电话,,\n2026-3-3,,,也许,\n2026-3-4,,,,13月1日\n,1,,,\n",
        );
        assert_eq!(
            said,
            [
                "record/value 2026-02-30",
                "record/value 很多",
                "record/value 打电话",
                "record/value 也许",
                "record/value 13月1日",
                "record/missing ,1,,,",
            ]
        );
        // Only a row without what is required is none.
        assert_eq!(talks.len(), 4);
    }

    #[test]
    fn tables_in_other_forms_have_a_message_for_each_row() {
        let text = "- 主题: 一\n- 日期: 2026-3-8\n  farbe: 红\n";
        let files = BTreeMap::from([("data/talks.yaml".to_owned(), text.as_bytes().to_vec())]);
        let sources = Sources::from_files(&files);
        let mut sink = Sink::default();
        let Data::Tree(tree) = table::read(&sources.data[0], &mut sink) else {
            return;
        };
        let table = table::Table::from_tree(&tree, "", &mut sink);
        let talks: Vec<Talk> = records(&[&table], &mut sink);
        let codes: Vec<_> = sink.take().iter().map(|it| it.code).collect();
        assert_eq!((talks.len(), codes), (1, vec!["record/column", "record/missing"]));
    }
}
