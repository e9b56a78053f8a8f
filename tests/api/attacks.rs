//! Attacks on every call and every field that there is, made from the shapes of the calls: texts that mean something to a
//! database, a page or a file system, and fields that nobody asked for. None fails, finds more than a harmless one, is
//! repeated as a page, or changes anything beside what was asked.

use std::collections::{BTreeMap, BTreeSet};

use harness::{Answer, Client, Hostile, Town, a_person, content, hostile_texts, on_both_databases};
use serde_json::{Value, json};
use shared::calls::{Audience, Nothing};
use shared::command::Command;
use shared::exchange::{Outcome, Refusal};
use shared::kernel::Edits;
use shared::person::EditPerson;
use shared::person::calls::{FindPersons, PersonSearch, ReadPerson, ThisPerson};
use shared::signin::accounts::{NewAccount, RoleDraft};
use shared::signin::calls::{InviteAccount, ListAccounts};

use crate::shapes::{Place, Shape, shapes};
use crate::socket::still_serves;

/// Who asks: one of each role of the demo town.
const ASKING: [&str; 5] = ["empfang", "caritas", "koordination", "admin", "dsb"];
/// Who offers commands: a case manager and the coordinator, who between them may do every one.
const OFFERING: [&str; 2] = ["caritas", "koordination"];

/// Calls that change something by what they are for. All others may change nothing, whatever they are asked.
const WRITING: [&str; 23] = [
    "OfferCommands",
    "HandIn",
    "SignIn",
    "SetUp",
    "GiveFactor",
    "ActIn",
    "Confirm",
    "ChangePassword",
    "EndSession",
    "FinishTotp",
    "FinishPasskey",
    "RemovePasskey",
    "ReadInvitation",
    "AcceptInvitation",
    "InviteAccount",
    "InviteAgain",
    "GrantRole",
    "EndRole",
    "CloseAccount",
    "OpenAccount",
    "LoseDevice",
    "EnrolDevice",
    "SendMessage",
];
/// What a read changes: that somebody is there, and the lines about it in the log of reads.
const KEPT_OF_A_READ: [&str; 2] = ["signin_session", "read_"];

/// Fields with which somebody would become, or own, more than they are.
const MORE: [&str; 20] = [
    "id",
    "actor",
    "account",
    "author",
    "role",
    "roles",
    "is_admin",
    "municipality",
    "unit",
    "post",
    "approved",
    "confirmed_by",
    "state",
    "sequence",
    "created_at",
    "received_at",
    "password",
    "subject",
    "__proto__",
    "constructor",
];

/// How many of the texts a place meets where only an id, a day, a code or a choice may stand: all are read by the same few
/// lines, and all texts come up in turn.
const IN_TURN: usize = 4;

/// Everybody who asks, signed in; and a stranger, who comes last.
fn everybody(town: &Town) -> Vec<(&'static str, Client)> {
    let mut all: Vec<_> = ASKING
        .map(|login| (login, town.person(login)))
        .into_iter()
        .collect();
    all.push(("stranger", town.stranger()));
    all
}

fn ask(client: &Client, shape: &Shape, question: &Value) -> Answer {
    let answer = client.send_question(shape.verb, shape.path, question);
    answer.unwrap_or_else(|error| panic!("{} says nothing: {error}", shape.name))
}

/// Whether somebody is let in as far as the question.
fn is_heard(who: &str, client: &Client, shape: &Shape) -> bool {
    match shape.name {
        "OfferCommands" => OFFERING.contains(&who),
        _ if shape.audience == Audience::Public => who == "stranger",
        _ => ![401, 403].contains(&ask(client, shape, &shape.least()).status),
    }
}

/// How many entries an answer holds, in all of its lists.
fn entries(answer: &Answer) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::Array(items) => items.len() + items.iter().map(of).sum::<usize>(),
            Value::Object(fields) => fields.values().map(of).sum(),
            _ => 0,
        }
    }
    if answer.status == 200 {
        of(&answer.json())
    } else {
        0
    }
}

/// How much is found by the letters and digits of a text alone, which mean nothing to anybody but a reader.
fn harmless_entries(client: &Client, shape: &Shape, place: &Place, text: &str) -> usize {
    let [joined, apart] = ["", " "].map(|between| {
        let letters = text.replace(|one: char| !one.is_alphanumeric(), between);
        entries(&ask(client, shape, &place.with(&letters)))
    });
    joined.max(apart)
}

/// Why an answer to a hostile text is not as it has to be.
fn wrong(answer: &Answer, texts: &[Hostile]) -> Option<String> {
    if !(200..500).contains(&answer.status) {
        return Some(format!("{} {}", answer.status, answer.body));
    }
    for (name, value) in [
        ("content-type", "application/json"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ] {
        if answer.header(name) != Some(value) {
            return Some(format!("{name}: {:?}", answer.header(name)));
        }
    }
    for name in ["location", "set-cookie"] {
        if let Some(value) = answer.header(name) {
            return Some(format!("{name}: {value}"));
        }
    }
    // A problem names fields and codes, and repeats nothing.
    let repeats = |(_, text): &&Hostile| {
        let written = json!(text).to_string();
        let written = written.trim_matches('"');
        written.len() > 4 && (answer.body.contains(written) || answer.body.contains(text.as_str()))
    };
    if answer.status != 200
        && let Some((about, _)) = texts.iter().find(repeats)
    {
        return Some(format!("repeats {about}: {}", answer.body));
    }
    None
}

/// Tries hostile texts in every place of the calls that are asked for.
struct Tries {
    texts: Vec<Hostile>,
    turn: usize,
    asked: usize,
    wrong: Vec<String>,
}

impl Tries {
    fn new() -> Self {
        Self {
            texts: hostile_texts(),
            turn: 0,
            asked: 0,
            wrong: Vec::new(),
        }
    }

    fn on(&mut self, people: &[(&'static str, Client)], is_wanted: impl Fn(&Shape) -> bool) {
        for shape in shapes().iter().filter(|shape| is_wanted(shape)) {
            let places = shape.strings();
            // What cannot be asked anything is not asked: some of it ends sessions.
            if places.is_empty() {
                continue;
            }
            let heard = people
                .iter()
                .filter(|(who, client)| is_heard(who, client, shape));
            for (who, client) in heard {
                for place in &places {
                    self.at(who, client, shape, place);
                }
            }
        }
    }

    fn at(&mut self, who: &str, client: &Client, shape: &Shape, place: &Place) {
        // The same envelopes as in an offer, behind a signature that nobody here can make.
        if shape.name == "HandIn" && place.path.starts_with("envelopes.") {
            return;
        }
        for (texts, question) in self.questions(shape, place) {
            let answer = ask(client, shape, &question);
            self.asked += 1;
            let mut found = wrong(&answer, &texts);
            if let ([(_, text)], true, None) = (texts.as_slice(), place.is_free, &found) {
                let many = entries(&answer);
                if many > 0 && many > harmless_entries(client, shape, place, text) {
                    found = Some(format!("finds more: {}", answer.body));
                }
            }
            if let Some(found) = found {
                let about: Vec<_> = texts.iter().map(|(about, _)| *about).collect();
                let found: String = found.chars().take(300).collect();
                let at = format!("{} as {who}, {}", shape.name, place.path);
                self.wrong
                    .push(format!("{at}, {}: {found}", about.join(", ")));
            }
        }
    }

    /// The questions with which a place is tried. Envelopes come together, each in a group of its own.
    fn questions(&mut self, shape: &Shape, place: &Place) -> Vec<(Vec<Hostile>, Value)> {
        if !place.is_free {
            let from = self.turn;
            self.turn += IN_TURN;
            let texts = self.texts.iter().cycle().skip(from % self.texts.len());
            return texts
                .take(IN_TURN)
                .map(|one| (vec![one.clone()], place.with(&one.1)))
                .collect();
        }
        if shape.name == "OfferCommands" {
            let groups = |one: &Hostile| place.with(&one.1)["groups"][0].clone();
            let groups: Vec<Value> = self.texts.iter().map(groups).collect();
            return vec![(self.texts.clone(), json!({ "groups": groups }))];
        }
        self.texts
            .iter()
            .map(|one| (vec![one.clone()], place.with(&one.1)))
            .collect()
    }

    fn none_is_wrong(&self) {
        let some: Vec<_> = self.wrong.iter().take(40).cloned().collect();
        assert!(
            some.is_empty(),
            "{} of {}:\n{}",
            self.wrong.len(),
            self.asked,
            some.join("\n")
        );
    }
}

/// Everything that a read must not change.
fn unchanged(town: &Town) -> BTreeMap<String, Vec<String>> {
    let mut all = content(town);
    all.retain(|table, _| !KEPT_OF_A_READ.iter().any(|kept| table.starts_with(kept)));
    all
}

/// Whether the product still does its work after all that, for those who were in.
fn still_works(town: &Town, people: &[(&'static str, Client)]) {
    still_serves(town);
    for (who, client) in people.iter().filter(|(who, _)| *who != "stranger") {
        assert!(client.is_signed_in(), "{who} is out");
    }
    let (_, desk) = &people[0];
    let somebody = a_person().recorded_by(desk);
    let text = somebody.draft.family_name.clone();
    let found = desk.ask(FindPersons, &PersonSearch { text });
    assert_eq!(found.expect("an answer").hits.len(), 1);
    town.stop();
    town.check();
}

on_both_databases! {
    fn no_text_in_any_place_of_a_read_finds_more_or_changes_anything(town: &Town) {
        let people = everybody(town);
        let before = unchanged(town);
        assert!(before["signin_account"].len() > 5);
        let mut tries = Tries::new();
        tries.on(&people, |shape| !WRITING.contains(&shape.name));
        tries.none_is_wrong();
        assert!(tries.asked > 500, "{} questions", tries.asked);
        let after = unchanged(town);
        let changed: Vec<_> = before.keys().filter(|table| before[*table] != after[*table]).collect();
        assert!(changed.is_empty(), "changed by reading: {changed:?}");
        still_works(town, &people);
    }

    fn no_text_in_any_place_of_a_write_is_more_than_a_text(town: &Town) {
        let people = everybody(town);
        let mut tries = Tries::new();
        tries.on(&people, |shape| WRITING.contains(&shape.name));
        tries.none_is_wrong();
        assert!(tries.asked > 1_500, "{} questions", tries.asked);
        let known: BTreeSet<_> = shapes().iter().map(|shape| shape.name).collect();
        assert!(WRITING.iter().all(|name| known.contains(name)), "a call that is named and not there");
        still_works(town, &people);
    }

    /// Every name that a database would read as a statement is tried before the network has tried too much.
    fn no_name_at_the_door_is_more_than_a_name(town: &Town) {
        for (about, text) in hostile_texts() {
            let refused = town.stranger().sign_in(&text, "' OR 1=1 --").expect_err(about);
            assert!([401, 422].contains(&refused.status), "{about}: {refused:?}");
        }
        assert!(town.case_manager().is_signed_in());
    }

    fn what_is_taken_is_stored_letter_by_letter(town: &Town) {
        let admin = town.administrator();
        let before = admin.ask(ListAccounts, &Nothing {}).expect("the accounts").accounts.len();
        let mut taken = BTreeSet::new();
        for (at, (_, name)) in hostile_texts().into_iter().enumerate() {
            let role: RoleDraft = serde_json::from_value(json!({
                "role": "reception", "unit": "service-point", "post": null,
                "valid_from": harness::now().day(), "valid_until": null,
            })).expect("a role");
            let new = NewAccount { login: format!("name-{at}"), name: name.clone(), role };
            match admin.ask(InviteAccount, &new) {
                Ok(_) => { taken.insert(name.trim().to_owned()); }
                Err(refused) => assert_eq!(refused.status, 422, "{name:.40}: {refused:?}"),
            }
        }
        assert!(taken.len() > 25, "{} names", taken.len());
        let listed = admin.ask(ListAccounts, &Nothing {}).expect("the accounts").accounts;
        assert_eq!(listed.len(), before + taken.len());
        let listed: BTreeSet<_> = listed.into_iter().map(|line| line.name).collect();
        assert!(taken.is_subset(&listed), "{:?}", taken.difference(&listed));
        town.stop();
        town.check();
    }

    fn a_field_that_nobody_asked_for_is_refused_in_every_object_of_every_question(town: &Town) {
        let (inside, outside) = (town.coordinator(), town.stranger());
        let (mut wrong, mut asked) = (Vec::new(), 0);
        for shape in shapes() {
            let client = if shape.audience == Audience::Public { &outside } else { &inside };
            for place in shape.objects() {
                for name in MORE {
                    let Some(question) = place.with_field(name, &json!("administrator")) else {
                        continue;
                    };
                    let answer = ask(client, &shape, &question);
                    asked += 1;
                    if answer.status != 422 || answer.json()["problem"] != "fields" {
                        let at = format!("{}, {} with {name}", shape.name, place.path);
                        wrong.push(format!("{at}: {} {}", answer.status, answer.body));
                    }
                }
            }
        }
        let some: Vec<_> = wrong.iter().take(40).collect();
        assert!(wrong.is_empty(), "{} of {asked}: {some:#?}", wrong.len());
        assert!(asked > 1_500, "{asked} questions");
        assert!(inside.is_signed_in());
    }

    fn an_edit_of_what_no_form_holds_changes_nothing(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let this = ThisPerson { person: somebody.id };
        let before = desk.ask(ReadPerson, &this).expect("the record");
        for name in MORE.iter().copied().chain(["address.id", "", ".", "household.x.id", "given_name.x"]) {
            let edits: Edits = serde_json::from_value(json!({
                name: {"saw": null, "wrote": "administrator"},
                "given_name": {"saw": somebody.draft.given_name, "wrote": "Berta"},
            })).expect("edits");
            let outcome = desk.command(somebody.subject(), Command::EditPerson(EditPerson { edits }));
            let outcome = outcome.unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
            let is_refused = matches!(&outcome, Outcome::Refused { because: Refusal::Fields, .. });
            assert!(is_refused, "{name}: {outcome:?}");
        }
        let mut after = desk.ask(ReadPerson, &this).expect("the record");
        after.sequence = before.sequence;
        assert_eq!(after, before, "not even the field that was right");
    }
}
