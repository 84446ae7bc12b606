//! The program `pufa`.

use std::process::ExitCode;

fn main() -> ExitCode {
    pufa::cli::run()
}
