//! Words that find each other: `data/synonyms.csv`, or the same in TOML, YAML or JSON.
//!
//! In CSV a line is a group, `家暴,家庭暴力,jiabao`; an arrow makes it one-way, `老赖→失信被执行人`. In TOML the groups stand in
//! `groups` and the one-way words, quoted, in `[one_way]`; a list alone is one of groups. Pinyin is just one more word of a group.
//! All of them become rows of one table, which is read as the tables of all other records are.

use crate::{
    data::{
        column::{Column, Kind},
        csv::{self, Lines},
        files::{Holds, holds},
        formats,
        schema::{self, Fields, Record, Schema},
        table::{self, Row, Table},
        tree::{Name, Tree, Written},
        value,
    },
    diag::Sink,
    source::{Source, Span},
};

/// What is looked up beside a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// From written word to the words that are sought as well.
    pub pairs: Vec<(String, String)>,
}

/// Marks that part the words of a line; there is no header to choose one.
const SEPARATORS: [char; 6] = [',', '，', '、', ';', '；', '\t'];

const ARROWS: [&str; 3] = ["→", "=>", "->"];

/// What a file that is no CSV may hold, in English and Chinese.
const GROUPS: [&str; 2] = ["groups", "同义词"];
const ONE_WAY: [&str; 2] = ["one_way", "单向"];

/// Words that find each other, or words that find others.
struct Synonym {
    words: Vec<String>,
    /// What the words find, when that does not find them.
    finds: Option<Vec<String>>,
}

impl Record for Synonym {
    const SCHEMA: Schema = Schema {
        row: ["同义词", "group of synonyms"],
        columns: &[
            Column::new("words", "词语", Kind::List).or(&["词", "同义词"]).required(),
            Column::new("finds", "单向", Kind::List).or(&["one_way"]),
        ],
        example: "groups = [[\"家暴\", \"家庭暴力\"], [\"热线\", \"电话\"]]",
    };

    fn from_fields(fields: &Fields<'_>, sink: &mut Sink) -> Option<Self> {
        let list = |key: &str| -> Vec<String> {
            let words = fields.list(key).into_iter();
            let words = words.map(|it| it.text.trim_matches('"').trim().to_owned());
            words.filter(|it| !it.is_empty()).collect()
        };
        let (words, finds) = (list("words"), list("finds"));
        let is_one_way = !finds.is_empty();
        if words.is_empty() || words.len() == 1 && !is_one_way {
            sink.synonym_alone(fields.span, &words.join(","));
            return None;
        }
        Some(Self { words, finds: is_one_way.then_some(finds) })
    }
}

impl Synonyms {
    /// Reads the files; what is wrong becomes a diagnostic.
    pub fn read(sources: &[&Source], sink: &mut Sink) -> Self {
        let tables: Vec<Table> = sources.iter().filter_map(|it| table_of(it, sink)).collect();
        let tables: Vec<&Table> = tables.iter().collect();
        let mut synonyms = Self::default();
        for Synonym { words, finds } in schema::records(&tables, sink) {
            for word in &words {
                let others = finds.as_ref().unwrap_or(&words).iter().filter(|it| *it != word);
                synonyms.pairs.extend(others.map(|it| (word.clone(), it.clone())));
            }
        }
        synonyms
    }
}

/// Returns a file as a table of words and what they find.
fn table_of(source: &Source, sink: &mut Sink) -> Option<Table> {
    if !table::is_readable(source, sink) {
        return None;
    }
    if source.path.to_lowercase().ends_with(".csv") {
        return Some(of_lines(source, sink));
    }
    match formats::read(source) {
        Ok(tree) => of_tree(&tree, &formats::example(&source.path, Synonym::SCHEMA.example), sink),
        Err(error) => {
            sink.data_syntax(source.span(error.range), &error.why);
            None
        }
    }
}

fn empty(span: Span) -> Table {
    let header = ["words", "finds"].map(|it| Name { text: it.to_owned(), span });
    Table { header: header.into(), rows: Vec::new(), span, is_sheet: false }
}

fn row(words: Written, finds: Option<Written>, span: Span) -> Row {
    let nothing = Written { value: Tree::Nothing, span };
    Row { cells: vec![words, finds.unwrap_or(nothing)], span }
}

fn of_lines(source: &Source, sink: &mut Sink) -> Table {
    let (_, start) = csv::detect(&source.text);
    let mut table = empty(Span::file(source.id));
    for line in Lines::new(source, &SEPARATORS, start).with_remarks() {
        if let Some(mark) = line.unclosed {
            sink.data_unclosed(mark);
        }
        let mut sides = [Vec::new(), Vec::new()];
        let mut side = 0;
        for cell in &line.cells {
            let arrow = ARROWS.iter().find_map(|it| cell.text().split_once(it));
            if let (Some((from, to)), 0) = (arrow, side) {
                sides[0].extend(words(from, cell.span));
                sides[1].extend(words(to, cell.span));
                side = 1;
            } else {
                sides[side].extend(words(cell.text(), cell.span));
            }
        }
        let [from, to] = sides.map(|it| Written { value: Tree::List(it), span: line.span });
        if from.is_empty() && side == 0 {
            continue;
        }
        if from.is_empty() {
            sink.synonym_alone(line.span, &source.text[line.span.range()]);
            continue;
        }
        table.rows.push(row(from, Some(to), line.span));
    }
    table
}

/// Cuts a text into its words, each at the place of the whole.
fn words(text: &str, span: Span) -> Vec<Written> {
    let words = value::list(text).into_iter();
    words.map(|(it, _)| Written { value: Tree::Text(it.to_owned()), span }).collect()
}

fn of_tree(tree: &Written, example: &str, sink: &mut Sink) -> Option<Table> {
    let mut table = empty(tree.span);
    if let Some(list) = tree.list() {
        if list.iter().any(|it| it.table().is_some()) {
            return Some(Table::from_tree(tree, example, sink));
        }
        table.rows.extend(list.iter().map(|it| row(it.clone(), None, it.span)));
        return Some(table);
    }
    let Some(named) = tree.table() else {
        sink.data_shape(tree.span, example);
        return None;
    };
    for (name, value) in named {
        let (is_groups, is_one_way) =
            [GROUPS, ONE_WAY].map(|it| it.contains(&name.text.as_str())).into();
        match (value.list(), value.table()) {
            (Some(groups), _) if is_groups => {
                table.rows.extend(groups.iter().map(|it| row(it.clone(), None, it.span)));
            }
            (_, Some(pairs)) if is_one_way => table.rows.extend(pairs.iter().map(|(from, to)| {
                let text = Tree::Text(from.text.clone());
                row(Written { value: text, span: from.span }, Some(to.clone()), from.span)
            })),
            _ if is_groups || is_one_way => sink.data_shape(value.span, example),
            _ => {
                let known = GROUPS.into_iter().chain(ONE_WAY);
                let row = ["同义词表", "table of synonyms"];
                sink.record_column(name.span, row, &name.text, known);
            }
        }
    }
    Some(table)
}

/// Returns the files of synonyms: that which the configuration names, or those of the usual name.
pub fn find<'a>(
    sources: &'a [Source],
    named: Option<(&str, Span)>,
    sink: &mut Sink,
) -> Vec<&'a Source> {
    let Some((name, span)) = named else {
        let is_usual = |it: &&Source| holds(&it.path) == Some(Holds::Synonyms);
        return sources.iter().filter(is_usual).collect();
    };
    let is_named = |it: &&Source| it.path.strip_prefix("data/") == Some(name);
    let found: Vec<&Source> = sources.iter().filter(is_named).collect();
    if found.is_empty() {
        sink.synonyms_missing(span, name);
    }
    found
}
