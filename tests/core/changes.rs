//! What was changed about a person: by whom, when, and what stood there before, in the log's order; each reader as much of it
//! as they read of what stands there now.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use backend::surroundings::Source as _;
use serde_json::{Value, json};
use shared::access::{Basis, Reason};
use shared::audit::changes::{
    CHANGES_MOST, Change, ChangeLine, ChangeSearch, FoundChanges, SaidOfTwo,
};
use shared::case::{
    AppointmentDraft, AppointmentEnd, NextDate, PlanAppointment, SetNextDate, SettleAppointment,
};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::documentation::{AddNote, NoteDraft};
use shared::emergency::{EmergencyKind, OpenInEmergency};
use shared::exchange::{Envelope, HeldAnswer, Outcome, SettleHeld};
use shared::intake::state::IntakeStateName;
use shared::intake::{EditIntake, FactDraft, IntakeDraft, Lane, RecordFact, StartIntake};
use shared::kernel::{
    Actor, AppointmentId, CaseId, Day, Edits, EmergencyId, EnvelopeId, FactId, FieldEdit, IntakeId,
    NoteId, PersonId, Wrote,
};
use shared::organisation::files::shipped;
use shared::person::EditPerson;

use crate::counter::link;
use crate::support::{
    Bench, MORNING, ags, answer_to, at_post, coordinator, envelope, id, note, on_both,
    other_worker, reception, record, worker,
};

const HOUR: i64 = 3_600_000;

fn responsible() -> Actor {
    at_post(worker(), "caritas", "caritas-1")
}

fn next_worker() -> Actor {
    at_post(other_worker(), "awo", "awo-1")
}

/// A case of Caritas.
fn case(bench: &Bench) -> (PersonId, CaseId) {
    load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
    bench.case_at(10, "caritas-1", "caritas")
}

fn all_of(person: PersonId) -> ChangeSearch {
    ChangeSearch {
        person,
        field: String::new(),
        before: None,
    }
}

fn of(person: PersonId, field: &str) -> ChangeSearch {
    ChangeSearch {
        field: field.to_owned(),
        ..all_of(person)
    }
}

/// What is found, and on which basis; or why nothing is.
fn read(
    bench: &Bench,
    actor: &Actor,
    search: &ChangeSearch,
) -> Result<(Basis, FoundChanges), Stop> {
    let found = bench
        .town
        .read_blocking(&ags(), |tx| backend::audit::changes(tx, actor, search))?;
    Ok((found.basis().unwrap(), found.into_value()))
}

fn lines(bench: &Bench, actor: &Actor, search: &ChangeSearch) -> Vec<ChangeLine> {
    read(bench, actor, search).unwrap().1.lines
}

/// The changes alone, the latest first.
fn changes(bench: &Bench, actor: &Actor, search: &ChangeSearch) -> Vec<Change> {
    let lines = lines(bench, actor, search).into_iter();
    lines.flat_map(|line| line.changes).collect()
}

fn edit(n: u128, person: PersonId, fields: &[(&str, &str, &str)]) -> Envelope {
    let edits = fields.iter().map(|(path, saw, wrote)| {
        let (saw, wrote) = (json!(saw), json!(wrote));
        ((*path).to_owned(), FieldEdit { saw, wrote })
    });
    let edits = Edits(edits.collect());
    envelope(n, person, Command::EditPerson(EditPerson { edits }))
}

fn field(path: &str, from: impl Into<Value>, to: impl Into<Value>) -> Change {
    Change::Field {
        path: path.to_owned(),
        from: from.into(),
        to: to.into(),
    }
}

fn done(bench: &Bench, actor: &Actor, envelope: &Envelope) {
    assert_eq!(bench.send(actor, envelope), Outcome::Applied);
    bench.pass(60_000);
}

fn consent(n: u128, person: PersonId, answer: ConsentAnswer, on: Day) -> Envelope {
    let call = RecordConsent {
        answered_on: on,
        ..answer_to(n, ConsentKind::FoundAtDesk, answer)
    };
    envelope(n, person, Command::RecordConsent(call))
}

fn fact_draft(value: &str) -> FactDraft {
    FactDraft {
        value: Some(value.parse().unwrap()),
        ..FactDraft::blank(Lane::Residence)
    }
}

fn fact(n: u128, person: PersonId, corrects: Option<u128>, value: &str) -> Envelope {
    let call = RecordFact {
        fact: FactId::from_uuid(id(n)),
        corrects: corrects.map(|n| FactId::from_uuid(id(n))),
        draft: fact_draft(value),
    };
    envelope(n, person, Command::RecordFact(call))
}

fn due(n: u128, (person, case): (PersonId, CaseId), what: &str) -> Envelope {
    let next = next_date(what);
    envelope(n, person, Command::SetNextDate(SetNextDate { case, next }))
}

fn next_date(what: &str) -> NextDate {
    NextDate::Due {
        on: Day::constant(2026, 12, 1),
        what: what.to_owned(),
    }
}

on_both! {
    /// Two people, a tablet that comes late with what it saw in the morning, and somebody who decides: what stood there before
    /// is what the log says, not what a device believed.
    fn what_stood_there_before_is_told_in_the_order_of_the_log(bench: &Bench) {
        const TELEPHONE: &str = "contact.telephone";
        let (person, case) = case(bench);
        done(bench, &responsible(), &edit(20, person, &[(TELEPHONE, "", "0214 111")]));
        bench.assign(person, case, "awo-1", "awo");
        bench.pass(3 * HOUR);
        let mut now = edit(21, person, &[(TELEPHONE, "0214 111", "0214 222")]);
        now.authored_at = bench.clock.now();
        done(bench, &next_worker(), &now);
        // Written in the morning, on a tablet that saw the first number; the other field nobody else had touched.
        let late = edit(22, person, &[
            (TELEPHONE, "0214 111", "0214 333"),
            ("contact.email", "", "amina@example.org"),
        ]);
        let sent_at = bench.clock.now();
        assert!(matches!(bench.send(&next_worker(), &late), Outcome::Conflict { .. }));
        bench.pass(60_000);
        done(bench, &next_worker(), &edit(23, person, &[(TELEPHONE, "0214 222", "0214 333")]));

        let of_telephone = lines(bench, &next_worker(), &of(person, TELEPHONE));
        let told: Vec<_> = of_telephone.iter().map(|line| line.changes.as_slice()).collect();
        let decided = Change::Decided {
            path: TELEPHONE.to_owned(),
            from: json!("0214 222"),
            to: json!("0214 333"),
            not_chosen: vec![json!("0214 222")],
        };
        let waiting = Change::Waiting {
            path: TELEPHONE.to_owned(),
            stays: json!("0214 222"),
            wrote: json!("0214 333"),
        };
        assert_eq!(told, [
            [decided].as_slice(),
            [waiting.clone()].as_slice(),
            [field(TELEPHONE, "0214 111", "0214 222")].as_slice(),
            [field(TELEPHONE, "", "0214 111")].as_slice(),
        ]);
        let who: Vec<_> = of_telephone.iter().map(|line| line.who.account).collect();
        let (first, second) = (responsible().account, next_worker().account);
        assert_eq!(who, [second, second, second, first]);
        assert!(of_telephone.iter().all(|line| line.command == "edit_person"));
        // The device's clock is told where it says something else than the server's.
        assert_eq!((of_telephone[1].at, of_telephone[1].authored_at), (sent_at, Some(MORNING)));
        assert_eq!(of_telephone[2].authored_at, None);

        let both = changes(bench, &next_worker(), &of(person, "contact"));
        assert!(both.contains(&field("contact.email", "", "amina@example.org")), "{both:?}");
        assert_eq!(both.len(), 5);
        let wrong = read(bench, &next_worker(), &of(person, "/contact"));
        assert!(matches!(wrong, Err(Stop::Fields(fields)) if !fields.of("field").is_empty()));
    }

    fn a_conflict_that_ends_with_what_was_there_says_what_was_not_chosen(bench: &Bench) {
        let (person, _) = case(bench);
        done(bench, &responsible(), &edit(20, person, &[("called", "", "Mo")]));
        bench.send(&responsible(), &edit(21, person, &[("called", "", "Hamudi")]));
        done(bench, &responsible(), &edit(22, person, &[("called", "Mo", "Mo")]));
        let told = changes(bench, &responsible(), &of(person, "called"));
        assert_eq!(told[0], Change::Decided {
            path: "called".to_owned(),
            from: json!("Mo"),
            to: json!("Mo"),
            not_chosen: vec![json!("Hamudi")],
        });
        // The form of an intake too, under its name.
        let intake = IntakeId::from_uuid(id(30));
        let start = StartIntake { intake, draft: IntakeDraft { concern: "Wohnung".into(), ..IntakeDraft::default() } };
        done(bench, &responsible(), &envelope(31, person, Command::StartIntake(start)));
        let concern = |n, saw: &str, wrote: &str| {
            let (saw, wrote) = (json!(saw), json!(wrote));
            let edits = Edits([("concern".to_owned(), FieldEdit { saw, wrote })].into());
            envelope(n, person, Command::EditIntake(EditIntake { intake, edits }))
        };
        done(bench, &responsible(), &concern(32, "Wohnung", "Arbeit"));
        assert!(matches!(bench.send(&responsible(), &concern(33, "Wohnung", "Kita")), Outcome::Conflict { .. }));
        done(bench, &responsible(), &concern(34, "Arbeit", "Kita"));
        let path = format!("intake.{intake}.concern");
        let told = changes(bench, &responsible(), &of(person, &format!("intake.{intake}")));
        let begun = Change::IntakeState { intake, from: None, to: IntakeStateName::Open };
        assert_eq!(told, [
            Change::Decided { path: path.clone(), from: json!("Arbeit"), to: json!("Kita"), not_chosen: vec![json!("Arbeit")] },
            Change::Waiting { path: path.clone(), stays: json!("Arbeit"), wrote: json!("Kita") },
            field(&path, "Wohnung", "Arbeit"),
            field(&path, "", "Wohnung"),
            begun,
        ]);
    }

    /// What is not a field: consent, lanes, dates, responsibility, documentation, held work, links.
    fn every_kind_of_work_says_what_was_there_before(bench: &Bench) {
        let (person, case) = case(bench);
        let worker = responsible();
        let (today, before) = (MORNING.day(), Day::constant(2026, 11, 1));
        done(bench, &worker, &consent(20, person, ConsentAnswer::Given, today));
        done(bench, &worker, &consent(21, person, ConsentAnswer::Refused, before));
        done(bench, &worker, &consent(22, person, ConsentAnswer::Revoked, today));
        let answered = |from, to, answered_on, counts| Change::Consent {
            kind: ConsentKind::FoundAtDesk, receiver: None, from, to, answered_on, counts,
        };
        assert_eq!(changes(bench, &worker, &of(person, "consent")), [
            answered(Some(ConsentAnswer::Given), ConsentAnswer::Revoked, today, true),
            // An older answer that was written down late changes nothing.
            answered(Some(ConsentAnswer::Given), ConsentAnswer::Refused, before, false),
            answered(None, ConsentAnswer::Given, today, true),
        ]);

        done(bench, &worker, &fact(30, person, None, "GEST"));
        done(bench, &worker, &fact(31, person, Some(30), "DULD_60A_2_1"));
        let told = changes(bench, &worker, &of(person, "fact.residence"));
        let draft = |value| Box::new(fact_draft(value));
        assert_eq!(told, [
            Change::Fact { from: Some(draft("GEST")), to: draft("DULD_60A_2_1") },
            Change::Fact { from: None, to: draft("GEST") },
        ]);

        done(bench, &worker, &due(40, (person, case), "Anruf"));
        done(bench, &worker, &due(41, (person, case), "Hausbesuch"));
        assert_eq!(changes(bench, &worker, &of(person, "next_date")), [
            Change::NextDate { from: Some(next_date("Anruf")), to: next_date("Hausbesuch") },
            Change::NextDate { from: None, to: next_date("Anruf") },
        ]);

        let appointment = AppointmentId::from_uuid(id(50));
        let draft = AppointmentDraft {
            starts_at: Some(MORNING.plus_millis(2 * HOUR)),
            contact: Some("HAUSBESUCH".parse().unwrap()),
            ..AppointmentDraft::default()
        };
        let plan = PlanAppointment { appointment, case, draft: draft.clone() };
        done(bench, &worker, &envelope(51, person, Command::PlanAppointment(plan)));
        let end = AppointmentEnd::CancelledByClient;
        let settle = SettleAppointment { appointment, case, end };
        done(bench, &worker, &envelope(52, person, Command::SettleAppointment(settle)));
        let draft = Box::new(draft);
        assert_eq!(changes(bench, &worker, &of(person, "appointment")), [
            Change::Appointment { draft: draft.clone(), end: Some(end) },
            Change::Appointment { draft, end: None },
        ]);

        // Entries are named, and what they say is not; held work names who had written it.
        done(bench, &worker, &note(60, (person, case), "Vom Vermieter bedroht"));
        let corrects = Some(NoteId::from_uuid(id(60)));
        let draft = NoteDraft {
            occurred_on: Some(today),
            contact: Some("HAUSBESUCH".parse().unwrap()),
            text: "Vom Nachbarn bedroht".into(),
            is_confidential: true,
            corrects,
            ..NoteDraft::default()
        };
        let call = AddNote { note: NoteId::from_uuid(id(61)), case, draft };
        done(bench, &worker, &envelope(61, person, Command::AddNote(call)));
        bench.assign(person, case, "awo-1", "awo");
        assert_eq!(bench.send(&worker, &note(62, (person, case), "nachgereicht")), Outcome::Held);
        let held = EnvelopeId::from_uuid(id(62));
        let accept = SettleHeld { held, answer: HeldAnswer::Accept {} };
        done(bench, &next_worker(), &envelope(63, person, Command::SettleHeld(accept)));
        let of_notes = lines(bench, &next_worker(), &of(person, "note"));
        let told: Vec<_> = of_notes.iter().flat_map(|line| line.changes.clone()).collect();
        let entry = |corrects| Change::Note { corrects };
        assert_eq!(told, [entry(None), entry(Some(MORNING)), entry(None)]);
        assert_eq!(of_notes[0].who.account, next_worker().account);
        assert_eq!(of_notes[0].command, "add_note");
        assert_eq!(of_notes[0].handed_in, Some(Wrote { by_name: worker.name.clone(), at: MORNING }));
        assert_eq!(of_notes[1].handed_in, None);

        let posts: Vec<_> = changes(bench, &next_worker(), &of(person, "responsible")).into_iter().map(|change| match change {
            Change::Responsible { from, to } => (from.map(|from| from.post.to_string()), to.post.to_string()),
            Change::CaseOpened { .. } => (None, "opened".to_owned()),
            other => panic!("{other:?}"),
        }).collect();
        let name = |post: &str| Some(post.to_owned());
        assert_eq!(posts, [
            (name("caritas-1"), "awo-1".to_owned()),
            (None, "caritas-1".to_owned()),
            (None, "opened".to_owned()),
        ]);
        let whole = serde_json::to_string(&lines(bench, &next_worker(), &all_of(person))).unwrap();
        assert!(!whole.contains("bedroht") && !whole.contains("nachgereicht"), "{whole}");

        let other = PersonId::from_uuid(id(70));
        done(bench, &next_worker(), &record(71, other));
        done(bench, &next_worker(), &link(72, person, other));
        let told = changes(bench, &next_worker(), &of(person, "link"));
        assert_eq!(told, [Change::Link { said: SaidOfTwo::Same }]);
    }

    /// Each sees of what was there as much as they see of what is there, and whoever sees nothing is told that nobody is.
    fn everybody_reads_as_much_of_it_as_of_what_stands_there_now(bench: &Bench) {
        load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
        let person = PersonId::from_uuid(id(10));
        done(bench, &reception(), &record(11, person));
        let colleague = Actor { unit: reception().unit, ..worker() };
        done(bench, &colleague, &fact(12, person, None, "GEST"));
        // While it is the desk's own intake: the forms at the desk, the lanes for its case managers.
        let (basis, at_desk) = read(bench, &reception(), &all_of(person)).unwrap();
        assert_eq!(basis, Basis::OwnIntake);
        let expected = [field("family_name", "", "Al-Hassan"), field("given_name", "", "Mohammad")];
        assert_eq!(at_desk.lines.iter().flat_map(|line| line.changes.clone()).collect::<Vec<_>>(), expected);
        let (_, before) = read(bench, &colleague, &all_of(person)).unwrap();
        assert_eq!(before.lines.len(), 2);
        let refused = |actor: &Actor, person| match read(bench, actor, &all_of(person)) {
            Err(Stop::Withheld { because, is_seen, .. }) => (because, is_seen),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&responsible(), person), (Reason::NotResponsible, false));
        assert_eq!(refused(&coordinator(), person), (Reason::Role, false));

        // Once a worker has the case it is theirs, and no longer the desk's.
        let (person, _) = bench.case_at(20, "caritas-1", "caritas");
        let (basis, found) = read(bench, &responsible(), &all_of(person)).unwrap();
        assert_eq!(basis, Basis::Responsible);
        assert!(found.lines.len() > 1);
        assert_eq!(refused(&reception(), person), (Reason::OtherUnit, false));
        assert_eq!(refused(&next_worker(), person), (Reason::OtherUnit, false));
        // Who opened the file in an emergency reads what it holds.
        done(bench, &responsible(), &consent(30, person, ConsentAnswer::Given, MORNING.day()));
        let open = OpenInEmergency {
            emergency: EmergencyId::from_uuid(id(31)),
            kind: EmergencyKind::Danger,
            reason: "Liegt bewusstlos im Flur.".to_owned(),
            hours: 4,
        };
        done(bench, &next_worker(), &envelope(31, person, Command::OpenInEmergency(open)));
        let (basis, opened) = read(bench, &next_worker(), &all_of(person)).unwrap();
        assert_eq!(basis, Basis::Emergency);
        assert_eq!(opened.lines.len(), found.lines.len() + 1);
        let nobody = PersonId::from_uuid(id(999));
        assert!(matches!(read(bench, &responsible(), &all_of(nobody)), Err(Stop::NotFound)));
    }

    fn they_come_page_by_page_and_none_twice(bench: &Bench) {
        let (person, _) = case(bench);
        let count = CHANGES_MOST + 5;
        let name = |n: usize| format!("Mo{n}");
        let mut saw = String::new();
        for n in 0..count {
            let wrote = name(n);
            done(bench, &responsible(), &edit(100 + n as u128, person, &[("contact.hint", &saw, &wrote)]));
            saw = wrote;
        }
        let search = of(person, "contact.hint");
        let (_, first) = read(bench, &responsible(), &search).unwrap();
        assert_eq!(first.lines.len(), CHANGES_MOST);
        let next = first.next.unwrap();
        assert_eq!(next, first.lines.last().unwrap().sequence);
        let more = ChangeSearch { before: Some(next), ..search };
        let (_, rest) = read(bench, &responsible(), &more).unwrap();
        assert_eq!(rest.next, None);
        let all: Vec<_> = first.lines.iter().chain(&rest.lines).flat_map(|line| line.changes.clone()).collect();
        let expected: Vec<_> = (0..count).rev().map(|n| {
            let before = n.checked_sub(1).map(name).unwrap_or_default();
            field("contact.hint", before, name(n))
        }).collect();
        assert_eq!(all, expected);
    }
}
