//! `pufa explain`.

use serde_json::json;

use crate::{
    cli::{Context, Exit},
    diag::{
        explain,
        messages::{command, nearest},
        print::Format,
    },
};

/// Prints what a code means, or all codes.
pub fn run(context: &Context, code: Option<&str>) -> Exit {
    let Some(code) = code else {
        for code in explain::codes() {
            match context.format {
                Format::Json => context.console.line(&json!({ "code": code }).to_string()),
                Format::Human | Format::Github => context.console.line(code),
            }
        }
        return Exit::Success;
    };
    // People copy the brackets and the word before them too.
    let code = code.rsplit_once('[').map_or(code, |(_, it)| it).trim_end_matches([']', ':']);
    match explain::find(code, context.console.lang) {
        Some(text) => {
            match context.format {
                Format::Json => {
                    let says = json!({ "code": code, "says": text });
                    context.console.line(&says.to_string());
                }
                Format::Human | Format::Github => {
                    context.console.line(&format!("{code}\n\n{text}"));
                }
            }
            Exit::Success
        }
        None => {
            let codes = explain::codes();
            let near = nearest(code, codes.iter().copied());
            context.console.note(&command::no_code(code, near));
            Exit::Usage
        }
    }
}
