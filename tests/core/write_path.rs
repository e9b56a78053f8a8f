//! The one write path: done once, answered alike, bound to author, device and content, whole groups or nothing.

use shared::exchange::{Outcome, Refusal};
use shared::kernel::{DeviceId, PersonId};

use crate::support::{id, note, on_both, other_worker, reception, record, worker};

fn refused(because: Refusal) -> Outcome {
    Outcome::refused(because)
}

on_both! {
fn a_note_offered_three_times_is_there_once_and_answered_alike(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let envelope = note(20, case, "Hausbesuch in Opladen");
    let first = bench.offer(&worker(), std::slice::from_ref(&envelope));
    assert_eq!(first[0].answer, Outcome::Applied);
    for _ in 0..2 {
        assert_eq!(
            bench.offer(&worker(), std::slice::from_ref(&envelope)),
            first
        );
    }
    assert_eq!(bench.notes(case.0, case.1), ["Hausbesuch in Opladen"]);
}

fn an_id_is_bound_to_author_device_and_content(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let envelope = note(20, case, "erster Text");
    assert_eq!(bench.send(&worker(), &envelope), Outcome::Applied);

    let by_another = bench.offer(&other_worker(), std::slice::from_ref(&envelope));
    assert_eq!(by_another[0].answer, refused(Refusal::ForeignEnvelope));
    assert_eq!(by_another[0].sequence, None);

    let mut elsewhere = envelope.clone();
    elsewhere.device = DeviceId::from_uuid(id(99));
    assert_eq!(
        bench.send(&worker(), &elsewhere),
        refused(Refusal::ForeignEnvelope)
    );

    let changed = note(20, case, "anderer Text");
    assert_eq!(
        bench.send(&worker(), &changed),
        refused(Refusal::ChangedContent)
    );
    assert_eq!(bench.notes(case.0, case.1), ["erster Text"]);
}

fn a_group_is_done_as_a_whole_or_not_at_all(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let group = [
        note(20, case, "gut"),
        note(21, case, ""),
        note(22, case, "auch gut"),
    ];
    let answers = bench.offer(&worker(), &group);
    assert_eq!(answers[0].answer, refused(Refusal::GroupRefused));
    assert!(matches!(
        answers[1].answer,
        Outcome::Refused {
            because: Refusal::Fields,
            ..
        }
    ));
    assert_eq!(answers[2].answer, refused(Refusal::GroupRefused));
    assert!(bench.notes(case.0, case.1).is_empty());
    // Each alone gets the answer it got in the group.
    assert_eq!(
        bench.send(&worker(), &group[0]),
        refused(Refusal::GroupRefused)
    );
    // What belongs together and was mended goes out under new ids.
    let mended = [note(30, case, "gut"), note(31, case, "gefüllt")];
    assert!(
        bench
            .offer(&worker(), &mended)
            .iter()
            .all(|a| a.answer == Outcome::Applied)
    );
}

fn one_bad_group_does_not_hold_the_others_up(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let answer = bench.offer_groups(
        &worker(),
        vec![
            vec![note(20, case, "eins")],
            vec![note(21, case, "")],
            vec![note(22, case, "drei")],
        ],
    );
    let applied: Vec<bool> = answer
        .outcomes
        .iter()
        .map(|answered| answered.answer == Outcome::Applied)
        .collect();
    assert_eq!(applied, [true, false, true]);
    let sequences: Vec<_> = answer
        .outcomes
        .iter()
        .map(|a| a.sequence.unwrap())
        .collect();
    assert!(sequences.is_sorted_by(|a, b| b - a == 1), "{sequences:?}");
}

/// All of an offer is one transaction, whose entries are written at its end: what comes later in it sees them all the same.
fn what_an_offer_brings_again_is_done_once_and_its_entries_are_one_chain(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let first = note(20, case, "eins");
    let mut elsewhere = first.clone();
    elsewhere.device = DeviceId::from_uuid(id(99));
    let groups = vec![
        vec![first.clone()],
        vec![first.clone()],
        vec![note(20, case, "anders")],
        vec![elsewhere],
        // The first of these is taken back with the second, its entry too.
        vec![note(21, case, "gut"), note(22, case, "")],
        vec![note(23, case, "zwei")],
        vec![note(21, case, "gut")],
    ];
    let answers = bench.offer_groups(&worker(), groups).outcomes;
    let outcomes: Vec<Outcome> = answers.iter().map(|one| one.answer.clone()).collect();
    assert_eq!(outcomes[0], Outcome::Applied);
    assert_eq!(answers[1], answers[0]);
    assert_eq!(outcomes[2], refused(Refusal::ChangedContent));
    assert_eq!(outcomes[3], refused(Refusal::ForeignEnvelope));
    assert_eq!(outcomes[4], refused(Refusal::GroupRefused));
    assert!(matches!(outcomes[5], Outcome::Refused { because: Refusal::Fields, .. }));
    assert_eq!(outcomes[6], Outcome::Applied);
    assert_eq!(answers[7], answers[4]);
    let mut notes = bench.notes(case.0, case.1);
    notes.sort_unstable();
    assert_eq!(notes, ["eins", "zwei"]);
    assert_eq!(bench.offer(&worker(), &[first])[0], answers[0]);
    assert_eq!(backend::check::check(&bench.town).unwrap().findings, []);
}

fn a_former_worker_is_held_and_a_stranger_finds_nothing(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    assert_eq!(
        bench.send(&other_worker(), &note(20, case, "fremd")),
        refused(Refusal::NotFound)
    );
    bench.assign(case.0, case.1, "AWO-1", "AWO");
    assert_eq!(
        bench.send(&worker(), &note(21, case, "nachgereicht")),
        Outcome::Held
    );
    assert!(bench.notes(case.0, case.1).is_empty());
    let held = bench
        .town
        .read_blocking(&crate::support::ags(), |tx| {
            backend::exchange::list_held(tx, &shared::exchange::Subject::Person(case.0))
        })
        .unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].envelope, note(21, case, "nachgereicht"));
    assert_eq!(
        bench.send(&other_worker(), &note(22, case, "jetzt meiner")),
        Outcome::Applied
    );
}

fn a_person_is_recorded_once_under_an_id(bench: &Bench) {
    let person = PersonId::from_uuid(id(10));
    assert_eq!(
        bench.send(&reception(), &record(20, person)),
        Outcome::Applied
    );
    assert_eq!(
        bench.send(&reception(), &record(21, person)),
        refused(Refusal::AlreadyThere)
    );
}

fn an_unknown_format_is_refused_by_name_and_can_be_offered_again_later(bench: &Bench) {
    let person = PersonId::from_uuid(id(10));
    let mut envelope = record(20, person);
    envelope.format = 99;
    let answers = bench.offer(&reception(), std::slice::from_ref(&envelope));
    assert_eq!(answers[0].answer, refused(Refusal::UnknownFormat));
    assert_eq!(answers[0].sequence, None);
    assert_eq!(
        bench.send(&reception(), &record(20, person)),
        Outcome::Applied
    );
}
}
