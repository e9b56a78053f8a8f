//! A person and a case after the admission: what a person's page tells whom, a case that goes from one post to another,
//! what its giver is told, and slips that stand at a person.

use backend::decision::Stop;
use shared::assignment::AssignCase;
use shared::assignment::calls::{CaseSearch, HandedOver, Responsibility};
use shared::case::{CaseFile, ChoiceReason};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::exchange::{Envelope, Outcome, Subject};
use shared::intake::{AttachSlip, RecordSlip, SlipDraft, SlipOutcome};
use shared::kernel::{Actor, CaseId, PersonId, ProblemCode, SlipId};
use shared::person::calls::{DeskHit, Hit, PersonCard, PersonSearch};
use shared::person::{PersonDraft, RecordPerson};

use crate::counter::{link, may_be_found, said};
use crate::moves::{Scene, in_pool, scene};
use crate::support::{Bench, ags, coordinator, envelope, id, on_both, reception};

type Case = (PersonId, CaseId);

fn give(n: u128, (person, case): Case, to: &Actor, because: Option<ChoiceReason>) -> Envelope {
    let call = AssignCase {
        case,
        to: to.post.clone().unwrap(),
        because,
        reason: because.map_or(String::new(), |_| "Frau K. geht in Elternzeit".to_owned()),
    };
    envelope(n, person, Command::AssignCase(call))
}

fn read<T>(
    bench: &Bench,
    read: impl FnMut(&mut backend::tx::Tx<'_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    bench.town.read_blocking(&ags(), read)
}

fn file(bench: &Bench, actor: &Actor, case: CaseId) -> Result<CaseFile, Stop> {
    read(bench, |tx| backend::case::file(tx, actor, case)).map(|file| file.into_value())
}

fn handed_over(bench: &Bench, actor: &Actor) -> Vec<HandedOver> {
    let (told, shown) = read(bench, |tx| backend::assignment::handed_over(tx, actor)).unwrap();
    assert_eq!(told.cases.len(), shown.len());
    told.cases
}

fn responsibility(bench: &Bench, actor: &Actor, case: CaseId) -> Result<Responsibility, Stop> {
    let answer = read(bench, |tx| backend::assignment::read(tx, actor, case))?;
    Ok(answer.1.into_value())
}

fn card(bench: &Bench, actor: &Actor, person: PersonId) -> PersonCard {
    let answer = read(bench, |tx| backend::person::card(tx, actor, person)).unwrap();
    // Whoever is shown stands in the read log, and nobody else.
    let is_known = matches!(answer.answer.hit, Hit::Known(_));
    assert_eq!(answer.shown.len(), usize::from(is_known));
    answer.answer
}

fn known(card: PersonCard) -> DeskHit {
    match card.hit {
        Hit::Known(hit) => *hit,
        Hit::Blind => panic!("a hit"),
    }
}

/// A case of the scene's worker.
fn at_worker(bench: &Bench, scene: &Scene) -> Case {
    let case = in_pool(bench, &scene.worker, scene.own);
    let given = give(20, case, &scene.worker, None);
    assert_eq!(bench.send(&coordinator(), &given), Outcome::Applied);
    case
}

on_both! {
    fn a_case_that_somebody_has_is_handed_over_with_a_reason_and_its_giver_is_told(bench: &Bench) {
        let scene = scene(bench);
        let colleague = scene.colleague();
        let case = at_worker(bench, &scene);
        let Outcome::Refused { fields, .. } = bench.send(&coordinator(), &give(21, case, &colleague, None)) else {
            panic!("a refusal");
        };
        assert_eq!(fields.of("because")[0].code, ProblemCode::ReasonNeeded);
        assert!(file(bench, &scene.worker, case.1).is_ok(), "it stays until then");
        let reason = Some(ChoiceReason::Absence);
        assert_eq!(bench.send(&coordinator(), &give(22, case, &colleague, reason)), Outcome::Applied);

        // The new one finds it on top of the day, the old one reads no file any more, but where it went and why.
        let worklist = read(bench, |tx| backend::case::worklist(tx, &colleague)).unwrap().into_value();
        assert_eq!(worklist.cases.len(), 1);
        assert!(worklist.cases[0].is_new);
        assert!(matches!(file(bench, &scene.worker, case.1), Err(Stop::Withheld { is_seen: false, .. })));
        let told = handed_over(bench, &scene.worker);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].name, "Mohammad Al-Hassan");
        assert_eq!(told[0].to.as_ref().map(|to| to.post.clone()), colleague.post);
        assert_eq!((told[0].because, told[0].reason.as_str()), (reason, "Frau K. geht in Elternzeit"));
        assert_eq!(handed_over(bench, &colleague), []);
        let as_coordinator = read(bench, |tx| backend::assignment::handed_over(tx, &coordinator()));
        assert!(matches!(as_coordinator, Err(Stop::NotAllowed(_))));

        // Not for ever, and not where it came back.
        bench.pass(31 * 86_400_000);
        assert_eq!(handed_over(bench, &scene.worker), []);
        assert_eq!(bench.send(&coordinator(), &give(23, case, &scene.worker, reason)), Outcome::Applied);
        assert_eq!(handed_over(bench, &colleague).len(), 1);
        bench.pass(1);
        assert_eq!(bench.send(&coordinator(), &give(24, case, &colleague, reason)), Outcome::Applied);
        assert_eq!(handed_over(bench, &colleague), []);
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }

    fn the_coordinator_finds_every_case_and_no_name(bench: &Bench) {
        let scene = scene(bench);
        let case = at_worker(bench, &scene);
        let find = |search: CaseSearch| read(bench, |tx| backend::assignment::find(tx, &coordinator(), &search)).map(|(found, _)| found);
        let all = find(CaseSearch::default()).unwrap();
        assert_eq!((all.cases.len(), all.total), (0, 0));
        let post = all.posts.iter().find(|one| Some(&one.post) == scene.worker.post.as_ref());
        assert_eq!(post.unwrap().load, 1);
        let of_post = find(CaseSearch { post: scene.worker.post.clone(), number: String::new() }).unwrap();
        assert_eq!((of_post.cases.len(), of_post.total), (1, 1));
        let number = of_post.cases[0].number.clone();
        let by_number = find(CaseSearch { post: None, number: number.to_lowercase() }).unwrap();
        assert_eq!(by_number.cases, of_post.cases);
        assert_eq!(of_post.cases[0].name, "");
        assert!(find(CaseSearch { post: None, number: "LEV-1999-0001".into() }).unwrap().cases.is_empty());
        let as_worker = read(bench, |tx| backend::assignment::find(tx, &scene.worker, &CaseSearch::default()));
        assert!(matches!(as_worker, Err(Stop::NotAllowed(_))));

        bench.send(&coordinator(), &give(30, case, &scene.colleague(), Some(ChoiceReason::Conflict)));
        let seen = responsibility(bench, &coordinator(), case.1).unwrap();
        assert!(seen.may_assign);
        assert_eq!(seen.head.name, "");
        assert_eq!(seen.history.posts.len(), 2);
        assert_eq!(seen.history.posts[1].because, Some(ChoiceReason::Conflict));
        assert_eq!(seen.history.posts[1].reason, "", "what was said in words is for the file");
        let own = responsibility(bench, &scene.colleague(), case.1).unwrap();
        assert!(!own.may_assign);
        assert_eq!(own.head.name, "Mohammad Al-Hassan");
        assert_eq!(own.history.posts[1].reason, "Frau K. geht in Elternzeit");
        assert!(matches!(responsibility(bench, &scene.worker, case.1), Err(Stop::Withheld { is_seen: false, .. })));
    }

    fn a_persons_page_tells_the_desk_what_the_client_agreed_to_and_no_more(bench: &Bench) {
        let scene = scene(bench);
        let case = at_worker(bench, &scene);
        let (person, desk) = (case.0, reception());
        let own = card(bench, &scene.worker, person);
        assert!(own.may_edit);
        assert_eq!(known(own).case, Some(case.1));

        // Who may not see anything is answered as if nobody were there.
        let nobody = card(bench, &desk, PersonId::from_uuid(id(999)));
        assert_eq!(nobody.hit, Hit::Blind);
        assert_eq!(card(bench, &desk, person), nobody);
        assert_eq!(card(bench, &scene.colleague(), person), nobody);

        assert_eq!(bench.send(&scene.worker, &may_be_found(40, person)), Outcome::Applied);
        let seen = card(bench, &desk, person);
        assert!(!seen.may_edit && !seen.is_intake_open);
        let hit = known(seen);
        assert_eq!(hit.name, "Mohammad Al-Hassan");
        assert_eq!(hit.responsible.as_ref().map(|who| who.post.clone()), scene.worker.post);
        assert!(!hit.responsible.unwrap().telephone.is_empty());
        assert!(hit.next_on.is_some());
        assert_eq!((hit.case, hit.may_open), (None, false));
        let as_coordinator = read(bench, |tx| backend::person::card(tx, &coordinator(), person));
        assert!(matches!(as_coordinator, Err(Stop::NotAllowed(_))));
    }

    /// Somebody was taken in twice and linked: the record without a case says whose the other's is, as far as the client
    /// agreed to be found, on the page and in the search.
    fn a_linked_record_leads_to_who_is_responsible(bench: &Bench) {
        let scene = scene(bench);
        let case = at_worker(bench, &scene);
        let desk = reception();
        let twin = PersonId::from_uuid(id(40));
        let draft = PersonDraft { spoken_name: "Zwilla Testzwilling".into(), ..PersonDraft::default() };
        let recorded = envelope(41, twin, Command::RecordPerson(RecordPerson { draft }));
        assert_eq!(bench.send(&desk, &recorded), Outcome::Applied);
        let through = |reader: &Actor| {
            let answer = read(bench, |tx| backend::person::card(tx, reader, twin)).unwrap();
            let through = known(answer.answer).through;
            // Whose case is shown stands in the read log too.
            let is_logged = answer.shown.contains_key(&Subject::Person(case.0));
            assert_eq!(is_logged, through.is_some());
            through
        };
        assert_eq!(through(&desk), None);
        assert_eq!(bench.send(&scene.worker, &may_be_found(42, case.0)), Outcome::Applied);
        assert_eq!(through(&desk), None);
        assert_eq!(bench.send(&desk, &link(43, twin, case.0)), Outcome::Applied);
        let found = through(&desk).unwrap();
        assert_eq!(found.person, case.0);
        assert!(found.responsible.is_some());
        let search = PersonSearch { text: "Zwilla Testzwilling".into() };
        let answer = read(bench, |tx| backend::person::find(tx, &desk, &search)).unwrap();
        let Hit::Known(hit) = &answer.hits.hits[0] else { panic!("a hit") };
        assert_eq!(hit.through.as_ref(), Some(&found));
        assert_eq!(hit.worker(), found.responsible.as_ref());
        assert!(answer.shown.contains_key(&Subject::Person(case.0)));

        // Who is not to be found at the desk any more is not found through a link either.
        let no = said(44, case.0, ConsentKind::FoundAtDesk, ConsentAnswer::Revoked);
        assert_eq!(bench.send(&scene.worker, &no), Outcome::Applied);
        assert_eq!(through(&desk), None);
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }

    fn a_slip_at_a_person_is_read_by_whoever_may_read_the_person(bench: &Bench) {
        let scene = scene(bench);
        let mut desk = reception();
        desk.unit = scene.worker.unit.clone();
        let case = in_pool(bench, &desk, scene.own);
        let slip = SlipId::from_uuid(id(50));
        let about = |n, command| Envelope {
            subject: Subject::Slip(slip),
            ..envelope(n, case.0, command)
        };
        let draft = SlipDraft {
            concern: "Brief vom Jobcenter".into(),
            channel: "SERVICEPOINT".parse().ok(),
            fields_of_action: ["H02".parse().unwrap()].into(),
            urgency: "D3".parse().ok(),
            outcome: Some(SlipOutcome::Counselled),
            ..SlipDraft::default()
        };
        assert_eq!(bench.send(&desk, &about(51, Command::RecordSlip(RecordSlip { draft }))), Outcome::Applied);
        let attach = Command::AttachSlip(AttachSlip { person: case.0 });
        assert_eq!(bench.send(&desk, &about(52, attach)), Outcome::Applied);
        let slips = |actor: &Actor| read(bench, |tx| backend::intake::slips_of(tx, actor, case.0))
            .map(|slips| slips.into_value().slips);
        assert_eq!(slips(&desk).unwrap().len(), 1);

        // Another unit has the case: what was put at the person came along, and the desk is past it.
        let colleague = scene.colleague();
        bench.send(&coordinator(), &give(53, case, &colleague, Some(ChoiceReason::ClientChoice)));
        assert_eq!(slips(&colleague).unwrap()[0].draft.concern, "Brief vom Jobcenter");
        assert!(matches!(slips(&desk), Err(Stop::Withheld { is_seen: false, .. })));
        assert!(matches!(slips(&scene.worker), Err(Stop::Withheld { is_seen: false, .. })));
    }
}
