//! A fresh database without tables, for tests that stand below the server.

use tempfile::TempDir;

use crate::database::Database;
use crate::postgres;

/// A database of one test. Gone when dropped.
#[derive(Debug)]
pub struct Bare {
    kind: Database,
    folder: TempDir,
    name: String,
}

impl Bare {
    /// A database without tables.
    ///
    /// # Panics
    /// If there is no place for it.
    #[must_use]
    pub fn new(kind: Database) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("lueckenlos-bare-")
            .tempdir()
            .expect("a temporary folder");
        let name = format!("bare_{}", uuid::Uuid::new_v4().simple());
        if kind == Database::Postgres {
            postgres::cluster().run_sql("postgres", &format!("create database {name}"));
        }
        Self { kind, folder, name }
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> Database {
        self.kind
    }

    /// Its address, as the server takes it.
    #[must_use]
    pub fn url(&self) -> String {
        match self.kind {
            Database::Sqlite => {
                format!(
                    "sqlite://{}",
                    self.folder.path().join("town.sqlite").display()
                )
            }
            Database::Postgres => postgres::cluster().url(&self.name),
        }
    }

    /// Ends all connections to it, as a restart of PostgreSQL does; SQLite has none to end.
    pub fn cut_connections(&self) {
        if self.kind == Database::Postgres {
            let cut = format!(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{}'",
                self.name
            );
            postgres::cluster().run_sql("postgres", &cut);
        }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        if self.kind == Database::Postgres && !std::thread::panicking() {
            let drop = format!("drop database if exists {} with (force)", self.name);
            postgres::cluster().run_sql("postgres", &drop);
        }
    }
}
