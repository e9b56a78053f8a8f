//! A town: the real server, running on a database of its own.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use std::time::Duration;

use shared::calls::Nothing;
use shared::signin::accounts::{Invitation, NewAccount};
use shared::signin::calls::{AcceptInvitation, InviteAccount};

use crate::client::Client;
use crate::database::{Content, Database, Fresh};
use crate::postgres;

/// How long a server may take to listen, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server on a fresh database. Stopped, and the database gone, when dropped.
#[derive(Debug)]
pub struct Town {
    database: Fresh,
    settings: Vec<(String, String)>,
    server: Mutex<Option<Running>>,
    log: Arc<Mutex<String>>,
}

#[derive(Debug)]
struct Running {
    process: Child,
    address: String,
}

impl Town {
    /// The demo town, served.
    #[must_use]
    pub fn on(database: Database) -> Self {
        Self::prepared(database, Content::Town, &[])
    }

    /// A fresh installation, served: tables, and nobody there.
    #[must_use]
    pub fn empty(database: Database) -> Self {
        Self::prepared(database, Content::Nothing, &[])
    }

    /// The demo town, served with settings of its own, by their names in the environment.
    #[must_use]
    pub fn with_settings(database: Database, settings: &[(&str, &str)]) -> Self {
        Self::prepared(database, Content::Town, settings)
    }

    /// The demo town, not served yet.
    #[must_use]
    pub fn idle(database: Database) -> Self {
        Self::not_started(database, Content::Town, &[])
    }

    fn prepared(database: Database, content: Content, settings: &[(&str, &str)]) -> Self {
        let town = Self::not_started(database, content, settings);
        town.start();
        town
    }

    fn not_started(database: Database, content: Content, settings: &[(&str, &str)]) -> Self {
        let settings = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            database: Fresh::new(database, content),
            settings: settings.collect(),
            server: Mutex::new(None),
            log: Arc::default(),
        }
    }

    /// Starts the server on the database as it is.
    ///
    /// # Panics
    /// If it does not listen in time, with what it said.
    pub fn start(&self) {
        self.start_as(self.command());
    }

    /// Starts the server by another command line, such as one under a limit; see [`Town::command`].
    ///
    /// # Panics
    /// If it does not listen in time, with what it said.
    pub fn start_as(&self, mut command: Command) {
        let mut process = command
            .args(["--listen", "127.0.0.1:0", "serve"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let said = process.stderr.take().expect("the server's log");
        let (listening, address) = channel();
        let log = Arc::clone(&self.log);
        spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line) {
                    // Nobody waits any more once the first address was heard.
                    let _ = listening.send(address);
                }
                let mut log = log.lock().expect("the log");
                log.push_str(&line);
                log.push('\n');
            }
        });
        let Ok(address) = address.recv_timeout(PATIENCE) else {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
            panic!("the server does not listen:\n{}", self.log());
        };
        *self.server.lock().expect("the server") = Some(Running { process, address });
    }

    /// The server's program with the settings of this town, for a command that is not `serve`.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = self.database.command();
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command of the server to its end: `check`, `backup` and so on.
    ///
    /// # Panics
    /// If the program cannot be started.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command()
            .args(arguments)
            .output()
            .expect("the server starts")
    }

    /// Runs `check` and says what it found.
    ///
    /// # Panics
    /// If it found something.
    pub fn check(&self) {
        let output = self.run(&["check"]);
        let said = [output.stdout, output.stderr].concat();
        assert!(
            output.status.success(),
            "check: {}",
            String::from_utf8_lossy(&said)
        );
    }

    /// Where the server listens: `http://127.0.0.1:…`.
    ///
    /// # Panics
    /// If it does not run.
    #[must_use]
    pub fn address(&self) -> String {
        let server = self.server.lock().expect("the server");
        server.as_ref().expect("the server runs").address.clone()
    }

    /// The number of the server's process.
    ///
    /// # Panics
    /// If it does not run.
    #[must_use]
    pub fn process(&self) -> u32 {
        let server = self.server.lock().expect("the server");
        server.as_ref().expect("the server runs").process.id()
    }

    /// Kills the server (SIGKILL), as a power cut or an operator would.
    pub fn kill(&self) {
        let running = self.server.lock().expect("the server").take();
        if let Some(mut running) = running {
            running.process.kill().expect("the server can be killed");
            running.process.wait().expect("the server ends");
        }
    }

    /// Asks the server to stop (SIGTERM) and waits until it has.
    ///
    /// # Panics
    /// If it ends with a failure.
    pub fn stop(&self) {
        let running = self.server.lock().expect("the server").take();
        if let Some(mut running) = running {
            let id = running.process.id().to_string();
            let told = Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .expect("kill starts");
            assert!(told.success(), "the server can be told to stop");
            let ended = running.process.wait().expect("the server ends");
            assert!(
                ended.success(),
                "the server ended with {ended}:\n{}",
                self.log()
            );
        }
    }

    /// Loses the database, as a broken disk does: the key and what else lies beside it stay.
    ///
    /// # Panics
    /// If it cannot be removed.
    pub fn lose_database(&self) {
        match self.database() {
            Database::Sqlite => {
                for entry in fs::read_dir(self.folder()).expect("the town's folder") {
                    let entry = entry.expect("an entry");
                    let name = entry.file_name().to_string_lossy().into_owned();
                    if name.starts_with("town.") && name.contains("sqlite") {
                        fs::remove_file(entry.path()).expect("the database can be removed");
                    }
                }
            }
            Database::Postgres => {
                let name = self.database_name();
                self.run_sql_on_postgres_as_owner(&format!("drop database {name} with (force)"));
                self.run_sql_on_postgres_as_owner(&format!("create database {name}"));
            }
        }
    }

    /// What the servers of this town logged so far.
    ///
    /// # Panics
    /// If the thread that listens to the server panicked.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// Which database it runs on.
    #[must_use]
    pub fn database(&self) -> Database {
        self.database.kind()
    }

    /// The folder with the files beside the database, and the database itself if it is SQLite (`town.sqlite`).
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.database.folder()
    }

    /// Runs a statement on PostgreSQL as the owner of everything, past the server.
    ///
    /// # Panics
    /// If the town runs on SQLite, or the statement fails.
    pub fn run_sql_on_postgres(&self, statement: &str) -> String {
        assert_eq!(
            self.database(),
            Database::Postgres,
            "only PostgreSQL has a server to ask"
        );
        postgres::cluster().run_sql(self.database.name(), statement)
    }

    /// Runs a statement on the cluster, outside the town's own database: for what concerns that database as a whole.
    ///
    /// # Panics
    /// If the statement fails.
    pub fn run_sql_on_postgres_as_owner(&self, statement: &str) -> String {
        postgres::cluster().run_sql("postgres", statement)
    }

    /// The name of the database, for statements about it.
    #[must_use]
    pub fn database_name(&self) -> &str {
        self.database.name()
    }

    /// The address of the database, for who looks into it past the server.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database.url()
    }

    /// Somebody who has not signed in.
    #[must_use]
    pub fn stranger(&self) -> Client {
        Client::new(&self.address())
    }

    /// Somebody with an account of the demo town, signed in: `empfang`, `caritas`, `koordination`, …
    ///
    /// # Panics
    /// If the account cannot sign in.
    #[must_use]
    pub fn person(&self, login: &str) -> Client {
        let mut client = self.stranger();
        let signed_in = client.sign_in(login, backend::seed::DEMO_PASSWORD);
        assert!(signed_in.is_ok(), "{login} cannot sign in: {signed_in:?}");
        client
    }

    /// The reception of the Service-Point, signed in.
    #[must_use]
    pub fn reception(&self) -> Client {
        self.person("empfang")
    }

    /// A case manager of Caritas, signed in.
    #[must_use]
    pub fn case_manager(&self) -> Client {
        self.person("caritas")
    }

    /// A case manager of another unit, signed in.
    #[must_use]
    pub fn other_case_manager(&self) -> Client {
        self.person("awo")
    }

    /// The coordinator, signed in.
    #[must_use]
    pub fn coordinator(&self) -> Client {
        self.person("koordination")
    }

    /// The administrator, signed in.
    #[must_use]
    pub fn administrator(&self) -> Client {
        self.person("admin")
    }

    /// Somebody new, who accepted the administrator's invitation and is signed in.
    #[must_use]
    pub fn newcomer(&self, new: &NewAccount, password: &str) -> Client {
        let invited = self.administrator().ask(InviteAccount, new);
        let accepted = Invitation {
            code: invited.expect("an invitation").code,
            password: password.to_owned(),
        };
        let Nothing {} = self
            .stranger()
            .ask(AcceptInvitation, &accepted)
            .expect("a password");
        let mut client = self.stranger();
        client.sign_in(&new.login, password).expect("a session");
        client
    }

    /// Bytes that the database's files take, as the file system sees them.
    #[must_use]
    pub fn size(&self) -> u64 {
        let entries = fs::read_dir(self.folder()).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.metadata().ok())
            .map(|about| about.len())
            .sum()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server's log:\n{}", self.log());
        }
        self.kill();
    }
}

/// The address in the line with which the server says that it listens.
fn address_in(line: &str) -> Option<String> {
    if !line.contains("listening") {
        return None;
    }
    let at = line.find("http://127.0.0.1:")?;
    let address: String = line
        .get(at..)?
        .chars()
        .take_while(|char| !"\" ,".contains(*char))
        .collect();
    Some(address)
}
