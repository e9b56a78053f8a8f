//! The reports that were issued, and what is counted for one. Counting groups by the day as it is stored: a quarter has few
//! enough, and the month is made of it here.

use std::collections::BTreeMap;

use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::kernel::Day;
use shared::organisation::Organisation;
use shared::reporting::{Dimension, Quarter, Report, Tally};

use crate::db::schema::{case_district, integration_case, report, slip};
use crate::db::{Failure, day, parse};
use crate::tx::Tx;

/// What a command changed about reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReportEffect {
    /// One was issued.
    Issued {
        /// As it was issued; numbers that are hidden stand nowhere.
        report: Report,
    },
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, effect: &ReportEffect) -> Result<(), Failure> {
    let ReportEffect::Issued { report: issued } = effect;
    let content = serde_json::to_string(issued)
        .map_err(|_| Failure::Broken("a report that cannot be written"))?;
    diesel::insert_into(report::table)
        .values((
            report::municipality.eq(tx.municipality().to_owned()),
            report::quarter.eq(issued.quarter.to_string()),
            report::content.eq(content),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Whether the report about a quarter was issued.
pub(super) fn is_issued(tx: &mut Tx<'_>, quarter: Quarter) -> Result<bool, Failure> {
    let row = report::table.find((tx.municipality().to_owned(), quarter.to_string()));
    let found: i64 = row.count().get_result(tx.conn())?;
    Ok(found > 0)
}

/// All that were issued, the latest quarter first.
pub(super) fn list(tx: &mut Tx<'_>) -> Result<Vec<Report>, Failure> {
    let contents: Vec<String> = report::table
        .filter(report::municipality.eq(tx.municipality().to_owned()))
        .order(report::quarter.desc())
        .select(report::content)
        .load(tx.conn())?;
    contents
        .iter()
        .map(|content| {
            serde_json::from_str(content).map_err(|_| Failure::Unreadable("report.content"))
        })
        .collect()
}

/// The first day on which a slip was written or a case opened.
pub(super) fn find_first_day(tx: &mut Tx<'_>) -> Result<Option<Day>, Failure> {
    let municipality = tx.municipality().to_owned();
    let slip: Option<String> = slip::table
        .filter(slip::municipality.eq(&municipality))
        .select(min(slip::authored_on))
        .first(tx.conn())?;
    let case: Option<String> = integration_case::table
        .filter(integration_case::municipality.eq(&municipality))
        .select(min(integration_case::opened_on))
        .first(tx.conn())?;
    let days = [
        slip.map(|on| day(&on, "slip.authored_on")),
        case.map(|on| day(&on, "integration_case.opened_on")),
    ];
    let days: Vec<Day> = days.into_iter().flatten().collect::<Result<_, _>>()?;
    Ok(days.into_iter().min())
}

/// A month as the code of its row.
pub(super) fn month(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The slips that were written in a quarter.
pub(super) fn count_slips(
    tx: &mut Tx<'_>,
    quarter: Quarter,
    town: &Organisation,
) -> Result<Vec<Tally>, Failure> {
    let rows: Vec<(String, String, String, i64)> = slip::table
        .filter(slip::municipality.eq(tx.municipality().to_owned()))
        .filter(slip::authored_on.ge(quarter.first_day().to_string()))
        .filter(slip::authored_on.le(quarter.last_day().to_string()))
        .group_by((slip::authored_on, slip::unit, slip::outcome))
        .select((slip::authored_on, slip::unit, slip::outcome, count_star()))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(on, unit, outcome, count)| {
            let codes = BTreeMap::from([
                (Dimension::Month, month(day(&on, "slip.authored_on")?)),
                (
                    Dimension::Body,
                    body_of(town, Some(&unit), quarter, "slip.unit")?,
                ),
                (Dimension::Outcome, outcome),
            ]);
            Ok(tally(codes, count))
        })
        .collect()
}

/// The cases that were opened in a quarter, by the district in which the person lived then.
pub(super) fn count_cases(
    tx: &mut Tx<'_>,
    quarter: Quarter,
    town: &Organisation,
) -> Result<Vec<Tally>, Failure> {
    type Row = (String, Option<String>, Option<String>, String, i64);
    let rows: Vec<Row> = integration_case::table
        .left_join(
            case_district::table.on(case_district::municipality
                .eq(integration_case::municipality)
                .and(case_district::case_id.eq(integration_case::case_id))
                .and(case_district::since.eq(integration_case::opened_on))),
        )
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::opened_on.ge(quarter.first_day().to_string()))
        .filter(integration_case::opened_on.le(quarter.last_day().to_string()))
        .group_by((
            integration_case::opened_on,
            integration_case::unit,
            case_district::district,
            integration_case::state,
        ))
        .select((
            integration_case::opened_on,
            integration_case::unit,
            case_district::district.nullable(),
            integration_case::state,
            count_star(),
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(on, unit, district, state, count)| {
            let codes = BTreeMap::from([
                (
                    Dimension::Month,
                    month(day(&on, "integration_case.opened_on")?),
                ),
                (
                    Dimension::Body,
                    body_of(town, unit.as_deref(), quarter, "integration_case.unit")?,
                ),
                (Dimension::District, district.unwrap_or_default()),
                (Dimension::State, state),
            ]);
            Ok(tally(codes, count))
        })
        .collect()
}

fn tally(codes: BTreeMap<Dimension, String>, count: i64) -> Tally {
    Tally {
        codes,
        count: u32::try_from(count).unwrap_or(u32::MAX),
    }
}

/// The body of a unit on the last day of a quarter; empty where there is no unit, or it was none of the town's then.
fn body_of(
    town: &Organisation,
    unit: Option<&str>,
    quarter: Quarter,
    column: &'static str,
) -> Result<String, Failure> {
    let Some(unit) = unit else {
        return Ok(String::new());
    };
    let unit = town.unit_on(&parse(unit, column)?, quarter.last_day());
    Ok(unit.map(|unit| unit.body.to_string()).unwrap_or_default())
}
