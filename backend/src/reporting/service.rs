//! Issuing a report, and which are there.

use shared::access::Action;
use shared::case::CaseState;
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::intake::SlipOutcome;
use shared::kernel::{Actor, FieldProblems, ProblemCode};
use shared::organisation::{Organisation, valid_on};
use shared::reporting::calls::Reports;
use shared::reporting::{Counted, Dimension, IssueReport, Quarter, Report, Rows, part};
use strum::IntoEnumIterator;

use super::store::{self, ReportEffect};
use crate::decision::{Decided, Stop, allowed};
use crate::effect::Effect;
use crate::organisation;
use crate::tx::Tx;

/// How many reports are listed.
const ISSUED_MAX: usize = 12;
/// How many quarters back one is offered that was not issued yet.
const DUE_MAX: usize = 8;

/// Issues the report about a quarter that is over, once.
///
/// # Errors
/// If the actor may not, the quarter is still waited for, or its report was issued already.
pub fn issue(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &IssueReport,
) -> Result<Decided, Stop> {
    if envelope.subject != Subject::Organisation(tx.ags().clone()) {
        return Err(Refusal::WrongSubject.into());
    }
    allowed(actor, Action::IssueReport)?;
    let today = tx.now().day();
    if today < call.quarter.due_on() {
        return Err(FieldProblems::at("quarter", ProblemCode::InFuture).into());
    }
    if store::is_issued(tx, call.quarter)? {
        return Err(Refusal::AlreadyThere.into());
    }
    let town = organisation::current(tx)?;
    let rows = rows(&town, call.quarter);
    let slips = store::count_slips(tx, call.quarter, &town)?;
    let cases = store::count_cases(tx, call.quarter, &town)?;
    let report = Report {
        quarter: call.quarter,
        issued_on: today,
        parts: vec![
            part(Counted::Slips, &rows, &slips),
            part(Counted::Cases, &rows, &cases),
        ],
    };
    Ok(Decided {
        outcome: Outcome::Applied,
        effects: vec![Effect::Report(ReportEffect::Issued { report })],
    })
}

/// What a table has a row for, whether or not anything was counted there: the bodies and districts of the quarter's last day,
/// its months, and every outcome and state.
fn rows(town: &Organisation, quarter: Quarter) -> Rows {
    let day = quarter.last_day();
    let none = String::new;
    let bodies = valid_on(&town.bodies, day).map(|body| body.code.to_string());
    let districts = valid_on(&town.districts, day).map(|district| district.code.to_string());
    let outcomes = SlipOutcome::iter().map(|outcome| <&str>::from(outcome).to_owned());
    let states = CaseState::iter().map(|state| <&str>::from(state).to_owned());
    [
        (Dimension::Month, quarter.months().map(store::month).into()),
        (Dimension::Body, bodies.chain([none()]).collect()),
        (Dimension::District, districts.chain([none()]).collect()),
        (Dimension::Outcome, outcomes.collect()),
        (Dimension::State, states.collect()),
    ]
    .into()
}

/// The reports, the latest quarter first; and for whoever issues them, which could be.
///
/// # Errors
/// If the actor may not, or the database cannot answer.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Reports, Stop> {
    allowed(actor, Action::ReadReports)?;
    let mut issued = store::list(tx)?;
    let due = if allowed(actor, Action::IssueReport).is_ok() {
        due(tx, &issued)?
    } else {
        Vec::new()
    };
    issued.truncate(ISSUED_MAX);
    Ok(Reports { issued, due })
}

/// The quarters since the first in which anything was done, about which no report was issued though it could be.
fn due(tx: &mut Tx<'_>, issued: &[Report]) -> Result<Vec<Quarter>, Stop> {
    let Some(first) = store::find_first_day(tx)?.map(Quarter::of) else {
        return Ok(Vec::new());
    };
    let today = tx.now().day();
    let back = std::iter::successors(Some(Quarter::of(today)), |quarter| Some(quarter.before()));
    let mut due: Vec<Quarter> = back
        .take_while(|quarter| *quarter >= first)
        .filter(|quarter| quarter.due_on() <= today)
        .take(DUE_MAX)
        .filter(|quarter| !issued.iter().any(|report| report.quarter == *quarter))
        .collect();
    due.reverse();
    Ok(due)
}
