//! One data file → a table with its places, or a tree of values: `data/*.csv|json|toml|yaml`, and those beside pages.

use crate::{
    data::{
        csv::{self, Line, Lines},
        formats,
        tree::{Name, Tree, Written},
    },
    diag::Sink,
    source::{Repair, Source, Span},
};

/// One data file.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// A CSV file.
    Table(Table),
    /// Anything else.
    Tree(Written),
}

/// A table with a header row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<Name>,
    /// The other rows, each as long as the header.
    pub rows: Vec<Row>,
    /// The header, or the file where there is none.
    pub span: Span,
    /// Whether it is a sheet with a header, not a list whose entries have names of their own.
    pub is_sheet: bool,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each column; what is not written is nothing, at the row's own place.
    pub cells: Vec<Written>,
    /// Where it stands.
    pub span: Span,
}

/// Most rows of a table.
pub(crate) const MAX_ROWS: usize = 10_000;

impl Table {
    /// Returns the names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.header.iter().map(|it| it.text.as_str())
    }

    /// Returns the texts of each row.
    pub fn texts(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        self.rows.iter().map(|it| it.cells.iter().map(Written::text))
    }

    /// Makes a table from a list of tables, or from one that stands under a name; `example` shows how that is written.
    pub(crate) fn from_tree(tree: &Written, example: &str, sink: &mut Sink) -> Self {
        let mut table =
            Self { header: Vec::new(), rows: Vec::new(), span: tree.span, is_sheet: false };
        match (tree.list(), tree.table()) {
            (Some(list), _) => table.entries(list, example, sink),
            (_, Some(named)) => {
                for (name, value) in named {
                    match value.list() {
                        Some(list) => table.entries(list, example, sink),
                        None if value.table().is_some() => table.entry(value, example, sink),
                        None => sink.data_shape(name.span, example),
                    }
                }
            }
            _ => sink.data_shape(tree.span, example),
        }
        for row in &mut table.rows {
            row.fill(table.header.len());
        }
        table
    }

    /// Makes a table of two columns from names and values.
    pub(crate) fn from_pairs(
        tree: &Written,
        columns: [&str; 2],
        example: &str,
        sink: &mut Sink,
    ) -> Self {
        let header = columns.map(|it| Name { text: it.to_owned(), span: tree.span });
        let Some(pairs) = tree.table() else {
            sink.data_shape(tree.span, example);
            return Self {
                header: header.into(),
                rows: Vec::new(),
                span: tree.span,
                is_sheet: false,
            };
        };
        let row = |(name, value): &(Name, Written)| Row {
            cells: vec![
                Written { value: Tree::Text(name.text.clone()), span: name.span },
                value.clone(),
            ],
            span: name.span,
        };
        if let Some((name, _)) = pairs.get(MAX_ROWS) {
            sink.data_too_long(name.span, MAX_ROWS);
        }
        Self {
            header: header.into(),
            rows: pairs.iter().take(MAX_ROWS).map(row).collect(),
            span: tree.span,
            is_sheet: false,
        }
    }

    fn entries(&mut self, list: &[Written], example: &str, sink: &mut Sink) {
        for entry in list {
            self.entry(entry, example, sink);
        }
    }

    /// Adds a row; names that are new become columns.
    fn entry(&mut self, entry: &Written, example: &str, sink: &mut Sink) {
        let Some(names) = entry.table() else {
            return sink.data_shape(entry.span, example);
        };
        if self.rows.len() == MAX_ROWS {
            return sink.data_too_long(entry.span, MAX_ROWS);
        }
        let mut row = Row { cells: Vec::new(), span: entry.span };
        for (name, value) in names {
            let known = self.header.iter().position(|it| it.text == name.text);
            let at = known.unwrap_or_else(|| {
                self.header.push(name.clone());
                self.header.len() - 1
            });
            row.fill(at + 1);
            row.cells[at] = value.clone();
        }
        self.rows.push(row);
    }
}

impl Row {
    /// Makes the row as long as the header.
    fn fill(&mut self, length: usize) {
        let nothing = Written { value: Tree::Nothing, span: self.span };
        self.cells.resize(length.max(self.cells.len()), nothing);
    }

    /// Tells whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Written::is_empty)
    }
}

/// Reads one data file; what is wrong becomes a diagnostic.
pub fn read(source: &Source, sink: &mut Sink) -> Data {
    let is_csv = source.path.to_lowercase().ends_with(".csv");
    if !is_readable(source, sink) {
        let (span, nothing) = (Span::file(source.id), Tree::Table(Vec::new()));
        return match is_csv {
            true => {
                let (header, rows) = (Vec::new(), Vec::new());
                Data::Table(Table { header, rows, span, is_sheet: true })
            }
            false => Data::Tree(Written { value: nothing, span }),
        };
    }
    if source.text.trim().is_empty() {
        sink.data_empty(Span::file(source.id), &source.path);
    }
    if is_csv {
        return Data::Table(table(source, sink));
    }
    Data::Tree(formats::read(source).unwrap_or_else(|error| {
        if !source.text.trim().is_empty() {
            sink.data_syntax(source.span(error.range), &error.why);
        }
        Written { value: Tree::Table(Vec::new()), span: Span::file(source.id) }
    }))
}

/// Tells whether a file is text, and what had to be changed to read it. What is no text is told once and not looked at:
/// a spreadsheet with another ending has no line that means anything.
pub(crate) fn is_readable(source: &Source, sink: &mut Sink) -> bool {
    let nul = source.repairs.iter().find(|it| matches!(it, Repair::Nul(_)));
    if let Some(nul) = nul {
        sink.repaired_file(source, *nul);
        return false;
    }
    for repair in &source.repairs {
        sink.repaired_file(source, *repair);
    }
    true
}

fn table(source: &Source, sink: &mut Sink) -> Table {
    let (separator, start) = csv::detect(&source.text);
    let separators = [separator];
    let mut lines = Lines::new(source, &separators, start);
    let Some(first) = lines.next() else {
        return Table {
            header: Vec::new(),
            rows: Vec::new(),
            span: Span::file(source.id),
            is_sheet: true,
        };
    };
    if !separator.is_ascii() {
        sink.data_wide_separator(first.span, separator);
    }
    let name = |it: &Written| Name { text: it.text().to_owned(), span: it.span };
    let mut table = Table {
        header: first.cells.iter().map(name).collect(),
        rows: Vec::new(),
        span: first.span,
        is_sheet: true,
    };
    let mut empty = Vec::new();
    tell_unclosed(&first, sink);
    for line in lines {
        tell_unclosed(&line, sink);
        if line.cells.iter().all(Written::is_empty) {
            empty.push(line.span);
            continue;
        }
        if table.rows.len() == MAX_ROWS {
            sink.data_too_long(
                source.span(line.span.range().start..line.span.range().start),
                MAX_ROWS,
            );
            break;
        }
        table.rows.push(row(line, table.header.len(), sink));
    }
    if table.rows.is_empty() {
        sink.data_no_rows(table.span);
    }
    if let Some(first) = empty.first() {
        sink.data_empty_rows(*first, empty.len());
    }
    table
}

fn tell_unclosed(line: &Line, sink: &mut Sink) {
    if let Some(mark) = line.unclosed {
        sink.data_unclosed(mark);
    }
}

/// Makes a line as long as the header.
fn row(line: Line, length: usize, sink: &mut Sink) -> Row {
    let mut cells = line.cells;
    if cells.len() != length && line.unclosed.is_none() {
        let texts: Vec<&str> = cells.iter().map(Written::text).collect();
        sink.data_row(line.span, &texts, length);
    }
    cells.truncate(length);
    let mut row = Row { cells, span: line.span };
    row.fill(length);
    row
}
