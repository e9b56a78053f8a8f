//! The promised numbers of design part 7 that can be measured from outside the server, on both databases, on a town of
//! 100,000 people. Each row says what is promised, what was measured, what the same SQL alone takes in the same minute, and
//! whether the promise is held. A number is no test: a busy machine misses it without a fault.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a benchmark that cannot measure stops, and says why; its numbers are small"
)]

mod bare;
mod browser;
mod cluster;
mod data;
mod load;
mod report;
mod rows;
mod served;
mod wire;

use std::fs;
use std::path::PathBuf;

use cluster::Cluster;
use data::Data;
use harness::Crowd;
use report::Row;
use rows::{ROWS, Stage};

/// People in the town, where nothing else is asked for.
const PEOPLE: usize = 100_000;

/// What the command line asks for.
struct Wishes {
    rows: Vec<String>,
    people: usize,
    databases: Vec<String>,
    is_written: bool,
}

impl Wishes {
    fn read() -> Self {
        let mut wishes = Self {
            rows: Vec::new(),
            people: PEOPLE,
            databases: Vec::new(),
            is_written: false,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--n" => {
                    let count = words.next().and_then(|count| count.parse().ok());
                    wishes.people = count.expect("--n wants how many people");
                }
                "--db" => wishes.databases.extend(words.next()),
                "--write" => wishes.is_written = true,
                // Cargo adds a flag of its own.
                "--bench" => {}
                row => {
                    let known = [&ROWS.map(|(name, _)| name)[..], &browser::ROWS].concat();
                    assert!(
                        known.contains(&row),
                        "there is no row {row}; there are {}",
                        known.join(", ")
                    );
                    wishes.rows.push(row.to_owned());
                }
            }
        }
        wishes
    }

    fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|wanted| wanted == row)
    }

    /// The rows of the browser are measured together.
    fn wants_browser(&self) -> bool {
        browser::ROWS.iter().any(|row| self.wants(row))
    }

    fn wants_database(&self, name: &str) -> bool {
        self.databases.is_empty() || self.databases.iter().any(|wanted| wanted == name)
    }
}

fn main() {
    let wishes = Wishes::read();
    let cache = std::env::var_os("BENCH_CACHE").map_or_else(
        || std::env::temp_dir().join("lueckenlos-bench"),
        PathBuf::from,
    );
    fs::create_dir_all(&cache).expect("a folder for the crowds");
    let crowd = Crowd {
        people: wishes.people,
        posts: (wishes.people / 1_000).max(10),
    };
    let mut rows: Vec<Row> = Vec::new();
    if wishes.wants_browser() {
        for row in browser::measure(&cache) {
            row.print();
            rows.push(row);
        }
    }
    let is_served = ROWS.iter().any(|(row, _)| wishes.wants(row));
    if !is_served {
        return;
    }
    let data = Data::ready(&cache, crowd);
    let cluster = if wishes.wants_database("postgres") {
        Cluster::start(&cache)
    } else {
        None
    };
    let folder = tempfile::tempdir_in(&cache).expect("a folder for this run");
    let (flush, busy) = (bare::flush(folder.path()), report::busy());
    eprintln!(
        "one flush to this disk: {}; load average {busy:.1}",
        report::shown(flush)
    );
    for name in ["sqlite", "postgres"] {
        if !wishes.wants_database(name) {
            continue;
        }
        if name == "postgres" && cluster.is_none() {
            eprintln!("PostgreSQL is not installed: its rows are left out");
            continue;
        }
        let cluster = cluster.as_ref().filter(|_| name == "postgres");
        let mut stage = Stage::set(name, &cache, &data, crowd, cluster);
        for (row, measure) in ROWS {
            if wishes.wants(row) {
                let row = measure(&mut stage);
                row.print();
                rows.push(row);
            }
        }
    }
    let page = report::page(&rows, wishes.people, flush, busy);
    eprintln!("\n{page}");
    if wishes.is_written {
        let file = PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../docs/benchmarks.md"
        ));
        fs::write(file, page).expect("docs/benchmarks.md");
    }
}
