//! The chain over the read log: each batch is linked to the one before it by a code under a key outside the database,
//! so that a line that was changed, removed, added or moved is found. That lines at the end were cut off, or all of it
//! written anew by somebody who has the key, shows only against a [`Head`] that was kept elsewhere.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use shared::kernel::{Ags, Moment};

use super::expire::EXPIRE;
use super::index;
use super::store::{self, BatchRow, LineRow};
use crate::clock::hex;
use crate::db::{Conn, Db, Failure};
use crate::seal::SubjectKey;

/// The segment a moment belongs to: its month.
pub(super) fn segment_of(at: Moment) -> String {
    let day = at.day();
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The batch that follows `last` and holds these lines.
pub(super) fn next_batch(
    key: &SubjectKey,
    municipality: &Ags,
    last: Option<&BatchRow>,
    now: Moment,
    lines: &[LineRow],
) -> BatchRow {
    // A clock that was set back does not open an old month again.
    let segment = last.map_or_else(
        || segment_of(now),
        |last| segment_of(now).max(last.segment.clone()),
    );
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let (batch, last_line) = match last {
        Some(last) if last.segment == segment => (last.batch + 1, last.last_line + count),
        _ => (1, count),
    };
    let previous = last.map(|last| last.mac.clone()).unwrap_or_default();
    let mut next = BatchRow {
        segment,
        batch,
        last_line,
        previous,
        mac: String::new(),
    };
    next.mac = code(key, municipality, &next, lines);
    next
}

fn code(key: &SubjectKey, municipality: &Ags, batch: &BatchRow, lines: &[LineRow]) -> String {
    let number = batch.batch.to_string();
    let last_line = batch.last_line.to_string();
    let mut parts: Vec<Vec<u8>> = [
        municipality.as_str(),
        &batch.segment,
        &number,
        &last_line,
        &batch.previous,
    ]
    .iter()
    .map(|part| part.as_bytes().to_vec())
    .collect();
    for line in lines {
        parts.push(line.at.to_be_bytes().to_vec());
        for text in [&line.account, &line.call, &line.request, &line.shown] {
            parts.push(text.clone().into_bytes());
        }
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    hex(&key.chain(&parts))
}

/// Where the chain stood once: kept outside of the database, it shows a tail that was cut off at or before this place. What
/// came after it, it knows nothing of. The code in it is made with the key, so it cannot be made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    segment: String,
    batch: i64,
    mac: String,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.segment, self.batch, self.mac)
    }
}

/// The text is no head of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no head of a read log, which looks like 2026-11/17/0f3c…")]
pub struct UnreadableHead;

impl FromStr for Head {
    type Err = UnreadableHead;

    fn from_str(text: &str) -> Result<Self, UnreadableHead> {
        let mut parts = text.trim().split('/');
        let (Some(segment), Some(batch), Some(mac), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(UnreadableHead);
        };
        Ok(Self {
            segment: segment.to_owned(),
            batch: batch.parse().map_err(|_| UnreadableHead)?,
            mac: mac.to_owned(),
        })
    }
}

impl From<BatchRow> for Head {
    fn from(batch: BatchRow) -> Self {
        Self {
            segment: batch.segment,
            batch: batch.batch,
            mac: batch.mac,
        }
    }
}

/// Where the log is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A batch, or a line of it, is not what was written, or there is one too many or too few.
    #[error("the read log is broken at batch {batch} of {segment}")]
    Chain {
        /// The month.
        segment: String,
        /// The batch in it.
        batch: i64,
    },
    /// It does not begin where it began, and no line says that what lay before was deleted on its date.
    #[error(
        "the read log begins with {segment}, and no line says that what lay before was deleted on its date"
    )]
    Beginning {
        /// The month it begins with now.
        segment: String,
    },
    /// The head that was kept is not in it: the end was cut off, or all of it was written anew.
    #[error("the read log does not hold the head that was kept: batch {batch} of {segment}")]
    Head {
        /// The month.
        segment: String,
        /// The batch in it.
        batch: i64,
    },
    /// The lines are whole, their index is not: a search may not find all of them. `lueckenlos audit reindex` makes it anew.
    #[error(
        "the index of the read log is not that of its lines in {segment}; `lueckenlos audit reindex` makes it anew"
    )]
    Index {
        /// The month.
        segment: String,
    },
}

/// Verifies the whole log: answers how many lines it has, or the first place that does not fit.
///
/// # Errors
/// If the database cannot answer.
pub fn verify(
    db: &Db,
    key: &SubjectKey,
    municipality: &Ags,
) -> Result<Result<i64, Broken>, Failure> {
    verify_from(db, key, municipality, None)
}

/// As [`verify`], against a head that was kept elsewhere.
///
/// # Errors
/// If the database cannot answer.
pub fn verify_from(
    db: &Db,
    key: &SubjectKey,
    municipality: &Ags,
    kept: Option<&Head>,
) -> Result<Result<i64, Broken>, Failure> {
    db.read_blocking(|conn| {
        Verification {
            conn,
            key,
            municipality,
        }
        .run(kept)
    })
}

/// A log that is being verified.
struct Verification<'a> {
    conn: &'a mut Conn,
    key: &'a SubjectKey,
    municipality: &'a Ags,
}

impl Verification<'_> {
    fn run(mut self, kept: Option<&Head>) -> Result<Result<i64, Broken>, Failure> {
        let batches = store::list_batches(self.conn, self.municipality)?;
        let first = batches.first().cloned();
        let mut last: Option<BatchRow> = None;
        let mut is_kept_there = kept.is_none();
        let mut deleted_up_to: Option<Head> = None;
        let mut seen = 0;
        for batch in batches {
            let (numbers, lines): (Vec<_>, Vec<_>) =
                store::list_lines(self.conn, self.municipality, &batch.segment, batch.batch)?
                    .into_iter()
                    .unzip();
            let follows = match &last {
                // The oldest months may have been deleted on their date: the first batch that is left says what it
                // followed, and its code proves that it said so from the beginning.
                None => batch.batch == 1,
                Some(last) if last.segment == batch.segment => {
                    batch.batch == last.batch + 1 && batch.previous == last.mac
                }
                Some(last) => batch.batch == 1 && batch.previous == last.mac,
            };
            let before = match &last {
                Some(last) if last.segment == batch.segment => last.last_line,
                _ => 0,
            };
            let expected: Vec<i64> = (before + 1..=batch.last_line).collect();
            if !follows
                || numbers != expected
                || batch.mac != code(self.key, self.municipality, &batch, &lines)
            {
                return Ok(Err(Broken::Chain {
                    segment: batch.segment,
                    batch: batch.batch,
                }));
            }
            seen += i64::try_from(lines.len()).unwrap_or(0);
            let said = lines.iter().filter(|line| line.call == EXPIRE);
            for head in said.filter_map(|line| line.request.parse().ok()) {
                deleted_up_to = Some(head);
            }
            let here = Head::from(batch.clone());
            is_kept_there |= kept == Some(&here);
            last = Some(batch);
        }
        if seen != store::count_lines(self.conn, self.municipality)? {
            // Lines that belong to no batch.
            let after = last.map(|last| (last.segment, last.batch + 1));
            let (segment, batch) = after.unwrap_or_default();
            return Ok(Err(Broken::Chain { segment, batch }));
        }
        if let Some(first) = first
            && !first.previous.is_empty()
            && deleted_up_to.as_ref().map(|head| &head.mac) != Some(&first.previous)
        {
            let segment = first.segment;
            return Ok(Err(Broken::Beginning { segment }));
        }
        if let Some(kept) = kept.filter(|_| !is_kept_there) {
            let is_deleted = deleted_up_to.is_some_and(|head| kept.segment <= head.segment);
            if !is_deleted {
                return Ok(Err(Broken::Head {
                    segment: kept.segment.clone(),
                    batch: kept.batch,
                }));
            }
        }
        Ok(match self.broken_index()? {
            Some(segment) => Err(Broken::Index { segment }),
            None => Ok(seen),
        })
    }

    /// The first segment whose index is not that of its lines, as far as they are indexed.
    fn broken_index(&mut self) -> Result<Option<String>, Failure> {
        let Some((mark, last)) = index::find_mark(self.conn, self.municipality)? else {
            return Ok(index::list_segments(self.conn, self.municipality)?
                .into_iter()
                .next());
        };
        let mut segments = store::list_segments(self.conn, self.municipality)?;
        segments.extend(index::list_segments(self.conn, self.municipality)?);
        segments.sort();
        segments.dedup();
        for segment in segments {
            let last_indexed = match segment.cmp(&mark) {
                Ordering::Less => i64::MAX,
                Ordering::Equal => last,
                Ordering::Greater => 0,
            };
            let expected = self.sum_of_lines(&segment, last_indexed)?;
            let there = index::sum_of_segment(self.conn, self.key, self.municipality, &segment)?;
            if there != expected {
                return Ok(Some(segment));
            }
        }
        Ok(None)
    }

    /// What the index of a segment's lines, up to one of them, comes to.
    fn sum_of_lines(&mut self, segment: &str, last: i64) -> Result<u128, Failure> {
        const PAGE: i64 = 1_000;
        let (mut sum, mut after): (u128, i64) = (0, 0);
        loop {
            let lines = store::list_after(self.conn, self.municipality, segment, after, PAGE)?;
            let Some((_, number, _)) = lines.last() else {
                return Ok(sum);
            };
            after = *number;
            for (_, number, row) in lines.iter().filter(|(_, number, _)| *number <= last) {
                sum = sum.wrapping_add(index::sum_of_line(self.key, segment, *number, row));
            }
        }
    }
}

/// How many batches there are: each cost one flush.
///
/// # Errors
/// If the database cannot answer.
pub fn batches(db: &Db, municipality: &Ags) -> Result<usize, Failure> {
    db.read_blocking(|conn| Ok(store::list_batches(conn, municipality)?.len()))
}
