//! A file check on cause (Aktenprüfung): the head of a body reads one file of the own body for some days, and writes nothing;
//! those concerned are told as of an emergency.

use backend::decision::Stop;
use backend::effect::Effect;
use backend::organisation::load_as_system;
use backend::tx::Tx;
use shared::access::{Basis, Reason};
use shared::assignment::calls::CaseSearch;
use shared::case::calls::PackWish;
use shared::case::{CaseFile, NextDate, SetNextDate, Sight, SightPart};
use shared::command::Command;
use shared::documentation::AddNote;
use shared::emergency::calls::{Emergencies, EmergencyLine};
use shared::emergency::{
    AccessCause, AnswerEmergency, CheckCause, EmergencyVerdict, EndEmergency, OpenForCheck,
};
use shared::exchange::{Outcome, Refusal};
use shared::kernel::{
    AccountId, Actor, CaseId, Edits, EmergencyId, FieldEdit, FieldProblems, PersonId, ProblemCode,
    Role,
};
use shared::organisation::files::shipped;
use shared::person::EditPerson;

use crate::support::{
    Bench, MORNING, ags, at_post, coordinator, envelope, id, note, on_both, worker,
};

const DAY: i64 = 86_400_000;
const REASON: &str = "Beschwerde vom Montag: Seit März ruft niemand zurück.";

fn with_role(n: u128, unit: &str, role: Role) -> Actor {
    Actor {
        unit: unit.parse().unwrap(),
        roles: [role].into(),
        post: None,
        account: AccountId::from_uuid(id(900 + n)),
        name: format!("Leitung {n}"),
        ..worker()
    }
}

/// The head of the city, which has two units.
fn head() -> Actor {
    with_role(1, "ki", Role::HeadOfBody)
}

/// The city's case manager, of another unit than its head.
fn responsible() -> Actor {
    at_post(worker(), "soziales", "soziales-1")
}

/// A case of the city's social department; nobody finds the person at the desk.
fn case(bench: &Bench) -> (PersonId, CaseId) {
    load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
    bench.case_at(10, "soziales-1", "soziales")
}

fn opening(n: u128, case: CaseId, days: u8) -> OpenForCheck {
    OpenForCheck {
        emergency: EmergencyId::from_uuid(id(n)),
        case,
        cause: CheckCause::Complaint,
        reason: REASON.to_owned(),
        days,
    }
}

fn open(bench: &Bench, actor: &Actor, n: u128, (person, case): (PersonId, CaseId)) -> Outcome {
    let call = Command::OpenForCheck(opening(n, case, 3));
    bench.send(actor, &envelope(n, person, call))
}

/// The file and the basis on which it is read, as the log of reads has it; or why not, and whether something is seen.
fn file(bench: &Bench, actor: &Actor, case: CaseId) -> Result<(CaseFile, Basis), (Reason, bool)> {
    let read = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::file(tx, actor, case));
    match read {
        Ok(file) => {
            let basis = file.basis().unwrap();
            Ok((file.into_value(), basis))
        }
        Err(Stop::Withheld {
            because, is_seen, ..
        }) => Err((because, is_seen)),
        Err(other) => panic!("{other}"),
    }
}

fn basis(bench: &Bench, actor: &Actor, case: CaseId) -> Result<Basis, (Reason, bool)> {
    file(bench, actor, case).map(|(_, basis)| basis)
}

fn told(bench: &Bench, actor: &Actor) -> Emergencies {
    let read = |tx: &mut Tx<'_>| backend::emergency::read(tx, actor);
    bench.town.read_blocking(&ags(), read).unwrap().0
}

fn reviewed(bench: &Bench) -> Vec<EmergencyLine> {
    let officer = with_role(50, "ki", Role::DataProtectionOfficer);
    let read = |tx: &mut Tx<'_>| backend::emergency::review(tx, &officer);
    bench.town.read_blocking(&ags(), read).unwrap().0.lines
}

fn end(n: u128, person: PersonId, emergency: u128) -> shared::exchange::Envelope {
    let emergency = EmergencyId::from_uuid(id(emergency));
    envelope(n, person, Command::EndEmergency(EndEmergency { emergency }))
}

/// That work is neither done nor kept for anybody.
fn assert_refused(outcome: &Outcome) {
    let refused = [Refusal::NotAllowed, Refusal::NotFound].map(Outcome::refused);
    assert!(refused.contains(outcome), "{outcome:?}");
}

/// What a head of a body reads before, and after, without a check.
const CLOSED: Result<Basis, (Reason, bool)> = Err((Reason::Role, true));

on_both! {
    /// Before it the head sees that there is a case, meanwhile its file, and afterwards what was seen before; nobody does anything.
    fn a_file_of_the_own_body_is_open_for_its_days_and_closes_by_itself(bench: &Bench) {
        let case = case(bench);
        assert_eq!(basis(bench, &head(), case.1), CLOSED);
        assert_eq!(open(bench, &head(), 30, case), Outcome::Applied);
        assert_eq!(basis(bench, &head(), case.1), Ok(Basis::FileCheck));
        // What was changed and who has the case is read on the same basis, the name with it.
        let (changes, history) = bench
            .town
            .read_blocking(&ags(), |tx| {
                let changes = backend::person::open_for(tx, &head(), shared::access::Action::ReadChanges, case.0)?;
                Ok::<_, Stop>((changes.basis(), backend::assignment::read(tx, &head(), case.1)?.1))
            })
            .unwrap();
        assert_eq!((changes, history.basis()), (Some(Basis::FileCheck), Some(Basis::FileCheck)));
        assert!(history.is_file_open && !history.may_check && !history.head.name.is_empty());
        // Another head of the same body has to open it with a reason of their own.
        assert_eq!(basis(bench, &with_role(2, "ki", Role::HeadOfBody), case.1), CLOSED);
        assert_eq!(open(bench, &head(), 31, case), Outcome::refused(Refusal::NotAllowed), "open already");

        bench.clock.pass(3 * DAY - 1);
        assert_eq!(basis(bench, &head(), case.1), Ok(Basis::FileCheck));
        assert_eq!(told(bench, &head()).open.len(), 1);
        bench.clock.pass(1);
        assert_eq!(basis(bench, &head(), case.1), CLOSED);
        assert_eq!(told(bench, &head()).open, []);
        assert_eq!(open(bench, &head(), 32, case), Outcome::Applied);
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }

    /// Another body's case is answered as one that does not exist, and no other role checks anything.
    fn nobody_checks_a_file_of_another_body(bench: &Bench) {
        let own = case(bench);
        let foreign = bench.case_at(20, "awo-1", "awo");
        let unknown = (PersonId::from_uuid(id(999)), CaseId::from_uuid(id(998)));
        let neutral = Outcome::refused(Refusal::NotFound);
        assert_eq!(open(bench, &head(), 30, foreign), neutral);
        assert_eq!(open(bench, &head(), 31, unknown), neutral);
        assert_eq!(open(bench, &head(), 32, (own.0, foreign.1)), neutral, "of somebody else");
        assert_eq!(open(bench, &with_role(3, "awo", Role::HeadOfBody), 33, own), neutral);
        assert_eq!(open(bench, &with_role(4, "nowhere", Role::HeadOfBody), 34, own), neutral);
        let roles = [
            Role::Reception, Role::CaseManager, Role::Coordinator, Role::Administrator,
            Role::Steering, Role::DataProtectionOfficer,
        ];
        for (n, role) in (40..).zip(roles) {
            let refused = open(bench, &with_role(n, "soziales", role), n, own);
            assert!(matches!(refused, Outcome::Refused { .. }), "{role}: {refused:?}");
        }
        assert_eq!(reviewed(bench), []);

        // A case that goes to another body meanwhile is that body's, and its file closed.
        assert_eq!(open(bench, &head(), 50, own), Outcome::Applied);
        bench.assign(own.0, own.1, "awo-1", "awo");
        assert_eq!(basis(bench, &head(), own.1), Err((Reason::Role, false)));
        assert_eq!(told(bench, &head()).open, []);
        bench.assign(own.0, own.1, "ki-1", "ki");
        assert_eq!(basis(bench, &head(), own.1), Ok(Basis::FileCheck));
    }

    /// One file: another case of the same person stays closed.
    fn one_file_is_opened_and_no_other_of_the_same_person(bench: &Bench) {
        let first = case(bench);
        let second = CaseId::from_uuid(id(60));
        assert_eq!(open(bench, &head(), 30, first), Outcome::Applied);
        let opened = bench
            .town
            .read_blocking(&ags(), |tx| backend::case::open_case(tx, second, None, MORNING.day()))
            .unwrap();
        bench.apply(first.0, &[Effect::Case(opened)]);
        bench.assign(first.0, second, "ki-1", "ki");
        assert_eq!(basis(bench, &head(), second), CLOSED);
        assert_eq!(basis(bench, &head(), first.1), Ok(Basis::FileCheck));
        let seen = |case: CaseId, by: &Actor| {
            let (_, sight) = bench.town.read_blocking(&ags(), |tx| backend::case::sight(tx, by, case)).unwrap();
            sight.value().seen_by.iter().any(|line| line.part == SightPart::Check)
        };
        assert!(seen(first.1, &responsible()));
        assert!(!seen(second, &at_post(worker(), "ki", "ki-1")));
    }

    /// Reading, and nothing else: no note that is held, no form, no date, no copy; what was said in confidence stays covered.
    fn who_checks_a_file_writes_nothing_and_reads_no_confidence(bench: &Bench) {
        let case = case(bench);
        let mut secret = note(40, case, "Von der Gewalt soll niemand sonst wissen.");
        let Command::AddNote(AddNote { draft, .. }) = &mut secret.command else {
            panic!("a note");
        };
        draft.is_confidential = true;
        assert_eq!(bench.send(&responsible(), &secret), Outcome::Applied);
        assert_eq!(bench.send(&responsible(), &note(41, case, "Antrag gestellt.")), Outcome::Applied);
        assert_eq!(open(bench, &head(), 30, case), Outcome::Applied);
        let notes = file(bench, &head(), case.1).unwrap().0.notes;
        let read: Vec<_> = notes.iter().map(|note| note.draft.as_ref().map(|draft| draft.text.as_str())).collect();
        assert_eq!((read.len(), read.contains(&None), read.contains(&Some("Antrag gestellt."))), (2, true, true));

        let edits = Edits([("called".into(), FieldEdit { saw: "".into(), wrote: "Lina".into() })].into());
        let next = NextDate::Due { on: MORNING.day(), what: "Gespräch mit der Leitung".into() };
        let writes = |n: u128| [
            note(n, case, "Von der Leitung."),
            envelope(n + 1, case.0, Command::EditPerson(EditPerson { edits: edits.clone() })),
            envelope(n + 2, case.0, Command::SetNextDate(SetNextDate { case: case.1, next: next.clone() })),
        ];
        for write in writes(50) {
            assert_refused(&bench.send(&head(), &write));
        }
        let form = bench.town.read_blocking(&ags(), |tx| backend::person::read(tx, &head(), case.0));
        assert!(form.is_err());
        let wish = PackWish { chosen: vec![case.1] };
        assert!(bench.town.read_blocking(&ags(), |tx| backend::case::pack(tx, &head(), &wish)).is_err());
        // Whoever is a case manager besides takes no copy either.
        let both = Actor {
            roles: [Role::HeadOfBody, Role::CaseManager].into(),
            ..at_post(with_role(5, "ki", Role::HeadOfBody), "ki", "ki-1")
        };
        assert_eq!(open(bench, &both, 31, case), Outcome::Applied);
        assert_eq!(basis(bench, &both, case.1), Ok(Basis::FileCheck));
        let pack = bench.town.read_blocking(&ags(), |tx| backend::case::pack(tx, &both, &wish)).unwrap();
        assert_eq!(pack.into_value().files, []);
        for write in writes(60) {
            assert_refused(&bench.send(&both, &write));
        }
        // Nor is it held when it is over.
        bench.clock.pass(8 * DAY);
        for write in writes(70) {
            assert_refused(&bench.send(&head(), &write));
        }
    }

    /// A locked address is not opened, and one that is locked meanwhile closes the file.
    fn a_locked_address_stays_locked(bench: &Bench) {
        let case = case(bench);
        let lock = |n: u128, saw: bool, wrote: bool| {
            let edits = Edits([("address.is_locked".into(), FieldEdit { saw: saw.into(), wrote: wrote.into() })].into());
            let edit = envelope(n, case.0, Command::EditPerson(EditPerson { edits }));
            assert_eq!(bench.send(&responsible(), &edit), Outcome::Applied);
        };
        assert_eq!(open(bench, &head(), 30, case), Outcome::Applied);
        lock(40, false, true);
        assert_eq!(basis(bench, &head(), case.1), CLOSED);
        assert_eq!(told(bench, &head()).open, []);
        assert_eq!(open(bench, &head(), 31, case), Outcome::refused(Refusal::NotAllowed));
        let read = |tx: &mut Tx<'_>| backend::assignment::read(tx, &head(), case.1);
        let known = bench.town.read_blocking(&ags(), read).unwrap().1;
        assert!(!known.may_check && !known.is_file_open && known.head.name.is_empty());
        lock(41, true, false);
        assert_eq!(basis(bench, &head(), case.1), Ok(Basis::FileCheck));
    }

    /// The worker reads who, why and until when, and answers; the officer reads who and when, and no word about anybody.
    fn those_concerned_are_told(bench: &Bench) {
        let case = case(bench);
        let short = OpenForCheck { reason: "Prüfung".into(), days: 8, ..opening(29, case.1, 1) };
        let Outcome::Refused { because: Refusal::Fields, fields } =
            bench.send(&head(), &envelope(29, case.0, Command::OpenForCheck(short)))
        else {
            panic!("fields are wrong");
        };
        assert_eq!(fields.of("reason")[0].code, ProblemCode::TooShort);
        assert_eq!(fields.of("days")[0].code, ProblemCode::OutOfRange);
        assert_eq!(open(bench, &head(), 30, case), Outcome::Applied);
        let again = envelope(33, case.0, Command::OpenForCheck(opening(30, case.1, 1)));
        let other = with_role(2, "ki", Role::HeadOfBody);
        assert_eq!(bench.send(&other, &again), Outcome::refused(Refusal::AlreadyThere));

        let cause = AccessCause::Check(CheckCause::Complaint);
        let notices = told(bench, &responsible()).to_answer;
        assert_eq!(notices.len(), 1);
        let notice = &notices[0];
        assert_eq!((notice.by_name.as_str(), notice.by_unit.as_str()), (head().name.as_str(), "ki"));
        assert_eq!((notice.cause, notice.reason.as_str()), (cause, REASON));
        assert_eq!(notice.ends_at.millis() - notice.opened_at.millis(), 3 * DAY);
        assert!(!notice.name.is_empty());
        for nobody in [head(), coordinator()] {
            assert_eq!(told(bench, &nobody).to_answer, []);
        }
        let open_files = told(bench, &head()).open;
        assert_eq!((open_files[0].case, open_files[0].cause, open_files[0].ends_at), (case.1, cause, notice.ends_at));
        let line = &reviewed(bench)[0];
        assert_eq!((line.cause, line.answered.as_ref()), (cause, None));
        assert!(!serde_json::to_string(line).unwrap().contains("Beschwerde vom Montag"));

        let (_, sight) = bench.town.read_blocking(&ags(), |tx| backend::case::sight(tx, &responsible(), case.1)).unwrap();
        let seen = &sight.value().seen_by;
        let line = seen.iter().find(|line| line.part == SightPart::Check).unwrap();
        assert_eq!((line.sight, line.basis), (Sight::Whole, Some(Basis::FileCheck)));
        assert_eq!((line.name.as_str(), line.until_at), (head().name.as_str(), Some(notice.ends_at)));
        assert!(!seen.iter().any(|line| line.part == SightPart::Emergency));

        let answer = |n: u128, note: &str| {
            let call = AnswerEmergency {
                emergency: EmergencyId::from_uuid(id(30)),
                verdict: EmergencyVerdict::Questioned,
                note: note.to_owned(),
            };
            envelope(n, case.0, Command::AnswerEmergency(call))
        };
        let needed = FieldProblems::at("note", ProblemCode::ReasonNeeded);
        let refused = Outcome::Refused { because: Refusal::Fields, fields: needed };
        assert_eq!(bench.send(&responsible(), &answer(50, " ")), refused);
        assert_eq!(bench.send(&head(), &answer(51, "war nötig")), Outcome::refused(Refusal::NotAllowed));
        assert_eq!(bench.send(&responsible(), &answer(52, "Ich war bis Mai krank.")), Outcome::Applied);
        assert_eq!(told(bench, &responsible()).to_answer, []);
        let answered = reviewed(bench)[0].answered.clone().unwrap();
        assert_eq!(answered.verdict, EmergencyVerdict::Questioned);
    }

    /// Whoever opened it ends it, and so does the responsible worker; another head does not end it for them.
    fn it_is_ended_before_its_time(bench: &Bench) {
        let case = case(bench);
        let other = with_role(2, "soziales", Role::HeadOfBody);
        assert_eq!(open(bench, &head(), 30, case), Outcome::Applied);
        assert_eq!(open(bench, &other, 31, case), Outcome::Applied);
        assert_eq!(bench.send(&other, &end(40, case.0, 30)), Outcome::refused(Refusal::NotFound));
        assert_eq!(bench.send(&head(), &end(41, case.0, 30)), Outcome::Applied);
        assert_eq!(basis(bench, &head(), case.1), CLOSED);
        assert_eq!(bench.send(&head(), &end(42, case.0, 30)), Outcome::refused(Refusal::NotAllowed));
        assert_eq!(bench.send(&responsible(), &end(43, case.0, 31)), Outcome::Applied);
        assert_eq!(basis(bench, &other, case.1), CLOSED);
        // That it was is told all the same.
        assert_eq!(told(bench, &responsible()).to_answer.len(), 2);
    }

    /// A head comes to any case of the own body by its number, without a name; of another body's there is none.
    fn a_head_finds_a_case_of_the_own_body_by_its_number(bench: &Bench) {
        let own = case(bench);
        let foreign = bench.case_at(20, "awo-1", "awo");
        let find = |actor: &Actor, search: &CaseSearch| {
            bench.town.read_blocking(&ags(), |tx| backend::assignment::find(tx, actor, search))
        };
        let all = find(&coordinator(), &CaseSearch::default()).unwrap().0;
        assert_eq!(all.posts.len(), 5);
        let numbered = |case: CaseId| {
            let read = |tx: &mut Tx<'_>| backend::assignment::read(tx, &coordinator(), case);
            let number = bench.town.read_blocking(&ags(), read).unwrap().1.head.number.clone();
            CaseSearch { number: number.to_lowercase(), ..CaseSearch::default() }
        };
        let (found, basis) = find(&head(), &numbered(own.1)).unwrap();
        assert_eq!((found.cases.len(), found.total, basis), (1, 1, Basis::HeadOfBody));
        assert_eq!((found.cases[0].case, found.cases[0].name.as_str()), (own.1, ""));
        let posts: Vec<_> = found.posts.iter().map(|post| post.post.as_str()).collect();
        assert_eq!(posts, ["ki-1", "soziales-1"]);
        let none = find(&head(), &numbered(foreign.1)).unwrap().0;
        assert_eq!((none.cases.len(), none.total), (0, 0));
        // By post the coordinator alone looks.
        let of_post = CaseSearch { post: Some("soziales-1".parse().unwrap()), ..CaseSearch::default() };
        assert_eq!(find(&head(), &of_post).unwrap().0.cases.len(), 0);
        assert!(matches!(find(&responsible(), &CaseSearch::default()), Err(Stop::NotAllowed(Reason::Role))));
    }
}
