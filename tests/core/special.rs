//! Consent E2 acts: what tells of health by a code is not taken while the client says no, and everything else is.

use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::documentation::AddNote;
use shared::exchange::{Envelope, Outcome, Refusal};
use shared::intake::{FactDraft, Lane, RecordFact};
use shared::kernel::{CaseId, Day, FactId, FieldProblems, PersonId, ProblemCode, Signature};

use crate::counter::fact;
use crate::support::{Bench, MORNING, ags, answer_to, envelope, note, on_both, worker};

const DAY: i64 = 86_400_000;

/// The answer on special categories, given on a day.
fn answer_on(n: u128, person: PersonId, answer: ConsentAnswer, day: Day) -> Envelope {
    let call = RecordConsent {
        answered_on: day,
        signature: (answer == ConsentAnswer::Given).then_some(Signature::Paper),
        ..answer_to(n, ConsentKind::SpecialCategories, answer)
    };
    envelope(n, person, Command::RecordConsent(call))
}

/// The same, given today.
fn answer(n: u128, person: PersonId, answer: ConsentAnswer) -> Envelope {
    answer_on(n, person, answer, MORNING.day())
}

/// A note about health.
fn about_health(n: u128, case: (PersonId, CaseId), text: &str) -> Envelope {
    let mut sent = note(n, case, text);
    if let Command::AddNote(AddNote { draft, .. }) = &mut sent.command {
        draft.fields_of_action = ["H09".parse().unwrap()].into();
    }
    sent
}

fn not_consented(path: &str) -> Outcome {
    Outcome::Refused {
        because: Refusal::Fields,
        fields: FieldProblems::at(path, ProblemCode::NotConsented),
    }
}

fn unwritten_since(bench: &Bench) -> Option<Day> {
    let list = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::worklist(tx, &worker()))
        .unwrap()
        .into_value();
    list.cases[0].unwritten_since
}

on_both! {
    fn a_note_about_health_waits_for_no_question_and_for_no_yes_once_there_was_a_no(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let send = |sent: &Envelope| bench.send(&worker(), sent);
        // Nobody has asked yet: the work is not held up.
        assert_eq!(send(&about_health(20, case, "Vor der Frage")), Outcome::Applied);
        assert_eq!(unwritten_since(bench), None);

        assert_eq!(send(&answer(21, case.0, ConsentAnswer::Refused)), Outcome::Applied);
        assert_eq!(unwritten_since(bench), Some(MORNING.day()));
        assert_eq!(send(&about_health(22, case, "Nach dem Nein")), not_consented("fields_of_action"));
        assert_eq!(send(&note(23, case, "Ohne Angabe zur Gesundheit")), Outcome::Applied);

        assert_eq!(send(&answer(24, case.0, ConsentAnswer::Given)), Outcome::Applied);
        assert_eq!(unwritten_since(bench), None);
        assert_eq!(send(&about_health(25, case, "Nach dem Ja")), Outcome::Applied);
        let mut kept = bench.notes(case.0, case.1);
        kept.sort();
        assert_eq!(kept, ["Nach dem Ja", "Ohne Angabe zur Gesundheit", "Vor der Frage"]);
    }

    /// A tablet that was away: what was written down while the client allowed it arrives after they took it back.
    fn what_was_written_before_the_no_is_taken_when_it_arrives_after_it(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        assert_eq!(bench.send(&worker(), &answer(20, case.0, ConsentAnswer::Given)), Outcome::Applied);
        let written_today = about_health(21, case, "Noch erlaubt");
        bench.pass(DAY);
        let no = answer_on(22, case.0, ConsentAnswer::Revoked, MORNING.day().tomorrow().unwrap());
        assert_eq!(bench.send(&worker(), &no), Outcome::Applied);
        assert_eq!(bench.send(&worker(), &written_today), Outcome::Applied);
        let mut written_after = about_health(23, case, "Nicht mehr erlaubt");
        written_after.authored_at = MORNING.plus_millis(DAY);
        assert_eq!(bench.send(&worker(), &written_after), not_consented("fields_of_action"));
    }

    fn a_treatment_is_no_news_after_a_no_and_what_was_recorded_can_be_ended(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let send = |sent: &Envelope| bench.send(&worker(), sent);
        let treatment = |n| fact(n, case.0, Lane::Health, "BEHANDLUNG");
        assert_eq!(send(&treatment(20)), Outcome::Applied);
        assert_eq!(send(&answer(21, case.0, ConsentAnswer::Refused)), Outcome::Applied);
        assert_eq!(send(&fact(22, case.0, Lane::Health, "GDB")), not_consented("value"));
        // Who pays for a doctor is no diagnosis.
        assert_eq!(send(&fact(23, case.0, Lane::Health, "KV_GES")), Outcome::Applied);
        let mut ended = treatment(24);
        if let Command::RecordFact(RecordFact { corrects, draft: FactDraft { ends, .. }, .. }) = &mut ended.command {
            let Command::RecordFact(first) = treatment(20).command else { unreachable!() };
            *corrects = Some::<FactId>(first.fact);
            *ends = Some(MORNING.day());
        }
        assert_eq!(send(&ended), Outcome::Applied);
    }
}
