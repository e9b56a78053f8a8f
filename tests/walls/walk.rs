//! The walk: everybody sends every call, and what comes back is held against the table.

use std::collections::{BTreeMap, BTreeSet};

use harness::written::{self, Canaries, Scene};
use harness::{Answer, Client, Town, now, on_both_databases};
use serde_json::{Value, json};
use shared::calls::{Call, Visitor, each};
use shared::kernel::Role;
use shared::signin::accounts::{NewAccount, RoleDraft};

use crate::asked::{Asked, questions};

/// Who sees which kind of content of whom, by hand.
const TABLE: &str = include_str!("table.txt");

/// Who asks: the name in the table, and the account of the demo town; none: made for the walk.
const ASKING: [(&str, Option<&str>); 9] = [
    ("desk", Some("empfang")),
    ("caritas", Some("caritas")),
    ("awo", Some("awo")),
    ("deputy", Some("ki-fall")),
    ("coordinator", Some("koordination")),
    ("administrator", Some("admin")),
    ("head_of_body", Some("leitung")),
    ("steering", None),
    ("data_protection_officer", None),
];
const PASSWORD: &str = "Regen Brille Dachboden";

/// Who asked which call about which scene; none: about nobody.
type Question = (&'static str, &'static str, Option<&'static str>);

/// What was seen: by whom, of which scene, of what kind.
type Seen = BTreeSet<(String, String, String)>;

fn table() -> Seen {
    let mut seen = Seen::new();
    for line in TABLE.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let who = words.next().expect("who");
        let scene = words.next().expect("a scene");
        for class in words {
            seen.insert((who.to_owned(), scene.to_owned(), class.to_owned()));
        }
    }
    seen
}

/// Everybody who asks, signed in; and a stranger.
pub(crate) fn everybody(town: &Town) -> Vec<(&'static str, Client)> {
    let mut all: Vec<(&'static str, Client)> = ASKING
        .iter()
        .map(|(name, login)| {
            let client = match login {
                Some(login) => town.person(login),
                None => newcomer(town, name),
            };
            (*name, client)
        })
        .collect();
    all.push(("stranger", town.stranger()));
    all
}

/// Somebody with a role that the demo town has nobody for.
fn newcomer(town: &Town, role: &'static str) -> Client {
    let role_there: Role = role.parse().expect("a role");
    let new = NewAccount {
        login: role.replace('_', "-"),
        name: "Nele Beispiel".to_owned(),
        role: RoleDraft {
            role: Some(role_there),
            unit: Some("caritas".parse().expect("a unit")),
            post: None,
            valid_from: Some(now().day()),
            valid_until: None,
        },
    };
    town.newcomer(&new, PASSWORD)
}

/// Sends one call as everybody, with everything that is asked of it.
struct Walk<'w> {
    people: &'w [(&'static str, Client)],
    scenes: &'w [Scene],
    canaries: &'w Canaries,
    /// Whether commands are offered now, or everything else is asked.
    is_offering: bool,
    /// What was seen, with a call that showed it.
    seen: BTreeMap<(String, String, String), String>,
    /// Answers about a scene, and about nobody, by who asked what: whether the two can be told apart.
    answers: BTreeMap<Question, Vec<(u16, Value)>>,
    asked: usize,
}

impl Visitor for Walk<'_> {
    fn visit<C: Call>(&mut self, _: C) {
        if (C::NAME == "OfferCommands") != self.is_offering {
            return;
        }
        let Some(questions) = questions(C::NAME, self.scenes) else {
            return;
        };
        for (who, client) in self.people {
            for Asked { about, question } in &questions {
                let answer = client.send_call::<C>(question).expect("an answer");
                self.asked += 1;
                self.look(who, C::NAME, *about, question, &answer);
            }
        }
    }
}

impl Walk<'_> {
    fn look(
        &mut self,
        who: &'static str,
        call: &'static str,
        about: Option<&'static str>,
        question: &Value,
        answer: &Answer,
    ) {
        assert_ne!(answer.status, 500, "{call} as {who}: {}", answer.body);
        let headers = answer
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        let whole = headers.chain([answer.body.clone()]).collect::<Vec<_>>();
        // What somebody typed themselves is no news to them.
        let marks = &self.canaries.marks;
        let mut typed = self.canaries.found_in(&question.to_string());
        typed.extend(marks.found_in(&question.to_string()));
        let mut shown = self.canaries.found_in(&whole.join("\n"));
        // Moments are numbers in the body; whatever is text may stand in a header as well.
        shown.extend(marks.found_in(&answer.body));
        shown.extend(marks.found_in(&whole.join("\n")));
        for place in shown.into_iter().filter(|place| !typed.contains(place)) {
            let what = (who.to_owned(), place.scene.to_owned(), place.class.clone());
            self.seen
                .entry(what)
                .or_insert_with(|| format!("{call} shows {}", place.path));
        }
        let body = answer.json();
        self.answers
            .entry((who, call, about))
            .or_default()
            .push((answer.status, body));
    }
}

on_both_databases! {
    fn everybody_sees_what_the_table_says_and_nothing_else(town: &Town) {
        let mut canaries = Canaries::default();
        let mut scenes = written::scenes(town, &mut canaries);
        written::check(town, &mut scenes, &mut canaries);
        written::message(town, &mut canaries);
        assert!(canaries.count() > 100, "{} words", canaries.count());
        assert!(canaries.marks.count() > 200, "{} days and codes", canaries.marks.count());
        let people = everybody(town);
        let mut walk = Walk {
            people: &people,
            scenes: &scenes,
            canaries: &canaries,
            is_offering: false,
            seen: BTreeMap::new(),
            answers: BTreeMap::new(),
            asked: 0,
        };
        each(&mut walk);
        // Commands come last: what their authors offer again may change what is there.
        walk.is_offering = true;
        each(&mut walk);
        assert!(walk.asked > 1_000, "{} questions", walk.asked);

        let expected = table();
        let leaks: Vec<String> = walk
            .seen
            .iter()
            .filter(|(what, _)| !expected.contains(*what))
            .map(|((who, scene, class), by)| format!("{who} sees {class} of {scene}: {by}"))
            .collect();
        let missing: Vec<String> = expected
            .iter()
            .filter(|what| !walk.seen.contains_key(*what))
            .map(|(who, scene, class)| format!("{who} does not see {class} of {scene}"))
            .collect();
        assert!(
            leaks.is_empty() && missing.is_empty(),
            "seen, and not in the table:\n  {}\nin the table, and not seen:\n  {}",
            leaks.join("\n  "),
            missing.join("\n  "),
        );
        tell_nothing_apart(&walk, &expected);
    }
}

/// Who sees nothing of somebody is answered as about nobody: same status, same words.
fn tell_nothing_apart(walk: &Walk<'_>, expected: &Seen) {
    /// Calls whose question names one person or case.
    const ABOUT_ONE: [&str; 10] = [
        "ReadPerson",
        "ReadPersonCard",
        "ReadDoubles",
        "ReadSlipsOf",
        "ReadIntakes",
        "ReadCase",
        "ReadSight",
        "ReadResponsibility",
        "Propose",
        "ReadErasure",
    ];
    /// Those in which the head of a body finds its cases, without a word about anybody.
    const OF_THE_BODY: [&str; 4] = ["ReadCase", "ReadSight", "ReadResponsibility", "Propose"];
    let mut told_apart = Vec::new();
    let mut compared = 0;
    for (who, _) in walk.people {
        for scene in walk.scenes {
            let sees_any = expected
                .iter()
                .any(|(one, of, _)| one == who && *of == scene.name);
            // The coordinator sees of every case where it is, and of nobody what was written.
            if sees_any || *who == "coordinator" {
                continue;
            }
            for call in ABOUT_ONE {
                // Nor does the head of a body of its cases; what heads of others get, `core::body` shows.
                if *who == "head_of_body" && OF_THE_BODY.contains(&call) {
                    continue;
                }
                let (Some(about), Some(nobody)) = (
                    walk.answers.get(&(who, call, Some(scene.name))),
                    walk.answers.get(&(who, call, None)),
                ) else {
                    continue;
                };
                compared += 1;
                if about.first().map(masked) != nobody.first().map(masked) {
                    told_apart.push(format!(
                        "{who} {call} {}: {about:?} and {nobody:?}",
                        scene.name
                    ));
                }
            }
        }
    }
    assert!(told_apart.is_empty(), "{}", told_apart.join("\n"));
    assert!(compared > 200, "{compared} answers were compared");
}

/// An answer without what differs each time.
fn masked((status, body): &(u16, Value)) -> (u16, Value) {
    let mut body = body.clone();
    if let Some(parts) = body.as_object_mut() {
        for name in ["reference", "person"] {
            if parts.contains_key(name) {
                parts.insert(name.to_owned(), json!(null));
            }
        }
    }
    (*status, body)
}
