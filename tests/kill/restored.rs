//! Backups that are made while people write, and the way back from them: what the copy holds is there once, what it does
//! not hold is offered again by those who wrote it, and what was shut stays shut.

use std::fs;
use std::thread;

use harness::{Client, Database, Town};
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Offer, OfferAnswer, Outcome};

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

#[test]
fn a_copy_without_its_key_is_not_brought_back() {
    let town = Town::idle(Database::Sqlite);
    let copy = town.folder().join("copy.sqlite");
    let copy = copy.to_str().expect("a path");
    assert!(town.run(&["backup", copy]).status.success());
    town.lose_database();
    let key = town.folder().join("town.key");
    fs::remove_file(&key).expect("the key");
    let refused = town.run(&["restore", copy]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the key file"));
    assert!(!key.exists(), "no other key is made in its place");
    assert!(!town.folder().join("town.sqlite").exists());
}

#[test]
fn what_is_no_copy_leaves_nothing_behind() {
    for database in [Database::Sqlite, Database::Postgres] {
        if !database.is_there() {
            continue;
        }
        let town = Town::idle(database);
        town.lose_database();
        let rubbish = town.folder().join("rubbish");
        fs::write(&rubbish, "rubbish").expect("a file");
        let before = names(&town);
        let refused = town.run(&["restore", rubbish.to_str().expect("a path")]);
        assert!(!refused.status.success());
        assert_eq!(names(&town), before);
    }
}

fn names(town: &Town) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(town.folder()).expect("the folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    names
}
