//! The program `pufa`.

use std::process::ExitCode;

// A site is many small pieces made on all processors at once; the system's allocator takes a sixth of the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pufa::cli::run()
}
