//! A town full of script: every text of every command, the names of those who work there and of their devices, and every
//! list of the organisation hold what a browser would run if it took it for markup. It is written through the API by those
//! who do the work; the story `hostile` then opens every page of it.
//!
//! `hostile-town <folder>` puts the database there and prints what the story has to know. Not here: what a page may do.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "it fails by panicking, and what it prints is for the story"
)]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harness::written::{self, Canaries, Scene, bare, is_text};
use harness::{Client, Database, Town, now, random};
use p256::ecdsa::SigningKey;
use p256::pkcs8::EncodePublicKey as _;
use schemars::schema_for;
use serde_json::{Value, json};
use shared::calls::Nothing;
use shared::command::Command;
use shared::device::Enrolment;
use shared::device::calls::EnrolDevice;
use shared::exchange::{Outcome, Subject};
use shared::kernel::{DeviceId, NoteId};
use shared::organisation::calls::ReadOrganisation;
use shared::organisation::{LoadOrganisation, Organisation};
use shared::person::calls::{FindPersons, PersonSearch, ReadPerson, ThisPerson};
use shared::signin::accounts::{NewAccount, RoleDraft};

/// What stands before a word and behind it. `ran()` notes that it was run; each fits into the shortest field.
const SCRIPTS: [(&str, &str); 8] = [
    ("", "<img src=x onerror=ran()>"),
    ("", "\"><script>ran()</script>"),
    ("", "'><svg onload=ran()>"),
    ("javascript:ran()//", ""),
    ("", "<a href=javascript:ran()>"),
    ("", "</textarea><b onclick=ran()>"),
    ("", "{{ran()}}${ran()}<%=ran()%>"),
    ("", "</title><style onload=ran()>"),
];
/// The name of a colleague: a spreadsheet would calculate it.
const FORMULA: &str = "=HYPERLINK(\"//evil.example\")";
const PASSWORD: &str = "Regen Brille Dachboden";

fn main() {
    let folder = std::env::args_os().nth(1).expect("a folder to write to");
    let town = Town::on(Database::Sqlite);
    let mut canaries = Canaries::dressed(&SCRIPTS);
    let settled = written::scenes(&town, &mut canaries);
    written::message(&town, &mut canaries);
    written::the_rest(&town, &settled, &mut canaries);
    // Once more, and left as it is: what waits is shown where it waits.
    let waiting = written::scenes(&town, &mut canaries);
    late(&town, &waiting, &mut canaries);
    let colleague = colleague(&town, &settled, &mut canaries);
    devices(&[town.case_manager(), colleague], &mut canaries);
    organisation(&town, &mut canaries);
    town.stop();
    keep(&town, Path::new(&folder));
    println!("{}", told(&settled, &waiting, &canaries));
}

/// A note by somebody who had the case before: it waits for whoever has it now.
fn late(town: &Town, scenes: &[Scene], canaries: &mut Canaries) {
    let gone = scenes.iter().find(|scene| scene.name == "handed_over");
    let gone = gone.expect("a case that went to another post");
    let note: Command = serde_json::from_value(json!({"do": "add_note", "with": {
        "note": NoteId::born(now(), random()), "case": gone.case,
        "draft": {
            "occurred_on": now().day(), "contact": "HAUSBESUCH", "minutes": 5, "fields_of_action": ["H01"],
            "is_confidential": false, "text": canaries.clothed("handed_over", "note", "add_note.held"),
        },
    }}))
    .expect("a note");
    let outcome = town
        .case_manager()
        .command(Subject::Person(gone.person), note);
    assert_eq!(outcome.expect("an outcome"), Outcome::Held);
}

/// Somebody at the desk whose name is script and a formula, and who looked somebody up.
fn colleague(town: &Town, scenes: &[Scene], canaries: &mut Canaries) -> Client {
    let name = canaries.clothed("colleague", "name", "account.name");
    let role: RoleDraft = serde_json::from_value(json!({
        "role": "reception", "unit": "service-point", "post": null, "valid_from": now().day(), "valid_until": null,
    }))
    .expect("a role");
    let new = NewAccount {
        login: canaries.clothed("colleague", "login", "account.login"),
        name: format!("{FORMULA}{name}"),
        role,
    };
    let client = town.newcomer(&new, PASSWORD);
    for scene in scenes {
        let text = scene.search.clone();
        let _hits = client.ask(FindPersons, &PersonSearch { text });
        let _record = client.ask(
            ReadPerson,
            &ThisPerson {
                person: scene.person,
            },
        );
    }
    client
}

/// Devices with names that are script.
fn devices(owners: &[Client], canaries: &mut Canaries) {
    for (number, owner) in (1..).zip(owners) {
        let key = SigningKey::from_slice(&[number; 32]).expect("a key");
        let public_key = key.verifying_key().to_public_key_der().expect("a key");
        let enrolment = Enrolment {
            device: DeviceId::born(now(), random()),
            public_key: STANDARD.encode(public_key),
            label: canaries.clothed("device", "label", "device.label"),
        };
        let Nothing {} = owner.ask(EnrolDevice, &enrolment).expect("a device");
    }
}

/// Every text of every list.
fn organisation(town: &Town, canaries: &mut Canaries) {
    let coordinator = town.coordinator();
    let held = coordinator
        .ask(ReadOrganisation, &Nothing {})
        .expect("lists");
    let root = schema_for!(Organisation).to_value();
    let mut lists = json!(held);
    for (list, rows) in lists.as_object_mut().expect("lists") {
        let row_schema = bare(&root, &root["properties"][list]["items"]);
        for row in rows.as_array_mut().into_iter().flatten() {
            for (column, cell) in row.as_object_mut().into_iter().flatten() {
                let is_written = is_text(bare(&root, &row_schema["properties"][column]));
                if let (true, Some(text)) = (is_written, cell.as_str()) {
                    let path = format!("organisation.{list}.{column}");
                    let word = canaries.clothed("organisation", list, &path);
                    *cell = json!(format!("{word} {text}"));
                }
            }
        }
    }
    let organisation = serde_json::from_value(lists).expect("an organisation");
    let ags = coordinator.actor().municipality.clone();
    coordinator.must(
        Subject::Organisation(ags),
        Command::LoadOrganisation(LoadOrganisation { organisation }),
    );
}

/// Copies the database and what lies beside it.
fn keep(town: &Town, folder: &Path) {
    for entry in fs::read_dir(town.folder()).expect("the town's folder") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("a copy");
    }
}

/// Whom and what there is to be seen.
fn told(settled: &[Scene], waiting: &[Scene], canaries: &Canaries) -> Value {
    let listed = |scenes: &[Scene]| -> Value {
        let scenes = scenes.iter();
        scenes
            .map(|scene| json!({"name": scene.name, "person": scene.person, "case": scene.case}))
            .collect()
    };
    let words = canaries.iter().map(
        |(word, place)| json!({"word": word, "path": place.path, "is_clothed": place.is_clothed}),
    );
    json!({
        "settled": listed(settled),
        "waiting": listed(waiting),
        "words": words.collect::<Vec<_>>(),
        "scripts": SCRIPTS,
        "formula": FORMULA,
    })
}
