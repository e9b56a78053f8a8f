//! `cargo xtask test`: everything the build server runs. A part that fails does not keep the others from running,
//! unless they need what it makes; the table at the end says how long each took and how it ended.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::step::{answer_of, run as run_command, seconds, step};
use crate::tools::Browser;
use crate::{app, cache, place, server, tools};

/// The parts, in the order in which they run: what is quick to fail comes first.
const PARTS: [(&str, &str); 8] = [
    ("format", "every file is formatted"),
    (
        "lint",
        "clippy without warnings, for the server and everything beside it",
    ),
    ("lint-app", "clippy without warnings, for the browser"),
    ("app", "the app is built and weighs no more than it may"),
    (
        "tests",
        "unit, property, simulator, API on both databases, kill tests, tidy, texts",
    ),
    (
        "contract",
        "every answer is as the API document says, to right questions and to random ones, as each role, on both databases",
    ),
    ("components", "the app's components, in a browser"),
    (
        "journeys",
        "the work from end to end, in a browser, with axe at three sizes",
    ),
];

/// What the command line says.
struct Wishes {
    only: Vec<String>,
    for_the_runner: Vec<String>,
}

impl Wishes {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut wishes = Self {
            only: Vec::new(),
            for_the_runner: Vec::new(),
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--only" => {
                    let part = arguments
                        .next()
                        .context("--only wants the name of a part")?;
                    if !PARTS.iter().any(|(name, _)| name == part) {
                        let names: Vec<_> = PARTS.iter().map(|(name, _)| *name).collect();
                        bail!("there is no part {part}; there are {}", names.join(", "));
                    }
                    wishes.only.push(part.clone());
                }
                "--" => wishes.for_the_runner.extend(arguments.by_ref().cloned()),
                other => bail!("unknown argument {other}"),
            }
        }
        Ok(wishes)
    }

    fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == part)
    }
}

/// Runs the parts that are wanted and fails if one of them did.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let wishes = Wishes::read(arguments)?;
    let began = Instant::now();
    let _turn = cache::take_turn()?;
    let mut run = Run {
        wishes,
        ended: Vec::new(),
        browser: None,
    };
    for (part, about) in PARTS {
        run.part(part, about);
    }
    run.table(began.elapsed())
}

struct Run {
    wishes: Wishes,
    ended: Vec<(&'static str, Duration, Result<()>)>,
    browser: Option<Browser>,
}

impl Run {
    fn part(&mut self, name: &'static str, about: &str) {
        if !self.wishes.wants(name) {
            return;
        }
        eprintln!("\n── {name}: {about}");
        let began = Instant::now();
        let outcome = self.work(name);
        if let Err(problem) = &outcome {
            eprintln!("✗ {name}: {problem:#}");
        }
        self.ended.push((name, began.elapsed(), outcome));
    }

    fn work(&mut self, name: &str) -> Result<()> {
        match name {
            "format" => run_command(cargo().args(["fmt", "--all", "--check"])),
            "lint" => {
                tools::c_compiler()?;
                let checked = [
                    "clippy",
                    "--workspace",
                    "--exclude",
                    "lueckenlos-frontend",
                    "--all-targets",
                ];
                run_command(
                    cargo()
                        .args(checked)
                        .args(["--quiet", "--", "--deny", "warnings"]),
                )
            }
            "lint-app" => {
                let checked = [
                    "clippy",
                    "--package",
                    "lueckenlos-frontend",
                    "--all-targets",
                ];
                let browser = self.browser()?;
                run_command(
                    browser
                        .cargo()
                        .args(checked)
                        .args(FOR_THE_BROWSER)
                        .args(["--quiet", "--", "--deny", "warnings"]),
                )
            }
            "app" => {
                app::build(self.browser()?)?;
                step("what the first screen weighs", app::weigh)
            }
            "tests" => self.tests(),
            "contract" => contract(),
            "components" => self.components(),
            "journeys" => self.journeys(),
            other => Err(anyhow!("part {other} has no work")),
        }
    }

    /// The tools for the app, installed once per run.
    fn browser(&mut self) -> Result<&Browser> {
        if self.browser.is_none() {
            self.browser = Some(tools::for_the_app()?);
        }
        self.browser
            .as_ref()
            .context("the tools for the app are missing")
    }

    fn tests(&self) -> Result<()> {
        tools::c_compiler()?;
        let postgres = tools::postgres()?;
        let provider = tools::node_modules("tests/journeys", JOURNEYS)?;
        let server = server::build()?;
        let mut runner = cargo();
        if has_nextest() {
            runner.args(["nextest", "run", "--no-fail-fast"]);
        } else {
            runner.args(["test", "--no-fail-fast"]);
        }
        runner
            .args(&self.wishes.for_the_runner)
            .env("TEST_SERVER", server)
            .env("TEST_PROVIDER", provider)
            .env("TEST_POSTGRES", postgres);
        run_command(&mut runner)?;
        if !self.wishes.for_the_runner.is_empty() {
            return Ok(());
        }
        // What of the app needs no browser runs on this machine; no default member builds it.
        step("unit tests of the app", || {
            let app = ["test", "--package", "lueckenlos-frontend", "--lib"];
            run_command(cargo().args(app).args(["--quiet"]))
        })?;
        if has_nextest() {
            step("examples in the documentation", || {
                run_command(cargo().args(["test", "--doc", "--quiet"]))
            })?;
        }
        // Its numbers say nothing here. That it still can be taken does: it signs in, asks and writes as people do.
        step("a benchmark of a small town", || {
            let rows = ["worklist", "search-name", "records", "sync"];
            run_command(
                cargo()
                    .args(["bench", "--profile", "dev", "--quiet"])
                    .args(["--package", "lueckenlos-tests", "--bench", "promises"])
                    .args(["--", "--n", "600", "--db", "sqlite"])
                    .args(rows)
                    .env("BENCH_CACHE", place::cache_folder().join("bench")),
            )
        })
    }

    fn components(&mut self) -> Result<()> {
        let (chromium, driver) = tools::chromium()?;
        let mut command = self.browser()?.cargo();
        command
            .args([
                "test",
                "--package",
                "lueckenlos-frontend",
                "--features",
                "whole",
            ])
            .args(FOR_THE_BROWSER)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                place::tools().join("bin/wasm-bindgen-test-runner"),
            )
            .env("CHROMEDRIVER", driver)
            .env("TEST_CHROMIUM", chromium)
            // Seconds until a browser that says nothing is given up. A busy machine needs more than the 20 it would be.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
        run_command(&mut command)
    }

    /// Words after `--` choose among the stories when this is the only part.
    fn journeys(&mut self) -> Result<()> {
        let (chromium, _) = tools::chromium()?;
        app::build(self.browser()?)?;
        tools::node_modules("tests/journeys", JOURNEYS)?;
        let server = server::build()?;
        step("towns that stories begin with", || {
            let towns = ["build", "--package", "lueckenlos-tests", "--bins"];
            run_command(cargo().args(towns).arg("--quiet"))
        })?;
        let mut node = Command::new("node");
        node.arg("run.mjs")
            .current_dir(place::inside("tests/journeys"))
            .env("TEST_SERVER", server)
            .env("TEST_CHROMIUM", chromium);
        if self.wishes.only == ["journeys"] {
            node.args(&self.wishes.for_the_runner);
        }
        run_command(&mut node)
    }

    /// Prints what ran, how long it took and how it ended.
    fn table(self, all: Duration) -> Result<()> {
        eprintln!("\n── how long each part took");
        for (name, time, outcome) in &self.ended {
            let ended = if outcome.is_ok() { "held" } else { "FAILED" };
            eprintln!("  {name:<12} {:>14}  {ended}", seconds(*time));
        }
        eprintln!("  {:<12} {:>14}", "all", seconds(all));
        let failed: Vec<_> = self
            .ended
            .iter()
            .filter(|(_, _, outcome)| outcome.is_err())
            .map(|(name, _, _)| *name)
            .collect();
        if failed.is_empty() {
            return Ok(());
        }
        bail!("failed: {}", failed.join(", "))
    }
}

/// The program of this part finds the server under test beside itself, so that both are built first.
fn contract() -> Result<()> {
    tools::c_compiler()?;
    let postgres = tools::postgres()?;
    let schemathesis = tools::schemathesis()?;
    let package = ["--package", "lueckenlos-tests"];
    step("server under test and its examiner", || {
        run_command(
            cargo()
                .arg("build")
                .args(package)
                .args(["--bins", "--quiet"]),
        )
    })?;
    run_command(
        cargo()
            .arg("run")
            .args(package)
            .args(["--bin", "contract", "--quiet"])
            .env("TEST_POSTGRES", postgres)
            .env("TEST_SCHEMATHESIS", schemathesis),
    )
}

/// What the npm packages of the journeys are for.
const JOURNEYS: &str = "browser control, accessibility scan, a sign-in service";

const FOR_THE_BROWSER: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// A cargo at the root of the clone.
fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(place::root());
    command
}

fn has_nextest() -> bool {
    answer_of(Command::new("cargo").args(["nextest", "--version"])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn all_parts_run_unless_some_are_named() {
        let all = Wishes::read(&[]).unwrap();
        assert!(PARTS.iter().all(|(name, _)| all.wants(name)));
        let some = Wishes::read(&words("--only lint --only tests -- a_name")).unwrap();
        assert!(some.wants("tests") && some.wants("lint") && !some.wants("app"));
        assert_eq!(some.for_the_runner, ["a_name"]);
        assert!(Wishes::read(&words("--only rubbish")).is_err());
    }

    #[test]
    fn a_run_fails_if_a_part_failed() {
        let ended = |outcomes: Vec<Result<()>>| Run {
            wishes: Wishes::read(&[]).unwrap(),
            ended: outcomes
                .into_iter()
                .map(|outcome| ("part", Duration::ZERO, outcome))
                .collect(),
            browser: None,
        };
        assert!(ended(vec![Ok(()), Ok(())]).table(Duration::ZERO).is_ok());
        assert!(
            ended(vec![Err(anyhow!("no")), Ok(())])
                .table(Duration::ZERO)
                .is_err()
        );
    }
}
