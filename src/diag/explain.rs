//! The long explanations of `pufa explain CODE`, kept as Markdown beside this file.

use include_dir::{Dir, include_dir};

use crate::diag::Lang;

/// The explanations, one file an area: `## code`, Chinese text, a line `---`, English text.
static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/diag/explain");

/// Returns every code that has an explanation, sorted.
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<_> = sections().map(|(code, _)| code).collect();
    codes.sort_unstable();
    codes
}

/// Returns the explanation of `code` in `lang`.
pub fn find(code: &str, lang: Lang) -> Option<&'static str> {
    let (_, text) = sections().find(|(it, _)| *it == code)?;
    let (zh, en) = text.split_once("\n---\n").unwrap_or((text, text));
    Some(match lang {
        Lang::Zh => zh.trim(),
        Lang::En => en.trim(),
    })
}

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let texts = FILES.files().filter_map(include_dir::File::contents_utf8);
    let sections = texts.flat_map(|text| text.split("\n## ").skip(1));
    sections.filter_map(|section| section.split_once('\n'))
}
