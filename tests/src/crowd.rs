//! A town with a crowd in it (`shared::fixtures::crowd`), made in this process by the commands that people would send:
//! for benchmarks and for the guards that count what a request costs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use backend::db::{Conn, Db, Failure};
use backend::exchange;
use backend::organisation::load_as_system;
use backend::seal::Vault;
use backend::seed::DEMO_PASSWORD;
use backend::signin::password::hash_blocking;
use backend::signin::store::{NewAccount, insert_account};
use backend::surroundings::{Source, Surroundings};
use backend::tx::Town;
use shared::exchange::{Envelope, FORMAT, Offer, Outcome};
use shared::fixtures::{CROWD_DAY, DemoActor, DemoStep, crowd, crowd_organisation, crowd_posts};
use shared::kernel::{AccountId, Actor, Ags, DeviceId, EnvelopeId, Moment, Role};
use uuid::Uuid;

/// The key that everything in a crowd is sealed under.
pub const CROWD_KEY: [u8; 32] = [11; 32];
/// Where the made-up people begin.
const SEED: u64 = 7;

/// A crowd of so many at so many posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// People, each with an open case.
    pub people: usize,
    /// Posts that have them.
    pub posts: usize,
}

/// A clock that shows the moment of each step, and bytes that depend only on the order of asking.
#[derive(Clone, Default)]
struct Story {
    at: Arc<AtomicI64>,
    drawn: Arc<AtomicU64>,
}

impl Source for Story {
    fn now(&self) -> Moment {
        Moment::from_millis(self.at.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        for part in bytes.chunks_mut(8) {
            // SplitMix64, as the fixtures have it.
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
            let mut mixed = drawn.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let mixed = (mixed ^ (mixed >> 31)).to_be_bytes();
            part.iter_mut().zip(mixed).for_each(|(to, from)| *to = from);
        }
        true
    }
}

/// The municipality of every crowd.
///
/// # Panics
/// Never: the text is a municipality.
#[must_use]
pub fn crowd_town() -> Ags {
    "05316000".parse().expect("a municipality")
}

impl Crowd {
    /// Fills an empty database: accounts with the demo's password, the organisation, the people. Says now and then how
    /// many there are.
    ///
    /// # Panics
    /// If a command is not applied or the database fails.
    pub fn fill(self, db: &Db, mut told: impl FnMut(usize)) {
        let story = Story::default();
        let set = |at: Moment| story.at.store(at.millis(), Ordering::Relaxed);
        set(Moment::when_local_is(CROWD_DAY.at(8, 0, 0, 0)));
        let surroundings = Surroundings::from(story.clone());
        let town = Town::of(db.clone(), Vault::of(CROWD_KEY), surroundings.clone());
        let ags = crowd_town();
        let actors = self.actors();
        let password = hash_blocking(DEMO_PASSWORD, &surroundings).expect("a password");
        db.write_blocking(|conn| {
            for (login, actor) in &actors {
                let account = NewAccount {
                    actor: actor.clone(),
                    login: login.clone(),
                    password: password.clone(),
                };
                insert_account(conn, &ags, &account, surroundings.now())?;
            }
            Ok::<_, Failure>(())
        })
        .expect("the accounts");
        let organisation = crowd_organisation(self.posts).expect("the organisation");
        load_as_system(&town, &ags, organisation).expect("the organisation is loaded");
        for (at, steps) in crowd(self.people, self.posts, SEED).enumerate() {
            for same in steps.chunk_by(|one, other| one.by == other.by) {
                if let [.., last] = same {
                    set(last.at);
                }
                offer(&town, &actors, same);
            }
            if (at + 1) % 1_000 == 0 {
                told(at + 1);
            }
        }
    }

    /// Who works there, by login: the desk, the coordinator, and each post under its code.
    #[must_use]
    pub fn actors(self) -> BTreeMap<String, Actor> {
        let mut actors = BTreeMap::new();
        let mut add = |login: String, unit: &str, post: Option<&str>, role| {
            let number = u128::try_from(actors.len()).unwrap_or_default();
            let actor = Actor {
                account: AccountId::from_uuid(id(number)),
                municipality: crowd_town(),
                unit: unit.parse().expect("a unit"),
                roles: [role].into(),
                post: post.map(|post| post.parse().expect("a post")),
                name: format!("Beispiel {login}"),
            };
            actors.insert(login, actor);
        };
        add("empfang".to_owned(), "service-point", None, Role::Reception);
        add("koordination".to_owned(), "ki", None, Role::Coordinator);
        for post in crowd_posts(self.posts) {
            let unit = post
                .as_str()
                .split('-')
                .next()
                .unwrap_or_default()
                .to_owned();
            add(
                post.to_string(),
                &unit,
                Some(post.as_str()),
                Role::CaseManager,
            );
        }
        actors
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn offer(town: &Town, actors: &BTreeMap<String, Actor>, steps: &[DemoStep]) {
    let Some(first) = steps.first() else {
        return;
    };
    let login = match &first.by {
        DemoActor::Reception => "empfang",
        DemoActor::Coordinator => "koordination",
        DemoActor::Post(post) => post.as_str(),
    };
    let actor = actors.get(login).expect("an account");
    let groups = steps
        .iter()
        .map(|step| {
            let random = town.surroundings().random().expect("random bytes");
            vec![Envelope {
                id: EnvelopeId::born(step.at, random),
                format: FORMAT,
                subject: step.subject.clone(),
                based_on: None,
                authored_at: step.at,
                device: DeviceId::from_uuid(id(1_000_000)),
                command: step.command.clone(),
            }]
        })
        .collect();
    let offered = Offer {
        groups,
        ..Offer::default()
    };
    let answer = exchange::offer_blocking(town, actor, &offered).expect("an answer");
    for (answered, step) in answer.outcomes.iter().zip(steps) {
        assert_eq!(
            answered.answer,
            Outcome::Applied,
            "{} of {:?}",
            step.command.name(),
            step.subject
        );
    }
}

/// Lets a database that nobody else uses be filled quickly: it is made anew if the machine stops meanwhile. It keeps no more
/// pages than it does for work: each commit looks through all that are kept, and that is what grew with the crowd.
///
/// # Panics
/// If the database does not take the settings.
pub fn hurry(db: &Db) {
    db.outside_transaction(|conn| {
        use diesel::connection::SimpleConnection;
        if let Conn::Sqlite(conn) = conn {
            conn.batch_execute("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 100000")?;
        }
        Ok(())
    })
    .expect("the settings of a hurry");
}
