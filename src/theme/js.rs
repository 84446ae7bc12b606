//! Scripts without what only their author needs.

/// Returns `js` without indentation, blank lines and lines that are comments. A script with a template string, in which
/// all of these may mean something, stays as it is; so does every line's own content.
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
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_indentation_go() {
        let js = "/* a\n   b */\n// c\n(function () {\n  var url = \"//x\"; // d\n\n})();\n";
        assert_eq!(squeeze(js), "(function () {\nvar url = \"//x\"; // d\n})();\n");
    }

    #[test]
    fn template_strings_are_left_alone() {
        let js = "var a = `\n  // b\n`;\n";
        assert_eq!(squeeze(js), js);
    }
}
