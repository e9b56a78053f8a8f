//! Reports for the steering group (Lenkungsgruppe): how much was done in a quarter, by legal body, district, month and outcome.
//! Numbers that could point at somebody are left out (`suppression`), a report is issued once and stays as it was issued,
//! and there is nothing to choose in it but the quarter: no filter, whose difference would name somebody.

pub mod calls;
mod quarter;
mod suppression;

pub use quarter::{NotAQuarter, Quarter};
pub use suppression::{LEAST, shown};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::kernel::Day;

/// Issues the report about a quarter: its numbers are counted and stay as they are, whatever is written or erased later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IssueReport {
    /// The quarter.
    pub quarter: Quarter,
}

/// What is counted.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Counted {
    /// Contact slips that were written: counselling that needed no case.
    Slips,
    /// Cases that were opened.
    Cases,
}

/// By what it is counted.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Dimension {
    /// The month, as `2026-07`.
    Month,
    /// The legal body: whose unit wrote the slip, whose unit has the case on the day of the report; empty where nobody has.
    Body,
    /// The district the person lived in when the case was opened; empty where none could be derived.
    District,
    /// How a slip ended.
    Outcome,
    /// The state of the case on the day of the report.
    State,
}

impl Counted {
    /// By what it is counted, in the order in which it is shown.
    #[must_use]
    pub const fn dimensions(self) -> &'static [Dimension] {
        match self {
            Self::Slips => &[Dimension::Month, Dimension::Body, Dimension::Outcome],
            Self::Cases => &[
                Dimension::Month,
                Dimension::Body,
                Dimension::District,
                Dimension::State,
            ],
        }
    }
}

/// So many slips or cases that are alike in every dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What they are in each.
    pub codes: BTreeMap<Dimension, String>,
    /// How many.
    pub count: u32,
}

/// The values of each dimension that a table has a row for, whether or not anything is counted there.
pub type Rows = BTreeMap<Dimension, Vec<String>>;

/// The report about a quarter, as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The quarter.
    pub quarter: Quarter,
    /// The day on which it was issued.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub issued_on: Day,
    /// What was counted.
    pub parts: Vec<ReportPart>,
}

/// One thing that was counted, in several tables over the same people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportPart {
    /// What.
    pub counted: Counted,
    /// How many in all; absent where they are too few to be told. Then there is no table either.
    pub total: Option<u32>,
    /// The tables, each with this total.
    pub tables: Vec<ReportTable>,
}

/// How many by one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportTable {
    /// By what.
    pub by: Dimension,
    /// Its rows.
    pub rows: Vec<ReportRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportRow {
    /// The value of the dimension; empty where there is none.
    pub code: String,
    /// How many; absent where the number is hidden, because it is below [`LEAST`] or would let one that is be worked out.
    pub count: Option<u32>,
}

/// One part of a report: the tables of what was counted, with what may be shown of each.
#[must_use]
pub fn part(counted: Counted, rows: &Rows, tallies: &[Tally]) -> ReportPart {
    let total = tallies
        .iter()
        .fold(0_u32, |sum, tally| sum.saturating_add(tally.count));
    if total < LEAST {
        return ReportPart {
            counted,
            total: None,
            tables: Vec::new(),
        };
    }
    let table = |by: Dimension| {
        let counts = sums(by, rows, tallies);
        let numbers: Vec<u32> = counts.iter().map(|(_, count)| *count).collect();
        let cells = shown(&numbers).unwrap_or_default();
        let rows = counts.into_iter().zip(cells);
        ReportTable {
            by,
            rows: rows
                .map(|((code, _), count)| ReportRow { code, count })
                .collect(),
        }
    };
    ReportPart {
        counted,
        total: Some(total),
        tables: counted.dimensions().iter().copied().map(table).collect(),
    }
}

/// How many there are of each value of a dimension: first of those that have a row anyway, then of any other.
fn sums(by: Dimension, rows: &Rows, tallies: &[Tally]) -> Vec<(String, u32)> {
    let mut counts: Vec<(String, u32)> = rows
        .get(&by)
        .into_iter()
        .flatten()
        .map(|code| (code.clone(), 0))
        .collect();
    for tally in tallies {
        let code = tally.codes.get(&by).cloned().unwrap_or_default();
        match counts.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count = count.saturating_add(tally.count),
            None => counts.push((code, tally.count)),
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(body: &str, outcome: &str, count: u32) -> Tally {
        let codes = [(Dimension::Body, body), (Dimension::Outcome, outcome)];
        Tally {
            codes: codes.map(|(by, code)| (by, code.to_owned())).into(),
            count,
        }
    }

    #[test]
    fn each_table_is_a_sum_over_the_others_with_the_same_total() {
        let rows: Rows = [(
            Dimension::Body,
            ["awo", "caritas"].map(str::to_owned).to_vec(),
        )]
        .into();
        let tallies = [
            tally("caritas", "referred", 6),
            tally("caritas", "counselled", 9),
            tally("gone", "referred", 5),
        ];
        let part = part(Counted::Slips, &rows, &tallies);
        assert_eq!(part.total, Some(20));
        let table = |by| part.tables.iter().find(|table| table.by == by).unwrap();
        let cells = |by| -> Vec<(&str, Option<u32>)> {
            let rows = table(by).rows.iter();
            rows.map(|row| (row.code.as_str(), row.count)).collect()
        };
        // A body with nothing has its row, and one that is none of the town's any more has what was counted there.
        let bodies = [("awo", Some(0)), ("caritas", Some(15)), ("gone", Some(5))];
        assert_eq!(cells(Dimension::Body), bodies);
        assert_eq!(
            cells(Dimension::Outcome),
            [("referred", Some(11)), ("counselled", Some(9))]
        );
    }

    #[test]
    fn of_fewer_than_five_nothing_is_told_not_even_whether_there_are_any() {
        let few = part(Counted::Slips, &Rows::new(), &[tally("awo", "referred", 4)]);
        assert_eq!(few, part(Counted::Slips, &Rows::new(), &[]));
        assert_eq!((few.total, few.tables.len()), (None, 0));
    }
}
