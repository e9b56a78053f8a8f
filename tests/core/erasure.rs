//! Erasing a person: who decides, what is gone, what stays, and that nothing brings the person back.

use std::collections::{BTreeMap, BTreeSet};

use backend::check::What;
use backend::db::{Failure, catalogue};
use backend::decision::Stop;
use backend::erasure::{self, Journal, KEPT, NAMED, REACHED};
use backend::exchange;
use backend::organisation::load_as_system;
use backend::tx::{KeyState, Town};
use backend::{check, replay};
use shared::audit::changes::ChangeSearch;
use shared::case::calls::PackWish;
use shared::case::{AppointmentDraft, PlanAppointment};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::disclosure::{DataClass, Disclose, DisclosureDraft};
use shared::emergency::{EmergencyKind, OpenInEmergency};
use shared::erasure::calls::{ErasureOf, Erasures, WhoseErasure};
use shared::erasure::{AskErasure, ConfirmErasure, DeclineErasure, ErasureReason, TakeBackErasure};
use shared::exchange::{Envelope, Offer, Outcome, Refusal, Subject};
use shared::inquiry::{InquiryDraft, SendInquiry};
use shared::intake::{
    AttachSlip, DetachSlip, FactDraft, IntakeDraft, Lane, RecordFact, RecordSlip, SlipDraft,
    SlipOutcome, StartIntake,
};
use shared::kernel::{
    AccountId, Actor, AppointmentId, Attachment, CaseId, DisclosureId, EmergencyId, ErasureId,
    FactId, ImpreciseDate, InquiryId, IntakeId, LinkId, PersonId, ProblemCode, Role, Signature,
    SlipId,
};
use shared::organisation::files::shipped;
use shared::person::{TellPersonsApart, UnlinkPersons};

use crate::counter::{link, said};
use crate::history::busy;
use crate::scan::{scanned, send_with};
use crate::support::{
    Bench, MORNING, ags, answer_to, coordinator, envelope, id, note, on_both, other_worker,
    reception, record, worker,
};
use crate::tamper::sql;

const PERSON: u128 = 10;
const OTHER: u128 = 100;

fn person() -> PersonId {
    PersonId::from_uuid(id(PERSON))
}

fn case() -> CaseId {
    CaseId::from_uuid(id(PERSON + 1))
}

fn other() -> PersonId {
    PersonId::from_uuid(id(OTHER))
}

fn slip(n: u128) -> SlipId {
    SlipId::from_uuid(id(n))
}

fn inquiry() -> InquiryId {
    InquiryId::from_uuid(id(450))
}

fn erasure(n: u128) -> ErasureId {
    ErasureId::from_uuid(id(n))
}

/// Another coordinator.
fn deputy_coordinator() -> Actor {
    Actor {
        account: AccountId::from_uuid(id(1_000_044)),
        ..coordinator()
    }
}

pub(crate) fn ask(n: u128, person: PersonId) -> Envelope {
    let call = AskErasure {
        erasure: erasure(n),
        reason: ErasureReason::RecordedInError,
        remark: "zweiter Eintrag".into(),
    };
    envelope(n, person, Command::AskErasure(call))
}

pub(crate) fn confirm(n: u128, request: u128, person: PersonId) -> Envelope {
    Envelope {
        subject: Subject::Erasure(erasure(request)),
        ..envelope(
            n,
            person,
            Command::ConfirmErasure(ConfirmErasure { person }),
        )
    }
}

fn take_back(n: u128, request: u128) -> Envelope {
    let call = TakeBackErasure {
        erasure: erasure(request),
    };
    envelope(n, person(), Command::TakeBackErasure(call))
}

fn decline(n: u128, request: u128, reason: &str) -> Envelope {
    let call = DeclineErasure {
        erasure: erasure(request),
        reason: reason.into(),
    };
    envelope(n, person(), Command::DeclineErasure(call))
}

fn on_slip(n: u128, command: Command, of: SlipId) -> Envelope {
    Envelope {
        subject: Subject::Slip(of),
        ..envelope(n, person(), command)
    }
}

fn record_slip(n: u128) -> Envelope {
    let draft = SlipDraft {
        concern: "Brief nicht verstanden".into(),
        fields_of_action: ["H03".parse().unwrap()].into(),
        channel: Some("SERVICEPOINT".parse().unwrap()),
        urgency: Some("D4".parse().unwrap()),
        outcome: Some(SlipOutcome::Counselled),
        ..SlipDraft::default()
    };
    on_slip(n, Command::RecordSlip(RecordSlip { draft }), slip(n))
}

/// An inquiry of somebody who does not find the person.
fn asks(n: u128, inquiry: InquiryId) -> Envelope {
    let draft = InquiryDraft {
        family_name: "Al-Hassan".into(),
        given_name: "Mohammad".into(),
        born: Some(ImpreciseDate::Year { year: 1990 }),
        reason: "spricht von einer Beratung".into(),
        is_agreed: true,
    };
    Envelope {
        subject: Subject::Inquiry(inquiry),
        ..envelope(n, person(), Command::SendInquiry(SendInquiry { draft }))
    }
}

/// A person of whom there is something in every table, and another one to whom they are linked in every way.
fn whole(bench: &Bench) {
    busy(bench);
    let send = |envelope: Envelope| {
        assert_eq!(
            bench.send(&other_worker(), &envelope),
            Outcome::Applied,
            "{envelope:?}"
        );
    };
    let appointment = PlanAppointment {
        case: case(),
        appointment: AppointmentId::from_uuid(id(400)),
        draft: AppointmentDraft {
            starts_at: Some(MORNING),
            contact: Some("HAUSBESUCH".parse().unwrap()),
            about: "Wohnung".into(),
            ..AppointmentDraft::default()
        },
    };
    send(envelope(
        400,
        person(),
        Command::PlanAppointment(appointment),
    ));
    // Somebody who does not find them asks about them, and opens the file in an emergency when they are found.
    let asked = asks(450, inquiry());
    assert_eq!(bench.send(&worker(), &asked), Outcome::Applied);
    send(said(
        401,
        person(),
        ConsentKind::FoundAtDesk,
        ConsentAnswer::Given,
    ));
    let open = OpenInEmergency {
        emergency: EmergencyId::from_uuid(id(451)),
        kind: EmergencyKind::Danger,
        reason: "liegt bewusstlos im Flur".into(),
        hours: 4,
    };
    let open = envelope(451, person(), Command::OpenInEmergency(open));
    assert_eq!(bench.send(&worker(), &open), Outcome::Applied);
    let start = StartIntake {
        intake: IntakeId::from_uuid(id(402)),
        draft: IntakeDraft::default(),
    };
    send(envelope(402, person(), Command::StartIntake(start)));
    let fact = RecordFact {
        fact: FactId::from_uuid(id(403)),
        corrects: None,
        draft: FactDraft {
            value: Some("GEST".parse().unwrap()),
            ..FactDraft::blank(Lane::Residence)
        },
    };
    send(envelope(403, person(), Command::RecordFact(fact)));
    for n in [410, 420] {
        send(record_slip(n));
        let attach = AttachSlip { person: person() };
        send(on_slip(n + 1, Command::AttachSlip(attach), slip(n)));
    }
    // The second one turned out to be somebody else's.
    let detach = DetachSlip { person: person() };
    send(on_slip(422, Command::DetachSlip(detach), slip(420)));
    // Linked by the one and by the other, taken back in the log of the other, told apart, linked once more.
    let unlink = |n, of, stated: u128| {
        let call = UnlinkPersons {
            link: LinkId::from_uuid(id(stated)),
            reason: "Vettern".into(),
        };
        envelope(n, of, Command::UnlinkPersons(call))
    };
    send(link(430, other(), person()));
    send(unlink(431, other(), 430));
    send(link(432, person(), other()));
    send(unlink(433, other(), 432));
    let apart = TellPersonsApart {
        other: person(),
        reason: "Vettern".into(),
    };
    send(envelope(434, other(), Command::TellPersonsApart(apart)));
    send(link(435, other(), person()));
    let scan = Attachment::of(&harness::picture(40, 40, 7));
    let signed = scanned(455, person(), scan.id);
    let kept = send_with(bench, &other_worker(), signed, &[scan]);
    assert_eq!(kept, Outcome::Applied);
    // An office was told of them.
    load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
    let agreed = RecordConsent {
        receiver: Some(Receiver::Office("jobcenter".parse().unwrap())),
        signature: Some(Signature::Paper),
        ..answer_to(460, ConsentKind::Sharing, ConsentAnswer::Given)
    };
    send(envelope(460, person(), Command::RecordConsent(agreed)));
    let told = Disclose {
        disclosure: DisclosureId::from_uuid(id(461)),
        case: case(),
        draft: DisclosureDraft {
            offices: vec!["jobcenter".parse().unwrap()],
            classes: [DataClass::Residence].into(),
            purpose: "Antrag".into(),
            ..DisclosureDraft::default()
        },
    };
    send(envelope(461, person(), Command::Disclose(told)));
    // Asked for once before, and declined.
    send(ask(440, person()));
    let declined = decline(441, 440, "Der Fall ist offen");
    assert_eq!(bench.send(&coordinator(), &declined), Outcome::Applied);
}

/// Every row of every table.
fn rows(town: &Town) -> BTreeMap<String, Vec<String>> {
    town.db()
        .read_blocking(|conn| {
            catalogue::tables(conn)?
                .into_iter()
                .map(|table| Ok::<_, Failure>((table.name.clone(), catalogue::rows(conn, &table)?)))
                .collect()
        })
        .unwrap()
}

/// The tables with a row that names one of these ids.
fn naming(town: &Town, ids: &[String]) -> BTreeSet<String> {
    let is_named = |row: &String| ids.iter().any(|id| row.contains(id));
    rows(town)
        .into_iter()
        .filter(|(_, rows)| rows.iter().any(is_named))
        .map(|(table, _)| table)
        .collect()
}

fn read_of(bench: &Bench, actor: &Actor, whose: WhoseErasure) -> Result<ErasureOf, Stop> {
    let read = bench
        .town
        .read_blocking(&ags(), |tx| erasure::of(tx, actor, whose));
    read.map(|(told, _, _)| told)
}

fn by_person(person: PersonId) -> WhoseErasure {
    WhoseErasure {
        person: Some(person),
        case: None,
    }
}

fn by_case(case: CaseId) -> WhoseErasure {
    WhoseErasure {
        person: None,
        case: Some(case),
    }
}

fn listed(bench: &Bench, actor: &Actor) -> Erasures {
    bench
        .town
        .read_blocking(&ags(), |tx| erasure::list(tx, actor))
        .unwrap()
}

fn state_of(town: &Town, subject: &Subject) -> KeyState {
    town.read_blocking(&ags(), |tx| tx.key_state(subject))
        .unwrap()
}

/// Where `check` finds what is wrong in this way.
fn found(town: &Town, what: What) -> BTreeSet<String> {
    let report = check::check(town).unwrap();
    let findings = report.findings.into_iter();
    findings
        .filter(|finding| finding.what == what)
        .map(|finding| finding.place)
        .collect()
}

fn is_whole(town: &Town) {
    assert_eq!(check::check(town).unwrap().findings, []);
    assert_eq!(replay::compare(town).unwrap(), []);
}

on_both! {
    /// Whoever adds a table says whether erasing a person reaches it, or why it does not have to.
    fn every_table_is_reached_by_erasure_or_kept_for_a_reason(bench: &Bench) {
        let reached: BTreeSet<&str> = REACHED.iter().map(|(_, table, _)| *table).collect();
        let kept: BTreeMap<&str, &str> = KEPT
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once(": ").unwrap())
            .collect();
        assert!(kept.values().all(|reason| !reason.trim().is_empty()));
        let all = bench.town.db().read_blocking(catalogue::tables).unwrap();
        let mut known = BTreeSet::new();
        for table in &all {
            let name = table.name.as_str();
            assert_ne!(
                reached.contains(name),
                kept.contains_key(name),
                "{name} is either reached by erasure (backend/src/erasure/store.rs) or kept (kept.txt)"
            );
            known.insert(name);
        }
        for name in reached.iter().chain(kept.keys()) {
            // The read log has a store of its own.
            assert!(known.contains(name) || name.starts_with("read_"), "{name} is no table");
        }
    }

    fn a_person_is_gone_from_every_table_and_all_that_is_left_verifies(bench: &Bench) {
        whole(bench);
        is_whole(&bench.town);
        let before = rows(&bench.town);
        let named = naming(&bench.town, &[person().to_string()]);
        let reached: BTreeSet<String> = REACHED.iter().map(|(_, table, _)| (*table).to_owned()).collect();
        // The control: each of these tables holds something of the person, by their id or that of their case, slip or inquiry.
        let ids = [person().to_string(), case().to_string(), slip(410).to_string(), inquiry().to_string()];
        let filled = naming(&bench.town, &ids);
        for table in &reached {
            assert!(filled.contains(table), "{table} holds something of the person");
        }
        assert!(named.len() > 10);

        assert_eq!(bench.send(&other_worker(), &ask(500, person())), Outcome::Applied);
        assert_eq!(bench.send(&coordinator(), &confirm(501, 500, person())), Outcome::Applied);

        let left = ["log_entry", "subject_key", "erasure"].map(str::to_owned);
        assert_eq!(naming(&bench.town, &ids), BTreeSet::from(left));
        let after = rows(&bench.town);
        for (table, rows) in &after {
            let gone = before[table].len() as i64 - rows.len() as i64;
            assert!(gone > 0 || !reached.contains(table), "{table}");
        }
        for row in after["log_entry"].iter().chain(&after["subject_key"]) {
            if ids.iter().any(|id| row.contains(id)) {
                assert!(row.contains("content=-") || row.contains("wrapped=-"), "{row}");
            }
        }
        for subject in [Subject::Person(person()), Subject::Slip(slip(410)), Subject::Inquiry(inquiry())] {
            assert_eq!(state_of(&bench.town, &subject), KeyState::Erased);
        }
        // What is other people's stays theirs.
        for subject in [Subject::Person(other()), Subject::Slip(slip(420))] {
            assert_eq!(state_of(&bench.town, &subject), KeyState::Held);
        }
        let file = bench.town.read_blocking(&ags(), |tx| backend::person::read(tx, &other_worker(), other())).unwrap();
        assert_eq!(file.into_value().linked, []);
        is_whole(&bench.town);
        // The log once more, into the other database.
        let copy = bench.beside();
        bench.town.read_blocking(&ags(), |from| {
            copy.town.write_blocking(&ags(), |to| replay::replay(from, to))
        }).unwrap();
        assert_eq!(replay::differences(bench.town.db(), copy.town.db()).unwrap(), []);
        // Whoever had the last number is erased too, and nobody gets it a second time.
        assert_eq!(bench.send(&other_worker(), &ask(510, other())), Outcome::Applied);
        assert_eq!(bench.send(&coordinator(), &confirm(511, 510, other())), Outcome::Applied);
        is_whole(&bench.town);
        let (_, next) = bench.case_at(600, "AWO-1", "AWO");
        let opened = bench.town.read_blocking(&ags(), |tx| {
            backend::case::file(tx, &other_worker(), next).map(|file| file.into_value())
        }).unwrap();
        assert_eq!(opened.head.number, "LEV-2026-0003");
        is_whole(&bench.town);
    }

    fn nothing_brings_the_person_back_and_everybody_finds_nobody(bench: &Bench) {
        whole(bench);
        let old = note(26, (person(), case()), "nachgereicht");
        let late = note(700, (person(), case()), "im Flur geschrieben");
        bench.send(&other_worker(), &ask(500, person()));
        let confirmation = confirm(501, 500, person());
        assert_eq!(bench.send(&coordinator(), &confirmation), Outcome::Applied);

        let erased = Outcome::refused(Refusal::Erased);
        for envelope in [&old, &late, &record(701, person()), &ask(702, person())] {
            assert_eq!(bench.send(&worker(), envelope), erased);
            assert_eq!(bench.send(&other_worker(), envelope), erased);
            let handed_in = exchange::hand_in_blocking(&bench.town, &worker(), None, std::slice::from_ref(envelope), &[]);
            assert_eq!(handed_in.unwrap().outcomes[0].answer, erased);
        }
        let attach = AttachSlip { person: person() };
        let of_erased = on_slip(703, Command::AttachSlip(attach.clone()), slip(410));
        assert_eq!(bench.send(&other_worker(), &of_erased), erased);
        // To put something that is there at the erased person is refused with the same word.
        for envelope in [
            on_slip(704, Command::AttachSlip(attach), slip(420)),
            link(705, other(), person()),
        ] {
            assert_eq!(bench.send(&other_worker(), &envelope), erased, "{envelope:?}");
        }
        for actor in [worker(), other_worker(), reception(), coordinator()] {
            let changed = ChangeSearch { person: person(), field: String::new(), before: None };
            let reads: [Result<(), Stop>; 3] = [
                bench.town.read_blocking(&ags(), |tx| backend::audit::changes(tx, &actor, &changed)).map(drop),
                bench.town.read_blocking(&ags(), |tx| backend::person::read(tx, &actor, person())).map(drop),
                bench.town.read_blocking(&ags(), |tx| backend::case::file(tx, &actor, case())).map(drop),
            ];
            for read in reads {
                assert!(matches!(read, Err(Stop::NotFound)), "{read:?}");
            }
            let card = |person| {
                let read = bench.town.read_blocking(&ags(), |tx| backend::person::card(tx, &actor, person));
                format!("{read:?}")
            };
            let nobody = PersonId::from_uuid(id(999_999));
            assert_eq!(card(person()), card(nobody).replace(&nobody.to_string(), &person().to_string()));
        }
        // A tablet's next contact takes her away with the rest of the pack.
        let wish = PackWish { chosen: vec![case()] };
        let pack = bench.town.read_blocking(&ags(), |tx| backend::case::pack(tx, &other_worker(), &wish)).unwrap();
        let packed: Vec<_> = pack.into_value().files.iter().map(|file| file.head.person).collect();
        assert_eq!(packed, [other()]);
        let worklist = bench.town.read_blocking(&ags(), |tx| backend::case::worklist(tx, &other_worker())).unwrap();
        let listed_there: Vec<_> = worklist.into_value().cases.iter().map(|head| head.person).collect();
        assert_eq!(listed_there, [other()]);
        // The two who decided are told that it was done, and when; nobody else.
        for whose in [by_person(person()), by_case(case())] {
            for actor in [other_worker(), coordinator()] {
                let told = read_of(bench, &actor, whose).unwrap();
                assert_eq!(told, ErasureOf { erased_on: Some(MORNING.day()), ..ErasureOf::default() });
            }
            for actor in [worker(), reception(), deputy_coordinator()] {
                assert!(matches!(read_of(bench, &actor, whose), Err(Stop::NotFound)));
            }
        }
        let list = listed(bench, &coordinator());
        assert_eq!(list.open, []);
        assert_eq!(list.done.len(), 1);
        assert_eq!((list.done[0].erasure, list.done[0].reason), (erasure(500), ErasureReason::RecordedInError));

        // The same confirmation gets the same answer; one more of the same person changes nothing; another's comes late.
        assert_eq!(bench.send(&coordinator(), &confirmation), Outcome::Applied);
        assert_eq!(bench.send(&coordinator(), &confirm(710, 500, person())), Outcome::Applied);
        assert_eq!(bench.send(&deputy_coordinator(), &confirm(711, 500, person())), erased);
        assert_eq!(bench.send(&coordinator(), &decline(712, 500, "zu spät")), erased);
        is_whole(&bench.town);
    }

    fn it_takes_two_and_the_second_is_another_account(bench: &Bench) {
        whole(bench);
        let not_found = Outcome::refused(Refusal::NotFound);
        let not_allowed = Outcome::refused(Refusal::NotAllowed);
        // Who does not work with the person cannot ask: a former worker, a colleague, the coordinator of a case in hands.
        for (n, actor) in [(500, worker()), (501, reception())] {
            assert_eq!(bench.send(&actor, &ask(n, person())), not_allowed, "{}", actor.name);
        }
        assert_eq!(bench.send(&coordinator(), &ask(502, person())), not_found);
        assert_eq!(bench.send(&other_worker(), &ask(510, person())), Outcome::Applied);
        // One at a time.
        assert_eq!(bench.send(&other_worker(), &ask(511, person())), Outcome::refused(Refusal::AlreadyThere));
        // Only the coordinator decides.
        for (n, actor) in [(512, worker()), (513, other_worker()), (514, reception())] {
            assert_eq!(bench.send(&actor, &confirm(n, 510, person())), not_allowed, "{}", actor.name);
            assert_eq!(bench.send(&actor, &decline(n + 10, 510, "nein")), not_allowed, "{}", actor.name);
        }
        // A confirmation names the person of the request, and its own subject.
        assert_eq!(bench.send(&coordinator(), &confirm(530, 510, other())), not_found);
        let on_person = envelope(531, person(), Command::ConfirmErasure(ConfirmErasure { person: person() }));
        assert_eq!(bench.send(&coordinator(), &on_person), Outcome::refused(Refusal::WrongSubject));
        // While it is open it is shown to the one who works with the person; the coordinator sees it without a name.
        let told = read_of(bench, &other_worker(), by_person(person())).unwrap();
        let open = told.open.unwrap();
        assert_eq!((open.erasure, open.by_name.as_str(), open.remark.as_str()), (erasure(510), "Beispiel 3", "zweiter Eintrag"));
        let goes = told.goes.unwrap();
        assert!(goes.has_open_case);
        assert_eq!((goes.cases, goes.notes, goes.appointments, goes.slips), (1, 2, 1, 1));
        assert_eq!((goes.intakes, goes.consents, goes.facts), (1, 3, 1));
        assert!(matches!(read_of(bench, &worker(), by_person(person())), Err(Stop::Withheld { .. })));
        // By a case nothing is told of somebody who is there, and nothing is withheld: whose page it is says that.
        assert!(matches!(read_of(bench, &worker(), by_case(case())), Err(Stop::NotFound)));
        let list = listed(bench, &coordinator());
        assert_eq!(list.open.len(), 1);
        assert_eq!(list.open[0].number.as_deref(), Some("LEV-2026-0001"));
        assert!(!list.open[0].is_own);
        assert!(!serde_json::to_string(&list).unwrap().contains("Hassan"));
        assert!(matches!(
            bench.town.read_blocking(&ags(), |tx| erasure::list(tx, &other_worker())),
            Err(Stop::NotAllowed(_))
        ));
        // Declining needs a reason, which the asker reads; then nothing is open any more.
        let Outcome::Refused { fields, .. } = bench.send(&coordinator(), &decline(540, 510, " ")) else {
            panic!("a refusal");
        };
        assert_eq!(fields.of("reason")[0].code, ProblemCode::ReasonNeeded);
        assert_eq!(bench.send(&coordinator(), &decline(541, 510, "Frist läuft noch")), Outcome::Applied);
        let told = read_of(bench, &other_worker(), by_person(person())).unwrap();
        assert_eq!(told.open, None);
        assert_eq!(told.declined.unwrap().reason, "Frist läuft noch");
        let wrong_state = Outcome::refused(Refusal::WrongState);
        assert_eq!(bench.send(&coordinator(), &confirm(542, 510, person())), wrong_state);
        assert_eq!(bench.send(&other_worker(), &take_back(543, 510)), wrong_state);
        // Asked anew and taken back in time.
        bench.pass(1);
        assert_eq!(bench.send(&other_worker(), &ask(550, person())), Outcome::Applied);
        assert_eq!(bench.send(&worker(), &take_back(551, 550)), not_allowed);
        assert_eq!(bench.send(&other_worker(), &take_back(552, 550)), Outcome::Applied);
        assert_eq!(bench.send(&coordinator(), &confirm(553, 550, person())), wrong_state);
        assert_eq!(state_of(&bench.town, &Subject::Person(person())), KeyState::Held);
        is_whole(&bench.town);
    }

    /// A case in the pool is the coordinator's to ask for, without a name; another coordinator decides.
    fn a_coordinator_who_asks_does_not_decide(bench: &Bench) {
        let person = PersonId::from_uuid(id(10));
        assert_eq!(bench.send(&reception(), &record(12, person)), Outcome::Applied);
        assert_eq!(bench.send(&coordinator(), &ask(20, person)), Outcome::refused(Refusal::NotFound));
        let opened = bench.town.read_blocking(&ags(), |tx| {
            backend::case::open_case(tx, case(), None, MORNING.day())
        }).unwrap();
        bench.apply(person, &[backend::effect::Effect::Case(opened)]);
        assert_eq!(bench.send(&coordinator(), &ask(21, person)), Outcome::Applied);
        let not_allowed = Outcome::refused(Refusal::NotAllowed);
        assert_eq!(bench.send(&coordinator(), &confirm(22, 21, person)), not_allowed);
        assert!(listed(bench, &coordinator()).open[0].is_own);
        assert!(!listed(bench, &deputy_coordinator()).open[0].is_own);
        assert_eq!(bench.send(&deputy_coordinator(), &confirm(23, 21, person)), Outcome::Applied);
        is_whole(&bench.town);
    }

    fn who_still_agrees_to_case_management_is_asked_first(bench: &Bench) {
        whole(bench);
        let wants = |n| {
            let call = AskErasure {
                erasure: erasure(n),
                reason: ErasureReason::ClientAsks,
                remark: String::new(),
            };
            envelope(n, person(), Command::AskErasure(call))
        };
        let says = |n, answer| said(n, person(), ConsentKind::CaseManagement, answer);
        assert_eq!(bench.send(&other_worker(), &says(500, ConsentAnswer::Given)), Outcome::Applied);
        let Outcome::Refused { fields, .. } = bench.send(&other_worker(), &wants(501)) else {
            panic!("a refusal");
        };
        assert_eq!(fields.of("reason")[0].code, ProblemCode::Contradiction);
        assert_eq!(bench.send(&other_worker(), &says(502, ConsentAnswer::Revoked)), Outcome::Applied);
        assert_eq!(bench.send(&other_worker(), &wants(503)), Outcome::Applied);
    }

    /// What was written in the transaction that erases is not left behind either.
    fn work_in_the_same_offer_goes_along(bench: &Bench) {
        whole(bench);
        bench.send(&other_worker(), &ask(500, person()));
        let both = Actor {
            account: AccountId::from_uuid(id(1_000_055)),
            roles: [Role::CaseManager, Role::Coordinator].into(),
            ..other_worker()
        };
        let answer = bench.offer_groups(&both, vec![
            vec![note(501, (person(), case()), "eben noch")],
            vec![confirm(502, 500, person())],
            vec![note(503, (person(), case()), "danach")],
        ]);
        let outcomes: Vec<_> = answer.outcomes.into_iter().map(|one| one.answer).collect();
        assert_eq!(outcomes, [Outcome::Applied, Outcome::Applied, Outcome::refused(Refusal::Erased)]);
        is_whole(&bench.town);
        // In a group that is taken back nobody is erased, and nothing stands in the journal.
        let group = [ask(510, other()), confirm(511, 510, other())];
        assert!(bench.offer(&both, &group).iter().all(|one| one.answer != Outcome::Applied));
        assert_eq!(state_of(&bench.town, &Subject::Person(other())), KeyState::Held);
        assert_eq!(bench.town.journal().list().unwrap().len(), 1);
        is_whole(&bench.town);
    }

    /// The n-th statement fails, for every n until none does, and the commit too. A person is never erased by halves; where
    /// the journal has the decision, the next start carries it out, and until then nobody takes it back.
    fn no_failure_leaves_somebody_half_erased(bench: &Bench) {
        whole(bench);
        bench.send(&other_worker(), &ask(500, person()));
        let before = rows(&bench.town);
        let faults = bench.town.db().faults();
        let offer = Offer {
            groups: vec![vec![confirm(501, 500, person())]],
            ..Offer::default()
        };
        let mut decided_but_not_done = 0;
        let mut points = 0;
        for n in 1.. {
            let fired = faults.fired();
            faults.fail_at(n);
            let answer = exchange::offer_blocking(&bench.town, &coordinator(), &offer);
            faults.calm();
            if faults.fired() == fired {
                assert!(answer.is_ok());
                break;
            }
            points += 1;
            assert!(answer.is_err(), "statement {n}");
            assert_eq!(rows(&bench.town), before, "statement {n}");
            if !bench.town.journal().list().unwrap().is_empty() {
                decided_but_not_done += 1;
                assert_eq!(
                    bench.send(&other_worker(), &take_back(9_000 + n as u128, 500)),
                    Outcome::refused(Refusal::WrongState)
                );
                assert_eq!(erasure::carry_out(&bench.town).unwrap(), 1);
                break;
            }
        }
        assert!(points > 20, "{points} points");
        assert_eq!(decided_but_not_done, 1, "the commit itself failed");
        assert_eq!(state_of(&bench.town, &Subject::Person(person())), KeyState::Erased);
        assert_eq!(erasure::carry_out(&bench.town).unwrap(), 0);
        // The coordinator's app offers the confirmation again: it is done.
        assert_eq!(bench.send(&coordinator(), &offer.groups[0][0]), Outcome::Applied);
        is_whole(&bench.town);
    }

    /// The line stands in the journal, the commit failed, and before the next start somebody asks about the person, who is
    /// still there: that goes with them.
    fn an_inquiry_between_the_line_and_the_erasure_goes_along(bench: &Bench) {
        busy(bench);
        bench.send(&other_worker(), &ask(500, person()));
        let offer = Offer {
            groups: vec![vec![confirm(501, 500, person())]],
            ..Offer::default()
        };
        let faults = bench.town.db().faults();
        for n in 1.. {
            faults.fail_at(n);
            let answer = exchange::offer_blocking(&bench.town, &coordinator(), &offer);
            faults.calm();
            assert!(answer.is_err(), "statement {n}");
            if !bench.town.journal().list().unwrap().is_empty() {
                break;
            }
        }
        assert_eq!(bench.send(&worker(), &asks(450, inquiry())), Outcome::Applied);
        let of_inquiries = BTreeSet::from(["inquiry".to_owned(), "inquiry_person".to_owned()]);
        let named = || naming(&bench.town, &[inquiry().to_string()]);
        assert!(named().is_superset(&of_inquiries));
        assert_eq!(erasure::carry_out(&bench.town).unwrap(), 1);
        assert!(named().is_disjoint(&of_inquiries), "{:?}", named());
        assert_eq!(state_of(&bench.town, &Subject::Inquiry(inquiry())), KeyState::Erased);
        assert_eq!(erasure::carry_out(&bench.town).unwrap(), 0);
        is_whole(&bench.town);
    }

    /// Rows that somebody took from an old copy and put back by hand, without `restore`: `check` names each table and whom.
    fn rows_that_were_put_back_are_found_in_every_table(bench: &Bench) {
        whole(bench);
        let tables: BTreeSet<&str> = REACHED.iter().map(|(_, table, _)| *table).collect();
        assert_eq!(tables, NAMED.iter().map(|(table, _)| *table).collect());
        for table in tables.iter().chain(&["subject_key"]) {
            sql(bench, &format!("CREATE TABLE keep_{table} AS SELECT * FROM {table}"));
        }
        bench.send(&other_worker(), &ask(500, person()));
        assert_eq!(bench.send(&coordinator(), &confirm(501, 500, person())), Outcome::Applied);
        assert_eq!(found(&bench.town, What::ErasedIsThere), BTreeSet::new());

        // A row cannot stand there without the one it belongs to.
        let mut back = BTreeSet::new();
        for (_, table, _) in REACHED.iter().rev().filter(|(_, table, _)| back.insert(*table)) {
            sql(bench, &format!("INSERT INTO {table} SELECT * FROM keep_{table} EXCEPT SELECT * FROM {table}"));
        }
        let there = found(&bench.town, What::ErasedIsThere);
        for table in &tables {
            let of_table = format!("{table} ");
            assert!(there.iter().any(|place| place.starts_with(&of_table)), "{table}: {there:?}");
        }
        let whom = [Subject::Person(person()), Subject::Slip(slip(410)), Subject::Inquiry(inquiry())];
        for place in &there {
            assert!(whom.iter().any(|subject| place.ends_with(&format!(" {subject}"))), "{place}");
        }

        let key = format!("subject_key person:{}", person());
        assert!(!there.contains(&key));
        sql(bench, &format!(
            "UPDATE subject_key SET erased_at = NULL, wrapped = (SELECT wrapped FROM keep_subject_key kept
             WHERE kept.subject = subject_key.subject) WHERE subject = 'person:{}'", person()
        ));
        assert!(found(&bench.town, What::ErasedIsThere).contains(&key));
    }

    /// A copy that was made earlier: the person is there, with other slips, and not asked to be erased.
    fn an_older_copy_erases_again_and_takes_nothing_back(bench: &Bench) {
        whole(bench);
        bench.send(&other_worker(), &ask(500, person()));
        bench.send(&coordinator(), &confirm(501, 500, person()));
        let verdicts = bench.town.journal().list().unwrap();
        assert_eq!(verdicts.len(), 1);
        assert_eq!(verdicts[0].slips, [slip(410)]);

        let copy = bench.beside();
        busy(&copy);
        assert_eq!(copy.send(&other_worker(), &record_slip(420)), Outcome::Applied);
        let attached = on_slip(421, Command::AttachSlip(AttachSlip { person: person() }), slip(420));
        assert_eq!(copy.send(&other_worker(), &attached), Outcome::Applied);
        let town = copy.town.clone().with_journal(bench.town.journal().clone());
        // Whoever put it there by hand is told before a start has gone over it.
        let there = found(&town, What::ErasedIsThere);
        for place in [format!("subject_key person:{}", person()), format!("note person:{}", person())] {
            assert!(there.contains(&place), "{place}: {there:?}");
        }
        erasure::prepare(&town).unwrap();
        assert_eq!(found(&town, What::ErasedIsThere), BTreeSet::new());

        for subject in [Subject::Person(person()), Subject::Slip(slip(410))] {
            assert_eq!(state_of(&town, &subject), KeyState::Erased);
        }
        // What was not attached any more when the person was erased is somebody else's.
        assert_eq!(state_of(&town, &Subject::Slip(slip(420))), KeyState::Held);
        is_whole(&town);
        let erased = Outcome::refused(Refusal::Erased);
        for envelope in [note(26, (person(), case()), "nachgereicht"), record(12, person())] {
            assert_eq!(copy.send(&worker(), &envelope), erased);
        }
        let late = on_slip(411, Command::AttachSlip(AttachSlip { person: person() }), slip(410));
        assert_eq!(copy.send(&other_worker(), &late), erased);
        let told = copy.town.read_blocking(&ags(), |tx| erasure::of(tx, &other_worker(), by_person(person()))).unwrap();
        assert_eq!(told.0.erased_on, Some(MORNING.day()));
        // A copy that knows nobody of them refuses them all the same.
        let empty = bench.beside();
        assert_eq!(empty.send(&reception(), &record(900, other())), Outcome::Applied);
        let town = empty.town.clone().with_journal(bench.town.journal().clone());
        assert_eq!(erasure::carry_out(&town).unwrap(), 1);
        assert_eq!(erasure::carry_out(&town).unwrap(), 0);
        assert_eq!(empty.send(&reception(), &record(12, person())), erased);
        is_whole(&town);
    }

    /// A journal that was lost is written anew from what the database has.
    fn a_lost_journal_is_made_again_from_the_database(bench: &Bench) {
        whole(bench);
        bench.send(&other_worker(), &ask(500, person()));
        bench.send(&coordinator(), &confirm(501, 500, person()));
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("town.erasures"));
        let town = bench.town.clone().with_journal(journal.clone());
        assert!(erasure::carry_out(&town).is_err(), "a restore needs it");
        let unusable = || found(&town, What::UnusableJournal).len();
        assert_eq!(unusable(), 1);
        erasure::prepare(&town).unwrap();
        assert_eq!(unusable(), 0);
        assert_eq!(journal.list().unwrap(), bench.town.journal().list().unwrap());
        // One that is damaged stops the start: who knows whom it would bring back.
        std::fs::write(folder.path().join("town.erasures"), "x y\n").unwrap();
        assert!(erasure::prepare(&town).is_err());
        assert_eq!(unusable(), 1);
        // Where nobody was ever erased there may be none.
        let fresh = bench.beside();
        let town = fresh.town.clone().with_journal(Journal::at(folder.path().join("none")));
        assert_eq!(fresh.send(&reception(), &record(900, other())), Outcome::Applied);
        assert_eq!(found(&town, What::UnusableJournal).len(), 0);
    }
}
