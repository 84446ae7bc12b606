//! `pufa explain`.

use crate::{
    cli::{Context, Exit},
    diag::{
        explain,
        messages::{command, nearest},
    },
};

/// Prints what a code means, or all codes.
pub fn run(context: &Context, code: Option<&str>) -> Exit {
    let Some(code) = code else {
        for code in explain::codes() {
            context.console.line(code);
        }
        return Exit::Success;
    };
    // People copy the brackets and the word before them too.
    let code = code.rsplit_once('[').map_or(code, |(_, it)| it).trim_end_matches([']', ':']);
    match explain::find(code, context.console.lang) {
        Some(text) => {
            context.console.line(&format!("{code}\n\n{text}"));
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
