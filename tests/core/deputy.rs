//! Deputies (Vertretung): a file opens with the absence of its worker and closes with it; across units it is open while the
//! client agrees (E5), and shut on every path from the next request on when they no longer do.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use shared::access::{Basis, Reason};
use shared::case::calls::{DeputyCase, PackWish};
use shared::case::{NextDate, SeeCase, SetNextDate, Sight, SightPart};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::emergency::{AnswerEmergency, CheckCause, EmergencyVerdict, OpenForCheck};
use shared::exchange::{Envelope, HeldAnswer, Outcome, Refusal, SettleHeld};
use shared::kernel::{
    AccountId, Actor, CaseId, Day, EmergencyId, FieldProblems, PersonId, ProblemCode, Role,
    Signature,
};
use shared::organisation::files::shipped;
use shared::organisation::{Absence, Post};
use shared::person::calls::{Hit, PersonSearch};

use crate::support::{
    Bench, MORNING, ags, answer_to, at_post, envelope, id, note, on_both, other_worker, worker,
};

const DAY: i64 = 86_400_000;

/// Who is responsible and away.
fn absent() -> Actor {
    at_post(worker(), "caritas", "caritas-1")
}

/// Who deputises, at another unit.
fn deputy() -> Actor {
    at_post(other_worker(), "awo", "awo-1")
}

/// Who deputises, at the same unit.
fn colleague() -> Actor {
    at_post(other_worker(), "caritas", "caritas-2")
}

/// A case whose worker is away today and the next four days, with this post as the deputy.
fn away(bench: &Bench, deputy: &str) -> (PersonId, CaseId) {
    let mut town = shipped().unwrap();
    let first = town
        .posts
        .iter()
        .find(|post| post.code.as_str() == "caritas-1");
    let second = Post {
        code: "caritas-2".parse().unwrap(),
        ..first.unwrap().clone()
    };
    town.posts.push(second);
    town.absences.push(Absence {
        post: "caritas-1".parse().unwrap(),
        deputy: Some(deputy.parse().unwrap()),
        valid_from: MORNING.day(),
        valid_until: Some(MORNING.plus_millis(4 * DAY).day()),
    });
    load_as_system(&bench.town, &ags(), town).unwrap();
    bench.case_at(10, "caritas-1", "caritas")
}

/// What the client says about a deputy at AWO.
fn answer(n: u128, person: PersonId, answer: ConsentAnswer, until: Option<Day>) -> Envelope {
    let is_yes = answer == ConsentAnswer::Given;
    let call = RecordConsent {
        receiver: Some(Receiver::Unit("awo".parse().unwrap())),
        until,
        signature: is_yes.then_some(Signature::Paper),
        ..answer_to(n, ConsentKind::Deputy, answer)
    };
    envelope(n, person, Command::RecordConsent(call))
}

/// What is read of a case on each path, in words.
fn sight(bench: &Bench, actor: &Actor, (person, case): (PersonId, CaseId)) -> Vec<String> {
    let read = |result: Result<(), Stop>| match result {
        Ok(()) => "read".to_owned(),
        Err(Stop::Withheld {
            is_seen: true,
            because,
            ..
        }) => <&str>::from(because).to_owned(),
        Err(stop) if stop.is_refusal() => "not found".to_owned(),
        Err(other) => panic!("{other}"),
    };
    bench
        .town
        .read_blocking(&ags(), |tx| {
            let file = read(backend::case::file(tx, actor, case).map(drop));
            let form = read(backend::person::read(tx, actor, person).map(drop));
            let slips = read(backend::intake::slips_of(tx, actor, person).map(drop));
            let wish = PackWish { chosen: vec![case] };
            let pack = backend::case::pack(tx, actor, &wish)?.into_value();
            let search = PersonSearch {
                text: "Al-Hassan".to_owned(),
            };
            let found = backend::person::find(tx, actor, &search)?.hits.hits;
            let card = backend::person::card(tx, actor, person)?.answer.hit;
            let hit = |hit: &Hit| match hit {
                Hit::Blind => "blind".to_owned(),
                Hit::Known(hit) => format!("form {}, file {}", hit.may_open, hit.case.is_some()),
            };
            Ok::<_, Stop>(vec![
                format!("file: {file}"),
                format!("form: {form}"),
                format!("slips: {slips}"),
                format!("pack: {}", pack.files.len()),
                format!(
                    "search: {}",
                    found.iter().map(hit).collect::<Vec<_>>().join(";")
                ),
                format!("card: {}", hit(&card)),
            ])
        })
        .unwrap()
}

const WHOLE: [&str; 6] = [
    "file: read",
    "form: read",
    "slips: read",
    "pack: 1",
    "search: form true, file true",
    "card: form true, file true",
];
/// Dates and contact, and why not more.
const DATES_ONLY: [&str; 6] = [
    "file: no_deputy_consent",
    "form: no_deputy_consent",
    "slips: no_deputy_consent",
    "pack: 0",
    "search: form false, file false",
    "card: form false, file false",
];
const NOTHING: [&str; 6] = [
    "file: not found",
    "form: not found",
    "slips: not found",
    "pack: 0",
    "search: blind",
    "card: blind",
];

fn deputised(bench: &Bench, actor: &Actor) -> Vec<DeputyCase> {
    bench
        .town
        .read_blocking(&ags(), |tx| backend::case::deputised(tx, actor))
        .unwrap()
        .0
        .absences
        .into_iter()
        .flat_map(|absence| absence.cases)
        .collect()
}

/// When the worker is told that a deputy's door was closed.
fn told_on(bench: &Bench) -> Option<Day> {
    let list = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::worklist(tx, &absent()))
        .unwrap()
        .into_value();
    list.cases[0].deputy_revoked_on
}

/// Who sees the case, a line each.
fn seen_by(bench: &Bench, case: CaseId) -> Vec<String> {
    let (_, sight) = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::sight(tx, &absent(), case))
        .unwrap();
    let lines = sight.value().seen_by.iter().map(|line| {
        let part: &str = line.part.into();
        let sight: &str = line.sight.into();
        let basis = line.basis.map_or("", Into::into);
        let reason = line.reason.map_or("", Into::into);
        let unit = line.unit.as_ref().map_or("", |unit| unit.as_str());
        format!("{part} {unit}: {sight} {basis} {reason}")
            .trim_end()
            .to_owned()
    });
    lines.collect()
}

on_both! {
    /// Who sees a case is told by the same decision that opens it.
    fn who_sees_a_case_and_why_is_told(bench: &Bench) {
        let case = away(bench, "awo-1");
        assert_eq!(seen_by(bench, case.1), [
            "responsible caritas: whole responsible",
            "deputy awo: dates deputy no_deputy_consent",
            "coordination : head coordination",
            "head caritas: head head_of_body",
            "desk : nothing  no_consent",
        ]);
        let given = answer(20, case.0, ConsentAnswer::Given, None);
        assert_eq!(bench.send(&absent(), &given), Outcome::Applied);
        let with_deputy = seen_by(bench, case.1);
        assert_eq!(with_deputy[1], "deputy awo: whole deputy");
        bench.clock.pass(5 * DAY);
        assert_eq!(seen_by(bench, case.1)[1], "unit awo: nothing  deputy_ahead");
        bench.assign(case.0, case.1, "diakonie-1", "diakonie");
        let new = at_post(worker(), "diakonie", "diakonie-1");
        let (_, sight) = bench.town.read_blocking(&ags(), |tx| backend::case::sight(tx, &new, case.1)).unwrap();
        let former = sight.value().seen_by.iter().find(|line| line.part == SightPart::Former).unwrap();
        assert_eq!((former.sight, former.basis), (Sight::Handover, Some(Basis::Former)));
    }

    /// Whoever is responsible may be away while somebody opens the file: who deputises is told of it until the worker answers.
    fn who_deputises_is_told_who_opens_the_file_meanwhile(bench: &Bench) {
        let (person, case) = away(bench, "caritas-2");
        let head = Actor {
            roles: [Role::HeadOfBody].into(),
            post: None,
            account: AccountId::from_uuid(id(700)),
            ..absent()
        };
        let call = OpenForCheck {
            emergency: EmergencyId::from_uuid(id(30)),
            case,
            cause: CheckCause::Complaint,
            reason: "Beschwerde: niemand ruft zurück.".into(),
            days: 3,
        };
        let check = envelope(31, person, Command::OpenForCheck(call));
        assert_eq!(bench.send(&head, &check), Outcome::Applied);
        let told = |actor: &Actor| {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::emergency::read(tx, actor);
            bench.town.read_blocking(&ags(), read).unwrap().0
        };
        let notices = told(&colleague()).for_absent;
        assert_eq!(notices, told(&absent()).to_answer);
        assert_eq!(notices.len(), 1);
        assert_eq!(told(&head).for_absent, []);
        // It is the worker's to say what they think of it.
        let answer = |n| {
            let call = AnswerEmergency {
                emergency: EmergencyId::from_uuid(id(30)),
                verdict: EmergencyVerdict::Understood,
                note: String::new(),
            };
            envelope(n, person, Command::AnswerEmergency(call))
        };
        assert_eq!(bench.send(&colleague(), &answer(32)), Outcome::refused(Refusal::NotAllowed));
        assert_eq!(bench.send(&absent(), &answer(33)), Outcome::Applied);
        assert_eq!(told(&colleague()).for_absent, []);
        // Afterwards the deputy is told of nothing.
        let again = Command::OpenForCheck(OpenForCheck {
            emergency: EmergencyId::from_uuid(id(34)),
            case,
            cause: CheckCause::Complaint,
            reason: "Noch eine Frage dazu.".into(),
            days: 1,
        });
        bench.clock.pass(5 * DAY);
        assert_eq!(bench.send(&head, &envelope(35, person, again)), Outcome::Applied);
        assert_eq!(told(&colleague()).for_absent, []);
        assert_eq!(told(&absent()).to_answer.len(), 1);
    }

    /// Consent opens a named door, and taking it back closes it on every path at once.
    fn across_units_a_deputy_reads_while_the_client_agrees(bench: &Bench) {
        let case = away(bench, "awo-1");
        let next = NextDate::Due { on: Day::constant(2026, 12, 1), what: "Gewaltschutz".into() };
        let set = Command::SetNextDate(SetNextDate { case: case.1, next });
        assert_eq!(bench.send(&absent(), &envelope(20, case.0, set)), Outcome::Applied);

        assert_eq!(sight(bench, &deputy(), case), DATES_ONLY);
        assert_eq!(bench.send(&deputy(), &note(21, case, "Anruf")), Outcome::refused(Refusal::NotAllowed));
        let given = answer(22, case.0, ConsentAnswer::Given, None);
        assert_eq!(bench.send(&absent(), &given), Outcome::Applied);
        assert_eq!(sight(bench, &deputy(), case), WHOLE);
        assert_eq!(bench.send(&deputy(), &note(23, case, "Anruf")), Outcome::Applied);
        let open = deputised(bench, &deputy());
        assert!(open[0].may_open);
        assert_eq!(open[0].head.next.as_ref().map(NextDate::on), Some(Day::constant(2026, 12, 1)));
        assert_eq!(told_on(bench), None);

        // The client takes it back on the deputy's own tablet.
        let revoked = answer(24, case.0, ConsentAnswer::Revoked, None);
        assert_eq!(bench.send(&deputy(), &revoked), Outcome::Applied);
        assert_eq!(sight(bench, &deputy(), case), DATES_ONLY);
        let shut = deputised(bench, &deputy());
        assert!(!shut[0].may_open);
        assert_eq!(shut[0].revoked_on, Some(MORNING.day()));
        assert!(!serde_json::to_string(&shut).unwrap().contains("Gewaltschutz"));
        // What was written before the device knew goes to the one who is responsible.
        assert_eq!(bench.send(&deputy(), &note(25, case, "unterwegs")), Outcome::Held);
        assert_eq!(told_on(bench), Some(MORNING.day()));

        // Another unit's door was never open, and this one opens again when the client says so.
        let other = at_post(deputy(), "diakonie", "diakonie-1");
        assert_eq!(sight(bench, &other, case), NOTHING);
        let again = answer(26, case.0, ConsentAnswer::Given, None);
        assert_eq!(bench.send(&absent(), &again), Outcome::Applied);
        assert_eq!(sight(bench, &deputy(), case), WHOLE);
        assert_eq!(told_on(bench), None);
    }

    /// Of one day the answer counts that came last, whatever the clocks of tablets say: the yes has the later id.
    fn what_is_taken_back_does_not_lose_to_a_clock_that_is_ahead(bench: &Bench) {
        let case = away(bench, "awo-1");
        let given = answer(99, case.0, ConsentAnswer::Given, None);
        assert_eq!(bench.send(&absent(), &given), Outcome::Applied);
        assert_eq!(sight(bench, &deputy(), case), WHOLE);
        let revoked = answer(24, case.0, ConsentAnswer::Revoked, None);
        assert_eq!(bench.send(&absent(), &revoked), Outcome::Applied);
        assert_eq!(sight(bench, &deputy(), case), DATES_ONLY);
    }

    /// Access closes by itself with the absence, and with the last day of a yes that has one.
    fn access_ends_by_itself(bench: &Bench) {
        let case = away(bench, "awo-1");
        let last = MORNING.plus_millis(2 * DAY).day();
        let given = answer(20, case.0, ConsentAnswer::Given, Some(last));
        assert_eq!(bench.send(&absent(), &given), Outcome::Applied);
        bench.clock.pass(2 * DAY);
        assert_eq!(sight(bench, &deputy(), case), WHOLE);
        bench.clock.pass(DAY);
        assert_eq!(sight(bench, &deputy(), case), DATES_ONLY);
        let given = RecordConsent {
            answered_on: MORNING.plus_millis(3 * DAY).day(),
            ..match answer(21, case.0, ConsentAnswer::Given, None).command {
                Command::RecordConsent(call) => call,
                other => panic!("{}", other.name()),
            }
        };
        let again = envelope(21, case.0, Command::RecordConsent(given));
        assert_eq!(bench.send(&absent(), &again), Outcome::Applied);
        assert_eq!(sight(bench, &deputy(), case), WHOLE);
        bench.clock.pass(2 * DAY);
        assert_eq!(sight(bench, &deputy(), case), NOTHING);
        assert!(deputised(bench, &deputy()).is_empty());
        assert_eq!(bench.send(&deputy(), &note(22, case, "spät")), Outcome::Held);
    }

    /// Within a unit the absence alone opens the file, and only for the one who is named.
    fn within_a_unit_the_absence_opens_the_file(bench: &Bench) {
        let case = away(bench, "caritas-2");
        assert_eq!(sight(bench, &colleague(), case), WHOLE);
        let third = at_post(colleague(), "caritas", "caritas-3");
        assert_eq!(sight(bench, &third, case), NOTHING);
        bench.clock.pass(5 * DAY);
        assert_eq!(sight(bench, &colleague(), case), NOTHING);
        assert_eq!(bench.send(&colleague(), &note(20, case, "spät")), Outcome::Held);
    }

    /// A deputy works the case and leaves to its worker what binds beyond the absence.
    fn a_deputy_leaves_to_the_worker_what_is_theirs(bench: &Bench) {
        let case = away(bench, "caritas-2");
        let given = answer(20, case.0, ConsentAnswer::Given, None);
        assert_eq!(bench.send(&colleague(), &given), Outcome::refused(Refusal::NotAllowed));
        let see = envelope(21, case.0, Command::SeeCase(SeeCase { case: case.1 }));
        assert_eq!(bench.send(&colleague(), &see), Outcome::Applied);
        let list = bench.town.read_blocking(&ags(), |tx| backend::case::worklist(tx, &absent())).unwrap();
        assert!(list.value().cases[0].is_new);

        let confidential = |n, text: &str| {
            let mut sent = note(n, case, text);
            if let Command::AddNote(add) = &mut sent.command {
                add.draft.is_confidential = true;
            }
            sent
        };
        assert_eq!(bench.send(&absent(), &confidential(22, "anvertraut")), Outcome::Applied);
        assert_eq!(bench.send(&colleague(), &confidential(23, "selbst gehört")), Outcome::Applied);
        let texts = |actor: &Actor| -> Vec<Option<String>> {
            let file = bench.town.read_blocking(&ags(), |tx| backend::case::file(tx, actor, case.1)).unwrap();
            let notes = &file.value().notes;
            let mut texts: Vec<_> = notes.iter().map(|note| Some(note.draft.as_ref()?.text.clone())).collect();
            texts.sort();
            texts
        };
        let (told, heard) = (Some("anvertraut".to_owned()), Some("selbst gehört".to_owned()));
        assert_eq!(texts(&colleague()), [None, heard.clone()]);
        assert_eq!(texts(&absent()), [told, heard]);
    }

    /// What a client took back is not lost because it comes when the deputy's access has ended.
    fn what_was_taken_back_and_comes_late_is_held(bench: &Bench) {
        let case = away(bench, "awo-1");
        let given = answer(20, case.0, ConsentAnswer::Given, None);
        assert_eq!(bench.send(&absent(), &given), Outcome::Applied);
        bench.clock.pass(5 * DAY);
        let late = answer(21, case.0, ConsentAnswer::Revoked, None);
        assert_eq!(bench.send(&deputy(), &late), Outcome::Held);
        let settle = SettleHeld { held: late.id, answer: HeldAnswer::Accept {} };
        let settle = envelope(22, case.0, Command::SettleHeld(settle));
        assert_eq!(bench.send(&absent(), &settle), Outcome::Applied);
        assert!(!seen_by(bench, case.1).iter().any(|line| line.starts_with("unit")));
        // Whoever never had the case takes nothing down.
        let other = at_post(deputy(), "diakonie", "diakonie-1");
        let foreign = answer(23, case.0, ConsentAnswer::Revoked, None);
        assert_eq!(bench.send(&other, &foreign), Outcome::refused(Refusal::NotFound));
    }

    /// Only a unit of this town can be agreed to; refusing it leaves the case as it is.
    fn an_answer_names_a_unit_of_the_town(bench: &Bench) {
        let case = away(bench, "awo-1");
        let mut nowhere = answer(20, case.0, ConsentAnswer::Given, None);
        if let Command::RecordConsent(call) = &mut nowhere.command {
            call.receiver = Some(Receiver::Unit("nowhere".parse().unwrap()));
        }
        let fields = FieldProblems::at("receiver", ProblemCode::UnknownCode);
        let refused = Outcome::Refused { because: Refusal::Fields, fields };
        assert_eq!(bench.send(&absent(), &nowhere), refused);
        let no = answer(21, case.0, ConsentAnswer::Refused, None);
        assert_eq!(bench.send(&absent(), &no), Outcome::Applied);
        assert_eq!(sight(bench, &absent(), case), WHOLE);
        let stop = bench.town.read_blocking(&ags(), |tx| backend::case::file(tx, &deputy(), case.1));
        let because = Reason::NoDeputyConsent;
        assert!(matches!(stop, Err(Stop::Withheld { because: why, .. }) if why == because));
    }
}
