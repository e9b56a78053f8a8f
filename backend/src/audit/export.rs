//! The read log as a file for whoever has to look at it without this program: one JSON object per line, with everything
//! that its codes are made of.

use std::io;

use serde::Serialize;
use shared::kernel::Ags;

use super::store;
use crate::db::{Db, Failure};

/// How many lines are read at once.
const PAGE: i64 = 1_000;

/// The log could not be written out.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailure {
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] Failure),
    /// The file could not be written.
    #[error("the file cannot be written")]
    File(#[from] io::Error),
    /// A line has no form in JSON.
    #[error("a line cannot be written as JSON")]
    Line(#[from] serde_json::Error),
}

/// A line as it stands in the file.
#[derive(Serialize)]
struct Exported<'a> {
    segment: &'a str,
    line: i64,
    at: i64,
    account: &'a str,
    call: &'a str,
    request: &'a str,
    shown: &'a str,
}

/// The end of a batch, behind its lines.
#[derive(Serialize)]
struct ExportedBatch<'a> {
    segment: &'a str,
    batch: i64,
    last_line: i64,
    previous: &'a str,
    mac: &'a str,
}

/// Writes the months from one to another, both included: every line, and behind those of a month its batches. Answers how
/// many lines there were.
pub(super) fn export(
    db: &Db,
    municipality: &Ags,
    (from, until): (&str, &str),
    mut write: impl FnMut(&str) -> io::Result<()>,
) -> Result<u64, ExportFailure> {
    let mut count = 0;
    let segments = db.read_blocking(|conn| store::list_segments(conn, municipality))?;
    let wanted = |segment: &&String| (from..=until).contains(&segment.as_str());
    for segment in segments.iter().filter(wanted) {
        let mut after = 0;
        loop {
            // One transaction per page: an export of a year holds nobody up.
            let lines = db.read_blocking(|conn| {
                store::list_after(conn, municipality, segment, after, PAGE)
            })?;
            let Some((_, last, _)) = lines.last() else {
                break;
            };
            after = *last;
            for (segment, line, row) in &lines {
                write(&serde_json::to_string(&Exported {
                    segment,
                    line: *line,
                    at: row.at,
                    account: &row.account,
                    call: &row.call,
                    request: &row.request,
                    shown: &row.shown,
                })?)?;
                count += 1;
            }
        }
        let batches = db.read_blocking(|conn| store::list_batches(conn, municipality))?;
        for batch in batches.iter().filter(|batch| batch.segment == **segment) {
            write(&serde_json::to_string(&ExportedBatch {
                segment,
                batch: batch.batch,
                last_line: batch.last_line,
                previous: &batch.previous,
                mac: &batch.mac,
            })?)?;
        }
    }
    Ok(count)
}
