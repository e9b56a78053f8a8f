//! The jobs that a person or a build server runs: `serve`, `dev`, `test`, `bench`.
//!
//! Each installs what it needs, says every step with its time, and does nothing twice. No knowledge of the work lives
//! here: what is compiled, checked or served is decided in the other crates.

mod app;
mod bench;
mod cache;
mod dev;
mod fingerprint;
mod place;
mod serve;
mod server;
mod step;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [--port N] [--fresh]   build everything, fill a demo town, serve it on http://localhost:8080
cargo xtask dev   [--port N]             the same, and build again after each change
cargo xtask test  [--only PART]... [-- ARGS]
                                         install what is missing and run everything that the build server runs;
                                         ARGS go to the test runner of the part `tests`
cargo xtask bench [ROW]... [--n PEOPLE] [--db sqlite|postgres] [--write]
                                         measure and say of each number whether it holds, beside the same SQL alone;
                                         --write puts the table into docs/benchmarks.md
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let job = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match job.as_str() {
        "serve" => serve::run(&rest),
        "dev" => dev::run(&rest),
        "test" => test::run(&rest),
        "bench" => bench::run(&rest),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n✗ {problem:#}");
            ExitCode::FAILURE
        }
    }
}
