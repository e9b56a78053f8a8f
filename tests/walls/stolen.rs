//! Whoever steals the files: the database with its log of writes, the read log, a dump, a copy. In every field in which a
//! command carries a text stands a word of its own, and none of them is found in any file, however it might be written there.
//! What may be found is listed by hand and must be found, so that the search is known to work.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command as Program;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use harness::written::{self, Canaries, SIGN, bare, is_text};
use harness::{Database, Town, now, on_both_databases, postgres_programs};
use schemars::schema_for;
use serde_json::Value;
use shared::command::Command;
use shared::kernel::Role;
use shared::signin::accounts::{NewAccount, RoleDraft};
use shared::signin::calls::InviteAccount;

/// Texts of commands in which no word was sent, and why.
const WITHOUT: [(&str, &str); 7] = [
    ("record_person.draft.address.post_code", "five digits"),
    (
        "record_person.draft.address.town",
        "decides whether somebody lives here",
    ),
    (
        "record_person.draft.address.place",
        "decides where; a later edit has a word there",
    ),
    (
        "start_intake.draft.information_sheet",
        "a version of the sheet",
    ),
    (
        "start_intake.draft.other_case_management_at",
        "only where another case management goes before ours",
    ),
    (
        "load_organisation.",
        "the town and those who work there, in the clear",
    ),
    (
        "receive_message.",
        "sent by the contact form's own call, with words",
    ),
];

/// What stands in the clear, as `docs/security.md` lists it: those who work there.
const IN_THE_CLEAR: [&str; 2] = ["offenkundiglogin", "offenkundigname"];

/// The ways in which the beginning of a word may stand in a file. Letters count alike, large and small, except in base64.
fn spellings(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let hex = |bytes: &[u8]| -> Vec<u8> {
        bytes
            .iter()
            .flat_map(|byte| format!("{byte:02x}").into_bytes())
            .collect()
    };
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let capital = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
    let mut all = vec![
        ("text", word.as_bytes().to_vec()),
        ("two bytes a letter", wide),
        ("hexadecimal", hex(word.as_bytes())),
        ("hexadecimal, capital", hex(capital.as_bytes())),
        (
            "escaped",
            word.bytes()
                .flat_map(|byte| format!("\\u{byte:04x}").into_bytes())
                .collect(),
        ),
    ];
    for spelling in [word, &capital, &word.to_uppercase()] {
        for before in 0..3 {
            // What lies before and after the word decides over the letters at both ends.
            let filled = [&vec![b' '; before][..], spelling.as_bytes()].concat();
            let encoded = STANDARD_NO_PAD.encode(&filled);
            let first = (before * 8).div_ceil(6);
            let last = filled.len() * 8 / 6;
            all.push(("base64", encoded.as_bytes()[first..last].to_vec()));
        }
    }
    all
}

/// What of this word stands in the bytes.
fn found(word: &str, bytes: &[u8]) -> Vec<String> {
    let small = bytes.to_ascii_lowercase();
    let mut found = Vec::new();
    for (how, spelling) in spellings(word) {
        let within = if how == "base64" { bytes } else { &small };
        let mut places = within.windows(spelling.len()).enumerate();
        if let Some((at, _)) = places.find(|(_, window)| *window == spelling) {
            let around = &bytes[at.saturating_sub(40)..bytes.len().min(at + 60)];
            found.push(format!("{how} at {at}: {}", around.escape_ascii()));
        }
    }
    found
}

/// Those who work there, and their devices.
fn write_in_the_clear(town: &Town) {
    let [login, name] = IN_THE_CLEAR.map(str::to_owned);
    let role = RoleDraft {
        role: Some(Role::Reception),
        unit: Some("service-point".parse().expect("a unit")),
        post: None,
        valid_from: Some(now().day()),
        valid_until: None,
    };
    town.administrator()
        .ask(InviteAccount, &NewAccount { login, name, role })
        .expect("an invitation");
}

/// Where a command may carry a text: its name and the path. Entries of a list by id are one path.
fn texts(root: &Value, schema: &Value, path: &str, into: &mut BTreeSet<String>) {
    let schema = bare(root, schema);
    if is_text(schema) {
        into.insert(path.to_owned());
    }
    let of = |name: &str| format!("{path}.{name}");
    for (name, part) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        texts(root, part, &of(name), into);
    }
    for shape in schema
        .get("oneOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        texts(root, shape, path, into);
    }
    for by_id in ["additionalProperties", "items"] {
        if let Some(inner) = schema.get(by_id).filter(|inner| inner.is_object()) {
            texts(root, inner, &of("*"), into);
        }
    }
    for inner in schema
        .get("patternProperties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        texts(root, inner.1, &of("*"), into);
    }
}

/// All of them, from the type.
fn all_texts() -> BTreeSet<String> {
    let root = schema_for!(Command).to_value();
    let mut all = BTreeSet::new();
    for command in root["oneOf"].as_array().expect("the commands") {
        let properties = &command["properties"];
        let name = properties["do"]["const"].as_str().expect("a name");
        texts(&root, &properties["with"], name, &mut all);
    }
    all
}

/// Those that were sent with a word.
fn with_a_word(sent: &Value, path: &str, into: &mut BTreeSet<String>) {
    match sent {
        Value::String(text) if text.to_lowercase().contains(SIGN) || text.starts_with("0214 7") => {
            into.insert(path.to_owned());
        }
        Value::Object(parts) => {
            for (name, part) in parts {
                // A person's household and languages are lists by id.
                let is_entry = path.ends_with(".household") || path.ends_with(".languages");
                let name = if is_entry { "*" } else { name.as_str() };
                with_a_word(part, &format!("{path}.{name}"), into);
            }
        }
        Value::Array(parts) => {
            for part in parts {
                with_a_word(part, &format!("{path}.*"), into);
            }
        }
        _ => {}
    }
}

/// Every file that somebody could steal, the key file left out.
fn files(town: &Town) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(town.folder()).expect("the folder").flatten();
    let files =
        entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with("town.key"));
    let mut all: Vec<_> = files
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a file"))
        })
        .collect();
    if town.database() == Database::Postgres {
        let dump = postgres_programs()
            .expect("PostgreSQL's programs")
            .join("pg_dump");
        let dumped = Program::new(dump)
            .arg("--dbname")
            .arg(town.database_url())
            .output()
            .expect("pg_dump");
        assert!(
            dumped.status.success(),
            "{}",
            String::from_utf8_lossy(&dumped.stderr)
        );
        all.push(("dump.sql".to_owned(), dumped.stdout));
    }
    all.push(("the server's log".to_owned(), town.log().into_bytes()));
    all
}

on_both_databases! {
    fn no_word_about_a_client_stands_in_any_file(town: &Town) {
        let mut canaries = Canaries::default();
        let mut scenes = written::scenes(town, &mut canaries);
        written::check(town, &mut scenes, &mut canaries);
        let mut sent = written::the_rest(town, &scenes, &mut canaries);
        sent.extend(scenes.iter().flat_map(|scene| &scene.envelopes).map(|sent| sent["command"].clone()));
        write_in_the_clear(town);
        assert!(canaries.count() > 200, "{}", canaries.count());

        let mut written = BTreeSet::new();
        for command in &sent {
            with_a_word(&command["with"], command["do"].as_str().expect("a name"), &mut written);
        }
        let texts = all_texts();
        for (path, reason) in WITHOUT {
            assert!(texts.iter().any(|text| text.starts_with(path)), "{path} ({reason}) is no text");
        }
        let is_listed = |text: &str| WITHOUT.iter().any(|(path, _)| text.starts_with(path));
        let without: Vec<_> = texts.difference(&written).filter(|text| !is_listed(text)).collect();
        assert!(without.is_empty(), "texts into which no word was put: {without:?}");

        let copied = town.run(&["backup", "copy"]);
        assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
        // While it runs, with its log of writes; and when it has ended.
        let mut all = files(town);
        town.stop();
        all.extend(files(town));
        let expected: &[&str] = match town.database() {
            Database::Sqlite => &["town.sqlite", "town.sqlite-wal", "town.reads.sqlite", "town.reads.sqlite-wal", "copy"],
            Database::Postgres => &["dump.sql", "copy"],
        };
        for name in expected {
            assert!(all.iter().any(|(own, bytes)| own == name && !bytes.is_empty()), "{name} was looked at");
        }
        let mut hits = Vec::new();
        for (name, bytes) in &all {
            for word in [SIGN, "0214 7"] {
                hits.extend(found(word, bytes).into_iter().map(|hit| format!("{name}: {hit}")));
            }
        }
        assert!(hits.is_empty(), "{}", hits.join("\n"));

        // Who looks for what is in the clear finds it, so that nothing found means something.
        let holds = |name: &str| -> Vec<&Vec<u8>> {
            all.iter().filter(|(own, _)| own == name).map(|(_, bytes)| bytes).collect()
        };
        let database = match town.database() {
            Database::Sqlite => ["town.sqlite", "town.sqlite-wal"].map(&holds).concat(),
            Database::Postgres => holds("dump.sql"),
        };
        let copy = holds("copy");
        assert!(copy.iter().all(|bytes| bytes.len() > 100_000));
        for word in IN_THE_CLEAR {
            assert!(database.iter().any(|bytes| !found(word, bytes).is_empty()), "{word}");
            assert!(copy.iter().all(|bytes| found(word, bytes).is_empty()), "{word} in a copy");
        }
    }
}

#[test]
fn a_word_is_found_however_it_is_written() {
    let word = "kanari";
    let hex: String = "Kanariab"
        .bytes()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let wide: Vec<u8> = "KANARIab"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut ways = vec![b"xx KaNaRiab".to_vec(), hex.into_bytes(), wide];
    for before in ["", "a", "ab", "abc"] {
        for spelling in ["kanariab", "Kanariab", "KANARIAB"] {
            ways.push(
                STANDARD_NO_PAD
                    .encode(format!("{before}{spelling} und"))
                    .into_bytes(),
            );
        }
    }
    for way in ways {
        assert!(!found(word, &way).is_empty(), "{}", way.escape_ascii());
    }
    assert_eq!(
        found(word, b"Kanarek, a2FuYXI, 6b616e6172"),
        Vec::<String>::new()
    );
}
