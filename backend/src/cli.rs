//! The commands of the binary: what a person or a service manager types.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app;
use crate::config::{Config, Flags, LogFormat};

/// Lückenlos: municipal integration case management.
#[derive(Debug, Parser)]
#[command(name = "lueckenlos", version, about)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    job: Option<Job>,
}

#[derive(Debug, Subcommand)]
enum Job {
    /// Serve the app and its API (the default).
    Serve,
}

/// Runs what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    match try_run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lueckenlos: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(cli: &Cli) -> anyhow::Result<()> {
    let config = Config::read(&cli.flags)?;
    if cli.flags.print_config {
        say(&config.printed());
        return Ok(());
    }
    log_as(&config);
    match cli.job.as_ref().unwrap_or(&Job::Serve) {
        Job::Serve => actix_web::rt::System::new().block_on(app::serve(&config)),
    }
}

#[expect(
    clippy::print_stdout,
    reason = "what was asked for at the terminal belongs there"
)]
fn say(text: &str) {
    println!("{text}");
}

fn log_as(config: &Config) {
    use tracing_subscriber::EnvFilter;
    // Libraries are heard from `warn` on: their finer lines may hold what was typed.
    let filter = EnvFilter::new(format!("warn,backend={}", config.log_level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    // A second subscriber in one process is refused; the first one then stays.
    let _ = match config.log {
        LogFormat::Human => log.try_init(),
        LogFormat::Json => log.json().with_current_span(false).try_init(),
    };
}
