//! The server that the tests start: the very code of the binary `lueckenlos`, built by cargo together with the tests,
//! so that no test ever meets an older one.

use std::process::ExitCode;

fn main() -> ExitCode {
    backend::cli::run()
}
