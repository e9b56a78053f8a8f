//! Reads a window of the log line by line through the rules of what is out of the ordinary.

use shared::audit::ReadingKind;
use shared::audit::anomaly::{Anomaly, Reading, Watch};
use shared::kernel::{AccountId, Ags, Moment};

use super::{chain, line, store};
use crate::db::{Conn, Failure, parse};

/// How many lines are held at once.
const PAGE: i64 = 500;

/// What was found in a window, and in how many lines.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) anomalies: Vec<Anomaly>,
    pub(super) lines: u32,
}

/// Looks at all lines since a moment, and at the inquiries that were sent since.
pub(super) fn watch(
    conn: &mut Conn,
    municipality: &Ags,
    since: Moment,
    inquiries: &[(AccountId, Moment)],
) -> Result<Watched, Failure> {
    let mut watch = Watch::default();
    let mut lines: u32 = 0;
    let first = chain::segment_of(since);
    let segments = store::list_segments(conn, municipality)?;
    for segment in segments.iter().filter(|segment| **segment >= first) {
        let mut after = 0;
        loop {
            let page = store::list_after(conn, municipality, segment, after, PAGE)?;
            let Some((_, last, _)) = page.last() else {
                break;
            };
            after = *last;
            for (_, _, row) in page {
                if row.at < since.millis() {
                    continue;
                }
                lines = lines.saturating_add(1);
                watch.see(&Reading {
                    at: Moment::from_millis(row.at),
                    account: parse(&row.account, "read_line.account")?,
                    kind: ReadingKind::of(&row.call),
                    shown: line::read(&row.shown),
                });
            }
        }
    }
    for (account, at) in inquiries {
        watch.see_inquiry(*account, *at);
    }
    Ok(Watched {
        anomalies: watch.found(),
        lines,
    })
}
