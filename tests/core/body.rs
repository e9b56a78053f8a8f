//! The head of a body (Trägerleitung): what the own body carries and which of its cases were left lying, and nothing of
//! another body, nor a name or a word that was written.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use shared::access::{Basis, Reason};
use shared::assignment::body::{BodyStanding, CaseWarning};
use shared::assignment::proposal::CandidateReason;
use shared::case::{NextDate, SeeCase, SetNextDate};
use shared::command::Command;
use shared::exchange::{Outcome, Refusal, Subject};
use shared::intake::{IntakeDraft, StartIntake};
use shared::kernel::{Actor, CaseId, IntakeId, PersonId, Role};
use shared::organisation::Absence;
use shared::organisation::files::shipped;

use crate::support::{
    Bench, MORNING, ags, at_post, envelope, id, note, on_both, other_worker, reception, record,
    worker,
};

const DAY: i64 = 86_400_000;

/// The head of the body that a unit belongs to.
fn head_at(unit: &str) -> Actor {
    Actor {
        unit: unit.parse().unwrap(),
        roles: [Role::HeadOfBody].into(),
        post: None,
        ..worker()
    }
}

/// The city's case manager, whose unit is another than that of the city's integration centre.
fn social_worker() -> Actor {
    at_post(worker(), "soziales", "soziales-1")
}

fn of_awo() -> Actor {
    at_post(other_worker(), "awo", "awo-1")
}

fn read(bench: &Bench, actor: &Actor) -> (BodyStanding, Vec<(Subject, Basis)>) {
    bench
        .town
        .read_blocking(&ags(), |tx| backend::assignment::body(tx, actor))
        .unwrap()
}

fn open(bench: &Bench) {
    let mut town = shipped().unwrap();
    town.absences.push(Absence {
        post: "soziales-1".parse().unwrap(),
        deputy: Some("ki-1".parse().unwrap()),
        valid_from: MORNING.day(),
        valid_until: Some(MORNING.plus_millis(4 * DAY).day()),
    });
    load_as_system(&bench.town, &ags(), town).unwrap();
}

/// The worker opens the case and says when something is due.
fn plan(bench: &Bench, n: u128, by: &Actor, (person, case): (PersonId, CaseId), days: i64) {
    let next = NextDate::Due {
        on: MORNING.plus_millis(days * DAY).day(),
        what: "Schlüssel zurückgeben".to_owned(),
    };
    for command in [
        Command::SeeCase(SeeCase { case }),
        Command::SetNextDate(SetNextDate { case, next }),
    ] {
        let n = n + u128::from(matches!(command, Command::SetNextDate(_)));
        assert_eq!(
            bench.send(by, &envelope(n, person, command)),
            Outcome::Applied
        );
    }
}

on_both! {
    /// The city has two units with a post each: its head sees both, and neither is the other body's.
    fn the_head_sees_the_posts_and_the_cases_left_lying_of_the_own_body_alone(bench: &Bench) {
        open(bench);
        let kept = bench.case_at(10, "soziales-1", "soziales");
        let late = bench.case_at(20, "ki-1", "ki");
        let foreign = bench.case_at(30, "awo-1", "awo");
        plan(bench, 100, &social_worker(), kept, 9);
        plan(bench, 110, &at_post(worker(), "ki", "ki-1"), late, 2);
        plan(bench, 120, &of_awo(), foreign, 2);
        let due = MORNING.plus_millis(2 * DAY).day();
        let lying = |standing: &BodyStanding| -> Vec<(CaseId, Vec<CaseWarning>)> {
            standing.cases.iter().map(|case| (case.case, case.warnings.clone())).collect()
        };

        // Nobody looks at a case on the day on which it is due.
        bench.pass(2 * DAY);
        assert_eq!(lying(&read(bench, &head_at("soziales")).0), []);
        bench.pass(DAY);
        let (city, shown) = read(bench, &head_at("soziales"));
        assert_eq!(city.body.as_ref().unwrap().as_str(), "stadt");
        let posts: Vec<_> = city.posts.iter().map(|post| (post.post.as_str(), post.load)).collect();
        assert_eq!(posts, [("ki-1", 1), ("soziales-1", 1)]);
        assert!(city.posts[1].reasons.contains(&CandidateReason::IsAbsent));
        assert_eq!(lying(&city), [(late.1, vec![CaseWarning::Overdue { since: due }])]);
        assert_eq!(shown, [(Subject::Person(late.0), Basis::HeadOfBody)], "whom the line of the log names");
        assert_eq!(lying(&read(bench, &head_at("awo")).0), [(foreign.1, vec![CaseWarning::Overdue { since: due }])]);
        let caritas = read(bench, &head_at("caritas")).0;
        assert_eq!((lying(&caritas), caritas.posts.len()), (Vec::new(), 1));
    }

    fn a_case_that_nobody_opened_and_one_that_nobody_has_are_told_with_their_day(bench: &Bench) {
        open(bench);
        let unopened = bench.case_at(10, "ki-1", "ki");
        let waiting = PersonId::from_uuid(id(20));
        let case = CaseId::from_uuid(id(21));
        let desk = Actor { unit: "service-point".parse().unwrap(), ..reception() };
        assert_eq!(bench.send(&desk, &record(22, waiting)), Outcome::Applied);
        let opened = bench
            .town
            .read_blocking(&ags(), |tx| backend::case::open_case(tx, case, None, MORNING.day()))
            .unwrap();
        bench.apply(waiting, &[backend::effect::Effect::Case(opened)]);
        let intake = StartIntake { intake: IntakeId::from_uuid(id(23)), draft: IntakeDraft::default() };
        assert_eq!(bench.send(&desk, &envelope(24, waiting, Command::StartIntake(intake))), Outcome::Applied);
        bench.pass(DAY);

        let (city, _) = read(bench, &head_at("ki"));
        let lying: Vec<_> = city.cases.iter().map(|case| (case.case, case.warnings[0])).collect();
        let since = MORNING.day();
        let expected = [(case, CaseWarning::Nobody { since }), (unopened.1, CaseWarning::NotOpened { since })];
        assert_eq!(lying, expected);
        let waits: Vec<_> = city.intakes.iter().map(|of| (of.unit.as_str(), of.count, of.oldest_on)).collect();
        assert_eq!(waits, [("service-point", 1, since)]);
        let (awo, _) = read(bench, &head_at("awo"));
        assert_eq!((awo.cases.len(), awo.intakes.len()), (0, 0));
    }

    /// From a line the head comes to who has the case, and no further.
    fn the_head_reads_who_has_a_case_of_the_own_body_and_nothing_that_was_written(bench: &Bench) {
        open(bench);
        let own = bench.case_at(10, "awo-1", "awo");
        assert_eq!(bench.send(&of_awo(), &note(40, own, "Schlüssel übergeben")), Outcome::Applied);
        bench.assign(own.0, own.1, "ki-1", "ki");
        let head = head_at("soziales");
        let told = bench
            .town
            .read_blocking(&ags(), |tx| {
                assert!(matches!(
                    backend::case::file(tx, &head, own.1),
                    Err(Stop::Withheld { because: Reason::Role, is_seen: true, .. })
                ));
                assert!(backend::person::read(tx, &head, own.0).is_err());
                assert!(backend::case::sight(tx, &head, own.1).is_err());
                backend::assignment::read(tx, &head, own.1)
            })
            .unwrap()
            .1;
        assert_eq!(told.basis(), Some(Basis::HeadOfBody));
        assert_eq!((told.head.name.as_str(), told.may_assign), ("", false));
        // That another body had it before is not told.
        let posts: Vec<_> = told.history.posts.iter().map(|stretch| stretch.post.as_str()).collect();
        assert_eq!(posts, ["ki-1"]);

        // Who no longer has it, and every other body, finds nothing.
        let refused = |unit: &str| {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::assignment::read(tx, &head_at(unit), own.1);
            bench.town.read_blocking(&ags(), read).unwrap_err()
        };
        for unit in ["awo", "caritas", "nowhere"] {
            assert!(matches!(refused(unit), Stop::Withheld { is_seen: false, .. }), "{unit}");
        }
        assert_eq!(bench.send(&head, &note(41, own, "von der Leitung")), Outcome::refused(Refusal::NotAllowed));
    }

    fn nobody_but_a_head_is_told_what_a_body_carries(bench: &Bench) {
        open(bench);
        for role in [
            Role::Reception,
            Role::CaseManager,
            Role::Coordinator,
            Role::Administrator,
            Role::Steering,
            Role::DataProtectionOfficer,
        ] {
            let somebody = Actor { roles: [role].into(), ..head_at("ki") };
            let read = |tx: &mut backend::tx::Tx<'_>| backend::assignment::body(tx, &somebody);
            let stopped = bench.town.read_blocking(&ags(), read).unwrap_err();
            assert!(matches!(stopped, Stop::NotAllowed(Reason::Role)), "{role}");
        }
        // A unit that is none of the town's has no body.
        let (nowhere, shown) = read(bench, &head_at("nowhere"));
        assert_eq!((nowhere.body, nowhere.posts.len(), nowhere.cases.len(), shown.len()), (None, 0, 0, 0));
    }
}
