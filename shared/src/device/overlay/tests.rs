//! What a screen shows of unsent work, one test per promise.

use serde_json::json;

use super::*;
use crate::case::{
    AppointmentDraft, AppointmentEnd, NextDate, PlanAppointment, SetNextDate, SettleAppointment,
};
use crate::device::EntryState;
use crate::documentation::{AddNote, NoteDraft};
use crate::exchange::{Answered, FORMAT, Outcome, Refusal};
use crate::intake::{
    CompleteIntake, DecideIntake, EditIntake, FactDraft, IntakeDraft, Lane, StartIntake,
};
use crate::kernel::{
    AccountId, AppointmentId, DeviceId, EnvelopeId, Epoch, FactId, FieldEdit, NoteId, Role,
};
use crate::person::{EditPerson, RecordPerson};

const NOW: Moment = Moment::from_millis(1_795_420_800_000);

fn id(n: u8) -> [u8; 10] {
    [n; 10]
}

fn person() -> PersonId {
    PersonId::born(NOW, id(1))
}

fn case() -> CaseId {
    CaseId::born(NOW, id(2))
}

fn actor() -> Actor {
    Actor {
        account: AccountId::born(NOW, id(3)),
        municipality: "05316000".parse().unwrap(),
        unit: "awo".parse().unwrap(),
        roles: [Role::CaseManager].into(),
        post: Some("awo-1".parse().unwrap()),
        name: "Anton Awo".into(),
    }
}

fn file() -> CaseFile {
    CaseFile {
        head: CaseHead {
            case: case(),
            person: person(),
            number: "LEV-2026-0001".into(),
            name: "Al-Hassan, Mohammad".into(),
            original_script: String::new(),
            district: None,
            state: CaseState::Open,
            responsible: None,
            assigned_at: None,
            is_new: false,
            next: None,
            appointment: None,
            check_by: None,
            revoked_on: None,
            deputy_revoked_on: None,
            disclosure_revoked_on: None,
            unwritten_since: None,
            opened_on: NOW.day(),
        },
        sequence: 10,
        person: PersonDraft {
            called: "Mo".into(),
            ..PersonDraft::default()
        },
        intake: None,
        facts: Vec::new(),
        consents: Vec::new(),
        appointments: Vec::new(),
        notes: Vec::new(),
        disclosures: Vec::new(),
        conflicts: Vec::new(),
        settled: Vec::new(),
        history: CaseHistory::default(),
    }
}

fn entry(order: u8, command: Command) -> Entry {
    Entry {
        order: u64::from(order),
        envelopes: vec![Envelope {
            id: EnvelopeId::born(NOW, id(order)),
            format: FORMAT,
            subject: Subject::Person(person()),
            based_on: None,
            authored_at: NOW.plus_millis(i64::from(order)),
            device: DeviceId::born(NOW, id(4)),
            command,
        }],
        recorded_at: NOW,
        state: EntryState::OnDevice,
        tries: 0,
        last_try: None,
        last_failure: None,
    }
}

fn answered(mut entry: Entry, sequence: Sequence, outcome: Outcome) -> Entry {
    let answers = vec![Answered {
        id: entry.envelopes[0].id,
        sequence: Some(sequence),
        answer: outcome,
    }];
    entry.state = Entry::answered(answers, Epoch::born(NOW, id(5)));
    entry
}

fn note(order: u8, text: &str) -> Entry {
    entry(
        order,
        Command::AddNote(AddNote {
            note: NoteId::born(NOW, id(order)),
            case: case(),
            draft: NoteDraft {
                text: text.into(),
                ..NoteDraft::default()
            },
        }),
    )
}

fn rename(order: u8, saw: &str, wrote: &str) -> Entry {
    let edit = FieldEdit {
        saw: json!(saw),
        wrote: json!(wrote),
    };
    let edits = Edits([("called".to_owned(), edit)].into());
    entry(order, Command::EditPerson(EditPerson { edits }))
}

#[test]
fn notes_show_newest_first_and_each_says_where_it_stands() {
    let entries = [
        answered(note(1, "bestätigt"), 11, Outcome::Applied),
        note(2, "wartet"),
        answered(
            note(3, "abgelehnt"),
            12,
            Outcome::refused(Refusal::NotAllowed),
        ),
    ];
    let shown = overlay(&file(), &entries, &actor());
    let notes: Vec<_> = shown
        .notes
        .iter()
        .map(|note| {
            let text = note.value.draft.as_ref().unwrap().text.as_str();
            (text, note.standing, note.value.author_name.as_str())
        })
        .collect();
    assert_eq!(
        notes,
        [
            ("abgelehnt", Standing::NeedsYou, "Anton Awo"),
            ("wartet", Standing::OnDevice, "Anton Awo"),
            ("bestätigt", Standing::Confirmed, "Anton Awo"),
        ]
    );
    assert_eq!(shown.standing, Standing::NeedsYou);
}

#[test]
fn what_the_copy_holds_already_is_not_shown_twice() {
    let confirmed = answered(note(1, "da"), 9, Outcome::Applied);
    let shown = overlay(&file(), std::slice::from_ref(&confirmed), &actor());
    assert!(shown.notes.is_empty(), "sequence 9 is in the copy of 10");

    let mut fresh = file();
    let later = answered(note(2, "auch da"), 11, Outcome::Applied);
    fresh.notes = overlay(&file(), std::slice::from_ref(&later), &actor())
        .notes
        .into_iter()
        .map(|note| note.value)
        .collect();
    let shown = overlay(&fresh, &[later], &actor());
    assert_eq!(shown.notes.len(), 1, "the id is known");
}

#[test]
fn an_edit_shows_at_once_and_marks_its_field() {
    let shown = overlay(&file(), &[rename(1, "Mo", "Momo")], &actor());
    assert_eq!(shown.person.draft.called, "Momo");
    assert_eq!(shown.person.fields["called"], Standing::OnDevice);
    assert!(shown.person.conflicts.is_empty());
}

#[test]
fn an_edit_that_will_conflict_shows_both_and_keeps_what_is_there() {
    let shown = overlay(&file(), &[rename(1, "Moha", "Momo")], &actor());
    assert_eq!(shown.person.draft.called, "Mo");
    let conflict = &shown.person.conflicts[0];
    assert_eq!(conflict.value.wrote, json!("Momo"));
    assert_eq!(conflict.value.current, json!("Mo"));
    assert_eq!(conflict.standing, Standing::OnDevice);
}

#[test]
fn a_conflict_shows_what_the_server_said_is_there_until_it_is_decided() {
    // The copy underneath is older than the answer: it has neither "Mohi" nor the conflict.
    let mut fields = vec![FieldConflict {
        path: "called".into(),
        saw: json!("Mo"),
        current: json!("Mohi"),
        wrote: json!("Momo"),
        current_by: None,
        wrote_by: None,
    }];
    let met = |fields: &[FieldConflict]| {
        let fields = fields.to_vec();
        answered(rename(1, "Mo", "Momo"), 11, Outcome::Conflict { fields })
    };
    let shown = overlay(&file(), &[met(&fields)], &actor());
    assert_eq!(shown.person.draft.called, "Mohi");
    assert_eq!(shown.person.conflicts.len(), 1);
    assert_eq!(shown.person.conflicts[0].value, fields[0]);
    assert_eq!(shown.standing, Standing::NeedsYou);

    // Chosen here, without a network.
    let chosen = rename(2, "Mohi", "Momo");
    let mut settled = met(&fields);
    settled.state = EntryState::Confirmed {
        answers: settled.answers().to_vec(),
        epoch: Epoch::born(NOW, id(5)),
    };
    let shown = overlay(&file(), &[settled, chosen], &actor());
    assert_eq!(shown.person.draft.called, "Momo");
    assert!(shown.person.conflicts.is_empty());
    assert_eq!(shown.standing, Standing::OnDevice);

    // A newer copy knows both itself.
    fields[0].path = "called".into();
    let mut newer = file();
    newer.sequence = 20;
    newer.conflicts.clone_from(&fields);
    let shown = overlay(&newer, &[met(&fields)], &actor());
    assert_eq!(shown.person.conflicts.len(), 1);
    assert_eq!(shown.standing, Standing::NeedsYou);
}

#[test]
fn what_was_put_away_is_not_shown() {
    let mut refused = answered(note(1, "weg"), 11, Outcome::refused(Refusal::NotAllowed));
    refused.state = EntryState::Discarded {
        answers: refused.answers().to_vec(),
        epoch: None,
        at: NOW,
    };
    let shown = overlay(&file(), &[refused], &actor());
    assert!(shown.notes.is_empty());
    assert_eq!(shown.standing, Standing::Confirmed);
}

#[test]
fn other_persons_work_is_not_mixed_in() {
    let mut other = note(1, "fremd");
    other.envelopes[0].subject = Subject::Person(PersonId::born(NOW, id(99)));
    assert!(overlay(&file(), &[other], &actor()).notes.is_empty());
}

#[test]
fn dates_and_appointments_show_before_they_are_sent() {
    let next = NextDate::Due {
        on: NOW.day(),
        what: "Rückruf".into(),
    };
    let appointment = AppointmentId::born(NOW, id(7));
    let entries = [
        entry(
            1,
            Command::SetNextDate(SetNextDate {
                case: case(),
                next: next.clone(),
            }),
        ),
        entry(
            2,
            Command::PlanAppointment(PlanAppointment {
                appointment,
                case: case(),
                draft: AppointmentDraft::default(),
            }),
        ),
        entry(
            3,
            Command::SettleAppointment(SettleAppointment {
                appointment,
                case: case(),
                end: AppointmentEnd::Kept,
            }),
        ),
    ];
    let shown = overlay(&file(), &entries, &actor());
    assert_eq!(shown.head.next, Some(next));
    assert_eq!(shown.next_standing, Standing::OnDevice);
    assert_eq!(shown.appointments[0].value.end, Some(AppointmentEnd::Kept));
}

#[test]
fn a_whole_intake_without_a_network_can_be_looked_at() {
    let intake = IntakeId::born(NOW, id(8));
    let edit = FieldEdit {
        saw: json!(""),
        wrote: json!("Wohnung"),
    };
    let edits = Edits([("concern".to_owned(), edit)].into());
    let decision = IntakeDecision::Admit { case: case() };
    let entries = [
        entry(
            1,
            Command::RecordPerson(RecordPerson {
                draft: PersonDraft {
                    spoken_name: "Amina".into(),
                    ..PersonDraft::default()
                },
            }),
        ),
        entry(
            2,
            Command::StartIntake(StartIntake {
                intake,
                draft: IntakeDraft::default(),
            }),
        ),
        entry(3, Command::EditIntake(EditIntake { intake, edits })),
        entry(4, Command::CompleteIntake(CompleteIntake { intake })),
        entry(
            5,
            Command::DecideIntake(DecideIntake {
                intake,
                decision: decision.clone(),
            }),
        ),
        note(6, "im Treppenhaus"),
    ];
    assert_eq!(persons_on_device(&entries), [person()]);
    let (shown, opened) = overlay_person(person(), &entries, &actor()).unwrap();
    assert_eq!(shown.draft.spoken_name, "Amina");
    assert_eq!(shown.standing, Standing::OnDevice);
    let started = &shown.intakes[0];
    assert_eq!(started.file.draft.concern, "Wohnung");
    assert!(started.is_completed);
    assert_eq!(started.decided.as_ref().unwrap().value, decision);
    let opened = opened.unwrap();
    assert_eq!(opened.head.name, "Amina");
    assert_eq!(opened.notes.len(), 1);
    assert!(overlay_person(PersonId::born(NOW, id(99)), &entries, &actor()).is_none());
}

#[test]
fn forms_read_from_the_server_show_the_facts_of_every_device_with_those_unsent_here_on_top() {
    let recorded = |n| RecordFact {
        fact: FactId::born(NOW, id(n)),
        corrects: None,
        draft: fact_draft(),
    };
    let read = PersonFile {
        person: person(),
        sequence: 10,
        draft: PersonDraft {
            called: "Mo".into(),
            ..PersonDraft::default()
        },
        consents: Vec::new(),
        linked: Vec::new(),
        conflicts: Vec::new(),
        settled: Vec::new(),
    };
    let forms = IntakeFiles {
        intakes: vec![IntakeFile {
            intake: IntakeId::born(NOW, id(5)),
            draft: IntakeDraft::default(),
            state: IntakeState::Open,
        }],
        facts: vec![recorded(20)],
    };
    let entries = [
        entry(30, Command::RecordFact(recorded(21))),
        // The copy underneath holds it already.
        entry(31, Command::RecordFact(recorded(20))),
    ];
    let shown = overlay_forms(&read, &forms, &entries, &actor());
    assert_eq!(shown.draft.called, "Mo");
    assert_eq!(shown.intakes.len(), 1);
    let facts: Vec<_> = shown
        .facts
        .iter()
        .map(|shown| (shown.value.fact, shown.standing))
        .collect();
    assert_eq!(
        facts,
        [
            (FactId::born(NOW, id(20)), Standing::Confirmed),
            (FactId::born(NOW, id(21)), Standing::OnDevice),
        ]
    );
}

fn fact_draft() -> FactDraft {
    FactDraft {
        value: Some("GEST".parse().unwrap()),
        ..FactDraft::blank(Lane::Residence)
    }
}

#[test]
fn what_is_told_here_stands_in_the_file_and_waits_as_soon_as_its_consent_is_taken_back_here() {
    use crate::consent::{ConsentAnswer, Receiver};
    use crate::disclosure::{DataClass, Disclose, DisclosureDraft, DisclosureEnd, EndDisclosure};
    use crate::kernel::{ConsentId, DisclosureId};

    let disclosure = DisclosureId::born(NOW, id(40));
    let told = Command::Disclose(Disclose {
        disclosure,
        case: case(),
        draft: DisclosureDraft {
            offices: vec!["jobcenter".parse().unwrap()],
            classes: [DataClass::Work].into(),
            purpose: "Antrag".into(),
            ..DisclosureDraft::default()
        },
    });
    let revoked = Command::RecordConsent(RecordConsent {
        consent: ConsentId::born(NOW, id(41)),
        kind: ConsentKind::Sharing,
        answer: ConsentAnswer::Revoked,
        text_version: "2026-1".into(),
        language: "ara".parse().unwrap(),
        explained: "spoken".parse().unwrap(),
        answered_on: NOW.day(),
        receiver: Some(Receiver::Office("jobcenter".parse().unwrap())),
        until: None,
        interpreter: String::new(),
        signature: None,
    });
    let end = Command::EndDisclosure(EndDisclosure {
        disclosure,
        case: case(),
        end: DisclosureEnd::ReceiverTold,
    });
    let mut entries = vec![entry(1, told)];
    let shown = overlay(&file(), &entries, &actor());
    assert_eq!(shown.disclosures.len(), 1);
    assert_eq!(shown.disclosures[0].standing, Standing::OnDevice);
    assert_eq!(shown.head.disclosure_revoked_on, None);
    entries.push(entry(2, revoked));
    let shown = overlay(&file(), &entries, &actor());
    assert_eq!(shown.head.disclosure_revoked_on, Some(NOW.day()));
    entries.push(entry(3, end));
    let shown = overlay(&file(), &entries, &actor());
    assert_eq!(shown.head.disclosure_revoked_on, None);
    assert!(shown.disclosures[0].value.end.is_some());
}

/// The server has confirmed the answer, and the copy underneath is older: what is shown must not wait for the next copy.
#[test]
fn a_no_to_special_categories_counts_from_when_it_was_said_and_not_from_the_next_copy() {
    use crate::consent::ConsentAnswer;
    use crate::kernel::ConsentId;

    let no = Command::RecordConsent(RecordConsent {
        consent: ConsentId::born(NOW, id(50)),
        kind: ConsentKind::SpecialCategories,
        answer: ConsentAnswer::Refused,
        text_version: "2026-1".into(),
        language: "deu".parse().unwrap(),
        explained: "spoken".parse().unwrap(),
        answered_on: NOW.day(),
        receiver: None,
        until: None,
        interpreter: String::new(),
        signature: None,
    });
    let waiting = entry(1, no.clone());
    let confirmed = answered(entry(1, no), 11, Outcome::Applied);
    for sent in [waiting, confirmed] {
        let shown = overlay(&file(), &[sent], &actor());
        assert_eq!(shown.head.unwritten_since, Some(NOW.day()));
    }
}
