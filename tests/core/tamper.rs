//! `check` finds what was changed beside the write path, and says where.

use backend::check::{self, Finding, What};
use backend::db::{Conn, Failure};
use diesel::connection::SimpleConnection;

use crate::history::busy;
use crate::support::{Bench, on_both};

/// Does something beside the write path.
pub(crate) fn sql(bench: &Bench, statement: &str) {
    bench
        .town
        .db()
        .write_blocking(|conn| {
            match conn {
                Conn::Sqlite(conn) => conn.batch_execute(statement),
                Conn::Postgres(conn) => conn.batch_execute(statement),
            }
            .map_err(Failure::from)
        })
        .unwrap();
}

fn findings(bench: &Bench) -> Vec<Finding> {
    check::check(&bench.town).unwrap().findings
}

on_both! {
    fn an_untouched_town_is_clean(bench: &Bench) {
        busy(bench);
        let report = check::check(&bench.town).unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.subjects, 2);
        assert!(report.entries > 10 && report.sealed > 5, "{report:?}");
    }

    /// Each kind of change, in a town of its own so that none hides another.
    fn what_was_changed_beside_the_write_path_is_found_where_it_was_changed(bench: &Bench) {
        busy(bench);
        let changes: [(&str, &str, &str, What); 17] = [
            ("UPDATE log_entry SET author = device WHERE sequence = 3", "UPDATE log_entry SET author = (SELECT author FROM log_entry WHERE sequence = 2) WHERE sequence = 3", "log_entry 3", What::ChangedEntry),
            ("UPDATE log_entry SET outcome_kind = 'refused' WHERE sequence = 4", "UPDATE log_entry SET outcome_kind = 'applied' WHERE sequence = 4", "log_entry 4", What::ChangedEntry),
            ("UPDATE log_entry SET received_at = received_at + 1 WHERE sequence = 4", "UPDATE log_entry SET received_at = received_at - 1 WHERE sequence = 4", "log_entry 4", What::ChangedEntry),
            ("UPDATE log_counter SET last = last + 1", "UPDATE log_counter SET last = last - 1", "log_counter", What::WrongCounter),
            ("UPDATE log_entry SET sequence = 999 WHERE sequence = 5", "UPDATE log_entry SET sequence = 5 WHERE sequence = 999", "log_entry 5", What::GapInLog),
            ("UPDATE integration_case SET post = 'DIAKONIE-1' WHERE number LIKE '%-0001'", "UPDATE integration_case SET post = 'AWO-1' WHERE number LIKE '%-0001'", "integration_case", What::NobodyResponsible),
            ("UPDATE integration_case SET district = 'II' WHERE number LIKE '%-0001'", "UPDATE integration_case SET district = NULL WHERE number LIKE '%-0001'", "integration_case (1 rows only there", What::NotAsInLog),
            ("UPDATE integration_case SET state = 'lost' WHERE number LIKE '%-0001'", "UPDATE integration_case SET state = 'open' WHERE number LIKE '%-0001'", "integration_case", What::ImpossibleValue),
            ("UPDATE integration_case SET number = 'LEV-2026-9999' WHERE number LIKE '%-0001'", "UPDATE integration_case SET number = 'LEV-2026-0001' WHERE number LIKE '%-9999'", "integration_case", What::NumberBeyondCounter),
            ("UPDATE note SET occurred_on = '2020-01-01'", "UPDATE note SET occurred_on = '2026-11-20'", "note", What::NotAsInLog),
            ("CREATE TABLE keep AS SELECT * FROM held_envelope; DELETE FROM held_envelope", "INSERT INTO held_envelope SELECT * FROM keep; DROP TABLE keep", "held_envelope", What::NotAsInLog),
            ("UPDATE note SET note_id = 'x' || note_id", "UPDATE note SET note_id = substr(note_id, 2)", "note.content", What::UnreadableValue),
            ("CREATE TABLE keep AS SELECT sequence, content FROM log_entry; UPDATE log_entry SET content = NULL WHERE sequence = 2", "UPDATE log_entry SET content = (SELECT content FROM keep WHERE keep.sequence = log_entry.sequence); DROP TABLE keep", "log_entry 2", What::WrongErasure),
            ("CREATE TABLE keep AS SELECT sequence, content FROM log_entry; UPDATE log_entry SET content = (SELECT content FROM keep WHERE keep.sequence = 3) WHERE sequence = 2", "UPDATE log_entry SET content = (SELECT content FROM keep WHERE keep.sequence = log_entry.sequence); DROP TABLE keep", "log_entry 2", What::UnreadableValue),
            ("CREATE TABLE keep AS SELECT * FROM person_token; DELETE FROM person_token WHERE token IN (SELECT min(token) FROM person_token)", "DELETE FROM person_token; INSERT INTO person_token SELECT * FROM keep; DROP TABLE keep", "person_token", What::WrongSearchTokens),
            ("INSERT INTO person_token (municipality, token, person_id) SELECT DISTINCT municipality, 7, 'nobody' FROM person", "DELETE FROM person_token WHERE token = 7", "person_token nobody", What::WrongSearchTokens),
            ("UPDATE person SET search_version = search_version - 1", "UPDATE person SET search_version = search_version + 1", "person_token of ", What::OutdatedSearchTokens),
        ];
        for (change, back, place, what) in changes {
            sql(bench, change);
            let found = findings(bench);
            assert!(
                found.iter().any(|finding| finding.what == what && finding.place.starts_with(place)),
                "{change}: {found:?}"
            );
            sql(bench, back);
            assert_eq!(findings(bench), [], "{back}");
        }
    }

    fn swapped_keys_are_unreadable(bench: &Bench) {
        busy(bench);
        sql(bench, "UPDATE subject_key SET wrapped = (SELECT other.wrapped FROM subject_key AS other WHERE other.subject <> subject_key.subject)");
        let found = findings(bench);
        // Whether the statement sees its own first row differs between the databases: one key or both are swapped.
        assert!(!found.is_empty() && found.iter().all(|finding| finding.what == What::UnreadableKey), "{found:?}");
    }

    /// An entry written anew with the chain's link of another: only the key could make its code.
    fn a_chain_is_broken_by_taking_its_head_away(bench: &Bench) {
        busy(bench);
        sql(bench, "UPDATE log_entry SET chain_previous = chain_mac WHERE sequence = 4");
        let found = findings(bench);
        let whats: Vec<_> = found.iter().map(|finding| finding.what).collect();
        assert_eq!(whats, [What::BrokenChain, What::ChangedEntry], "{found:?}");
    }
}
