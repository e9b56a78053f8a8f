//! No space left, or no right to write (reliability.md, T05): refused clearly, nothing broken, and once there is space
//! again the same server goes on by itself.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use harness::{Client, Database, Refused, Town};
use shared::calls::Nothing;
use shared::exchange::{Answered, Envelope};
use shared::kernel::Problem;
use shared::signin::calls::WhoAmI;

use crate::writers::a_record;

/// A refused command comes back at once; trying longer helps nobody.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Writes until the server refuses. Answers with what it acknowledged, and the refusal.
fn write_until_refused(person: &Client) -> (Vec<(Envelope, Answered)>, Refused) {
    let mut acknowledged = Vec::new();
    for _ in 0..20_000 {
        let envelope = a_record();
        let began = Instant::now();
        match person.offer_one(&envelope) {
            Ok(answered) => acknowledged.push((envelope, answered)),
            Err(refused) => {
                assert!(
                    began.elapsed() < AT_ONCE,
                    "refused after {:?}",
                    began.elapsed()
                );
                return (acknowledged, refused);
            }
        }
    }
    panic!("20,000 commands were written without space for them");
}

fn is_unavailable(refused: &Refused) {
    assert_eq!(refused.status, 503, "{refused:?}");
    assert!(
        matches!(refused.problem, Some(Problem::Unavailable { .. })),
        "{refused:?}"
    );
}

/// Everything acknowledged is there, and a new command goes through.
fn goes_on(person: &Client, acknowledged: &[(Envelope, Answered)]) {
    person
        .offer_one(&a_record())
        .expect("a command once there is space");
    for (envelope, answered) in acknowledged {
        assert_eq!(person.offer_one(envelope).expect("an answer"), *answered);
    }
}

/// The largest file of the town.
fn largest(town: &Town) -> u64 {
    let entries = fs::read_dir(town.folder())
        .expect("the town's folder")
        .flatten();
    entries
        .map(|entry| entry.metadata().expect("a file").len())
        .max()
        .unwrap_or(0)
}

/// SQLite under a limit on the size of files: writing beyond it fails as on a full disk.
#[test]
fn a_full_disk_refuses_and_recovers_on_sqlite() {
    let town = Town::idle(Database::Sqlite);
    let limit = largest(&town) + 512 * 1024;
    let server = town.command();
    let mut limited = Command::new("sh");
    // The shell's limit counts blocks of 512 bytes; it is soft, so that it can be lifted from outside.
    let script = format!(
        "trap '' XFSZ; ulimit -S -f {}; exec \"$0\" \"$@\"",
        limit / 512
    );
    limited.args(["-c", &script]).arg(server.get_program());
    limited.current_dir(town.folder());
    for (name, value) in server.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    town.start_as(limited);
    let person = town.reception();
    let (acknowledged, refused) = write_until_refused(&person);
    is_unavailable(&refused);
    assert!(!acknowledged.is_empty(), "something fitted");
    let process = town.process();
    let lifted = Command::new("prlimit")
        .args(["--pid", &process.to_string(), "--fsize=unlimited"])
        .status();
    assert!(lifted.expect("prlimit starts").success());
    goes_on(&person, &acknowledged);
    assert_eq!(town.process(), process, "no restart was needed");
    town.stop();
    town.check();
}

/// PostgreSQL with its tables on a small file system of their own. Only root may mount one.
#[test]
fn a_full_disk_refuses_and_recovers_on_postgres() {
    let is_root = fs::metadata("/proc/self").expect("this process").uid() == 0;
    if !Database::Postgres.is_there() || !is_root {
        eprintln!("a small file system needs root and PostgreSQL: this test ran on SQLite only");
        return;
    }
    let town = Town::idle(Database::Postgres);
    let disk = SmallDisk::mount(&town);
    disk.hold(&town);
    town.start();
    let person = town.reception();
    let (acknowledged, refused) = write_until_refused(&person);
    is_unavailable(&refused);
    assert!(!acknowledged.is_empty(), "something fitted");
    let process = town.process();
    disk.grow();
    goes_on(&person, &acknowledged);
    assert_eq!(town.process(), process, "no restart was needed");
    town.stop();
    town.check();
    disk.give_back(&town);
}

/// A file system in memory with little space, as a tablespace of the cluster.
struct SmallDisk {
    folder: String,
    name: String,
}

impl SmallDisk {
    fn mount(town: &Town) -> Self {
        let name = town.database_name();
        let folder = format!("/tmp/lueckenlos-disk-{name}");
        fs::create_dir_all(&folder).expect("a folder to mount on");
        let disk = Self {
            folder,
            name: format!("disk_{name}"),
        };
        // A tablespace belongs to the user the cluster runs as.
        let data = town.run_sql_on_postgres_as_owner("show data_directory");
        let owner = fs::metadata(data).expect("the cluster's folder");
        let options = format!("size=32m,mode=0700,uid={},gid={}", owner.uid(), owner.gid());
        must_run(
            "mount",
            &["-t", "tmpfs", "-o", &options, "tmpfs", &disk.folder],
        );
        disk
    }

    /// Moves the town's tables here, and fills what is left but for a little.
    fn hold(&self, town: &Town) {
        let name = town.database_name();
        town.run_sql_on_postgres_as_owner(&format!(
            "create tablespace {} location '{}'",
            self.name, self.folder
        ));
        town.run_sql_on_postgres_as_owner(&format!(
            "alter database {name} set tablespace {}",
            self.name
        ));
        let free = 32 * 1024 * 1024 - used(&self.folder);
        let left = 512 * 1024;
        let filler = usize::try_from(free.saturating_sub(left)).expect("a small disk");
        fs::write(format!("{}/filler", self.folder), vec![0; filler])
            .expect("space for the filler");
    }

    fn grow(&self) {
        fs::remove_file(format!("{}/filler", self.folder)).expect("the filler");
    }

    /// Moves the tables back, so that the disk can go.
    fn give_back(&self, town: &Town) {
        let name = town.database_name();
        town.run_sql_on_postgres_as_owner(&format!(
            "alter database {name} set tablespace pg_default"
        ));
        town.run_sql_on_postgres_as_owner(&format!("drop tablespace {}", self.name));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        must_run("umount", &["--lazy", &self.folder]);
        // What cannot be removed is an empty folder.
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Bytes that the files of a folder take.
fn used(folder: &str) -> u64 {
    let mut sum = 0;
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let about = entry.metadata().expect("a file");
        sum += if about.is_dir() {
            used(&entry.path().to_string_lossy())
        } else {
            about.blocks() * 512
        };
    }
    sum
}

/// SQLite whose file nobody may write: the server says so when it starts, and leaves the file as it is.
#[test]
fn a_read_only_file_is_refused_at_start_on_sqlite() {
    is_refused_where_nobody_writes_after(Town::stop);
}

/// The same after a kill, which leaves the log of writes beside the file: SQLite can read such a database without writing.
#[test]
fn a_read_only_file_is_refused_at_start_after_a_kill_on_sqlite() {
    is_refused_where_nobody_writes_after(Town::kill);
}

fn is_refused_where_nobody_writes_after(end: impl Fn(&Town)) {
    let town = Town::on(Database::Sqlite);
    let person = town.reception();
    person.offer_one(&a_record()).expect("a command");
    end(&town);
    let file = town.folder().join("town.sqlite");
    let before = fs::read(&file).expect("the database");
    let read_only = ReadOnly::make(town.folder());
    let mut server = town.command();
    server.args(["--listen", "127.0.0.1:0", "serve"]);
    let (ended, said) = ended_by_itself(server);
    drop(read_only);
    assert!(!ended.success(), "it served on a file it cannot write");
    assert!(said.contains("town.sqlite"), "it names the file: {said}");
    assert_eq!(
        fs::read(&file).expect("the database"),
        before,
        "the file is as it was"
    );
    town.start();
    person
        .at(&town.address())
        .offer_one(&a_record())
        .expect("a command once it may be written");
    town.stop();
    town.check();
}

/// A folder in which nobody can write, until this is dropped. The right to write is not enough to take away: root has it
/// everywhere, and not every machine lets it be given up. A mount that takes no writes binds everybody.
struct ReadOnly {
    folder: PathBuf,
    is_mounted: bool,
}

impl ReadOnly {
    fn make(folder: &Path) -> Self {
        let is_root = fs::metadata("/proc/self").expect("this process").uid() == 0;
        let read_only = Self {
            folder: folder.to_owned(),
            is_mounted: is_root,
        };
        if is_root {
            let folder = folder.to_string_lossy();
            must_run("mount", &["--bind", &folder, &folder]);
            must_run("mount", &["-o", "remount,bind,ro", &folder]);
        } else {
            set_mode(folder, 0o555);
            set_mode(&folder.join("town.sqlite"), 0o444);
        }
        let probe = fs::write(folder.join("probe"), "");
        assert!(
            probe.is_err(),
            "this machine writes in a read-only folder: nothing can be tried here"
        );
        read_only
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        if self.is_mounted {
            must_run("umount", &[&self.folder.to_string_lossy()]);
        } else {
            set_mode(&self.folder, 0o755);
            set_mode(&self.folder.join("town.sqlite"), 0o644);
        }
    }
}

/// Waits until a server that should not start has ended. One that serves is killed, so that the test fails at once.
fn ended_by_itself(mut server: Command) -> (ExitStatus, String) {
    let mut server = server
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut said = String::new();
    let lines = BufReader::new(server.stderr.take().expect("what it says")).lines();
    for line in lines.map_while(Result::ok) {
        said.push_str(&line);
        said.push('\n');
        if line.contains("listening") {
            server.kill().expect("the server can be killed");
        }
    }
    (server.wait().expect("the server ends"), said)
}

fn must_run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).status();
    let status = status.expect("the program starts");
    assert!(status.success(), "{program} {arguments:?}: {status}");
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode");
}

/// PostgreSQL that takes no writes, as a standby after a switch: commands are refused, and go on when it is over.
#[test]
fn a_read_only_database_refuses_and_recovers_on_postgres() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Town::on(Database::Postgres);
    let person = town.reception();
    let first = a_record();
    let answered = person.offer_one(&first).expect("a command");
    let name = town.database_name();
    let set = |is_read_only: &str| {
        town.run_sql_on_postgres_as_owner(&format!(
            "alter database {name} set default_transaction_read_only = {is_read_only}"
        ));
        // Connections keep the setting they began with: end them, as a switch would.
        town.run_sql_on_postgres_as_owner(&format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        ));
    };
    set("on");
    let refused = person.offer_one(&a_record()).expect_err("a refusal");
    is_unavailable(&refused);
    set("off");
    goes_on(&person, &[(first, answered)]);
    person
        .ask(WhoAmI, &Nothing {})
        .expect("the session is there");
    town.stop();
    town.check();
}
