//! The end of what was read long ago: whole months are deleted, and a line of the log itself says so. What is left still
//! verifies: the first batch says what it followed, and the line of the deletion names just that.

use shared::kernel::{AccountId, Ags, Day, Moment};

use super::chain::{self, Head};
use super::store::{self, LineRow};
use crate::db::{Conn, Failure};
use crate::seal::SubjectKey;

/// The name of the line that says that months were deleted. No call has it.
pub(super) const EXPIRE: &str = "ExpireReadings";

/// What was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// The first month that was kept.
    pub kept_from: String,
    /// How many lines went.
    pub lines: usize,
}

/// The first month that is kept: that of today, and so many before it.
fn kept_from(today: Day, keep_months: u16) -> String {
    let first = today.saturating_sub(jiff::Span::new().months(keep_months));
    format!("{:04}-{:02}", first.year(), first.month())
}

/// Deletes the months before those that are kept, in the transaction of the connection, whose chain is locked.
pub(super) fn expire(
    conn: &mut Conn,
    key: &SubjectKey,
    municipality: &Ags,
    now: Moment,
    keep_months: u16,
) -> Result<Option<Expired>, Failure> {
    let kept_from = kept_from(now.day(), keep_months);
    let Some(gone) = store::find_last_before(conn, municipality, &kept_from)? else {
        return Ok(None);
    };
    let said = LineRow {
        at: now.millis(),
        account: AccountId::from_uuid(uuid::Uuid::nil()).to_string(),
        call: EXPIRE.to_owned(),
        request: Head::from(gone).to_string(),
        shown: String::new(),
    };
    let last = store::find_last(conn, municipality)?;
    let rows = [said];
    let batch = chain::next_batch(key, municipality, last.as_ref(), now, &rows);
    store::insert(conn, municipality, &batch, &rows)?;
    let lines = store::delete_before(conn, municipality, &kept_from)?;
    Ok(Some(Expired { kept_from, lines }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_month_of_today_and_twelve_before_it_are_kept() {
        assert_eq!(kept_from(date(2026, 11, 30), 12), "2025-11");
        assert_eq!(kept_from(date(2026, 3, 31), 1), "2026-02");
        assert_eq!(kept_from(date(2026, 1, 1), 0), "2026-01");
    }
}
