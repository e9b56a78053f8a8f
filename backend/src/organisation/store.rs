//! The organisation as it was loaded last. One row: it is read far more often than it changes, always as a whole.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::kernel::Moment;
use shared::organisation::Organisation;

use crate::db::Failure;
use crate::db::schema::organisation;
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
pub fn current(tx: &mut Tx<'_>) -> Result<Organisation, Failure> {
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
