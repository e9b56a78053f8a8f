//! Reports for the steering group: what they count, that a number which could point at somebody stands nowhere, and that a
//! report stays as it was issued.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use diesel::prelude::*;
use shared::access::Reason;
use shared::command::Command;
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::intake::{RecordSlip, SlipDraft, SlipOutcome};
use shared::kernel::{Actor, PersonId, ProblemCode, Role, SlipId};
use shared::organisation::files::shipped;
use shared::reporting::calls::Reports;
use shared::reporting::{Counted, Dimension, IssueReport, Quarter, Report};

use crate::support::{
    Bench, MORNING, ags, at_post, coordinator, envelope, id, on_both, other_worker, worker,
};

const DAY: i64 = 86_400_000;

fn steering() -> Actor {
    Actor {
        roles: [Role::Steering].into(),
        ..coordinator()
    }
}

fn this_quarter() -> Quarter {
    Quarter::of(MORNING.day())
}

fn issue(n: u128, quarter: Quarter) -> Envelope {
    let command = Command::IssueReport(IssueReport { quarter });
    Envelope {
        subject: Subject::Organisation(ags()),
        ..envelope(n, PersonId::from_uuid(id(n)), command)
    }
}

/// Slips of one outcome, written at one body.
fn slips(bench: &Bench, n: u128, count: u128, by: &Actor, outcome: SlipOutcome) {
    for at in n..n + count {
        let draft = SlipDraft {
            concern: "Brief vom Jobcenter".to_owned(),
            fields_of_action: ["H02".parse().unwrap()].into(),
            channel: Some("SERVICEPOINT".parse().unwrap()),
            urgency: Some("D3".parse().unwrap()),
            outcome: Some(outcome),
            office: (outcome == SlipOutcome::Referred).then(|| "jobcenter".parse().unwrap()),
            ..SlipDraft::default()
        };
        let slip = Envelope {
            subject: Subject::Slip(SlipId::from_uuid(id(at))),
            ..envelope(
                at,
                PersonId::from_uuid(id(at)),
                Command::RecordSlip(RecordSlip { draft }),
            )
        };
        assert_eq!(bench.send(by, &slip), Outcome::Applied);
    }
}

fn read(bench: &Bench, actor: &Actor) -> Reports {
    bench
        .town
        .read_blocking(&ags(), |tx| backend::reporting::read(tx, actor))
        .unwrap()
}

fn cells(report: &Report, counted: Counted, by: Dimension) -> Vec<(&str, Option<u32>)> {
    let part = report
        .parts
        .iter()
        .find(|part| part.counted == counted)
        .unwrap();
    let table = part.tables.iter().find(|table| table.by == by).unwrap();
    table
        .rows
        .iter()
        .map(|row| (row.code.as_str(), row.count))
        .collect()
}

fn of_caritas() -> Actor {
    at_post(worker(), "caritas", "caritas-1")
}

fn of_awo() -> Actor {
    at_post(other_worker(), "awo", "awo-1")
}

on_both! {
    fn a_report_counts_by_body_month_and_outcome_and_hides_what_is_small(bench: &Bench) {
        load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
        slips(bench, 1_000, 9, &of_caritas(), SlipOutcome::Counselled);
        slips(bench, 2_000, 6, &of_caritas(), SlipOutcome::Referred);
        slips(bench, 3_000, 2, &of_awo(), SlipOutcome::Counselled);
        for n in [10, 20, 30, 40] {
            bench.case_at(n, "caritas-1", "caritas");
        }
        bench.pass(60 * DAY);
        assert_eq!(read(bench, &coordinator()).due, [this_quarter()]);
        assert_eq!(bench.send(&coordinator(), &issue(1, this_quarter())), Outcome::Applied);

        let reports = read(bench, &steering());
        let [report] = reports.issued.as_slice() else { panic!("{reports:?}") };
        assert_eq!((report.quarter, reports.due.len()), (this_quarter(), 0));
        assert_eq!(report.parts[0].total, Some(17));
        // Two of the AWO point at people: the Caritas's number goes too, and with it the noughts, since nothing else is left.
        let none = ["diakonie", "stadt", ""].map(|code| (code, None));
        let mut bodies = vec![("caritas", None), ("awo", None)];
        bodies.extend(none);
        assert_eq!(cells(report, Counted::Slips, Dimension::Body), bodies);
        let months = [("2026-10", Some(0)), ("2026-11", Some(17)), ("2026-12", Some(0))];
        assert_eq!(cells(report, Counted::Slips, Dimension::Month), months);
        let outcomes = [("counselled", Some(11)), ("referred", Some(6)), ("intake", Some(0))];
        assert_eq!(cells(report, Counted::Slips, Dimension::Outcome), outcomes);
        // Four cases are too few to be told at all.
        assert_eq!((report.parts[1].total, report.parts[1].tables.len()), (None, 0));
        // What is hidden stands nowhere, not even in the row.
        let stored: Vec<String> = bench
            .town
            .db()
            .read_blocking(|conn| {
                use backend::db::schema::report::dsl::{content, report};
                Ok::<_, backend::db::Failure>(report.select(content).load(conn)?)
            })
            .unwrap();
        assert!(!stored[0].contains(":15") && !stored[0].contains(":2,"), "{stored:?}");
        assert!(backend::check::check(&bench.town).unwrap().findings.is_empty());
    }

    fn cases_are_counted_by_the_district_and_the_body_that_has_them(bench: &Bench) {
        load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
        for n in 0..6 {
            bench.case_at(100 + 10 * n, "caritas-1", "caritas");
            bench.case_at(200 + 10 * n, "ki-1", "ki");
        }
        bench.pass(60 * DAY);
        assert_eq!(bench.send(&coordinator(), &issue(1, this_quarter())), Outcome::Applied);
        let report = read(bench, &steering()).issued.remove(0);
        let bodies: Vec<_> = cells(&report, Counted::Cases, Dimension::Body)
            .into_iter()
            .filter(|(_, count)| *count != Some(0))
            .collect();
        assert_eq!(bodies, [("caritas", Some(6)), ("stadt", Some(6))]);
        let districts = cells(&report, Counted::Cases, Dimension::District);
        assert_eq!(districts.last(), Some(&("", Some(12))));
        assert_eq!(cells(&report, Counted::Cases, Dimension::State)[0], ("open", Some(12)));
    }

    /// Two looks at the same quarter cannot be subtracted from each other: there is one report, whatever comes later.
    fn a_report_stays_as_it_was_issued_and_is_issued_once(bench: &Bench) {
        load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
        slips(bench, 1_000, 7, &of_caritas(), SlipOutcome::Counselled);
        bench.pass(60 * DAY);
        assert_eq!(bench.send(&coordinator(), &issue(1, this_quarter())), Outcome::Applied);
        let before = read(bench, &steering()).issued;
        // A tablet that comes back late, with a slip of that quarter.
        slips(bench, 2_000, 1, &of_caritas(), SlipOutcome::Counselled);
        let again = bench.send(&coordinator(), &issue(2, this_quarter()));
        assert_eq!(again, Outcome::refused(Refusal::AlreadyThere));
        assert_eq!(read(bench, &steering()).issued, before);
    }

    fn a_quarter_is_waited_for_and_only_the_coordinator_issues_its_report(bench: &Bench) {
        load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
        let Outcome::Refused { fields, .. } = bench.send(&coordinator(), &issue(1, this_quarter())) else {
            panic!("a report about a quarter that is not over")
        };
        assert_eq!(fields.of("quarter")[0].code, ProblemCode::InFuture);
        let last = this_quarter().before();
        for (n, role) in [(2, Role::Steering), (3, Role::HeadOfBody), (4, Role::CaseManager), (5, Role::Administrator)] {
            let somebody = Actor { roles: [role].into(), ..coordinator() };
            assert_eq!(bench.send(&somebody, &issue(n, last)), Outcome::refused(Refusal::NotAllowed), "{role}");
        }
        for role in [Role::HeadOfBody, Role::CaseManager, Role::Reception, Role::Administrator, Role::DataProtectionOfficer] {
            let somebody = Actor { roles: [role].into(), ..coordinator() };
            let read = |tx: &mut backend::tx::Tx<'_>| backend::reporting::read(tx, &somebody);
            let stopped = bench.town.read_blocking(&ags(), read).unwrap_err();
            assert!(matches!(stopped, Stop::NotAllowed(Reason::Role)), "{role}");
        }
        let on_person = Envelope { subject: Subject::Person(PersonId::from_uuid(id(9))), ..issue(6, last) };
        assert_eq!(bench.send(&coordinator(), &on_person), Outcome::refused(Refusal::WrongSubject));
        assert_eq!(bench.send(&coordinator(), &issue(7, last)), Outcome::Applied);
        assert_eq!(read(bench, &steering()).issued[0].parts[0].total, None);
    }
}
