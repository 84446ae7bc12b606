//! The rules of a column (`[columns.…]`): what each of its pages has to say.

use crate::{
    config::{Column, Config},
    diag::Sink,
    document::{FrontMatter, Outline, keys},
    source::Span,
};

/// Checks a page against the rules of the top folder that it lies in.
pub(crate) fn check(config: &Config, name: &str, page: &Outline, sink: &mut Sink) {
    let front = &page.front_matter;
    let Some(column) = config.column(name).filter(|_| !front.is_unread) else {
        return;
    };
    let file = Span::file(page.source);
    for key in column.required.iter().filter(|key| !says(front, key)) {
        let taxonomy = config.taxonomies.get(key);
        let shown = taxonomy.map_or(keys::chinese(key), |it| it.name.as_str());
        sink.front_matter_missing(file, name, key, shown);
    }
    check_values(column, front, sink);
    if column.plain && !front.draft && !page.opens_plainly {
        sink.plain_missing(file, name);
    }
}

/// Tells whether front matter says something under this key; a first heading is a title too.
fn says(front: &FrontMatter, key: &str) -> bool {
    let is_listed = front.taxonomies.get(key).is_some_and(|terms| !terms.is_empty());
    is_listed || front.spans.get(key).is_some() || (key == "title" && front.title.is_some())
}

fn check_values(column: &Column, front: &FrontMatter, sink: &mut Sink) {
    for (key, allowed) in &column.values {
        let terms = front.taxonomies.get(key).into_iter().flatten();
        for term in terms.filter(|it| !allowed.contains(&it.name)) {
            sink.front_matter_value(term.span, keys::chinese(key), &term.name, allowed);
        }
    }
}
