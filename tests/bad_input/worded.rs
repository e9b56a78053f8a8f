//! What the page says to the vectors: a sentence in every language for every code that a field can get, with the limits
//! that the sentence names, and a place in the form that shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use shared::kernel::FieldProblem;

use crate::checked::{TODAY, town};
use crate::forms::{Answer, Form, forms};
use crate::vectors::vectors;

fn frontend(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let path = root.join("frontend").join(path);
    fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is not there", path.display()))
}

/// The sentences for problems in a language, by code.
fn sentences(language: &str) -> BTreeMap<String, String> {
    let texts = frontend(&format!("locales/{language}/codes.ftl"));
    texts
        .lines()
        .filter_map(|line| line.strip_prefix("problem-")?.split_once(" = "))
        .map(|(code, sentence)| (code.to_owned(), sentence.to_owned()))
        .collect()
}

/// Every problem that a vector brings about at a form, by the path of the field.
fn problems(form: &Form) -> BTreeSet<(String, FieldProblem)> {
    let town = town();
    let mut found = BTreeSet::new();
    for vector in vectors(form, TODAY) {
        let mut answers = vec![vector.checked(form, TODAY, &town)];
        answers.extend(
            form.complete
                .map(|complete| complete(vector.in_form(form), TODAY, &town)),
        );
        for answer in answers {
            if let Answer::Problems(problems) = answer {
                found.extend(problems);
            }
        }
    }
    found
}

#[test]
fn every_problem_of_every_field_has_its_sentence_in_both_languages() {
    let mut codes = BTreeSet::new();
    for form in forms() {
        for (path, problem) in problems(&form) {
            for language in ["de", "en"] {
                let sentences = sentences(language);
                let code = problem.code.as_str();
                let at = format!("{} {path} {code} in {language}", form.name);
                let sentence = sentences
                    .get(code)
                    .unwrap_or_else(|| panic!("{at} has no sentence"));
                let named: BTreeSet<_> = sentence
                    .split("{ $")
                    .skip(1)
                    .filter_map(|rest| rest.split(" }").next())
                    .collect();
                let given: BTreeSet<_> = problem.limits.keys().map(String::as_str).collect();
                assert!(
                    named.is_subset(&given),
                    "{at} names {named:?} and is given {given:?}"
                );
                codes.insert(code.to_owned());
            }
        }
    }
    assert!(codes.len() > 15, "only {codes:?} were brought about");
}

/// Where the page shows the problems of a form, and the fields that nobody types into there: what they hold is made or
/// chosen by the page, so no page sends them wrong.
const PLACES: [(&str, &[&str], &[&str]); 22] = [
    (
        "person",
        &[
            "src/person/form.rs",
            "src/person/identity.rs",
            "src/person/living.rs",
            "src/person/household.rs",
            "src/person/place.rs",
        ],
        &[],
    ),
    (
        "intake",
        &["src/intake/form.rs", "src/intake/consent.rs"],
        &[],
    ),
    ("fact", &["src/intake/lanes.rs"], &[]),
    ("slip", &["src/intake/slip.rs"], &[]),
    ("note", &["src/documentation/note_sheet.rs"], &[]),
    ("disclosure", &["src/disclosure/form.rs"], &[]),
    ("next date (due)", &["src/case/next_date.rs"], &[]),
    ("next date (none)", &["src/case/next_date.rs"], &[]),
    ("appointment", &["src/case/appointments.rs"], &[]),
    // The version that is explained is the one that is in force; the day is today.
    (
        "consent",
        &["src/intake/consent.rs", "src/consent/form.rs"],
        &["text_version", "answered_on"],
    ),
    // The office is chosen from the list of the day.
    ("decision (refer)", &["src/intake/target.rs"], &["office"]),
    (
        "decision (ask for an exception)",
        &["src/intake/target.rs"],
        &[],
    ),
    ("decision (exception)", &["src/intake/exceptions.rs"], &[]),
    (
        "decision (refuse an exception)",
        &["src/intake/exceptions.rs"],
        &[],
    ),
    ("assignment", &["src/assignment/panel.rs"], &["to"]),
    ("case kept after a move", &["src/case/history.rs"], &[]),
    ("link of two persons", &["src/person/comparison.rs"], &[]),
    ("link taken back", &["src/person/doubles.rs"], &[]),
    ("two persons told apart", &["src/person/comparison.rs"], &[]),
    ("held work (declined)", &["src/case/held.rs"], &[]),
    ("message", &["src/contact/page.rs"], &[]),
    ("answer to a message", &["src/contact/messages.rs"], &[]),
];

#[test]
fn every_problem_of_every_field_has_its_place_on_the_page() {
    let mut missing = Vec::new();
    for form in forms() {
        let Some((_, sources, not_typed)) = PLACES.iter().find(|(name, ..)| *name == form.name)
        else {
            continue;
        };
        let source: String = sources.iter().map(|path| frontend(path)).collect();
        let paths: BTreeSet<_> = problems(&form).into_iter().map(|(path, _)| path).collect();
        for path in paths {
            let field = path.strip_prefix(form.at).unwrap_or(&path);
            // Entries of a household have paths with an id; the page puts their fields under it.
            let entry = field.strip_prefix("household.m1.").unwrap_or(field);
            let is_named = source.contains(&format!("\"{entry}\"")) || source.contains(&format!("\"{path}\""))
                // A reason that is a field of its own says its problems while it is typed.
                || (field == "reason" && source.contains("::REASON_MAX)"));
            if !is_named && !not_typed.contains(&field) {
                missing.push(format!("{}: {path}", form.name));
            }
        }
    }
    assert!(missing.is_empty(), "shown nowhere: {missing:#?}");
}

/// What lies on a device and was refused is named with its fields away from the form. The two forms about a person have
/// labels for that, which the app's own tests walk; every other field has a name.
#[test]
fn every_field_that_can_be_wrong_has_a_name_away_from_its_form() {
    for language in ["de", "en"] {
        let texts = frontend(&format!("locales/{language}/written.ftl"));
        let names: BTreeSet<&str> = texts
            .lines()
            .filter_map(|line| Some(line.strip_prefix("field-")?.split_once(" = ")?.0))
            .collect();
        let mut count = 0;
        for form in forms() {
            if matches!(form.name, "person" | "intake") {
                continue;
            }
            for (path, _) in problems(&form) {
                let field = path.rsplit('.').next().unwrap_or_default();
                assert!(
                    path.is_empty() || names.contains(field),
                    "{} {path} has no name in {language}",
                    form.name
                );
                count += 1;
            }
        }
        assert!(count > 50, "only {count} problems were brought about");
    }
}
