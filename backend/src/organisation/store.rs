//! The organisation as it was loaded last. One row: it is read far more often than it changes, always as a whole, and
//! parsed only when it did (docs/decisions/2026-11-26-the-organisation-is-parsed-once.md).

use std::sync::Arc;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::exchange::Subject;
use shared::kernel::Moment;
use shared::organisation::Organisation;
use shared::organisation::calls::OrganisationStanding;

use super::InTransaction;
use crate::db::Failure;
use crate::db::schema::organisation;
use crate::log;
use crate::tx::Tx;

/// What a command changed in the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrganisationEffect {
    /// It was loaded as a whole.
    Loaded {
        /// When.
        at: Moment,
        /// All of it.
        organisation: Box<Organisation>,
    },
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, effect: &OrganisationEffect) -> Result<(), Failure> {
    let OrganisationEffect::Loaded {
        at,
        organisation: loaded,
    } = effect;
    let content = serde_json::to_string(loaded)
        .map_err(|_| Failure::Broken("an organisation that cannot be written"))?;
    tx.set_organisation(InTransaction::Changed);
    let municipality = tx.municipality().to_owned();
    let row = organisation::table.find(&municipality);
    let changed = diesel::update(row)
        .set((
            organisation::loaded_at.eq(at.millis()),
            organisation::content.eq(&content),
        ))
        .execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(organisation::table)
            .values((
                organisation::municipality.eq(&municipality),
                organisation::loaded_at.eq(at.millis()),
                organisation::content.eq(&content),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// The organisation as it is now; empty before the first loading.
///
/// # Errors
/// If the database cannot answer, or holds something that is no organisation.
pub fn current(tx: &mut Tx<'_>) -> Result<Arc<Organisation>, Failure> {
    match tx.organisation() {
        InTransaction::Read(read) => return Ok(Arc::clone(read)),
        InTransaction::Changed => return Ok(Arc::new(read(tx)?)),
        InTransaction::NotAsked => {}
    }
    let subject = Subject::Organisation(tx.ags().clone());
    let version = log::find_last_link(tx, &subject)?;
    let known = version.as_ref().and_then(|version| {
        tx.kept_organisations()
            .find(tx.ags(), tx.now(), &(), version)
    });
    let organisation = match known {
        Some(known) => known,
        None => {
            let read = Arc::new(read(tx)?);
            if let Some(version) = version {
                tx.kept_organisations()
                    .keep(tx.ags(), tx.now(), (), version, Arc::clone(&read));
            }
            read
        }
    };
    tx.set_organisation(InTransaction::Read(Arc::clone(&organisation)));
    Ok(organisation)
}

/// Which state of the organisation holds; absent before the first loading.
///
/// # Errors
/// If the database cannot answer.
pub fn find_standing(tx: &mut Tx<'_>) -> Result<Option<OrganisationStanding>, Failure> {
    let municipality = tx.municipality().to_owned();
    let loaded_at: Option<i64> = organisation::table
        .find(&municipality)
        .select(organisation::loaded_at)
        .first(tx.conn())
        .optional()?;
    let Some(loaded_at) = loaded_at else {
        return Ok(None);
    };
    let subject = Subject::Organisation(tx.ags().clone());
    Ok(Some(OrganisationStanding {
        sequence: log::last_of(tx, &subject)?,
        loaded_at: Moment::from_millis(loaded_at),
    }))
}

fn read(tx: &mut Tx<'_>) -> Result<Organisation, Failure> {
    let municipality = tx.municipality().to_owned();
    let content: Option<String> = organisation::table
        .find(&municipality)
        .select(organisation::content)
        .first(tx.conn())
        .optional()?;
    content.map_or_else(
        || Ok(Organisation::default()),
        |content| {
            serde_json::from_str(&content).map_err(|_| Failure::Unreadable("organisation.content"))
        },
    )
}
