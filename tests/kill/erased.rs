//! Somebody was erased: what the files of the database still hold of them, and whether an older copy brings them back.

use std::fs;
use std::path::Path;
use std::process::Command as Program;

use diesel::Connection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use harness::{Client, Database, Town, envelope, now, random};
use shared::calls::Nothing;
use shared::case::calls::{ReadCase, ThisCase, Worklist};
use shared::command::Command;
use shared::documentation::{AddNote, NoteDraft};
use shared::erasure::calls::{ListErasures, ReadErasure, WhoseErasure};
use shared::erasure::{AskErasure, ConfirmErasure, ErasureReason};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::kernel::{CaseId, ErasureId, NoteId, PersonId};

/// Somebody of the demo town whom the case manager works with.
struct Somebody {
    person: PersonId,
    case: CaseId,
}

impl Somebody {
    fn of(manager: &Client) -> Self {
        let worklist = manager.ask(Worklist, &Nothing {}).expect("a worklist");
        let head = worklist.cases.first().expect("a case");
        Self {
            person: head.person,
            case: head.case,
        }
    }

    fn note(&self, text: &str) -> Envelope {
        let call = AddNote {
            note: NoteId::born(now(), random()),
            case: self.case,
            draft: NoteDraft {
                occurred_on: Some(now().day()),
                contact: Some("HAUSBESUCH".parse().expect("a code")),
                text: text.to_owned(),
                ..NoteDraft::default()
            },
        };
        envelope(Subject::Person(self.person), Command::AddNote(call))
    }

    /// Is erased by the decision of two.
    fn erase(&self, manager: &Client, coordinator: &Client) {
        let erasure = ErasureId::born(now(), random());
        let ask = AskErasure {
            erasure,
            reason: ErasureReason::KeptLongEnough,
            remark: String::new(),
        };
        manager.must(Subject::Person(self.person), Command::AskErasure(ask));
        let confirm = ConfirmErasure {
            person: self.person,
        };
        coordinator.must(Subject::Erasure(erasure), Command::ConfirmErasure(confirm));
    }

    /// What lies sealed about them, as hexadecimal digits: the wrapped key, the form, notes, the log.
    fn sealed(&self, town: &Town) -> Vec<String> {
        let id = self.person;
        let all = [
            format!("SELECT wrapped AS sealed FROM subject_key WHERE subject = 'person:{id}'"),
            format!("SELECT draft FROM person WHERE person_id = '{id}'"),
            format!("SELECT content FROM note WHERE person_id = '{id}'"),
            format!("SELECT content FROM log_entry WHERE subject = 'person:{id}'"),
        ]
        .join(" UNION ALL ");
        match town.database() {
            Database::Sqlite => {
                let path = town.folder().join("town.sqlite");
                let mut conn = SqliteConnection::establish(path.to_str().expect("a path"))
                    .expect("the database");
                let asked = format!("SELECT lower(hex(sealed)) AS line FROM ({all}) AS found");
                let rows: Vec<Line> = diesel::sql_query(asked).load(&mut conn).expect("rows");
                rows.into_iter().map(|row| row.line).collect()
            }
            Database::Postgres => town
                .run_sql_on_postgres(&format!(
                    "SELECT encode(sealed, 'hex') FROM ({all}) AS found"
                ))
                .lines()
                .map(|line| line.trim().to_owned())
                .collect(),
        }
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// All bytes that the database leaves on the disk, or says in a dump, as hexadecimal digits.
fn everything(town: &Town) -> String {
    match town.database() {
        Database::Sqlite => fs::read_dir(town.folder())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| is_of_database(path))
            .map(|path| hex(&fs::read(path).expect("a file")))
            .collect(),
        Database::Postgres => {
            let command = town.command();
            let (_, url) = command
                .get_envs()
                .find(|(name, _)| *name == "DATABASE_URL")
                .expect("the address");
            let programs = harness::postgres_programs().expect("PostgreSQL's programs");
            let dump = Program::new(programs.join("pg_dump"))
                .arg("--inserts")
                .arg(url.expect("the address"))
                .output()
                .expect("pg_dump");
            assert!(dump.status.success());
            // Bytes stand there in hexadecimal digits, ids as text.
            let text = String::from_utf8(dump.stdout).expect("text");
            format!("{text}\n{}", hex(text.as_bytes()))
        }
    }
}

/// The file, its log of writes, and the read log with its own.
fn is_of_database(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("town.") && name.contains("sqlite")
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// The first 32 bytes: what is longer goes on on another page.
fn beginning(sealed: &str) -> &str {
    sealed.get(..64).unwrap_or(sealed)
}

fn backed_up(town: &Town, name: &str) -> String {
    let copy = town.folder().join(name);
    let copy = copy.to_str().expect("a path").to_owned();
    let done = town.run(&["backup", &copy]);
    assert!(done.status.success(), "{}", said(&done.stderr));
    copy
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_gone(town: &Town, somebody: &Somebody, old: &Envelope) {
    let manager = town.case_manager();
    let question = ThisCase {
        case: somebody.case,
    };
    let read = manager.ask(ReadCase, &question);
    assert_eq!(read.expect_err("nobody").status, 404);
    let erased = Outcome::refused(Refusal::Erased);
    for envelope in [old, &somebody.note("zu spät")] {
        assert_eq!(
            manager.offer_one(envelope).expect("an answer").answer,
            erased
        );
    }
    let whose = WhoseErasure {
        person: Some(somebody.person),
        case: None,
    };
    let told = manager.ask(ReadErasure, &whose).expect("who asked is told");
    assert!(told.erased_on.is_some());
    let list = town.coordinator().ask(ListErasures, &Nothing {});
    let list = list.expect("the coordinator's list");
    assert_eq!((list.open.len(), list.done.len()), (0, 1));
    assert!(!list.done[0].asked_by_name.is_empty());
    assert!(!list.done[0].confirmed_by_name.is_empty());
}

fn who_was_erased_is_gone_from_the_files_and_from_older_copies(database: Database) {
    let town = Town::on(database);
    let (manager, coordinator) = (town.case_manager(), town.coordinator());
    let somebody = Somebody::of(&manager);
    let old = somebody.note("vor der Löschung");
    assert_eq!(
        manager.offer_one(&old).expect("an answer").answer,
        Outcome::Applied
    );
    let copy = backed_up(&town, "copy.dump");
    // The control: each of them is found while the person is there, and so is what stays.
    let sealed = somebody.sealed(&town);
    let id = hex(somebody.person.to_string().as_bytes());
    let before = everything(&town);
    assert!(sealed.len() > 4, "{} sealed values", sealed.len());
    for value in &sealed {
        assert!(before.contains(beginning(value)), "found before");
    }
    assert!(before.contains(&id));

    somebody.erase(&manager, &coordinator);
    let after = everything(&town);
    for value in &sealed {
        assert!(!after.contains(beginning(value)), "left behind: {value}");
    }
    assert!(after.contains(&id), "the tombstone stays");
    is_gone(&town, &somebody, &old);
    town.stop();
    town.check();

    // An older copy, brought back by `restore`: not without the journal, which is no part of the copy.
    let journal = town.folder().join("town.erasures");
    let aside = town.folder().join("aside");
    town.lose_database();
    fs::rename(&journal, &aside).expect("the journal");
    let refused = town.run(&["restore", &copy]);
    assert!(!refused.status.success());
    assert!(
        said(&refused.stderr).contains("the erasure journal"),
        "{}",
        said(&refused.stderr)
    );
    fs::rename(&aside, &journal).expect("the journal");
    // On PostgreSQL it goes on where it was, on SQLite it begins anew.
    let restored = town.run(&["restore", &copy]);
    assert!(restored.status.success(), "{}", said(&restored.stderr));
    town.check();
    town.start();
    is_gone(&town, &somebody, &old);
    town.stop();
    town.check();
}

#[test]
fn who_was_erased_is_gone_from_the_files_and_from_older_copies_on_sqlite() {
    who_was_erased_is_gone_from_the_files_and_from_older_copies(Database::Sqlite);
}

#[test]
fn who_was_erased_is_gone_from_the_files_and_from_older_copies_on_postgres() {
    if Database::Postgres.is_there() {
        who_was_erased_is_gone_from_the_files_and_from_older_copies(Database::Postgres);
    }
}

/// The files of PostgreSQL's tables, as hexadecimal digits. What waits in its memory is written first.
fn relation_files(town: &Town) -> String {
    town.run_sql_on_postgres("CHECKPOINT");
    let folder = town.run_sql_on_postgres(
        "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database
         WHERE datname = current_database()",
    );
    fs::read_dir(folder.trim())
        .expect("the folder of the database")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            // One that PostgreSQL takes away at this moment holds nothing any more.
            hex(&fs::read(path).unwrap_or_default())
        })
        .collect()
}

/// What a transaction may still see that began before the erasure PostgreSQL keeps, also when it writes the table anew: its
/// own statistics are such transactions.
fn wait_for_older_transactions(town: &Town) {
    let older = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)";
    for _ in 0..600 {
        if town.run_sql_on_postgres(older).trim() == "0" {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("a transaction does not end");
}

/// PostgreSQL leaves what was deleted in its files until the table is written anew. Then the key is gone by the step that
/// `docs/operation.md` names, and everything else by the same step for all tables.
#[test]
fn who_was_erased_leaves_no_key_in_the_files_of_postgres_after_the_step_that_is_written_down() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Town::on(Database::Postgres);
    let (manager, coordinator) = (town.case_manager(), town.coordinator());
    let somebody = Somebody::of(&manager);
    let key_of = |which: &str| {
        town.run_sql_on_postgres(&format!(
            "SELECT encode(wrapped, 'hex') FROM subject_key WHERE wrapped IS NOT NULL AND subject {which} LIMIT 1"
        ))
    };
    let of_somebody = format!("'person:{}'", somebody.person);
    let key = key_of(&format!("= {of_somebody}"));
    let other = key_of(&format!("<> {of_somebody}"));
    let sealed = somebody.sealed(&town);
    assert!(sealed.contains(&key) && sealed.len() > 4);
    let before = relation_files(&town);
    for value in &sealed {
        assert!(before.contains(beginning(value)), "found before: {value}");
    }

    // PostgreSQL counts by itself, at any time, what lies in its tables, and keeps samples of it.
    town.run_sql_on_postgres("ANALYZE");
    somebody.erase(&manager, &coordinator);
    wait_for_older_transactions(&town);
    town.run_sql_on_postgres("VACUUM FULL subject_key");
    let after = relation_files(&town);
    assert!(!after.contains(beginning(&key)));
    assert!(after.contains(beginning(&other)), "what is others' stays");
    town.run_sql_on_postgres("ANALYZE");
    town.run_sql_on_postgres("VACUUM FULL");
    let after = relation_files(&town);
    for value in &sealed {
        assert!(!after.contains(beginning(value)), "left behind: {value}");
    }
    assert!(after.contains(beginning(&other)), "what is others' stays");
    town.stop();
    town.check();
}

/// A copy of the disk that was put back past us: the next start erases again, before it listens.
#[test]
fn a_file_that_was_put_back_erases_again_at_the_start() {
    let town = Town::on(Database::Sqlite);
    let (manager, coordinator) = (town.case_manager(), town.coordinator());
    let somebody = Somebody::of(&manager);
    let old = somebody.note("vor der Löschung");
    manager.offer_one(&old).expect("an answer");
    town.stop();
    let file = town.folder().join("town.sqlite");
    let aside = town.folder().join("aside");
    fs::copy(&file, &aside).expect("a copy");
    town.start();
    somebody.erase(
        &manager.at(&town.address()),
        &coordinator.at(&town.address()),
    );
    town.kill();
    for name in ["town.sqlite-wal", "town.sqlite-shm"] {
        // A server that was killed leaves them behind, one that had nothing to write does not.
        let _ = fs::remove_file(town.folder().join(name));
    }
    fs::copy(&aside, &file).expect("put back");
    town.start();
    assert!(town.log().contains("erased again"));
    is_gone(&town, &somebody, &old);
    town.stop();
    town.check();
}
