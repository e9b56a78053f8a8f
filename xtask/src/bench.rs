//! `cargo xtask bench`: the numbers of design part 7 that exist by now. Measured in an optimised build; each is said
//! with its promise and whether it holds. Benchmarks are no tests: a busy machine misses them without a fault.

use std::process::Command;

use anyhow::Result;

use crate::step::{run as run_command, step};
use crate::{app, place, tools};

/// Weighs the app, then runs the benchmarks of the package `tests`: all rows, or those named after `--only`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let rows = arguments.iter().filter(|word| *word != "--only");
    tools::c_compiler()?;
    let postgres = tools::postgres()?;
    let browser = tools::for_the_app()?;
    app::build(&browser)?;
    let weighed = step("what the first screen weighs", app::weigh);
    let measured = step("benchmarks", || {
        let flags = [
            "bench",
            "--package",
            "lueckenlos-tests",
            "--bench",
            "promises",
            "--",
        ];
        run_command(
            Command::new("cargo")
                .args(flags)
                .args(rows)
                .env("TEST_POSTGRES", postgres)
                .current_dir(place::root()),
        )
    });
    weighed.and(measured)
}
