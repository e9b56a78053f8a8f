//! `cargo xtask bench`: the numbers of design part 7. Measured in an optimised build on a town of 100,000 people that is
//! made once and kept; each is said with its promise, with the same SQL alone, and whether it holds. Benchmarks are no
//! tests: a busy machine misses them without a fault.
//!
//! `cargo xtask bench worklist --db sqlite --n 10000` measures one row on a small town, quickly; `weight` is what the app
//! weighs; `--write` writes `docs/benchmarks.md`.

use std::process::Command;

use anyhow::Result;

use crate::step::{run as run_command, step};
use crate::{app, place, tools};

/// The one row that is measured here: it needs no server.
const WEIGHT: &str = "weight";
/// Options that are followed by a value.
const WITH_VALUE: [&str; 2] = ["--n", "--db"];

/// Weighs the app and runs the benchmarks of the package `tests`: everything, or the rows that are named.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&String> = arguments.iter().filter(|word| *word != "--only").collect();
    let mut is_value = false;
    let rows: Vec<&str> = words
        .iter()
        .filter(|word| {
            let is_row = !is_value && !word.starts_with("--");
            is_value = WITH_VALUE.contains(&word.as_str());
            is_row
        })
        .map(|word| word.as_str())
        .collect();
    let is_weighed = rows.is_empty() || rows.contains(&WEIGHT);
    let is_measured = rows.is_empty() || rows.iter().any(|row| *row != WEIGHT);
    tools::c_compiler()?;
    // The server that is measured holds the app, as it is shipped.
    app::build(&tools::for_the_app()?)?;
    let weighed = if is_weighed {
        step("what the first screen weighs", app::weigh)
    } else {
        Ok(())
    };
    if !is_measured {
        return weighed;
    }
    let postgres = tools::postgres()?;
    let (chromium, _) = tools::chromium()?;
    tools::node_modules("tests/journeys", "browser control")?;
    let build = |part: &[&str]| {
        // The server is measured too, so it is built in the same way.
        let common = [
            "build",
            "--profile",
            "bench",
            "--package",
            "lueckenlos-tests",
        ];
        run_command(
            Command::new("cargo")
                .args(common)
                .args(part)
                .current_dir(place::root()),
        )
    };
    step("optimised build", || build(&["--lib", "--bins"]))?;
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
                .args(words.iter().filter(|word| **word != WEIGHT))
                .env("TEST_POSTGRES", postgres)
                .env("TEST_CHROMIUM", chromium)
                .env("BENCH_CACHE", place::cache_folder().join("bench"))
                .current_dir(place::root()),
        )
    });
    weighed.and(measured)
}
