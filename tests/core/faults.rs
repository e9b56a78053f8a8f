//! What the core does when the database fails: nothing by halves, an answer in time, and work again afterwards.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use backend::db::{Conn, Db, Failure, Place, catalogue};
use backend::exchange;
use backend::tx::Town;
use diesel::Connection;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use shared::case::SeeCase;
use shared::command::Command;
use shared::exchange::{Envelope, Offer, OfferAnswer, Outcome};
use shared::kernel::{Actor, PersonId};

use crate::support::{Bench, ags, envelope, id, note, on_both, reception, record, worker};

fn try_offer(town: &Town, actor: &Actor, group: &[Envelope]) -> Result<OfferAnswer, Failure> {
    let offer = Offer {
        epoch: None,
        author: None,
        groups: vec![group.to_vec()],
        attachments: Vec::new(),
    };
    exchange::offer_blocking(town, actor, &offer)
}

/// Every row of every table, also those that replaying leaves out.
fn everything(bench: &Bench) -> Vec<(String, Vec<String>)> {
    bench
        .town
        .db()
        .read_blocking(|conn| {
            catalogue::tables(conn)?
                .into_iter()
                .map(|table| Ok::<_, Failure>((table.name.clone(), catalogue::rows(conn, &table)?)))
                .collect()
        })
        .unwrap()
}

/// Within the two seconds that are promised, and what a busy machine adds.
const IN_TIME: Duration = Duration::from_millis(3_500);

on_both! {
    /// The n-th statement fails, for every n until none does, for commands of every kind: no trace of the command, no
    /// success told, and the same envelope goes through afterwards.
    fn a_command_that_fails_at_any_statement_leaves_no_trace(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let see = Command::SeeCase(SeeCase { case: case.1 });
        let groups = [
            (reception(), vec![record(100, PersonId::from_uuid(id(99)))]),
            (worker(), vec![note(101, case, "eins"), note(102, case, "zwei")]),
            (worker(), vec![note(103, case, "")]),
            (worker(), vec![envelope(104, case.0, see)]),
        ];
        let faults = bench.town.db().faults();
        let mut points = 0;
        for (actor, group) in groups {
            let before = everything(bench);
            for n in 1.. {
                let fired = faults.fired();
                faults.fail_at(n);
                let answer = try_offer(&bench.town, &actor, &group);
                faults.calm();
                if faults.fired() == fired {
                    assert!(answer.is_ok());
                    break;
                }
                // A fault behind the last write and before the commit stops nothing: then all of it is there.
                if let Err(failure) = answer {
                    assert!(matches!(failure, Failure::ReadOnly | Failure::Full), "{failure}");
                    assert_eq!(everything(bench), before, "statement {n}");
                    points += 1;
                } else {
                    panic!("statement {n} was to fail");
                }
            }
            assert_ne!(everything(bench), before);
        }
        assert!(points > 30, "{points} points");
        assert_eq!(backend::check::check(&bench.town).unwrap().findings, []);
    }

    fn a_panic_inside_a_write_leaves_no_trace_and_blocks_nobody(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let before = everything(bench);
        for _ in 0..6 {
            let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                bench.town.write_blocking(&ags(), |tx| -> Result<(), Failure> {
                    tx.part(|tx| -> Result<(), Failure> {
                        tx.ensure_key(&shared::exchange::Subject::Person(PersonId::from_uuid(id(77))))?;
                        panic!("on purpose");
                    })
                })
            }));
            assert!(panicked.is_err());
        }
        assert_eq!(everything(bench), before);
        assert_eq!(bench.send(&worker(), &note(20, case, "weiter")), Outcome::Applied);
    }

    /// Somebody else holds the lock: an answer in time, nothing written, and work again when it is free.
    fn a_locked_database_is_busy_in_time_and_recovers(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let release = lock(bench);
        let began = Instant::now();
        let answer = try_offer(&bench.town, &worker(), &[note(20, case, "gesperrt")]);
        assert!(matches!(answer, Err(Failure::Busy)), "{answer:?}");
        assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
        drop(release);
        assert_eq!(bench.send(&worker(), &note(20, case, "gesperrt")), Outcome::Applied);
        assert_eq!(bench.notes(case.0, case.1), ["gesperrt"]);
    }

    fn an_exhausted_pool_is_busy_in_time_and_recovers(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let (taken, free) = (Barrier::new(5), Barrier::new(5));
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    bench.town.db().read_blocking(|_| {
                        taken.wait();
                        free.wait();
                        Ok::<_, Failure>(())
                    }).unwrap();
                });
            }
            taken.wait();
            let began = Instant::now();
            let answer = bench.town.db().read_blocking(|_| Ok::<_, Failure>(()));
            assert!(matches!(answer, Err(Failure::Busy)), "{answer:?}");
            assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
            // On SQLite whoever writes has a connection of their own, and is not held up by those who read.
            let began = Instant::now();
            let answer = try_offer(&bench.town, &worker(), &[note(20, case, "eng")]);
            let is_sqlite = matches!(bench.town.db().place(), Place::File(_));
            assert!(is_sqlite == answer.is_ok(), "{answer:?}");
            assert!(is_sqlite || matches!(answer, Err(Failure::Busy)), "{answer:?}");
            assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
            free.wait();
        });
        assert_eq!(bench.send(&worker(), &note(20, case, "eng")), Outcome::Applied);
        assert_eq!(bench.notes(case.0, case.1), ["eng"]);
    }

    /// Eight writers at once, each with commands of its own: none meets an error, none is lost.
    fn eight_writers_at_once_meet_no_error(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        std::thread::scope(|threads| {
            for writer in 0..8 {
                threads.spawn(move || {
                    for n in 0..10 {
                        let n = 1_000 + writer * 100 + n;
                        assert_eq!(bench.send(&worker(), &note(n, case, "x")), Outcome::Applied);
                    }
                });
            }
        });
        assert_eq!(bench.notes(case.0, case.1).len(), 80);
        assert_eq!(backend::check::check(&bench.town).unwrap().findings, []);
    }
}

/// Keeps the database, or the numbering of the log, locked until dropped.
fn lock(bench: &Bench) -> Conn {
    let url = bench.bare.url();
    if let Some(path) = url.strip_prefix("sqlite://") {
        let mut conn = diesel::SqliteConnection::establish(path).unwrap();
        conn.batch_execute("BEGIN IMMEDIATE").unwrap();
        Conn::Sqlite(conn)
    } else {
        let mut conn = diesel::PgConnection::establish(&url).unwrap();
        conn.batch_execute("BEGIN; UPDATE log_counter SET last = last")
            .unwrap();
        Conn::Postgres(conn)
    }
}

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

/// A setting holds per connection: one without it would lose acknowledged work when the power fails.
#[test]
fn every_connection_of_sqlite_is_set_up() {
    let bench = Bench::on(harness::Database::Sqlite);
    let db = bench.town.db();
    let all = Barrier::new(4);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                db.read_blocking(|conn| {
                    all.wait();
                    assert_is_set_up(conn)
                })
                .unwrap();
            });
        }
    });
    db.write_blocking(assert_is_set_up).unwrap();
}

fn assert_is_set_up(conn: &mut Conn) -> Result<(), Failure> {
    let Conn::Sqlite(conn) = conn else {
        panic!("SQLite");
    };
    for (pragma, column, value) in [
        ("journal_mode", "journal_mode", "wal"),
        ("synchronous", "synchronous", "2"),
        ("foreign_keys", "foreign_keys", "1"),
        ("secure_delete", "secure_delete", "1"),
        ("busy_timeout", "timeout", "2000"),
    ] {
        let asked: Vec<Setting> = diesel::sql_query(format!(
            "SELECT CAST({column} AS TEXT) AS value FROM pragma_{pragma}"
        ))
        .load(conn)?;
        assert_eq!(asked[0].value, value, "{pragma}");
    }
    Ok(())
}

/// A full disk is refused clearly, loses nothing, and is over when there is room again.
#[test]
fn a_full_disk_is_refused_clearly_and_is_over_when_there_is_room() {
    let bench = Bench::on(harness::Database::Sqlite);
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let db = Db::open(bench.bare.url().parse().unwrap(), 1);
    let town = Town::of(
        db,
        bench.town.vault().clone(),
        bench.town.surroundings().clone(),
    );
    let set_room = |pages: &str| {
        town.db()
            .read_blocking(|conn| {
                let Conn::Sqlite(conn) = conn else {
                    panic!("SQLite");
                };
                conn.batch_execute(&format!("PRAGMA max_page_count = {pages}"))
                    .map_err(Failure::from)
            })
            .unwrap();
    };
    set_room("1");
    let long = "x".repeat(9_000);
    let mut written = 0;
    let failed =
        (0..100).find_map(
            |n| match try_offer(&town, &worker(), &[note(100 + n, case, &long)]) {
                Ok(_) => {
                    written += 1;
                    None
                }
                Err(failure) => Some(failure),
            },
        );
    assert!(matches!(failed, Some(Failure::Full)), "{failed:?}");
    assert_eq!(bench.notes(case.0, case.1).len(), written);
    assert_eq!(backend::check::check(&town).unwrap().findings, []);
    set_room("1000000");
    assert!(try_offer(&town, &worker(), &[note(500, case, &long)]).is_ok());
}

/// PostgreSQL ends all connections, before a command and in the middle of one.
#[test]
fn a_lost_postgres_is_noticed_and_found_again() {
    if !harness::Database::Postgres.is_there() {
        return;
    }
    let bench = Bench::on(harness::Database::Postgres);
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    bench.bare.cut_connections();
    assert_eq!(
        bench.send(&worker(), &note(20, case, "eins")),
        Outcome::Applied
    );
    let cut = bench.town.write_blocking(&ags(), |tx| {
        bench.bare.cut_connections();
        backend::log::Numbering::take(tx).map(|_| ())
    });
    assert!(matches!(cut, Err(Failure::Lost)), "{cut:?}");
    assert_eq!(
        bench.send(&worker(), &note(21, case, "zwei")),
        Outcome::Applied
    );
}
