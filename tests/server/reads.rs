//! The read log: durable before the answer, whole, and every tampering found.

use backend::audit::{self, Personal, ReadLog};
use backend::db::{Db, Failure};
use backend::seal::{SubjectKey, Vault};
use backend::surroundings::Surroundings;
use diesel::RunQueryDsl;
use harness::{Bare, Database};
use shared::access::Basis;
use shared::exchange::Subject;
use shared::kernel::{AccountId, Ags, PersonId};

use crate::support::on_both;

fn town() -> Ags {
    "05316000".parse().unwrap()
}

fn key() -> SubjectKey {
    Vault::of([7; 32]).key_for("read-log")
}

fn person(n: u128) -> Subject {
    Subject::Person(PersonId::from_uuid(uuid::Uuid::from_u128(n)))
}

fn account() -> AccountId {
    AccountId::from_uuid(uuid::Uuid::from_u128(1))
}

fn open(db: &Db) -> ReadLog {
    ReadLog::open(db.clone(), key(), town(), Surroundings::machine()).unwrap()
}

fn open_db(bare: &Bare) -> Db {
    Db::open(bare.url().parse().unwrap(), 1)
}

async fn read(log: &ReadLog, n: u128) -> Result<(), Failure> {
    let shown = Personal::showing((), [(person(n), Basis::Responsible)]);
    log.record_of(account(), "ReadCase", "0123456789abcdef", shown)
        .await
}

fn run(db: &Db, sql: &str) {
    db.write_blocking(|conn| diesel::sql_query(sql).execute(conn).map_err(Failure::from))
        .unwrap();
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

    async fn every_tampering_is_found(database: Database) {
        for tampering in [
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
        let other = Vault::of([8; 32]).key_for("read-log");
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
}
