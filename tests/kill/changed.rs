//! The key is changed, and the change is killed at any moment: afterwards the town is under one key, the old or the new, and
//! nothing is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use backend::db::{Conn, Db};
use backend::key;
use backend::seal::Vault;
use backend::surroundings::Surroundings;
use harness::{Client, Database, Town, on_both_databases};
use shared::exchange::{Envelope, Outcome};
use shared::person::calls::{FindPersons, Hit, PersonSearch, ReadPerson, ThisPerson};

use crate::writers::a_record;

/// Changes that are killed.
const KILLS: u8 = 10;

/// How long a server may take to notice; it looks once a minute.
const PATIENCE: Duration = Duration::from_secs(180);

fn key_of(town: &Town) -> PathBuf {
    town.folder().join("town.key")
}

fn said(output: &Output) -> String {
    let all = [&*output.stdout, &*output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}

/// The key that the key file holds, by its id.
fn key_id(town: &Town) -> String {
    let shown = said(&town.run(&["key", "show"]));
    let first = shown.lines().next().expect("a line");
    first.rsplit(' ').next().expect("an id").to_owned()
}

/// Runs a command with another key file.
fn run_with(town: &Town, key: &Path, arguments: &[&str]) -> Output {
    let mut command = town.command();
    command.env("LUECKENLOS_KEY_FILE", key).args(arguments);
    command.output().expect("the server starts")
}

fn change(town: &Town) {
    let changed = town.run(&["key", "change"]);
    assert!(changed.status.success(), "{}", said(&changed));
}

fn record(person: &Client) -> Envelope {
    let envelope = a_record();
    let answered = person.offer_one(&envelope).expect("an answer");
    assert_eq!(answered.answer, Outcome::Applied);
    envelope
}

/// That somebody is there, to be read and to be found.
fn is_there(person: &Client, envelope: &Envelope) {
    let id = envelope.subject.person().expect("a person");
    let file = person
        .ask(ReadPerson, &ThisPerson { person: id })
        .expect("the person is there");
    let text = format!("{} {}", file.draft.given_name, file.draft.family_name);
    let found = person
        .ask(FindPersons, &PersonSearch { text })
        .expect("an answer");
    let is_hit = |hit: &Hit| matches!(hit, Hit::Known(known) if known.person == id);
    assert!(found.hits.iter().any(is_hit), "found by name");
}

on_both_databases! {
    fn the_key_is_changed_and_the_work_goes_on(town: &Town) {
        let before = record(&town.reception());
        let old = key_id(town);

        // Not beside a server, whichever file it has its key from.
        let refused = town.run(&["key", "change"]);
        assert!(!refused.status.success());
        assert!(said(&refused).contains("the key is in use"), "{}", said(&refused));
        if town.database() == Database::Postgres {
            let elsewhere = town.folder().join("elsewhere.key");
            fs::copy(key_of(town), &elsewhere).expect("a copy of the key");
            let refused = run_with(town, &elsewhere, &["key", "change"]);
            assert!(!refused.status.success());
            assert!(said(&refused).contains("other connections"), "{}", said(&refused));
            assert!(!town.folder().join("elsewhere.key.new").exists());
        }
        assert_eq!(key_id(town), old);
        town.stop();

        change(town);
        let new = key_id(town);
        assert_ne!(new, old);
        let kept = town.folder().join(format!("town.key.{old}"));
        for file in [&kept, &key_of(town)] {
            let mode = fs::metadata(file).expect("a key file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        town.check();
        town.start();
        let person = town.reception();
        is_there(&person, &before);
        let after = record(&person);
        is_there(&person, &after);
        town.stop();
        town.check();

        // The old key opens nothing any more, and says which one would.
        for job in [&["serve"][..], &["check"], &["backup", "copy"], &["key", "change"]] {
            let refused = run_with(town, &kept, job);
            assert!(!refused.status.success(), "{job:?}");
            let said = said(&refused);
            assert!(said.contains(&format!("the database is under key {new}")), "{job:?}: {said}");
        }
        // Nor is a key made where the right one is missing.
        let nowhere = town.folder().join("nowhere.key");
        let refused = run_with(town, &nowhere, &["check"]);
        assert!(!refused.status.success() && !nowhere.exists(), "{}", said(&refused));
        // Once more, with what the first change kept.
        change(town);
        town.check();
    }

    fn a_change_that_was_killed_is_ended_or_forgotten_by_the_next_start(town: &Town) {
        let key = key_of(town);
        let next = town.folder().join("town.key.new");
        let before = record(&town.reception());
        let old = key_id(town);
        town.kill();

        // Killed while the next key was written, and before anything was wrapped by it.
        for (written, set_aside) in [("0123", 0), (&"0b".repeat(32), 1)] {
            fs::write(&next, written).expect("a key");
            fs::set_permissions(&next, fs::Permissions::from_mode(0o600)).expect("its mode");
            town.check();
            assert_eq!(key_id(town), old);
            assert!(!next.exists());
            let files = fs::read_dir(town.folder()).expect("the folder");
            let keys = files.filter(|file| {
                let name = file.as_ref().expect("a file").file_name();
                name.to_string_lossy().starts_with("town.key.")
            });
            assert_eq!(keys.count(), set_aside, "a whole key is kept, though nothing needs it");
        }

        // Killed when everything was wrapped, and the files were as before.
        change(town);
        let new = key_id(town);
        fs::rename(&key, &next).expect("the next key");
        fs::rename(town.folder().join(format!("town.key.{old}")), &key).expect("the old key");
        let shown = said(&town.run(&["key", "show"]));
        assert!(shown.contains(&format!("the database is under key {new}")), "{shown}");
        town.start();
        is_there(&town.reception(), &before);
        assert_eq!(key_id(town), new);
        assert!(!next.exists() && town.folder().join(format!("town.key.{old}")).exists());
        town.stop();
        town.check();
    }

    /// One that no look could find: it takes nothing in, loses nothing that was offered, and stops by itself.
    fn a_server_that_was_missed_stops_and_what_it_was_offered_is_taken_in_afterwards(town: &Town) {
        let person = town.reception();
        let new = Vault::of([9; 32]);
        let db = Db::open(town.database_url().parse().expect("an address"), 1);
        let surroundings = Surroundings::machine();
        let old = Vault::open(&key_of(town), &surroundings).expect("the key");
        db.write_blocking(|conn: &mut Conn| key::wrap_anew(conn, &old, &new, &surroundings)).expect("another key");
        let late = a_record();
        assert!(person.offer_one(&late).is_err(), "it takes nobody in");
        let began = Instant::now();
        while !town.log().contains("\"message\":\"stopped\"") {
            assert!(began.elapsed() < PATIENCE, "it goes on under the old key");
            sleep(Duration::from_millis(200));
        }
        assert!(town.log().contains("the key was changed while this server ran"));
        town.kill();
        fs::write(key_of(town), "09".repeat(32)).expect("the new key in its place");
        town.start();
        let person = town.reception();
        let answered = person.offer_one(&late).expect("an answer");
        assert_eq!(answered.answer, Outcome::Applied);
        town.stop();
    }

    fn the_town_is_under_one_key_after_each_kill(town: &Town) {
        let before = record(&town.reception());
        town.stop();
        let mut seen = vec![key_id(town)];
        for kill in 1..=KILLS {
            let mut changing = town.command();
            changing.args(["key", "change"]).stdout(Stdio::null()).stderr(Stdio::null());
            let mut changing = changing.spawn().expect("the server starts");
            sleep(Duration::from_micros(u64::from(harness::random()[0]) * u64::from(kill) * 200));
            changing.kill().expect("it can be killed");
            changing.wait().expect("it ends");
            if town.database() == Database::Postgres {
                // What it had begun is taken back when PostgreSQL notices.
                let others = "select count(*) from pg_stat_activity where datname = current_database() \
                     and pid <> pg_backend_pid() and backend_type = 'client backend'";
                while town.run_sql_on_postgres(others) != "0" {}
            }
            let migrated = town.run(&["migrate"]);
            assert!(migrated.status.success(), "{}", said(&migrated));
            town.check();
            seen.push(key_id(town));
        }
        seen.dedup();
        eprintln!("{:?}: {KILLS} changes killed, {} of them were made", town.database(), seen.len() - 1);
        town.start();
        is_there(&town.reception(), &before);
        town.stop();
    }

    fn a_copy_from_before_needs_the_key_from_before(town: &Town) {
        let before = record(&town.reception());
        let copy = town.folder().join("copy");
        let copy = copy.to_str().expect("a path");
        let copied = town.run(&["backup", copy]);
        assert!(copied.status.success(), "{}", said(&copied));
        let old = key_id(town);
        town.stop();
        change(town);
        town.lose_database();
        let refused = town.run(&["restore", copy]);
        assert!(!refused.status.success());
        let told = said(&refused);
        assert!(told.contains(&format!("under key {old}")) && told.contains(&key_id(town)), "{told}");

        let kept = town.folder().join(format!("town.key.{old}"));
        let restored = run_with(town, &kept, &["restore", copy]);
        assert!(restored.status.success(), "{}", said(&restored));
        let checked = run_with(town, &kept, &["check"]);
        assert!(checked.status.success(), "{}", said(&checked));
        // From here on as ever: the key of that time is in use again, and is changed once more.
        fs::rename(&kept, key_of(town)).expect("the old key in its place");
        change(town);
        town.start();
        is_there(&town.reception(), &before);
        town.stop();
    }
}
