//! A fresh database for each test: a copy of a template that the server itself migrated and filled.
//!
//! The template is made once per build of the server, whichever test process comes first, and is thrown away with the
//! next build.

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, File};
use std::hash::Hasher as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::postgres;

/// The two databases the product runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file beside the server.
    Sqlite,
    /// A server of its own.
    Postgres,
}

impl Database {
    /// Whether it can be tested here. SQLite always can; without PostgreSQL's programs a bare `cargo test` says so and
    /// goes on, while `cargo xtask test` installs them and names them, so that nothing is left out there.
    #[must_use]
    pub fn is_there(self) -> bool {
        let is_there = self == Self::Sqlite || postgres::is_installed();
        if !is_there {
            eprintln!("PostgreSQL is not installed: this test ran on SQLite only");
        }
        is_there
    }
}

/// What the database holds at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Tables without rows.
    Nothing,
    /// The demo town.
    Town,
}

/// A database of one test, with the files that lie beside it (the key, the read log). Gone when dropped.
#[derive(Debug)]
pub(crate) struct Fresh {
    kind: Database,
    folder: TempDir,
    name: String,
}

impl Fresh {
    /// A copy of the template.
    ///
    /// # Panics
    /// If there is no place for it, or the server cannot make the template.
    pub(crate) fn new(kind: Database, content: Content) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("lueckenlos-test-")
            .tempdir()
            .expect("a temporary folder");
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let template = Template::ready(kind, content);
        template.copy(folder.path(), &name);
        Self { kind, folder, name }
    }

    /// Which database it is.
    pub(crate) fn kind(&self) -> Database {
        self.kind
    }

    /// The folder of the files beside it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The name of the database in the cluster.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        url(self.kind, self.folder.path(), &self.name)
    }

    /// A command of the server on this database.
    pub(crate) fn command(&self) -> Command {
        command_on(self.kind, self.folder.path(), &self.name)
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if self.kind == Database::Postgres && !std::thread::panicking() {
            let drop = format!("drop database if exists {} with (force)", self.name);
            postgres::cluster().run_sql("postgres", &drop);
        }
    }
}

/// A copy of the demo town for a test that runs the server's parts in its own process. Gone when dropped.
#[derive(Debug)]
pub struct Copied(Fresh);

impl Copied {
    /// The demo town.
    ///
    /// # Panics
    /// If there is no place for it, or the server cannot make the template.
    #[must_use]
    pub fn town(kind: Database) -> Self {
        Self(Fresh::new(kind, Content::Town))
    }

    /// Its address, as the server takes it.
    #[must_use]
    pub fn url(&self) -> String {
        self.0.url()
    }

    /// The file with the key it was made under.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.0.folder().join(KEY_FILE)
    }
}

/// The key beside each database.
const KEY_FILE: &str = "town.key";

/// A command of the server on a database.
fn command_on(kind: Database, folder: &Path, name: &str) -> Command {
    let mut command = Command::new(server_program());
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("LUECKENLOS_") {
            command.env_remove(variable);
        }
    }
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("LUECKENLOS_KEY_FILE", folder.join(KEY_FILE))
        .env("LUECKENLOS_LOG", "json")
        .env("DATABASE_URL", url(kind, folder, name));
    command
}

fn url(kind: Database, folder: &Path, name: &str) -> String {
    match kind {
        Database::Sqlite => format!("sqlite://{}", folder.join("town.sqlite").display()),
        Database::Postgres => postgres::cluster().url(name),
    }
}

/// The server that cargo built together with the tests.
///
/// # Panics
/// If it is not where cargo puts it.
#[must_use]
pub fn server_program() -> PathBuf {
    let own = std::env::current_exe().expect("the path of this test");
    let found = own
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("server-under-test"));
    let mut found = found.filter(|file| file.is_file());
    found
        .next()
        .expect("cargo builds `server-under-test` together with the tests of this package")
}

struct Template {
    kind: Database,
    folder: PathBuf,
    name: String,
}

impl Template {
    /// The template of this build of the server, made if it is not there.
    fn ready(kind: Database, content: Content) -> Self {
        let server = server_program();
        let about = fs::metadata(&server).expect("the server's file");
        let clone = short_hash(&server);
        let build = short_hash(&(about.mtime(), about.mtime_nsec(), about.len()));
        let what = match content {
            Content::Nothing => "nothing",
            Content::Town => "town",
        };
        let all = std::env::temp_dir().join(format!("lueckenlos-templates-{}", about.uid()));
        fs::create_dir_all(&all).expect("a folder for templates");
        let turn = File::create(all.join(format!("{clone}.turn"))).expect("a lock file");
        turn.lock().expect("the turn to make templates");
        forget_others(&all, &clone, &build);
        let template = Self {
            kind,
            folder: all
                .join(format!("{clone}-{build}"))
                .join(format!("{kind:?}-{what}")),
            name: format!("template_{clone}_{build}_{what}"),
        };
        if !template.is_there() {
            template.make(content, &clone, &build);
        }
        template
    }

    fn is_there(&self) -> bool {
        let is_known = self.folder.join("ready").is_file();
        is_known
            && (self.kind == Database::Sqlite || databases_like(&self.name).contains(&self.name))
    }

    fn make(&self, content: Content, clone: &str, build: &str) {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).expect("an unfinished template can be removed");
        }
        fs::create_dir_all(&self.folder).expect("a folder for the template");
        if self.kind == Database::Postgres {
            for old in databases_like(&format!("template_{clone}_%")) {
                if old == self.name || !old.contains(build) {
                    postgres::cluster()
                        .run_sql("postgres", &format!("drop database {old} with (force)"));
                }
            }
            postgres::cluster().run_sql("postgres", &format!("create database {}", self.name));
        }
        let run = |arguments: &[&str]| {
            let output = command_on(self.kind, &self.folder, &self.name)
                .args(arguments)
                .output()
                .expect("the server starts");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{arguments:?}: {said}");
        };
        run(&["migrate"]);
        if content == Content::Town {
            run(&["seed", "--demo"]);
        }
        fs::write(self.folder.join("ready"), "").expect("the template can be marked as ready");
    }

    fn copy(&self, folder: &Path, name: &str) {
        for entry in fs::read_dir(&self.folder).expect("the template's folder") {
            let entry = entry.expect("an entry of the template's folder");
            if entry.file_name() != "ready" {
                // `fs::copy` keeps the mode: the key file is its owner's alone.
                fs::copy(entry.path(), folder.join(entry.file_name()))
                    .expect("a copy of the template");
            }
        }
        if self.kind == Database::Postgres {
            let create = format!("create database {name} template {}", self.name);
            postgres::cluster().run_sql("postgres", &create);
        }
    }
}

/// Templates of older builds of the same clone are of no use to anybody.
fn forget_others(all: &Path, clone: &str, build: &str) {
    let current = format!("{clone}-{build}");
    for entry in fs::read_dir(all)
        .expect("the folder for templates")
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&format!("{clone}-")) && name != current {
            fs::remove_dir_all(entry.path()).expect("an old template can be removed");
        }
    }
}

fn databases_like(pattern: &str) -> Vec<String> {
    let ask = format!("select datname from pg_database where datname like '{pattern}'");
    postgres::cluster()
        .run_sql("postgres", &ask)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn short_hash(value: &impl std::hash::Hash) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
