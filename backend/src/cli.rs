//! The commands of the binary: what a person or a service manager types.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use shared::kernel::UnitCode;

use crate::app::{self, open_town};
use crate::audit::Head;
use crate::config::{Config, Flags, LogFormat, shown};
use crate::seal::Purpose;
use crate::signin::password::Hasher;
use crate::signin::service::{Lifetimes, SignIn};
use crate::surroundings::Surroundings;
use crate::tx::Town;
use crate::{backup, erasure, key, organisation, person, seed};

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
    /// Serve the app and its API (the default); brings the database up to date first.
    Serve,
    /// Bring the database up to date and stop.
    Migrate,
    /// Fill the database with invented data; what is there stays.
    Seed {
        /// The demo town with accounts whose password everybody knows: only while the server listens on this machine.
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Print a token with which an administrator's account can be made once, within a day.
    CreateAdmin {
        /// The unit the account belongs to.
        #[arg(long, default_value = "ki")]
        unit: String,
    },
    /// Copy the database while it is in use into a sealed file, which is read with the key file only, and tell devices that
    /// their copies may go. On PostgreSQL by its `pg_dump`.
    Backup {
        /// Where to; must not be there yet.
        #[arg(required_unless_present = "done")]
        to: Option<PathBuf>,
        /// Only note that a copy was made by other means, like one of the whole disk.
        #[arg(long, conflicts_with = "to")]
        done: bool,
    },
    /// Bring a copy back into a database that holds nothing yet, with the key file it was made under; devices then offer again
    /// what the copy does not hold.
    Restore {
        /// The copy that `backup` made.
        from: PathBuf,
    },
    /// The key that everything is sealed under: which it is, another one in its place.
    Key {
        #[command(subcommand)]
        job: KeyJob,
    },
    /// Verify chains and invariants and say where they break.
    Check {
        /// A head of the read log that was kept elsewhere (`lueckenlos audit head`, or the server's log): what was cut off
        /// up to there is found.
        #[arg(long)]
        head: Option<Head>,
    },
    /// The log of who read what: where it stands, taking it out, ending it.
    Audit {
        #[command(subcommand)]
        job: AuditJob,
    },
}

#[derive(Debug, Subcommand)]
enum KeyJob {
    /// Name the key of the key file, and say whether the database is under it.
    Show,
    /// Make a new key, wrap everything by it and put it in the place of the one in use, which stays beside it for copies from
    /// before. No server may run.
    Change,
}

#[derive(Debug, Subcommand)]
enum AuditJob {
    /// Print where its chain stands; kept outside of the database, it shows later that nothing up to there was cut off.
    Head,
    /// Write it as one JSON object per line, with the codes that chain it.
    Export {
        /// Where to; must not be there yet.
        to: PathBuf,
        /// The first month, like 2026-01.
        #[arg(long, default_value = "")]
        from: String,
        /// The last month.
        #[arg(long, default_value = "9999-12")]
        until: String,
    },
    /// Delete the months that are older than this; the server does it by itself every day.
    Expire {
        /// Months kept besides the current one [default: the setting `read_log_months`].
        #[arg(long)]
        keep_months: Option<u16>,
    },
    /// Make the index anew from the lines.
    Reindex,
}

/// Runs what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    match try_run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("lueckenlos: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn try_run(cli: Cli) -> anyhow::Result<()> {
    let config = Config::read(&cli.flags)?;
    if cli.flags.print_config {
        say(&config.printed());
        return Ok(());
    }
    log_as(&config);
    match cli.job.unwrap_or(Job::Serve) {
        Job::Serve => actix_web::rt::System::new().block_on(app::serve(config)),
        Job::Migrate => {
            let town = open_town(&config, Surroundings::machine())?;
            let ran = migrate(&config, &town)?;
            let renewal = person::renew_all(&town, &config.municipality)
                .context("making search tokens anew")?;
            say(&format!(
                "{}: up to date, {ran} migrations run, search tokens of {} persons made anew",
                shown(&config.database),
                renewal.renewed
            ));
            if renewal.unreadable > 0 {
                bail!(
                    "the forms of {} persons cannot be read: `lueckenlos check` names them",
                    renewal.unreadable
                );
            }
            Ok(())
        }
        Job::Seed { demo: _ } => seed_demo(&config),
        Job::CreateAdmin { unit } => create_admin(&config, &unit),
        Job::Backup { to, done: _ } => {
            let town = open_town(&config, Surroundings::machine())?;
            backup::refuse_unfinished(&town)?;
            match to {
                Some(to) => {
                    backup::back_up(&config, &town, &to)?;
                    say(&format!(
                        "copied to {}, sealed under key {}",
                        to.display(),
                        town.vault().id()
                    ));
                }
                None => backup::note_done(&config, &town)?,
            }
            Ok(())
        }
        Job::Restore { from } => {
            backup::restore(&config, &from)?;
            say(&format!(
                "{} restored into {}; a new epoch has begun. Verify it with `lueckenlos check`",
                from.display(),
                shown(&config.database)
            ));
            Ok(())
        }
        Job::Key { job } => change_or_show_key(&config, &job),
        Job::Check { head } => check(&config, head.as_ref()),
        Job::Audit { job } => audit(&config, job),
    }
}

fn change_or_show_key(config: &Config, job: &KeyJob) -> anyhow::Result<()> {
    let key_file = config.key_file.display();
    match job {
        KeyJob::Show => {
            let (here, in_use) = key::show(config)?;
            say(&format!("{key_file} holds key {here}"));
            match in_use {
                None => say("nothing in the database is under a key yet"),
                Some(in_use) if in_use == here => say("the database is under it"),
                Some(in_use) => bail!("the database is under key {in_use}"),
            }
        }
        KeyJob::Change => {
            let changed = key::change(config)?;
            say(&format!(
                "{key_file} holds key {} now, which wraps the keys of {} subjects; search tokens of {} persons made anew.\n\
                 The key from before, {}, lies in {}: copies from before can be read with it only. Make a copy now, and keep \
                 both keys where the copies are not.",
                changed.new,
                changed.wrapped,
                changed.persons,
                changed.old,
                changed.old_file.display()
            ));
        }
    }
    Ok(())
}

fn audit(config: &Config, job: AuditJob) -> anyhow::Result<()> {
    let town = open_town(config, Surroundings::machine())?;
    let reads = app::open_reads(config, &town)?;
    match job {
        AuditJob::Head => match reads.head()? {
            Some(head) => say(&head.to_string()),
            None => bail!("nothing was read yet"),
        },
        AuditJob::Export { to, from, until } => {
            let mut file = backup::new_private_file(&to)
                .with_context(|| format!("making {}", to.display()))?;
            let lines = reads.export((&from, &until), |line| writeln!(file, "{line}"))?;
            file.sync_all()?;
            say(&format!("{lines} lines written to {}", to.display()));
        }
        AuditJob::Expire { keep_months } => {
            let keep = keep_months.unwrap_or(config.read_log_months);
            match reads.expire(keep)? {
                Some(expired) => say(&format!(
                    "{} lines deleted, kept from {} on",
                    expired.lines, expired.kept_from
                )),
                None => say("nothing is older"),
            }
        }
        AuditJob::Reindex => {
            reads.reindex()?;
            say("the index was made anew");
        }
    }
    Ok(())
}

fn migrate(config: &Config, town: &Town) -> anyhow::Result<usize> {
    backup::refuse_unfinished(town)?;
    let ran = town
        .db()
        .migrate()
        .with_context(|| format!("bringing {} up to date", shown(&config.database)))?;
    organisation::load_shipped(town, &config.municipality)?;
    erasure::prepare(town)?;
    Ok(ran)
}

fn seed_demo(config: &Config) -> anyhow::Result<()> {
    if !config.listen.ip().is_loopback() || config.public_origin.is_some() {
        bail!(
            "the demo accounts have a password that everybody knows: they are made only while `listen` is an address \
             of this machine and there is no `public_origin`"
        );
    }
    let town = open_town(config, Surroundings::machine())?;
    migrate(config, &town)?;
    let seeded = seed::seed_demo(&town, &config.municipality)?;
    say(&format!(
        "demo town ready, {} accounts made (password {}), {} commands run",
        seeded.accounts,
        seed::DEMO_PASSWORD,
        seeded.commands
    ));
    Ok(())
}

fn create_admin(config: &Config, unit: &str) -> anyhow::Result<()> {
    if unit.parse::<UnitCode>().is_err() {
        bail!("`{unit}` is no code of a unit");
    }
    let town = open_town(config, Surroundings::machine())?;
    migrate(config, &town)?;
    let signin = SignIn {
        db: town.db().clone(),
        surroundings: town.surroundings().clone(),
        vault: town.vault().clone(),
        hasher: Hasher::new(town.surroundings())?,
        municipality: config.municipality.clone(),
        lifetimes: Lifetimes {
            idle_minutes: config.session_idle_minutes,
            max_minutes: config.session_max_minutes,
        },
        factor_rule: config.second_factor.clone(),
        provider: None,
    };
    let token = signin.new_set_up_token(unit)?;
    say(&format!(
        "Set-up token, usable once within 24 hours:\n{}",
        token.as_text()
    ));
    Ok(())
}

fn check(config: &Config, kept: Option<&Head>) -> anyhow::Result<()> {
    let town = open_town(config, Surroundings::machine())?;
    let reads = app::open_reads(config, &town)?;
    let key = town.vault().key_for(Purpose::ReadLog);
    match crate::audit::verify_from(reads.db(), &key, &config.municipality, kept)? {
        Ok(lines) => say(&format!("read log: {lines} lines, whole")),
        Err(broken) => bail!("{broken}"),
    }
    match crate::signin::verify_events(town.db(), town.vault(), &config.municipality)? {
        Ok(lines) => say(&format!("changes of accounts: {lines} lines, whole")),
        Err(number) => bail!("the list of changes of accounts is broken at line {number}"),
    }
    if let Some(head) = reads.head()? {
        say(&format!("read log: its head is {head}"));
    }
    let report = crate::check::check(&town)?;
    for finding in &report.findings {
        say(&finding.to_string());
    }
    let crate::check::Report {
        entries,
        subjects,
        sealed,
        findings,
    } = report;
    if !findings.is_empty() {
        bail!("{} findings", findings.len());
    }
    say(&format!(
        "log: {entries} entries about {subjects} subjects, whole; {sealed} sealed values, readable; all tables as the log says"
    ));
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "what was asked for at the terminal belongs there"
)]
fn say(text: &str) {
    println!("{text}");
}

fn tell(text: &str) {
    eprintln!("{text}");
}

fn log_as(config: &Config) {
    use tracing_subscriber::EnvFilter;
    // Libraries are heard from `warn` on: their finer lines may hold what was typed.
    let filter = EnvFilter::new(format!("warn,backend={}", config.log_level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    // A second subscriber in one process is refused; the first one then stays.
    let _ = match config.log {
        LogFormat::Human => log.try_init(),
        LogFormat::Json => log.json().with_current_span(false).try_init(),
    };
}
