//! The read log: durable before the answer, whole, every tampering found, and too much of it stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use backend::audit::{self, Broken, Head, Limit, Personal, ReadLog, Recorded};
use backend::db::{Conn, Db, Failure};
use backend::seal::{Purpose, SubjectKey, Vault};
use backend::surroundings::{Source, Surroundings};
use diesel::RunQueryDsl;
use harness::{Bare, Database};
use shared::access::Basis;
use shared::exchange::Subject;
use shared::kernel::{AccountId, Ags, Day, Moment, PersonId};

use crate::support::on_both;

fn town() -> Ags {
    "05316000".parse().unwrap()
}

fn key() -> SubjectKey {
    Vault::of([7; 32]).key_for(Purpose::ReadLog)
}

fn person(n: u128) -> Subject {
    Subject::Person(PersonId::from_uuid(uuid::Uuid::from_u128(n)))
}

fn account() -> AccountId {
    AccountId::from_uuid(uuid::Uuid::from_u128(1))
}

fn open(db: &Db) -> ReadLog {
    open_with(db, Surroundings::machine(), NO_LIMIT)
}

const NO_LIMIT: Limit = Limit {
    hourly: 0,
    daily: 0,
};

fn open_with(db: &Db, surroundings: Surroundings, limit: Limit) -> ReadLog {
    ReadLog::open(db.clone(), key(), town(), surroundings, limit).unwrap()
}

fn open_db(bare: &Bare) -> Db {
    Db::open(bare.url().parse().unwrap(), 1)
}

async fn read(log: &ReadLog, n: u128) -> Result<(), Failure> {
    let shown = Personal::showing((), [(person(n), Basis::Responsible)]);
    log.record_of(account(), "ReadCase", "0123456789abcdef", shown)
        .await
        .map(drop)
}

fn run(db: &Db, sql: &str) {
    db.write_blocking(|conn| {
        for statement in sql.split(';') {
            diesel::sql_query(statement).execute(conn)?;
        }
        Ok::<_, Failure>(())
    })
    .unwrap();
}

/// A clock in a month of the test's own, which stands still.
struct Month(&'static str);

impl Source for Month {
    fn now(&self) -> Moment {
        let day: Day = format!("{}-15", self.0).parse().unwrap();
        Moment::when_local_is(day.at(9, 0, 0, 0))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        getrandom::fill(bytes).is_ok()
    }
}

/// A clock that the test moves, at first at nine in the morning.
#[derive(Clone)]
struct Moving(Arc<AtomicI64>);

impl Moving {
    fn at_nine() -> Self {
        let nine = Moment::when_local_is(jiff::civil::date(2026, 11, 23).at(9, 0, 0, 0));
        Self(Arc::new(AtomicI64::new(nine.millis())))
    }

    fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

impl Source for Moving {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        getrandom::fill(bytes).is_ok()
    }
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

fn count_of_others(conn: &mut Conn) -> Result<i64, Failure> {
    let counted: Count =
        diesel::sql_query("SELECT count(*) AS count FROM read_of_others").get_result(conn)?;
    Ok(counted.count)
}

fn open_in(db: &Db, month: &'static str) -> ReadLog {
    open_with(db, Surroundings::from(Month(month)), NO_LIMIT)
}

fn exported(log: &ReadLog) -> Vec<serde_json::Value> {
    let mut lines = Vec::new();
    log.export(("", "9999-12"), |line| {
        lines.push(serde_json::from_str(line).unwrap());
        Ok(())
    })
    .unwrap();
    lines
}

on_both! {
    async fn lines_written_at_once_share_batches_and_the_chain_is_whole(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        let log = open(&db);
        let reads = (0..200).map(|n| read(&log, n));
        for done in futures::future::join_all(reads).await {
            done.unwrap();
        }
        assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(200));
        let batches = audit::batches(&db, &town()).unwrap();
        assert!(batches < 200, "{batches}");
    }

    /// Two servers on one database count together, a day and an hour by themselves, and nothing of one's own work.
    async fn who_is_shown_too_many_people_of_others_is_stopped_and_the_log_says_so(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        let clock = Moving::at_nine();
        let limit = Limit { hourly: 3, daily: 5 };
        let servers = [(); 2].map(|()| open_with(&db, Surroundings::from(clock.clone()), limit));
        let show = async |server: usize, call: &'static str, basis: Basis, people: &[u128]| {
            let shown = people.iter().map(|n| (person(*n), basis));
            let shown = Personal::showing((), shown);
            servers[server].record_of(account(), call, "0123456789abcdef", shown).await.unwrap()
        };
        let of_others = async |server, people: &[u128]| show(server, "FindPersons", Basis::Consent, people).await;
        assert_eq!(of_others(0, &[1, 2]).await, Recorded::Written);
        assert_eq!(of_others(1, &[3]).await, Recorded::Written);
        clock.pass(60);
        // The fourth within an hour: several an hour after the first of them, a single one five minutes after the last.
        assert_eq!(of_others(0, &[4, 5]).await, Recorded::TooMany { after_seconds: 3_540 });
        let soon = Recorded::TooMany { after_seconds: 240 };
        assert_eq!(of_others(0, &[4]).await, soon);
        assert_eq!(show(1, "ReadPersonCard", Basis::Consent, &[4]).await, soon);
        // Who was shown already is shown again; what is one's own is never counted, and neither is an emergency.
        assert_eq!(of_others(1, &[1, 3]).await, Recorded::Written);
        for (call, basis) in [
            ("ReadCase", Basis::Responsible),
            ("ReadCase", Basis::Deputy),
            ("ReadCase", Basis::Emergency),
            ("ReadPerson", Basis::OwnIntake),
            ("Worklist", Basis::Responsible),
        ] {
            assert_eq!(show(0, call, basis, &[20, 21, 22, 23, 24, 25, 26]).await, Recorded::Written);
        }
        // Another account has its own count.
        let shown = Personal::showing((), [(person(4), Basis::Consent)]);
        let other = AccountId::from_uuid(uuid::Uuid::from_u128(2));
        let done = servers[0].record_of(other, "FindPersons", "0123456789abcdef", shown).await;
        assert_eq!(done.unwrap(), Recorded::Written);
        clock.pass(3_600);
        assert_eq!(of_others(0, &[4, 5]).await, Recorded::Written);
        clock.pass(60);
        // Five in this day: several tomorrow. It is two minutes past ten.
        let tomorrow = Recorded::TooMany { after_seconds: 14 * 3_600 - 120 };
        assert_eq!(of_others(1, &[6, 7]).await, tomorrow);
        clock.pass(240);
        assert_eq!(of_others(1, &[6]).await, Recorded::Written);
        assert_eq!(of_others(0, &[7]).await, Recorded::TooMany { after_seconds: 300 });
        clock.pass(24 * 3_600);
        assert_eq!(of_others(1, &[6, 7]).await, Recorded::Written);
        // Yesterday is forgotten.
        let counted: i64 = db
            .read_blocking(count_of_others)
            .unwrap();
        assert_eq!(counted, 2);
        let shown: Vec<_> = exported(&servers[0])
            .into_iter()
            .map(|line| line["shown"].as_str().unwrap_or_default().to_owned())
            .collect();
        let stopped = shown.iter().filter(|shown| shown.starts_with("refused:too_many_people "));
        assert_eq!(stopped.count(), 5, "{shown:?}");
        assert!(audit::verify(&db, &key(), &town()).unwrap().is_ok());
    }

    async fn every_tampering_is_found(database: Database) {
        for tampering in [
            "UPDATE read_line SET at = at + 60000 WHERE line = 2",
            "UPDATE read_line SET line = CASE line WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE line END; UPDATE read_line SET line = -line WHERE line < 0",
            "DELETE FROM read_line WHERE line <= 2; DELETE FROM read_batch WHERE batch <= 2",
            "UPDATE read_line SET shown = 'responsible' WHERE line = 2",
            "UPDATE read_line SET account = 'other' WHERE line = 1",
            "DELETE FROM read_line WHERE line = 2",
            "DELETE FROM read_line WHERE line = 4",
            "DELETE FROM read_batch WHERE batch = 2",
            "DELETE FROM read_batch WHERE batch = 1",
            "INSERT INTO read_line SELECT municipality, segment, 9, 9, at, account, call, request, shown FROM read_line WHERE line = 1",
            "INSERT INTO read_line SELECT municipality, segment, 9, 4, at, account, call, request, shown FROM read_line WHERE line = 1",
            "UPDATE read_line SET line = CASE line WHEN 1 THEN -1 ELSE line END",
            "UPDATE read_batch SET last_line = last_line + 1 WHERE batch = 4",
        ] {
            let bare = Bare::new(database);
            let db = open_db(&bare);
            let log = open(&db);
            for n in 0..4 {
                read(&log, n).await.unwrap();
            }
            assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(4));
            run(&db, tampering);
            assert!(
                audit::verify(&db, &key(), &town()).unwrap().is_err(),
                "{tampering}"
            );
        }
    }

    async fn a_log_under_another_key_is_not_ours(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        read(&open(&db), 1).await.unwrap();
        let other = Vault::of([8; 32]).key_for(Purpose::ReadLog);
        assert!(audit::verify(&db, &other, &town()).unwrap().is_err());
    }

    async fn a_line_that_cannot_be_written_refuses_the_answer(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        let log = open(&db);
        read(&log, 1).await.unwrap();
        run(&db, "DROP TABLE read_line");
        assert!(read(&log, 2).await.is_err());
    }

    async fn the_chain_goes_on_after_a_restart(database: Database) {
        let bare = Bare::new(database);
        for start in 0..3 {
            let db = open_db(&bare);
            let log = open(&db);
            read(&log, start).await.unwrap();
        }
        let db = open_db(&bare);
        assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(3));
    }

    /// A chain alone does not show that its end is missing, nor that somebody with the key wrote all of it anew: the head
    /// that was kept elsewhere does.
    async fn a_tail_that_was_cut_off_shows_against_a_head_that_was_kept(database: Database) {
        for (tampering, is_found_alone) in [
            ("DELETE FROM read_line WHERE line = 4; DELETE FROM read_batch WHERE batch = 4", false),
            ("DELETE FROM read_line WHERE line >= 2; DELETE FROM read_batch WHERE batch >= 2", false),
            ("DELETE FROM read_line; DELETE FROM read_batch", false),
            ("DELETE FROM read_line WHERE line = 4", true),
        ] {
            let bare = Bare::new(database);
            let db = open_db(&bare);
            let log = open(&db);
            for n in 0..4 {
                read(&log, n).await.unwrap();
            }
            let kept: Head = log.head().unwrap().unwrap().to_string().parse().unwrap();
            let verified = |kept| audit::verify_from(&db, &key(), &town(), kept).unwrap();
            assert_eq!(verified(Some(&kept)), Ok(4));
            run(&db, tampering);
            assert_eq!(verified(None).is_err(), is_found_alone, "{tampering}");
            assert!(verified(Some(&kept)).is_err(), "{tampering}");
        }
    }

    async fn a_log_written_anew_shows_against_a_head_that_was_kept(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        let log = open(&db);
        for n in 0..3 {
            read(&log, n).await.unwrap();
        }
        let kept = log.head().unwrap().unwrap();
        run(&db, "DELETE FROM read_line; DELETE FROM read_batch");
        // With the key at hand, and others in the place of those who were read.
        for n in 10..13 {
            read(&log, n).await.unwrap();
        }
        assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(3));
        assert!(matches!(
            audit::verify_from(&db, &key(), &town(), Some(&kept)).unwrap(),
            Err(Broken::Head { .. })
        ));
    }

    async fn old_months_go_and_what_is_left_verifies(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        for month in ["2025-09", "2025-10", "2025-11", "2026-11"] {
            let log = open_in(&db, month);
            read(&log, 1).await.unwrap();
            read(&log, 2).await.unwrap();
            log.catch_up().unwrap();
        }
        let log = open_in(&db, "2026-11");
        let kept = log.head().unwrap().unwrap();
        let expired = log.expire(12).unwrap().unwrap();
        assert_eq!((expired.lines, expired.kept_from.as_str()), (4, "2025-11"));
        assert_eq!(log.expire(12).unwrap(), None);
        // Four lines are left, and the one that says that the others were deleted.
        assert_eq!(audit::verify_from(&db, &key(), &town(), Some(&kept)).unwrap(), Ok(5));
        let lines = exported(&log);
        let of = |call: &str| lines.iter().filter(|line| line["call"] == call).count();
        assert_eq!((of("ReadCase"), of("ExpireReadings")), (4, 1));
        assert!(lines.iter().all(|line| line["segment"].as_str() >= Some("2025-11")));

        // The same again a month later: the line of that deletion takes the place of the first.
        let log = open_in(&db, "2026-12");
        assert_eq!(log.expire(12).unwrap().map(|gone| gone.lines), Some(2));
        assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(4));
        // A log that nobody read for years may lose all of it, and goes on.
        let log = open_in(&db, "2030-01");
        assert_eq!(log.expire(1).unwrap().map(|gone| gone.lines), Some(4));
        read(&log, 3).await.unwrap();
        assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(2));
    }

    async fn months_that_were_taken_away_without_a_word_are_missed(database: Database) {
        let bare = Bare::new(database);
        let db = open_db(&bare);
        for month in ["2026-09", "2026-10", "2026-11"] {
            read(&open_in(&db, month), 1).await.unwrap();
        }
        run(&db, "DELETE FROM read_line WHERE segment = '2026-09'; DELETE FROM read_batch WHERE segment = '2026-09'");
        assert!(matches!(
            audit::verify(&db, &key(), &town()).unwrap(),
            Err(Broken::Beginning { .. })
        ));
    }

    /// A search finds by the index: what is missing from it would be found nowhere.
    async fn an_index_that_was_changed_is_found_and_made_anew(database: Database) {
        for tampering in [
            "DELETE FROM read_term WHERE term LIKE 'person:%' AND line = 2",
            "UPDATE read_term SET why = 'consent' WHERE term LIKE 'person:%' AND line = 2",
            "INSERT INTO read_term SELECT municipality, segment, 'account:x', line, why FROM read_term WHERE term = 'call:ReadCase' AND line = 1",
            "DELETE FROM read_indexed",
            "UPDATE read_indexed SET line = 2",
        ] {
            let bare = Bare::new(database);
            let db = open_db(&bare);
            let log = open(&db);
            for n in 0..3 {
                read(&log, n).await.unwrap();
            }
            log.catch_up().unwrap();
            assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(3));
            run(&db, tampering);
            assert!(
                matches!(audit::verify(&db, &key(), &town()).unwrap(), Err(Broken::Index { .. })),
                "{tampering}"
            );
            log.reindex().unwrap();
            assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(3));
        }
    }
}
