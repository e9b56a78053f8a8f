//! The texts of the interface: complete, alike in every language, and one for each code that can reach a screen.
//!
//! Reads the Fluent files as text; needs no browser.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and says why"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use strum::IntoEnumIterator;

/// The language every text is written in first.
const FIRST: &str = "de";
/// The other languages of the interface.
const OTHERS: [&str; 1] = ["en"];

/// A text: where it stands, what it says, which variables it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Text {
    feature: String,
    words: String,
    variables: BTreeSet<String>,
}

fn frontend() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .join("frontend")
}

/// The features that have a file in a language.
fn features(language: &str) -> BTreeSet<String> {
    let folder = frontend().join("locales").join(language);
    let names: BTreeSet<_> = fs::read_dir(&folder)
        .expect("a folder per language")
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| {
            assert_eq!(
                path.extension().and_then(|ending| ending.to_str()),
                Some("ftl"),
                "{} is no text file",
                path.display()
            );
            let stem = path.file_stem().expect("a name");
            stem.to_string_lossy().into_owned()
        })
        .collect();
    assert!(!names.is_empty(), "{language} has no texts");
    names
}

/// All texts of a language by their key.
fn texts(language: &str) -> BTreeMap<String, Text> {
    let mut found = BTreeMap::new();
    for feature in features(language) {
        let path = frontend()
            .join("locales")
            .join(language)
            .join(format!("{feature}.ftl"));
        let source = fs::read_to_string(&path).expect("a readable file");
        let resource = parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                if matches!(entry, Entry::Term(_) | Entry::Junk { .. }) {
                    panic!(
                        "{}: only messages and comments are used here",
                        path.display()
                    );
                }
                continue;
            };
            let key = message.id.name.to_owned();
            let pattern = message
                .value
                .as_ref()
                .unwrap_or_else(|| panic!("{key} has no text"));
            let mut words = String::new();
            let mut variables = BTreeSet::new();
            walk(pattern, &mut words, &mut variables);
            let text = Text {
                feature: feature.clone(),
                words,
                variables,
            };
            assert_eq!(
                found.insert(key.clone(), text),
                None,
                "{key} stands twice in {language}"
            );
        }
    }
    found
}

fn walk(pattern: &Pattern<&str>, words: &mut String, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => words.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => note(inline, words, variables),
                Expression::Select { selector, variants } => {
                    note(selector, &mut String::new(), variables);
                    for variant in variants {
                        walk(&variant.value, words, variables);
                    }
                }
            },
        }
    }
}

fn note(inline: &InlineExpression<&str>, words: &mut String, variables: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        variables.insert(id.name.to_owned());
        words.push_str(" { } ");
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_variables() {
    let first = texts(FIRST);
    for language in OTHERS {
        let other = texts(language);
        let keys = |texts: &BTreeMap<String, Text>| texts.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = keys(&first).difference(&keys(&other)).cloned().collect();
        let surplus: Vec<_> = keys(&other).difference(&keys(&first)).cloned().collect();
        assert!(missing.is_empty(), "missing in {language}: {missing:?}");
        assert!(surplus.is_empty(), "only in {language}: {surplus:?}");
        for (key, text) in &first {
            let there = &other[key];
            assert_eq!(
                text.variables, there.variables,
                "variables of {key} in {language}"
            );
            assert_eq!(text.feature, there.feature, "file of {key} in {language}");
        }
    }
}

#[test]
fn no_text_is_left_untranslated_except_those_reviewed() {
    let list = fs::read_to_string(frontend().join("locales/same-in-both.txt")).expect("the list");
    let reviewed: BTreeSet<_> = list
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|key| !key.is_empty())
        .collect();
    let first = texts(FIRST);
    for language in OTHERS {
        let other = texts(language);
        let same: BTreeSet<_> = first
            .iter()
            .filter(|(key, text)| {
                let letters = text.words.chars().filter(|letter| letter.is_alphabetic());
                letters.count() > 0 && text.words == other[*key].words
            })
            .map(|(key, _)| key.as_str())
            .collect();
        let unreviewed: Vec<_> = same.difference(&reviewed).collect();
        let outdated: Vec<_> = reviewed.difference(&same).collect();
        assert!(
            unreviewed.is_empty(),
            "the same in {language} and {FIRST}: {unreviewed:?}"
        );
        assert!(
            outdated.is_empty(),
            "on the list, but no longer the same: {outdated:?}"
        );
    }
}

#[test]
fn every_file_of_texts_is_built_into_the_app() {
    let source = fs::read_to_string(frontend().join("src/i18n/texts.rs")).expect("the app's list");
    let list = source
        .split_once("\nfiles! {")
        .and_then(|(_, rest)| rest.split_once("\n}"))
        .map(|(list, _)| list)
        .expect("the list of files");
    let built: BTreeSet<_> = list
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert_eq!(built, features(FIRST));
}

/// Keys in the form `prefix-<code>` for every value of an enumeration.
fn keys_of<T: IntoEnumIterator + Into<&'static str>>(prefix: &str) -> Vec<String> {
    let keys: Vec<_> = T::iter()
        .map(|value| format!("{prefix}-{}", value.into()))
        .collect();
    assert!(!keys.is_empty(), "{prefix} has no values");
    keys
}

#[test]
fn every_code_that_can_reach_a_screen_has_a_text() {
    let mut keys = Vec::new();
    keys.extend(keys_of::<shared::kernel::ProblemCode>("problem"));
    keys.extend(keys_of::<shared::exchange::Refusal>("refusal"));
    keys.extend(keys_of::<shared::access::Reason>("reason"));
    keys.extend(keys_of::<shared::kernel::Role>("role"));
    keys.extend(keys_of::<shared::signin::provider::CameBack>("provider"));
    keys.extend(keys_of::<shared::intake::eligibility::EligibilityResult>(
        "eligibility",
    ));
    keys.extend(keys_of::<shared::intake::eligibility::Advice>("advice"));
    keys.extend(
        keys_of::<shared::intake::eligibility::EligibilityReasonCode>("eligibility-reason"),
    );
    keys.extend(keys_of::<shared::intake::SlipOutcome>("slip-outcome"));
    keys.extend(keys_of::<shared::intake::Lane>("lane"));
    keys.extend(keys_of::<shared::intake::LinkState>("link-state"));
    keys.extend(keys_of::<shared::intake::OtherCaseManagement>(
        "other-case-management",
    ));
    keys.extend(keys_of::<shared::intake::state::IntakeStateName>(
        "intake-state",
    ));
    keys.extend(keys_of::<shared::organisation::WhatIsWrong>(
        "organisation-wrong",
    ));
    keys.extend(shared::organisation::files::FILES.iter().map(|(file, _)| {
        let list = file.trim_end_matches(".csv").replace('_', "-");
        format!("organisation-list-{list}")
    }));
    keys.extend(keys_of::<shared::person::matching::Verdict>("verdict"));
    keys.extend(keys_of::<shared::person::matching::Verdict>(
        "person-compare",
    ));
    keys.extend(keys_of::<shared::person::comparison::ComparedField>(
        "compared",
    ));
    keys.extend(keys_of::<shared::person::comparison::FieldAgreement>(
        "agreement",
    ));
    keys.extend(keys_of::<shared::person::matching::MatchKind>("match"));
    keys.extend(keys_of::<shared::assignment::proposal::CandidateReason>(
        "candidate",
    ));
    keys.extend(keys_of::<shared::emergency::EmergencyKind>(
        "emergency-kind",
    ));
    keys.extend(keys_of::<shared::emergency::CheckCause>("file-check-cause"));
    keys.extend(keys_of::<shared::case::SightPart>("sight-part"));
    keys.extend(keys_of::<shared::case::CaseState>("case-state"));
    keys.extend(keys_of::<shared::case::AppointmentEnd>("appointment"));
    keys.extend(keys_of::<shared::consent::ConsentKind>("consent"));
    keys.extend(keys_of::<shared::consent::ConsentAnswer>("consent-answer"));
    keys.extend(keys_of::<shared::device::Standing>("standing"));
    keys.extend(keys_of::<shared::audit::anomaly::AnomalyKind>("anomaly"));
    keys.extend(keys_of::<shared::audit::ReadingKind>("reading"));
    keys.extend(keys_of::<shared::audit::ReadingKind>("told-what"));
    keys.extend(shared::audit::ReadingKind::calls().map(|call| format!("reading-call-{call}")));
    for code in shared::audit::Why::codes() {
        keys.extend([format!("why-{code}"), format!("told-why-{code}")]);
    }
    keys.extend(
        shared::access::Reason::iter()
            .map(|reason| format!("reason-{}-ask", <&'static str>::from(reason))),
    );
    let there = texts(FIRST);
    let missing: Vec<_> = keys
        .iter()
        .filter(|key| !there.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
}

#[test]
fn every_key_that_the_app_names_has_a_text() {
    let there = texts(FIRST);
    let mut sources = Vec::new();
    collect(&frontend().join("src"), &mut sources);
    let mut named = 0;
    for (path, source) in &sources {
        // Not `format!(` or another name that ends the same way.
        let uses = source.match_indices("t!(").filter(|(at, _)| {
            let before = source[..*at].chars().next_back();
            !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        });
        for after in uses.map(|(at, found)| &source[at + found.len()..]) {
            let Some(key) = after
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            named += 1;
            assert!(
                there.contains_key(key) || path.ends_with("i18n/mod.rs"),
                "{} names {key}, which has no text",
                path.display()
            );
        }
    }
    assert!(
        named > 20,
        "only {named} keys found: this rule looked at nothing"
    );
}

#[test]
fn every_text_is_named_somewhere() {
    let mut sources = Vec::new();
    collect(&frontend().join("src"), &mut sources);
    let all: String = sources.into_iter().map(|(_, source)| source).collect();
    // A key is named in full, or by the beginning that a code is appended to.
    let unnamed: Vec<_> = texts(FIRST)
        .into_iter()
        .filter(|(key, text)| !text.feature.starts_with("codes") && !is_named(&all, key))
        .map(|(key, _)| key)
        .collect();
    assert!(unnamed.is_empty(), "named nowhere in the app: {unnamed:?}");
}

fn is_named(source: &str, key: &str) -> bool {
    source.contains(&format!("\"{key}\""))
        || key
            .match_indices('-')
            .any(|(at, _)| source.contains(&format!("\"{}{{", &key[..=at])))
}

fn collect(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).expect("a readable file");
            into.push((path, source));
        }
    }
}
