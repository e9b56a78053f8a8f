//! The read log: durable before the answer, whole, and every tampering found.

use backend::audit::{self, Personal, ReadLog};
use backend::db::{Db, Failure, Place};
use backend::seal::{SubjectKey, Vault};
use backend::surroundings::Surroundings;
use diesel::RunQueryDsl;
use shared::access::Basis;
use shared::exchange::Subject;
use shared::kernel::{AccountId, Ags, PersonId};

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

async fn read(log: &ReadLog, n: u128) -> Result<(), Failure> {
    let shown = Personal::showing((), [(person(n), Basis::Responsible)]);
    log.record_of(account(), "ReadCase", "0123456789abcdef", shown)
        .await
}

fn run(db: &Db, sql: &str) {
    db.write_blocking(|conn| diesel::sql_query(sql).execute(conn).map_err(Failure::from))
        .unwrap();
}

#[actix_web::test]
async fn lines_written_at_once_share_batches_and_the_chain_is_whole() {
    let db = Db::open(Place::Memory, 1);
    let log = open(&db);
    let reads = (0..200).map(|n| read(&log, n));
    for done in futures::future::join_all(reads).await {
        done.unwrap();
    }
    assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(200));
    let batches = audit::batches(&db, &town()).unwrap();
    assert!(batches < 200, "{batches}");
}

#[actix_web::test]
async fn every_tampering_is_found() {
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
        let db = Db::open(Place::Memory, 1);
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

#[actix_web::test]
async fn a_log_under_another_key_is_not_ours() {
    let db = Db::open(Place::Memory, 1);
    read(&open(&db), 1).await.unwrap();
    let other = Vault::of([8; 32]).key_for("read-log");
    assert!(audit::verify(&db, &other, &town()).unwrap().is_err());
}

#[actix_web::test]
async fn a_line_that_cannot_be_written_refuses_the_answer() {
    let db = Db::open(Place::Memory, 1);
    let log = open(&db);
    read(&log, 1).await.unwrap();
    run(&db, "DROP TABLE read_line");
    assert!(read(&log, 2).await.is_err());
}

#[actix_web::test]
async fn the_chain_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("town.reads.sqlite"));
    for start in 0..3 {
        let db = Db::open(place.clone(), 1);
        let log = open(&db);
        read(&log, start).await.unwrap();
    }
    let db = Db::open(place, 1);
    assert_eq!(audit::verify(&db, &key(), &town()).unwrap(), Ok(3));
}
