//! Random questions, asked by Schemathesis from the API document with a fixed seed, and the judgement of the walk's
//! answers by the same reader of schemas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use harness::{Client, Town};
use serde::Deserialize;
use tempfile::TempDir;

use crate::count::Answered;
use crate::walk::{Exchange, PEOPLE, STRANGER};

/// Random, and the same in every run.
const SEED: &str = "20261126";
/// Calls that anybody may send: asked by the stranger, once and not by everybody again.
const PUBLIC: [&str; 15] = [
    "AskPasskey",
    "AcceptInvitation",
    "AskDevice",
    "BeginProvider",
    "GiveFactor",
    "HandIn",
    "ReadInvitation",
    "ReadProvider",
    "SendMessage",
    "SetUp",
    "SignIn",
    "IsAlive",
    "IsReady",
    "ReadDocument",
    "ReportPolicy",
];
/// Calls that end the sessions with which the others are asked, or put another in the place of this one.
const ENDING: [&str; 3] = ["ActIn", "Confirm", "EndOtherSessions"];
/// Sends browsers on to a page of the app, which is no answer of a call: the server's own tests ask it.
const ELSEWHERE: [&str; 1] = ["ComeBack"];
/// How many sessions each may end.
const SPARE: usize = 3;

/// Where Schemathesis is installed.
pub(crate) struct Tool {
    programs: PathBuf,
    own: PathBuf,
}

impl Tool {
    /// As `cargo xtask test` names it.
    pub(crate) fn named() -> Result<Self> {
        let programs = std::env::var_os("TEST_SCHEMATHESIS").context(
            "run this by `cargo xtask test --only contract`, which installs what it needs",
        )?;
        Ok(Self {
            programs: programs.into(),
            own: Path::new(env!("CARGO_MANIFEST_DIR")).join("contract"),
        })
    }

    /// Ready to ask a town.
    pub(crate) fn on<'a>(
        &'a self,
        town: &'a Town,
        document: &str,
        walked: &[Exchange],
    ) -> Result<Random<'a>> {
        let folder = tempfile::Builder::new()
            .prefix("lueckenlos-contract-")
            .tempdir()?;
        fs::write(folder.path().join("document.json"), document)?;
        fs::write(
            folder.path().join("walked.json"),
            serde_json::to_string(walked)?,
        )?;
        // Signed in before anything is asked: afterwards this network has tried too many passwords.
        let sessions = PEOPLE
            .iter()
            .map(|(who, login)| {
                let mut tokens = Vec::new();
                for _ in 0..=SPARE {
                    tokens.push(token(&town.person(login))?);
                }
                Ok((*who, tokens))
            })
            .collect::<Result<_>>()?;
        Ok(Random {
            tool: self,
            town,
            folder,
            sessions,
        })
    }
}

fn token(client: &Client) -> Result<String> {
    Ok(client.session_token().context("a session")?.to_owned())
}

/// Asks one town.
pub(crate) struct Random<'a> {
    tool: &'a Tool,
    town: &'a Town,
    folder: TempDir,
    sessions: Vec<(&'static str, Vec<String>)>,
}

/// What the hooks write down of each answer.
#[derive(Deserialize)]
struct Seen {
    operation: String,
    status: u16,
    commands: Vec<(String, String)>,
}

impl Random<'_> {
    /// Holds every answer of the walk against the document: status, headers, media type, schema.
    pub(crate) fn judge(&self) -> Result<()> {
        let output = Command::new(self.tool.programs.join("python"))
            .arg(self.tool.own.join("judge.py"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        bail!("{}", String::from_utf8_lossy(&said));
    }

    /// Asks as everybody, one after the other.
    pub(crate) fn ask_everybody(&self) -> Result<Vec<Answered>> {
        let mut all = Vec::new();
        let mut failed = Vec::new();
        let people = self
            .sessions
            .iter()
            .map(|(who, tokens)| (*who, tokens.as_slice()));
        for (who, tokens) in people.chain([(STRANGER, [].as_slice())]) {
            match self.ask_as(who, tokens) {
                Ok(answers) => all.extend(answers),
                Err(problem) => failed.push(format!("as {who}: {problem:#}")),
            }
        }
        if !failed.is_empty() {
            bail!("{}", failed.join("\n"));
        }
        Ok(all)
    }

    fn ask_as(&self, who: &'static str, tokens: &[String]) -> Result<Vec<Answered>> {
        let seen = self.folder.path().join(format!("seen as {who}.ndjson"));
        let home = self.folder.path().join(who);
        fs::create_dir(&home)?;
        let (session, spare) = match tokens.split_first() {
            Some((session, spare)) => (session.as_str(), spare.join(" ")),
            None => ("", String::new()),
        };
        fs::write(home.join("schemathesis.toml"), settings(who, session))?;
        let mut command = Command::new(self.tool.programs.join("schemathesis"));
        command
            .args(["--config-file", "schemathesis.toml", "run"])
            .arg(self.folder.path().join("document.json"))
            .args(["--url", &self.town.address(), "--no-color", "--seed", SEED])
            .current_dir(&home)
            .env("PYTHONPATH", &self.tool.own)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONHASHSEED", "0")
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("CONTRACT_WHO", who)
            .env("CONTRACT_WALKED", self.folder.path().join("walked.json"))
            .env("CONTRACT_SESSION", session)
            .env("CONTRACT_SPARE", spare)
            .env("CONTRACT_SEEN", &seen)
            .stdin(Stdio::null());
        for name in ENDING.into_iter().chain(ELSEWHERE) {
            command.args(["--exclude-operation-id", name]);
        }
        // The stranger is told 401 by every other call whatever is offered: the walk asks that.
        let left_out = if who == STRANGER {
            ["OfferCommands"].as_slice()
        } else {
            PUBLIC.as_slice()
        };
        for name in left_out {
            command.args(["--exclude-operation-id", name]);
        }
        let output = command.output()?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            bail!("{}", String::from_utf8_lossy(&said));
        }
        let lines = fs::read_to_string(&seen)?;
        lines
            .lines()
            .map(|line| {
                let seen: Seen = serde_json::from_str(line)?;
                Ok(Answered {
                    operation: seen.operation,
                    who,
                    status: seen.status,
                    commands: seen.commands,
                })
            })
            .collect()
    }
}

fn settings(who: &str, session: &str) -> String {
    let auth = if session.is_empty() {
        String::new()
    } else {
        format!("[auth.openapi]\nsession = {{ api_key = {session:?} }}\n")
    };
    // Thousands of ways in which an offer is not as its schema says: the same for everybody, so that one asks them.
    let offers = if who == "case manager" {
        ""
    } else {
        "[[operations]]\ninclude-operation-id = \"OfferCommands\"\ngeneration.mode = \"positive\"\n"
    };
    format!(
        "continue-on-failure = true\nsuppress-health-check = [\"all\"]\nwarnings = false\n{auth}\
         [checks]\n# What the schema allows may be refused by a rule, a right or because nothing is there.\n\
         positive_data_acceptance.enabled = false\n\
         [phases.stateful]\nenabled = false\n\
         [generation]\nmax-examples = 8\n{offers}"
    )
}
