//! Style sheets without what only their author needs: every page carries them.

/// Returns `css` without comments and without blanks that mean nothing. Strings stay as they are.
pub(crate) fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => quoted(rest, first),
            _ if first.is_ascii_whitespace() => blank(rest, &mut out),
            '}' if out.ends_with(';') => {
                out.pop();
                0
            }
            _ => 0,
        };
        if taken == 0 {
            out.push(first);
        } else if matches!(first, '"' | '\'') {
            out.push_str(&rest[..taken]);
        }
        rest = &rest[taken.max(first.len_utf8())..];
    }
    out
}

/// Returns the length of the string that `rest` begins with.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Writes one blank for those that `rest` begins with, or none beside a brace, a semicolon, a comma or `>` and after a colon
/// (before one it means a descendant); returns their length.
fn blank(rest: &str, out: &mut String) -> usize {
    let after = rest.trim_ascii_start();
    let joins = |letter: char| matches!(letter, '{' | '}' | ';' | ',' | '>');
    let is_needless = out.is_empty()
        || out.ends_with(|letter| joins(letter) || letter == ':')
        || after.is_empty()
        || after.starts_with(joins)
        || after.starts_with("/*");
    if !is_needless && !out.ends_with(' ') {
        out.push(' ');
    }
    rest.len() - after.len()
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_needless_blanks_go() {
        assert_eq!(
            squeeze("/* a */\n.a , .b {\n  color : red;\n  top: 0;\n}\n"),
            ".a,.b{color :red;top:0}"
        );
    }

    #[test]
    fn strings_and_needed_blanks_stay() {
        let css = r#".a .b:has(>c){content:"/*  { */  \" }";width:calc(1em + 2px)}"#;
        assert_eq!(squeeze(css), css);
    }

    #[test]
    fn what_never_ends_does_not_hang() {
        assert_eq!(squeeze("a{b:c} /* d"), "a{b:c}");
        assert_eq!(squeeze("a{b:'c"), "a{b:'c");
    }
}
