//! A copy of the database while it is in use, and the way back from it. On SQLite we copy ourselves; on PostgreSQL its
//! own tools do, called from here.
//!
//! A copy is sealed under a key that is derived from the key file ([`sealed`]), which is not in it and is kept elsewhere, so
//! that a copy alone can be read by nobody. After a restore the database begins a new epoch, so that devices offer again what
//! the copy does not hold.

mod files;
mod postgres;
mod sealed;

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use shared::exchange::Sequence;

pub(crate) use files::private as new_private_file;

use crate::app::place_of_reads;
use crate::config::Config;
use crate::db::schema::log_counter;
use crate::db::{Conn, Db, Failure, Place, catalogue};
use crate::erasure::Journal;
use crate::exchange::Marks;
use crate::key;
use crate::seal::Vault;
use crate::surroundings::Surroundings;
use crate::tx::Town;
use crate::{replay, signin};
use sealed::{Kind, Opening, Sealing};

/// How often the note that a copy was made asks for its turn to write, a millisecond apart.
const NOTE_TRIES: u32 = 120_000;
/// The table that is there while a copy is brought back on PostgreSQL, where that takes several transactions.
const UNFINISHED: &str = "unfinished_restore";

/// Copies database and read log into one sealed file, and notes up to where the log is now backed up.
///
/// # Errors
/// If the file is there already, a tool is missing, or the copy fails; nothing is noted then.
pub fn back_up(config: &Config, town: &Town, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        bail!(
            "{} is there already; a backup overwrites nothing",
            to.display()
        );
    }
    // What is in the log before the copy begins is in the copy.
    let last = last_sequence(config, town)?;
    let folder = files::folder_of(to);
    // A copy has its name only when it is whole.
    let part = tempfile::Builder::new()
        .prefix(".backup-")
        .tempfile_in(folder)
        .with_context(|| format!("a file in {}", folder.display()))?;
    let kind = kind_of(town.db().place());
    let mut sealing = Sealing::begin(part.as_file(), kind, town.vault(), town.surroundings())?;
    match town.db().place() {
        Place::Postgres(url) => postgres::back_up(town.db(), url, &mut sealing)?,
        Place::File(_) | Place::Memory => {
            let reads = Db::open(place_of_reads(town.db().place()), 1);
            files::back_up(town.db(), &reads, &mut sealing)?;
        }
    }
    sealing.finish()?.sync_all()?;
    part.persist_noclobber(to)
        .with_context(|| format!("naming {}", to.display()))?;
    File::open(folder)?.sync_all()?;
    note(config, town, last)
}

fn kind_of(place: &Place) -> Kind {
    match place {
        Place::Postgres(_) => Kind::Postgres,
        Place::File(_) | Place::Memory => Kind::Sqlite,
    }
}

/// Notes that a copy made by other means holds everything up to now.
///
/// # Errors
/// If the database cannot answer.
pub fn note_done(config: &Config, town: &Town) -> anyhow::Result<()> {
    let last = last_sequence(config, town)?;
    note(config, town, last)
}

/// Read and not taken, so that it waits for nobody who writes.
fn last_sequence(config: &Config, town: &Town) -> Result<Sequence, Failure> {
    town.read_blocking(&config.municipality, |tx| {
        let last: Option<i64> = log_counter::table
            .find(tx.municipality().to_owned())
            .select(log_counter::last)
            .first(tx.conn())
            .optional()?;
        let last = Sequence::try_from(last.unwrap_or_default());
        last.map_err(|_| Failure::Unreadable("log_counter.last"))
    })
}

/// The server may be writing without pause: another process waits its turn longer than a person does, and asks more often.
fn note(config: &Config, town: &Town, last: Sequence) -> anyhow::Result<()> {
    let town = Town::of(
        Db::open_without_waiting(town.db().place().clone()),
        town.vault().clone(),
        town.surroundings().clone(),
    );
    let mut tried = 1;
    loop {
        match town.write_blocking(&config.municipality, |tx| Marks::backed_up(tx, last)) {
            Err(failure) if failure.passes() && tried < NOTE_TRIES => {
                tried += 1;
                std::thread::sleep(Duration::from_millis(1));
            }
            done => return Ok(done?),
        }
    }
}

/// Brings back a copy into a database that holds nothing yet. The copy is read to its end before anything is written.
///
/// # Errors
/// If something is there already, the key is missing or another one, or the copy is not whole; on SQLite nothing is
/// there then.
pub fn restore(config: &Config, from: &Path) -> anyhow::Result<()> {
    if !config.key_file.is_file() {
        bail!(
            "the key file {} is missing: a copy can only be read with the key it was made under",
            config.key_file.display()
        );
    }
    if !from.is_file() {
        bail!("there is no file {}", from.display());
    }
    let vault = Vault::open(&config.key_file, &Surroundings::machine())
        .with_context(|| format!("key file {}", config.key_file.display()))?;
    let kind = kind_of(&config.database);
    let open = || -> anyhow::Result<Opening<File>> {
        Ok(Opening::begin(File::open(from)?, kind, &vault)?)
    };
    let named = || from.display().to_string();
    open()
        .and_then(|copy| Ok(copy.verify()?))
        .with_context(named)?;
    let mut copy = open().with_context(named)?;
    let town_in = |db: &Db| -> anyhow::Result<Town> {
        let vault = key::ready(&vault, db)?;
        let journal = Journal::at(config.erasure_journal.clone());
        Ok(Town::of(db.clone(), vault, Surroundings::machine()).with_journal(journal))
    };
    match &config.database {
        Place::File(path) => files::restore(path, &mut copy, |part| {
            let place = Place::File(part.to_owned());
            let reads = Db::open(place_of_reads(&place), 1);
            let db = Db::open(place, 1);
            make_usable(&town_in(&db)?)?;
            Ok([db, reads])
        }),
        Place::Memory => bail!("what is restored into memory is gone at once"),
        Place::Postgres(url) => {
            let db = Db::open(config.database.clone(), 1);
            let tables = db.read_blocking(catalogue::tables)?;
            let (marks, tables): (Vec<_>, Vec<_>) = tables.into_iter().partition(is_mark);
            if marks.is_empty() {
                if !tables.is_empty() {
                    bail!("the database holds tables already; a restore overwrites nothing");
                }
                let mark =
                    format!("CREATE TABLE {UNFINISHED} (began TIMESTAMPTZ NOT NULL DEFAULT now())");
                run(&db, &mark)?;
            }
            // Otherwise an earlier restore was ended when the copy was in, and what must not come back with it not yet out.
            if tables.is_empty() {
                postgres::restore(&db, url, &mut copy)?;
            }
            make_usable(&town_in(&db)?)?;
            run(&db, &format!("DROP TABLE {UNFINISHED}"))
        }
    }
}

/// Removes what a restore into this place left in the open that was ended in the middle; one that is under way stays.
///
/// # Errors
/// If it cannot be removed.
pub fn forget_unfinished(place: &Place) -> anyhow::Result<()> {
    match place {
        Place::File(path) => files::forget_unfinished(path),
        Place::Memory | Place::Postgres(_) => Ok(()),
    }
}

/// Refuses a database into which a restore was begun and not ended: sessions and epoch of the copy would hold, and devices
/// would believe that nothing is lost.
///
/// # Errors
/// If there is such a restore, or the database cannot answer.
pub fn refuse_unfinished(town: &Town) -> anyhow::Result<()> {
    // On SQLite a copy gets its name when it is whole.
    if !matches!(town.db().place(), Place::Postgres(_)) {
        return Ok(());
    }
    let tables = town.db().read_blocking(catalogue::tables)?;
    if tables.iter().any(is_mark) {
        bail!(
            "a restore was not finished: run `lueckenlos restore` once more, it goes on where it was"
        );
    }
    Ok(())
}

fn is_mark(table: &catalogue::Table) -> bool {
    table.name == UNFINISHED
}

fn run(db: &Db, statement: &str) -> anyhow::Result<()> {
    db.write_blocking(|conn| match conn {
        Conn::Postgres(conn) => Ok(conn.batch_execute(statement)?),
        Conn::Sqlite(_) => Err(Failure::Broken(
            "on SQLite a copy gets its name when it is whole",
        )),
    })?;
    Ok(())
}

/// The last step before a copy that is back may be worked with. What it must not bring back is taken away here: an old shape,
/// sessions that have ended since, an epoch that devices know. Nobody can work with the database before this is done.
fn make_usable(town: &Town) -> anyhow::Result<()> {
    town.db()
        .migrate()
        .context("bringing the copy up to date")?;
    town.db()
        .write_blocking(signin::store::forget_who_is_in)
        .context("ending the sessions of the copy")?;
    for municipality in replay::municipalities(town.db())? {
        town.write_blocking(&municipality, Marks::begin_epoch)
            .context("beginning a new epoch")?;
    }
    // Nobody reads before: who was erased since the copy is erased again.
    crate::erasure::carry_out(town)?;
    Ok(())
}
