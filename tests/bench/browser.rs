//! The rows that are measured in a browser: `tests/journeys/measure.mjs` drives one on a crowd that this serves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backend::db::Conn;
use backend::db::schema::integration_case;
use diesel::prelude::*;
use harness::Crowd;
use serde::Deserialize;

use crate::bare;
use crate::data::Data;
use crate::report::{Row, busy};
use crate::served::Served;

/// As many as a device can hold, all of one case manager.
const CROWD: Crowd = Crowd {
    people: 2_000,
    posts: 1,
};
const LOGIN: &str = "caritas-1";

/// The rows, by the names that choose them.
pub(crate) const ROWS: [&str; 4] = ["first-visit", "typing", "start-offline", "search-offline"];

/// What the browser was asked for.
#[derive(Debug, Deserialize)]
#[serde(tag = "row", rename_all = "kebab-case")]
enum Figure {
    /// Milliseconds until somebody can sign in, each time by a browser that knows nothing; bytes fetched.
    FirstVisit { times: Vec<f64>, bytes: u64 },
    /// Keys pressed; of those that took 16 ms or more, how long until they were painted; tasks that blocked the page.
    Typing {
        keys: usize,
        slow: Vec<f64>,
        blocked: Vec<f64>,
    },
    /// Milliseconds until the day's cases are there, typing the words left out.
    Start { times: Vec<f64> },
    /// Milliseconds from the end of the pause to the hits; the first search, which opens what is packed, apart.
    Search {
        first: f64,
        times: Vec<f64>,
        people: usize,
    },
}

/// Measures all of them; none if there is no browser.
pub(crate) fn measure(cache: &Path) -> Vec<Row> {
    let Some(browser) = std::env::var_os("TEST_CHROMIUM") else {
        eprintln!("TEST_CHROMIUM does not say where a browser is: its rows are left out");
        return Vec::new();
    };
    let data = Data::ready(cache, CROWD);
    let folder = tempfile::tempdir_in(cache).expect("a folder for the copy");
    data.copy(folder.path());
    let url = format!("sqlite://{}", folder.path().join("town.sqlite").display());
    let cases = folder.path().join("cases.json");
    let list = serde_json::to_vec(&ids(&url)).expect("the cases as JSON");
    fs::write(&cases, list).expect("the list of cases");
    let served = Served::on(&url, folder.path());
    let journeys = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/journeys"));
    let port = served.address.rsplit(':').next().expect("a port");
    let output = Command::new("node")
        .arg("measure.mjs")
        .current_dir(journeys)
        .env("TEST_CHROMIUM", browser)
        .env("MEASURE_ADDRESS", format!("http://localhost:{port}"))
        .env("MEASURE_SERVER", served.process_id().to_string())
        .env("MEASURE_LOGIN", LOGIN)
        .env("MEASURE_CASES", cases)
        .stderr(Stdio::inherit())
        .output()
        .expect("node runs");
    let mut rows: Vec<Row> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| row(serde_json::from_str(line).expect("a figure")))
        .collect();
    if !output.status.success() {
        let why = "the browser was measured this far only".to_owned();
        rows.push(said("all of the browser's rows", "measured", why, false));
    }
    rows
}

fn ids(url: &str) -> Vec<String> {
    let db = bare::open(url, 1);
    db.read_blocking(|conn| {
        let ids = integration_case::table.select(integration_case::case_id);
        match conn {
            Conn::Sqlite(conn) => ids.load(conn),
            Conn::Postgres(conn) => ids.load(conn),
        }
        .map_err(backend::db::Failure::from)
    })
    .expect("the cases")
}

fn row(figure: Figure) -> Row {
    match figure {
        Figure::FirstVisit { times, bytes } => said(
            "first visit, 1.6 Mbit/s, page 4x slower",
            "≤ 600 KB",
            format!(
                "{:.0} KB; {} until one can sign in",
                bytes as f64 / 1_000.0,
                middle(&times)
            ),
            bytes <= 600_000,
        ),
        Figure::Typing {
            keys,
            slow,
            blocked,
        } => {
            let most = slow.iter().copied().fold(0.0, f64::max);
            said(
                "key to paint in the longest form, page 4x slower",
                "≤ 50 ms, no task over 50 ms",
                format!(
                    "{keys} keys, {} steps of them took 16 ms or more, the slowest {most:.0} ms; {} long tasks",
                    slow.len(),
                    blocked.len()
                ),
                most <= 50.0 && blocked.is_empty(),
            )
        }
        Figure::Start { times } => said(
            "start without a network to the day's cases, unlock included, page 4x slower",
            "≤ 1.5 s",
            middle(&times),
            median(&times) <= 1_500.0,
        ),
        Figure::Search {
            first,
            times,
            people,
        } => said(
            "search on the device",
            "≤ 50 ms over 2,000 people, goal 15",
            format!(
                "{} over {people} people; the first, which opens them, {first:.0} ms",
                middle(&times)
            ),
            times.iter().all(|time| *time <= 50.0),
        ),
    }
}

fn said(name: &'static str, promised: &str, measured: String, is_held: bool) -> Row {
    let missed = (!is_held).then(|| format!("{measured} (load average {:.1})", busy()));
    Row {
        name,
        database: "browser",
        promised: promised.to_owned(),
        measured,
        bare: "–".to_owned(),
        ratio: "–".to_owned(),
        missed,
    }
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn middle(times: &[f64]) -> String {
    let (least, most) = times
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, most), time| {
            (least.min(*time), most.max(*time))
        });
    format!("{:.0} ms ({least:.0} to {most:.0})", median(times))
}
