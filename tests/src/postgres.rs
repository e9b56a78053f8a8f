//! A PostgreSQL cluster of the tests' own, in a temporary folder, reachable through a socket there and nowhere else.
//!
//! All test processes of a user share one cluster: the first starts it, and a small watcher stops it and removes it
//! when no process has used it for a while. PostgreSQL refuses to run as root, so root starts it as another user.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Where a package of Debian or of the PostgreSQL project puts its programs, one folder per version.
const INSTALLED: &str = "/usr/lib/postgresql";

/// The running cluster, held while this process lives.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    _user: File,
}

/// The folder of the programs: named by `cargo xtask test`, or installed.
#[must_use]
pub fn programs() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("TEST_POSTGRES") {
        return Some(given.into());
    }
    let mut versions: Vec<PathBuf> = fs::read_dir(INSTALLED)
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop()
}

/// Whether there are programs to start a cluster with.
pub(crate) fn is_installed() -> bool {
    programs().is_some()
}

/// The cluster, started if it does not run yet.
///
/// # Panics
/// If it cannot be started.
pub(crate) fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::join().expect("a PostgreSQL cluster for the tests"))
}

impl Cluster {
    fn join() -> std::io::Result<Self> {
        let me = fs::metadata("/proc/self")?.uid();
        // Root's own temporary folder may be closed to the user the cluster runs as.
        let parent = if me == 0 {
            PathBuf::from("/tmp")
        } else {
            std::env::temp_dir()
        };
        let folder = parent.join(format!("lueckenlos-postgres-{me}"));
        fs::create_dir_all(&folder)?;
        // Shared among the users of the cluster; the watcher stops it only when it can have this lock for itself.
        let user = File::create(folder.join("users"))?;
        user.lock_shared()?;
        let turn = File::create(folder.join("turn"))?;
        turn.lock()?;
        let cluster = Self {
            programs: programs().ok_or(std::io::ErrorKind::NotFound)?,
            folder,
            _user: user,
        };
        if !cluster.answers() {
            cluster.start(me)?;
        }
        Ok(cluster)
    }

    fn answers(&self) -> bool {
        let mut ask = Command::new(self.programs.join("pg_isready"));
        let status = ask
            .arg("-q")
            .arg("-h")
            .arg(&self.folder)
            .stdin(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }

    fn start(&self, me: u32) -> std::io::Result<()> {
        let home = self.folder.join("home");
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::create_dir(&home)?;
        let owner = if me == 0 { unprivileged()? } else { None };
        if let Some((user, group)) = owner {
            chown(&home, Some(user), Some(group))?;
            chown(&self.folder, Some(user), Some(group))?;
        }
        let data = home.join("data");
        self.run(owner, |command| {
            command
                .args([
                    "--auth=trust",
                    "--username=postgres",
                    "--encoding=UTF8",
                    "--locale=C",
                ])
                .args(["--no-sync", "--no-instructions", "--pgdata"])
                .arg(&data);
            "initdb"
        })?;
        // The tests kill our server, never the machine: the cluster itself need not survive a power cut.
        let settings = format!(
            "-k {} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300",
            self.folder.display()
        );
        self.run(owner, |command| {
            command
                .arg("--pgdata")
                .arg(&data)
                .arg("--log")
                .arg(home.join("log"));
            command.args(["--wait", "--options", &settings, "start"]);
            "pg_ctl"
        })?;
        self.watch(owner, &data)
    }

    /// Stops the cluster when for a while nobody has held the lock of its users.
    fn watch(&self, owner: Option<(u32, u32)>, data: &Path) -> std::io::Result<()> {
        let script = "while sleep 20; do \
             flock --exclusive --nonblock \"$1\" sh -c '\"$1\" --pgdata \"$2\" --mode immediate stop; rm -rf \"$3\"' \
             sh \"$2\" \"$3\" \"$4\" && exit; done";
        let mut watcher = Command::new("setsid");
        watcher
            .args(["sh", "-c", script, "sh"])
            .arg(self.folder.join("users"))
            .arg(self.programs.join("pg_ctl"))
            .arg(data)
            .arg(self.folder.join("home"));
        quiet_as(&mut watcher, owner);
        watcher.spawn().map(drop)
    }

    fn run(
        &self,
        owner: Option<(u32, u32)>,
        fill: impl Fn(&mut Command) -> &'static str,
    ) -> std::io::Result<()> {
        let mut arguments = Command::new("");
        let program = fill(&mut arguments);
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments.get_args());
        quiet_as(&mut command, owner);
        let status = command.status()?;
        if status.success() {
            return Ok(());
        }
        Err(std::io::Error::other(format!(
            "{program} ended with {status}"
        )))
    }

    /// Runs one statement as the owner of everything.
    ///
    /// # Panics
    /// If the statement fails.
    pub(crate) fn run_sql(&self, database: &str, statement: &str) -> String {
        let output = Command::new(self.programs.join("psql"))
            .args([
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--username=postgres",
            ])
            .args([
                "--set=ON_ERROR_STOP=1",
                "--dbname",
                database,
                "--command",
                statement,
                "--host",
            ])
            .arg(&self.folder)
            .stdin(Stdio::null())
            .output()
            .expect("psql starts");
        assert!(
            output.status.success(),
            "{statement}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// The address of a database in this cluster.
    pub(crate) fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@/{database}?host={}",
            self.folder.display()
        )
    }
}

fn quiet_as(command: &mut Command, owner: Option<(u32, u32)>) {
    command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
}

/// A user and group that may own a cluster: those PostgreSQL's package made, else those for nobody.
///
/// # Errors
/// If the machine's accounts cannot be read.
pub fn unprivileged() -> std::io::Result<Option<(u32, u32)>> {
    let accounts = fs::read_to_string("/etc/passwd")?;
    let find = |name: &str| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    Ok(find("postgres").or_else(|| find("nobody")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cluster_runs_statements_and_is_shared() {
        if is_installed() {
            assert_eq!(cluster().run_sql("postgres", "select 1 + 1"), "2");
            assert_eq!(cluster().folder, Cluster::join().unwrap().folder);
        }
    }
}
