//! Numbers that tell: one person more, of another unit and not to be found, with everything that can be written about somebody.
//! Whoever may not see them is answered as before, to the letter: lists, numbers, lengths, headers. Who may see that there is
//! one more stands below, by hand.

use std::collections::{BTreeMap, BTreeSet};

use harness::written::{self, Canaries, Scene};
use harness::{Answer, Client, on_both_databases};
use serde_json::{Value, json};
use shared::calls::{Call, Visitor, each};

use crate::asked::questions;
use crate::walk::everybody;

/// Reads that are about nobody, and must not tell of anybody either; asked without anything.
const ALSO: [&str; 6] = [
    "ReadReports",
    "ReadOrganisation",
    "ReadOrganisationStanding",
    "ReadProvider",
    "ListReaders",
    "WhoAmI",
];

/// Parts of an answer that differ each time, and why.
const EACH_TIME: [(&str, &str); 4] = [
    (
        "reference",
        "the number under which a refused request stands in the server's own log; random",
    ),
    ("made_at", "when it was answered"),
    ("server_time", "when it was answered"),
    ("idle_until", "moves on with every request"),
];

/// Headers that differ each time, and why.
const HEADERS_EACH_TIME: [(&str, &str); 2] = [
    ("date", "when it was answered"),
    ("x-request-id", "random, for the server's own log"),
];

/// Calls that answer with what was read or asked since: the walk itself. What they say is another walk's matter.
const OF_THE_WALK: [(&str, &str); 4] = [
    (
        "ExportReadings",
        "the log of reads, which the walk itself fills",
    ),
    ("ListAnomalies", "the same"),
    ("ReadWhoRead", "the same"),
    ("SearchReadings", "the same"),
];

/// Who is told that there is one more, by which call, and why.
const TOLD: [(&str, &str, &str); 11] = [
    ("caritas", "FindPersons", MAYBE_KNOWN),
    ("deputy", "FindPersons", MAYBE_KNOWN),
    ("caritas", "ReadDoubleNotices", MAYBE_KNOWN),
    ("caritas", "ReadDoubles", MAYBE_KNOWN),
    ("desk", "ReadDoubleNotices", MAYBE_KNOWN),
    ("desk", "ReadDoubles", MAYBE_KNOWN),
    ("coordinator", "FindCases", LOAD),
    ("coordinator", "Propose", LOAD),
    ("desk", "Propose", LOAD),
    (
        "coordinator",
        "ListErasures",
        "one request more to decide, without a name",
    ),
    (
        "data_protection_officer",
        "ReadWritings",
        "the log of writes, which holds no content",
    ),
];
const MAYBE_KNOWN: &str =
    "whoever knows the day of birth is told to ask, and neither whom nor where";
const LOAD: &str = "how many cases each post carries decides who gets the next one";

/// What was answered to whom, by call and question: status, headers and body.
type Answers = BTreeMap<(&'static str, &'static str, String), String>;

/// What is asked by each call, the same in every round: an id that never was is one id.
type Questions = BTreeMap<&'static str, Vec<Value>>;

struct Asking<'a> {
    people: &'a [(&'static str, Client)],
    scenes: &'a [Scene],
    questions: &'a mut Questions,
    answers: Answers,
}

impl Visitor for Asking<'_> {
    fn visit<C: Call>(&mut self, _: C) {
        if C::NAME == "OfferCommands" {
            return;
        }
        let asked = self.questions.entry(C::NAME).or_insert_with(|| {
            let asked = questions(C::NAME, self.scenes).into_iter().flatten();
            let mut asked: Vec<Value> = asked.map(|asked| asked.question).collect();
            if ALSO.contains(&C::NAME) {
                asked.push(json!({}));
            }
            asked
        });
        for (who, client) in self.people {
            for question in asked.iter() {
                let answer = client.send_call::<C>(question).expect("an answer");
                let key = (*who, C::NAME, question.to_string());
                self.answers.insert(key, told(&answer));
            }
        }
    }
}

/// An answer without what differs each time.
fn told(answer: &Answer) -> String {
    let is_each_time = |name: &str| HEADERS_EACH_TIME.iter().any(|(own, _)| *own == name);
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !is_each_time(name))
        .collect();
    headers.sort();
    let body = match serde_json::from_str::<Value>(&answer.body) {
        Ok(Value::Object(mut parts)) => {
            for (name, _) in EACH_TIME {
                if let Some(part) = parts.get_mut(name) {
                    *part = json!("");
                }
            }
            Value::Object(parts).to_string()
        }
        _ => answer.body.clone(),
    };
    format!("{} {headers:?} {body}", answer.status)
}

fn ask(people: &[(&'static str, Client)], scenes: &[Scene], questions: &mut Questions) -> Answers {
    let mut asking = Asking {
        people,
        scenes,
        questions,
        answers: Answers::new(),
    };
    each(&mut asking);
    asking.answers
}

/// Where two rounds differ, by who and call, with the first place of each.
fn differences(one: &Answers, other: &Answers) -> BTreeMap<(&'static str, &'static str), String> {
    let mut found = BTreeMap::new();
    for (key, before) in one {
        let after = &other[key];
        if before != after {
            let at = before
                .bytes()
                .zip(after.bytes())
                .position(|(a, b)| a != b)
                .unwrap_or_default();
            let around = |text: &str| {
                let part = text.as_bytes();
                let part = &part[at.saturating_sub(80)..part.len().min(at + 120)];
                String::from_utf8_lossy(part).into_owned()
            };
            found.entry((key.0, key.1)).or_insert_with(|| {
                format!("{}\n    {}\n    {}", key.2, around(before), around(after))
            });
        }
    }
    found
}

on_both_databases! {
    fn nobody_is_told_that_there_is_one_more_whom_they_may_not_see(town: &Town) {
        let mut canaries = Canaries::default();
        let scenes = written::scenes(town, &mut canaries);
        let people = everybody(town);
        // The first round opens what is opened once; whatever still differs in the next two differs each time.
        let mut questions = Questions::new();
        let mut round = || ask(&people, &scenes, &mut questions);
        round();
        let (before, again) = (round(), round());
        assert!(before.len() > 1_000, "{} answers", before.len());
        let noise: Vec<String> = differences(&before, &again)
            .into_iter()
            .filter(|((_, call), _)| !OF_THE_WALK.iter().any(|(own, _)| own == call))
            .map(|((who, call), place)| format!("{who} {call} {place}"))
            .collect();
        assert!(noise.is_empty(), "differs by itself:\n{}", noise.join("\n"));

        written::foreigner(town, &scenes, &mut canaries);
        let after = round();
        let mut news = BTreeSet::new();
        let mut leaks = Vec::new();
        for ((who, call), place) in differences(&again, &after) {
            if OF_THE_WALK.iter().any(|(own, _)| *own == call) {
                continue;
            }
            news.insert((who, call));
            if !TOLD.iter().any(|(whom, by, _)| (*whom, *by) == (who, call)) {
                leaks.push(format!("{who} is told by {call} {place}"));
            }
        }
        let silent: Vec<_> = TOLD.iter().filter(|(who, call, _)| !news.contains(&(*who, *call))).collect();
        assert!(leaks.is_empty() && silent.is_empty(), "{}\nand in the table, but not told: {silent:?}", leaks.join("\n"));
    }
}
