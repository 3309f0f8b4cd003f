//! The `pmdoc` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    pmdoc::cli::main(std::env::args_os())
}
