//! What was promised, what was measured, and what the bare SQL of the same minute takes.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Duration;

/// One promise on one database.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) database: &'static str,
    pub(crate) promised: String,
    pub(crate) measured: String,
    /// The same without us, if there is such a thing.
    pub(crate) bare: String,
    /// Ours as a share or a multiple of it.
    pub(crate) ratio: String,
    /// Why it is missed; absent: it holds.
    pub(crate) missed: Option<String>,
}

impl Row {
    pub(crate) fn said(&self) -> String {
        self.missed
            .as_ref()
            .map_or_else(|| "held".to_owned(), |why| format!("MISSED, because {why}"))
    }

    pub(crate) fn print(&self) {
        eprintln!(
            "{:<38} {:<10} {:<44} bare {:<30} {:<8} | promised {} | {}",
            self.name,
            self.database,
            self.measured,
            self.bare,
            self.ratio,
            self.promised,
            self.said()
        );
    }
}

/// A time as people read it.
pub(crate) fn shown(time: Duration) -> String {
    let micros = time.as_micros();
    if micros < 1_000 {
        format!("{micros} µs")
    } else if micros < 20_000 {
        format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
    } else {
        format!("{} ms", time.as_millis())
    }
}

/// How much else the machine does: processes that want to run, on average over the last minute.
pub(crate) fn busy() -> f64 {
    fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .unwrap_or_default()
}

/// The page for the documentation.
pub(crate) fn page(rows: &[Row], people: usize, flush: Duration, busy_before: f64) -> String {
    let mut page = String::new();
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    line("# Benchmarks\n");
    line(
        "Written by `cargo xtask bench --write`; the rows are those of the design's numbers. Beside each stands the same SQL in",
    );
    line(
        "the same process in the same minute, on the same data, prepared once, without sealing, rights, log or HTTP. Latency at",
    );
    line(
        "eight connections counts from the planned moment of each request. Client, server and database share the machine.\n",
    );
    line(&format!(
        "{}, commit {}, {} people with an open case each, {} cores, {}. One flush to this disk: {}. Processes that wanted to run before the first row: {busy_before:.1}.\n",
        answer("date", &["+%Y-%m-%d"]),
        answer("git", &["describe", "--always", "--dirty"]),
        people,
        std::thread::available_parallelism().map_or(1, usize::from),
        processor(),
        shown(flush),
    ));
    line("| what | database | promised | measured | bare | ratio | |");
    line("|---|---|---|---|---|---|---|");
    for row in rows {
        line(&format!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            row.database,
            row.promised,
            row.measured,
            row.bare,
            row.ratio,
            row.said()
        ));
    }
    let missed = rows.iter().filter(|row| row.missed.is_some()).count();
    let _ = writeln!(page, "\n{} of {} held.", rows.len() - missed, rows.len());
    page
}

fn answer(program: &str, arguments: &[&str]) -> String {
    Command::new(program)
        .args(arguments)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}

fn processor() -> String {
    fs::read_to_string("/proc/cpuinfo")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']).to_owned())
        .unwrap_or_else(|| "unknown processor".to_owned())
}
