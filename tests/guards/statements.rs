//! How many statements a request takes does not depend on how many rows it meets.

use harness::Database;

use crate::recorded::statements;
use crate::requests::{Crowded, a_record};

/// A request under its name.
type Request = (&'static str, fn(&Crowded));

/// The requests that are counted. Each finds more in the larger town, and is asked twice, so that what is read once per
/// server is read already.
const REQUESTS: [Request; 9] = [
    ("worklist", |town| drop(town.worklist())),
    ("worklist, changed", |town| drop(town.changed_worklist())),
    ("file", |town| drop(town.file())),
    ("session", |town| drop(town.session())),
    ("pool", |town| {
        let pool = town.pool();
        assert!(!pool.cases.is_empty() && !pool.to_check.is_empty());
    }),
    ("body", |town| {
        let body = town.body();
        assert!(!body.posts.is_empty() && !body.cases.is_empty());
    }),
    ("search, hit", |town| {
        assert!(!town.search(&town.letters()).hits.is_empty());
    }),
    ("search, miss", |town| {
        assert!(town.search("Zyxquark Vlimpf").hits.is_empty());
    }),
    ("one command", |town| {
        town.offer("empfang", vec![a_record()])
    }),
];

fn counted(town: &Crowded) -> Vec<(&'static str, usize)> {
    town.let_go();
    REQUESTS
        .iter()
        .map(|(name, ask)| {
            ask(town);
            (*name, statements(|| ask(town)).1.len())
        })
        .collect()
}

fn a_request_takes_as_many_statements_in_a_town_of_five_times_the_size(kind: Database) {
    let small = counted(&Crowded::with(kind, 12));
    let large = counted(&Crowded::with(kind, 60));
    assert_eq!(small, large);
    // With the beginning and the end of the transaction; a session is looked up by one more statement in the same. Three
    // statements change the worklist; of the further ones one asks for the consents of all its persons, and one for what was
    // told of all its cases; the file is that of its first case; the session began just before.
    let most = [
        ("worklist", 3),
        ("worklist, changed", 3 + 9),
        ("file", 24),
        ("session", 6),
        ("pool", 5),
        ("body", 7),
        ("search, hit", 14),
        ("search, miss", 9),
        ("one command", 17),
    ];
    for (name, most) in most {
        let (_, count) = large.iter().find(|(counted, _)| *counted == name).unwrap();
        assert!(*count <= most, "{name}: {count}");
    }
}

/// An envelope of a batch costs what its rows cost; what a batch asks once it asks once.
fn each_further_envelope_of_a_batch_costs_the_same_few(kind: Database) {
    let town = Crowded::with(kind, 12);
    let count = |envelopes: usize| {
        let notes = town.notes(envelopes);
        statements(|| town.offer("caritas-1", notes)).1.len()
    };
    // Twelve subjects: the first note of each also looks for the end of its chain.
    let (twelve, twenty_four, forty_eight) = (count(12), count(24), count(48));
    assert_eq!(forty_eight - twenty_four, 2 * (twenty_four - twelve));
    let each = (forty_eight - twenty_four) / 24;
    assert!(each <= 6, "{each} statements for one note");
}

mod a_request_takes_as_many_statements_however_large_the_town {
    use super::*;

    #[test]
    fn sqlite() {
        a_request_takes_as_many_statements_in_a_town_of_five_times_the_size(Database::Sqlite);
    }

    #[test]
    fn postgres() {
        if Database::Postgres.is_there() {
            a_request_takes_as_many_statements_in_a_town_of_five_times_the_size(Database::Postgres);
        }
    }
}

mod an_envelope_of_a_batch_costs_what_its_rows_cost {
    use super::*;

    #[test]
    fn sqlite() {
        each_further_envelope_of_a_batch_costs_the_same_few(Database::Sqlite);
    }

    #[test]
    fn postgres() {
        if Database::Postgres.is_there() {
            each_further_envelope_of_a_batch_costs_the_same_few(Database::Postgres);
        }
    }
}

#[test]
fn a_line_of_the_worklist_is_short() {
    let town = Crowded::with(Database::Sqlite, 60);
    let heads = town.worklist();
    assert_eq!((heads.cases.len(), heads.total), (50, 60));
    let bytes = heads.json().len();
    assert!(bytes <= 50 * 620, "{bytes} bytes for 50 cases");
}
