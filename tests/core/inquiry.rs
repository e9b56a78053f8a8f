//! Inquiries across units: who is behind a card that says only that somebody may be known is asked, answers, and is not given
//! away by the question.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use shared::access::Reason;
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::inquiry::calls::{Inquiries, InquiryStanding};
use shared::inquiry::{AnswerInquiry, InquiryAnswer, InquiryDraft, MOST_IN_A_DAY, SendInquiry};
use shared::kernel::{
    AccountId, Actor, FieldProblems, ImpreciseDate, InquiryId, PersonId, ProblemCode, Role,
};
use shared::organisation::files::shipped;
use shared::person::{PersonDraft, RecordPerson};

use crate::counter::said;
use crate::support::{
    Bench, MORNING, ags, at_post, envelope, id, on_both, other_worker, reception, worker,
};

const DAY: i64 = 86_400_000;

fn asker() -> Actor {
    at_post(other_worker(), "awo", "awo-1")
}

/// Whose unit took the person in.
fn desk() -> Actor {
    Actor {
        unit: "soziales".parse().unwrap(),
        ..reception()
    }
}

fn with_role(role: Role) -> Actor {
    Actor {
        roles: [role].into(),
        post: None,
        account: AccountId::from_uuid(id(900)),
        unit: "ki".parse().unwrap(),
        ..worker()
    }
}

fn born() -> Option<ImpreciseDate> {
    Some(ImpreciseDate::Day {
        on: jiff::civil::date(1990, 5, 17),
    })
}

/// Somebody whom reception took in, and who does not want to be found at the desk.
fn taken_in(bench: &Bench, n: u128, given_name: &str) -> PersonId {
    load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
    let person = PersonId::from_uuid(id(n));
    let draft = PersonDraft {
        family_name: "Haddad".into(),
        given_name: given_name.into(),
        born: born(),
        ..PersonDraft::default()
    };
    let call = Command::RecordPerson(RecordPerson { draft });
    assert_eq!(
        bench.send(&desk(), &envelope(n, person, call)),
        Outcome::Applied
    );
    person
}

fn asked(given_name: &str) -> InquiryDraft {
    InquiryDraft {
        family_name: "Haddad".into(),
        given_name: given_name.into(),
        born: born(),
        reason: "Sitzt bei uns und spricht von einer Beratung.".into(),
        is_agreed: true,
    }
}

fn about(n: u128, command: Command) -> Envelope {
    Envelope {
        subject: Subject::Inquiry(InquiryId::from_uuid(id(1_000))),
        ..envelope(n, PersonId::from_uuid(id(0)), command)
    }
}

fn sending(n: u128, draft: InquiryDraft) -> Envelope {
    about(n, Command::SendInquiry(SendInquiry { draft }))
}

/// As [`sending`], and no other has its id.
fn of_its_own(n: u128, draft: InquiryDraft) -> Envelope {
    Envelope {
        subject: Subject::Inquiry(InquiryId::from_uuid(id(2_000 + n))),
        ..sending(n, draft)
    }
}

fn answering(n: u128, person: PersonId, answer: InquiryAnswer, note: &str) -> Envelope {
    let call = AnswerInquiry {
        person,
        answer,
        note: note.into(),
    };
    about(n, Command::AnswerInquiry(call))
}

fn told(bench: &Bench, actor: &Actor) -> Inquiries {
    let read = |tx: &mut backend::tx::Tx<'_>| backend::inquiry::read(tx, actor);
    bench.town.read_blocking(&ags(), read).unwrap().0
}

/// Whether the line in the log of reads names a person, when somebody reads what concerns them.
fn is_noted(bench: &Bench, actor: &Actor, person: PersonId) -> bool {
    let read = |tx: &mut backend::tx::Tx<'_>| backend::inquiry::read(tx, actor);
    let (_, shown) = bench.town.read_blocking(&ags(), read).unwrap();
    shown
        .iter()
        .any(|(subject, _)| *subject == Subject::Person(person))
}

on_both! {
    /// The one who asks hears what was answered, and nothing that was not.
    fn who_is_asked_answers_and_the_one_who_asks_hears_it(bench: &Bench) {
        let person = taken_in(bench, 10, "Layla");
        assert_eq!(bench.send(&asker(), &sending(20, asked("Leila"))), Outcome::Applied);
        let own = &told(bench, &asker()).own;
        assert_eq!((own.len(), own[0].standing), (1, InquiryStanding::Waiting));
        assert_eq!(own[0].due_on, jiff::civil::date(2026, 11, 25));
        assert!(!serde_json::to_string(own).unwrap().contains(&person.to_string()));
        assert_eq!(told(bench, &asker()).to_answer, []);
        assert!(!is_noted(bench, &asker(), person), "nothing was learnt of them yet");

        let waiting = told(bench, &desk()).to_answer;
        assert_eq!(waiting.len(), 1);
        assert_eq!((waiting[0].person, waiting[0].name.as_str()), (person, "Layla Haddad"));
        assert_eq!(waiting[0].draft, asked("Leila"));
        // Nobody answers whom it does not concern.
        let stranger = at_post(worker(), "caritas", "caritas-1");
        assert_eq!(told(bench, &stranger).to_answer, []);
        let meddled = answering(21, person, InquiryAnswer::Known, "");
        assert_eq!(bench.send(&stranger, &meddled), Outcome::refused(Refusal::NotFound));
        // Who asks cannot answer for them, not even with the id.
        let meddled = answering(22, person, InquiryAnswer::Known, "");
        assert_eq!(bench.send(&asker(), &meddled), Outcome::refused(Refusal::NotFound));

        let answer = answering(23, person, InquiryAnswer::Known, "Bitte morgen anrufen.");
        assert_eq!(bench.send(&desk(), &answer), Outcome::Applied);
        assert_eq!(bench.send(&desk(), &answering(24, person, InquiryAnswer::NotTheSame, "")), Outcome::refused(Refusal::WrongState));
        assert_eq!(told(bench, &desk()).to_answer, []);
        let own = &told(bench, &asker()).own;
        assert_eq!(own[0].standing, InquiryStanding::Known);
        assert_eq!(own[0].known_by[0].name, desk().name);
        assert_eq!(own[0].known_by[0].note, "Bitte morgen anrufen.");
        assert!(is_noted(bench, &asker(), person), "the client is told who learnt it");
        // It opens nothing besides: the card says what it said before.
        let card = bench.town.read_blocking(&ags(), |tx| backend::person::card(tx, &asker(), person));
        assert_eq!(card.unwrap().answer.hit, shared::person::calls::Hit::Blind);
        // After a month it is told no more.
        bench.clock.pass(31 * DAY);
        assert_eq!(told(bench, &asker()).own, []);
    }

    /// Whoever answers is told what the client said of being found, as it counts: a question never asked is no no.
    fn who_answers_is_told_what_the_client_said(bench: &Bench) {
        let person = taken_in(bench, 10, "Layla");
        assert_eq!(bench.send(&asker(), &sending(20, asked("Layla"))), Outcome::Applied);
        let unfound_since = || told(bench, &desk()).to_answer[0].unfound_since;
        assert_eq!(unfound_since(), None);
        let say = |n, answer| bench.send(&desk(), &said(n, person, ConsentKind::FoundAtDesk, answer));
        assert_eq!(say(30, ConsentAnswer::Given), Outcome::Applied);
        assert_eq!(unfound_since(), None);
        assert_eq!(say(31, ConsentAnswer::Revoked), Outcome::Applied);
        assert_eq!(unfound_since(), Some(MORNING.day()));
        assert_eq!(say(32, ConsentAnswer::Refused), Outcome::Applied);
        assert_eq!(unfound_since(), Some(MORNING.day()));
    }

    /// Of several who may be meant the best answer counts, and how many there were is not told.
    fn several_may_be_meant(bench: &Bench) {
        let one = taken_in(bench, 10, "Layla");
        let other = taken_in(bench, 11, "Leila");
        assert_eq!(bench.send(&asker(), &sending(20, asked("Layla"))), Outcome::Applied);
        assert_eq!(told(bench, &desk()).to_answer.len(), 2);
        let standing = |bench: &Bench| told(bench, &asker()).own[0].standing;
        assert_eq!(bench.send(&desk(), &answering(21, one, InquiryAnswer::NotTheSame, "")), Outcome::Applied);
        assert_eq!(standing(bench), InquiryStanding::Waiting);
        assert_eq!(told(bench, &asker()).own[0].answered_at, None);
        assert_eq!(bench.send(&desk(), &answering(22, other, InquiryAnswer::NoInformation, "")), Outcome::Applied);
        assert_eq!(standing(bench), InquiryStanding::NoInformation);
        assert_eq!(told(bench, &asker()).own[0].known_by, []);
    }

    /// Asking says no more than a search: nobody is meant who is not there, and nobody whom the asker sees anyway. That is an
    /// answer, and nothing that could not be done.
    fn nobody_is_asked_about_nobody(bench: &Bench) {
        taken_in(bench, 10, "Layla");
        let nobody = InquiryDraft { family_name: "Unbekannt".into(), ..asked("Niemand") };
        // Another day of birth is somebody else.
        let other = InquiryDraft { born: Some(ImpreciseDate::Day { on: jiff::civil::date(1950, 3, 3) }), ..asked("Layla") };
        for (n, draft) in [(20, nobody), (21, other)] {
            assert_eq!(bench.send(&asker(), &of_its_own(n, draft)), Outcome::Applied);
        }
        // The unit that took her in sees her.
        assert_eq!(bench.send(&desk(), &of_its_own(22, asked("Layla"))), Outcome::Applied);
        for (who, count) in [(asker(), 2), (desk(), 1)] {
            let told = told(bench, &who);
            assert_eq!(told.to_answer, []);
            let own: Vec<_> = told.own.iter().map(|own| (own.standing, own.answered_at)).collect();
            assert_eq!(own, vec![(InquiryStanding::Nobody, None); count]);
        }
        // Nobody owes an answer.
        bench.clock.pass(7 * DAY);
        assert_eq!(told(bench, &with_role(Role::Coordinator)).late, []);
        // Without the person's word nobody is asked.
        let unasked = InquiryDraft { is_agreed: false, ..asked("Layla") };
        assert_eq!(
            bench.send(&asker(), &sending(23, unasked)),
            Outcome::Refused {
                because: Refusal::Fields,
                fields: FieldProblems::at("is_agreed", ProblemCode::Missing),
            }
        );
        for role in [Role::Coordinator, Role::Administrator, Role::DataProtectionOfficer, Role::Steering] {
            let refused = bench.send(&with_role(role), &sending(24 + role as u128, asked("Layla")));
            assert_eq!(refused, Outcome::refused(Refusal::NotAllowed), "{role}");
        }
    }

    /// Who tries names one after the other is stopped, and stands among what the officer looks at; names that nobody has count
    /// like those of somebody.
    fn many_names_in_a_day_are_stopped(bench: &Bench) {
        taken_in(bench, 10, "Layla");
        for n in 0..u128::from(MOST_IN_A_DAY) {
            let tried = if n % 2 == 0 { asked("Layla") } else { asked("Niemand") };
            assert_eq!(bench.send(&asker(), &of_its_own(100 + n, tried)), Outcome::Applied);
        }
        assert_eq!(bench.send(&asker(), &sending(200, asked("Layla"))), Outcome::refused(Refusal::TooMany));
        let sent = bench.town.read_blocking(&ags(), |tx| backend::inquiry::list_sent_since(tx, MORNING)).unwrap();
        assert_eq!(sent.len(), 20);
        assert!(sent.iter().all(|(account, _)| *account == asker().account));
        bench.clock.pass(DAY + 1);
        assert_eq!(bench.send(&asker(), &sending(201, asked("Layla"))), Outcome::Applied);
    }

    /// After two working days the coordinator sees between whom something waits, and no name.
    fn what_nobody_answers_in_time_is_the_coordinators(bench: &Bench) {
        let (person, _) = {
            load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
            bench.case_at(10, "caritas-1", "caritas")
        };
        let draft = bench.town.read_blocking(&ags(), |tx| backend::person::get_draft(tx, person)).unwrap();
        let call = InquiryDraft {
            family_name: draft.family_name,
            given_name: draft.given_name,
            born: born(),
            ..asked("")
        };
        assert_eq!(bench.send(&asker(), &sending(20, call)), Outcome::Applied);
        let coordinator = with_role(Role::Coordinator);
        assert_eq!(told(bench, &coordinator), Inquiries::default());
        // Monday, due on Wednesday.
        bench.clock.pass(2 * DAY);
        assert_eq!(told(bench, &coordinator).late, []);
        bench.clock.pass(DAY);
        let late = told(bench, &coordinator).late;
        assert_eq!(late.len(), 1);
        assert_eq!((late[0].by_unit.as_str(), late[0].unit.as_str()), ("awo", "caritas"));
        assert!(!serde_json::to_string(&late).unwrap().contains("Al-Hassan"));
        let read = bench.town.read_blocking(&ags(), |tx| backend::inquiry::read(tx, &with_role(Role::Administrator)));
        assert!(matches!(read, Err(Stop::NotAllowed(Reason::Role))));
    }
}
