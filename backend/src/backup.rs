//! A copy of the database while it is in use. On SQLite we make it; on PostgreSQL its own tools do, and we say how.

use std::path::Path;

use anyhow::{Context, bail};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::app::place_of_reads;
use crate::config::{Config, shown};
use crate::db::{Conn, Db, Failure, Place};
use crate::exchange::Marks;
use crate::log::Numbering;
use crate::tx::Town;

/// Copies database and read log to `to` and beside it, and notes up to where the log is now backed up. The key file is
/// not in the copy: it is kept elsewhere.
///
/// # Errors
/// If the database is PostgreSQL, a file is there already, or the copy fails; nothing is noted then.
pub fn back_up(config: &Config, town: &Town, to: &Path) -> anyhow::Result<()> {
    if let Place::Postgres(_) = town.db().place() {
        bail!(
            "a PostgreSQL database is backed up by its own tool, which reads the address from DATABASE_URL:\n  \
             pg_dump --format=custom --file={} \"$DATABASE_URL\"\n\
             Afterwards tell devices that their copies may go:\n  lueckenlos backup --done",
            to.display()
        );
    }
    let reads = to.with_extension("reads.sqlite");
    for file in [to, &reads] {
        if file.exists() {
            bail!(
                "{} is there already; a backup overwrites nothing",
                file.display()
            );
        }
    }
    // What is in the log before the copy begins is in the copy.
    let last = last_sequence(config, town)?;
    copy(town.db(), to).with_context(|| format!("copying {}", shown(town.db().place())))?;
    let log = Db::open(place_of_reads(town.db().place()), 1);
    copy(&log, &reads).context("copying the read log")?;
    note(config, town, last)
}

/// Notes that a copy made by other means holds everything up to now.
///
/// # Errors
/// If the database cannot answer.
pub fn note_done(config: &Config, town: &Town) -> anyhow::Result<()> {
    let last = last_sequence(config, town)?;
    note(config, town, last)
}

fn last_sequence(config: &Config, town: &Town) -> Result<u64, Failure> {
    town.write_blocking(&config.municipality, |tx| Ok(Numbering::take(tx)?.last()))
}

fn note(config: &Config, town: &Town, last: u64) -> anyhow::Result<()> {
    town.write_blocking(&config.municipality, |tx| Marks::backed_up(tx, last))?;
    Ok(())
}

fn copy(db: &Db, to: &Path) -> anyhow::Result<()> {
    let name = to
        .to_str()
        .with_context(|| format!("{} is no text", to.display()))?
        .to_owned();
    db.outside_transaction(|conn| match conn {
        Conn::Sqlite(conn) => {
            diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(&name)
                .execute(conn)?;
            Ok(())
        }
        Conn::Postgres(_) => Err(Failure::Broken("VACUUM INTO is SQLite's")),
    })?;
    // Written, and lasting.
    let file = std::fs::File::open(to)?;
    file.sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
