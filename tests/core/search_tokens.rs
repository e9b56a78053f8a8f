//! The tokens under which people are found: made anew where an older algorithm made them, whatever happens meanwhile.

use backend::check::{self, Finding, What};
use backend::db::{Conn, Failure};
use backend::person::{self, Renewal};
use diesel::connection::SimpleConnection;
use shared::command::Command;
use shared::kernel::{ImpreciseDate, PersonId};
use shared::person::calls::{Hit, PersonSearch};
use shared::person::{PersonDraft, RecordPerson};

use crate::support::{Bench, ags, envelope, id, on_both, reception};

/// More than are made anew in one transaction.
const PEOPLE: u128 = 60;

/// A town of people whose tokens are those of another algorithm: some are missing, and one leads nowhere.
fn outdated(bench: &Bench) {
    let groups = (0..PEOPLE).map(|n| {
        let draft = PersonDraft {
            given_name: "Mohammad".into(),
            family_name: format!(
                "{}enko",
                ["Shevch", "Kraw", "Bondar", "Lys"][usize::try_from(n % 4).unwrap()]
            ),
            ..PersonDraft::default()
        };
        let record = Command::RecordPerson(RecordPerson { draft });
        vec![envelope(10_000 + n, PersonId::from_uuid(id(n)), record)]
    });
    bench.offer_groups(&reception(), groups.collect());
    assert_eq!(findings(bench), []);
    sql(
        bench,
        "DELETE FROM person_token WHERE token < 0;
         INSERT INTO person_token (municipality, token, person_id) SELECT municipality, 7, person_id FROM person;
         UPDATE person SET search_version = 1;
         UPDATE person SET search_version = 9999 WHERE person_id = (SELECT max(person_id) FROM person)",
    );
}

fn sql(bench: &Bench, statement: &str) {
    let run = |conn: &mut Conn| {
        match conn {
            Conn::Sqlite(conn) => conn.batch_execute(statement),
            Conn::Postgres(conn) => conn.batch_execute(statement),
        }
        .map_err(Failure::from)
    };
    bench.town.db().write_blocking(run).unwrap();
}

/// How many carry each word of a frequent name; more than a search looks at.
const CARRIERS: u32 = 1_200;

/// Whom a text finds.
fn whom(bench: &Bench, text: &str) -> Vec<PersonId> {
    let search = PersonSearch { text: text.into() };
    let found = bench
        .town
        .read_blocking(&ags(), |tx| person::find(tx, &reception(), &search));
    let hits = found.unwrap().hits.hits.into_iter();
    hits.filter_map(|hit| match hit {
        Hit::Known(hit) => Some(hit.person),
        Hit::Blind => None,
    })
    .collect()
}

fn findings(bench: &Bench) -> Vec<Finding> {
    check::check(&bench.town).unwrap().findings
}

on_both! {
    /// Each word alone would find the many who were there before.
    fn whose_words_are_all_frequent_is_found_by_all_of_them(bench: &Bench) {
        let names = [("Mohammad", "Kraft", 1980), ("Yusuf", "Al-Hassan", 1980), ("Mohammad", "Al-Hassan", 1990)];
        let groups = (1..).zip(names).map(|(n, (given, family, year))| {
            let draft = PersonDraft {
                given_name: given.into(),
                family_name: family.into(),
                born: Some(ImpreciseDate::Year { year }),
                ..PersonDraft::default()
            };
            let record = Command::RecordPerson(RecordPerson { draft });
            vec![envelope(10_000 + n, PersonId::from_uuid(id(n)), record)]
        });
        bench.offer_groups(&reception(), groups.collect());
        let wanted = PersonId::from_uuid(id(3));
        // As if the first two were many: their tokens stand before those of who is looked for.
        for from in (0..CARRIERS).step_by(400) {
            let copies: Vec<String> = (from..from + 400).map(|n| format!("SELECT '00000000-0000-0000-0000-{n:012}' AS copy")).collect();
            sql(bench, &format!(
                "INSERT INTO person_token (municipality, token, person_id)
                 SELECT DISTINCT municipality, token, copy FROM person_token, ({}) AS copies
                 WHERE person_id <> '{wanted}' AND person_id NOT LIKE '00000000%'",
                copies.join(" UNION ALL "),
            ));
        }
        for text in ["Mohammad Al-Hassan", "hassan muhamed", "محمد الحسن", "Mohamed Alhasan 1990", "Mohammad Hassan 1991"] {
            assert_eq!(whom(bench, text), [wanted], "{text}");
        }
        // Where a word is not typed whole, not all are looked at, and that is said.
        let search = PersonSearch { text: "Yusuf Ha".into() };
        let cut = bench.town.read_blocking(&ags(), |tx| person::find(tx, &reception(), &search)).unwrap();
        assert!(cut.hits.is_cut, "{cut:?}");
    }

    fn who_is_killed_while_tokens_are_made_anew_goes_on_where_it_was(bench: &Bench) {
        outdated(bench);
        let found = findings(bench);
        assert!(matches!(found.as_slice(), [one] if one.what == What::OutdatedSearchTokens), "{found:?}");
        assert!(found[0].place.contains(&PEOPLE.to_string()), "{found:?}");
        // What it knows of how far it came is lost with it.
        let mut killed = Renewal::default();
        assert!(person::renew_some(&bench.town, &ags(), &mut killed).unwrap());
        assert!(killed.renewed > 0 && u128::from(killed.renewed) < PEOPLE, "{killed:?}");
        let next = person::renew_all(&bench.town, &ags()).unwrap();
        assert_eq!((u128::from(killed.renewed + next.renewed), next.unreadable), (PEOPLE, 0));
        assert_eq!(findings(bench), []);
        assert!(!whom(bench, "Schewtschenko").is_empty());
        assert_eq!(person::renew_all(&bench.town, &ags()).unwrap().renewed, 0);
    }

    /// At any statement: then some people have the tokens of today and the rest those of before, and all is well afterwards.
    fn a_database_that_fails_meanwhile_leaves_nobody_between_two_algorithms(bench: &Bench) {
        outdated(bench);
        let faults = bench.town.db().faults();
        let mut failed = 0;
        for n in (1..).step_by(13) {
            let fired = faults.fired();
            faults.fail_at(n);
            let renewed = person::renew_all(&bench.town, &ags());
            faults.calm();
            if faults.fired() == fired {
                assert!(renewed.is_ok());
                break;
            }
            // A fault that meets a read stops nothing.
            failed += u32::from(renewed.is_err());
            let found = findings(bench);
            assert!(found.iter().all(|one| one.what == What::OutdatedSearchTokens), "{found:?}");
            sql(bench, "UPDATE person SET search_version = 1");
        }
        assert!(failed > 5, "{failed}");
        assert_eq!(findings(bench), []);
    }

    fn a_form_that_cannot_be_read_keeps_its_tokens_and_stops_nobody_elses(bench: &Bench) {
        outdated(bench);
        let damaged = PersonId::from_uuid(id(30));
        sql(bench, &format!("UPDATE person SET draft = (SELECT other.draft FROM person AS other ORDER BY other.person_id DESC LIMIT 1) WHERE person_id = '{damaged}'"));
        let renewal = person::renew_all(&bench.town, &ags()).unwrap();
        assert_eq!((u128::from(renewal.renewed), renewal.unreadable), (PEOPLE - 1, 1));
        let found = findings(bench);
        assert!(found.iter().any(|one| one.what == What::UnreadableValue && one.place.ends_with(&damaged.to_string())), "{found:?}");
        assert!(found.iter().any(|one| one.what == What::OutdatedSearchTokens), "{found:?}");
    }
}
