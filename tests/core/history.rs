//! The log is the history: replaying it gives the same tables.

use std::collections::BTreeSet;

use backend::{check, replay};
use serde_json::json;
use shared::case::{NextDate, SeeCase, SetNextDate};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, EditIntake, FactDraft, IntakeDecision, IntakeDraft,
    Lane, RecordFact, RecordSlip, SlipDraft, SlipOutcome, StartIntake,
};
use shared::kernel::{
    CaseId, Day, Edits, FactId, FieldEdit, ImpreciseDate, IntakeId, PersonId, SlipId,
};
use shared::organisation::files;
use shared::person::{Address, EditPerson, LanguageSkill, PersonDraft, RecordPerson};

use crate::support::{Bench, MORNING, ags, envelope, id, note, on_both, other_worker, worker};

/// A town in which something of every kind has happened.
pub(crate) fn busy(bench: &Bench) {
    let case = bench.case_at(10, "CARITAS-1", "CARITAS");
    let (person, case_id) = case;
    bench.send(&worker(), &note(20, case, "Hausbesuch"));
    bench.send(&worker(), &note(21, case, ""));
    let edit = |n, saw: &str, wrote: &str| {
        let edits = [(
            "called".to_owned(),
            FieldEdit {
                saw: json!(saw),
                wrote: json!(wrote),
            },
        )];
        let edits = Edits(edits.into());
        envelope(n, person, Command::EditPerson(EditPerson { edits }))
    };
    assert_eq!(bench.send(&worker(), &edit(22, "", "Mo")), Outcome::Applied);
    assert!(matches!(
        bench.send(&worker(), &edit(23, "", "Hamudi")),
        Outcome::Conflict { .. }
    ));
    bench.send(
        &worker(),
        &envelope(24, person, Command::SeeCase(SeeCase { case: case_id })),
    );
    let next = NextDate::Due {
        on: Day::constant(2026, 12, 1),
        what: "Anruf".into(),
    };
    let next = SetNextDate {
        case: case_id,
        next,
    };
    bench.send(&worker(), &envelope(25, person, Command::SetNextDate(next)));
    bench.assign(person, case_id, "AWO-1", "AWO");
    assert_eq!(
        bench.send(&worker(), &note(26, case, "nachgereicht")),
        Outcome::Held
    );
    bench.send(&other_worker(), &note(27, case, "übernommen"));
    bench.case_at(100, "AWO-1", "AWO");
}

/// Somebody is taken in under the shipped organisation: intake with edits and a conflict, fact, admission, slip.
fn taken_in(bench: &Bench) {
    let town = files::shipped().unwrap();
    let locality = town.localities.first().map(|row| row.code.clone());
    backend::organisation::load_as_system(&bench.town, &ags(), town).unwrap();
    let person = PersonId::from_uuid(id(300));
    let (intake, case) = (IntakeId::from_uuid(id(301)), CaseId::from_uuid(id(302)));
    let today = MORNING.day();
    let arrived = Some(ImpreciseDate::Day {
        on: Day::constant(2026, 9, 1),
    });
    let draft = PersonDraft {
        family_name: "Tesfay".into(),
        born: Some(ImpreciseDate::Year { year: 1991 }),
        entered_germany: arrived,
        languages: [("ara".parse().unwrap(), LanguageSkill::default())].into(),
        address: Address {
            locality,
            ..Address::default()
        },
        ..PersonDraft::default()
    };
    let edit = |saw: &str, wrote: &str| {
        let (saw, wrote) = (json!(saw), json!(wrote));
        let edits = Edits([("concern".to_owned(), FieldEdit { saw, wrote })].into());
        Command::EditIntake(EditIntake { intake, edits })
    };
    let start = StartIntake {
        intake,
        draft: IntakeDraft {
            requested_on: Some(today),
            urgency: Some("D3".parse().unwrap()),
            ..IntakeDraft::default()
        },
    };
    let fact = RecordFact {
        fact: FactId::from_uuid(id(303)),
        corrects: None,
        draft: FactDraft {
            value: Some("GEST".parse().unwrap()),
            begins: arrived,
            ..FactDraft::blank(Lane::Residence)
        },
    };
    let decide = |case| {
        let decision = IntakeDecision::Admit { case };
        Command::DecideIntake(DecideIntake { intake, decision })
    };
    let send = |n, command| bench.send(&worker(), &envelope(n, person, command));
    let done = |n, command| assert_eq!(send(n, command), Outcome::Applied, "{n}");
    done(310, Command::RecordPerson(RecordPerson { draft }));
    done(311, Command::StartIntake(start));
    done(312, edit("", "sucht eine Wohnung"));
    assert!(matches!(
        send(313, edit("", "sucht einen Kurs")),
        Outcome::Conflict { .. }
    ));
    done(314, Command::CompleteIntake(CompleteIntake { intake }));
    assert_eq!(
        send(319, decide(case)),
        Outcome::refused(Refusal::ConsentMissing)
    );
    let agrees = crate::counter::said(
        323,
        person,
        ConsentKind::CaseManagement,
        ConsentAnswer::Given,
    );
    assert_eq!(bench.send(&worker(), &agrees), Outcome::Applied);
    done(315, Command::RecordFact(fact));
    done(316, decide(case));
    let slip = Envelope {
        subject: Subject::Slip(SlipId::from_uuid(id(304))),
        ..envelope(
            317,
            person,
            Command::RecordSlip(RecordSlip {
                draft: SlipDraft {
                    concern: "Brief nicht verstanden".into(),
                    fields_of_action: ["H03".parse().unwrap()].into(),
                    channel: Some("SERVICEPOINT".parse().unwrap()),
                    urgency: Some("D4".parse().unwrap()),
                    outcome: Some(SlipOutcome::Counselled),
                    ..SlipDraft::default()
                },
            }),
        )
    };
    assert_eq!(bench.send(&worker(), &slip), Outcome::Applied);
    let attach = Envelope {
        subject: slip.subject.clone(),
        ..envelope(318, person, Command::AttachSlip(AttachSlip { person }))
    };
    assert_eq!(bench.send(&worker(), &attach), Outcome::Applied);
    // A second intake of somebody who has an open case leads to no second case.
    let second = IntakeId::from_uuid(id(305));
    let again = StartIntake {
        intake: second,
        draft: IntakeDraft {
            requested_on: Some(today),
            concern: "noch einmal".into(),
            urgency: Some("D3".parse().unwrap()),
            ..IntakeDraft::default()
        },
    };
    done(320, Command::StartIntake(again));
    done(
        321,
        Command::CompleteIntake(CompleteIntake { intake: second }),
    );
    let decision = IntakeDecision::Admit {
        case: CaseId::from_uuid(id(306)),
    };
    let decide = DecideIntake {
        intake: second,
        decision,
    };
    assert_eq!(
        send(322, Command::DecideIntake(decide)),
        Outcome::refused(Refusal::WrongState)
    );
}

on_both! {
    /// On the same database, and at the same time on the other one: `compare` replays into SQLite in memory.
    fn replaying_the_log_gives_the_same_tables(bench: &Bench) {
        busy(bench);
        taken_in(bench);
        assert_eq!(replay::compare(&bench.town).unwrap(), []);

        let copy = bench.beside();
        bench.town.read_blocking(&ags(), |from| {
            copy.town.write_blocking(&ags(), |to| replay::replay(from, to))
        }).unwrap();
        assert_eq!(replay::differences(bench.town.db(), copy.town.db()).unwrap(), []);
    }

    fn the_exceptions_name_what_is_there_and_no_table_of_the_work(bench: &Bench) {
        let all = bench.town.db().read_blocking(backend::db::catalogue::tables).unwrap();
        let all: BTreeSet<String> = all.into_iter().flat_map(|table| {
            let columns = table.columns.iter().map(|column| format!("{}.{}", table.name, column.name));
            columns.chain([table.name.clone()]).collect::<Vec<_>>()
        }).collect();
        for name in replay::exceptions() {
            // The read log has a store of its own.
            assert!(all.contains(name) || name.starts_with("read_"), "{name} is no table and no column");
        }
        let compared = replay::compared_tables(bench.town.db()).unwrap();
        let compared: BTreeSet<&str> = compared.iter().map(|table| table.name.as_str()).collect();
        for name in ["person", "integration_case", "note", "consent", "appointment", "held_envelope", "intake", "slip", "lane_fact"] {
            assert!(compared.contains(name), "{name} is compared");
        }
    }

    /// Whoever adds a column of bytes says whose content it is, or why it is not sealed.
    fn every_column_of_bytes_is_known_to_check(bench: &Bench) {
        let not_sealed = [
            ("subject_key", "wrapped"),
            ("purpose_key", "wrapped"),
            ("log_entry", "content"),
            ("log_entry", "content_mac"),
            ("log_entry", "chain_previous"),
            ("log_entry", "chain_mac"),
        ];
        let tables = bench.town.db().read_blocking(backend::db::catalogue::tables).unwrap();
        for table in tables.iter().filter(|table| !table.name.starts_with("signin_")) {
            for column in &table.columns {
                if column.kind != backend::db::catalogue::Kind::Bytes {
                    continue;
                }
                let place = (table.name.as_str(), column.name.as_str());
                let is_sealed = check::SEALED.iter().any(|sealed| (sealed.0, sealed.1) == place);
                assert_ne!(is_sealed, not_sealed.contains(&place), "{place:?}");
            }
        }
    }
}
