//! Scripts without what only their author needs.

/// Returns `js` without indentation, blank lines, lines that are comments and blanks beside signs. A script with a template
/// string, in which all of these may mean something, stays as it is; so does a line with a slash: it may hold a pattern.
pub(crate) fn squeeze(js: &str) -> String {
    if js.contains('`') {
        return js.to_owned();
    }
    let mut out = String::with_capacity(js.len());
    let mut in_comment = false;
    for line in js.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            let is_plain = !line.contains('/');
            if is_plain {
                push_tight(&mut out, line);
            } else {
                out.push_str(line);
            }
            if !is_plain || !line.ends_with(['{', '(', ';', ',']) {
                out.push('\n');
            }
        }
    }
    out
}

/// Writes a line without the blanks beside signs, outside of its strings. Those beside `+` and `-` stay: two of them
/// together are another sign.
fn push_tight(out: &mut String, line: &str) {
    let is_sign = |letter: char| "{}()[]=;,:?<>&|!*".contains(letter);
    let (mut quote, mut escaped, mut rest) = (None, false, line.chars().peekable());
    while let Some(letter) = rest.next() {
        let is_beside = out.ends_with(is_sign) || rest.peek().is_some_and(|it| is_sign(*it));
        match quote {
            Some(mark) => {
                quote = (escaped || letter != mark).then_some(mark);
                escaped = !escaped && letter == '\\';
            }
            None if letter == ' ' && is_beside => continue,
            None => quote = matches!(letter, '"' | '\'').then_some(letter),
        }
        out.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_indentation_go() {
        let js = "/* a\n   b */\n// c\n(function () {\n  var url = \"//x\"; // d\n\n})();\n";
        assert_eq!(squeeze(js), "(function(){var url = \"//x\"; // d\n})();");
    }

    #[test]
    fn blanks_beside_signs_go_and_those_that_mean_something_stay() {
        let js =
            "var a = \"b = { c\", d = '\\' = ';\nif (a + +d in e) {\n  return f;\n}\nx = y\nz()\n";
        let tight = "var a=\"b = { c\",d='\\' = ';if(a + +d in e){return f;}\nx=y\nz()\n";
        assert_eq!(squeeze(js), tight);
        assert_eq!(squeeze("a = / = /;\nb = c / d;\n"), "a = / = /;\nb = c / d;\n");
    }

    #[test]
    fn template_strings_are_left_alone() {
        let js = "var a = `\n  // b\n`;\n";
        assert_eq!(squeeze(js), js);
    }
}
