//! The long explanations of `pufa explain CODE`, kept as Markdown beside this file.

use crate::diag::Lang;

/// The explanations, one file an area: `## code`, Chinese text, a line `---`, English text.
const FILES: [&str; 3] =
    [include_str!("explain/config.md"), include_str!("explain/publish.md"), include_str!("explain/source.md")];

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
    FILES.iter().flat_map(|file| file.split("\n## ").skip(1)).filter_map(|section| section.split_once('\n'))
}
