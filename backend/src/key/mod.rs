//! Which key is in use, and putting another one in its place (`lueckenlos key`). What is derived from a key and how it
//! seals says [`crate::seal`].
//!
//! A change is one transaction between two steps on files: the next key is written beside the key file, everything is wrapped
//! by it, and it takes the file's place. The database says by which key its content is wrapped, so that whoever finds a next
//! key lying there knows whether the transaction was: the next start ends what a kill cut off.

pub(crate) mod file;
mod store;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use strum::IntoEnumIterator;
use zeroize::Zeroizing;

pub use file::KeyFileFailure;

use crate::app::open_town;
use crate::config::{Config, shown};
use crate::db::{Conn, Db, Failure, Place};
use crate::seal::{KeptKeys, Purpose, Vault};
use crate::surroundings::Surroundings;
use crate::tx::Town;
use crate::{backup, device, person, replay, signin};

/// What a change of the key did.
#[derive(Debug)]
pub struct Changed {
    /// Names the key from before.
    pub old: String,
    /// Where it lies now.
    pub old_file: PathBuf,
    /// Names the key that is in use now.
    pub new: String,
    /// How many data keys are wrapped by it.
    pub wrapped: u64,
    /// Persons whose search tokens were made anew.
    pub persons: u64,
}

/// Opens the key of a database, or makes the first one. Ends a change that was cut off.
///
/// # Errors
/// If there is no such key, it cannot be used, or the database is under another one.
pub fn open(path: &Path, db: &Db, surroundings: &Surroundings) -> anyhow::Result<Vault> {
    settle(path, db)?;
    if !path.exists()
        && let Some(in_use) = db
            .read_blocking(store::find_in_use)
            .with_context(|| format!("asking {} for its key", shown(db.place())))?
    {
        bail!(
            "the key file {} is missing: the database is under key {in_use}",
            path.display()
        );
    }
    let vault =
        Vault::open(path, surroundings).with_context(|| format!("key file {}", path.display()))?;
    ready(&vault, db).with_context(|| {
        format!(
            "opening {} with key file {}",
            shown(db.place()),
            path.display()
        )
    })
}

/// A key cannot be used with a database.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// What is in the database is wrapped by another one. After a change of the key, an earlier one lies beside the key file
    /// under its id.
    #[error("the database is under key {in_use}, and this is key {here}")]
    OtherKey {
        /// Names the key of the database.
        in_use: String,
        /// Names this one.
        here: String,
    },
    /// The database cannot say.
    #[error("the database cannot say which key it is under")]
    Database(#[from] Failure),
}

/// The key with those beside it that the database keeps.
///
/// # Errors
/// If the database is under another key, or cannot answer.
pub fn ready(vault: &Vault, db: &Db) -> Result<Vault, NotReady> {
    let (in_use, purposes) = db.read_blocking(|conn| {
        Ok::<_, Failure>((store::find_in_use(conn)?, store::list_purposes(conn)?))
    })?;
    if let Some(in_use) = in_use
        && in_use != vault.id()
    {
        return Err(NotReady::OtherKey {
            in_use,
            here: vault.id().to_owned(),
        });
    }
    let kept: KeptKeys = purposes
        .into_iter()
        .map(|(purpose, wrapped)| Ok((purpose, vault.unwrap_purpose(purpose, &wrapped)?)))
        .collect::<Result<_, Failure>>()?;
    Ok(vault.with_kept(kept))
}

/// Whether the key of this town is still the one that its database is under.
///
/// # Errors
/// If the database cannot answer.
pub fn is_in_use(town: &Town) -> Result<bool, Failure> {
    let in_use = town.db().read_blocking(store::find_in_use)?;
    Ok(in_use.is_none_or(|in_use| in_use == town.vault().id()))
}

/// What `lueckenlos key show` says: the key of the file, and whether the database is under it.
///
/// # Errors
/// If there is no key file, or the database cannot answer.
pub fn show(config: &Config) -> anyhow::Result<(String, Option<String>)> {
    let path = &config.key_file;
    let key = file::read_at(path).with_context(|| format!("key file {}", path.display()))?;
    let in_use = match &config.database {
        // Asking would make it.
        Place::File(file) if !file.exists() => None,
        place => Db::open(place.clone(), 1).read_blocking(store::find_in_use)?,
    };
    Ok((Vault::of(*key).id().to_owned(), in_use))
}

/// Puts a new key in the place of the one in use. Nobody else may work with the database meanwhile.
///
/// # Errors
/// If somebody does, the key does not fit, something cannot be unwrapped, or the database or the disk fail; the key is the old
/// one then, or the next start ends the change.
pub fn change(config: &Config) -> anyhow::Result<Changed> {
    let path = &config.key_file;
    if !path.is_file() {
        bail!("there is no key file {} yet", path.display());
    }
    if matches!(&config.database, Place::File(file) if !file.exists()) {
        bail!("there is no {} yet", shown(&config.database));
    }
    let surroundings = Surroundings::machine();
    let db = Db::open(config.database.clone(), 1);
    settle(path, &db)?;
    // Holds the file alone until it is dropped.
    let alone = Vault::open_alone(path).with_context(|| format!("key file {}", path.display()))?;
    let town = Town::of(db.clone(), ready(&alone, &db)?, surroundings.clone());
    backup::refuse_unfinished(&town)?;
    db.migrate().context("bringing the database up to date")?;
    refuse_others(&db)?;
    let key = Zeroizing::new(surroundings.random()?);
    let (old, new) = (town.vault(), Vault::of(*key));
    let next = file::next_to(path);
    file::write(&next, &key).with_context(|| format!("writing {}", next.display()))?;
    let wrapped = db.write_blocking(|conn| wrap_anew(conn, old, &new, &surroundings));
    // A commit whose answer was lost may have been made: the database knows.
    settle_alone(path, old.id(), &db)?;
    let wrapped = wrapped.context(
        "wrapping by the new key: if `lueckenlos key show` still names the old one, nothing was changed, and \
         `lueckenlos check` names what cannot be read",
    )?;
    let old = old.id().to_owned();
    drop((alone, town));
    db.outside_transaction(store::forget_traces).context(
        "the key was changed; what was wrapped by the old one may still lie in freed pages",
    )?;
    let town = open_town(config, surroundings)?;
    let mut persons = 0;
    for municipality in replay::municipalities(&db)? {
        persons += person::renew_all(&town, &municipality)
            .context("the key was changed; making search tokens anew goes on with the next start")?
            .renewed;
    }
    Ok(Changed {
        old_file: file::earlier(path, &old),
        old,
        new: town.vault().id().to_owned(),
        wrapped,
        persons,
    })
}

/// Wraps and seals everything that hangs on one key by another, and keeps what must stay the same. Answers how many data keys
/// there were. Search tokens are gone afterwards, for [`person::renew_all`] to make them anew.
///
/// # Errors
/// If something does not open under the first key, or the database cannot answer.
pub fn wrap_anew(
    conn: &mut Conn,
    from: &Vault,
    to: &Vault,
    surroundings: &Surroundings,
) -> Result<u64, Failure> {
    store::take_alone(conn)?;
    let mut done = 0;
    loop {
        let page = store::list_not_under(conn, to.id())?;
        if page.is_empty() {
            break;
        }
        for mut row in page {
            let whose = (&row.municipality, &row.subject);
            row.bytes = from.rewrap(to, whose, &row.bytes, surroundings)?;
            store::update_wrapped(conn, &row, to.id())?;
            done += 1;
        }
    }
    for purpose in Purpose::iter().filter(|purpose| purpose.is_kept()) {
        let wrapped = to.wrap_purpose(purpose, &from.data_for(purpose), surroundings)?;
        store::put_purpose(conn, purpose, &wrapped, to.id())?;
    }
    signin::reseal(conn, from, to)?;
    device::reseal(conn, from, to)?;
    person::forget_tokens(conn)?;
    Ok(done)
}

/// Others on the same PostgreSQL may have the key in their memory, on machines whose files we do not see.
fn refuse_others(db: &Db) -> anyhow::Result<()> {
    let others = db.outside_transaction(store::count_others)?;
    if others > 0 {
        bail!(
            "{others} other connections to the database: stop every server on it, and what else is connected"
        );
    }
    Ok(())
}

/// Ends a change that was cut off.
fn settle(path: &Path, db: &Db) -> anyhow::Result<()> {
    if !file::next_to(path).exists() {
        return Ok(());
    }
    let alone = Vault::open_alone(path).with_context(|| {
        format!(
            "a change of the key was cut off; key file {}",
            path.display()
        )
    })?;
    settle_alone(path, alone.id(), db)
}

/// As [`settle`], for who holds the key file alone. No key is ever deleted: one that nothing is wrapped by is put aside under
/// its id, since another database may be.
fn settle_alone(path: &Path, old: &str, db: &Db) -> anyhow::Result<()> {
    let next = file::next_to(path);
    if !next.exists() {
        return Ok(());
    }
    let in_use = db
        .read_blocking(store::find_in_use)
        .context("a change of the key was cut off, and the database cannot say how far it came")?;
    let next_id = match file::read_at(&next) {
        Ok(key) => Vault::of(*key).id().to_owned(),
        // Cut off while it was written: nothing was wrapped by it.
        Err(KeyFileFailure::NoKey) => return Ok(file::forget_next(path)?),
        Err(failure) => return Err(failure).context(format!("key file {}", next.display())),
    };
    if in_use.as_ref() == Some(&next_id) {
        file::take_place(path, old)?;
        tracing::info!(old, new = next_id, "the key was changed");
    } else {
        file::put_aside(path, &next_id)?;
    }
    Ok(())
}
