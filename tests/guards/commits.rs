//! How often something is made durable: once for a batch, and once for all who came while the last one was.

use std::collections::BTreeSet;
use std::fs;
use std::future::Future as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::task::{Context, Waker};

use backend::db::{Conn, Failure};
use backend::exchange;
use backend::seal::Vault;
use backend::surroundings::{Source, Surroundings};
use backend::tx::Town;
use diesel::prelude::*;
use harness::{CROWD_KEY, Database, crowd_town};
use shared::exchange::{Offer, Outcome};
use shared::kernel::Moment;

use crate::requests::{Crowded, a_record};

/// Commits in the log that SQLite writes ahead: each ends with a page that says how large the file is then, and each costs
/// one flush.
fn commits(wal: &Path) -> usize {
    const HEADER: usize = 32;
    const FRAME_HEADER: usize = 24;
    let bytes = fs::read(wal).unwrap_or_default();
    let word = |at: usize| -> u32 {
        u32::from_be_bytes(bytes.get(at..at + 4).unwrap().try_into().unwrap())
    };
    if bytes.len() < HEADER {
        return 0;
    }
    let page = usize::try_from(word(8)).unwrap();
    let salt = (word(16), word(20));
    (HEADER..bytes.len())
        .step_by(FRAME_HEADER + page)
        // Behind the last frame of this log lie those of an earlier one.
        .take_while(|at| at + FRAME_HEADER <= bytes.len() && (word(at + 8), word(at + 12)) == salt)
        .filter(|at| word(at + 4) != 0)
        .count()
}

#[test]
fn a_day_of_48_envelopes_is_one_flush() {
    let town = Crowded::with(Database::Sqlite, 12);
    let notes = town.notes(48);
    let url = town.bare.url();
    let wal = format!("{}-wal", url.strip_prefix("sqlite://").unwrap());
    let before = commits(wal.as_ref());
    assert!(before > 0, "the log was read");
    town.offer("caritas-1", notes);
    assert_eq!(commits(wal.as_ref()) - before, 1);
}

/// A clock that goes on with every look at it: a transaction looks once.
#[derive(Clone)]
struct Ticking(Arc<AtomicI64>);

impl Source for Ticking {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.fetch_add(1, Ordering::SeqCst))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        bytes.iter_mut().for_each(|byte| *byte = rand::random());
        true
    }
}

/// Nine people offer while somebody else writes, so that one goes ahead and the others stand behind; then `meanwhile`
/// happens, and the way is free. All must be applied. Answers with how many transactions that took.
fn nine_come_together(kind: Database, meanwhile: impl FnOnce(&Town)) -> usize {
    let crowded = Crowded::with(kind, 1);
    let began = harness::now().millis();
    let town = Town::of(
        crowded.town.db().clone(),
        Vault::of(CROWD_KEY),
        Surroundings::from(Ticking(Arc::new(AtomicI64::new(began)))),
    );
    let desk = crowded.actor("empfang");
    let answers = actix_web::rt::System::new().block_on(async {
        let mut waiting: Vec<_> = (0..9)
            .map(|_| {
                let offer = Offer {
                    groups: vec![vec![a_record()]],
                    ..Offer::default()
                };
                Box::pin(exchange::offer(&town, &desk, offer))
            })
            .collect();
        let db = town.db().clone();
        let (let_go, wait) = channel::<()>();
        let (say, held) = channel::<()>();
        let holder = std::thread::spawn(move || {
            db.write_blocking(|conn| {
                hold(conn)?;
                say.send(()).unwrap();
                wait.recv().unwrap();
                Ok::<_, Failure>(())
            })
        });
        held.recv().unwrap();
        let mut nobody = Context::from_waker(Waker::noop());
        for offer in &mut waiting {
            assert!(offer.as_mut().poll(&mut nobody).is_pending());
        }
        meanwhile(&town);
        let_go.send(()).unwrap();
        holder.join().unwrap().unwrap();
        let mut answers = Vec::new();
        for offer in waiting {
            answers.push(offer.await.unwrap());
        }
        answers
    });
    for answer in answers {
        assert_eq!(answer.outcomes.len(), 1);
        assert_eq!(answer.outcomes[0].answer, Outcome::Applied);
    }
    let moments: Vec<i64> = town
        .read_blocking(&crowd_town(), |tx| {
            use backend::db::schema::log_entry;
            Ok::<_, Failure>(
                log_entry::table
                    .filter(log_entry::received_at.ge(began))
                    .select(log_entry::received_at)
                    .load(tx.conn())?,
            )
        })
        .unwrap();
    assert_eq!(moments.len(), 9);
    moments.into_iter().collect::<BTreeSet<_>>().len()
}

/// Keeps every other writer of the town waiting.
fn hold(conn: &mut Conn) -> Result<(), Failure> {
    use backend::db::schema::log_counter;
    diesel::update(log_counter::table.find(crowd_town().as_str().to_owned()))
        .set(log_counter::last.eq(log_counter::last))
        .execute(conn)?;
    Ok(())
}

/// The first may have begun alone; everybody else shares.
fn come_together(kind: Database) {
    let transactions = nine_come_together(kind, |_| ());
    assert!(transactions <= 2, "{transactions} for nine offers");
}

/// A statement fails in the middle of what they share: it is taken back, and each is done alone.
fn come_together_and_one_fails(kind: Database) {
    let faults = std::cell::OnceCell::new();
    let transactions = nine_come_together(kind, |town| {
        let faults = faults.get_or_init(|| town.db().faults().clone());
        faults.fail_at(25);
    });
    assert_eq!(faults.get().unwrap().fired(), 1);
    assert!(transactions > 2, "each alone: {transactions}");
}

mod offers_that_come_together_share_a_commit {
    use super::*;

    #[test]
    fn sqlite() {
        come_together(Database::Sqlite);
    }

    #[test]
    fn postgres() {
        if Database::Postgres.is_there() {
            come_together(Database::Postgres);
        }
    }
}

mod a_failure_among_offers_that_share_a_commit_costs_nobody_theirs {
    use super::*;

    #[test]
    fn sqlite() {
        come_together_and_one_fails(Database::Sqlite);
    }

    #[test]
    fn postgres() {
        if Database::Postgres.is_there() {
            come_together_and_one_fails(Database::Postgres);
        }
    }
}
