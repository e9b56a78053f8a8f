//! The server: compiled, filled with the demo town, started.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::place;
use crate::step::{run, run_quietly, step};

/// Compiles the server and answers where it lies. Not optimised itself, which spares minutes; what must be fast in it
/// (sealing, password hashes, the database engine) is optimised all the same, see the profiles in `Cargo.toml`.
pub(crate) fn build() -> Result<PathBuf> {
    step("server", || {
        let flags = [
            "build",
            "--package",
            "lueckenlos-backend",
            "--bin",
            "lueckenlos",
        ];
        run(Command::new("cargo").args(flags).current_dir(place::root()))
    })?;
    Ok(place::target().join("debug/lueckenlos"))
}

/// The command of the server on the database in `data/`.
pub(crate) fn command(server: &PathBuf, port: u16) -> Result<Command> {
    let data = place::inside("data");
    fs::create_dir_all(&data).context("cannot make the folder data")?;
    let mut command = Command::new(server);
    command
        .current_dir(place::root())
        .env(
            "DATABASE_URL",
            format!("sqlite://{}", data.join("lueckenlos.sqlite").display()),
        )
        .env("LUECKENLOS_LISTEN", format!("127.0.0.1:{port}"));
    Ok(command)
}

/// Brings the database to the shape of this server and fills an empty one with the demo town.
pub(crate) fn prepare(server: &PathBuf, port: u16, is_fresh: bool) -> Result<()> {
    let data = place::inside("data");
    if is_fresh && data.is_dir() {
        step("removing the demo town", || Ok(fs::remove_dir_all(&data)?))?;
    }
    step("database and demo town", || {
        run_quietly(command(server, port)?.arg("migrate"))?;
        run_quietly(command(server, port)?.args(["seed", "--demo"]))
    })
}

/// The wanted port, or the next one that nobody listens on.
pub(crate) fn free_port(wanted: u16) -> Result<u16> {
    (wanted..wanted.saturating_add(50))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .with_context(|| format!("no free port from {wanted} on"))
}
