//! A PostgreSQL cluster for benchmarks, kept between runs, with the settings of a real one: whatever it says is done is on
//! the disk. (The cluster of the tests is not: they kill our server, never the machine.)

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backend::db::{Conn, Db, catalogue};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// What differs from PostgreSQL's own defaults.
const SETTINGS: &str =
    "-c listen_addresses= -c shared_buffers=256MB -c max_wal_size=4GB -c max_connections=100";

/// The running cluster; stopped when dropped.
pub(crate) struct Cluster {
    programs: PathBuf,
    home: PathBuf,
    owner: Option<(u32, u32)>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

impl Cluster {
    /// Starts the cluster below a folder, made first if it is not there; nothing if PostgreSQL is not installed.
    pub(crate) fn start(folder: &Path) -> Option<Self> {
        let programs = harness::postgres_programs()?;
        let me = fs::metadata("/proc/self").expect("this process").uid();
        let owner = if me == 0 {
            harness::unprivileged().expect("the accounts")
        } else {
            None
        };
        // The home of root is closed to the user the cluster runs as.
        let home = if me == 0 {
            PathBuf::from("/var/tmp/lueckenlos-bench-postgres")
        } else {
            folder.join("postgres")
        };
        let cluster = Self {
            programs,
            home,
            owner,
        };
        fs::create_dir_all(&cluster.home).expect("a folder for the cluster");
        if let Some((user, group)) = owner {
            chown(&cluster.home, Some(user), Some(group)).expect("a folder of its own");
        }
        if !cluster.data().join("PG_VERSION").is_file() {
            cluster.run("initdb", |command| {
                command
                    .args([
                        "--auth=trust",
                        "--username=postgres",
                        "--encoding=UTF8",
                        "--locale=C",
                    ])
                    .args(["--no-instructions", "--pgdata"])
                    .arg(cluster.data());
            });
        }
        cluster.run("pg_ctl", |command| {
            let settings = format!("-k {} {SETTINGS}", cluster.home.display());
            command
                .arg("--pgdata")
                .arg(cluster.data())
                .arg("--log")
                .arg(cluster.home.join("log"))
                .args(["--wait", "--options", &settings, "restart"]);
        });
        for name in cluster.databases("run_%") {
            cluster.sql("postgres", &format!("drop database {name} with (force)"));
        }
        Some(cluster)
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// The address of a database.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("postgres://postgres@/{name}?host={}", self.home.display())
    }

    /// A copy of the crowd in this file, whose content has this name, for one run.
    pub(crate) fn copy_of(&self, file: &Path, name: &str) -> String {
        if self.databases(name).is_empty() {
            self.fill(file, name);
        }
        let run = format!("run_{name}");
        let create = format!("create database {run} template {name} strategy file_copy");
        self.sql("postgres", &create);
        self.sql("postgres", "checkpoint");
        run
    }

    /// Brings the rows of the file into a new database, table by table: the columns are the same in both.
    fn fill(&self, file: &Path, name: &str) {
        for old in self.databases("people_%") {
            self.sql("postgres", &format!("drop database {old} with (force)"));
        }
        let unfinished = format!("making_{name}");
        for old in self.databases("making_%") {
            self.sql("postgres", &format!("drop database {old} with (force)"));
        }
        self.sql("postgres", &format!("create database {unfinished}"));
        let to = Db::open(self.url(&unfinished).parse().expect("an address"), 1);
        to.migrate().expect("the tables");
        drop(to);
        let from = Db::open(
            format!("sqlite://{}", file.display())
                .parse()
                .expect("an address"),
            1,
        );
        let tables = from
            .read_blocking(catalogue::tables)
            .expect("the tables of the file");
        for table in tables {
            if !table.name.starts_with("__") {
                self.copy_table(&from, &unfinished, &table);
            }
        }
        self.sql(&unfinished, "vacuum analyze");
        let rename = format!("alter database {unfinished} rename to {name}");
        self.sql("postgres", &rename);
    }

    fn copy_table(&self, from: &Db, name: &str, table: &catalogue::Table) {
        const PAGE: i64 = 20_000;
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        let cells: Vec<String> = table.columns.iter().map(cell).collect();
        let copy = format!(
            "set session_replication_role = replica; copy \"{}\" ({}) from stdin",
            table.name,
            columns.join(", ")
        );
        let mut psql = self
            .psql(name)
            .args(["--command", &copy])
            .stdin(Stdio::piped())
            .spawn()
            .expect("psql starts");
        let mut input = psql.stdin.take().expect("its input");
        let mut after = 0;
        loop {
            let page = format!(
                "FROM \"{}\" WHERE rowid > {after} ORDER BY rowid LIMIT {PAGE}",
                table.name
            );
            let (lines, last) = from
                .read_blocking(|conn| {
                    let Conn::Sqlite(conn) = conn else {
                        return Ok::<_, backend::db::Failure>((Vec::new(), 0));
                    };
                    let tab = " || char(9) || ";
                    let lines: Vec<Line> =
                        diesel::sql_query(format!("SELECT {} AS line {page}", cells.join(tab)))
                            .load(conn)?;
                    let last: Last = diesel::sql_query(format!(
                        "SELECT coalesce(max(id), 0) AS last FROM (SELECT rowid AS id {page})"
                    ))
                    .get_result(conn)?;
                    Ok((lines, last.last))
                })
                .expect("rows of the file");
            if lines.is_empty() {
                break;
            }
            after = last;
            for Line { line } in lines {
                writeln!(input, "{line}").expect("psql takes rows");
            }
        }
        drop(input);
        let ended = psql.wait().expect("psql ends");
        assert!(ended.success(), "{}: {ended}", table.name);
    }

    /// Throws a copy away.
    pub(crate) fn drop_copy(&self, name: &str) {
        self.sql("postgres", &format!("drop database {name} with (force)"));
    }

    fn databases(&self, pattern: &str) -> Vec<String> {
        let ask = format!("select datname from pg_database where datname like '{pattern}'");
        self.sql("postgres", &ask)
            .lines()
            .map(str::to_owned)
            .collect()
    }

    fn psql(&self, database: &str) -> Command {
        let mut command = Command::new(self.programs.join("psql"));
        command
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args([
                "--username=postgres",
                "--set=ON_ERROR_STOP=1",
                "--dbname",
                database,
            ])
            .arg("--host")
            .arg(&self.home)
            .stdin(Stdio::null());
        command
    }

    /// Runs a statement as the owner of everything.
    pub(crate) fn sql(&self, database: &str, statement: &str) -> String {
        let output = self
            .psql(database)
            .args(["--command", statement])
            .output()
            .expect("psql starts");
        assert!(
            output.status.success(),
            "{statement}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn run(&self, program: &str, fill: impl Fn(&mut Command)) {
        let mut command = Command::new(self.programs.join(program));
        fill(&mut command);
        command
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        let status = command.status().expect("the program starts");
        assert!(status.success(), "{program} ended with {status}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.run("pg_ctl", |command| {
            command
                .arg("--pgdata")
                .arg(self.data())
                .args(["--wait", "--mode", "fast", "stop"]);
        });
    }
}

/// A cell in PostgreSQL's text form.
fn cell(column: &catalogue::Column) -> String {
    let name = &column.name;
    let text = match column.kind {
        catalogue::Kind::Bytes => format!("'\\\\x' || hex(\"{name}\")"),
        catalogue::Kind::Truth => format!("CASE WHEN \"{name}\" THEN 't' ELSE 'f' END"),
        catalogue::Kind::Plain => format!(
            "replace(replace(replace(CAST(\"{name}\" AS TEXT), '\\', '\\\\'), char(9), '\\t'), char(10), '\\n')"
        ),
    };
    format!("CASE WHEN \"{name}\" IS NULL THEN '\\N' ELSE {text} END")
}
