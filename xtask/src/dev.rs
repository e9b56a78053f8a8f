//! `cargo xtask dev`: the product with a quick edit loop. Trunk watches the app; this file watches the server.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};

use crate::serve::{Wishes, welcome};
use crate::{fingerprint, place, server, tools};

/// What the server is compiled from.
const SOURCES: [&str; 5] = [
    "backend",
    "shared",
    "migrations",
    "Cargo.toml",
    "Cargo.lock",
];
const LOOK_EVERY: Duration = Duration::from_millis(700);

/// Builds and serves until stopped.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let wishes = Wishes::read(arguments)?;
    tools::c_compiler()?;
    let browser = tools::for_the_app()?;
    let mut trunk = Command::new(place::tools().join("bin/trunk"));
    browser.prepare(&mut trunk);
    let _trunk = Stopping(
        trunk
            .args(["watch", "--offline"])
            .current_dir(place::root())
            .spawn()
            .context("cannot start Trunk")?,
    );
    let port = server::free_port(wishes.port)?;
    let mut is_fresh = wishes.is_fresh;
    let mut running: Option<Stopping> = None;
    let mut seen = None;
    loop {
        let newest = newest_change()?;
        if seen != Some(newest) {
            seen = Some(newest);
            // A server that does not compile is said by cargo; the old one goes on meanwhile.
            if let Ok(server) = server::build() {
                drop(running.take());
                server::prepare(&server, port, is_fresh)?;
                is_fresh = false;
                running = Some(Stopping(
                    server::command(&server, port)?.arg("serve").spawn()?,
                ));
                welcome(port, wishes.port);
            }
        }
        sleep(LOOK_EVERY);
    }
}

fn newest_change() -> Result<SystemTime> {
    let mut files = Vec::new();
    for source in SOURCES {
        fingerprint::collect(&place::inside(source), &mut files)?;
    }
    let times = files.iter().filter_map(|file| changed_at(file));
    times.max().context("there are no sources")
}

fn changed_at(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// A process that is stopped when it is no longer needed.
struct Stopping(Child);

impl Drop for Stopping {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
