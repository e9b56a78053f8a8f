//! Held work: listed to whoever has the case now, accepted under both names or declined with a reason, once.

use shared::case::{NextDate, SetNextDate};
use shared::command::Command;
use shared::exchange::{Envelope, HeldAnswer, HeldWork, Outcome, Refusal, SettleHeld, Subject};
use shared::kernel::{Actor, Day, EnvelopeId, PersonId};

use crate::support::{
    Bench, MORNING, ags, envelope, id, note, on_both, other_worker, reception, worker,
};

fn settle(n: u128, person: PersonId, held: u128, answer: HeldAnswer) -> Envelope {
    let held = EnvelopeId::from_uuid(id(held));
    envelope(n, person, Command::SettleHeld(SettleHeld { held, answer }))
}

fn decline(reason: &str) -> HeldAnswer {
    HeldAnswer::Decline {
        reason: reason.to_owned(),
    }
}

fn list(bench: &Bench, actor: &Actor) -> HeldWork {
    bench
        .town
        .read_blocking(&ags(), |tx| {
            backend::exchange::list(tx, actor).map(|listed| listed.work)
        })
        .unwrap()
}

/// A case that went from one worker to the other while the first one's note was under way.
fn late_note(bench: &Bench) -> (PersonId, shared::kernel::CaseId) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    bench.assign(case.0, case.1, "AWO-1", "AWO");
    assert_eq!(
        bench.send(&worker(), &note(20, case, "Hausbesuch am Freitag")),
        Outcome::Held
    );
    case
}

on_both! {
    fn accepted_it_becomes_an_entry_under_both_names(bench: &Bench) {
        let case = late_note(bench);
        let waits = list(bench, &other_worker());
        assert_eq!(waits.to_settle.len(), 1);
        assert_eq!(waits.to_settle[0].author_name, worker().name);
        assert_eq!(waits.to_settle[0].name, "Mohammad Al-Hassan");
        assert_eq!(waits.to_settle[0].case, Some(case.1));
        assert_eq!(list(bench, &worker()).to_settle, [], "who wrote it no longer has the case");
        assert!(list(bench, &worker()).own[0].settled.is_none());
        assert_eq!(list(bench, &reception()), HeldWork::default());

        let accept = settle(30, case.0, 20, HeldAnswer::Accept {});
        assert_eq!(bench.send(&worker(), &settle(29, case.0, 20, HeldAnswer::Accept {})),
            Outcome::refused(Refusal::NotFound));
        assert_eq!(bench.send(&other_worker(), &accept), Outcome::Applied);
        let notes = bench.town.read_blocking(&ags(), |tx| {
            backend::documentation::list_of_case(tx, case.0, case.1)
        }).unwrap();
        assert_eq!(notes.len(), 1);
        assert_eq!((notes[0].author, notes[0].author_name.as_str()), (worker().account, "Beispiel 2"));
        assert_eq!(notes[0].authored_at, MORNING, "as it was written");
        assert_eq!(notes[0].accepted.as_ref().unwrap().by_name, other_worker().name);

        // Offered again it is the same answer, and settled it takes no second one.
        assert_eq!(bench.send(&other_worker(), &accept), Outcome::Applied);
        for again in [HeldAnswer::Accept {}, decline("doch nicht")] {
            let n = if again == (HeldAnswer::Accept {}) { 31 } else { 32 };
            assert_eq!(bench.send(&other_worker(), &settle(n, case.0, 20, again)),
                Outcome::refused(Refusal::WrongState));
        }
        assert_eq!(bench.notes(case.0, case.1).len(), 1);
        assert_eq!(list(bench, &other_worker()).to_settle, []);
        let told = list(bench, &worker()).own[0].settled.clone().unwrap();
        assert_eq!((told.by_name, told.declined_because), (other_worker().name, None));
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }

    fn declined_it_stays_in_the_log_and_its_author_is_told_why(bench: &Bench) {
        let case = late_note(bench);
        let nothing = bench.send(&other_worker(), &settle(30, case.0, 20, decline(" ")));
        assert!(matches!(nothing, Outcome::Refused { because: Refusal::Fields, .. }));
        let reason = "steht schon im Verlauf vom 20.11.";
        assert_eq!(
            bench.send(&other_worker(), &settle(31, case.0, 20, decline(reason))),
            Outcome::Applied
        );
        assert!(bench.notes(case.0, case.1).is_empty());
        let told = list(bench, &worker()).own[0].settled.clone().unwrap();
        assert_eq!(told.declined_because.as_deref(), Some(reason));
        assert_eq!(bench.send(&worker(), &note(20, case, "Hausbesuch am Freitag")), Outcome::Held);
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }

    /// What was right when it was written may not fit any more: it is not done, and still waits to be declined.
    fn what_no_longer_fits_is_refused_and_still_waits(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        bench.assign(case.0, case.1, "AWO-1", "AWO");
        let next = |what: &str| Command::SetNextDate(SetNextDate {
            case: case.1,
            next: NextDate::Due { on: Day::constant(2026, 12, 1), what: what.into() },
        });
        assert_eq!(bench.send(&worker(), &envelope(20, case.0, next("Anruf"))), Outcome::Held);
        assert_eq!(bench.send(&worker(), &note(20, case, "x")), Outcome::refused(Refusal::ChangedContent));
        // The subject has to be the one it was held under.
        let stray = PersonId::from_uuid(id(99));
        assert_eq!(bench.send(&other_worker(), &settle(30, stray, 20, HeldAnswer::Accept {})),
            Outcome::refused(Refusal::NotFound));
        bench.assign(case.0, case.1, "DIAKONIE-1", "DIAKONIE");
        assert_eq!(bench.send(&other_worker(), &settle(31, case.0, 20, HeldAnswer::Accept {})),
            Outcome::refused(Refusal::NotFound));
        assert_eq!(list(bench, &other_worker()).to_settle, []);
        bench.assign(case.0, case.1, "CARITAS-1", "CARITAS");
        // The case came back to the one who wrote it.
        assert_eq!(list(bench, &worker()).to_settle.len(), 1);
        assert_eq!(bench.send(&worker(), &settle(32, case.0, 20, HeldAnswer::Accept {})), Outcome::Applied);
    }

    /// Handed in by a device without a session: nobody is responsible yet, so the unit settles it; what is a case
    /// manager's stays out of reception's sight.
    fn what_nobody_is_responsible_for_is_settled_by_the_unit(bench: &Bench) {
        let person = PersonId::from_uuid(id(40));
        let record = crate::support::record(41, person);
        bench.hand_in(&reception(), std::slice::from_ref(&record));
        let waits = list(bench, &reception());
        assert_eq!(waits.to_settle.len(), 1);
        assert_eq!(waits.to_settle[0].envelope.subject, Subject::Person(person));
        assert_eq!(waits.to_settle[0].name, "");
        assert_eq!(list(bench, &worker()).to_settle, []);
        assert_eq!(bench.send(&reception(), &settle(42, person, 41, HeldAnswer::Accept {})), Outcome::Applied);

        let case = (person, shared::kernel::CaseId::from_uuid(id(43)));
        bench.hand_in(&reception(), &[note(44, case, "eine Notiz")]);
        assert_eq!(list(bench, &reception()).to_settle, []);
    }
}
