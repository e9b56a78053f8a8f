//! Access in an emergency (Notzugriff): it opens the file for reading, for its hours, to one account, where that account may
//! see the person anyway; those concerned are told, and what is written meanwhile waits for the responsible worker.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use shared::access::{Basis, Reason};
use shared::audit::anomaly::AnomalyKind;
use shared::case::calls::PackWish;
use shared::case::{CaseFile, NextDate, SetNextDate, Sight, SightPart};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::emergency::calls::Emergencies;
use shared::emergency::{
    AccessCause, AnswerEmergency, EmergencyKind, EmergencyVerdict, EndEmergency, OpenInEmergency,
};
use shared::exchange::{HeldAnswer, Outcome, Refusal, SettleHeld};
use shared::kernel::{
    AccountId, Actor, CaseId, Edits, EmergencyId, FieldEdit, FieldProblems, PersonId, ProblemCode,
    Role,
};
use shared::organisation::files::shipped;
use shared::person::EditPerson;

use crate::support::{
    Bench, MORNING, ags, answer_to, at_post, envelope, id, note, on_both, other_worker, worker,
};

const HOUR: i64 = 3_600_000;
const REASON: &str = "Liegt bewusstlos im Flur, der Notarzt fragt nach Medikamenten.";

fn responsible() -> Actor {
    at_post(worker(), "caritas", "caritas-1")
}

fn stranger() -> Actor {
    at_post(other_worker(), "awo", "awo-1")
}

fn with_role(role: Role) -> Actor {
    Actor {
        roles: [role].into(),
        post: None,
        account: AccountId::from_uuid(id(900)),
        ..worker()
    }
}

/// What the client says about being found at the desk.
fn found(bench: &Bench, n: u128, person: PersonId, answer: ConsentAnswer) {
    let call = answer_to(n, ConsentKind::FoundAtDesk, answer);
    let call = envelope(n, person, Command::RecordConsent(call));
    assert_eq!(bench.send(&responsible(), &call), Outcome::Applied);
}

/// A case of Caritas whose person is found at the desk.
fn case(bench: &Bench) -> (PersonId, CaseId) {
    load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
    let case = bench.case_at(10, "caritas-1", "caritas");
    found(bench, 20, case.0, ConsentAnswer::Given);
    case
}

fn opening(n: u128, hours: u8) -> OpenInEmergency {
    OpenInEmergency {
        emergency: EmergencyId::from_uuid(id(n)),
        kind: EmergencyKind::Danger,
        reason: REASON.to_owned(),
        hours,
    }
}

fn open(bench: &Bench, actor: &Actor, n: u128, person: PersonId) -> Outcome {
    let call = Command::OpenInEmergency(opening(n, 4));
    bench.send(actor, &envelope(n, person, call))
}

fn file(bench: &Bench, actor: &Actor, case: CaseId) -> Result<CaseFile, Reason> {
    let read = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::file(tx, actor, case));
    match read {
        Ok(file) => {
            if actor.post == stranger().post {
                assert_eq!(file.basis(), Some(Basis::Emergency));
            }
            Ok(file.into_value())
        }
        Err(Stop::Withheld { because, .. }) => Err(because),
        Err(other) => panic!("{other}"),
    }
}

fn told(bench: &Bench, actor: &Actor) -> Emergencies {
    let read = |tx: &mut backend::tx::Tx<'_>| backend::emergency::read(tx, actor);
    bench.town.read_blocking(&ags(), read).unwrap().0
}

on_both! {
    /// From the opening to its end: nothing before, the file meanwhile, nothing afterwards, without anybody doing anything.
    fn a_file_is_open_for_its_hours_and_closes_by_itself(bench: &Bench) {
        let (person, case) = case(bench);
        assert_eq!(file(bench, &stranger(), case), Err(Reason::OtherUnit));
        assert_eq!(open(bench, &stranger(), 30, person), Outcome::Applied);
        assert!(file(bench, &stranger(), case).is_ok());
        // Nobody else of the unit reads along.
        let colleague = Actor { account: AccountId::from_uuid(id(901)), ..stranger() };
        assert_eq!(file(bench, &colleague, case), Err(Reason::OtherUnit));

        let open_files = told(bench, &stranger()).open;
        assert_eq!(open_files.len(), 1);
        let ends_at = open_files[0].ends_at;
        assert_eq!(ends_at.local().to_string().get(..16), Some("2026-11-23T13:00"));
        bench.clock.pass(ends_at.millis() - MORNING.millis() - HOUR);
        assert!(file(bench, &stranger(), case).is_ok());
        bench.clock.pass(HOUR);
        assert_eq!(file(bench, &stranger(), case), Err(Reason::OtherUnit));
        assert_eq!(told(bench, &stranger()).open, []);
        // It can be opened again, with a reason again.
        assert_eq!(open(bench, &stranger(), 31, person), Outcome::Applied);
        assert!(file(bench, &stranger(), case).is_ok());
    }

    /// What is open is the file, for reading: no form, no lanes, no consent, no pack for a device.
    fn it_opens_for_reading_only_and_what_is_written_waits_for_the_responsible_worker(bench: &Bench) {
        let (person, case) = case(bench);
        assert_eq!(open(bench, &stranger(), 30, person), Outcome::Applied);
        let form = bench.town.read_blocking(&ags(), |tx| backend::person::read(tx, &stranger(), person));
        assert!(matches!(form, Err(Stop::Withheld { because: Reason::ReadOnly, is_seen: true, .. })));
        let wish = PackWish { chosen: vec![case] };
        let pack = bench.town.read_blocking(&ags(), |tx| backend::case::pack(tx, &stranger(), &wish));
        assert_eq!(pack.unwrap().into_value().files, []);
        let edits = Edits([("called".into(), FieldEdit { saw: "".into(), wrote: "Lina".into() })].into());
        let edit = envelope(40, person, Command::EditPerson(EditPerson { edits }));
        assert_eq!(bench.send(&stranger(), &edit), Outcome::refused(Refusal::NotAllowed));

        let written = note(41, (person, case), "Wunde versorgt, Klinikum Leverkusen.");
        assert_eq!(bench.send(&stranger(), &written), Outcome::Held);
        assert_eq!(file(bench, &responsible(), case).unwrap().notes, []);
        let accept = SettleHeld { held: written.id, answer: HeldAnswer::Accept {} };
        let accept = envelope(42, person, Command::SettleHeld(accept));
        assert_eq!(bench.send(&responsible(), &accept), Outcome::Applied);
        let notes = file(bench, &responsible(), case).unwrap().notes;
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].author, stranger().account);
        // What is written after the end waits, too: it was seen then.
        bench.clock.pass(5 * HOUR);
        let late = note(43, (person, case), "Nachtrag vom Abend.");
        assert_eq!(bench.send(&stranger(), &late), Outcome::Held);
        let next = SetNextDate {
            case,
            next: NextDate::Due { on: MORNING.day(), what: "Besuch im Klinikum".into() },
        };
        let next = envelope(44, person, Command::SetNextDate(next));
        assert_eq!(bench.send(&stranger(), &next), Outcome::Held);
    }

    /// Nobody is found by it: who may not see the person is answered as if there were none, and a locked address stays locked.
    fn it_opens_nobody_who_is_not_seen_anyway(bench: &Bench) {
        let (person, case) = case(bench);
        found(bench, 21, person, ConsentAnswer::Revoked);
        assert_eq!(open(bench, &stranger(), 30, person), Outcome::refused(Refusal::NotFound));
        let unknown = PersonId::from_uuid(id(999));
        assert_eq!(open(bench, &stranger(), 31, unknown), Outcome::refused(Refusal::NotFound));

        found(bench, 22, person, ConsentAnswer::Given);
        for role in [Role::Reception, Role::Coordinator, Role::Administrator] {
            let refused = open(bench, &with_role(role), 32 + role as u128, person);
            assert!(matches!(refused, Outcome::Refused { .. }), "{role}: {refused:?}");
        }
        assert_eq!(open(bench, &stranger(), 40, person), Outcome::Applied);
        assert!(file(bench, &stranger(), case).is_ok());
        let lock = Edits([("address.is_locked".into(), FieldEdit { saw: false.into(), wrote: true.into() })].into());
        let lock = envelope(41, person, Command::EditPerson(EditPerson { edits: lock }));
        assert_eq!(bench.send(&responsible(), &lock), Outcome::Applied);
        assert_eq!(file(bench, &stranger(), case), Err(Reason::OtherUnit));
        assert_eq!(told(bench, &stranger()).open, []);
        assert_eq!(open(bench, &stranger(), 42, person), Outcome::refused(Refusal::NotFound));
    }

    /// The responsible worker reads who and why, and answers once; the officer reads who and when, and no word about anybody.
    fn those_concerned_are_told(bench: &Bench) {
        let (person, case) = case(bench);
        assert_eq!(open(bench, &stranger(), 30, person), Outcome::Applied);
        let notice = told(bench, &responsible()).to_answer;
        assert_eq!(notice.len(), 1);
        assert_eq!((notice[0].by_name.as_str(), notice[0].by_unit.as_str()), (stranger().name.as_str(), "awo"));
        assert_eq!(notice[0].reason, REASON);
        assert!(!notice[0].name.is_empty());
        // Neither whoever opened it answers, nor a worker of another case, nor the coordinator, who is told where nobody has it.
        assert_eq!(told(bench, &stranger()).to_answer, []);
        assert_eq!(told(bench, &with_role(Role::Coordinator)).to_answer, []);
        let officer = with_role(Role::DataProtectionOfficer);
        let review = |bench: &Bench| {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::emergency::review(tx, &officer);
            bench.town.read_blocking(&ags(), read).unwrap().0.lines
        };
        let line = &review(bench)[0];
        let cause = AccessCause::Emergency(EmergencyKind::Danger);
        assert_eq!((line.cause, line.answered.as_ref()), (cause, None));
        assert!(!serde_json::to_string(line).unwrap().contains("bewusstlos"));
        for actor in [responsible(), stranger(), with_role(Role::Coordinator), with_role(Role::Administrator)] {
            let read = bench.town.read_blocking(&ags(), |tx| backend::emergency::review(tx, &actor));
            assert!(matches!(read, Err(Stop::NotAllowed(Reason::Role))));
        }

        let answer = |n: u128, note: &str| {
            let call = AnswerEmergency {
                emergency: EmergencyId::from_uuid(id(30)),
                verdict: EmergencyVerdict::Questioned,
                note: note.to_owned(),
            };
            envelope(n, person, Command::AnswerEmergency(call))
        };
        assert_eq!(
            bench.send(&responsible(), &answer(50, "")),
            Outcome::Refused {
                because: Refusal::Fields,
                fields: FieldProblems::at("note", ProblemCode::ReasonNeeded),
            }
        );
        assert_eq!(bench.send(&stranger(), &answer(51, "passt schon")), Outcome::refused(Refusal::NotAllowed));
        assert_eq!(bench.send(&responsible(), &answer(52, "Ich war zu erreichen.")), Outcome::Applied);
        assert_eq!(bench.send(&responsible(), &answer(53, "noch einmal")), Outcome::refused(Refusal::WrongState));
        assert_eq!(told(bench, &responsible()).to_answer, []);
        let answered = review(bench)[0].answered.clone().unwrap();
        assert_eq!(answered.verdict, EmergencyVerdict::Questioned);
        assert_eq!(AnomalyKind::Emergency.limit(), 1);
        let (_, sight) = bench.town.read_blocking(&ags(), |tx| backend::case::sight(tx, &responsible(), case)).unwrap();
        let line = sight.value().seen_by.iter().find(|line| line.part == SightPart::Emergency).unwrap();
        assert_eq!((line.sight, line.basis), (Sight::Whole, Some(Basis::Emergency)));
        assert_eq!(line.until_at, Some(told(bench, &stranger()).open[0].ends_at));
    }

    /// Whoever opened it ends it, and so does the responsible worker; not somebody else who opened the same file.
    fn it_is_ended_before_its_time(bench: &Bench) {
        let (person, case) = case(bench);
        let second = at_post(with_role(Role::CaseManager), "diakonie", "diakonie-1");
        assert_eq!(open(bench, &stranger(), 30, person), Outcome::Applied);
        assert_eq!(open(bench, &second, 31, person), Outcome::Applied);
        let end = |n: u128, emergency: u128| {
            let emergency = EmergencyId::from_uuid(id(emergency));
            envelope(n, person, Command::EndEmergency(EndEmergency { emergency }))
        };
        assert_eq!(bench.send(&second, &end(40, 30)), Outcome::refused(Refusal::NotFound));
        assert_eq!(bench.send(&stranger(), &end(41, 30)), Outcome::Applied);
        assert_eq!(file(bench, &stranger(), case), Err(Reason::OtherUnit));
        assert_eq!(bench.send(&responsible(), &end(42, 30)), Outcome::refused(Refusal::WrongState));
        assert_eq!(bench.send(&responsible(), &end(43, 31)), Outcome::Applied);
        assert_eq!(told(bench, &second).open, []);
        // That it was is told all the same, and that it was asked for longer.
        let told = told(bench, &responsible()).to_answer;
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|notice| notice.ends_at < notice.asked_until), "{told:?}");
    }
}
