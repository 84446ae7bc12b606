//! One cell → what its column says it is. A cell that is something else is told with its place.

use std::ops::{Range, RangeInclusive};

use jiff::tz::TimeZone;

use crate::{
    address,
    data::{
        column::{Column, Kind},
        date::{self, NoDay},
        tree::Written,
        value::{self, Way},
    },
    diag::Sink,
    document::Date,
    path::OutputPath,
    source::Span,
};

/// What was read from a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Words.
    Text(String),
    /// Several words.
    List(Vec<Entry>),
    /// A whole number.
    Number(u64),
    /// A day.
    Date(Date),
    /// Month and day.
    MonthDay(i8, i8),
    /// Yes or no.
    YesNo(bool),
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As written.
    pub text: String,
    /// Where, or where the list is.
    pub span: Span,
}

macro_rules! getter {
    ($(#[$doc:meta])* $name:ident -> $type:ty: $pattern:pat => $value:expr) => {
        $(#[$doc])*
        pub fn $name(&self) -> Option<$type> {
            let $pattern = self else { return None };
            Some($value)
        }
    };
}

impl Field {
    getter! {
        /// Returns words.
        text -> &str: Self::Text(it) => it
    }
    getter! {
        /// Returns the entries of a list.
        list -> &[Entry]: Self::List(it) => it
    }
    getter! {
        /// Returns a number.
        number -> u64: Self::Number(it) => *it
    }
    getter! {
        /// Returns a day.
        date -> Date: Self::Date(it) => *it
    }
    getter! {
        /// Returns month and day.
        month_day -> (i8, i8): Self::MonthDay(month, day) => (*month, *day)
    }
    getter! {
        /// Returns yes or no.
        yes_no -> bool: Self::YesNo(it) => *it
    }
}

/// Reads a cell that is not empty; none when it is not what the column holds, which is told.
pub fn read(cell: &Written, column: &Column, sink: &mut Sink) -> Option<Field> {
    if column.kind == Kind::List {
        return Some(Field::List(entries(cell, column, sink)));
    }
    let Some(text) = cell.word().map(str::to_owned) else {
        tell(cell.span, column, &shown(cell), sink);
        return None;
    };
    let field = match column.kind {
        Kind::Number(from, to) => return number(cell, &text, (from..=to, column), sink),
        Kind::Path => return path(cell, text, sink),
        Kind::Text | Kind::List => Some(Field::Text(text.clone())),
        Kind::Date => return day(cell.span, column, &text, sink),
        Kind::MonthDay => value::month_day(&text).map(|(month, day)| Field::MonthDay(month, day)),
        Kind::Hours => {
            if let Some(time) = value::impossible_time(&text) {
                tell(cell.span, column, &time, sink);
            }
            return Some(Field::Text(text));
        }
        Kind::Phone => value::phone(&text).map(Field::Text),
        Kind::YesNo => value::yes_no(&text).map(Field::YesNo),
        Kind::Slug => address::is_slug(&text).then(|| Field::Text(text.clone())),
    };
    if field.is_none() {
        tell(cell.span, column, &text, sink);
    }
    field
}

fn day(span: Span, column: &Column, text: &str, sink: &mut Sink) -> Option<Field> {
    let why = match date::read(text, &TimeZone::UTC) {
        Ok(moment) => return Some(Field::Date(moment.day)),
        Err(why) => why,
    };
    match why {
        NoDay::Meant(day) => sink.record_day(span, column.name, text, &day.to_string()),
        NoDay::Impossible(_, month @ 1..=12, day) => sink.record_no_such_day(span, month, day),
        NoDay::Impossible(..) | NoDay::Unknown => tell(span, column, text, sink),
    }
    None
}

fn tell(span: Span, column: &Column, written: &str, sink: &mut Sink) {
    sink.record_value(span, column.name, column.kind.expected(), written);
}

/// Returns the name of what is no single value.
fn shown(cell: &Written) -> String {
    match cell.list() {
        Some(_) => "[…]".to_owned(),
        None => "{…}".to_owned(),
    }
}

fn entries(cell: &Written, column: &Column, sink: &mut Sink) -> Vec<Entry> {
    if let Some(list) = cell.list() {
        let entry = |it: &Written| {
            let text = it.word().map(str::to_owned);
            if text.is_none() {
                tell(it.span, column, &shown(it), sink);
            }
            text.map(|text| Entry { text, span: it.span })
        };
        return list.iter().filter_map(entry).filter(|it| !it.text.is_empty()).collect();
    }
    let Some(text) = cell.word().map(str::to_owned) else {
        tell(cell.span, column, &shown(cell), sink);
        return Vec::new();
    };
    let entry = |(word, range): (&str, Range<usize>)| Entry {
        text: word.to_owned(),
        span: place(cell, &text, range),
    };
    value::list(&text).into_iter().map(entry).collect()
}

/// Returns the place of a part of a cell, if the source holds the cell letter by letter.
fn place(cell: &Written, text: &str, range: Range<usize>) -> Span {
    let is_plain = cell.text() == text && cell.span.range().len() == text.len();
    if is_plain { cell.span.slice(range) } else { cell.span }
}

fn number(
    cell: &Written,
    text: &str,
    (range, column): (RangeInclusive<u64>, &Column),
    sink: &mut Sink,
) -> Option<Field> {
    let Some(number) = value::number(text).filter(|it| range.contains(&it.value)) else {
        tell(cell.span, column, text, sink);
        return None;
    };
    if number.way != Way::Plain {
        sink.record_number(cell.span, column.name, text, number.value);
    }
    Some(Field::Number(number.value))
}

/// A path is as checked as one in front matter; how it begins and ends is free.
fn path(cell: &Written, text: String, sink: &mut Sink) -> Option<Field> {
    let inner = text.trim_start_matches("@/").trim_end_matches('/');
    if let Err(why) = OutputPath::new(inner) {
        sink.record_path(cell.span, &text, why);
        return None;
    }
    Some(Field::Text(text))
}
