//! Persons, consents, cases and appointments through the write path.

use serde_json::json;
use shared::access::Action;
use shared::case::calls::PackWish;
use shared::case::{
    AppointmentDraft, AppointmentEnd, NextDate, PlanAppointment, SeeCase, SetNextDate,
    SettleAppointment,
};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::exchange::{Outcome, Refusal, Subject};
use shared::kernel::{AppointmentId, CaseId, Day, Edits, FieldEdit, LinkId, PersonId, ProblemCode};
use shared::organisation::LoadOrganisation;
use shared::person::calls::{Hit, PersonFile};
use shared::person::{EditPerson, LinkPersons, UnlinkPersons};

use crate::support::{
    Bench, MORNING, ags, answer_to, coordinator, envelope, id, on_both, other_worker, reception,
    record, worker,
};

fn read(bench: &Bench, person: PersonId) -> PersonFile {
    bench
        .town
        .read_blocking(&ags(), |tx| {
            backend::person::read(tx, &reception(), person).map(|file| file.into_value())
        })
        .unwrap()
}

/// What the worker's device may hold: how many cases, and which of those wished for.
fn packed(bench: &Bench, wish: &PackWish) -> (u32, Vec<CaseId>) {
    let pack = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::pack(tx, &worker(), wish));
    let pack = pack.unwrap().into_value();
    let cases = pack.files.into_iter().map(|file| file.head.case);
    (pack.limit, cases.collect())
}

fn a_person(bench: &Bench, n: u128) -> PersonId {
    let person = PersonId::from_uuid(id(n));
    assert_eq!(
        bench.send(&reception(), &record(n + 1, person)),
        Outcome::Applied
    );
    person
}

fn edit(
    n: u128,
    person: PersonId,
    fields: &[(&str, serde_json::Value, serde_json::Value)],
) -> shared::exchange::Envelope {
    let edits = fields.iter().map(|(path, saw, wrote)| {
        let edit = FieldEdit {
            saw: saw.clone(),
            wrote: wrote.clone(),
        };
        ((*path).to_owned(), edit)
    });
    let edits = Edits(edits.collect());
    envelope(n, person, Command::EditPerson(EditPerson { edits }))
}

fn consent(
    n: u128,
    person: PersonId,
    answer: ConsentAnswer,
    on: Day,
) -> shared::exchange::Envelope {
    let call = RecordConsent {
        explained: "interpreter".parse().unwrap(),
        answered_on: on,
        ..answer_to(n, ConsentKind::FoundAtDesk, answer)
    };
    envelope(n, person, Command::RecordConsent(call))
}

on_both! {
    /// Two tablets that saw the same form: other fields merge, the same field waits with all three texts until somebody
    /// who saw what is there decides.
    fn what_two_wrote_differently_waits_for_a_decision(bench: &Bench) {
        let person = a_person(bench, 10);
        let one = edit(20, person, &[("called", json!(""), json!("Mo"))]);
        assert_eq!(bench.send(&reception(), &one), Outcome::Applied);
        let other = edit(21, person, &[
            ("called", json!(""), json!("Hamudi")),
            ("contact.telephone", json!(""), json!("0214 12345")),
        ]);
        let Outcome::Conflict { fields } = bench.send(&reception(), &other) else {
            panic!("a conflict");
        };
        assert_eq!(fields.len(), 1);
        assert_eq!(
            (fields[0].saw.clone(), fields[0].current.clone(), fields[0].wrote.clone()),
            (json!(""), json!("Mo"), json!("Hamudi"))
        );
        let file = read(bench, person);
        assert_eq!(file.draft.called, "Mo");
        assert_eq!(file.draft.contact.telephone, "0214 12345");
        assert_eq!(file.conflicts, fields);

        // An edit of another field decides nothing; one that saw what is there does.
        bench.send(&reception(), &edit(22, person, &[("birth_name", json!(""), json!("Aziz"))]));
        assert_eq!(read(bench, person).conflicts, fields);
        let decided = edit(23, person, &[("called", json!("Mo"), json!("Hamudi"))]);
        assert_eq!(bench.send(&reception(), &decided), Outcome::Applied);
        let file = read(bench, person);
        assert_eq!(file.draft.called, "Hamudi");
        assert!(file.conflicts.is_empty());
    }

    /// Who wrote what is said with it, and what was not chosen can be read afterwards, by whom and when it was decided.
    fn what_was_not_chosen_stays_readable(bench: &Bench) {
        let person = a_person(bench, 10);
        bench.send(&reception(), &edit(20, person, &[("called", json!(""), json!("Mo"))]));
        let mut late = edit(21, person, &[("called", json!(""), json!("Hamudi"))]);
        late.authored_at = MORNING.plus_millis(5_000);
        let Outcome::Conflict { fields } = bench.send(&reception(), &late) else {
            panic!("a conflict");
        };
        let mine = fields[0].wrote_by.clone().unwrap();
        assert_eq!((mine.by_name, mine.at), (reception().name, late.authored_at));
        let there = fields[0].current_by.clone().unwrap();
        assert_eq!(there.at, edit(20, person, &[]).authored_at);

        let mut decided = edit(22, person, &[("called", json!("Mo"), json!("Hamudi"))]);
        decided.authored_at = MORNING.plus_millis(9_000);
        assert_eq!(bench.send(&reception(), &decided), Outcome::Applied);
        let file = read(bench, person);
        assert!(file.conflicts.is_empty());
        assert_eq!(file.settled.len(), 1);
        assert_eq!(file.settled[0].conflict, fields[0]);
        let settlement = &file.settled[0].settlement;
        assert_eq!(settlement.value, json!("Hamudi"));
        assert_eq!((&settlement.by.by_name, settlement.by.at), (&reception().name, decided.authored_at));

        // The same field again: another disagreement, and the first decision stays.
        bench.send(&reception(), &edit(23, person, &[("called", json!(""), json!("Moha"))]));
        bench.send(&reception(), &edit(24, person, &[("called", json!("Hamudi"), json!("Hamudi"))]));
        let values: Vec<_> = read(bench, person).settled.into_iter().map(|one| one.conflict.wrote).collect();
        assert_eq!(values.len(), 2);
        assert!(values.contains(&json!("Moha")) && values.contains(&json!("Hamudi")));
    }

    fn keeping_what_is_there_decides_too(bench: &Bench) {
        let person = a_person(bench, 10);
        bench.send(&reception(), &edit(20, person, &[("called", json!(""), json!("Mo"))]));
        bench.send(&reception(), &edit(21, person, &[("called", json!(""), json!("Hamudi"))]));
        let kept = edit(22, person, &[("called", json!("Mo"), json!("Mo"))]);
        assert_eq!(bench.send(&reception(), &kept), Outcome::Applied);
        assert!(read(bench, person).conflicts.is_empty());
        assert_eq!(read(bench, person).draft.called, "Mo");
    }

    fn a_wrong_field_is_named_and_nothing_is_taken(bench: &Bench) {
        let person = a_person(bench, 10);
        let cases = [
            ("colour", json!("red"), ProblemCode::UnknownField),
            ("called", json!(7), ProblemCode::WrongType),
            ("called", json!("a\u{202E}b"), ProblemCode::DirectionOverride),
            ("address.post_code", json!("4711"), ProblemCode::NotAPostCode),
        ];
        for (index, (path, wrote, code)) in cases.into_iter().enumerate() {
            let n = 20 + u128::try_from(index).unwrap();
            let saw = if path == "colour" { json!(null) } else { json!("") };
            let both = edit(n, person, &[
                (path, saw, wrote),
                ("birth_name", json!(""), json!("Aziz")),
            ]);
            let Outcome::Refused { because: Refusal::Fields, fields } = bench.send(&reception(), &both) else {
                panic!("{path} is refused");
            };
            assert_eq!(fields.of(path)[0].code, code, "{path}");
        }
        assert_eq!(read(bench, person).draft.birth_name, "");
    }

    fn the_latest_answer_counts_however_late_an_older_one_arrives(bench: &Bench) {
        let person = a_person(bench, 10);
        let is_found = || {
            bench.town.read_blocking(&ags(), |tx| {
                backend::person::open_for(tx, &reception(), Action::ReadPerson, person)
                    .map(|person| person.is_found_at_desk)
            }).unwrap()
        };
        assert!(!is_found());
        let day = |day| Day::constant(2026, 11, day);
        bench.send(&reception(), &consent(20, person, ConsentAnswer::Given, day(18)));
        assert!(is_found());
        bench.send(&reception(), &consent(21, person, ConsentAnswer::Revoked, day(20)));
        assert!(!is_found());
        bench.send(&reception(), &consent(22, person, ConsentAnswer::Given, day(19)));
        assert!(!is_found());
        bench.send(&reception(), &consent(23, person, ConsentAnswer::Given, day(20)));
        assert!(is_found());
        assert_eq!(read(bench, person).consents.len(), 4);
        let again = consent(20, person, ConsentAnswer::Refused, day(20));
        assert_eq!(bench.send(&reception(), &again), Outcome::refused(Refusal::ChangedContent));
    }

    fn two_persons_are_linked_once_and_the_link_can_be_undone(bench: &Bench) {
        let (one, other) = (a_person(bench, 10), a_person(bench, 20));
        let link = |n, from, to| {
            let call = LinkPersons {
                link: LinkId::from_uuid(id(n)),
                other: to,
                reason: "gleiches Geburtsdatum, gleiche Anschrift".into(),
            };
            envelope(n, from, Command::LinkPersons(call))
        };
        assert!(matches!(bench.send(&reception(), &link(30, one, one)), Outcome::Refused { .. }));
        assert_eq!(
            bench.send(&reception(), &link(31, one, PersonId::from_uuid(id(99)))),
            Outcome::refused(Refusal::NotFound)
        );
        assert_eq!(bench.send(&reception(), &link(32, one, other)), Outcome::Applied);
        assert_eq!(
            bench.send(&reception(), &link(33, other, one)),
            Outcome::refused(Refusal::AlreadyThere)
        );
        assert_eq!(read(bench, one).linked[0].other, other);
        assert_eq!(read(bench, other).linked[0].other, one);
        let undo = |n| {
            let call = UnlinkPersons {
                link: LinkId::from_uuid(id(32)),
                reason: "Zwillingsbruder".into(),
            };
            envelope(n, other, Command::UnlinkPersons(call))
        };
        assert_eq!(bench.send(&reception(), &undo(34)), Outcome::Applied);
        assert_eq!(bench.send(&reception(), &undo(35)), Outcome::refused(Refusal::WrongState));
        assert!(read(bench, one).linked.is_empty());
        assert_eq!(bench.send(&reception(), &link(36, other, one)), Outcome::Applied);
    }

    fn a_case_gets_its_dates_and_its_appointments_end_once(bench: &Bench) {
        let (person, case) = bench.case_at(10, "CARITAS-1", "CARITAS");
        let send = |n, command| bench.send(&worker(), &envelope(n, person, command));
        assert_eq!(send(20, Command::SeeCase(SeeCase { case })), Outcome::Applied);
        let next = NextDate::Due { on: Day::constant(2026, 12, 1), what: "Anruf Jobcenter".into() };
        assert_eq!(send(21, Command::SetNextDate(SetNextDate { case, next })), Outcome::Applied);
        let plan = |n, millis| Command::PlanAppointment(PlanAppointment {
            appointment: AppointmentId::from_uuid(id(n)),
            case,
            draft: AppointmentDraft {
                starts_at: Some(MORNING.plus_millis(millis)),
                contact: Some("HAUSBESUCH".parse().unwrap()),
                ..AppointmentDraft::default()
            },
        });
        assert_eq!(send(30, plan(30, 3_600_000)), Outcome::Applied);
        assert_eq!(send(31, plan(31, 5 * 86_400_000)), Outcome::Applied);
        assert_eq!(send(32, plan(31, 0)), Outcome::refused(Refusal::AlreadyThere));
        let settle = |appointment, end| Command::SettleAppointment(SettleAppointment {
            appointment: AppointmentId::from_uuid(id(appointment)),
            case,
            end,
        });
        // The desk says when the client is expected; by when the worker does something is another date.
        let at_the_desk = || {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::person::card(tx, &worker(), person);
            match bench.town.read_blocking(&ags(), read).unwrap().answer.hit {
                Hit::Known(hit) => (hit.appointment_at, hit.next_on),
                Hit::Blind => panic!("the worker's own"),
            }
        };
        let due = Some(Day::constant(2026, 12, 1));
        assert_eq!(at_the_desk(), (Some(MORNING.plus_millis(3_600_000)), due));
        assert_eq!(send(40, settle(30, AppointmentEnd::Kept)), Outcome::Applied);
        assert_eq!(at_the_desk(), (Some(MORNING.plus_millis(5 * 86_400_000)), due));
        assert_eq!(
            send(41, settle(30, AppointmentEnd::Missed)),
            Outcome::refused(Refusal::WrongState)
        );
        assert!(matches!(
            send(42, settle(31, AppointmentEnd::Kept)),
            Outcome::Refused { because: Refusal::Fields, .. }
        ));
        assert_eq!(send(43, settle(31, AppointmentEnd::CancelledByClient)), Outcome::Applied);
        assert_eq!(at_the_desk(), (None, due));
        assert_eq!(send(44, settle(99, AppointmentEnd::Kept)), Outcome::refused(Refusal::NotFound));
        let foreign = envelope(45, person, Command::SeeCase(SeeCase { case }));
        assert_eq!(bench.send(&other_worker(), &foreign), Outcome::refused(Refusal::NotFound));
    }

    /// New ones first, then by next date; what is opened, dated or closed to the actor moves at once.
    fn the_worklist_shows_new_cases_first_then_by_next_date(bench: &Bench) {
        let cases = [10, 20, 30].map(|n| bench.case_at(n, "CARITAS-1", "CARITAS"));
        bench.case_at(40, "AWO-1", "AWO");
        let numbers = |actor: &shared::kernel::Actor| {
            let list = bench.town.read_blocking(&ags(), |tx| backend::case::worklist(tx, actor));
            let list = list.unwrap().into_value();
            assert_eq!(usize::try_from(list.total).unwrap(), list.cases.len());
            list.cases.iter().map(|case| (case.case, case.is_new)).collect::<Vec<_>>()
        };
        let next = |n, (person, case), day| {
            let next = NextDate::Due { on: Day::constant(2026, 12, day), what: "Anruf".into() };
            let see = envelope(n, person, Command::SeeCase(SeeCase { case }));
            let set = envelope(n + 1, person, Command::SetNextDate(SetNextDate { case, next }));
            let answers = bench.offer(&worker(), &[see, set]);
            assert!(answers.iter().all(|answered| answered.answer == Outcome::Applied));
        };
        next(50, cases[0], 9);
        next(60, cases[1], 2);
        assert_eq!(
            numbers(&worker()),
            [(cases[2].1, true), (cases[1].1, false), (cases[0].1, false)]
        );
        assert_eq!(numbers(&other_worker()).len(), 1);
        assert!(matches!(
            bench.town.read_blocking(&ags(), |tx| backend::case::worklist(tx, &reception())),
            Err(backend::decision::Stop::NotAllowed(_))
        ));
    }

    /// The file shows all of it to the one who is responsible, and nothing to anybody else, not even that it exists.
    fn a_file_is_for_its_worker_alone_and_a_pack_holds_what_they_may_read(bench: &Bench) {
        let mine = bench.case_at(10, "CARITAS-1", "CARITAS");
        let theirs = bench.case_at(20, "AWO-1", "AWO");
        bench.send(&worker(), &crate::support::note(30, mine, "Hausbesuch"));
        let read = |actor: &shared::kernel::Actor, case| {
            bench.town.read_blocking(&ags(), |tx| backend::case::file(tx, actor, case))
        };
        let file = read(&worker(), mine.1).unwrap().into_value();
        assert_eq!(file.notes.len(), 1);
        assert_eq!(file.head.name, "Mohammad Al-Hassan");
        assert_eq!(file.head.responsible.unwrap().post.as_str(), "CARITAS-1");
        for actor in [other_worker(), reception()] {
            assert!(matches!(read(&actor, mine.1), Err(backend::decision::Stop::Withheld { is_seen: false, .. })));
        }
        let wish = PackWish { chosen: vec![mine.1, theirs.1] };
        assert_eq!(packed(bench, &wish), (15, vec![mine.1]));
    }

    /// An import says from which state it starts: what a colleague imported meanwhile is not written over unseen.
    fn an_import_is_refused_when_another_came_in_between(bench: &Bench) {
        let load = |town| backend::organisation::load_as_system(&bench.town, &ags(), town).unwrap();
        let standing = || {
            let read = bench.town.read_blocking(&ags(), backend::organisation::find_standing);
            read.unwrap().map(|standing| standing.sequence)
        };
        assert_eq!(standing(), None);
        load(shared::organisation::files::shipped().unwrap());
        let seen = standing();
        let import = |n, share| {
            let mut organisation = shared::organisation::files::shipped().unwrap();
            organisation.posts[0].share_percent = share;
            let command = Command::LoadOrganisation(LoadOrganisation { organisation });
            let mut envelope = envelope(n, PersonId::from_uuid(id(1)), command);
            envelope.subject = Subject::Organisation(ags());
            envelope.based_on = seen;
            bench.send(&coordinator(), &envelope)
        };
        assert_eq!(import(10, 50), Outcome::Applied);
        assert!(matches!(
            import(20, 60),
            Outcome::Refused { because: Refusal::WrongState, .. }
        ));
        let town = bench.town.read_blocking(&ags(), backend::organisation::current).unwrap();
        assert_eq!(town.posts[0].share_percent, 50);
        assert_ne!(standing(), seen);
    }

    /// How much a device may take along is the policy of its unit, and changes without a release.
    fn a_pack_holds_as_many_cases_as_the_unit_allows(bench: &Bench) {
        let cases = [10, 20].map(|at| bench.case_at(at, "CARITAS-1", "CARITAS").1);
        let wish = PackWish { chosen: cases.to_vec() };
        assert_eq!(packed(bench, &wish).1.len(), 2);
        let mut town = shared::organisation::files::shipped().unwrap();
        let mut unit = town.units[0].clone();
        unit.code = worker().unit;
        unit.packed_cases = 1;
        town.units.push(unit);
        backend::organisation::load_as_system(&bench.town, &ags(), town).unwrap();
        let (limit, files) = packed(bench, &wish);
        assert_eq!((limit, files.len()), (1, 1));
    }
}
