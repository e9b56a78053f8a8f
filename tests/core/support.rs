//! A town to test in: its own fresh database, a clock that the test moves, and the commands of two workers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use backend::db::Db;
use backend::effect::{self, Effect};
use backend::exchange;
use backend::log::{self, Numbering};
use backend::seal::Vault;
use backend::surroundings::{Source, Surroundings};
use backend::tx::Town;
use harness::{Bare, Database};
use shared::case::SeeCase;
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::documentation::{AddNote, NoteDraft};
use shared::exchange::{Answered, Envelope, FORMAT, Offer, OfferAnswer, Outcome, Subject};
use shared::kernel::{
    AccountId, Actor, Ags, CaseId, ConsentId, Day, DeviceId, EnvelopeId, Moment, NoteId, PersonId,
    Role,
};
use shared::person::{PersonDraft, RecordPerson};
use uuid::Uuid;

/// A clock that only tests move, and random bytes that only depend on the order of asking.
#[derive(Clone)]
pub(crate) struct Clock {
    now: Arc<AtomicI64>,
    drawn: Arc<AtomicU64>,
}

impl Source for Clock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        for byte in bytes {
            let drawn = self.drawn.fetch_add(1, Ordering::SeqCst);
            *byte = u8::try_from((drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) & 0xff).unwrap();
        }
        true
    }
}

impl Clock {
    pub(crate) fn pass(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::SeqCst);
    }
}

/// A town with one reception and two case managers at two units.
pub(crate) struct Bench {
    pub(crate) town: Town,
    pub(crate) clock: Clock,
    pub(crate) bare: Bare,
}

/// Writes a test once and runs it on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$about:meta])* fn $name:ident($bench:ident: &Bench) $body:block)+) => {$(
        $(#[$about])*
        mod $name {
            use super::*;

            fn holds($bench: &$crate::support::Bench) $body

            #[test]
            fn sqlite() {
                holds(&$crate::support::Bench::on(harness::Database::Sqlite));
            }

            #[test]
            fn postgres() {
                if harness::Database::Postgres.is_there() {
                    holds(&$crate::support::Bench::on(harness::Database::Postgres));
                }
            }
        }
    )+};
}
pub(crate) use on_both;

/// 2026-11-23 09:00 in Leverkusen.
pub(crate) const MORNING: Moment = Moment::from_millis(1_795_420_800_000);

pub(crate) fn ags() -> Ags {
    "05316000".parse().unwrap()
}

pub(crate) fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n)
}

impl Bench {
    /// A town on a fresh database of this kind.
    pub(crate) fn on(kind: Database) -> Self {
        let bare = Bare::new(kind);
        let clock = Clock {
            now: Arc::new(AtomicI64::new(MORNING.millis())),
            drawn: Arc::default(),
        };
        let db = Db::open(bare.url().parse().unwrap(), 4);
        db.migrate().unwrap();
        let town = Town::of(db, Vault::of([7; 32]), Surroundings::from(clock.clone()));
        Self { town, clock, bare }
    }

    /// Another town with the same keys on a fresh database, for replaying into.
    pub(crate) fn beside(&self) -> Self {
        Self::on(self.bare.kind())
    }

    /// Hands work in as a device does that has no session any more.
    pub(crate) fn hand_in(&self, author: &Actor, envelopes: &[Envelope]) {
        let answer = exchange::hand_in_blocking(&self.town, author, None, envelopes, &[]).unwrap();
        assert!(
            answer
                .outcomes
                .iter()
                .all(|one| one.answer == Outcome::Held)
        );
    }

    /// Offers one group.
    pub(crate) fn offer(&self, actor: &Actor, group: &[Envelope]) -> Vec<Answered> {
        self.offer_groups(actor, vec![group.to_vec()]).outcomes
    }

    /// Offers groups.
    pub(crate) fn offer_groups(&self, actor: &Actor, groups: Vec<Vec<Envelope>>) -> OfferAnswer {
        exchange::offer_blocking(
            &self.town,
            actor,
            &Offer {
                epoch: None,
                author: None,
                groups,
                attachments: Vec::new(),
            },
        )
        .unwrap()
    }

    /// Offers one envelope and gives its outcome.
    pub(crate) fn send(&self, actor: &Actor, envelope: &Envelope) -> Outcome {
        self.offer(actor, std::slice::from_ref(envelope))
            .remove(0)
            .answer
    }

    /// Applies effects of commands that other tests are about, with an entry in the log like any command.
    pub(crate) fn apply(&self, person: PersonId, effects: &[Effect]) {
        let subject = Subject::Person(person);
        let n = u128::from(self.clock.drawn.fetch_add(1, Ordering::SeqCst)) + 50_000_000;
        let case = CaseId::from_uuid(id(n));
        let envelope = envelope(n, person, Command::SeeCase(SeeCase { case }));
        self.town
            .write_blocking(&ags(), |tx| {
                tx.ensure_key(&subject)?;
                let mut numbering = Numbering::take(tx)?;
                for effect in effects {
                    effect::apply(tx, &subject, effect)?;
                }
                log::append(
                    tx,
                    &mut numbering,
                    &reception(),
                    &envelope,
                    &Outcome::Applied,
                    effects,
                )?;
                numbering.give_back(tx)
            })
            .unwrap();
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, millis: i64) {
        self.clock.now.fetch_add(millis, Ordering::SeqCst);
    }

    /// A person of reception with an open case at a post.
    /// Today, by the bench's clock.
    pub(crate) fn today(&self) -> Day {
        self.clock.now().day()
    }

    pub(crate) fn case_at(&self, n: u128, post: &str, unit: &str) -> (PersonId, CaseId) {
        let person = PersonId::from_uuid(id(n));
        let case = CaseId::from_uuid(id(n + 1));
        assert_eq!(
            self.send(&reception(), &record(n + 2, person)),
            Outcome::Applied
        );
        let opened = self
            .town
            .read_blocking(&ags(), |tx| {
                backend::case::open_case(tx, case, None, MORNING.day())
            })
            .unwrap();
        self.apply(person, &[Effect::Case(opened)]);
        self.assign(person, case, post, unit);
        (person, case)
    }

    /// Gives a case to a post.
    pub(crate) fn assign(&self, person: PersonId, case: CaseId, post: &str, unit: &str) {
        self.apply(
            person,
            &[Effect::Case(backend::case::CaseEffect::Assigned {
                case,
                post: post.parse().unwrap(),
                unit: unit.parse().unwrap(),
                at: self.clock.now(),
                because: None,
                reason: String::new(),
            })],
        );
        self.clock.now.fetch_add(1, Ordering::SeqCst);
    }

    /// The documentation of a case, as stored.
    pub(crate) fn notes(&self, person: PersonId, case: CaseId) -> Vec<String> {
        self.town
            .read_blocking(&ags(), |tx| {
                backend::documentation::list_of_case(tx, person, case)
            })
            .unwrap()
            .into_iter()
            .filter_map(|note| Some(note.draft?.text))
            .collect()
    }
}

fn actor(n: u128, unit: &str, role: Role, post: Option<&str>) -> Actor {
    Actor {
        account: AccountId::from_uuid(id(1_000_000 + n)),
        municipality: ags(),
        unit: unit.parse().unwrap(),
        roles: [role].into(),
        post: post.map(|post| post.parse().unwrap()),
        name: format!("Beispiel {n}"),
    }
}

pub(crate) fn reception() -> Actor {
    actor(1, "SOZIALES", Role::Reception, None)
}

pub(crate) fn worker() -> Actor {
    actor(2, "CARITAS", Role::CaseManager, Some("CARITAS-1"))
}

pub(crate) fn coordinator() -> Actor {
    actor(4, "KI", Role::Coordinator, None)
}

pub(crate) fn other_worker() -> Actor {
    actor(3, "AWO", Role::CaseManager, Some("AWO-1"))
}

/// Somebody at a post of a unit.
pub(crate) fn at_post(actor: Actor, unit: &str, post: &str) -> Actor {
    Actor {
        unit: unit.parse().unwrap(),
        post: Some(post.parse().unwrap()),
        ..actor
    }
}

/// An envelope of a device.
pub(crate) fn envelope(n: u128, person: PersonId, command: Command) -> Envelope {
    Envelope {
        id: EnvelopeId::from_uuid(id(n)),
        format: FORMAT,
        subject: Subject::Person(person),
        based_on: None,
        authored_at: MORNING,
        device: DeviceId::from_uuid(id(2_000_000)),
        command,
    }
}

/// What a client answers today, in words, to a question that names nobody.
pub(crate) fn answer_to(n: u128, kind: ConsentKind, answer: ConsentAnswer) -> RecordConsent {
    RecordConsent {
        consent: ConsentId::from_uuid(id(n)),
        kind,
        answer,
        text_version: "2026-1".into(),
        language: "ara".parse().unwrap(),
        explained: "spoken".parse().unwrap(),
        answered_on: MORNING.day(),
        receiver: None,
        until: None,
        interpreter: String::new(),
        signature: None,
    }
}

pub(crate) fn record(n: u128, person: PersonId) -> Envelope {
    envelope(
        n,
        person,
        Command::RecordPerson(RecordPerson {
            draft: PersonDraft {
                family_name: "Al-Hassan".into(),
                given_name: "Mohammad".into(),
                ..PersonDraft::default()
            },
        }),
    )
}

pub(crate) fn note(n: u128, (person, case): (PersonId, CaseId), text: &str) -> Envelope {
    envelope(
        n,
        person,
        Command::AddNote(AddNote {
            note: NoteId::from_uuid(id(n)),
            case,
            draft: NoteDraft {
                occurred_on: Some(Day::constant(2026, 11, 20)),
                contact: Some("HAUSBESUCH".parse().unwrap()),
                text: text.into(),
                ..NoteDraft::default()
            },
        }),
    )
}
