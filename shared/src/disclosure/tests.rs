//! What may be told to whom, and since when it waits.

use jiff::civil::date;

use super::*;
use crate::kernel::{ConsentId, Signature};
use crate::organisation::files::shipped;

const TODAY: Day = date(2026, 11, 27);

fn town() -> Organisation {
    shipped().unwrap()
}

fn office(code: &str) -> OfficeCode {
    code.parse().unwrap()
}

fn to_jobcenter() -> DisclosureDraft {
    DisclosureDraft {
        offices: vec![office("jobcenter")],
        classes: [DataClass::Contact, DataClass::Work].into(),
        purpose: "Antrag auf Bürgergeld".to_owned(),
        ..DisclosureDraft::default()
    }
}

fn conference() -> DisclosureDraft {
    DisclosureDraft {
        offices: vec![office("jobcenter"), office("agentur")],
        conference_on: Some(date(2026, 12, 4)),
        ..to_jobcenter()
    }
}

fn said(
    kind: ConsentKind,
    receiver: Option<&str>,
    answer: ConsentAnswer,
    on: Day,
) -> RecordConsent {
    RecordConsent {
        consent: ConsentId::from_uuid(uuid::Uuid::nil()),
        kind,
        answer,
        text_version: "2026-1".to_owned(),
        language: "ara".parse().unwrap(),
        explained: "spoken".parse().unwrap(),
        answered_on: on,
        receiver: receiver.map(|code| Receiver::Office(office(code))),
        until: None,
        interpreter: String::new(),
        signature: (answer == ConsentAnswer::Given).then_some(Signature::Paper),
    }
}

fn yes(kind: ConsentKind, receiver: Option<&str>) -> RecordConsent {
    said(kind, receiver, ConsentAnswer::Given, TODAY)
}

fn after(change: impl FnOnce(&mut DisclosureDraft)) -> Vec<String> {
    let mut draft = to_jobcenter();
    change(&mut draft);
    listed(draft.check(&town(), TODAY))
}

fn listed(checked: Result<(), FieldProblems>) -> Vec<String> {
    let problems = checked.err().unwrap_or_default();
    problems
        .iter()
        .flat_map(|(path, found)| {
            let codes = found.iter().map(|one| one.code.as_str());
            codes.map(move |code| format!("{path} {code}"))
        })
        .collect()
}

#[test]
fn a_disclosure_says_to_whom_what_and_what_for() {
    assert!(after(|_| ()).is_empty());
    assert_eq!(after(|draft| draft.offices.clear()), ["offices missing"]);
    assert_eq!(after(|draft| draft.classes.clear()), ["classes missing"]);
    assert_eq!(after(|draft| draft.purpose.clear()), ["purpose missing"]);
    assert_eq!(
        after(|draft| draft.purpose = "  ".to_owned()),
        ["purpose missing"]
    );
    assert_eq!(
        after(|draft| draft.offices = vec![office("gibtsnicht")]),
        ["offices unknown_code"]
    );
}

#[test]
fn several_offices_are_told_at_once_in_a_conference_only_and_each_once() {
    let two = |draft: &mut DisclosureDraft| draft.offices.push(office("agentur"));
    assert_eq!(after(two), ["offices contradiction"]);
    assert_eq!(
        after(|draft| draft.offices.push(office("jobcenter"))),
        ["offices duplicate"]
    );
    assert_eq!(listed(conference().check(&town(), TODAY)), [""; 0]);
}

#[test]
fn a_conference_lies_ahead_and_within_a_year() {
    let on = |day| {
        listed(
            DisclosureDraft {
                conference_on: Some(day),
                ..conference()
            }
            .check(&town(), TODAY),
        )
    };
    assert_eq!(on(TODAY), [""; 0]);
    assert_eq!(on(date(2026, 11, 26)), ["conference_on in_past"]);
    assert_eq!(on(date(2027, 11, 29)), ["conference_on too_far"]);
}

#[test]
fn nothing_is_told_without_a_yes_to_each_who_is_told() {
    let unconsented = |draft: &DisclosureDraft, answers: &[RecordConsent]| {
        listed(draft.check_consented(answers, TODAY))
    };
    let sharing = yes(ConsentKind::Sharing, Some("jobcenter"));
    assert_eq!(unconsented(&to_jobcenter(), &[]), ["offices no_consent"]);
    assert_eq!(
        unconsented(
            &to_jobcenter(),
            &[yes(ConsentKind::Sharing, Some("agentur"))]
        ),
        ["offices no_consent"]
    );
    assert_eq!(
        unconsented(&to_jobcenter(), std::slice::from_ref(&sharing)),
        [""; 0]
    );
    let refused = said(
        ConsentKind::Sharing,
        Some("jobcenter"),
        ConsentAnswer::Refused,
        TODAY,
    );
    assert_eq!(
        unconsented(&to_jobcenter(), &[sharing, refused]),
        ["offices no_consent"]
    );
}

/// Scenario 14: the client agreed to be named, and to the Jobcenter alone; the employment agency sits at the table too.
#[test]
fn a_conference_names_the_client_only_if_they_agreed_to_it_and_to_everybody_at_the_table() {
    let unconsented =
        |answers: &[RecordConsent]| listed(conference().check_consented(answers, TODAY));
    let named = yes(ConsentKind::NamedConference, None);
    let jobcenter = yes(ConsentKind::Sharing, Some("jobcenter"));
    let agentur = yes(ConsentKind::Sharing, Some("agentur"));
    assert_eq!(
        unconsented(&[]),
        ["conference_on no_consent", "offices no_consent"]
    );
    assert_eq!(
        unconsented(&[named.clone(), jobcenter.clone()]),
        ["offices no_consent"]
    );
    assert_eq!(
        unconsented(&[jobcenter.clone(), agentur.clone()]),
        ["conference_on no_consent"]
    );
    assert_eq!(
        unconsented(&[named.clone(), jobcenter.clone(), agentur.clone()]),
        [""; 0]
    );
    // A yes that runs out before the conference is none for it.
    let until = RecordConsent {
        until: Some(date(2026, 12, 3)),
        ..named
    };
    assert_eq!(
        unconsented(&[until, jobcenter, agentur]),
        ["conference_on no_consent"]
    );
}

#[test]
fn health_needs_a_yes_of_its_own() {
    let draft = DisclosureDraft {
        classes: [DataClass::Health].into(),
        ..to_jobcenter()
    };
    let sharing = yes(ConsentKind::Sharing, Some("jobcenter"));
    let special = yes(ConsentKind::SpecialCategories, None);
    let check = |answers: &[RecordConsent]| listed(draft.check_consented(answers, TODAY));
    assert_eq!(
        check(std::slice::from_ref(&sharing)),
        ["classes no_consent"]
    );
    assert_eq!(check(&[sharing, special]), [""; 0]);
}

#[test]
fn what_was_told_waits_from_the_day_its_first_consent_was_taken_back_until_somebody_ends_it() {
    let revoked = |kind, receiver, day| said(kind, receiver, ConsentAnswer::Revoked, day);
    let mut view = DisclosureView {
        disclosure: DisclosureId::from_uuid(uuid::Uuid::nil()),
        draft: conference(),
        by_name: "Malika Yıldız".to_owned(),
        at: Moment::from_millis(1_796_000_000_000),
        end: None,
    };
    let mut answers = vec![
        yes(ConsentKind::NamedConference, None),
        yes(ConsentKind::Sharing, Some("jobcenter")),
        yes(ConsentKind::Sharing, Some("agentur")),
        // Of somebody who was not told.
        revoked(ConsentKind::Sharing, Some("awo"), TODAY),
        revoked(ConsentKind::SpecialCategories, None, TODAY),
    ];
    assert_eq!(view.waits_since(&answers), None);
    answers.push(revoked(
        ConsentKind::Sharing,
        Some("agentur"),
        date(2026, 11, 29),
    ));
    answers.push(revoked(
        ConsentKind::NamedConference,
        None,
        date(2026, 11, 28),
    ));
    assert_eq!(view.waits_since(&answers), Some(date(2026, 11, 28)));
    view.end = Some(DisclosureEnded {
        end: DisclosureEnd::NotWished,
        by_name: "Malika Yıldız".to_owned(),
        at: Moment::from_millis(1_796_000_000_000),
    });
    assert_eq!(view.waits_since(&answers), None);
}
