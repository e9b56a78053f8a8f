//! Copies of a PostgreSQL database, by `pg_dump` and `pg_restore` of this machine. Work and read log lie in one database,
//! so that one copy holds both as the same moment saw them.
//!
//! The password never stands on a command line, where everybody on the machine could read it.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, bail};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::{Conn, Db, Failure};

/// Where packages put the programs of each version, beside the search path.
const INSTALLED: &str = "/usr/lib/postgresql";

/// Writes the database, as one moment saw it. Nothing of it lies in a file on the way.
///
/// # Errors
/// If there is no `pg_dump` that is new enough, it fails, or nothing can be written.
pub(super) fn back_up(db: &Db, url: &str, to: &mut impl Write) -> anyhow::Result<()> {
    let arguments = ["--format=custom", "--no-owner", "--no-privileges"];
    let tool = Tool::find("pg_dump", version_of(db)?)?;
    tool.run(url, &arguments.map(AsRef::as_ref), |child| {
        let Some(mut from) = child.stdout.take() else {
            return Ok(());
        };
        io::copy(&mut from, to).map(drop)
    })
}

/// Brings a copy back into an empty database, as a whole or not at all.
///
/// # Errors
/// If there is no `pg_restore` that is new enough, it fails, or the copy does not open to its end.
pub(super) fn restore(db: &Db, url: &str, copy: &mut impl Read) -> anyhow::Result<()> {
    let arguments = [
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
    ];
    let tool = Tool::find("pg_restore", version_of(db)?)?;
    tool.run(url, &arguments.map(AsRef::as_ref), |child| {
        let Some(mut to) = child.stdin.take() else {
            return Ok(());
        };
        io::copy(copy, &mut to).map(drop)
    })
}

/// The major version of the server.
fn version_of(db: &Db) -> anyhow::Result<u32> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let number = db.outside_transaction(|conn| match conn {
        Conn::Postgres(conn) => {
            let asked = "SELECT current_setting('server_version_num') AS version";
            Ok(diesel::sql_query(asked)
                .get_result::<Version>(conn)?
                .version)
        }
        Conn::Sqlite(_) => Err(Failure::Broken("SQLite has no server")),
    })?;
    let number: u32 = number.parse().context("the version of the server")?;
    Ok(number / 10_000)
}

/// A program of PostgreSQL's.
struct Tool {
    name: &'static str,
    program: PathBuf,
}

impl Tool {
    /// The oldest of those on this machine that is not older than the server: what a newer one writes, an older one
    /// cannot read.
    fn find(name: &'static str, server: u32) -> anyhow::Result<Self> {
        let on_path = std::env::var_os("PATH").unwrap_or_default();
        let installed = fs::read_dir(INSTALLED).into_iter().flatten().flatten();
        let there: Vec<(u32, PathBuf)> = std::env::split_paths(&on_path)
            .chain(installed.map(|version| version.path().join("bin")))
            .map(|folder| folder.join(name))
            .filter_map(|program| Some((major(&program)?, program)))
            .collect();
        let newest = there.iter().map(|(version, _)| *version).max();
        let fitting = there
            .into_iter()
            .filter(|(version, _)| *version >= server)
            .min_by_key(|(version, _)| *version);
        match (fitting, newest) {
            (Some((_, program)), _) => Ok(Self { name, program }),
            (None, Some(newest)) => bail!(
                "`{name}` is of version {newest} here and the server of version {server}: install PostgreSQL's client \
                 programs of version {server} or newer"
            ),
            (None, None) => bail!(
                "`{name}` is missing: install PostgreSQL's client programs of version {server} or newer (on Debian \
                 `apt-get install postgresql-client`)"
            ),
        }
    }

    /// Runs the program while `talk` reads what it writes, or writes what it reads. Where that fails, the program is ended
    /// before it could take what it has for the whole.
    fn run(
        &self,
        url: &str,
        arguments: &[&OsStr],
        talk: impl FnOnce(&mut Child) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let address = Address::of(url);
        let mut command = Command::new(&self.program);
        command
            .arg("--no-password")
            .arg("--dbname")
            .arg(&address.shown)
            .args(arguments)
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(password) = &address.password {
            command.env("PGPASSWORD", password);
        }
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let complaints = child.stderr.take();
        let (talked, status, said) = thread::scope(|scope| {
            // It would wait for somebody to read what it complains about.
            let listening = scope.spawn(move || {
                let mut said = Vec::new();
                if let Some(mut complaints) = complaints {
                    // What could be read of it is what there is to tell.
                    let _ = complaints.read_to_end(&mut said);
                }
                said
            });
            let talked = talk(&mut child);
            if talked.as_ref().is_err_and(is_ours) {
                // It may have ended by itself.
                let _ = child.kill();
            }
            let status = child.wait();
            (talked, status, listening.join().unwrap_or_default())
        });
        let status = status?;
        if status.success() || talked.as_ref().is_err_and(is_ours) {
            return Ok(talked?);
        }
        let said = String::from_utf8_lossy(&said);
        bail!("{} ended with {status}: {}", self.name, said.trim())
    }
}

/// Whether this failed on our side. A program that stops listening has a reason of its own, which is the one to tell.
fn is_ours(failure: &io::Error) -> bool {
    failure.kind() != io::ErrorKind::BrokenPipe
}

/// The major version of a program, if it is one that answers.
fn major(program: &Path) -> Option<u32> {
    let output = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    major_in(&String::from_utf8_lossy(&output.stdout))
}

/// The number in `pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major_in(answer: &str) -> Option<u32> {
    let version = answer.split(") ").nth(1)?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// An address of a database, with its password apart.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    shown: String,
    password: Option<String>,
}

impl Address {
    fn of(url: &str) -> Self {
        let (place, query) = match url.split_once('?') {
            Some((place, query)) => (place, Some(query)),
            None => (url, None),
        };
        let mut password = None;
        let place = match place.rsplit_once('@') {
            Some((user, host)) => {
                let at = user.find("://").map_or(0, |at| at + 3);
                let user = match user.get(at..).and_then(|user| user.split_once(':')) {
                    Some((name, secret)) => {
                        password = Some(unescaped(secret));
                        format!("{}{name}", user.get(..at).unwrap_or_default())
                    }
                    None => user.to_owned(),
                };
                format!("{user}@{host}")
            }
            None => place.to_owned(),
        };
        let options: Vec<&str> = query
            .into_iter()
            .flat_map(|query| query.split('&'))
            .filter(|option| match option.strip_prefix("password=") {
                Some(secret) => {
                    password = Some(unescaped(secret));
                    false
                }
                None => true,
            })
            .collect();
        let shown = if options.is_empty() {
            place
        } else {
            format!("{place}?{}", options.join("&"))
        };
        Self { shown, password }
    }
}

/// A part of an address as it was meant, without its `%XX`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| after.split_at_checked(2))
            .flatten()
            .and_then(|(digits, after)| {
                let digits = std::str::from_utf8(digits).ok()?;
                Some((u8::from_str_radix(digits, 16).ok()?, after))
            });
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_taken_out_of_an_address_wherever_it_stands() {
        for (url, shown, password) in [
            ("postgres://kim@db/kim", "postgres://kim@db/kim", None),
            (
                "postgres:///kim?host=/tmp",
                "postgres:///kim?host=/tmp",
                None,
            ),
            (
                "postgres://kim:a%40b%2Fc:d@db:5432/kim?sslmode=require",
                "postgres://kim@db:5432/kim?sslmode=require",
                Some("a@b/c:d"),
            ),
            (
                "postgres://kim@db/kim?password=top%20secret&sslmode=require",
                "postgres://kim@db/kim?sslmode=require",
                Some("top secret"),
            ),
            (
                "postgres://kim@db/kim?password=x",
                "postgres://kim@db/kim",
                Some("x"),
            ),
            (
                "postgres://kim:50%@db/kim",
                "postgres://kim@db/kim",
                Some("50%"),
            ),
        ] {
            let address = Address::of(url);
            assert_eq!(address.shown, shown);
            assert_eq!(address.password.as_deref(), password, "{url}");
        }
    }

    #[test]
    fn the_version_of_a_program_is_read_from_its_answer() {
        for (answer, version) in [
            (
                "pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n",
                Some(15),
            ),
            ("pg_restore (PostgreSQL) 17beta1\n", Some(17)),
            ("something else 15", None),
            ("", None),
        ] {
            assert_eq!(major_in(answer), version, "{answer}");
        }
    }

    #[test]
    fn a_program_that_is_missing_is_named_with_the_way_to_get_it() {
        let said = |version| {
            let found = Tool::find("pg_no_such_program", version);
            found
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default()
        };
        assert!(said(15).contains("`pg_no_such_program` is missing"));
        assert!(said(15).contains("version 15 or newer"));
    }
}
