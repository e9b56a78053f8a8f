//! The counter through the write path: persons taken in twice, exceptions from the target group, facts recorded before the
//! admission, slips that find their person later.

use backend::decision::Stop;
use backend::replay;
use serde_json::json;
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::intake::calls::SlipWindow;
use shared::intake::eligibility::{Advice, EligibilityResult};
use shared::intake::state::{IntakeState, IntakeStateName};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, DetachSlip, FactDraft, IntakeDecision, IntakeDraft,
    Lane, RecordFact, RecordSlip, SlipDraft, SlipOutcome, StartIntake,
};
use shared::kernel::{
    Actor, CaseId, Day, Edits, FactId, FieldEdit, ImpreciseDate, IntakeId, LinkId, PersonId,
    ProblemCode, SlipId,
};
use shared::organisation::files;
use shared::person::calls::{Hit, PersonDoubles, PersonSearch, TwoPersons};
use shared::person::comparison::{ComparedField, FieldAgreement, compare};
use shared::person::matching::Verdict;
use shared::person::{
    EditPerson, LinkPersons, PersonDraft, RecordPerson, TellPersonsApart, UnlinkPersons,
};

use crate::support::{
    Bench, MORNING, ags, answer_to, coordinator, envelope, id, on_both, other_worker, reception,
    worker,
};

fn named(given: &str, family: &str, year: i16) -> PersonDraft {
    PersonDraft {
        given_name: given.into(),
        family_name: family.into(),
        born: Some(ImpreciseDate::Year { year }),
        ..PersonDraft::default()
    }
}

/// Has a person taken in, as a tablet of this worker sends them.
fn taken_in(bench: &Bench, actor: &Actor, n: u128, draft: PersonDraft) -> PersonId {
    let person = PersonId::from_uuid(id(n));
    let recorded = envelope(n + 1, person, Command::RecordPerson(RecordPerson { draft }));
    assert_eq!(bench.send(actor, &recorded), Outcome::Applied);
    person
}

fn doubles(bench: &Bench, actor: &Actor, person: PersonId) -> PersonDoubles {
    bench
        .town
        .read_blocking(&ags(), |tx| backend::person::of_person(tx, actor, person))
        .unwrap()
        .answer
}

/// The persons of whom this worker's start page says that they may have been taken in twice, each with the other; `None`
/// stands for the blind hit.
fn told(bench: &Bench, actor: &Actor) -> Vec<(PersonId, Option<PersonId>)> {
    let notices = bench
        .town
        .read_blocking(&ags(), |tx| backend::person::notices(tx, actor))
        .unwrap()
        .answer;
    notices
        .notices
        .into_iter()
        .map(|notice| (notice.person, other(&notice.other)))
        .collect()
}

fn other(hit: &Hit) -> Option<PersonId> {
    match hit {
        Hit::Known(hit) => Some(hit.person),
        Hit::Blind => None,
    }
}

pub(crate) fn may_be_found(n: u128, person: PersonId) -> Envelope {
    said(n, person, ConsentKind::FoundAtDesk, ConsentAnswer::Given)
}

/// What the client answered to a question.
pub(crate) fn said(
    n: u128,
    person: PersonId,
    kind: ConsentKind,
    answer: ConsentAnswer,
) -> Envelope {
    envelope(
        n,
        person,
        Command::RecordConsent(answer_to(n, kind, answer)),
    )
}

pub(crate) fn link(n: u128, person: PersonId, other: PersonId) -> Envelope {
    let call = LinkPersons {
        link: LinkId::from_uuid(id(n)),
        other,
        reason: "dieselbe Telefonnummer".into(),
    };
    envelope(n, person, Command::LinkPersons(call))
}

fn replays(bench: &Bench) {
    assert_eq!(replay::compare(&bench.town).unwrap(), []);
}

/// A person who entered too long ago, with an intake that is complete.
fn outside(bench: &Bench, actor: &Actor, n: u128) -> (PersonId, IntakeId) {
    complete(bench, actor, n, 2008)
}

/// A person who entered in a year, with an intake that is complete.
fn complete(bench: &Bench, actor: &Actor, n: u128, entered: i16) -> (PersonId, IntakeId) {
    backend::organisation::load_as_system(&bench.town, &ags(), files::shipped().unwrap()).unwrap();
    let mut draft = named("Amina", "Warsame", 1990);
    draft.entered_germany = Some(ImpreciseDate::Year { year: entered });
    draft.languages.insert(
        "som".parse().unwrap(),
        shared::person::LanguageSkill::default(),
    );
    draft.address.place = "Opladen".into();
    draft.address.locality = Some(files::shipped().unwrap().localities[0].code.clone());
    let person = taken_in(bench, actor, n, draft);
    let intake = IntakeId::from_uuid(id(n));
    let draft = IntakeDraft {
        requested_on: Some(MORNING.day()),
        concern: "Wohnung gekündigt".into(),
        urgency: Some("D3".parse().unwrap()),
        ..IntakeDraft::default()
    };
    let group = [
        said(
            n + 4,
            person,
            ConsentKind::CaseManagement,
            ConsentAnswer::Given,
        ),
        envelope(
            n + 2,
            person,
            Command::StartIntake(StartIntake { intake, draft }),
        ),
        envelope(
            n + 3,
            person,
            Command::CompleteIntake(CompleteIntake { intake }),
        ),
    ];
    for answered in bench.offer(actor, &group) {
        assert_eq!(answered.answer, Outcome::Applied);
    }
    (person, intake)
}

fn decide(n: u128, (person, intake): (PersonId, IntakeId), decision: IntakeDecision) -> Envelope {
    envelope(
        n,
        person,
        Command::DecideIntake(DecideIntake { intake, decision }),
    )
}

fn standing(bench: &Bench, actor: &Actor, person: PersonId) -> IntakeState {
    let files = bench
        .town
        .read_blocking(&ags(), |tx| backend::intake::files(tx, actor, person))
        .unwrap()
        .into_value();
    files.intakes[0].state.clone()
}

fn asked(bench: &Bench) -> Vec<shared::intake::calls::ExceptionRequest> {
    bench
        .town
        .read_blocking(&ags(), |tx| backend::intake::exceptions(tx, &coordinator()))
        .unwrap()
        .requests
}

pub(crate) fn fact(n: u128, person: PersonId, lane: Lane, value: &str) -> Envelope {
    let draft = FactDraft {
        value: Some(value.parse().unwrap()),
        begins: Some(ImpreciseDate::Year { year: 2026 }),
        ..FactDraft::blank(lane)
    };
    let call = RecordFact {
        fact: FactId::from_uuid(id(n)),
        corrects: None,
        draft,
    };
    envelope(n, person, Command::RecordFact(call))
}

fn of_slip(n: u128, slip: SlipId, command: Command) -> Envelope {
    Envelope {
        subject: Subject::Slip(slip),
        ..envelope(n, PersonId::from_uuid(id(0)), command)
    }
}

fn slip(bench: &Bench, actor: &Actor, n: u128, name: &str) -> SlipId {
    let slip = SlipId::from_uuid(id(n));
    let draft = SlipDraft {
        concern: "Brief nicht verstanden".into(),
        fields_of_action: ["H02".parse().unwrap()].into(),
        channel: Some("SERVICEPOINT".parse().unwrap()),
        urgency: Some("D4".parse().unwrap()),
        outcome: Some(SlipOutcome::Counselled),
        name: name.into(),
        ..SlipDraft::default()
    };
    let recorded = of_slip(n, slip, Command::RecordSlip(RecordSlip { draft }));
    assert_eq!(bench.send(actor, &recorded), Outcome::Applied);
    slip
}

/// Slip, name of its person where the reader sees it, and how many were counselled today.
fn slips(bench: &Bench, actor: &Actor, days: u16) -> (Vec<(SlipId, bool, Option<String>)>, u32) {
    let (slips, _) = bench
        .town
        .read_blocking(&ags(), |tx| {
            backend::intake::latest_slips(tx, actor, SlipWindow { days })
        })
        .unwrap();
    let lines = slips
        .slips
        .into_iter()
        .map(|line| (line.slip.slip, line.slip.person.is_some(), line.name))
        .collect();
    (lines, slips.counselled_today)
}

on_both! {
    /// Two units, two tablets, one man in two spellings: both workers are told as soon as both have arrived, and neither
    /// sees anything of the other's until the client allowed to be found.
    fn two_who_took_in_the_same_person_are_both_told(bench: &Bench) {
        let mine = taken_in(bench, &worker(), 10, named("Mohammad", "Al-Hassan", 1990));
        assert_eq!(told(bench, &worker()), []);
        let theirs = taken_in(bench, &other_worker(), 20, named("Muhammed", "Alhasan", 1990));
        assert_eq!(told(bench, &worker()), [(mine, None)]);
        assert_eq!(told(bench, &other_worker()), [(theirs, None)]);
        assert_eq!(doubles(bench, &worker(), mine).possible, [Hit::Blind]);
        // Those who do not work with either are not told.
        assert_eq!(told(bench, &reception()), []);

        // What nobody here can answer leaves the start page after two weeks, and stays at the person.
        bench.pass(14 * 86_400_000 + 1);
        assert_eq!(told(bench, &worker()), []);
        assert_eq!(doubles(bench, &worker(), mine).possible, [Hit::Blind]);

        bench.send(&other_worker(), &may_be_found(30, theirs));
        assert_eq!(told(bench, &worker()), [(mine, Some(theirs))]);
        assert_eq!(told(bench, &other_worker()), []);
        let possible = doubles(bench, &worker(), mine).possible;
        let [Hit::Known(hit)] = possible.as_slice() else {
            panic!("one who is seen: {possible:?}");
        };
        assert_eq!((hit.name.as_str(), hit.may_open, hit.verdict), ("Muhammed Alhasan", false, Verdict::Possible));
        replays(bench);
    }

    fn one_who_took_in_the_same_person_twice_is_told_once(bench: &Bench) {
        let full = |given: &str| PersonDraft {
            born: Some(ImpreciseDate::Day { on: Day::constant(1990, 5, 17) }),
            ..named(given, "Tesfay", 1990)
        };
        let first = taken_in(bench, &reception(), 10, full("Selam"));
        let second = taken_in(bench, &reception(), 20, full("Selam"));
        assert_eq!(told(bench, &reception()).len(), 1);
        let possible = doubles(bench, &reception(), second).possible;
        assert_eq!(possible.iter().map(other).collect::<Vec<_>>(), [Some(first)]);
        assert!(matches!(&possible[0], Hit::Known(hit) if hit.verdict == Verdict::Likely));
    }

    /// Half the town is called Mohammad: one name in common is no news, and neither are other births.
    fn one_name_in_common_is_no_news(bench: &Bench) {
        taken_in(bench, &worker(), 10, named("Mohammad", "Al-Hassan", 1990));
        taken_in(bench, &worker(), 20, named("Mohammad", "Rahimi", 1990));
        taken_in(bench, &worker(), 30, named("Mohammad", "Al-Hassan", 1961));
        taken_in(bench, &worker(), 40, PersonDraft { spoken_name: "Mohammad".into(), ..PersonDraft::default() });
        assert_eq!(told(bench, &worker()), []);
    }

    fn a_corrected_name_takes_the_news_away_and_brings_other_news(bench: &Bench) {
        let one = taken_in(bench, &worker(), 10, named("Mohammad", "Al-Hassan", 1990));
        let rahimi = taken_in(bench, &worker(), 20, named("Leyla", "Rahimi", 1988));
        let two = taken_in(bench, &worker(), 30, named("Mohammad", "Al-Hassan", 1990));
        assert_eq!(told(bench, &worker()).len(), 1);
        let edits = [
            ("given_name", json!("Mohammad"), json!("Laila")),
            ("family_name", json!("Al-Hassan"), json!("Rahimi")),
            ("born", json!({ "precision": "year", "year": 1990 }), json!({ "precision": "year", "year": 1988 })),
        ];
        let edits = Edits(
            edits.map(|(path, saw, wrote)| (path.to_owned(), FieldEdit { saw, wrote })).into(),
        );
        let edited = envelope(40, two, Command::EditPerson(EditPerson { edits }));
        assert_eq!(bench.send(&worker(), &edited), Outcome::Applied);
        assert!(doubles(bench, &worker(), one).possible.is_empty());
        let possible = doubles(bench, &worker(), rahimi).possible;
        assert_eq!(possible.iter().map(other).collect::<Vec<_>>(), [Some(two)]);
        replays(bench);
    }

    fn linked_persons_stand_as_linked_on_both_and_are_no_news(bench: &Bench) {
        let one = taken_in(bench, &worker(), 10, named("Mohammad", "Al-Hassan", 1990));
        let two = taken_in(bench, &worker(), 20, named("Muhammed", "Alhasan", 1990));
        assert_eq!(bench.send(&worker(), &link(30, two, one)), Outcome::Applied);
        assert_eq!(told(bench, &worker()), []);
        for (person, other_one) in [(one, two), (two, one)] {
            let doubles = doubles(bench, &worker(), person);
            assert!(doubles.possible.is_empty());
            assert_eq!(other(&doubles.linked[0].other), Some(other_one));
            assert_eq!(doubles.linked[0].reason, "dieselbe Telefonnummer");
        }
        let call = UnlinkPersons { link: LinkId::from_uuid(id(30)), reason: "Vettern".into() };
        let undone = envelope(31, one, Command::UnlinkPersons(call));
        assert_eq!(bench.send(&worker(), &undone), Outcome::Applied);
        assert_eq!(told(bench, &worker()).len(), 1);
        replays(bench);
    }

    fn a_link_to_somebody_who_is_hidden_from_this_worker_tells_nothing_of_them(bench: &Bench) {
        let mine = taken_in(bench, &worker(), 10, named("Mohammad", "Al-Hassan", 1990));
        let theirs = taken_in(bench, &other_worker(), 20, named("Muhammed", "Alhasan", 1990));
        assert_eq!(bench.send(&worker(), &link(30, mine, theirs)), Outcome::refused(Refusal::NotFound));
        bench.send(&worker(), &may_be_found(31, mine));
        assert_eq!(bench.send(&other_worker(), &link(32, theirs, mine)), Outcome::Applied);
        let linked = doubles(bench, &worker(), mine).linked;
        assert_eq!(linked.len(), 1);
        assert_eq!((&linked[0].other, linked[0].reason.as_str()), (&Hit::Blind, ""));
    }

    fn told_apart_once_nobody_is_told_again(bench: &Bench) {
        let one = taken_in(bench, &worker(), 10, named("Mohammad", "Al-Hassan", 1990));
        let two = taken_in(bench, &worker(), 20, named("Muhammed", "Alhasan", 1990));
        let apart = |n, other, reason: &str| {
            let call = TellPersonsApart { other, reason: reason.into() };
            envelope(n, one, Command::TellPersonsApart(call))
        };
        assert!(matches!(bench.send(&worker(), &apart(30, two, "")), Outcome::Refused { because: Refusal::Fields, .. }));
        assert!(matches!(bench.send(&worker(), &apart(31, one, "Zwilling")), Outcome::Refused { because: Refusal::Fields, .. }));
        assert_eq!(bench.send(&other_worker(), &apart(32, two, "Zwilling")), Outcome::refused(Refusal::NotFound));
        assert_eq!(bench.send(&worker(), &apart(33, two, "Zwillinge, beide waren da")), Outcome::Applied);
        assert_eq!(told(bench, &worker()), []);
        // Neither does a change of one of them bring it up again.
        let edits = Edits([("called".to_owned(), FieldEdit { saw: json!(""), wrote: json!("Mo") })].into());
        bench.send(&worker(), &envelope(34, two, Command::EditPerson(EditPerson { edits })));
        assert_eq!(told(bench, &worker()), []);
        // Whoever finds out later that they were one can still link them; then they are not two.
        assert_eq!(bench.send(&worker(), &link(35, one, two)), Outcome::Applied);
        assert_eq!(bench.send(&worker(), &apart(36, two, "doch")), Outcome::refused(Refusal::WrongState));
        replays(bench);
    }

    /// Side by side only as much of the other as the reader may see: the whole form, name and birth, or nothing.
    fn a_comparison_shows_as_much_of_the_other_as_may_be_seen(bench: &Bench) {
        let with = |given: &str, street: &str| {
            let mut draft = named(given, "Al-Hassan", 1990);
            draft.address.street = street.into();
            draft.contact.hint = "nicht anrufen".into();
            draft
        };
        let mine = taken_in(bench, &worker(), 10, with("Mohammad", "Kölner Straße 5"));
        let also_mine = taken_in(bench, &worker(), 20, with("Muhammed", "Kölner Straße 5"));
        let theirs = taken_in(bench, &other_worker(), 30, with("Mohamed", "Rathausallee 1"));
        let read = |person, other| {
            bench.town.read_blocking(&ags(), |tx| {
                backend::person::compare(tx, &worker(), TwoPersons { person, other })
            })
        };
        let both = read(mine, also_mine).unwrap().answer;
        assert!(both.other.is_whole);
        assert_eq!(both.other.draft.contact.hint, "");
        let rows = compare(&both.one.draft, &both.other.draft);
        assert!(rows.contains(&(ComparedField::Address, FieldAgreement::Same)));
        assert!(rows.contains(&(ComparedField::Name, FieldAgreement::Similar)));

        for (person, other) in [(mine, theirs), (theirs, mine), (mine, mine)] {
            let refused = read(person, other).unwrap_err();
            assert!(matches!(refused, Stop::NotFound | Stop::Withheld { is_seen: false, .. }));
        }
        bench.send(&other_worker(), &may_be_found(40, theirs));
        let desk = read(mine, theirs).unwrap().answer;
        assert!(!desk.other.is_whole);
        assert_eq!(desk.other.draft.shown_name(), "Mohamed Al-Hassan");
        assert_eq!(desk.other.draft.address.street, "");
        assert_eq!(desk.verdict, Verdict::Possible);
    }

    /// The request reaches the coordinator without a name; granted, a case waits in the pool and the rule's answer, its
    /// version and the reason are kept.
    fn an_exception_is_asked_for_and_granted_by_the_coordinator(bench: &Bench) {
        let one = outside(bench, &worker(), 10);
        let ask = IntakeDecision::AskException { reason: "Keine andere Stelle ist zuständig".into(), is_no_name: false };
        assert_eq!(bench.send(&worker(), &decide(20, one, ask)), Outcome::Applied);
        let waiting = asked(bench);
        assert_eq!(waiting.len(), 1);
        let request = &waiting[0];
        assert_eq!((request.person, request.intake), one);
        assert_eq!(request.eligibility.result, EligibilityResult::Outside);
        assert!(!request.eligibility.rule_version.is_empty());
        assert_eq!(request.asked_on, Some(MORNING.day()));
        assert_eq!(request.unit, worker().unit);
        let told = serde_json::to_string(request).unwrap();
        assert!(!told.contains("Warsame") && !told.contains("Amina"), "{told}");

        let grant = |reason: &str| IntakeDecision::AdmitByException {
            case: CaseId::from_uuid(id(99)),
            reason: reason.into(),
        };
        assert_eq!(bench.send(&worker(), &decide(21, one, grant("selbst"))), Outcome::refused(Refusal::NotAllowed));
        assert!(matches!(
            bench.send(&coordinator(), &decide(22, one, grant(" "))),
            Outcome::Refused { because: Refusal::Fields, .. }
        ));
        assert_eq!(bench.send(&coordinator(), &decide(23, one, grant("Kein anderes Angebot"))), Outcome::Applied);
        let IntakeState::Admitted { eligibility, exception, .. } = standing(bench, &worker(), one.0) else {
            panic!("admitted");
        };
        assert_eq!(exception.as_deref(), Some("Kein anderes Angebot"));
        assert_eq!(eligibility, request.eligibility);
        assert!(asked(bench).is_empty());
        replays(bench);
    }

    /// Consent E1 decides at the moment of the decision: who revoked it meanwhile is counselled or referred, never admitted.
    fn nothing_leads_to_a_case_without_consent_to_case_management(bench: &Bench) {
        use shared::consent::{ConsentAnswer::{Given, Refused, Revoked}, ConsentKind::CaseManagement};
        let one = outside(bench, &worker(), 10);
        let answers = |n, answer| {
            let said = said(n, one.0, CaseManagement, answer);
            assert_eq!(bench.send(&worker(), &said), Outcome::Applied);
        };
        let ask = || IntakeDecision::AskException { reason: "Keine andere Stelle".into(), is_no_name: false };
        let grant = IntakeDecision::AdmitByException { case: CaseId::from_uuid(id(99)), reason: "doch".into() };
        answers(20, Refused);
        assert_eq!(bench.send(&worker(), &decide(21, one, ask())), Outcome::refused(Refusal::ConsentMissing));
        answers(22, Given);
        assert_eq!(bench.send(&worker(), &decide(23, one, ask())), Outcome::Applied);
        assert!(asked(bench)[0].has_consent);
        answers(24, Revoked);
        assert!(!asked(bench)[0].has_consent);
        let refused = bench.send(&coordinator(), &decide(25, one, grant));
        assert_eq!(refused, Outcome::refused(Refusal::ConsentMissing));
        assert_eq!(standing(bench, &worker(), one.0).name(), IntakeStateName::ExceptionAsked);
        assert_eq!(bench.send(&worker(), &decide(26, one, IntakeDecision::Counselled { reason: String::new() })), Outcome::Applied);
        replays(bench);
    }

    /// The coordinator is shown no names, so no reason may tell one, unless its author says that a word is meant.
    fn the_coordinator_is_asked_without_a_part_of_the_clients_name(bench: &Bench) {
        let one = outside(bench, &worker(), 10);
        let ask = |is_no_name| IntakeDecision::AskException { reason: "amina hat sonst niemanden".into(), is_no_name };
        let Outcome::Refused { fields, .. } = bench.send(&worker(), &decide(20, one, ask(false))) else {
            panic!("a refusal");
        };
        assert_eq!(fields.of("decision.reason")[0].code, ProblemCode::NamesClient);
        assert!(asked(bench).is_empty());
        assert_eq!(bench.send(&worker(), &decide(21, one, ask(true))), Outcome::Applied);
        assert_eq!(asked(bench).len(), 1);
        replays(bench);
    }

    fn a_refused_exception_says_why_and_leaves_the_other_ways_open(bench: &Bench) {
        let one = outside(bench, &worker(), 10);
        let ask = || IntakeDecision::AskException { reason: "Keine andere Stelle".into(), is_no_name: false };
        let refuse = |reason: &str| IntakeDecision::RefuseException { reason: reason.into() };
        assert_eq!(
            bench.send(&coordinator(), &decide(20, one, refuse("noch nicht gefragt"))),
            Outcome::refused(Refusal::WrongState)
        );
        bench.send(&worker(), &decide(21, one, ask()));
        assert_eq!(bench.send(&worker(), &decide(22, one, refuse("selbst"))), Outcome::refused(Refusal::NotAllowed));
        assert_eq!(bench.send(&coordinator(), &decide(23, one, refuse("Die MBE hat Plätze"))), Outcome::Applied);
        assert!(matches!(
            standing(bench, &worker(), one.0),
            IntakeState::ExceptionRefused { refusal, .. } if refusal == "Die MBE hat Plätze"
        ));
        assert!(asked(bench).is_empty());
        // Asked again after the form was completed anew, it waits again; otherwise counselling is left.
        let (person, intake) = one;
        let again = [
            envelope(24, person, Command::CompleteIntake(CompleteIntake { intake })),
            decide(25, one, ask()),
        ];
        assert!(bench.offer(&worker(), &again).iter().all(|one| one.answer == Outcome::Applied));
        assert_eq!(asked(bench).len(), 1);
        bench.send(&coordinator(), &decide(26, one, refuse("wie zuvor")));
        assert_eq!(bench.send(&worker(), &decide(27, one, IntakeDecision::Counselled { reason: String::new() })), Outcome::Applied);
        for actor in [worker(), reception(), other_worker()] {
            let read = bench.town.read_blocking(&ags(), |tx| backend::intake::exceptions(tx, &actor));
            assert!(matches!(read, Err(Stop::NotAllowed(_))));
        }
        replays(bench);
    }

    /// A refusal given by mistake is the coordinator's to take back, until the unit decides something else.
    fn a_refusal_is_taken_back_while_nothing_else_followed(bench: &Bench) {
        let one = outside(bench, &worker(), 10);
        let ask = IntakeDecision::AskException { reason: "Keine andere Stelle".into(), is_no_name: false };
        let refuse = || IntakeDecision::RefuseException { reason: "verwechselt".into() };
        let take_back = || IntakeDecision::TakeBackRefusal {};
        let listed = || {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::intake::exceptions(tx, &coordinator());
            bench.town.read_blocking(&ags(), read).unwrap().refused
        };
        bench.send(&worker(), &decide(20, one, ask));
        assert_eq!(bench.send(&coordinator(), &decide(21, one, take_back())), Outcome::refused(Refusal::WrongState));
        bench.send(&coordinator(), &decide(22, one, refuse()));
        assert_eq!(listed().len(), 1);
        assert_eq!(listed()[0].refusal, "verwechselt");
        assert_eq!(bench.send(&worker(), &decide(23, one, take_back())), Outcome::refused(Refusal::NotAllowed));
        assert_eq!(bench.send(&coordinator(), &decide(24, one, take_back())), Outcome::Applied);
        assert!(matches!(
            standing(bench, &worker(), one.0),
            IntakeState::ExceptionAsked { reason, .. } if reason == "Keine andere Stelle"
        ));
        assert_eq!((asked(bench).len(), listed().len()), (1, 0));

        bench.send(&coordinator(), &decide(25, one, refuse()));
        bench.send(&worker(), &decide(26, one, IntakeDecision::Counselled { reason: String::new() }));
        assert_eq!(listed(), []);
        assert_eq!(bench.send(&coordinator(), &decide(27, one, take_back())), Outcome::refused(Refusal::WrongState));
        replays(bench);
    }

    /// Where the rule advises admission the end of an intake says why; and whoever ended the wrong one takes it back.
    fn an_intake_that_ended_says_why_and_goes_on_when_that_was_a_mistake(bench: &Bench) {
        let one = complete(bench, &worker(), 10, 2024);
        let counselled = |reason: &str| IntakeDecision::Counselled { reason: reason.into() };
        let refer = || IntakeDecision::Refer { office: "kja".parse().unwrap(), reason: "unter 27".into() };
        let take_back = || IntakeDecision::TakeBack {};
        let stands = || standing(bench, &worker(), one.0).name();
        assert_eq!(standing(bench, &worker(), one.0).eligibility().unwrap().advice, Advice::Admit);
        let Outcome::Refused { because: Refusal::Fields, fields } =
            bench.send(&worker(), &decide(20, one, counselled(" ")))
        else {
            panic!("a reason is needed");
        };
        assert_eq!(fields.of("decision.reason").len(), 1);
        assert_eq!(bench.send(&worker(), &decide(21, one, take_back())), Outcome::refused(Refusal::WrongState));
        assert_eq!(bench.send(&worker(), &decide(22, one, counselled("möchte nicht"))), Outcome::Applied);
        assert!(matches!(
            standing(bench, &worker(), one.0),
            IntakeState::Counselled { reason, .. } if reason == "möchte nicht"
        ));
        assert_eq!(bench.send(&other_worker(), &decide(23, one, take_back())), Outcome::refused(Refusal::NotFound));
        assert_eq!(bench.send(&worker(), &decide(24, one, take_back())), Outcome::Applied);
        assert_eq!(stands(), IntakeStateName::Completed);
        assert_eq!(bench.send(&worker(), &decide(25, one, refer())), Outcome::Applied);
        assert_eq!(bench.send(&worker(), &decide(26, one, take_back())), Outcome::Applied);
        let admit = IntakeDecision::Admit { case: CaseId::from_uuid(id(99)) };
        assert_eq!(bench.send(&worker(), &decide(27, one, admit)), Outcome::Applied);
        assert_eq!(bench.send(&worker(), &decide(28, one, take_back())), Outcome::refused(Refusal::WrongState));
        replays(bench);
    }

    /// Their page and the hit say what happened to somebody without a case, to their unit alone; who comes back is taken in
    /// again under the same name.
    fn who_was_referred_is_shown_as_that_and_can_be_taken_in_again(bench: &Bench) {
        let one = complete(bench, &worker(), 10, 2024);
        bench.send(&worker(), &may_be_found(20, one.0));
        let card = |actor: &Actor| {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::person::card(tx, actor, one.0);
            bench.town.read_blocking(&ags(), read).unwrap().answer
        };
        let hit = |actor: &Actor| match card(actor).hit {
            Hit::Known(hit) => hit.intake,
            Hit::Blind => panic!("to be found"),
        };
        assert_eq!(hit(&worker()).unwrap().state, IntakeStateName::Completed);
        assert!(card(&worker()).is_intake_open && !card(&worker()).may_take_in);
        let refer = IntakeDecision::Refer { office: "kja".parse().unwrap(), reason: "unter 27".into() };
        bench.send(&worker(), &decide(21, one, refer));
        let told = hit(&worker()).unwrap();
        assert_eq!((told.state, told.on), (IntakeStateName::Referred, Some(MORNING.day())));
        assert_eq!(told.office.unwrap().as_str(), "kja");
        assert_eq!(told.reason, "unter 27");
        assert!(card(&worker()).may_take_in && !card(&worker()).is_intake_open);
        assert_eq!(hit(&other_worker()), None);
        assert!(!card(&other_worker()).may_take_in);
        // In a list of hits the day is enough.
        let text = "Amina Warsame".to_owned();
        let found = bench.town.read_blocking(&ags(), |tx| {
            backend::person::find(tx, &worker(), &PersonSearch { text })
        });
        let Hit::Known(found) = &found.unwrap().hits.hits[0] else { panic!("known") };
        let listed = found.intake.clone().unwrap();
        assert_eq!((listed.state, listed.office, listed.reason.as_str()), (IntakeStateName::Referred, None, ""));

        let again = IntakeId::from_uuid(id(40));
        let start = StartIntake { intake: again, draft: IntakeDraft::default() };
        let start = envelope(40, one.0, Command::StartIntake(start));
        assert_eq!(bench.send(&worker(), &start), Outcome::Applied);
        assert!(card(&worker()).is_intake_open);
        let old = decide(41, one, IntakeDecision::TakeBack {});
        assert_eq!(bench.send(&worker(), &old), Outcome::refused(Refusal::WrongState));
        replays(bench);
    }

    /// What somebody of the unit began, another of the unit goes on with, on another device; until it is decided.
    fn a_begun_intake_is_found_again_by_its_unit_until_it_is_decided(bench: &Bench) {
        let mut desk = reception();
        desk.unit = worker().unit;
        let one = outside(bench, &desk, 10);
        let waiting = |actor: &Actor| {
            let (found, shown) = bench
                .town
                .read_blocking(&ags(), |tx| backend::intake::unfinished(tx, actor))
                .unwrap();
            assert_eq!(found.intakes.len(), shown.len());
            found.intakes
        };
        for actor in [&desk, &worker()] {
            let found = waiting(actor);
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].person, found[0].intake), one);
            assert_eq!(found[0].name, "Amina Warsame");
            assert_eq!(found[0].state, IntakeStateName::Completed);
        }
        assert_eq!(waiting(&other_worker()), []);
        let read = bench.town.read_blocking(&ags(), |tx| backend::intake::unfinished(tx, &coordinator()));
        assert!(matches!(read, Err(Stop::NotAllowed(_))));

        let ask = IntakeDecision::AskException { reason: "Keine andere Stelle".into(), is_no_name: false };
        bench.send(&worker(), &decide(20, one, ask));
        assert_eq!(waiting(&desk)[0].state, IntakeStateName::ExceptionAsked);
        bench.send(&worker(), &decide(21, one, IntakeDecision::Counselled { reason: String::new() }));
        assert_eq!(waiting(&desk), []);
    }

    /// What a case manager wrote on the lanes before the admission is there on the next device, in the order it was
    /// written, corrections included. The desk of the same unit works on the same intake and is given none of it.
    fn facts_before_the_admission_are_read_by_case_managers_and_never_by_the_desk(bench: &Bench) {
        let mut desk = reception();
        desk.unit = worker().unit;
        let (person, _) = outside(bench, &worker(), 10);
        for (n, lane, value) in [(20, Lane::Residence, "GEST"), (21, Lane::Livelihood, "ASYLBLG_3")] {
            assert_eq!(bench.send(&worker(), &fact(n, person, lane, value)), Outcome::Applied, "{value}");
        }
        let read = |actor: &Actor| {
            bench.town
                .read_blocking(&ags(), |tx| backend::intake::files(tx, actor, person))
                .map(|files| files.into_value())
        };
        let lanes: Vec<Lane> = read(&worker()).unwrap().facts.iter().map(|fact| fact.draft.lane).collect();
        assert_eq!(lanes, [Lane::Residence, Lane::Livelihood]);
        let seen = read(&desk).unwrap();
        assert_eq!(seen.intakes.len(), 1);
        assert!(seen.facts.is_empty());
        assert_eq!(
            bench.send(&desk, &fact(22, person, Lane::Health, "BEHANDLUNG")),
            Outcome::refused(Refusal::NotAllowed)
        );
        assert!(matches!(read(&other_worker()), Err(Stop::Withheld { is_seen: false, .. })));
    }

    /// An anonymous slip finds its person later, can be taken away again, and counts all the while.
    fn a_slip_finds_its_person_later_and_counts_as_before(bench: &Bench) {
        let person = taken_in(bench, &reception(), 10, named("Amina", "Warsame", 1990));
        let stranger = taken_in(bench, &other_worker(), 15, named("Leyla", "Rahimi", 1988));
        let (anonymous, named_one) = (slip(bench, &reception(), 20, ""), slip(bench, &reception(), 21, "Amina"));
        let attach = |n, slip, person| of_slip(n, slip, Command::AttachSlip(AttachSlip { person }));
        let detach = |n, slip, person| of_slip(n, slip, Command::DetachSlip(DetachSlip { person }));
        let listed = |days| slips(bench, &reception(), days);
        assert_eq!(listed(0).1, 2);
        assert!(listed(0).0.iter().all(|(_, is_attached, name)| !is_attached && name.is_none()));

        assert_eq!(bench.send(&reception(), &detach(30, anonymous, person)), Outcome::refused(Refusal::WrongState));
        assert_eq!(bench.send(&reception(), &attach(31, anonymous, stranger)), Outcome::refused(Refusal::NotFound));
        assert_eq!(bench.send(&reception(), &attach(32, anonymous, person)), Outcome::Applied);
        assert_eq!(bench.send(&other_worker(), &detach(33, anonymous, person)), Outcome::refused(Refusal::NotFound));
        let (lines, counted) = listed(14);
        assert_eq!(counted, 2);
        assert!(lines.contains(&(anonymous, true, Some("Amina Warsame".into()))));
        assert!(lines.contains(&(named_one, false, None)));

        assert_eq!(bench.send(&reception(), &detach(34, anonymous, person)), Outcome::Applied);
        assert_eq!(bench.send(&reception(), &attach(35, anonymous, person)), Outcome::Applied);
        assert_eq!(bench.send(&reception(), &detach(36, anonymous, person)), Outcome::Applied);
        assert!(listed(0).0.iter().all(|(_, is_attached, _)| !is_attached));
        assert_eq!(listed(0).1, 2);
        assert_eq!(slips(bench, &worker(), 14).0, []);
        replays(bench);
    }
}
