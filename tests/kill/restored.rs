//! Backups that are made while people write, and the way back from them: what the copy holds is there once, what it does
//! not hold is offered again by those who wrote it, and what was shut stays shut.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use harness::{Client, Database, Town, content, on_both_databases};
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Offer, OfferAnswer, Outcome};
use shared::person::calls::{ReadPerson, ThisPerson};

use crate::writers::Told;

/// How many answers were heard before the copy begins, and again before the server is killed.
const ENOUGH: usize = 40;

fn offer(person: &Client, offer: &Offer) -> OfferAnswer {
    person.ask(OfferCommands, offer).expect("an answer")
}

fn a_copy_made_under_load_comes_back(database: Database) {
    let town = Town::on(database);
    let people = [
        town.reception(),
        town.case_manager(),
        town.other_case_manager(),
    ];
    let first = offer(
        &people[0],
        &Offer {
            groups: vec![vec![crate::writers::a_record()]],
            ..Offer::default()
        },
    );
    let told = people.each_ref().map(|_| Told::default());
    let heard = || told.iter().map(Told::heard).sum::<usize>();
    let copy = town.folder().join("copy.dump");
    let copied = thread::scope(|scope| {
        for (person, told) in people.iter().zip(&told) {
            scope.spawn(|| told.write(person));
        }
        let until = |enough| {
            while heard() < enough {
                thread::yield_now();
            }
        };
        until(ENOUGH);
        let copied = town.run(&["backup", copy.to_str().expect("a path")]);
        until(heard() + ENOUGH);
        // Ends the writers too, so that nothing may fail before it.
        town.kill();
        copied
    });
    assert!(
        copied.status.success(),
        "{}",
        String::from_utf8_lossy(&copied.stderr)
    );
    let backed_up_to = {
        town.start();
        let person = town.reception();
        let nothing_new = Offer {
            groups: vec![vec![crate::writers::a_record()]],
            ..Offer::default()
        };
        let answer = offer(&person, &nothing_new);
        town.kill();
        assert_eq!(answer.epoch, first.epoch);
        answer.backed_up_to
    };
    assert!(backed_up_to > 0, "the backup is known to devices");

    // The database is lost; the copy and the key are not.
    town.lose_database();
    let restored = town.run(&["restore", copy.to_str().expect("a path")]);
    assert!(
        restored.status.success(),
        "{}",
        String::from_utf8_lossy(&restored.stderr)
    );
    let again = town.run(&["restore", copy.to_str().expect("a path")]);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("overwrites nothing"));
    town.check();
    town.start();

    // Whoever was in is out: the copy's word on that is of yesterday.
    for person in &people {
        assert!(!person.at(&town.address()).is_signed_in());
    }
    let signed_in = [
        town.reception(),
        town.case_manager(),
        town.other_case_manager(),
    ];
    let mut lost = 0;
    for (person, told) in signed_in.iter().zip(told) {
        let mine = told.acknowledged.into_inner().expect("the acknowledged");
        // A device that knows the old epoch is told of the new one, and nothing of its offer is run.
        let stale = Offer {
            epoch: Some(first.epoch),
            groups: vec![vec![mine[0].0.clone()]],
            ..Offer::default()
        };
        let answer = offer(person, &stale);
        assert_ne!(answer.epoch, first.epoch);
        assert!(answer.outcomes.is_empty());
        assert!(answer.epoch_began_at >= backed_up_to);
        // It offers again what it has copies of; each is there once, under the number it had where the copy held it.
        for (envelope, before) in &mine {
            let offer_again = Offer {
                epoch: Some(answer.epoch),
                groups: vec![vec![envelope.clone()]],
                ..Offer::default()
            };
            let after = offer(person, &offer_again).outcomes.remove(0);
            assert_eq!(after.answer, Outcome::Applied);
            let sequence = before.sequence.expect("a place in the log");
            if sequence <= answer.epoch_began_at {
                assert_eq!(after.sequence, Some(sequence));
            } else {
                lost += 1;
            }
            let twice = offer(person, &offer_again).outcomes.remove(0);
            assert_eq!(twice, after);
        }
    }
    assert!(lost >= ENOUGH, "what was written after the copy");
    town.stop();
    town.check();
}

#[test]
fn a_copy_made_under_load_comes_back_on_sqlite() {
    a_copy_made_under_load_comes_back(Database::Sqlite);
}

#[test]
fn a_copy_made_under_load_comes_back_on_postgres() {
    if Database::Postgres.is_there() {
        a_copy_made_under_load_comes_back(Database::Postgres);
    }
}

/// On SQLite a copy gets its name when all is done; there is nothing between.
#[test]
fn a_restore_that_was_killed_goes_on_where_it_was_on_postgres() {
    const MARK: &str = "CREATE TABLE unfinished_restore (began TIMESTAMPTZ NOT NULL DEFAULT now())";
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Town::on(Database::Postgres);
    let nothing = Offer {
        groups: vec![vec![crate::writers::a_record()]],
        ..Offer::default()
    };
    let before = offer(&town.reception(), &nothing).epoch;
    let copy = town.folder().join("copy.dump");
    let copy = copy.to_str().expect("a path");
    assert!(town.run(&["backup", copy]).status.success());
    town.kill();
    // Killed before the copy was in.
    town.lose_database();
    town.run_sql_on_postgres(MARK);
    assert!(town.run(&["restore", copy]).status.success());
    // Killed when it was: everything is there, and looks as if nothing had been lost.
    town.run_sql_on_postgres(MARK);
    for job in [&["migrate"][..], &["serve"], &["backup", "elsewhere"]] {
        let refused = town.run(job);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success());
        assert!(
            said.contains("a restore was not finished"),
            "{job:?}: {said}"
        );
    }
    assert!(town.run(&["restore", copy]).status.success());
    let again = town.run(&["restore", copy]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("overwrites nothing"));
    town.start();
    let person = town.reception();
    assert_ne!(offer(&person, &nothing).epoch, before);
    town.stop();
    town.check();
}

/// Somebody is taken in and looked at.
fn works(town: &Town) {
    let (person, record) = (town.reception(), crate::writers::a_record());
    let answered = person.offer_one(&record).expect("an answer");
    assert_eq!(answered.answer, Outcome::Applied);
    let id = record.subject.person().expect("a person");
    person
        .ask(ReadPerson, &ThisPerson { person: id })
        .expect("the person is there");
}

/// What a restore does not bring back as it was: marks and epoch, and who was in.
const NOT_BROUGHT_BACK: [&str; 6] = [
    "setting",
    "signin_session",
    "signin_set_up",
    "signin_invitation",
    "signin_challenge",
    "signin_provider_attempt",
];

/// Everything that a restore brings back, table by table.
fn brought_back(town: &Town) -> BTreeMap<String, Vec<String>> {
    let mut all = content(town);
    all.retain(|table, _| !NOT_BROUGHT_BACK.contains(&table.as_str()));
    all
}

/// A restore that is refused: with a word on why, with nothing in the database and no file that was not there.
fn is_refused(town: &Town, copy: &Path, because: &str) {
    let before = names(town);
    let refused = town.run(&["restore", copy.to_str().expect("a path")]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success(), "{because}");
    assert!(said.contains(because), "{because}: {said}");
    assert_eq!(names(town), before, "{because}");
    if town.database() == Database::Postgres {
        let count = "select count(*) from information_schema.tables where table_schema = 'public'";
        assert_eq!(town.run_sql_on_postgres(count), "0", "{because}");
    }
}

on_both_databases! {
    fn what_a_copy_held_comes_back_and_nothing_of_it_without_its_key(town: &Town) {
        let copy = town.folder().join("copy");
        let path = copy.to_str().expect("a path");
        works(town);
        // Nobody changes anything between the look and the copy; that copies are made beside those who write is shown above.
        town.stop();
        let held = brought_back(town);
        for (table, rows) in [("person", 20), ("read_line", 1), ("signin_account", 5)] {
            assert!(held[table].len() >= rows, "{table}: {}", held[table].len());
        }
        let copied = town.run(&["backup", path]);
        assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
        town.start();
        works(town);
        town.stop();
        assert_ne!(brought_back(town), held);
        town.lose_database();

        // Damaged, cut off, lengthened, in the open, something else.
        let whole = fs::read(&copy).expect("the copy");
        let wrong = town.folder().join("wrong");
        let middle = whole.len() / 2;
        let mut damaged = whole.clone();
        damaged[middle] ^= 1;
        for (bytes, because) in [
            (damaged.as_slice(), "damaged or cut off"),
            (&whole[..middle], "damaged or cut off"),
            (&whole[..whole.len() - 1], "damaged or cut off"),
            (&[whole.as_slice(), b"x"].concat(), "damaged or cut off"),
            (b"SQLite format 3\0", "in the open"),
            (b"PGDMP", "in the open"),
            (b"rubbish", "no copy"),
            (b"", "no copy"),
            // Archives, which nobody unpacks, a page, and a line without end.
            (&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "no copy"),
            (b"PK\x03\x04", "no copy"),
            (b"<script>alert(1)</script>", "no copy"),
            (&vec![b'x'; 1_000_000], "no copy"),
            (b"lueckenlos-backup/1 ../../etc/passwd 00\n", "no copy"),
        ] {
            fs::write(&wrong, bytes).expect("a file");
            is_refused(town, &wrong, because);
        }
        // A terabyte behind a right beginning is not read to its end.
        let huge = fs::File::options().write(true).open(&wrong).expect("the file");
        fs::write(&wrong, &whole[..whole.len().min(200)]).expect("a file");
        huge.set_len(1 << 40).expect("a length");
        is_refused(town, &wrong, "damaged or cut off");
        drop(huge);
        fs::remove_file(&wrong).expect("the file");
        // No file at all.
        is_refused(town, &wrong, "there is no file");
        is_refused(town, town.folder(), "there is no file");
        // Another key, and none.
        let key = town.folder().join("town.key");
        let right = fs::read(&key).expect("the key");
        fs::write(&key, "0c".repeat(32)).expect("another key");
        is_refused(town, &copy, "under key");
        fs::remove_file(&key).expect("the key");
        is_refused(town, &copy, "the key file");
        // The right one is brought from where it was kept.
        fs::write(&key, right).expect("the key");
        fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its mode");

        let restored = town.run(&["restore", path]);
        assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
        let now = brought_back(town);
        assert_eq!(now.keys().collect::<Vec<_>>(), held.keys().collect::<Vec<_>>());
        for (table, rows) in &held {
            assert_eq!(&now[table], rows, "{table}");
        }
        town.check();
    }

    fn nothing_lies_in_the_open_after_a_backup_or_restore_that_was_killed(town: &Town) {
        town.stop();
        let copy = town.folder().join("copy");
        assert!(town.run(&["backup", copy.to_str().expect("a path")]).status.success());
        for kill in 0..5_u64 {
            killed_after(town, &["backup", &format!("killed-{kill}")], kill * 20);
            for name in names(town) {
                let name = name.to_string_lossy().into_owned();
                if name.starts_with(".backup-") || name.starts_with("killed-") {
                    let begun = fs::read(town.folder().join(&name)).expect("a file");
                    assert!(begun.is_empty() || begun.starts_with(b"lueckenlos-backup/1 "), "{name}");
                }
            }
        }
        town.lose_database();
        let before: Vec<_> = names(town);
        killed_after(town, &["restore", copy.to_str().expect("a path")], 40);
        if town.database() == Database::Sqlite {
            // As a kill leaves it for certain; the one before may fall anywhere.
            let left = town.folder().join(".restore-town.sqlite-left");
            fs::create_dir(&left).expect("a folder");
            fs::write(left.join("part.sqlite"), "in the open").expect("a file");
            assert!(town.run(&["migrate"]).status.success());
            let left = names(town).into_iter().filter(|name| name.to_string_lossy().starts_with(".restore-"));
            assert_eq!(left.count(), 0);
        } else {
            assert_eq!(names(town), before);
        }
    }
}

/// Begins a command and kills it after so many milliseconds, wherever it is then.
fn killed_after(town: &Town, arguments: &[&str], millis: u64) {
    let mut command = town.command();
    command.args(arguments);
    let mut begun = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    thread::sleep(Duration::from_millis(millis));
    begun.kill().expect("it can be killed");
    begun.wait().expect("it ends");
}

fn names(town: &Town) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(town.folder()).expect("the folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    names
}
