//! The files of the index: their names, and the scripts that hand their content to the search.

use serde_json::Value;

use crate::path::OutputPath;

/// No file of the index is larger, in bytes, unless a single entry is.
pub(crate) const MAX_FILE_BYTES: usize = 250_000;

/// Writes a value so that it can stand in a script: `<` could end one in HTML, U+2028 ends a line in older browsers.
pub(crate) fn script_json(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// Tells whether a file at this path belongs to the index.
pub fn is_file(path: &str) -> bool {
    let name = path.strip_prefix("search/").and_then(|it| it.strip_suffix(".js"));
    let in_folder = |it: &str| ["s/", "c/", "t/"].iter().any(|folder| it.starts_with(folder));
    name.is_some_and(|it| it == "index" || in_folder(it))
}

/// Returns where the file called `name` is published.
pub fn path(name: &str) -> OutputPath {
    OutputPath::new(&format!("search/{name}.js")).expect("names are letters, digits and slashes")
}

/// Returns the script that hands a file's content to the search.
pub fn script(name: &str, json: &str) -> String {
    format!("pufaSearch(\"{name}\",{json})\n")
}
