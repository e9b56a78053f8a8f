//! The promised numbers of design part 7 that can be measured from outside the server, on both databases. Each row says
//! what is promised, what was measured, and whether it holds. A number is no test: a busy machine misses it without a
//! fault.
//!
//! Not here yet: the rows that need 100,000 people and the same SQL beside them (search, worklist).

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot measure stops, and says why"
)]

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use harness::{Database, Town, a_person, envelope};
use shared::command::Command;
use shared::exchange::Outcome;
use shared::person::RecordPerson;

const CONNECTIONS: usize = 8;
const WRITING: Duration = Duration::from_secs(5);

/// A promise and what was measured.
struct Row {
    name: &'static str,
    database: Database,
    promised: &'static str,
    measured: String,
    holds: bool,
}

type Measure = fn(Database) -> Row;

fn main() {
    // Cargo adds a flag of its own; every other word names rows.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let rows: [(&str, Measure); 3] = [("start", start), ("memory", memory), ("commands", commands)];
    let mut missed = 0;
    for (name, measure) in rows {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == name) {
            continue;
        }
        for database in [Database::Sqlite, Database::Postgres] {
            if database.is_there() {
                let row = measure(database);
                let said = if row.holds { "held" } else { "MISSED" };
                eprintln!(
                    "{said:<7} {:<34} {:<9} {:>16}   promised {}",
                    row.name,
                    format!("{:?}", row.database),
                    row.measured,
                    row.promised
                );
                missed += usize::from(!row.holds);
            }
        }
    }
    eprintln!(
        "{missed} missed, on {} cores",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
}

/// From starting the program to the first answer.
fn start(database: Database) -> Row {
    let town = Town::idle(database);
    let mut slowest = Duration::ZERO;
    for _ in 0..5 {
        let began = Instant::now();
        town.start();
        town.stranger()
            .send("GET", "/health/live", None)
            .expect("an answer");
        slowest = slowest.max(began.elapsed());
        town.kill();
    }
    Row {
        name: "binary to first request, of 5",
        database,
        promised: "≤ 1 s",
        measured: format!("{} ms", slowest.as_millis()),
        holds: slowest <= Duration::from_secs(1),
    }
}

/// What the server takes when it has nothing to do.
fn memory(database: Database) -> Row {
    let town = Town::on(database);
    let status = fs::read_to_string(format!("/proc/{}/status", town.process()))
        .expect("the server's status");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("its memory");
    let kilobytes: u64 = line
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .expect("a number");
    Row {
        name: "memory, idle",
        database,
        promised: "≤ 30 MB",
        measured: format!("{} MB", kilobytes / 1024),
        holds: kilobytes <= 30 * 1024,
    }
}

/// Accepted commands at eight connections, each durable before its answer.
fn commands(database: Database) -> Row {
    let town = Town::on(database);
    let person = town.reception();
    let done = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            let (writer, done, failed) = (person.at(&town.address()), &done, &failed);
            scope.spawn(move || {
                while began.elapsed() < WRITING {
                    let somebody = a_person();
                    let record = Command::RecordPerson(RecordPerson {
                        draft: somebody.draft.clone(),
                    });
                    let told = writer.offer_one(&envelope(somebody.subject(), record));
                    let is_applied = told.is_ok_and(|answered| answered.answer == Outcome::Applied);
                    let counter = if is_applied { done } else { failed };
                    counter.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    let millis = began.elapsed().as_millis().max(1);
    let per_second = done.load(Ordering::SeqCst) as u128 * 1_000 / millis;
    let failed = failed.load(Ordering::SeqCst);
    Row {
        name: "accepted commands, 8 connections",
        database,
        promised: "≥ 1,500/s without one error",
        measured: format!("{per_second}/s, {failed} errors"),
        holds: per_second >= 1_500 && failed == 0,
    }
}
