//! Somebody else holds the database, or takes it away for a moment (reliability.md, T06): `Unavailable` within two
//! seconds, and no restart is needed afterwards.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use harness::{Database, Town};
use shared::kernel::Problem;

use crate::writers::a_record;

/// Two seconds of waiting, and some for a busy machine to say so.
const LIMIT: Duration = Duration::from_secs(4);

#[test]
fn a_locked_file_answers_unavailable_and_goes_on_on_sqlite() {
    let town = Town::on(Database::Sqlite);
    let person = town.reception();
    let file = town.folder().join("town.sqlite");
    let mut other = SqliteConnection::establish(&file.to_string_lossy()).expect("the database");
    other.batch_execute("begin immediate").expect("the lock");
    let began = Instant::now();
    let refused = person
        .offer_one(&a_record())
        .expect_err("a refusal while the database is held");
    assert_eq!(refused.status, 503, "{refused:?}");
    assert!(
        matches!(refused.problem, Some(Problem::Unavailable { .. })),
        "{refused:?}"
    );
    assert!(
        began.elapsed() < LIMIT,
        "refused after {:?}",
        began.elapsed()
    );
    other
        .batch_execute("rollback")
        .expect("the lock is given back");
    person
        .offer_one(&a_record())
        .expect("a command once the lock is gone");
    town.stop();
    town.check();
}

#[test]
fn lost_connections_are_made_anew_on_postgres() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Town::on(Database::Postgres);
    let person = town.reception();
    let name = town.database_name();
    for _ in 0..5 {
        person.offer_one(&a_record()).expect("a command");
        town.run_sql_on_postgres_as_owner(&format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        ));
        let began = Instant::now();
        // A connection may be lost in the middle of the command: then it is refused, and done at the next try.
        let envelope = a_record();
        let done = person
            .offer_one(&envelope)
            .or_else(|_| person.offer_one(&envelope));
        done.expect("a command after the connections were lost");
        assert!(began.elapsed() < LIMIT, "it took {:?}", began.elapsed());
    }
    town.stop();
    town.check();
}
