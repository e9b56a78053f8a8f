//! Whoever steals the files: the database with its log of writes, the read log, a dump, a copy. In every field in which a
//! command carries a text stands a word of its own, and none of them is found in any file, however it might be written there.
//! What may be found is listed by hand and must be found, so that the search is known to work.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command as Program;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use harness::{
    Client, Database, Town, envelope, now, on_both_databases, postgres_programs, random,
};
use schemars::schema_for;
use serde_json::{Value, json};
use shared::command::Command;
use shared::contact::MessageDraft;
use shared::contact::calls::SendMessage;
use shared::exchange::{Outcome, Subject};
use shared::intake::IntakeDraft;
use shared::kernel::{CaseId, ConsentId, IntakeId, LinkId, MessageId, NoteId, PersonId, Role};
use shared::signin::accounts::{NewAccount, RoleDraft};
use shared::signin::calls::InviteAccount;

use crate::canaries::{Canaries, SIGN, bare, is_text};
use crate::scenes::{self, Scene};

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

/// Sends commands and keeps what was sent.
struct Writer {
    sent: Vec<Value>,
}

impl Writer {
    fn does(
        &mut self,
        client: &Client,
        subject: &Subject,
        command: Value,
        expected: fn(&Outcome) -> bool,
    ) {
        let read: Command = serde_json::from_value(command.clone()).expect("a command");
        let answered = client
            .offer_one(&envelope(subject.clone(), read))
            .expect("an outcome");
        assert!(
            expected(&answered.answer),
            "{command}: {:?}",
            answered.answer
        );
        self.sent.push(command);
    }
}

fn applied(outcome: &Outcome) -> bool {
    *outcome == Outcome::Applied
}

fn scene<'s>(scenes: &'s [Scene], name: &str) -> (&'s Scene, Subject) {
    let scene = scenes
        .iter()
        .find(|scene| scene.name == name)
        .expect("a scene");
    (scene, Subject::Person(scene.person))
}

/// Everything with a text that the scenes do not write.
fn write_the_rest(town: &Town, scenes: &[Scene], canaries: &mut Canaries) -> Vec<Value> {
    let mut writer = Writer { sent: Vec::new() };
    let mut word = |at: &str| canaries.word("stolen", "stolen", at);
    let (caritas, coordinator, awo) = (
        town.case_manager(),
        town.coordinator(),
        town.other_case_manager(),
    );
    let today = now().day();
    let ((one, person), (other, _)) = (scene(scenes, "case"), scene(scenes, "hidden"));
    let case = one.case.expect("a case");

    // The same field, written by two who saw the same: both stay.
    for answer in [applied as fn(&Outcome) -> bool, |outcome| {
        matches!(outcome, Outcome::Conflict { .. })
    }] {
        let edit = json!({"called": {"saw": one_called(one), "wrote": word("edit_person.called")}});
        writer.does(
            &caritas,
            &person,
            json!({"do": "edit_person", "with": {"edits": edit}}),
            answer,
        );
    }
    let apart = json!({"other": other.person, "reason": word("tell_persons_apart.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "tell_persons_apart", "with": apart}),
        applied,
    );
    let link = LinkId::born(now(), random());
    let linked =
        json!({"link": link, "other": other.person, "reason": word("link_persons.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "link_persons", "with": linked}),
        applied,
    );
    let unlinked = json!({"link": link, "reason": word("unlink_persons.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "unlink_persons", "with": unlinked}),
        applied,
    );
    let consent = json!({
        "consent": ConsentId::born(now(), random()), "kind": "case_management", "answer": "given", "language": "ara",
        "explained": "interpreter", "answered_on": today, "text_version": word("record_consent.text_version"),
        "interpreter": word("record_consent.interpreter"),
    });
    writer.does(
        &caritas,
        &person,
        json!({"do": "record_consent", "with": consent}),
        applied,
    );
    let none =
        json!({"kind": "none_because", "reason": word("set_next_date.reason"), "review_on": today});
    writer.does(
        &caritas,
        &person,
        json!({"do": "set_next_date", "with": {"case": case, "next": none}}),
        applied,
    );

    // Moved to a district of others, and kept.
    let moved = json!({
        "address.locality": {"saw": "opladen", "wrote": "schlebusch"},
        "address.place": {"saw": "Opladen", "wrote": word("edit_person.place")},
    });
    writer.does(
        &caritas,
        &person,
        json!({"do": "edit_person", "with": {"edits": moved}}),
        applied,
    );
    let kept = json!({"case": case, "reason": word("keep_post.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "keep_post", "with": kept}),
        applied,
    );

    // What is answered to a file opened in an emergency, and to an inquiry.
    let sent = |scene: &Scene, name: &str| {
        let mut all = scene.envelopes.iter();
        let found = all.find(|sent| sent["command"]["do"] == name);
        found.expect("an envelope").clone()
    };
    let (opened, subject) = scene(scenes, "opened");
    let note = word("answer_emergency.note");
    let questioned = json!({
        "emergency": sent(opened, "open_in_emergency")["command"]["with"]["emergency"], "verdict": "questioned", "note": note,
    });
    writer.does(
        &caritas,
        &subject,
        json!({"do": "answer_emergency", "with": questioned}),
        applied,
    );
    let (asked, _) = scene(scenes, "asked");
    let note = word("answer_inquiry.note");
    let known = json!({"person": asked.person, "answer": "known", "note": note});
    let inquiry: Subject =
        serde_json::from_value(sent(asked, "send_inquiry")["subject"].clone()).expect("a subject");
    writer.does(
        &caritas,
        &inquiry,
        json!({"do": "answer_inquiry", "with": known}),
        applied,
    );

    // Asked to be erased, and declined.
    let (stays, subject) = scene(scenes, "hidden");
    let asked = sent(stays, "ask_erasure");
    let reason = word("decline_erasure.reason");
    let declined = json!({"erasure": asked["command"]["with"]["erasure"], "reason": reason});
    writer.does(
        &coordinator,
        &subject,
        json!({"do": "decline_erasure", "with": declined}),
        applied,
    );

    // A note that came when the case had gone: held, and declined.
    let (gone, subject) = scene(scenes, "handed_over");
    let text = word("add_note.held");
    let note = json!({
        "note": NoteId::born(now(), random()), "case": gone.case,
        "draft": {"occurred_on": today, "contact": "HAUSBESUCH", "minutes": 5, "fields_of_action": ["H01"], "is_confidential": false, "text": text},
    });
    let note: Command =
        serde_json::from_value(json!({"do": "add_note", "with": note})).expect("a note");
    let late = envelope(subject.clone(), note);
    assert_eq!(
        caritas.offer_one(&late).expect("an outcome").answer,
        Outcome::Held
    );
    let declined = json!({"held": late.id, "answer": {"kind": "decline", "reason": word("settle_held.reason")}});
    writer.does(
        &awo,
        &subject,
        json!({"do": "settle_held", "with": declined}),
        applied,
    );

    // What becomes of intakes, with its reason: referred and taken back, counselled; refused and granted by exception.
    let (pending, subject) = scene(scenes, "intake");
    let intake = pending
        .envelopes
        .iter()
        .find_map(|sent| sent["command"]["with"]["intake"].as_str())
        .expect("an intake");
    let desk = town.reception();
    let corrected = json!({"urgency_reason": {"saw": null, "wrote": word("edit_intake")}});
    let edited = json!({"intake": intake, "edits": corrected});
    writer.does(
        &desk,
        &subject,
        json!({"do": "edit_intake", "with": edited}),
        |outcome| matches!(outcome, Outcome::Applied | Outcome::Conflict { .. }),
    );
    writer.does(
        &desk,
        &subject,
        json!({"do": "complete_intake", "with": {"intake": intake}}),
        applied,
    );
    for decision in [
        json!({"kind": "refer", "office": "jobcenter", "reason": word("decide_intake.refer")}),
        json!({"kind": "take_back"}),
        json!({"kind": "counselled", "reason": word("decide_intake.counselled")}),
    ] {
        let decided = json!({"intake": intake, "decision": decision});
        writer.does(
            &desk,
            &subject,
            json!({"do": "decide_intake", "with": decided}),
            applied,
        );
    }
    let (subject, intake) = outside(&mut writer, &caritas, canaries);
    let mut word = |at: &str| canaries.word("stolen", "stolen", at);
    let exception = CaseId::born(now(), random());
    for (by, decision) in [
        (
            &caritas,
            json!({"kind": "ask_exception", "reason": word("decide_intake.ask")}),
        ),
        (
            &coordinator,
            json!({"kind": "refuse_exception", "reason": word("decide_intake.refuse")}),
        ),
        (&coordinator, json!({"kind": "take_back_refusal"})),
        (
            &coordinator,
            json!({"kind": "admit_by_exception", "case": exception, "reason": word("decide_intake.admit")}),
        ),
    ] {
        let decided = json!({"intake": intake, "decision": decision});
        writer.does(
            by,
            &subject,
            json!({"do": "decide_intake", "with": decided}),
            applied,
        );
    }

    let message = MessageId::born(now(), random());
    let draft = canaries.fill::<MessageDraft>("stolen", json!({"topic": "barrier"}), |_| "message");
    let sent = town
        .stranger()
        .send_call::<SendMessage>(&json!({"message": message, "draft": draft}));
    assert_eq!(sent.expect("an answer").status, 200);
    let answer = json!({"note": canaries.word("stolen", "stolen", "answer_message.note")});
    writer.does(
        &coordinator,
        &Subject::Message(message),
        json!({"do": "answer_message", "with": answer}),
        applied,
    );
    writer.sent
}

/// What was recorded as the name somebody is called by.
fn one_called(scene: &Scene) -> &Value {
    let recorded = scene
        .envelopes
        .iter()
        .find(|sent| sent["command"]["do"] == "record_person");
    &recorded.expect("a record")["command"]["with"]["draft"]["called"]
}

/// Somebody whom the rule does not admit, with an intake that is complete.
fn outside(writer: &mut Writer, by: &Client, canaries: &mut Canaries) -> (Subject, IntakeId) {
    let subject = Subject::Person(PersonId::born(now(), random()));
    let intake = IntakeId::born(now(), random());
    let draft = json!({
        "family_name": canaries.word("stolen", "stolen", "family_name"), "given_name": canaries.word("stolen", "stolen", "given_name"),
        "born": {"precision": "year", "year": 1990}, "entered_germany": {"precision": "year", "year": 2008},
        "languages": {"som": {}}, "address": {"place": "Opladen", "locality": "opladen"},
    });
    writer.does(
        by,
        &subject,
        json!({"do": "record_person", "with": {"draft": draft}}),
        applied,
    );
    let consent = json!({
        "consent": ConsentId::born(now(), random()), "kind": "case_management", "answer": "given", "text_version": "2026-1",
        "language": "som", "explained": "spoken", "answered_on": now().day(),
    });
    writer.does(
        by,
        &subject,
        json!({"do": "record_consent", "with": consent}),
        applied,
    );
    let form = json!({"requested_on": now().day(), "urgency": "D3"});
    let mut form = canaries.fill::<IntakeDraft>("stolen", form, |_| "intake");
    for code in ["information_sheet", "other_case_management_at"] {
        form[code] = json!("");
    }
    let start = json!({"intake": intake, "draft": form});
    writer.does(
        by,
        &subject,
        json!({"do": "start_intake", "with": start}),
        applied,
    );
    writer.does(
        by,
        &subject,
        json!({"do": "complete_intake", "with": {"intake": intake}}),
        applied,
    );
    (subject, intake)
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
        let scenes = scenes::set(town, &mut canaries);
        let mut sent = write_the_rest(town, &scenes, &mut canaries);
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
