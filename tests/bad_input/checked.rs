//! The vectors against the checks of `shared`, without server and browser, and the table that a person reviews.
//!
//! After a change of a rule on purpose: `WRITE_TABLE=1 cargo test -p lueckenlos-tests --test bad_input`, then read what
//! changed in `table.txt`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use shared::kernel::Day;
use shared::organisation::{Organisation, files};

use crate::forms::{Answer, Form, forms};
use crate::vectors::{Vector, vectors};

/// The day on which the table holds.
pub(crate) const TODAY: Day = date(2026, 11, 23);

pub(crate) fn town() -> Organisation {
    files::shipped().expect("the shipped town is whole")
}

/// What is expected, as the table says it.
fn said(form: &Form, vector: &Vector, town: &Organisation) -> String {
    let checked = vector.checked(form, TODAY, town);
    let mut said = words(form, vector, &checked);
    if let Some(complete) = form.complete {
        let completed = complete(vector.in_form(form), TODAY, town);
        if completed != checked {
            let _ = write!(said, "; when completed {}", words(form, vector, &completed));
        }
    }
    if let Some(edit) = form.edit.filter(|_| !vector.field.is_empty()) {
        let edited = edit(&form.right, &vector.as_edits(form), TODAY, town);
        if edited != checked {
            let _ = write!(said, "; as an edit {}", words(form, vector, &edited));
        }
    }
    said
}

fn words(form: &Form, vector: &Vector, answer: &Answer) -> String {
    match answer {
        Answer::Taken => "taken".to_owned(),
        Answer::Unreadable => "unreadable".to_owned(),
        Answer::Problems(found) => {
            let own = format!("{}{}", form.at, vector.path());
            let codes = found.iter().map(|(path, problem)| {
                let code = problem.code.as_str();
                if *path == own {
                    code.to_owned()
                } else {
                    format!("{code} at {path}")
                }
            });
            codes.collect::<Vec<_>>().join(" + ")
        }
    }
}

/// The table: per form and field, what is said to which badness.
fn table() -> String {
    let town = town();
    let mut table = String::from(
        "# What is said to bad input, field by field: on the left the answer, on the right what brings it about.\n\
         # \"unreadable\": no page sends it; a program gets a problem document. Written by the test `checked`, reviewed by people.\n",
    );
    for form in forms() {
        let _ = write!(table, "\n{}\n", form.name);
        let mut last: Option<Vec<String>> = None;
        let mut answers: Vec<(String, Vec<&str>)> = Vec::new();
        let flush = |answers: &mut Vec<(String, Vec<&str>)>, table: &mut String| {
            for (answer, badness) in answers.drain(..) {
                let _ = writeln!(table, "    {answer}: {}", badness.join(", "));
            }
        };
        let mut all = vectors(&form, TODAY);
        // What is bad only beside another field stands with its own field.
        all.sort_by_key(|vector| vector.path());
        for vector in all {
            if last.as_ref() != Some(&vector.field) {
                flush(&mut answers, &mut table);
                let name = if vector.field.is_empty() {
                    "(the form as a whole)".to_owned()
                } else {
                    vector.path()
                };
                let _ = writeln!(table, "  {name}");
                last = Some(vector.field.clone());
            }
            let answer = said(&form, &vector, &town);
            match answers.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, badness)) => badness.push(vector.badness),
                None => answers.push((answer, vec![vector.badness])),
            }
        }
        flush(&mut answers, &mut table);
    }
    table
}

#[test]
fn the_right_forms_are_right() {
    let town = town();
    for form in forms() {
        let checked = (form.check)(form.right.clone(), TODAY, &town);
        assert_eq!(checked, Answer::Taken, "{}", form.name);
        if let Some(complete) = form.complete {
            let completed = complete(form.right.clone(), TODAY, &town);
            assert_eq!(completed, Answer::Taken, "{} completed", form.name);
        }
    }
}

#[test]
fn each_badness_is_answered_as_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad_input/table.txt");
    let is = table();
    if std::env::var_os("WRITE_TABLE").is_some() {
        fs::write(&path, &is).expect("the table can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let differences: Vec<String> = differing(&expected, &is);
    assert!(
        differences.is_empty(),
        "the table says otherwise (- expected, + is):\n{}",
        differences.join("\n")
    );
}

/// The lines that only one of the two has, with their form and field.
fn differing(expected: &str, is: &str) -> Vec<String> {
    let expected = placed(expected);
    let is = placed(is);
    let gone = expected.iter().filter(|line| !is.contains(line));
    let new = is.iter().filter(|line| !expected.contains(line));
    gone.map(|line| format!("- {line}"))
        .chain(new.map(|line| format!("+ {line}")))
        .collect()
}

fn placed(table: &str) -> Vec<String> {
    let (mut form, mut field) = ("", "");
    let mut lines = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some(answer) = line.strip_prefix("    ") {
            lines.push(format!("{form} / {field} / {answer}"));
        } else if let Some(name) = line.strip_prefix("  ") {
            field = name;
            lines.push(format!("{form} / {field}"));
        } else {
            form = line;
        }
    }
    lines
}

/// Whatever stands in a field, the answer is one and the same, and never a panic.
#[test]
fn nothing_is_answered_without_a_place() {
    let town = town();
    for form in forms() {
        for vector in vectors(&form, TODAY) {
            let Answer::Problems(found) = vector.checked(&form, TODAY, &town) else {
                continue;
            };
            for (path, problem) in found {
                let place = path.strip_prefix(form.at).unwrap_or(&path);
                assert!(!place.is_empty(), "{}: {problem:?} has no place", form.name);
            }
        }
    }
}
