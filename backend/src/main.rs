//! The binary `lueckenlos`; everything is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    backend::cli::run()
}
