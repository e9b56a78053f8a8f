//! The log is the history: replaying it gives the same tables.

use std::collections::BTreeSet;

use backend::{check, replay};
use serde_json::json;
use shared::case::{NextDate, SeeCase, SetNextDate};
use shared::command::Command;
use shared::exchange::Outcome;
use shared::kernel::{Day, Edits, FieldEdit};
use shared::person::EditPerson;

use crate::support::{Bench, ags, envelope, note, on_both, other_worker, worker};

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

on_both! {
    /// On the same database, and at the same time on the other one: `compare` replays into SQLite in memory.
    fn replaying_the_log_gives_the_same_tables(bench: &Bench) {
        busy(bench);
        assert_eq!(replay::compare(&bench.town).unwrap(), []);

        let copy = bench.beside();
        bench.town.read_blocking(&ags(), |from| {
            copy.town.write_blocking(&ags(), |to| replay::replay(from, to))
        }).unwrap();
        assert_eq!(replay::differences(bench.town.db(), copy.town.db()).unwrap(), []);
    }

    fn the_exceptions_name_tables_that_are_there_and_no_table_of_the_work(bench: &Bench) {
        let all = bench.town.db().read_blocking(backend::db::catalogue::tables).unwrap();
        let all: BTreeSet<String> = all.into_iter().map(|table| table.name).collect();
        for name in replay::exceptions() {
            // The read log has a store of its own.
            assert!(all.contains(name) || name.starts_with("read_"), "{name} is no table");
        }
        let compared = replay::compared_tables(bench.town.db()).unwrap();
        let compared: BTreeSet<&str> = compared.iter().map(|table| table.name.as_str()).collect();
        for name in ["person", "integration_case", "note", "consent", "appointment", "held_envelope"] {
            assert!(compared.contains(name), "{name} is compared");
        }
    }

    /// Whoever adds a column of bytes says whose content it is, or why it is not sealed.
    fn every_column_of_bytes_is_known_to_check(bench: &Bench) {
        let not_sealed = [
            ("subject_key", "wrapped"),
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
