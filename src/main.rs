//! The program `pufa`.

use std::process::ExitCode;

// A site is many small pieces made on all processors at once; the system's allocator takes a sixth of the time for them.
// Without huge pages (`no_thp`): they made it no faster here, and an eighth larger.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pufa::cli::run()
}
