//! The server, as it is shipped, on a copy of the crowd.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::wire::{Wire, request};

/// A running server; killed when dropped.
pub(crate) struct Served {
    process: Child,
    /// `host:port`.
    pub(crate) address: String,
    /// From starting the program to its first answer that asked the database.
    pub(crate) started_in: Duration,
}

impl Served {
    /// Starts the server on a database, with its files in a folder.
    pub(crate) fn on(url: &str, folder: &Path) -> Self {
        // Chosen beforehand, so that nobody has to read the server's log.
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a free port")
            .port();
        let address = format!("127.0.0.1:{port}");
        let log = File::create(folder.join("server.log")).expect("a file for the log");
        let mut command = Command::new(harness::server_program());
        for (variable, _) in std::env::vars_os() {
            if variable.to_string_lossy().starts_with("LUECKENLOS_") {
                command.env_remove(variable);
            }
        }
        let began = Instant::now();
        let process = command
            .current_dir(folder)
            .args(["--listen", &address, "serve"])
            .env("LUECKENLOS_KEY_FILE", folder.join("town.key"))
            .env("LUECKENLOS_LOG", "json")
            // One account asks for more people here than anybody does in a day; what counting them costs is not measured.
            .env("LUECKENLOS_PEOPLE_OF_OTHERS_HOURLY", "0")
            .env("LUECKENLOS_PEOPLE_OF_OTHERS_DAILY", "0")
            // The crowd's accounts have a password and nothing else.
            .env("LUECKENLOS_SECOND_FACTOR", "none")
            .env("DATABASE_URL", url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let ready = request("GET", "/health/ready", "", None);
        loop {
            let answered = Wire::to(&address).and_then(|mut wire| wire.ask(&ready));
            if matches!(answered, Ok(200)) {
                break;
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "the server does not answer: {answered:?}\n{}",
                fs::read_to_string(folder.join("server.log")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
        Self {
            process,
            address,
            started_in: began.elapsed(),
        }
    }

    /// The process that serves.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// What the process holds in memory, in megabytes: now, and at most so far.
    pub(crate) fn memory(&self) -> (f64, f64) {
        let path = format!("/proc/{}/status", self.process.id());
        let status = fs::read_to_string(path).expect("the server's status");
        let kilobytes = |name: &str| -> f64 {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
                .expect("its memory")
        };
        (kilobytes("VmRSS:") / 1024.0, kilobytes("VmHWM:") / 1024.0)
    }

    /// The processor time that the process took so far, its own and the system's for it.
    pub(crate) fn processor(&self) -> Duration {
        /// What the kernel counts in, for every program that asks.
        const TICK: Duration = Duration::from_millis(10);
        let path = format!("/proc/{}/stat", self.process.id());
        let stat = fs::read_to_string(path).expect("the server's times");
        // The name of the program may hold blanks; behind it the fields are numbers.
        let (_, fields) = stat.rsplit_once(')').expect("the server's name");
        let ticks: u32 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(|field| field.parse::<u32>().expect("ticks"))
            .sum();
        TICK * ticks
    }

    /// Kills the server (SIGKILL).
    pub(crate) fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}
