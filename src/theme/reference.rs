//! What templates can use: every value with its type, functions, filters, parts, colours.
//!
//! It is kept as Markdown beside this file, and compared by `tests/theme.rs` with what pages have.

use crate::diag::Text;

const TEXT: &str = include_str!("reference.md");

/// Things that go together: the fields of a value, all filters.
#[derive(Clone, Debug)]
pub struct Group {
    /// `page`.
    pub name: &'static str,
    /// Templates that have it, without their ending; empty for all.
    pub templates: Vec<&'static str>,
    /// What is in it.
    pub entries: Vec<Entry>,
}

/// One thing that templates can use.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As it is written: `title`, `t(key, n=…)`.
    pub name: &'static str,
    /// `text`, `[card]`, `day?`.
    pub kind: &'static str,
    /// What it is.
    pub about: Text,
}

impl Entry {
    /// Returns the name without what a function takes.
    pub fn bare(&self) -> &'static str {
        self.name.split('(').next().unwrap_or(self.name)
    }
}

/// Returns all groups, in reading order.
pub fn groups() -> Vec<Group> {
    TEXT.split("\n## ").skip(1).map(group).collect()
}

fn group(text: &'static str) -> Group {
    let (head, rows) = text.split_once('\n').unwrap_or((text, ""));
    let (name, templates) = head.split_once(" @ ").unwrap_or((head, ""));
    let entries = rows.lines().flat_map(row).collect();
    Group { name, templates: templates.split_whitespace().collect(), entries }
}

/// Reads a row; it may describe several names at once.
fn row(line: &'static str) -> Vec<Entry> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [_, names, kind, zh, en, _] = cells[..] else {
        return Vec::new();
    };
    let names = names.split('`').filter(|it| !it.trim().is_empty());
    names.map(|name| Entry { name, kind, about: Text::new(zh, en) }).collect()
}

/// Returns the full names of all values of which the first word is known: `page.title`.
pub(crate) fn paths() -> Vec<String> {
    let of = |group: Group| {
        let is_value = ["site", "page", "head"].contains(&group.name);
        let before = if is_value { format!("{}.", group.name) } else { String::new() };
        let entries = group.entries.into_iter().map(move |it| format!("{before}{}", it.name));
        (is_value || group.name == "everywhere").then_some(entries).into_iter().flatten()
    };
    groups().into_iter().flat_map(of).collect()
}

/// Returns the names of all fields of all values.
pub(crate) fn fields() -> Vec<&'static str> {
    groups().iter().flat_map(|it| &it.entries).map(|it| it.name).collect()
}

/// Returns the names of those groups that hold filters or functions.
pub(crate) fn called(kind: Called) -> Vec<&'static str> {
    let of = |group: Group| {
        let kind_of = move |it: &Entry| match group.name {
            "functions" => Some(Called::Function),
            "filters" => Some(Called::Filter),
            "engine" if it.kind == "filter" => Some(Called::Filter),
            "engine" => Some(Called::Function),
            _ => None,
        };
        group.entries.into_iter().filter(move |it| kind_of(it) == Some(kind))
    };
    groups().into_iter().flat_map(of).map(|it| it.bare()).collect()
}

/// What a template can call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// `{{ x | date }}`
    Filter,
    /// `{{ t("x") }}`
    Function,
}
