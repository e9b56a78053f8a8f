//! What was changed about accounts: written in the transaction that changes it, each line linked to the one before by a
//! code under a key outside the database, so that a line that was changed, removed or added is found by `check`. That the last
//! lines were cut off is not: nothing outside knows where this chain ended.

use shared::kernel::{AccountId, Ags, Moment};
use shared::signin::events::{AccountEvent, AccountEventLine, AccountEvents, EventsWish};

use super::service::SignIn;
use super::store::{self, EventRow};
use crate::clock::hex;
use crate::db::{Conn, Db, Failure, parse};
use crate::seal::{Purpose, SubjectKey, Vault};

/// How many lines are shown at once.
const SHOWN: i64 = 50;
/// How many lines are verified at a time.
const VERIFIED: i64 = 1_000;

/// The key that links the lines.
fn key(vault: &Vault) -> SubjectKey {
    vault.key_for(Purpose::AccountEvents)
}

fn code(key: &SubjectKey, municipality: &Ags, row: &EventRow, previous: &str) -> String {
    let (number, at) = (row.number.to_be_bytes(), row.at.to_be_bytes());
    hex(&key.chain(&[
        municipality.as_str().as_bytes(),
        &number,
        &at,
        row.by.as_bytes(),
        row.account.as_bytes(),
        row.event.as_bytes(),
        previous.as_bytes(),
    ]))
}

impl SignIn {
    /// Notes a change of an account in the transaction that makes it.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub(super) fn note_change(
        &self,
        conn: &mut Conn,
        by: AccountId,
        account: AccountId,
        event: &AccountEvent,
    ) -> Result<(), Failure> {
        let municipality = &self.municipality;
        let last = store::lock_last_event(conn, municipality)?;
        let event = serde_json::to_string(event)
            .map_err(|_| Failure::Broken("an event of an account has no text"))?;
        let mut row = EventRow {
            number: last.as_ref().map_or(1, |last| last.number + 1),
            at: self.surroundings.now().millis(),
            by: by.to_string(),
            account: account.to_string(),
            event,
            mac: String::new(),
        };
        let previous = last.map(|last| last.mac).unwrap_or_default();
        row.mac = code(&key(&self.vault), municipality, &row, &previous);
        store::insert_event(conn, municipality, &row)
    }
}

/// A part of the list, latest first.
///
/// # Errors
/// If the database cannot answer or a line is unreadable.
pub(super) fn list(
    conn: &mut Conn,
    municipality: &Ags,
    wish: EventsWish,
) -> Result<AccountEvents, Failure> {
    let before = wish
        .before
        .map(|before| i64::try_from(before).unwrap_or(i64::MAX));
    let mut rows = store::list_events(conn, municipality, before, SHOWN + 1)?;
    let has_more = rows.len() > usize::try_from(SHOWN).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let events = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(AccountEvents { events, has_more })
}

fn line(row: EventRow) -> Result<AccountEventLine, Failure> {
    Ok(AccountEventLine {
        number: u64::try_from(row.number).unwrap_or_default(),
        at: Moment::from_millis(row.at),
        by: parse(&row.by, "signin_event.by_account")?,
        account: parse(&row.account, "signin_event.account_id")?,
        event: serde_json::from_str(&row.event)
            .map_err(|_| Failure::Unreadable("signin_event.event"))?,
    })
}

/// Verifies all lines: answers how many there are, or the number of the first one that does not fit.
///
/// # Errors
/// If the database cannot answer.
pub fn verify(db: &Db, vault: &Vault, municipality: &Ags) -> Result<Result<i64, i64>, Failure> {
    let key = key(vault);
    db.read_blocking(|conn| {
        let mut lines = Vec::new();
        let mut before = None;
        loop {
            let part = store::list_events(conn, municipality, before, VERIFIED)?;
            let Some(last) = part.last() else { break };
            before = Some(last.number);
            lines.extend(part);
        }
        let mut previous = String::new();
        for (number, row) in (1..).zip(lines.iter().rev()) {
            if row.number != number || row.mac != code(&key, municipality, row, &previous) {
                return Ok(Err(number));
            }
            previous.clone_from(&row.mac);
        }
        Ok(Ok(i64::try_from(lines.len()).unwrap_or(i64::MAX)))
    })
}
