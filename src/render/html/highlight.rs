//! Code → HTML with classes. Grammars are loaded only when a page holds code.

use std::sync::LazyLock;

use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::SyntaxSet,
    util::LinesWithEndings,
};

use crate::escape;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Code above this size stays plain; colouring it would take longer than the rest of the site.
const MAX_BYTES: usize = 64 << 10;

/// Returns the inside of `<code>`; an unknown language stays plain.
pub fn code(language: &str, text: &str) -> String {
    if language.is_empty() || text.len() > MAX_BYTES {
        return escape::text(text);
    }
    let Some(syntax) = SYNTAXES.find_syntax_by_token(language) else {
        return escape::text(text);
    };
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(text) {
        if generator.parse_html_for_line_which_includes_newline(line).is_err() {
            return escape::text(text);
        }
    }
    generator.finalize()
}
