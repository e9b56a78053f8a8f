//! Whether the API does what its document says: every command and every call is done with success at least once, each
//! answer is held against the document, and then random questions are asked, near the right ones and far from them, as
//! each role and as a stranger, on both databases.
//!
//! A program and not a test of cargo's, because it needs Schemathesis, which `cargo xtask test --only contract` installs.
//! Not here: what the answers mean for the work (`tests/api`), and who may do what (`shared/tests/access-table.txt`).

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a run fails by panicking or by what it prints, and both are for the terminal"
)]

mod count;
mod random;
mod walk;

use std::process::ExitCode;
use std::thread;

use anyhow::{Context as _, Result, bail};
use harness::{CLIENT, Database, SignInService, Town, now};

use crate::count::Count;
use crate::random::Tool;
use crate::walk::Walk;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("✗ {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let tool = Tool::named()?;
    let both = thread::scope(|scope| {
        let sqlite = scope.spawn(|| on(Database::Sqlite, &tool));
        let postgres = scope.spawn(|| on(Database::Postgres, &tool));
        [(Database::Sqlite, sqlite), (Database::Postgres, postgres)]
            .map(|(database, run)| (database, run.join().expect("a run that ends")))
    });
    let mut failed = Vec::new();
    for (database, outcome) in both {
        match outcome {
            Ok(count) => {
                println!("\n── {database:?}\n{count}");
                failed.extend(count.missing().map(|name| format!("{database:?}: {name}")));
            }
            Err(problem) => failed.push(format!("{database:?}: {problem:#}")),
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join("\n  "));
    }
    Ok(())
}

fn on(database: Database, tool: &Tool) -> Result<Count> {
    if !database.is_there() {
        bail!("{database:?} is not installed");
    }
    let service = SignInService::at(now().millis() / 1_000);
    let settings = [
        ("LUECKENLOS_OIDC_ISSUER", service.issuer()),
        ("LUECKENLOS_OIDC_CLIENT_ID", CLIENT),
        ("LUECKENLOS_OIDC_NAME", "Stadtkonto"),
    ];
    let town = Town::with_settings(database, &settings);
    let mut walk = Walk::new(&town);
    walk.all().context("the walk")?;
    let mut count = Count::of(&walk.exchanges);
    let document = town.stranger().send("GET", "/api/openapi.json", None)?;
    let random = tool.on(&town, &document.body, &walk.exchanges)?;
    random
        .judge()
        .context("an answer is not as the document says")?;
    count.add_all(random.ask_everybody()?);
    town.stop();
    town.check();
    Ok(count)
}
