//! A worklist that is kept is the list that the database holds: whatever changes a line shows at once, also to a server that
//! kept the list while another one wrote.

use std::sync::Arc;

use backend::kept::Written;
use backend::organisation::load_as_system;
use backend::surroundings::Surroundings;
use backend::tx::Town;
use shared::case::calls::CaseHeads;
use shared::case::{
    AppointmentDraft, AppointmentEnd, NextDate, PlanAppointment, SeeCase, SetNextDate,
    SettleAppointment,
};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::disclosure::{DataClass, Disclose, DisclosureDraft, DisclosureEnd, EndDisclosure};
use shared::exchange::Outcome;
use shared::intake::{EditIntake, IntakeDraft, StartIntake};
use shared::kernel::{
    Actor, AppointmentId, CaseId, Day, DisclosureId, Edits, FieldEdit, IntakeId, OfficeCode,
    PersonId, Signature,
};
use shared::organisation::files::shipped;
use shared::person::EditPerson;

use crate::support::{Bench, MORNING, ags, answer_to, envelope, id, note, on_both, worker};

const DAY: i64 = 86_400_000;

/// The holder of a post of the shipped organisation.
fn holder() -> Actor {
    Actor {
        unit: "caritas".parse().unwrap(),
        post: Some("caritas-1".parse().unwrap()),
        ..worker()
    }
}

/// A server on the same database as the one that writes.
fn beside(bench: &Bench) -> Town {
    Town::of(
        bench.town.db().clone(),
        bench.town.vault().clone(),
        Surroundings::from(bench.clock.clone()),
    )
}

fn list(town: &Town) -> Arc<Written<CaseHeads>> {
    town.read_blocking(&ags(), |tx| backend::case::worklist(tx, &holder()))
        .unwrap()
        .into_value()
}

/// An answer about case management, given today.
fn consent(n: u128, answer: ConsentAnswer) -> Command {
    Command::RecordConsent(RecordConsent {
        explained: "interpreter".parse().unwrap(),
        ..answer_to(n, ConsentKind::CaseManagement, answer)
    })
}

/// Something that happens, under a name.
type Change<'a> = (&'static str, Box<dyn Fn() + 'a>);

/// What can change about the first of two cases, in this order.
fn changes(bench: &Bench, (person, case): (PersonId, CaseId)) -> Vec<Change<'_>> {
    let send = move |n, command: Command| {
        let sent = envelope(n, person, command);
        assert_eq!(bench.send(&holder(), &sent), Outcome::Applied);
    };
    let plan = move |n: u128, millis| {
        let plan = Command::PlanAppointment(PlanAppointment {
            appointment: AppointmentId::from_uuid(id(n)),
            case,
            draft: AppointmentDraft {
                starts_at: Some(MORNING.plus_millis(millis)),
                contact: Some("HAUSBESUCH".parse().unwrap()),
                ..AppointmentDraft::default()
            },
        });
        send(n, plan);
    };
    let script = |saw: &str, wrote: &str| {
        let edit = FieldEdit {
            saw: saw.into(),
            wrote: wrote.into(),
        };
        Command::EditPerson(EditPerson {
            edits: Edits([("original_script".to_owned(), edit)].into()),
        })
    };
    vec![
        (
            "it was opened",
            Box::new(move || send(100, Command::SeeCase(SeeCase { case }))),
        ),
        (
            "its next date was set",
            Box::new(move || {
                let next = NextDate::Due {
                    on: Day::constant(2026, 12, 1),
                    what: "Anruf Jobcenter".into(),
                };
                send(101, Command::SetNextDate(SetNextDate { case, next }));
            }),
        ),
        (
            "the person was edited",
            Box::new(move || send(102, script("", "Амінат"))),
        ),
        (
            "an appointment was planned",
            Box::new(move || plan(103, 3_600_000)),
        ),
        (
            "it took place",
            Box::new(move || {
                let settle = SettleAppointment {
                    appointment: AppointmentId::from_uuid(id(103)),
                    case,
                    end: AppointmentEnd::Kept,
                };
                send(104, Command::SettleAppointment(settle));
            }),
        ),
        (
            "there is one later today",
            Box::new(move || plan(105, 2 * 3_600_000)),
        ),
        (
            "the consent to case management was taken back",
            Box::new(move || send(106, consent(106, ConsentAnswer::Revoked))),
        ),
        (
            "it was given again",
            Box::new(move || send(107, consent(107, ConsentAnswer::Given))),
        ),
        (
            "it is not allowed to write of health",
            Box::new(move || {
                let no = answer_to(112, ConsentKind::SpecialCategories, ConsentAnswer::Refused);
                send(112, Command::RecordConsent(no));
            }),
        ),
        (
            "the first contact is next, as before urgencies were carried with it",
            Box::new(move || {
                let next = NextDate::FirstContact {
                    on: Day::constant(2026, 12, 2),
                    urgency: None,
                };
                send(108, Command::SetNextDate(SetNextDate { case, next }));
            }),
        ),
        (
            "the intake says how urgent it is",
            Box::new(move || {
                let start = StartIntake {
                    intake: IntakeId::from_uuid(id(109)),
                    draft: IntakeDraft {
                        requested_on: Some(MORNING.day()),
                        urgency: Some("D1".parse().unwrap()),
                        urgency_reason: "Obdachlos".into(),
                        ..IntakeDraft::default()
                    },
                };
                send(109, Command::StartIntake(start));
            }),
        ),
        (
            "the intake was corrected",
            Box::new(move || {
                let edit = FieldEdit {
                    saw: "D1".into(),
                    wrote: "D2".into(),
                };
                let edit = EditIntake {
                    intake: IntakeId::from_uuid(id(109)),
                    edits: Edits([("urgency".to_owned(), edit)].into()),
                };
                send(110, Command::EditIntake(edit));
            }),
        ),
        ("today is over", Box::new(move || bench.clock.pass(DAY))),
        (
            "the organisation was loaded",
            Box::new(move || load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap()),
        ),
        (
            "the consent to something that was told was taken back",
            Box::new(move || {
                let office: OfficeCode = "jobcenter".parse().unwrap();
                let said = |n, answer| RecordConsent {
                    receiver: Some(Receiver::Office("jobcenter".parse().unwrap())),
                    signature: (answer == ConsentAnswer::Given).then_some(Signature::Paper),
                    ..answer_to(n, ConsentKind::Sharing, answer)
                };
                send(113, Command::RecordConsent(said(113, ConsentAnswer::Given)));
                let told = Disclose {
                    disclosure: DisclosureId::from_uuid(id(114)),
                    case,
                    draft: DisclosureDraft {
                        offices: vec![office],
                        classes: [DataClass::Work].into(),
                        purpose: "Antrag".into(),
                        ..DisclosureDraft::default()
                    },
                };
                send(114, Command::Disclose(told));
                send(
                    115,
                    Command::RecordConsent(said(115, ConsentAnswer::Revoked)),
                );
            }),
        ),
        (
            "those who were told were asked to use it no longer",
            Box::new(move || {
                let ended = EndDisclosure {
                    disclosure: DisclosureId::from_uuid(id(114)),
                    case,
                    end: DisclosureEnd::ReceiverTold,
                };
                send(116, Command::EndDisclosure(ended));
            }),
        ),
        (
            "another post has it",
            Box::new(move || bench.assign(person, case, "awo-1", "awo")),
        ),
        (
            "it came back",
            Box::new(move || bench.assign(person, case, "caritas-1", "caritas")),
        ),
    ]
}

on_both! {
    fn whatever_changes_a_line_shows_at_once(bench: &Bench) {
        let first = bench.case_at(10, "caritas-1", "caritas");
        bench.case_at(20, "caritas-1", "caritas");
        let reader = beside(bench);
        let mut before = list(&reader);
        assert_eq!(before.total, 2);
        for (what, change) in changes(bench, first) {
            change();
            let after = list(&reader);
            assert_ne!(before, after, "{what}");
            assert_eq!(after, list(&beside(bench)), "{what}");
            before = after;
        }
    }

    fn a_line_says_that_consent_was_taken_back_and_how_urgent_the_intake_is(bench: &Bench) {
        let (person, case) = bench.case_at(10, "caritas-1", "caritas");
        for (what, change) in changes(bench, (person, case)) {
            change();
            let listed = list(&bench.town);
            let Some(line) = listed.cases.first() else { continue };
            let urgency = match &line.next {
                Some(NextDate::FirstContact { urgency, .. }) => urgency.as_ref().map(|code| code.to_string()),
                _ => None,
            };
            match what {
                "the consent to case management was taken back" => {
                    assert_eq!(line.revoked_on, Some(MORNING.day()));
                }
                "it was given again" => assert_eq!(line.revoked_on, None),
                "it is not allowed to write of health" => {
                    assert_eq!(line.unwritten_since, Some(MORNING.day()));
                }
                "the consent to something that was told was taken back" => {
                    assert_eq!(line.disclosure_revoked_on, Some(MORNING.day()));
                }
                "those who were told were asked to use it no longer" => {
                    assert_eq!(line.disclosure_revoked_on, None);
                }
                "the intake says how urgent it is" => assert_eq!(urgency.as_deref(), Some("D1")),
                "the intake was corrected" => assert_eq!(urgency.as_deref(), Some("D2")),
                _ => {}
            }
            // The file says it as the list does.
            let file = bench
                .town
                .read_blocking(&ags(), |tx| backend::case::file(tx, &holder(), case));
            if let Ok(file) = file {
                let head = file.into_value().head;
                assert_eq!((head.revoked_on, head.unwritten_since), (line.revoked_on, line.unwritten_since), "{what}");
                assert_eq!(head.disclosure_revoked_on, line.disclosure_revoked_on, "{what}");
                assert_eq!(head.next, line.next, "{what}");
            }
        }
    }

    fn a_list_that_did_not_change_is_the_one_that_was_kept(bench: &Bench) {
        let case = bench.case_at(10, "caritas-1", "caritas");
        let reader = beside(bench);
        let before = list(&reader);
        // A note shows in no line.
        bench.send(&holder(), &note(100, case, "Hausbesuch"));
        assert!(Arc::ptr_eq(&before, &list(&reader)));
        bench.clock.pass(9 * 60_000);
        reader.forget_idle();
        assert!(Arc::ptr_eq(&before, &list(&reader)));
        bench.clock.pass(10 * 60_000);
        reader.forget_idle();
        let read_again = list(&reader);
        assert!(!Arc::ptr_eq(&before, &read_again));
        assert_eq!(before, read_again);
    }

    fn what_was_read_of_a_change_that_was_taken_back_was_never_kept(bench: &Bench) {
        let (_, case) = bench.case_at(10, "caritas-1", "caritas");
        let reader = beside(bench);
        let before = list(&reader);
        let taken_back: Result<(), backend::db::Failure> = reader.write_blocking(&ags(), |tx| {
            use backend::db::schema::integration_case as c;
            use diesel::prelude::*;
            diesel::update(c::table.find((ags().as_str(), case.to_string())))
                .set(c::district.eq("3"))
                .execute(tx.conn())?;
            let changed = backend::case::worklist(tx, &holder()).unwrap().into_value();
            assert_ne!(changed, before);
            Err(backend::db::Failure::Full)
        });
        assert!(taken_back.is_err());
        assert_eq!(list(&reader), before);
    }
}
