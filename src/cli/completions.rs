//! `pufa completions`.

use clap_complete::Shell;

use crate::cli::{Context, Exit, help};

/// Prints a shell's completions.
pub fn run(context: &Context, shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(context.console.lang), "pufa", &mut script);
    context.console.print(&String::from_utf8_lossy(&script));
    Exit::Success
}
