//! The `pmdoc` command.

use std::process::ExitCode;

/// Documents are read by several threads into many small pieces: the system's allocator takes a fifth of the time for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pmdoc::cli::main(std::env::args_os())
}
